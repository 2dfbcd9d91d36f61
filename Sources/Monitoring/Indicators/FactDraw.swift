import Catalog
import Domain

/// How a fact of the catalog follows from what one source reported.
public struct FactDraw: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// The figure of the newest period.
    case last
    /// The sum of the newest twelve months, all of which are known.
    case year
    /// Whether the figure of the newest period is above zero.
    case flag
    /// True when it is. A source that knows of nothing says nothing of what others know.
    case listed

    func fits(_ type: FactType) -> Bool {
      switch self {
      case .last, .year: type == .integer
      case .flag, .listed: type == .boolean
      }
    }
  }

  public let kind: Kind
  public let source: String
}

/// What a fact says by what was reported.
public struct DrawnFigure: Hashable, Sendable {
  public let path: String
  public let value: FactValue
  /// Of the oldest report that it stands on.
  public let asOf: LegalDate
  /// The last day on which it is used.
  public let goodThrough: LegalDate
  /// What it stands on, the newest first.
  public let reports: [PeriodReport]
}

extension IndicatorBook {
  /// Every fact that indicators draw, known or not.
  public var drawnPaths: [String] {
    indicators.compactMap { $0.draw == nil ? nil : $0.fact }
  }

  /// What facts say on a day by what was reported; what is too old says nothing.
  public func drawn(
    _ series: ReportSeries, _ sources: SourceBook, on today: LegalDate
  ) -> [DrawnFigure] {
    indicators.compactMap { indicator in
      guard let draw = indicator.draw, let path = indicator.fact, let source = sources[draw.source]
      else { return nil }
      return draw.figure(indicator.code, path, series, source, on: today)
    }
  }
}

extension FactDraw {
  private static let monthsOfYear = 12

  fileprivate func figure(
    _ indicator: String, _ path: String, _ series: ReportSeries, _ good: ReportSource,
    on today: LegalDate
  ) -> DrawnFigure? {
    guard let newest = series.newest(indicator, from: source, months: kind == .year) else {
      return nil
    }
    let count = kind == .year ? Self.monthsOfYear : 1
    let periods = (0..<count).map { newest.adding(-$0) }
    let figures = periods.compactMap { series.figure(indicator, from: source, in: $0) }
    let reports = periods.flatMap { series.reports(indicator, from: source, in: $0) }
    guard figures.count == count, let sum = Exact.sum(figures),
      let asOf = reports.map(\.asOf).min(), let value = value(of: sum)
    else { return nil }
    let goodThrough = good.goodThrough(newest)
    guard today <= goodThrough else { return nil }
    return DrawnFigure(
      path: path, value: value, asOf: asOf, goodThrough: goodThrough, reports: reports)
  }

  private func value(of figure: Int64) -> FactValue? {
    switch kind {
    case .last, .year: .integer(figure)
    case .flag: .boolean(figure > 0)
    case .listed: figure > 0 ? .boolean(true) : nil
    }
  }
}
