import Domain
import Postgres
import Store

extension Application {
  /// Enters an address that the caller's events are sent to: 201 with `Location`, `ETag` and the
  /// public key that receivers check signatures with.
  ///
  /// - Parameter body: `{url, types, organisation}`; `types` (optional) are public event types, none
  ///   stands for all; `organisation` (an institution's code or an `ent_…` id) is for those who act
  ///   for the whole service, who must say whose it is.
  /// - Throws: `.invalid`; `.forbidden`; `.conflict` `too_many_webhooks`.
  public func createWebhook(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireWebhookWriter(actor)
    let order = try WebhookOrder(body, allowsPrivate: webhookOptions.allowsPrivateAddresses)
    return try await answer(idempotency, as: actor) { session in
      let organisation = try await webhookOrganisation(order.organisation, actor, session)
      try await actAsService(actor, session)
      try await WebhookRepository.lock(organisation: organisation, session)
      let count = try await WebhookRepository.count(organisation: organisation, session)
      guard count < webhookOptions.endpointsMaximum else {
        throw ApplicationError.conflict(
          code: "too_many_webhooks", zh: "该机构的回调地址已达 \(webhookOptions.endpointsMaximum) 个",
          en: "the organisation has \(webhookOptions.endpointsMaximum) webhooks already")
      }
      let now = clock.now()
      let endpoint = WebhookRecord(
        id: ids.next(), organisation: organisation, url: order.address.text, types: order.types,
        createdAt: now, createdBy: actor.subject, updatedAt: now)
      let key = newKey(of: endpoint.id, number: 1, at: now)
      try await WebhookRepository.insert(endpoint, session)
      try await WebhookRepository.insert(key, session)
      try await auditWebhook("webhook.create", endpoint, by: actor, at: now, session)
      return stored(endpoint, keys: [key], status: 201)
    }
  }

  /// Changes where to, what of, or whether anything is sent: 200 with `ETag`.
  ///
  /// Whoever disables an address gives up what waits for it; enabling it again begins anew, and what
  /// was given up can be asked for by `replayWebhook`.
  ///
  /// - Throws: `.notFound`, `.staleVersion`, `.invalid`, `.forbidden`.
  public func changeWebhook(
    _ id: WebhookID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireWebhookWriter(actor)
    let change = try WebhookChange(body, allowsPrivate: webhookOptions.allowsPrivateAddresses)
    return try await answer(idempotency, as: actor) { session in
      var endpoint = try await ownWebhook(id, locking: true, actor, session)
      guard endpoint.version == expectedVersion else {
        throw ApplicationError.staleVersion(current: endpoint.version)
      }
      let now = clock.now()
      let before = endpoint
      if let types = change.types { endpoint.types = types }
      if let address = change.address, address.text != endpoint.url {
        endpoint.url = address.text
        endpoint.forgetFailures()
      }
      switch change.state {
      case .active where endpoint.state == .disabled:
        endpoint.state = .active
        endpoint.disabledReason = nil
        endpoint.forgetFailures()
        try await WebhookDeliveryRepository.discard(of: id, at: now, session)
      case .disabled where endpoint.state == .active:
        endpoint.state = .disabled
        endpoint.disabledReason = .byHand
        try await WebhookDeliveryRepository.discard(of: id, at: now, session)
      default: break
      }
      let keys = try await WebhookRepository.keys(of: [id], at: now, session)[id] ?? []
      if endpoint != before {
        endpoint.version += 1
        endpoint.updatedAt = max(now, endpoint.updatedAt)
        try await WebhookRepository.update(endpoint, session)
        try await auditWebhook("webhook.change", endpoint, by: actor, at: now, session)
      }
      return stored(endpoint, keys: keys)
    }
  }

  /// Removes an address with its keys and deliveries: 200 with the webhook as it was.
  public func deleteWebhook(
    _ id: WebhookID, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireWebhookWriter(actor)
    return try await answer(idempotency, as: actor) { session in
      let endpoint = try await ownWebhook(id, locking: true, actor, session)
      let now = clock.now()
      let keys = try await WebhookRepository.keys(of: [id], at: now, session)[id] ?? []
      try await WebhookRepository.delete(id, session)
      try await auditWebhook("webhook.delete", endpoint, by: actor, at: now, session)
      return StoredAnswer(status: 200, body: WebhookView.json(endpoint, keys: keys))
    }
  }

  /// Makes a new key: 200 with the webhook. The key in use goes on signing beside it for
  /// `overlap_hours`; 0 forgets it at once.
  public func rotateWebhook(
    _ id: WebhookID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireWebhookWriter(actor)
    let rotation = try WebhookRotation(body, webhookOptions)
    return try await answer(idempotency, as: actor) { session in
      var endpoint = try await ownWebhook(id, locking: true, actor, session)
      let now = clock.now()
      let current = try await WebhookRepository.keys(of: [id], at: now, session)[id]?.first
      let overlap = rotation.overlapHours * 3_600_000
      try await WebhookRepository.rotate(
        to: newKey(of: id, number: (current?.number ?? 0) + 1, at: now),
        overlapEnd: overlap > 0 ? now.adding(milliseconds: overlap) : nil, session)
      endpoint.version += 1
      endpoint.updatedAt = max(now, endpoint.updatedAt)
      try await WebhookRepository.update(endpoint, session)
      try await auditWebhook("webhook.rotate", endpoint, by: actor, at: now, session)
      let keys = try await WebhookRepository.keys(of: [id], at: now, session)[id] ?? []
      return stored(endpoint, keys: keys)
    }
  }

