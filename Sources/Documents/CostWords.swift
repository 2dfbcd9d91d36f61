import Catalog
import Domain
import Pricing

/// Codes of a cost sheet in words.
enum CostWords {
  static let unpublished = Label(zh: "未公布", en: "not published")

  private static let kinds: [String: Label] = [
    "interest": Label(zh: "利息", en: "interest"),
    "deposit": Label(zh: "保证金占用", en: "deposit kept"),
    "fees": Label(zh: "非利息费用", en: "non-interest fees"),
    "guarantee_fee": Label(zh: "担保费", en: "guarantee fee"),
    "appraisal_fee": Label(zh: "评估费", en: "appraisal fee"),
    "assessment_fee": Label(zh: "评估费", en: "appraisal fee"),
    "notary_fee": Label(zh: "公证费", en: "notary fee"),
    "registration_fee": Label(zh: "抵押登记费", en: "mortgage registration fee"),
    "mortgage_fee": Label(zh: "抵押费", en: "mortgage fee"),
    "intermediary_fee": Label(zh: "中介服务费", en: "intermediary fee"),
    "service_fee": Label(zh: "服务费", en: "service fee"),
    "handling_fee": Label(zh: "手续费", en: "handling fee"),
    "management_fee": Label(zh: "管理费", en: "management fee"),
    "factoring_fee": Label(zh: "保理费", en: "factoring fee"),
    "insurance": Label(zh: "保险费", en: "insurance premium"),
    "insurance_premium": Label(zh: "保险费", en: "insurance premium"),
  ]

  private static let payees: [String: Label] = [
    "lender": Label(zh: "贷款机构", en: "lender"),
    "bank": Label(zh: "银行", en: "bank"),
    "guarantor": Label(zh: "担保机构", en: "guarantor"),
    "appraiser": Label(zh: "评估机构", en: "appraiser"),
    "notary": Label(zh: "公证机构", en: "notary"),
    "registry": Label(zh: "登记机构", en: "registry"),
    "insurer": Label(zh: "保险公司", en: "insurer"),
    "lessor": Label(zh: "租赁公司", en: "lessor"),
    "factor": Label(zh: "保理公司", en: "factor"),
    "intermediary": Label(zh: "中介机构", en: "intermediary"),
    "warehouse": Label(zh: "仓储监管方", en: "warehouse keeper"),
    "other": Label(zh: "其他", en: "other"),
  ]

  /// The kind of an item; an unknown code stands for itself.
  static func kind(_ code: String) -> Label { kinds[code] ?? Label(zh: code, en: code) }

  static func payee(_ code: String) -> Label { payees[code] ?? Label(zh: code, en: code) }

  static func mode(_ mode: CostSheet.Mode) -> Label {
    switch mode {
    case .onBalance: Label(zh: "按欠款余额，年利率", en: "on what is owed, a year")
    case .shareOfLoan: Label(zh: "按融资金额一次计收", en: "of the loan, once")
    case .shareOfLoanYearly: Label(zh: "按融资金额，每年", en: "of the loan, a year")
    case .deposit: Label(zh: "按融资金额缴存", en: "of the loan, deposited")
    case .additive: Label(zh: "公布的年化率", en: "published yearly rate")
    }
  }

  static func cycle(_ cycle: CostSheet.Cycle) -> Label {
    switch cycle {
    case .onceAtStart: Label(zh: "期初一次", en: "once at the start")
    case .onceAtEnd: Label(zh: "期末一次", en: "once at the end")
    case .monthly: Label(zh: "每月", en: "monthly")
    case .yearlyAtStart: Label(zh: "每年年初", en: "at the start of each year")
    case .wholeTerm: Label(zh: "全期", en: "the whole term")
    }
  }

  static func repayment(_ repayment: Repayment) -> Label {
    switch repayment {
    case .interestMonthlyBullet:
      Label(zh: "按月付息、到期还本", en: "interest monthly, principal at the end")
    case .equalInstalment: Label(zh: "等额本息", en: "equal instalments")
    case .equalPrincipal: Label(zh: "等额本金", en: "equal principal")
    case .revolving: Label(zh: "循环额度、随借随还（按全额使用测算）", en: "revolving, taken as fully drawn")
    }
  }

  /// What a subsidy pays, with its cap.
  static func rule(_ subsidy: CostSheet.SubsidyItem) -> Label {
    let share = PartsPerMillion(subsidy.ppm).percentText
    let rule =
      switch subsidy.kind {
      case .interestShare: Label(zh: "利息的\(share)", en: "\(share) of the interest")
      case .interestPoints: Label(zh: "年利率中的\(share)", en: "\(share) a year off the rate")
      case .feeShare: Label(zh: "费用的\(share)", en: "\(share) of the fees")
      case .amountShare: Label(zh: "融资金额的\(share)", en: "\(share) of the amount")
      case nil: Label(zh: "年化\(share)", en: "\(share) a year")
      }
    guard let cap = subsidy.capFen else { return rule }
    return Label(
      zh: "\(rule.zh)，最高\(cap == 0 ? "0元" : Fen.chineseText(cap))",
      en: "\(rule.en), at most CNY \(Fen.yuanText(cap))")
  }

  static func certainty(_ status: CostOutcome.SubsidyUse.Status) -> Label {
    status == .netted
      ? Label(zh: "确定，已扣除", en: "certain, taken off")
      : Label(zh: "不确定，未扣除", en: "uncertain, not taken off")
  }

  /// A fee above a ceiling, or within an unverified one.
  static func flag(_ ceiling: CostSheet.Ceiling) -> Label {
    let limit = PartsPerMillion(ceiling.ceilingPPM).percentText
    let charged = PartsPerMillion(ceiling.chargedPPM).percentText
    return Label(
      zh: "年化\(charged)，高于上限\(limit)", en: "\(charged) a year, above the ceiling of \(limit)")
  }

  /// Document, clause and first day of a source.
  static func citation(_ citation: Citation) -> String {
    var text = "《\(citation.document)》"
    if let clause = citation.clause { text += " \(clause)" }
    if let from = citation.from { text += "（\(from.text)起）" }
    if let url = citation.url { text += " \(url)" }
    return text
  }
}
