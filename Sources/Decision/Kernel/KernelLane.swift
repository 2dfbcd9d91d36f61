import Catalog
import Domain

/// One rule of one product on one fact, or a part of a rule that several facts decide.
enum LaneTest: Hashable, Sendable {
  case check(FactCheck)
  /// A none counts as 0, as in amounts.
  case atLeast(Int64)
  case atMost(Int64)
  case never

  func result(_ state: FactState) -> RuleResult {
    switch self {
    case .check(let check): check.result(state)
    case .never: state == .unknown ? .unknown : .fail
    case .atLeast(let least): state.integer.map { $0 >= least ? .pass : .fail } ?? .unknown
    case .atMost(let most): state.integer.map { $0 <= most ? .pass : .fail } ?? .unknown
    }
  }
}

/// Rules of many products on one fact, at most one of each product, as rows of bits: which products
/// a class of values fails.
struct KernelLane: Sendable {
  /// What a bit of the lane is a part of.
  enum Rule: Hashable, Sendable {
    /// A rule of its own: a criterion, or the tenor range.
    case whole
    case amountMin
    case coverage
  }

  let column: Int
  let rule: Rule
  /// By rising product.
  let tests: [(product: Int, test: LaneTest)]
  /// The products with a test.
  let uses: BitRow
  /// By class; open columns only have the classes known beforehand.
  let fails: [BitRow]

  init(
    column index: Int, _ column: KernelColumn, rule: Rule,
    tests: [(product: Int, test: LaneTest)], wordCount: Int
  ) {
    self.column = index
    self.rule = rule
    self.tests = tests
    var uses = BitRow(wordCount: wordCount)
    for (product, _) in tests { uses.insert(product) }
    self.uses = uses
    fails = (0..<column.classCount).map {
      Self.failing(column.state(of: $0), tests, wordCount: wordCount)
    }
  }

  /// The products a state fails.
  func failing(_ state: FactState) -> BitRow {
    Self.failing(state, tests, wordCount: uses.words.count)
  }

  private static func failing(
    _ state: FactState, _ tests: [(product: Int, test: LaneTest)], wordCount: Int
  ) -> BitRow {
    var row = BitRow(wordCount: wordCount)
    for (product, test) in tests where test.result(state) == .fail { row.insert(product) }
    return row
  }
}

/// A set of products by their places in a kernel.
struct BitRow: Hashable, Sendable {
  var words: [UInt64]

  init(wordCount: Int) { words = [UInt64](repeating: 0, count: wordCount) }

  mutating func insert(_ index: Int) { words[index >> 6] |= 1 << UInt64(index & 63) }

  func contains(_ index: Int) -> Bool { words[index >> 6] >> UInt64(index & 63) & 1 == 1 }

  mutating func formUnion(_ other: BitRow) {
    for index in words.indices { words[index] |= other.words[index] }
  }

  mutating func formIntersection(_ other: BitRow) {
    for index in words.indices { words[index] &= other.words[index] }
  }

  mutating func subtract(_ other: BitRow) {
    for index in words.indices { words[index] &= ~other.words[index] }
  }

  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Members, rising.
  var members: [Int] {
    var members: [Int] = []
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        members.append(index << 6 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return members
  }
}
