import Catalog
import Domain

/// A catalog compiled for one day: for each fact, sorted breakpoints and rows of bits over the
/// products, so that a need is judged by a handful of row operations instead of product by product.
///
/// It says exactly what the plain implementation says (`Engine.plainMatch`): what it cannot express
/// in rows (alternatives of several facts, limits by grade) it leaves to the plain rules, for the
/// products that are still in question.
public struct Kernel: Sendable {
  /// The products in force, by rising index in the catalog; a product's place is its bit.
  let products: [CompiledProduct]
  let day: LegalDate
  let table: FactTable
  let wordCount: Int
  let columns: [KernelColumn]
  let lanes: [KernelLane]
  let termTables: [KernelTermTable]
  /// Products with a rule that the plain rules judge.
  let residual: BitRow
  /// By product; nil when its limit is for the plain rules.
  let limits: [KernelLimit?]
  /// By product: its rules in rows, in the order of the rules.
  let rules: [[Rule]]
  /// Places of the amount and tenor asked in `columns`.
  let amountColumn: Int
  let tenorColumn: Int
  let prices: KernelPrices
  /// What the products cost, by class of needs; shared by all copies.
  let classCosts = ClassCostCache()

  /// Where a rule of a product is kept.
  struct Rule: Hashable, Sendable {
    enum Kept: Hashable, Sendable {
      case lane(Int)
      case amountMin
      case coverage
    }
    /// See `CompiledProduct.ruleID(at:)`.
    let place: Int
    let kept: Kept
  }

  init(products: [CompiledProduct], table: FactTable, on day: LegalDate) {
    var builder = KernelBuilder(products: products, table: table)
    builder.addRules()
    let prices = KernelPrices(products: products, builder: &builder)
    self.prices = prices
    self.products = products
    self.day = day
    self.table = table
    wordCount = builder.wordCount
    residual = builder.residual
    limits = builder.limits
    amountColumn = builder.column(builder.amountSlot)
    tenorColumn = builder.column(builder.tenorSlot)
    columns = builder.columns
    (lanes, rules) = builder.makeLanes(columns)
    termTables = builder.makeTermTables()
  }

  /// The plain rules of one product for the facts of a view.
  func plainCount(_ place: Int, _ view: FactView, asked: Int64?) -> RuleCount {
    RuleCount(products[place], view, asked: asked)
  }
}

/// Collects the rules of all products by fact.
struct KernelBuilder {
  let products: [CompiledProduct]
  let table: FactTable
  let wordCount: Int
  let amountSlot: Int
  let tenorSlot: Int
  private(set) var residual: BitRow
  private(set) var limits: [KernelLimit?]
  private var drafts: [ColumnDraft] = []
  private var columnOfSlot: [Int: Int] = [:]
  private var laneDrafts: [LaneDraft] = []
  private var lanesOfColumn: [Int: [Int]] = [:]
  private var rules: [[Kernel.Rule]]
  private var termMembers: [TermKey: [(product: Int, factor: Int64)]] = [:]

  private struct LaneDraft {
    let column: Int
    let rule: KernelLane.Rule
    var tests: [(product: Int, test: LaneTest)] = []
  }

  private struct TermKey: Hashable {
    let column: Int
    let divisor: Int64
    let coveragePPM: Int64
  }

  init(products: [CompiledProduct], table: FactTable) {
    self.products = products
    self.table = table
    wordCount = max(1, (products.count + 63) / 64)
    residual = BitRow(wordCount: wordCount)
    limits = []
    rules = []
    // The registry declares both: `FactRegistryReader` refuses one that does not.
    amountSlot = table.slots[NeedFact.amount] ?? 0
    tenorSlot = table.slots[NeedFact.tenor] ?? 0
  }

  /// The place of a fact's column, made when it is new.
  mutating func column(_ slot: Int) -> Int {
    if let known = columnOfSlot[slot] { return known }
    columnOfSlot[slot] = drafts.count
    drafts.append(ColumnDraft(slot: slot))
    return drafts.count - 1
  }

  /// The place of a fact's column whose values part where a check does.
  mutating func column(_ slot: Int, parting check: FactCheck) -> Int {
    let index = column(slot)
    drafts[index].part(check.check)
    return index
  }

