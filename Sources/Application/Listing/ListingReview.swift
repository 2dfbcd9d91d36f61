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
    .listingCaseOpened, .listingStageEntered, .listingCaseEnded, .factsChanged, .warningRaised,
  ]

  /// Looks at the cases of the enterprises that events are about, one transaction each, with the inbox
  /// entries. What is done follows from what is due, not from what the event says.
  ///
  /// - Parameter consumer: the name under which the inbox remembers.
  /// - Throws: `ContendedError`; database errors. Nothing is stored then of the enterprise it was at.
  public func reviewListings(
    events: [Event], consumer: String
  ) async throws -> ListingReviewOutcome {
    let (reviewed, skipped) = try await work(
      on: events, of: Self.listingTriggers, consumer: consumer, concerned: withCases
    ) {
      try await reviewListings(of: $0, $1, at: $2, $3) ? 1 : 0
    }
    return ListingReviewOutcome(reviewed: reviewed, skipped: skipped)
  }

  /// Those of some enterprises that have a case: few.
  private func withCases(among named: [EnterpriseID]) async throws -> Set<EnterpriseID> {
    try await read { try await ListingAccountRepository.known(among: named, $0) }
  }

  /// Looks at the cases that are due, whatever became of their events, and at those of a new day.
  ///
  /// - Parameter limit: enterprises in one call, each in a transaction of its own.
  /// - Returns: how many were looked at.
  public func reviewDueListings(limit: Int) async throws -> Int {
    let due = try await read {
      try await ListingAccountRepository.due(at: clock.now(), limit: limit, $0)
    }
    return try await work(on: due, "listing cases") {
      _ = try await reviewListings(of: $0, $1, at: $2, $3)
      return 1
    }
  }

  /// - Parameter now: after the enterprise was locked.
  /// - Returns: whether anything was due.
  private func reviewListings(
    of old: EnterpriseRecord, _ locked: LockedEnterprise, at now: Instant,
    _ session: any PostgresSession
  ) async throws -> Bool {
    let id = old.id
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
    let facts = KnownFacts(
      sheet, registry: reference.listing.standards.registry, on: now.legalDate)
    var turns = [
      try await deriveLayers(of: id, files, by: facts, at: now, &writer, session)
    ]
    for file in files {
      turns.append(try await watch(file, by: facts, at: now, &writer, session))
    }
    try await writer.flush(session)
    // Whatever else changes makes it due by itself.
    let next = turns.compactMap { $0 }.min()
    try await ListingAccountRepository.settle(id, next: next.map { Instant(startOf: $0) }, session)
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
    ) { ListingFacts.all(files, known: $0, reference.listing) }
    return sheet
  }

  // MARK: Layers

  /// Derives the layers of the boards that an enterprise has or had a case of, up and down.
  ///
  /// - Returns: the day on which time alone may change one; nil when none will.
  private func deriveLayers(
    of id: EnterpriseID, _ files: [ListingFile], by facts: KnownFacts, at now: Instant,
    _ writer: inout EventWriter, _ session: any PostgresSession
  ) async throws -> LegalDate? {
    let standards = reference.listing.standards
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
    return boards.compactMap { standards.nextTurn(.layer, of: $0, facts) }.min()
  }

  // MARK: What is at risk

  /// Tells once of what is at risk in a case, and forgets what is so no more: of one that is over, all of it.
  ///
  /// - Returns: the day on which time alone may put more at risk; nil when none will.
  private func watch(
    _ file: ListingFile, by facts: KnownFacts, at now: Instant, _ writer: inout EventWriter,
    _ session: any PostgresSession
  ) async throws -> LegalDate? {
    let watch = file.record.isLive ? ListingWatch(file, by: facts, reference.listing) : nil
    let risks = watch?.risks ?? []
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
    return watch?.next
  }
}
