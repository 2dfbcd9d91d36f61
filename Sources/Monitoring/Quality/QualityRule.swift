import Catalog
import Domain

/// What a figure must be like to be believed, as data (`Schemas/monitoring/quality.yaml`).
public struct QualityRule: Hashable, Sendable {
  /// What is compared with what.
  public enum Check: Hashable, Sendable {
    /// Within a range.
    case range(ClosedRange<Int64>)
    /// Its change in ppm against so many periods before of the same source; bases under the floor say nothing.
    case jump(back: Int, within: ClosedRange<Int64>, baseFloor: Int64)
    /// Parts sum to it, within a share of it.
    case sum(parts: [String], tolerancePPM: Int64)
    /// A quarter is the sum of its months of the same source.
    case months(tolerancePPM: Int64)
    /// As another source says, within a share of the greater.
    case source(String, tolerancePPM: Int64, baseFloor: Int64)
  }

  /// The same for all its versions.
  public let code: String
  public let label: Label
  public let days: EffectivePeriod
  public let indicator: String
  public let check: Check
  /// What becomes of a report that breaks it; never `accept`.
  public let outcome: QualityOutcome
}

/// What becomes of a report, the best first.
public enum QualityOutcome: String, CaseIterable, Hashable, Comparable, Sendable {
  case accept
  /// Kept apart until somebody says that it is so.
  case quarantine
  case reject

  private var rank: Int {
    switch self {
    case .accept: 0
    case .quarantine: 1
    case .reject: 2
    }
  }

  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}

/// A rule that a report breaks, with the figures that say so.
public struct QualityFinding: Hashable, Sendable {
  public let rule: QualityRule
  public let figure: Int64
  /// What it was compared with: the figure before, the sum, the other source; nil for a range.
  public let against: Int64?

  public var outcome: QualityOutcome { rule.outcome }
}

/// Every rule, and how a source is scored.
public struct QualityBook: Sendable {
  public let rules: [QualityRule]
  public let score: QualityScore

  /// What a report breaks of the rules in force on a day, in the order of the book. What is not known breaks
  /// nothing.
  ///
  /// - Parameter series: what was accepted of the enterprise before, without this report.
  public func findings(
    _ report: PeriodReport, known series: ReportSeries, on today: LegalDate
  ) -> [QualityFinding] {
    rules.filter { $0.days.contains(today) }.compactMap { rule in
      guard let figure = report.figures[rule.indicator] else { return nil }
      return rule.finding(figure, report, series)
    }
  }

  /// What becomes of a report with these findings.
  public static func outcome(_ findings: [QualityFinding]) -> QualityOutcome {
    findings.map(\.outcome).max() ?? .accept
  }
}

extension QualityRule {
  func finding(_ figure: Int64, _ report: PeriodReport, _ series: ReportSeries) -> QualityFinding? {
    func broken(_ against: Int64?) -> QualityFinding {
      QualityFinding(rule: self, figure: figure, against: against)
    }
    let (source, period) = (report.key.source, report.key.period)
    /// What was said of another period by the same.
    func said(_ period: ReportPeriod) -> Int64? {
      series.figure(
        indicator,
        of: PeriodReport.Key(source: source, reporter: report.key.reporter, period: period))
    }
    switch check {
    case .range(let range): return range.contains(figure) ? nil : broken(nil)
    case .jump(let back, let range, let floor):
      guard let base = said(period.adding(-back)),
        let change = Growth(from: base, to: figure, floor: floor)
      else { return nil }
      return change.isWithin(range) ? nil : broken(base)
    case .sum(let parts, let tolerance):
      let known = parts.compactMap { report.figures[$0] }
      guard known.count == parts.count, let sum = Exact.sum(known) else { return nil }
      return Self.isNear(sum, figure, tolerance) ? nil : broken(sum)
    case .months(let tolerance):
      guard period.kind == .quarter else { return nil }
      let known = period.months.compactMap(said)
      guard known.count == period.months.count, let sum = Exact.sum(known) else { return nil }
      return Self.isNear(sum, figure, tolerance) ? nil : broken(sum)
    case .source(let other, let tolerance, let floor):
      guard other != source, let theirs = series.figure(indicator, from: other, in: period),
        max(abs(theirs), abs(figure)) >= floor
      else { return nil }
      return Self.isNear(theirs, figure, tolerance) ? nil : broken(theirs)
    }
  }

  /// Whether two figures differ by at most a share of the greater.
  private static func isNear(_ one: Int64, _ other: Int64, _ tolerancePPM: Int64) -> Bool {
    let distance = abs(Int128(one) - Int128(other))
    let greater = max(abs(Int128(one)), abs(Int128(other)))
    return distance * Int128(PartsPerMillion.one) <= greater * Int128(tolerancePPM)
  }
}
