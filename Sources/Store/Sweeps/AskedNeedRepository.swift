import Domain
import Foundation
import Postgres
import Sealing

/// A need in its latest version, with the latest facts of its enterprise.
public struct AskedNeed: Sendable, Hashable {
  public var need: NeedRecord
  public var facts: SealedFacts
  /// Where the enterprise is.
  public var region: String
}

public enum AskedNeedRepository {
  /// The smallest identifier of an instant (RFC 9562, version 7), less one day for clocks that
  /// differ: where to begin when walking needs in the order of their identifiers.
  public static func identifier(_ instant: Instant) -> UUID {
    let milliseconds = UInt64(max(0, instant.microseconds / 1_000 - 86_400_000))
    func byte(_ index: UInt64) -> UInt8 { UInt8(milliseconds >> (40 - 8 * index) & 0xFF) }
    return UUID(
      uuid: (byte(0), byte(1), byte(2), byte(3), byte(4), byte(5), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
  }

  private static func condition(since: Instant?, regionPrefix: String) -> Statement {
    var statement: Statement =
      if let since {
        """
         WHERE n.created_at >= \(since.bound) AND n.id > \(identifier(since))
        """
      } else {
        " WHERE n.status = 'submitted'"
      }
    if !regionPrefix.isEmpty { statement = statement + " AND e.region ^@ \(regionPrefix)" }
    return statement
  }

  /// How many needs ``page(since:regionPrefix:after:limit:_:)`` goes through.
  public static func count(
    since: Instant?, regionPrefix: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int64 {
    let rows = try await session.query(
      "SELECT count(*) FROM need n JOIN enterprise e ON e.id = n.enterprise_id"
        + condition(since: since, regionPrefix: regionPrefix))
    return try rows.first?.decode(0, as: Int64.self) ?? 0
  }

  /// Needs in the order of their identifiers.
  ///
  /// - Parameters:
  ///   - since: those submitted then or later, also if withdrawn; nil: the open ones.
  ///   - regionPrefix: of enterprises there; "" is everywhere.
  public static func page(
    since: Instant?, regionPrefix: String, after: UUID, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [AskedNeed] {
    let rows = try await session.query(
      """
      SELECT n.id, n.version, e.region, f.body, e.data_key, e.facts_version FROM need n
      JOIN enterprise e ON e.id = n.enterprise_id
      JOIN facts_version f ON f.enterprise_id = e.id AND f.version = e.facts_version
      """ + condition(since: since, regionPrefix: regionPrefix)
        + " AND n.id > \(after) ORDER BY n.id LIMIT \(limit)")
    var versions: [(need: NeedID, version: Int)] = []
    for row in rows {
      versions.append(
        (NeedID(try row.decode(0, as: UUID.self)), Int(try row.decode(1, as: Int32.self))))
    }
    let needs = try await NeedRepository.find(versions, session)
    var page: [AskedNeed] = []
    for (row, key) in zip(rows, versions) {
      guard let need = needs[key.need] else { continue }
      page.append(
        AskedNeed(
          need: need,
          facts: try row.sealedFacts(
            of: need.enterprise, version: Int(try row.decode(5, as: Int32.self)), body: 3, key: 4),
          region: try row.decode(2, as: String.self)))
    }
    return page
  }
}
