import Domain

/// What the inner loops read of a prepared batch, by bare pointers: counting references for every
/// need would take a tenth of the time. Valid while the batch is.
struct BatchView {
  /// One order of the products.
  struct Order {
    let words: UnsafePointer<UInt64>
    /// By bit; nil where classes share the order.
    let costs: UnsafePointer<Int64>?
    let offers: UnsafePointer<IndexOffers.Offer>
    let terms: UnsafePointer<IndexOffers.Term>
    /// By table and bit: see `FailTables.places`.
    let failPlaces: UnsafePointer<Int16>
    /// The products there are.
    let all: UnsafePointer<UInt64>
    let sortedCount: Int
    let count: Int
  }
  /// How near misses are counted.
  struct Near {
    /// Tables that are rules of their own, then those of the least amount; the rest are of the
    /// coverage.
    let wholeCount: Int
    let amountMinCount: Int
    /// By product's place: where its rules after the criteria begin.
    let criteriaCounts: UnsafePointer<Int32>
  }
  /// What a fact adds to the key of a class of costs.
  struct Part {
    let classes: Int
    let keys: UnsafePointer<Int32>
  }

  let orders: UnsafeMutablePointer<Order>
  let orderCount: Int
  let parts: UnsafeMutablePointer<Part>
  let partCount: Int
  /// By key; nil when needs are priced one by one.
  let priceClasses: UnsafePointer<Int32>?
  let tenorFactor: Int
  let usesTenor: Bool
  let tenors: UnsafePointer<Int64>
  let asked: UnsafePointer<Int64>
  let values: UnsafePointer<Int64>
  let columnStride: Int
  let width: Int
  let tableCount: Int
  let hasResidual: Bool
  /// Nil for runs without near misses.
  let near: Near?

  init(_ prepared: PreparedBatch) {
    orderCount = prepared.indexes.count
    orders = .allocate(capacity: orderCount)
    for (number, index) in prepared.indexes.enumerated() {
      let isSorted = !prepared.sortedCosts.isEmpty
      (orders + number).initialize(
        to: Order(
          words: UnsafePointer(index.words.base),
          costs: isSorted ? UnsafePointer(prepared.sortedCosts[number].base) : nil,
          offers: UnsafePointer(prepared.offers[number].offers.base),
          terms: UnsafePointer(prepared.offers[number].terms.base),
          failPlaces: UnsafePointer(prepared.failPlaces[number].base),
          all: UnsafePointer(index.all.base), sortedCount: index.sortedCount,
          count: index.order.count))
    }
    let prices = prepared.prices
    partCount = prices?.parts.count ?? 0
    parts = .allocate(capacity: max(1, partCount))
    for (number, part) in (prices?.parts ?? []).enumerated() {
      (parts + number).initialize(
        to: Part(
          classes: part.column * BatchScratch.blockSize, keys: UnsafePointer(part.keys.base)))
    }
    priceClasses = prices.map { UnsafePointer($0.classes.base) }
    tenorFactor = prices?.tenorFactor ?? 0
    usesTenor = prices?.usesTenor ?? false
    tenors = prepared.column(prepared.kernel.tenorColumn)
    asked = prepared.column(prepared.kernel.amountColumn)
    values = UnsafePointer(prepared.columns.base)
    columnStride = prepared.columnStride
    width = prepared.indexes[0].width
    tableCount = prepared.tables.count
    hasResidual = !prepared.indexes[0].isResidualEmpty
    near = prepared.failTables.map {
      Near(
        wholeCount: $0.wholeCount, amountMinCount: $0.amountMinCount,
        criteriaCounts: UnsafePointer($0.criteriaCounts.base))
    }
  }

  func deallocate() {
    orders.deallocate()
    parts.deallocate()
  }

  /// The class of a need's costs.
  @inline(__always)
  func priceClass(_ need: Int, _ place: Int, _ classes: UnsafePointer<Int32>) -> Int {
    guard let priceClasses else { return 0 }
    var key = tenorFactor &* PriceClasses.tenorClass(tenors[need], usesTenor)
    for number in 0..<partCount {
      let part = parts[number]
      key &+= Int(part.keys[Int(classes[part.classes &+ place])])
    }
    return Int(priceClasses[key])
  }
}
