import Domain
import Foundation
import Postgres

/// Listing cases with their steps and documents. Written under the lock of the enterprise.
public enum ListingCaseRepository {
  private static let columns: Statement = """
    SELECT c.id, c.enterprise_id, c.board, c.board_version, c.sponsor, c.stage, c.since_on, c.day_on,
      c.left_stage, c.channel, c.seq, c.is_live, c.began_on, c.target_on, c.pace, c.options,
      c.rounds, c.version, c.created_at, c.created_by, c.updated_at
    FROM listing_case c
    """

  private static func record(_ row: Row) throws(PostgresError) -> ListingCaseRecord {
    var found = ListingCaseRecord(
      id: ListingCaseID(try row.uuid(0)), enterprise: EnterpriseID(try row.uuid(1)),
      board: try row.text(2), boardVersion: try row.text(3), sponsor: try row.optionalText(4),
      stage: try row.text(5), channel: try row.text(9), on: try row.day(12),
      pace: try row.text(14), at: try row.instant(18), by: try row.text(19))
    found.sinceOn = try row.day(6)
    found.dayOn = try row.day(7)
    found.left = try row.optionalText(8)
    found.seq = Int(try row.int32(10))
    found.isLive = try row.decode(11, as: Bool.self)
    found.target = try row.optionalDay(13)
    found.options = try row.decode(15, as: [String].self)
    found.rounds = row.isNull(16) ? nil : Int(try row.int32(16))
    found.version = Int(try row.int32(17))
    found.updatedAt = try row.instant(20)
    return found
  }

