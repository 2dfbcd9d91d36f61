import Domain

extension Int64 {
  /// The sum, or the end of the range where it lies beyond.
  func saturatingAdd(_ other: Int64) -> Int64 {
    let (sum, isOver) = addingReportingOverflow(other)
    guard isOver else { return sum }
    return other < 0 ? .min : .max
  }
}

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
    fen = fen.saturatingAdd(amount)
    largestFen = max(largestFen, amount)
  }

  static func + (left: FirmSum, right: FirmSum) -> FirmSum {
    var sum = left
    sum.firms += right.firms
    sum.fen = sum.fen.saturatingAdd(right.fen)
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
/// - Amounts of parts are shown only while one firm has no more than half of what is held back:
///   otherwise the smallest amounts shown are held back too.
enum Suppression {
  static let firmsMinimum = 10
  /// Counts are shown in steps of this.
  static let firmsStep: Int64 = 5
  /// Amounts are shown with so many leading digits.
  static let significantDigits = 2

  static func figure(_ sum: FirmSum) -> SafeFigure {
    guard sum.firms >= firmsMinimum else { return .suppressed }
    return SafeFigure(
      firms: (Int64(sum.firms) + firmsStep / 2) / firmsStep * firmsStep,
      fen: isDominated(sum) ? nil : rounded(sum.fen))
  }

  /// Whether one firm has more than half.
  static func isDominated(_ sum: FirmSum) -> Bool { sum.largestFen > sum.fen / 2 }

  /// Rounded half up to the leading digits.
  static func rounded(_ fen: Int64) -> Int64 {
    var step: Int64 = 1
    while fen / step >= 100 { step *= 10 }
    let (steps, rest) = fen.quotientAndRemainder(dividingBy: step)
    let isUp = rest >= step - rest
    let (result, isOver) = (isUp ? steps + 1 : steps).multipliedReportingOverflow(by: step)
    return isOver ? .max : result
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
    // The total less the amounts shown must not tell of one firm either.
    var withAmount = shown.filter { figures[$0.key]?.fen != nil }
    func isRestExposed() -> Bool {
      let rest = sums.filter { withAmount[$0.key] == nil }.values.reduce(FirmSum(), +)
      return (1..<firmsMinimum).contains(rest.firms) || isDominated(rest)
    }
    while isRestExposed(),
      let next = withAmount.min(by: { ($0.value.fen, $0.key) < ($1.value.fen, $1.key) })
    {
      withAmount[next.key] = nil
      figures[next.key]?.fen = nil
    }
    return figures
  }
}
