import Domain
import Pricing

extension PreparedBatch {
  /// Finds the best of the products that pass.
  func rank(
    _ need: Int, bits: UnsafePointer<UInt64>, isEmpty: Bool, priceClass: Int, order: Int,
    _ scratch: BatchScratch, _ result: BatchResult
  ) {
    let top = result.ranks.base + need &* result.topLimit
    var found = 0
    if !isEmpty {
      if sortedCosts.isEmpty {
        found = search(need, bits, priceClass, scratch, top, limit: result.topLimit)
      } else {
        found = take(need, bits, order, top, limit: result.topLimit)
      }
    }
    for place in found..<max(found, result.topLimit) { top[place] = .empty }
  }

  /// The first bits left are the best; those of equal cost are ranked by coverage and code. Products
  /// that are priced for each need come after them.
  @inline(__always)
  private func take(
    _ need: Int, _ bits: UnsafePointer<UInt64>, _ order: Int,
    _ top: UnsafeMutablePointer<BatchRank>, limit: Int
  ) -> Int {
    let index = indexes[order]
    let costs = sortedCosts[order].base
    var found = 0
    var word = 0
    let width = index.width
    let sorted = index.sortedCount
    sortedBits: while word < width {
      var rest = bits[word]
      while rest != 0 {
        let bit = word &<< 6 &+ rest.trailingZeroBitCount
        rest &= rest &- 1
        if bit >= sorted { break sortedBits }
        let cost = costs[bit]
        if found == limit {
          if limit == 0 || cost != top[limit &- 1].costPPM { break sortedBits }
        }
        insert(offer(need, bit, order, cost), top, &found, limit: limit)
      }
      word &+= 1
    }
    if sorted < index.order.count { priceEach(need, bits, order, top, &found, limit: limit) }
    return found
  }

  private func priceEach(
    _ need: Int, _ bits: UnsafePointer<UInt64>, _ order: Int,
    _ top: UnsafeMutablePointer<BatchRank>, _ found: inout Int, limit: Int
  ) {
    let index = indexes[order]
    var view: FactView?
    for bit in index.sortedCount..<index.order.count
    where bits[bit >> 6] >> UInt64(bit & 63) & 1 == 1 {
      let facts = view ?? batch.view(of: need)
      view = facts
      insert(
        offer(need, bit, order, kernel.cost(index.order[bit], facts)), top, &found, limit: limit)
    }
  }

  /// Where classes share an order, all products left are compared.
  private func search(
    _ need: Int, _ bits: UnsafePointer<UInt64>, _ priceClass: Int, _ scratch: BatchScratch,
    _ top: UnsafeMutablePointer<BatchRank>, limit: Int
  ) -> Int {
    let index = indexes[0]
    var found = 0
    var view: FactView?
    for word in 0..<index.width {
      var rest = bits[word]
      while rest != 0 {
        let bit = word &<< 6 &+ rest.trailingZeroBitCount
        rest &= rest &- 1
        let cost = sharedCost(need, bit, priceClass, 0, scratch, &view)
        if found == limit, limit == 0 || cost > top[limit &- 1].costPPM { continue }
        insert(offer(need, bit, 0, cost), top, &found, limit: limit)
      }
    }
    return found
  }

  /// The cost of a product for a need whose class shares its order with others.
  func sharedCost(
    _ need: Int, _ bit: Int, _ priceClass: Int, _ order: Int, _ scratch: BatchScratch,
    _ view: inout FactView?
  ) -> Int64 {
    let index = indexes[order]
    let entry = priceClass &* index.order.count &+ bit
    if bit < index.sortedCount, !scratch.sharedCosts.isEmpty {
      let known = scratch.sharedCosts[entry]
      if known != BatchScratch.notPriced { return known }
    }
    let facts = view ?? batch.view(of: need)
    view = facts
    let cost = kernel.cost(index.order[bit], facts)
    if bit < index.sortedCount, !scratch.sharedCosts.isEmpty { scratch.sharedCosts[entry] = cost }
    return cost
  }

  /// A product with its limit and coverage for a need.
  @inline(__always)
  func offer(_ need: Int, _ bit: Int, _ order: Int, _ cost: Int64) -> BatchRank {
    let offers = offers[order]
    let offer = offers.offers.base[bit]
    let asked = columns[kernel.amountColumn].base[need]
    if offer.termCount < 0 { return plainOffer(need, offer, asked, cost) }
    var limit = offer.cap
    for step in 0..<Int(offer.termCount) {
      let term = offers.terms.base[Int(offer.firstTerm) &+ step]
      let fact = columns[Int(term.column)].base[need]
      let product = UInt64(truncatingIfNeeded: max(0, fact)) &* UInt64(
        truncatingIfNeeded: term.factor)
      let value =
        switch term.divisor {
        case 1_000_000: product / 1_000_000
        case 1_000: product / 1_000
        default: product
        }
      limit = min(limit, Int64(truncatingIfNeeded: value))
    }
    return BatchRank(
      costPPM: cost, limitFen: limit, product: offer.product,
      coveragePPM: Self.coverage(limit, asked))
  }

  private func plainOffer(
    _ need: Int, _ offer: IndexOffers.Offer, _ asked: Int64, _ cost: Int64
  ) -> BatchRank {
    guard offer.termCount == IndexOffers.plainLimit else {
      return BatchRank(
        costPPM: cost, limitFen: BatchRank.none, product: offer.product,
        coveragePPM: BatchRank.noCoverage)
    }
    let limit = LimitState(kernel.products[Int(offer.place)].product, batch.view(of: need)).fen
    return BatchRank(
      costPPM: cost, limitFen: limit ?? BatchRank.none, product: offer.product,
      coveragePPM: limit.map { Self.coverage($0, asked) } ?? BatchRank.noCoverage)
  }

  /// floor(min(limit, asked) × 1,000,000 / asked).
  @inline(__always)
  private static func coverage(_ limit: Int64, _ asked: Int64) -> Int32 {
    if limit >= asked { return 1_000_000 }
    return Int32(
      truncatingIfNeeded: UInt64(truncatingIfNeeded: limit) &* 1_000_000
        / UInt64(truncatingIfNeeded: asked))
  }

  @inline(__always)
  private func insert(
    _ rank: BatchRank, _ top: UnsafeMutablePointer<BatchRank>, _ found: inout Int, limit: Int
  ) {
    if found == limit {
      guard limit > 0, rank.isBetter(than: top[limit &- 1]) else { return }
    }
    var place = found < limit ? found : limit &- 1
    while place > 0, rank.isBetter(than: top[place &- 1]) {
      top[place] = top[place &- 1]
      place &-= 1
    }
    top[place] = rank
    if found < limit { found &+= 1 }
  }
}

extension BatchRank {
  /// Cost ascending (not published last), coverage descending (unknown last), code.
  @inline(__always)
  func isBetter(than other: BatchRank) -> Bool {
    if costPPM != other.costPPM { return costPPM < other.costPPM }
    if coveragePPM != other.coveragePPM { return coveragePPM > other.coveragePPM }
    return product < other.product
  }
}
