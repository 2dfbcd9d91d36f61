import Domain

/// Memory one thread works in, reused from block to block.
final class BatchScratch {
  /// Needs handled together.
  static let blockSize = 128

  let tableCount: Int
  let classes: AlignedMemory<Int32>
  /// Of one column at a time.
  let counts: AlignedMemory<Int64>
  /// Classes with unknowns that do not matter.
  let wildClasses: AlignedMemory<Int32>
  /// Word offsets of the rows a need chooses, table by table.
  let offsets: AlignedMemory<Int32>
  let wildOffsets: AlignedMemory<Int32>
  /// Least amount that covers enough, by coverage and need.
  let needed: AlignedMemory<UInt64>
  /// A fact, and what its multiples must reach, of one table of terms at a time.
  let positive: AlignedMemory<UInt64>
  let least: AlignedMemory<UInt64>
  /// Bits in question for the best, and their offers.
  let bits: AlignedMemory<Int32>
  let ranks: AlignedMemory<BatchRank>
  /// What the loops read of the prepared batch, by bare pointers.
  let view: BatchView
  let passing: AlignedMemory<UInt64>
  let open: AlignedMemory<UInt64>
  let near: AlignedMemory<UInt64>
  let amountMin: AlignedMemory<UInt64>
  let coverage: AlignedMemory<UInt64>
  /// Costs by class and bit where classes share an order; `notPriced` until they are asked for.
  var sharedCosts: [Int64]
  static let notPriced = Int64.min
  /// Most costs kept so.
  static let maximumSharedCosts = 8_000_000

  init(_ prepared: PreparedBatch) {
    let kernel = prepared.kernel
    let width = prepared.indexes[0].width
    tableCount = prepared.tables.count
    let block = Self.blockSize
    classes = AlignedMemory(repeating: 0, count: kernel.columns.count * block)
    counts = AlignedMemory(repeating: 0, count: block)
    wildClasses = AlignedMemory(repeating: 0, count: kernel.columns.count * block)
    offsets = AlignedMemory(repeating: 0, count: tableCount * block)
    wildOffsets = AlignedMemory(repeating: 0, count: tableCount * block)
    needed = AlignedMemory(repeating: 0, count: max(1, prepared.tables.coverages.count) * block)
    positive = AlignedMemory(repeating: 0, count: block)
    least = AlignedMemory(repeating: 0, count: block)
    bits = AlignedMemory(repeating: 0, count: width * 64)
    ranks = AlignedMemory(repeating: .empty, count: width * 64)
    view = BatchView(prepared)
    passing = AlignedMemory(repeating: 0, count: width)
    open = AlignedMemory(repeating: 0, count: width)
    near = AlignedMemory(repeating: 0, count: width)
    amountMin = AlignedMemory(repeating: 0, count: width)
    coverage = AlignedMemory(repeating: 0, count: width)
    let shared = (prepared.priceClassCount ?? 0) * kernel.products.count
    sharedCosts =
      prepared.shared == nil && prepared.sortedCosts.isEmpty && shared <= Self.maximumSharedCosts
      ? [Int64](repeating: Self.notPriced, count: shared) : []
  }

  deinit { view.deallocate() }
}

extension PreparedBatch {
  /// Classes of all columns, and from them the rows of all tables, for one block.
  ///
  /// - Returns: whether some need of the block has an unknown fact.
  func choose(block start: Int, count: Int, _ scratch: BatchScratch) -> Bool {
    let size = BatchScratch.blockSize
    for plan in plans {
      plan.classify(
        column(plan.column) + start, into: scratch.classes.base + plan.column * size,
        counts: scratch.counts.base, count: size)
    }
    let asked = column(kernel.amountColumn) + start
    for (number, coverage) in tables.coverages.enumerated() {
      let needed = scratch.needed.base + number * size
      for index in 0..<size {
        needed[index] = UInt64(
          truncatingIfNeeded: KernelTermTable.needed(asked[index], coverage))
      }
    }
    choose(scratch.classes.base, into: scratch.offsets.base, start, scratch, isWild: false)
    var hasUnknown: UInt8 = 0
    for need in start..<start + count { hasUnknown |= flags.base[need] }
    guard hasUnknown & Self.isUnknown != 0, !hasNearMisses else {
      return hasUnknown & Self.isUnknown != 0
    }
    chooseWild(scratch)
    choose(scratch.wildClasses.base, into: scratch.wildOffsets.base, start, scratch, isWild: true)
    return true
  }

  private func chooseWild(_ scratch: BatchScratch) {
    let size = BatchScratch.blockSize
    let choices = tables.choices
    for number in 0..<choices.count {
      let choice = choices.base[number]
      let from = scratch.classes.base + Int(choice.column) * size
      let to = scratch.wildClasses.base + Int(choice.column) * size
      for index in 0..<size { to[index] = from[index] == 0 ? choice.wildClass : from[index] }
    }
  }

  private func choose(
    _ classes: UnsafePointer<Int32>, into offsets: UnsafeMutablePointer<Int32>, _ start: Int,
    _ scratch: BatchScratch, isWild: Bool
  ) {
    let size = BatchScratch.blockSize
    for number in 0..<tables.count {
      let table = tables.tables.base[number]
      let out = offsets + number &* size
      if table.choiceCount == 0 {
        chooseTerms(table, out, start, scratch, isWild: isWild)
        continue
      }
      for step in 0..<Int(table.choiceCount) {
        let choice = tables.choices.base[Int(table.firstChoice) + step]
        let lookup = tables.lookups.base + Int(choice.lookup)
        let of = classes + Int(choice.column) * size
        if step == 0 {
          for index in 0..<size { out[index] = lookup[Int(of[index])] }
        } else {
          for index in 0..<size { out[index] &+= lookup[Int(of[index])] }
        }
      }
    }
  }

  private func chooseTerms(
    _ table: BatchTables.Table, _ out: UnsafeMutablePointer<Int32>, _ start: Int,
    _ scratch: BatchScratch, isWild: Bool
  ) {
    let size = BatchScratch.blockSize
    let facts = column(Int(table.column)) + start
    let needed = scratch.needed.base + Int(table.coverage) * size
    let divisor = UInt64(truncatingIfNeeded: table.divisor)
    let positive = scratch.positive.base
    let least = scratch.least.base
    let counts = scratch.counts.base
    for index in 0..<size {
      positive[index] = UInt64(truncatingIfNeeded: facts[index] < 0 ? 0 : facts[index])
      least[index] = divisor &* needed[index]
      counts[index] = 0
    }
    // Factors have 20 bits, so that vectors of products need two multiplications, not three.
    var factor = Int(table.firstFactor)
    let end = factor &+ Int(table.factorCount)
    while factor < end {
      let value = UInt64(UInt32(truncatingIfNeeded: tables.factors.base[factor]))
      for index in 0..<size {
        counts[index] &+= value &* positive[index] < least[index] ? 1 : 0
      }
      factor &+= 1
    }
    let unknown = Int64(table.factorCount) &+ (isWild ? 2 : 1)
    for index in 0..<size {
      let row = facts[index] == KernelColumn.unknownCode ? unknown : counts[index]
      out[index] = table.start &+ Int32(truncatingIfNeeded: row) &* table.width
    }
  }
}
