import Catalog
import Domain
import Postgres
import Store

/// What the number of open offers can be limited of.
public enum CapacityKind: String, Sendable, Hashable, CaseIterable {
  case product
  case institution
  case liaison

  fileprivate var account: LedgerAccount.Kind {
    switch self {
    case .product: .product
    case .institution: .institution
    case .liaison: .liaison
    }
  }
}

extension Application {
  /// Accounts listed at most.
  static let capacitiesMaximum = 1_000

  /// Limits how many offers a product, an institution or a liaison may have at once: 200. Offers that
  /// were made, or taken, before there was any limit are not counted by it.
  ///
  /// - Parameters:
  ///   - code: the product's or institution's code, or a liaison's subject.
  ///   - body: `{maximum}`.
  /// - Throws: `.notFound` for what is not the caller's institution's; `.conflict` `capacity_taken`
  ///   when more is taken already; `.invalid`.
  public func setCapacity(
    _ kind: CapacityKind, code: String, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    var reader = ObjectReader(body)
    let maximum = reader.requiredInteger("maximum", in: 0...1_000_000)
    let faults = reader.finish()
    guard faults.isEmpty, let maximum else { throw ApplicationError.invalid(faults) }
    return try await answer(idempotency) { session in
      let key = try await capacityKey(kind, code, by: actor, session)
      let now = clock.now()
      let before = try await LedgerRepository.lock([key], session)[key]
      guard maximum >= before?.taken ?? 0 else {
        throw ApplicationError.conflict(
          code: "capacity_taken", zh: "已占用 \(before?.taken ?? 0),不能低于该数",
          en: "\(before?.taken ?? 0) is taken already; it cannot be less")
      }
      let account = LedgerAccount(
        key: key, maximum: maximum, taken: before?.taken ?? 0,
        version: (before?.version ?? 0) + 1, updatedAt: now, updatedBy: actor.subject)
      try await LedgerRepository.save(account, session)
      try await audit(
        "capacity.set", subject: "\(kind.rawValue)/\(key.code)", reason: nil,
        data: ["maximum": .int(maximum)], by: actor, at: now, session)
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(account.version)], body: Self.capacity(account))
    }
  }

  /// `{"data": […]}`: the limits an institution set, or all of them for operators.
  public func capacities(actor: Actor) async throws -> JSON {
    try await read { session in
      let isInstitution = [.liaison, .liaisonManager].contains(actor.role)
      guard !isInstitution || actor.organisation != nil else { return ["data": []] }
      let own = try await catalogs.latest(session)?.catalog.products.filter {
        $0.institution == actor.organisation
      }.map(\.code)
      let found = try await LedgerRepository.list(
        institution: isInstitution ? actor.organisation : nil, products: own ?? [],
        limit: Self.capacitiesMaximum, session)
      return ["data": .array(found.map(Self.capacity))]
    }
  }

  private func capacityKey(
    _ kind: CapacityKind, _ code: String, by actor: Actor, _ session: any PostgresSession
  ) async throws -> LedgerAccount.Key {
    // An institution's room is its own matter, or that of those who run the whole service.
    if actor.role != .liaisonManager { try requireControl(actor) }
    guard let catalog = try await catalogs.latest(session)?.catalog else {
      throw ApplicationError.unavailable(retryAfterSeconds: 30)
    }
    let institution: String?
    switch kind {
    case .product: institution = catalog.products.first { $0.code == code }?.institution
    case .institution: institution = catalog.institutions.first { $0.code == code }?.code
    // A liaison is known to its institution alone.
    case .liaison: institution = actor.role == .liaisonManager ? actor.organisation : nil
    }
    let mayAct = actor.role == .liaisonManager ? actor.organisation == institution : true
    guard let institution, mayAct else { throw ApplicationError.notFound(what: "capacity") }
    return LedgerAccount.Key(
      kind.account, kind == .liaison ? "\(institution):\(code)" : code)
  }

  private static func capacity(_ account: LedgerAccount) -> JSON {
    [
      "kind": .string(account.key.kind.rawValue), "code": .string(account.key.code),
      "maximum": .int(account.maximum), "taken": .int(account.taken), "room": .int(account.room),
      "version": .int(Int64(account.version)), "updated_at": .string(account.updatedAt.text),
    ]
  }
}
