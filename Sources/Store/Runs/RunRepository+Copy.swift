import Domain
import Foundation
import Postgres

extension RunRepository {
  /// For the rows of one COPY, of some KiB each.
  private static let workMemory = "32MB"

  /// Inserts many runs by COPY, the fastest way in. The caller knows that none of them is there.
  ///
  /// When they were written is the database's clock, as everywhere, asked once: the column's own
  /// default would make COPY insert row by row. The enterprises' locks must be held before, so that
  /// the runs of a need follow each other by that clock too.
  ///
  /// - Throws: a unique violation of `match_run_once` when one is there all the same; nothing is
  ///   stored then.
  public static func copy(
    _ runs: [RunRecord], _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !runs.isEmpty else { return }
    // The rows are kept for the check of what they pin; beyond `work_mem` they go to a file first.
    let instant = try await session.queryOne(
      prepared("SELECT clock_timestamp(), set_config('work_mem', \(workMemory), true)")
    ).instant(0)
    var rows = CopyRows()
    for run in runs {
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
    try await session.copyIn(
      """
      COPY match_run (id, need_id, need_version, enterprise_id, facts_version, facts_digest,
        catalog_version, policy_version, engine_version, clock, decided_on, considered, eligible,
        ineligible, needs_info, result, verdicts, cause_event_id, traceparent, created_at)
      FROM STDIN (FORMAT binary)
      """, chunks: rows.finish())
  }
}
