import Catalog
import Domain
import Pricing

/// Puts decisions into words.
public struct Explainer {
  let product: Product?
  let registry: FactRegistry
  let text: ValueText

  init(_ decision: Decision, catalog: Catalog, regions: RegionTable?) {
    product = catalog[decision.productCode]
    registry = catalog.registry
    text = ValueText(catalog, regions: regions)
  }

  /// - Parameters:
  ///   - catalog: the one the decision was made with.
  ///   - regions: names of divisions; without it they read as codes.
  public static func explain(
    _ decision: Decision, catalog: Catalog, regions: RegionTable? = nil
  ) -> Explanation {
    Explainer(decision, catalog: catalog, regions: regions).explain(decision)
  }

  private func explain(_ decision: Decision) -> Explanation {
    let limit = decision.limit.state
    let rules = decision.rules.map { rule($0, limit) }
    let weighing: RuleResult = decision.verdict == .ineligible ? .fail : .unknown
    let reasons = zip(decision.rules, rules).filter { $0.0.result == weighing }
      .prefix(Explanation.maximumReasons)
      .map { Explanation.Reason(ruleID: $0.id, code: $0.reason, text: $1.text) }
    return Explanation(
      summary: summary(decision), reasons: Array(reasons), rules: rules)
  }

  // MARK: Rules

  private func rule(
    _ outcome: RuleOutcome, _ limit: LimitOutcome.State
  ) -> Explanation.Rule {
    let children = outcome.children.map { rule($0, limit) }
    let subject: Label
    var value: Label?
    var requirement: Label
    if !outcome.children.isEmpty {
      let isAny = outcome.op == "any_of"
      subject = Label(zh: isAny ? "以下任一" : "以下全部", en: isAny ? "any of these" : "all of these")
      requirement = Label(
        zh: children.map { "[\($0.text.zh)]" }.joined(separator: isAny ? "或" : "且"),
        en: children.map { "[\($0.text.en)]" }.joined(separator: isAny ? " or " : " and "))
    } else {
      let definition = outcome.fact.flatMap { registry[$0] }
      subject = self.subject(outcome, definition, limit)
      value = text.state(
        outcome.state, definition ?? (outcome.fact == nil ? amountDefinition : nil))
      requirement = self.requirement(outcome, definition)
    }
    return Explanation.Rule(
      id: outcome.id, result: outcome.result,
      text: Self.sentence(outcome.result, subject, value, requirement), value: value,
      threshold: outcome.children.isEmpty ? requirement : nil,
      citation: ValueText.citation(outcome.citation), children: children)
  }

  /// Amounts the engine computes are worded like the amount asked for.
  var amountDefinition: FactDefinition? { registry[NeedFact.amount] }

  private func subject(
    _ outcome: RuleOutcome, _ definition: FactDefinition?, _ limit: LimitOutcome.State
  ) -> Label {
    switch (outcome.fact, outcome.id) {
    case (nil, EngineRule.coverage):
      // What is known is only a bound while some of it is not.
      limit == .known
        ? Label(zh: "可融资额度", en: "the limit")
        : Label(zh: "可融资额度上限", en: "the most the limit can be")
    case (nil, EngineRule.amountMin):
      Label(zh: "可融资额度与申请金额的较小者", en: "the lesser of the limit and the amount asked for")
    case (let path?, _): definition?.label ?? Label(zh: path, en: path)
    case (nil, let id): Label(zh: id, en: id)
    }
  }

  private func requirement(_ outcome: RuleOutcome, _ definition: FactDefinition?) -> Label {
    guard outcome.fact == nil else { return text.requirement(outcome, definition) }
    guard let amount = outcome.threshold.intValue else { return ValueText.unknown }
    let text = ValueText.atLeast(ValueText.number(amount, .fen))
    guard outcome.id == EngineRule.coverage, let product else { return text }
    let share = PartsPerMillion(product.minCoveragePPM).percentText
    return Label(
      zh: "\(text.zh)（申请金额的\(share)）", en: "\(text.en) (\(share) of the amount asked for)")
  }

  private static func sentence(
    _ result: RuleResult, _ subject: Label, _ value: Label?, _ requirement: Label
  ) -> Label {
    let outcome =
      switch result {
      case .pass: Label(zh: "符合", en: "met")
      case .fail: Label(zh: "不符合", en: "not met")
      case .unknown: Label(zh: "待补充", en: "open")
      }
    guard let value else {
      return Label(
        zh: "\(outcome.zh)：\(subject.zh)\(requirement.zh)",
        en: "\(outcome.en): \(subject.en): \(requirement.en)")
    }
    return Label(
      zh: "\(outcome.zh)：\(subject.zh)为\(value.zh)，要求\(requirement.zh)",
      en: "\(outcome.en): \(subject.en) is \(value.en); required: \(requirement.en)")
  }

  // MARK: Summary

  private func summary(_ decision: Decision) -> Label {
    let name = product?.name ?? Label(zh: decision.productCode, en: decision.productCode)
    switch decision.verdict {
    case .eligible:
      let limit = limitText(decision)
      let cost = costText(decision)
      return Label(
        zh: "符合“\(name.zh)”公布的全部条件。\(limit.zh)；\(cost.zh)。是否提供融资由机构决定。",
        en: "All published criteria of \(name.en) are met. \(limit.en); \(cost.en). "
          + "Whether to lend is for the institution to decide.")
    case .ineligible:
      let count = decision.rules.count { $0.result == .fail }
      let near = decision.nearMissRule != nil
      return Label(
        zh: "与“\(name.zh)”的\(count)项条件不符" + (near ? "，其余条件均符合。" : "。"),
        en: "\(count) \(count == 1 ? "criterion" : "criteria") of \(name.en) "
          + "\(count == 1 ? "is" : "are") not met" + (near ? "; all others are." : "."))
    case .needsInfo:
      let asked = decision.missingFacts.map {
        registry[$0]?.label ?? Label(zh: $0, en: $0)
      }
      let list = ValueText.list(asked)
      return Label(
        zh: "尚不能判断是否符合“\(name.zh)”的条件，还需补充：\(list.zh)。",
        en: "Whether the criteria of \(name.en) are met is still open. Needed: \(list.en).")
    }
  }

  private func limitText(_ decision: Decision) -> Label {
    guard let fen = decision.limit.fen else {
      return Label(zh: "额度未公布，请咨询机构", en: "The limit is not published: ask the institution")
    }
    let text = ValueText.number(fen, .fen)
    return Label(zh: "测算额度\(text.zh)", en: "Estimated limit \(text.en)")
  }

  private func costText(_ decision: Decision) -> Label {
    guard let ppm = decision.cost?.effectivePPM else {
      return Label(zh: "价格未公布，请咨询机构", en: "the price is not published: ask the institution")
    }
    let text = PartsPerMillion(ppm).percentText
    return Label(
      zh: "年化综合成本上限\(text)", en: "yearly all-in cost at most \(text)")
  }
}
