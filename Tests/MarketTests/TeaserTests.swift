import AllocationBench
import Catalog
import Domain
import Foundation
import Seeds
import Testing

@testable import Market

@Suite("What is shown before there is a consent")
struct TeaserTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func document(_ path: String) throws -> JSON {
    let text = try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
    let document = YAMLDocument(SourceFile(name: path, text: text))
    guard let json = document.json, document.faults.isEmpty else {
      throw CatalogFaults(document.faults)
    }
    return json
  }

  private func registry() throws -> FactRegistry {
    try FactRegistry(json: document("Schemas/catalog/facts.yaml"))
  }

  private func rules() throws -> TeaserRules {
    try TeaserRules(json: document("Schemas/workflow/teaser.yaml"), registry: registry())
  }

  /// - Parameter none: facts known to be none.
  private func sheet(_ values: [String: FactValue], none: [String] = []) throws -> FactSheet {
    let day = try #require(LegalDate("2026-03-02"))
    return FactSheet(
      values.map { Fact(path: $0.key, value: $0.value, source: "enterprise", asOf: day) }
        + none.map { Fact(path: $0, value: nil, source: "enterprise", asOf: day) })
  }

  @Test("amounts are shown as bands, regions as cities, industries as divisions, tags as they are")
  func blurred() throws {
    let teaser = Teaser(
      of: try sheet(
        [
          "need.amount_fen": .integer(480_000_000), "enterprise.region": .text("340104"),
          "enterprise.industry": .text("3484"), "enterprise.titles": .set(["srdi_province"]),
          "finance.revenue_last_year_fen": .integer(99_999_999),
          "tax.paid_last_year_fen": .integer(500_000_000),
        ], none: ["need.security"]), by: try rules())
    #expect(
      teaser.json == [
        "need.amount_fen": ["from": 300_000_000, "below": 500_000_000],
        "enterprise.region": "340100", "enterprise.industry": "34",
        "enterprise.titles": ["srdi_province"],
        "finance.revenue_last_year_fen": ["below": 100_000_000],
        "tax.paid_last_year_fen": ["from": 500_000_000], "need.security": JSON.null,
      ])
  }

  @Test("a fact that no rule names is not shown, whatever it is")
  func closedList() throws {
    let registry = try registry()
    let rules = try rules()
    let shown = Set(rules.rules.map(\.path))
    let hidden = registry.definitions.keys.filter { !shown.contains($0) }
    #expect(hidden.contains("tax.credit_grade"))
    #expect(hidden.contains("person.legal_rep_age"))
    let teaser = Teaser(
      of: try sheet(
        Dictionary(uniqueKeysWithValues: hidden.map { ($0, FactValue.text("secret")) })), by: rules)
    #expect(teaser.lines == [])
  }

  @Test("bounds belong to the band above them, over random numbers")
  func bands() throws {
    let rules = try rules()
    let seed = SeededGenerator.seed(for: "TeaserTests")
    var random = BenchRandom(seed)
    for rule in rules.rules {
      guard case .bands(let bounds) = rule.form else { continue }
      for number in bounds.flatMap({ [$0 - 1, $0, $0 + 1] })
        + (0..<200).map({ _ in Int64.random(in: 0...20_000_000_000, using: &random) })
      {
        let line = try #require(
          Teaser(of: sheet([rule.path: .integer(number)]), by: rules).lines.first)
        guard case .band(let from, let below) = line.value else {
          Issue.record("\(rule.path) is no band, seed \(seed)")
          continue
        }
        #expect(from.map { $0 <= number } ?? true, "\(rule.path) \(number)")
        #expect(below.map { number < $0 } ?? true, "\(rule.path) \(number)")
        #expect(from != nil || below != nil)
        #expect(!bounds.contains { $0 > from ?? .min && $0 < below ?? .max })
      }
    }
  }

  @Test("money and days are never shown as they are")
  func noExactMoney() throws {
    let registry = try registry()
    for rule in try rules().rules where rule.form == .exact {
      let fact = try #require(registry[rule.path])
      #expect(fact.unit != .fen && fact.type != .date && fact.type != .text, "\(rule.path)")
    }
  }

  @Test(
    "rules that do not suit their facts are refused",
    arguments: [
      ("{path: need.nothing, form: exact}", "unknown_fact"),
      ("{path: need.purpose, form: city}", "form"),
      ("{path: need.purpose, form: bands, bounds: [1, 2]}", "form"),
      ("{path: need.purpose, form: exact, bounds: [1, 2]}", "form"),
      ("{path: need.amount_fen, form: division}", "form"),
      ("{path: need.amount_fen, form: bands, bounds: [2, 1]}", "order"),
      ("{path: need.amount_fen, form: bands, bounds: [1]}", "too_few"),
      ("{path: need.amount_fen, form: bands}", "too_few"),
      ("{path: need.amount_fen, form: hidden}", "unknown_value"),
      ("{path: tax.credit_grade, form: exact}", "sensitive"),
      ("{path: person.legal_rep_age, form: bands, bounds: [30, 60]}", "sensitive"),
      (
        "{path: need.amount_fen, form: exact}, {path: need.amount_fen, form: exact}", "duplicate_id"
      ),
    ])
  func faults(_ row: (text: String, code: String)) throws {
    let document = YAMLDocument(SourceFile(name: "t.yaml", text: "facts: [\(row.text)]"))
    let json = try #require(document.json)
    let registry = try registry()
    let thrown = #expect(throws: Faults.self) { try TeaserRules(json: json, registry: registry) }
    #expect(thrown?.list.map(\.code).contains(row.code) == true, "\(thrown?.list ?? [])")
  }
}
