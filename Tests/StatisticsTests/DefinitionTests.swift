import Domain
import Statistics
import Testing

@Suite("Definitions of figures")
struct DefinitionTests {
  @Test("the shipped definitions are whole, and each authority's stands in its days and place")
  func shipped() throws {
    let book = try StatisticsFixture.book()
    #expect(book.suppression.threshold == 10)
    #expect(book.truth.leastCases == 20)
    func codes(_ day: String, _ region: String) throws -> [String] {
      try book.lending(
        on: StatisticsFixture.day(day), in: StatisticsFixture.region(region)
      ).map(\.code)
    }
    #expect(try codes("2016-12-31", "340100") == ["three-not-below-cbrc"])
    #expect(
      try codes("2016-12-31", "610100") == ["three-not-below-cbrc", "three-not-below-sn"])
    #expect(try codes("2017-12-31", "340100") == ["three-not-below-cbrc"])
    #expect(try codes("2018-01-01", "340100") == ["two-ups-two-controls"])
    #expect(try codes("2015-03-02", "340100") == [])
  }

  private func faults(_ change: (inout [String: JSON]) -> Void) throws -> [String] {
    var members = try StatisticsFixture.definitions().objectValue ?? [:]
    change(&members)
    do {
      _ = try DefinitionBook(json: .object(members))
      return []
    } catch {
      return error.list.map(\.code)
    }
  }

  private func withFirst(_ change: (inout [String: JSON]) -> Void) throws -> [String] {
    try faults { members in
      var list = members["definitions"]?.arrayValue ?? []
      guard var first = list.first?.objectValue else { return }
      change(&first)
      list[0] = .object(first)
      members["definitions"] = .array(list)
    }
  }

  @Test("a definition that cannot be meant is refused, with what is wrong")
  func refused() throws {
    #expect(try withFirst { _ in } == [])
    #expect(try withFirst { $0["surprise"] = 1 } == ["unknown_member"])
    #expect(try withFirst { $0["citation"] = nil } == ["missing_citation"])
    #expect(try withFirst { $0["jurisdiction"] = "34" } == ["pattern"])
    #expect(try withFirst { $0["loans"] = ["sizes": []] } == ["empty"])
    #expect(try withFirst { $0["loans"] = ["sizes": ["tiny"]] } == ["unknown_value"])
    #expect(try withFirst { $0["indicators"] = [] } == ["empty"])
    #expect(
      try withFirst {
        $0["indicators"] = [["code": "k1", "kind": "growth", "label": ["zh": "a", "en": "a"]]]
      } == [])
    #expect(
      try withFirst {
        $0["indicators"] = [
          ["code": "k", "kind": "growth", "margin_ppm": 1, "label": ["zh": "a", "en": "a"]]
        ]
      } == ["not_for_kind"])
    #expect(
      try withFirst {
        $0["indicators"] = [["code": "k", "kind": "bad_share", "label": ["zh": "a", "en": "a"]]]
      } == ["required"])
    #expect(
      try withFirst {
        $0["indicators"] = [
          ["code": "k", "kind": "growth", "label": ["zh": "a", "en": "a"]],
          ["code": "k", "kind": "cost", "label": ["zh": "a", "en": "a"]],
        ]
      } == ["duplicate_id"])
    #expect(
      try faults { members in
        let list = members["definitions"]?.arrayValue ?? []
        members["definitions"] = .array(list + list.prefix(1))
      } == ["overlap"])
    #expect(try faults { $0["suppression"] = nil } == ["required"])
    #expect(
      try faults { members in
        var suppression = members["suppression"]?.objectValue ?? [:]
        suppression["work_steps"] = 0
        members["suppression"] = .object(suppression)
      } == ["below_min"])
    #expect(
      try faults { members in
        var report = members["report"]?.objectValue ?? [:]
        report["stages"] = .array(report["stages"]?.arrayValue?.reversed() ?? [])
        members["report"] = .object(report)
      } == ["order"])
    #expect(
      try faults { members in
        var report = members["report"]?.objectValue ?? [:]
        let table = report["tables"]?.arrayValue?.first ?? .null
        report["tables"] = [table, table]
        members["report"] = .object(report)
      } == ["duplicate_id"])
    func withLending(_ change: (inout [String: JSON]) -> Void) throws -> [String] {
      try faults { members in
        var report = members["report"]?.objectValue ?? [:]
        var lending = report["lending"]?.objectValue ?? [:]
        change(&lending)
        report["lending"] = lending.isEmpty ? nil : .object(lending)
        members["report"] = .object(report)
      }
    }
    #expect(try withLending { _ in } == [])
    #expect(try withLending { $0 = [:] } == ["required"])
    #expect(try withLending { $0["step_ppm"] = 0 } == ["below_min"])
    #expect(try withLending { $0["largest_ppm"] = 1_000_001 } == ["above_max"])
    #expect(try withLending { $0["citation"] = nil } == ["missing_citation"])
    #expect(try faults { $0["truth"] = ["least_cases": 0] } == ["below_min", "missing_citation"])
  }
}
