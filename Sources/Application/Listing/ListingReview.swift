import Catalog
import Domain
import Listing
import Postgres
import Store

/// What came of events for cases and what follows from them.
public struct ListingReviewOutcome: Sendable, Equatable {
  /// Enterprises that were looked at.
  public var reviewed = 0
  /// Events that ask for nothing, or that were applied before.
  public var skipped = 0

  public init(reviewed: Int = 0, skipped: Int = 0) {
    self.reviewed = reviewed
    self.skipped = skipped
  }
}

/// What follows from the cases of an enterprise: facts that products decide on, its layers, and what is at
/// risk by its plans. What is due is written with the change, so that nothing is lost with an event; and
/// plans come nearer by themselves, every day.
extension Application {
  /// Event types after which cases are looked at.
  public static let listingTriggers: Set<EventType> = [
    .listingCaseOpened, .listingStageEntered, .listingCaseEnded, .factsChanged,
  ]

  /// Looks at the cases of the enterprises that events are about, one transaction each, with the inbox
  /// entries. What is done follows from what is due, not from what the event says.
  ///
  /// - Parameter consumer: the name under which the inbox remembers.
  /// - Throws: `ContendedError`; database errors. Nothing is stored then of the enterprise it was at.
  public func reviewListings(
    events: [Event], consumer: String
  ) async throws -> ListingReviewOutcome {
    let meant = events.filter { Self.listingTriggers.contains($0.type) }
    var outcome = ListingReviewOutcome(skipped: events.count - meant.count)
    let grouped = Dictionary(grouping: meant) { EnterpriseID($0.key) }
    let named = grouped.keys.compactMap { $0 }.sorted()
    guard !named.isEmpty else { return outcome }
    // Few enterprises have a case: an event of another one leaves no trace.
    let known = try await read { try await ListingAccountRepository.known(among: named, $0) }
    for id in named {
      let own = grouped[id] ?? []
      guard known.contains(id) else {
        outcome.skipped += own.count
        continue
      }
      let (applied, isReviewed) = try await write(tellingContention: true) { session in
        let new = try await InboxRepository.claim(
          own, attempt: AttemptNumber.current, consumer: consumer, at: clock.now(), session)
        return (new.count, try await reviewListings(of: id, session))
      }
      outcome.skipped += own.count - applied
      outcome.reviewed += isReviewed ? 1 : 0
    }
    return outcome
  }

  /// Looks at the cases that are due, whatever became of their events, and at those of a new day.
  ///
  /// - Parameter limit: enterprises in one call, each in a transaction of its own.
  /// - Returns: how many were looked at.
  public func reviewDueListings(limit: Int) async throws -> Int {
    let due = try await read {
      try await ListingAccountRepository.due(at: clock.now(), limit: limit, $0)
    }
    var done = 0
    for id in due {
      done += try await leavingOut(0, "listing cases of \(id)") {
        try await write { _ = try await reviewListings(of: id, $0) }
        return 1
      }
    }
    return done
  }

  /// - Returns: whether anything was due.
  private func reviewListings(
    of id: EnterpriseID, _ session: any PostgresSession
  ) async throws -> Bool {
    guard
      let (old, locked, further: _) = try await EnterpriseRepository.lockAndFind(id, session)
    else { return false }
    let now = clock.now()
    // Read under the lock: the sweeper or another event may have been first.
    guard let due = try await ListingAccountRepository.dueAt(id, session), due <= now else {
      return false
    }
    guard old.erasedAt == nil, old.frozenAt == nil else {
      try await ListingAccountRepository.settle(
        id, next: old.erasedAt == nil ? Self.tomorrow(after: now) : nil, session)
      return false
    }
    let files = try await listingFiles(of: id, session)
    var writer = EventWriter(locked: [id: locked], ids: ids, time: now)
    let sheet = try await drawListingFacts(of: old, files, at: now, &writer, session)
    try await deriveLayers(of: id, files, by: sheet, at: now, &writer, session)
    var isWatched = false
    for file in files where file.record.isLive {
      let isAhead = try await watch(file, at: now, &writer, session)
      isWatched = isWatched || isAhead
    }
    try await writer.flush(session)
    try await ListingAccountRepository.settle(
      id, next: isWatched ? Self.tomorrow(after: now) : nil, session)
    return true
  }

