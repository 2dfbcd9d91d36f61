import Catalog
import Domain
import Monitoring

/// What one source says of one enterprise for one period, checked.
struct ReportInput: Sendable {
  var source: ReportSource
  /// The institution that says it; nil where a source speaks as one.
  var reporter: String?
  var period: ReportPeriod
  var figures: [String: Int64]
  var asOf: LegalDate
  var provenance: String

  /// Most figures of one report.
  static let maximumFigures = 100

  init(
    source: ReportSource, period: ReportPeriod, figures: [String: Int64], asOf: LegalDate,
    provenance: String
  ) {
    self.source = source
    self.period = period
    self.figures = figures
    self.asOf = asOf
    self.provenance = provenance
  }

  /// - Parameters:
  ///   - json: `{source, period, as_of, provenance, figures}`.
  ///   - today: the period is over, or runs and all its figures are events; nothing is of a later day.
  /// - Throws: `.invalid`.
  init(_ json: JSON, rules: MonitoringRules, today: LegalDate) throws(ApplicationError) {
    var body = ObjectReader(json)
    let source = SourceInput.required(&body, rules)
    let period = Self.period(&body, today)
    let asOf = ProofInput.past("as_of", today, &body)
    if let period, let asOf, asOf < period.firstDay {
      body.add(
        Fault("/as_of", "order", zh: "截至日期不得早于报告期", en: "not before the period begins"))
    }
    let provenance = body.requiredString("provenance", maximumLength: 200)
    let figures = Self.figures(&body, source, period, rules)
    if let period, let names = json["figures"]?.objectValue?.keys,
      let fault = Self.early(period, names, rules, today)
    {
      body.add(fault.under("/period"))
    }
    let faults = body.finish()
    guard faults.isEmpty, let source, let period, let asOf, let provenance else {
      throw .invalid(faults)
    }
    self.init(
      source: source, period: period, figures: figures, asOf: asOf, provenance: provenance)
  }

  /// A month or a quarter that has begun.
  static func period(_ body: inout ObjectReader, _ today: LegalDate) -> ReportPeriod? {
    guard let text = body.requiredString("period", maximumLength: 7) else { return nil }
    do throws(Fault) {
      return try begun(text, today)
    } catch {
      body.add(error.under("/period"))
      return nil
    }
  }

  /// - Throws: `pattern`; `future_period`.
  static func begun(_ text: String, _ today: LegalDate) throws(Fault) -> ReportPeriod {
    guard let period = ReportPeriod(text) else { throw .pattern("", "2026-03, 2026-Q1") }
    guard period.firstDay <= today else { throw notOver }
    return period
  }

  /// `future_period` for a period that runs, unless all of its figures are said as soon as they happen.
  static func early(
    _ period: ReportPeriod, _ figures: some Sequence<String>, _ rules: MonitoringRules,
    _ today: LegalDate
  ) -> Fault? {
    guard period.contains(today), !rules.indicators.areEvents(figures) else { return nil }
    return notOver
  }

  private static let notOver = Fault(
    "", "future_period", zh: "报告期尚未结束", en: "the period is not over yet")

  private static func figures(
    _ body: inout ObjectReader, _ source: ReportSource?, _ period: ReportPeriod?,
    _ rules: MonitoringRules
  ) -> [String: Int64] {
    guard body.required("figures") != nil, var nested = body.object("figures") else { return [:] }
    defer { body.merge(nested) }
    guard nested.names.count <= maximumFigures else {
      nested.add(
        Fault(
          "/figures", "too_many", zh: "不得超过 \(maximumFigures) 项",
          en: "at most \(maximumFigures) figures", limit: Int64(maximumFigures)))
      return [:]
    }
    var figures: [String: Int64] = [:]
    for name in nested.names {
      guard let figure = nested.requiredInteger(name) else { continue }
      if let fault = fault(name, figure, source, period, rules) {
        nested.add(fault.under(nested.path(name)))
      } else {
        figures[name] = figure
      }
    }
    if nested.names.isEmpty {
      nested.add(Fault("/figures", "empty", zh: "不得为空", en: "must not be empty"))
    }
    return figures
  }

  /// What is wrong with a figure, whatever the others are.
  static func fault(
    _ name: String, _ figure: Int64, _ source: ReportSource?, _ period: ReportPeriod?,
    _ rules: MonitoringRules
  ) -> Fault? {
    guard let indicator = rules.indicators[name] else {
      return .undeclared("", "unknown_indicator", name)
    }
    if let source, !indicator.sources.contains(source.code) {
      return Fault(
        "", "not_for_source", zh: "该来源不报送此指标", en: "the source does not give this indicator")
    }
    if let period, !indicator.periods.contains(period.kind) {
      return Fault(
        "", "not_for_period", zh: "该指标没有此周期", en: "the indicator is not of such periods")
    }
    guard indicator.range.contains(figure) else {
      let isLow = figure < indicator.range.lowerBound
      let bound = isLow ? indicator.range.lowerBound : indicator.range.upperBound
      return Fault(
        "", isLow ? "below_min" : "above_max", zh: isLow ? "不得小于 \(bound)" : "不得大于 \(bound)",
        en: isLow ? "must be at least \(bound)" : "must be at most \(bound)", limit: bound)
    }
    return nil
  }
}

/// A source as bodies name it.
enum SourceInput {
  static func required(_ body: inout ObjectReader, _ rules: MonitoringRules) -> ReportSource? {
    guard let code = body.requiredString("source", maximumLength: 64) else { return nil }
    guard let source = rules.sources[code] else {
      body.add(.undeclared("/source", "unknown_source", code))
      return nil
    }
    return source
  }
}