  /// - Throws: a unique violation of `listing_case_one_live` when the enterprise is on its way to the
  ///   board already.
  public static func insert(
    _ new: ListingCaseRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO listing_case (id, enterprise_id, board, board_version, sponsor, stage, since_on,
        day_on, left_stage, channel, seq, is_live, began_on, target_on, pace, options, rounds,
        version, created_at, created_by, updated_at)
      VALUES (\(new.id.uuid), \(new.enterprise.uuid), \(new.board), \(new.boardVersion),
        \(new.sponsor as String?), \(new.stage), \(new.sinceOn.bound), \(new.dayOn.bound),
        \(new.left as String?), \(new.channel), \(new.seq), \(new.isLive), \(new.beganOn.bound),
        \(new.target?.bound), \(new.pace), \(new.options), \(new.rounds), \(new.version),
        \(new.createdAt.bound), \(new.createdBy), \(new.updatedAt.bound))
      """)
  }

  /// Writes the next step of a case and what stands after it.
  public static func advance(
    _ new: ListingCaseRecord, _ step: ListingStep, _ session: any PostgresSession
  ) async throws(PostgresError) {
    let appending: Statement = """
      INSERT INTO listing_step (case_id, seq, verb, from_stage, to_stage, gate, role, actor,
        taken_on, taken_at, reason)
      VALUES (\(new.id.uuid), \(step.seq), \(step.verb), \(step.from), \(step.to),
        \(step.gate as String?), \(step.role), \(step.actor), \(step.on.bound),
        \(step.takenAt.bound), \(step.reason as String?))
      """
    let showing = step.evidence.enumerated().map { index, one -> Statement in
      """
      INSERT INTO listing_evidence (case_id, seq, place, kind, document, digest, issued_on, issuer,
        cut_off_on)
      VALUES (\(new.id.uuid), \(step.seq), \(index + 1), \(one.kind), \(one.document),
        \(one.digest.bytes), \(one.issuedOn.bound), \(one.issuer), \(one.cutOff?.bound))
      """
    }
    try await session.pipeline([appending] + showing + [saving(new)])
  }

  /// Writes what stands otherwise without a step: the target, the sponsor.
  public static func save(
    _ new: ListingCaseRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(saving(new))
  }

  private static func saving(_ new: ListingCaseRecord) -> Statement {
    """
    UPDATE listing_case SET sponsor = \(new.sponsor as String?), stage = \(new.stage),
      since_on = \(new.sinceOn.bound), day_on = \(new.dayOn.bound),
      left_stage = \(new.left as String?), channel = \(new.channel), seq = \(new.seq),
      is_live = \(new.isLive), target_on = \(new.target?.bound), pace = \(new.pace),
      options = \(new.options), rounds = \(new.rounds), version = \(new.version),
      updated_at = \(new.updatedAt.bound)
    WHERE id = \(new.id.uuid)
    """
  }

  public static func find(
    _ id: ListingCaseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> ListingCaseRecord? {
    try await session.query(columns + " WHERE c.id = \(id.uuid)").first.map(record)
  }

  /// All cases of an enterprise, oldest first.
  public static func list(
    enterprise: EnterpriseID, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ListingCaseRecord] {
    try await session.query(
      columns + " WHERE c.enterprise_id = \(enterprise.uuid) ORDER BY c.id LIMIT \(limit)"
    ).map(record)
  }

  /// What a list of cases is cut to.
  public struct Filter: Sendable {
    public var enterprise: EnterpriseID?
    public var board: String?
    public var sponsor: String?
    public var isLive: Bool?
    public var regionPrefix: String?

    public init(
      enterprise: EnterpriseID? = nil, board: String? = nil, sponsor: String? = nil,
      isLive: Bool? = nil, regionPrefix: String? = nil
    ) {
      self.enterprise = enterprise
      self.board = board
      self.sponsor = sponsor
      self.isLive = isLive
      self.regionPrefix = regionPrefix
    }
  }

  /// Newest first.
  public static func list(
    _ filter: Filter, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ListingCaseRecord] {
    var statement = columns
    if let prefix = filter.regionPrefix {
      statement =
        statement + " JOIN enterprise e ON e.id = c.enterprise_id AND e.region ^@ \(prefix)"
    }
    statement = statement + " WHERE true"
    if let id = filter.enterprise { statement = statement + " AND c.enterprise_id = \(id.uuid)" }
    if let board = filter.board { statement = statement + " AND c.board = \(board)" }
    if let code = filter.sponsor { statement = statement + " AND c.sponsor = \(code)" }
    if let isLive = filter.isLive { statement = statement + " AND c.is_live = \(isLive)" }
    if let after { statement = statement + " AND c.id < \(after)" }
    return try await session.query(statement + " ORDER BY c.id DESC LIMIT \(limit)").map(record)
  }

  /// The steps of a case in the order they were taken.
  public static func steps(
    of id: ListingCaseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ListingStep] {
    let rows = try await session.pipeline([
      """
      SELECT seq, verb, from_stage, to_stage, gate, role, actor, taken_on, taken_at, reason
      FROM listing_step WHERE case_id = \(id.uuid) ORDER BY seq
      """,
      """
      SELECT seq, kind, document, digest, issued_on, issuer, cut_off_on
      FROM listing_evidence WHERE case_id = \(id.uuid) ORDER BY seq, place
      """,
    ])
    var shown: [Int: [ListingStep.Evidence]] = [:]
    for row in rows[1] {
      shown[Int(try row.int32(0)), default: []].append(
        ListingStep.Evidence(
          kind: try row.text(1), document: try row.text(2),
          digest: Digest(bytes: try row.bytes(3)), issuedOn: try row.day(4),
          issuer: try row.text(5), cutOff: try row.optionalDay(6)))
    }
    var steps: [ListingStep] = []
    for row in rows[0] {
      let seq = Int(try row.int32(0))
      steps.append(
        ListingStep(
          seq: seq, verb: try row.text(1), from: try row.text(2), to: try row.text(3),
          gate: try row.optionalText(4), role: try row.text(5), actor: try row.text(6),
          on: try row.day(7), takenAt: try row.instant(8), reason: try row.optionalText(9),
          evidence: shown[seq] ?? []))
    }
    return steps
  }
}
