import Catalog
import Domain

/// A dated number of a policy pack, such as the one-year LPR: each value is in force from its day
/// until the day before the next.
public struct PolicyParameter: Hashable, Sendable {
  /// One value and its first day in force.
  public struct Point: Hashable, Sendable {
    public let from: LegalDate
    public let value: Int64

    public init(from: LegalDate, value: Int64) {
      self.from = from
      self.value = value
    }
  }

  /// Snake-case id such as `lpr_1y`.
  public let id: String
  public let unit: FactUnit
  public let label: Label
  public let citation: Citation
  /// Rising by day, never empty.
  public let series: [Point]

  /// How long the last value of a series counts as current. Past that it still carries, with a
  /// warning: nobody has looked since.
  public static let currentForMonths = 12

  /// The value in force on a day; nil before the first.
  public func value(on day: LegalDate) -> ParameterValue? {
    guard let index = series.lastIndex(where: { $0.from <= day }) else { return nil }
    let point = series[index]
    let isCarried =
      index == series.count - 1 && day > point.from.adding(months: Self.currentForMonths)
    return ParameterValue(
      value: point.value, unit: unit, from: point.from, citation: citation,
      carriedPastEnd: isCarried)
  }
}

/// A parameter's value on one day.
public struct ParameterValue: Hashable, Sendable {
  /// In the parameter's unit; rates are ppm a year.
  public let value: Int64
  public let unit: FactUnit
  /// First day this value was in force.
  public let from: LegalDate
  public let citation: Citation
  /// The series ended more than `PolicyParameter.currentForMonths` before the day.
  public let carriedPastEnd: Bool
}
