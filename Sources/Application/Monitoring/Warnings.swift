import Catalog
import Domain
import Monitoring
import Postgres
import Sealing
import Store
import Workflow

extension Application {
  /// Takes a step with a warning: 200 with `ETag`.
  ///
  /// - Parameter body: `{verb, …}`: `assign` with `assignee`, `acknowledge`, `act` with `note`, `close` with
  ///   `reason`.
  /// - Throws: `.notFound`; `.forbidden` for anyone but operators and their systems; `.invalid`;
  ///   `.staleVersion`; `.conflict` `warning_state`.
  public func advanceWarning(
    _ id: WarningID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let book = try await read { try await warningRulesInForce($0).book }
    return try await answer(idempotency, as: actor) { session in
      let input = try WarningStepInput(body)
      guard let seen = try await WarningRepository.find(id, session),
        try await maySee(seen, actor, session)
      else { throw ApplicationError.notFound(what: "warning") }
      try MonitoringAccess.requireHandling(actor)
      let (enterprise, locked) = try await lockForWrite(seen.enterprise, by: actor, session)
      guard var warning = try await WarningRepository.find(id, session) else {
        throw ApplicationError.notFound(what: "warning")
      }
      if let expectedVersion, expectedVersion != warning.version {
        throw ApplicationError.staleVersion(current: warning.version)
      }
      let edge = try warningEdge(input, warning, by: actor.role)
      if let assignee = input.assignee { warning.assignee = assignee }
      if let note = input.note { warning.note = note }
      warning.reason = input.reason?.rawValue
      var desk = MonitoringDesk(
        self, enterprise, locked, traceparent: actor.traceparent, session)
      try await desk.write(&warning, edge, by: actor)
      if reference.monitoring.isClosed(warning.state) {
        try await desk.tell(.warningClosed, warning)
      }
      try await desk.close()
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(warning.version)],
        body: try await warningView(warning, book, to: actor, session), tells: warning.enterprise)
    }
  }

  private func warningEdge(
    _ input: WarningStepInput, _ warning: WarningRecord, by role: Role
  ) throws -> StateMachine.Edge {
    let machine = reference.monitoring.machine
    do throws(StateMachine.Refusal) {
      return try machine.next(
        input.verb.rawValue, from: warning.state, by: role.rawValue, given: input.given)
    } catch {
      switch error {
      case .state(let state):
        throw ApplicationError.conflict(
          code: "warning_state",
          zh: "该预警当前为“\(machine.state(state)?.label.zh ?? state)”(\(state))",
          en: "the warning is \(state)")
      case .role:
        throw ApplicationError.forbidden(
          zh: "该角色不能对预警作此操作", en: "this role may not do this with a warning")
      case .missing(let names):
        throw ApplicationError.invalid(names.map { ObjectReader.requiredFault("/\($0)") })
      case .unknownState, .unknownVerb: throw StoredDataError(what: "warning \(warning.id)")
      }
    }
  }

  /// One warning with all of it that the caller may see.
  ///
  /// - Throws: `.notFound` also when the caller may not see it.
  public func warning(_ id: WarningID, actor: Actor) async throws -> Versioned<JSON> {
    let book = try await read { try await warningRulesInForce($0).book }
    return try await readLogged(.warning, as: actor) { session in
      guard let warning = try await WarningRepository.find(id, session),
        try await maySee(warning, actor, session)
      else { throw ApplicationError.notFound(what: "warning") }
      let view = try await warningView(warning, book, to: actor, session)
      return (Versioned(view, version: warning.version), [warning.enterprise])
    }
  }

  /// Levels and states of warnings, in their order.
  public static let warningLevels = WarningLevel.allCases.map(\.rawValue)
  public static let warningStates = ["open", "assigned", "acknowledged", "acting", "closed"]

  /// What lists of warnings choose by.
  public struct WarningFilter: Sendable {
    public var enterprise: EnterpriseID?
    public var level: String?
    public var state: String?
    public var rule: String?
    public var region: String?
    public var isOpen: Bool

    public init(
      enterprise: EnterpriseID? = nil, level: String? = nil, state: String? = nil,
      rule: String? = nil, region: String? = nil, isOpen: Bool = false
    ) {
      self.enterprise = enterprise
      self.level = level
      self.state = state
      self.rule = rule
      self.region = region
      self.isOpen = isOpen
    }
  }

  /// Warnings that the caller may see, newest first: an enterprise its own, an institution those of enterprises that
  /// let it see them and to which it is exposed, operators those of their region.
  public func warnings(
    _ filter: WarningFilter, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    let book = try await read { try await warningRulesInForce($0).book }
    return try await readLogged(.warning, as: actor) { session in
      let found = try await warnings(filter, page, to: actor, session)
      let concerns = try await concerns(found.map(\.enterprise), to: actor, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      let views = cut.map { warning -> JSON in
        .object(
          warningMembers(warning, book, to: actor)
            .merging(concerns[warning.enterprise] ?? [:]) { $1 })
      }
      return (views, cut.items.map(\.enterprise))
    }
  }

  /// The warnings of a list and one more, if there is one.
  func warnings(
    _ filter: WarningFilter, that recheck: WarningRepository.Recheck? = nil, _ page: PageRequest,
    to actor: Actor, _ session: any PostgresSession
  ) async throws -> [WarningRecord] {
    guard let prefix = AccessRules.listPrefix(asked: filter.region, by: actor) else { return [] }
    var asked = WarningRepository.Filter(
      enterprise: filter.enterprise, level: filter.level, state: filter.state,
      rule: filter.rule, isOpen: filter.isOpen, recheck: recheck)
    switch actor.role {
    case .liaison, .liaisonManager:
      // Whose rows these are is for the database to say; when a consent ends, by the clock.
      guard let institution = actor.organisation else { return [] }
      asked.consented = (institution, clock.now())
    case .enterprise:
      guard let own = try await ownEnterprise(of: actor, session)?.id,
        asked.enterprise == nil || asked.enterprise == own
      else { return [] }
      asked.enterprise = own
    case .service, .auditor, .operator: asked.regionPrefix = prefix.isEmpty ? nil : prefix
    }
    return try await WarningRepository.list(
      asked, after: page.after, limit: page.limit + 1, session)
  }

  /// Which enterprise an institution is not told: it reads that under a consent. What it has with it, it is told.
  private func concerns(
    _ enterprises: [EnterpriseID], to actor: Actor, _ session: any PostgresSession
  ) async throws -> [EnterpriseID: [String: JSON]] {
    guard actor.role == .liaison || actor.role == .liaisonManager else { return [:] }
    // The database shows an institution its own.
    let own = try await WarningTouchRepository.live(
      of: Array(Set(enterprises)), limit: MonitoringDesk.touchesMaximum, session)
    return own.mapValues { ["concerns": .array($0.map(WarningTouchView.json))] }
  }

  /// Whether a warning that the database shows is for the caller to see now.
  func maySee(
    _ warning: WarningRecord, _ actor: Actor, _ session: any PostgresSession
  ) async throws -> Bool {
    switch actor.role {
    case .liaison, .liaisonManager:
      guard let institution = actor.organisation else { return false }
      return try await WarningRepository.isConsented(
        warning.enterprise, to: institution, at: clock.now(), session)
    case .enterprise, .operator, .auditor, .service:
      guard let enterprise = try await EnterpriseRepository.find(warning.enterprise, session) else {
        return false
      }
      guard AccessRules.canRead(enterprise, by: actor) else { return false }
      try AccessRules.requireKept(enterprise.scope)
      return true
    }
  }

  /// Figures are facts: an institution reads those through an offer, by what its consent names.
  private func warningView(
    _ warning: WarningRecord, _ book: WarningBook, to actor: Actor,
    _ session: any PostgresSession
  ) async throws -> JSON {
    var members = warningMembers(warning, book, to: actor)
    members.merge(
      try await concerns([warning.enterprise], to: actor, session)[warning.enterprise] ?? [:]
    ) { $1 }
    members["steps"] = .array(
      try await WarningRepository.steps(of: warning.id, session).map { step in
        [
          "version": .int(Int64(step.version)), "from": .optional(step.from),
          "state": .string(step.state), "verb": .string(step.verb), "level": .string(step.level),
          "actor": MonitoringAccess.isInside(actor) ? .string(step.actor) : .null,
          "role": .string(step.role), "at": .string(step.takenAt.text),
        ]
      })
    // An institution is shown its own part only: the database sees to that.
    members["touched"] = .array(
      try await RecheckRepository.list(of: [warning.id], session)[warning.id, default: []].map {
        RecheckView.json($0, to: actor)
      })
    members["readings"] = .null
    if MonitoringAccess.seesFigures(actor), !warning.readings.body.isEmpty {
      try await actAsService(actor, session)
      var readings = warning.readings
      readings.key = try await DataKeyRepository.find([warning.enterprise], session)[
        warning.enterprise]
      let sealed = readings
      let text = try unlocking { () throws(SealingError) in try masterKeys.open(sealed) }
      members["readings"] = try JSONParser.parse(Array(text.utf8))
    }
    return .object(members)
  }

  private func warningMembers(
    _ warning: WarningRecord, _ book: WarningBook, to actor: Actor
  ) -> [String: JSON] {
    let rules = reference.monitoring
    let rule = book.rules.last { $0.code == warning.rule }
    func period(_ day: LegalDate) -> JSON {
      .optional(
        ReportPeriod.Kind(rawValue: warning.periodKind).map { ReportPeriod($0, of: day).text })
    }
    let isInstitution = actor.role == .liaison || actor.role == .liaisonManager
    var members: [String: JSON] = [
      "id": .string(warning.id.text), "rule": .string(warning.rule),
      "label": book.label(of: warning.rule).map(ProductView.label) ?? .null,
      "group": .optional(rule?.group),
      "platform_default": .bool(rule?.isPlatformDefault ?? false),
      "citation": rule?.citation.json ?? .null, "level": .string(warning.level),
      "state": .string(warning.state),
      "state_label": rules.machine.state(warning.state).map { ProductView.label($0.label) }
        ?? .null,
      "begun": period(warning.begunOn), "since": period(warning.sinceOn),
      "assignee": MonitoringAccess.isInside(actor) ? .optional(warning.assignee) : .null,
      "due_at": .optional(warning.dueAt?.text), "reason": .optional(warning.reason),
      "note": MonitoringAccess.isInside(actor) ? .optional(warning.note) : .null,
      "verbs": .array(
        rules.machine.verbs(in: warning.state, for: actor.role.rawValue)
          .filter { WarningVerb(rawValue: $0) != nil }.map(JSON.string)),
      "version": .int(Int64(warning.version)), "opened_at": .string(warning.openedAt.text),
      "updated_at": .string(warning.updatedAt.text),
    ]
    if !isInstitution { members["enterprise_id"] = .string(warning.enterprise.text) }
    return members
  }
}

