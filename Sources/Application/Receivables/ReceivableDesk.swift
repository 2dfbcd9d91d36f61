import Catalog
import Domain
import Postgres
import Store
import Workflow

/// Who takes a step with a receivable, as its state machine names roles. The debtor is an enterprise, too.
enum ReceivableRole {
  static let seller = Role.enterprise.rawValue
  static let debtor = "debtor"
  static let service = Role.service.rawValue
}

/// Works on the receivables of sellers, which are locked, in one transaction.
struct ReceivableDesk {
  let application: Application
  let now: Instant
  let session: any PostgresSession
  private var writer: EventWriter
  private let traceparent: String?
  /// Whose facts are to be drawn anew.
  private var touched: Set<EnterpriseID> = []

  var rules: ReceivableRules { application.reference.receivables }

  /// - Parameter locked: the sellers.
  init(
    _ application: Application, _ locked: [EnterpriseID: LockedEnterprise], at now: Instant,
    traceparent: String?, _ session: any PostgresSession
  ) {
    self.init(
      application, EventWriter(locked: locked, ids: application.ids, time: now), at: now,
      traceparent: traceparent, session)
  }

  /// - Parameter writer: what other events of the transaction are told by.
  init(
    _ application: Application, _ writer: EventWriter, at now: Instant, traceparent: String?,
    _ session: any PostgresSession
  ) {
    self.application = application
    self.writer = writer
    self.now = now
    self.traceparent = traceparent
    self.session = session
  }

  /// Writes the events, and whose facts are due.
  func close() async throws {
    if !touched.isEmpty {
      try await session.execute(
        ReceivableAccountRepository.marking(touched.sorted(), at: now))
    }
    try await writer.flush(session)
  }

  // MARK: Steps

  /// Stores a receivable that was just made.
  mutating func upload(
    _ receivable: ReceivableRecord, by subject: String, as role: String
  ) async throws {
    _ = try edge("upload", receivable, from: rules.machine.initial, role, [])
    var receivable = receivable
    rules.schedule(&receivable)
    try await ReceivableRepository.insert(
      receivable,
      ReceivableStep(
        version: 1, from: nil, state: receivable.state, verb: "upload", actor: subject, role: role,
        digest: receivable.digest, takenAt: now), session)
    tell(.receivableUploaded, receivable)
    touched.insert(receivable.seller)
  }

  /// Takes one step with a receivable.
  ///
  /// - Parameters:
  ///   - verb: as the state machine names it.
  ///   - given: names of what is given with it.
  ///   - isAmending: what the invoice says changes with it.
  ///   - change: what stands otherwise after it.
  /// - Throws: `.conflict` `receivable_state`, `receivable_held`; `.forbidden`, `.invalid`.
  mutating func step(
    _ receivable: ReceivableRecord, _ verb: String, by subject: String, as role: String,
    given: Set<String> = [], isAmending: Bool = false,
    _ change: (inout ReceivableRecord) -> Void = { _ in }
  ) async throws -> ReceivableRecord {
    let edge = try edge(verb, receivable, from: receivable.state, role, given)
    guard !receivable.isHeld || ["amend", "admit", "withdraw"].contains(verb) else {
      throw ApplicationError.conflict(
        code: "receivable_held", zh: "该应收账款待人工核查(\(receivable.heldFor.joined(separator: ", ")))",
        en: "a person has to look at the receivable first "
          + "(\(receivable.heldFor.joined(separator: ", ")))")
    }
    var next = receivable
    change(&next)
    let at = max(now, receivable.updatedAt)
    next.state = edge.to
    next.version += 1
    next.beganAt = at
    next.nextStep = 0
    next.updatedAt = at
    rules.schedule(&next)
    let step = ReceivableStep(
      version: next.version, from: receivable.state, state: next.state, verb: verb, actor: subject,
      role: role, digest: next.digest, takenAt: at)
    if isAmending {
      try await ReceivableRepository.amend(next, step, session)
    } else {
      try await ReceivableRepository.advance(next, step, session)
    }
    touched.insert(next.seller)
    return next
  }

  /// The same where the state has such a step; else the receivable is further already, and stays.
  mutating func stepIfPossible(
    _ receivable: ReceivableRecord, _ verb: String, by subject: String, as role: String,
    given: Set<String>, _ change: (inout ReceivableRecord) -> Void = { _ in }
  ) async throws -> ReceivableRecord {
    guard rules.machine.edge(verb, from: receivable.state) != nil else { return receivable }
    return try await step(receivable, verb, by: subject, as: role, given: given, change)
  }

  /// Notes how far the escalation of a receivable is.
  func save(_ receivable: ReceivableRecord) async throws {
    try await ReceivableRepository.save(receivable, session)
  }

