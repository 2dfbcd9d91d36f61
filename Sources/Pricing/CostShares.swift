import Domain

/// Splits the yearly cost of a loan among its items, by one method for all of them.
///
/// With i the internal rate of return of the loan with everything it costs, v = 1 / (1 + i), c_k what
/// an item costs at step k and B_k what is owed after step k, principal alone gives
/// Σ principal_k v^k = 1 − i Σ B_{k−1} v^k, so i = Σ_items ( Σ_k c_k v^k ) / ( Σ_k B_{k−1} v^k ).
/// An item's rate is therefore its present value over that of the principal actually owed: the rates
/// of all items sum to the rate of the loan, in whatever order they stand, and interest alone comes
/// out at the rate agreed. (Differences between the loan with and without an item would hang on the
/// order; each item priced alone would not sum to the whole.)
struct CostShares {
  /// 12 i of each item, and (1 + i)^12 − 1 split in the same proportion, in ppm; they sum exactly to
  /// those of the loan.
  let nominalPPM: [Int64]
  let effectivePPM: [Int64]

  /// - Parameters:
  ///   - items: what each costs, by steps.
  ///   - schedule: the loan with all of them.
  /// - Returns: nil when the loan has no rate.
  init?(_ items: [[(index: Int, amount: Double)]], of schedule: LoanSchedule) {
    guard let rate = schedule.stepRate, let annual = schedule.annual(rate) else { return nil }
    let occupied = Self.occupied(schedule, at: rate)
    guard occupied > 0 else { return nil }
    let shares = items.map { InternalRate.presentValue($0, at: rate) / occupied }
    // At a cost of 0 the proportion is that of small rates: one step's, times the steps of a year.
    let isFlat = abs(rate) < 1e-12
    let perYear = Double(schedule.term.stepsPerYear)
    nominalPPM = Self.whole(
      shares.map { $0 * (isFlat ? perYear : annual.nominal / rate) }, sum: annual.nominalPPM)
    effectivePPM = Self.whole(
      shares.map { $0 * (isFlat ? perYear : annual.effective / rate) }, sum: annual.effectivePPM)
  }

  private static func occupied(_ schedule: LoanSchedule, at rate: Double) -> Double {
    switch schedule.term {
    case .months:
      InternalRate.presentValue(schedule.dues.map { ($0.index, $0.balance) }, at: rate)
    case .days(let days, _):
      InternalRate.presentValue((1...max(1, days)).map { ($0, 1.0) }, at: rate)
    }
  }

  /// Rates in whole ppm that sum to `sum`: rounded down, and the rest given to the greatest
  /// remainders, the first on a tie.
  static func whole(_ rates: [Double], sum: Int64) -> [Int64] {
    guard !rates.isEmpty else { return [] }
    let exact = rates.map { $0 * 1_000_000 }
    var parts = exact.map { Int64(exactly: $0.rounded(.down)) ?? 0 }
    let order = exact.indices.sorted {
      (exact[$1] - Double(parts[$1]), $0) < (exact[$0] - Double(parts[$0]), $1)
    }
    let rest = sum - parts.reduce(0, +)
    // Unrounded rates sum to the unrounded whole, so the rest is smaller than their number.
    for (place, index) in order.enumerated() {
      parts[index] += rest / Int64(order.count)
      if Int64(place) < rest % Int64(order.count) { parts[index] += 1 }
    }
    return parts
  }

  /// Splits a difference of whole ppm in proportion to weights, none below 0.
  static func split(_ difference: Int64, by weights: [Double]) -> [Int64] {
    let total = weights.reduce(0, +)
    guard total > 0 else { return weights.map { _ in 0 } }
    return whole(
      weights.map { $0 / total * Double(difference) / 1_000_000 }, sum: difference)
  }
}
