/// What follows from figures that are known: the space that they span, in rows of which every one has a pivot, a
/// column where it is 1.
///
/// Figures of a district count few of the groups that there are, and whatever can be is worked out among them: rows
/// are sparse, and stay so when the figures of few groups come first and the pivots of others are where nobody asks.
struct FigureSpan {
  struct Row {
    let pivot: Int
    var figure: FigureRow
  }

  /// Rows that tell of groups that are no secret, with their pivots there; 0 at the pivots of those before. A
  /// combination that tells of no such group takes none of them.
  private var coarse: [Row] = []
  /// Rows that tell of small groups alone; 0 at the pivots of all others.
  private(set) var fine: [Row] = []
  /// By column the fine rows that are not 0 there.
  private var hits: [Set<Int>]

  /// So many columns come first whose groups are no secret.
  private let large: Int
  /// By column how many it counts.
  let counts: [Int64]
  /// Whether no column counts nobody.
  let hasPeople: Bool
  /// Columns that are asked about: pivots are elsewhere where there is a choice.
  private let asked: Set<Int>
  private let workSteps: Int
  /// Values worked through.
  private(set) var work = 0

  /// While a figure is worked on, its values by column; else 0.
  private var values: [UInt64]
  private var isTouched: [Bool]

  init(counts: [Int64], large: Int, asked: Set<Int>, workSteps: Int) {
    self.counts = counts
    self.large = large
    hasPeople = counts.allSatisfy { $0 > 0 }
    self.asked = asked
    self.workSteps = workSteps
    hits = Array(repeating: [], count: counts.count)
    values = Array(repeating: 0, count: counts.count)
    isTouched = Array(repeating: false, count: counts.count)
  }

  /// What a figure tells beyond what is known: 0 at all pivots, and everywhere when it follows from what is known.
  ///
  /// - Parameter columns: the groups that it counts.
  /// - Returns: nil when the work is used up; so from then on.
  mutating func rest(of columns: [Int]) -> FigureRow? {
    var touched = columns
    for column in columns {
      values[column] = 1
      isTouched[column] = true
    }
    work += columns.count
    defer {
      for column in touched {
        values[column] = 0
        isTouched[column] = false
      }
    }
    // Fine rows are 0 at the pivots of coarse ones, not the other way round.
    for rows in [coarse, fine] {
      for row in rows where values[row.pivot] != 0 {
        guard work <= workSteps else { return nil }
        subtract(row.figure, times: values[row.pivot], &touched)
      }
      work += rows.count
    }
    work += touched.count
    guard work <= workSteps else { return nil }
    return FigureRow(at: touched.sorted(), of: values)
  }

  private mutating func subtract(_ row: FigureRow, times: UInt64, _ touched: inout [Int]) {
    for index in row.columns.indices {
      let column = row.columns[index]
      if !isTouched[column] {
        isTouched[column] = true
        touched.append(column)
      }
      values[column] = PrimeField.subtract(
        values[column], PrimeField.multiply(row.values[index], times))
    }
    work += row.columns.count
  }

  /// Whether what a figure tells is of small groups alone.
  func isFine(_ rest: FigureRow) -> Bool { rest.columns.first.map { $0 >= large } ?? true }

  /// The row that a rest would be.
  ///
  /// - Parameter rest: not 0.
  func row(_ rest: FigureRow) -> Row? {
    guard let pivot = isFine(rest) ? finePivot(rest) : coarsePivot(rest) else { return nil }
    return Row(pivot: pivot, figure: rest.multiplied(by: PrimeField.inverse(rest[pivot])))
  }

  private func coarsePivot(_ rest: FigureRow) -> Int? {
    let columns = rest.columns.prefix { $0 < large }
    return columns.first { !asked.contains($0) } ?? columns.first
  }

  /// Where few other rows change for it, and of these where most are counted, which a search settles soonest.
  private func finePivot(_ rest: FigureRow) -> Int? {
    rest.columns.min {
      (asked.contains($0) ? 1 : 0, hits[$0].count, -counts[$0], $0)
        < (asked.contains($1) ? 1 : 0, hits[$1].count, -counts[$1], $1)
    }
  }

  /// The fine rows that are not 0 at a column, in their order.
  func rows(at column: Int) -> Set<Int> { hits[column] }

  /// Takes in a row that `row` made of a rest.
  mutating func insert(_ row: Row) {
    work += row.figure.columns.count
    guard row.pivot >= large else {
      coarse.append(row)
      return
    }
    for index in hits[row.pivot].sorted() {
      let before = fine[index].figure
      let after = Self.without(row, before)
      for column in before.columns { hits[column].remove(index) }
      for column in after.columns { hits[column].insert(index) }
      fine[index].figure = after
      work += before.columns.count + after.columns.count
    }
    for column in row.figure.columns { hits[column].insert(fine.count) }
    fine.append(row)
  }

  /// Counts values that were looked at elsewhere.
  mutating func count(_ steps: Int) { work += steps }

  /// A row so that it is 0 at the pivot of another.
  static func without(_ row: Row, _ figure: FigureRow) -> FigureRow {
    figure.adding(row.figure, times: PrimeField.subtract(0, figure[row.pivot]))
  }
}
