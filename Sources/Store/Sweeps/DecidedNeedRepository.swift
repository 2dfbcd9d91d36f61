import Domain
import Foundation
import Postgres
import Sealing

/// An open need that has its run, as a sweep meets it.
public struct DecidedNeedHead: Sendable, Hashable {
  public var need: NeedID
  public var version: Int
  public var enterprise: EnterpriseID
  /// Its newest run.
  public var run: RunID
  public var pins: VersionPins

  public init(
    need: NeedID, version: Int, enterprise: EnterpriseID, run: RunID, pins: VersionPins
  ) {
    self.need = need
    self.version = version
    self.enterprise = enterprise
    self.run = run
    self.pins = pins
  }
}

/// An open need with its newest run and the facts that run was decided from.
public struct DecidedNeed: Sendable, Hashable {
  public var need: NeedRecord
  public var run: RunRecord
  public var facts: SealedFacts
  /// Where the enterprise is.
  public var region: String
}

public enum DecidedNeedRepository {
  /// The open needs in a range of identifiers that wait for no run, with their newest ones, in the
  /// order of their identifiers.
  public static func heads(
    after: UUID, upTo last: UUID? = nil, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [DecidedNeedHead] {
    var statement: Statement = """
      SELECT n.id, n.version, n.enterprise_id, r.id, r.catalog_version, r.policy_version FROM need n
      CROSS JOIN LATERAL (
        SELECT id, need_version, catalog_version, policy_version FROM match_run
        WHERE need_id = n.id ORDER BY id DESC LIMIT 1) r
      WHERE n.status = 'submitted' AND n.match_due_since IS NULL AND r.need_version = n.version
        AND n.id > \(after)
      """
    if let last { statement = statement + " AND n.id <= \(last)" }
    var heads: [DecidedNeedHead] = []
    for row in try await session.query(statement + " ORDER BY n.id LIMIT \(limit)") {
      heads.append(
        DecidedNeedHead(
          need: NeedID(try row.decode(0, as: UUID.self)),
          version: Int(try row.decode(1, as: Int32.self)),
          enterprise: EnterpriseID(try row.decode(2, as: UUID.self)),
          run: RunID(try row.decode(3, as: UUID.self)),
          pins: VersionPins(
            catalog: Int(try row.decode(4, as: Int32.self)),
            policy: Int(try row.decode(5, as: Int32.self)))))
    }
    return heads
  }

  /// The enterprises of all open needs in a range of identifiers, waiting ones too.
  public static func enterprises(
    after: UUID, upTo last: UUID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID] {
    let rows = try await session.query(
      """
      SELECT DISTINCT enterprise_id FROM need
      WHERE status = 'submitted' AND id > \(after) AND id <= \(last)
      """)
    return try rows.map { row throws(PostgresError) in
      EnterpriseID(try row.decode(0, as: UUID.self))
    }
  }

  /// Everything a decision of these needs depends on.
  public static func find(
    _ heads: [DecidedNeedHead], _ session: any PostgresSession
  ) async throws(PostgresError) -> [NeedID: DecidedNeed] {
    guard !heads.isEmpty else { return [:] }
    let needs = try await NeedRepository.find(
      heads.map { (need: $0.need, version: $0.version) }, session)
    let runs = try await RunRepository.find(heads.map(\.run), session)
    let rows = try await session.query(
      """
      SELECT r.id, f.body, e.region, e.data_key FROM match_run r
      JOIN facts_version f ON f.enterprise_id = r.enterprise_id AND f.version = r.facts_version
      JOIN enterprise e ON e.id = r.enterprise_id
      WHERE r.id = ANY(\(heads.map(\.run.uuid)))
      """)
    var found: [NeedID: DecidedNeed] = [:]
    for row in rows {
      let id = RunID(try row.decode(0, as: UUID.self))
      guard let run = runs[id], let need = needs[run.need] else { continue }
      found[run.need] = DecidedNeed(
        need: need, run: run,
        facts: try row.sealedFacts(
          of: run.enterprise, version: run.factsVersion, body: 1, key: 3),
        region: try row.decode(2, as: String.self))
    }
    return found
  }
}