  private func listingFiles(
    of id: EnterpriseID, _ session: any PostgresSession
  ) async throws -> [ListingFile] {
    var files: [ListingFile] = []
    for record in try await ListingCaseRepository.list(
      enterprise: id, limit: Self.maximumListingCases, session)
    {
      files.append(
        try ListingFile(
          record, try await ListingCaseRepository.steps(of: record.id, session),
          in: reference.listing.boards))
    }
    return files
  }

  // MARK: Facts

  /// Draws what products may ask for. Before a catalog is published nobody decides by facts, and they are
  /// only read.
  private func drawListingFacts(
    of old: EnterpriseRecord, _ files: [ListingFile], at now: Instant,
    _ writer: inout EventWriter, _ session: any PostgresSession
  ) async throws -> FactSheet {
    guard let registry = try await catalogs.latest(session)?.registry else {
      return try await factSheet(
        of: old.id, version: old.factsVersion, reference.listing.standards.registry, session)
    }
    let (_, sheet) = try await drawFacts(
      of: old, registry, at: now, by: "listing", writer: &writer, session
    ) { ListingFacts.all(files, known: $0) }
    return sheet
  }

  // MARK: Layers

  /// Derives the layers of the boards that an enterprise has or had a case of, up and down.
  private func deriveLayers(
    of id: EnterpriseID, _ files: [ListingFile], by sheet: FactSheet, at now: Instant,
    _ writer: inout EventWriter, _ session: any PostgresSession
  ) async throws {
    let standards = reference.listing.standards
    let facts = KnownFacts(sheet, registry: standards.registry, on: now.legalDate)
    let stored = try await ListingAccountRepository.layers(of: id, session)
    let boards = Set(files.map(\.record.board)).intersection(reference.listing.layeredBoards)
    for board in boards.sorted() {
      let current = stored.first { $0.board == board }?.layer
      let (layer, rose): (String?, Bool)
      switch standards.change(.layer, of: board, from: current, facts) {
      case .none, .undecided: continue
      case .up(from: _, let to): (layer, rose) = (to, true)
      case .down(from: _, let to): (layer, rose) = (to, false)
      }
      try await ListingAccountRepository.save(
        ListingLayerRecord(board: board, layer: layer, since: now.legalDate), of: id, at: now,
        session)
      var data: [String: JSON] = [
        "board": .string(board), "day": .string(now.legalDate.text), "rose": .bool(rose),
      ]
      if let layer { data["layer"] = .string(layer) }
      if let current { data["previous"] = .string(current) }
      writer.add(.listingLayerChanged, enterprise: id, subject: id.text, data: data)
    }
  }

  // MARK: What is at risk

