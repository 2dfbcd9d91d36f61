import Domain
import Pricing

/// The rows of all tables over the products in one order, ready for vector loads.
///
/// The order is that of rising cost for one class of prices, so that the best products of a need are
/// the first bits that are left.
final class KernelIndex: Sendable {
  /// Words of a row, a multiple of eight.
  let width: Int
  let words: AlignedMemory<UInt64>
  /// First word of each table.
  let starts: [Int]
  /// Product's place by bit; products whose cost is computed for each need come last.
  let order: [Int]
  /// Number of products before those.
  let sortedCount: Int
  let residual: AlignedMemory<UInt64>
  let all: AlignedMemory<UInt64>
  let isResidualEmpty: Bool

  /// - Parameter costs: by place; they only set the order.
  init(_ kernel: Kernel, tables: [[BitRow]], costs: [Int64]) {
    let perNeed = kernel.prices.perNeed
    let order = kernel.products.indices.sorted {
      let (first, second) = (perNeed.contains($0), perNeed.contains($1))
      if first != second { return second }
      return (costs[$0], $0) < (costs[$1], $1)
    }
    self.order = order
    sortedCount = order.count - perNeed.count
    let width = max(8, (kernel.wordCount + 7) / 8 * 8)
    self.width = width
    var starts: [Int] = []
    var count = 0
    for table in tables {
      starts.append(count)
      count += table.count * width
    }
    self.starts = starts
    let words = AlignedMemory<UInt64>(repeating: 0, count: count)
    var bitOf = [Int](repeating: 0, count: order.count)
    for (bit, place) in order.enumerated() { bitOf[place] = bit }
    for (table, start) in zip(tables, starts) {
      for (number, row) in table.enumerated() {
        let base = words.base + (start + number * width)
        for place in row.members {
          base[bitOf[place] >> 6] |= 1 << UInt64(bitOf[place] & 63)
        }
      }
    }
    self.words = words
    residual = Self.reordered(kernel.residual, bitOf, width)
    all = Self.reordered(kernel.allProducts, bitOf, width)
    isResidualEmpty = kernel.residual.isEmpty
  }

  private static func reordered(
    _ row: BitRow, _ bitOf: [Int], _ width: Int
  ) -> AlignedMemory<UInt64> {
    var result = BitRow(wordCount: width)
    for place in row.members { result.insert(bitOf[place]) }
    return AlignedMemory(result.words, filler: 0)
  }
}

/// What finding the best products of a need takes, by bit of an index.
struct IndexOffers: Sendable {
  /// One product. Its first term stands with it: most products have one.
  struct Offer: Sendable, BitwiseCopyable {
    /// `Int64.max` without one.
    var cap: Int64
    var first: Term
    /// Index in the catalog.
    var product: Int32
    var place: Int32
    /// Of the terms after the first.
    var nextTerm: Int32
    /// −1 when the plain rules compute the limit, −2 when it is unpublished.
    var termCount: Int32
  }
  /// One term of a limit.
  struct Term: Sendable, BitwiseCopyable {
    var factor: Int64
    var column: Int32
    var divisor: Int32

    static let none = Term(factor: 0, column: 0, divisor: 1)
  }

  static let plainLimit: Int32 = -1
  static let noLimit: Int32 = -2

  let offers: AlignedMemory<Offer>
  let terms: AlignedMemory<Term>

  init(_ kernel: Kernel, order: [Int]) {
    var offers: [Offer] = []
    var terms: [Term] = []
    var columnOfSlot: [Int: Int] = [:]
    for (index, column) in kernel.columns.enumerated() { columnOfSlot[column.slot] = index }
    for place in order {
      var offer = Offer(
        cap: .max, first: .none, product: Int32(kernel.products[place].index),
        place: Int32(place), nextTerm: Int32(terms.count), termCount: 0)
      if let limit = kernel.limits[place] {
        offer.cap = limit.cap ?? .max
        let made = limit.terms.map {
          Term(
            factor: $0.factor, column: Int32(columnOfSlot[$0.slot] ?? 0),
            divisor: Int32($0.divisor))
        }
        offer.first = made.first ?? .none
        terms += made.dropFirst()
        offer.termCount =
          limit.isUnpublished || (limit.cap == nil && made.isEmpty)
          ? Self.noLimit : Int32(made.count)
      } else {
        offer.termCount = Self.plainLimit
      }
      offers.append(offer)
    }
    self.offers = AlignedMemory(
      offers,
      filler: Offer(cap: 0, first: .none, product: 0, place: 0, nextTerm: 0, termCount: 0))
    self.terms = AlignedMemory(terms, filler: .none)
  }
}
