import Domain
import Monitoring
import Testing

@Suite("Facts that follow from reports")
struct FactDrawTests {
  private func drawn(_ series: ReportSeries, on day: String) throws -> [String: DrawnFigure] {
    let figures = try MonitoringFixture.indicators().drawn(
      series, MonitoringFixture.sources(), on: MonitoringFixture.day(day))
    return Dictionary(figures.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
  }

  @Test("a year is the sum of the newest twelve months, and nothing when one of them is not known")
  func year() throws {
    let path = "tax.revenue_declared_last_12m_fen"
    let whole = try MonitoringFixture.series(
      "revenue", from: "tax", since: "2025-09", (1...13).map { Int64($0) })
    let figure = try #require(try drawn(whole, on: "2026-10-05")[path])
    #expect(figure.value == .integer((2...13).reduce(0, +)))
    #expect(figure.reports.count == 12)
    #expect(figure.asOf.text == "2025-10-31")
    var gap: [Int64?] = (1...13).map { Int64($0) }
    gap[5] = nil
    let holed = try MonitoringFixture.series("revenue", from: "tax", since: "2025-09", gap)
    #expect(try drawn(holed, on: "2026-10-05")[path] == nil)
    // What the enterprise says of itself is not what was declared for tax.
    let own = try MonitoringFixture.series(
      "revenue", from: "enterprise", since: "2025-09", (1...13).map { Int64($0) })
    #expect(try drawn(own, on: "2026-10-05")[path] == nil)
  }

  @Test("the newest figure counts as long as its source is good, and not a day longer")
  func expiry() throws {
    let path = "enterprise.insured_persons"
    let series = try MonitoringFixture.series(
      "insured_persons", from: "social_insurance", since: "2025-09", [30, 28])
    let figure = try #require(try drawn(series, on: "2026-01-05")[path])
    #expect(figure.value == .integer(28))
    let last = figure.goodThrough
    #expect(try drawn(series, on: last.text)[path] != nil)
    #expect(try drawn(series, on: last.adding(days: 1).text)[path] == nil)
  }

  @Test("a list that knows of nothing says nothing of others; a register says that there is none")
  func lists() throws {
    for (figure, isOverdue) in [(0, nil), (31, true)] as [(Int64, Bool?)] {
      let series = try MonitoringFixture.series(
        "overdue_days", from: "bank", since: "2026-08", [figure])
      #expect(
        try drawn(series, on: "2026-10-05")["credit.current_overdue"]?.value
          == isOverdue.map { .boolean($0) })
    }
    for (figure, isListed) in [(0, false), (2, true)] as [(Int64, Bool)] {
      let series = try MonitoringFixture.series(
        "abnormal_operations", from: "registry", since: "2026-08", [figure])
      #expect(
        try drawn(series, on: "2026-10-05")["legal.abnormal_operation"]?.value
          == .boolean(isListed))
    }
  }

  private func said(_ reporter: String, _ period: String, _ days: Int64) throws -> PeriodReport {
    let period = try MonitoringFixture.period(period)
    return PeriodReport(
      source: "bank", reporter: reporter, period: period, figures: ["overdue_days": days],
      asOf: period.lastDay, provenance: "test")
  }

  @Test("of several institutions the greatest figure counts, and silence is not taken for better")
  func reporters() throws {
    let reports = [
      try said("huishang", "2026-06", 95), try said("hf-bank", "2026-06", 0),
      try said("hf-bank", "2026-07", 0), try said("huishang", "2026-08", 0),
      try said("hf-bank", "2026-08", 3),
    ]
    for order in [reports, reports.reversed()] {
      let series = ReportSeries(order)
      func figure(_ period: String) throws -> Int64? {
        series.figure("overdue_days", from: "bank", in: try MonitoringFixture.period(period))
      }
      #expect(try figure("2026-06") == 95)
      // One bank said nothing, and had said worse.
      #expect(try figure("2026-07") == nil)
      #expect(try figure("2026-08") == 3)
      #expect(
        try MonitoringFixture.levels("overdue", series, through: "2026-08")
          == [.red, .red, .red])
    }
    // In between, the last that is known says what stands.
    let series = ReportSeries(Array(reports.prefix(3)))
    #expect(try drawn(series, on: "2026-08-20")["credit.current_overdue"]?.value == .boolean(true))
  }
}
