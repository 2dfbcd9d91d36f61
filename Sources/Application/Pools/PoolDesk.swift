import Catalog
import Domain
import Listing
import Postgres
import Store
import Workflow

/// Works on the memberships of one locked enterprise in one transaction.
struct PoolDesk {
  let application: Application
  let enterprise: EnterpriseRecord
  let now: Instant
  let session: any PostgresSession
  private var writer: EventWriter
  private let traceparent: String?

  var rules: NurtureRules { application.reference.nurture }

  init(
    _ application: Application, _ enterprise: EnterpriseRecord, _ locked: LockedEnterprise,
    by actor: Actor, _ session: any PostgresSession
  ) {
    self.application = application
    self.enterprise = enterprise
    now = application.clock.now()
    self.session = session
    writer = EventWriter(locked: [enterprise.id: locked], ids: application.ids, time: now)
    traceparent = actor.traceparent
  }

  /// Writes the events.
  func close() async throws { try await writer.flush(session) }

  /// The facts as they are today.
  func facts() async throws -> KnownFacts {
    KnownFacts(
      try await application.factSheet(
        of: enterprise.id, version: enterprise.factsVersion, rules.registry, session),
      registry: rules.registry, on: now.legalDate)
  }

  private mutating func tell(_ type: EventType, subject: String, _ data: [String: JSON]) {
    writer.add(
      type, enterprise: enterprise.id, subject: subject, data: data, traceparent: traceparent)
  }

  // MARK: Memberships

  /// Lets the enterprise into a pool, and places it.
  ///
  /// - Parameter origin: `operator` or `proposal`.
  /// - Throws: `.conflict` `pool_member_exists`, `pool_gate`.
  mutating func enter(
    _ pool: PoolRules, origin: String, note: String?, by subject: String
  ) async throws -> PoolMemberRecord {
    let live = try await PoolMemberRepository.live(of: enterprise.id, session)
    guard !live.contains(where: { $0.pool == pool.code }) else { throw PoolRefusal.exists }
    let facts = try await facts()
    if let before = pool.after, !live.contains(where: { $0.pool == before }) {
      throw PoolRefusal.gate(zh: "须先在 \(before) 库中", en: "it must be in \(before) first")
    }
    try PoolRefusal.require(pool.verdict(facts))
    let member = PoolMemberRecord(
      id: application.ids.next(), pool: pool.code, enterprise: enterprise.id, institution: nil,
      region: enterprise.region, origin: origin, note: note, enteredOn: now.legalDate, at: now,
      by: subject)
    try await PoolMemberRepository.insert(
      member,
      PoolStep(
        version: 1, from: nil, state: member.state, verb: "enter", detail: nil, actor: subject,
        takenAt: now), session)
    tell(.poolEntered, subject: member.id.text, Self.data(member))
    for var proposal in try await PoolProposalRepository.open(of: enterprise.id, session)
    where proposal.kind == .enter && proposal.target == pool.code {
      try await settle(&proposal, as: .accepted, by: subject)
    }
    try await judge(facts, live + [member])
    return try await PoolMemberRepository.find(member.id, session) ?? member
  }

  /// Helps a member to a rung.
  mutating func aim(
    _ before: PoolMemberRecord, at rung: String, by subject: String
  ) async throws -> PoolMemberRecord {
    var member = before
    member.aim = rung
    return try await advance(member, "aim", rung, by: subject)
  }

  /// Lets a member go, and whoever advised it.
  mutating func leave(
    _ before: PoolMemberRecord, for reason: String, by subject: String
  ) async throws -> PoolMemberRecord {
    for assignment in try await AdviserAssignmentRepository.live(of: before.id, session) {
      _ = try await end(assignment, "end", to: "ended", for: reason, by: subject)
    }
    var member = before
    member.state = "left"
    member.leftOn = max(now.legalDate, before.enteredOn)
    member.leftFor = reason
    member = try await advance(member, "leave", reason, from: before.state, by: subject)
    tell(.poolLeft, subject: member.id.text, Self.data(member))
    return member
  }

