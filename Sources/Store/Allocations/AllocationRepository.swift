import Domain
import Foundation
import Postgres

/// Periodic referral runs: how they are written and worked through.
public enum AllocationRepository {
  /// Smaller than every identifier.
  public static let beforeAll = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

  private static let columns: Statement = """
    SELECT r.id, r.scheduled_for, r.state, r.rules_from, r.catalog_version, r.seed, r.inputs_digest,
      r.outcome_digest, r.needs, r.planned, r.made, r.offered_to, r.created_at, r.created_by,
      r.finished_at
    FROM allocation_run r
    """

  private static func record(_ row: Row) throws(PostgresError) -> AllocationRecord {
    var run = AllocationRecord(
      id: AllocationID(try row.uuid(0)), scheduledFor: try row.optionalInstant(1),
      rulesFrom: try row.day(3), catalogVersion: Int(try row.int32(4)), seed: try row.int64(5),
      inputsDigest: Digest(bytes: try row.bytes(6)),
      outcomeDigest: Digest(bytes: try row.bytes(7)), needs: Int(try row.int32(8)),
      planned: Int(try row.int32(9)), createdAt: try row.instant(12),
      createdBy: try row.text(13))
    guard let state = AllocationRecord.State(rawValue: try row.text(2)) else {
      throw PostgresError(kind: .decoding, reason: "the state of an allocation is not known")
    }
    run.state = state
    run.made = Int(try row.int32(10))
    run.offeredTo = try row.uuid(11)
    run.finishedAt = try row.optionalInstant(14)
    return run
  }

  // MARK: Beginning

  /// Lets one caller plan a run until the transaction ends.
  public static func tryLock(_ session: any PostgresSession) async throws(PostgresError) -> Bool {
    try await session.query("SELECT pg_try_advisory_xact_lock(7242004216)").first?
      .decode(0, as: Bool.self) ?? false
  }

  /// Whether a run goes on.
  public static func hasOpen(_ session: any PostgresSession) async throws(PostgresError) -> Bool {
    try await session.query("SELECT FROM allocation_run WHERE finished_at IS NULL LIMIT 1").first
      != nil
  }

