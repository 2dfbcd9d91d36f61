import Domain
import Foundation
import Postgres

/// Activities. The database counts seats, and refuses what passes the capacity.
public enum ActivityRepository {
  private static let columns: Statement = """
    SELECT id, kind, title, region, place, starts_at, ends_at, capacity, seats_taken, state,
      cancelled_for, version, created_at, created_by, updated_at
    FROM activity
    """

  private static func record(_ row: Row) throws(PostgresError) -> ActivityRecord {
    guard let kind = ActivityRecord.Kind(rawValue: try row.text(1)),
      let state = ActivityRecord.State(rawValue: try row.text(9))
    else {
      throw PostgresError(
        kind: .decoding, reason: "kind or state of an activity is none of the known ones")
    }
    var activity = ActivityRecord(
      id: ActivityID(try row.uuid(0)), kind: kind, title: try row.text(2),
      region: try row.text(3), place: try row.optionalText(4), startsAt: try row.instant(5),
      endsAt: try row.instant(6), capacity: Int(try row.int32(7)), at: try row.instant(12),
      by: try row.text(13))
    activity.seatsTaken = Int(try row.int32(8))
    activity.state = state
    activity.cancelledFor = try row.optionalText(10)
    activity.version = Int(try row.int32(11))
    activity.updatedAt = try row.instant(14)
    return activity
  }

  public static func insert(
    _ activity: ActivityRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO activity (id, kind, title, region, place, starts_at, ends_at, capacity, state,
        version, created_at, created_by, updated_at)
      VALUES (\(activity.id.uuid), \(activity.kind.rawValue), \(activity.title),
        \(activity.region), \(activity.place as String?), \(activity.startsAt.bound),
        \(activity.endsAt.bound), \(activity.capacity), \(activity.state.rawValue),
        \(activity.version), \(activity.createdAt.bound), \(activity.createdBy),
        \(activity.updatedAt.bound))
      """)
  }

  /// Writes what an activity is now.
  ///
  /// - Throws: a check violation of `activity_seats` for a capacity below the seats that are taken.
  public static func update(
    _ activity: ActivityRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE activity SET title = \(activity.title), place = \(activity.place as String?),
        starts_at = \(activity.startsAt.bound), ends_at = \(activity.endsAt.bound),
        capacity = \(activity.capacity), state = \(activity.state.rawValue),
        cancelled_for = \(activity.cancelledFor as String?), version = \(activity.version),
        updated_at = \(activity.updatedAt.bound)
      WHERE id = \(activity.id.uuid)
      """)
  }

  /// - Parameter locking: keeps others from changing it until the transaction ends. To be taken after the
  ///   locks of enterprises.
  public static func find(
    _ id: ActivityID, locking: Bool = false, _ session: any PostgresSession
  ) async throws(PostgresError) -> ActivityRecord? {
    var statement = columns + " WHERE id = \(id.uuid)"
    if locking { statement = statement + " FOR NO KEY UPDATE" }
    return try await session.query(statement).first.map(record)
  }

  /// Lets nobody else invite to an activity, or cancel it, until the transaction ends. To be taken before
  /// the locks of enterprises: who is invited is read before it is known whom to lock.
  public static func lock(
    _ id: ActivityID, _ session: any PostgresSession
  ) async throws(PostgresError) {
    _ = try await session.query(
      "SELECT pg_advisory_xact_lock(hashtextextended('activity ' || \(id.text), 0))")
  }

  /// Newest first.
  public static func list(
    _ filter: ActivityFilter, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ActivityRecord] {
    var statement = columns + " WHERE true"
    if let kind = filter.kind { statement = statement + " AND kind = \(kind)" }
    if let state = filter.state { statement = statement + " AND state = \(state)" }
    if let prefix = filter.regionPrefix { statement = statement + " AND region ^@ \(prefix)" }
    if let after { statement = statement + " AND id < \(after)" }
    return try await session.query(statement + " ORDER BY id DESC LIMIT \(limit)").map(record)
  }

  /// What activities that begin within some time came to, by kind, in a region. Those are held that have
  /// ended; guests are of those that were not cancelled, and outcomes of guests who came.
  public static func figures(
    from first: Instant, before end: Instant, regionPrefix: String, at instant: Instant,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [ActivityFigures] {
    let rows = try await session.query(
      """
      SELECT a.kind,
        count(*) FILTER (WHERE a.state = 'announced' AND a.ends_at <= \(instant.bound)),
        count(*) FILTER (WHERE a.state = 'cancelled'),
        coalesce(sum(g.invited), 0)::bigint, coalesce(sum(g.attended), 0)::bigint,
        coalesce(sum(g.outcomes), 0)::bigint, coalesce(sum(g.amount_fen), 0)::bigint
      FROM activity a LEFT JOIN LATERAL (
        SELECT count(DISTINCT t.id) AS invited,
          count(DISTINCT t.id) FILTER (WHERE t.state = 'attended') AS attended,
          count(o.id) AS outcomes, sum(o.amount_fen) AS amount_fen
        FROM activity_guest t
        LEFT JOIN activity_outcome o ON o.guest_id = t.id AND t.state = 'attended'
        WHERE t.activity_id = a.id) g ON a.state = 'announced'
      WHERE a.starts_at >= \(first.bound) AND a.starts_at < \(end.bound)
        AND a.region ^@ \(regionPrefix)
      GROUP BY a.kind ORDER BY a.kind
      """)
    return try rows.map { row throws(PostgresError) in
      guard let kind = ActivityRecord.Kind(rawValue: try row.text(0)) else {
        throw PostgresError(
          kind: .decoding, reason: "the kind of an activity is none of the known ones")
      }
      return ActivityFigures(
        kind: kind, held: try row.int64(1), cancelled: try row.int64(2),
        invited: try row.int64(3), attended: try row.int64(4), outcomes: try row.int64(5),
        amountFen: try row.int64(6))
    }
  }
}

