import Catalog
import Domain
import Testing

@testable import Arrangement

@Suite("Bundles")
struct BundleTests {
  private static let all: Set<String> = ["zhengyindan-4321", "national-2-8", "national-sci-tech"]

  private func solver() throws -> BundleSolver {
    BundleSolver(
      try SchemeBook(json: ArrangementFixture.document("Schemas/arrangement/schemes.yaml")),
      try GuarantorRules(json: ArrangementFixture.document("Schemas/arrangement/guarantors.yaml")))
  }

  private func need(
    fen: Int64 = 300_000_000, day: String = "2026-01-05",
    borrower: BundleNeed.Borrower = .enterprise(.small), section: String = "C",
    code: String = "3411", use: String? = nil, inForce: [String: Fen] = [:]
  ) throws -> BundleNeed {
    BundleNeed(
      amount: try ArrangementFixture.fen(fen), day: try ArrangementFixture.day(day),
      region: RegionCode("340100"), borrower: borrower, industrySection: section,
      industryCode: code, use: use, inForce: inForce)
  }

  private func cited(_ document: String) -> Citation { Citation(document: document, tag: .seed) }

  private func bank(
    _ code: String, ppm: Int64 = 35_000, maximum: Int64? = nil, schemes: Set<String> = Self.all
  ) throws -> BankPart {
    BankPart(
      code: code, costPPM: ppm, maximum: try maximum.map(ArrangementFixture.fen),
      schemes: schemes, citation: cited(code))
  }

  private func guarantor(
    _ code: String, fee: Int64 = 10_000, base: GuarantorPart.FeeBase = .principal,
    schemes: Set<String> = Self.all, assets: Int64 = 100_000_000_000, others: Int64 = 0,
    related: Int64 = 0, isController: Bool = false, isInsurer: Bool = false
  ) throws -> GuarantorPart {
    GuarantorPart(
      code: code, feePPM: fee, feeBase: base, schemes: schemes, kind: .smallLoan,
      book: GuarantorBook(
        netAssets: try ArrangementFixture.fen(assets),
        equityInGuarantors: try ArrangementFixture.fen(0), isMainlySmall: false,
        othersWeightedFen: others, relatedWeightedFen: related, borrower: [],
        isController: isController), isInsurer: isInsurer,
      citation: cited(code))
  }

  private func reGuarantor(
    _ code: String, fee: Int64 = 3_000, isPaidByBorrower: Bool = false,
    schemes: Set<String> = Self.all
  ) -> ReGuarantorPart {
    ReGuarantorPart(
      code: code, feePPM: fee, isPaidByBorrower: isPaidByBorrower, schemes: schemes,
      citation: cited(code))
  }

  private func subsidy(
    _ code: String, _ base: SubsidyPart.Base, share: Int64 = 500_000, cap: Int64? = nil,
    schemes: Set<String>? = nil, from: String = "2020-01-01"
  ) throws -> SubsidyPart {
    SubsidyPart(
      code: code, base: base, sharePPM: share, cap: try cap.map(ArrangementFixture.fen),
      schemes: schemes, period: EffectivePeriod(from: try ArrangementFixture.day(from)),
      citation: cited(code))
  }

  private static let only: Set<String> = ["zhengyindan-4321"]

  /// Bundles under 4321 alone, with one of each unless given.
  private func solve(
    _ need: BundleNeed, banks: [BankPart]? = nil, guarantors: [GuarantorPart]? = nil,
    subsidies: [SubsidyPart] = []
  ) throws -> BundleSolver.Answer {
    try solver().bundles(
      for: need, banks: banks ?? [bank("b", schemes: Self.only)],
      guarantors: guarantors ?? [guarantor("g", schemes: Self.only)],
      reGuarantors: [reGuarantor("r")], subsidies: subsidies)
  }

