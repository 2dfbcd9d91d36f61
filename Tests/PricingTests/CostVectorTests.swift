import Catalog
import Domain
import Pricing
import Testing

/// Cash flows whose rates were found by bisection, held to 1 ppm (0.01 bp).
@Suite("Cost vectors")
struct CostVectorTests {
  private func expect(
    _ cost: CostOutcome, nominal: Int64, effective: Int64,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = try #require(cost.nominalPPM, sourceLocation: sourceLocation)
    let yearly = try #require(cost.effectivePPM, sourceLocation: sourceLocation)
    #expect(abs(found - nominal) <= 1, "nominal \(found)", sourceLocation: sourceLocation)
    #expect(abs(yearly - effective) <= 1, "effective \(yearly)", sourceLocation: sourceLocation)
  }

  @Test("3.45 %, 12 months, interest monthly, bullet: 3.4500 % and 3.5051 %")
  func bullet() throws {
    let terms = PricingFixture.terms(rate: PricingFixture.fixed(34_500))
    try expect(try PricingFixture.cost(terms), nominal: 34_500, effective: 35_051)
  }

  @Test("with a guarantee fee of 1 % upfront: 4.4744 % and 4.5673 %")
  func guaranteeFee() throws {
    let terms = PricingFixture.terms(
      rate: PricingFixture.fixed(34_500), fees: [PricingFixture.fee(10_000, .upfront)])
    try expect(try PricingFixture.cost(terms), nominal: 44_744, effective: 45_673)
  }

  @Test("with half of the interest paid back at the end as well: 2.7617 % and 2.7970 %")
  func interestSubsidy() throws {
    let terms = PricingFixture.terms(
      rate: PricingFixture.fixed(34_500), fees: [PricingFixture.fee(10_000, .upfront)],
      subsidies: [PricingFixture.subsidy(cap: 50_000_000)])
    let cost = try PricingFixture.cost(terms)
    try expect(cost, nominal: 27_617, effective: 27_970)
    #expect(cost.subsidies.map(\.status) == [.netted])
    #expect(cost.subsidies.map(\.amountFen) == [5_175_000])
  }

  @Test("12 equal principals and a flat 0.6 % a month of the original: 13.0342 % and 13.8418 %")
  func flatFee() throws {
    let terms = PricingFixture.terms(
      rate: PricingFixture.fixed(0), repayment: .equalPrincipal,
      fees: [PricingFixture.fee(72_000, .monthly)])
    try expect(
      try PricingFixture.cost(terms, yuan: 120_000), nominal: 130_342, effective: 138_418)
  }

  @Test("a 36-month annuity of 4.35 %: 4.3500 % and 4.4378 %")
  func annuity() throws {
    let terms = PricingFixture.terms(
      rate: PricingFixture.fixed(43_500), repayment: .equalInstalment)
    try expect(
      try PricingFixture.cost(terms, yuan: 1_000_000, months: 36), nominal: 43_500,
      effective: 44_378)
  }

  @Test(
    "without fees every repayment costs its rate, over every tenor",
    arguments: Repayment.allCases, [Int64(1), 2, 6, 12, 13, 60, 120, 360, 600])
  func plainRate(_ repayment: Repayment, _ months: Int64) throws {
    let terms = PricingFixture.terms(rate: PricingFixture.fixed(60_000), repayment: repayment)
    let cost = try PricingFixture.cost(terms, months: months)
    #expect(cost.nominalPPM == 60_000)
    #expect(cost.effectivePPM == 61_678)
  }

  @Test("the amount does not change a cost without capped subsidies")
  func amountFree() throws {
    let terms = PricingFixture.terms(
      rate: PricingFixture.fixed(41_234), fees: [PricingFixture.fee(10_000, .yearly)])
    let costs = try [1, 77_777, 100_000_000_000].map {
      try PricingFixture.cost(terms, yuan: $0, months: 30).effectivePPM
    }
    #expect(Set(costs).count == 1 && costs[0] != nil)
  }

  @Test(
    "the same five vectors unrounded: i to 10^-8, both yearly rates to 0.01 bp, by months and by fen",
    arguments: [
      (1, 0.002875, 0.0345, 0.035051), (2, 0.00372867, 0.044744, 0.045673),
      (3, 0.00230146, 0.027617, 0.02797), (4, 0.01086185, 0.130342, 0.138418),
      (5, 0.003625, 0.0435, 0.044378),
    ])
  func unrounded(_ number: Int, _ monthly: Double, _ nominal: Double, _ effective: Double) throws {
    let fee = "\nfees: [{kind: guarantee_fee, payee: guarantor, timing: upfront, max_ppm: 10000}]"
    let flat = "\nfees: [{kind: service_fee, payee: bank, timing: monthly, max_ppm: 72000}]"
    func terms(_ rate: Int64, _ repayment: String, _ more: String = "") -> String {
      "form: annualised\nrate: {max: {ppm: \(rate)}}\nrepayment: \(repayment)\n"
        + "citation: {document: d, tag: S}" + more
    }
    let bullet = "interest_monthly_bullet"
    let (pricing, yuan, months): (String, Int64, Int64) =
      switch number {
      case 1: (terms(34_500, bullet), 3_000_000, 12)
      case 2, 3: (terms(34_500, bullet, fee), 3_000_000, 12)
      case 4: (terms(0, "equal_principal", flat), 120_000, 12)
      default: (terms(43_500, "equal_instalment"), 1_000_000, 36)
      }
    let policies = try PricedFixture.policies(
      national: number == 3 ? PricedFixture.subsidy() : "")
    let price = try PricedFixture.price(pricing, policies: policies)
    let request = try PricedFixture.request(yuan: yuan, months: months)
    let exact = try #require(price.rates(request, fact: { _ in .unknown })?.after)
    let flows = try #require(price.sheet(request, fact: { _ in .unknown })?.flows)
    for rate in [exact, try #require(flows.rate())] {
      #expect(abs(rate.monthly - monthly) < 0.000_000_01)
      #expect(abs(rate.nominal - nominal) < 0.000_001)
      #expect(abs(rate.effective - effective) < 0.000_001)
    }
  }
}
