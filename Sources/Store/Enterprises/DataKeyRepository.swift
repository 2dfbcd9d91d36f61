import Domain
import Foundation
import Postgres

/// The wrapped data keys of enterprises. Whoever changes one holds the enterprise's lock.
public enum DataKeyRepository {
  /// - Returns: without those that have none.
  public static func find(
    _ enterprises: [EnterpriseID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID: [UInt8]] {
    let rows = try await session.query(
      """
      SELECT id, data_key FROM enterprise
      WHERE id = ANY(\(enterprises.map(\.uuid))) AND data_key IS NOT NULL
      """)
    var found: [EnterpriseID: [UInt8]] = [:]
    for row in rows { found[EnterpriseID(try row.uuid(0))] = try row.bytes(1) }
    return found
  }

  public static func store(
    _ keys: [(enterprise: EnterpriseID, key: [UInt8])], _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !keys.isEmpty else { return }
    try await session.execute(
      """
      UPDATE enterprise e SET data_key = n.key
      FROM unnest(\(keys.map(\.enterprise.uuid)), \(keys.map(\.key))) AS n (id, key)
      WHERE e.id = n.id
      """)
  }

  /// Enterprises that have a key, in the order of their identifiers.
  public static func page(
    after: EnterpriseID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID] {
    try await session.query(
      """
      SELECT id FROM enterprise
      WHERE data_key IS NOT NULL AND id > \(after?.uuid ?? SweepRepository.beforeAll)
      ORDER BY id LIMIT \(limit)
      """
    ).map { row throws(PostgresError) in EnterpriseID(try row.uuid(0)) }
  }

  /// Enterprises that are looked through for the newest one with a key: before all are sealed, or
  /// after many were erased, it is not the first.
  private static let newestMaximum = 1_000

  /// The newest enterprise that has a key, among the newest ones.
  public static func newest(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> (enterprise: EnterpriseID, key: [UInt8])? {
    try await session.query(
      """
      SELECT id, data_key FROM (
        SELECT id, data_key FROM enterprise ORDER BY id DESC LIMIT \(newestMaximum)) AS newest
      WHERE data_key IS NOT NULL ORDER BY id DESC LIMIT 1
      """
    ).map { row throws(PostgresError) in (EnterpriseID(try row.uuid(0)), try row.bytes(1)) }.first
  }

  /// How many keys are wrapped under which master key, by its name in hexadecimal.
  public static func counts(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [(master: String, keys: Int64)] {
    try await session.query(
      """
      SELECT encode(substring(data_key FROM 2 FOR 8), 'hex') AS master, count(*) FROM enterprise
      WHERE data_key IS NOT NULL GROUP BY master ORDER BY master
      """
    ).map { row throws(PostgresError) in
      (try row.decode(0, as: String.self), try row.decode(1, as: Int64.self))
    }
  }

  /// Enterprises some of whose facts, or contacts, are still stored as they are.
  public static func unsealed(
    limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID] {
    try await session.query(
      """
      SELECT DISTINCT enterprise_id FROM (
        SELECT enterprise_id FROM facts_version
        WHERE substring(body FROM 1 FOR 1) = '\\x5b' ORDER BY enterprise_id, version
        LIMIT \(limit)) AS plain
      UNION SELECT enterprise_id FROM (
        SELECT enterprise_id FROM review WHERE contact IS NOT NULL LIMIT \(limit)) AS plain
      """
    ).map { row throws(PostgresError) in EnterpriseID(try row.uuid(0)) }
  }

  /// All versions of the facts of an enterprise, with their bodies as they are stored.
  public static func bodies(
    of enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [(version: Int, body: [UInt8])] {
    try await session.query(
      "SELECT version, body FROM facts_version WHERE enterprise_id = \(enterprise.uuid)"
    ).map { row throws(PostgresError) in (Int(try row.int32(0)), try row.bytes(1)) }
  }

  /// How those who asked for reviews can be reached, as it is stored.
  public static func contacts(
    of enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [(review: ReviewID, body: [UInt8])] {
    try await session.query(
      """
      SELECT id, coalesce(sealed_contact, convert_to(contact, 'UTF8')) FROM review
      WHERE enterprise_id = \(enterprise.uuid)
        AND (contact IS NOT NULL OR sealed_contact IS NOT NULL)
      """
    ).map { row throws(PostgresError) in (ReviewID(try row.uuid(0)), try row.bytes(1)) }
  }

  /// Replaces contacts by the same ones sealed otherwise.
  public static func replace(
    contacts: [(review: ReviewID, body: [UInt8])], _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !contacts.isEmpty else { return }
    try await session.execute(
      """
      UPDATE review r SET contact = NULL, sealed_contact = n.body
      FROM unnest(\(contacts.map(\.review.uuid)), \(contacts.map(\.body))) AS n (id, body)
      WHERE r.id = n.id
      """)
  }

  /// Replaces bodies by the same ones sealed otherwise.
  public static func replace(
    _ bodies: [(version: Int, body: [UInt8])], of enterprise: EnterpriseID,
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !bodies.isEmpty else { return }
    try await session.execute(
      """
      UPDATE facts_version f SET body = n.body
      FROM unnest(\(bodies.map { Int32($0.version) }), \(bodies.map(\.body))) AS n (version, body)
      WHERE f.enterprise_id = \(enterprise.uuid) AND f.version = n.version
      """)
  }
}
