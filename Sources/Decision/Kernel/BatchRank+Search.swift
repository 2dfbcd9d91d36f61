import Domain
import Pricing

extension PreparedBatch {
  /// Finds the best of the products that pass.
  @inline(__always)
  func rank(
    _ need: Int, _ bits: UnsafePointer<UInt64>, eligible: Int, priceClass: Int, order: Int,
    _ scratch: BatchScratch, _ result: BatchResult
  ) {
    let limit = result.topLimit
    let top = result.ranks.base + need &* limit
    var found = 0
    if eligible > 0, limit > 0 {
      if let costs = scratch.view.orders[order].costs {
        found = take(need, bits, order, costs, scratch, top, limit: limit)
      } else {
        found = search(need, bits, priceClass, scratch, top, limit: limit)
      }
    }
    while found < limit {
      top[found] = .empty
      found &+= 1
    }
  }

  /// The first bits left are the best; those of equal cost are ranked by coverage and code. Products
  /// that are priced for each need come after them.
  @inline(__always)
  private func take(
    _ need: Int, _ bits: UnsafePointer<UInt64>, _ order: Int, _ costs: UnsafePointer<Int64>,
    _ scratch: BatchScratch, _ top: UnsafeMutablePointer<BatchRank>, limit: Int
  ) -> Int {
    let view = scratch.view
    let of = view.orders[order]
    let wanted = scratch.bits.base
    let count = Self.cheapest(
      bits, width: view.width, sorted: of.sortedCount, costs, limit: limit, into: wanted)
    let asked = view.asked[need]
    // Where more than are kept cost as little as the last, the best of them are chosen elsewhere.
    let ranks = count <= limit ? top : scratch.ranks.base
    for place in 0..<count {
      let bit = Int(wanted[place])
      let offer = of.offers + bit
      if offer.pointee.termCount >= 0 {
        let limit = IndexOffers.limit(
          offer, of.terms, view.values + need, stride: view.columnStride)
        ranks[place] = BatchRank(
          costPPM: costs[bit], limitFen: limit, product: offer.pointee.product,
          coveragePPM: Self.coverage(limit, asked))
      } else {
        ranks[place] = plainOffer(need, offer.pointee, asked, costs[bit])
      }
    }
    var place = 1
    while place < count {
      let rank = ranks[place]
      var before = place
      while before > 0, rank.isBetter(than: ranks[before &- 1]) {
        ranks[before] = ranks[before &- 1]
        before &-= 1
      }
      if before < place { ranks[before] = rank }
      place &+= 1
    }
    var found = min(count, limit)
    if count > limit { top.update(from: ranks, count: limit) }
    if of.sortedCount < of.count { priceEach(need, bits, order, top, &found, limit: limit) }
    return found
  }

  /// The first bits, as many as are kept, and those that cost as much as the last of them.
  @inline(__always)
  private static func cheapest(
    _ bits: UnsafePointer<UInt64>, width: Int, sorted: Int, _ costs: UnsafePointer<Int64>,
    limit: Int, into wanted: UnsafeMutablePointer<Int32>
  ) -> Int {
    var count = 0
    var last = Int64.max
    for word in 0..<width {
      var rest = bits[word]
      while rest != 0 {
        let bit = word &<< 6 &+ rest.trailingZeroBitCount
        rest &= rest &- 1
        if bit >= sorted { return count }
        if count >= limit {
          if count == limit { last = costs[Int(wanted[count &- 1])] }
          if costs[bit] != last { return count }
        }
        wanted[count] = Int32(truncatingIfNeeded: bit)
        count &+= 1
      }
    }
    return count
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
      Self.insert(
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
        Self.insert(offer(need, bit, 0, cost), top, &found, limit: limit)
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
    if bit < index.sortedCount, let shared { return shared.costs.base[entry] }
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
  func offer(_ need: Int, _ bit: Int, _ order: Int, _ cost: Int64) -> BatchRank {
    let offer = UnsafePointer(offers[order].offers.base + bit)
    let asked = column(kernel.amountColumn)[need]
    guard offer.pointee.termCount >= 0 else {
      return plainOffer(need, offer.pointee, asked, cost)
    }
    let limit = IndexOffers.limit(
      offer, offers[order].terms.base, columns.base + need, stride: columnStride)
    return BatchRank(
      costPPM: cost, limitFen: limit, product: offer.pointee.product,
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
  private static func insert(
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

extension IndexOffers {
  /// The limit of a product for a need.
  /// - Parameters:
  ///   - values: the need's value in the first column; the next stands `stride` further.
  @inline(__always)
  static func limit(
    _ offer: UnsafePointer<Offer>, _ terms: UnsafePointer<Term>, _ values: UnsafePointer<Int64>,
    stride: Int
  ) -> Int64 {
    let cap = offer.pointee.cap
    let count = offer.pointee.termCount
    guard count > 0 else { return cap }
    var limit = min(cap, value(offer.pointee.first, values, stride))
    var next = Int(offer.pointee.nextTerm)
    let end = next &+ Int(count) &- 1
    while next < end {
      limit = min(limit, value(terms[next], values, stride))
      next &+= 1
    }
    return limit
  }

  /// factor × fact / divisor, rounded down; a fact below 0, or none, counts as 0.
  @inline(__always)
  private static func value(
    _ term: Term, _ values: UnsafePointer<Int64>, _ stride: Int
  ) -> Int64 {
    let fact = values[Int(term.column) &* stride]
    let product =
      UInt64(truncatingIfNeeded: fact < 0 ? 0 : fact)
      &* UInt64(truncatingIfNeeded: term.factor)
    // Two constant divisions cost less than a branch that nobody can foresee.
    let thousandths = product / 1_000
    let millionths = thousandths / 1_000
    let value = term.divisor == 1_000 ? thousandths : term.divisor == 1 ? product : millionths
    return Int64(truncatingIfNeeded: value)
  }
}
