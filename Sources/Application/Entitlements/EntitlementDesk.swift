import Catalog
import Domain
import Entitlement
import Postgres
import Store

/// Works on what one enterprise may claim, which is locked, in one transaction.
struct EntitlementDesk {
  let application: Application
  private(set) var enterprise: EnterpriseRecord
  let now: Instant
  let session: any PostgresSession
  private var writer: EventWriter
  private let traceparent: String?

  var rules: EntitlementRules { application.reference.entitlements }
  var today: LegalDate { now.legalDate }

  init(
    _ application: Application, _ enterprise: EnterpriseRecord, _ locked: LockedEnterprise,
    traceparent: String?, _ session: any PostgresSession
  ) {
    self.application = application
    self.enterprise = enterprise
    now = application.clock.now()
    writer = EventWriter(locked: [enterprise.id: locked], ids: application.ids, time: now)
    self.traceparent = traceparent
    self.session = session
  }

  /// Writes the events.
  func close() async throws { try await writer.flush(session) }

  /// Adds what was paid of a claim, or takes off what was clawed back, to the fact that says how much the
  /// enterprise had so far; products and other clauses decide by it. Where nobody knows what it had before
  /// it stays unknown: what was paid here is only a part of it.
  mutating func draw(_ fen: Int64, of claim: ClaimRecord) async throws {
    guard fen != 0, let path = claim.family.flatMap({ rules.subsidyFacts[$0] }),
      enterprise.erasedAt == nil, enterprise.frozenAt == nil
    else { return }
    let registry = try await application.catalogs.latest(session)?.registry ?? rules.registry
    (enterprise, _) = try await application.drawFacts(
      of: enterprise, registry, at: now, by: "entitlements", writer: &writer, session
    ) { sheet in
      guard let before = FactState(sheet[path]).integer else { return [] }
      return [(path: path, value: .known(.integer(max(0, before + fen))))]
    }
  }

  // MARK: Events

  /// Tells of a claim; who reads it learns which one it is, and reads the rest where reads are checked.
  mutating func tell(_ type: EventType, _ claim: ClaimRecord) {
    var data: [String: JSON] = [
      "claim_id": .string(claim.id.text), "award_event_id": .string(claim.event.text),
      "clause": .string(claim.clause), "version": .int(Int64(claim.version)),
    ]
    if let reason = claim.reason { data["reason"] = .string(reason) }
    writer.add(
      type, enterprise: enterprise.id, subject: claim.id.text, data: data,
      traceparent: traceparent)
  }

  private mutating func tell(
    _ type: EventType, _ clause: EntitlementClause, _ notice: EntitlementNotice
  ) {
    var data: [String: JSON] = [
      "award_event_id": .string(notice.event.text), "clause": .string(clause.code),
      "clause_from": .string(clause.period.from.text), "opens_on": .string(notice.opensOn.text),
    ]
    if let closesOn = notice.closesOn { data["closes_on"] = .string(closesOn.text) }
    writer.add(
      type, enterprise: enterprise.id, subject: notice.event.text, data: data,
      traceparent: traceparent)
  }

  // MARK: Judging

  /// What every clause says of an event today.
  func judged(_ event: AwardEventRecord) async throws -> [Entitlement] {
    try await ground().judged(event)
  }

  /// What the enterprise is judged by.
  ///
  /// - Parameter day: nil for today.
  func ground(on day: LegalDate? = nil) async throws -> EntitlementGround {
    try await application.entitlementGround(of: enterprise, on: day ?? today, session)
  }

  /// Looks at what an event lets the enterprise claim, tells what it was not told of, and notes when to
  /// look again. Whoever looks how often changes nothing else.
  mutating func look(at event: AwardEventRecord) async throws {
    var known = Dictionary(
      try await EntitlementNoticeRepository.list(of: event.id, session).map { ($0.clause, $0) },
      uniquingKeysWith: { first, _ in first })
    var looked: [EntitlementNotice] = []
    if event.state == .verified, enterprise.erasedAt == nil, enterprise.frozenAt == nil {
      for one in try await judged(event) {
        // Also of what is paid elsewhere: who moves there is told of it.
        let window = one.clause.window.days(after: event.occurredOn)
        var notice =
          known.removeValue(forKey: one.clause.code)
          ?? EntitlementNotice(
            event: event.id, clause: one.clause.code, enterprise: enterprise.id,
            opensOn: window.first, closesOn: window.last)
        look(at: one, &notice)
        looked.append(notice)
      }
    }
    // Nobody is told any more: the clause does not apply, or the enterprise is to be erased.
    looked += known.values.map { notice in
      var ended = notice
      ended.dueAt = nil
      return ended
    }
    guard !looked.isEmpty else { return }
    try await EntitlementNoticeRepository.save(looked, session)
  }

  private mutating func look(at one: Entitlement, _ notice: inout EntitlementNotice) {
    notice.dueAt = nil
    switch one.verdict {
    case .due, .unstated: break
    case .refused(.notOpen(let from)):
      notice.dueAt = Instant(startOf: from)
      return
    case .refused, .needsInfo: return
    }
    if notice.openedAt == nil {
      notice.openedAt = now
      tell(.entitlementOpened, one.clause, notice)
    }
    guard let closesOn = notice.closesOn, notice.closingAt == nil else { return }
    let told = closesOn.adding(days: -rules.closingDays)
    if told <= today {
      notice.closingAt = now
      tell(.entitlementClosing, one.clause, notice)
    } else {
      notice.dueAt = Instant(startOf: told)
    }
  }
}

