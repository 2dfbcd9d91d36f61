import Domain
import Monitoring
import Testing

@Suite("Quality of what is reported")
struct QualityTests {
  private typealias Fixture = MonitoringFixture

  private func broken(
    _ figures: [String: Int64], source: String = "enterprise", period: String = "2026-02",
    known: [PeriodReport] = []
  ) throws -> [String: QualityOutcome] {
    let report = PeriodReport(
      source: source, period: try Fixture.period(period), figures: figures,
      asOf: try Fixture.day("2026-03-01"), provenance: "test")
    let findings = try Fixture.quality().findings(
      report, known: ReportSeries(known), on: Fixture.day("2026-03-05"))
    return Dictionary(
      findings.map { ($0.rule.code, $0.outcome) }, uniquingKeysWith: { first, _ in first })
  }

  private func before(
    _ figures: [String: Int64], _ period: String, source: String = "enterprise"
  ) throws -> PeriodReport {
    PeriodReport(
      source: source, period: try Fixture.period(period), figures: figures,
      asOf: try Fixture.day("2026-03-01"), provenance: "test")
  }

  @Test(
    "a figure within its range is believed, one beyond it is sent back",
    arguments: [(0, false), (1_000_000_000_000, false), (1_000_000_000_001, true)]
      as [(Int64, Bool)])
  func range(revenue: Int64, isBroken: Bool) throws {
    #expect(try broken(["revenue": revenue]) == (isBroken ? ["revenue_range": .reject] : [:]))
  }

  @Test(
    "a jump is kept apart from just above tenfold and just below a twentieth",
    arguments: [
      (10_000_000_000, false), (10_000_000_001, true), (50_000_000, false), (49_999_999, true),
    ] as [(Int64, Bool)])
  func jump(revenue: Int64, isBroken: Bool) throws {
    let known = [try before(["revenue": 1_000_000_000], "2026-01")]
    #expect(
      try broken(["revenue": revenue], known: known)
        == (isBroken ? ["revenue_jump": .quarantine] : [:]))
  }

  @Test("a jump says nothing against what is not known, of another source, or too small")
  func noBase() throws {
    #expect(try broken(["revenue": 99_000_000_000]) == [:])
    let small = [try before(["revenue": 99_999_999], "2026-01")]
    #expect(try broken(["revenue": 99_000_000_000], known: small) == [:])
    let other = [try before(["revenue": 1_000_000_000], "2026-01", source: "tax")]
    #expect(try broken(["revenue": 99_000_000_000], known: other) == [:])
  }

  @Test("parts must sum to the whole within a thousandth, and a part not given breaks nothing")
  func sum() throws {
    func parts(_ other: Int64?) throws -> [String: QualityOutcome] {
      var figures: [String: Int64] = ["revenue": 1_000_000, "revenue_main": 900_000]
      figures["revenue_other"] = other
      return try broken(figures)
    }
    #expect(try parts(100_000) == [:])
    #expect(try parts(99_000) == [:])
    #expect(try parts(98_999) == ["revenue_parts": .quarantine])
    #expect(try parts(nil) == [:])
  }

  @Test("a quarter is the sum of its months, when all three are known")
  func months() throws {
    let months = try ["2026-01", "2026-02", "2026-03"].map { try before(["revenue": 100_000], $0) }
    #expect(try broken(["revenue": 300_000], period: "2026-Q1", known: months) == [:])
    #expect(
      try broken(["revenue": 310_000], period: "2026-Q1", known: months)
        == ["revenue_months": .quarantine])
    #expect(
      try broken(["revenue": 310_000], period: "2026-Q1", known: Array(months.dropFirst())) == [:])
  }

  @Test("revenue far from what was declared for tax is kept apart, near to it believed")
  func sources() throws {
    let declared = [try before(["revenue": 1_000_000_000], "2026-02", source: "tax")]
    #expect(try broken(["revenue": 700_000_000], known: declared) == [:])
    #expect(
      try broken(["revenue": 699_999_999], known: declared) == ["revenue_sources": .quarantine])
    #expect(try broken(["revenue": 1_000_000_000], source: "tax", known: declared) == [:])
  }

  @Test("the worst finding decides")
  func outcome() throws {
    let book = try Fixture.quality()
    let report = try before(
      ["revenue": 2_000_000_000_000, "revenue_main": 1, "revenue_other": 1], "2026-02")
    let findings = book.findings(report, known: ReportSeries(), on: try Fixture.day("2026-03-05"))
    #expect(findings.count == 2 && QualityBook.outcome(findings) == .reject)
    #expect(QualityBook.outcome([]) == .accept)
    #expect(
      QualityBook.outcome(findings.filter { $0.rule.code == "revenue_parts" }) == .quarantine)
  }

  @Test(
    "the score of a source is a whole number, and none where nothing was due",
    arguments: [
      (QualityScore.Counts(), nil),
      (QualityScore.Counts(accepted: 10), 1_000_000),
      (QualityScore.Counts(missed: 10), 0),
      (QualityScore.Counts(quarantined: 10), 800_000),
      (QualityScore.Counts(rejected: 10), 600_000),
      (QualityScore.Counts(accepted: 10, late: 10), 800_000),
      (QualityScore.Counts(accepted: 1, missed: 2), 733_333),
    ] as [(QualityScore.Counts, Int64?)])
  func score(counts: QualityScore.Counts, expected: Int64?) throws {
    #expect(try Fixture.quality().score.score(counts) == expected)
  }
}
