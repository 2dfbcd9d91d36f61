import Catalog
import Domain

/// The payments of a loan of principal 1, step by step, without rounding to fen: what it costs in
/// ppm then does not depend on its amount.
///
/// Double, and only + − × ÷ (design section 4), so that every machine computes the same bits.
struct LoanSchedule {
  /// Interest due at one step.
  struct Due {
    let index: Int
    let interest: Double
    /// What was owed while it accrued, and for what part of a year.
    let balance: Double
    let years: Double
  }

  /// A fee that is charged.
  struct Charge {
    let kind: String
    let isAtStart: Bool
    let rows: [(index: Int, amount: Double)]
  }

  let term: LoanTerm
  private let reach: InternalRate.Reach
  private let repayment: Repayment
  private let ratePPM: Int64
  /// What the borrower pays at each step: element 0 is the day of the loan, the last its end.
  private(set) var payments: [Double]
  /// Sum of all interest, and of all fees.
  private(set) var interest: Double
  private(set) var fees: Double = 0
  private(set) var charges: [Charge] = []

  /// - Parameters:
  ///   - ratePPM: nominal yearly rate; a month bears a twelfth.
  ///   - term: 1 step or more.
  ///   - reach: how far its cost is looked for.
  init(ratePPM: Int64, term: LoanTerm, repayment: Repayment, reach: InternalRate.Reach) {
    self.term = term
    self.reach = reach
    self.repayment = repayment
    self.ratePPM = ratePPM
    let months = term.steps
    let monthly = Double(ratePPM) / 1_000_000 / 12
    payments = [Double](repeating: 0, count: months + 1)
    interest = 0
    if case .days(let days, let count) = term {
      interest = Double(ratePPM) / 1_000_000 * Double(days) / Double(count.rawValue)
      payments[days] = 1 + interest
      return
    }
    switch repayment {
    case .interestMonthlyBullet, .revolving:
      for month in 1...months { payments[month] = monthly }
      payments[months] += 1
      interest = monthly * Double(months)
    case .equalPrincipal:
      let part = 1 / Double(months)
      for month in 1...months {
        let due = monthly * (1 - Double(month - 1) * part)
        payments[month] = part + due
        interest += due
      }
    case .equalInstalment:
      let instalment = Self.instalment(monthly: monthly, months: months)
      for month in 1...months { payments[month] = instalment }
      interest = instalment * Double(months) - 1
    }
  }

  private static func instalment(monthly: Double, months: Int) -> Double {
    var growth = 1.0
    for _ in 0..<months { growth *= 1 + monthly }
    return growth > 1 ? monthly * growth / (growth - 1) : 1 / Double(months)
  }

  /// Interest step by step.
  var dues: [Due] {
    switch term {
    case .days(let days, let count):
      return [
        Due(
          index: days, interest: interest, balance: 1,
          years: Double(days) / Double(count.rawValue))
      ]
    case .months(let months):
      let monthly = Double(ratePPM) / 1_000_000 / 12
      let instalment = Self.instalment(monthly: monthly, months: months)
      var balance = 1.0
      return (1...months).map { month in
        if repayment == .equalPrincipal { balance = 1 - Double(month - 1) / Double(months) }
        let due = Due(
          index: month, interest: balance * monthly, balance: balance, years: 1.0 / 12)
        if repayment == .equalInstalment { balance -= instalment - due.interest }
        return due
      }
    }
  }

  /// Adds a fee of `ppm` of the principal (a year, unless it is charged once).
  mutating func add(fee ppm: Int64, timing: Fee.Timing, kind: String) {
    let share = Double(ppm) / 1_000_000
    let rows = term.feeDates(timing).map { date in
      (
        index: date.index,
        amount: date.steps.map { share * Double($0) / Double(term.stepsPerYear) } ?? share
      )
    }
    for row in rows { payments[row.index] += row.amount }
    if timing == .monthly, case .months(let months) = term {
      fees += share / 12 * Double(months)
    } else {
      for row in rows { fees += row.amount }
    }
    charges.append(
      Charge(kind: kind, isAtStart: timing == .yearly || timing == .upfront, rows: rows))
  }

  /// Rows of a deposit: paid at the start, back with its simple interest at the end.
  func rows(of deposit: Deposit) -> [(index: Int, amount: Double)] {
    let share = Double(deposit.ppm) / 1_000_000
    let years = Double(term.steps) / Double(term.stepsPerYear)
    return [
      (0, share), (term.steps, -share * (1 + Double(deposit.ratePPM) / 1_000_000 * years)),
    ]
  }

  /// Adds a deposit held for the term.
  mutating func add(_ deposit: Deposit) {
    for row in rows(of: deposit) { payments[row.index] += row.amount }
  }

  /// Takes off money paid to the borrower.
  mutating func net(_ rows: [(index: Int, amount: Double)]) {
    for row in rows { payments[row.index] -= row.amount }
  }

  /// The rate of one step; nil when the flows have none (the loan pays out nothing, or costs less
  /// than −50 % a step).
  var stepRate: Double? { InternalRate.ofPeriod(payments, reach: reach) }

  /// What the loan costs a year.
  var cost: AnnualRate? { stepRate.flatMap(annual) }

  /// The yearly figures of a rate of one step.
  func annual(_ stepRate: Double) -> AnnualRate? {
    switch term {
    case .months: AnnualRate(monthly: stepRate)
    case .days: AnnualRate(daily: stepRate)
    }
  }
}
