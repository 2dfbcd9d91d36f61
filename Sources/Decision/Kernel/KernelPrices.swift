import Catalog
import Domain
import Pricing

/// What the costs of a kernel's products depend on. Needs that agree in it have the same costs, but
/// for products whose cost depends on the amount.
struct KernelPrices: Sendable {
  /// A fact that prices ask for.
  struct Component: Sendable {
    let column: Int
    /// How prices tell its values apart; empty when each value counts by itself.
    let checks: [FactCheck]
  }

  let pricer: Pricer
  let components: [Component]
  /// Whether the tenor counts.
  let usesTenor: Bool
  /// Products whose cost is computed for each need.
  let perNeed: BitRow

  init(products: [CompiledProduct], pricer: Pricer, builder: inout KernelBuilder) {
    self.pricer = pricer
    var checks: [Int: Set<FactCheck>] = [:]
    var wholeValues: Set<Int> = []
    var usesTenor = false
    var perNeed = BitRow(wordCount: builder.wordCount)
    let table = builder.table
    for (place, product) in products.enumerated() {
      guard let dependencies = product.product.pricing.map({ PriceDependencies($0) }) else {
        continue
      }
      usesTenor = usesTenor || dependencies.usesTenor
      if dependencies.dependsOnAmount { perNeed.insert(place) }
      let tested = Set(dependencies.tests.map(\.fact))
      for test in dependencies.tests {
        guard let slot = table.slots[test.fact],
          let check = FactCheck(test, of: table.definitions[slot])
        else { continue }
        checks[builder.column(slot, parting: check), default: []].insert(check)
      }
      for path in dependencies.facts.subtracting(tested) {
        guard let slot = table.slots[path] else { continue }
        switch table.definitions[slot].type {
        case .boolean, .enumeration: wholeValues.insert(builder.column(slot))
        case .integer, .date, .set, .region, .industry, .text:
          // Nothing says where its values part.
          _ = builder.column(slot)
          perNeed.insert(place)
        }
      }
    }
    components = Set(checks.keys).union(wholeValues).sorted().map { column in
      Component(
        column: column, checks: wholeValues.contains(column) ? [] : Array(checks[column] ?? []))
    }
    self.usesTenor = usesTenor
    self.perNeed = perNeed
  }

  /// The longest tenor that is priced, and one class each for none of these and for unknown.
  static let unknownTenorClass = 0
  static let unpricedTenorClass = Int(Pricer.maximumMonths) + 1
  static let tenorClassCount = unpricedTenorClass + 1

  /// The class of a stored tenor.
  static func tenorClass(_ code: Int64) -> Int {
    if code == KernelColumn.unknownCode { return unknownTenorClass }
    return (1...Pricer.maximumMonths).contains(code) ? Int(code) : unpricedTenorClass
  }
}

/// What the price of a product depends on besides the day.
struct PriceDependencies {
  /// Comparisons of facts.
  var tests: [FactTest] = []
  /// All facts, those of `tests` too.
  var facts: Set<String> = []
  var usesTenor = false
  /// A greatest amount of a subsidy may bind.
  var dependsOnAmount = false

  init(_ terms: PricingTerms) {
    guard case .annualised(let terms) = terms else { return }
    usesTenor = true
    if let grade = terms.gradeFact { facts.insert(grade) }
    for subsidy in terms.subsidies {
      if subsidy.capFen != nil { dependsOnAmount = true }
      guard let fact = subsidy.fact else { continue }
      facts.insert(fact)
      tests.append(FactTest(fact: fact, op: .equal, operand: .value(.boolean(true))))
    }
  }
}
