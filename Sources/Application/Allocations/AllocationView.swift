import Catalog
import Domain
import Market
import Store

/// How periodic runs look.
enum AllocationView {
  /// Offers shown of a dry run, at most.
  static let forecastOffersMaximum = 1_000

  /// - Parameters:
  ///   - counts: the part of the run that is the reader's; nil for all of it.
  ///   - showsPins: also what the run was allocated from, for those who oversee the service.
  static func json(
    _ run: AllocationRecord, _ counts: AllocationCounts? = nil, showsPins: Bool
  ) -> JSON {
    let counts =
      counts ?? AllocationCounts(needs: run.needs, planned: run.planned, made: run.made)
    var members: [String: JSON] = [
      "id": .string(run.id.text), "scheduled_for": .optional(run.scheduledFor?.text),
      "state": .string(run.state.rawValue), "counts": json(counts),
      "created_at": .string(run.createdAt.text), "finished_at": .optional(run.finishedAt?.text),
    ]
    if showsPins { members["pins"] = pins(run) }
    return .object(members)
  }

  private static func json(_ counts: AllocationCounts) -> JSON {
    [
      "needs": .int(Int64(counts.needs)), "planned": .int(Int64(counts.planned)),
      "made": .int(Int64(counts.made)),
    ]
  }

  private static func pins(_ run: AllocationRecord) -> JSON {
    [
      "rules_from": .string(run.rulesFrom.text), "catalog_version": .int(Int64(run.catalogVersion)),
      "seed": .int(run.seed), "inputs_digest": .string(run.inputsDigest.text),
      "outcome_digest": .string(run.outcomeDigest.text), "created_by": .string(run.createdBy),
    ]
  }

  /// What a run would come to.
  static func forecast(_ draft: AllocationDraft) -> JSON {
    let inputs = draft.plan.inputs
    var offers: [JSON] = []
    for (need, lines) in zip(inputs.needs, draft.plan.lines) {
      for line in lines where line.why == .offered && offers.count < forecastOffersMaximum {
        let product = inputs.products[line.choice.product]
        offers.append([
          "need_id": .string(need.id.text), "product": .string(product.code),
          "institution": .string(inputs.institutions[product.institution].code),
          "place": .int(Int64(line.choice.place)),
        ])
      }
    }
    return [
      "dry_run": true,
      "counts": json(
        AllocationCounts(needs: draft.run.needs, planned: draft.run.planned, made: 0)),
      "pins": pins(draft.run),
      "fairness": .array(draft.shares.map { share($0, ofOffers: draft.run.planned) }),
      "offers": .array(offers),
    ]
  }

  /// - Parameter total: offers of the whole run that came out.
  static func share(_ share: AllocationShareRecord, ofOffers total: Int) -> JSON {
    [
      "institution": .string(share.institution), "room": .optional(share.room.map(Int64.init)),
      "preferences": .array(share.preferences.map(JSON.string)),
      "behind": .int(Int64(share.behind)), "suitable": .int(Int64(share.suitable)),
      "first_choice": .int(Int64(share.firstChoice)), "planned": .int(Int64(share.planned)),
      "made": .int(Int64(share.made)),
      "share_ppm": .int(total == 0 ? 0 : Int64(share.planned) * 1_000_000 / Int64(total)),
      "even_share_milli": .int(share.evenShareMilli), "turned_away": .int(Int64(share.turnedAway)),
      "depth": .optional(share.depth.map(Int64.init)),
    ]
  }

  /// One line of the digest.
  ///
  /// - Parameter enterprise: whose need it is; nil for a reader who is not told.
  static func entry(
    _ entry: AllocationEntry, _ catalog: Catalog?, enterprise: EnterpriseID?, teaser: Teaser?
  ) -> JSON {
    let line = entry.line
    let product = catalog?.products.first { $0.code == line.product }
    var members: [String: JSON] = [
      "id": .string(line.id.text), "need_id": .string(line.need.text),
      "need_version": .int(Int64(entry.needVersion)), "pool": .string(entry.pool),
      "place": .int(Int64(line.place)), "product": .string(line.product),
      "product_name": product.map { ProductView.label($0.name) } ?? .null,
      "institution": catalog.map { ProductView.institution(line.institution, in: $0) }
        ?? ["code": .string(line.institution), "name": .null],
      "effective_ppm": .optional(line.effectivePpm), "coverage_ppm": .int(Int64(line.coveragePpm)),
      "why": .string(line.why), "outcome": .optional(line.outcome?.rawValue),
      "offer": line.offer.map {
        [
          "id": .string($0.text), "state": .optional(entry.offerState),
          "due_at": .optional(entry.dueAt?.text),
        ]
      } ?? .null, "teaser": teaser?.json ?? .null,
    ]
    if let enterprise { members["enterprise_id"] = .string(enterprise.text) }
    return .object(members)
  }
}