  private func advance(
    _ changed: PoolMemberRecord, _ verb: String, _ detail: String, from state: String? = nil,
    by subject: String
  ) async throws -> PoolMemberRecord {
    var member = changed
    member.version += 1
    member.updatedAt = max(now, member.updatedAt)
    try await PoolMemberRepository.advance(
      member,
      PoolStep(
        version: member.version, from: state ?? member.state, state: member.state, verb: verb,
        detail: detail, actor: subject, takenAt: member.updatedAt), session)
    return member
  }

  private static func data(_ member: PoolMemberRecord) -> [String: JSON] {
    [
      "member_id": .string(member.id.text), "pool": .string(member.pool),
      "version": .int(Int64(member.version)),
    ]
  }

  // MARK: Proposals

  /// Places the enterprise on the ladder, proposes what its facts open, and takes back what they open no
  /// more.
  mutating func judge(_ facts: KnownFacts, _ live: [PoolMemberRecord]) async throws {
    let place = rules.book.ladder.place(
      facts, in: RegionCode(enterprise.region), rules.standards)
    try await PoolMemberRepository.place(
      enterprise.id, on: place.rung, in: enterprise.region, factsVersion: enterprise.factsVersion,
      day: facts.day, session)
    let pools = Set(live.map(\.pool))
    let open = rules.book.pools.filter { pool in
      pool.period.contains(facts.day) && pool.members == .enterprises
        && !pools.contains(pool.code) && pool.after.map(pools.contains) ?? true
        && pool.verdict(facts).result == .pass
    }
    let isAimed = live.contains { $0.aim == place.opens }
    let rung = isAimed ? nil : place.opens
    for var proposal in try await PoolProposalRepository.open(of: enterprise.id, session) {
      let stands =
        switch proposal.kind {
        case .enter: open.contains { $0.code == proposal.target }
        case .rung: rung == proposal.target && !live.isEmpty
        }
      if !stands { try await settle(&proposal, as: .lapsed, by: "system:pools") }
    }
    if let rung, !live.isEmpty { _ = try await propose(.rung, rung) }
    // Whoever is in no pool yet is found by a screening.
    for pool in open where pool.after != nil { _ = try await propose(.enter, pool.code) }
  }

  /// Proposes something, unless it is proposed already or was dismissed for these facts.
  ///
  /// - Returns: whether it did.
  mutating func propose(
    _ kind: PoolProposalRecord.Kind, _ target: String
  ) async throws -> Bool {
    let open = try await PoolProposalRepository.open(of: enterprise.id, session)
    guard !open.contains(where: { $0.kind == kind && $0.target == target }),
      try await !PoolProposalRepository.isDismissed(
        kind, target, of: enterprise.id, factsVersion: enterprise.factsVersion, session)
    else { return false }
    let proposal = PoolProposalRecord(
      id: application.ids.next(), enterprise: enterprise.id, kind: kind, target: target,
      factsVersion: enterprise.factsVersion, at: now)
    try await PoolProposalRepository.insert(proposal, session)
    tell(
      .poolProposed, subject: proposal.id.text,
      [
        "proposal_id": .string(proposal.id.text), "kind": .string(kind.rawValue),
        "target": .string(target),
      ])
    return true
  }

  /// Takes back an open proposal that facts do not bear any more.
  ///
  /// - Returns: whether there was one.
  func lapse(_ kind: PoolProposalRecord.Kind, _ target: String) async throws -> Bool {
    let open = try await PoolProposalRepository.open(of: enterprise.id, session)
    guard var proposal = open.first(where: { $0.kind == kind && $0.target == target }) else {
      return false
    }
    try await settle(&proposal, as: .lapsed, by: "system:pools")
    return true
  }

  func settle(
    _ proposal: inout PoolProposalRecord, as state: PoolProposalRecord.State,
    reason: String? = nil, by subject: String
  ) async throws {
    proposal.state = state
    proposal.reason = reason
    proposal.decidedBy = subject
    proposal.version += 1
    proposal.updatedAt = max(now, proposal.updatedAt)
    try await PoolProposalRepository.decide(proposal, session)
  }

