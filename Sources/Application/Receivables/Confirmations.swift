import Domain
import Foundation
import Postgres
import Store

/// What debtors say of receivables (确权): a debtor that confirmed a claim cannot deny it later (民法典担保
/// 制度解释 第六十一条).
extension Application {
  /// Asks the debtor to confirm; the days of the law begin to run: 200 with `ETag`.
  ///
  /// - Throws: `.conflict` `receivable_state`, `receivable_held`; `.notFound`, `.forbidden`.
  public func requestConfirmation(
    of id: ReceivableID, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let actor = try await known(actor)
    return try await answer(idempotency, as: actor) { session in
      var (desk, receivable, _) = try await openReceivable(id, by: actor, session)
      let request = ConfirmationRequest(
        at: desk.now, dueOn: desk.rules.confirmDue(from: desk.now))
      receivable = try await desk.step(
        receivable, "request_confirmation", by: actor.subject,
        as: ReceivableAccess.role(of: actor, in: receivable), given: ["requested_on"]
      ) { next in
        next.request = request
        next.disputedFor = nil
        next.note = nil
      }
      desk.tell(
        .receivableConfirmationRequested, receivable, ["due_on": .string(request.dueOn.text)])
      try await desk.close()
      return try await receivableAnswer(receivable, to: actor, session)
    }
  }

  /// Confirms a receivable for its debtor: 200 with `ETag`.
  ///
  /// - Parameter body: `{"version_digest", "confirmed_fen"}`: what of it is confirmed, in which words.
  /// - Throws: `.conflict` `version_digest_stale` when it says something else by now,
  ///   `receivable_state`, `receivable_held`; `.forbidden` for anybody but the debtor; `.notFound`,
  ///   `.invalid`.
  public func confirmReceivable(
    _ id: ReceivableID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let actor = try await known(actor)
    var reader = ObjectReader(body)
    let input = ConfirmationInput(&reader)
    let faults = reader.finish()
    guard faults.isEmpty, let input else { throw ApplicationError.invalid(faults) }
    return try await answer(idempotency, as: actor) { session in
      var (desk, receivable, _) = try await openReceivable(id, by: actor, session)
      receivable = try await confirm(
        receivable, input, &desk, by: actor.subject,
        as: ReceivableAccess.role(of: actor, in: receivable))
      try await desk.close()
      return try await receivableAnswer(receivable, to: actor, session)
    }
  }

  /// Objects to a receivable for its debtor: 200 with `ETag`.
  ///
  /// - Parameter body: `{"reason", "note"}`.
  /// - Throws: `.conflict` `receivable_state`, `receivable_held`; `.forbidden` for anybody but the
  ///   debtor; `.notFound`, `.invalid`.
  public func disputeReceivable(
    _ id: ReceivableID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let actor = try await known(actor)
    var reader = ObjectReader(body)
    let input = DisputeInput(&reader)
    let faults = reader.finish()
    guard faults.isEmpty, let input else { throw ApplicationError.invalid(faults) }
    return try await answer(idempotency, as: actor) { session in
      var (desk, receivable, _) = try await openReceivable(id, by: actor, session)
      receivable = try await dispute(
        receivable, input, &desk, by: actor.subject,
        as: ReceivableAccess.role(of: actor, in: receivable))
      try await desk.close()
      return try await receivableAnswer(receivable, to: actor, session)
    }
  }

  /// Confirms many receivables of one debtor: 200 with an outcome for each, in their order. Those that
  /// are refused stay as they are and hold up no other.
  ///
  /// - Parameter body: `{"confirmations": [{"receivable_id", "version_digest", "confirmed_fen"}]}`.
  /// - Throws: `.forbidden` for anybody but an enterprise; `.invalid`.
  public func confirmReceivables(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    var reader = ObjectReader(body)
    let rows = BatchInput.rows("confirmations", &reader)
    let faults = reader.finish()
    guard faults.isEmpty else { throw ApplicationError.invalid(faults) }
    return try await answer(idempotency, as: actor) { session in
      guard let debtor = try await ownEnterprise(of: actor, session) else {
        throw ApplicationError.notFound(what: "enterprise")
      }
      let asked = rows.map { $0["receivable_id"]?.stringValue.flatMap { ReceivableID($0) } }
      let seen = try await ReceivableRepository.find(asked.compactMap { $0 }, session)
        .filter { $0.debtor == debtor.id }
      try await actAsService(actor, session)
      var desk = ReceivableDesk(
        self, try await EnterpriseRepository.lock(Array(Set(seen.map(\.seller))), session),
        at: clock.now(), traceparent: actor.traceparent, session)
      var receivables: [ReceivableID: ReceivableRecord] = [:]
      for found in try await ReceivableRepository.lock(seen.map(\.id), session) {
        receivables[found.id] = found
      }
      var outcomes: [JSON] = []
      for (index, row) in rows.enumerated() {
        outcomes.append(
          try await BatchInput.outcome {
            var reader = ObjectReader(row)
            _ = reader.requiredString("receivable_id", maximumLength: 64)
            let input = ConfirmationInput(&reader)
            let faults = reader.finish()
            guard faults.isEmpty, let input else { throw ApplicationError.invalid(faults) }
            guard let receivable = asked[index].flatMap({ receivables[$0] }) else {
              throw ApplicationError.notFound(what: "receivable")
            }
            let confirmed = try await confirm(
              receivable, input, &desk, by: actor.subject, as: ReceivableRole.debtor)
            receivables[confirmed.id] = confirmed
            return BatchInput.done(index, confirmed)
          } orFailing: {
            BatchInput.refused(index, $0)
          })
      }
      try await desk.close()
      return StoredAnswer(status: 200, body: ["data": .array(outcomes)])
    }
  }

  // MARK: Parts

  func confirm(
    _ receivable: ReceivableRecord, _ input: ConfirmationInput, _ desk: inout ReceivableDesk,
    by subject: String, as role: String
  ) async throws -> ReceivableRecord {
    guard input.version == receivable.digest else {
      throw ApplicationError.conflict(
        code: "version_digest_stale", zh: "该应收账款内容已变更,请重新读取后确认",
        en: "the receivable says something else by now: read it again")
    }
    guard input.fen <= receivable.terms.gross.value else {
      throw ApplicationError.invalid([
        Fault(
          "/confirmed_fen", "above_max", zh: "不得超过价税合计",
          en: "not more than the whole of it", limit: receivable.terms.gross.value)
      ])
    }
    let now = desk.now
    let confirmed = try await desk.step(
      receivable, "confirm", by: subject, as: role, given: ["confirmed_fen", "version_digest"]
    ) { next in
      next.confirmation = ReceivableConfirmation(fen: input.fen, at: now, by: subject)
      next.disputedFor = nil
      next.note = nil
    }
    try await ConfirmationTokenRepository.end(of: receivable.id, at: now, desk.session)
    desk.tell(.receivableConfirmed, confirmed)
    return confirmed
  }

  func dispute(
    _ receivable: ReceivableRecord, _ input: DisputeInput, _ desk: inout ReceivableDesk,
    by subject: String, as role: String
  ) async throws -> ReceivableRecord {
    let disputed = try await desk.step(
      receivable, "dispute", by: subject, as: role, given: ["reason"]
    ) { next in
      next.disputedFor = input.reason.rawValue
      next.note = input.note
    }
    try await ConfirmationTokenRepository.end(of: receivable.id, at: desk.now, desk.session)
    desk.tell(.receivableDisputed, disputed, ["reasons": [.string(input.reason.rawValue)]])
    return disputed
  }
}