/// What clauses judge an enterprise by.
struct EntitlementGround {
  let book: ClauseBook
  let region: RegionCode
  let facts: FactSheet
  /// Its claims that count, in the order in which they were made.
  let claims: [(id: ClaimID, earlier: EarlierClaim)]
  /// In fen by family, what it had so far; a family of which nobody knows it is not there.
  let had: [String: Int64]
  let today: LegalDate

  var earlier: [EarlierClaim] { claims.map(\.earlier) }

  /// What every clause in force on the day of an event says of it.
  func judged(_ event: AwardEventRecord) throws -> [Entitlement] {
    book.entitlements(
      for: try happened(event), in: region, facts: { FactState(facts[$0]) }, after: earlier,
      having: had, on: today)
  }

  /// What a claim comes to by now. What was claimed before it takes away as much as that is by now; what was
  /// claimed after it only what it leaves, for that has counted with this one. Claims that were rejected
  /// meanwhile leave it more.
  ///
  /// - Returns: nil where the text says no number.
  func amount(
    of claim: ClaimRecord, under clause: EntitlementClause, for event: AwardEventRecord
  ) throws -> Fen? {
    guard let asked = claim.amountFen.flatMap({ Fen($0) }) else { return nil }
    let event = try happened(event)
    func given(after others: [EarlierClaim]) -> Fen {
      ClauseBook.amount(of: clause, for: event, after: others, having: had, on: claim.claimedOn)
        ?? asked
    }
    let before = given(after: claims.filter { $0.id < claim.id }.map(\.earlier))
    let beside = given(after: claims.filter { $0.id != claim.id }.map(\.earlier))
    return min(before, max(asked, beside))
  }

  /// An event as clauses judge it.
  private func happened(_ event: AwardEventRecord) throws -> EntitlementEvent {
    guard let trigger = EntitlementClause.Trigger(rawValue: event.kind) else {
      throw StoredDataError(what: "award event \(event.id)")
    }
    var bases: [EntitlementClause.Base: Fen] = [:]
    for base in EntitlementClause.Base.allCases {
      bases[base] = event.bases[base].flatMap { Fen($0) }
    }
    return EntitlementEvent(
      trigger, event: event.event, on: event.occurredOn, contract: event.contract, bases: bases,
      tenorMonths: event.tenorMonths.map { Int64($0) })
  }
}

extension Application {
  /// What an enterprise is judged by on a day: where it is, its facts, and its claims that count.
  ///
  /// - Parameter asOf: by the facts that were known then; nil for those of now.
  func entitlementGround(
    of enterprise: EnterpriseRecord, on day: LegalDate, asOf: Instant? = nil,
    _ session: any PostgresSession
  ) async throws -> EntitlementGround {
    let rules = reference.entitlements
    guard let region = RegionCode(enterprise.region) else {
      throw StoredDataError(what: "region of \(enterprise.id)")
    }
    let registry = try await catalogs.latest(session)?.registry ?? rules.registry
    var version = enterprise.factsVersion
    if let asOf {
      guard let found = try await FactsRepository.find(enterprise.id, asOf: asOf, session) else {
        throw ApplicationError.notFound(what: "facts version")
      }
      version = found.version
    }
    let stored = try await factSheet(of: enterprise.id, version: version, registry, session)
    let claims = try await ClaimRepository.counting(enterprise.id, session).map { claim in
      guard let fen = Fen((claim.amountFen ?? 0) - (claim.clawedBackFen ?? 0)) else {
        throw StoredDataError(what: "amount of \(claim.id)")
      }
      return (
        id: claim.id,
        earlier: EarlierClaim(
          clause: claim.clause, family: claim.family, ladder: claim.ladder,
          contract: claim.contract, fen: fen, on: claim.claimedOn,
          isPaid: ["paid", "clawed_back"].contains(claim.state))
      )
    }
    let facts = FactSheetBuilder(reference: reference).sheet(stored, of: enterprise, on: day)
    return EntitlementGround(
      book: rules.book, region: region, facts: facts, claims: claims,
      had: rules.subsidyFacts.compactMapValues { FactState(facts[$0]).integer }, today: day)
  }

  /// Tells enterprises of what they may claim since windows opened or facts changed, and of windows that
  /// close. What is due stands in the database, whatever became of any event.
  ///
  /// - Parameter limit: events looked at, one transaction each.
  /// - Returns: how many were looked at.
  public func tellEntitlements(limit: Int) async throws -> Int {
    let due = try await read {
      try await EntitlementNoticeRepository.due(at: clock.now(), limit: limit, $0)
    }
    var looked = 0
    for id in due {
      looked += try await leavingOut(0, "entitlements by \(id)") {
        try await write { session in
          guard let event = try await AwardEventRepository.find(id, session),
            let (enterprise, locked, further: _) = try await EnterpriseRepository.lockAndFind(
              event.enterprise, session)
          else { return 0 }
          var desk = EntitlementDesk(self, enterprise, locked, traceparent: nil, session)
          try await desk.look(at: event)
          try await desk.close()
          return 1
        }
      }
    }
    return looked
  }
}
