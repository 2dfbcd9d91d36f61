import Catalog
import Domain
import Policy
import Testing

@Suite("The packs that ship")
struct PackTreeTests {
  private let catalog: Catalog
  private let policies: PolicySet

  init() throws {
    catalog = try PackTree.catalog()
    policies = try PackTree.policies(catalog)
  }

  private func value(
    _ id: String, _ day: String, _ region: String? = nil
  ) throws -> ParameterValue? {
    policies.value(
      id, on: try #require(LegalDate(day)), in: region.flatMap { RegionCode($0) })
  }

  @Test("they fit the catalog, and each names the one above it")
  func chain() {
    #expect(
      policies.packs.map { [$0.code, $0.overrides ?? "-"] } == [
        ["cn", "-"], ["cn-34", "cn"], ["cn-3401", "cn-34"], ["cn-340102", "cn-3401"],
        ["cn-61", "cn"],
      ])
    #expect(
      policies.packs(in: RegionCode("340102")).map(\.code) == [
        "cn-340102", "cn-3401", "cn-34", "cn",
      ])
    #expect(
      policies.faults(
        against: catalog.registry, families: Set(catalog.families.map(\.code))
      ).isEmpty)
    for product in catalog.products {
      #expect(policies.faults(of: product).isEmpty, "\(product.code)")
    }
  }

  @Test("every number has a citation, and one that is not verified says why")
  func cited() {
    var count = 0
    for pack in policies.packs {
      for parameter in pack.parameters {
        for value in parameter.values {
          count += 1
          #expect(!value.citation.document.isEmpty)
          let isExplained =
            value.isVerified || value.citation.note != nil || value.citation.tag != .seed
          #expect(isExplained, "\(pack.code) \(parameter.id)")
        }
      }
      for subsidy in pack.subsidies {
        count += 1
        #expect(!subsidy.citation.document.isEmpty)
        #expect(subsidy.criteria.allSatisfy { !$0.citation.document.isEmpty })
      }
    }
    #expect(count > 60)
  }

  @Test("what was entered from knowledge or a secondary page is marked as not verified")
  func marks() throws {
    for pack in policies.packs {
      for parameter in pack.parameters {
        for value in parameter.values
        where !value.citation.tag.isVerifiedByDefault {
          #expect(!value.isVerified, "\(pack.code) \(parameter.id)")
        }
      }
    }
    #expect(try value("lpr_1y", "2025-06-01")?.isVerified == false)
    #expect(
      try value("shuirongtong_grade_a_multiple_milli", "2026-01-01", "340100")?.isVerified == true)
    #expect(try value("zhengyindan_fee_max_ppm", "2019-12-31", "340000")?.isVerified == true)
    #expect(try value("zhengyindan_fee_max_ppm", "2020-01-01", "340000")?.isVerified == false)
  }

  @Test(
    "the numbers are those of their sources",
    arguments: [
      ("lpr_1y", "2025-05-19", nil, 31_000), ("lpr_1y", "2025-05-20", nil, 30_000),
      ("lpr_5y", "2024-07-22", nil, 38_500),
      ("shuirongtong_grade_a_multiple_milli", "2016-01-01", "340104", 5_000),
      ("shuirongtong_firm_max_fen", "2016-01-01", "340104", 1_000_000_000),
      ("zhengyindan_fee_max_ppm", "2018-01-01", "341500", 15_000),
      ("zhengyindan_borrower_max_fen", "2026-01-01", "341500", 2_000_000_000),
      ("tech_loan_pool_direct_ppm", "2026-01-01", "340100", 300_000),
      ("tech_loan_pool_guaranteed_ppm", "2026-01-01", "340100", 200_000),
      ("tech_loan_pool_bonus_ppm", "2026-01-01", "340100", 50_000),
      ("tech_loan_pool_total_max_ppm", "2026-01-01", "340100", 800_000),
      ("srdi_award_fen", "2018-05-30", "340000", 50_000_000),
      ("neeq_listing_award_max_fen", "2020-01-01", "610100", 50_000_000),
    ] as [(String, String, String?, Int64)])
  func numbers(_ id: String, _ day: String, _ region: String?, _ expected: Int64) throws {
    #expect(try value(id, day, region)?.value == expected)
  }

  @Test("4321 splits the whole of a loss")
  func lossShares() throws {
    let shares = try ["guarantor", "province", "bank", "government"].map {
      try #require(try value("zhengyindan_\($0)_loss_share_ppm", "2026-01-01", "340000")).value
    }
    #expect(shares == [400_000, 300_000, 200_000, 100_000])
    #expect(shares.reduce(0, +) == PartsPerMillion.one)
  }

  @Test("nothing leaks between Anhui and Shaanxi")
  func jurisdictions() throws {
    let day = try #require(LegalDate("2026-11-20"))
    let national = try #require(policies["cn"])
    func ids(_ region: String) -> Set<String> {
      Set(policies.packs(in: RegionCode(region)).flatMap { $0.parameters.map(\.id) })
        .subtracting(national.parameters.map(\.id))
    }
    #expect(!ids("610102").isEmpty && !ids("340102").isEmpty)
    #expect(ids("610102").isDisjoint(with: ids("340102")))
    for id in ids("340102") {
      #expect(policies.value(id, on: day, in: RegionCode("610102")) == nil, "\(id)")
      #expect(policies.value(id, on: day) == nil, "\(id)")
    }
    for id in ids("610102") {
      #expect(policies.value(id, on: day, in: RegionCode("340102")) == nil, "\(id)")
    }
    let packs = policies.subsidies(on: day, in: RegionCode("610102")).map(\.pack)
    #expect(Set(packs) == ["cn"])
    #expect(
      Set(policies.subsidies(on: day, in: RegionCode("340102")).map(\.pack))
        == ["cn", "cn-34", "cn-3401"])
  }

  @Test("the lease subsidy is 8 % from 36 months on, at most 5 million a firm, and not certain")
  func lease() throws {
    let day = try #require(LegalDate("2018-05-30"))
    func ids(_ day: LegalDate) -> [String] {
      policies.subsidies(on: day, in: RegionCode("340102")).filter {
        $0.subsidy.covers(family: "lease")
      }.map(\.subsidy.id)
    }
    #expect(ids(day.adding(days: -1)).isEmpty)
    #expect(ids(day) == ["equipment_lease_2018"])
    let subsidy = try #require(policies.subsidies(on: day).first).subsidy
    #expect(subsidy.kind == .amountShare && subsidy.ppm == 80_000)
    #expect(subsidy.minTenorMonths == 36 && subsidy.capFirmFen == 500_000_000)
    #expect(subsidy.used == "subsidy.equipment_lease_fen" && !subsidy.isCertain)
    // Later rules stand beside it, in one group.
    let later = policies.subsidies(on: try #require(LegalDate("2026-06-01"))).filter {
      $0.subsidy.group == "equipment_lease"
    }
    #expect(later.map(\.subsidy.id) == ["equipment_lease_emerging", "equipment_lease_2018"])
    #expect(
      ApplicableSubsidy.withoutStacking(later).map(\.subsidy.id) == ["equipment_lease_emerging"])
  }

  @Test("seed products take their scheme's numbers from the packs")
  func references() throws {
    let day = try #require(LegalDate("2026-11-20"))
    func resolved(_ code: String) throws -> Product {
      let product = try #require(catalog[code])
      #expect(!product.references.isEmpty)
      return try #require(
        product.resolved { policies.value($0, on: day, in: product.jurisdiction)?.value })
    }
    let tax = try resolved("hefei-shuirongtong")
    #expect(tax.amount.maxFen == 1_000_000_000)
    let years = tax.criteria.first { $0.id == "tax_years" }?.body
    #expect(
      years
        == .test(
          FactTest(
            fact: "tax.consecutive_years", op: .atLeast, operand: .value(.integer(2)))))
    #expect(
      tax.limit?.map(\.kind) == [
        .multipleByGrade(
          fact: "tax.mean_2y_fen", grade: "tax.credit_grade", milli: ["A": 5_000, "B": nil]),
        .headroom(capFen: 1_000_000_000, used: "finance.shuirongtong_balance_fen"),
      ])
    #expect(try resolved("hefei-zhengxindai-keji").amount.maxFen == 2_000_000_000)
    #expect(try resolved("hefei-zhengxindai-xiaowei").amount.maxFen == 1_000_000_000)
    #expect(try resolved("anhui-xinxing-zhengyindan").amount.maxFen == 2_000_000_000)
  }

  @Test("a subsidy of a pack stands in no product as well")
  func notTwice() {
    for product in catalog.products where product.family == "policy_credit" {
      guard case .annualised(let terms) = product.pricing else { continue }
      #expect(terms.subsidies.isEmpty, "\(product.code)")
    }
  }
}
