import Domain
import Foundation
import Postgres

/// One act of an operator, as it is kept.
public struct AuditRecord: Sendable, Hashable {
  public var id: AuditID
  public var at: Instant
  /// Subject of the token, or `system:…` for the command line.
  public var actor: String
  /// The actor's role, such as `operator`.
  public var role: String
  /// What was done, `THING.DONE` in small letters: `dead_letter.redrive`, `pause.set`.
  public var action: String
  /// What it was done to: an id, or `product/CODE`.
  public var subject: String
  /// Up to 1,000 characters; longer ones are cut.
  public var reason: String?
  /// An object of ids and numbers that belong to it; no personal data.
  public var data: JSON

  public init(
    id: AuditID, at: Instant, actor: String, role: String, action: String, subject: String,
    reason: String?, data: JSON
  ) {
    self.id = id
    self.at = at
    self.actor = actor
    self.role = role
    self.action = action
    self.subject = subject
    self.reason = reason
    self.data = data
  }
}

/// The trail of what operators did; only appended to, which the table itself enforces.
public enum AuditRepository {
  private static let columns: Statement =
    "SELECT id, taken_at, actor, role, action, subject, reason, data::text FROM audit_entry"

  private static func record(_ row: Row) throws(PostgresError) -> AuditRecord {
    let data: JSON
    do {
      data = try JSONParser.parse(Array(try row.decode(7, as: String.self).utf8))
    } catch let error as PostgresError {
      throw error
    } catch {
      throw PostgresError(kind: .decoding, reason: "the data of an audit entry is not JSON")
    }
    return AuditRecord(
      id: AuditID(try row.decode(0, as: UUID.self)), at: try row.instant(1),
      actor: try row.decode(2, as: String.self), role: try row.decode(3, as: String.self),
      action: try row.decode(4, as: String.self), subject: try row.decode(5, as: String.self),
      reason: try row.decode(6, as: String?.self), data: data)
  }

  /// Appends one entry, in the transaction of what it tells of.
  public static func append(
    _ entry: AuditRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(appending(entry))
  }

  /// Appends entries in one round trip, in the transaction of what they tell of.
  public static func append(
    _ entries: [AuditRecord], _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !entries.isEmpty else { return }
    _ = try await session.pipeline(entries.map(appending))
  }

  private static func appending(_ entry: AuditRecord) -> Statement {
    let reason = entry.reason.map { String($0.unicodeScalars.prefix(1_000)) }
    return """
      INSERT INTO audit_entry (id, taken_at, actor, role, action, subject, reason, data)
      VALUES (\(entry.id.uuid), \(entry.at.bound), \(entry.actor), \(entry.role), \(entry.action),
        \(entry.subject), \(reason as String?), \(PostgresJSON(bytes: entry.data.canonicalBytes)))
      """
  }

  /// Some entries, oldest first; those that are not there are left out.
  public static func find(
    _ ids: [AuditID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [AuditRecord] {
    guard !ids.isEmpty else { return [] }
    return try await session.query(
      columns + " WHERE id = ANY(\(ids.map(\.uuid))) ORDER BY id"
    ).map(record)
  }

  /// Newest first, from the one before `after` on.
  ///
  /// - Parameters:
  ///   - action: only this action.
  ///   - subject: only what was done to this.
  public static func list(
    action: String? = nil, subject: String? = nil, after: UUID?, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [AuditRecord] {
    var statement = columns + " WHERE true"
    if let action { statement = statement + " AND action = \(action)" }
    if let subject { statement = statement + " AND subject = \(subject)" }
    if let after { statement = statement + " AND id < \(after)" }
    return try await session.query(statement + " ORDER BY id DESC LIMIT \(limit)").map(record)
  }
}
