import Catalog
import Domain
import Listing
import Postgres
import Store
import Workflow

extension Application {
  /// Advisers in one answer at most.
  static let advisersMaximum = 1_000
  /// States of assignments, for filters.
  public static let adviserStates = ["proposed", "accepted", "declined", "ended"]

  /// Says for how many enterprises at once an institution does something: 200 with `ETag`.
  ///
  /// - Parameter body: `{capacity}`.
  /// - Throws: `.forbidden` for anyone but operators of the whole country and this service; `.notFound` for
  ///   a kind there is not, or an institution that is none of it; `.invalid`; `.staleVersion`; `.conflict`
  ///   `adviser_full` for less than it has already.
  public func setAdviser(
    _ kind: String, _ institution: String, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireControl(actor)
    var reader = ObjectReader(body)
    let capacity = reader.requiredInteger("capacity", in: 0...10_000)
    let faults = reader.finish()
    guard faults.isEmpty, let capacity else { throw ApplicationError.invalid(faults) }
    let rules = try adviserKind(kind)
    return try await answer(idempotency) { session in
      try await requireAdviser(institution, rules, session)
      let now = clock.now()
      let before = try await AdviserRepository.find(institution, kind, locking: true, session)
      if let expectedVersion, expectedVersion != before?.version ?? 0 {
        throw ApplicationError.staleVersion(current: before?.version ?? 0)
      }
      let new = AdviserRecord(
        institution: institution, kind: kind, capacity: Int(capacity), updatedAt: now,
        updatedBy: actor.subject)
      let adviser = try await PoolRefusal.telling {
        try await AdviserRepository.save(new, session)
      }
      try await audit(
        "adviser.set", subject: "adviser/\(kind)/\(institution)", reason: nil,
        data: ["capacity": .int(capacity)], by: actor, at: now, session)
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(adviser.version)], body: AdviserView.json(adviser))
    }
  }

  private func adviserKind(_ code: String) throws(ApplicationError) -> AdviserKind {
    guard let kind = reference.nurture.book.adviser(code) else {
      throw .notFound(what: "kind of advisers")
    }
    return kind
  }

  /// - Throws: `.notFound` for what the directory does not show as such.
  private func requireAdviser(
    _ institution: String, _ kind: AdviserKind, _ session: any PostgresSession
  ) async throws {
    guard let entry = try await DirectoryRepository.find(code: institution, session),
      entry.status == .listed, kind.kinds.contains(entry.details.kind)
    else { throw ApplicationError.notFound(what: "adviser") }
  }

  /// The same with as many as an answer has.
  public func advisers(kind: String?, after: NamePair?, actor: Actor) async throws -> JSON {
    try await advisers(kind: kind, after: after, limit: Self.advisersMaximum, actor: actor)
  }

  /// `{"data": […], "next_after"}`: who advises, for how many at once, and how many there are, in the order
  /// of kinds and codes.
  ///
  /// - Parameters:
  ///   - after: kind and code of the last one of the answer before.
  ///   - limit: in one answer at most.
  public func advisers(
    kind: String?, after: NamePair?, limit: Int, actor: Actor
  ) async throws -> JSON {
    try requireOverview(actor)
    let found = try await read {
      try await AdviserRepository.list(
        kind: kind, after: after.map { (kind: $0.first, institution: $0.second) },
        limit: limit + 1, $0)
    }
    let shown = found.prefix(limit)
    let last = found.count > limit ? shown.last : nil
    return [
      "data": .array(shown.map(AdviserView.json)),
      "next_after": .optional(last.map { NamePair($0.kind, $0.institution).text }),
    ]
  }

  private var adviserKinds: [String] { reference.nurture.book.advisers.map(\.code) }

  // MARK: Assigning

  /// Gives a member of a pool the adviser that somebody chose: 201 with `Location` and `ETag`.
  ///
  /// - Parameter body: `{kind, institution, listing_case}`; a case is a live one of the enterprise.
  /// - Throws: `.notFound`; `.forbidden`; `.invalid`; `.conflict` `pool_state`, `adviser_exists`,
  ///   `adviser_full`.
  public func assignAdviser(
    to id: PoolMemberID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    var reader = ObjectReader(body)
    let code = reader.requiredWord("kind", of: adviserKinds)
    let institution = reader.requiredString("institution", maximumLength: 64)
    let listingCase = reader.listingCase("listing_case")
    let faults = reader.finish()
    guard faults.isEmpty, let code, let institution else { throw ApplicationError.invalid(faults) }
    let kind = try adviserKind(code)
    return try await answer(idempotency, as: actor) { session in
      let (member, found) = try await poolDesk(of: id, by: actor, session)
      guard member.state == "member", var desk = found else { throw PoolRefusal.over }
      do {
        try await requireAdviser(institution, kind, session)
      } catch ApplicationError.notFound {
        throw ApplicationError.invalid([
          Fault(
            "/institution", "unknown_value", zh: "名录中没有此类机构",
            en: "the directory shows no such adviser")
        ])
      }
      if let listingCase {
        let found = try await ListingCaseRepository.find(listingCase, session)
        guard let found, found.isLive, found.enterprise == member.enterprise else {
          throw ApplicationError.invalid([
            Fault(
              "/listing_case", "unknown_value", zh: "该企业没有此进行中的挂牌进程",
              en: "the enterprise has no such listing case that goes on")
          ])
        }
      }
      let live = try await AdviserAssignmentRepository.live(of: id, session)
      guard !live.contains(where: { $0.kind == code }) else { throw PoolRefusal.advised }
      try await enterAdvisers(kind, by: actor, session)
      guard
        let adviser = try await AdviserRepository.find(institution, code, locking: true, session),
        adviser.liveCount < adviser.capacity
      else { throw PoolRefusal.full }
      let assignment = try await desk.assign(
        institution, code, to: member, for: listingCase, by: actor.subject)
      try await desk.close()
      return StoredAnswer(
        status: 201,
        headers: [
          "Location": "/v1/adviser-assignments/\(assignment.id)",
          "ETag": Tag.text(assignment.version),
        ], body: try await assignmentView(assignment, namesEnterprise: true, session))
    }
  }

  private func enterAdvisers(
    _ kind: AdviserKind, by actor: Actor, _ session: any PostgresSession
  ) async throws {
    try await AdviserRepository.enterMissing(
      kind.code, of: kind.kinds.map(\.rawValue), capacity: kind.capacity, at: clock.now(),
      by: actor.subject, session)
  }

  /// Gives every member of a pool that has none an adviser of a kind that did not decline it, so that all
  /// are loaded evenly: 200 with who got whom and where to go on. A dry run does it and rolls it back.
  ///
  /// - Parameter body: `{kind, pool, region, seed, after, limit, dry_run}`.
  /// - Throws: `.forbidden`; `.invalid`.
  public func dealAdvisers(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireOverview(actor)
    let order = try DealOrder(body, reference.nurture.book, on: clock.now().legalDate)
    let kind = try adviserKind(order.kind)
    guard let prefix = AccessRules.listPrefix(asked: order.region, by: actor) else {
      throw ApplicationError.forbidden(zh: "该区域不在本辖区", en: "the region is not yours")
    }
    guard order.isDryRun else {
      return try await answer(idempotency) { session in
        try await deal(order, kind, regionPrefix: prefix, by: actor, session)
      }
    }
    return try await rollingBack(when: true) { session in
      try await deal(order, kind, regionPrefix: prefix, by: actor, session)
    }
  }

  private func deal(
    _ order: DealOrder, _ kind: AdviserKind, regionPrefix prefix: String, by actor: Actor,
    _ session: any PostgresSession
  ) async throws -> StoredAnswer {
    func waiting() async throws -> [PoolMemberRecord] {
      try await PoolMemberRepository.withoutAdviser(
        order.kind, pool: order.pool, regionPrefix: prefix, after: order.after,
        limit: order.limit, session)
    }
    let found = try await waiting()
    let ids = Set(found.compactMap(\.enterprise)).sorted()
    var locked = try await EnterpriseRepository.lock(ids, session)
    // Read again under the locks: somebody may have been assigned meanwhile.
    let members = try await waiting().filter { member in
      member.enterprise.map { locked[$0] != nil } ?? false
    }
    try await enterAdvisers(kind, by: actor, session)
    let advisers = try await AdviserRepository.lock(
      order.kind, of: kind.kinds.map(\.rawValue), session)
    let declined = try await AdviserAssignmentRepository.declined(
      order.kind, among: members.map(\.id), session)
    let places = AdviserDeal.deal(
      members.compactMap { member in
        RegionCode(member.region).map {
          AdviserSeat(
            member: member.id.text, region: $0, declinedBy: declined[member.id] ?? [])
        }
      },
      to: advisers.map { adviser, regions in
        AdviserLoad(
          code: adviser.institution, capacity: adviser.capacity, load: adviser.liveCount,
          regions: regions.compactMap { RegionCode($0) })
      }, seed: order.seed)
    let chosen = Dictionary(
      places.map { ($0.member, $0.adviser) }, uniquingKeysWith: { first, _ in first })
    let enterprises = try await EnterpriseRepository.find(ids, session)
    for member in members {
      guard let institution = chosen[member.id.text] ?? nil, let id = member.enterprise,
        let enterprise = enterprises[id], let lock = locked[id]
      else { continue }
      var desk = PoolDesk(self, enterprise, lock, by: actor, session)
      _ = try await desk.assign(institution, order.kind, to: member, by: actor.subject)
      try await desk.close()
      // What was told of it has taken numbers.
      locked[id] = try await EnterpriseRepository.lock([id], session)[id]
    }
    return StoredAnswer(
      status: 200,
      body: order.json(
        members, chosen, next: found.count == order.limit ? found.last?.id : nil))
  }

  /// Takes a step with an assignment: 200 with `ETag`.
  ///
  /// - Parameter body: `{verb, reason}`.
  /// - Throws: `.notFound`; `.forbidden`; `.invalid`; `.conflict` `adviser_state`.
  public func advanceAssignment(
    _ id: AdviserAssignmentID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    var reader = ObjectReader(body)
    let machine = reference.nurture.adviserMachine
    let verb = reader.requiredWord("verb", of: machine.verbs.map(\.code))
    let reason = verb == "accept" ? nil : reader.string("reason", maximumLength: 500)
    let faults = reader.finish()
    guard faults.isEmpty, let verb else { throw ApplicationError.invalid(faults) }
    return try await answer(idempotency, as: actor) { session in
      let found = try await AdviserAssignmentRepository.find(id, session)
      try await actAsService(actor, session)
      guard let found,
        let (enterprise, locked, further: _) = try await EnterpriseRepository.lockAndFind(
          found.enterprise, session),
        let before = try await AdviserAssignmentRepository.find(id, session)
      else { throw ApplicationError.notFound(what: "assignment") }
      try AccessRules.requireKept(enterprise.scope)
      let role =
        actor.role == .liaison || actor.role == .liaisonManager
        ? "institution" : actor.role.rawValue
      let edge = try assignmentEdge(verb, before, by: role, reason == nil ? [] : ["reason"])
      _ = try await AdviserRepository.find(
        before.institution, before.kind, locking: true, session)
      var desk = PoolDesk(self, enterprise, locked, by: actor, session)
      let assignment = try await desk.end(
        before, verb, to: edge.to, for: reason, by: actor.subject)
      try await desk.close()
      // Names an institution reads where reads are logged.
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(assignment.version)],
        body: try await assignmentView(
          assignment, namesEnterprise: role != "institution", session))
    }
  }

  private func assignmentEdge(
    _ verb: String, _ assignment: AdviserAssignmentRecord, by role: String, _ given: Set<String>
  ) throws -> StateMachine.Edge {
    let machine = reference.nurture.adviserMachine
    do throws(StateMachine.Refusal) {
      return try machine.next(verb, from: assignment.state, by: role, given: given)
    } catch {
      switch error {
      case .state(let state):
        let label = machine.state(state)?.label
        throw ApplicationError.conflict(
          code: "adviser_state", zh: "该指派当前为“\(label?.zh ?? state)”(\(state))",
          en: "the assignment is \(state)")
      case .missing(let names):
        throw ApplicationError.invalid(names.map { ObjectReader.requiredFault("/\($0)") })
      case .role:
        throw ApplicationError.forbidden(zh: "由机构或运营人员办理", en: "for the adviser or an operator")
      case .unknownState, .unknownVerb:
        throw StoredDataError(what: "assignment \(assignment.id)")
      }
    }
  }

  // MARK: Reading

  /// One assignment with its steps.
  ///
  /// - Throws: `.notFound` also when the caller may not see it.
  public func adviserAssignment(
    _ id: AdviserAssignmentID, actor: Actor
  ) async throws -> Versioned<JSON> {
    try await readLogged(.pool, as: actor) { session in
      guard let found = try await AdviserAssignmentRepository.find(id, session) else {
        throw ApplicationError.notFound(what: "assignment")
      }
      let named = try await namedAdvised([found], to: actor, session)
      let view = try await assignmentView(
        found, namesEnterprise: named.contains(found.enterprise), session)
      return (Versioned(view, version: found.version), Array(named))
    }
  }

  /// The enterprises of assignments that the caller is told: an institution those that let it read them.
  private func namedAdvised(
    _ assignments: [AdviserAssignmentRecord], to actor: Actor, _ session: any PostgresSession
  ) async throws -> Set<EnterpriseID> {
    let advised = Set(assignments.map(\.enterprise))
    switch actor.role {
    case .enterprise, .operator, .auditor, .service: return advised
    case .liaison, .liaisonManager:
      guard let institution = actor.organisation else { return [] }
      return try await ConsentRepository.live(
        of: advised.sorted(), to: institution, at: clock.now(), session)
    }
  }

  /// Newest first, within what the caller may see; whom it advises an institution is told under a
  /// consent.
  public func adviserAssignments(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else {
      return Page(items: [], next: nil)
    }
    let isInstitution = actor.role == .liaison || actor.role == .liaisonManager
    return try await readLogged(.pool, as: actor) { session in
      // An institution sees no enterprise whose region could be asked for: its own rows, all of them.
      let found = try await AdviserAssignmentRepository.list(
        state: state, enterprise: nil, institution: isInstitution ? actor.organisation : nil,
        regionPrefix: prefix.isEmpty || isInstitution ? nil : prefix, after: page.after,
        limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      let named = try await namedAdvised(cut.items, to: actor, session)
      let views = cut.map {
        AdviserView.json($0, namesEnterprise: named.contains($0.enterprise))
      }
      return (views, Array(named))
    }
  }

  private func assignmentView(
    _ assignment: AdviserAssignmentRecord, namesEnterprise: Bool, _ session: any PostgresSession
  ) async throws -> JSON {
    var members = AdviserView.members(assignment, namesEnterprise: namesEnterprise)
    members["steps"] = .array(
      try await AdviserAssignmentRepository.steps(of: assignment.id, session).map { step in
        [
          "version": .int(Int64(step.version)), "from": .optional(step.from),
          "state": .string(step.state), "verb": .string(step.verb),
          "actor": .string(step.actor), "at": .string(step.takenAt.text),
        ]
      })
    return .object(members)
  }
}

