import Domain
import Foundation
import Postgres

/// What an institution advises on, and for how many at once.
public struct AdviserRecord: Sendable, Hashable {
  public var institution: String
  public var kind: String
  public var capacity: Int
  /// Counted by the database.
  public var liveCount: Int
  /// The ETag.
  public var version: Int
  public var updatedAt: Instant
  public var updatedBy: String

  public init(
    institution: String, kind: String, capacity: Int, liveCount: Int = 0, version: Int = 1,
    updatedAt: Instant, updatedBy: String
  ) {
    self.institution = institution
    self.kind = kind
    self.capacity = capacity
    self.liveCount = liveCount
    self.version = version
    self.updatedAt = updatedAt
    self.updatedBy = updatedBy
  }
}

/// An adviser of a member of a pool, as it stands.
public struct AdviserAssignmentRecord: Sendable, Hashable {
  public var id: AdviserAssignmentID
  public var member: PoolMemberID
  public var enterprise: EnterpriseID
  public var kind: String
  public var institution: String
  /// The listing case that it is for; nil for all of the enterprise.
  public var listingCase: ListingCaseID?
  public var state: String
  /// Why it was declined or ended.
  public var reason: String?
  /// Counts the steps; the ETag.
  public var version: Int
  public var createdAt: Instant
  public var updatedAt: Instant

  /// A new one in its first state.
  public init(
    id: AdviserAssignmentID, member: PoolMemberID, enterprise: EnterpriseID, kind: String,
    institution: String, listingCase: ListingCaseID? = nil, state: String, at instant: Instant
  ) {
    self.id = id
    self.member = member
    self.enterprise = enterprise
    self.kind = kind
    self.institution = institution
    self.listingCase = listingCase
    self.state = state
    version = 1
    createdAt = instant
    updatedAt = instant
  }
}

/// One step of an assignment, kept as it was taken.
public struct AdviserStep: Sendable, Hashable {
  public var version: Int
  /// Nil for the first.
  public var from: String?
  public var state: String
  public var verb: String
  public var actor: String
  public var takenAt: Instant

  public init(
    version: Int, from: String?, state: String, verb: String, actor: String, takenAt: Instant
  ) {
    self.version = version
    self.from = from
    self.state = state
    self.verb = verb
    self.actor = actor
    self.takenAt = takenAt
  }
}

/// Advisers and their assignments. Written under the locks of enterprises and then of advisers; the
/// database counts loads, and refuses what passes a capacity.
public enum AdviserRepository {
  private static let columns: Statement = """
    SELECT v.institution, v.kind, v.capacity, v.live_count, v.version, v.updated_at, v.updated_by
    FROM adviser v
    """

  private static func record(_ row: Row) throws(PostgresError) -> AdviserRecord {
    AdviserRecord(
      institution: try row.text(0), kind: try row.text(1), capacity: Int(try row.int32(2)),
      liveCount: Int(try row.int32(3)), version: Int(try row.int32(4)),
      updatedAt: try row.instant(5), updatedBy: try row.text(6))
  }

