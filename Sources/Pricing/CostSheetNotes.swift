import Catalog
import Domain

/// The method and the assumptions of a cost sheet in words.
enum CostSheetNotes {
  static let method = Label(
    zh: "折年方法：以本表全部现金流的内部收益率（按月 i）折现；名义年化 = 12×i，实际年化 = (1+i)^12−1。"
      + "各项年化 = 该项支出现值 ÷ 实际占用本金现值，各项之和等于合计，与排列次序无关；仅付利息时等于合同利率。",
    en:
      "Method: all payments are discounted at the loan's own internal rate of return (i a month); "
      + "nominal = 12 × i, effective = (1 + i)^12 − 1. The yearly rate of an item is the present "
      + "value of what it takes over the present value of the principal actually owed, so that the "
      + "items sum to the total in whatever order they stand, and interest comes out at the rate "
      + "agreed.")

  static let additive = Label(
    zh: "该产品公布的是加总的综合年化成本率，没有现金流，各项直接相加减。",
    en: "This product publishes one additive yearly rate; there are no cash flows, the parts are "
      + "added and subtracted.")

  static let calculation = Label(
    zh: "本表按公布条件的上限测算，仅供比较，不是贷款承诺；以合同为准。",
    en: "Calculated from published terms at their upper ends, for comparison; it is no offer, and "
      + "the contract decides.")

  static let rounding = Label(
    zh: "每笔金额四舍六入五成双至分，最后一期本金取余额；年化成本率按未取整的现金流计算，与金额大小无关。",
    en:
      "Each payment is rounded half to even to the fen, the last principal takes the rest; yearly "
      + "rates come from the unrounded payments.")

  static func bridge(_ bridge: Bridge, days: Int) -> Label {
    let count = bridge.dayCount.rawValue
    return Label(
      zh: "过桥资金按实际使用 \(days) 天计息：金额×年利率÷\(count)×天数，到期一次还本付息。",
      en: "Bridge money for \(days) days: amount × yearly rate ÷ \(count) × days, repaid with the "
        + "principal in one sum.")
  }

  static let monthly = Label(
    zh: "利息按月计算，每月为年利率的十二分之一。",
    en: "Interest is counted by months, each a twelfth of the yearly rate.")

  static let revolving = Label(
    zh: "循环额度按全额、全期使用测算；少用天数的测算另列（按日计息，日利率 = 年利率 ÷ 360）。",
    en: "Revolving credit is taken as drawn in full for the whole term; fewer days are shown apart "
      + "(by days, yearly rate ÷ 360).")

  static let deposit = Label(
    zh: "保证金在期初缴存、期末连同利息退还，占用的资金计入成本。",
    en: "A deposit is left at the start and comes back with its interest at the end; the money it "
      + "keeps from use counts as cost.")

  static let certain = Label(
    zh: "只有确定的补贴计入补贴后成本；不确定的（条件未知、名额或预算未定）单列，不参与排序。",
    en:
      "Only certain subsidies lower the cost after subsidies; uncertain ones (conditions unknown, "
      + "budget open) are shown apart and do not rank.")

  static func parameter(_ use: CostOutcome.ParameterUse) -> Label {
    let name = use.id == Pricer.oneYearLPR ? "1" : "5"
    guard let value = use.value else {
      return Label(
        zh: "所参照的\(name)年期LPR当日没有公布值。",
        en: "There is no published \(name)-year LPR for that day.")
    }
    let rate = PartsPerMillion(value).percentText
    let from = use.from?.text ?? ""
    let carried = use.carriedPastEnd
    return Label(
      zh: "参照\(name)年期LPR \(rate)（\(from)起）" + (carried ? "，此后未更新，沿用该值。" : "。"),
      en: "By the \(name)-year LPR of \(rate) (from \(from))"
        + (carried ? "; not continued since, the last value carries." : "."))
  }
}
