import Domain
import Foundation
import Postgres

/// A yearly run of a ladder; never changed.
public struct LadderRunRecord: Sendable, Hashable {
  public var id: LadderRunID
  public var ladder: String
  /// The version of its rules.
  public var rules: String
  public var year: Int
  public var judgedOn: LegalDate
  /// Days on which members were taken in before.
  public var entries: [LegalDate]
  /// Over what came of it, line by line.
  public var digest: Digest
  /// Nil of runs before it was kept.
  public var quota: LadderQuota?
  public var createdAt: Instant
  public var createdBy: String

  public init(
    id: LadderRunID, ladder: String, rules: String, year: Int, judgedOn: LegalDate,
    entries: [LegalDate], digest: Digest, quota: LadderQuota? = nil, createdAt: Instant,
    createdBy: String
  ) {
    self.id = id
    self.ladder = ladder
    self.rules = rules
    self.year = year
    self.judgedOn = judgedOn
    self.entries = entries
    self.digest = digest
    self.quota = quota
    self.createdAt = createdAt
    self.createdBy = createdBy
  }
}

/// What a run decided of one enterprise, with what it was decided by; never changed.
public struct LadderLineRecord: Sendable, Hashable {
  public var enterprise: EnterpriseID
  public var factsVersion: Int
  public var news: [String]
  /// When it was last ended before.
  public var endedBefore: LegalDate?
  /// Nil for one that was recommended.
  public var tier: String?
  public var outcome: String
  public var result: JSON

  public init(
    enterprise: EnterpriseID, factsVersion: Int, news: [String], endedBefore: LegalDate?,
    tier: String?, outcome: String, result: JSON
  ) {
    self.enterprise = enterprise
    self.factsVersion = factsVersion
    self.news = news
    self.endedBefore = endedBefore
    self.tier = tier
    self.outcome = outcome
    self.result = result
  }
}

/// Who is on a ladder, or was.
public struct LadderMemberRecord: Sendable, Hashable {
  public var ladder: String
  public var enterprise: EnterpriseID
  /// Nil once it is ended.
  public var tier: String?
  public var enteredOn: LegalDate
  public var endedOn: LegalDate?
  public var endedFor: String?
  public var bannedThrough: LegalDate?
  /// The run that decided it last.
  public var run: LadderRunID

  public init(
    ladder: String, enterprise: EnterpriseID, tier: String?, enteredOn: LegalDate,
    endedOn: LegalDate? = nil, endedFor: String? = nil, bannedThrough: LegalDate? = nil,
    run: LadderRunID
  ) {
    self.ladder = ladder
    self.enterprise = enterprise
    self.tier = tier
    self.enteredOn = enteredOn
    self.endedOn = endedOn
    self.endedFor = endedFor
    self.bannedThrough = bannedThrough
    self.run = run
  }
}

/// Ladders of growing enterprises. Runs of one ladder follow one another: they are written under a lock of
/// its name.
public enum LadderRepository {
  private static let runColumns: Statement = """
    SELECT id, ladder, ladder_version, year, judged_on, digest, created_at, created_by,
      (SELECT coalesce(array_agg(e::text ORDER BY e), '{}') FROM unnest(entries) e), members,
      below_scale, scale_unknown, least_ppm
    FROM ladder_run
    """

  private static func run(_ row: Row) throws(PostgresError) -> LadderRunRecord {
    var quota: LadderQuota?
    if !row.isNull(9) {
      quota = LadderQuota(
        members: Int(try row.int32(9)), belowScale: Int(try row.int32(10)),
        unknown: Int(try row.int32(11)), leastPPM: Int64(try row.int32(12)))
    }
    return LadderRunRecord(
      id: LadderRunID(try row.uuid(0)), ladder: try row.text(1), rules: try row.text(2),
      year: Int(try row.int32(3)), judgedOn: try row.day(4),
      entries: try row.decode(8, as: [String].self).compactMap { LegalDate($0) },
      digest: Digest(bytes: try row.decode(5, as: [UInt8].self)), quota: quota,
      createdAt: try row.instant(6), createdBy: try row.text(7))
  }

  /// Lets no other run of a ladder go on until the transaction ends.
  public static func lock(
    _ ladder: String, _ session: any PostgresSession
  ) async throws(PostgresError) {
    _ = try await session.query(
      "SELECT pg_advisory_xact_lock(hashtextextended('ladder ' || \(ladder), 0))")
  }

  public static func insert(
    _ run: LadderRunRecord, _ lines: [LadderLineRecord], _ session: any PostgresSession
  ) async throws(PostgresError) {
    let insertion: Statement = """
      INSERT INTO ladder_run (id, ladder, ladder_version, year, judged_on, entries, digest,
        members, below_scale, scale_unknown, least_ppm, created_at, created_by)
      VALUES (\(run.id.uuid), \(run.ladder), \(run.rules), \(run.year), \(run.judgedOn.bound),
        (SELECT coalesce(array_agg(e::date), '{}') FROM unnest(\(run.entries.map(\.text))) e),
        \(run.digest.bytes), \(run.quota?.members), \(run.quota?.belowScale),
        \(run.quota?.unknown), \(run.quota.map { Int($0.leastPPM) }),
        \(run.createdAt.bound), \(run.createdBy))
      """
    try await session.pipeline([insertion] + lines.map { inserting($0, run.id) })
  }

