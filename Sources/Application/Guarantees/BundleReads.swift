import Arrangement
import Catalog
import Decision
import Domain
import Postgres
import Store

extension Application {
  /// Bundles of each sort listed at most; the counts are of all.
  static let bundlesShownMaximum = 100

  /// Guaranteed bundles for a need, from its newest run: the lawful ones, cheapest first, and the others
  /// with what refuses them.
  ///
  /// - Parameter asOf: judged at that instant; nil for now. What is carried is that of now.
  /// - Throws: `.notFound` also when the need has no run yet; `.conflict` `too_many_bundles`.
  public func bundles(
    for need: NeedID, asOf: Instant?, actor: Actor
  ) async throws -> JSON {
    let instant = asOf ?? clock.now()
    return try await readLogged(.guarantee, as: actor) { session in
      let owner = try await readableNeed(need, by: actor, session).enterprise
      guard let id = try await RunRepository.latest(needs: [need], session)[need] else {
        throw ApplicationError.notFound(what: "run")
      }
      let run = try await loadRun(id, actor: actor, session)
      // What guarantors carry is of all borrowers.
      try await actAsService(actor, session)
      let desk = BundleDesk(application: self, session: session, run: run, instant: instant)
      let found = try await desk.bundles(
        among: try await GuarantorRepository.list(limit: Self.guarantorsMaximum, session))
      return (BundleView(found, schemes: reference.guarantees.schemes).json, [owner])
    }
  }

  /// Whether a guarantee alone makes a decision fit: then bundles are a way to repair it.
  ///
  /// - Returns: `{bundles}`, the address of them; nil when it is not so.
  func guaranteedBundle(_ run: LoadedRun, _ decision: Decision) -> JSON? {
    guard decision.verdict != .eligible else { return nil }
    let guaranteed = DecisionInput(
      needFacts: BundleDesk.withGuarantee(run.need).facts,
      enterpriseFacts: run.input.enterpriseFacts, clock: run.input.clock)
    guard run.engine.decide(guaranteed, product: decision.productCode)?.verdict == .eligible else {
      return nil
    }
    return ["bundles": .string("/v1/needs/\(run.record.need)/bundles")]
  }
}

/// How bundles look.
struct BundleView {
  private let found: BundleCase
  private let schemes: SchemeBook
  private var catalog: Catalog { found.run.loaded.catalog }

  init(_ found: BundleCase, schemes: SchemeBook) {
    self.found = found
    self.schemes = schemes
  }

  var json: JSON {
    let registry = found.run.loaded.registry
    let missing = found.size == nil ? [BundleDesk.sizePath] : []
    return [
      "need_id": .string(found.run.record.need.text), "run_id": .string(found.run.record.id.text),
      "day": .string(found.day.text), "size": .optional(found.size?.rawValue),
      "missing": .array(missing.map { DecisionView.missing($0, registry: registry) }),
      "counts": [
        "lawful": .int(Int64(found.lawful.count)),
        "refused": .int(Int64(found.refused.count)),
      ],
      "lawful": list(found.lawful), "refused": list(found.refused),
    ]
  }

  private func list(_ bundles: [GuaranteeBundle]) -> JSON {
    .array(bundles.prefix(Application.bundlesShownMaximum).map(json))
  }

  private func json(_ bundle: GuaranteeBundle) -> JSON {
    let bank = found.bank(bundle.bank)
    let scheme = schemes.scheme(bundle.scheme, on: found.day)
    return [
      "product": .string(bundle.bank),
      "product_name": bank.map { ProductView.label($0.product.name) } ?? .null,
      "bank": bank.map { ProductView.institution($0.product.institution, in: catalog) } ?? .null,
      "repairs": .bool(bank?.isRepaired ?? false), "guarantor": .string(bundle.guarantor),
      "re_guarantor": .optional(bundle.reGuarantor), "scheme": .string(bundle.scheme),
      "scheme_name": scheme.map { ProductView.label($0.label) } ?? .null,
      "scheme_from": .optional(scheme?.period.from.text), "subsidy": .optional(bundle.subsidy),
      "cost": [
        "bank_ppm": .int(bundle.bankPPM), "guarantee_ppm": .int(bundle.guaranteePPM),
        "re_guarantee_ppm": .int(bundle.reGuaranteePPM), "subsidy_ppm": .int(bundle.subsidyPPM),
        "all_in_ppm": .int(bundle.allInPPM),
      ],
      "shares": .array(
        bundle.table.shares.map { ["party": .string($0.party.rawValue), "ppm": .int($0.ppm)] }),
      "citations": .array(bundle.citations.map(\.json)),
      "refusal": bundle.refusal.map(Self.refusal) ?? .null,
    ]
  }

  static func refusal(_ refusal: GuaranteeBundle.Refusal) -> JSON {
    [
      "limit": .string(refusal.limit.rawValue), "excess": .optional(refusal.excess),
      "unit": refusal.excess == nil
        ? .null : .string(refusal.limit == .feeCeiling ? "ppm" : "fen"),
      "citation": refusal.citation?.json ?? .null,
    ]
  }
}
