import Domain
import Foundation
import Postgres

/// One membership in a pool as it stands: of an enterprise, or of an institution of the directory.
public struct PoolMemberRecord: Sendable, Hashable {
  public var id: PoolMemberID
  public var pool: String
  public var enterprise: EnterpriseID?
  public var institution: String?
  public var region: String
  public var state: String
  /// `operator` or `proposal`.
  public var origin: String
  public var note: String?
  public var enteredOn: LegalDate
  public var leftOn: LegalDate?
  public var leftFor: String?
  /// The highest rung it has reached by its facts, and the one it is helped to reach.
  public var rung: String?
  public var aim: String?
  /// By which facts, and on which day, it was last placed.
  public var judgedVersion: Int?
  public var judgedOn: LegalDate?
  /// Counts the steps; the ETag.
  public var version: Int
  public var createdAt: Instant
  public var createdBy: String
  public var updatedAt: Instant

  /// A new one.
  public init(
    id: PoolMemberID, pool: String, enterprise: EnterpriseID?, institution: String?,
    region: String, origin: String, note: String?, enteredOn: LegalDate, at instant: Instant,
    by subject: String
  ) {
    self.id = id
    self.pool = pool
    self.enterprise = enterprise
    self.institution = institution
    self.region = region
    state = "member"
    self.origin = origin
    self.note = note
    self.enteredOn = enteredOn
    version = 1
    createdAt = instant
    createdBy = subject
    updatedAt = instant
  }
}

/// One step of a membership, kept as it was taken.
public struct PoolStep: Sendable, Hashable {
  public var version: Int
  /// Nil for the first.
  public var from: String?
  public var state: String
  public var verb: String
  /// The rung of an aim, the reason of leaving.
  public var detail: String?
  public var actor: String
  public var takenAt: Instant

  public init(
    version: Int, from: String?, state: String, verb: String, detail: String?, actor: String,
    takenAt: Instant
  ) {
    self.version = version
    self.from = from
    self.state = state
    self.verb = verb
    self.detail = detail
    self.actor = actor
    self.takenAt = takenAt
  }
}

/// Which members are listed; nil asks for nothing.
public struct PoolMemberFilter: Sendable, Hashable {
  public var pool: String?
  public var state: String?
  public var rung: String?
  public var enterprise: EnterpriseID?
  public var regionPrefix: String?

  public init(
    pool: String? = nil, state: String? = nil, rung: String? = nil,
    enterprise: EnterpriseID? = nil, regionPrefix: String? = nil
  ) {
    self.pool = pool
    self.state = state
    self.rung = rung
    self.enterprise = enterprise
    self.regionPrefix = regionPrefix
  }
}

/// Memberships in pools. Written under the lock of the enterprise; those of institutions under their own.
public enum PoolMemberRepository {
  private static let columns: Statement = """
    SELECT m.id, m.pool, m.enterprise_id, m.institution, m.region, m.state, m.origin, m.note,
      m.entered_on, m.left_on, m.left_for, m.rung, m.aim, m.judged_version, m.judged_on, m.version,
      m.created_at, m.created_by, m.updated_at
    FROM pool_member m
    """

  private static func record(_ row: Row) throws(PostgresError) -> PoolMemberRecord {
    var member = PoolMemberRecord(
      id: PoolMemberID(try row.uuid(0)), pool: try row.text(1),
      enterprise: row.isNull(2) ? nil : EnterpriseID(try row.uuid(2)),
      institution: try row.optionalText(3), region: try row.text(4), origin: try row.text(6),
      note: try row.optionalText(7), enteredOn: try row.day(8), at: try row.instant(16),
      by: try row.text(17))
    member.state = try row.text(5)
    member.leftOn = try row.optionalDay(9)
    member.leftFor = try row.optionalText(10)
    member.rung = try row.optionalText(11)
    member.aim = try row.optionalText(12)
    member.judgedVersion = row.isNull(13) ? nil : Int(try row.int32(13))
    member.judgedOn = try row.optionalDay(14)
    member.version = Int(try row.int32(15))
    member.updatedAt = try row.instant(18)
    return member
  }