  /// Queues a delivery that tells of nothing: 202 with it.
  ///
  /// - Throws: `.conflict` `webhook_disabled`; `.notFound`, `.forbidden`.
  public func testWebhook(
    _ id: WebhookID, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireWebhookWriter(actor)
    return try await answer(idempotency, as: actor) { session in
      let endpoint = try await ownWebhook(id, locking: true, actor, session)
      try requireActive(endpoint)
      let now = clock.now()
      let delivery = WebhookDeliveryRecord(
        id: ids.next(), endpoint: id, event: ids.next(), type: WebhookPayload.testType,
        payload: WebhookPayload.test(id, at: now), nextAttemptAt: now, createdAt: now)
      try await WebhookDeliveryRepository.insert([delivery], session)
      try await auditWebhook("webhook.test", endpoint, by: actor, at: now, session)
      return StoredAnswer(
        status: 202, body: WebhookView.delivery(delivery, attempts: []))
    }
  }

  /// Queues settled deliveries once more, oldest first: 200 with how many.
  ///
  /// - Parameter body: `{ids}` or `{from, to}`, with `states` and `dry_run`.
  /// - Throws: `.conflict` `webhook_disabled`; `.invalid`, `.notFound`, `.forbidden`.
  public func replayWebhook(
    _ id: WebhookID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireWebhookWriter(actor)
    let order = try WebhookReplayOrder(body, maximum: webhookOptions.replayMaximum)
    return try await answer(idempotency, as: actor) { session in
      let endpoint = try await ownWebhook(id, locking: true, actor, session)
      try requireActive(endpoint)
      let now = clock.now()
      let found = try await WebhookDeliveryRepository.replayable(
        of: id, order.filter, limit: webhookOptions.replayMaximum + 1, session)
      let chosen = found.prefix(webhookOptions.replayMaximum)
        .filter { $0.replay < webhookOptions.replaysOfEventMaximum }
      if !order.isDryRun, !chosen.isEmpty {
        try await WebhookDeliveryRepository.insert(
          chosen.map { old in
            WebhookDeliveryRecord(
              id: ids.next(), endpoint: id, event: old.event, replay: old.replay + 1,
              type: old.type, payload: old.payload, nextAttemptAt: now, createdAt: now)
          }, session)
        try await auditWebhook(
          "webhook.replay", endpoint, ["deliveries": .int(Int64(chosen.count))], by: actor,
          at: now, session)
      }
      return StoredAnswer(
        status: 200,
        body: [
          "dry_run": .bool(order.isDryRun), "deliveries": .int(Int64(chosen.count)),
          "has_more": .bool(found.count > webhookOptions.replayMaximum),
        ])
    }
  }

  private func newKey(of endpoint: WebhookID, number: Int, at now: Instant) -> WebhookKeyRecord {
    let signer = WebhookSigner()
    return WebhookKeyRecord(
      endpoint: endpoint, number: number, publicKey: signer.publicKey, secretKey: signer.secret,
      createdAt: now)
  }

  private func requireActive(_ endpoint: WebhookRecord) throws(ApplicationError) {
    guard endpoint.state == .active else {
      throw .conflict(
        code: "webhook_disabled", zh: "该回调地址已停用,请先启用",
        en: "the webhook is disabled: enable it first")
    }
  }

  private func stored(
    _ endpoint: WebhookRecord, keys: [WebhookKeyRecord], status: Int = 200
  ) -> StoredAnswer {
    var headers = ["ETag": "\"\(endpoint.version)\""]
    if status == 201 { headers["Location"] = "/v1/webhooks/\(endpoint.id)" }
    return StoredAnswer(
      status: status, headers: headers, body: WebhookView.json(endpoint, keys: keys))
  }

  /// The address itself stays out of the trail: its path may hold a secret of the receiver's.
  private func auditWebhook(
    _ action: String, _ endpoint: WebhookRecord, _ more: [String: JSON] = [:], by actor: Actor,
    at now: Instant, _ session: any PostgresSession
  ) async throws {
    var data = more
    data["organisation"] = .string(endpoint.organisation)
    data["state"] = .string(endpoint.state.rawValue)
    data["version"] = .int(Int64(endpoint.version))
    try await audit(
      action, subject: endpoint.id.text, reason: nil, data: .object(data), by: actor, at: now,
      session)
  }
}

extension WebhookRecord {
  fileprivate mutating func forgetFailures() {
    failures = 0
    failingSince = nil
    restsUntil = nil
  }
}
