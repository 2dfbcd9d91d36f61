import Domain
import Postgres
import Store
import Workflow

extension Application {
  /// Makes the offers of the next needs of the run that goes on, in one transaction; after the last
  /// ones ends the run. Two callers do it one after the other, and what was done before a crash stays
  /// done.
  ///
  /// - Parameter limit: needs of one transaction.
  /// - Returns: how many offers were made; nil when no run goes on.
  public func continueAllocation(limit: Int) async throws -> Int? {
    guard try await read({ try await AllocationRepository.hasOpen($0) }) else { return nil }
    return try await write { session in
      guard var run = try await AllocationRepository.lockOpen(session) else { return nil }
      let now = clock.now()
      var needs = try await AllocationRepository.needs(
        of: run.id, after: run.offeredTo, limit: max(1, limit), session)
      guard let last = needs.last else {
        try await finish(run, at: now, session)
        return 0
      }
      let owners = Set(needs.map(\.enterprise)).sorted()
      let locked = try await EnterpriseRepository.lock(owners, session)
      let regions = try await EnterpriseRepository.find(owners, session).mapValues(\.region)
      var desk = OfferDesk(
        self, EventWriter(locked: locked, ids: ids, time: now), in: regions, at: now,
        traceparent: nil, session)
      var batch = try await desk.openBatch(of: run.id, needs: needs.map(\.need))
      for place in needs.indices { try await desk.offer(&needs[place], &batch) }
      try await desk.close()
      run.state = .offering
      run.made += batch.made
      run.offeredTo = last.need.uuid
      try await AllocationRepository.save(
        run, needs: needs, lines: batch.lines.values.flatMap { $0 }.filter { $0.outcome != nil },
        session)
      return batch.made
    }
  }

  /// Ends a run and tells each institution that got offers by it.
  private func finish(
    _ run: AllocationRecord, at now: Instant, _ session: any PostgresSession
  ) async throws {
    try await AllocationRepository.finish(run.id, at: now, session)
    let shares = try await AllocationLineRepository.shares(
      of: run.id, institution: nil, session)
    try await OutboxRepository.append(
      shares.filter { $0.made > 0 }.map { share in
        Event(
          id: ids.next(), type: .allocationFinished, key: share.institution, subject: run.id.text,
          time: now, sequence: max(0, run.createdAt.microseconds / 1_000),
          data: [
            "allocation_run_id": .string(run.id.text), "institution": .string(share.institution),
            "suitable": .int(Int64(share.suitable)), "offers": .int(Int64(share.made)),
          ])
      }, session)
  }
}

/// The needs of one transaction of a run.
struct AllocationBatch {
  let run: AllocationID
  /// All lines of each need, as it ranks them.
  var lines: [NeedID: [AllocationLineRecord]]
  /// What is left of the accounts that there are; these are locked.
  var rooms: [LedgerAccount.Key: Int64]
  let behind: [String: Int]
  let paused: PausedProducts
  let newestRuns: [NeedID: RunID]
  var made = 0
}

extension OfferDesk {
  /// Reads what the offers of some needs are made from, and locks the accounts that they take from:
  /// all at once, in the order of their keys.
  func openBatch(of run: AllocationID, needs: [NeedID]) async throws -> AllocationBatch {
    let lines = try await AllocationRepository.lines(of: run, needs: needs, session)
    let keys = Set(lines.filter { $0.outcome == .planned }.flatMap(\.keys)).sorted()
    let accounts = try await LedgerRepository.lock(keys, session)
    let shares = try await AllocationLineRepository.shares(of: run, institution: nil, session)
    return AllocationBatch(
      run: run, lines: Dictionary(grouping: lines, by: \.need),
      rooms: accounts.mapValues(\.room),
      behind: Dictionary(
        shares.map { ($0.institution, $0.behind) }, uniquingKeysWith: { first, _ in first }),
      paused: try await application.pausedProducts(session),
      newestRuns: try await RunRepository.latest(needs: needs, session))
  }

