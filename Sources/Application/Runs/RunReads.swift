import Catalog
import Decision
import Domain
import Postgres
import Store

/// A stored run with everything needed to decide it again.
struct LoadedRun: Sendable {
  var record: RunRecord
  var enterprise: EnterpriseRecord
  /// As it was asked for in the pinned version.
  var need: NeedRecord
  var loaded: LoadedCatalog
  var engine: Engine
  var input: DecisionInput
  var result: MatchResult
}

extension LoadedRun {
  /// The decision on a product by code or `prod_…` id.
  ///
  /// - Throws: `.notFound` when the run did not consider it.
  func decision(_ idOrCode: String) throws(ApplicationError) -> Decision {
    guard let code = loaded.product(idOrCode)?.code,
      let decision = engine.decide(input, product: code)
    else { throw .notFound(what: "decision") }
    return decision
  }
}

extension Application {
  /// The runs of a need, newest first, without their decisions.
  public func runs(of need: NeedID, page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try await readLogged(.run, as: actor) { session in
      let owner = try await readableNeed(need, by: actor, session).enterprise
      let found = try await RunRepository.list(
        need: need, after: page.after, limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      var items: [JSON] = []
      for record in cut.items {
        let loaded = try await catalogs.catalog(record.catalogVersion, session)
        items.append(
          try RunView.json(
            record, result: try MatchResult(stored: record.result), in: loaded))
      }
      return (Page(items: items, next: cut.next), [owner])
    }
  }

  /// One run; with `expandDecisions` every product's decision, recomputed from the pins.
  public func run(_ id: RunID, expandDecisions: Bool, actor: Actor) async throws -> JSON {
    guard expandDecisions else { return try JSONParser.parse(await runDocument(id, actor: actor)) }
    let run = try await loadRun(id, actor: actor)
    guard
      case .object(var members) = try RunView.json(run.record, result: run.result, in: run.loaded)
    else { return .null }
    members["decisions"] = try await decisionList(run)
    return .object(members)
  }

  /// One run without decisions as it is answered: RFC 8785 JSON of what `run` gives.
  ///
  /// - Throws: `.notFound` also when the caller may not see the run's enterprise.
  public func runDocument(_ id: RunID, actor: Actor) async throws -> [UInt8] {
    try await readLogged(.run, as: actor) { session in
      let record = try await readableRun(id, by: actor, session)
      let document = try RunView.document(
        record, in: try await catalogs.catalog(record.catalogVersion, session))
      return (document, [record.enterprise])
    }
  }

  /// - Throws: `.notFound` also when the caller may not see the run's enterprise.
  private func readableRun(
    _ id: RunID, by actor: Actor, _ session: any PostgresSession
  ) async throws -> RunRecord {
    guard let (record, scope) = try await RunRepository.findWithScope(id, session),
      AccessRules.canRead(scope, by: actor)
    else { throw ApplicationError.notFound(what: "run") }
    try AccessRules.requireKept(scope)
    return record
  }

  /// `{"data": […]}`: every decision of a run in the order of product codes, with its explanation.
  public func decisions(of run: RunID, actor: Actor) async throws -> JSON {
    let run = try await loadRun(run, actor: actor)
    return [
      "run_id": .string(run.record.id.text), "need_id": .string(run.record.need.text),
      "data": try await decisionList(run),
    ]
  }

  private func decisionList(_ run: LoadedRun) async throws -> JSON {
    let reviews = try await latestReviews(of: run.record.id, product: nil)
    let paused = try await read { try await pausedProducts($0) }
    return .array(
      run.engine.decideAll(run.input).map {
        DecisionView.json(
          $0, of: run.record, in: run.loaded, review: reviews[$0.productCode], paused: paused,
          regions: reference.regions, withRules: false)
      })
  }

  /// By product code: the last review of each decision that has one.
  func latestReviews(of run: RunID, product: String?) async throws -> [String: ReviewRecord] {
    let found = try await read {
      try await ReviewRepository.list(run: run, product: product, $0)
    }
    return Dictionary(found.map { ($0.productCode, $0) }, uniquingKeysWith: { _, last in last })
  }

  /// One decision with the outcome of every rule, its citation and its explanation.
  public func decision(of run: RunID, product: String, actor: Actor) async throws -> JSON {
    let run = try await loadRun(run, actor: actor)
    let decision = try run.decision(product)
    let review = try await latestReviews(of: run.record.id, product: decision.productCode)
    let paused = try await read { try await pausedProducts($0) }
    return DecisionView.json(
      decision, of: run.record, in: run.loaded, review: review[decision.productCode],
      paused: paused, regions: reference.regions, withRules: true)
  }

  /// Decides a stored run again from its pins and compares codes and values byte by byte. Of an erased
  /// enterprise the pins are all that is left: `{run, erased, erased_at, facts_digest, pins}`.
  public func replay(_ run: RunID, actor: Actor) async throws -> JSON {
    do {
      return try await decideAgain(run, actor: actor)
    } catch ApplicationError.erased(let at) {
      guard let record = try await read(as: actor, { try await RunRepository.find(run, $0) }) else {
        throw ApplicationError.notFound(what: "run")
      }
      return [
        "run": .string(run.text), "erased": true, "erased_at": .string(at.text),
        "facts_digest": .string(record.factsDigest.text), "pins": RunView.pins(record),
      ]
    }
  }

  private func decideAgain(_ run: RunID, actor: Actor) async throws -> JSON {
    let run = try await loadRun(run, actor: actor)
    let again = run.engine.match(run.input)
    let bytes = again.json.canonicalBytes
    let equal = bytes == run.record.result
    return [
      "run": .string(run.record.id.text), "equal": .bool(equal),
      "digest": .string(Digest(ofBytes: bytes).text),
      "stored_digest": .string(Digest(ofBytes: run.record.result).text),
      "first_difference": .optional(
        equal ? nil : JSONDifference.first(run.result.json, again.json) ?? ""),
    ]
  }

  /// For whoever is shown what is made of it: the read is kept.
  ///
  /// - Throws: `.notFound` also when the caller may not see the run's enterprise.
  func loadRun(_ id: RunID, actor: Actor) async throws -> LoadedRun {
    try await readLogged(.run, as: actor) { session in
      let run = try await loadRun(id, actor: actor, session)
      return (run, [run.record.enterprise])
    }
  }

  func loadRun(
    _ id: RunID, actor: Actor, _ session: any PostgresSession
  ) async throws -> LoadedRun {
    let record = try await readableRun(id, by: actor, session)
    guard let version = EngineVersion(rawValue: Int64(record.engineVersion)),
      let enterprise = try await EnterpriseRepository.find(record.enterprise, session),
      let need = try await NeedRepository.find(
        record.need, version: record.needVersion, session),
      let facts = try await FactsRepository.find(
        record.enterprise, version: record.factsVersion, session),
      facts.digest == record.factsDigest
    else { throw StoredDataError(what: "inputs of run \(id)") }
    let loaded = try await catalogs.catalog(record.catalogVersion, session)
    let engine = try await catalogs.engine(
      EnginePins(
        catalogVersion: record.catalogVersion, policyVersion: record.policyVersion,
        engineVersion: version), session)
    let sheet = try sheet(facts.sealed, loaded.registry)
    // The digest pins the facts: a body that was changed behind our back must not pass for them.
    guard sheet.digest == facts.digest else { throw StoredDataError(what: "facts of run \(id)") }
    return LoadedRun(
      record: record, enterprise: enterprise, need: need, loaded: loaded, engine: engine,
      input: DecisionInput(
        needFacts: need.facts, enterpriseFacts: sheet, clock: record.clock),
      result: try MatchResult(stored: record.result))
  }
}

/// Where two JSON values part.
enum JSONDifference {
  /// RFC 6901 pointer to the first difference in canonical order, or nil when they are equal.
  static func first(_ left: JSON, _ right: JSON, at pointer: String = "") -> String? {
    switch (left, right) {
    case (.object(let a), .object(let b)):
      for name in Set(a.keys).union(b.keys).sorted() {
        guard let x = a[name], let y = b[name] else { return pointer + "/" + Pointer.escape(name) }
        if let found = first(x, y, at: pointer + "/" + Pointer.escape(name)) { return found }
      }
      return nil
    case (.array(let a), .array(let b)):
      for index in 0..<max(a.count, b.count) {
        guard index < a.count, index < b.count else { return "\(pointer)/\(index)" }
        if let found = first(a[index], b[index], at: "\(pointer)/\(index)") { return found }
      }
      return nil
    default: return left == right ? nil : pointer
    }
  }
}
