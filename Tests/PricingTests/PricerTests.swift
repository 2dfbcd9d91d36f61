import Catalog
import Domain
import Policy
import Pricing
import Seeds
import Testing

@Suite("Prices")
struct PricerTests {
  private func lpr(_ multiple: Int64, spread: Int64 = 0) -> RateBand {
    RateBand(max: .lpr(multipleMilli: multiple, spreadPPM: spread))
  }

  @Test(
    "up to 12 months the one-year LPR, from 60 the five-year, between them what the product names",
    arguments: [
      (Int64(1), LPRTenor.fiveYears, Int64(30_000)), (12, .fiveYears, 30_000),
      (13, .fiveYears, 35_000), (13, .oneYear, 30_000), (59, .oneYear, 30_000),
      (60, .oneYear, 35_000), (120, .oneYear, 35_000),
    ])
  func lprTenor(_ months: Int64, _ tenor: LPRTenor, _ rate: Int64) throws {
    let cost = try PricingFixture.cost(
      PricingFixture.terms(rate: lpr(1_000), lprTenor: tenor), months: months)
    #expect(cost.rateMaxPPM == rate)
    #expect(cost.parameters.map(\.id) == [rate == 30_000 ? "lpr_1y" : "lpr_5y"])
    #expect(cost.nominalPPM == rate)
  }

