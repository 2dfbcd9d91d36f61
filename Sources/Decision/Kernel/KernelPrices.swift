import Catalog
import Domain
import Pricing

/// What the costs of a kernel's products depend on. Needs that agree in it have the same costs, but
/// for products whose cost depends on the amount.
struct KernelPrices: Sendable {
  /// A fact that prices ask for.
  struct Component: Sendable {
    let column: Int
    /// How prices tell its values apart.
    let checks: [FactCheck]
  }

  let components: [Component]
  /// Whether the tenor counts.
  let usesTenor: Bool
  /// Products whose cost is computed for each need.
  let perNeed: BitRow

  init(products: [CompiledProduct], builder: inout KernelBuilder) {
    var checks: [Int: Set<FactCheck>] = [:]
    var usesTenor = false
    var perNeed = BitRow(wordCount: builder.wordCount)
    let table = builder.table
    for (place, product) in products.enumerated() {
      guard let dependencies = product.price?.dependencies else { continue }
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
        // Nothing says where its values part.
        _ = builder.column(slot)
        perNeed.insert(place)
      }
    }
    components = checks.keys.sorted().map { column in
      Component(column: column, checks: Array(checks[column] ?? []))
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
