import Catalog
import Domain
import Policy
import Postgres
import Store

extension Application {
  /// Notes, in the transaction that publishes, what the new versions touch: from here on the open
  /// needs are swept, whatever is killed. The slices are cut later.
  ///
  /// - Parameters:
  ///   - before: what was in force; nil before a catalog and policies were.
  ///   - catalog: the catalog in force now, and `policies` the packs.
  func startSweep(
    from before: VersionPins?, to after: VersionPins, catalog: Catalog, policies: PolicySet,
    by actor: Actor, _ session: any PostgresSession
  ) async throws {
    guard let before, before != after else { return }
    let old = try await sweeps.outline(before.catalog, session)
    let touched = TouchedProducts.between(
      old, CatalogOutline(catalog),
      policiesFrom: before.policy == after.policy
        ? nil : try await self.policies(before.policy, session),
      policiesTo: policies, catalog: catalog)
    guard !touched.isEmpty else { return }
    try await SweepRepository.insert(
      SweepRecord(
        id: ids.next(), from: before, to: after, touched: touched.codes, createdAt: clock.now(),
        createdBy: actor.subject), session)
  }
}
