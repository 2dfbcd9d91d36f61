import Domain

/// A sum over firms, before it may be shown.
struct FirmSum: Sendable, Equatable {
  var firms = 0
  var fen: Int64 = 0
  /// Of the firm with the most.
  var largestFen: Int64 = 0

  init() {}

  init(_ amounts: some Sequence<Int64>) {
    for amount in amounts { add(amount) }
  }

  mutating func add(_ amount: Int64) {
    firms += 1
    fen += amount
    largestFen = max(largestFen, amount)
  }

  static func + (left: FirmSum, right: FirmSum) -> FirmSum {
    var sum = left
    sum.firms += right.firms
    sum.fen += right.fen
    sum.largestFen = max(left.largestFen, right.largestFen)
    return sum
  }
}

/// A sum as it may be shown; nil is what is held back.
struct SafeFigure: Sendable, Equatable {
  var firms: Int64?
  var fen: Int64?

  static let suppressed = SafeFigure(firms: nil, fen: nil)

  /// `{firms, amount, suppressed}`; the nulls are what is held back.
  var json: JSON {
    [
      "firms": .optional(firms), "amount": MoneyView.json(fen),
      "suppressed": .bool(firms == nil || fen == nil),
    ]
  }
}

/// Keeps figures from telling of single firms.
///
/// - Nothing under ten firms is shown, none and nine alike.
/// - What is shown is rounded, so that two drafts that differ by one firm do not differ by it.
/// - An amount of which one firm has more than half is held back.
/// - Parts are shown only while what is held back, which is the total less the parts, is again of
///   ten firms or more: otherwise the smallest parts shown are held back too.
enum Suppression {
  static let firmsMinimum = 10
  /// Counts are shown in steps of this.
  static let firmsStep: Int64 = 5
  /// Amounts are shown with so many leading digits.
  static let significantDigits = 2

  static func figure(_ sum: FirmSum) -> SafeFigure {
    guard sum.firms >= firmsMinimum else { return .suppressed }
    let isDominated = sum.largestFen > sum.fen / 2
    return SafeFigure(
      firms: (Int64(sum.firms) + firmsStep / 2) / firmsStep * firmsStep,
      fen: isDominated ? nil : rounded(sum.fen))
  }

  /// Rounded half up to the leading digits.
  static func rounded(_ fen: Int64) -> Int64 {
    var step: Int64 = 1
    while fen / step >= 100 { step *= 10 }
    return (fen + step / 2) / step * step
  }

  /// The parts of a total as they may be shown, by name.
  static func parts(_ sums: [String: FirmSum]) -> [String: SafeFigure] {
    let total = sums.values.reduce(FirmSum(), +)
    var shown = sums.filter { $0.value.firms >= firmsMinimum }
    func heldBack() -> Int { total.firms - shown.values.reduce(0) { $0 + $1.firms } }
    func hideSmallest() {
      let smallest = shown.min { ($0.value.firms, $0.key) < ($1.value.firms, $1.key) }
      if let smallest { shown[smallest.key] = nil }
    }
    while (1..<firmsMinimum).contains(heldBack()), !shown.isEmpty { hideSmallest() }
    var figures = sums.mapValues { _ in SafeFigure.suppressed }
    for (name, sum) in shown { figures[name] = figure(sum) }
    // One amount alone held back among parts that are shown would be the total less the others.
    let withoutAmount = shown.keys.filter { figures[$0]?.fen == nil }
    if withoutAmount.count == 1, heldBack() == 0,
      let next = shown.filter({ figures[$0.key]?.fen != nil }).min(by: {
        ($0.value.fen, $0.key) < ($1.value.fen, $1.key)
      })
    {
      figures[next.key]?.fen = nil
    }
    return figures
  }
}
