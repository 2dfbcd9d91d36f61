import Catalog
import Domain

/// What mends a failing rule, as far as the registry tells.
enum Remedy {
  /// The actionable base fact behind it that is mended soonest.
  case change(FactDefinition)
  /// Time alone.
  case waiting
  case nothing

  var isActionable: Bool {
    switch self {
    case .change: true
    case .waiting, .nothing: false
    }
  }

  /// Where a reason stands among the others: what nobody can change first, then what takes longest.
  var weight: Int {
    switch self {
    case .nothing, .waiting: .min
    case .change(let definition): definition.days.map { -Int(clamping: $0) } ?? .min + 1
    }
  }
}

extension Explainer {
  func remedy(_ rule: RuleOutcome, _ limit: LimitOutcome) -> Remedy {
    var facts = Self.facts(rule)
    if rule.children.isEmpty, rule.fact == nil {
      facts = lowTerms(rule, limit)
      if Self.dependsOnAsked(rule, limit) { facts.insert(NeedFact.amount) }
    }
    let soonest = facts.reduce(into: Set<String>()) { $0.formUnion(registry.baseFacts(of: $1)) }
      .sorted().compactMap { registry[$0] }.filter(\.isActionable)
      .min { ($0.days ?? .max) < ($1.days ?? .max) }
    if let soonest { return .change(soonest) }
    return ripens(rule) ? .waiting : .nothing
  }

  private static func facts(_ rule: RuleOutcome) -> Set<String> {
    if let fact = rule.fact { return [fact] }
    return rule.children.reduce(into: []) { $0.formUnion(facts($1)) }
  }

  /// Facts of the limit terms that lie below what is asked for.
  private func lowTerms(_ rule: RuleOutcome, _ limit: LimitOutcome) -> Set<String> {
    let terms = product?.limit ?? []
    let threshold = rule.threshold.intValue ?? .max
    // The product's cap may stand before its terms.
    return zip(terms, limit.terms.suffix(terms.count)).reduce(into: []) { facts, pair in
      if let fen = pair.1.fen, fen < threshold { facts.formUnion(pair.0.facts) }
    }
  }

  /// Whether asking for another amount helps: for less, unless there is no limit at all; for more,
  /// unless the limit itself is too low.
  private static func dependsOnAsked(_ rule: RuleOutcome, _ limit: LimitOutcome) -> Bool {
    guard case .known(.integer(let value)) = rule.state else { return false }
    guard rule.id == EngineRule.amountMin else { return value > 0 }
    return limit.terms.allSatisfy { ($0.fen ?? .max) > value }
  }

  /// Whether it waits for a period to grow.
  private func ripens(_ rule: RuleOutcome) -> Bool {
    guard rule.margin.map({ $0 < 0 }) ?? false, let fact = rule.fact,
      rule.op == Operator.atLeast.rawValue || rule.op == Operator.above.rawValue
    else { return false }
    switch registry[fact]?.derivation {
    case .monthsSince, .fullFiscalYearsSince: return true
    default: return false
    }
  }

  func remedyText(_ remedy: Remedy, of rule: RuleOutcome) -> Label? {
    switch remedy {
    case .nothing: return nil
    case .waiting: return Label(zh: "时间到了会自动满足", en: "time alone mends it")
    case .change(let definition) where definition.days == 0:
      return Label(
        zh: "可自行调整\(definition.label.quoted)",
        en: "the enterprise can choose another \(definition.label.en)")
    case .change(let definition):
      let isSame = definition.path == rule.fact
      let department = definition.department.flatMap { registry.departments[$0] }
      let days = definition.days.map { ValueText.counted($0, "天", "day") }
      let zh = [department?.zh, days.map { "一般约需\($0.zh)" }].compactMap(\.self)
      let en = [department?.en, days.map { "usually about \($0.en)" }].compactMap(\.self)
      return Label(
        zh: (isSame ? "可以解决" : "可通过改变\(definition.label.quoted)解决")
          + (zh.isEmpty ? "" : "（\(zh.joined(separator: "，"))）"),
        en: (isSame ? "can be mended" : "can be mended through \(definition.label.en)")
          + (en.isEmpty ? "" : " (\(en.joined(separator: ", ")))"))
    }
  }
}
