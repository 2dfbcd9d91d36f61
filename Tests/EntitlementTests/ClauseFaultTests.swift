import Catalog
import Domain
import Entitlement
import Testing

@Suite("Faults of clauses")
struct ClauseFaultTests {
  /// Codes of the faults of a shipped clause with members changed.
  private func codes(_ code: String, _ changes: [String: JSON?]) throws -> [String] {
    do {
      _ = try EntitlementFixture.book(code, changes)
      return []
    } catch let faults as Faults {
      return faults.list.map(\.code)
    }
  }

  @Test("a clause that cannot be meant is refused, with what is wrong")
  func faults() throws {
    #expect(try codes("ah-lease-2018", [:]) == [])
    #expect(
      try codes("ah-lease-2018", ["amount": ["kind": "share", "ppm": 1_000_001, "of": "financed"]])
        == ["above_max"])
    #expect(
      try codes("ah-lease-2018", ["amount": ["kind": "share", "ppm": 1, "of": "rent"]]) == [
        "unknown_value"
      ])
    #expect(try codes("ah-lease-2018", ["amount": ["kind": "top_up", "fen": 1]]) == ["required"])
    #expect(try codes("ah-lease-2018", ["cap_claim_fen": 500_000_001]) == ["order"])
    #expect(try codes("ah-lease-2018", ["event": "x"]) == ["not_for_trigger"])
    #expect(try codes("ah-lease-2018", ["window": nil]) == ["required"])
    #expect(
      try codes(
        "ah-lease-2018",
        ["window": ["kind": "yearly", "from": "05-01", "to": "04-30", "years_after": 0]]) == [
          "order"
        ])
    #expect(
      try codes(
        "ah-lease-2018",
        ["window": ["kind": "yearly", "from": "02-29", "to": "04-30", "years_after": 0]]) == [
          "pattern"
        ])
    #expect(try codes("ah-lease-2018", ["citation": nil]) == ["missing_citation"])
    #expect(try codes("ah-lease-2018", ["surprise": 1]) == ["unknown_member"])
    #expect(try codes("ah-lease-2018", ["jurisdiction": "34"]) == ["pattern"])
    #expect(try codes("ah-srdi-award", ["event": nil]) == ["required"])
    #expect(try codes("ah-srdi-award", ["cap_claim_fen": 1]) == ["not_for_amount"])
    #expect(try codes("ah-srdi-award", ["min_tenor_months": 12]) == ["not_for_trigger"])
    #expect(
      try codes("wuhu-board-award", ["payers": [["level": "city", "ppm": 999_999]]]) == [
        "share_sum"
      ])
    #expect(
      try codes(
        "wuhu-board-award",
        ["payers": [["level": "city", "ppm": 500_000], ["level": "city", "ppm": 500_000]]])
        == ["duplicate_id"])
    #expect(
      try codes(
        "wuhu-board-award",
        ["payers": [["level": "county", "region": "34", "ppm": 1_000_000]]]) == ["pattern"])
  }

  @Test("two versions of one clause never hold on the same day")
  func overlap() throws {
    let clause = JSON.object(try EntitlementFixture.clause("ah-srdi-award"))
    #expect(throws: Faults.self) {
      try ClauseBook(json: ["clauses": [clause, clause]], registry: EntitlementFixture.registry())
    }
  }

  @Test("every shipped clause says where it stands")
  func shipped() throws {
    let clauses = try EntitlementFixture.book().clauses
    #expect(clauses.count == 35)
    #expect(clauses.allSatisfy { !$0.citation.document.isEmpty })
  }
}
