/// A cost a year by all cash flows (PBC 公告〔2021〕第3号): the monthly internal rate of return i and
/// what follows from it.
public struct AnnualRate: Hashable, Sendable {
  /// i, unrounded.
  public let monthly: Double
  /// 12 i, unrounded.
  public let nominal: Double
  /// (1 + i)^12 − 1, unrounded; it ranks.
  public let effective: Double
  /// 12 i in ppm, rounded half to even.
  public let nominalPPM: Int64
  /// (1 + i)^12 − 1 in ppm, rounded half to even.
  public let effectivePPM: Int64

  /// Nil when a figure leaves Int64.
  public init?(monthly: Double) {
    var growth = 1.0
    for _ in 0..<12 { growth *= 1 + monthly }
    self.init(monthly: monthly, growth: growth)
  }

  /// From the rate of one day: (1 + d)^365 = (1 + i)^12. Nil when a figure leaves Int64 or i is above
  /// 100 %.
  public init?(daily: Double) {
    var growth = 1.0
    for _ in 0..<365 { growth *= 1 + daily }
    guard let monthly = InternalRate.monthly(growth: growth) else { return nil }
    self.init(monthly: monthly, growth: growth)
  }

  private init?(monthly: Double, growth: Double) {
    guard let effective = Self.ppm(growth - 1), let nominal = Self.ppm(12 * monthly) else {
      return nil
    }
    self.monthly = monthly
    self.nominal = 12 * monthly
    self.effective = growth - 1
    effectivePPM = effective
    nominalPPM = nominal
  }

  private static func ppm(_ rate: Double) -> Int64? {
    Int64(exactly: (rate * 1_000_000).rounded(.toNearestOrEven))
  }
}
