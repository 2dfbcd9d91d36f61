import Catalog
import Domain
import Policy
import Pricing
import Schemas
import Testing

@Suite("Cost sheets")
struct CostSheetTests {
  private func sheet(
    _ pricing: String, policies: PolicySet? = nil, yuan: Int64 = 3_000_000, months: Int64 = 12,
    facts: [String: FactState] = [:], on day: String = "2025-06-01"
  ) throws -> CostSheet {
    let policies = try policies ?? PricedFixture.policies()
    let price = try PricedFixture.price(pricing, policies: policies, on: day)
    return try #require(
      price.sheet(
        try PricedFixture.request(yuan: yuan, months: months, on: day),
        fact: PricedFixture.lookup(facts)))
  }

  private let guaranteed = """
    form: annualised
    rate: {min: {ppm: 34500}, max: {ppm: 34500}}
    repayment: interest_monthly_bullet
    fees:
      - {kind: guarantee_fee, payee: guarantor, timing: upfront, max_ppm: 10000, citation: {document: 担保费表, tag: K}}
    citation: {document: 公开信息, tag: S}
    """

  @Test("the items' amounts are those of the payments, and sum to the total to the fen")
  func amounts() throws {
    let policies = try PricedFixture.policies(national: PricedFixture.subsidy())
    let sheet = try sheet(guaranteed, policies: policies)
    let flows = try #require(sheet.flows)
    for item in sheet.items { #expect(item.amountFen == flows.costFen(of: item.id)) }
    #expect(sheet.items.map(\.amountFen) == [10_350_000, 3_000_000])
    #expect(sheet.totalFen == 13_350_000)
    #expect(sheet.subsidyFen == 5_175_000 && sheet.netFen == 8_175_000)
    // Everything paid less everything received.
    #expect(-flows.flows.reduce(0) { $0 + $1.amountFen } == sheet.netFen)
  }

  @Test("interest comes out at the rate agreed, and the items' yearly rates sum to the total")
  func rates() throws {
    let sheet = try sheet(guaranteed)
    #expect(sheet.items.map { $0.annual?.nominalPPM } == [34_500, 10_244])
    #expect(sheet.before?.nominalPPM == 44_744 && sheet.before?.effectivePPM == 45_673)
    #expect(sheet.items.compactMap { $0.annual?.effectivePPM }.reduce(0, +) == 45_673)
  }

  @Test("the order of fees changes no item's rate by more than the rounding")
  func orderOfItems() throws {
    let fees = [
      "{kind: appraisal_fee, payee: appraiser, timing: upfront, max_ppm: 4000}",
      "{kind: guarantee_fee, payee: guarantor, timing: yearly, max_ppm: 10000}",
      "{kind: service_fee, payee: bank, timing: monthly, max_ppm: 6000}",
    ]
    func rates(_ fees: [String]) throws -> [String: Int64] {
      let sheet = try sheet(
        PricedFixture.plain + "\nfees: [\(fees.joined(separator: ", "))]", months: 24)
      let sum = sheet.items.compactMap { $0.annual?.nominalPPM }.reduce(0, +)
      #expect(sum == sheet.before?.nominalPPM)
      return Dictionary(
        uniqueKeysWithValues: sheet.items.map { ($0.kind, $0.annual?.nominalPPM ?? -1) })
    }
    let (one, other) = (try rates(fees), try rates(fees.reversed()))
    #expect(one.keys == other.keys)
    for (kind, rate) in one { #expect(abs(rate - (other[kind] ?? 0)) <= 1) }
    #expect(one["interest"] == 40_000 && one["service_fee"] == 6_000)
  }

  @Test("certain and uncertain subsidies stand apart, before and after, and their parts sum")
  func subsidies() throws {
    let policies = try PricedFixture.policies(
      national: PricedFixture.subsidy("sure", ppm: 300_000)
        + PricedFixture.subsidy("also", "fee_share", ppm: 500_000)
        + PricedFixture.subsidy("perhaps", ppm: 200_000, certain: false))
    let sheet = try sheet(guaranteed, policies: policies)
    let byID = Dictionary(uniqueKeysWithValues: sheet.subsidies.map { ($0.id, $0) })
    #expect(byID["sure"]?.status == .netted && byID["perhaps"]?.status == .apart)
    #expect(byID["also"]?.amountFen == 1_500_000)
    let (before, after) = (try #require(sheet.before), try #require(sheet.after))
    let ifAll = try #require(sheet.ifAll)
    let netted = sheet.subsidies.filter { $0.status == .netted }
    let lowered = netted.compactMap { $0.reduction?.effectivePPM }.reduce(0, +)
    #expect(lowered == before.effectivePPM - after.effectivePPM)
    #expect(
      byID["perhaps"]?.reduction?.effectivePPM == after.effectivePPM - ifAll.effectivePPM)
    #expect(sheet.subsidyFen == 4_605_000)
  }

  @Test("in a group the sum if all were paid counts the one that would replace, not both")
  func ifAllInGroup() throws {
    let policies = try PricedFixture.policies(
      anhui: PricedFixture.subsidy("wide", ppm: 500_000, "group: g"),
      hefei: PricedFixture.subsidy("perhaps", ppm: 300_000, "group: g", certain: false))
    let sheet = try sheet(
      PricedFixture.plain, policies: policies, facts: PricedFixture.region("340104"))
    #expect(sheet.totalFen == 12_000_000 && sheet.netFen == 6_000_000)
    #expect(sheet.ifAllFen == 8_400_000)
  }

  @Test("the vector of lending section 6 with half the interest paid back, as a sheet")
  func vector() throws {
    let sheet = try sheet(
      guaranteed, policies: try PricedFixture.policies(national: PricedFixture.subsidy()))
    #expect(sheet.before == CostSheet.Annual(nominalPPM: 44_744, effectivePPM: 45_673))
    #expect(sheet.after == CostSheet.Annual(nominalPPM: 27_617, effectivePPM: 27_970))
  }

  @Test(
    "a guarantee fee above the pack's ceiling is flagged, one at it is not; once charged, by the year",
    arguments: [
      (Int64(10_000), Int64(12), Int64(10_000), false), (9_999, 12, 10_000, true),
      (10_000, 6, 20_000, true), (10_000, 24, 5_000, false),
    ])
  func ceilings(_ ceiling: Int64, _ months: Int64, _ charged: Int64, _ isExceeded: Bool) throws {
    let sheet = try sheet(
      guaranteed, policies: try PricedFixture.policies(ceiling: ceiling), months: months)
    let found = try #require(sheet.items[1].ceilings.first)
    #expect(found.chargedPPM == charged && found.isExceeded == isExceeded)
    #expect(found.ceilingPPM == ceiling && found.citation.document == "办法")
    #expect(sheet.items[0].ceilings == [])
  }

  @Test("the shipped packs hold small guarantees to 1 % and great ones to 1.5 %")
  func shippedCeilings() throws {
    let policies = try PolicySet.read(
      files: SchemaFiles.texts(in: .policy, suffix: ".yaml").map {
        SourceFile(name: $0.name, text: $0.text)
      })
    func ceilings(_ yuan: Int64) throws -> [Int64] {
      try sheet(guaranteed, policies: policies, yuan: yuan).items[1].ceilings.map(\.ceilingPPM)
    }
    #expect(try ceilings(5_000_000) == [10_000])
    #expect(try ceilings(5_000_001) == [15_000])
  }

  @Test("what is not published leaves sums and totals open, and what is known stands")
  func unpublished() throws {
    let open = """
      form: annualised
      repayment: interest_monthly_bullet
      fees: [{kind: guarantee_fee, payee: guarantor, timing: yearly, max_ppm: 10000}]
      citation: {document: 公开信息, tag: S}
      """
    let sheet = try sheet(open)
    #expect(sheet.items.map(\.amountFen) == [nil, 3_000_000])
    #expect(sheet.totalFen == nil && sheet.before == nil && sheet.after == nil)
    #expect(sheet.flows == nil && sheet.items.allSatisfy { $0.annual == nil })
    let feeOpen = """
      form: annualised
      rate: {max: {ppm: 40000}}
      repayment: interest_monthly_bullet
      fees: [{kind: service_fee, payee: bank, timing: upfront, min_ppm: 1000}]
      citation: {document: 公开信息, tag: S}
      """
    let other = try self.sheet(feeOpen)
    #expect(other.items.map(\.amountFen) == [12_000_000, nil] && other.totalFen == nil)
  }

  @Test("numbers that were not checked against their source are marked")
  func unverified() throws {
    #expect(try sheet(guaranteed).hasUnverified)
    #expect(try !sheet(PricedFixture.plain).hasUnverified)
    let lpr = """
      form: annualised
      rate: {max: {lpr: {multiple_milli: 1300}}}
      lpr_tenor: 1y
      repayment: interest_monthly_bullet
      citation: {document: 公开信息, tag: S}
      """
    let sheet = try sheet(lpr, on: "2026-11-20")
    #expect(sheet.hasUnverified)
    #expect(sheet.parameters.map(\.id) == ["lpr_1y"] && sheet.parameters[0].carriedPastEnd)
    #expect(sheet.notes.contains { $0.zh.contains("沿用该值") })
  }

  @Test("the greatest amount, the longest tenor and absurd rates overflow nothing")
  func extremes() throws {
    for repayment in Repayment.allCases {
      for rate in [Int64(0), 1_000_000] {
        let terms = """
          form: annualised
          rate: {max: {ppm: \(rate)}}
          repayment: \(repayment.rawValue)
          fees: [{kind: fee, payee: bank, timing: monthly, max_ppm: 1000000}]
          citation: {document: d, tag: S}
          """
        let sheet = try sheet(terms, yuan: 100_000_000_000, months: 600)
        let principal = (sheet.flows?.flows ?? []).filter { $0.kind == .principal }
        #expect(principal.reduce(0) { $0 + $1.amountFen } == -Fen.maximum)
      }
    }
    let absurd = """
      form: annualised
      rate: {max: {lpr: {multiple_milli: 1000000, spread_ppm: 1000000}}}
      lpr_tenor: 1y
      repayment: equal_instalment
      fees: [{kind: fee, payee: bank, timing: upfront, max_ppm: 1000}]
      citation: {document: d, tag: S}
      """
    #expect(try sheet(absurd, yuan: 100_000_000_000).flows != nil)
    let policies = try PolicySet.read(files: [
      SourceFile(
        name: "cn.yaml",
        text: """
          code: cn
          jurisdiction: {code: CN, name: {zh: 国家, en: national}}
          parameters:
            - {id: lpr_1y, unit: ppm, label: {zh: LPR, en: LPR}, citation: {document: d, tag: K}, series: [{from: 2024-10-20, value: 10000000000000}]}
          """)
    ])
    let beyond = try sheet(absurd, policies: policies, yuan: 100_000_000_000)
    #expect(beyond.flows == nil && beyond.after == nil && beyond.totalFen == nil)
    let price = try PricedFixture.price(policies: PricedFixture.policies())
    for (yuan, months) in [(100_000_000_001, 12), (0, 12), (1, 0), (1, 601)] as [(Int64, Int64)] {
      let request = try PricedFixture.request(yuan: yuan, months: months)
      #expect(price.sheet(request, fact: { _ in .unknown }) == nil)
    }
  }

  @Test(
    "a price of a day takes the LPR of that day: 1Y to 12 months, 5Y from 60, the named one between",
    arguments: [
      (Int64(12), Int64(30_000)), (13, 35_000), (59, 35_000), (60, 35_000),
    ])
  func lprTenor(_ months: Int64, _ rate: Int64) throws {
    let terms = """
      form: annualised
      rate: {max: {lpr: {multiple_milli: 1000}}}
      lpr_tenor: 5y
      repayment: interest_monthly_bullet
      citation: {document: d, tag: S}
      """
    let sheet = try sheet(terms, months: months)
    #expect(sheet.items.first?.ratePPM == rate)
    #expect(sheet.parameters.map(\.id) == [rate == 30_000 ? "lpr_1y" : "lpr_5y"])
    #expect(sheet.after?.nominalPPM == rate)
  }

  @Test("an all-in price lists its parts, and conditional subsidies lower it where they hold")
  func allIn() throws {
    let terms = """
      form: all_in
      base_ppm: 34500
      fees_ppm: 10000
      subsidies_ppm: 1000
      subsidies:
        - id: listed
          ppm: 5000
          when: [{id: c, fact: enterprise.listed, op: eq, value: true, citation: {document: d, tag: S}}]
          certain: true
          citation: {document: d, tag: S}
      citation: {document: 公开信息, tag: S}
      """
    func outcome(_ state: FactState) throws -> CostOutcome {
      try PricedFixture.price(terms, policies: PricedFixture.policies()).cost(
        try PricedFixture.request(), fact: PricedFixture.lookup(["enterprise.listed": state]))
    }
    #expect(try outcome(.known(.boolean(true))).effectivePPM == 38_500)
    let unknown = try outcome(.unknown)
    #expect(unknown.effectivePPM == 43_500 && unknown.ifAllEffectivePPM == 38_500)
    #expect(unknown.missing == ["enterprise.listed"] && unknown.beforeEffectivePPM == 44_500)
    #expect(try outcome(.known(.boolean(false))).subsidies.map(\.status) == [.notApplicable])
    let uncertain = terms.replacing("certain: true", with: "certain: false")
    for terms in [terms, uncertain] {
      let price = try PricedFixture.price(terms, policies: PricedFixture.policies())
      for state in [FactState.unknown, .none, .known(.boolean(true)), .known(.boolean(false))] {
        let lookup = PricedFixture.lookup(["enterprise.listed": state])
        let request = try PricedFixture.request()
        #expect(
          price.rankedCost(request, fact: lookup).effectivePPM
            == price.cost(request, fact: lookup).effectivePPM)
      }
    }
    let sheet = try sheet(terms, facts: ["enterprise.listed": .known(.boolean(true))])
    #expect(sheet.items.map(\.ratePPM) == [34_500, 10_000])
    #expect(sheet.subsidies.map(\.id) == ["included", "listed"])
    #expect(sheet.after?.effectivePPM == 38_500 && sheet.flows == nil)
  }

  @Test("the sheet's document has every item, and its numbers are integers")
  func document() throws {
    let json = try sheet(
      guaranteed, policies: try PricedFixture.policies(national: PricedFixture.subsidy())
    ).json
    #expect(json["items"]?.arrayValue?.count == 2)
    #expect(json["total_fen"]?.intValue == 13_350_000)
    #expect(json["subsidies"]?.arrayValue?.first?["pack"]?.stringValue == "cn")
    let flows = json["flows"]?["flows"]?.arrayValue ?? []
    // The drawing, the fee, twelve times interest, the principal, the subsidy.
    #expect(flows.count == 16)
    let text = json.canonicalText
    #expect(try JSONParser.parse(Array(text.utf8)) == json)
  }
}