  @Test("lawful bundles come cheapest all-in first, equal costs by codes")
  func order() throws {
    let answer = try solve(
      need(),
      banks: [bank("b2", schemes: Self.only), bank("b1", schemes: Self.only)],
      guarantors: [
        guarantor("g2", fee: 8_000, schemes: Self.only), guarantor("g1", schemes: Self.only),
      ], subsidies: [subsidy("s", .bankCost)])
    #expect(
      answer.lawful.map(\.codes) == [
        ["b1", "g2", "r", "zhengyindan-4321", "s"], ["b2", "g2", "r", "zhengyindan-4321", "s"],
        ["b1", "g1", "r", "zhengyindan-4321", "s"], ["b2", "g1", "r", "zhengyindan-4321", "s"],
        ["b1", "g2", "r", "zhengyindan-4321", ""], ["b2", "g2", "r", "zhengyindan-4321", ""],
        ["b1", "g1", "r", "zhengyindan-4321", ""], ["b2", "g1", "r", "zhengyindan-4321", ""],
      ])
    #expect(
      answer.lawful.map(\.allInPPM) == [
        25_500, 25_500, 27_500, 27_500, 43_000, 43_000, 45_000, 45_000,
      ])
    #expect(answer.refused == [])
    let first = try #require(answer.lawful.first)
    #expect(first.citations.map(\.document).suffix(4) == ["b1", "g2", "r", "s"])
    #expect(first.table[.guarantor] == 400_000)
  }

  @Test("a fee on the guaranteed part, a re-guarantee fee and a capped subsidy count to the ppm")
  func costs() throws {
    let answer = try solver().bundles(
      for: need(), banks: [bank("b", schemes: Self.only)],
      guarantors: [guarantor("g", base: .guaranteed, schemes: Self.only)],
      reGuarantors: [reGuarantor("r", isPaidByBorrower: true)],
      subsidies: [
        // 3,000 yuan of 3 million a year are 1,000 ppm.
        subsidy("capped", .guaranteeFee, cap: 300_000),
        subsidy("later", .bankCost, from: "2026-01-06"),
        subsidy("other", .bankCost, schemes: ["national-2-8"]),
      ])
    // 80 % of 10,000 ppm; 30 % of 3,000 ppm.
    #expect(answer.lawful.map(\.guaranteePPM) == [8_000, 8_000])
    #expect(answer.lawful.map(\.reGuaranteePPM) == [900, 900])
    #expect(answer.lawful.map(\.subsidy) == ["capped", nil])
    #expect(answer.lawful.map(\.allInPPM) == [42_900, 43_900])
  }

  private func first(_ answer: BundleSolver.Answer) throws -> GuaranteeBundle.Refusal {
    #expect(answer.lawful == [])
    return try #require(answer.refused.first?.refusal)
  }

  @Test("a refused bundle says which limit refused it, by how much, and where it stands")
  func refusals() throws {
    func told(_ answer: BundleSolver.Answer) throws -> String {
      let refusal = try first(answer)
      return refusal.limit.rawValue + (refusal.excess.map { " \($0)" } ?? "")
    }
    #expect(try told(solve(need(borrower: .enterprise(.medium)))) == "size")
    #expect(try solve(need(borrower: .farmer)).refused == [])
    #expect(try told(solve(need(section: "J", code: "6639"))) == "industry")
    // 20 million a borrower, to the fen.
    #expect(try solve(need(fen: 2_000_000_000)).refused == [])
    #expect(try told(solve(need(fen: 2_000_000_001))) == "borrower_maximum 1")
    #expect(
      try told(
        solve(need(inForce: ["zhengyindan-4321": ArrangementFixture.fen(1_700_000_007)])))
        == "borrower_maximum 7")
    #expect(
      try told(solve(need(), banks: [bank("b", maximum: 299_999_995, schemes: Self.only)]))
        == "bank_maximum 5")
    let dear = try first(
      solve(need(), guarantors: [guarantor("g", fee: 10_001, schemes: Self.only)]))
    #expect(dear.limit == .feeCeiling && dear.excess == 1)
    #expect(dear.citation?.document.contains("担保费率") == true)
    // The guarantor's own 40 % of 3 million weigh 900,000 yuan: 10 % of 9 million, to the fen.
    let exact = try guarantor("g", schemes: Self.only, assets: 900_000_000)
    #expect(try solve(need(), guarantors: [exact]).refused == [])
    let poor = try guarantor("g", schemes: Self.only, assets: 899_999_990)
    let single = try first(solve(need(), guarantors: [poor]))
    #expect(single.limit == .single && single.excess == 1)
    #expect(single.citation?.clause == "第十六条")
    let full = try guarantor(
      "g", schemes: Self.only, assets: 1_000_000_000, others: 9_910_000_002)
    #expect(try told(solve(need(), guarantors: [full])) == "leverage 2")
  }

  @Test("related parties are weighed together, and who controls the guarantor gets no bundle")
  func related() throws {
    // 15 % of 10 million are 1.5 million; what is asked for weighs 900,000 yuan.
    func told(_ related: Int64) throws -> GuaranteeBundle.Refusal? {
      try solve(
        need(),
        guarantors: [
          guarantor("g", schemes: Self.only, assets: 1_000_000_000, related: related)
        ]
      ).refused.first?.refusal
    }
    #expect(try told(60_000_000) == nil)
    let group = try #require(try told(60_000_001))
    #expect(group.limit == .group && group.excess == 1 && group.citation?.clause == "第十六条")
    let owner = try first(
      solve(need(), guarantors: [guarantor("g", schemes: Self.only, isController: true)]))
    #expect(owner.limit == .controller && owner.citation?.clause == "第十七条第一款")
  }

  @Test("uses that a scheme leaves out are refused by name, and farmers where it has none")
  func leftOut() throws {
    let shipped = try ArrangementFixture.document("Schemas/arrangement/schemes.yaml")
    let schemes = (shipped["schemes"]?.arrayValue ?? []).map { scheme -> JSON in
      guard case .object(var members) = scheme else { return scheme }
      members["excluded_uses"] = ["refinancing"]
      return .object(members)
    }
    let strict = BundleSolver(
      try SchemeBook(json: ["schemes": .array(schemes)]),
      try GuarantorRules(json: ArrangementFixture.document("Schemas/arrangement/guarantors.yaml")))
    func told(_ need: BundleNeed, under scheme: String) throws -> [GuaranteeBundle.Limit?] {
      let answer = try strict.bundles(
        for: need, banks: [bank("b", schemes: [scheme])], guarantors: [guarantor("g")],
        reGuarantors: [reGuarantor("r")], subsidies: [])
      return (answer.lawful + answer.refused).map(\.refusal?.limit)
    }
    #expect(try told(need(use: "refinancing"), under: "zhengyindan-4321") == [.use])
    for use in ["working_capital", nil] {
      #expect(try told(need(use: use), under: "zhengyindan-4321") == [nil])
    }
    #expect(try told(need(borrower: .farmer), under: "national-sci-tech") == [.size])
    #expect(try told(need(borrower: .farmer), under: "national-2-8") == [nil])
  }

  @Test("the ceiling of the day counts: 1.5 % was lawful in 2019 and is not in 2020")
  func dated() throws {
    let dear = try guarantor("g", fee: 15_000, schemes: Self.only)
    #expect(try solve(need(day: "2019-12-31"), guarantors: [dear]).refused == [])
    #expect(
      try first(solve(need(day: "2020-01-01"), guarantors: [dear])).limit == .feeCeiling)
  }

  @Test("who takes no part in a scheme makes no bundle, and a scheme with re-guarantee needs one")
  func parts() throws {
    let answer = try solver().bundles(
      for: need(), banks: [bank("b", schemes: ["national-2-8"])],
      guarantors: [guarantor("g")], reGuarantors: [reGuarantor("r")], subsidies: [])
    #expect(answer.lawful.map(\.scheme) == ["national-2-8"] && answer.refused == [])
    let none = try solver().bundles(
      for: need(), banks: [bank("b")], guarantors: [guarantor("g")], reGuarantors: [],
      subsidies: [])
    #expect(none.lawful == [] && none.refused == [])
  }

  @Test("more bundles than are looked at are refused as a whole, none is left out silently")
  func bounds() throws {
    let banks = try (0..<101).map { try bank("b\($0)", schemes: Self.only) }
    let guarantors = try (0..<100).map { try guarantor("g\($0)", schemes: Self.only) }
    #expect(throws: BundleSolver.TooMany(count: 10_100)) {
      try solve(need(), banks: banks, guarantors: guarantors)
    }
    let most = try solve(need(), banks: Array(banks.dropLast()), guarantors: guarantors)
    #expect(most.lawful.count == BundleSolver.maximumCombinations)
  }

  @Test(
    "a guarantor bears no insurer's share, and an insurer no guarantor's: each where it has one")
  func insurers() throws {
    let schemes: Set<String> = ["zhengyindan-4321", "credit-insurance"]
    let answer = try solver().bundles(
      for: need(), banks: [bank("b", schemes: schemes)],
      guarantors: [
        guarantor("g", schemes: schemes), guarantor("i", schemes: schemes, isInsurer: true),
      ], reGuarantors: [reGuarantor("r")], subsidies: [])
    let pairs = (answer.lawful + answer.refused).map { [$0.scheme, $0.guarantor] }
    #expect(Set(pairs) == [["zhengyindan-4321", "g"], ["credit-insurance", "i"]])
  }
}
