import Domain
import Foundation
import Postgres

/// One financing need with its latest (or an asked-for) version.
public struct NeedRecord: Sendable, Hashable {
  public var id: NeedID
  public var enterprise: EnterpriseID
  public var version: Int
  public var status: String
  public var amountFen: Int64
  public var tenorMonths: Int
  public var purpose: String
  /// Nil: not said.
  public var security: [String]?
  public var matchDueSince: Instant?
  public var createdAt: Instant
  public var updatedAt: Instant
  /// When this version was written, and by whom.
  public var versionCreatedAt: Instant
  public var versionCreatedBy: String

  public init(
    id: NeedID, enterprise: EnterpriseID, version: Int, status: String, amountFen: Int64,
    tenorMonths: Int, purpose: String, security: [String]?, matchDueSince: Instant?,
    createdAt: Instant, updatedAt: Instant, versionCreatedAt: Instant, versionCreatedBy: String
  ) {
    self.id = id
    self.enterprise = enterprise
    self.version = version
    self.status = status
    self.amountFen = amountFen
    self.tenorMonths = tenorMonths
    self.purpose = purpose
    self.security = security
    self.matchDueSince = matchDueSince
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.versionCreatedAt = versionCreatedAt
    self.versionCreatedBy = versionCreatedBy
  }
}

public enum NeedRepository {
  private static let columns: Statement = """
    SELECT n.id, n.enterprise_id, v.version, n.status, v.amount_fen, v.tenor_months, v.purpose,
      v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by
    FROM need n
    """
  private static let latest: Statement = """
     JOIN need_version v ON v.need_id = n.id AND v.version = n.version
    """

  /// The first thirteen columns of a row, in the order of `columns`.
  static func record(_ row: Row) throws(PostgresError) -> NeedRecord {
    NeedRecord(
      id: NeedID(try row.uuid(0)),
      enterprise: EnterpriseID(try row.uuid(1)),
      version: Int(try row.int32(2)), status: try row.text(3),
      amountFen: try row.int64(4),
      tenorMonths: Int(try row.int32(5)),
      purpose: try row.text(6), security: try row.decode(7, as: [String]?.self),
      matchDueSince: try row.optionalInstant(8), createdAt: try row.instant(9),
      updatedAt: try row.instant(10), versionCreatedAt: try row.instant(11),
      versionCreatedBy: try row.text(12))
  }

  /// Inserts a need with its first version.
  public static func insert(
    _ need: NeedRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline(inserting(need))
  }

  /// The same as statements.
  public static func inserting(_ need: NeedRecord) -> [Statement] {
    [
      prepared(
        """
        INSERT INTO need (id, enterprise_id, version, status, match_due_since, created_at, updated_at)
        VALUES (\(need.id.uuid), \(need.enterprise.uuid), \(need.version), \(need.status),
          \(need.matchDueSince?.bound as PostgresTimestamp?), \(need.createdAt.bound), \(need.updatedAt.bound))
        """),
      insertingVersion(need),
    ]
  }

  private static func insertingVersion(_ need: NeedRecord) -> Statement {
    prepared(
      """
      INSERT INTO need_version (need_id, version, amount_fen, tenor_months, purpose, security,
        created_at, created_by)
      VALUES (\(need.id.uuid), \(need.version), \(need.amountFen), \(need.tenorMonths),
        \(need.purpose), \(need.security as [String]?), \(need.versionCreatedAt.bound),
        \(need.versionCreatedBy))
      """)
  }

  /// Writes the next version of a need whose enterprise is locked.
  public static func amend(
    _ need: NeedRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(insertingVersion(need))
    try await setState(need, session)
  }