  // MARK: Advisers

  /// Gives a member an adviser, who is locked.
  ///
  /// - Parameter listingCase: the one that it is for; nil for all of the enterprise.
  /// - Throws: `.conflict` `adviser_full`.
  mutating func assign(
    _ institution: String, _ kind: String, to member: PoolMemberRecord,
    for listingCase: ListingCaseID? = nil, by subject: String
  ) async throws -> AdviserAssignmentRecord {
    let assignment = AdviserAssignmentRecord(
      id: application.ids.next(), member: member.id, enterprise: enterprise.id, kind: kind,
      institution: institution, listingCase: listingCase, state: rules.adviserMachine.initial,
      at: now)
    let step = AdviserStep(
      version: 1, from: nil, state: assignment.state, verb: "propose", actor: subject,
      takenAt: now)
    let session = session
    try await PoolRefusal.telling {
      try await AdviserAssignmentRepository.insert(assignment, step, session)
    }
    tell(.adviserAssigned, subject: assignment.id.text, Self.data(assignment))
    return assignment
  }

  /// Takes a step with an assignment.
  mutating func end(
    _ before: AdviserAssignmentRecord, _ verb: String, to state: String, for reason: String?,
    by subject: String
  ) async throws -> AdviserAssignmentRecord {
    var assignment = before
    assignment.state = state
    assignment.reason = reason
    assignment.version += 1
    assignment.updatedAt = max(now, before.updatedAt)
    try await AdviserAssignmentRepository.advance(
      assignment,
      AdviserStep(
        version: assignment.version, from: before.state, state: state, verb: verb,
        actor: subject, takenAt: assignment.updatedAt), session)
    let type: EventType =
      switch state {
      case "accepted": .adviserAccepted
      case "declined": .adviserDeclined
      default: .adviserEnded
      }
    tell(type, subject: assignment.id.text, Self.data(assignment))
    return assignment
  }

  private static func data(_ assignment: AdviserAssignmentRecord) -> [String: JSON] {
    [
      "assignment_id": .string(assignment.id.text),
      "institutions": [.string(assignment.institution)], "kind": .string(assignment.kind),
      "state": .string(assignment.state), "version": .int(Int64(assignment.version)),
    ]
  }
}

/// Why somebody does not come into a pool, or gets no adviser.
enum PoolRefusal {
  static let exists = ApplicationError.conflict(
    code: "pool_member_exists", zh: "已在该库中", en: "it is in the pool already")
  static let over = ApplicationError.conflict(
    code: "pool_state", zh: "该成员已退出", en: "the member has left")
  static let full = ApplicationError.conflict(
    code: "adviser_full", zh: "该机构在办企业已达上限", en: "the adviser has as many as it may have")
  static let advised = ApplicationError.conflict(
    code: "adviser_exists", zh: "该成员已有此类机构", en: "the member has an adviser of this kind")

  static func gate(zh: String, en: String) -> ApplicationError {
    .conflict(code: "pool_gate", zh: "未达入库条件:\(zh)", en: "a gate of the pool is shut: \(en)")
  }

  static func require(_ verdict: PoolVerdict) throws(ApplicationError) {
    switch verdict.result {
    case .pass: return
    case .fail:
      let list = verdict.failing.joined(separator: ", ")
      throw gate(zh: list, en: list)
    case .unknown:
      let list = verdict.missing.joined(separator: ", ")
      throw gate(zh: "尚缺事实 \(list)", en: "facts are missing: \(list)")
    }
  }

  /// Runs `body`, and tells what the database refuses of it as a conflict: it guards the same.
  static func telling<T: Sendable>(_ body: () async throws -> T) async throws -> T {
    do {
      return try await body()
    } catch let error as PostgresError {
      switch error.constraint {
      case "adviser_room": throw full
      case "adviser_assignment_one_live": throw advised
      case "pool_member_one_enterprise", "pool_member_one_institution": throw exists
      default: throw error
      }
    }
  }
}
