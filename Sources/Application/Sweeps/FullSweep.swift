import Decision
import Domain
import Store

extension Application {
  /// Has every open need decided again under what is in force, whatever its run says: after a new
  /// engine, or when an operator wants to be sure. It travels as slices like every sweep.
  ///
  /// A need whose newest run was made from the very same inputs keeps it. A sweep that goes on is
  /// taken over: this one decides all it would have.
  ///
  /// - Throws: `.forbidden` for all but operators of the whole country and this service;
  ///   `.conflict` `nothing_published` before a catalog and policies are.
  @discardableResult
  public func startFullSweep(by actor: Actor) async throws -> SweepID {
    guard [.operator, .service].contains(actor.role), overseesCountry(actor) else {
      throw ApplicationError.forbidden(
        zh: "仅限全国范围的运营角色", en: "for operators of the whole country only")
    }
    return try await write { session in
      try await CatalogRepository.lockPublishing(session)
      try await PolicyRepository.lockPublishing(session)
      guard let pins = try await catalogs.currentPins(session) else {
        throw ApplicationError.conflict(
          code: "nothing_published", zh: "尚未发布产品目录与政策",
          en: "no catalog and policies are published yet")
      }
      let now = clock.now()
      _ = try await SweepRepository.supersedeOpen(at: now, session)
      let codes = try await sweeps.outline(pins.catalogVersion, session).codes
      let sweep = SweepRecord(
        id: ids.next(), kind: .full, from: pins.versions, to: pins.versions,
        touched: codes.isEmpty ? [Self.noProduct] : codes, createdAt: now,
        createdBy: actor.subject)
      try await SweepRepository.insert(sweep, session)
      return sweep.id
    }
  }

  /// Stands for the products of an empty catalog: a sweep names at least one.
  private static let noProduct = "-"
}
