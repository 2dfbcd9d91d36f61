import Domain

/// The tables of a prepared batch laid out for the loops: which row of which table a need chooses.
struct BatchTables: Sendable {
  /// Adds an entry of `lookups` for the class of one column.
  struct Choice: Sendable, BitwiseCopyable {
    var column: Int32
    var lookup: Int32
    /// Class that stands for an unknown that does not matter.
    var wildClass: Int32
  }
  /// One table.
  struct Table: Sendable, BitwiseCopyable {
    /// Range of `choices`; empty for a table of terms.
    var firstChoice: Int32
    var choiceCount: Int32
    /// Of terms.
    var column: Int32
    var firstFactor: Int32
    var factorCount: Int32
    var divisor: Int64
    /// Which of `coverages`.
    var coverage: Int32
    /// First word of the table, and words of a row.
    var start: Int32
    var width: Int32
  }

  let tables: AlignedMemory<Table>
  let choices: AlignedMemory<Choice>
  let lookups: AlignedMemory<Int32>
  let factors: AlignedMemory<Int64>
  /// Least coverages that occur, in ppm.
  let coverages: [Int64]
  let count: Int

  init(_ specs: [RowTable], index: KernelIndex) {
    var tables: [Table] = []
    var choices: [Choice] = []
    var lookups: [Int32] = []
    var factors: [Int64] = []
    var coverages: [Int64] = []
    let width = Int32(index.width)
    for (number, spec) in specs.enumerated() {
      var table = Table(
        firstChoice: Int32(choices.count), choiceCount: 0, column: 0, firstFactor: 0,
        factorCount: 0, divisor: 1, coverage: 0, start: Int32(index.starts[number]), width: width)
      switch spec.choice {
      case .columns(let columns):
        for (place, entry) in columns.enumerated() {
          choices.append(
            Choice(
              column: Int32(entry.column), lookup: Int32(lookups.count),
              wildClass: Int32(entry.rows.count)))
          // The first column brings the start of the table.
          let base = place == 0 ? table.start : 0
          lookups += (entry.rows + [entry.wild]).map { base + $0 * width }
        }
        table.choiceCount = Int32(columns.count)
      case .terms(let terms):
        table.column = Int32(terms.column)
        table.firstFactor = Int32(factors.count)
        table.factorCount = Int32(terms.factors.count)
        table.divisor = terms.divisor
        factors += terms.factors
        if !coverages.contains(terms.coveragePPM) { coverages.append(terms.coveragePPM) }
        table.coverage = Int32(coverages.firstIndex(of: terms.coveragePPM) ?? 0)
      }
      tables.append(table)
    }
    count = tables.count
    self.tables = AlignedMemory(
      tables,
      filler: Table(
        firstChoice: 0, choiceCount: 0, column: 0, firstFactor: 0, factorCount: 0, divisor: 1,
        coverage: 0, start: 0, width: 0))
    self.choices = AlignedMemory(choices, filler: Choice(column: 0, lookup: 0, wildClass: 0))
    self.lookups = AlignedMemory(lookups, filler: 0)
    self.factors = AlignedMemory(factors, filler: 0)
    self.coverages = coverages
  }
}

/// How the stored values of one column become classes.
struct ColumnPlan: Sendable {
  /// Values counted one by one below this many bounds, in two steps above.
  static let maximumFlatBounds = 40
  static let blockSize = 16

  let column: Int
  /// Bounds of an ordered column: a value's class is how many are at or below it. Padded with
  /// `Int64.max` to full blocks and one more.
  let bounds: AlignedMemory<Int64>?
  let boundCount: Int
  /// Last bound of each block.
  let pivots: AlignedMemory<Int64>?

  init(_ column: KernelColumn, index: Int) {
    self.column = index
    guard case .ordered(let firsts) = column.values else {
      bounds = nil
      pivots = nil
      boundCount = 0
      return
    }
    // Unknown is class 0, none 1, values follow.
    let bounds = [KernelColumn.noneCode, KernelColumn.noneCode + 1] + firsts
    boundCount = bounds.count
    let blocks = bounds.count / Self.blockSize + 1
    let padded =
      bounds + [Int64](repeating: .max, count: blocks * Self.blockSize - bounds.count)
    self.bounds = AlignedMemory(padded, filler: .max)
    pivots = AlignedMemory(
      (0..<blocks).map { padded[$0 * Self.blockSize + Self.blockSize - 1] }, filler: .max)
  }

  /// Writes the classes of `count` values.
  ///
  /// Plain loops over whole blocks: the compiler makes vectors of them, which it does not make of
  /// comparisons of SIMD types.
  /// - Parameter counts: room for `count` numbers.
  @inline(__always)
  func classify(
    _ values: UnsafePointer<Int64>, into classes: UnsafeMutablePointer<Int32>,
    counts: UnsafeMutablePointer<Int64>, count: Int
  ) {
    guard let bounds, let pivots else {
      for index in 0..<count { classes[index] = Self.codeClass(values[index]) }
      return
    }
    let isFlat = boundCount <= Self.maximumFlatBounds
    let steps = isFlat ? boundCount : pivots.count
    let firsts = UnsafePointer(isFlat ? bounds.base : pivots.base)
    for index in 0..<count { counts[index] = 0 }
    var step = 0
    while step &+ 4 <= steps {
      let (a, b, c, d) = (firsts[step], firsts[step &+ 1], firsts[step &+ 2], firsts[step &+ 3])
      for index in 0..<count {
        let value = values[index]
        counts[index] &+=
          (value >= a ? 1 : 0) &+ (value >= b ? 1 : 0) &+ (value >= c ? 1 : 0)
          &+ (value >= d ? 1 : 0)
      }
      step &+= 4
    }
    while step < steps {
      let bound = firsts[step]
      for index in 0..<count { counts[index] &+= values[index] >= bound ? 1 : 0 }
      step &+= 1
    }
    guard !isFlat else {
      for index in 0..<count { classes[index] = Int32(truncatingIfNeeded: counts[index]) }
      return
    }
    for index in 0..<count {
      let block = Int(counts[index]) &* Self.blockSize
      classes[index] = Int32(
        truncatingIfNeeded: block &+ Self.rank(values[index], bounds.base + block))
    }
  }

  /// Number of a block's bounds at or below a value that is below its last.
  @inline(__always)
  private static func rank(_ value: Int64, _ block: UnsafePointer<Int64>) -> Int {
    var rank = 0
    if block[7] <= value { rank = 8 }
    if block[rank + 3] <= value { rank += 4 }
    if block[rank + 1] <= value { rank += 2 }
    if block[rank] <= value { rank += 1 }
    return rank
  }

  @inline(__always)
  private static func codeClass(_ code: Int64) -> Int32 {
    let value = Int32(truncatingIfNeeded: code &+ Int64(KernelColumn.firstClass))
    if code >= 0 { return value }
    return code == KernelColumn.unknownCode
      ? Int32(KernelColumn.unknownClass) : Int32(KernelColumn.noneClass)
  }
}
