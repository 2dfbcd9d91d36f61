import Domain
import Foundation
import Postgres

/// One match run as it is stored.
public struct RunRecord: Sendable, Hashable {
  public var id: RunID
  public var need: NeedID
  public var needVersion: Int
  public var enterprise: EnterpriseID
  public var factsVersion: Int
  public var factsDigest: Digest
  public var catalogVersion: Int
  public var policyVersion: Int
  public var engineVersion: Int
  public var clock: Instant
  public var considered: Int
  public var eligible: Int
  public var ineligible: Int
  public var needsInfo: Int
  /// RFC 8785 JSON of the outcome.
  public var result: [UInt8]
  /// 16 bytes that tell which product got which verdict; nil for runs stored without them. Not read
  /// back with the record.
  public var verdicts: [UInt8]?
  public var cause: EventID
  public var traceparent: String?
  /// The database's clock when the row was written; nil before.
  public var createdAt: Instant?

  public init(
    id: RunID, need: NeedID, needVersion: Int, enterprise: EnterpriseID, factsVersion: Int,
    factsDigest: Digest, catalogVersion: Int, policyVersion: Int, engineVersion: Int,
    clock: Instant, considered: Int, eligible: Int, ineligible: Int, needsInfo: Int,
    result: [UInt8], verdicts: [UInt8]? = nil, cause: EventID, traceparent: String?,
    createdAt: Instant? = nil
  ) {
    self.id = id
    self.need = need
    self.needVersion = needVersion
    self.enterprise = enterprise
    self.factsVersion = factsVersion
    self.factsDigest = factsDigest
    self.catalogVersion = catalogVersion
    self.policyVersion = policyVersion
    self.engineVersion = engineVersion
    self.clock = clock
    self.considered = considered
    self.eligible = eligible
    self.ineligible = ineligible
    self.needsInfo = needsInfo
    self.result = result
    self.verdicts = verdicts
    self.cause = cause
    self.traceparent = traceparent
    self.createdAt = createdAt
  }
}

public enum RunRepository {
  private static let columns: Statement = """
    SELECT id, need_id, need_version, enterprise_id, facts_version, facts_digest, catalog_version,
      policy_version, engine_version, clock, considered, eligible, ineligible, needs_info, result,
      cause_event_id, traceparent, created_at
    FROM match_run
    """

  private static func record(_ row: Row) throws(PostgresError) -> RunRecord {
    RunRecord(
      id: RunID(try row.uuid(0)), need: NeedID(try row.uuid(1)),
      needVersion: Int(try row.int32(2)),
      enterprise: EnterpriseID(try row.uuid(3)),
      factsVersion: Int(try row.int32(4)),
      factsDigest: Digest(bytes: try row.bytes(5)),
      catalogVersion: Int(try row.int32(6)),
      policyVersion: Int(try row.int32(7)),
      engineVersion: Int(try row.int16(8)), clock: try row.instant(9),
      considered: Int(try row.int32(10)),
      eligible: Int(try row.int32(11)),
      ineligible: Int(try row.int32(12)),
      needsInfo: Int(try row.int32(13)),
      result: try row.bytes(14),
      cause: EventID(try row.uuid(15)),
      traceparent: try row.optionalText(16), createdAt: try row.instant(17))
  }