  /// Inserts a membership; that of an enterprise is due to be placed at once.
  ///
  /// - Throws: a unique violation of `pool_member_one_enterprise` or `pool_member_one_institution` when it
  ///   is in the pool already.
  public static func insert(
    _ member: PoolMemberRecord, _ step: PoolStep, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline([
      """
      INSERT INTO pool_member (id, pool, enterprise_id, institution, region, state, origin, note,
        entered_on, rung, judged_version, judged_on, due_at, version, created_at, created_by,
        updated_at)
      VALUES (\(member.id.uuid), \(member.pool), \(member.enterprise?.uuid),
        \(member.institution as String?), \(member.region), \(member.state), \(member.origin),
        \(member.note as String?), \(member.enteredOn.bound), \(member.rung as String?),
        \(member.judgedVersion), \(member.judgedOn?.bound),
        \(member.enterprise.map { _ in member.createdAt.bound }), \(member.version),
        \(member.createdAt.bound), \(member.createdBy), \(member.updatedAt.bound))
      """, appending(step, to: member.id),
    ])
  }

  /// Writes the next step of a membership and what stands after it.
  public static func advance(
    _ member: PoolMemberRecord, _ step: PoolStep, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline([
      appending(step, to: member.id),
      """
      UPDATE pool_member SET state = \(member.state), version = \(member.version),
        left_on = \(member.leftOn?.bound), left_for = \(member.leftFor as String?),
        aim = \(member.aim as String?), updated_at = \(member.updatedAt.bound)
      WHERE id = \(member.id.uuid)
      """,
    ])
  }

  private static func appending(_ step: PoolStep, to member: PoolMemberID) -> Statement {
    """
    INSERT INTO pool_step (member_id, version, from_state, state, verb, detail, actor, taken_at)
    VALUES (\(member.uuid), \(step.version), \(step.from as String?), \(step.state), \(step.verb),
      \(step.detail as String?), \(step.actor), \(step.takenAt.bound))
    """
  }

