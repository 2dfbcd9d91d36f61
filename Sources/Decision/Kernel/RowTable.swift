import Catalog
import Domain

/// Rows of bits of which each need chooses one, by the classes of one or several of its facts.
struct RowTable: Sendable {
  /// What chooses the row.
  enum Choice: Sendable {
    /// The sum, over the columns, of the row numbers their classes stand for.
    case columns([(column: Int, rows: [Int32], wild: Int32)])
    /// By how many factors fall short; the last two rows are for an unknown fact and for one whose
    /// unknown does not matter.
    case terms(KernelTermTable)
  }

  let choice: Choice
  let rows: [BitRow]
}

/// Makes the tables that tell which products pass every rule.
///
/// Two rows are chosen for each need: the one of what passes, where an unknown fact fails every
/// product that asks for it, and the one of what does not fail, where it fails none. Facts with few
/// classes share a table.
struct PassTables {
  /// Most rows of a table that several facts share: its rows should stay in the nearest cache.
  static let maximumSharedRows = 128

  /// One fact: for each of its classes the products that pass and that do not fail.
  private struct Fact {
    let column: Int
    /// By class, then one more for an unknown that does not matter.
    let rows: [Int32]
    let distinct: [BitRow]
  }

  static func make(_ kernel: Kernel, classes: BatchClasses) -> [RowTable] {
    var facts: [Fact] = []
    for (index, _) in kernel.columns.enumerated() {
      let lanes = kernel.lanes.filter { $0.column == index }
      guard !lanes.isEmpty else { continue }
      facts.append(fact(index, lanes, kernel, classes))
    }
    facts.sort { ($0.distinct.count, $0.column) < ($1.distinct.count, $1.column) }
    var tables: [RowTable] = []
    var shared: [Fact] = []
    var sharedCount = 1
    for fact in facts {
      if sharedCount * fact.distinct.count > maximumSharedRows, !shared.isEmpty {
        tables.append(table(shared))
        shared = []
        sharedCount = 1
      }
      shared.append(fact)
      sharedCount *= fact.distinct.count
    }
    if !shared.isEmpty { tables.append(table(shared)) }
    tables += kernel.termTables.map { terms($0, kernel) }
    // A catalog without any rule still has one row: everything passes.
    return tables.isEmpty ? [table([fact(kernel.amountColumn, [], kernel, classes)])] : tables
  }

  private static func fact(
    _ column: Int, _ lanes: [KernelLane], _ kernel: Kernel, _ classes: BatchClasses
  ) -> Fact {
    let all = kernel.allProducts
    var numbers: [BitRow: Int32] = [:]
    var distinct: [BitRow] = []
    func number(_ row: BitRow) -> Int32 {
      if let known = numbers[row] { return known }
      let number = Int32(distinct.count)
      numbers[row] = number
      distinct.append(row)
      return number
    }
    var rows: [Int32] = []
    for index in 0..<classes.count(of: column) {
      var row = all
      for lane in lanes {
        row.subtract(
          index == KernelColumn.unknownClass ? lane.uses : classes.fails(lane, class: index))
      }
      rows.append(number(row))
    }
    rows.append(number(all))
    return Fact(column: column, rows: rows, distinct: distinct)
  }

  private static func table(_ facts: [Fact]) -> RowTable {
    var rows: [BitRow] = []
    var choice: [(column: Int, rows: [Int32], wild: Int32)] = []
    var stride: Int32 = 1
    for fact in facts {
      let scaled = fact.rows.map { $0 * stride }
      choice.append((fact.column, Array(scaled.dropLast()), scaled[scaled.count - 1]))
      var next: [BitRow] = []
      for row in fact.distinct {
        for before in rows.isEmpty ? [row] : rows {
          var both = before
          both.formIntersection(row)
          next.append(both)
        }
      }
      rows = next
      stride *= Int32(fact.distinct.count)
    }
    return RowTable(choice: .columns(choice), rows: rows)
  }

  private static func terms(_ table: KernelTermTable, _ kernel: Kernel) -> RowTable {
    let all = kernel.allProducts
    var rows = table.fails.map { fails in
      var row = all
      row.subtract(fails)
      return row
    }
    var unknown = all
    unknown.subtract(table.uses)
    rows.append(unknown)
    rows.append(all)
    return RowTable(choice: .terms(table), rows: rows)
  }
}

extension Kernel {
  var allProducts: BitRow {
    var row = BitRow(wordCount: wordCount)
    for place in products.indices { row.insert(place) }
    return row
  }
}

/// The classes of a batch's values: those a column knows beforehand, and one for each value of an
/// open column.
struct BatchClasses {
  let kernel: Kernel
  let values: [[FactValue]]

  func count(of column: Int) -> Int { kernel.columns[column].classCount + values[column].count }

  func state(of column: Int, class index: Int) -> FactState {
    let known = kernel.columns[column].classCount
    return index < known
      ? kernel.columns[column].state(of: index) : .known(values[column][index - known])
  }

  func fails(_ lane: KernelLane, class index: Int) -> BitRow {
    index < lane.fails.count
      ? lane.fails[index] : lane.failing(state(of: lane.column, class: index))
  }
}