/// Who is to be dealt to advisers, checked.
private struct DealOrder {
  static let membersMaximum: Int64 = 200

  var kind: String
  var pool: String
  var region: String?
  var seed: UInt64
  var after: PoolMemberID?
  var limit: Int
  var isDryRun: Bool

  init(_ json: JSON, _ book: PoolBook, on day: LegalDate) throws(ApplicationError) {
    var body = ObjectReader(json)
    let kind = body.requiredWord("kind", of: book.advisers.map(\.code))
    let known = book.pools.filter { $0.members == .enterprises && $0.period.contains(day) }
    let pool = body.requiredWord("pool", of: known.map(\.code))
    region = body.regionPrefix("region")
    seed = UInt64(body.integer("seed", in: 0...Int64.max) ?? 0)
    after = body.optional("after") == nil ? nil : body.requiredPoolMember("after")
    limit = Int(body.integer("limit", in: 1...Self.membersMaximum) ?? Self.membersMaximum)
    isDryRun = body.boolean("dry_run") ?? false
    let faults = body.finish()
    guard faults.isEmpty, let kind, let pool else { throw .invalid(faults) }
    self.kind = kind
    self.pool = pool
  }

  func json(
    _ members: [PoolMemberRecord], _ chosen: [String: String?], next: PoolMemberID?
  ) -> JSON {
    let rows = members.map { member -> JSON in
      [
        "member_id": .string(member.id.text),
        "enterprise_id": .optional(member.enterprise?.text),
        "institution": .optional(chosen[member.id.text] ?? nil),
      ]
    }
    let assigned = members.count { (chosen[$0.id.text] ?? nil) != nil }
    return [
      "kind": .string(kind), "pool": .string(pool), "seed": .int(Int64(seed)),
      "dry_run": .bool(isDryRun), "assigned": .int(Int64(assigned)),
      "unassigned": .int(Int64(members.count - assigned)), "data": .array(rows),
      "next_after": .optional(next?.text),
    ]
  }
}

