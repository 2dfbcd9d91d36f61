import Catalog
import Domain

/// The payments of a loan of principal 1, month by month, without rounding to fen: what it costs in
/// ppm then does not depend on its amount.
///
/// Double, and only + − × ÷ (design section 4), so that every machine computes the same bits.
struct LoanSchedule {
  /// What the borrower pays each month: element 0 is the day of the loan, the last its end.
  private(set) var payments: [Double]
  /// Sum of all interest, and of all fees.
  private(set) var interest: Double
  private(set) var fees: Double = 0

  /// - Parameters:
  ///   - ratePPM: nominal yearly rate; a month bears a twelfth.
  ///   - months: 1 or more.
  init(ratePPM: Int64, months: Int, repayment: Repayment) {
    let monthly = Double(ratePPM) / 1_000_000 / 12
    payments = [Double](repeating: 0, count: months + 1)
    interest = 0
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
      var growth = 1.0
      for _ in 0..<months { growth *= 1 + monthly }
      let instalment = growth > 1 ? monthly * growth / (growth - 1) : 1 / Double(months)
      for month in 1...months { payments[month] = instalment }
      interest = instalment * Double(months) - 1
    }
  }

  /// Adds a fee of `ppm` of the principal (a year, unless upfront).
  mutating func add(fee ppm: Int64, timing: Fee.Timing) {
    let share = Double(ppm) / 1_000_000
    let months = payments.count - 1
    switch timing {
    case .upfront:
      payments[0] += share
      fees += share
    case .monthly:
      for month in 1...months { payments[month] += share / 12 }
      fees += share / 12 * Double(months)
    case .yearly:
      for start in stride(from: 0, to: months, by: 12) {
        let part = share * Double(min(12, months - start)) / 12
        payments[start] += part
        fees += part
      }
    }
  }

  /// Takes money paid to the borrower with the last repayment.
  mutating func net(atEnd amount: Double) { payments[payments.count - 1] -= amount }

  /// Cost of the loan.
  struct Cost: Hashable {
    /// (1 + i)^12 − 1, in ppm.
    let effectivePPM: Int64
    /// 12 i, in ppm.
    let nominalPPM: Int64
  }

  /// From the monthly internal rate of return i; nil when the flows have none (the loan pays out
  /// nothing, or costs less than −50 % a month).
  var cost: Cost? {
    guard let monthly = internalRate() else { return nil }
    var growth = 1.0
    for _ in 0..<12 { growth *= 1 + monthly }
    guard let effective = Self.ppm(growth - 1), let nominal = Self.ppm(12 * monthly) else {
      return nil
    }
    return Cost(effectivePPM: effective, nominalPPM: nominal)
  }

  /// Rounded half to even; nil past Int64.
  private static func ppm(_ rate: Double) -> Int64? {
    Int64(exactly: (rate * 1_000_000).rounded(.toNearestOrEven))
  }

  /// Root of 1 = Σ payments[k] / (1 + i)^k by bisection between −50 % and 100 % a month, down to
  /// neighbouring Doubles.
  private func internalRate() -> Double? {
    var low = -0.5
    var high = 1.0
    guard excess(at: low) <= 0, excess(at: high) > 0 else { return nil }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return low }
      if excess(at: middle) > 0 { high = middle } else { low = middle }
    }
  }

  /// What is received at the start less the present value of what is paid.
  private func excess(at rate: Double) -> Double {
    let discount = 1 / (1 + rate)
    var value = 0.0
    for payment in payments.reversed() { value = value * discount + payment }
    return 1 - value
  }
}
