import Domain
import Foundation
import Postgres
import Synchronization

extension RunRepository {
  /// For the rows of one COPY, of some KiB each.
  private static let workMemory = "32MB"

  /// Inserts many runs by COPY, the fastest way in, while they are still being made: the server
  /// stores those that came first meanwhile. The caller knows that none of them is there.
  ///
  /// When they were written is the database's clock, as everywhere, asked once: the column's own
  /// default would make COPY insert row by row. The enterprises' locks must be held before, so that
  /// the runs of a need follow each other by that clock too.
  ///
  /// - Returns: how many were stored: fewer than were made when the task was cancelled.
  /// - Throws: a unique violation of `match_run_once` when one is there all the same; nothing is
  ///   stored then.
  public static func copy(
    _ runs: AsyncStream<[RunRecord]>, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    // The rows are kept for the check of what they pin; beyond `work_mem` they go to a file first.
    let instant = try await session.queryOne(
      prepared("SELECT clock_timestamp(), set_config('work_mem', \(workMemory), true)")
    ).instant(0)
    let feed = RunFeed(runs, writtenAt: instant)
    return try await session.copyIn(
      """
      COPY match_run (id, need_id, need_version, enterprise_id, facts_version, facts_digest,
        catalog_version, policy_version, engine_version, clock, decided_on, considered, eligible,
        ineligible, needs_info, result, verdicts, cause_event_id, traceparent, created_at)
      FROM STDIN (FORMAT binary)
      """
    ) { await feed.next() }
  }
}

/// Rows of runs in COPY's format, as the runs come.
private final class RunFeed: Sendable {
  private struct State {
    var rows = CopyRows()
    var ready: ArraySlice<[UInt8]> = []
    var hasEnded = false
  }

  private let runs: AsyncStream<[RunRecord]>
  private let instant: Instant
  private let state = Mutex(State())

  init(_ runs: AsyncStream<[RunRecord]>, writtenAt instant: Instant) {
    self.runs = runs
    self.instant = instant
  }

  /// The next piece to send; nil after the last. Asked one at a time.
  func next() async -> [UInt8]? {
    while true {
      if let piece = state.withLock({ $0.ready.popFirst() }) { return piece }
      if state.withLock({ $0.hasEnded }) { return nil }
      var iterator = runs.makeAsyncIterator()
      let batch = await iterator.next()
      state.withLock { state in
        if let batch {
          for place in batch.indices { append(batch[place], to: &state.rows) }
          state.ready = state.rows.takeFull()[...]
        } else {
          state.ready = state.rows.finish()[...]
          state.hasEnded = true
        }
      }
    }
  }

  private func append(_ run: RunRecord, to rows: inout CopyRows) {
    rows.beginRow(columns: 20)
    rows.append(run.id.uuid)
    rows.append(run.need.uuid)
    rows.append(Int32(run.needVersion))
    rows.append(run.enterprise.uuid)
    rows.append(Int32(run.factsVersion))
    rows.append(run.factsDigest.bytes)
    rows.append(Int32(run.catalogVersion))
    rows.append(Int32(run.policyVersion))
    rows.append(Int16(run.engineVersion))
    rows.append(run.clock.bound)
    rows.append(run.clock.legalDate.bound)
    rows.append(Int32(run.considered))
    rows.append(Int32(run.eligible))
    rows.append(Int32(run.ineligible))
    rows.append(Int32(run.needsInfo))
    rows.append(run.result)
    rows.append(run.verdicts)
    rows.append(run.cause.uuid)
    rows.append(run.traceparent)
    rows.append(instant.bound)
  }
}
