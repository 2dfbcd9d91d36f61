import Domain
import Foundation
import Postgres
import Sealing

/// A version of facts with the one before it.
public struct FactsChange: Sendable {
  public var at: Instant
  public var digest: Digest
  public var facts: SealedFacts
  public var before: SealedFacts?
}

/// Reads for lineage: what came of an event, by whichever identifier one begins with. Every list is
/// bounded by its caller.
public enum LineageRepository {
  /// Where that of one enterprise stands which an event can be about, by the prefix of its identifiers. An
  /// activity is of many enterprises.
  private static let owned: [String: SQLIdentifier] = [
    "rev": "review", "off": "offer", "con": "consent", "rcv": "receivable", "gua": "guarantee",
    "lst": "listing_case", "awe": "award_event", "clm": "claim", "pml": "pool_member",
    "ppr": "pool_proposal", "adv": "adviser_assignment", "rpt": "report", "wrn": "warning",
    "inv": "supplier_invitation", "dl": "dead_letter",
  ]

  /// Whose that is which an event is about, a need apart; nil where it is nobody's, or not there.
  public static func owner(
    of subject: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> EnterpriseID? {
    let parts = subject.split(separator: "_", maxSplits: 1).map(String.init)
    guard parts.count == 2, let table = owned[parts[0]], let id = UUID(uuidString: parts[1]) else {
      return nil
    }
    // An invitation is told to whom it comes from.
    let column: SQLIdentifier = parts[0] == "inv" ? "debtor_id" : "enterprise_id"
    let rows = try await session.query(
      """
      SELECT \(identifier: column) FROM \(identifier: table)
      WHERE id = \(id) AND \(identifier: column) IS NOT NULL
      """)
    guard let row = rows.first else { return nil }
    return EnterpriseID(try row.uuid(0))
  }

  /// What an enterprise's facts are drawn from, as events name it: its receivables, listing cases and
  /// reports, and the warnings that these raised; the newest ones.
  public static func sources(
    of enterprise: EnterpriseID, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [String] {
    try await session.query(
      """
      SELECT prefix || id::text FROM (
        SELECT 'rcv_' AS prefix, id FROM receivable WHERE enterprise_id = \(enterprise.uuid)
        UNION ALL SELECT 'lst_', id FROM listing_case WHERE enterprise_id = \(enterprise.uuid)
        UNION ALL SELECT 'rpt_', id FROM report WHERE enterprise_id = \(enterprise.uuid)
        UNION ALL SELECT 'wrn_', id FROM warning WHERE enterprise_id = \(enterprise.uuid)) AS own
      ORDER BY id DESC LIMIT \(limit)
      """
    ).map { row throws(PostgresError) in try row.text(0) }
  }

  private static let entryColumns: Statement = """
    SELECT i.consumer, i.event_id, i.event_type, i.subject, i.causation, i.traceparent,
      i.occurred_at, i.handled_at, i.attempts
    """

  private static func entry(_ row: Row) throws(PostgresError) -> InboxEntry {
    InboxEntry(
      consumer: try row.decode(0, as: String.self),
      event: EventID(try row.decode(1, as: UUID.self)),
      typeName: try row.decode(2, as: String?.self), subject: try row.decode(3, as: String?.self),
      causation: try row.decode(4, as: String?.self),
      traceparent: try row.decode(5, as: String?.self), occurredAt: try row.optionalInstant(6),
      handledAt: try row.instant(7), attempts: try row.decode(8, as: Int16?.self).map { Int($0) })
  }

  /// Who has applied these events, by event and consumer. Consumers are few: the primary key is read
  /// once for each of them.
  public static func entries(
    of events: [EventID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [InboxEntry] {
    guard !events.isEmpty else { return [] }
    return try await session.query(
      """
      WITH RECURSIVE known (consumer) AS (
        (SELECT consumer FROM inbox ORDER BY consumer LIMIT 1)
        UNION ALL
        SELECT (SELECT consumer FROM inbox WHERE consumer > k.consumer ORDER BY consumer LIMIT 1)
        FROM known k WHERE k.consumer IS NOT NULL)
      """ + entryColumns
        + """
         FROM known k JOIN inbox i ON i.consumer = k.consumer
          AND i.event_id = ANY(\(events.map(\.uuid)))
        ORDER BY i.event_id, i.consumer
        """
    ).map(entry)
  }

  /// Applied events about any of these subjects, newest first.
  public static func entries(
    about subjects: [String], limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [InboxEntry] {
    try await session.query(
      entryColumns
        + """
         FROM inbox i WHERE i.subject = ANY(\(subjects)) ORDER BY i.event_id DESC LIMIT \(limit)
        """
    ).map(entry)
  }

  /// Events in the outbox with one of these identifiers or keys, oldest first.
  public static func waiting(
    events: [EventID], keys: [String], limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [PendingEvent] {
    try await session.query(
      """
      SELECT event_id, type, key, subject, causation, traceparent, occurred_at, NULL::text,
        NULL::timestamptz
      FROM outbox WHERE event_id = ANY(\(events.map(\.uuid))) OR key = ANY(\(keys))
      ORDER BY id LIMIT \(limit)
      """
    ).map(pending)
  }

  /// Events parked behind a dead letter, by identifier or enterprise, in the order they will go on.
  public static func held(
    events: [EventID], enterprises: [EnterpriseID], limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [PendingEvent] {
    try await session.query(
      """
      SELECT event_id, type, key, subject, causation, traceparent, occurred_at, consumer, held_at
      FROM held_event
      WHERE event_id = ANY(\(events.map(\.uuid)))
        OR enterprise_id = ANY(\(enterprises.map(\.uuid)))
      ORDER BY number LIMIT \(limit)
      """
    ).map(pending)
  }

  private static func pending(_ row: Row) throws(PostgresError) -> PendingEvent {
    PendingEvent(
      event: EventID(try row.decode(0, as: UUID.self)),
      typeName: try row.decode(1, as: String.self),
      key: try row.decode(2, as: String.self), subject: try row.decode(3, as: String.self),
      causation: try row.decode(4, as: String?.self),
      traceparent: try row.decode(5, as: String?.self), occurredAt: try row.instant(6),
      consumer: try row.decode(7, as: String?.self), heldAt: try row.optionalInstant(8))
  }

  /// What was sent of these events to webhooks, oldest first.
  public static func deliveries(
    of events: [EventID], limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [DeliveryHead] {
    guard !events.isEmpty else { return [] }
    let rows = try await session.query(
      """
      SELECT d.id, d.endpoint_id, d.event_id, e.organisation, d.state, d.attempts, d.created_at
      FROM webhook_delivery d JOIN webhook_endpoint e ON e.id = d.endpoint_id
      WHERE d.event_id = ANY(\(events.map(\.uuid)))
      ORDER BY d.id LIMIT \(limit)
      """)
    return try rows.map { row throws(PostgresError) in
      DeliveryHead(
        id: WebhookDeliveryID(try row.uuid(0)), endpoint: WebhookID(try row.uuid(1)),
        event: EventID(try row.uuid(2)), organisation: try row.text(3), state: try row.text(4),
        attempts: Int(try row.decode(5, as: Int16.self)), createdAt: try row.instant(6))
    }
  }

  /// Dead letters by identifier, event, or enterprise that waits behind them, newest first.
  public static func deadLetters(
    ids: [DeadLetterID] = [], events: [EventID] = [], enterprises: [EnterpriseID] = [], limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [DeadLetterHead] {
    let rows = try await session.query(
      """
      SELECT id, consumer, event_id, enterprise_id, reason, attempts, state, redrives, created_at,
        headers->>'traceparent'
      FROM dead_letter
      WHERE id = ANY(\(ids.map(\.uuid))) OR event_id = ANY(\(events.map(\.uuid)))
        OR enterprise_id = ANY(\(enterprises.map(\.uuid)))
      ORDER BY id DESC LIMIT \(limit)
      """)
    var letters: [DeadLetterHead] = []
    for row in rows {
      letters.append(
        DeadLetterHead(
          id: DeadLetterID(try row.decode(0, as: UUID.self)),
          consumer: try row.decode(1, as: String.self),
          event: try row.decode(2, as: UUID?.self).map { EventID($0) },
          enterprise: try row.decode(3, as: UUID?.self).map { EnterpriseID($0) },
          reason: try row.decode(4, as: String.self),
          attempts: Int(try row.decode(5, as: Int32.self)),
          state: try row.decode(6, as: String.self),
          redrives: Int(try row.decode(7, as: Int16.self)), createdAt: try row.instant(8),
          traceparent: try row.decode(9, as: String?.self)))
    }
    return letters
  }

  private static let runColumns: Statement = """
    SELECT id, need_id, need_version, enterprise_id, facts_version, catalog_version, policy_version,
      engine_version, clock, considered, eligible, ineligible, needs_info, cause_event_id,
      traceparent, created_at
    FROM match_run
    """

  private static func run(_ row: Row) throws(PostgresError) -> RunHead {
    RunHead(
      id: RunID(try row.decode(0, as: UUID.self)), need: NeedID(try row.decode(1, as: UUID.self)),
      needVersion: Int(try row.decode(2, as: Int32.self)),
      enterprise: EnterpriseID(try row.decode(3, as: UUID.self)),
      factsVersion: Int(try row.decode(4, as: Int32.self)),
      catalogVersion: Int(try row.decode(5, as: Int32.self)),
      policyVersion: Int(try row.decode(6, as: Int32.self)),
      engineVersion: Int(try row.decode(7, as: Int16.self)), clock: try row.instant(8),
      considered: Int(try row.decode(9, as: Int32.self)),
      eligible: Int(try row.decode(10, as: Int32.self)),
      ineligible: Int(try row.decode(11, as: Int32.self)),
      needsInfo: Int(try row.decode(12, as: Int32.self)),
      cause: EventID(try row.decode(13, as: UUID.self)),
      traceparent: try row.decode(14, as: String?.self), createdAt: try row.instant(15))
  }

  /// One run.
  public static func run(
    _ id: RunID, _ session: any PostgresSession
  ) async throws(PostgresError) -> RunHead? {
    try await session.query(runColumns + " WHERE id = \(id.uuid)").map(run).first
  }

  /// The runs of some needs, newest first.
  public static func runs(
    of needs: [NeedID], limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [RunHead] {
    guard !needs.isEmpty else { return [] }
    return try await session.query(
      runColumns
        + " WHERE need_id = ANY(\(needs.map(\.uuid))) ORDER BY id DESC LIMIT \(limit)"
    ).map(run)
  }

  /// Facts versions of an enterprise that were written at these instants, each with the version
  /// before it.
  public static func facts(
    of enterprise: EnterpriseID, writtenAt instants: [Instant], _ session: any PostgresSession
  ) async throws(PostgresError) -> [FactsChange] {
    guard !instants.isEmpty else { return [] }
    let rows = try await session.query(
      """
      SELECT f.version, f.created_at, f.body, e.data_key, b.body, f.digest
      FROM facts_version f
      JOIN enterprise e ON e.id = f.enterprise_id
      LEFT JOIN facts_version b ON b.enterprise_id = f.enterprise_id AND b.version = f.version - 1
      WHERE f.enterprise_id = \(enterprise.uuid) AND f.created_at = ANY(\(instants.map(\.bound)))
      ORDER BY f.version
      """)
    return try rows.map { row throws(PostgresError) in
      let version = Int(try row.decode(0, as: Int32.self))
      return FactsChange(
        at: try row.instant(1), digest: Digest(bytes: try row.bytes(5)),
        facts: try row.sealedFacts(of: enterprise, version: version, body: 2, key: 3),
        before: row.isNull(4)
          ? nil : try row.sealedFacts(of: enterprise, version: version - 1, body: 4, key: 3))
    }
  }

  /// Flipped verdicts that came with these runs, by run and product.
  public static func flips(
    of runs: [RunID], limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [FlipHead] {
    guard !runs.isEmpty else { return [] }
    return try await flips(
      "f.to_run = ANY(\(runs.map(\.uuid))) ORDER BY f.to_run, p.code LIMIT \(limit)", session)
  }

  /// Flipped verdicts of a sweep, newest first.
  public static func flips(
    of sweep: SweepID, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [FlipHead] {
    try await flips("f.sweep_id = \(sweep.uuid) ORDER BY f.id DESC LIMIT \(limit)", session)
  }

  private static func flips(
    _ condition: Statement, _ session: any PostgresSession
  ) async throws(PostgresError) -> [FlipHead] {
    let rows = try await session.query(
      """
      SELECT f.id, f.to_run, p.code, f.from_verdict, f.to_verdict, f.cause, f.sweep_id, f.created_at
      FROM decision_flip f JOIN product p ON p.id = f.product_id WHERE
      """ + " " + condition)
    var flips: [FlipHead] = []
    for row in rows {
      flips.append(
        FlipHead(
          id: FlipID(try row.decode(0, as: UUID.self)),
          run: RunID(try row.decode(1, as: UUID.self)),
          product: try row.decode(2, as: String.self), from: try row.decode(3, as: String.self),
          to: try row.decode(4, as: String.self), cause: try row.decode(5, as: String.self),
          sweep: try row.decode(6, as: UUID?.self).map { SweepID($0) },
          createdAt: try row.instant(7)))
    }
    return flips
  }
}
