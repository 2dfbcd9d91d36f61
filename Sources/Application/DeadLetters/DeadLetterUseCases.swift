import Domain
import Postgres
import Store

extension Application {
  /// Sends an open letter's record back to its topic, unchanged: 200. The consumer ends the letter
  /// when it has applied the event, and then applies what waited behind it.
  ///
  /// - Parameter body: `{"dry_run"}`; a dry run changes nothing.
  /// - Throws: `.notFound`, `.forbidden`, `.invalid`, `.conflict` with `letter_not_open`,
  ///   `redrive_limit`, `not_redrivable` or `letter_behind`.
  public func redriveDeadLetter(
    _ id: DeadLetterID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let request = try DeadLetterRequest(body, needsReason: false)
    return try await moveOne(
      id, .redrive, isDryRun: request.isDryRun, actor: actor, idempotency: idempotency)
  }

  /// Lets the consumer go on without an open letter's record, for good: 200. What waited behind it is
  /// applied in order.
  ///
  /// - Parameter body: `{"reason", "dry_run"}`.
  /// - Throws: as `redriveDeadLetter`.
  public func skipDeadLetter(
    _ id: DeadLetterID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let request = try DeadLetterRequest(body, needsReason: true)
    return try await moveOne(
      id, .skip(reason: request.reason ?? ""), isDryRun: request.isDryRun, actor: actor,
      idempotency: idempotency)
  }

  private func moveOne(
    _ id: DeadLetterID, _ action: DeadLetterAction, isDryRun: Bool, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try requireLetterMover(actor)
    return try await answer(idempotency) { session in
      guard let found = try await DeadLetterRepository.find(id, session) else {
        throw ApplicationError.notFound(what: "dead letter")
      }
      let locked = try await lockLetters([found], session)
      guard let letter = locked.letters.first else {
        throw ApplicationError.notFound(what: "dead letter")
      }
      if let refusal = DeadLetterRefusal.of(
        letter, action, isBehind: locked.isBehind(letter), limits: deadLetterLimits)
      {
        throw refusal.error(letter)
      }
      if !isDryRun {
        try await move(
          [letter], action, locked: locked.enterprises, isBulk: false, by: actor,
          at: clock.now(), session)
      }
      let after = try await DeadLetterRepository.find(id, session) ?? letter
      return StoredAnswer(
        status: 200,
        body: [
          "action": .string(action.name), "dry_run": .bool(isDryRun),
          "dead_letter": DeadLetterView.json(after, limits: deadLetterLimits),
        ])
    }
  }

  /// Redrives open letters that fit a filter, oldest first: 200 with what was done, what was refused
  /// and how many are left.
  ///
  /// - Parameter body: `{"filter": {"reason", "consumer", "type", "enterprise_id",
  ///   "created_before"}, "all", "dry_run", "limit", "after"}`, with at least one condition or
  ///   `all`.
  /// - Throws: `.forbidden`, `.invalid`.
  public func redriveDeadLetters(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let request = try BulkDeadLetterRequest(body, needsReason: false)
    return try await moveMany(request, .redrive, actor: actor, idempotency: idempotency)
  }

  /// Skips open letters that fit a filter, as `redriveDeadLetters`; `reason` says why.
  public func skipDeadLetters(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let request = try BulkDeadLetterRequest(body, needsReason: true)
    return try await moveMany(
      request, .skip(reason: request.reason ?? ""), actor: actor, idempotency: idempotency)
  }

  private func moveMany(
    _ request: BulkDeadLetterRequest, _ action: DeadLetterAction, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try requireLetterMover(actor)
    return try await answer(idempotency) { session in
      let matched = try await DeadLetterRepository.count(
        request.filter, after: request.after?.uuid, session)
      let found = try await DeadLetterRepository.list(
        request.filter, after: request.after?.uuid, ascending: true, limit: request.limit, session)
      var locked = try await lockLetters(found, session)
      var moved: [DeadLetterStatus] = []
      var refused: [JSON] = []
      // By place in line, so that an enterprise's letters travel in its order.
      let ordered = locked.letters.sorted {
        ($0.number ?? 0, $0.id.text) < ($1.number ?? 0, $1.id.text)
      }
      for letter in ordered {
        if let refusal = DeadLetterRefusal.of(
          letter, action, isBehind: locked.isBehind(letter), limits: deadLetterLimits)
        {
          refused.append(
            ["dead_letter_id": .string(letter.id.text), "code": .string(refusal.rawValue)])
        } else {
          moved.append(letter)
          locked.moved(letter, to: action == .redrive ? .redriving : .skipping)
        }
      }
      if !request.isDryRun {
        try await move(
          moved, action, locked: locked.enterprises, isBulk: true, by: actor, at: clock.now(),
          session)
      }
      let left = max(0, matched - Int64(found.count))
      return StoredAnswer(
        status: 200,
        body: [
          "action": .string(action.name), "dry_run": .bool(request.isDryRun),
          "matched": .int(matched), "moved": .int(Int64(moved.count)),
          "dead_letter_ids": .array(moved.map { .string($0.id.text) }),
          "refused": .array(refused), "left": .int(left),
          "next": .optional(left > 0 ? found.last?.id.text : nil),
        ])
    }
  }
}
