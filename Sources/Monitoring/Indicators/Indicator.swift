import Catalog
import Domain

/// One thing that is watched of enterprises, as data (`Schemas/monitoring/indicators.yaml`).
public struct Indicator: Hashable, Sendable {
  public enum Unit: String, CaseIterable, Hashable, Sendable {
    case fen
    case kwh
    case persons
    case ppm
    case days
    case count
  }

  /// When it may be said first.
  public enum Timeliness: String, CaseIterable, Hashable, Sendable {
    /// When its period is over.
    case period
    /// As soon as it happens: it is said of the period that runs, too, and counts at once.
    case event
  }

  public let code: String
  public let label: Label
  public let unit: Unit
  public let timeliness: Timeliness
  public let periods: Set<ReportPeriod.Kind>
  /// In the order in which one figure is taken when several report it.
  public let sources: [String]
  /// The fact of the catalog that speaks of the same.
  public let fact: String?
  /// How that fact follows from what is reported; nil when it says something else.
  public let draw: FactDraw?
  /// What can be said at all.
  public let range: ClosedRange<Int64>

  /// How many reports an enterprise missed is no figure that anybody reports: it follows from duties. A rule
  /// names it like an indicator.
  public static let missedReports = "missed_reports"
  /// The source of what this service counts itself.
  public static let serviceSource = "service"
}

/// Every indicator and duty there is.
public struct IndicatorBook: Sendable {
  public let indicators: [Indicator]
  public let duties: [ReportDuty]
  private let byCode: [String: Indicator]

  init(indicators: [Indicator], duties: [ReportDuty]) {
    self.indicators = indicators
    self.duties = duties
    byCode = Dictionary(indicators.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
  }

  public subscript(_ code: String) -> Indicator? { byCode[code] }

  /// Whether all of some indicators are said as soon as they happen.
  public func areEvents(_ codes: some Sequence<String>) -> Bool {
    codes.allSatisfy { byCode[$0]?.timeliness == .event }
  }

  /// A duty in the version of a day.
  public func duty(_ code: String, on day: LegalDate) -> ReportDuty? {
    duties.first { $0.code == code && $0.days.contains(day) }
  }

  /// Where a figure may come from, the most trusted first.
  func sources(of code: String) -> [String] {
    code == Indicator.missedReports ? [Indicator.serviceSource] : byCode[code]?.sources ?? []
  }
}