  /// Tells once of what is at risk by the plan of a case, and forgets what is so no more.
  ///
  /// - Returns: whether the case is to be looked at again on the next day.
  private func watch(
    _ file: ListingFile, at now: Instant, _ writer: inout EventWriter,
    _ session: any PostgresSession
  ) async throws -> Bool {
    let risks = ListingRisk.all(file, on: now.legalDate, reference.listing)
    let told = try await ListingAccountRepository.alerts(of: file.record.id, session)
    let over = told.filter { alert in
      !risks.contains { $0.gate == alert.gate && $0.limit == alert.limit }
    }
    try await ListingAccountRepository.clear(over.map(\.id), at: now, session)
    for risk in risks {
      let alert = ListingAlert(
        id: ids.next(), listingCase: file.record.id, gate: risk.gate, limit: risk.limit,
        due: risk.due, earliest: risk.earliest, raisedAt: now)
      guard !told.contains(where: { $0.isSame(as: alert) }) else { continue }
      try await ListingAccountRepository.raise(alert, session)
      var data: [String: JSON] = [
        "case_id": .string(file.record.id.text), "board": .string(file.record.board),
        "board_version": .string(file.record.boardVersion),
        "stage": .string(file.record.stage), "day": .string(now.legalDate.text),
        "gate": .string(risk.gate), "limit": .string(risk.limit),
        "due": .string(risk.due.text), "earliest": .string(risk.earliest.text),
      ]
      if let sponsor = file.record.sponsor { data["institution"] = .string(sponsor) }
      writer.add(
        .listingGateAtRisk, enterprise: file.record.enterprise, subject: file.record.id.text,
        data: data)
    }
    return file.record.target != nil || file.state.lastDayOfHold(in: file.board) != nil
  }
}

/// What follows from the cases of an enterprise.
enum ListingFacts {
  static let boardsPath = "enterprise.listed_boards"

  /// By path. Boards of which there is no case here stay as they are known.
  static func all(
    _ files: [ListingFile], known: FactSheet
  ) -> [(path: String, value: DrawnValue)] {
    var values: [(path: String, value: DrawnValue)] = []
    var before: Set<String> = []
    if case .set(let codes)? = known[boardsPath]?.value { before = Set(codes) }
    let own = Set(files.compactMap(\.board.draws.listedAs))
    let listed = Set(files.filter(\.isListed).compactMap(\.board.draws.listedAs))
    // Being on the way says nothing of a board that the enterprise reports to be on already.
    let left = Set(files.filter(hasLeft).compactMap(\.board.draws.listedAs)).intersection(own)
    let after = before.subtracting(left).union(listed)
    if after != before || !listed.isEmpty {
      values.append(
        (boardsPath, after.isEmpty ? .nothing : .known(.set(after.sorted()))))
    }
    for file in files {
      for day in file.board.draws.days {
        let step = file.steps.last { $0.gate == day.gate }
        if let shown = step?.evidence.first(where: { $0.kind == day.evidence }) {
          values.append((day.fact, .known(.date(shown.issuedOn))))
        }
      }
    }
    return values
  }

  /// Whether the enterprise was on the board by this case, and is no more.
  private static func hasLeft(_ file: ListingFile) -> Bool {
    !file.isListed && file.steps.contains { $0.to == file.board.aim }
  }
}

/// A day that counts and is missed by the plan of a case, or nearly so.
struct ListingRisk: Hashable, Sendable {
  static let hold = "hold"

  let gate: String
  let limit: String
  let due: LegalDate
  let earliest: LegalDate

  static func all(
    _ file: ListingFile, on today: LegalDate, _ rules: ListingRules
  ) -> [ListingRisk] {
    var risks: [ListingRisk] = []
    if let last = file.state.lastDayOfHold(in: file.board),
      today > last.adding(days: -rules.warnHoldDays)
    {
      risks.append(
        ListingRisk(gate: file.state.stage, limit: hold, due: last, earliest: today))
    }
    // What cannot be planned has no work left, or lacks what only people know.
    guard let target = file.record.target,
      let result = try? ListingPlan.result(of: file, to: target, on: today, rules)
    else { return risks }
    switch result {
    case .none(let binding):
      risks.append(
        ListingRisk(
          gate: binding.gate, limit: binding.limit.rawValue, due: binding.due,
          earliest: binding.earliest))
    case .plan(let plan):
      guard plan.slackDays < rules.warnSlackWorkingDays,
        let first = plan.entries.filter(\.activity.after.isEmpty)
          .min(by: { $0.slackDays < $1.slackDays })
      else { break }
      risks.append(
        ListingRisk(
          gate: first.activity.code, limit: PlanBinding.Limit.target.rawValue,
          due: first.latest.done, earliest: first.earliest.done))
    }
    return risks
  }
}
