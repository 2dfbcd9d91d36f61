import Catalog
import Domain

/// What a changed product changed for the needs of a batch.
public struct ProductSweep: Sendable {
  /// One need whose verdict on the product is another one.
  public struct Flip: Hashable, Sendable {
    public let need: Int
    public let from: Verdict
    public let to: Verdict
  }

  public let verdicts: ProductVerdicts
  /// By rising need.
  public let flips: [Flip]
  /// Needs whose best products had to be found anew.
  public let rerunCount: Int
}

extension PreparedBatch {
  /// The verdicts of one product on all needs.
  ///
  /// - Parameter product: index in the catalog.
  /// - Returns: nil when it is not in force on the kernel's day.
  public func verdicts(of product: Int) -> ProductVerdicts? {
    kernel.products.firstIndex { $0.index == product }.map {
      ProductScan(self, place: $0).verdicts()
    }
  }

  /// Brings earlier outcomes up to date with one changed product: counts, best products and flips.
  /// All other products, and their indices, must be as they were.
  ///
  /// - Parameters:
  ///   - product: index in the catalog.
  ///   - before: the verdicts of its former version on the same needs.
  ///   - result: the outcomes with the former version, of a run without near misses.
  /// - Returns: nil when the product is not in force on the kernel's day.
  public func sweep(
    of product: Int, before: ProductVerdicts, updating result: BatchResult
  ) -> ProductSweep? {
    guard let place = kernel.products.firstIndex(where: { $0.index == product }),
      !hasNearMisses, !result.hasNearMisses, result.count == batch.count,
      before.count == batch.count
    else { return nil }
    let after = ProductScan(self, place: place).verdicts()
    var flips: [ProductSweep.Flip] = []
    var reruns: [Int] = []
    let offers = ProductOffers(self, place: place)
    for word in after.eligible.indices {
      // Needs with the product before or after; the rest can only wait for facts.
      var rest =
        after.eligible[word] | before.eligible[word]
        | (after.needsInfo[word] ^ before.needsInfo[word])
      while rest != 0 {
        let need = word << 6 + rest.trailingZeroBitCount
        rest &= rest &- 1
        let (from, to) = (before[need], after[need])
        if from != to { flips.append(ProductSweep.Flip(need: need, from: from, to: to)) }
        result.eligible.base[need] += (to == .eligible ? 1 : 0) - (from == .eligible ? 1 : 0)
        result.needsInfo.base[need] += (to == .needsInfo ? 1 : 0) - (from == .needsInfo ? 1 : 0)
        guard from == .eligible || to == .eligible else { continue }
        let offer = to == .eligible ? offers.offer(need) : nil
        if !result.replace(product, by: offer, need: need) { reruns.append(need) }
      }
    }
    rerun(reruns, result)
    return ProductSweep(verdicts: after, flips: flips, rerunCount: reruns.count)
  }

  private func rerun(_ needs: [Int], _ result: BatchResult) {
    guard !needs.isEmpty else { return }
    let part = PreparedBatch(self, needs: needs)
    let found = BatchResult(count: needs.count, topLimit: result.topLimit, nearMisses: false)
    part.run(into: found)
    let limit = result.topLimit
    for (place, need) in needs.enumerated() {
      for rank in 0..<limit {
        result.ranks.base[need * limit + rank] = found.ranks.base[place * limit + rank]
      }
    }
  }
}

extension BatchResult {
  /// Takes a product out of the best of a need, and puts its new offer in where it belongs.
  ///
  /// - Returns: false when another product may have to follow that is not known here.
  fileprivate func replace(_ product: Int, by offer: BatchRank?, need: Int) -> Bool {
    guard topLimit > 0 else { return true }
    let top = ranks.base + need * topLimit
    var count = 0
    var wasFull = true
    var wasShown = false
    for place in 0..<topLimit {
      let rank = top[place]
      if rank.product < 0 {
        wasFull = false
        break
      }
      if Int(rank.product) == product {
        wasShown = true
      } else {
        top[count] = rank
        count += 1
      }
    }
    for place in count..<topLimit { top[place] = .empty }
    if let offer {
      // Better than the last of the others, it stands before whatever is not known.
      let isSettled =
        !(wasFull && wasShown) || (count > 0 && offer.isBetter(than: top[count - 1]))
      guard isSettled else { return false }
      guard count < topLimit || offer.isBetter(than: top[topLimit - 1]) else { return true }
      var place = min(count, topLimit - 1)
      while place > 0, offer.isBetter(than: top[place - 1]) {
        top[place] = top[place - 1]
        place -= 1
      }
      top[place] = offer
      return true
    }
    return !(wasFull && wasShown)
  }
}

/// The offer of one product for single needs: cost, limit and coverage.
private struct ProductOffers {
  let prepared: PreparedBatch
  let place: Int
  /// By class of costs; filled as needed.
  private let bits: [Int]

  init(_ prepared: PreparedBatch, place: Int) {
    self.prepared = prepared
    self.place = place
    bits = prepared.indexes.map { $0.order.firstIndex(of: place) ?? 0 }
  }

  func offer(_ need: Int) -> BatchRank {
    let isPlain = prepared.flags.base[need] & PreparedBatch.isPlain != 0
    let priceClass = prepared.priceClass(of: need)
    let order = prepared.sortedCosts.isEmpty ? 0 : priceClass
    let bit = bits[order]
    let index = prepared.indexes[order]
    let isShared = prepared.sortedCosts.isEmpty || bit >= index.sortedCount || isPlain
    let cost =
      isShared
      ? prepared.kernel.cost(place, prepared.batch.view(of: need))
      : prepared.sortedCosts[order].base[bit]
    return isPlain
      ? prepared.plainRank(prepared.batch.view(of: need), place: place, cost: cost)
      : prepared.offer(need, bit, order, cost)
  }
}