  private func edge(
    _ verb: String, _ receivable: ReceivableRecord, from state: String, _ role: String,
    _ given: Set<String>
  ) throws -> StateMachine.Edge {
    do throws(StateMachine.Refusal) {
      return try rules.machine.next(verb, from: state, by: role, given: given)
    } catch {
      switch error {
      case .state(let state): throw Self.wrongState(state, rules.machine)
      case .role:
        throw ApplicationError.forbidden(
          zh: "该角色不能对应收账款作此操作", en: "this role may not do this with a receivable")
      case .missing(let names):
        throw ApplicationError.invalid(names.map { ObjectReader.requiredFault("/\($0)") })
      case .unknownState, .unknownVerb: throw StoredDataError(what: "receivable \(receivable.id)")
      }
    }
  }

  static func wrongState(_ state: String, _ machine: StateMachine) -> ApplicationError {
    let label = machine.state(state)?.label
    return .conflict(
      code: "receivable_state", zh: "该应收账款当前为“\(label?.zh ?? state)”(\(state))",
      en: "the receivable is \(state)")
  }

  // MARK: Events

  /// Tells of a receivable; who reads it learns which one it is, and reads the rest where reads are
  /// checked.
  mutating func tell(
    _ type: EventType, _ receivable: ReceivableRecord, _ data: [String: JSON] = [:]
  ) {
    writer.add(
      type, enterprise: receivable.seller, subject: receivable.id.text,
      data: data.merging([
        "receivable_id": .string(receivable.id.text), "debtor_id": .string(receivable.debtor.text),
        "version": .int(Int64(receivable.version)),
      ]) { own, _ in own }, traceparent: traceparent)
  }

  /// The same of money on it, also to the institution.
  mutating func tell(
    _ type: EventType, _ receivable: ReceivableRecord, _ financing: FinancingRecord
  ) {
    tell(
      type, receivable,
      [
        "financing_id": .string(financing.id.text),
        "institution": .string(financing.institution),
      ])
  }
}

// MARK: Opening

extension Application {
  /// Locks the seller of a receivable, reads both under the lock, and goes on as the service.
  ///
  /// - Throws: `.notFound` when there is no such receivable, or the caller may not see it; `.erased`,
  ///   `.forbidden`, `.conflict` `enterprise_frozen` as for other things of the seller.
  func openReceivable(
    _ id: ReceivableID, by actor: Actor, _ session: any PostgresSession
  ) async throws -> (desk: ReceivableDesk, receivable: ReceivableRecord, seller: EnterpriseRecord) {
    let seen = try await ReceivableRepository.find(id, session)
    try await actAsService(actor, session)
    guard let seen,
      let (seller, locked, further: _) = try await EnterpriseRepository.lockAndFind(
        seen.seller, session),
      let receivable = try await ReceivableRepository.lock([id], session).first,
      ReceivableAccess.canSee(receivable, seller.scope, actor)
    else { throw ApplicationError.notFound(what: "receivable") }
    try AccessRules.requireKept(seller.scope)
    // Whoever acts for a seller that is to be erased does nothing more; others end what is open.
    if AccessRules.canRead(seller, by: actor), actor.role != .service {
      try AccessRules.requireWrite(seller, by: actor)
    }
    let now = clock.now()
    return (
      ReceivableDesk(
        self, [seller.id: locked], at: now, traceparent: actor.traceparent, session),
      receivable, seller
    )
  }

  /// Refuses a caller that has read another version.
  func requireVersion(_ expected: Int, of receivable: ReceivableRecord) throws(ApplicationError) {
    guard receivable.version == expected else {
      throw .staleVersion(current: receivable.version)
    }
  }
}

/// Who may see a receivable, and as whom. What a caller may not see does not exist for it.
enum ReceivableAccess {
  /// - Parameter seller: whose it is.
  static func canSee(
    _ receivable: ReceivableRecord, _ seller: EnterpriseScope, _ actor: Actor
  ) -> Bool {
    switch actor.role {
    case .liaison, .liaisonManager:
      actor.organisation != nil && actor.organisation == receivable.funding?.institution
    case .enterprise:
      AccessRules.canRead(seller, by: actor) || isDebtor(actor, of: receivable)
    case .operator, .auditor, .service: AccessRules.canRead(seller, by: actor)
    }
  }

  static func isDebtor(_ actor: Actor, of receivable: ReceivableRecord) -> Bool {
    actor.role == .enterprise && actor.organisation == receivable.debtor.text
  }

  /// The caller's role, as the state machine names it. A system of the operator acts for the seller.
  static func role(of actor: Actor, in receivable: ReceivableRecord) -> String {
    switch actor.role {
    case .enterprise:
      isDebtor(actor, of: receivable) ? ReceivableRole.debtor : ReceivableRole.seller
    case .service: ReceivableRole.seller
    default: actor.role.rawValue
    }
  }
}
