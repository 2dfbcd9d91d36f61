import Catalog
import Domain
import Policy
import Pricing
import Seeds
import Testing

/// Random prices, and what must hold of every one of them.
@Suite("Properties of prices")
struct PricePropertyTests {
  /// One random price of a product: everything the product language has.
  private struct RandomPrice {
    var rate: Int64
    var repayment: Repayment
    var fees: [Fee]
    var deposit: Deposit?
    var amountFen: Int64
    var months: Int64

    init(_ random: inout SeededGenerator) {
      rate = Int64.random(in: 0...150_000, using: &random)
      repayment = Repayment.allCases.randomElement(using: &random) ?? .revolving
      fees = (0..<Int.random(in: 0...3, using: &random)).map { Self.fee($0, &random) }
      deposit =
        Bool.random(using: &random)
        ? nil
        : Deposit(
          ppm: Int64.random(in: 0...300_000, using: &random),
          ratePPM: Int64.random(in: 0...20_000, using: &random), citation: PricingFixture.citation)
      amountFen = Int64.random(in: 1_000_000...10_000_000_000, using: &random)
      months = Int64.random(in: 1...72, using: &random)
    }

    static func fee(_ index: Int, _ random: inout SeededGenerator) -> Fee {
      Fee(
        kind: "fee_\(index)", payee: "bank",
        timing: Fee.Timing.allCases.randomElement(using: &random) ?? .upfront, minPPM: nil,
        maxPPM: Int64.random(in: 1...20_000, using: &random))
    }

    func json(fees: [Fee]) -> String {
      let list = fees.map {
        "{kind: \($0.kind), payee: \($0.payee), timing: \($0.timing.rawValue), max_ppm: \($0.maxPPM ?? 0)}"
      }
      let held = deposit.map {
        "\ndeposit: {ppm: \($0.ppm), rate_ppm: \($0.ratePPM), citation: {document: d, tag: S}}"
      }
      return """
        form: annualised
        rate: {max: {ppm: \(rate)}}
        repayment: \(repayment.rawValue)
        fees: [\(list.joined(separator: ", "))]
        citation: {document: d, tag: S}
        """ + (held ?? "")
    }

    var request: Pricer.Request? {
      LegalDate("2025-06-01").map {
        Pricer.Request(amountFen: amountFen, tenorMonths: months, day: $0)
      }
    }
  }

  private static let sampleCount = 200

  /// Runs `body` with many random prices, the seed of them printed.
  private func forAll(
    _ name: String, _ body: (RandomPrice, Pricer.Request, inout SeededGenerator) throws -> Void
  ) throws {
    let seed = SeededGenerator.seed(for: name)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<Self.sampleCount {
      let price = RandomPrice(&random)
      try body(price, try #require(price.request), &random)
    }
  }

  private func rates(
    _ pricing: String, _ request: Pricer.Request, policies: PolicySet
  ) throws -> CostRates {
    let price = try PricedFixture.price(pricing, policies: policies)
    return try #require(price.rates(request, fact: { _ in .unknown }))
  }

  @Test("the payments in fen give the unrounded cost again, within what rounding can move")
  func paymentsReproduce() throws {
    let policies = try PricedFixture.policies(
      national: PricedFixture.subsidy("s", "interest_share", ppm: 300_000, paid: "yearly"))
    try forAll("payments reproduce the cost") { price, request, _ in
      let ready = try PricedFixture.price(price.json(fees: price.fees), policies: policies)
      let exact = try #require(ready.rates(request, fact: { _ in .unknown }))
      let sheet = try #require(ready.sheet(request, fact: { _ in .unknown }))
      let flows = try #require(sheet.flows)
      let after = try #require(flows.rate()?.monthly)
      let before = try #require(flows.rate { $0.kind != .subsidy }?.monthly)
      // One fen a payment, six payments a month, over what is owed on average.
      let tolerance = 8.0 / Double(request.amountFen)
      #expect(abs(after - (exact.after?.monthly ?? 0)) < tolerance, "\(price)")
      #expect(abs(before - (exact.before?.monthly ?? 0)) < tolerance, "\(price)")
    }
  }

  @Test("whatever the terms: principal comes back to the fen, and the items sum to the payments")
  func sums() throws {
    let policies = try PricedFixture.policies(
      national: PricedFixture.subsidy("s", "fee_share", ppm: 123_457)
        + PricedFixture.subsidy("t", "amount_share", ppm: 1_234, paid: "yearly"))
    try forAll("sums to the fen") { price, request, _ in
      let ready = try PricedFixture.price(price.json(fees: price.fees), policies: policies)
      let sheet = try #require(ready.sheet(request, fact: { _ in .unknown }))
      let flows = try #require(sheet.flows)
      let principal = flows.flows.filter { $0.kind == .principal }.map(\.amountFen)
      #expect(principal.reduce(0, +) == -request.amountFen && principal.allSatisfy { $0 < 0 })
      let items = sheet.items.compactMap(\.amountFen)
      #expect(items.count == sheet.items.count && items.reduce(0, +) == sheet.totalFen)
      #expect(sheet.items.allSatisfy { $0.amountFen == flows.costFen(of: $0.id) })
      #expect(-flows.flows.reduce(0) { $0 + $1.amountFen } == sheet.netFen, "\(price)")
      let nominal = sheet.items.compactMap { $0.annual?.nominalPPM }
      #expect(nominal.reduce(0, +) == sheet.before?.nominalPPM, "\(price)")
    }
  }

  @Test("another fee never lowers a cost")
  func feesRaise() throws {
    let policies = try PricedFixture.policies()
    try forAll("another fee") { price, request, random in
      let more = price.fees + [RandomPrice.fee(9, &random)]
      let before = try rates(price.json(fees: price.fees), request, policies: policies)
      let after = try rates(price.json(fees: more), request, policies: policies)
      #expect(
        (before.after?.effective ?? .infinity) <= (after.after?.effective ?? .infinity), "\(price)")
    }
  }

