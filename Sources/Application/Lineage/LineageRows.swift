import Domain
import Postgres
import Sealing
import Store

/// What is asked about one enterprise.
struct LineageScope: Sendable {
  var enterprise: EnterpriseID
  var needs: [NeedID] = []
  /// Only this event.
  var event: EventID?
  /// Only this run.
  var run: RunID?
  /// Only this dead letter.
  var deadLetter: DeadLetterID?
  /// Events about the enterprise itself are shown although no run of the scope came of them.
  var isWhole = false
}

/// The rows a tree is made of.
struct LineageRows: Sendable {
  var entries: [InboxEntry] = []
  var waiting: [PendingEvent] = []
  var held: [PendingEvent] = []
  var letters: [DeadLetterHead] = []
  var runs: [RunHead] = []
  var flips: [FlipHead] = []
  /// What was offered to institutions by the runs, with the steps.
  var offers: [(offer: OfferRecord, steps: [OfferStep])] = []
  /// What was reserved of guarantors by the runs, with the steps.
  var guarantees: [(guarantee: GuaranteeRecord, steps: [GuaranteeStep])] = []
  /// Who has applied events about those offers.
  var offerEntries: [InboxEntry] = []
  /// What was sent of the events to webhooks.
  var deliveries: [DeliveryHead] = []
  var facts: [ChangedFacts] = []
  var acts: [DeadLetterID: [AuditRecord]] = [:]
  /// Whether a list was cut at its limit.
  var isTruncated = false

  /// At most `limit` of what was read with one more than that.
  mutating func cut<T>(_ list: [T], _ limit: Int) -> [T] {
    if list.count > limit { isTruncated = true }
    return Array(list.prefix(limit))
  }
}

extension LineageRows {
  /// Reads everything a scope names.
  static func read(
    _ scope: LineageScope, limits: LineageLimits, keys: MasterKeys, _ session: any PostgresSession
  ) async throws -> LineageRows {
    var rows = LineageRows()
    if let run = scope.run {
      rows.runs = try await LineageRepository.run(run, session).map { [$0] } ?? []
    } else {
      rows.runs = rows.cut(
        try await LineageRepository.runs(of: scope.needs, limit: limits.runs + 1, session),
        limits.runs)
    }
    try await rows.readEvents(scope, limits, session)
    let events = rows.eventIDs.union(scope.event.map { [$0] } ?? [])
    let isNarrow = scope.event != nil || scope.run != nil || scope.deadLetter != nil
    rows.letters = rows.cut(
      try await LineageRepository.deadLetters(
        ids: scope.deadLetter.map { [$0] } ?? [], events: events.sorted(),
        enterprises: isNarrow ? [] : [scope.enterprise], limit: limits.deadLetters + 1, session),
      limits.deadLetters)
    for letter in rows.letters {
      rows.acts[letter.id] = try await AuditRepository.list(
        subject: letter.id.text, after: nil, limit: limits.deadLetters, session)
    }
    let changes = rows.entries.filter { $0.typeName == EventType.factsChanged.rawValue }
      .compactMap(\.occurredAt)
    rows.facts = try await LineageRepository.facts(
      of: scope.enterprise, writtenAt: Array(Set(changes)).sorted(), session
    ).map { ChangedFacts($0, keys) }
    rows.flips = rows.cut(
      try await LineageRepository.flips(
        of: rows.runs.map(\.id), limit: limits.flips + 1, session), limits.flips)
    for offer in rows.cut(
      try await OfferRepository.list(
        runs: rows.runs.map(\.id), limit: limits.offers + 1, session), limits.offers)
    {
      rows.offers.append((offer, try await OfferRepository.steps(of: offer.id, session)))
    }
    for guarantee in rows.cut(
      try await GuaranteeRepository.list(
        runs: rows.runs.map(\.id), limit: limits.guarantees + 1, session), limits.guarantees)
    {
      rows.guarantees.append(
        (guarantee, try await GuaranteeRepository.steps(of: guarantee.id, session)))
    }
    if !rows.offers.isEmpty {
      rows.offerEntries = rows.cut(
        try await LineageRepository.entries(
          about: rows.offers.map(\.offer.id.text), limit: limits.events + 1, session),
        limits.events)
    }
    let sent = rows.eventIDs.union(rows.offerEntries.map(\.event))
    rows.deliveries = rows.cut(
      try await LineageRepository.deliveries(
        of: sent.sorted(), limit: limits.deliveries + 1, session), limits.deliveries)
    return rows
  }

  private var eventIDs: Set<EventID> {
    Set(entries.map(\.event) + waiting.map(\.event) + held.map(\.event))
  }