  /// Writes status, version and waiting mark.
  private static func setState(
    _ need: NeedRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE need SET version = \(need.version), status = \(need.status),
        match_due_since = \(need.matchDueSince?.bound as PostgresTimestamp?),
        match_asked_at = NULL, match_asks = 0, updated_at = \(need.updatedAt.bound)
      WHERE id = \(need.id.uuid)
      """)
  }

  public static func find(
    _ id: NeedID, _ session: any PostgresSession
  ) async throws(PostgresError) -> NeedRecord? {
    let rows = try await session.query(prepared(columns + latest + " WHERE n.id = \(id.uuid)"))
    guard let row = rows.first else { return nil }
    return try record(row)
  }

  /// A need as it was in `version`.
  public static func find(
    _ id: NeedID, version: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> NeedRecord? {
    let rows = try await session.query(
      columns
        + """
         JOIN need_version v ON v.need_id = n.id AND v.version = \(version)
        WHERE n.id = \(id.uuid)
        """)
    guard let row = rows.first else { return nil }
    return try record(row)
  }

  /// Many needs, each as it was in the version named.
  public static func find(
    _ versions: [(need: NeedID, version: Int)], _ session: any PostgresSession
  ) async throws(PostgresError) -> [NeedID: NeedRecord] {
    let rows = try await session.query(
      columns
        + """
         JOIN unnest(\(versions.map(\.need.uuid)), \(versions.map { Int32($0.version) }))
          AS wanted (id, version) ON wanted.id = n.id
        JOIN need_version v ON v.need_id = n.id AND v.version = wanted.version
        """)
    var found: [NeedID: NeedRecord] = [:]
    for row in rows {
      let need = try record(row)
      found[need.id] = need
    }
    return found
  }

  /// Newest first, without those of enterprises that were erased. Of many enterprises the region prefix
  /// decides what an operator sees.
  public static func list(
    status: String?, enterprise: EnterpriseID?, regionPrefix: String?, after: UUID?, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [NeedRecord] {
    var statement = columns + latest
    if let regionPrefix {
      statement =
        statement + """
           JOIN enterprise e ON e.id = n.enterprise_id AND e.region ^@ \(regionPrefix)
            AND e.erased_at IS NULL
          WHERE true
          """
    } else {
      // Looked up for each row of the page: a planner that is free to join reads all enterprises first.
      statement =
        statement + """
           WHERE NOT EXISTS (
            SELECT FROM enterprise gone
            WHERE gone.id = n.enterprise_id AND gone.erased_at IS NOT NULL OFFSET 0)
          """
    }
    if let status { statement = statement + " AND n.status = \(status)" }
    if let enterprise { statement = statement + " AND n.enterprise_id = \(enterprise.uuid)" }
    if let after { statement = statement + " AND n.id < \(after)" }
    let rows = try await session.query(statement + " ORDER BY n.id DESC LIMIT \(limit)")
    return try rows.map(record)
  }

  /// How many needs are open.
  public static func openCount(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> Int64 {
    try await session.query("SELECT count(*) FROM need WHERE status = 'submitted'").first?
      .decode(0, as: Int64.self) ?? 0
  }

  /// Asks how many needs of an enterprise are open; see `openCount(_:)`.
  public static func countingOpen(_ enterprise: EnterpriseID) -> Statement {
    prepared(
      """
      SELECT count(*) FROM need WHERE enterprise_id = \(enterprise.uuid) AND status = 'submitted'
      """)
  }

  /// The answer to `countingOpen`.
  public static func openCount(_ rows: [Row]) throws(PostgresError) -> Int {
    guard let row = rows.first else { return 0 }
    return Int(try row.int64(0))
  }

  /// Those of some enterprises that have a need.
  public static func enterprisesWithNeeds(
    among enterprises: [EnterpriseID], _ session: any PostgresSession
  ) async throws(PostgresError) -> Set<EnterpriseID> {
    let rows = try await session.query(
      """
      SELECT e.id FROM unnest(\(enterprises.map(\.uuid))) AS e (id)
      WHERE EXISTS (SELECT FROM need WHERE enterprise_id = e.id)
      """)
    var found: Set<EnterpriseID> = []
    for row in rows { found.insert(EnterpriseID(try row.uuid(0))) }
    return found
  }

  /// Which needs belong to which enterprise.
  public static func enterprises(
    of needs: [NeedID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [NeedID: EnterpriseID] {
    let rows = try await session.query(
      prepared("SELECT id, enterprise_id FROM need WHERE id = ANY(\(needs.map(\.uuid)))"))
    var found: [NeedID: EnterpriseID] = [:]
    for row in rows {
      found[NeedID(try row.uuid(0))] = EnterpriseID(
        try row.uuid(1))
    }
    return found
  }

  /// Marks all open needs of an enterprise as waiting, because its facts changed.
  ///
  /// - Returns: how many there are.
  @discardableResult
  public static func markDue(
    enterprise: EnterpriseID, since instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    try await session.execute(
      """
      UPDATE need SET match_due_since = coalesce(match_due_since, \(instant.bound))
      WHERE enterprise_id = \(enterprise.uuid) AND status = 'submitted'
      """)
  }

  /// Needs whose run is stored.
  public static func markDecided(
    _ ids: [NeedID], _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(markingDecided(ids))
  }

  /// What `markDecided` runs.
  public static func markingDecided(_ ids: [NeedID]) -> Statement {
    prepared(
      """
      UPDATE need SET match_due_since = NULL, match_asked_at = NULL, match_asks = 0
      WHERE id = ANY(\(ids.map(\.uuid)))
      """)
  }

  /// Lets one sweeper work until the transaction ends.
  public static func tryLockSweep(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> Bool {
    try await session.query("SELECT pg_try_advisory_xact_lock(7242004220)").first?
      .decode(0, as: Bool.self) ?? false
  }

  /// Needs that have waited since before `instant` and were not asked for lately, oldest first: the
  /// work the sweeper asks for again. Each time it waits twice as long, up to 16 times
  /// `patienceMilliseconds`, so that a worker that is away for days is not buried in requests. Needs
  /// of enterprises that a dead letter holds up for `consumer` are left out. An instant that lies ahead
  /// was written by a machine whose clock is wrong: nobody waits until it has come.
  public static func overdue(
    at instant: Instant, patienceMilliseconds: Int64, limit: Int, consumer: String,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [(need: NeedID, enterprise: EnterpriseID)] {
    let rows = try await session.query(
      """
      SELECT id, enterprise_id FROM need
      WHERE match_due_since IS NOT NULL
        AND (match_due_since < \(instant.adding(milliseconds: -patienceMilliseconds).bound)
          OR match_due_since > \(instant.adding(milliseconds: patienceMilliseconds).bound))
        AND (match_asked_at IS NULL
          OR match_asked_at > \(instant.adding(milliseconds: patienceMilliseconds).bound)
          OR match_asked_at < \(instant.bound)
          - make_interval(secs => \(patienceMilliseconds) / 1000.0) * (1 << least(match_asks, 4)))
        AND NOT EXISTS (
          SELECT FROM dead_letter d
          WHERE d.enterprise_id = need.enterprise_id AND d.consumer = \(consumer)
            AND d.state IN ('open', 'redriving', 'skipping') AND d.enterprise_id IS NOT NULL)
      ORDER BY match_due_since, id LIMIT \(limit)
      """)
    var found: [(need: NeedID, enterprise: EnterpriseID)] = []
    for row in rows {
      found.append(
        (
          NeedID(try row.uuid(0)), EnterpriseID(try row.uuid(1))
        ))
    }
    return found
  }

  /// Remembers that the runs of needs were asked for again.
  public static func markAsked(
    _ ids: [NeedID], at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE need SET match_asked_at = \(instant.bound), match_asks = least(match_asks + 1, 1000)
      WHERE id = ANY(\(ids.map(\.uuid))) AND match_due_since IS NOT NULL
      """)
  }

  /// How many needs wait, and since when the oldest does.
  public static func backlog(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> (waiting: Int64, oldest: Instant?) {
    let rows = try await session.query(
      "SELECT count(*), min(match_due_since) FROM need WHERE match_due_since IS NOT NULL")
    guard let row = rows.first else { return (0, nil) }
    return (try row.int64(0), try row.optionalInstant(1))
  }
}
