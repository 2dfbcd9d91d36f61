import Domain
import Foundation
import Postgres

extension RunRepository {
  /// How many runs are stored.
  public static func count(_ session: any PostgresSession) async throws(PostgresError) -> Int {
    let rows = try await session.query("SELECT count(*) FROM match_run")
    guard let row = rows.first else { return 0 }
    return Int(try row.decode(0, as: Int64.self))
  }

  /// Runs in the order of their ids, oldest first, from the one after `after` on.
  public static func identifiers(
    after: RunID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [RunID] {
    var statement: Statement = "SELECT id FROM match_run"
    if let after { statement = statement + " WHERE id > \(after.uuid)" }
    let rows = try await session.query(statement + " ORDER BY id LIMIT \(limit)")
    return try rows.map { row throws(PostgresError) in RunID(try row.decode(0, as: UUID.self)) }
  }
}

extension CatalogRepository {
  /// The digest of a catalog version; nil when there is no such version.
  public static func digest(
    version: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> Digest? {
    let rows = try await session.query(
      "SELECT digest FROM catalog_version WHERE version = \(version)")
    guard let row = rows.first else { return nil }
    return Digest(bytes: try row.decode(0, as: [UInt8].self))
  }
}

extension PolicyRepository {
  /// The digest of a policy version's document; nil when there is no such version.
  public static func digest(
    version: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> Digest? {
    let rows = try await session.query(
      "SELECT digest FROM policy_version WHERE version = \(version)")
    guard let row = rows.first else { return nil }
    return Digest(bytes: try row.decode(0, as: [UInt8].self))
  }
}
