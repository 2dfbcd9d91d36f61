import Catalog
import Decision
import Domain
import Policy
import Postgres
import Store

/// What publishing a draft would do to the open needs.
public struct SweepForecast: Sendable, Equatable {
  /// Codes of the products that would be decided again, sorted.
  public var touched: [String]
  public var numbers: SweepNumbers

  /// `{touched, needs, flips, newly_qualifying}`.
  public var json: JSON {
    guard case .object(var members) = numbers.json else { return numbers.json }
    members["touched"] = .array(touched.map(JSON.string))
    return .object(members)
  }
}

extension Application {
  /// Needs read at once where all open ones are gone through.
  static let needPage = 1_000

  /// The numbers of a sweep before there is one: what publishing a catalog, policies or both would
  /// change for the open needs. Nothing is written.
  ///
  /// - Parameters:
  ///   - progress: how many needs are done, of how many.
  /// - Throws: `.invalid` when catalog and policies do not fit; `.conflict` `nothing_published`;
  ///   `.forbidden` for anyone but operators, auditors and this service.
  public func forecastSweep(
    catalog: Catalog?, policies: PolicySet?, actor: Actor,
    progress: @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
  ) async throws -> SweepForecast {
    try requireOverview(actor)
    let now = clock.now()
    let (current, policyHead, engine) = try await read { session in
      let pins = try await requirePublished(session)
      let engine = try await draftEngine(catalog, policies, over: pins, session)
      return (pins.versions, try await self.policies(pins.policyVersion, session), engine)
    }
    let outline = CatalogOutline(engine.catalog)
    let hasSamePolicies = policyHead.json == engine.policies.json
    var comparisons: [VersionPins: SweepComparison] = [:]
    comparisons[current] = try await read { session in
      try await comparison(
        from: current, engine: engine, outline: outline, hasSamePolicies: hasSamePolicies, session)
    }
    let total = try await read { try await NeedRepository.openCount($0) }
    var tally = SweepTally()
    var after = SweepRepository.beforeAll
    var done: Int64 = 0
    while true {
      // A run may be older than what is in force now: it is compared with what it says itself.
      let page = try await read { [comparisons, after] session in
        let heads = try await DecidedNeedRepository.heads(
          after: after, limit: Self.needPage, session)
        var known = comparisons
        for pins in Set(heads.map(\.pins)) where known[pins] == nil {
          known[pins] = try await comparison(
            from: pins, engine: engine, outline: outline,
            hasSamePolicies: hasSamePolicies && pins.policy == current.policy, session)
        }
        let comparisons = known
        let examined = try await examine(heads, at: now, session) { comparisons[$0] }
        return (heads: heads, examined: examined, comparisons: comparisons)
      }
      // Few versions are ever alive; the limit only keeps memory bounded whatever happens.
      comparisons = page.comparisons.count <= 64 ? page.comparisons : [:]
      for head in page.heads {
        if let one = page.examined[head.need] { tally.add(one.change, of: head.enterprise) }
      }
      done += Int64(page.heads.count)
      progress(done, max(done, total))
      guard page.heads.count == Self.needPage, let last = page.heads.last else { break }
      after = last.need.uuid
    }
    return SweepForecast(
      touched: comparisons[current]?.touched.codes ?? [], numbers: tally.result)
  }

  /// The versions in force.
  ///
  /// - Throws: `.conflict` `nothing_published` before there are any.
  func requirePublished(_ session: any PostgresSession) async throws -> EnginePins {
    guard let pins = try await catalogs.currentPins(session) else { throw Self.nothingPublished }
    return pins
  }

  private static let nothingPublished = ApplicationError.conflict(
    code: "nothing_published", zh: "尚未发布产品目录与政策包",
    en: "no catalog or policy version is published yet")

  /// The engine of a draft: what is given in place of what is in force.
  ///
  /// - Throws: `.invalid` when the parts do not fit.
  func draftEngine(
    _ catalog: Catalog?, _ policies: PolicySet?, over pins: EnginePins,
    _ session: any PostgresSession
  ) async throws -> Engine {
    var inForce = catalog
    if inForce == nil { inForce = try await catalogs.catalog(pins.catalogVersion, session).catalog }
    var packs = policies
    if packs == nil { packs = try await self.policies(pins.policyVersion, session) }
    guard let inForce, let packs else { throw Self.nothingPublished }
    do {
      return try Engine(catalog: inForce, policies: packs)
    } catch {
      throw ApplicationError.invalid(error.list)
    }
  }
}
