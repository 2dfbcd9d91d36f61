import Catalog
import Domain
import Monitoring
import Testing

@Suite("Faults of monitoring documents")
struct MonitoringFaultTests {
  private typealias Fixture = MonitoringFixture

  private func codes(_ read: () throws -> Void) throws -> [String] {
    do {
      try read()
      return []
    } catch let faults as Faults {
      return faults.list.map(\.code)
    }
  }

  /// A shipped document with the first entry of a list changed.
  private func changed(
    _ path: String, _ list: String, _ code: String, _ changes: [String: JSON?]
  ) throws -> JSON {
    var document = try Fixture.document(path).objectValue ?? [:]
    document[list] = .array(
      try #require(document[list]?.arrayValue).map { entry in
        guard entry["code"]?.stringValue == code, var members = entry.objectValue else {
          return entry
        }
        for (name, value) in changes { members[name] = value }
        return .object(members)
      })
    return .object(document)
  }

  private func warning(_ code: String, _ changes: [String: JSON?]) throws -> [String] {
    let json = try changed("Schemas/monitoring/warnings.yaml", "rules", code, changes)
    return try codes { _ = try WarningBook(json: json, indicators: Fixture.indicators()) }
  }

  private func condition(_ measure: JSON, _ enter: JSON, _ leave: JSON? = nil) -> JSON {
    var members: [String: JSON] = ["measure": measure, "worse": "higher", "enter": enter]
    members["leave"] = leave
    return [.object(members)]
  }

  @Test("a warning rule that cannot be meant is refused, with what is wrong")
  func warnings() throws {
    let value: JSON = ["kind": "value", "of": "debt_ratio"]
    #expect(try warning("debt", [:]) == [])
    #expect(
      try warning("debt", ["conditions": condition(value, ["yellow": 5, "orange": 5])]) == ["order"]
    )
    #expect(
      try warning("debt", ["conditions": condition(value, ["yellow": 5], ["yellow": 6])])
        == ["order"])
    #expect(
      try warning("debt", ["conditions": condition(value, ["yellow": 5], ["red": 9])])
        == ["unknown_level"])
    #expect(try warning("debt", ["conditions": condition(value, [:])]) == ["empty"])
    #expect(try warning("debt", ["conditions": []]) == ["empty"])
    #expect(
      try warning(
        "debt", ["conditions": condition(["kind": "value", "of": "moods"], ["red": 1])])
        == ["unknown_indicator"])
    #expect(try warning("debt", ["period": "month"]) == ["not_for_indicator"])
    #expect(
      try warning(
        "debt", ["conditions": condition(["kind": "run", "of": "debt_ratio"], ["red": 1])])
        == ["one_of"])
    #expect(try warning("debt", ["citation": nil]) == ["missing_citation"])
    #expect(try warning("debt", ["code": "tax"]) == ["overlap"])
    #expect(try warning("debt", ["code": "composite"]) == ["duplicate_id"])
    #expect(try warning("debt", ["surprise": 1]) == ["unknown_member"])
  }

  @Test("a rule of quality that cannot be meant is refused")
  func quality() throws {
    func rule(_ code: String, _ changes: [String: JSON?]) throws -> [String] {
      let json = try changed("Schemas/monitoring/quality.yaml", "rules", code, changes)
      return try codes { _ = try QualityBook(json: json, indicators: Fixture.indicators()) }
    }
    #expect(try rule("revenue_range", [:]) == [])
    #expect(try rule("revenue_range", ["high": -1]) == ["empty_range"])
    #expect(try rule("revenue_range", ["of": "moods"]) == ["unknown_indicator"])
    #expect(try rule("revenue_range", ["outcome": "accept"]) == ["unknown_value"])
    #expect(try rule("revenue_sources", ["other": "court"]) == ["not_for_indicator"])
    #expect(try rule("revenue_parts", ["parts": ["moods"]]) == ["unknown_indicator"])
    #expect(try rule("revenue_months", ["of": "profit"]) == ["not_for_indicator"])
    #expect(try rule("revenue_jump", ["code": "revenue_range"]) == ["overlap"])
  }

  @Test("indicators, duties and sources that cannot be meant are refused")
  func indicators() throws {
    func indicator(_ list: String, _ code: String, _ changes: [String: JSON?]) throws -> [String] {
      let json = try changed("Schemas/monitoring/indicators.yaml", list, code, changes)
      let sources = try Fixture.sources().codes
      let facts = try Fixture.registry()
      return try codes { _ = try IndicatorBook(json: json, sources: sources, facts: facts) }
    }
    #expect(try indicator("indicators", "electricity", [:]) == [])
    #expect(try indicator("indicators", "electricity", ["sources": ["moon"]]) == ["unknown_source"])
    #expect(try indicator("indicators", "electricity", ["fact": "tax.mood"]) == ["unknown_fact"])
    #expect(try indicator("indicators", "electricity", ["low": 2, "high": 1]) == ["empty_range"])
    #expect(try indicator("indicators", "electricity", ["code": "tax_paid"]) == ["duplicate_id"])
    #expect(try indicator("indicators", "electricity", ["periods": []]) == ["empty"])
    #expect(try indicator("indicators", "electricity", ["timely": "event"]) == [])
    #expect(try indicator("indicators", "electricity", ["timely": "soon"]) == ["unknown_value"])
    func drawn(_ code: String, _ kind: String, _ source: String) throws -> [String] {
      try indicator(
        "indicators", code, ["draw": ["kind": .string(kind), "source": .string(source)]])
    }
    #expect(try drawn("overdue_days", "flag", "bank") == [])
    #expect(try drawn("overdue_days", "flag", "tax") == ["unknown_source"])
    #expect(try drawn("overdue_days", "sum", "bank") == ["unknown_value"])
    // A boolean, one that is derived, and none at all.
    #expect(try drawn("overdue_days", "last", "bank") == ["not_for_fact"])
    #expect(try drawn("net_assets", "last", "enterprise") == ["not_for_fact"])
    #expect(try drawn("electricity", "last", "electricity") == ["not_for_fact"])
    #expect(
      try indicator("duties", "monthly", ["due": ["kind": "day", "day": 29]]) == ["above_max"])
    #expect(try indicator("duties", "monthly", ["code": "quarterly"]) == ["overlap"])
    func source(_ code: String, _ changes: [String: JSON?]) throws -> [String] {
      let json = try changed("Schemas/monitoring/sources.yaml", "sources", code, changes)
      return try codes { _ = try SourceBook(json: json) }
    }
    #expect(try source("tax", [:]) == [])
    #expect(try source("tax", ["code": "court"]) == ["duplicate_id"])
    #expect(try source("tax", ["code": "service"]) == ["duplicate_id"])
    #expect(
      try source("tax", ["columns": [["name": "uscc", "indicator": "revenue"]]])
        == ["duplicate_id"])
    #expect(try source("tax", ["good_for_months": 0]) == ["below_min"])
    #expect(try source("tax", ["reported_by": "moon"]) == ["unknown_value"])
  }

  @Test("every column of a source's files is an indicator that the source gives")
  func columns() throws {
    let indicators = try Fixture.indicators()
    #expect(try Fixture.sources().faults(by: indicators) == [])
    let wrong = try SourceBook(
      json: changed(
        "Schemas/monitoring/sources.yaml", "sources", "tax",
        ["columns": [["name": "kwh", "indicator": "electricity"]]]))
    #expect(wrong.faults(by: indicators).map(\.code) == ["unknown_indicator"])
  }

  @Test("every shipped warning says where it stands, and that its numbers are the platform's own")
  func shipped() throws {
    let rules = try Fixture.warnings().rules
    #expect(rules.count == 13)
    #expect(rules.allSatisfy { $0.isPlatformDefault && !$0.citation.document.isEmpty })
  }
}