extension MonitoringAccess {
  /// Who handles warnings, or looks over it: names and notes are theirs.
  static func isInside(_ actor: Actor) -> Bool {
    switch actor.role {
    case .operator, .auditor, .service: true
    case .enterprise, .liaison, .liaisonManager: false
    }
  }

  static func seesFigures(_ actor: Actor) -> Bool { isInside(actor) || actor.role == .enterprise }
}

/// What somebody does with a warning. The others are the service's own.
enum WarningVerb: String, Sendable, CaseIterable {
  case assign
  case acknowledge
  case act
  case close
}

/// Why somebody closes a warning.
enum WarningReason: String, Sendable, CaseIterable {
  /// What it warned of is put right.
  case resolved
  /// The figures were right and mean nothing bad.
  case explained
  /// The figures were wrong.
  case figures
  /// It is known, and nothing more can be done.
  case tolerated
  /// The enterprise has ended.
  case ended
}

/// A step of a warning with what is given with it, checked.
struct WarningStepInput: Sendable {
  var verb: WarningVerb
  var assignee: String?
  var reason: WarningReason?
  var note: String?

  /// Names of what is given, as the state machine demands them.
  var given: Set<String> {
    switch verb {
    case .assign: ["assignee"]
    case .acknowledge: []
    case .act: ["note"]
    case .close: ["reason"]
    }
  }

  /// - Parameter json: `{verb, …}`; members of other verbs are not known.
  /// - Throws: `.invalid`.
  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    guard let verb = GuarantorInput.required("verb", of: WarningVerb.self, &body) else {
      throw .invalid(body.faults)
    }
    self.verb = verb
    switch verb {
    case .assign: assignee = body.requiredString("assignee", maximumLength: 200)
    case .acknowledge: note = body.string("note", maximumLength: 1_000)
    case .act: note = body.requiredString("note", maximumLength: 1_000)
    case .close:
      reason = GuarantorInput.required("reason", of: WarningReason.self, &body)
      note = body.string("note", maximumLength: 1_000)
    }
    let faults = body.finish()
    guard faults.isEmpty else { throw .invalid(faults) }
  }
}

/// How what was measured looks.
enum WarningReadingView {
  static func json(_ reading: WarningReading) -> JSON {
    [
      "condition": .int(Int64(reading.condition)), "indicator": .string(reading.indicator),
      "value": .int(reading.value),
      "figures": .array(
        reading.figures.map { figure in
          [
            "source": .string(figure.source), "period": .string(figure.period.text),
            "figure": .int(figure.figure),
          ]
        }),
    ]
  }
}
