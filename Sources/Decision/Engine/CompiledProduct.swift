import Catalog
import Domain
import Pricing

/// A product made ready: its criteria compiled, and the rules the engine adds.
struct CompiledProduct: Sendable {
  let index: Int
  let product: Product
  let criteria: [CompiledRule]
  /// The tenor range as a test of the need's tenor.
  let tenor: CompiledTest?
  let tenorTest: FactTest?
  /// Made ready for one day; nil when no price is published, or no day was named.
  private(set) var price: ProductPrice?

  init?(_ product: Product, index: Int, table: FactTable) {
    let criteria = product.criteria.compactMap { CompiledRule($0, table: table) }
    guard criteria.count == product.criteria.count else { return nil }
    self.index = index
    self.product = product
    self.criteria = criteria
    tenorTest = Self.tenorTest(product.tenor)
    tenor = tenorTest.flatMap { CompiledTest($0, table: table) }
    if tenorTest != nil, tenor == nil { return nil }
  }

  /// The product with its price on a day.
  func priced(_ price: ProductPrice?) -> CompiledProduct {
    var copy = self
    copy.price = price
    return copy
  }

  private static func tenorTest(_ range: Product.TenorRange) -> FactTest? {
    switch (range.minMonths, range.maxMonths) {
    case (let min?, let max?):
      FactTest(fact: NeedFact.tenor, op: .between, operand: .range(.integer(min), .integer(max)))
    case (let min?, nil):
      FactTest(fact: NeedFact.tenor, op: .atLeast, operand: .value(.integer(min)))
    case (nil, let max?):
      FactTest(fact: NeedFact.tenor, op: .atMost, operand: .value(.integer(max)))
    case (nil, nil): nil
    }
  }

  /// Least limit that covers enough of the amount asked: ceil(min_coverage_ppm × asked /
  /// 1,000,000). limit ≥ needed is the same as limit × 1,000,000 ≥ min_coverage_ppm × asked.
  func needed(asked: Int64) -> Int64 {
    let product = Int128(product.minCoveragePPM) * Int128(asked)
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: 1_000_000)
    return Int64(clamping: quotient + (remainder > 0 ? 1 : 0))
  }

  /// Whether min(limit, asked) reaches the product's least amount; nil without one.
  func amountMinResult(_ limit: LimitState, asked: Int64?) -> RuleResult? {
    guard let minimum = product.amount.minFen else { return nil }
    guard let asked else { return .unknown }
    return limit.reaches(minimum, asked: asked)
  }

  /// Whether the limit covers enough of the amount asked; nil when nothing of it is published that
  /// could be judged.
  func coverageResult(_ limit: LimitState, asked: Int64?) -> RuleResult? {
    guard limit.least != nil || limit.hasUnknownTerm else { return nil }
    guard let asked else { return .unknown }
    return limit.reaches(needed(asked: asked), asked: asked)
  }
}

/// Ids of the rules the engine adds after the criteria, in this order.
public enum EngineRule {
  /// The tenor asked for lies in the product's range.
  public static let tenor = "tenor"
  /// The lesser of limit and amount asked reaches the product's least amount.
  public static let amountMin = "amount_min"
  /// The limit covers enough of the amount asked.
  public static let coverage = "coverage"
}