  /// Inserts many runs at once; a run with the same pins that exists already is left as it is.
  ///
  /// - Returns: the ids that were inserted.
  public static func insert(
    _ runs: [RunRecord], _ session: any PostgresSession
  ) async throws(PostgresError) -> Set<RunID> {
    guard !runs.isEmpty else { return [] }
    let rows = try await session.query(
      prepared(
        """
        INSERT INTO match_run (id, need_id, need_version, enterprise_id, facts_version, facts_digest,
          catalog_version, policy_version, engine_version, clock, decided_on, considered, eligible,
          ineligible, needs_info, result, verdicts, cause_event_id, traceparent)
        SELECT * FROM unnest(
          \(runs.map(\.id.uuid)), \(runs.map(\.need.uuid)), \(runs.map { Int32($0.needVersion) }),
          \(runs.map(\.enterprise.uuid)), \(runs.map { Int32($0.factsVersion) }),
          \(runs.map(\.factsDigest.bytes)), \(runs.map { Int32($0.catalogVersion) }),
          \(runs.map { Int32($0.policyVersion) }), \(runs.map { Int16($0.engineVersion) }),
          \(runs.map(\.clock.bound)), \(runs.map(\.clock.legalDate.bound)),
          \(runs.map { Int32($0.considered) }), \(runs.map { Int32($0.eligible) }),
          \(runs.map { Int32($0.ineligible) }), \(runs.map { Int32($0.needsInfo) }),
          \(runs.map(\.result)), \(runs.map(\.verdicts)), \(runs.map(\.cause.uuid)), \(runs.map(\.traceparent)))
        ON CONFLICT ON CONSTRAINT match_run_once DO NOTHING
        RETURNING id
        """))
    var inserted: Set<RunID> = []
    for row in rows { inserted.insert(RunID(try row.uuid(0))) }
    return inserted
  }

  public static func find(
    _ id: RunID, _ session: any PostgresSession
  ) async throws(PostgresError) -> RunRecord? {
    let rows = try await session.query(prepared(columns + " WHERE id = \(id.uuid)"))
    guard let row = rows.first else { return nil }
    return try record(row)
  }

  /// A run with what tells who may see it, in one read.
  public static func findWithScope(
    _ id: RunID, _ session: any PostgresSession
  ) async throws(PostgresError) -> (RunRecord, EnterpriseScope)? {
    let rows = try await session.query(
      prepared(
        """
        SELECT r.id, r.need_id, r.need_version, r.enterprise_id, r.facts_version, r.facts_digest,
          r.catalog_version, r.policy_version, r.engine_version, r.clock, r.considered, r.eligible,
          r.ineligible, r.needs_info, r.result, r.cause_event_id, r.traceparent, r.created_at,
          e.uscc, e.region, e.erased_at
        FROM match_run r JOIN enterprise e ON e.id = r.enterprise_id WHERE r.id = \(id.uuid)
        """))
    guard let row = rows.first else { return nil }
    let run = try record(row)
    return (
      run,
      EnterpriseScope(
        id: run.enterprise, uscc: try row.text(18), region: try row.text(19),
        erasedAt: try row.optionalInstant(20))
    )
  }

  /// The stored outcomes of some runs.
  public static func results(
    of ids: [RunID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [RunID: [UInt8]] {
    guard !ids.isEmpty else { return [:] }
    let rows = try await session.query(
      prepared("SELECT id, result FROM match_run WHERE id = ANY(\(ids.map(\.uuid)))"))
    var found: [RunID: [UInt8]] = [:]
    for row in rows {
      found[RunID(try row.decode(0, as: UUID.self))] = try row.decode(1, as: [UInt8].self)
    }
    return found
  }

  /// Many runs in one read.
  public static func find(
    _ ids: [RunID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [RunID: RunRecord] {
    guard !ids.isEmpty else { return [:] }
    let rows = try await session.query(columns + " WHERE id = ANY(\(ids.map(\.uuid)))")
    var found: [RunID: RunRecord] = [:]
    for row in rows {
      let run = try record(row)
      found[run.id] = run
    }
    return found
  }

  /// Newest first.
  public static func list(
    need: NeedID, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [RunRecord] {
    var statement = columns + " WHERE need_id = \(need.uuid)"
    if let after { statement = statement + " AND id < \(after)" }
    let rows = try await session.query(statement + " ORDER BY id DESC LIMIT \(limit)")
    return try rows.map(record)
  }

  /// The newest run of each need.
  public static func latest(
    needs: [NeedID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [NeedID: RunID] {
    let rows = try await session.query(
      prepared(
        """
        SELECT n.id, r.id FROM unnest(\(needs.map(\.uuid))) AS n (id)
        CROSS JOIN LATERAL (
          SELECT id FROM match_run WHERE need_id = n.id ORDER BY id DESC LIMIT 1) r
        """))
    var found: [NeedID: RunID] = [:]
    for row in rows {
      found[NeedID(try row.uuid(0))] = RunID(try row.uuid(1))
    }
    return found
  }
}
