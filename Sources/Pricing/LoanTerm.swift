import Catalog
import Domain

/// How long a loan runs, and in which steps its cash flows are counted.
enum LoanTerm: Hashable, Sendable {
  case months(Int)
  /// A bridge: interest by days over a year of 360 or 365.
  case days(Int, DayCount)

  /// - Parameters:
  ///   - months: what was asked for, 1 or more.
  ///   - day: the day of the drawing.
  init(_ terms: AnnualisedTerms, months: Int64, from day: LegalDate) {
    guard let bridge = terms.bridge else {
      self = .months(Int(months))
      return
    }
    let end = day.adding(months: Int(months))
    let all = Int(end.daysSinceEpoch) - Int(day.daysSinceEpoch)
    self = .days(bridge.days.map { min(Int($0), all) } ?? all, bridge.dayCount)
  }

  /// Steps from the first cash flow to the last.
  var steps: Int {
    switch self {
    case .months(let count), .days(let count, _): count
    }
  }

  /// Steps of a year.
  var stepsPerYear: Int64 {
    switch self {
    case .months: 12
    case .days(_, let count): count.rawValue
    }
  }

  /// When a fee is charged, and for how many steps of it; nil for one that does not go by time.
  func feeDates(_ timing: Fee.Timing) -> [(index: Int, steps: Int?)] {
    switch (timing, self) {
    case (.upfront, _): [(0, nil)]
    case (.atEnd, _): [(steps, nil)]
    case (.monthly, .months(let months)): (1...max(1, months)).map { ($0, 1) }
    case (.monthly, .days(let days, _)): [(days, days)]
    case (.yearly, .months(let months)):
      stride(from: 0, to: months, by: 12).map { ($0, min(12, months - $0)) }
    case (.yearly, .days(let days, _)): [(0, days)]
    }
  }

  /// When a subsidy for what falls on `index` is paid.
  func payday(of index: Int, _ payment: Subsidy.Payment) -> Int {
    switch (payment, self) {
    case (.atEnd, _), (.yearly, .days): steps
    case (.yearly, .months(let months)): min(months, max(12, (index + 11) / 12 * 12))
    }
  }

  /// Whether `index` falls in the first `months` months of the loan. A fee at the start of a month
  /// counts for that month.
  func isWithin(_ months: Int64?, index: Int, atStart: Bool) -> Bool {
    guard let months, case .months = self else { return true }
    return atStart ? index < Int(months) : index <= Int(months)
  }
}
