import Catalog
import Domain

/// A limit made of terms in proportion to single facts, which a kernel can judge by thresholds.
struct KernelLimit: Sendable {
  /// factor × fact / divisor, rounded down; a fact below 0 counts as 0.
  struct Term: Hashable, Sendable {
    let slot: Int
    let factor: Int64
    /// 1, 1,000 or 1,000,000.
    let divisor: Int64
  }

  /// The least of all fixed amounts; nil without one.
  let cap: Int64?
  let terms: [Term]
  /// The institution published no limit: the terms still bind, the limit stays unknown.
  let isUnpublished: Bool

  /// Greatest factor: times the greatest fact it still fits 64 bits.
  static let maximumFactor: Int64 = 1_000_000
  /// Greatest fact that terms are judged by; greater ones are judged the plain way.
  static let maximumFact: Int64 = Fen.maximum

  /// Nil when a term depends on more than one fact in proportion.
  init?(_ product: Product, _ table: FactTable) {
    var cap = product.amount.maxFen
    var terms: [Term] = []
    for term in product.limit ?? [] {
      if case .cap(let quantity) = term.kind, let fen = quantity.number {
        cap = min(cap ?? .max, max(0, fen))
        continue
      }
      guard let (fact, quantity, divisor) = Self.proportion(term.kind),
        let factor = quantity.number, (0...Self.maximumFactor).contains(factor),
        let slot = table.slots[fact]
      else { return nil }
      terms.append(Term(slot: slot, factor: factor, divisor: divisor))
    }
    self.cap = cap
    // Of two terms that differ in their factor only, the lesser binds.
    self.terms = terms.filter { term in
      !terms.contains {
        $0.slot == term.slot && $0.divisor == term.divisor && $0.factor < term.factor
      }
    }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    isUnpublished = product.limit == nil
  }

  /// The fact a term is in proportion to, and how; nil when it is not so.
  private static func proportion(_ kind: LimitTerm.Kind) -> (String, Quantity, Int64)? {
    switch kind {
    case .multiple(let fact, let milli): (fact, milli, 1_000)
    case .advanceRate(let fact, let ppm), .share(let fact, let ppm):
      (fact, ppm, PartsPerMillion.one)
    case .fact(let fact): (fact, 1, 1)
    case .cap, .multipleByGrade, .headroom: nil
    }
  }

  /// Least fact for which factor × fact / divisor reaches an amount; nil when none does.
  static func leastFact(_ term: Term, reaching amount: Int64) -> Int64? {
    if amount <= 0 { return .min }
    guard term.factor > 0 else { return nil }
    let needed = Int128(amount) * Int128(term.divisor)
    return Int64(clamping: (needed + Int128(term.factor) - 1) / Int128(term.factor))
  }

  /// Greatest amount asked whose coverage a fixed amount reaches:
  /// ceil(coverage × asked / 1,000,000) ≤ cap.
  static func greatestAsked(cap: Int64, coveragePPM: Int64) -> Int64 {
    guard coveragePPM > 0 else { return .max }
    return Int64(
      clamping: Int128(cap) * Int128(PartsPerMillion.one) / Int128(coveragePPM))
  }
}

/// The coverage of products with a term on the same fact, the same divisor and the same least
/// coverage: whether factor × fact ≥ divisor × needed, by how many of the factors fall short.
struct KernelTermTable: Sendable {
  let column: Int
  let divisor: Int64
  let coveragePPM: Int64
  /// Rising, each once.
  let factors: [Int64]
  let uses: BitRow
  /// Element n: the products failed when the n least factors fall short.
  let fails: [BitRow]

  init(
    column: Int, divisor: Int64, coveragePPM: Int64, members: [(product: Int, factor: Int64)],
    wordCount: Int
  ) {
    self.column = column
    self.divisor = divisor
    self.coveragePPM = coveragePPM
    let factors = Set(members.map(\.factor)).sorted()
    self.factors = factors
    var uses = BitRow(wordCount: wordCount)
    for (product, _) in members { uses.insert(product) }
    self.uses = uses
    fails = (0...factors.count).map { short in
      var row = BitRow(wordCount: wordCount)
      for (product, factor) in members where short > 0 && factor <= factors[short - 1] {
        row.insert(product)
      }
      return row
    }
  }

  /// How many of the factors fall short.
  /// - Parameters:
  ///   - fact: between 0 and `KernelLimit.maximumFact`.
  ///   - asked: between 1 and `Fen.maximum`.
  func shortfall(fact: Int64, asked: Int64) -> Int {
    // At most 10^6 × 10^13: within UInt64.
    let needed = UInt64(divisor) * UInt64(Self.needed(asked, coveragePPM))
    var count = 0
    for factor in factors where UInt64(factor) * UInt64(fact) < needed { count += 1 }
    return count
  }

  /// ceil(coverage × asked / 1,000,000).
  @inline(__always)
  static func needed(_ asked: Int64, _ coveragePPM: Int64) -> Int64 {
    // At most 10^13 × 10^6 + 10^6: within UInt64.
    let product = UInt64(truncatingIfNeeded: asked) &* UInt64(truncatingIfNeeded: coveragePPM)
    return Int64(truncatingIfNeeded: (product &+ 999_999) / 1_000_000)
  }
}
