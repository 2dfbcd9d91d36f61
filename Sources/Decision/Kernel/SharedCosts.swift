import Domain

/// The costs of all classes of a batch whose needs share one order of the products.
final class SharedCosts: Sendable {
  /// By class, then by bit of the index.
  let costs: AlignedMemory<Int64>
  /// Policy parameters that some price carries past the end of their series.
  let parameters: [String]
  /// By class, then by parameter: the products, by bit, whose price carries it.
  let carried: AlignedMemory<UInt64>
  private let width: Int

  init(_ classes: [ClassCosts], index: KernelIndex) {
    let count = index.order.count
    costs = AlignedMemory(repeating: BatchRank.none, count: classes.count * count)
    let parameters = Set(classes.flatMap { $0.carried.map(\.parameter) }).sorted()
    self.parameters = parameters
    width = index.width
    carried = AlignedMemory(
      repeating: 0, count: classes.count * parameters.count * index.width)
    for (number, entry) in classes.enumerated() {
      for (bit, place) in index.order.enumerated() {
        costs.base[number * count + bit] = entry.costs[place]
      }
      for (parameter, products) in entry.carried {
        let place = parameters.firstIndex(of: parameter) ?? 0
        let row = carried.base + (number * parameters.count + place) * index.width
        for (bit, product) in index.order.enumerated() where products.contains(product) {
          row[bit >> 6] |= 1 << UInt64(bit & 63)
        }
      }
    }
  }

  /// Which parameters the prices of products that pass, or nearly do, carry past their end.
  ///
  /// - Returns: bit n for `parameters[n]`.
  func carried(
    _ priceClass: Int, _ passing: UnsafePointer<UInt64>, _ near: UnsafePointer<UInt64>
  ) -> UInt64 {
    var mask: UInt64 = 0
    for number in parameters.indices {
      let row = carried.base + (priceClass * parameters.count + number) * width
      var hit: UInt64 = 0
      for word in 0..<width { hit |= row[word] & (passing[word] | near[word]) }
      if hit != 0 { mask |= 1 << UInt64(number) }
    }
    return mask
  }
}

/// Which products got which verdict, need by need, as a match run stores them.
final class BatchVerdicts: Sendable {
  /// Bytes of a bitmap over the catalog's products.
  let rowBytes: Int
  /// By need: the eligible products, by index in the catalog.
  let eligible: AlignedMemory<UInt8>
  let needsInfo: AlignedMemory<UInt8>
  /// By need: bit n for `SharedCosts.parameters[n]`.
  let carried: AlignedMemory<UInt64>

  /// - Parameter productCount: of the catalog.
  init(count: Int, productCount: Int) {
    rowBytes = (productCount + 7) / 8
    eligible = AlignedMemory(repeating: 0, count: count * rowBytes)
    needsInfo = AlignedMemory(repeating: 0, count: count * rowBytes)
    carried = AlignedMemory(repeating: 0, count: count)
  }

  /// Writes down what a need's rows say.
  @inline(__always)
  func note(
    _ need: Int, _ scratch: BatchScratch, _ index: KernelIndex, _ shared: SharedCosts?,
    priceClass: Int, view: BatchView
  ) {
    let offers = view.orders[0].offers
    Self.spread(scratch.passing.base, index.width, offers, eligible.base + need &* rowBytes)
    Self.spread(scratch.open.base, index.width, offers, needsInfo.base + need &* rowBytes)
    guard let shared else { return }
    carried.base[need] = shared.carried(priceClass, scratch.passing.base, scratch.near.base)
  }

  /// From bits of the index to bits of the catalog.
  @inline(__always)
  private static func spread(
    _ bits: UnsafePointer<UInt64>, _ width: Int,
    _ offers: UnsafePointer<IndexOffers.Offer>, _ row: UnsafeMutablePointer<UInt8>
  ) {
    for word in 0..<width {
      var rest = bits[word]
      while rest != 0 {
        let product = Int(offers[word &<< 6 &+ rest.trailingZeroBitCount].product)
        rest &= rest &- 1
        row[product &>> 3] |= 1 &<< UInt8(truncatingIfNeeded: product & 7)
      }
    }
  }

  func eligibleRow(_ need: Int) -> [UInt8] { row(eligible, need) }
  func needsInfoRow(_ need: Int) -> [UInt8] { row(needsInfo, need) }

  private func row(_ rows: AlignedMemory<UInt8>, _ need: Int) -> [UInt8] {
    Array(UnsafeBufferPointer(start: rows.base + need * rowBytes, count: rowBytes))
  }
}
