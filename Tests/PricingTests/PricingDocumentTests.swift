import Catalog
import Domain
import Testing

/// What a product document may say of its price beyond rates: deposits, bridges, conditions.
@Suite("Pricing documents")
struct PricingDocumentTests {
  private func faults(_ pricing: String) -> [String] {
    do {
      _ = try PricedFixture.catalog(pricing)
      return []
    } catch let error as CatalogFaults {
      return error.list.map { "\($0.pointer) \($0.code)" }
    } catch {
      return ["\(error)"]
    }
  }

  private func annualised(_ more: String, repayment: String = "interest_monthly_bullet") -> String {
    """
    form: annualised
    rate: {max: {ppm: 40000}}
    repayment: \(repayment)
    citation: {document: d, tag: S}
    \(more)
    """
  }

  private static let cited = "citation: {document: d, tag: S}"

  private static let subsidy =
    "id: s, kind: interest_share, ppm: 1, paid: yearly, certain: true, \(cited)"

  @Test("deposits, bridges, conditions and fees at the end are read, and read the same again")
  func reads() throws {
    let text = annualised(
      """
      fees: [{kind: fee, payee: bank, timing: at_end, max_ppm: 100}]
      deposit: {ppm: 50000, rate_ppm: 3500, \(Self.cited)}
      bridge: {day_count: 365, days: 12}
      subsidies:
        - {\(Self.subsidy), when: [{id: c, fact: tax.credit_grade, op: in, value: [A], \(Self.cited)}]}
      """)
    let catalog = try PricedFixture.catalog(text)
    guard case .annualised(let terms) = try #require(catalog.products.first).pricing else {
      Issue.record("not annualised")
      return
    }
    #expect(terms.deposit?.ppm == 50_000 && terms.deposit?.ratePPM == 3_500)
    #expect(terms.bridge == Bridge(dayCount: .days365, days: 12))
    #expect(terms.fees.map(\.timing) == [.atEnd])
    #expect(terms.subsidies.first?.when.map(\.id) == ["c"])
    #expect(terms.subsidies.first?.paid == .yearly)
    let again = try Catalog(json: catalog.json)
    #expect(again.products == catalog.products)
  }

  @Test(
    "what does not fit is refused where it stands",
    arguments: [
      ("deposit: {ppm: 50000}", "/pricing/deposit/citation missing_citation"),
      ("deposit: {\(cited)}", "/pricing/deposit/ppm required"),
      ("deposit: {ppm: 1000001, \(cited)}", "/pricing/deposit/ppm above_max"),
      ("bridge: {days: 10}", "/pricing/bridge/day_count required"),
      ("bridge: {day_count: 364}", "/pricing/bridge/day_count unknown_value"),
      ("bridge: {day_count: 360, days: 0}", "/pricing/bridge/days below_min"),
      ("bridge: {day_count: 360, fee: 1}", "/pricing/bridge/fee unknown_member"),
      (
        "subsidies: [{\(subsidy), when: [{id: c, fact: tax.other, op: exists, \(cited)}]}]",
        "/pricing/subsidies/0/when/0/fact unknown_fact"
      ),
      (
        "subsidies: [{\(subsidy), when: [{id: c, fact: tax.credit_grade, op: gte, value: 1, \(cited)}]}]",
        "/pricing/subsidies/0/when/0/op type_mismatch"
      ),
      (
        "subsidies: [{\(subsidy), when: [{id: c, fact: enterprise.listed, op: eq, value: true}]}]",
        "/pricing/subsidies/0/when/0/citation missing_citation"
      ),
      ("subsidies: [{\(subsidy)}, {\(subsidy)}]", "/pricing/subsidies/1/id duplicate_id"),
    ])
  func refused(_ more: String, _ fault: String) {
    #expect(faults(annualised(more)).contains(fault), "\(faults(annualised(more)))")
  }

  @Test("a bridge is repaid in one sum", arguments: ["equal_instalment", "equal_principal"])
  func bridgeRepayment(_ repayment: String) {
    let found = faults(annualised("bridge: {day_count: 360}", repayment: repayment))
    #expect(found == ["/pricing/bridge bridge_repayment"])
  }

  @Test("conditional subsidies of an all-in price are checked like others")
  func allIn() {
    func found(_ subsidies: String) -> [String] {
      faults(
        "form: all_in\nbase_ppm: 1\nsubsidies: [\(subsidies)]\ncitation: {document: d, tag: S}")
    }
    #expect(found("{id: s, ppm: 1, certain: true, \(Self.cited)}") == [])
    #expect(
      found("{id: s, ppm: 1, \(Self.cited)}") == ["/pricing/subsidies/0/certain required"])
    #expect(
      found("{id: s, ppm: -1, certain: true, \(Self.cited)}")
        == ["/pricing/subsidies/0/ppm below_min"])
    #expect(
      found(
        "{id: s, ppm: 1, certain: true, \(Self.cited)}, {id: s, ppm: 1, certain: true, \(Self.cited)}"
      ) == ["/pricing/subsidies/1/id duplicate_id"])
  }
}
