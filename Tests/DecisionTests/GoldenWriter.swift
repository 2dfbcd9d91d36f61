import Catalog
import Decision
import Domain
import Foundation
import Policy
import Schemas
import Seeds
import Testing

/// Writes new golden files: `RONGQIAO_GOLDEN_WRITE=1 swift test --filter GoldenWriter`.
///
/// For a new `EngineVersion`, and for documents of a new kind. Files that exist stay as they are.
@Suite("GoldenWriter")
struct GoldenWriter {
  private static let isAsked =
    ProcessInfo.processInfo.environment["RONGQIAO_GOLDEN_WRITE"] == "1"
  private static let runsOfSeedCatalog = 30
  private static let randomCatalogs: [UInt64] = [11, 12, 13, 14, 15]
  private static let productsOfRandomCatalog = 8
  private static let runsOfRandomCatalog = 24

  @Test("writes golden files that are missing", .enabled(if: isAsked))
  func write() throws {
    try FileManager.default.createDirectory(
      at: GoldenFile.folder, withIntermediateDirectories: true)
    let version = EngineVersion.current.rawValue
    for seed in Self.randomCatalogs {
      try Self.write(try Self.randomCatalog(seed: seed), as: "v\(version)-random-\(seed)")
    }
    try Self.write(try Self.seedCatalog(), as: "v\(version)-seed-catalog")
  }

  private static func write(_ file: @autoclosure () throws -> GoldenFile, as name: String) throws {
    let place = GoldenFile.folder.appending(path: "\(name).json")
    guard !FileManager.default.fileExists(atPath: place.path) else { return }
    try Data(file().json.canonicalBytes + [UInt8(ascii: "\n")])
      .write(to: place, options: .withoutOverwriting)
  }

  private static func run(_ input: DecisionInput, _ engine: Engine, topLimit: Int)
    -> GoldenFile.Run
  {
    GoldenFile.Run(
      needFacts: input.needFacts.json, enterpriseFacts: input.enterpriseFacts.json,
      clock: input.clock, topLimit: topLimit,
      result: engine.match(input, topLimit: topLimit).json,
      traceDigest: Digest(of: GoldenFile.trace(engine.decideAll(input))).hexadecimal)
  }

  private static func file(_ engine: Engine, _ runs: [GoldenFile.Run]) -> GoldenFile {
    GoldenFile(
      engineVersion: engine.version.rawValue, catalog: engine.catalog.json,
      policies: engine.policies.json, runs: runs)
  }

  /// A few products of every kind of criterion, limit and price, on needs at their boundaries.
  private static func randomCatalog(seed: UInt64) throws -> GoldenFile {
    var random = RandomWorld(seed: seed)
    var products: [String: String] = [:]
    for index in 0..<productsOfRandomCatalog {
      let (criteria, rest) = random.product()
      products["p-\(index)"] = RandomWorld.body(criteria, rest)
    }
    let world = try World(products)
    let runs = (0..<runsOfRandomCatalog).map { index in
      let parts = random.input(random.facts(knownPercent: [60, 85, 100][index % 3]))
      let input = World.input(parts.facts, amount: parts.amount, months: parts.months)
      return run(input, world.engine, topLimit: index % 4 == 3 ? 2 : 10)
    }
    return file(world.engine, runs)
  }

  /// The catalog and the packs that ship, on needs whose facts lie at the thresholds.
  private static func seedCatalog() throws -> GoldenFile {
    let catalog = try Catalog.read(
      files: SchemaFiles.texts(in: .catalog, suffix: ".yaml").map {
        SourceFile(name: $0.name, text: $0.text)
      })
    let policies = try PolicySet.read(
      files: SchemaFiles.texts(in: .policy, suffix: ".yaml").map {
        SourceFile(name: $0.name, text: $0.text)
      })
    let engine = try Engine(catalog: catalog, policies: policies)
    var facts = GoldenFacts(catalog: catalog, seed: 20)
    return file(
      engine,
      (0..<runsOfSeedCatalog).map { index in
        run(facts.input(knownPercent: [70, 97, 100][index % 3]), engine, topLimit: 10)
      })
  }
}

/// Facts for a catalog: numbers at, just below and just above the thresholds it names, codes that
/// are mostly the good ones, so that every verdict occurs.
struct GoldenFacts {
  private let registry: FactRegistry
  /// Values some product compares the fact with.
  private var thresholds: [String: [JSON]] = [:]
  /// Numbers at which a comparison passes only just, or well.
  private var passing: [String: [Int64]] = [:]
  private var random: SeededGenerator