  mutating func addRules() {
    _ = column(amountSlot)
    _ = column(tenorSlot)
    for (place, product) in products.enumerated() {
      rules.append([])
      for (index, rule) in product.criteria.enumerated() {
        if case .test(let test) = rule {
          add(.check(test.check), slot: test.slot, product: place, rule: index)
        } else {
          leave(place, reading: product.product.criteria[index].facts)
        }
      }
      let next = product.criteria.count
      if let tenor = product.tenor {
        add(.check(tenor.check), slot: tenor.slot, product: place, rule: next)
      }
      let limit = KernelLimit(product.product, table)
      limits.append(limit)
      if let limit {
        addAmounts(limit, product, place)
      } else {
        leave(place, reading: (product.product.limit ?? []).flatMap(\.facts))
      }
    }
  }

  /// Leaves a product to the plain rules, which read these facts.
  private mutating func leave(_ place: Int, reading facts: some Sequence<String>) {
    residual.insert(place)
    for slot in facts.compactMap({ table.slots[$0] }) { _ = column(slot) }
  }

  private mutating func addAmounts(_ limit: KernelLimit, _ product: CompiledProduct, _ place: Int) {
    let next = product.criteria.count
    if let minimum = product.product.amount.minFen {
      let reaches = limit.cap.map { $0 >= minimum } ?? true
      addPart(reaches ? .atLeast(minimum) : .never, amountSlot, .amountMin, place)
      for term in limit.terms {
        let least = KernelLimit.leastFact(term, reaching: minimum)
        addPart(least.map { .atLeast($0) } ?? .never, term.slot, .amountMin, place)
      }
      rules[place].append(Kernel.Rule(place: next + 1, kept: .amountMin))
    }
    guard limit.cap != nil || !limit.terms.isEmpty else { return }
    let coverage = product.product.minCoveragePPM
    if let cap = limit.cap {
      addPart(
        .atMost(KernelLimit.greatestAsked(cap: cap, coveragePPM: coverage)), amountSlot,
        .coverage, place)
    }
    for term in limit.terms {
      let key = TermKey(
        column: column(term.slot), divisor: term.divisor, coveragePPM: coverage)
      termMembers[key, default: []].append((place, term.factor))
    }
    rules[place].append(Kernel.Rule(place: next + 2, kept: .coverage))
  }

  private mutating func add(_ test: LaneTest, slot: Int, product: Int, rule: Int) {
    let lane = insert(test, slot, .whole, product)
    rules[product].append(Kernel.Rule(place: rule, kept: .lane(lane)))
  }

  private mutating func addPart(
    _ test: LaneTest, _ slot: Int, _ rule: KernelLane.Rule, _ product: Int
  ) {
    _ = insert(test, slot, rule, product)
  }

  /// Into the first lane of the fact and kind that has none of this product yet.
  private mutating func insert(
    _ test: LaneTest, _ slot: Int, _ rule: KernelLane.Rule, _ product: Int
  ) -> Int {
    let index = column(slot)
    drafts[index].part(test)
    for lane in lanesOfColumn[index] ?? []
    where laneDrafts[lane].rule == rule && laneDrafts[lane].tests.last?.product != product {
      laneDrafts[lane].tests.append((product, test))
      return lane
    }
    laneDrafts.append(LaneDraft(column: index, rule: rule, tests: [(product, test)]))
    lanesOfColumn[index, default: []].append(laneDrafts.count - 1)
    return laneDrafts.count - 1
  }

  var columns: [KernelColumn] { drafts.map { $0.column(table.definitions[$0.slot]) } }

  func makeLanes(_ columns: [KernelColumn]) -> ([KernelLane], [[Kernel.Rule]]) {
    let lanes = laneDrafts.map {
      KernelLane(
        column: $0.column, columns[$0.column], rule: $0.rule, tests: $0.tests,
        wordCount: wordCount)
    }
    return (lanes, rules)
  }

  func makeTermTables() -> [KernelTermTable] {
    termMembers.keys.sorted {
      ($0.column, $0.divisor, $0.coveragePPM) < ($1.column, $1.divisor, $1.coveragePPM)
    }.map {
      KernelTermTable(
        column: $0.column, divisor: $0.divisor, coveragePPM: $0.coveragePPM,
        members: termMembers[$0] ?? [], wordCount: wordCount)
    }
  }
}
