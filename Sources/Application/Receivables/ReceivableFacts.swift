import Arrangement
import Catalog
import Domain
import Postgres
import Store

/// What came of events for the facts that products decide on.
public struct ReceivableFactsOutcome: Sendable, Equatable {
  /// Enterprises with a new version of facts.
  public var changed = 0
  /// Events that ask for nothing, or that were applied before.
  public var skipped = 0

  public init(changed: Int = 0, skipped: Int = 0) {
    self.changed = changed
    self.skipped = skipped
  }
}

/// Facts drawn from receivables: how much of them counts, and whether debtors confirmed them. A change has
/// the enterprise's needs matched again without anybody asking. What is due is written with the change of
/// the receivable, so that nothing is lost with an event; and ages change by themselves, every day.
extension Application {
  /// Event types after which facts may differ.
  public static let receivableTriggers: Set<EventType> = [
    .receivableUploaded, .receivableAmended, .receivableConfirmed, .receivableDisputed,
    .receivableLapsed, .receivableOffered, .receivableDeclined, .receivableFunded,
    .receivableCollected, .receivableReleased, .receivableWithdrawn,
  ]

  /// Draws the facts of the enterprises that events are about, one transaction each, with the inbox
  /// entries. What is drawn follows from what is due, not from what the event says.
  ///
  /// - Parameter consumer: the name under which the inbox remembers.
  /// - Throws: `ContendedError`; database errors. Nothing is stored then of the enterprise it was at.
  public func refreshReceivables(
    events: [Event], consumer: String
  ) async throws -> ReceivableFactsOutcome {
    let (changed, skipped) = try await work(
      on: events, of: Self.receivableTriggers, consumer: consumer
    ) {
      try await refreshReceivables(of: $0, $1, at: $2, $3) ? 1 : 0
    }
    return ReceivableFactsOutcome(changed: changed, skipped: skipped)
  }

  /// Draws the facts that are due, whatever became of their events, and those of a new day.
  ///
  /// - Parameter limit: enterprises in one call, each in a transaction of its own.
  /// - Returns: how many were looked at.
  public func refreshDueReceivables(limit: Int) async throws -> Int {
    let due = try await read {
      try await ReceivableAccountRepository.due(at: clock.now(), limit: limit, $0)
    }
    return try await work(on: due, "receivables") {
      _ = try await refreshReceivables(of: $0, $1, at: $2, $3)
      return 1
    }
  }

  /// - Parameter now: after the enterprise was locked.
  /// - Returns: whether there is a new version of facts.
  private func refreshReceivables(
    of old: EnterpriseRecord, _ locked: LockedEnterprise, at now: Instant,
    _ session: any PostgresSession
  ) async throws -> Bool {
    let id = old.id
    // Read under the lock: the sweeper or another event may have been first.
    guard let due = try await ReceivableAccountRepository.dueAt(id, session), due <= now else {
      return false
    }
    guard old.erasedAt == nil, old.frozenAt == nil,
      let registry = try await catalogs.latest(session)?.registry
    else {
      // Before a catalog is published there is nobody to decide by the facts; a frozen enterprise's stay.
      try await ReceivableAccountRepository.settle(
        id, next: old.erasedAt == nil ? Self.tomorrow(after: now) : nil, session)
      return false
    }
    let borrowing = try await borrowing(
      of: id, way: .factoring, on: now.legalDate, session)
    let names = try await coreNames(borrowing, session)
    var writer = EventWriter(locked: [id: locked], ids: ids, time: now)
    let (new, _) = try await drawFacts(
      of: old, registry, at: now, by: "receivables", writer: &writer, session
    ) { _ in ReceivableFactValues.all(borrowing, names: names) }
    try await writer.flush(session)
    try await ReceivableAccountRepository.settle(
      id, next: borrowing.receivables.isEmpty ? nil : Self.tomorrow(after: now), session)
    return new.factsVersion != old.factsVersion
  }

  /// The beginning of the next day: ages and plans are counted in days.
  static func tomorrow(after now: Instant) -> Instant {
    Instant(startOf: now.legalDate.adding(days: 1))
  }

  /// The names of core enterprises that owe what counts.
  private func coreNames(
    _ borrowing: Borrowing, _ session: any PostgresSession
  ) async throws -> [EnterpriseID: String] {
    try await EnterpriseRepository.find(Array(borrowing.cores.keys).sorted(), session)
      .filter { $0.value.erasedAt == nil }.mapValues(\.name)
  }
}

/// What facts follow from what counts of a seller's receivables.
enum ReceivableFactValues {
  /// By path. Money that an institution has advanced is on receivables that are not free for another.
  static func all(
    _ borrowing: Borrowing, names: [EnterpriseID: String]
  ) -> [(path: String, value: DrawnValue)] {
    let records = borrowing.receivables
    guard !records.isEmpty else {
      return [
        ("receivable.eligible_fen", .nothing), ("receivable.invoice_ex_vat_fen", .nothing),
        ("receivable.debtor_confirmed", .unknown), ("receivable.core_enterprise", .nothing),
        ("receivable.registry_conflict", .unknown),
      ]
    }
    let lines = borrowing.eligibility.lines.filter { $0.reason == nil }
    let free = lines.filter { records[$0.receivable.id]?.funding == nil }
    let financed =
      lines.reduce(Int64(0)) { $0 + $1.face.value }
      - free.reduce(Int64(0)) { $0 + $1.face.value }
    let eligible = max(0, borrowing.base.eligibleFen - financed)
    let invoices = free.reduce(Int64(0)) { sum, line in
      sum + line.receivable.gross.value - line.receivable.vat.value
    }
    let isConfirmed = records.values.contains { $0.confirmation != nil && $0.funding == nil }
    let conflict = records.values.contains { record in
      !Set(record.terms.flags).isDisjoint(with: ["registered_elsewhere", "title_unclear"])
    }
    let core = mainDebtor(of: free).flatMap { names[$0] }
    return [
      ("receivable.eligible_fen", .known(.integer(eligible))),
      ("receivable.invoice_ex_vat_fen", .known(.integer(invoices))),
      ("receivable.debtor_confirmed", .known(.boolean(isConfirmed))),
      ("receivable.core_enterprise", core.map { .known(.text($0)) } ?? .nothing),
      ("receivable.registry_conflict", .known(.boolean(conflict))),
    ]
  }

  /// Who owes most of what counts and is free.
  private static func mainDebtor(of lines: [Eligibility.Line]) -> EnterpriseID? {
    var sums: [String: Int64] = [:]
    for line in lines { sums[line.receivable.debtor, default: 0] += line.face.value }
    return sums.max { ($0.value, $1.key) < ($1.value, $0.key) }.flatMap { EnterpriseID($0.key) }
  }
}
