import Catalog
import Domain
import Pricing
import Testing

/// The vectors of `domain/lending.md` section 6, held to 1 ppm (0.01 bp).
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
}
