import Catalog
import Domain
import Policy

/// A catalog with one product, and policies with two subsidies and a ceiling.
enum DocumentFixture {
  static let pricing = """
    form: annualised
    rate: {min: {ppm: 34500}, max: {ppm: 34500}}
    repayment: interest_monthly_bullet
    fees:
      - {kind: guarantee_fee, payee: guarantor, timing: upfront, max_ppm: 10000, citation: {document: 担保费表, tag: K}}
    citation: {document: 公开信息, tag: S}
    """

  static func catalog(_ pricing: String, name: String) throws -> Catalog {
    let block = pricing.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
    let quoted =
      "'"
      + name.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "''") + "'"
    return try Catalog.read(files: [
      SourceFile(
        name: "facts.yaml",
        text: """
          version: 1
          departments:
            enterprise: {zh: 企业, en: the enterprise}
          facts:
            - {path: need.amount_fen, type: integer, unit: fen, min: 1, label: {zh: 金额, en: amount}}
            - {path: need.tenor_months, type: integer, unit: months, min: 1, max: 600, label: {zh: 期限, en: tenor}}
            - {path: enterprise.region, type: region, label: {zh: 注册地, en: region}}
            - {path: enterprise.listed, type: boolean, label: {zh: 入库, en: listed}}
          """),
      SourceFile(
        name: "institutions.yaml",
        text: "- {code: bank, kind: bank, name: {zh: 一号银行, en: Bank One}}"),
      SourceFile(
        name: "families.yaml", text: "- {code: loan, order: 2, name: {zh: 贷款, en: loan}}"),
      SourceFile(
        name: "products/the-product.yaml",
        text: """
          code: the-product
          name: {zh: \(quoted), en: \(quoted)}
          institution: bank
          family: loan
          effective: {from: 2020-01-01}
          source: {url: test, tag: S, observed_on: 2025-01-01}
          pricing:
          \(block)
          """),
    ])
  }

  static func policies(ceiling: Int64) throws -> PolicySet {
    try PolicySet.read(files: [
      SourceFile(
        name: "cn.yaml",
        text: """
          code: cn
          jurisdiction: {code: CN, name: {zh: 国家, en: national}}
          parameters:
            - {id: guarantee_fee_ceiling, unit: ppm, label: {zh: 上限, en: ceiling}, citation: {document: 办法, tag: S}, series: [{from: 2019-01-01, value: \(ceiling)}]}
          subsidies:
            - id: half
              label: {zh: 贴息, en: interest subsidy}
              kind: interest_share
              ppm: 500000
              criteria: [{id: listed, fact: enterprise.listed, op: eq, value: true, citation: {document: 办法, tag: S}}]
              certain: true
              paid: at_end
              effective: {from: 2020-01-01}
              citation: {document: 贴息办法, tag: S}
            - id: perhaps
              label: {zh: 担保费补贴, en: fee subsidy}
              kind: fee_share
              ppm: 300000
              certain: false
              paid: at_end
              effective: {from: 2020-01-01}
              citation: {document: 补贴办法, tag: K}
          """)
    ])
  }
}
