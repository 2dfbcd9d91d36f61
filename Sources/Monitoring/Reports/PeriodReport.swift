import Domain

/// What one source says of one enterprise for one period, in one revision.
public struct PeriodReport: Hashable, Sendable {
  /// What reports replace one another by.
  public struct Key: Hashable, Sendable {
    public let source: String
    /// The institution that says it of its own business with the enterprise; nil where a source speaks as one.
    public let reporter: String?
    public let period: ReportPeriod

    public init(source: String, reporter: String? = nil, period: ReportPeriod) {
      self.source = source
      self.reporter = reporter
      self.period = period
    }
  }

  public let key: Key
  /// From 1; a correction is the next one, and the ones before it stay.
  public let revision: Int
  /// By indicator; one that is not there is not known.
  public let figures: [String: Int64]
  public let asOf: LegalDate
  /// Where it was taken from, such as the name of a file.
  public let provenance: String
  /// Whether it counts: what is in quarantine, or was sent back, does not.
  public let isAccepted: Bool

  public init(
    source: String, reporter: String? = nil, period: ReportPeriod, revision: Int = 1,
    figures: [String: Int64], asOf: LegalDate, provenance: String, isAccepted: Bool = true
  ) {
    key = Key(source: source, reporter: reporter, period: period)
    self.revision = revision
    self.figures = figures
    self.asOf = asOf
    self.provenance = provenance
    self.isAccepted = isAccepted
  }
}

/// What is known of one enterprise: of every source and period the last accepted revision. In whatever order
/// reports come, the same is known.
public struct ReportSeries: Hashable, Sendable {
  private var reports: [PeriodReport.Key: PeriodReport] = [:]
  /// Who speaks for a source.
  private var reporters: [String: Set<String?>] = [:]

  public init(_ reports: [PeriodReport] = []) {
    for report in reports { add(report) }
  }

  public mutating func add(_ report: PeriodReport) {
    guard report.isAccepted else { return }
    if let known = reports[report.key], known.revision >= report.revision { return }
    reports[report.key] = report
    reporters[report.key.source, default: []].insert(report.key.reporter)
  }

  /// A figure; nil when it is not known, which is not zero. Where several institutions speak for a source it is the
  /// greatest that one of them says, and it is not known when one that is silent said more before: silence is not
  /// taken for better.
  public func figure(_ indicator: String, from source: String, in period: ReportPeriod) -> Int64? {
    let known = reports(indicator, from: source, in: period)
    guard let greatest = known.compactMap({ $0.figures[indicator] }).max() else { return nil }
    let silent = reporters[source, default: []].subtracting(known.map(\.key.reporter))
    let isLess = silent.contains { reporter in
      last(indicator, from: source, reporter, before: period).map { $0 > greatest } ?? false
    }
    return isLess ? nil : greatest
  }

  /// The figure of one report.
  func figure(_ indicator: String, of key: PeriodReport.Key) -> Int64? {
    reports[key]?.figures[indicator]
  }

  /// What is said of an indicator in a period, in the order of those who say it.
  func reports(_ indicator: String, from source: String, in period: ReportPeriod) -> [PeriodReport]
  {
    reporters[source, default: []].sorted { ($0 ?? "") < ($1 ?? "") }.compactMap { reporter in
      let said = reports[PeriodReport.Key(source: source, reporter: reporter, period: period)]
      return said?.figures[indicator] == nil ? nil : said
    }
  }

  /// The newest period of which a figure of a source is known.
  func newest(_ indicator: String, from source: String, months: Bool) -> ReportPeriod? {
    let periods = reports.values.filter {
      $0.key.source == source && $0.figures[indicator] != nil
        && (!months || $0.key.period.kind == .month)
    }.map(\.key.period)
    return Set(periods).sorted {
      $0.lastDay == $1.lastDay ? $1 < $0 : $1.lastDay < $0.lastDay
    }.first { figure(indicator, from: source, in: $0) != nil }
  }

  private func last(
    _ indicator: String, from source: String, _ reporter: String?, before period: ReportPeriod
  ) -> Int64? {
    reports.values.filter {
      $0.key.source == source && $0.key.reporter == reporter && $0.key.period.kind == period.kind
        && $0.key.period < period && $0.figures[indicator] != nil
    }.max { $0.key.period < $1.key.period }?.figures[indicator]
  }

  /// The first period of a kind of which anything is known.
  public func first(_ kind: ReportPeriod.Kind) -> ReportPeriod? {
    reports.keys.filter { $0.period.kind == kind }.map(\.period).min()
  }

  /// Periods that run on a day and of which something is known already.
  public func running(on today: LegalDate) -> Set<ReportPeriod> {
    Set(reports.keys.map(\.period).filter { $0.contains(today) })
  }

  /// Says which closed periods nobody reported: 1 each, and 0 for those that came in whatever shape, for who
  /// is told that a report is looked at has not missed it.
  public mutating func addMissed(
    closed: [ReportPeriod], received: Set<ReportPeriod>, on today: LegalDate
  ) {
    for period in closed {
      add(
        PeriodReport(
          source: Indicator.serviceSource, period: period,
          figures: [Indicator.missedReports: received.contains(period) ? 0 : 1], asOf: today,
          provenance: Indicator.serviceSource))
    }
  }
}