  /// Whether a slot, or a later one, has its run.
  public static func hasSlot(
    _ slot: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> Bool {
    try await session.query(
      "SELECT FROM allocation_run WHERE scheduled_for >= \(slot.bound) LIMIT 1"
    ).first != nil
  }

  /// Active periodic referrals of decided needs, those first that have waited longest for a run.
  public static func waiting(
    limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [WaitingReferral] {
    try await session.query(
      """
      SELECT r.need_id, r.enterprise_id, n.version, r.wanted, r.created_at
      FROM referral r JOIN need n ON n.id = r.need_id
      WHERE r.mode = 'periodic' AND r.due_at IS NOT NULL AND n.status = 'submitted'
        AND n.match_due_since IS NULL
      ORDER BY r.due_at, r.need_id LIMIT \(limit)
      """
    ).map { row throws(PostgresError) in
      WaitingReferral(
        need: NeedID(try row.uuid(0)), enterprise: EnterpriseID(try row.uuid(1)),
        needVersion: Int(try row.int32(2)), wanted: Int(try row.int32(3)),
        since: try row.instant(4))
    }
  }

  /// Inserts a run.
  ///
  /// - Parameter inputs: RFC 8785 JSON whose digest the record holds.
  /// - Throws: a unique violation of `allocation_run_one_open` while another goes on, or of
  ///   `allocation_run_once` when its slot has one.
  public static func insert(
    _ run: AllocationRecord, inputs: [UInt8], _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO allocation_run (id, scheduled_for, state, rules_from, catalog_version, seed, inputs,
        inputs_digest, outcome_digest, needs, planned, offered_to, created_at, created_by)
      VALUES (\(run.id.uuid), \(run.scheduledFor?.bound), \(run.state.rawValue),
        \(run.rulesFrom.bound), \(run.catalogVersion), \(run.seed), \(inputs),
        \(run.inputsDigest.bytes), \(run.outcomeDigest.bytes), \(run.needs), \(run.planned),
        \(run.offeredTo), \(run.createdAt.bound), \(run.createdBy))
      """)
  }

  public static func insert(
    _ needs: [AllocationNeedRecord], of run: AllocationID, _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !needs.isEmpty else { return }
    try await session.execute(
      """
      INSERT INTO allocation_need (run_id, need_id, need_version, enterprise_id, match_run_id, pool,
        wanted, outcome)
      SELECT \(run.uuid), * FROM unnest(\(needs.map(\.need.uuid)),
        \(needs.map { Int32($0.version) }), \(needs.map(\.enterprise.uuid)),
        \(needs.map(\.run.uuid)), \(needs.map(\.pool)), \(needs.map { Int32($0.wanted) }),
        \(needs.map(\.outcome.rawValue)))
      """)
  }

  public static func insert(
    _ lines: [AllocationLineRecord], of run: AllocationID, _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !lines.isEmpty else { return }
    try await session.execute(
      """
      INSERT INTO allocation_line (run_id, id, need_id, place, product_code, institution,
        effective_ppm, coverage_ppm, why, outcome)
      SELECT \(run.uuid), * FROM unnest(\(lines.map(\.id.uuid)), \(lines.map(\.need.uuid)),
        \(lines.map { Int32($0.place) }), \(lines.map(\.product)), \(lines.map(\.institution)),
        \(lines.map(\.effectivePpm)), \(lines.map { Int32($0.coveragePpm) }),
        \(lines.map(\.why)), \(lines.map { $0.outcome?.rawValue }))
      """)
  }

  public static func insert(
    _ shares: [AllocationShareRecord], of run: AllocationID, _ session: any PostgresSession
  ) async throws(PostgresError) {
    // An array of arrays would be a table: each has its own statement.
    for share in shares {
      try await session.execute(
        """
        INSERT INTO allocation_institution (run_id, institution, room, preferences, behind, suitable,
          first_choice, planned, even_share_milli, turned_away, depth)
        VALUES (\(run.uuid), \(share.institution), \(share.room.map { Int32($0) }),
          \(share.preferences), \(share.behind), \(share.suitable), \(share.firstChoice),
          \(share.planned), \(share.evenShareMilli), \(share.turnedAway),
          \(share.depth.map { Int32($0) }))
        """)
    }
  }

  // MARK: Going on

  /// The run that goes on, locked until the transaction ends; waits for whoever works on it.
  public static func lockOpen(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> AllocationRecord? {
    try await session.query(columns + " WHERE r.finished_at IS NULL FOR NO KEY UPDATE").first
      .map(record)
  }

  /// Needs of a run in the order of their identifiers.
  public static func needs(
    of run: AllocationID, after: UUID, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [AllocationNeedRecord] {
    try await session.query(
      """
      SELECT need_id, need_version, enterprise_id, match_run_id, pool, wanted, outcome
      FROM allocation_need WHERE run_id = \(run.uuid) AND need_id > \(after)
      ORDER BY need_id LIMIT \(limit)
      """
    ).map { row throws(PostgresError) in
      guard let outcome = AllocationNeedRecord.Outcome(rawValue: try row.text(6)) else {
        throw PostgresError(kind: .decoding, reason: "the outcome of a need is not known")
      }
      return AllocationNeedRecord(
        need: NeedID(try row.uuid(0)), version: Int(try row.int32(1)),
        enterprise: EnterpriseID(try row.uuid(2)), run: RunID(try row.uuid(3)),
        pool: try row.text(4), wanted: Int(try row.int32(5)), outcome: outcome)
    }
  }

  /// The lines of some needs of a run, as the needs rank them.
  public static func lines(
    of run: AllocationID, needs: [NeedID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [AllocationLineRecord] {
    try await session.query(
      lineColumns
        + """
         FROM allocation_line l
        WHERE l.run_id = \(run.uuid) AND l.need_id = ANY(\(needs.map(\.uuid))) ORDER BY l.id
        """
    ).map(line)
  }

  static let lineColumns: Statement = """
    SELECT l.id, l.need_id, l.place, l.product_code, l.institution, l.effective_ppm, l.coverage_ppm,
      l.why, l.outcome, l.offer_id
    """

  static func line(_ row: Row) throws(PostgresError) -> AllocationLineRecord {
    var line = AllocationLineRecord(
      id: AllocationLineID(try row.uuid(0)), need: NeedID(try row.uuid(1)),
      place: Int(try row.int32(2)), product: try row.text(3), institution: try row.text(4),
      effectivePpm: try row.decode(5, as: Int64?.self), coveragePpm: Int(try row.int32(6)),
      why: try row.text(7))
    if let text = try row.optionalText(8) {
      guard let outcome = AllocationLineRecord.Outcome(rawValue: text) else {
        throw PostgresError(kind: .decoding, reason: "the outcome of a line is not known")
      }
      line.outcome = outcome
    }
    line.offer = row.isNull(9) ? nil : OfferID(try row.uuid(9))
    return line
  }

  /// Writes what became of some needs of a run and of their lines, and how far the run has come.
  public static func save(
    _ run: AllocationRecord, needs: [AllocationNeedRecord], lines: [AllocationLineRecord],
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline([
      """
      UPDATE allocation_need SET outcome = n.outcome
      FROM unnest(\(needs.map(\.need.uuid)), \(needs.map(\.outcome.rawValue))) AS n (id, outcome)
      WHERE run_id = \(run.id.uuid) AND need_id = n.id
      """,
      """
      UPDATE allocation_line SET outcome = n.outcome, offer_id = n.offer
      FROM unnest(\(lines.map(\.id.uuid)), \(lines.map { $0.outcome?.rawValue }),
        \(lines.map { $0.offer?.uuid })) AS n (id, outcome, offer)
      WHERE allocation_line.id = n.id
      """,
      """
      UPDATE allocation_run SET state = \(run.state.rawValue), made = \(run.made),
        offered_to = \(run.offeredTo)
      WHERE id = \(run.id.uuid)
      """,
    ])
  }

  /// Ends a run all of whose needs are done, and counts what each institution got.
  public static func finish(
    _ id: AllocationID, at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline([
      """
      UPDATE allocation_institution SET made = n.made
      FROM (SELECT institution, count(*) AS made FROM allocation_line
        WHERE run_id = \(id.uuid) AND outcome = 'made' GROUP BY 1) AS n
      WHERE run_id = \(id.uuid) AND allocation_institution.institution = n.institution
      """,
      """
      UPDATE allocation_run SET state = 'finished',
        finished_at = greatest(created_at, \(instant.bound))
      WHERE id = \(id.uuid)
      """,
    ])
  }

  // MARK: Reading

  public static func find(
    _ id: AllocationID, _ session: any PostgresSession
  ) async throws(PostgresError) -> AllocationRecord? {
    try await session.query(columns + " WHERE r.id = \(id.uuid)").first.map(record)
  }

  /// What a run was allocated from, as it was written.
  public static func inputs(
    of id: AllocationID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [UInt8]? {
    guard
      let row = try await session.query(
        "SELECT inputs FROM allocation_run WHERE id = \(id.uuid)"
      ).first
    else { return nil }
    return try row.bytes(0)
  }

  /// Newest first.
  public static func list(
    _ part: AllocationPart, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [AllocationRecord] {
    var statement = columns + " WHERE true"
    switch part {
    case .all, .region: break
    case .institution(let code):
      statement =
        statement
          + """
           AND EXISTS (SELECT FROM allocation_institution i
            WHERE i.run_id = r.id AND i.institution = \(code))
          """
    case .enterprise(let id):
      statement =
        statement
          + """
           AND EXISTS (SELECT FROM allocation_need n
            WHERE n.run_id = r.id AND n.enterprise_id = \(id.uuid))
          """
    }
    if let after { statement = statement + " AND r.id < \(after)" }
    return try await session.query(statement + " ORDER BY r.id DESC LIMIT \(limit)").map(record)
  }
}

/// Whose part of runs is read.
public enum AllocationPart: Sendable, Hashable {
  case all
  /// Of enterprises there.
  case region(prefix: String)
  case institution(String)
  case enterprise(EnterpriseID)
}
