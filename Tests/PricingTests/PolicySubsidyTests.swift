import Catalog
import Domain
import Policy
import Pricing
import Testing

@Suite("Subsidies of policy packs")
struct PolicySubsidyTests {
  private func outcome(
    _ policies: PolicySet, pricing: String = PricedFixture.plain, family: String = "loan",
    yuan: Int64 = 1_000_000, months: Int64 = 12, facts: [String: FactState] = [:],
    on day: String = "2025-06-01"
  ) throws -> CostOutcome {
    let price = try PricedFixture.price(pricing, family: family, policies: policies, on: day)
    return price.cost(
      try PricedFixture.request(yuan: yuan, months: months, on: day),
      fact: PricedFixture.lookup(facts))
  }

  private let hefei = PricedFixture.region("340104")

  @Test(
    "a regional subsidy is netted inside its jurisdiction only, and apart where the region is unknown"
  )
  func jurisdictions() throws {
    let policies = try PricedFixture.policies(anhui: PricedFixture.subsidy())
    let inside = try outcome(policies, facts: hefei)
    #expect(inside.subsidies.map(\.status) == [.netted])
    #expect(inside.subsidies.map(\.pack) == ["cn-34"])
    #expect(inside.subsidies.map(\.amountFen) == [2_000_000])
    #expect(try #require(inside.effectivePPM) < (try #require(inside.beforeEffectivePPM)))
    let outside = try outcome(policies, facts: PricedFixture.region("610100"))
    #expect(outside.subsidies == [] && outside.effectivePPM == outside.beforeEffectivePPM)
    let unknown = try outcome(policies)
    #expect(unknown.subsidies.map(\.status) == [.apart])
    #expect(unknown.missing == ["enterprise.region"])
    #expect(unknown.effectivePPM == outside.effectivePPM)
    #expect(unknown.ifAllEffectivePPM == inside.effectivePPM)
  }