/// How advisers and assignments look.
enum AdviserView {
  static func json(_ adviser: AdviserRecord) -> JSON {
    [
      "institution": .string(adviser.institution), "kind": .string(adviser.kind),
      "capacity": .int(Int64(adviser.capacity)), "live": .int(Int64(adviser.liveCount)),
      "version": .int(Int64(adviser.version)), "updated_at": .string(adviser.updatedAt.text),
    ]
  }

  static func json(_ assignment: AdviserAssignmentRecord, namesEnterprise: Bool) -> JSON {
    .object(members(assignment, namesEnterprise: namesEnterprise))
  }

  /// - Parameter namesEnterprise: the reader may know whom is advised.
  static func members(
    _ assignment: AdviserAssignmentRecord, namesEnterprise: Bool
  ) -> [String: JSON] {
    [
      "id": .string(assignment.id.text), "member_id": .string(assignment.member.text),
      "enterprise_id": namesEnterprise ? .string(assignment.enterprise.text) : .null,
      "kind": .string(assignment.kind), "institution": .string(assignment.institution),
      "listing_case": .optional(assignment.listingCase?.text),
      "state": .string(assignment.state),
      "reason": .optional(assignment.reason), "version": .int(Int64(assignment.version)),
      "created_at": .string(assignment.createdAt.text),
      "updated_at": .string(assignment.updatedAt.text),
    ]
  }
}
