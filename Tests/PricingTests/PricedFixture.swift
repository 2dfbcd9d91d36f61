import Catalog
import Domain
import Policy
import Pricing
import Testing

/// Products, policy packs and facts for prices that hang on conditions and policies.
enum PricedFixture {
  static let facts = """
    version: 1
    departments:
      enterprise: {zh: 企业, en: the enterprise}
    facts:
      - {path: need.amount_fen, type: integer, unit: fen, min: 1, label: {zh: 金额, en: amount}}
      - {path: need.tenor_months, type: integer, unit: months, min: 1, max: 600, label: {zh: 期限, en: tenor}}
      - {path: enterprise.region, type: region, label: {zh: 注册地, en: region}}
      - {path: enterprise.industry, type: industry, label: {zh: 行业, en: industry}}
      - {path: enterprise.listed, type: boolean, label: {zh: 入库, en: listed}}
      - {path: tax.credit_grade, type: enum, values: [A, B], label: {zh: 等级, en: grade}}
      - {path: subsidy.lease_fen, type: integer, unit: fen, may_be_none: true, label: {zh: 已获补贴, en: had so far}}
    """

  static let institutions = """
    - {code: bank, kind: bank, name: {zh: 银行, en: bank}}
    """

  static let families = """
    - {code: lease, order: 1, name: {zh: 租赁, en: lease}}
    - {code: loan, order: 2, name: {zh: 贷款, en: loan}}
    """

  /// A product `p` of a family with this `pricing`, as a block of YAML.
  static func product(_ pricing: String, family: String = "loan") -> SourceFile {
    let block = pricing.split(separator: "\n", omittingEmptySubsequences: false)
      .map { "  " + $0 }.joined(separator: "\n")
    return SourceFile(
      name: "products/the-product.yaml",
      text: """
        code: the-product
        name: {zh: 某产品, en: the product}
        institution: bank
        family: \(family)
        effective: {from: 2020-01-01}
        source: {url: test, tag: S, observed_on: 2025-01-01}
        pricing:
        \(block)
        """)
  }

  /// The catalog with one product.
  static func catalog(_ pricing: String, family: String = "loan") throws -> Catalog {
    try Catalog.read(files: [
      SourceFile(name: "facts.yaml", text: facts),
      SourceFile(name: "institutions.yaml", text: institutions),
      SourceFile(name: "families.yaml", text: families),
      product(pricing, family: family),
    ])
  }

  /// Two parameters and the subsidies of the country, and those of Anhui and Hefei.
  static func policies(
    national: String = "", anhui: String = "", hefei: String = "", ceiling: Int64? = nil
  ) throws -> PolicySet {
    func pack(_ code: String, _ jurisdiction: String, above: String?, _ subsidies: String)
      -> SourceFile
    {
      let list = subsidies.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
      let overrides = above.map { "overrides: \($0)\n" } ?? ""
      let parameters =
        code == "cn"
        ? """
          - {id: lpr_1y, unit: ppm, label: {zh: LPR, en: LPR}, citation: {document: d, tag: K}, series: [{from: 2024-10-20, value: 31000}, {from: 2025-05-20, value: 30000}]}
          - {id: lpr_5y, unit: ppm, label: {zh: LPR, en: LPR}, citation: {document: d, tag: K}, series: [{from: 2024-10-20, value: 36000}, {from: 2025-05-20, value: 35000}]}
        """
          + (ceiling.map {
            "\n  - {id: guarantee_fee_ceiling, unit: ppm, label: {zh: 担保费率上限, en: ceiling}, "
              + "citation: {document: 办法, tag: S}, series: [{from: 2019-01-01, value: \($0)}]}"
          } ?? "") : "  []"
      return SourceFile(
        name: "\(code).yaml",
        text: """
          code: \(code)
          \(overrides)jurisdiction: {code: \(jurisdiction), name: {zh: 某地, en: place}}
          parameters:
          \(parameters)
          subsidies:
          \(list.isEmpty ? "  []" : list)
          """)
    }
    return try PolicySet.read(files: [
      pack("cn", "CN", above: nil, national), pack("cn-34", "\"340000\"", above: "cn", anhui),
      pack("cn-3401", "\"340100\"", above: "cn-34", hefei),
    ])
  }

  /// One subsidy as a line of a pack.
  static func subsidy(
    _ id: String = "help", _ kind: String = "interest_share", ppm: Int64 = 500_000,
    _ more: String = "", certain: Bool = true, paid: String = "at_end"
  ) -> String {
    "- {id: \(id), label: {zh: 补贴, en: subsidy}, kind: \(kind), ppm: \(ppm), certain: \(certain), "
      + "paid: \(paid), effective: {from: 2020-01-01}, citation: {document: 办法, tag: S}"
      + (more.isEmpty ? "" : ", " + more) + "}\n"
  }

  /// A loan of 4 % a year.
  static let plain = """
    form: annualised
    rate: {min: {ppm: 40000}, max: {ppm: 40000}}
    repayment: interest_monthly_bullet
    citation: {document: 公开信息, tag: S}
    """

  /// The price of the product on 2025-06-01.
  static func price(
    _ pricing: String = plain, family: String = "loan", policies: PolicySet,
    on day: String = "2025-06-01"
  ) throws -> ProductPrice {
    let catalog = try catalog(pricing, family: family)
    let product = try #require(catalog.products.first)
    let pricer = Pricer(policies: policies, registry: catalog.registry)
    return try #require(pricer.price(product, on: try PricingFixture.day(day)))
  }

  static func request(
    yuan: Int64 = 1_000_000, months: Int64 = 12, on day: String = "2025-06-01"
  ) throws -> Pricer.Request {
    Pricer.Request(
      amountFen: yuan * 100, tenorMonths: months, day: try PricingFixture.day(day))
  }

  static func lookup(_ facts: [String: FactState]) -> (String) -> FactState {
    { facts[$0] ?? .unknown }
  }

  static func region(_ code: String) -> [String: FactState] {
    ["enterprise.region": .known(.text(code))]
  }
}
