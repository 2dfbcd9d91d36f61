import Catalog
import Domain

/// Builds the outcome of every rule of one product for one input.
struct Tracer {
  let product: CompiledProduct
  let view: FactView
  let limit: LimitState

  var rules: [RuleOutcome] {
    var rules = zip(product.product.criteria, product.criteria).map { outcome($0, $1) }
    if let test = product.tenorTest, let compiled = product.tenor {
      let citation = product.product.tenor.citation ?? product.product.sourceCitation
      rules.append(
        outcome(
          EngineRule.tenor, test, compiled, reason: .termOutOfRange, citation: citation))
    }
    let asked = view.state(NeedFact.amount).integer
    if let result = product.amountMinResult(limit, asked: asked),
      let minimum = product.product.amount.minFen
    {
      rules.append(
        amountRule(
          EngineRule.amountMin, result, value: asked.map { limit.usable(asked: $0) },
          threshold: minimum,
          citation: product.product.amount.citation ?? product.product.sourceCitation))
    }
    if let result = product.coverageResult(limit, asked: asked) {
      rules.append(
        amountRule(
          EngineRule.coverage, result, value: limit.least,
          threshold: asked.map { product.needed(asked: $0) }, citation: limitCitation))
    }
    return rules
  }

  /// Of the first limit term, or of the amount range.
  private var limitCitation: Citation {
    product.product.limit?.first?.citation ?? product.product.amount.citation
      ?? product.product.sourceCitation
  }

  private func outcome(_ criterion: Criterion, _ rule: CompiledRule) -> RuleOutcome {
    switch (criterion.body, rule) {
    case (.test(let test), .test(let compiled)):
      return outcome(
        criterion.id, test, compiled, reason: criterion.reason, citation: criterion.citation)
    case (.anyOf(let members), .anyOf(let rules)):
      return group(criterion, "any_of", zip(members, rules).map(outcome), combine: RuleResult.any)
    case (.allOf(let members), .allOf(let rules)):
      return group(criterion, "all_of", zip(members, rules).map(outcome), combine: RuleResult.all)
    case (.test, _), (.anyOf, _), (.allOf, _):
      // A compiled rule has the shape of its criterion (`CompiledRule.init`).
      return group(criterion, "any_of", [], combine: RuleResult.any)
    }
  }

  private func group(
    _ criterion: Criterion, _ op: String, _ children: [RuleOutcome],
    combine: ([RuleResult]) -> RuleResult
  ) -> RuleOutcome {
    let result = combine(children.map(\.result))
    let missing: Set<String> =
      result == .unknown ? children.reduce(into: []) { $0.formUnion($1.missing) } : []
    return RuleOutcome(
      id: criterion.id, result: result, reason: result == .fail ? criterion.reason : nil,
      fact: nil, state: nil, source: nil, asOf: nil, op: op, threshold: .null, margin: nil,
      citation: criterion.citation, children: children, missing: missing.sorted())
  }

  private func outcome(
    _ id: String, _ test: FactTest, _ compiled: CompiledTest, reason: ReasonCode?,
    citation: Citation
  ) -> RuleOutcome {
    let state = view.state(compiled.slot)
    let result = compiled.check.result(state)
    let provenance = state == .unknown ? nil : view.provenance(test.fact)
    return RuleOutcome(
      id: id, result: result, reason: result == .fail ? reason : nil, fact: test.fact,
      state: state, source: provenance?.source, asOf: provenance?.asOf, op: test.op.rawValue,
      threshold: test.operand.json, margin: compiled.check.margin(state), citation: citation,
      children: [], missing: result == .unknown ? view.missing(test.fact).sorted() : [])
  }

  /// An amount the engine computes must reach a threshold.
  private func amountRule(
    _ id: String, _ result: RuleResult, value: Int64?, threshold: Int64?, citation: Citation
  ) -> RuleOutcome {
    // While unknown terms may still lower it, the amount is only a bound, not the value.
    let isDecided = result != .unknown
    let margin: Int64? = if isDecided, let value, let threshold { value - threshold } else { nil }
    return RuleOutcome(
      id: id, result: result, reason: result == .fail ? .amountOutOfRange : nil, fact: nil,
      state: isDecided ? value.map { .known(.integer($0)) } : .unknown,
      source: RuleOutcome.engineSource, asOf: nil, op: Operator.atLeast.rawValue,
      threshold: .optional(threshold), margin: margin, citation: citation, children: [],
      missing: isDecided ? [] : missingOfLimit)
  }

  private var missingOfLimit: [String] {
    var paths: Set<String> = view.missing(NeedFact.amount)
    for term in product.product.limit ?? [] {
      if case .unknown = term.value(input: { view.state($0) }) {
        for fact in term.facts { paths.formUnion(view.missing(fact)) }
      }
    }
    return paths.sorted()
  }
}
