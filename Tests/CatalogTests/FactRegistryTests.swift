import Catalog
import Domain
import Foundation
import Testing

@Suite("The fact registry")
struct FactRegistryTests {
  let registry: FactRegistry

  init() throws { registry = try CatalogFixture.catalog().registry }

  private func value(_ path: String, _ json: JSON) -> FactValue? {
    try? registry.check(path: path, json: json, at: "/x").get()
  }

  private func code(_ path: String, _ json: JSON) -> String? {
    if case .failure(let fault) = registry.check(path: path, json: json, at: "/x") {
      #expect(fault.pointer.hasPrefix("/x"))
      return fault.code
    }
    return nil
  }

  @Test("values of each type are read, and others refused with a code")
  func types() throws {
    #expect(value("credit.has_overdue", true) == .boolean(true))
    #expect(code("credit.has_overdue", 1) == "type")
    #expect(value("tax.paid_last_year_fen", 5) == .integer(5))
    #expect(code("tax.paid_last_year_fen", -1) == "below_min")
    #expect(code("tax.paid_last_year_fen", 10_000_000_000_001) == "above_max")
    #expect(value("finance.profit_fen", -7) == .integer(-7))
    #expect(value("tax.credit_grade", "M") == .text("M"))
    #expect(code("tax.credit_grade", "E") == "unknown_value")
    #expect(
      value("enterprise.titles", ["little_giant", "high_tech", "high_tech"])
        == .set(["high_tech", "little_giant"]))
    #expect(code("enterprise.titles", ["other"]) == "unknown_value")
    #expect(value("enterprise.tags", ["anything"]) == .set(["anything"]))
    #expect(value("enterprise.region", "340104") == .text("340104"))
    #expect(code("enterprise.region", "3401") == "pattern")
    #expect(code("enterprise.region", 340_104) == "type")
    #expect(value("enterprise.industry", "C") == .text("C"))
    #expect(value("enterprise.industry", "3911") == .text("3911"))
    #expect(code("enterprise.industry", "39110") == "pattern")
    #expect(
      value("enterprise.registered_on", "2024-02-29")
        == LegalDate("2024-02-29").map(FactValue.date))
    #expect(code("enterprise.registered_on", "2023-02-29") == "date")
    #expect(code("enterprise.alias", "") == "length")
  }

  @Test("unknown and derived facts cannot be given")
  func notGiven() {
    #expect(code("tax.nothing", 1) == "unknown_fact")
    #expect(code("tax.mean_2y_fen", 1) == "derived_fact")
  }

  @Test("none is admitted only where the registry says so")
  func none() throws {
    #expect(
      try registry.checkOrNone(path: "collateral.appraised_fen", json: .null, at: "").get() == nil)
    guard
      case .failure(let fault) = registry.checkOrNone(
        path: "tax.credit_grade", json: .null, at: "/g")
    else {
      Issue.record("null admitted")
      return
    }
    #expect(fault.code == "none_not_admitted")
  }

  @Test("defaults are those of the format")
  func defaults() throws {
    let paid = try #require(registry["tax.paid_last_year_fen"])
    #expect(paid.min == 0 && paid.max == 10_000_000_000_000)
    #expect(!paid.isActionable && !paid.mayBeNone && paid.sensitivity == .authorised)
    let grade = try #require(registry["tax.credit_grade"])
    #expect(grade.isActionable && grade.days == 365 && grade.department == "tax_bureau")
    #expect(grade.valueLabel("A").zh == "A级" && grade.valueLabel("B").zh == "B")
  }

  @Test("the base facts of a derived fact are those it is computed from")
  func baseFacts() {
    #expect(
      registry.baseFacts(of: "tax.growth_ppm")
        == ["tax.paid_last_year_fen", "tax.paid_prior_year_fen"])
    #expect(registry.baseFacts(of: "tax.credit_grade") == ["tax.credit_grade"])
  }

  @Test("an industry lies in its section and under its prefixes, never under a finer code")
  func industries() throws {
    let code = try #require(IndustryCode("3911"))
    for (value, isCovered) in [
      ("C", true), ("39", true), ("391", true), ("3911", true), ("3912", false), ("D", false),
    ] {
      #expect(
        IndustrySections.covers(try #require(IndustryCode(value)), code) == isCovered, "\(value)")
    }
    let coarse = try #require(IndustryCode("C"))
    #expect(!IndustrySections.covers(try #require(IndustryCode("39")), coarse))
    #expect(IndustrySections.covers(coarse, coarse))
  }

  @Test("every division lies in the section the reference table gives it")
  func sections() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
      .appending(path: "Schemas/reference/industries-gbt4754-2017.csv")
    let table = try IndustryTable(csv: String(contentsOf: file, encoding: .utf8))
    #expect(table.divisions.count > 90)
    for division in table.divisions {
      #expect(
        IndustrySections.section(of: division.code).map { String($0) } == division.section.text,
        "\(division.code)")
    }
  }
}
