import Catalog
import Domain

/// A dated number of a policy pack, such as the one-year LPR.
public struct PolicyParameter: Hashable, Sendable {
  /// One value and the days it is in force.
  public struct Point: Hashable, Sendable {
    public let from: LegalDate
    /// The last day in force; nil: until the day before the next value, or until it is changed.
    public let to: LegalDate?
    public let value: Int64
    /// Its own; nil when the parameter's covers it.
    public let citation: Citation?
    /// Whether the value was checked against its source; nil: as its citation says.
    public let verified: Bool?

    public init(
      from: LegalDate, to: LegalDate? = nil, value: Int64, citation: Citation? = nil,
      verified: Bool? = nil
    ) {
      self.from = from
      self.to = to
      self.value = value
      self.citation = citation
      self.verified = verified
    }
  }

  /// Snake-case id such as `lpr_1y`.
  public let id: String
  public let unit: FactUnit
  public let label: Label
  public let citation: Citation
  /// Rising by day, without gaps between them, never empty.
  public let series: [Point]

  /// How long the last value of a series counts as current. Past that it still carries, with a
  /// warning: nobody has looked since.
  public static let currentForMonths = 12

  /// The value in force on a day; nil before the first, and after the last one's end.
  public func value(on day: LegalDate) -> ParameterValue? {
    guard let index = series.lastIndex(where: { $0.from <= day }) else { return nil }
    let point = series[index]
    if let to = point.to, day > to { return nil }
    let isCarried =
      index == series.count - 1 && point.to == nil
      && day > point.from.adding(months: Self.currentForMonths)
    return ParameterValue(self, at: index, carriedPastEnd: isCarried)
  }

  /// Every value, in the order of their days.
  public var values: [ParameterValue] {
    series.indices.map { ParameterValue(self, at: $0, carriedPastEnd: false) }
  }
}

/// A parameter's value on one day.
public struct ParameterValue: Hashable, Sendable {
  /// In the parameter's unit; rates are ppm a year.
  public let value: Int64
  public let unit: FactUnit
  /// First day this value was in force.
  public let from: LegalDate
  /// Last day it is in force; nil while it lasts.
  public let to: LegalDate?
  public let citation: Citation
  /// Whether the value was checked against its source.
  public let isVerified: Bool
  /// The series ended more than `PolicyParameter.currentForMonths` before the day.
  public let carriedPastEnd: Bool

  fileprivate init(_ parameter: PolicyParameter, at index: Int, carriedPastEnd: Bool) {
    let series = parameter.series
    let point = series[index]
    value = point.value
    unit = parameter.unit
    from = point.from
    to = point.to ?? (index + 1 < series.count ? series[index + 1].from.adding(days: -1) : nil)
    citation = point.citation ?? parameter.citation
    isVerified = point.verified ?? citation.verified
    self.carriedPastEnd = carriedPastEnd
  }
}
