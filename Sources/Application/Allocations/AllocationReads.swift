import Catalog
import Domain
import Ingest
import Market
import Postgres
import Store

extension Application {
  /// Entries read from the database at a time for a file.
  private static let listChunk = 500

  /// Periodic runs, newest first: an institution and an enterprise see those they had a part in, with
  /// the counts of that part.
  public func allocationRuns(page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try await read(as: actor) { session in
      guard let part = try await allocationPart(of: actor, session) else {
        return Page(items: [], next: nil)
      }
      // A run holds everybody's part: only the service reads it.
      try await actAsService(actor, session)
      let found = try await AllocationRepository.list(
        part, after: page.after, limit: page.limit + 1, session)
      try await enter(actor, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      let counts = try await counts(of: cut.items.map(\.id), part, session)
      return cut.map {
        AllocationView.json($0, counts?[$0.id], showsPins: counts == nil)
      }
    }
  }

  /// One periodic run.
  ///
  /// - Throws: `.notFound` also when the caller had no part in it.
  public func allocationRun(_ id: AllocationID, actor: Actor) async throws -> JSON {
    try await read(as: actor) { session in
      let (run, _, counts) = try await readableAllocation(id, by: actor, session)
      return AllocationView.json(run, counts, showsPins: counts == nil)
    }
  }

  /// `{"data": […]}`: how a run was dealt to each institution; one of them gets its own line.
  ///
  /// - Throws: as `allocationRun`; `.forbidden` for an enterprise.
  public func allocationFairness(of id: AllocationID, actor: Actor) async throws -> JSON {
    try requireInstitutionOrOverview(actor)
    return try await read(as: actor) { session in
      let (run, _, _) = try await readableAllocation(id, by: actor, session)
      let isInstitution = [.liaison, .liaisonManager].contains(actor.role)
      let shares = try await AllocationLineRepository.shares(
        of: id, institution: isInstitution ? actor.organisation : nil, session)
      return [
        "data": .array(shares.map { AllocationView.share($0, ofOffers: run.planned) })
      ]
    }
  }

  /// The lines of a run in the order of its needs: an institution gets what was put before it, with
  /// the teaser of who asks; an enterprise its own needs, with why and why not; others all of their
  /// region.
  ///
  /// - Parameter institution: only its lines.
  /// - Throws: as `allocationRun`.
  public func allocationDigest(
    of id: AllocationID, institution: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try await readLogged(.offer, as: actor) { session in
      let (_, part, _) = try await readableAllocation(id, by: actor, session)
      let found = try await AllocationLineRepository.list(
        of: id, part, institution: institution, madeOnly: false, after: page.after,
        limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.line.id.uuid)
      // Teasers are made of what an institution may not read.
      try await actAsService(actor, session)
      let catalog = try await catalogs.latest(session)?.catalog
      let isInstitution = [.liaison, .liaisonManager].contains(actor.role)
      let teasers = try await teasers(of: cut.items, catalog, to: actor, session)
      let views = cut.map { entry in
        AllocationView.entry(
          entry, catalog, enterprise: isInstitution ? nil : entry.enterprise,
          teaser: teasers[entry.line.id])
      }
      return (views, isInstitution ? [] : cut.items.map(\.enterprise))
    }
  }

  /// What a run put before institutions as a comma-separated file that spreadsheets open (推荐清单):
  /// UTF-8 with a byte order mark, cells guarded against running as formulas. It names nobody.
  ///
  /// - Throws: as `allocationFairness`.
  public func allocationList(of id: AllocationID, actor: Actor) async throws -> [UInt8] {
    try requireInstitutionOrOverview(actor)
    return try await read(as: actor) { session in
      let (run, part, _) = try await readableAllocation(id, by: actor, session)
      guard let catalog = try await catalogs.latest(session)?.catalog else {
        throw ApplicationError.notFound(what: "allocation run")
      }
      let columns = AllocationColumns(
        run, reference, catalog,
        try TeaserRules(json: reference.offers.teaser, registry: catalog.registry))
      var writer = CSVWriter(mark: true)
      writer.append(columns.names)
      var last: AllocationEntry?
      repeat {
        try await enter(actor, session)
        let entries = try await AllocationLineRepository.list(
          of: id, part, institution: nil, madeOnly: true, after: last?.line.id.uuid,
          limit: Self.listChunk, session)
        try await actAsService(actor, session)
        let teasers = try await teasers(of: entries, catalog, to: actor, session)
        for entry in entries {
          writer.append(columns.cells(entry, teasers[entry.line.id]))
        }
        last = entries.count == Self.listChunk ? entries.last : nil
      } while last != nil
      return writer.bytes
    }
  }

  /// Allocates a run once more from what was kept of it and compares.
  ///
  /// - Throws: `.notFound`; `.forbidden` for anyone but those who oversee the whole country.
  public func replayAllocation(_ id: AllocationID, actor: Actor) async throws -> JSON {
    try requireCountryOverview(actor)
    let found = try await read { session in
      (
        try await AllocationRepository.find(id, session),
        try await AllocationRepository.inputs(of: id, session)
      )
    }
    guard let run = found.0, let bytes = found.1 else {
      throw ApplicationError.notFound(what: "allocation run")
    }
    guard let inputs = AllocationInputs(json: try JSONParser.parse(bytes)) else {
      throw StoredDataError(what: "allocation \(id)")
    }
    let plan = try AllocationPlan(inputs)
    let inputsDigest = Digest(of: inputs.json)
    let outcomeDigest = Digest(of: plan.json)
    return [
      "id": .string(id.text),
      "matches": .bool(inputsDigest == run.inputsDigest && outcomeDigest == run.outcomeDigest),
      "stable": .bool(plan.allocation.blockingPair() == nil),
      "stored": [
        "inputs_digest": .string(run.inputsDigest.text),
        "outcome_digest": .string(run.outcomeDigest.text),
      ],
      "recomputed": [
        "inputs_digest": .string(inputsDigest.text),
        "outcome_digest": .string(outcomeDigest.text),
      ],
    ]
  }

  // MARK: Whose part

  private func requireInstitutionOrOverview(_ actor: Actor) throws(ApplicationError) {
    guard ![.liaison, .liaisonManager].contains(actor.role) else { return }
    try requireOverview(actor)
  }

  /// Nil when nothing can be the caller's.
  private func allocationPart(
    of actor: Actor, _ session: any PostgresSession
  ) async throws -> AllocationPart? {
    switch actor.role {
    case .liaison, .liaisonManager: return actor.organisation.map(AllocationPart.institution)
    case .enterprise:
      return try await ownEnterprise(of: actor, session).map { .enterprise($0.id) }
    case .service, .auditor, .operator:
      let prefix = AccessRules.listPrefix(asked: nil, by: actor) ?? ""
      return prefix.isEmpty ? .all : .region(prefix: prefix)
    }
  }

  /// Nil for those who see the counts of all.
  private func counts(
    of runs: [AllocationID], _ part: AllocationPart, _ session: any PostgresSession
  ) async throws -> [AllocationID: AllocationCounts]? {
    switch part {
    case .all, .region: nil
    case .institution(let code):
      try await AllocationLineRepository.counts(of: runs, institution: code, session)
    case .enterprise(let id):
      try await AllocationLineRepository.counts(of: runs, enterprise: id, session)
    }
  }

  private func readableAllocation(
    _ id: AllocationID, by actor: Actor, _ session: any PostgresSession
  ) async throws -> (AllocationRecord, AllocationPart, AllocationCounts?) {
    guard let part = try await allocationPart(of: actor, session) else {
      throw ApplicationError.notFound(what: "allocation run")
    }
    try await actAsService(actor, session)
    guard let run = try await AllocationRepository.find(id, session) else {
      throw ApplicationError.notFound(what: "allocation run")
    }
    try await enter(actor, session)
    guard let counts = try await counts(of: [id], part, session) else { return (run, part, nil) }
    guard let own = counts[id] else { throw ApplicationError.notFound(what: "allocation run") }
    return (run, part, own)
  }

  /// What is shown before a consent of those who stand behind offers. Whoever no longer has a need
  /// follows its enterprise no further.
  private func teasers(
    of entries: [AllocationEntry], _ catalog: Catalog?, to reader: Actor,
    _ session: any PostgresSession
  ) async throws -> [AllocationLineID: Teaser] {
    let isInstitution = [.liaison, .liaisonManager].contains(reader.role)
    let shown = entries.filter { entry in
      entry.line.outcome == .made
        && (!isInstitution || entry.offerState.map(OfferRecord.liveStates.contains) == true)
    }
    guard let catalog, !shown.isEmpty else { return [:] }
    let rules = try TeaserRules(json: reference.offers.teaser, registry: catalog.registry)
    let versions = Dictionary(
      shown.map { ($0.line.need, $0.needVersion) }, uniquingKeysWith: { first, _ in first })
    let needs = try await NeedRepository.find(
      versions.map { (need: $0.key, version: $0.value) }, session)
    let enterprises = try await EnterpriseRepository.find(
      Set(shown.map(\.enterprise)).sorted(), session)
    var sheets: [EnterpriseID: FactSheet] = [:]
    for facts in try await FactsRepository.find(
      enterprises.values.map { (enterprise: $0.id, version: $0.factsVersion) }, session)
    {
      sheets[facts.enterprise] = try sheet(facts.sealed, catalog.registry)
    }
    var teasers: [AllocationLineID: Teaser] = [:]
    for entry in shown {
      guard let need = needs[entry.line.need], let sheet = sheets[entry.enterprise] else {
        continue
      }
      teasers[entry.line.id] = Teaser(of: sheet.merging(need.facts), by: rules)
    }
    return teasers
  }
}
