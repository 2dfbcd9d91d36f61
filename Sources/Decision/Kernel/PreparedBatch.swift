import Domain
import Pricing

/// A batch made ready for its kernel: columns and rows in memory, costs by class of needs.
/// Preparing takes milliseconds and is done once; runs repeat as often as wanted.
public final class PreparedBatch: Sendable {
  /// Most orders of the products that are kept. With more classes of costs all needs share one
  /// order, and their best products are searched for.
  public static let maximumOrders = 16

  let batch: NeedBatch
  let hasNearMisses: Bool
  var kernel: Kernel { batch.kernel }
  /// Stored values, column after column, each padded to full blocks.
  let columns: AlignedMemory<Int64>
  /// Values from one column to the next.
  let columnStride: Int
  /// Bit 0: some fact is unknown; bit 1: for the plain rules.
  let flags: AlignedMemory<UInt8>
  /// By column: whether some need has no value.
  let gaps: [Bool]
  let plans: [ColumnPlan]
  let prices: PriceClasses?
  let indexes: [KernelIndex]
  let offers: [IndexOffers]
  let tables: BatchTables
  /// For near misses: what each table is a part of.
  let failTables: FailTables?
  /// By index: see `FailTables.places`.
  let failPlaces: [AlignedMemory<Int16>]
  /// By index, when each class has its own: the costs by bit.
  let sortedCosts: [AlignedMemory<Int64>]
  /// When classes share an order and it was asked for: the costs of all classes.
  let shared: SharedCosts?

  static let isUnknown: UInt8 = 1
  static let isPlain: UInt8 = 2

  /// - Parameters:
  ///   - nearMisses: whether runs count and name near misses.
  ///   - sharingOrder: keeps one order of the products for all classes of costs, and the costs of
  ///     classes from batch to batch: best for batches of a few thousand needs.
  public convenience init(
    _ batch: NeedBatch, nearMisses: Bool = false, sharingOrder: Bool = false
  ) {
    self.init(batch, nearMisses: nearMisses, sharingOrder: sharingOrder, extending: nil)
  }

  /// - Parameter earlier: tables of an earlier batch with the first of these values.
  init(
    _ batch: NeedBatch, nearMisses: Bool, sharingOrder: Bool, extending earlier: FailTables?
  ) {
    self.batch = batch
    hasNearMisses = nearMisses
    let kernel = batch.kernel
    columnStride = Self.padded(batch.count)
    columns = Self.columns(batch, stride: columnStride)
    flags = Self.flags(batch)
    gaps = batch.codes.map { $0.contains { $0 <= KernelColumn.noneCode } }
    plans = kernel.columns.enumerated().map { ColumnPlan($0.element, index: $0.offset) }
    let classes = BatchClasses(kernel: kernel, values: batch.values)
    let failTables = nearMisses ? FailTables(kernel, classes: classes, extending: earlier) : nil
    self.failTables = failTables
    let specs = failTables?.tables ?? PassTables.make(kernel, classes: classes)
    let rows = specs.map(\.rows)
    let prices = PriceClasses(batch, BatchRanks(batch: batch))
    self.prices = prices
    let examples = prices?.examples ?? []
    let isSorted =
      !sharingOrder && !examples.isEmpty && examples.count <= Self.maximumOrders
    let classCosts = sharingOrder ? examples.map { kernel.classCosts(batch, example: $0) } : []
    var indexes: [KernelIndex] = []
    var sortedCosts: [AlignedMemory<Int64>] = []
    for example in examples.prefix(isSorted ? examples.count : 1) {
      let costs = classCosts.first?.costs ?? kernel.costs(batch, need: example)
      let index = KernelIndex(kernel, tables: rows, costs: costs)
      indexes.append(index)
      if isSorted {
        sortedCosts.append(
          AlignedMemory(index.order.map { costs[$0] }, filler: BatchRank.none))
      }
    }
    if indexes.isEmpty {
      indexes = [
        KernelIndex(
          kernel, tables: rows,
          costs: [Int64](repeating: 0, count: kernel.products.count))
      ]
    }
    self.indexes = indexes
    self.sortedCosts = sortedCosts
    shared = classCosts.isEmpty ? nil : SharedCosts(classCosts, index: indexes[0])
    failPlaces = indexes.map {
      failTables?.places(in: $0.order) ?? AlignedMemory(repeating: 0, count: 0)
    }
    offers = indexes.map { IndexOffers(kernel, order: $0.order) }
    tables = BatchTables(specs, index: indexes[0])
  }

