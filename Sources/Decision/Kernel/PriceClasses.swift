import Catalog
import Domain
import Pricing

/// The classes of needs that have the same costs, as they occur in a batch.
struct PriceClasses: Sendable {
  /// One fact: what its classes add to a need's key.
  struct Part: Sendable {
    let column: Int
    let keys: AlignedMemory<Int32>
  }

  let parts: [Part]
  /// Factor of the tenor's class in the key. Without a known tenor nothing has a cost, so the
  /// tenor always counts.
  let tenorFactor: Int
  let usesTenor: Bool
  /// By key; −1 for keys that do not occur.
  let classes: AlignedMemory<Int32>
  /// A need of each class.
  let examples: [Int]

  /// Most keys told apart by the facts of prices; past it every need is priced by itself.
  static let maximumKeys = 4_000_000

  /// Nil when there are too many keys.
  init?(_ batch: NeedBatch, _ ranks: BatchRanks) {
    let kernel = batch.kernel
    let known = BatchClasses(kernel: kernel, values: batch.values)
    var factor = 1
    var parts: [Part] = []
    for component in kernel.prices.components {
      var numbers: [[RuleResult]: Int32] = [:]
      let count = known.count(of: component.column)
      let signatures = (0..<count).map { index -> Int32 in
        let state = known.state(of: component.column, class: index)
        let signature = component.checks.map { $0.result(state) }
        if let number = numbers[signature] { return number }
        let number = Int32(numbers.count)
        numbers[signature] = number
        return number
      }
      let radix = Int(signatures.max() ?? 0) + 1
      guard factor * radix <= Self.maximumKeys else { return nil }
      parts.append(
        Part(
          column: component.column,
          keys: AlignedMemory(signatures.map { $0 * Int32(factor) }, filler: 0)))
      factor *= radix
    }
    tenorFactor = factor
    usesTenor = kernel.prices.usesTenor
    factor *= usesTenor ? KernelPrices.tenorClassCount : 2
    guard factor <= Self.maximumKeys else { return nil }
    self.parts = parts
    var classes = [Int32](repeating: -1, count: factor)
    var examples: [Int] = []
    // A need for the plain rules may have no cost at all: it stands for a class only where no other
    // does.
    let amounts = batch.codes[kernel.amountColumn]
    func isPriced(_ need: Int) -> Bool { (1...Fen.maximum).contains(amounts[need]) }
    let needs = 0..<batch.count
    for need in [needs.filter(isPriced), needs.filter { !isPriced($0) }].joined() {
      var key = 0
      for part in parts {
        key += Int(part.keys.base[ranks.classIndex(column: part.column, need: need)])
      }
      key += tenorFactor * Self.tenorClass(batch.codes[kernel.tenorColumn][need], usesTenor)
      if classes[key] < 0 {
        classes[key] = Int32(examples.count)
        examples.append(need)
      }
    }
    self.classes = AlignedMemory(classes, filler: -1)
    self.examples = examples
  }

  /// The class of a stored tenor.
  @inline(__always)
  static func tenorClass(_ code: Int64, _ usesTenor: Bool) -> Int {
    usesTenor
      ? KernelPrices.tenorClass(code) : code == KernelColumn.unknownCode ? 0 : 1
  }
}

/// Classes of single needs, for the parts that are made once a batch.
struct BatchRanks {
  let batch: NeedBatch

  func classIndex(column index: Int, need: Int) -> Int {
    let code = batch.codes[index][need]
    let column = batch.kernel.columns[index]
    switch code {
    case KernelColumn.unknownCode: return KernelColumn.unknownClass
    case KernelColumn.noneCode: return KernelColumn.noneClass
    default:
      switch column.values {
      case .ordered(let firsts):
        return KernelColumn.firstClass + KernelColumn.rank(code, firsts)
      case .closed, .open: return KernelColumn.firstClass + Int(code)
      }
    }
  }
}
