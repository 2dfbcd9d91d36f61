import Domain
import Postgres
import Store

/// The checked body of a request for a run.
private struct AllocationOrder {
  var isDryRun: Bool
  var seed: Int64?

  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    isDryRun = body.boolean("dry_run") ?? false
    seed = body.integer("seed", in: 0...Int64.max)
    let faults = body.finish()
    guard faults.isEmpty else { throw .invalid(faults) }
  }
}

extension Application {
  /// Allocates now, outside of the schedule: 201 with the run, whose offers are made by the sweeper
  /// little by little. A dry run is 200: what would come out, and nothing is stored.
  ///
  /// - Parameter body: `{dry_run, seed}`, both optional.
  /// - Throws: `.forbidden` for anyone but those who run the whole service; `.conflict`
  ///   `allocation_running` while another run goes on, `nothing_published`; `.invalid`.
  public func requestAllocation(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireControl(actor)
    let order = try AllocationOrder(body)
    guard !order.isDryRun else {
      let draft = try await read {
        try await draftAllocation(
          slot: nil, seed: order.seed, by: actor.subject, at: clock.now(), $0)
      }
      return StoredAnswer(status: 200, body: AllocationView.forecast(draft))
    }
    return try await answer(idempotency) { session in
      guard try await AllocationRepository.tryLock(session),
        try await !AllocationRepository.hasOpen(session)
      else {
        throw ApplicationError.conflict(
          code: "allocation_running", zh: "已有一次定期推介正在进行", en: "a periodic run is going on already")
      }
      let now = clock.now()
      let draft = try await draftAllocation(
        slot: nil, seed: order.seed, by: actor.subject, at: now, session)
      try await store(draft, session)
      try await audit(
        "allocation.run", subject: draft.run.id.text, reason: nil,
        data: [
          "needs": .int(Int64(draft.run.needs)), "offers": .int(Int64(draft.run.planned)),
          "seed": .int(draft.run.seed),
        ], by: actor, at: now, session)
      return StoredAnswer(
        status: 201, headers: ["Location": "/v1/allocation-runs/\(draft.run.id)"],
        body: AllocationView.json(draft.run, showsPins: true))
    }
  }

  /// Begins the run of the slot that is due. Whoever calls it, and how often, each slot has one; while
  /// another run goes on, and before a catalog is published, it waits.
  ///
  /// - Returns: the run that was begun.
  @discardableResult
  public func startDueAllocation() async throws -> AllocationID? {
    guard let slot = reference.allocation.dueSlot(at: clock.now()) else { return nil }
    // Most calls find it done: they write nothing.
    guard try await read({ try await mayStart(slot, $0) }) else { return nil }
    return try await writeQuietly { session in
      // Asked again under the lock: somebody may have been first.
      guard try await AllocationRepository.tryLock(session), try await mayStart(slot, session)
      else { return nil }
      let draft = try await draftAllocation(
        slot: slot, seed: nil, by: Actor.system("allocation").subject, at: clock.now(), session)
      try await store(draft, session)
      return draft.run.id
    }
  }

  private func mayStart(_ slot: Instant, _ session: any PostgresSession) async throws -> Bool {
    guard try await !AllocationRepository.hasSlot(slot, session),
      try await !AllocationRepository.hasOpen(session)
    else { return false }
    return try await catalogs.latest(session) != nil
  }
}
