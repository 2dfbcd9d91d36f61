/// Internal rates of return by bisection: Double, and only + − × ÷ (design section 4), so that every
/// machine computes the same bits.
enum InternalRate {
  /// The rate of one period at which the payments are worth 1, what was received at the start.
  /// - Parameter payments: element k is paid after k periods; element 0 at the start.
  /// - Parameter reach: how far it is looked for.
  /// - Returns: nil when there is none between −50 % and 100 % a period.
  static func ofPeriod(_ payments: [Double], reach: Reach = .whole) -> Double? {
    root(reach) { excess(payments, at: $0) }
  }

  /// How far a rate is looked for.
  ///
  /// A loan has one root. When the last payment is received instead (a deposit that comes back, a
  /// subsidy above the last instalment), there is a second one far below, which costs nobody
  /// anything, and at −50 % the flows look as if they had none.
  enum Reach: Hashable, Sendable {
    /// Only loans whose last payment is made have a rate: what prices meant at first.
    case singleRoot
    /// Looking down from 0 finds the rate above the second root.
    case whole
  }

  /// The monthly rate that compounds to `growth` in a year.
  static func monthly(growth: Double) -> Double? {
    root(.whole) { rate in
      var value = 1.0
      for _ in 0..<12 { value *= 1 + rate }
      return value - growth
    }
  }

  /// The present value of amounts, each paid after so many periods.
  static func presentValue(_ rows: [(index: Int, amount: Double)], at rate: Double) -> Double {
    let discount = 1 / (1 + rate)
    var value = 0.0
    for row in rows {
      var factor = 1.0
      var base = discount
      var exponent = row.index
      while exponent > 0 {
        if exponent % 2 == 1 { factor *= base }
        base *= base
        exponent /= 2
      }
      value += row.amount * factor
    }
    return value
  }

  /// Root of a function that is above 0 for high rates, between −50 % and 100 %, down to neighbouring
  /// Doubles.
  private static func root(_ reach: Reach, _ excess: (Double) -> Double) -> Double? {
    var high = 1.0
    guard excess(high) > 0, var low = lowEnd(reach, excess) else { return nil }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return low }
      if excess(middle) > 0 { high = middle } else { low = middle }
    }
  }

  /// A rate where the function is not above 0.
  private static func lowEnd(_ reach: Reach, _ excess: (Double) -> Double) -> Double? {
    if excess(-0.5) <= 0 { return -0.5 }
    if reach == .singleRoot { return nil }
    return (0...lowSteps).lazy.map { step in
      let part = Double(step) / Double(lowSteps)
      return -0.5 * part * part
    }.first { excess($0) <= 0 }
  }

  /// How many rates are tried below 0, closer together near it.
  private static let lowSteps = 128

  /// What is received at the start less the present value of what is paid.
  private static func excess(_ payments: [Double], at rate: Double) -> Double {
    let discount = 1 / (1 + rate)
    var value = 0.0
    for payment in payments.reversed() { value = value * discount + payment }
    return 1 - value
  }
}
