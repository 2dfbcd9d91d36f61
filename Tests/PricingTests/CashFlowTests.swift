import Catalog
import Domain
import Policy
import Pricing
import Testing

@Suite("Cash flows")
struct CashFlowTests {
  private func sheet(
    _ pricing: String, yuan: Int64 = 1_000_000, months: Int64 = 12, on day: String = "2025-06-01"
  ) throws -> CostSheet {
    let price = try PricedFixture.price(pricing, policies: PricedFixture.policies(), on: day)
    return try #require(
      price.sheet(try PricedFixture.request(yuan: yuan, months: months), fact: { _ in .unknown }))
  }

  private func pricing(
    _ rate: Int64, _ repayment: String = "interest_monthly_bullet", _ more: String = ""
  ) -> String {
    """
    form: annualised
    rate: {max: {ppm: \(rate)}}
    repayment: \(repayment)
    citation: {document: 公开信息, tag: S}
    """ + (more.isEmpty ? "" : "\n" + more)
  }

  private func flows(_ sheet: CostSheet, _ kind: CashFlow.Kind) -> [Int64] {
    (sheet.flows?.flows ?? []).filter { $0.kind == kind }.map(\.amountFen)
  }

  @Test(
    "a 36-month annuity of 4.35 % on a million pays 29,679.93 a month, and principal to the fen")
  func annuity() throws {
    let sheet = try sheet(pricing(43_500, "equal_instalment"), months: 36)
    let interest = flows(sheet, .interest)
    let principal = flows(sheet, .principal)
    #expect(interest.count == 36 && principal.count == 36)
    for month in 0..<35 { #expect(interest[month] + principal[month] == -2_967_993) }
    #expect(abs(interest[35] + principal[35] + 2_967_993) < 36)
    #expect(principal.reduce(0, +) == -100_000_000)
    #expect(interest[0] == -362_500)
  }

  @Test("equal principal pays the same every month and the rest with the last")
  func equalPrincipal() throws {
    let sheet = try sheet(pricing(60_000, "equal_principal"), yuan: 100_000, months: 7)
    #expect(flows(sheet, .principal) == [Int64](repeating: -1_428_571, count: 6) + [-1_428_574])
    #expect(flows(sheet, .interest).first == -50_000)
    #expect(flows(sheet, .interest).last == -7_143)
  }

  @Test("payments fall on the day of the drawing, or on the last day of a shorter month")
  func days() throws {
    let price = try PricedFixture.price(policies: PricedFixture.policies(), on: "2025-10-31")
    let sheet = try #require(
      price.sheet(try PricedFixture.request(months: 5), fact: { _ in .unknown }))
    #expect(
      (sheet.flows?.flows ?? []).filter { $0.kind == .interest }.map(\.day.text) == [
        "2025-11-30", "2025-12-31", "2026-01-31", "2026-02-28", "2026-03-31",
      ])
    #expect(sheet.endsOn.text == "2026-03-31")
  }

  @Test(
    "a bridge of ten million at the LPR of 3 % for ten days costs 8,333.33 by 360 days, 8,219.18 by 365",
    arguments: [(Int64(360), Int64(833_333)), (365, 821_918)])
  func bridge(_ dayCount: Int64, _ fee: Int64) throws {
    let terms = """
      form: annualised
      rate: {max: {lpr: {multiple_milli: 1000}}}
      lpr_tenor: 1y
      repayment: interest_monthly_bullet
      bridge: {day_count: \(dayCount), days: 10}
      citation: {document: 公开信息, tag: S}
      """
    let sheet = try sheet(terms, yuan: 10_000_000, months: 1)
    #expect(flows(sheet, .interest) == [-fee])
    #expect(flows(sheet, .principal) == [-1_000_000_000])
    #expect(sheet.endsOn.text == "2025-06-11")
    #expect(sheet.flows?.step == .day)
    let item = try #require(sheet.items.first)
    #expect(item.amountFen == fee && item.cycle == .onceAtEnd)
    // The yearly cost is that of a year of 365 days: (1 + 0.03 × 10 / 360)^36.5 − 1.
    let effective = try #require(sheet.before?.effectivePPM)
    #expect(effective == (dayCount == 360 ? 30_871 : 30_442))
  }

  @Test("a bridge without published days takes all days of the tenor")
  func bridgeWholeTenor() throws {
    let terms = pricing(36_000, "interest_monthly_bullet", "bridge: {day_count: 360}")
    let sheet = try sheet(terms, yuan: 1_000_000, months: 1)
    #expect(flows(sheet, .interest) == [-300_000])
    #expect(sheet.endsOn.text == "2025-07-01")
  }

  @Test("fees are paid when they fall due: at the start, each year, each month, at the end")
  func fees() throws {
    let terms = pricing(
      36_000, "interest_monthly_bullet",
      """
      fees:
        - {kind: appraisal_fee, payee: appraiser, timing: upfront, max_ppm: 1000}
        - {kind: guarantee_fee, payee: guarantor, timing: yearly, max_ppm: 10000}
        - {kind: service_fee, payee: bank, timing: monthly, max_ppm: 1200}
        - {kind: release_fee, payee: notary, timing: at_end, max_ppm: 500}
      """)
    let sheet = try sheet(terms, months: 18)
    let fees = (sheet.flows?.flows ?? []).filter { $0.kind == .fee }
    func paid(_ payee: String) -> [Int: Int64] {
      Dictionary(
        uniqueKeysWithValues: fees.filter { $0.payee == payee }.map { ($0.step, $0.amountFen) })
    }
    #expect(paid("appraiser") == [0: -100_000])
    #expect(paid("guarantor") == [0: -1_000_000, 12: -500_000])
    #expect(paid("bank").count == 18 && paid("bank")[18] == -10_000)
    #expect(paid("notary") == [18: -50_000])
    #expect(
      sheet.items.map(\.kind) == [
        "interest", "appraisal_fee", "guarantee_fee", "service_fee", "release_fee",
      ])
    #expect(sheet.items.map(\.amountFen) == [5_400_000, 100_000, 1_500_000, 180_000, 50_000])
  }

  @Test(
    "half a fen is rounded to the even fen",
    arguments: [(Int64(1), Int64(0)), (3, 2), (5, 2), (7, 4)])
  func halfEven(_ yuan: Int64, _ fen: Int64) throws {
    // Half a percent of 1, 3, 5, 7 yuan: 0.5, 1.5, 2.5, 3.5 fen.
    let terms = pricing(
      0, "interest_monthly_bullet",
      "fees: [{kind: fee, payee: bank, timing: upfront, max_ppm: 5000}]")
    #expect(try sheet(terms, yuan: yuan).items.last?.amountFen == fen)
  }

  @Test("a fee at the end costs less than the same fee at the start, and more than none")
  func feeTiming() throws {
    func cost(_ fees: String) throws -> Int64 {
      try #require(try sheet(pricing(40_000, "interest_monthly_bullet", fees)).after?.effectivePPM)
    }
    let none = try cost("")
    let end = try cost("fees: [{kind: fee, payee: bank, timing: at_end, max_ppm: 5000}]")
    let start = try cost("fees: [{kind: fee, payee: bank, timing: upfront, max_ppm: 5000}]")
    #expect(none < end && end < start)
  }

  @Test("a deposit comes back with its interest, and costs as if less had been lent")
  func deposit() throws {
    let terms = pricing(
      40_000, "interest_monthly_bullet",
      "deposit: {ppm: 200000, rate_ppm: 0, citation: {document: 公开信息, tag: S}}")
    let sheet = try sheet(terms)
    #expect(flows(sheet, .deposit) == [-20_000_000, 20_000_000])
    // 4 % of the whole on the 80 % that can be used.
    #expect(sheet.after?.nominalPPM == 50_000)
    let item = try #require(sheet.items.last)
    #expect(item.kind == "deposit" && item.amountFen == 0 && item.heldFen == 20_000_000)
    #expect(item.annual?.nominalPPM == 10_000)
    let bearing = try self.sheet(
      pricing(
        40_000, "interest_monthly_bullet",
        "deposit: {ppm: 200000, rate_ppm: 15000, citation: {document: 公开信息, tag: S}}"))
    #expect(flows(bearing, .deposit) == [-20_000_000, 20_300_000])
    #expect(bearing.items.last?.amountFen == -300_000)
    #expect(try #require(bearing.after?.effectivePPM) < (try #require(sheet.after?.effectivePPM)))
  }

  @Test(
    "revolving credit ranks as drawn in full; fewer days drawn cost less money and no lower rate")
  func revolving() throws {
    let terms = pricing(
      36_000, "revolving", "fees: [{kind: fee, payee: bank, timing: upfront, max_ppm: 1000}]")
    let price = try PricedFixture.price(terms, policies: PricedFixture.policies())
    let request = try PricedFixture.request()
    func drawn(_ days: Int) -> DrawnUse? {
      price.drawn(days: days, of: request, fact: { _ in .unknown })
    }
    let short = try #require(drawn(90))
    #expect(short.interestFen == 900_000 && short.feesFen == 100_000)
    #expect(short.termDays == 365 && short.totalFen == 1_000_000)
    let long = try #require(drawn(365))
    #expect(long.interestFen == 3_650_000)
    // The fee weighs more on fewer days.
    #expect(
      try #require(short.annual?.effectivePPM) > (try #require(long.annual?.effectivePPM)))
    #expect(drawn(0) == nil && drawn(366) == nil)
    let sheet = try #require(price.sheet(request, fact: { _ in .unknown }))
    #expect(sheet.drawnUses.map(\.drawnDays) == [91, 182, 365])
    let fixed = try PricedFixture.price(policies: PricedFixture.policies())
    #expect(fixed.drawn(days: 90, of: request, fact: { _ in .unknown }) == nil)
  }
}