/// Guests of activities and what came of it for them. Written under the locks of their enterprise and then
/// of the activity.
public enum ActivityGuestRepository {
  private static let columns: Statement = """
    SELECT g.id, g.activity_id, g.enterprise_id, g.institution, g.state, g.agrees_to_figures,
      g.version, g.created_at, g.updated_at
    FROM activity_guest g
    """

  private static func record(_ row: Row) throws(PostgresError) -> ActivityGuestRecord {
    guard let state = ActivityGuestRecord.State(rawValue: try row.text(4)) else {
      throw PostgresError(
        kind: .decoding, reason: "the state of a guest is none of the known ones")
    }
    var guest = ActivityGuestRecord(
      id: ActivityGuestID(try row.uuid(0)), activity: ActivityID(try row.uuid(1)),
      enterprise: row.isNull(2) ? nil : EnterpriseID(try row.uuid(2)),
      institution: try row.optionalText(3), at: try row.instant(7))
    guest.state = state
    guest.agreesToFigures = try row.decode(5, as: Bool.self)
    guest.version = Int(try row.int32(6))
    guest.updatedAt = try row.instant(8)
    return guest
  }

  /// Invites somebody who is not yet.
  ///
  /// - Returns: whether it was not.
  public static func insert(
    _ guest: ActivityGuestRecord, _ session: any PostgresSession
  ) async throws(PostgresError) -> Bool {
    try await session.execute(
      """
      INSERT INTO activity_guest (id, activity_id, enterprise_id, institution, state, version,
        created_at, updated_at)
      VALUES (\(guest.id.uuid), \(guest.activity.uuid), \(guest.enterprise?.uuid),
        \(guest.institution as String?), \(guest.state.rawValue), \(guest.version),
        \(guest.createdAt.bound), \(guest.updatedAt.bound))
      ON CONFLICT DO NOTHING
      """) > 0
  }