  /// Some of the needs of a prepared batch, in the same order of rows.
  init(_ whole: PreparedBatch, needs: [Int]) {
    batch = whole.batch.part(needs)
    hasNearMisses = whole.hasNearMisses
    columnStride = Self.padded(needs.count)
    let columnCount = whole.batch.codes.count
    columns = AlignedMemory<Int64>(repeating: 0, count: columnStride * columnCount)
    for index in 0..<columnCount {
      let column = columns.base + index * columnStride
      for (place, need) in needs.enumerated() { column[place] = whole.column(index)[need] }
    }
    flags = AlignedMemory(needs.map { whole.flags.base[$0] }, filler: 0)
    gaps = whole.gaps
    plans = whole.plans
    prices = whole.prices
    indexes = whole.indexes
    offers = whole.offers
    tables = whole.tables
    failTables = whole.failTables
    failPlaces = whole.failPlaces
    sortedCosts = whole.sortedCosts
    shared = whole.shared
  }

  /// A batch whose values, and classes of costs, are all known to an earlier one: tables and costs
  /// are that one's.
  ///
  /// - Returns: nil when something is new.
  init?(_ batch: NeedBatch, like earlier: PreparedBatch) {
    guard zip(batch.values, earlier.batch.values).allSatisfy({ $0.count == $1.count }) else {
      return nil
    }
    self.batch = batch
    hasNearMisses = earlier.hasNearMisses
    columnStride = Self.padded(batch.count)
    columns = Self.columns(batch, stride: columnStride)
    flags = Self.flags(batch)
    gaps = batch.codes.map { $0.contains { $0 <= KernelColumn.noneCode } }
    plans = earlier.plans
    prices = earlier.prices
    indexes = earlier.indexes
    offers = earlier.offers
    tables = earlier.tables
    failTables = earlier.failTables
    failPlaces = earlier.failPlaces
    sortedCosts = earlier.sortedCosts
    shared = earlier.shared
    guard prices != nil else { return }
    for need in 0..<batch.count
    where flags.base[need] & Self.isPlain == 0 && priceClass(of: need) < 0 {
      return nil
    }
  }

  private static func columns(_ batch: NeedBatch, stride: Int) -> AlignedMemory<Int64> {
    let columns = AlignedMemory<Int64>(repeating: 0, count: stride * batch.codes.count)
    for (index, codes) in batch.codes.enumerated() {
      codes.withUnsafeBufferPointer { codes in
        guard let first = codes.baseAddress else { return }
        (columns.base + index * stride).update(from: first, count: codes.count)
      }
    }
    return columns
  }

  /// A count of needs, filled up to full blocks.
  private static func padded(_ count: Int) -> Int {
    let block = BatchScratch.blockSize
    return (count + block - 1) / block * block
  }

  private static func flags(_ batch: NeedBatch) -> AlignedMemory<UInt8> {
    let flags = AlignedMemory<UInt8>(repeating: 0, count: batch.count)
    let kernel = batch.kernel
    for codes in batch.codes {
      for (need, code) in codes.enumerated() where code == KernelColumn.unknownCode {
        flags.base[need] |= isUnknown
      }
    }
    for table in kernel.termTables {
      for (need, code) in batch.codes[table.column].enumerated()
      where code > KernelLimit.maximumFact {
        flags.base[need] |= isPlain
      }
    }
    for (need, code) in batch.codes[kernel.amountColumn].enumerated()
    where !(1...Fen.maximum).contains(code) {
      flags.base[need] |= isPlain
    }
    return flags
  }

  /// The stored values of one column.
  @inline(__always)
  func column(_ index: Int) -> UnsafePointer<Int64> {
    UnsafePointer(columns.base + index &* columnStride)
  }

  /// Bytes of columns and rows.
  public var bytes: Int { columns.bytes + indexBytes }

  /// Bytes of rows alone.
  public var indexBytes: Int { indexes.reduce(0) { $0 + $1.words.bytes } }

  /// Number of classes of needs that have the same costs; nil when needs are priced one by one.
  public var priceClassCount: Int? { prices?.examples.count }
}

extension Kernel {
  /// Costs by place for a need's class; products priced for each need are left at 0.
  func costs(_ batch: NeedBatch, need: Int) -> [Int64] {
    let view = batch.view(of: need)
    return products.indices.map { place in
      prices.perNeed.contains(place) ? 0 : cost(place, view)
    }
  }

  /// The ranked cost of a product; `BatchRank.none` without one.
  func cost(_ place: Int, _ view: FactView) -> Int64 {
    let product = products[place]
    return product.rankedCost(LimitState(product.product, view), view)?.effectivePPM
      ?? BatchRank.none
  }
}