  /// Makes the offers of one need as they were planned, as far as that can still be, and notes what
  /// became of them. What cannot be made is not replaced: the need takes its place in the line again.
  mutating func offer(
    _ need: inout AllocationNeedRecord, _ batch: inout AllocationBatch
  ) async throws {
    guard let current = try await NeedRepository.find(need.need, session),
      current.status == "submitted"
    else { return batch.drop(&need, .needWithdrawn, .needWithdrawn) }
    guard var referral = try await ReferralRepository.find(need.need, session),
      referral.isActive, referral.mode == .periodic
    else { return batch.drop(&need, .referralEnded, .referralEnded) }
    if current.version == need.version, current.matchDueSince == nil,
      batch.newestRuns[need.need] == need.run
    {
      try await makeOffers(of: need, wanted: referral.wanted, &batch)
      need.outcome = .done
    } else {
      batch.drop(&need, .needChanged, .needChanged)
    }
    // Looks at what it has by now.
    _ = try await dispatch(current, &referral)
  }

  private mutating func makeOffers(
    of need: AllocationNeedRecord, wanted: Int, _ batch: inout AllocationBatch
  ) async throws {
    let before = try await OfferRepository.list(need: need.need, session)
    var asked = Set(before.map(\.institution))
    var live = before.count(where: \.isLive)
    let lines = batch.lines[need.need] ?? []
    for place in lines.indices where lines[place].outcome == .planned {
      let line = lines[place]
      let keys = line.keys.filter { batch.rooms[$0] != nil }
      let outcome: AllocationLineRecord.Outcome =
        if batch.paused.pause(product: line.product, institution: line.institution) != nil {
          .paused
        } else if asked.contains(line.institution) {
          .askedMeanwhile
        } else if live >= wanted {
          .enoughMeanwhile
        } else if keys.contains(where: { batch.rooms[$0, default: 0] <= 0 }) {
          .roomTaken
        } else {
          .made
        }
      batch.lines[need.need]?[place].outcome = outcome
      guard outcome == .made else { continue }
      let offer = OfferRecord(
        id: application.ids.next(), need: need.need, needVersion: need.version,
        enterprise: need.enterprise, run: need.run, productCode: line.product,
        institution: line.institution, mode: .periodic, place: line.place,
        state: rules.machine.initial, why: batch.why(line, among: lines), at: now)
      try await make(offer, holding: keys)
      batch.lines[need.need]?[place].offer = offer.id
      for key in keys { batch.rooms[key, default: 0] -= 1 }
      batch.made += 1
      asked.insert(line.institution)
      live += 1
    }
  }
}

extension AllocationLineRecord {
  /// The accounts that an offer of it takes from.
  var keys: [LedgerAccount.Key] { [.init(.product, product), .init(.institution, institution)] }
}

extension AllocationBatch {
  /// Notes that nothing came of a need.
  mutating func drop(
    _ need: inout AllocationNeedRecord, _ outcome: AllocationNeedRecord.Outcome,
    _ lineOutcome: AllocationLineRecord.Outcome
  ) {
    need.outcome = outcome
    let lines = lines[need.need] ?? []
    for place in lines.indices where lines[place].outcome == .planned {
      self.lines[need.need]?[place].outcome = lineOutcome
    }
  }

  /// Why an institution was asked, and why the others were not, as of every offer.
  func why(_ line: AllocationLineRecord, among lines: [AllocationLineRecord]) -> JSON {
    [
      "allocation_run_id": .string(run.text), "place": .int(Int64(line.place)),
      "behind": .int(Int64(behind[line.institution] ?? 0)),
      "effective_ppm": .optional(line.effectivePpm), "coverage_ppm": .int(Int64(line.coveragePpm)),
      "room": .optional(line.keys.compactMap { rooms[$0] }.min()),
      "lines": .array(
        lines.map {
          [
            "product": .string($0.product), "institution": .string($0.institution),
            "why": .string($0.why),
          ]
        }),
    ]
  }
}
