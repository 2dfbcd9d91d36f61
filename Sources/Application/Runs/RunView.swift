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
          var members = product(ranked.product, in: loaded)
          members["limit"] = MoneyView.json(ranked.limitFen)
          members["cost"] = ranked.costPPM.map { ["effective_ppm": .int($0)] } ?? .null
          members["coverage_ppm"] = .optional(ranked.coveragePPM)
          return .object(members)
        }),
      "near_misses": .array(
        result.nearMisses.map { miss in
          var members = product(miss.product, in: loaded)
          members["rule"] = .string(miss.ruleID)
          members["cost"] = miss.costPPM.map { ["effective_ppm": .int($0)] } ?? .null
          return .object(members)
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

  /// What identifies the product with this place in the catalog.
  static func product(_ index: Int, in loaded: LoadedCatalog) -> [String: JSON] {
    product(loaded.catalog.products[index], in: loaded)
  }

  static func product(_ product: Product, in loaded: LoadedCatalog) -> [String: JSON] {
    let entry = loaded.entries[product.code]
    return [
      "product": .string(product.code), "product_id": .optional(entry?.id.text),
      "product_version": .optional(entry.map { Int64($0.version) }),
      "name": ProductView.label(product.name),
      "institution": ProductView.institution(product.institution, in: loaded.catalog),
      "family": .string(product.family),
    ]
  }
}
