import Domain
import Foundation
import Postgres

/// Addresses of organisations and the keys that sign what is sent to them.
public enum WebhookRepository {
  private static let columns: Statement = """
    SELECT id, organisation, url, types, state, disabled_reason, version, created_at, created_by,
      updated_at, failures, failing_since, rests_until
    FROM webhook_endpoint
    """

  private static func record(_ row: Row) throws(PostgresError) -> WebhookRecord {
    guard let state = WebhookState(rawValue: try row.decode(4, as: String.self)) else {
      throw PostgresError(kind: .decoding, reason: "the state of a webhook is none of the known")
    }
    var reason: WebhookDisabledReason?
    if let text = try row.decode(5, as: String?.self) {
      reason = WebhookDisabledReason(rawValue: text)
      if reason == nil {
        throw PostgresError(kind: .decoding, reason: "why a webhook is disabled is not known")
      }
    }
    return WebhookRecord(
      id: WebhookID(try row.decode(0, as: UUID.self)),
      organisation: try row.decode(1, as: String.self), url: try row.decode(2, as: String.self),
      types: try row.decode(3, as: [String].self), state: state, disabledReason: reason,
      version: Int(try row.decode(6, as: Int32.self)), createdAt: try row.instant(7),
      createdBy: try row.decode(8, as: String.self), updatedAt: try row.instant(9),
      failures: Int(try row.decode(10, as: Int32.self)), failingSince: try row.optionalInstant(11),
      restsUntil: try row.optionalInstant(12))
  }

  /// Writers of one organisation wait for each other from here to their commit, so that its addresses
  /// can be counted.
  public static func lock(
    organisation: String, _ session: any PostgresSession
  ) async throws(PostgresError) {
    _ = try await session.query(
      "SELECT pg_advisory_xact_lock(hashtextextended(\("webhook " + organisation), 0))")
  }

  /// How many addresses an organisation has.
  public static func count(
    organisation: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    let rows = try await session.query(
      "SELECT count(*) FROM webhook_endpoint WHERE organisation = \(organisation)")
    guard let row = rows.first else { return 0 }
    return Int(try row.decode(0, as: Int64.self))
  }

  public static func insert(
    _ endpoint: WebhookRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO webhook_endpoint (id, organisation, url, types, state, disabled_reason, version,
        created_at, created_by, updated_at, failures, failing_since, rests_until)
      VALUES (\(endpoint.id.uuid), \(endpoint.organisation), \(endpoint.url), \(endpoint.types),
        \(endpoint.state.rawValue), \(endpoint.disabledReason?.rawValue as String?),
        \(endpoint.version), \(endpoint.createdAt.bound), \(endpoint.createdBy),
        \(endpoint.updatedAt.bound), \(endpoint.failures),
        \(endpoint.failingSince?.bound as PostgresTimestamp?),
        \(endpoint.restsUntil?.bound as PostgresTimestamp?))
      """)
  }

  /// - Parameter locking: nobody else changes it until the transaction ends.
  public static func find(
    _ id: WebhookID, locking: Bool = false, _ session: any PostgresSession
  ) async throws(PostgresError) -> WebhookRecord? {
    let lock: Statement = locking ? " FOR NO KEY UPDATE" : ""
    let rows = try await session.query(columns + " WHERE id = \(id.uuid)" + lock)
    guard let row = rows.first else { return nil }
    return try record(row)
  }

  /// Newest first; of one organisation when it is given.
  public static func list(
    organisation: String?, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [WebhookRecord] {
    var statement = columns + " WHERE true"
    if let organisation { statement = statement + " AND organisation = \(organisation)" }
    if let after { statement = statement + " AND id < \(after)" }
    return try await session.query(statement + " ORDER BY id DESC LIMIT \(limit)").map(record)
  }

  /// Active addresses of these organisations; none of them is deleted before the transaction ends.
  public static func active(
    of organisations: [String], _ session: any PostgresSession
  ) async throws(PostgresError) -> [WebhookRecord] {
    guard !organisations.isEmpty else { return [] }
    return try await session.query(
      columns
        + """
         WHERE organisation = ANY(\(organisations)) AND state = 'active' ORDER BY id FOR KEY SHARE
        """
    ).map(record)
  }

  /// Writes everything that can change of a locked address.
  public static func update(
    _ endpoint: WebhookRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE webhook_endpoint SET url = \(endpoint.url), types = \(endpoint.types),
        state = \(endpoint.state.rawValue),
        disabled_reason = \(endpoint.disabledReason?.rawValue as String?),
        version = \(endpoint.version), updated_at = \(endpoint.updatedAt.bound),
        failures = \(endpoint.failures),
        failing_since = \(endpoint.failingSince?.bound as PostgresTimestamp?),
        rests_until = \(endpoint.restsUntil?.bound as PostgresTimestamp?)
      WHERE id = \(endpoint.id.uuid)
      """)
  }

  /// Removes an address with its keys and deliveries.
  public static func delete(
    _ id: WebhookID, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute("DELETE FROM webhook_endpoint WHERE id = \(id.uuid)")
  }

  // MARK: Keys

  private static func key(_ row: Row) throws(PostgresError) -> WebhookKeyRecord {
    WebhookKeyRecord(
      endpoint: WebhookID(try row.decode(0, as: UUID.self)),
      number: Int(try row.decode(1, as: Int32.self)),
      publicKey: try row.decode(2, as: [UInt8].self),
      secretKey: try row.decode(3, as: [UInt8].self),
      createdAt: try row.instant(4), endsAt: try row.optionalInstant(5))
  }

  /// The keys that sign at `instant`, of each address the one in use first.
  public static func keys(
    of endpoints: [WebhookID], at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> [WebhookID: [WebhookKeyRecord]] {
    guard !endpoints.isEmpty else { return [:] }
    let rows = try await session.query(
      """
      SELECT endpoint_id, number, public_key, secret_key, created_at, ends_at FROM webhook_key
      WHERE endpoint_id = ANY(\(endpoints.map(\.uuid)))
        AND (ends_at IS NULL OR ends_at > \(instant.bound))
      ORDER BY endpoint_id, number DESC
      """)
    var keys: [WebhookID: [WebhookKeyRecord]] = [:]
    for row in rows {
      let key = try key(row)
      keys[key.endpoint, default: []].append(key)
    }
    return keys
  }

  public static func insert(
    _ key: WebhookKeyRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO webhook_key (endpoint_id, number, public_key, secret_key, created_at, ends_at)
      VALUES (\(key.endpoint.uuid), \(key.number), \(key.publicKey), \(key.secretKey),
        \(key.createdAt.bound), \(key.endsAt?.bound as PostgresTimestamp?))
      """)
  }

  /// Puts `next` in place of the key in use, which goes on signing beside it until `overlapEnd`; older
  /// ones are forgotten, and so is the key in use when there is no overlap.
  public static func rotate(
    to next: WebhookKeyRecord, overlapEnd: Instant?, _ session: any PostgresSession
  ) async throws(PostgresError) {
    if let overlapEnd {
      try await session.execute(
        """
        DELETE FROM webhook_key WHERE endpoint_id = \(next.endpoint.uuid) AND ends_at IS NOT NULL
        """)
      try await session.execute(
        """
        UPDATE webhook_key SET ends_at = greatest(\(overlapEnd.bound), created_at + interval '1 s')
        WHERE endpoint_id = \(next.endpoint.uuid)
        """)
    } else {
      try await session.execute(
        "DELETE FROM webhook_key WHERE endpoint_id = \(next.endpoint.uuid)")
    }
    try await insert(next, session)
  }
}
