import Domain
import Monitoring
import Testing

@Suite("Levels of warning")
struct WarningTests {
  private typealias Fixture = MonitoringFixture

  private func debt(_ figures: [Int64?]) throws -> [WarningLevel?] {
    try Fixture.levels(
      "debt",
      Fixture.series("debt_ratio", from: "enterprise", since: "2020-Q1", figures),
      through: Fixture.period("2020-Q1").adding(figures.count - 1).text)
  }

  @Test("a level is left after two better quarters in a row, and one relapse begins anew")
  func clearing() throws {
    #expect(try debt([710_000, 600_000, 600_000]) == [.yellow, .yellow, nil])
    #expect(
      try debt([710_000, 600_000, 710_000, 600_000, 600_000])
        == [.yellow, .yellow, .yellow, .yellow, nil])
  }

  @Test("a quarter that is not known neither raises nor clears, and breaks the row")
  func missing() throws {
    #expect(
      try debt([710_000, 600_000, nil, 600_000, 600_000])
        == [.yellow, .yellow, .yellow, .yellow, nil])
    #expect(try debt([710_000, nil, nil, nil]) == [.yellow, .yellow, .yellow, .yellow])
    #expect(try debt([600_000, nil, nil]) == [nil, nil, nil])
  }

  @Test("between the value that enters a level and the one that leaves it, nothing changes")
  func band() throws {
    #expect(try debt([690_000, 690_000, 690_000]) == [nil, nil, nil])
    #expect(try debt([710_000, 690_000, 690_000, 690_000]) == Array(repeating: .yellow, count: 4))
    #expect(
      try debt([1_100_000, 790_000, 790_000, 790_000]) == [.red, .red, .orange, .orange])
  }

  @Test("it rises at once, and falls to the level that still holds")
  func steps() throws {
    #expect(
      try debt([710_000, 1_100_000, 720_000, 720_000, 100_000, 100_000])
        == [.yellow, .red, .red, .yellow, .yellow, nil])
  }

  @Test("a base of zero, below zero or under its floor says nothing")
  func base() throws {
    for base in [0, 9] as [Int64] {
      let figures = Array(repeating: base, count: 4) + [10_000]
      #expect(
        try Fixture.levels(
          "receivables",
          Fixture.series("receivable_days", from: "enterprise", since: "2024-Q1", figures),
          through: "2025-Q1"
        ).last == .some(nil))
    }
  }

  @Test("a season is no shock: a month that is low every year alerts nobody")
  func season() throws {
    let year: [Int64] = [9, 2, 8, 9, 10, 11, 10, 9, 10, 11, 12, 12].map { $0 * 10_000_000 }
    for (rule, indicator, source) in [
      ("revenue", "revenue", "tax"), ("tax", "tax_paid", "tax"),
      ("electricity", "electricity", "electricity"),
    ] {
      let series = try Fixture.series(
        indicator, from: source, since: "2023-01", (year + year + year).map { $0 })
      #expect(
        try Fixture.levels(rule, series, through: "2025-12").allSatisfy { $0 == nil })
    }
  }

  @Test("figures of one comparison are all of one source")
  func oneSource() throws {
    // The year before only from the tax bureau, this year only from the enterprise.
    let before = try ReportPeriod.range(
      Fixture.period("2024-01"), through: Fixture.period("2024-12"))
    let after = try ReportPeriod.range(
      Fixture.period("2025-01"), through: Fixture.period("2025-06"))
    let series = ReportSeries(
      before.map { Fixture.report("revenue", "tax", $0, 1_000_000_000) }
        + after.map { Fixture.report("revenue", "enterprise", $0, 100_000_000) })
    #expect(try Fixture.levels("revenue", series, through: "2025-06").allSatisfy { $0 == nil })
  }

  @Test("a level says by which figures it stands")
  func evidence() throws {
    let series = try Fixture.series(
      "profit", from: "enterprise", since: "2025-Q1", [5, -1, -2])
    let state = try Fixture.warnings().state(
      of: Fixture.rule("loss"), series, through: Fixture.period("2025-Q3"))
    #expect(state.level == .orange && state.since?.text == "2025-Q3")
    #expect(state.measured?.text == "2025-Q3")
    let reading = try #require(state.readings.first)
    #expect(reading.value == 2 && reading.indicator == "profit")
    #expect(reading.figures.map(\.figure) == [-2, -1])
    #expect(reading.figures.map(\.period.text) == ["2025-Q3", "2025-Q2"])
  }

  @Test("what happened in the month that runs makes it worse at once, and better when it is over")
  func running() throws {
    let book = try Fixture.warnings()
    func court(_ figures: [Int64], _ day: String) throws -> WarningState? {
      let series = try Fixture.series("dishonest", from: "court", since: "2025-03", figures)
      return book.states(series, on: try Fixture.day(day)).first { $0.rule.code == "court" }
    }
    #expect(try court([0, 1], "2025-04-03")?.level == .red)
    #expect(try court([0, 1], "2025-04-03")?.since?.text == "2025-04")
    #expect(try court([0, 1], "2025-04-30")?.level == .red)
    // Of a month that is to come nothing is known.
    #expect(try court([0, 1], "2025-03-31")?.level == nil)
    #expect(try court([1, 0, 0], "2025-05-31")?.level == .red)
    #expect(try court([1, 0, 0], "2025-06-01")?.level == nil)
    // Electricity is told when the month is over.
    let kwh = try Fixture.series(
      "electricity", from: "electricity", since: "2024-01",
      Array(repeating: 10_000, count: 15) + [0])
    let state = book.states(kwh, on: try Fixture.day("2025-04-30")).first {
      $0.rule.code == "electricity"
    }
    #expect(state?.level == nil && state?.measured?.text == "2025-03")
  }

  @Test("three groups at yellow make the whole one level worse, rules of one group count once")
  func composite() throws {
    let book = try Fixture.warnings()
    func level(_ reports: [PeriodReport]) throws -> WarningLevel? {
      book.level(of: book.states(ReportSeries(reports), on: try Fixture.day("2025-04-20")))
    }
    let (march, quarter) = (try Fixture.period("2025-03"), try Fixture.period("2025-Q1"))
    let overdue = Fixture.report("overdue_days", "bank", march, 1)
    let abnormal = Fixture.report("abnormal_operations", "registry", march, 1)
    let debt = PeriodReport(
      source: "enterprise", period: quarter, figures: ["debt_ratio": 710_000],
      asOf: quarter.lastDay, provenance: "test")
    let both = PeriodReport(
      source: "registry", period: march, figures: ["abnormal_operations": 1, "moves_out": 1],
      asOf: march.lastDay, provenance: "test")
    #expect(try level([]) == nil)
    #expect(try level([overdue, debt]) == .yellow)
    // Overdue loans and the list of abnormal operation are of one group.
    #expect(try level([overdue, abnormal, debt]) == .yellow)
    #expect(try level([overdue, both, debt]) == .orange)
    let red = Fixture.report("overdue_days", "bank", march, 91)
    #expect(try level([red, both, debt]) == .red)
    func together(_ reports: [PeriodReport]) throws -> CompositeState? {
      book.together(book.states(ReportSeries(reports), on: try Fixture.day("2025-04-20")))
    }
    let state = try #require(try together([overdue, both, debt]))
    #expect(state.level == .orange && state.begun == march && state.since == march)
    let told = Set(state.readings.map(\.indicator))
    #expect(told.isSuperset(of: ["overdue_days", "moves_out", "debt_ratio"]))
    // It tells nothing that one of them does not tell.
    #expect(try together([red, both, debt]) == nil)
    #expect(try together([overdue, debt]) == nil)
  }
}
