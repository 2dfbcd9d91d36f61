import Domain

/// What one source says of one enterprise for one period, in one revision.
public struct Report: Hashable, Sendable {
  /// What reports replace one another by.
  public struct Key: Hashable, Sendable {
    public let source: String
    public let period: ReportPeriod

    public init(source: String, period: ReportPeriod) {
      self.source = source
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
    source: String, period: ReportPeriod, revision: Int = 1, figures: [String: Int64],
    asOf: LegalDate, provenance: String, isAccepted: Bool = true
  ) {
    key = Key(source: source, period: period)
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
  private var reports: [Report.Key: Report] = [:]

  public init(_ reports: [Report] = []) {
    for report in reports { add(report) }
  }

  public mutating func add(_ report: Report) {
    guard report.isAccepted else { return }
    if let known = reports[report.key], known.revision >= report.revision { return }
    reports[report.key] = report
  }

  /// A figure; nil when it is not known, which is not zero.
  public func figure(_ indicator: String, from source: String, in period: ReportPeriod) -> Int64? {
    reports[Report.Key(source: source, period: period)]?.figures[indicator]
  }

  /// The first period of a kind of which anything is known.
  public func first(_ kind: ReportPeriod.Kind) -> ReportPeriod? {
    reports.keys.filter { $0.period.kind == kind }.map(\.period).min()
  }

  /// Says which closed periods nobody reported: 1 each, and 0 for those that came in whatever shape, for who
  /// is told that a report is looked at has not missed it.
  public mutating func addMissed(
    closed: [ReportPeriod], received: Set<ReportPeriod>, on today: LegalDate
  ) {
    for period in closed {
      add(
        Report(
          source: Indicator.serviceSource, period: period,
          figures: [Indicator.missedReports: received.contains(period) ? 0 : 1], asOf: today,
          provenance: Indicator.serviceSource))
    }
  }
}
