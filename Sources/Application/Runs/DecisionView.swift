import Catalog
import Decision
import Domain
import Pricing
import Store

/// How one decision looks: the outcome, limit and cost, what to supply, and why, in Chinese and
/// English; with `withRules` also every rule's outcome, fact, threshold, margin and citation.
enum DecisionView {
  static func json(
    _ decision: Decision, of run: RunRecord, in loaded: LoadedCatalog, review: ReviewRecord?,
    paused: PausedProducts, regions: RegionTable, withRules: Bool
  ) -> JSON {
    let catalog = loaded.catalog
    let explanation = Explainer.explain(decision, catalog: catalog, regions: regions)
    let principal = Explainer.principalReasons(decision, catalog: catalog, regions: regions)
    let product = catalog.products.first { $0.code == decision.productCode }
    var members =
      product.map { RunView.product($0, in: loaded) }
      ?? ["product": .string(decision.productCode)]
    // Beside the verdict, never in it: the run stays what it was.
    members["paused"] = product.map { paused.json($0) } ?? .null
    members["run_id"] = .string(run.id.text)
    members["need_id"] = .string(run.need.text)
    members["outcome"] = .string(decision.verdict.rawValue)
    members["limit"] = MoneyView.json(decision.limit.fen)
    members["cost"] = decision.cost?.json ?? .null
    members["coverage_ppm"] = .optional(decision.coveragePPM)
    members["near_miss_rule"] = .optional(decision.nearMissRule)
    members["missing"] = .array(
      decision.missingFacts.map { missing($0, registry: catalog.registry) })
    members["explanation"] = ProductView.label(explanation.summary)
    members["reasons"] = .array(explanation.reasons.map(\.json))
    members["principal_reasons"] = .array(principal.map(\.json))
    members["review"] = review.map { ReviewView.short($0) } ?? .null
    if withRules {
      members["limit_terms"] = decision.limit.json["terms"] ?? .array([])
      members["rules"] = .array(
        zip(decision.rules, explanation.rules).map { outcome, text in
          guard case .object(var rule) = outcome.json else { return outcome.json }
          rule["text"] = ProductView.label(text.text)
          rule["explanation"] = text.json
          return .object(rule)
        })
      members["pins"] = RunView.pins(run)
    }
    return .object(members)
  }

  /// A fact to supply, with how to ask for it and who has it.
  static func missing(_ path: String, registry: FactRegistry) -> JSON {
    let definition = registry[path]
    let department = definition?.department.flatMap { registry.departments[$0] }
    return [
      "path": .string(path), "label": definition.map { ProductView.label($0.label) } ?? .null,
      "question": definition?.question.map { ProductView.label($0) } ?? .null,
      "department": department.map { ProductView.label($0) } ?? .null,
    ]
  }
}