  private static func inserting(_ line: LadderLineRecord, _ run: LadderRunID) -> Statement {
    """
    INSERT INTO ladder_line (run_id, enterprise_id, facts_version, news, ended_before, tier,
      outcome, result)
    VALUES (\(run.uuid), \(line.enterprise.uuid), \(line.factsVersion), \(line.news),
      \(line.endedBefore?.bound), \(line.tier as String?), \(line.outcome),
      \(line.result.canonicalText))
    """
  }

  public static func findRun(
    _ id: LadderRunID, _ session: any PostgresSession
  ) async throws(PostgresError) -> LadderRunRecord? {
    try await session.query(runColumns + " WHERE id = \(id.uuid)").first.map(run)
  }

  /// Newest first.
  public static func runs(
    of ladder: String, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [LadderRunRecord] {
    var statement = runColumns + " WHERE ladder = \(ladder)"
    if let after { statement = statement + " AND id < \(after)" }
    return try await session.query(statement + " ORDER BY id DESC LIMIT \(limit)").map(run)
  }

  /// The lines of a run that the caller may see, in the order of enterprises, from one on.
  public static func lines(
    of run: LadderRunID, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws -> [LadderLineRecord] {
    var statement: Statement = """
      SELECT enterprise_id, facts_version, news, ended_before, tier, outcome, result
      FROM ladder_line WHERE run_id = \(run.uuid)
      """
    if let after { statement = statement + " AND enterprise_id > \(after)" }
    return try await session.query(
      statement + " ORDER BY enterprise_id LIMIT \(limit)"
    ).map { row in
      LadderLineRecord(
        enterprise: EnterpriseID(try row.uuid(0)), factsVersion: Int(try row.int32(1)),
        news: try row.decode(2, as: [String].self), endedBefore: try row.optionalDay(3),
        tier: try row.optionalText(4), outcome: try row.text(5),
        result: try JSONParser.parse(Array(try row.text(6).utf8)))
    }
  }

  // MARK: Members

  /// Who is on a ladder in a region, or was, in the order of enterprises, from one on.
  ///
  /// - Parameter isLive: only who is on it now.
  public static func members(
    of ladder: String, isLive: Bool, regionPrefix: String?, after: UUID?, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [LadderMemberRecord] {
    var statement: Statement = """
      SELECT m.ladder, m.enterprise_id, m.tier, m.entered_on, m.ended_on, m.ended_for,
        m.banned_through, m.run_id
      FROM ladder_member m JOIN enterprise e ON e.id = m.enterprise_id AND e.erased_at IS NULL
      WHERE m.ladder = \(ladder)
      """
    if isLive { statement = statement + " AND m.tier IS NOT NULL" }
    if let regionPrefix { statement = statement + " AND e.region ^@ \(regionPrefix)" }
    if let after { statement = statement + " AND m.enterprise_id > \(after)" }
    return try await session.query(
      statement + " ORDER BY m.enterprise_id LIMIT \(limit)"
    ).map { row throws(PostgresError) in
      LadderMemberRecord(
        ladder: try row.text(0), enterprise: EnterpriseID(try row.uuid(1)),
        tier: try row.optionalText(2), enteredOn: try row.day(3),
        endedOn: try row.optionalDay(4), endedFor: try row.optionalText(5),
        bannedThrough: try row.optionalDay(6), run: LadderRunID(try row.uuid(7)))
    }
  }

  /// When some enterprises were last ended.
  public static func endings(
    of enterprises: [EnterpriseID], on ladder: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID: LegalDate] {
    let rows = try await session.query(
      """
      SELECT enterprise_id, ended_on FROM ladder_member
      WHERE ladder = \(ladder) AND enterprise_id = ANY(\(enterprises.map(\.uuid)))
        AND ended_on IS NOT NULL
      """)
    var found: [EnterpriseID: LegalDate] = [:]
    for row in rows { found[EnterpriseID(try row.uuid(0))] = try row.day(1) }
    return found
  }

  /// Days on which members of a ladder were taken in.
  public static func entries(
    of ladder: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> [LegalDate] {
    try await session.query(
      """
      SELECT DISTINCT r.judged_on FROM ladder_run r JOIN ladder_line l ON l.run_id = r.id
      WHERE r.ladder = \(ladder) AND l.outcome = 'admit' ORDER BY 1
      """
    ).map { row throws(PostgresError) in try row.day(0) }
  }

  /// Writes where somebody stands after a run, who may be new on the ladder or come again.
  public static func save(
    _ members: [LadderMemberRecord], _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !members.isEmpty else { return }
    try await session.pipeline(
      members.map { member in
        """
        INSERT INTO ladder_member (ladder, enterprise_id, tier, entered_on, ended_on, ended_for,
          banned_through, run_id)
        VALUES (\(member.ladder), \(member.enterprise.uuid), \(member.tier as String?),
          \(member.enteredOn.bound), \(member.endedOn?.bound), \(member.endedFor as String?),
          \(member.bannedThrough?.bound), \(member.run.uuid))
        ON CONFLICT (ladder, enterprise_id) DO UPDATE SET tier = excluded.tier,
          entered_on = excluded.entered_on, ended_on = excluded.ended_on,
          ended_for = excluded.ended_for, banned_through = excluded.banned_through,
          run_id = excluded.run_id
        """
      })
  }
}