  private mutating func readEvents(
    _ scope: LineageScope, _ limits: LineageLimits, _ session: any PostgresSession
  ) async throws {
    if let run = scope.run == nil ? nil : runs.first {
      let own = try await LineageRepository.entries(
        about: [run.need.text], limit: limits.events, session
      ).filter { $0.handledAt == run.clock }
      entries =
        own.isEmpty ? try await LineageRepository.entries(of: [run.cause], session) : own
      return
    }
    if let event = scope.event {
      entries = try await LineageRepository.entries(of: [event], session)
      waiting = try await LineageRepository.waiting(
        events: [event], keys: [], limit: limits.events, session)
      held = try await LineageRepository.held(
        events: [event], enterprises: [], limit: limits.events, session)
      try await readDrawn(scope, limits, session)
      let all = [event] + drawn(from: entries)
      runs = runs.filter { run in all.contains { came(run, of: $0) } }
      return
    }
    guard scope.deadLetter == nil else { return }
    var subjects = scope.needs.map(\.text) + [scope.enterprise.text]
    if scope.isWhole {
      subjects += cut(
        try await LineageRepository.sources(
          of: scope.enterprise, limit: limits.events + 1, session), limits.events)
    }
    entries = cut(
      try await LineageRepository.entries(about: subjects, limit: limits.events + 1, session),
      limits.events)
    let known = Set(entries.map(\.event))
    entries += try await LineageRepository.entries(
      of: Array(Set(runs.map(\.cause)).subtracting(known)).sorted(), session)
    waiting = cut(
      try await LineageRepository.waiting(
        events: [], keys: [scope.enterprise.text], limit: limits.events + 1, session),
      limits.events)
    held = cut(
      try await LineageRepository.held(
        events: [], enterprises: [scope.enterprise], limit: limits.events + 1, session),
      limits.events)
    guard !scope.isWhole else { return }
    // Of the enterprise's other events, those that gave the needs a run.
    let own = Set(scope.needs.map(\.text))
    entries = entries.filter { entry in
      own.contains(entry.subject ?? "") || runs.contains { came($0, of: entry.event) }
    }
    waiting = waiting.filter { own.contains($0.subject) || $0.typeName.contains(".facts.") }
    held = held.filter { own.contains($0.subject) || $0.typeName.contains(".facts.") }
  }

  /// Reads the events that tell of facts drawn when the entries were applied.
  private mutating func readDrawn(
    _ scope: LineageScope, _ limits: LineageLimits, _ session: any PostgresSession
  ) async throws {
    let instants = Self.drawnAt(entries)
    guard !instants.isEmpty else { return }
    let about = scope.enterprise.text
    entries += try await LineageRepository.entries(
      about: [about], limit: limits.events, session
    ).filter { Self.isDrawn($0.typeName, $0.occurredAt, at: instants) }
    waiting += try await LineageRepository.waiting(
      events: [], keys: [about], limit: limits.events, session
    ).filter { Self.isDrawn($0.typeName, $0.occurredAt, at: instants) }
    held += try await LineageRepository.held(
      events: [], enterprises: [scope.enterprise], limit: limits.events, session
    ).filter { Self.isDrawn($0.typeName, $0.occurredAt, at: instants) }
  }

  /// Who draws facts when an event is applied: from receivables, listing cases and reports.
  private static let drawing = Set(
    [Consumer.receivable, .listing, .monitoring].map(\.name))

  /// When facts were drawn with these entries: both carry one instant. Changed facts themselves have no
  /// others below them, which keeps this a tree.
  private static func drawnAt(_ entries: [InboxEntry]) -> Set<Instant> {
    Set(
      entries.filter {
        drawing.contains($0.consumer) && $0.typeName != EventType.factsChanged.rawValue
      }.map(\.handledAt))
  }

  private static func isDrawn(
    _ type: String?, _ occurredAt: Instant?, at instants: Set<Instant>
  ) -> Bool {
    type == EventType.factsChanged.rawValue && (occurredAt.map(instants.contains) ?? false)
  }

  /// The events that tell of facts drawn with these entries, oldest first.
  func drawn(from entries: [InboxEntry]) -> [EventID] {
    let instants = Self.drawnAt(entries)
    guard !instants.isEmpty else { return [] }
    let applied = self.entries.filter { Self.isDrawn($0.typeName, $0.occurredAt, at: instants) }
    let pending = (waiting + held).filter {
      Self.isDrawn($0.typeName, $0.occurredAt, at: instants)
    }
    return Set(applied.map(\.event) + pending.map(\.event)).sorted()
  }

  /// Whether a run came of an event: one about its need or its enterprise that was applied in the
  /// transaction that stored it (both then carry the same clock), else the one it names as its cause,
  /// which is the last event of the enterprise in that transaction.
  func came(_ run: RunHead, of event: EventID) -> Bool {
    let together = entries.filter { $0.handledAt == run.clock }
    let subject = together.first { $0.event == event }?.subject
    if subject == run.need.text || subject == run.enterprise.text { return true }
    return run.cause == event && !together.contains { $0.subject == run.need.text }
  }
}
