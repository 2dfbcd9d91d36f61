import Domain
import Foundation
import Postgres

/// What facts propose for an enterprise, and what became of it.
public struct PoolProposalRecord: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// That it enters a pool.
    case enter
    /// That it is helped to the next rung of the ladder.
    case rung
  }

  public enum State: String, Sendable, Hashable, CaseIterable {
    case open
    case accepted
    case dismissed
    /// Facts propose it no more.
    case lapsed
  }

  public var id: PoolProposalID
  public var enterprise: EnterpriseID
  public var kind: Kind
  /// The pool, or the rung.
  public var target: String
  public var factsVersion: Int
  public var state: State
  /// Why it was dismissed.
  public var reason: String?
  public var decidedBy: String?
  /// The ETag.
  public var version: Int
  public var createdAt: Instant
  public var updatedAt: Instant

  /// An open one.
  public init(
    id: PoolProposalID, enterprise: EnterpriseID, kind: Kind, target: String, factsVersion: Int,
    at instant: Instant
  ) {
    self.id = id
    self.enterprise = enterprise
    self.kind = kind
    self.target = target
    self.factsVersion = factsVersion
    state = .open
    version = 1
    createdAt = instant
    updatedAt = instant
  }
}

/// Proposals. Written under the lock of the enterprise.
public enum PoolProposalRepository {
  private static let columns: Statement = """
    SELECT p.id, p.enterprise_id, p.kind, p.target, p.facts_version, p.state, p.reason,
      p.decided_by, p.version, p.created_at, p.updated_at
    FROM pool_proposal p
    """

  private static func record(_ row: Row) throws(PostgresError) -> PoolProposalRecord {
    guard let kind = PoolProposalRecord.Kind(rawValue: try row.text(2)),
      let state = PoolProposalRecord.State(rawValue: try row.text(5))
    else {
      throw PostgresError(
        kind: .decoding, reason: "kind or state of a proposal is none of the known ones")
    }
    var proposal = PoolProposalRecord(
      id: PoolProposalID(try row.uuid(0)), enterprise: EnterpriseID(try row.uuid(1)), kind: kind,
      target: try row.text(3), factsVersion: Int(try row.int32(4)), at: try row.instant(9))
    proposal.state = state
    proposal.reason = try row.optionalText(6)
    proposal.decidedBy = try row.optionalText(7)
    proposal.version = Int(try row.int32(8))
    proposal.updatedAt = try row.instant(10)
    return proposal
  }

  public static func insert(
    _ proposal: PoolProposalRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO pool_proposal (id, enterprise_id, kind, target, facts_version, state, version,
        created_at, updated_at)
      VALUES (\(proposal.id.uuid), \(proposal.enterprise.uuid), \(proposal.kind.rawValue),
        \(proposal.target), \(proposal.factsVersion), \(proposal.state.rawValue),
        \(proposal.version), \(proposal.createdAt.bound), \(proposal.updatedAt.bound))
      """)
  }

  /// Writes what became of a proposal.
  public static func decide(
    _ proposal: PoolProposalRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE pool_proposal SET state = \(proposal.state.rawValue),
        reason = \(proposal.reason as String?), decided_by = \(proposal.decidedBy as String?),
        version = \(proposal.version), updated_at = \(proposal.updatedAt.bound)
      WHERE id = \(proposal.id.uuid)
      """)
  }

  public static func find(
    _ id: PoolProposalID, _ session: any PostgresSession
  ) async throws(PostgresError) -> PoolProposalRecord? {
    try await session.query(columns + " WHERE p.id = \(id.uuid)").first.map(record)
  }

  /// Proposals of an enterprise that nobody decided yet.
  public static func open(
    of enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [PoolProposalRecord] {
    try await session.query(
      columns + " WHERE p.enterprise_id = \(enterprise.uuid) AND p.state = 'open' ORDER BY p.id"
    ).map(record)
  }

  /// Whether a person dismissed this of these very facts, or of later ones.
  public static func isDismissed(
    _ kind: PoolProposalRecord.Kind, _ target: String, of enterprise: EnterpriseID,
    factsVersion: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> Bool {
    try await session.queryOne(
      """
      SELECT EXISTS (SELECT FROM pool_proposal WHERE enterprise_id = \(enterprise.uuid)
        AND kind = \(kind.rawValue) AND target = \(target) AND state = 'dismissed'
        AND facts_version >= \(factsVersion))
      """
    ).decode(0, as: Bool.self)
  }

  /// Newest first, without enterprises that were erased.
  public static func list(
    state: String?, enterprise: EnterpriseID?, regionPrefix: String?, after: UUID?, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [PoolProposalRecord] {
    var statement =
      columns
      + " JOIN enterprise e ON e.id = p.enterprise_id AND e.erased_at IS NULL WHERE true"
    if let state { statement = statement + " AND p.state = \(state)" }
    if let enterprise { statement = statement + " AND p.enterprise_id = \(enterprise.uuid)" }
    if let regionPrefix { statement = statement + " AND e.region ^@ \(regionPrefix)" }
    if let after { statement = statement + " AND p.id < \(after)" }
    return try await session.query(statement + " ORDER BY p.id DESC LIMIT \(limit)").map(record)
  }

  /// Enterprises of a region that are not in a pool, from one on, with the version of their facts.
  public static func candidates(
    for pool: String, regionPrefix: String, after: EnterpriseID?, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID] {
    var statement: Statement = """
      SELECT e.id FROM enterprise e
      WHERE e.region ^@ \(regionPrefix) AND e.erased_at IS NULL AND e.frozen_at IS NULL
        AND NOT EXISTS (SELECT FROM pool_member m WHERE m.enterprise_id = e.id
          AND m.pool = \(pool) AND m.state = 'member')
      """
    if let after { statement = statement + " AND e.id > \(after.uuid)" }
    return try await session.query(statement + " ORDER BY e.id LIMIT \(limit)").map {
      row throws(PostgresError) in EnterpriseID(try row.uuid(0))
    }
  }
}