  @Test("LPR prices multiply, add, and never fall below 0")
  func lprForms() throws {
    #expect(try PricingFixture.cost(PricingFixture.terms(rate: lpr(1_300))).rateMaxPPM == 39_000)
    #expect(
      try PricingFixture.cost(PricingFixture.terms(rate: lpr(1_000, spread: -5_000))).rateMaxPPM
        == 25_000)
    #expect(
      try PricingFixture.cost(PricingFixture.terms(rate: lpr(1_000, spread: -50_000))).rateMaxPPM
        == 0)
  }

  @Test(
    "the LPR is that of the day; 12 months after the last notice it carries with a warning",
    arguments: [
      ("2025-05-19", Int64?(31_000), false), ("2025-05-20", 30_000, false),
      ("2026-05-20", 30_000, false), ("2026-05-21", 30_000, true), ("2024-10-19", nil, false),
    ])
  func lprDays(_ day: String, _ value: Int64?, _ isCarried: Bool) throws {
    let cost = try PricingFixture.cost(PricingFixture.terms(rate: lpr(1_000)), on: day)
    let use = try #require(cost.parameters.first)
    #expect(use.value == value)
    #expect(use.carriedPastEnd == isCarried)
    #expect(cost.nominalPPM == value)
  }

  @Test("a band ranks by its upper end; a mere from leaves the cost open")
  func bands() throws {
    let band = try PricingFixture.cost(
      PricingFixture.terms(rate: RateBand(min: .fixed(32_500), max: .fixed(40_000))))
    #expect(band.nominalPPM == 40_000)
    #expect(band.minNominalPPM == 32_500)
    let from = try PricingFixture.cost(PricingFixture.terms(rate: RateBand(min: .fixed(32_500))))
    #expect(from.effectivePPM == nil)
    #expect(from.minNominalPPM == 32_500)
    let nothing = try PricingFixture.cost(PricingFixture.terms(rate: RateBand()))
    #expect(nothing.effectivePPM == nil && nothing.minEffectivePPM == nil)
  }

  @Test("a fee without an upper end leaves the cost open; its lower end counts for the from")
  func openFee() throws {
    let fee = Fee(
      kind: "fee", payee: "bank", timing: .upfront, minPPM: 3_000, maxPPM: nil)
    let cost = try PricingFixture.cost(
      PricingFixture.terms(rate: PricingFixture.fixed(40_000), fees: [fee]))
    #expect(cost.effectivePPM == nil)
    #expect(try #require(cost.minNominalPPM) > 40_000)
  }

  @Test("a known grade takes its own band, an unknown one the general band and is asked for")
  func grades() throws {
    let terms = PricingFixture.terms(
      rate: RateBand(max: .fixed(45_000)), gradeFact: "grade",
      gradeBands: ["A": PricingFixture.fixed(32_500)])
    func nominal(_ state: FactState) throws -> (Int64?, [String]) {
      let cost = try PricingFixture.cost(terms, facts: ["grade": state])
      return (cost.nominalPPM, cost.missing)
    }
    #expect(try nominal(.known(.text("A"))) == (32_500, []))
    #expect(try nominal(.known(.text("B"))) == (45_000, []))
    #expect(try nominal(.unknown) == (45_000, ["grade"]))
    #expect(try nominal(.none) == (45_000, []))
  }

  @Test("a yearly fee is paid at the start of each year, the last by its months")
  func yearlyFee() throws {
    let yearly = try PricingFixture.cost(
      PricingFixture.terms(
        rate: PricingFixture.fixed(40_000), fees: [PricingFixture.fee(10_000, .yearly)]),
      months: 6)
    let half = try PricingFixture.cost(
      PricingFixture.terms(
        rate: PricingFixture.fixed(40_000), fees: [PricingFixture.fee(5_000, .upfront)]),
      months: 6)
    #expect(yearly.effectivePPM == half.effectivePPM)
    let monthly = try PricingFixture.cost(
      PricingFixture.terms(
        rate: PricingFixture.fixed(40_000), fees: [PricingFixture.fee(12_000, .monthly)]),
      months: 6)
    #expect(monthly.nominalPPM == 52_000)
  }

  @Test("only certain subsidies are netted; what hangs on an unknown fact is shown apart")
  func subsidies() throws {
    func cost(_ subsidy: Subsidy, _ state: FactState = .unknown) throws -> CostOutcome {
      try PricingFixture.cost(
        PricingFixture.terms(rate: PricingFixture.fixed(40_000), subsidies: [subsidy]),
        facts: ["listed": state])
    }
    let full = try #require(
      try PricingFixture.cost(PricingFixture.terms(rate: PricingFixture.fixed(40_000)))
        .effectivePPM)
    let certain = try cost(PricingFixture.subsidy())
    #expect(certain.subsidies.map(\.status) == [.netted])
    #expect(try #require(certain.effectivePPM) < full)
    let perhaps = try cost(PricingFixture.subsidy(isCertain: false))
    #expect(perhaps.subsidies.map(\.status) == [.apart])
    #expect(perhaps.effectivePPM == full)
    #expect(perhaps.subsidies.map(\.amountFen) == [6_000_000])
    let hanging = PricingFixture.subsidy(fact: "listed")
    let unknown = try cost(hanging)
    #expect(unknown.subsidies.map(\.status) == [.apart])
    #expect(unknown.effectivePPM == full && unknown.missing == ["listed"])
    #expect(try cost(hanging, .known(.boolean(true))).effectivePPM == certain.effectivePPM)
    let no = try cost(hanging, .known(.boolean(false)))
    #expect(no.subsidies.map(\.status) == [.notApplicable] && no.effectivePPM == full)
    #expect(try cost(hanging, .none).subsidies.map(\.status) == [.notApplicable])
  }

  @Test("a capped subsidy counts for less on a greater amount, a fee share only on fees")
  func cappedSubsidy() throws {
    let terms = PricingFixture.terms(
      rate: PricingFixture.fixed(40_000), subsidies: [PricingFixture.subsidy(cap: 5_000_000)])
    let small = try PricingFixture.cost(terms, yuan: 1_000_000)
    let large = try PricingFixture.cost(terms, yuan: 10_000_000)
    #expect(small.subsidies.map(\.amountFen) == [2_000_000])
    #expect(large.subsidies.map(\.amountFen) == [5_000_000])
    #expect(try #require(small.effectivePPM) < (try #require(large.effectivePPM)))
    let fees = try PricingFixture.cost(
      PricingFixture.terms(
        rate: PricingFixture.fixed(40_000), fees: [PricingFixture.fee(10_000, .upfront)],
        subsidies: [PricingFixture.subsidy(.feeShare)]))
    #expect(fees.subsidies.map(\.amountFen) == [1_500_000])
  }

  @Test("an all-in price is base + fees − subsidies, without cash flows")
  func allIn() throws {
    let terms = PricingTerms.allIn(
      AllInTerms(
        basePPM: 34_500, feesPPM: 10_000, subsidiesPPM: 17_250, citation: PricingFixture.citation))
    let cost = try PricingFixture.cost(terms)
    #expect(cost.effectivePPM == 27_250 && cost.nominalPPM == nil && cost.form == .allIn)
  }

  @Test("a loan that pays out nothing, or a tenor out of range, has no cost instead of a wrong one")
  func noRoot() throws {
    let swallowed = PricingFixture.terms(
      rate: PricingFixture.fixed(40_000), fees: [PricingFixture.fee(1_000_000, .upfront)])
    #expect(try PricingFixture.cost(swallowed).effectivePPM == nil)
    let terms = PricingFixture.terms(rate: PricingFixture.fixed(40_000))
    #expect(try PricingFixture.cost(terms, months: 0).effectivePPM == nil)
    #expect(try PricingFixture.cost(terms, months: 601).effectivePPM == nil)
  }

  @Test("remembered costs equal computed ones, for every product, tenor, day, grade and subsidy")
  func memo() throws {
    let pricer = Pricer(policies: try PricingFixture.policies())
    let products = [
      PricingFixture.terms(
        rate: lpr(1_300), gradeFact: "grade", gradeBands: ["A": PricingFixture.fixed(32_500)],
        lprTenor: .oneYear, subsidies: [PricingFixture.subsidy(fact: "listed")]),
      PricingFixture.terms(
        rate: PricingFixture.fixed(40_000), subsidies: [PricingFixture.subsidy(cap: 1_000_000)]),
      PricingTerms.allIn(
        AllInTerms(basePPM: 1, feesPPM: 2, subsidiesPPM: 0, citation: PricingFixture.citation)),
    ]
    let seed = SeededGenerator.seed(for: "remembered costs")
    var random = SeededGenerator(seed: seed)
    // One price a product and day, so that what it remembers is asked for again.
    var prices: [LegalDate: [Int: ProductPrice]] = [:]
    for _ in 0..<300 {
      let product = Int.random(in: 0..<products.count, using: &random)
      let request = Pricer.Request(
        amountFen: Int64.random(in: 1...2_000_000_000, using: &random),
        tenorMonths: [6, 12, 24, 60].randomElement(using: &random) ?? 6,
        day: try PricingFixture.day(
          ["2024-01-01", "2025-01-01", "2026-11-20"].randomElement(using: &random) ?? ""))
      let facts: [String: FactState] = [
        "grade": [.unknown, .known(.text("A")), .known(.text("B"))].randomElement(using: &random)
          ?? .unknown,
        "listed": [.unknown, .known(.boolean(true))].randomElement(using: &random) ?? .unknown,
      ]
      let price =
        prices[request.day]?[product] ?? pricer.price(products[product], on: request.day)
      prices[request.day, default: [:]][product] = price
      let ranked = price.rankedCost(request) { facts[$0] ?? .unknown }
      let full = pricer.cost(products[product], request) { facts[$0] ?? .unknown }
      #expect(
        ranked.effectivePPM == full.effectivePPM, "seed \(seed): \(product) \(request) \(facts)")
      #expect(
        ranked.carriedParameter == full.parameters.first(where: \.carriedPastEnd)?.id)
    }
  }
}
