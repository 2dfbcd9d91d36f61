import Catalog
import Domain
import Pricing
import Synchronization

/// What the products of a kernel cost the needs of one class.
struct ClassCosts: Sendable {
  /// By place; `BatchRank.none` when not published, 0 for products priced for each need.
  let costs: [Int64]
  /// Policy parameters that were carried past their series' end, with the products, by place, whose
  /// price uses them.
  let carried: [(parameter: String, products: BitRow)]
}

/// The costs of classes, kept from batch to batch: a slice of needs is decided in less time than the
/// prices of its classes take.
final class ClassCostCache: Sendable {
  /// Figures kept, over all classes; past it all are forgotten.
  private static let maximumFigures = 4_000_000

  /// How a class's needs stand to all that prices ask for.
  struct Key: Hashable, Sendable {
    var results: [RuleResult]
    var tenor: Int64
  }

  private let known = Mutex<[Key: ClassCosts]>([:])

  func costs(_ key: Key, make: () -> ClassCosts) -> ClassCosts {
    if let costs = known.withLock({ $0[key] }) { return costs }
    let made = make()
    known.withLock { known in
      if (known.count + 1) * max(1, made.costs.count) > Self.maximumFigures { known = [:] }
      known[key] = made
    }
    return made
  }
}

extension Kernel {
  /// The costs of the class that a need of a batch stands for.
  func classCosts(_ batch: NeedBatch, example need: Int) -> ClassCosts {
    classCosts(batch.view(of: need))
  }

  /// The costs of the class a need belongs to.
  func classCosts(_ view: FactView) -> ClassCosts {
    var results: [RuleResult] = []
    for component in prices.components {
      let state = view.state(columns[component.column].slot)
      results += component.checks.map { $0.result(state) }
    }
    let column = columns[tenorColumn]
    let tenor = column.code(view.state(column.slot)) ?? KernelColumn.unknownCode
    // Without an amount that can be priced nothing has a cost: true of this need, not of its class.
    guard let asked = view.state(NeedFact.amount).integer, (1...Fen.maximum).contains(asked) else {
      return makeCosts(view)
    }
    let key = ClassCostCache.Key(results: results, tenor: tenor)
    return classCosts.costs(key) { makeCosts(view) }
  }

  private func makeCosts(_ view: FactView) -> ClassCosts {
    var costs = [Int64](repeating: 0, count: products.count)
    var carried: [String: BitRow] = [:]
    for (place, product) in products.enumerated() {
      guard let cost = product.rankedCost(LimitState(product.product, view), view) else {
        costs[place] = BatchRank.none
        continue
      }
      if !prices.perNeed.contains(place) { costs[place] = cost.effectivePPM ?? BatchRank.none }
      if let parameter = cost.carriedParameter {
        carried[parameter, default: BitRow(wordCount: wordCount)].insert(place)
      }
    }
    return ClassCosts(
      costs: costs, carried: carried.keys.sorted().map { ($0, carried[$0] ?? residual) })
  }
}