  @Test("another certain subsidy never raises a cost, an uncertain one leaves it")
  func subsidiesLower() throws {
    let kinds = ["interest_share", "interest_points", "fee_share", "amount_share"]
    let none = try PricedFixture.policies()
    let sets = try kinds.flatMap { kind in
      try ["at_end", "yearly"].flatMap { paid in
        try ["", "cap_fen: 1000000", "max_months: 5"].map { more in
          try [true, false].map { certain in
            try PricedFixture.policies(
              national: PricedFixture.subsidy(
                "s", kind, ppm: 9_000, more, certain: certain, paid: paid))
          }
        }
      }
    }
    try forAll("another subsidy") { price, request, random in
      let set = try #require(sets.randomElement(using: &random))
      let terms = price.json(fees: price.fees)
      let without = try rates(terms, request, policies: none)
      let certain = try rates(terms, request, policies: set[0])
      let perhaps = try rates(terms, request, policies: set[1])
      let plain = try #require(without.after)
      #expect(try #require(certain.after).effective <= plain.effective, "\(price)")
      #expect(certain.before == without.before && perhaps.after == without.after)
      #expect(perhaps.ifAll == certain.after, "\(price)")
    }
  }

  @Test("remembered costs of products with policy subsidies equal computed ones, caps or not")
  func remembered() throws {
    let policies = try PricedFixture.policies(
      anhui: PricedFixture.subsidy("a", "interest_share", ppm: 400_000, "cap_fen: 1500000")
        + PricedFixture.subsidy(
          "b", "amount_share", ppm: 8_000,
          "cap_firm_fen: 5000000, used: subsidy.lease_fen, min_tenor_months: 24"),
      hefei: PricedFixture.subsidy("c", "interest_points", ppm: 5_000, "max_months: 12"))
    let price = try PricedFixture.price(policies: policies)
    let seed = SeededGenerator.seed(for: "remembered costs with policies")
    var random = SeededGenerator(seed: seed)
    for _ in 0..<1_000 {
      let request = Pricer.Request(
        amountFen: Int64.random(in: 1...2_000_000_000, using: &random),
        tenorMonths: [6, 12, 24, 36].randomElement(using: &random) ?? 6,
        day: try PricingFixture.day("2025-06-01"))
      let facts: [String: FactState] = [
        "enterprise.region": [
          .unknown, .known(.text("340104")), .known(.text("340200")), .known(.text("610100")),
        ].randomElement(using: &random) ?? .unknown,
        "subsidy.lease_fen": [.unknown, .none, .known(.integer(4_000_000))]
          .randomElement(using: &random) ?? .unknown,
      ]
      let lookup = PricedFixture.lookup(facts)
      #expect(
        price.rankedCost(request, fact: lookup).effectivePPM
          == price.cost(request, fact: lookup).effectivePPM, "seed \(seed): \(request) \(facts)")
    }
  }

  @Test("a ranked cost is a function of the results of the tests a price names")
  func dependencies() throws {
    let policies = try PricedFixture.policies(
      anhui: PricedFixture.subsidy(
        "a", "interest_share", ppm: 400_000,
        "group: g, criteria: [{id: c, fact: enterprise.industry, op: in, value: [C], citation: {document: d, tag: S}}]"
      ),
      hefei: PricedFixture.subsidy("b", "interest_share", ppm: 300_000, "group: g"))
    let terms = """
      form: annualised
      rate: {max: {ppm: 50000}, by_grade: {fact: tax.credit_grade, A: {max: {ppm: 40000}}}}
      repayment: interest_monthly_bullet
      citation: {document: d, tag: S}
      """
    let price = try PricedFixture.price(terms, policies: policies)
    let registry = try PricedFixture.catalog(terms).registry
    let dependencies = price.dependencies
    #expect(!dependencies.dependsOnAmount && dependencies.usesTenor)
    #expect(
      dependencies.facts == ["tax.credit_grade", "enterprise.industry", "enterprise.region"])
    let checks = dependencies.tests.map { test in
      registry[test.fact].flatMap { FactCheck(test, of: $0) }
    }
    var seen: [[RuleResult]: Int64] = [:]
    let grades: [FactState] = [.unknown, .none, .known(.text("A")), .known(.text("B"))]
    let industries: [FactState] = [.unknown, .known(.text("35")), .known(.text("F"))]
    let regions: [FactState] = [
      .unknown, .known(.text("340104")), .known(.text("340121")), .known(.text("340200")),
      .known(.text("610100")),
    ]
    for grade in grades {
      for industry in industries {
        for region in regions {
          let facts = [
            "tax.credit_grade": grade, "enterprise.industry": industry, "enterprise.region": region,
          ]
          let results = zip(dependencies.tests, checks).compactMap { test, check in
            check?.result(facts[test.fact] ?? .unknown)
          }
          let cost = try #require(
            price.rankedCost(
              try PricedFixture.request(), fact: PricedFixture.lookup(facts)
            ).effectivePPM)
          #expect(seen[results, default: cost] == cost, "\(facts)")
          seen[results] = cost
        }
      }
    }
    #expect(Set(seen.values).count >= 4)
  }
}

