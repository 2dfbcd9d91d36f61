import Domain
import Postgres
import Store

/// Who a client has shown to be.
public struct ClientGrant: Sendable, Hashable {
  public var client: ClientID
  public var role: Role
  /// The code of its institution.
  public var organisation: String

  public init(client: ClientID, role: Role, organisation: String) {
    self.client = client
    self.role = role
    self.organisation = organisation
  }
}

extension Application {
  /// Makes a secret and shows it, this once: 201 with `ETag`. Two count at once, so that the new one can
  /// be brought in before the old one is revoked.
  ///
  /// The secret is not in the answer that is kept for a repeated key, so that no table holds it in the
  /// clear: whoever repeats the key is told `secret_shown_once`. If the first answer was lost, the secret
  /// is revoked and another made.
  ///
  /// - Parameter body: `{expires_in_days}`, 365 unless said.
  /// - Throws: `.conflict` `too_many_secrets`, `client_status`, `secret_shown_once`; `.notFound`,
  ///   `.invalid`, `.forbidden`.
  public func createClientSecret(
    _ id: ClientID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireClientKeeper(actor)
    let order = try ClientSecretOrder(body)
    let secret = ClientSecret()
    let digest = secret.digest
    var made = try await answer(idempotency, as: actor) { session in
      var client = try await lockClient(id, actor, session)
      guard client.disabled == nil else { throw Self.disabledClient }
      let now = clock.now()
      try await ClientSecretRepository.clear(
        of: id, kept: ClientLimits.endedSecretsKept, at: now, session)
      let secrets = try await ClientSecretRepository.list(of: [id], session)[id] ?? []
      let taken = secrets.filter { $0.isLive(at: now) }.map(\.slot)
      guard let slot = (1...ClientLimits.secretsMaximum).first(where: { !taken.contains($0) })
      else {
        throw ApplicationError.conflict(
          code: "too_many_secrets", zh: "已有两个有效密钥,请先撤销一个",
          en: "two secrets count already: revoke one first")
      }
      let record = ClientSecretRecord(
        id: ids.next(), client: id, slot: slot, digest: digest, createdAt: now,
        createdBy: actor.subject, expiresAt: now.adding(milliseconds: order.days * 86_400_000))
      try await ClientSecretRepository.insert(record, session)
      try await advance(&client, at: now, session)
      try await auditClient(
        "client_secret.create", client, ["secret": .string(record.id.text)], by: actor, at: now,
        session)
      return StoredAnswer(
        status: 201, headers: ["ETag": Tag.text(client.version)],
        body: [
          "id": .string(record.id.text), "client_id": .string(id.text),
          "created_at": .string(record.createdAt.text),
          "expires_at": .string(record.expiresAt.text),
        ])
    }
    let name = made.body["id"]?.stringValue ?? ""
    guard !made.isReplay else {
      throw ApplicationError.conflict(
        code: "secret_shown_once", zh: "密钥 \(name) 只显示一次;如已丢失,请撤销后另建",
        en: "the secret \(name) was shown once; if it is lost, revoke it and make another")
    }
    var members = made.body.objectValue ?? [:]
    members["secret"] = .string(secret.text)
    made.body = .object(members)
    return made
  }

  /// Ends a secret at once: 200 with the client and `ETag`. Tokens it brought count until they expire.
  ///
  /// - Throws: `.notFound`, also for a secret that is revoked; `.forbidden`.
  public func revokeClientSecret(
    _ secret: ClientSecretID, of id: ClientID, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireClientKeeper(actor)
    return try await answer(idempotency, as: actor) { session in
      var client = try await lockClient(id, actor, session)
      let now = clock.now()
      guard try await ClientSecretRepository.revoke(secret, of: id, at: now, session) else {
        throw ApplicationError.notFound(what: "client secret")
      }
      try await advance(&client, at: now, session)
      try await auditClient(
        "client_secret.revoke", client, ["secret": .string(secret.text)], by: actor, at: now,
        session)
      let secrets = try await ClientSecretRepository.list(of: [id], session)[id] ?? []
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(client.version)],
        body: ClientView.json(client, secrets: secrets))
    }
  }

  /// Who a client is by its id and secret; nil when anything is wrong, without saying what.
  ///
  /// An unknown client, a disabled one and a wrong secret take the same statements and comparisons.
  public func clientGrant(id: String, secret: String) async throws -> ClientGrant? {
    let now = clock.now()
    let digest = ClientSecret.digest(of: secret)
    // A new identifier is nobody's.
    let asked = ClientID(id) ?? ids.next()
    let found = try await read { try await ClientRepository.live(asked, at: now, $0) }
    let known = found?.secrets ?? []
    var matching: ClientSecretRecord?
    for slot in 0..<ClientLimits.secretsMaximum {
      let candidate = slot < known.count ? known[slot] : nil
      // Nothing is known whose SHA-256 is zero.
      let isEqual = ConstantTime.isEqual(
        candidate?.digest ?? Array(repeating: 0, count: 32), digest)
      if isEqual, let candidate { matching = candidate }
    }
    guard let matching, let client = found?.client else { return nil }
    let grain = now.adding(milliseconds: -ClientLimits.useGrainMilliseconds)
    if matching.lastUsedAt.map({ $0 < grain }) ?? true {
      try await read {
        try await ClientSecretRepository.noteUse(matching.id, at: now, before: grain, $0)
      }
    }
    return ClientGrant(
      client: client.id, role: Role(client.role), organisation: client.institution)
  }
}

extension Role {
  fileprivate init(_ role: ClientRole) {
    switch role {
    case .liaison: self = .liaison
    case .liaisonManager: self = .liaisonManager
    case .auditor: self = .auditor
    }
  }
}
