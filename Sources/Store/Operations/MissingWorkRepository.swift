import Domain
import Foundation
import Postgres

/// How much work is missing or under way, by kind.
public struct MissingWork: Sendable, Hashable {
  /// Submitted needs that wait for their run.
  public var needs: Int64
  /// Needs for which a product ripens by today and whose run was not asked for yet.
  public var rematches: Int64
  /// Sweeps whose slices are still to be cut.
  public var sweeps: Int64
  /// Slices of unfinished sweeps that are not done.
  public var slices: Int64
  /// Dead letters on their way to their consumer.
  public var letters: Int64
  /// Sellers whose facts are to be drawn from their receivables.
  public var receivables: Int64
  /// Enterprises that are to be judged by what is reported of them.
  public var warnings: Int64
  /// Enterprises whose listing cases are to be looked at.
  public var listings: Int64
  /// Award events of which enterprises are to be told.
  public var notices: Int64
  /// Published events that nobody read for webhooks.
  public var webhooks: Int64

  public init(
    needs: Int64 = 0, rematches: Int64 = 0, sweeps: Int64 = 0, slices: Int64 = 0,
    letters: Int64 = 0, receivables: Int64 = 0, warnings: Int64 = 0, listings: Int64 = 0,
    notices: Int64 = 0, webhooks: Int64 = 0
  ) {
    self.needs = needs
    self.rematches = rematches
    self.sweeps = sweeps
    self.slices = slices
    self.letters = letters
    self.receivables = receivables
    self.warnings = warnings
    self.listings = listings
    self.notices = notices
    self.webhooks = webhooks
  }
}

/// What PostgreSQL knows is to be done, whatever became of the events that asked for it.
public enum MissingWorkRepository {
  public static func count(
    at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> MissingWork {
    let rows = try await session.query(
      """
      SELECT
        (SELECT count(*) FROM need WHERE match_due_since IS NOT NULL),
        (SELECT count(*) FROM need_rematch
          WHERE state = 'scheduled' AND rematch_on <= \(instant.legalDate.bound)),
        (SELECT count(*) FROM sweep WHERE finished_at IS NULL AND state = 'planning'),
        (SELECT count(*) FROM sweep_slice s
          JOIN sweep w ON w.id = s.sweep_id AND w.finished_at IS NULL WHERE s.done_at IS NULL),
        (SELECT count(*) FROM dead_letter WHERE state IN ('redriving', 'skipping')),
        (SELECT count(*) FROM receivable_account WHERE facts_due_at <= \(instant.bound)),
        (SELECT count(*) FROM monitoring_account WHERE due_at <= \(instant.bound)),
        (SELECT count(*) FROM listing_account WHERE due_at <= \(instant.bound)),
        (SELECT count(DISTINCT event_id) FROM entitlement_notice
          WHERE due_at <= \(instant.bound)),
        (SELECT count(*) FROM webhook_event WHERE kept_at < \(instant.bound)
          AND type = ANY(\(EventType.publicTypes.map(\.rawValue))))
      """)
    guard let row = rows.first else { return MissingWork() }
    return MissingWork(
      needs: try row.int64(0), rematches: try row.int64(1), sweeps: try row.int64(2),
      slices: try row.int64(3), letters: try row.int64(4), receivables: try row.int64(5),
      warnings: try row.int64(6), listings: try row.int64(7), notices: try row.int64(8),
      webhooks: try row.int64(9))
  }

  /// Waits for the turn that `NeedRepository.tryLockSweep` asks for.
  public static func lockTurn(_ session: any PostgresSession) async throws(PostgresError) {
    try await session.execute("SELECT pg_advisory_xact_lock(7242004220)")
  }

  /// Up to where the outbox is written now; rows beyond were written later.
  public static func lastEvent(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> Int64 {
    try await session.query("SELECT coalesce(max(id), 0) FROM outbox").first?
      .decode(0, as: Int64.self) ?? 0
  }

  /// A waiting need in the order in which they are walked.
  public struct WaitingNeed: Sendable, Hashable {
    public var need: NeedID
    public var enterprise: EnterpriseID
    public var since: Instant
  }

  /// Needs that wait for their run and were not asked for again since `instant`, those that wait
  /// longest first. Those whose enterprise has an event in the outbox are left out: it asks for them
  /// already; and those of enterprises that a dead letter holds up, whose end decides them.
  ///
  /// - Parameters:
  ///   - after: where the walk goes on; nil at its beginning.
  ///   - lastEvent: events of the outbox up to this one count.
  ///   - triggers: names of the event types that ask for a run.
  ///   - consumer: who decides needs.
  public static func needs(
    after: WaitingNeed?, askedBefore instant: Instant, lastEvent: Int64, triggers: [String],
    consumer: String, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [WaitingNeed] {
    var statement: Statement = """
      WITH asked AS MATERIALIZED (
        SELECT DISTINCT key FROM outbox WHERE id <= \(lastEvent) AND type = ANY(\(triggers)))
      SELECT id, enterprise_id, match_due_since FROM need
      WHERE match_due_since IS NOT NULL
        AND (match_asked_at IS NULL OR match_asked_at < \(instant.bound))
        AND 'ent_' || need.enterprise_id NOT IN (SELECT key FROM asked)
        AND NOT EXISTS (
          SELECT FROM dead_letter d
          WHERE d.enterprise_id = need.enterprise_id AND d.consumer = \(consumer)
            AND d.state IN ('open', 'redriving', 'skipping'))
      """
    if let after {
      statement =
        statement + " AND (match_due_since, id) > (\(after.since.bound), \(after.need.uuid))"
    }
    let rows = try await session.query(
      statement + " ORDER BY match_due_since, id LIMIT \(limit)")
    return try rows.map { row throws(PostgresError) in
      WaitingNeed(
        need: NeedID(try row.decode(0, as: UUID.self)),
        enterprise: EnterpriseID(try row.decode(1, as: UUID.self)), since: try row.instant(2))
    }
  }

  /// Slices of unfinished sweeps that are not done and were not asked for since `instant`, in the
  /// order of sweeps and numbers. Those with an event in the outbox are left out.
  public static func slices(
    askedBefore instant: Instant, lastEvent: Int64, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [SliceRecord] {
    let rows = try await session.query(
      """
      WITH asked AS MATERIALIZED (
        SELECT DISTINCT key FROM outbox
        WHERE id <= \(lastEvent) AND topic = \(Topic.work.rawValue))
      SELECT s.sweep_id, s.number, s.after_need, s.last_need, s.needs
      FROM sweep_slice s JOIN sweep w ON w.id = s.sweep_id AND w.finished_at IS NULL
      WHERE s.done_at IS NULL AND s.requested_at < \(instant.bound)
        AND 'swp_' || s.sweep_id || '/' || s.number NOT IN (SELECT key FROM asked)
      ORDER BY s.sweep_id, s.number LIMIT \(limit)
      FOR NO KEY UPDATE OF s SKIP LOCKED
      """)
    return try rows.map { row throws(PostgresError) in
      SliceRecord(
        sweep: SweepID(try row.decode(0, as: UUID.self)),
        number: Int(try row.decode(1, as: Int32.self)), after: try row.decode(2, as: UUID.self),
        last: try row.decode(3, as: UUID.self), needs: Int(try row.decode(4, as: Int32.self)))
    }
  }
}
