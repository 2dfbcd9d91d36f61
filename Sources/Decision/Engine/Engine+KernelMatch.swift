import Catalog
import Domain
import Pricing

extension Engine {
  /// By the kernel of the view's day; the same outcome as `plainMatch`.
  ///
  /// Only products that can come among the best, or the nearest, are looked at one by one.
  func kernelMatch(_ kernel: Kernel, _ view: FactView, topLimit: Int) -> MatchResult {
    guard let verdicts = kernel.verdicts(view),
      let asked = view.state(NeedFact.amount).integer
    else { return plainMatch(view, topLimit: topLimit) }
    let limit = max(0, topLimit)
    let classCosts = kernel.classCosts(view)
    let costs = KernelCosts(kernel: kernel, view: view, known: classCosts.costs)
    let eligible = verdicts.eligible.members
    let near = verdicts.near.members
    var open = verdicts.eligible
    open.formUnion(verdicts.near)
    return MatchResult(
      productCount: catalog.products.count,
      counts: MatchResult.Counts(
        considered: kernel.products.count, eligible: eligible.count,
        ineligible: kernel.products.count - eligible.count - verdicts.needsInfo.count,
        needsInfo: verdicts.needsInfo.count, nearMisses: near.count),
      considered: kernel.consideredRow(of: catalog.products.count),
      eligible: kernel.row(verdicts.eligible, of: catalog.products.count),
      needsInfo: kernel.row(verdicts.needsInfo, of: catalog.products.count),
      top: best(eligible, costs, kernel, view, asked: asked, limit: limit),
      nearMisses: costs.cheapest(near, limit: limit).prefix(limit).map { entry in
        let rule = kernel.nearRule(entry.place, verdicts, view, asked: asked)
        let index = kernel.products[entry.place].index
        return MatchResult.NearMiss(
          product: index, code: catalog.products[index].code,
          ruleID: days.ruleID(product: index, place: rule),
          costPPM: entry.cost == BatchRank.none ? nil : entry.cost)
      },
      warnings: classCosts.carried.compactMap { parameter, products in
        zip(products.words, open.words).contains { $0 & $1 != 0 }
          ? MatchResult.Warning(code: "parameter_carried", subject: parameter) : nil
      })
  }

  /// The best of some products by cost, coverage and code.
  private func best(
    _ places: [Int], _ costs: KernelCosts, _ kernel: Kernel, _ view: FactView, asked: Int64,
    limit: Int
  ) -> [MatchResult.RankedProduct] {
    let ranked = costs.cheapest(places, limit: limit).map { entry in
      let index = kernel.products[entry.place].index
      let state = LimitState(kernel.products[entry.place].product, view)
      return MatchResult.RankedProduct(
        product: index, code: catalog.products[index].code, limitFen: state.fen,
        costPPM: entry.cost == BatchRank.none ? nil : entry.cost,
        coveragePPM: state.coveragePPM(asked: asked))
    }
    return Array(
      ranked.sorted {
        ($0.costPPM ?? .max, -($0.coveragePPM ?? -1), $0.product)
          < ($1.costPPM ?? .max, -($1.coveragePPM ?? -1), $1.product)
      }.prefix(limit))
  }
}

/// The costs of one need's products.
private struct KernelCosts {
  let kernel: Kernel
  let view: FactView
  /// By place.
  let known: [Int64]

  struct Entry {
    var place: Int
    var cost: Int64
  }

  /// Those that cost no more than the last that is kept, by cost and place; so also those that tie
  /// with it.
  func cheapest(_ places: [Int], limit: Int) -> [Entry] {
    guard limit > 0 else { return [] }
    let entries = places.map { place in
      Entry(
        place: place,
        cost: kernel.prices.perNeed.contains(place) ? kernel.cost(place, view) : known[place])
    }.sorted { ($0.cost, $0.place) < ($1.cost, $1.place) }
    guard entries.count > limit else { return entries }
    let last = entries[limit - 1].cost
    return Array(entries.prefix { $0.cost <= last })
  }
}

extension Kernel {
  /// Some products, by place, as a bitmap over the catalog.
  func row(_ places: BitRow, of productCount: Int) -> [UInt8] {
    var row = Bitmap.empty(count: productCount)
    for place in places.members { Bitmap.insert(products[place].index, into: &row) }
    return row
  }

  /// The products in force as a bitmap over the catalog.
  func consideredRow(of productCount: Int) -> [UInt8] {
    var row = Bitmap.empty(count: productCount)
    for place in products.indices { Bitmap.insert(products[place].index, into: &row) }
    return row
  }
}
