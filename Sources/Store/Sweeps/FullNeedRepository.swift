import Domain
import Foundation
import Postgres
import Sealing

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

/// What the latest version of an open need asks for.
public struct OpenNeed: Sendable, Hashable {
  public var id: NeedID
  public var enterprise: EnterpriseID
  public var version: Int
  public var amountFen: Int64
  public var tenorMonths: Int
  public var purpose: String
  /// Nil: not said.
  public var security: [String]?
  public var matchDueSince: Instant?
  /// When this version was written.
  public var versionCreatedAt: Instant
}

/// An open need with the latest facts of its enterprise and its newest run.
///
/// A class: a slice passes a thousand from hand to hand, and each holds much.
public final class FullNeed: Sendable {
  public let need: OpenNeed
  /// Counts the events of its enterprise: while it stays, so does all of this.
  public let eventSequence: Int64
  public let factsVersion: Int
  public let factsDigest: Digest
  public let facts: SealedFacts
  public let earlier: EarlierRun?

  init(
    need: OpenNeed, eventSequence: Int64, factsVersion: Int, factsDigest: Digest,
    facts: SealedFacts, earlier: EarlierRun?
  ) {
    self.need = need
    self.eventSequence = eventSequence
    self.factsVersion = factsVersion
    self.factsDigest = factsDigest
    self.facts = facts
    self.earlier = earlier
  }
}

public enum FullNeedRepository {
  /// Everything of some needs. Each part is looked up for each need: a planner that is free to join
  /// as it likes reads whole tables for a slice, and does so for every slice.
  private static func all(_ needs: Statement) -> Statement {
    prepared(
      """
      SELECT n.id, n.enterprise_id, n.version, v.amount_fen, v.tenor_months, v.purpose, v.security,
        n.match_due_since, v.created_at, e.facts_version, e.event_sequence, f.digest, f.body, r.id,
        r.need_version, r.facts_version, r.catalog_version, r.policy_version, r.engine_version,
        r.decided_on, r.verdicts, e.data_key
      FROM (
        SELECT id, enterprise_id, version, match_due_since FROM need
      """ + needs + """
          ) n
          CROSS JOIN LATERAL (
            SELECT amount_fen, tenor_months, purpose, security, created_at
            FROM need_version WHERE need_id = n.id AND version = n.version LIMIT 1) v
          CROSS JOIN LATERAL (
            SELECT facts_version, event_sequence, data_key FROM enterprise
            WHERE id = n.enterprise_id LIMIT 1) e
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

  /// The open needs of some enterprises in a range of identifiers, with everything a decision depends on.
  public static func find(
    of enterprises: [EnterpriseID], after: UUID, upTo last: UUID, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [FullNeed] {
    guard !enterprises.isEmpty else { return [] }
    return try records(
      try await session.query(
        all(
          """
           WHERE status = 'submitted' AND enterprise_id = ANY(\(enterprises.map(\.uuid)))
            AND id > \(after) AND id <= \(last) ORDER BY id LIMIT \(limit)
          """)))
  }

  /// Asks for the needs of locked enterprises that wait for a run; see ``records(_:)``.
  static func waiting(of enterprises: [EnterpriseID]) -> Statement {
    all(
      """
       WHERE enterprise_id = ANY(\(enterprises.map(\.uuid))) AND match_due_since IS NOT NULL
      """)
  }

  static func records(_ rows: [Row]) throws(PostgresError) -> [FullNeed] {
    var securities = SecurityTexts()
    var needs: [FullNeed] = []
    needs.reserveCapacity(rows.count)
    for row in rows { needs.append(try record(row, &securities)) }
    return needs
  }

  private static func record(
    _ row: Row, _ securities: inout SecurityTexts
  ) throws(PostgresError) -> FullNeed {
    let enterprise = EnterpriseID(try row.uuid(1))
    let factsVersion = Int(try row.int32(9))
    return FullNeed(
      need: OpenNeed(
        id: NeedID(try row.uuid(0)), enterprise: enterprise,
        version: Int(try row.int32(2)), amountFen: try row.int64(3),
        tenorMonths: Int(try row.int32(4)), purpose: try row.text(5),
        security: try securities.decode(row, 6), matchDueSince: try row.optionalInstant(7),
        versionCreatedAt: try row.instant(8)),
      eventSequence: try row.int64(10), factsVersion: factsVersion,
      factsDigest: Digest(bytes: try row.bytes(11)),
      facts: try row.sealedFacts(of: enterprise, version: factsVersion, body: 12, key: 21),
      earlier: try EarlierRun(row, from: 13))
  }
}

extension EarlierRun {
  /// The run that stands in eight columns, in the order of the members; nil when they are NULL.
  init?(_ row: Row, from column: Int) throws(PostgresError) {
    guard !row.isNull(column) else { return nil }
    self.init(
      id: RunID(try row.uuid(column)), needVersion: Int(try row.int32(column + 1)),
      factsVersion: Int(try row.int32(column + 2)),
      pins: VersionPins(
        catalog: Int(try row.int32(column + 3)), policy: Int(try row.int32(column + 4))),
      engineVersion: Int(try row.int16(column + 5)), decidedOn: try row.day(column + 6),
      verdicts: row.isNull(column + 7) ? nil : try row.bytes(column + 7))
  }
}

/// What needs offer as security: a handful of lists, each decoded once for many needs.
struct SecurityTexts {
  /// Lists kept; more are decoded each time.
  private static let maximum = 16

  private var known: [(wire: ArraySlice<UInt8>, texts: [String])] = []

  mutating func decode(_ row: Row, _ column: Int) throws(PostgresError) -> [String]? {
    guard let wire = row.wire(column) else { return nil }
    for entry in known where entry.wire == wire { return entry.texts }
    let texts = try row.decode(column, as: [String].self)
    if known.count < Self.maximum { known.append((wire, texts)) }
    return texts
  }
}
