import Catalog
import Domain
import Market
import Schemas
import Testing

@testable import Application

@Suite("Rules of periodic runs")
struct AllocationRulesTests {
  private static func calendar() throws -> WorkingCalendar {
    try WorkingCalendar(csv: SchemaFiles.text("reference/calendar-cn.csv"))
  }

  private static func shipped() throws -> JSON {
    try OfferRules.document("workflow/allocation.yaml")
  }

  private static func period() throws -> JSON {
    try #require(try shipped()["periods"]?.arrayValue?.first)
  }

  private static func faults(_ periods: [JSON]) throws -> [String] {
    do {
      _ = try AllocationRules(json: ["periods": .array(periods)], calendar: calendar())
      return []
    } catch let error as Faults {
      return error.list.map { "\($0.pointer) \($0.code)" }
    }
  }

  @Test("the rules that ship hold today, cite their source, and put 专精特新 first")
  func shippedRules() throws {
    let rules = try AllocationRules.bundled(calendar: Self.calendar())
    let day = try #require(LegalDate("2026-11-20"))
    let period = try #require(rules.period(on: day))
    #expect(period.citation.tag == .seed)
    #expect(period.pools.map(\.code) == ["srdi", "general"])
    #expect(period.preferences(of: "huishang").map(\.rawValue) == ["pool", "coverage", "age"])
    #expect(rules.period(on: try #require(LegalDate("2018-05-29"))) == nil)
    func pool(_ value: FactValue?) -> Int {
      period.pool(
        FactSheet([
          Fact(
            path: "enterprise.titles", value: value, source: "x",
            asOf: LegalDate(daysSinceEpoch: 0))
        ]))
    }
    #expect(pool(.set(["high_tech", "srdi_province"])) == 0)
    #expect(pool(.set(["high_tech"])) == 1 && pool(nil) == 1)
    #expect(period.pool(FactSheet()) == 1)
    let (early, late) = (Instant(microseconds: 1_000_000), Instant(microseconds: 2_000_000))
    #expect(period.seed(at: early) != period.seed(at: late))
  }

  @Test("what contradicts itself is refused with its place")
  func refused() throws {
    let period = try Self.period()
    #expect(try Self.faults([period]) == [])
    #expect(
      try Self.faults([period, period.with(["from": "2026-01-01"])]) == ["/periods/1/from overlap"])
    let ended = period.with(["to": "2025-12-31"])
    #expect(try Self.faults([ended, period.with(["from": "2026-01-01"])]) == [])
    let pools = period["pools"]?.arrayValue ?? []
    for (change, fault) in [
      (["to": "2018-01-01"], "to order"), (["citation": nil], "citation missing_citation"),
      (["needs_maximum": 0], "needs_maximum below_min"),
      (["preferences": ["pool", "age"]], "preferences preferences"),
      (["pools": .array(pools.reversed())], "pools/0 last_pool"),
      (
        ["schedule": ["every": "week", "at_minute": 1, "late_hours": 1]],
        "schedule/weekday required"
      ),
      (["surprise": 1], "surprise unknown_member"),
    ] as [([String: JSON?], String)] {
      #expect(
        try Self.faults([period.with(change)]).contains("/periods/0/\(fault)"), "\(fault)")
    }
    let own: JSON = ["code": "huishang", "preferences": ["age", "pool", "coverage"]]
    #expect(try Self.faults([period.with(["institutions": [own]])]) == [])
    #expect(
      try Self.faults([period.with(["institutions": [own, own]])])
        == ["/periods/0/institutions/1/code duplicate_id"])
  }

  @Test("an institution that declares an order is asked by it")
  func own() throws {
    let own: JSON = ["code": "huishang", "preferences": ["age", "pool", "coverage"]]
    let rules = try AllocationRules(
      json: ["periods": [try Self.period().with(["institutions": [own]])]],
      calendar: Self.calendar())
    let period = try #require(rules.periods.first)
    #expect(period.preferences(of: "huishang").map(\.rawValue) == ["age", "pool", "coverage"])
    #expect(period.preferences(of: "icbc").map(\.rawValue) == ["pool", "coverage", "age"])
  }
}
