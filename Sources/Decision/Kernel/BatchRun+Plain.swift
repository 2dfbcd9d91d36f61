import Catalog
import Domain

extension PreparedBatch {
  /// Decides one need rule by rule, as those are whose amounts the rows cannot hold.
  func runPlainly(_ need: Int, _ result: BatchResult) {
    let view = batch.view(of: need)
    let asked = view.state(NeedFact.amount).integer
    var ranks: [BatchRank] = []
    var nearMisses: [BatchNearMiss] = []
    var needsInfo = 0
    for (place, product) in kernel.products.enumerated() {
      let count = kernel.plainCount(place, view, asked: asked)
      switch count.verdict {
      case .needsInfo: needsInfo += 1
      case .eligible:
        ranks.append(plainRank(view, place: place, cost: kernel.cost(place, view)))
      case .ineligible:
        guard let rule = count.nearMissRule else { continue }
        nearMisses.append(
          BatchNearMiss(
            costPPM: kernel.cost(place, view), product: Int32(product.index),
            rule: Int32(rule)))
      }
    }
    result.eligible.base[need] = Int32(ranks.count)
    result.needsInfo.base[need] = Int32(needsInfo)
    ranks.sort { $0.isBetter(than: $1) }
    let limit = result.topLimit
    for place in 0..<limit {
      result.ranks.base[need * limit + place] = place < ranks.count ? ranks[place] : .empty
    }
    guard hasNearMisses else { return }
    result.near.base[need] = Int32(nearMisses.count)
    nearMisses.sort { $0.isNearer(than: $1) }
    for place in 0..<limit {
      result.nearMisses.base[need * limit + place] =
        place < nearMisses.count ? nearMisses[place] : .empty
    }
  }

  /// A product with its limit and coverage, as the plain rules compute them.
  func plainRank(_ view: FactView, place: Int, cost: Int64) -> BatchRank {
    let product = kernel.products[place]
    let limit = LimitState(product.product, view)
    let asked = view.state(kernel.amountSlot).integer
    return BatchRank(
      costPPM: cost, limitFen: limit.fen ?? BatchRank.none, product: Int32(product.index),
      coveragePPM: asked.flatMap { limit.coveragePPM(asked: $0) }.map { Int32($0) }
        ?? BatchRank.noCoverage)
  }
}
