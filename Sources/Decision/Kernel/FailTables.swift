import Domain

/// The tables that tell which products fail a rule, one rule or part of a rule each.
struct FailTables: Sendable {
  let tables: [RowTable]
  /// Number of tables that are rules of their own, then of parts of the least amount; the rest are
  /// parts of the coverage.
  let wholeCount: Int
  let amountMinCount: Int
  /// Row of the products with a rule in a table.
  let usesRows: [Int32]
  /// By product's place: number of its criteria.
  let criteriaCounts: AlignedMemory<Int32>
  /// By table and product's place: where the rule stands in the product (see
  /// `CompiledProduct.ruleID(at:)`).
  let places: [[Int16]]

  /// - Parameter earlier: of the same kernel, with the first of these values: what it says of them
  ///   is taken over.
  init(_ kernel: Kernel, classes: BatchClasses, extending earlier: FailTables? = nil) {
    var tables: [RowTable] = []
    var usesRows: [Int32] = []
    var tableOfLane: [Int: Int] = [:]
    func add(_ lane: KernelLane) {
      let count = classes.count(of: lane.column)
      // The last row tells which products use the table.
      var rows = earlier.map { Array($0.tables[tables.count].rows.dropLast()) } ?? []
      rows += (rows.count..<count).map { classes.fails(lane, class: $0) } + [lane.uses]
      usesRows.append(Int32(count))
      tables.append(
        RowTable(
          choice: .columns([(lane.column, (0..<Int32(count)).map { $0 }, 0)]), rows: rows))
    }
    for (number, lane) in kernel.lanes.enumerated() where lane.rule == .whole {
      tableOfLane[number] = tables.count
      add(lane)
    }
    wholeCount = tables.count
    for lane in kernel.lanes where lane.rule == .amountMin { add(lane) }
    amountMinCount = tables.count - wholeCount
    for lane in kernel.lanes where lane.rule == .coverage { add(lane) }
    for terms in kernel.termTables {
      // The row of an unknown fact fails nothing; its products are unknown.
      let none = BitRow(wordCount: kernel.wordCount)
      tables.append(RowTable(choice: .terms(terms), rows: terms.fails + [none, none, terms.uses]))
      usesRows.append(Int32(terms.fails.count + 2))
    }
    self.tables = tables
    self.usesRows = usesRows
    var places = [[Int16]](
      repeating: [Int16](repeating: 0, count: kernel.products.count), count: wholeCount)
    for (place, rules) in kernel.rules.enumerated() {
      for rule in rules {
        guard case .lane(let lane) = rule.kept, let table = tableOfLane[lane] else { continue }
        places[table][place] = Int16(rule.place)
      }
    }
    self.places = places
    criteriaCounts = AlignedMemory(
      kernel.products.map { Int32($0.criteria.count) }, filler: 0)
  }

  /// `places` table after table, by bit of an order.
  func places(in order: [Int]) -> AlignedMemory<Int16> {
    AlignedMemory(places.flatMap { places in order.map { places[$0] } }, filler: 0)
  }
}
