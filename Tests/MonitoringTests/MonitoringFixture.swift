import Catalog
import Domain
import Foundation
import Monitoring

/// The shipped documents, and short ways to values.
enum MonitoringFixture {
  static func document(_ path: String) throws -> JSON {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
    let document = YAMLDocument(SourceFile(name: path, text: text))
    guard let json = document.json, document.faults.isEmpty else {
      throw CatalogFaults(document.faults)
    }
    return json
  }

  static func sources() throws -> SourceBook {
    try SourceBook(json: document("Schemas/monitoring/sources.yaml"))
  }

  static func registry() throws -> FactRegistry {
    try FactRegistry(json: document("Schemas/catalog/facts.yaml"))
  }

  static func indicators() throws -> IndicatorBook {
    try IndicatorBook(
      json: document("Schemas/monitoring/indicators.yaml"), sources: sources().codes,
      facts: registry())
  }

  static func quality() throws -> QualityBook {
    try QualityBook(
      json: document("Schemas/monitoring/quality.yaml"), indicators: indicators())
  }

  static func warnings() throws -> WarningBook {
    try WarningBook(
      json: document("Schemas/monitoring/warnings.yaml"), indicators: indicators())
  }

  static func calendar() throws -> WorkingCalendar {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try WorkingCalendar(
      csv: String(
        contentsOf: root.appending(path: "Schemas/reference/calendar-cn.csv"), encoding: .utf8))
  }

  static func day(_ text: String) throws -> LegalDate {
    guard let day = LegalDate(text) else { throw CocoaError(.formatting) }
    return day
  }

  static func period(_ text: String) throws -> ReportPeriod {
    guard let period = ReportPeriod(text) else { throw CocoaError(.formatting) }
    return period
  }

  /// Figures of one indicator of one source, period after period; nil is not known.
  static func series(
    _ indicator: String, from source: String, since first: String, _ figures: [Int64?]
  ) throws -> ReportSeries {
    let start = try period(first)
    return ReportSeries(
      figures.enumerated().compactMap { place, figure in
        figure.map { report(indicator, source, start.adding(place), $0) }
      })
  }

  static func report(
    _ indicator: String, _ source: String, _ period: ReportPeriod, _ figure: Int64,
    revision: Int = 1
  ) -> PeriodReport {
    PeriodReport(
      source: source, period: period, revision: revision, figures: [indicator: figure],
      asOf: period.lastDay, provenance: "test")
  }

  /// A rule as it is shipped.
  static func rule(_ code: String) throws -> WarningRule {
    guard let rule = try warnings().rules.first(where: { $0.code == code }) else {
      throw CocoaError(.formatting)
    }
    return rule
  }

  /// Where a shipped rule stands after each period up to one.
  static func levels(
    _ code: String, _ series: ReportSeries, through last: String
  ) throws -> [WarningLevel?] {
    try warnings().history(of: rule(code), series, through: period(last)).map(\.level)
  }
}

/// Numbers that are the same in every run (SplitMix64).
struct Seeded: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