@Suite("Rates of unusual flows")
struct UnusualFlowTests {
  /// Half of the interest at the end of five years is four times the last instalment.
  private func cost(findsEveryRate: Bool) throws -> CostOutcome {
    let terms = PricingFixture.terms(
      rate: PricingFixture.fixed(60_000), repayment: .equalInstalment,
      subsidies: [PricingFixture.subsidy()])
    let pricer = Pricer(
      policies: try PricingFixture.policies(), findsEveryRate: findsEveryRate)
    return pricer.cost(
      terms, try PricedFixture.request(months: 60), fact: { _ in .unknown })
  }

  @Test("a subsidy above the last instalment leaves no cost at first, and the right one when asked")
  func lastPaymentReceived() throws {
    #expect(try cost(findsEveryRate: false).effectivePPM == nil)
    let found = try #require(try cost(findsEveryRate: true).nominalPPM)
    #expect((27_000...34_000).contains(found), "\(found)")
  }

  @Test(
    "8 % of a cheap lease in equal principal makes it cost less than nothing, not nothing known")
  func negative() throws {
    let policies = try PricedFixture.policies(
      national: PricedFixture.subsidy("s", "amount_share", ppm: 80_000))
    let terms = PricedFixture.plain.split(separator: "\n").map(String.init)
      .map { $0.hasPrefix("repayment") ? "repayment: equal_principal" : $0 }
      .joined(separator: "\n")
    let price = try PricedFixture.price(terms, policies: policies)
    let rates = try #require(
      price.rates(try PricedFixture.request(months: 36), fact: { _ in .unknown }))
    let after = try #require(rates.after)
    #expect(after.nominal < 0 && after.nominal > -0.05, "\(after)")
  }
}
