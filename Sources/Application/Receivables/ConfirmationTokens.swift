import Domain
import Postgres
import Store

/// Confirmation by a link: a debtor that has no account here gets a token with the letter.
extension Application {
  /// Makes a token for the debtor of a receivable that is asked to confirm, and shows it, this once: 201.
  /// It counts until the debtor's days are over; those made before end.
  ///
  /// As with secrets of clients, it is not in the answer that is kept for a repeated key.
  ///
  /// - Throws: `.conflict` `receivable_state`, `secret_shown_once`; `.notFound`, `.forbidden`.
  public func createConfirmationToken(
    of id: ReceivableID, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let actor = try await known(actor)
    let token = ConfirmationToken()
    let digest = token.digest
    var made = try await answer(idempotency, as: actor) { session in
      let (desk, receivable, _) = try await openReceivable(id, by: actor, session)
      guard
        [ReceivableRole.seller, Role.operator.rawValue].contains(
          ReceivableAccess.role(of: actor, in: receivable))
      else {
        throw ApplicationError.forbidden(
          zh: "仅限卖方与运营角色", en: "for the seller and operators")
      }
      guard receivable.state == "confirm_requested", let request = receivable.request else {
        throw ReceivableDesk.wrongState(receivable.state, desk.rules.machine)
      }
      let expiresAt = max(desk.now, Instant(startOf: request.dueOn.adding(days: 1)))
      try await ConfirmationTokenRepository.insert(
        ConfirmationTokenRecord(
          digest: digest, receivable: id, version: receivable.digest, createdAt: desk.now,
          createdBy: actor.subject, expiresAt: expiresAt), session)
      try await audit(
        "receivable.token", subject: id.text, reason: nil,
        data: ["expires_at": .string(expiresAt.text)], by: actor, at: desk.now, session)
      return StoredAnswer(
        status: 201,
        body: [
          "receivable_id": .string(id.text), "version_digest": .string(receivable.digest.text),
          "expires_at": .string(expiresAt.text),
        ])
    }
    guard !made.isReplay else {
      throw ApplicationError.conflict(
        code: "secret_shown_once", zh: "令牌只显示一次;如已丢失,请重新生成",
        en: "the token was shown once; if it is lost, make another")
    }
    var members = made.body.objectValue ?? [:]
    members["token"] = .string(token.text)
    made.body = .object(members)
    return made
  }

  /// What the debtor is asked to confirm, for whoever has the token; it stays unused.
  ///
  /// - Parameter body: `{"token"}`.
  /// - Throws: `.notFound` for an unknown token; `.gone` `confirmation_token_used`,
  ///   `confirmation_token_expired`; `.invalid`.
  public func confirmationLetter(byToken body: JSON) async throws -> JSON {
    var reader = ObjectReader(body)
    let text = reader.requiredString("token", maximumLength: ConfirmationToken.maximumLength)
    let faults = reader.finish()
    guard faults.isEmpty, let text else { throw ApplicationError.invalid(faults) }
    return try await read { session in
      let token = try await live(ConfirmationToken.digest(of: text), session)
      guard let receivable = try await ReceivableRepository.find(token.receivable, session),
        receivable.digest == token.version
      else { throw Self.expiredToken }
      return try await letter(of: receivable, session).json
    }
  }

  /// Confirms or disputes a receivable for its debtor by a token, which is used up: 200.
  ///
  /// - Parameter body: `{"token", "outcome": "confirm", "version_digest", "confirmed_fen"}` or
  ///   `{"token", "outcome": "dispute", "reason", "note"}`.
  /// - Throws: as `confirmationLetter(byToken:)` and `confirmReceivable`.
  public func confirm(byToken body: JSON) async throws -> JSON {
    let input = try TokenAnswerInput(body)
    return try await write { session in
      // Looked at before anything is locked, for it is anybody's to send, and again under the lock.
      let found = try await live(input.digest, session)
      guard
        let seller = try await ReceivableRepository.find(found.receivable, session)?.seller,
        let locked = try await EnterpriseRepository.lock([seller], session)[seller],
        let receivable = try await ReceivableRepository.lock([found.receivable], session).first
      else { throw Self.expiredToken }
      let token = try await live(input.digest, session)
      guard receivable.digest == token.version else { throw Self.expiredToken }
      var desk = ReceivableDesk(
        self, [seller: locked], at: clock.now(), traceparent: nil, session)
      // Used before the step: what the step ends are the tokens that were not.
      try await ConfirmationTokenRepository.use(input.digest, at: desk.now, session)
      let subject = "token:\(receivable.id)"
      let after: ReceivableRecord
      switch input.outcome {
      case .confirm(let said):
        after = try await confirm(
          receivable, said, &desk, by: subject, as: ReceivableRole.debtor)
      case .dispute(let said):
        after = try await dispute(
          receivable, said, &desk, by: subject, as: ReceivableRole.debtor)
      }
      try await desk.close()
      return [
        "receivable_id": .string(after.id.text), "state": .string(after.state),
        "confirmed": MoneyView.json(after.confirmation?.fen),
      ]
    }
  }

  /// - Throws: `.notFound` for a token that never was; `.gone`.
  private func live(
    _ digest: [UInt8], _ session: any PostgresSession
  ) async throws -> ConfirmationTokenRecord {
    guard let token = try await ConfirmationTokenRepository.find(digest, session) else {
      throw ApplicationError.notFound(what: "confirmation token")
    }
    guard token.usedAt == nil else {
      throw ApplicationError.gone(
        code: "confirmation_token_used", zh: "该确权令牌已使用",
        en: "the confirmation token was used")
    }
    guard clock.now() < token.expiresAt else { throw Self.expiredToken }
    return token
  }

  private static var expiredToken: ApplicationError {
    .gone(
      code: "confirmation_token_expired", zh: "该确权令牌已失效",
      en: "the confirmation token counts no more")
  }
}

/// The checked body of an answer by token.
private struct TokenAnswerInput: Sendable {
  enum Outcome: Sendable {
    case confirm(ConfirmationInput)
    case dispute(DisputeInput)
  }

  private enum Word: String, CaseIterable {
    case confirm
    case dispute
  }

  /// Of the token.
  let digest: [UInt8]
  let outcome: Outcome

  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    let token = body.requiredString("token", maximumLength: ConfirmationToken.maximumLength)
    _ = body.required("outcome")
    var outcome: Outcome?
    switch body.choice("outcome", of: Word.self) {
    case .confirm: outcome = ConfirmationInput(&body).map(Outcome.confirm)
    case .dispute: outcome = DisputeInput(&body).map(Outcome.dispute)
    case nil:
      // Known members all the same: what is wrong is the outcome.
      for name in ["version_digest", "confirmed_fen", "reason", "note"] { _ = body.value(name) }
    }
    let faults = body.finish()
    guard faults.isEmpty, let token, let outcome else { throw .invalid(faults) }
    digest = ConfirmationToken.digest(of: token)
    self.outcome = outcome
  }
}
