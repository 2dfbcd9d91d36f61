import Catalog
import Decision
import Domain
import Postgres
import Pricing
import Store

/// What of a run's pins is exchanged to see what would change.
struct RunDiffInput {
  var policyVersion: Int?
  var catalogVersion: Int?
  var on: LegalDate?

  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    policyVersion = body.integer("policy_version", in: 1...Int64(Int32.max)).map { Int($0) }
    catalogVersion = body.integer("catalog_version", in: 1...Int64(Int32.max)).map { Int($0) }
    on = body.day("on")
    var faults = body.finish()
    if faults.isEmpty, policyVersion == nil, catalogVersion == nil, on == nil {
      faults.append(
        Fault(
          "", "required", zh: "请至少给出 policy_version、catalog_version、on 之一",
          en: "give policy_version, catalog_version or on"))
    }
    guard faults.isEmpty else { throw .invalid(faults) }
  }
}

extension Application {
  /// Decides a run again under another catalog, other policies, or on another day, everything else
  /// as it is pinned, and says product by product what would be different. Stores nothing.
  ///
  /// - Parameter body: `{policy_version?, catalog_version?, on?}`, at least one of them.
  /// - Throws: `.invalid`, also for a version there is not; `.notFound`.
  public func diff(_ run: RunID, _ body: JSON, actor: Actor) async throws -> JSON {
    let wanted = try RunDiffInput(body)
    let run = try await loadRun(run, actor: actor)
    return try await read(as: actor) { session in
      let (pins, clock) = try await exchanged(run, wanted, session)
      let loaded = try await catalogs.catalog(pins.catalogVersion, session)
      let engine: Engine
      do {
        engine = try await catalogs.engine(pins, session)
      } catch let faults as Faults {
        throw ApplicationError.invalid(faults.list)
      }
      // The other registry may read a value otherwise, as it does when a run is decided.
      let facts = try FactSheet(
        stored: run.input.enterpriseFacts.json.canonicalBytes, registry: loaded.registry)
      let after = RunSide(
        engine: engine, loaded: loaded,
        input: DecisionInput(
          needFacts: run.input.needFacts, enterpriseFacts: facts, clock: clock))
      let before = RunSide(engine: run.engine, loaded: run.loaded, input: run.input)
      let changes = RunSide.changes(from: before, to: after)
      return [
        "run_id": .string(run.record.id.text),
        "before": .object(Self.side(run.record, run.record.clock, before)),
        "after": .object(
          Self.side(run.record, clock, after).merging([
            "catalog_version": .int(Int64(pins.catalogVersion)),
            "policy_version": .int(Int64(pins.policyVersion)),
          ]) { _, new in new }),
        "changes": .array(changes.map(\.json)),
      ]
    }
  }

  private static func side(
    _ run: RunRecord, _ clock: Instant, _ side: RunSide
  ) -> [String: JSON] {
    let counts = side.result.counts
    return [
      "catalog_version": .int(Int64(run.catalogVersion)),
      "policy_version": .int(Int64(run.policyVersion)),
      "engine_version": .int(Int64(run.engineVersion)), "on": .string(clock.legalDate.text),
      "counts": [
        "considered": .int(Int64(counts.considered)), "eligible": .int(Int64(counts.eligible)),
        "ineligible": .int(Int64(counts.ineligible)),
        "needs_info": .int(Int64(counts.needsInfo)),
      ],
    ]
  }

  /// The pins and the clock the run is compared under.
  private func exchanged(
    _ run: LoadedRun, _ wanted: RunDiffInput, _ session: any PostgresSession
  ) async throws -> (EnginePins, Instant) {
    var faults: [Fault] = []
    if let version = wanted.catalogVersion,
      try await CatalogRepository.digest(version: version, session) == nil
    {
      faults.append(.unknownVersion("/catalog_version"))
    }
    if let version = wanted.policyVersion,
      try await PolicyRepository.digest(version: version, session) == nil
    {
      faults.append(.unknownVersion("/policy_version"))
    }
    guard faults.isEmpty else { throw ApplicationError.invalid(faults) }
    let record = run.record
    let days = wanted.on.map {
      Int64($0.daysSinceEpoch) - Int64(record.clock.legalDate.daysSinceEpoch)
    }
    return (
      EnginePins(
        catalogVersion: wanted.catalogVersion ?? record.catalogVersion,
        policyVersion: wanted.policyVersion ?? record.policyVersion,
        engineVersion: run.engine.version),
      record.clock.adding(milliseconds: (days ?? 0) * 86_400_000)
    )
  }
}

extension Fault {
  fileprivate static func unknownVersion(_ pointer: String) -> Fault {
    Fault(pointer, "unknown_version", zh: "没有这个版本", en: "there is no such version")
  }
}

/// One side of a comparison: every decision with its rank.
struct RunSide {
  let loaded: LoadedCatalog
  let decisions: [String: Decision]
  let result: MatchResult
  /// 1 is the best, by code; eligible products only.
  let ranks: [String: Int64]

  init(engine: Engine, loaded: LoadedCatalog, input: DecisionInput) {
    self.loaded = loaded
    decisions = Dictionary(
      engine.decideAll(input).map { ($0.productCode, $0) }, uniquingKeysWith: { _, last in last })
    result = engine.match(input, topLimit: max(1, engine.catalog.products.count))
    ranks = Dictionary(
      result.top.enumerated().map { ($0.element.code, Int64($0.offset + 1)) },
      uniquingKeysWith: { first, _ in first })
  }

  /// One product that is decided otherwise.
  struct Change {
    var json: JSON
  }

  /// Products in the order of their codes; those that stay entirely as they are are left out.
  static func changes(from before: RunSide, to after: RunSide) -> [Change] {
    Set(before.decisions.keys).union(after.decisions.keys).sorted().compactMap { code in
      let (old, new) = (before.decisions[code], after.decisions[code])
      var members: [String: JSON] = [:]
      func compare(_ name: String, _ left: JSON, _ right: JSON) {
        if left != right { members[name] = ["before": left, "after": right] }
      }
      compare(
        "verdict", .optional(old?.verdict.rawValue), .optional(new?.verdict.rawValue))
      compare("limit", MoneyView.json(old?.limit.fen), MoneyView.json(new?.limit.fen))
      compare("cost_ppm", effective(old), effective(new))
      compare("rank", .optional(before.ranks[code]), .optional(after.ranks[code]))
      let rules = rules(old, new)
      if !rules.isEmpty { members["rules"] = .array(rules) }
      guard !members.isEmpty else { return nil }
      let side = new == nil ? before : after
      let head =
        side.loaded.catalog[code].map { RunView.product($0, in: side.loaded) }
        ?? ["product": .string(code)]
      return Change(json: .object(members.merging(head) { own, _ in own }))
    }
  }

  private static func effective(_ decision: Decision?) -> JSON {
    .optional(decision?.cost?.effectivePPM)
  }

  /// Rules of which the result is another one; a rule that one side does not have is null there.
  private static func rules(_ old: Decision?, _ new: Decision?) -> [JSON] {
    guard let old, let new else { return [] }
    func results(_ decision: Decision) -> [String: String] {
      Dictionary(
        decision.rules.map { ($0.id, $0.result.rawValue) }, uniquingKeysWith: { first, _ in first })
    }
    let (left, right) = (results(old), results(new))
    return Set(left.keys).union(right.keys).sorted().compactMap { id in
      guard left[id] != right[id] else { return nil }
      return [
        "rule": .string(id), "before": .optional(left[id]), "after": .optional(right[id]),
      ]
    }
  }
}
