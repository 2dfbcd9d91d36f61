import Catalog
import Domain
import Testing

/// A small catalog as inline files, and ways to break it.
enum CatalogFixture {
  static let facts = """
    version: 1
    departments:
      tax_bureau: {zh: 税务局, en: tax bureau}
    facts:
      - {path: need.amount_fen, type: integer, unit: fen, min: 1, label: {zh: 金额, en: amount}}
      - {path: need.tenor_months, type: integer, unit: months, min: 1, max: 600, label: {zh: 期限, en: tenor}}
      - {path: enterprise.region, type: region, label: {zh: 地区, en: region}}
      - {path: enterprise.industry, type: industry, label: {zh: 行业, en: industry}}
      - {path: enterprise.registered_on, type: date, label: {zh: 成立日期, en: registered on}}
      - {path: enterprise.titles, type: set, values: [high_tech, little_giant], label: {zh: 资质, en: titles}}
      - {path: enterprise.tags, type: set, label: {zh: 标签, en: tags}}
      - {path: enterprise.alias, type: text, label: {zh: 简称, en: alias}}
      - path: tax.credit_grade
        type: enum
        values: [A, B, M, C, D]
        value_labels: {A: {zh: A级, en: grade A}}
        label: {zh: 纳税信用等级, en: tax credit grade}
        question: {zh: 最近一次评价结果？, en: the latest result?}
        department: tax_bureau
        actionable: true
        days: 365
        sensitivity: authorised
      - {path: tax.paid_last_year_fen, type: integer, unit: fen, label: {zh: 去年, en: last year}}
      - {path: tax.paid_prior_year_fen, type: integer, unit: fen, label: {zh: 前年, en: prior year}}
      - {path: finance.profit_fen, type: integer, unit: fen, min: -10000000000000, label: {zh: 利润, en: profit}}
      - {path: collateral.appraised_fen, type: integer, unit: fen, may_be_none: true, label: {zh: 抵押物, en: collateral}}
      - {path: credit.has_overdue, type: boolean, label: {zh: 逾期, en: overdue}}
    derived:
      - {path: tax.mean_2y_fen, type: integer, unit: fen, label: {zh: 年均, en: mean}, derive: {mean: [tax.paid_last_year_fen, tax.paid_prior_year_fen]}}
      - {path: tax.growth_ppm, type: integer, unit: ppm, label: {zh: 增长, en: growth}, derive: {growth: {of: tax.paid_last_year_fen, before: tax.paid_prior_year_fen}}}
    """

  static let institutions = """
    - {code: bank-one, kind: bank, name: {zh: 一号银行, en: Bank One}, region: 340100}
    """

  static let families = """
    - {code: tax_credit, name: {zh: 税贷, en: tax loans}, order: 1}
    """

  static let product = """
    code: tax-loan
    name: {zh: 税贷, en: Tax Loan}
    institution: bank-one
    family: tax_credit
    effective: {from: 2020-01-01}
    source: {url: example.test/tax-loan, tag: S, observed_on: 2026-11-20}
    amount: {min_fen: 1000000, max_fen: 1000000000}
    tenor: {max_months: 12}
    criteria:
      - id: grade
        fact: tax.credit_grade
        op: in
        value: [A, B]
        reason: tax_grade_low
        citation: {document: 办法, clause: 第四条, from: 2015-12-03, tag: S}
      - id: region_or_title
        any_of:
          - {id: region, fact: enterprise.region, op: within_region, value: 340100}
          - id: titled
            all_of:
              - {id: title, fact: enterprise.titles, op: in, value: [high_tech]}
              - {id: paid, fact: tax.mean_2y_fen, op: gte, value: 30000000}
        citation: {document: 办法, tag: S}
    limit:
      - {kind: multiple_by_grade, fact: tax.mean_2y_fen, grade: tax.credit_grade, milli: {A: 5000, B: null}, citation: {document: 办法, tag: S}}
    pricing:
      form: annualised
      rate: {min: {ppm: 32500}, max: {lpr: {multiple_milli: 1300}}}
      repayment: revolving
      citation: {document: 价目, tag: B}
    """

  static func files(
    facts: String = facts, products: [String: String] = ["tax-loan": product],
    institutions: String = institutions
  ) -> [SourceFile] {
    [
      SourceFile(name: "facts.yaml", text: facts),
      SourceFile(name: "institutions.yaml", text: institutions),
      SourceFile(name: "families.yaml", text: families),
    ] + products.map { SourceFile(name: "products/\($0.key).yaml", text: $0.value) }
  }

  static func catalog() throws -> Catalog { try Catalog.read(files: files()) }

  /// What a reading of these files complains about; empty when it does not.
  static func faults(_ files: [SourceFile]) -> [CatalogFault] {
    do throws(CatalogFaults) {
      _ = try Catalog.read(files: files)
      return []
    } catch {
      return error.list
    }
  }

  /// Faults of the product after one replacement in its text.
  static func faults(replacing old: String, with new: String) -> [CatalogFault] {
    faults(files(products: ["tax-loan": replaced(product, old, new)]))
  }

  /// Faults of the registry after one replacement in its text.
  static func factFaults(replacing old: String, with new: String) -> [CatalogFault] {
    faults(files(facts: replaced(facts, old, new)))
  }

  /// `text` with the only occurrence of `old` replaced; otherwise the test would test nothing.
  static func replaced(_ text: String, _ old: String, _ new: String) -> String {
    let parts = text.split(separator: old, omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      Issue.record("must stand in the text once: \(old)")
      return text
    }
    return parts[0] + new + parts[1]
  }
}
