import Application
import Catalog
import Decision
import Domain
import Foundation
import Policy
import Postgres
import Store
import TestSupport
import Testing

/// Changes a catalog at random, in ways that flip verdicts and rankings.
struct CatalogChange {
  var random: SplitMix

  init(seed: UInt64) { random = SplitMix(seed: seed) }

  /// The catalog with `count` of its products changed, or taken out where `allowsRemoval`.
  mutating func changed(_ catalog: Catalog, count: Int, allowsRemoval: Bool = true) throws
    -> Catalog
  {
    var products = catalog.json["products"]?.arrayValue ?? []
    for _ in 0..<count {
      let index = Int.random(in: products.indices, using: &random)
      if allowsRemoval, products.count > 10, Int.random(in: 0..<8, using: &random) == 0 {
        products.remove(at: index)
      } else {
        products[index] = changed(products[index])
      }
    }
    return try Catalog(json: catalog.json.with(["products": .array(products)]))
  }

  /// One product made easier, harder, dearer or cheaper.
  private mutating func changed(_ product: JSON) -> JSON {
    switch Int.random(in: 0..<6, using: &random) {
    case 0:
      return product.with(["criteria": .array(dropped(product["criteria"]?.arrayValue ?? []))])
    case 1, 2:
      let criteria = product["criteria"]?.arrayValue ?? []
      return product.with(["criteria": .array(criteria.map { moved($0) })])
    case 3:
      let least = product["amount"]?["min_fen"]?.intValue ?? 0
      let fen = least + Int64.random(in: 1...40, using: &random) * 25_000_000
      return product.with([
        "amount": (product["amount"] ?? [:]).with(["max_fen": .int(fen)])
      ])
    case 4:
      let least = product["tenor"]?["min_months"]?.intValue ?? 1
      return product.with([
        "tenor": (product["tenor"] ?? [:]).with([
          "max_months": .int(least + Int64.random(in: 0...30, using: &random))
        ])
      ])
    default:
      return product.with([
        "pricing": [
          "form": "all_in", "base_ppm": .int(Int64.random(in: 20...90, using: &random) * 1_000),
          "citation": ["document": "价格表", "tag": "S"],
        ]
      ])
    }
  }

  private mutating func dropped(_ criteria: [JSON]) -> [JSON] {
    guard !criteria.isEmpty else { return [] }
    var rest = criteria
    rest.remove(at: Int.random(in: rest.indices, using: &random))
    return rest
  }

  /// A threshold somewhere else, where the criterion has one.
  private mutating func moved(_ criterion: JSON) -> JSON {
    guard ["gte", "lte", "gt", "lt"].contains(criterion["op"]?.stringValue ?? ""),
      let value = criterion["value"]?.intValue
    else { return criterion }
    let milli = [0, 250, 500, 900, 1_100, 2_000, 4_000].randomElement(using: &random) ?? 1_000
    return criterion.with(["value": .int(value * Int64(milli) / 1_000)])
  }
}

/// The newest run of each need as it is stored.
struct StoredRun: Equatable {
  var id: RunID
  var catalog: Int
  var policy: Int
  var result: MatchResult
}

/// A flip without its identifiers.
struct PlainFlip: Hashable {
  var need: NeedID
  var product: String
  var from: String
  var to: String
}

extension World {
  /// Registers sample enterprises, submits their needs and decides them.
  func decideSamples(_ count: Int, seed: UInt64) async throws {
    let sample = SampleRegistration(application: application)
    _ = try await sample.submit(count: count, seed: seed, today: store.clock.now.legalDate)
    try await matchAll()
  }

  /// Matches everything that waits, in batches.
  func matchAll() async throws {
    let events = try await drain()
    for start in stride(from: 0, to: events.count, by: 200) {
      _ = try await application.match(
        events: Array(events[start..<min(start + 200, events.count)]), consumer: "match")
    }
  }

  /// The newest run of each need.
  func latestRuns() async throws -> [NeedID: StoredRun] {
    var runs: [NeedID: StoredRun] = [:]
    for row in try await query(
      """
      SELECT DISTINCT ON (need_id) need_id, id, catalog_version, policy_version, result
      FROM match_run ORDER BY need_id, id DESC
      """)
    {
      runs[NeedID(try row.decode(0, as: UUID.self))] = StoredRun(
        id: RunID(try row.decode(1, as: UUID.self)),
        catalog: Int(try row.decode(2, as: Int32.self)),
        policy: Int(try row.decode(3, as: Int32.self)),
        result: try MatchResult(json: JSONParser.parse(row.decode(4, as: [UInt8].self))))
    }
    return runs
  }

  /// Cuts small slices and sweeps them all.
  @discardableResult
  func sweepAll(needs: Int = 7) async throws -> SweepOutcome {
    _ = try await application.cutSlices(slicing(needs: needs))
    return try await application.sweep(events: try await work(), consumer: "sweep")
  }

  func slicing(needs: Int) -> SliceOptions {
    var options = SliceOptions()
    options.needs = needs
    options.slicesPerStep = 3
    return options
  }

  /// The slices that are asked for.
  func work() async throws -> [Event] {
    try await events().filter { $0.type == .sweepRequested }
  }

  /// All flips that are stored.
  func flips() async throws -> [PlainFlip] {
    try await query(
      """
      SELECT f.need_id, p.code, f.from_verdict, f.to_verdict FROM decision_flip f
      JOIN product p ON p.id = f.product_id
      """
    ).map {
      PlainFlip(
        need: NeedID(try $0.decode(0, as: UUID.self)), product: try $0.decode(1, as: String.self),
        from: try $0.decode(2, as: String.self), to: try $0.decode(3, as: String.self))
    }
  }

  /// Decides every open need from scratch, as if all of them waited.
  func decideFromScratch() async throws {
    try await execute("UPDATE need SET match_due_since = now() WHERE status = 'submitted'")
    let owners = try await query("SELECT DISTINCT enterprise_id FROM need").map {
      EnterpriseID(try $0.decode(0, as: UUID.self))
    }
    let ids = IdentifierSource()
    let events = owners.map { owner in
      Event(
        id: ids.next(), type: .matchRequested, key: owner.text, subject: owner.text,
        time: store.clock.now, sequence: 1, data: ["enterprise_id": .string(owner.text)])
    }
    _ = try await application.match(events: events, consumer: "scratch")
  }
}

/// What a run says of each product, by code; a product that is not in force is absent.
func verdicts(_ run: MatchResult, _ catalog: Catalog) -> [String: String] {
  var verdicts: [String: String] = [:]
  for (index, product) in catalog.products.enumerated() {
    if let verdict = run.verdict(of: index) { verdicts[product.code] = verdict.rawValue }
  }
  return verdicts
}

/// The flips between two runs, plainly.
func plainFlips(
  _ need: NeedID, _ old: [String: String], _ new: [String: String]
) -> Set<PlainFlip> {
  var flips: Set<PlainFlip> = []
  for code in Set(old.keys).union(new.keys) {
    let (from, to) = (old[code] ?? "absent", new[code] ?? "absent")
    let says = { (word: String) in word == "absent" ? "ineligible" : word }
    if says(from) != says(to) {
      flips.insert(PlainFlip(need: need, product: code, from: from, to: to))
    }
  }
  return flips
}

/// The best products without their places in a catalog.
func best(_ run: MatchResult) -> [[String]] {
  run.top.map {
    [$0.code, "\($0.limitFen ?? -1)", "\($0.costPPM ?? -1)", "\($0.coveragePPM ?? -1)"]
  }
}