  @Test("the same id in a lower jurisdiction takes the place of the higher one's")
  func overriding() throws {
    let policies = try PricedFixture.policies(
      anhui: PricedFixture.subsidy(ppm: 500_000), hefei: PricedFixture.subsidy(ppm: 200_000))
    #expect(
      try outcome(policies, facts: hefei).subsidies.map { [$0.pack ?? "", "\($0.amountFen ?? 0)"] }
        == [["cn-3401", "800000"]])
    #expect(
      try outcome(policies, facts: PricedFixture.region("340200")).subsidies.map(\.amountFen)
        == [2_000_000])
  }

  @Test("families, tenors and days in force bound a subsidy")
  func bounds() throws {
    let lease = try PricedFixture.policies(
      national: PricedFixture.subsidy(
        "s", "amount_share", ppm: 80_000, "families: [lease], min_tenor_months: 36"))
    #expect(try outcome(lease).subsidies == [])
    #expect(
      try outcome(lease, family: "lease", months: 35).subsidies.map(\.status) == [.notApplicable])
    #expect(try outcome(lease, family: "lease", months: 36).subsidies.map(\.status) == [.netted])
    #expect(try outcome(lease, family: "lease", months: 36, on: "2019-12-31").subsidies == [])
  }

  @Test(
    "criteria: what fails is no subsidy, what is unknown is shown apart with the facts that matter")
  func criteria() throws {
    let policies = try PricedFixture.policies(
      national: PricedFixture.subsidy(
        "s", "interest_share", ppm: 500_000,
        "criteria: [{id: c, citation: {document: d, tag: S}, any_of: [{id: a, fact: enterprise.listed, op: eq, value: true}, {id: b, fact: enterprise.industry, op: in, value: [C]}]}]"
      ))
    func status(_ facts: [String: FactState]) throws -> ([CostOutcome.SubsidyUse.Status], [String])
    {
      let outcome = try outcome(policies, facts: facts)
      return (outcome.subsidies.map(\.status), outcome.missing)
    }
    let no: FactState = .known(.boolean(false))
    #expect(try status(["enterprise.listed": .known(.boolean(true))]) == ([.netted], []))
    #expect(
      try status(["enterprise.listed": no, "enterprise.industry": .known(.text("35"))])
        == ([.netted], []))
    #expect(
      try status(["enterprise.listed": no, "enterprise.industry": .known(.text("F"))])
        == ([.notApplicable], []))
    #expect(try status(["enterprise.listed": no]) == ([.apart], ["enterprise.industry"]))
    #expect(try status([:]) == ([.apart], ["enterprise.industry", "enterprise.listed"]))
  }

  @Test(
    "8 % of a lease of 36 months reaches the cap of five million at 62.5 million, less what the firm had"
  )
  func leaseCap() throws {
    let policies = try PricedFixture.policies(
      anhui: PricedFixture.subsidy(
        "lease", "amount_share", ppm: 80_000,
        "families: [lease], cap_firm_fen: 500000000, used: subsidy.lease_fen, min_tenor_months: 36")
    )
    func pays(_ yuan: Int64, used: FactState) throws -> CostOutcome.SubsidyUse {
      let facts = hefei.merging(["subsidy.lease_fen": used]) { first, _ in first }
      return try #require(
        try outcome(policies, family: "lease", yuan: yuan, months: 36, facts: facts)
          .subsidies.first)
    }
    #expect(try pays(62_500_000, used: .none).amountFen == 500_000_000)
    #expect(try pays(62_499_900, used: .none).amountFen == 499_999_200)
    #expect(try pays(90_000_000, used: .none).amountFen == 500_000_000)
    #expect(try pays(10_000_000, used: .known(.integer(450_000_000))).amountFen == 50_000_000)
    #expect(try pays(10_000_000, used: .known(.integer(600_000_000))).amountFen == 0)
    #expect(try pays(10_000_000, used: .known(.integer(0))).status == .netted)
    #expect(try pays(10_000_000, used: .unknown).status == .apart)
    let price = try PricedFixture.price(family: "lease", policies: policies)
    #expect(price.dependencies.dependsOnAmount)
    #expect(price.dependencies.facts == ["enterprise.region", "subsidy.lease_fen"])
  }

  @Test("of one group only the lowest jurisdiction counts, then the greatest share")
  func groups() throws {
    let policies = try PricedFixture.policies(
      anhui: PricedFixture.subsidy("wide", ppm: 500_000, "group: g"),
      hefei: PricedFixture.subsidy("small", ppm: 100_000, "group: g")
        + PricedFixture.subsidy("large", ppm: 300_000, "group: g"))
    let inHefei = try outcome(policies, facts: hefei)
    let statuses = Dictionary(
      uniqueKeysWithValues: inHefei.subsidies.map { ($0.id, $0.status) })
    #expect(statuses == ["large": .netted, "small": .excluded, "wide": .excluded])
    #expect(inHefei.ifAllEffectivePPM == nil)
    let elsewhere = try outcome(policies, facts: PricedFixture.region("340200"))
    #expect(elsewhere.subsidies.map(\.status) == [.netted])
  }

  @Test("what a firm has used up leaves its group to the next")
  func usedUpInGroup() throws {
    let policies = try PricedFixture.policies(
      anhui: PricedFixture.subsidy("wide", ppm: 500_000, "group: g"),
      hefei: PricedFixture.subsidy(
        "small", ppm: 100_000, "group: g, cap_firm_fen: 100, used: subsidy.lease_fen"))
    func statuses(_ used: Int64) throws -> [CostOutcome.SubsidyUse.Status] {
      let facts = hefei.merging(["subsidy.lease_fen": .known(.integer(used))]) { first, _ in first }
      return try outcome(policies, facts: facts).subsidies.map(\.status)
    }
    #expect(try statuses(99) == [.netted, .excluded])
    #expect(try statuses(100) == [.notApplicable, .netted])
  }

  @Test("an excluded subsidy asks for no facts")
  func excludedAsksNothing() throws {
    let policies = try PricedFixture.policies(
      anhui: PricedFixture.subsidy(
        "wide", ppm: 500_000,
        "group: g, criteria: [{id: c, fact: enterprise.listed, op: eq, value: true, citation: {document: d, tag: S}}]"
      ), hefei: PricedFixture.subsidy("small", ppm: 100_000, "group: g"))
    let cost = try outcome(policies, facts: hefei)
    #expect(cost.subsidies.map(\.status) == [.netted, .excluded] && cost.missing == [])
    let elsewhere = try outcome(policies, facts: PricedFixture.region("340200"))
    #expect(elsewhere.missing == ["enterprise.listed"])
  }

  @Test("subsidies that are never certain change no ranked cost, and are no dependency of it")
  func uncertainDependsOnNothing() throws {
    let policies = try PricedFixture.policies(
      anhui: PricedFixture.subsidy("s", ppm: 500_000, "cap_fen: 1000", certain: false))
    let dependencies = try PricedFixture.price(policies: policies).dependencies
    #expect(dependencies.facts == [] && dependencies.tests == [] && !dependencies.dependsOnAmount)
  }

  @Test(
    "in a group an uncertain lower one stays apart beside the certain higher one it would replace")
  func uncertainInGroup() throws {
    let policies = try PricedFixture.policies(
      anhui: PricedFixture.subsidy("wide", ppm: 500_000, "group: g"),
      hefei: PricedFixture.subsidy("perhaps", ppm: 300_000, "group: g", certain: false))
    let cost = try outcome(policies, facts: hefei)
    #expect(cost.subsidies.map(\.status) == [.apart, .netted])
    #expect(
      try PricedFixture.price(policies: policies).dependencies.facts == ["enterprise.region"])
    // Were it paid, the greater one would not be.
    #expect(try #require(cost.ifAllEffectivePPM) > (try #require(cost.effectivePPM)))
  }

  @Test("points off the rate, shares of fees by kind, and only the first months")
  func kinds() throws {
    func paid(_ subsidy: String, _ pricing: String = PricedFixture.plain, months: Int64 = 24) throws
      -> Int64?
    {
      try outcome(
        try PricedFixture.policies(national: subsidy), pricing: pricing, months: months
      ).subsidies.first?.amountFen
    }
    #expect(try paid(PricedFixture.subsidy("s", "interest_points", ppm: 10_000)) == 2_000_000)
    // Never more than the interest.
    #expect(try paid(PricedFixture.subsidy("s", "interest_points", ppm: 90_000)) == 8_000_000)
    #expect(
      try paid(PricedFixture.subsidy("s", "interest_points", ppm: 10_000, "max_months: 6"))
        == 500_000)
    #expect(
      try paid(PricedFixture.subsidy("s", "interest_share", ppm: 500_000, "max_months: 12"))
        == 2_000_000)
    let fees =
      PricedFixture.plain + """

        fees:
          - {kind: guarantee_fee, payee: guarantor, timing: yearly, max_ppm: 10000}
          - {kind: service_fee, payee: bank, timing: upfront, max_ppm: 3000}
        """
    #expect(try paid(PricedFixture.subsidy("s", "fee_share"), fees) == 1_150_000)
    #expect(
      try paid(PricedFixture.subsidy("s", "fee_share", ppm: 500_000, "fees: [guarantee_fee]"), fees)
        == 1_000_000)
    #expect(
      try paid(
        PricedFixture.subsidy(
          "s", "fee_share", ppm: 500_000, "fees: [guarantee_fee], max_months: 12"),
        fees) == 500_000)
  }

  @Test("a subsidy paid each year is worth more than one paid at the end; both pay the same fen")
  func yearly() throws {
    func sheet(_ paid: String) throws -> CostSheet {
      let policies = try PricedFixture.policies(
        national: PricedFixture.subsidy("s", "interest_share", paid: paid))
      return try #require(
        try PricedFixture.price(policies: policies)
          .sheet(try PricedFixture.request(yuan: 1_200_000, months: 30), fact: { _ in .unknown }))
    }
    let (yearly, atEnd) = (try sheet("yearly"), try sheet("at_end"))
    #expect(yearly.subsidyFen == 6_000_000 && atEnd.subsidyFen == 6_000_000)
    #expect(try #require(yearly.after?.effectivePPM) < (try #require(atEnd.after?.effectivePPM)))
    let paid = (yearly.flows?.flows ?? []).filter { $0.kind == .subsidy }
    #expect(paid.map(\.step) == [12, 24, 30])
    #expect(yearly.subsidies.first?.payments == paid)
    #expect(paid.map(\.amountFen) == [2_400_000, 2_400_000, 1_200_000])
  }

  @Test("points above the rate pay the interest and no more, in fen as in the cost")
  func pointsAboveRate() throws {
    let policies = try PricedFixture.policies(
      national: PricedFixture.subsidy("s", "interest_points", ppm: 90_000))
    let price = try PricedFixture.price(policies: policies)
    let sheet = try #require(
      price.sheet(try PricedFixture.request(yuan: 1_200_000), fact: { _ in .unknown }))
    #expect(sheet.subsidyFen == 4_800_000 && sheet.netFen == 0)
  }

  @Test("payments of a capped subsidy stop where the cap is reached, in fen and in the cost")
  func cappedPayments() throws {
    let policies = try PricedFixture.policies(
      national: PricedFixture.subsidy(
        "s", "interest_share", "cap_fen: 3000000", paid: "yearly"))
    let price = try PricedFixture.price(policies: policies)
    let request = try PricedFixture.request(yuan: 1_200_000, months: 36)
    let sheet = try #require(price.sheet(request, fact: { _ in .unknown }))
    #expect(sheet.subsidies.first?.payments.map(\.amountFen) == [2_400_000, 600_000, 0])
    #expect(sheet.subsidyFen == 3_000_000)
    let exact = try #require(price.rates(request, fact: { _ in .unknown })?.after)
    #expect(abs(try #require(sheet.flows?.rate()).monthly - exact.monthly) < 1e-10)
  }

  @Test("what an uncertain subsidy would pay has its day, but is no payment of the loan")
  func uncertainPayments() throws {
    let policies = try PricedFixture.policies(
      national: PricedFixture.subsidy("s", certain: false))
    let price = try PricedFixture.price(policies: policies)
    let request = try PricedFixture.request(yuan: 1_200_000)
    let sheet = try #require(price.sheet(request, fact: { _ in .unknown }))
    let payment = try #require(sheet.subsidies.first?.payments.first)
    #expect(payment.day.text == "2026-06-01" && payment.amountFen == 2_400_000)
    #expect(payment.payee == "government")
    let flows = try #require(price.cashFlows(request, fact: { _ in .unknown }))
    #expect(flows == sheet.flows && !flows.flows.contains { $0.kind == .subsidy })
  }

  @Test("a subsidy the product names itself is not paid again by a pack")
  func ownSubsidyGoesFirst() throws {
    let pricing =
      PricedFixture.plain + """

        subsidies:
          - {id: help, kind: interest_share, ppm: 250000, paid: at_end, certain: true, citation: {document: d, tag: S}}
        """
    let cost = try outcome(
      try PricedFixture.policies(national: PricedFixture.subsidy("help")), pricing: pricing)
    #expect(cost.subsidies.map(\.pack) == [nil] && cost.subsidies.map(\.amountFen) == [1_000_000])
  }
}
