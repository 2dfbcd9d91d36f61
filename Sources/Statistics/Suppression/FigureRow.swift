/// A combination of figures: the columns where it is not 0, rising, and its values there.
struct FigureRow: Equatable {
  private(set) var columns: [Int]
  private(set) var values: [UInt64]

  static let zero = FigureRow(columns: [], values: [])

  private init(columns: [Int], values: [UInt64]) {
    self.columns = columns
    self.values = values
  }

  /// - Parameters:
  ///   - columns: rising, each once.
  ///   - values: at every column there may be.
  init(at columns: [Int], of values: [UInt64]) {
    self.columns = columns.filter { values[$0] != 0 }
    self.values = self.columns.map { values[$0] }
  }

  var isZero: Bool { columns.isEmpty }

  /// The value at a column.
  subscript(column: Int) -> UInt64 {
    var (low, high) = (0, columns.count)
    while low < high {
      let middle = (low + high) / 2
      if columns[middle] < column { low = middle + 1 } else { high = middle }
    }
    return low < columns.count && columns[low] == column ? values[low] : 0
  }

  /// - Parameter factor: not 0.
  func multiplied(by factor: UInt64) -> FigureRow {
    FigureRow(columns: columns, values: values.map { PrimeField.multiply($0, factor) })
  }

  func adding(_ other: FigureRow, times factor: UInt64 = 1) -> FigureRow {
    var sum = FigureRow.zero
    sum.columns.reserveCapacity(columns.count + other.columns.count)
    sum.values.reserveCapacity(columns.count + other.columns.count)
    var (own, its) = (0, 0)
    while own < columns.count || its < other.columns.count {
      let left = own < columns.count ? columns[own] : Int.max
      let right = its < other.columns.count ? other.columns[its] : Int.max
      var value: UInt64 = 0
      if left <= right {
        value = values[own]
        own += 1
      }
      if right <= left {
        value = PrimeField.add(value, PrimeField.multiply(other.values[its], factor))
        its += 1
      }
      if value != 0 {
        sum.columns.append(min(left, right))
        sum.values.append(value)
      }
    }
    return sum
  }
}
