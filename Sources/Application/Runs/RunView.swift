import Catalog
import Decision
import Domain
import Store

/// How a match run looks: its pins, its counts and its best products. Single decisions are
/// recomputed when they are asked for.
enum RunView {
  static func json(_ run: RunRecord, result: MatchResult, in loaded: LoadedCatalog) -> JSON {
    [
      "id": .string(run.id.text), "need_id": .string(run.need.text),
      "need_version": .int(Int64(run.needVersion)),
      "enterprise_id": .string(run.enterprise.text), "clock": .string(run.clock.text),
      "pins": pins(run),
      "counts": [
        "considered": .int(Int64(run.considered)), "eligible": .int(Int64(run.eligible)),
        "ineligible": .int(Int64(run.ineligible)), "needs_info": .int(Int64(run.needsInfo)),
      ],
      "top": .array(
        result.top.map { ranked in
          let product = loaded.summaries[ranked.product]
          return [
            "product": product.code, "product_id": product.id, "product_version": product.version,
            "name": product.name, "institution": product.institution, "family": product.family,
            "limit": MoneyView.json(ranked.limitFen),
            "cost": ranked.costPPM.map { ["effective_ppm": .int($0)] } ?? .null,
            "coverage_ppm": .optional(ranked.coveragePPM),
          ]
        }),
      "near_misses": .array(
        result.nearMisses.map { miss in
          let product = loaded.summaries[miss.product]
          return [
            "product": product.code, "product_id": product.id, "product_version": product.version,
            "name": product.name, "institution": product.institution, "family": product.family,
            "rule": .string(miss.ruleID),
            "cost": miss.costPPM.map { ["effective_ppm": .int($0)] } ?? .null,
          ]
        }),
      "warnings": .array(
        result.warnings.map { ["code": .string($0.code), "subject": .string($0.subject)] }),
      "created_at": .optional(run.createdAt?.text),
    ]
  }

  /// All a decision depends on.
  static func pins(_ run: RunRecord) -> JSON {
    [
      "need_version": .int(Int64(run.needVersion)),
      "facts_version": .int(Int64(run.factsVersion)),
      "facts_digest": .string(run.factsDigest.text),
      "catalog_version": .int(Int64(run.catalogVersion)),
      "policy_version": .int(Int64(run.policyVersion)),
      "engine_version": .int(Int64(run.engineVersion)), "clock": .string(run.clock.text),
    ]
  }

  /// What identifies a product.
  static func product(_ product: Product, in loaded: LoadedCatalog) -> [String: JSON] {
    loaded.catalog.index(of: product.code).map { loaded.summaries[$0].members } ?? [:]
  }
}
