import Dispatch
import Domain
import Synchronization

extension PreparedBatch {
  /// Needs a thread takes at a time.
  private static let chunkSize = 8 * BatchScratch.blockSize

  /// Decides all needs.
  /// - Parameters:
  ///   - result: room made for this batch's count.
  ///   - threads: 1 or more.
  public func run(into result: BatchResult, threads: Int = 1) {
    precondition(result.count == batch.count && result.hasNearMisses == hasNearMisses)
    let chunks = (batch.count + Self.chunkSize - 1) / Self.chunkSize
    guard threads > 1 else {
      let scratch = BatchScratch(self)
      for chunk in 0..<chunks { run(chunk: chunk, scratch, result) }
      return
    }
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      let scratch = BatchScratch(self)
      while true {
        let chunk = next.add(1, ordering: .relaxed).oldValue
        guard chunk < chunks else { return }
        run(chunk: chunk, scratch, result)
      }
    }
  }

  private func run(chunk: Int, _ scratch: BatchScratch, _ result: BatchResult) {
    let end = min(batch.count, (chunk + 1) * Self.chunkSize)
    for start in stride(from: chunk * Self.chunkSize, to: end, by: BatchScratch.blockSize) {
      let count = min(BatchScratch.blockSize, end - start)
      let hasUnknown = choose(block: start, count: count, scratch)
      for place in 0..<count {
        let need = start + place
        if flags.base[need] & Self.isPlain != 0 {
          runPlainly(need, result)
        } else if hasNearMisses {
          runNear(need, place, scratch, result)
        } else {
          let isUnknown = hasUnknown && flags.base[need] & Self.isUnknown != 0
          runPassing(need, place, isUnknown: isUnknown, scratch, result)
        }
      }
    }
  }

  /// The class of a need's costs, outside a block.
  func priceClass(of need: Int) -> Int {
    guard let prices else { return 0 }
    var key = 0
    for part in prices.parts {
      let value = column(part.column)[need]
      key &+= Int(part.keys.base[plans[part.column].classIndex(value)])
    }
    let tenor = PriceClasses.tenorClass(
      column(kernel.tenorColumn)[need], prices.usesTenor)
    return Int(prices.classes.base[key &+ prices.tenorFactor &* tenor])
  }

  private func runPassing(
    _ need: Int, _ place: Int, isUnknown: Bool, _ scratch: BatchScratch, _ result: BatchResult
  ) {
    let view = scratch.view
    let priceClass = view.priceClass(need, place, scratch.classes.base)
    let order = view.orders[0].costs == nil ? 0 : priceClass
    let count = view.tableCount
    let passing = scratch.passing.base
    let width = view.width
    let words = view.orders[order].words
    Rows.intersect(
      words, scratch.offsets.base + place, count: count, width: width, into: passing)
    let eligible: Int
    if isUnknown || view.hasResidual {
      let open = scratch.open.base
      if isUnknown {
        Rows.intersect(
          words, scratch.wildOffsets.base + place, count: count, width: width, into: open)
      } else {
        open.update(from: passing, count: width)
      }
      if view.hasResidual { judgeResidual(need, indexes[order], passing: passing, open: open) }
      eligible = Rows.count(passing, width: width)
      result.needsInfo.base[need] = Int32(
        truncatingIfNeeded: Rows.count(open, width: width) &- eligible)
    } else {
      eligible = Rows.count(passing, width: width)
      result.needsInfo.base[need] = 0
    }
    result.eligible.base[need] = Int32(truncatingIfNeeded: eligible)
    rank(need, passing, eligible: eligible, priceClass: priceClass, order: order, scratch, result)
  }

  /// Leaves in both sets, of the products for the plain rules, what these say. What is open holds
  /// what passes.
  private func judgeResidual(
    _ need: Int, _ index: KernelIndex, passing: UnsafeMutablePointer<UInt64>,
    open: UnsafeMutablePointer<UInt64>
  ) {
    var view: FactView?
    for word in 0..<index.width {
      var rest = open[word] & index.residual.base[word]
      while rest != 0 {
        let bit = rest.trailingZeroBitCount
        rest &= rest &- 1
        let facts = view ?? batch.view(of: need)
        view = facts
        let place = index.order[word << 6 + bit]
        let asked = column(kernel.amountColumn)[need]
        let mask = UInt64(1) << UInt64(bit)
        passing[word] &= ~mask
        switch kernel.plainCount(place, facts, asked: asked).verdict {
        case .eligible: passing[word] |= mask
        case .needsInfo: break
        case .ineligible: open[word] &= ~mask
        }
      }
    }
  }
}

/// Operations on rows of `width` words, a multiple of eight.
enum Rows {
  /// The intersection of the rows at `offsets`, of which one stands in each block.
  @inline(__always)
  static func intersect(
    _ words: UnsafePointer<UInt64>, _ offsets: UnsafePointer<Int32>, count: Int, width: Int,
    into result: UnsafeMutablePointer<UInt64>
  ) {
    var column = 0
    while column &+ 16 <= width {
      let base = words + column
      var first = Octet.at(base + Int(offsets[0]))
      var second = Octet.at(base + Int(offsets[0]) + 8)
      for step in 1..<max(1, count) {
        let row = base + Int(offsets[step &* BatchScratch.blockSize])
        first &= Octet.at(row)
        second &= Octet.at(row + 8)
      }
      UnsafeMutableRawPointer(result + column).storeBytes(of: first, as: Octet.self)
      UnsafeMutableRawPointer(result + column + 8).storeBytes(of: second, as: Octet.self)
      column &+= 16
    }
    if column < width {
      let base = words + column
      var first = Octet.at(base + Int(offsets[0]))
      for step in 1..<max(1, count) {
        first &= Octet.at(base + Int(offsets[step &* BatchScratch.blockSize]))
      }
      UnsafeMutableRawPointer(result + column).storeBytes(of: first, as: Octet.self)
    }
  }

  @inline(__always)
  static func count(_ words: UnsafePointer<UInt64>, width: Int) -> Int {
    var count = 0
    for word in 0..<width { count &+= words[word].nonzeroBitCount }
    return count
  }
}