  init(catalog: Catalog, seed: UInt64) {
    registry = catalog.registry
    random = SeededGenerator(seed: seed)
    for product in catalog.products { note(product.json) }
  }

  private mutating func note(_ json: JSON) {
    switch json {
    case .array(let elements): for element in elements { note(element) }
    case .object(let members):
      if let path = members["fact"]?.stringValue, let value = members["value"] {
        thresholds[path, default: []] += value.arrayValue ?? [value]
        if let number = value.intValue {
          switch members["op"]?.stringValue {
          case "gte", "gt": passing[path, default: []] += [number, number + 1, number * 3]
          case "lte", "lt": passing[path, default: []] += [number, number - 1, number / 3]
          default: break
          }
        }
      }
      for (_, member) in members.sorted(by: { $0.key < $1.key }) { note(member) }
    default: break
    }
  }

  mutating func input(knownPercent: Int) -> DecisionInput {
    let clock = pick([
      "2025-12-31T23:59:59+08:00", "2026-01-01T00:00:00+08:00", "2026-03-02T09:00:00+08:00",
      "2026-08-31T12:00:00+08:00", "2027-02-01T08:30:00+08:00",
    ])
    let day = LegalDate(String(clock.prefix(10))) ?? LegalDate(daysSinceEpoch: 0)
    let asOf = day.adding(days: -Int.random(in: 0...400, using: &random))
    var need: [Fact] = []
    var enterprise: [Fact] = []
    for path in registry.paths {
      guard let definition = registry[path], definition.derivation == nil else { continue }
      let isOfNeed = path.hasPrefix("need.")
      guard isOfNeed || Int.random(in: 0..<100, using: &random) < knownPercent else { continue }
      let fact = Fact(
        path: path, value: value(definition, day), source: isOfNeed ? "need" : "enterprise",
        asOf: asOf)
      if isOfNeed { need.append(fact) } else { enterprise.append(fact) }
    }
    return DecisionInput(
      needFacts: FactSheet(need), enterpriseFacts: FactSheet(enterprise),
      clock: Instant(clock) ?? Instant(microseconds: 0))
  }

  private mutating func value(_ definition: FactDefinition, _ day: LegalDate) -> FactValue? {
    if definition.mayBeNone, Int.random(in: 0..<8, using: &random) == 0 { return nil }
    let known = thresholds[definition.path] ?? []
    switch definition.type {
    case .boolean:
      let wanted = known.compactMap(\.boolValue).randomElement(using: &random) ?? false
      return .boolean(Int.random(in: 0..<12, using: &random) == 0 ? !wanted : wanted)
    case .integer: return .integer(integer(definition, known.compactMap(\.intValue)))
    case .enumeration:
      let good = known.compactMap(\.stringValue)
      let all = definition.values ?? good
      let isGood = !good.isEmpty && Int.random(in: 0..<5, using: &random) > 0
      return .text(pick(isGood ? good : all))
    case .set:
      let all = definition.values ?? known.compactMap(\.stringValue)
      return .set(all.filter { _ in Bool.random(using: &random) }.sorted())
    case .region: return .text(pick(["340104", "340102", "340121", "340202", "350203"]))
    case .industry: return .text(pick(["3911", "2710", "6513", "C", "5171", "7010"]))
    case .date:
      return .date(day.adding(months: -pick([1, 11, 12, 13, 23, 24, 25, 36, 60, 120])))
    case .text: return .text(pick(["甲", "乙"]))
    }
  }

  private mutating func integer(_ definition: FactDefinition, _ known: [Int64]) -> Int64 {
    let spread: [Int64]
    switch definition.path {
    case NeedFact.amount: spread = [3_000_000, 30_000_000, 100_000_000, 300_000_000, 1_000_000_000]
    case NeedFact.tenor: spread = [1, 6, 12, 13, 24, 36, 59, 60, 61, 120]
    default:
      switch definition.unit {
      case .fen: spread = [0, 1, 5_000_000, 60_000_000, 250_000_000, 3_000_000_000]
      case .ppm: spread = [0, 100_000, 400_000, 650_000, 1_200_000]
      default: spread = [0, 1, 2, 3, 12, 40]
      }
    }
    let near = known.randomElement(using: &random).map { $0 + pick([-1, 0, 1]) }
    let good = passing[definition.path]?.randomElement(using: &random)
    let chance = Int.random(in: 0..<10, using: &random)
    let value = (chance < 8 ? good : nil) ?? (chance < 9 ? near : nil) ?? pick(spread)
    return Swift.min(Swift.max(value, definition.min), definition.max)
  }

  private mutating func pick<Element>(_ list: [Element]) -> Element {
    list[Int.random(in: 0..<list.count, using: &random)]
  }
}
