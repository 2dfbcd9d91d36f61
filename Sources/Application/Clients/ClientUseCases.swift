import Domain
import Postgres
import Store

extension Application {
  /// Enters a system of an institution: 201 with `Location` and `ETag`. Without a secret it gets no
  /// token.
  ///
  /// - Parameter body: `{name, role, institution}`; a manager's is the own one, all others say whose.
  /// - Throws: `.invalid`; `.forbidden`; `.notFound` for an institution that is not the caller's matter;
  ///   `.conflict` `too_many_clients`.
  public func createClient(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireClientKeeper(actor)
    let order = try ClientOrder(body)
    try requireGrantable(order.role, by: actor)
    return try await answer(idempotency, as: actor) { session in
      let institution = try await clientInstitution(order.institution, actor, session)
      try await actAsService(actor, session)
      try await ClientRepository.lock(institution: institution, session)
      let count = try await ClientRepository.count(institution: institution, session)
      guard count < ClientLimits.clientsMaximum else {
        throw ApplicationError.conflict(
          code: "too_many_clients", zh: "该机构的客户端已达 \(ClientLimits.clientsMaximum) 个",
          en: "the institution has \(ClientLimits.clientsMaximum) clients already")
      }
      let now = clock.now()
      let client = ClientRecord(
        id: ids.next(), institution: institution, role: order.role, name: order.name,
        createdAt: now, createdBy: actor.subject, updatedAt: now)
      try await ClientRepository.insert(client, session)
      try await auditClient("client.create", client, by: actor, at: now, session)
      return StoredAnswer(
        status: 201,
        headers: ["ETag": Tag.text(client.version), "Location": "/v1/clients/\(client.id)"],
        body: ClientView.json(client, secrets: []))
    }
  }

  /// Gives a client another name: 200 with `ETag`.
  ///
  /// - Throws: `.notFound`, `.staleVersion`, `.invalid`, `.forbidden`.
  public func amendClient(
    _ id: ClientID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let change = try ClientChange(body)
    return try await changeClient(
      id, expectedVersion: expectedVersion, "client.amend", reason: nil, by: actor, idempotency
    ) { client, _ throws(ApplicationError) in
      client.name = change.name
    }
  }

  /// Gives a client no more tokens, with a reason: 200 with `ETag`. Those it has count until they expire.
  ///
  /// - Throws: `.conflict` `client_status` when it is disabled already; `.notFound`, `.staleVersion`,
  ///   `.invalid`, `.forbidden`.
  public func disableClient(
    _ id: ClientID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let reason = try ClientReason(body).text
    return try await changeClient(
      id, expectedVersion: expectedVersion, "client.disable", reason: reason, by: actor,
      idempotency
    ) { client, now throws(ApplicationError) in
      guard client.disabled == nil else { throw Self.disabledClient }
      client.disabled = ClientDisabling(at: now, by: actor.subject, reason: reason)
    }
  }

  /// Gives a client tokens again, for the secrets it has: 200 with `ETag`. What is known to others is
  /// revoked first.
  ///
  /// - Throws: `.conflict` `client_status` when it is not disabled; `.notFound`, `.staleVersion`,
  ///   `.invalid`, `.forbidden`.
  public func enableClient(
    _ id: ClientID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let reason = try ClientReason(body).text
    return try await changeClient(
      id, expectedVersion: expectedVersion, "client.enable", reason: reason, by: actor, idempotency
    ) { client, _ throws(ApplicationError) in
      guard client.disabled != nil else {
        throw .conflict(code: "client_status", zh: "该客户端未停用", en: "the client is not disabled")
      }
      client.disabled = nil
    }
  }

  static var disabledClient: ApplicationError {
    .conflict(code: "client_status", zh: "该客户端已停用", en: "the client is disabled")
  }

  /// A change of the client itself; one that changes nothing makes no version.
  private func changeClient(
    _ id: ClientID, expectedVersion: Int, _ action: String, reason: String?, by actor: Actor,
    _ idempotency: IdempotencyRequest?,
    _ change: @escaping @Sendable (inout ClientRecord, Instant) throws(ApplicationError) -> Void
  ) async throws -> StoredAnswer {
    try requireClientKeeper(actor)
    return try await answer(idempotency, as: actor) { session in
      var client = try await lockClient(id, actor, session)
      guard client.version == expectedVersion else {
        throw ApplicationError.staleVersion(current: client.version)
      }
      let (now, before) = (clock.now(), client)
      try change(&client, now)
      if client != before {
        try await advance(&client, at: now, session)
        try await auditClient(action, client, reason: reason, by: actor, at: now, session)
      }
      let secrets = try await ClientSecretRepository.list(of: [id], session)[id] ?? []
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(client.version)],
        body: ClientView.json(client, secrets: secrets))
    }
  }

  /// A client the caller may change, which nobody else changes until the transaction ends.
  func lockClient(
    _ id: ClientID, _ actor: Actor, _ session: any PostgresSession
  ) async throws -> ClientRecord {
    let scope = try clientScope(of: actor)
    guard let client = try await ClientRepository.find(id, in: scope, locking: true, session) else {
      throw ApplicationError.notFound(what: "client")
    }
    try await actAsService(actor, session)
    // Whoever cannot give an auditor's rights cannot take over a client that has them.
    try requireGrantable(client.role, by: actor)
    return client
  }

  /// Stores a client as its next version.
  func advance(
    _ client: inout ClientRecord, at now: Instant, _ session: any PostgresSession
  ) async throws {
    client.version += 1
    client.updatedAt = max(now, client.updatedAt)
    try await ClientRepository.update(client, session)
  }

  func auditClient(
    _ action: String, _ client: ClientRecord, _ more: [String: JSON] = [:], reason: String? = nil,
    by actor: Actor, at now: Instant, _ session: any PostgresSession
  ) async throws {
    var data = more
    data["institution"] = .string(client.institution)
    data["role"] = .string(client.role.rawValue)
    data["version"] = .int(Int64(client.version))
    try await audit(
      action, subject: client.id.text, reason: reason, data: .object(data), by: actor, at: now,
      session)
  }
}