  /// Enters the institutions of the directory that are of some kinds as advisers of one, with a capacity,
  /// where they are not yet.
  public static func enterMissing(
    _ kind: String, of directoryKinds: [String], capacity: Int, at instant: Instant,
    by subject: String, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO adviser (institution, kind, capacity, version, updated_at, updated_by)
      SELECT code, \(kind), \(capacity), 1, \(instant.bound), \(subject) FROM directory_entry
      WHERE kind = ANY(\(directoryKinds)) AND status = 'listed' ORDER BY code
      ON CONFLICT (institution, kind) DO NOTHING
      """)
  }

  /// Advisers of a kind that the directory shows, locked in the order of their codes, each with the
  /// regions it works in.
  public static func lock(
    _ kind: String, of directoryKinds: [String], _ session: any PostgresSession
  ) async throws(PostgresError) -> [(adviser: AdviserRecord, regions: [String])] {
    try await session.query(
      """
      SELECT v.institution, v.kind, v.capacity, v.live_count, v.version, v.updated_at,
        v.updated_by, d.regions
      FROM adviser v JOIN directory_entry d ON d.code = v.institution
      WHERE v.kind = \(kind) AND d.status = 'listed' AND d.kind = ANY(\(directoryKinds))
      ORDER BY v.institution FOR NO KEY UPDATE OF v
      """
    ).map { row throws(PostgresError) in
      (adviser: try record(row), regions: try row.decode(7, as: [String].self))
    }
  }

  public static func find(
    _ institution: String, _ kind: String, locking: Bool = false, _ session: any PostgresSession
  ) async throws(PostgresError) -> AdviserRecord? {
    var statement =
      columns + " WHERE v.institution = \(institution) AND v.kind = \(kind)"
    if locking { statement = statement + " FOR NO KEY UPDATE" }
    return try await session.query(statement).first.map(record)
  }

  /// In the order of kinds and codes, from one on.
  ///
  /// - Parameter after: a kind and a code.
  public static func list(
    kind: String?, after: (kind: String, institution: String)?, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [AdviserRecord] {
    var statement = columns + " WHERE true"
    if let kind { statement = statement + " AND v.kind = \(kind)" }
    if let after {
      statement =
        statement + " AND (v.kind, v.institution) > (\(after.kind), \(after.institution))"
    }
    return try await session.query(
      statement + " ORDER BY v.kind, v.institution LIMIT \(limit)"
    ).map(record)
  }

  /// Writes a capacity, of an adviser that may be new: its version is one more than what is there then,
  /// whoever was first.
  ///
  /// - Returns: what stands.
  /// - Throws: a check violation of `adviser_room` when more is there already.
  @discardableResult
  public static func save(
    _ adviser: AdviserRecord, _ session: any PostgresSession
  ) async throws(PostgresError) -> AdviserRecord {
    try record(
      await session.queryOne(
        """
        INSERT INTO adviser AS v (institution, kind, capacity, version, updated_at, updated_by)
        VALUES (\(adviser.institution), \(adviser.kind), \(adviser.capacity), 1,
          \(adviser.updatedAt.bound), \(adviser.updatedBy))
        ON CONFLICT (institution, kind) DO UPDATE SET capacity = excluded.capacity,
          version = v.version + 1, updated_at = excluded.updated_at,
          updated_by = excluded.updated_by
        RETURNING v.institution, v.kind, v.capacity, v.live_count, v.version, v.updated_at,
          v.updated_by
        """))
  }
}

public enum AdviserAssignmentRepository {
  private static let columns: Statement = """
    SELECT a.id, a.member_id, a.enterprise_id, a.kind, a.institution, a.state, a.reason, a.version,
      a.created_at, a.updated_at, a.case_id
    FROM adviser_assignment a
    """

  private static func record(_ row: Row) throws(PostgresError) -> AdviserAssignmentRecord {
    var assignment = AdviserAssignmentRecord(
      id: AdviserAssignmentID(try row.uuid(0)), member: PoolMemberID(try row.uuid(1)),
      enterprise: EnterpriseID(try row.uuid(2)), kind: try row.text(3),
      institution: try row.text(4),
      listingCase: row.isNull(10) ? nil : ListingCaseID(try row.uuid(10)),
      state: try row.text(5), at: try row.instant(8))
    assignment.reason = try row.optionalText(6)
    assignment.version = Int(try row.int32(7))
    assignment.updatedAt = try row.instant(9)
    return assignment
  }

  /// - Throws: a check violation of `adviser_room` when the adviser has no room; a unique violation of
  ///   `adviser_assignment_one_live`.
  public static func insert(
    _ assignment: AdviserAssignmentRecord, _ step: AdviserStep, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline([
      """
      INSERT INTO adviser_assignment (id, member_id, enterprise_id, kind, institution, case_id,
        state, version, created_at, updated_at)
      VALUES (\(assignment.id.uuid), \(assignment.member.uuid), \(assignment.enterprise.uuid),
        \(assignment.kind), \(assignment.institution), \(assignment.listingCase?.uuid),
        \(assignment.state), \(assignment.version), \(assignment.createdAt.bound),
        \(assignment.updatedAt.bound))
      """, appending(step, to: assignment.id),
    ])
  }

  /// Writes the next step of an assignment and what stands after it.
  public static func advance(
    _ assignment: AdviserAssignmentRecord, _ step: AdviserStep, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline([
      appending(step, to: assignment.id),
      """
      UPDATE adviser_assignment SET state = \(assignment.state), version = \(assignment.version),
        reason = \(assignment.reason as String?), updated_at = \(assignment.updatedAt.bound)
      WHERE id = \(assignment.id.uuid)
      """,
    ])
  }

  private static func appending(
    _ step: AdviserStep, to assignment: AdviserAssignmentID
  ) -> Statement {
    """
    INSERT INTO adviser_step (assignment_id, version, from_state, state, verb, actor, taken_at)
    VALUES (\(assignment.uuid), \(step.version), \(step.from as String?), \(step.state),
      \(step.verb), \(step.actor), \(step.takenAt.bound))
    """
  }

  public static func find(
    _ id: AdviserAssignmentID, _ session: any PostgresSession
  ) async throws(PostgresError) -> AdviserAssignmentRecord? {
    try await session.query(columns + " WHERE a.id = \(id.uuid)").first.map(record)
  }

  /// Assignments of a member that go on.
  public static func live(
    of member: PoolMemberID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [AdviserAssignmentRecord] {
    try await session.query(
      columns
        + """
         WHERE a.member_id = \(member.uuid) AND a.state IN ('proposed', 'accepted')
        ORDER BY a.kind
        """
    ).map(record)
  }

  /// Who declined some members as an adviser of a kind.
  public static func declined(
    _ kind: String, among members: [PoolMemberID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [PoolMemberID: Set<String>] {
    let rows = try await session.query(
      """
      SELECT DISTINCT member_id, institution FROM adviser_assignment
      WHERE member_id = ANY(\(members.map(\.uuid))) AND kind = \(kind) AND state = 'declined'
      """)
    var found: [PoolMemberID: Set<String>] = [:]
    for row in rows {
      found[PoolMemberID(try row.uuid(0)), default: []].insert(try row.text(1))
    }
    return found
  }

  /// Newest first.
  public static func list(
    state: String?, enterprise: EnterpriseID?, institution: String?, regionPrefix: String?,
    after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [AdviserAssignmentRecord] {
    var statement = columns
    if let regionPrefix {
      statement =
        statement
        + " JOIN enterprise e ON e.id = a.enterprise_id AND e.region ^@ \(regionPrefix)"
    }
    statement = statement + " WHERE true"
    if let state { statement = statement + " AND a.state = \(state)" }
    if let enterprise { statement = statement + " AND a.enterprise_id = \(enterprise.uuid)" }
    if let institution { statement = statement + " AND a.institution = \(institution)" }
    if let after { statement = statement + " AND a.id < \(after)" }
    return try await session.query(statement + " ORDER BY a.id DESC LIMIT \(limit)").map(record)
  }

  /// The steps of an assignment in the order they were taken.
  public static func steps(
    of assignment: AdviserAssignmentID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [AdviserStep] {
    try await session.query(
      """
      SELECT version, from_state, state, verb, actor, taken_at FROM adviser_step
      WHERE assignment_id = \(assignment.uuid) ORDER BY version
      """
    ).map { row throws(PostgresError) in
      AdviserStep(
        version: Int(try row.int32(0)), from: try row.optionalText(1), state: try row.text(2),
        verb: try row.text(3), actor: try row.text(4), takenAt: try row.instant(5))
    }
  }
}
