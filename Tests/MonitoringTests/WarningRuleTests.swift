import Domain
import Monitoring
import Testing

/// Every shipped rule at, above and below its thresholds.
@Suite("Warning rules as shipped")
struct WarningRuleTests {
  private typealias Fixture = MonitoringFixture

  /// The last level after a year of one figure and a year of another, month by month.
  private func afterYear(
    _ rule: String, _ indicator: String, from source: String, base: Int64, then figure: Int64,
    months: Int = 12
  ) throws -> WarningLevel? {
    let figures = Array(repeating: base, count: 12) + Array(repeating: figure, count: months)
    let series = try Fixture.series(indicator, from: source, since: "2024-01", figures)
    return try Fixture.warnings().state(
      of: Fixture.rule(rule), series, through: Fixture.period("2024-12").adding(months)
    ).level
  }

  @Test(
    "revenue of the year so far against the year before",
    arguments: [
      (900_001, nil), (900_000, .yellow), (800_001, .yellow), (800_000, .orange),
      (600_001, .orange), (600_000, .red), (0, .red),
    ] as [(Int64, WarningLevel?)])
  func revenue(thousandths: Int64, expected: WarningLevel?) throws {
    for source in ["tax", "enterprise"] {
      #expect(
        try afterYear(
          "revenue", "revenue", from: source, base: 1_000_000 * 100, then: thousandths * 100)
          == expected)
    }
  }

  @Test("revenue of zero twice is red even without a year before; once, or unknown, is not")
  func revenueZero() throws {
    func levels(_ figures: [Int64?], through last: String) throws -> [WarningLevel?] {
      try Fixture.levels(
        "revenue",
        Fixture.series("revenue", from: "tax", since: "2025-01", figures), through: last)
    }
    #expect(try levels([100, 0], through: "2025-02") == [nil, nil])
    #expect(try levels([100, 0, 0], through: "2025-03") == [nil, nil, .red])
    #expect(try levels([100, nil, nil], through: "2025-03") == [nil, nil, nil])
    #expect(try levels([100, 0, nil, 0], through: "2025-04") == [nil, nil, nil, nil])
  }

  @Test(
    "tax paid",
    arguments: [
      (850_001, nil), (850_000, .yellow), (700_000, .orange), (500_001, .orange), (500_000, .red),
    ] as [(Int64, WarningLevel?)])
  func tax(figure: Int64, expected: WarningLevel?) throws {
    #expect(
      try afterYear("tax", "tax_paid", from: "tax", base: 1_000_000, then: figure) == expected)
  }

  @Test(
    "electricity of three months",
    arguments: [
      (80_001, nil), (80_000, .yellow), (60_000, .orange), (30_001, .orange), (30_000, .red),
    ] as [(Int64, WarningLevel?)])
  func electricity(figure: Int64, expected: WarningLevel?) throws {
    #expect(
      try afterYear(
        "electricity", "electricity", from: "electricity", base: 100_000, then: figure)
        == expected)
  }

  @Test(
    "persons insured against half a year ago",
    arguments: [(91, nil), (90, .yellow), (80, .orange), (61, .orange), (60, .red)]
      as [(Int64, WarningLevel?)])
  func staff(persons: Int64, expected: WarningLevel?) throws {
    #expect(
      try afterYear(
        "staff", "insured_persons", from: "social_insurance", base: 100, then: persons, months: 1)
        == expected)
  }

  /// The level after each of some periods of one figure.
  private func levels(
    _ rule: String, _ indicator: String, from source: String, since first: String,
    _ figures: [Int64?]
  ) throws -> [WarningLevel?] {
    let series = try Fixture.series(indicator, from: source, since: first, figures)
    let last = try Fixture.period(first).adding(figures.count - 1)
    return try Fixture.warnings().history(of: Fixture.rule(rule), series, through: last).map(
      \.level)
  }

  @Test("losses: one quarter, two, four; a quarter that is not known ends the row")
  func loss() throws {
    func losses(_ figures: [Int64?]) throws -> [WarningLevel?] {
      try levels("loss", "profit", from: "enterprise", since: "2025-Q1", figures)
    }
    #expect(try losses([-1, -1, -1, -1]) == [.yellow, .orange, .orange, .red])
    #expect(try losses([-1, 0, 0]) == [.yellow, .yellow, nil])
    #expect(try losses([-1, nil, -1]) == [.yellow, .yellow, .yellow])
    #expect(try losses([0, 5]) == [nil, nil])
    #expect(
      try levels("loss", "net_assets", from: "enterprise", since: "2025-Q1", [0, -1]) == [
        nil, .red,
      ])
  }

  @Test(
    "thresholds of single figures",
    arguments: [
      ("debt", "debt_ratio", "enterprise", 700_000, nil),
      ("debt", "debt_ratio", "enterprise", 700_001, .yellow),
      ("debt", "debt_ratio", "enterprise", 800_001, .orange),
      ("debt", "debt_ratio", "enterprise", 1_000_000, .orange),
      ("debt", "debt_ratio", "enterprise", 1_000_001, .red),
    ] as [(String, String, String, Int64, WarningLevel?)])
  func quarterly(
    rule: String, indicator: String, source: String, figure: Int64, expected: WarningLevel?
  ) throws {
    #expect(
      try levels(rule, indicator, from: source, since: "2025-Q1", [figure]) == [expected])
  }

  @Test(
    "events and days overdue",
    arguments: [
      ("overdue", "overdue_days", "bank", 0, nil), ("overdue", "overdue_days", "bank", 1, .yellow),
      ("overdue", "overdue_days", "bank", 30, .yellow),
      ("overdue", "overdue_days", "bank", 31, .orange),
      ("overdue", "overdue_days", "bank", 90, .orange),
      ("overdue", "overdue_days", "bank", 91, .red),
      ("court", "abnormal_operations", "registry", 1, .yellow),
      ("court", "executions", "court", 1, .orange),
      ("court", "equity_freezes", "court", 1, .orange),
      ("court", "dishonest", "court", 1, .red), ("court", "consumption_limits", "court", 1, .red),
      ("court", "gravely_dishonest", "registry", 1, .red),
      ("court", "bankruptcies", "court", 1, .red), ("court", "dishonest", "court", 0, nil),
      ("guarantee", "circle_red", "guarantor", 1, .orange),
      ("guarantee", "compensations", "guarantor", 1, .red),
      ("move", "moves_out", "registry", 1, .yellow),
      ("tax", "tax_arrears_notices", "tax", 1, .red),
      ("staff", "insurance_arrears_months", "social_insurance", 2, nil),
      ("staff", "insurance_arrears_months", "social_insurance", 3, .red),
    ] as [(String, String, String, Int64, WarningLevel?)])
  func monthly(
    rule: String, indicator: String, source: String, figure: Int64, expected: WarningLevel?
  ) throws {
    #expect(
      try levels(rule, indicator, from: source, since: "2025-03", [figure]) == [expected])
  }

  @Test(
    "days of receivables against the year before",
    arguments: [(129, nil), (130, .yellow), (160, .orange), (199, .orange), (200, .red)]
      as [(Int64, WarningLevel?)])
  func receivables(days: Int64, expected: WarningLevel?) throws {
    let figures: [Int64?] = [100, 100, 100, 100, days]
    #expect(
      try levels(
        "receivables", "receivable_days", from: "enterprise", since: "2024-Q1", figures
      ).last == .some(expected))
  }

  @Test("one missed report is yellow, two orange, three red; the one that comes clears it")
  func reporting() throws {
    let duty = try #require(Fixture.indicators().duty("monthly", on: Fixture.day("2025-01-01")))
    let enrolment = ReportEnrolment(duty: duty, from: try Fixture.period("2025-01"))
    let today = try Fixture.day("2025-05-20")
    let closed = enrolment.closed(on: today, try Fixture.calendar())
    func level(_ received: [String]) throws -> [WarningLevel?] {
      var series = ReportSeries()
      series.addMissed(
        closed: closed, received: Set(try received.map(Fixture.period)), on: today)
      return try Fixture.levels("reporting", series, through: "2025-04")
    }
    #expect(try level([]) == [.yellow, .orange, .red, .red])
    #expect(try level(["2025-01", "2025-02", "2025-03"]) == [nil, nil, nil, .yellow])
    #expect(try level(["2025-04"]) == [.yellow, .orange, .red, nil])
    #expect(try level(["2025-01", "2025-02", "2025-03", "2025-04"]) == [nil, nil, nil, nil])
  }
}
