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
  /// The rules of their own by product.
  let wholeRules: WholeRules

  /// Tables and places of the rules of each product, in their order.
  struct WholeRules: Sendable {
    struct Rule: Sendable, BitwiseCopyable {
      var table: Int32
      /// See `CompiledProduct.ruleID(at:)`.
      var place: Int32
    }
    /// By product's place, and one more for the end.
    let starts: AlignedMemory<Int32>
    let rules: AlignedMemory<Rule>

    init(_ kernel: Kernel, tableOfLane: [Int: Int]) {
      var starts: [Int32] = [0]
      var rules: [Rule] = []
      for product in kernel.rules {
        for rule in product {
          guard case .lane(let lane) = rule.kept, let table = tableOfLane[lane] else { continue }
          rules.append(Rule(table: Int32(table), place: Int32(rule.place)))
        }
        starts.append(Int32(rules.count))
      }
      self.starts = AlignedMemory(starts, filler: 0)
      self.rules = AlignedMemory(rules, filler: Rule(table: 0, place: 0))
    }
  }

  init(_ kernel: Kernel, classes: BatchClasses) {
    var tables: [RowTable] = []
    var usesRows: [Int32] = []
    var tableOfLane: [Int: Int] = [:]
    func add(_ lane: KernelLane) {
      let count = classes.count(of: lane.column)
      let rows = (0..<count).map { classes.fails(lane, class: $0) } + [lane.uses]
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
    wholeRules = WholeRules(kernel, tableOfLane: tableOfLane)
  }
}
