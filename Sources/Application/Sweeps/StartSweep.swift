import Catalog
import Domain
import Policy
import Postgres
import Store

extension Application {
  /// Notes, in the transaction that publishes, what the new versions touch: from here on the open
  /// needs are swept, whatever is killed. The slices are cut later.
  ///
  /// A sweep that is not finished will not go on, because newer versions are in force now: what it
  /// touched is swept with this one, also where this change itself touches nothing.
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
    // Publishers come one after the other, so that no sweep begins beside this one.
    let codes = try await SweepRepository.supersedeOpen(at: clock.now(), session).union(
      touched.codes)
    guard !codes.isEmpty else { return }
    try await SweepRepository.insert(
      SweepRecord(
        id: ids.next(), from: before, to: after,
        touched: codes.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) },
        createdAt: clock.now(),
        createdBy: actor.subject), session)
  }
}
