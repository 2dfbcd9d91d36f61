import Domain
import Postgres
import Store

extension Application {
  /// Names of the states of an erasure.
  public static let erasureStates = ErasureState.allCases.map(\.rawValue)

  /// The erasure of an enterprise.
  ///
  /// - Throws: `.notFound` also when it was not asked for, or the caller may not see the enterprise.
  public func erasure(of id: EnterpriseID, actor: Actor) async throws -> JSON {
    try await readLogged(.erasure, as: actor) { session in
      guard let enterprise = try await EnterpriseRepository.find(id, session),
        AccessRules.canRead(enterprise, by: actor),
        let erasure = try await ErasureRepository.find(id, session)
      else { throw ApplicationError.notFound(what: "erasure") }
      return (ErasureView.json(erasure, isDryRun: false), [id])
    }
  }

  /// Newest first, of the enterprises of a region.
  ///
  /// - Parameter state: one of `erasureStates`; anything else is `.invalid`.
  /// - Throws: `.forbidden` for anyone but operators, auditors and this service.
  public func erasures(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try requireOverview(actor)
    let wanted = state.flatMap(ErasureState.init(rawValue:))
    if state != nil, wanted == nil {
      let known = Self.erasureStates.joined(separator: ", ")
      throw ApplicationError.invalid([
        Fault("/state", "unknown_value", zh: "取值应为:\(known)", en: "must be one of: \(known)")
      ])
    }
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else {
      return Page(items: [], next: nil)
    }
    return try await readLogged(.erasure, as: actor) { session in
      let found = try await ErasureRepository.list(
        state: wanted, regionPrefix: prefix.isEmpty ? nil : prefix, after: page.after,
        limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      return (cut.map { ErasureView.json($0, isDryRun: false) }, cut.items.map(\.enterprise))
    }
  }
}

/// How an erasure looks.
enum ErasureView {
  /// - Parameter isDryRun: it says what would be; it has no identifier then, for it was not kept.
  static func json(_ erasure: ErasureRecord, isDryRun: Bool) -> JSON {
    [
      "id": isDryRun ? .null : .string(erasure.id.text),
      "enterprise_id": .string(erasure.enterprise.text),
      "basis": .string(erasure.basis.rawValue), "reference": .optional(erasure.reference),
      "state": .string(erasure.state.rawValue), "held_until": .optional(erasure.hold?.until.text),
      "held_for": .optional(erasure.hold?.record),
      "requested_at": .string(erasure.requestedAt.text),
      "requested_by": .string(erasure.requestedBy), "done_at": .optional(erasure.doneAt?.text),
      "counts": .object(erasure.counts.mapValues(JSON.int)), "dry_run": .bool(isDryRun),
    ]
  }
}
