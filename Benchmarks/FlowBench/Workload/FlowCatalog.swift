import Application
import Catalog
import Decision
import Domain
import Policy

/// A catalog of made products, each of which is for 3 to 15 % of the needs.
struct FlowCatalog: Sendable {
  let catalog: Catalog
  let policies: PolicySet
  /// Candidates that were made to find these products.
  let tried: Int
  /// The mean share of the calibration needs a product is for, in ppm.
  let meanEligiblePPM: Int64

  /// Every product is for this share of the calibration needs, in per cent.
  static let eligiblePercent = 3...15
  static let calibrationNeeds = 1_000
  private static let candidatesPerRound = 400
  private static let roundsMaximum = 200

  /// - Parameter progress: told how many products there are.
  /// - Throws: `BenchFailure` when so many cannot be found; faults of a made document.
  static func make(
    products wanted: Int, seed: UInt64, subjects: FlowSubjects, cities: [String],
    progress: (Int) -> Void
  ) throws -> FlowCatalog {
    let seedCatalog = try SeedCatalog.catalog()
    let policies = try SeedCatalog.policies()
    var maker = ProductMaker(
      seed: seed, institutions: seedCatalog.institutions.map(\.code),
      families: seedCatalog.families.map(\.code), cities: cities)
    let clock = Instant(startOf: subjects.today)
    let inputs = (0..<calibrationNeeds).map { index in
      let subject = subjects.subject(index)
      return DecisionInput(
        needFacts: subject.needFacts(on: subjects.today), enterpriseFacts: subject.facts,
        clock: clock)
    }
    var chosen: [JSON] = []
    var eligible: Int64 = 0
    var tried = 0
    for _ in 0..<roundsMaximum where chosen.count < wanted {
      let candidates = (0..<candidatesPerRound).map { maker.document(tried + $0) }
      tried += candidates.count
      let catalog = try read(candidates, like: seedCatalog)
      let counts = try counts(Engine(catalog: catalog, policies: policies), inputs)
      for (product, count) in zip(catalog.products, counts)
      where chosen.count < wanted && isWithin(count) {
        chosen.append(product.json)
        eligible += Int64(count)
      }
      progress(chosen.count)
    }
    guard chosen.count == wanted else {
      throw BenchFailure("only \(chosen.count) of \(tried) made products are for 3 to 15 %")
    }
    return FlowCatalog(
      catalog: try read(chosen, like: seedCatalog), policies: policies, tried: tried,
      meanEligiblePPM: eligible * 1_000_000 / Int64(max(1, wanted) * calibrationNeeds))
  }

  /// The same catalog with another name of one product, as an operator mends a word.
  func renamed() throws -> Catalog {
    guard case .object(var document) = catalog.json,
      case .array(var products)? = document["products"],
      case .object(var product)? = products.first
    else { throw BenchFailure("a catalog is an object with products") }
    product["name"] = ["zh": "合成产品(更名)", "en": "synthetic product, renamed"]
    products[0] = .object(product)
    document["products"] = .array(products)
    return try Catalog(json: .object(document))
  }

  private static func isWithin(_ count: Int) -> Bool {
    count * 100 >= eligiblePercent.lowerBound * calibrationNeeds
      && count * 100 <= eligiblePercent.upperBound * calibrationNeeds
  }

  private static func read(_ products: [JSON], like seed: Catalog) throws -> Catalog {
    try Catalog(json: [
      "facts": seed.json["facts"] ?? .null, "institutions": seed.json["institutions"] ?? .null,
      "families": seed.json["families"] ?? .null, "products": .array(products),
    ])
  }

  /// By product: how many of the inputs it is for.
  private static func counts(_ engine: Engine, _ inputs: [DecisionInput]) -> [Int] {
    var counts = [Int](repeating: 0, count: engine.catalog.products.count)
    for input in inputs {
      let bitmap = engine.match(input).eligible
      for product in counts.indices where Bitmap.contains(bitmap, product) {
        counts[product] += 1
      }
    }
    return counts
  }
}
