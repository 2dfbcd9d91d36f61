import Catalog
import Domain

extension Explainer {
  /// The reasons that weigh most, at most `Explanation.maximumReasons`; none when the product fits.
  ///
  /// Of an ineligible product: the rules that fail. First those no enterprise can change (they decide
  /// whatever else is done), then the others by how long they typically take to mend, longest first
  /// (no typical days before any number of days), what only has to be chosen last; ties in the order
  /// of the product. Of one that needs facts: the rules that are open, those with fewest facts to
  /// supply first.
  /// - Parameters:
  ///   - catalog: the one the decision was made with.
  ///   - regions: names of divisions; without it they read as codes.
  public static func principalReasons(
    _ decision: Decision, catalog: Catalog, regions: RegionTable? = nil
  ) -> [PrincipalReason] {
    let explainer = Explainer(decision, catalog: catalog, regions: regions)
    let rules: [RuleOutcome] =
      switch decision.verdict {
      case .eligible: []
      case .ineligible:
        stable(decision.rules.filter { $0.result == .fail }) {
          explainer.remedy($0, decision.limit).weight
        }
      case .needsInfo:
        stable(decision.rules.filter { $0.result == .unknown }) { $0.missing.count }
      }
    return rules.prefix(Explanation.maximumReasons).map { explainer.reason($0, decision.limit) }
  }

  private static func stable(
    _ rules: [RuleOutcome], by key: (RuleOutcome) -> Int
  ) -> [RuleOutcome] {
    rules.enumerated().sorted { (key($0.element), $0.offset) < (key($1.element), $1.offset) }
      .map(\.element)
  }

  // MARK: Reasons

  private func reason(_ rule: RuleOutcome, _ limit: LimitOutcome) -> PrincipalReason {
    let words = ReasonText(text: text, registry: registry)
    let definition = rule.fact.flatMap { registry[$0] }
    let supply = rule.missing.map { path in
      PrincipalReason.Supply(
        path: path, label: registry[path]?.label ?? Label(zh: path, en: path),
        question: registry[path]?.question)
    }
    let remedy = remedy(rule, limit)
    let isOpen = rule.result == .unknown
    let isAmount = rule.children.isEmpty && rule.fact == nil
    let label = isAmount ? amountLabel(rule) : definition?.label ?? Self.groupLabel(rule)
    let threshold =
      isAmount
      ? amountThreshold(rule)
      : rule.children.isEmpty ? words.requirement(rule, definition) : words.wish(rule)
    let sentence: Label =
      if isOpen {
        opened(rule, label, threshold, supply)
      } else if isAmount {
        amountSentence(rule, threshold, words)
      } else if rule.children.isEmpty {
        words.failing(rule, definition)
      } else {
        Label(
          zh: "以下条件目前都不满足，至少要满足一项：\(threshold.zh)",
          en: "none of these is met, and one must be: \(threshold.en)")
      }
    return PrincipalReason(
      ruleID: rule.id, result: rule.result, code: rule.reason, fact: rule.fact, label: label,
      value: isOpen || !rule.children.isEmpty
        ? nil : text.state(rule.state, definition ?? amountDefinition),
      threshold: threshold, margin: rule.margin, distance: words.distance(rule, definition),
      citation: ValueText.citation(rule.citation), clause: rule.citation.clause,
      text: sentence.sentence, supply: supply, isRepairable: remedy.isActionable,
      remedy: isOpen ? nil : remedyText(remedy, of: rule))
  }

  private static func groupLabel(_ rule: RuleOutcome) -> Label {
    rule.op == "any_of"
      ? Label(zh: "几项条件中的一项", en: "one of several conditions")
      : Label(zh: "几项条件", en: "several conditions")
  }

  private func opened(
    _ rule: RuleOutcome, _ label: Label, _ threshold: Label, _ supply: [PrincipalReason.Supply]
  ) -> Label {
    let list = ValueText.list(supply.map(\.label))
    if rule.children.isEmpty, supply.map(\.path) == rule.fact.map({ [$0] }) {
      return Label(
        zh: "请补充\(label.quoted)，该产品要求\(threshold.zh)",
        en: "please supply: \(label.en); this product asks for \(threshold.en)")
    }
    return Label(
      zh: "请补充：\(list.zh)，用于判断\(label.quoted)（该产品要求：\(threshold.zh)）",
      en: "please supply: \(list.en), to judge \(label.en) (this product asks for: \(threshold.en))"
    )
  }

  // MARK: Amounts the engine computes

  private func amountLabel(_ rule: RuleOutcome) -> Label {
    rule.id == EngineRule.coverage
      ? Label(zh: "测算额度", en: "the estimated limit")
      : Label(zh: "可用融资金额", en: "the amount that can be financed")
  }

  private func amountThreshold(_ rule: RuleOutcome) -> Label {
    guard let fen = rule.threshold.intValue else {
      return Label(zh: "先说明融资金额", en: "the amount asked first")
    }
    let amount = ValueText.number(fen, .fen)
    guard rule.id == EngineRule.coverage, let product else {
      return Label(zh: "不低于\(amount.zh)", en: "at least \(amount.en)")
    }
    let share = PartsPerMillion(product.minCoveragePPM).percentText
    return Label(
      zh: "不低于\(amount.zh)（申请金额的\(share)）",
      en: "at least \(amount.en) (\(share) of the amount asked)")
  }

  private func amountSentence(
    _ rule: RuleOutcome, _ threshold: Label, _ words: ReasonText
  ) -> Label {
    let value = text.state(rule.state, amountDefinition)
    let off = words.distance(rule, nil)
    let tail = Label(zh: off.map { "，\($0.zh)" } ?? "", en: off.map { ": \($0.en)" } ?? "")
    if rule.id == EngineRule.coverage {
      return Label(
        zh: "按公布的规则测算，额度最多为\(value.zh)，该产品要求\(threshold.zh)\(tail.zh)",
        en: "by the published rules the limit is at most \(value.en); this product asks for "
          + "\(threshold.en)\(tail.en)")
    }
    return Label(
      zh: "可用融资金额（额度与申请金额中较小者）为\(value.zh)，该产品要求\(threshold.zh)\(tail.zh)",
      en: "the amount that can be financed (the lesser of limit and amount asked) is \(value.en); "
        + "this product asks for \(threshold.en)\(tail.en)")
  }
}