  /// Writes where a locked enterprise stands by its facts, into all its memberships that go on. The next
  /// day is the next on which facts can say something else by themselves.
  public static func place(
    _ enterprise: EnterpriseID, on rung: String?, in region: String, factsVersion: Int,
    day: LegalDate, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE pool_member SET rung = \(rung as String?), region = \(region),
        judged_version = \(factsVersion), judged_on = \(day.bound),
        due_at = \(Instant(startOf: day.adding(days: 1)).bound)
      WHERE enterprise_id = \(enterprise.uuid) AND state = 'member'
      """)
  }

  /// Notes that facts of an enterprise changed, for its memberships that go on.
  public static func hastening(_ enterprise: EnterpriseID, at instant: Instant) -> Statement {
    prepared(
      """
      UPDATE pool_member SET due_at = least(due_at, \(instant.bound))
      WHERE enterprise_id = \(enterprise.uuid) AND state = 'member'
      """)
  }

  /// Writes when an enterprise is to be placed next without having been placed now; nil when only a
  /// change makes it due.
  public static func settle(
    _ enterprise: EnterpriseID, next: Instant?, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE pool_member SET due_at = \(next?.bound)
      WHERE enterprise_id = \(enterprise.uuid) AND state = 'member'
      """)
  }

  /// - Parameter locking: keeps others from changing it until the transaction ends.
  public static func find(
    _ id: PoolMemberID, locking: Bool = false, _ session: any PostgresSession
  ) async throws(PostgresError) -> PoolMemberRecord? {
    var statement = columns + " WHERE m.id = \(id.uuid)"
    if locking { statement = statement + " FOR NO KEY UPDATE" }
    return try await session.query(statement).first.map(record)
  }

  /// Memberships of an enterprise that go on, in the order in which they began.
  public static func live(
    of enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [PoolMemberRecord] {
    try await session.query(
      columns + " WHERE m.enterprise_id = \(enterprise.uuid) AND m.state = 'member' ORDER BY m.id"
    ).map(record)
  }

  /// Whether an institution is in a pool.
  public static func hasLive(
    institution: String, in pool: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> Bool {
    try await session.queryOne(
      """
      SELECT EXISTS (SELECT FROM pool_member WHERE institution = \(institution)
        AND pool = \(pool) AND state = 'member')
      """
    ).decode(0, as: Bool.self)
  }

  /// Newest first, without enterprises that were erased.
  public static func list(
    _ filter: PoolMemberFilter, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [PoolMemberRecord] {
    var statement =
      columns + " LEFT JOIN enterprise e ON e.id = m.enterprise_id WHERE e.erased_at IS NULL"
    if let pool = filter.pool { statement = statement + " AND m.pool = \(pool)" }
    if let state = filter.state { statement = statement + " AND m.state = \(state)" }
    if let rung = filter.rung { statement = statement + " AND m.rung = \(rung)" }
    if let enterprise = filter.enterprise {
      statement = statement + " AND m.enterprise_id = \(enterprise.uuid)"
    }
    if let prefix = filter.regionPrefix {
      statement =
        statement
        + " AND (e.region ^@ \(prefix) OR m.enterprise_id IS NULL AND m.region ^@ \(prefix))"
    }
    if let after { statement = statement + " AND m.id < \(after)" }
    return try await session.query(statement + " ORDER BY m.id DESC LIMIT \(limit)").map(record)
  }

  /// The steps of a membership in the order they were taken.
  public static func steps(
    of member: PoolMemberID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [PoolStep] {
    try await session.query(
      """
      SELECT version, from_state, state, verb, detail, actor, taken_at FROM pool_step
      WHERE member_id = \(member.uuid) ORDER BY version
      """
    ).map { row throws(PostgresError) in
      PoolStep(
        version: Int(try row.int32(0)), from: try row.optionalText(1), state: try row.text(2),
        verb: try row.text(3), detail: try row.optionalText(4), actor: try row.text(5),
        takenAt: try row.instant(6))
    }
  }

  /// Members of each pool that are in it now, by pool.
  public static func counts(
    regionPrefix: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> [String: Int64] {
    let rows = try await session.query(
      """
      SELECT m.pool, count(*) FROM pool_member m LEFT JOIN enterprise e ON e.id = m.enterprise_id
      WHERE m.state = 'member' AND e.erased_at IS NULL
        AND coalesce(e.region, m.region) ^@ \(regionPrefix)
      GROUP BY m.pool
      """)
    var counts: [String: Int64] = [:]
    for row in rows { counts[try row.text(0)] = try row.int64(1) }
    return counts
  }

  /// Enterprises in a pool that are due to be placed, those that wait longest first.
  ///
  /// - Parameter limit: memberships; an enterprise may be due with several.
  public static func due(
    at instant: Instant, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID] {
    let rows = try await session.query(
      """
      SELECT enterprise_id FROM pool_member
      WHERE state = 'member' AND enterprise_id IS NOT NULL AND due_at <= \(instant.bound)
      ORDER BY due_at, enterprise_id LIMIT \(limit)
      """)
    var seen: Set<EnterpriseID> = []
    return try rows.map { row throws(PostgresError) in EnterpriseID(try row.uuid(0)) }
      .filter { seen.insert($0).inserted }
  }

  /// Members of a pool that have no adviser of a kind, in the order in which they entered, from one on.
  public static func withoutAdviser(
    _ kind: String, pool: String, regionPrefix: String, after: PoolMemberID?, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [PoolMemberRecord] {
    var statement =
      columns
        + """
         JOIN enterprise e ON e.id = m.enterprise_id AND e.erased_at IS NULL
          AND e.frozen_at IS NULL AND e.region ^@ \(regionPrefix)
        WHERE m.pool = \(pool) AND m.state = 'member' AND NOT EXISTS (
          SELECT FROM adviser_assignment a WHERE a.member_id = m.id AND a.kind = \(kind)
            AND a.state IN ('proposed', 'accepted'))
        """
    if let after { statement = statement + " AND m.id > \(after.uuid)" }
    return try await session.query(statement + " ORDER BY m.id LIMIT \(limit)").map(record)
  }
}