  /// - Throws: a check violation of `activity_seats` when no seat is left.
  public static func update(
    _ guest: ActivityGuestRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE activity_guest SET state = \(guest.state.rawValue),
        agrees_to_figures = \(guest.agreesToFigures), version = \(guest.version),
        updated_at = \(guest.updatedAt.bound)
      WHERE id = \(guest.id.uuid)
      """)
  }

  public static func find(
    _ id: ActivityGuestID, _ session: any PostgresSession
  ) async throws(PostgresError) -> ActivityGuestRecord? {
    try await session.query(columns + " WHERE g.id = \(id.uuid)").first.map(record)
  }

  /// Newest first.
  public static func list(
    of activity: ActivityID, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ActivityGuestRecord] {
    var statement = columns + " WHERE g.activity_id = \(activity.uuid)"
    if let after { statement = statement + " AND g.id < \(after)" }
    return try await session.query(statement + " ORDER BY g.id DESC LIMIT \(limit)").map(record)
  }

  /// Enterprises that are invited to an activity or take part, in the order of their identifiers, without
  /// those that were erased.
  public static func enterprises(
    of activity: ActivityID, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID] {
    try await session.query(
      """
      SELECT g.enterprise_id FROM activity_guest g
      JOIN enterprise e ON e.id = g.enterprise_id AND e.erased_at IS NULL
      WHERE g.activity_id = \(activity.uuid) AND g.state IN ('invited', 'registered')
      ORDER BY g.enterprise_id LIMIT \(limit)
      """
    ).map { row throws(PostgresError) in EnterpriseID(try row.uuid(0)) }
  }

  /// Withdraws an enterprise, which is locked, from all that it is invited to or registered for; its seats
  /// are free again. Activities are locked in their order, as by everybody who takes more than one.
  public static func withdraw(
    _ enterprise: EnterpriseID, at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline([
      """
      SELECT id FROM activity WHERE id IN (
        SELECT activity_id FROM activity_guest
        WHERE enterprise_id = \(enterprise.uuid) AND state IN ('invited', 'registered'))
      ORDER BY id FOR NO KEY UPDATE
      """,
      """
      UPDATE activity_guest SET state = 'withdrawn', version = version + 1,
        updated_at = greatest(updated_at, \(instant.bound))
      WHERE enterprise_id = \(enterprise.uuid) AND state IN ('invited', 'registered')
      """,
    ])
  }

  /// How many guests an activity has.
  public static func count(
    of activity: ActivityID, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int64 {
    try await session.queryOne(
      "SELECT count(*) FROM activity_guest WHERE activity_id = \(activity.uuid)"
    ).int64(0)
  }

  // MARK: Outcomes

  public static func insert(
    _ outcome: ActivityOutcomeRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO activity_outcome (id, guest_id, kind, institution, amount_fen, note, recorded_at,
        recorded_by)
      VALUES (\(outcome.id.uuid), \(outcome.guest.uuid), \(outcome.kind.rawValue),
        \(outcome.institution as String?), \(outcome.amountFen), \(outcome.note as String?),
        \(outcome.recordedAt.bound), \(outcome.recordedBy))
      """)
  }

  /// How much is recorded of what came of it for a guest.
  public static func outcomeCount(
    of guest: ActivityGuestID, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int64 {
    try await session.queryOne(
      "SELECT count(*) FROM activity_outcome WHERE guest_id = \(guest.uuid)"
    ).int64(0)
  }

  /// What came of it for some guests, in the order in which it was recorded.
  public static func outcomes(
    of guests: [ActivityGuestID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [ActivityOutcomeRecord] {
    try await session.query(
      """
      SELECT id, guest_id, kind, institution, amount_fen, note, recorded_at, recorded_by
      FROM activity_outcome WHERE guest_id = ANY(\(guests.map(\.uuid))) ORDER BY id
      """
    ).map { row throws(PostgresError) in
      guard let kind = ActivityOutcomeRecord.Kind(rawValue: try row.text(2)) else {
        throw PostgresError(
          kind: .decoding, reason: "the kind of an outcome is none of the known ones")
      }
      return ActivityOutcomeRecord(
        id: ActivityOutcomeID(try row.uuid(0)), guest: ActivityGuestID(try row.uuid(1)),
        kind: kind, institution: try row.optionalText(3),
        amountFen: row.isNull(4) ? nil : try row.int64(4), note: try row.optionalText(5),
        recordedAt: try row.instant(6), recordedBy: try row.text(7))
    }
  }
}
