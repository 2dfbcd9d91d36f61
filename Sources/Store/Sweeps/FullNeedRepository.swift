import Domain
import Foundation
import Postgres

/// The newest run of a need, as far as another one is compared with it.
public struct EarlierRun: Sendable, Hashable {
  public var id: RunID
  public var needVersion: Int
  public var factsVersion: Int
  public var pins: VersionPins
  public var engineVersion: Int
  public var decidedOn: LegalDate
  /// See ``RunRecord/verdicts``.
  public var verdicts: [UInt8]?
}

/// An open need with the latest facts of its enterprise and its newest run.
public struct FullNeed: Sendable, Hashable {
  public var need: NeedRecord
  /// Counts the events of its enterprise: while it stays, so does all of this.
  public var eventSequence: Int64
  public var factsVersion: Int
  public var factsDigest: Digest
  /// `FactSheet.json` in canonical form.
  public var facts: [UInt8]
  public var earlier: EarlierRun?
}

public enum FullNeedRepository {
  /// Everything of some needs. Each part is looked up for each need: a planner that is free to join
  /// as it likes reads whole tables for a slice, and does so for every slice.
  private static func all(_ needs: Statement) -> Statement {
    prepared(
      """
      SELECT n.id, n.enterprise_id, n.version, n.status, v.amount_fen, v.tenor_months, v.purpose,
        v.security, n.match_due_since, n.created_at, n.updated_at, v.created_at, v.created_by,
        e.facts_version, f.digest, f.body, r.id, r.need_version, r.facts_version, r.catalog_version,
        r.policy_version, r.engine_version, r.decided_on, r.verdicts, e.event_sequence
      FROM (
        SELECT id, enterprise_id, version, status, match_due_since, created_at, updated_at FROM need
      """ + needs + """
        ) n
        CROSS JOIN LATERAL (
          SELECT amount_fen, tenor_months, purpose, security, created_at, created_by
          FROM need_version WHERE need_id = n.id AND version = n.version LIMIT 1) v
        CROSS JOIN LATERAL (
          SELECT facts_version, event_sequence FROM enterprise WHERE id = n.enterprise_id LIMIT 1) e
        CROSS JOIN LATERAL (
          SELECT digest, body FROM facts_version
          WHERE enterprise_id = n.enterprise_id AND version = e.facts_version LIMIT 1) f
        LEFT JOIN LATERAL (
          SELECT id, need_version, facts_version, catalog_version, policy_version, engine_version,
            decided_on, verdicts
          FROM match_run WHERE need_id = n.id ORDER BY id DESC LIMIT 1) r ON true
        ORDER BY n.id
        """)
  }

  /// The open needs in a range of identifiers with everything a decision depends on.
  public static func find(
    after: UUID, upTo last: UUID, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [FullNeed] {
    try await session.query(
      all(
        """
         WHERE status = 'submitted' AND id > \(after) AND id <= \(last) ORDER BY id LIMIT \(limit)
        """)
    ).map(record)
  }

  /// The same of some enterprises only.
  public static func find(
    of enterprises: [EnterpriseID], after: UUID, upTo last: UUID, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [FullNeed] {
    guard !enterprises.isEmpty else { return [] }
    return try await session.query(
      all(
        """
         WHERE status = 'submitted' AND enterprise_id = ANY(\(enterprises.map(\.uuid)))
          AND id > \(after) AND id <= \(last) ORDER BY id LIMIT \(limit)
        """)
    ).map(record)
  }

  private static func record(_ row: Row) throws(PostgresError) -> FullNeed {
    var need = FullNeed(
      need: try NeedRepository.record(row), eventSequence: try row.decode(24, as: Int64.self),
      factsVersion: Int(try row.decode(13, as: Int32.self)),
      factsDigest: Digest(bytes: try row.decode(14, as: [UInt8].self)),
      facts: try row.decode(15, as: [UInt8].self))
    guard let run = try row.decode(16, as: UUID?.self) else { return need }
    need.earlier = EarlierRun(
      id: RunID(run), needVersion: Int(try row.decode(17, as: Int32.self)),
      factsVersion: Int(try row.decode(18, as: Int32.self)),
      pins: VersionPins(
        catalog: Int(try row.decode(19, as: Int32.self)),
        policy: Int(try row.decode(20, as: Int32.self))),
      engineVersion: Int(try row.decode(21, as: Int16.self)), decidedOn: try row.day(22),
      verdicts: try row.decode(23, as: [UInt8]?.self))
    return need
  }
}
