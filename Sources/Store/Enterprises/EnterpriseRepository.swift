import Domain
import Foundation
import Postgres

/// One enterprise as it stands.
public struct EnterpriseRecord: Sendable, Hashable {
  public var id: EnterpriseID
  public var uscc: String
  public var usccOverrideReason: String?
  public var name: String
  public var region: String
  public var industry: String
  public var registeredOn: LegalDate
  public var version: Int
  public var factsVersion: Int
  public var createdAt: Instant
  public var updatedAt: Instant
  /// When it was erased: what is left of it is a tombstone.
  public var erasedAt: Instant?
  /// Since when its erasure waits for the end of a legal period.
  public var frozenAt: Instant?

  public init(
    id: EnterpriseID, uscc: String, usccOverrideReason: String?, name: String, region: String,
    industry: String, registeredOn: LegalDate, version: Int, factsVersion: Int, createdAt: Instant,
    updatedAt: Instant, erasedAt: Instant? = nil, frozenAt: Instant? = nil
  ) {
    self.id = id
    self.uscc = uscc
    self.usccOverrideReason = usccOverrideReason
    self.name = name
    self.region = region
    self.industry = industry
    self.registeredOn = registeredOn
    self.version = version
    self.factsVersion = factsVersion
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.erasedAt = erasedAt
    self.frozenAt = frozenAt
  }
}

/// What tells who may see an enterprise.
public struct EnterpriseScope: Sendable, Hashable {
  public var id: EnterpriseID
  public var uscc: String
  public var region: String
  public var erasedAt: Instant?
}

extension EnterpriseRecord {
  public var scope: EnterpriseScope {
    EnterpriseScope(id: id, uscc: uscc, region: region, erasedAt: erasedAt)
  }
}

/// What a worker needs of an enterprise it has locked.
public struct LockedEnterprise: Sendable {
  public var id: EnterpriseID
  public var factsVersion: Int
  /// The number of its last event.
  public var eventSequence: Int64

  public init(id: EnterpriseID, factsVersion: Int, eventSequence: Int64) {
    self.id = id
    self.factsVersion = factsVersion
    self.eventSequence = eventSequence
  }
}

public enum EnterpriseRepository {
  private static let columns: Statement = """
    SELECT id, uscc, uscc_override_reason, name, region, industry, registered_on, version,
      facts_version, created_at, updated_at, erased_at, frozen_at FROM enterprise
    """

  /// - Parameter first: the column where those of `columns` begin.
  static func record(_ row: Row, from first: Int = 0) throws(PostgresError) -> EnterpriseRecord {
    EnterpriseRecord(
      id: EnterpriseID(try row.uuid(first)),
      uscc: try row.text(first + 1),
      usccOverrideReason: try row.optionalText(first + 2),
      name: try row.text(first + 3),
      region: try row.text(first + 4),
      industry: try row.text(first + 5), registeredOn: try row.day(first + 6),
      version: Int(try row.int32(first + 7)),
      factsVersion: Int(try row.int32(first + 8)),
      createdAt: try row.instant(first + 9),
      updatedAt: try row.instant(first + 10),
      erasedAt: try row.optionalInstant(first + 11),
      frozenAt: try row.optionalInstant(first + 12))
  }

  /// Inserts one enterprise. Its first facts version must follow in the same transaction.
  ///
  /// - Throws: a unique violation of `enterprise_uscc_unique` when the USCC is known already.
  public static func insert(
    _ enterprise: EnterpriseRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO enterprise (id, uscc, uscc_override_reason, name, region, industry,
        registered_on, version, facts_version, created_at, updated_at)
      VALUES (\(enterprise.id.uuid), \(enterprise.uscc), \(enterprise.usccOverrideReason as String?),
        \(enterprise.name), \(enterprise.region), \(enterprise.industry),
        \(enterprise.registeredOn.bound), \(enterprise.version), \(enterprise.factsVersion),
        \(enterprise.createdAt.bound), \(enterprise.updatedAt.bound))
      """)
  }

  /// Inserts many enterprises in one statement, for imports.
  ///
  /// - Throws: as ``insert(_:_:)``.
  public static func insert(
    many enterprises: [EnterpriseRecord], _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO enterprise (id, uscc, name, region, industry, registered_on, facts_version,
        event_sequence, created_at, updated_at)
      SELECT id, uscc, name, region, industry, registered_on, facts_version, 0, at, at
      FROM unnest(\(enterprises.map(\.id.uuid)), \(enterprises.map(\.uscc)),
        \(enterprises.map(\.name)), \(enterprises.map(\.region)), \(enterprises.map(\.industry)),
        \(enterprises.map(\.registeredOn.bound)), \(enterprises.map { Int32($0.factsVersion) }),
        \(enterprises.map(\.createdAt.bound)))
        AS n (id, uscc, name, region, industry, registered_on, facts_version, at)
      """)
  }

  public static func find(
    _ id: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> EnterpriseRecord? {
    let rows = try await session.query(prepared(columns + " WHERE id = \(id.uuid)"))
    guard let row = rows.first else { return nil }
    return try record(row)
  }

  /// Many enterprises in one read.
  public static func find(
    _ ids: [EnterpriseID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID: EnterpriseRecord] {
    var found: [EnterpriseID: EnterpriseRecord] = [:]
    for row in try await session.query(columns + " WHERE id = ANY(\(ids.map(\.uuid)))") {
      let enterprise = try record(row)
      found[enterprise.id] = enterprise
    }
    return found
  }

  public static func find(
    uscc: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> EnterpriseRecord? {
    let rows = try await session.query(columns + " WHERE uscc = \(uscc)")
    guard let row = rows.first else { return nil }
    return try record(row)
  }

  /// The identifiers behind USCCs, for imports.
  public static func identifiers(
    usccs: [String], _ session: any PostgresSession
  ) async throws(PostgresError) -> [String: EnterpriseID] {
    let rows = try await session.query(
      "SELECT uscc, id FROM enterprise WHERE uscc = ANY(\(usccs))")
    var found: [String: EnterpriseID] = [:]
    for row in rows {
      found[try row.text(0)] = EnterpriseID(try row.uuid(1))
    }
    return found
  }

  /// Newest first, without those that were erased; `regionPrefix` such as `3401` keeps an operator
  /// inside its region.
  public static func list(
    regionPrefix: String, uscc: String?, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseRecord] {
    var statement = columns + " WHERE region ^@ \(regionPrefix) AND erased_at IS NULL"
    if let uscc { statement = statement + " AND uscc = \(uscc)" }
    if let after { statement = statement + " AND id < \(after)" }
    let rows = try await session.query(statement + " ORDER BY id DESC LIMIT \(limit)")
    return try rows.map { row throws(PostgresError) in try record(row) }
  }

  /// Locks enterprises in the order of their ids, so that two batches never wait for each other in
  /// a circle.
  ///
  /// - Parameter skippingLocked: leaves out those that somebody else works on now.
  public static func lock(
    _ ids: [EnterpriseID], skippingLocked: Bool = false, _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID: LockedEnterprise] {
    try locked(await session.query(locking(ids, skippingLocked: skippingLocked)))
  }

  /// Locks an enterprise and reads it under the lock, in one round trip.
  ///
  /// - Parameter further: statements to run under the lock in the same round trip; their rows follow.
  public static func lockAndFind(
    _ id: EnterpriseID, and further: [Statement] = [], _ session: any PostgresSession
  ) async throws(PostgresError) -> (EnterpriseRecord, LockedEnterprise, further: [[Row]])? {
    let results = try await session.pipeline(
      [
        prepared(
          """
          SELECT id, uscc, uscc_override_reason, name, region, industry, registered_on, version,
            facts_version, created_at, updated_at, erased_at, frozen_at, event_sequence
          FROM enterprise WHERE id = \(id.uuid) FOR NO KEY UPDATE
          """)
      ] + further)
    guard let row = results[0].first else { return nil }
    let enterprise = try record(row)
    let lock = LockedEnterprise(
      id: id, factsVersion: enterprise.factsVersion,
      eventSequence: try row.int64(13))
    return (enterprise, lock, Array(results.dropFirst()))
  }

  /// What `lock` asks.
  static func locking(_ ids: [EnterpriseID], skippingLocked: Bool = false) -> Statement {
    let statement: Statement = """
      SELECT id, facts_version, event_sequence FROM enterprise WHERE id = ANY(\(ids.map(\.uuid)))
      ORDER BY id FOR NO KEY UPDATE
      """
    return prepared(skippingLocked ? statement + " SKIP LOCKED" : statement)
  }

  /// The answer to `locking`.
  static func locked(
    _ rows: [Row]
  ) throws(PostgresError) -> [EnterpriseID: LockedEnterprise] {
    var locked: [EnterpriseID: LockedEnterprise] = [:]
    locked.reserveCapacity(rows.count)
    for row in rows {
      let id = EnterpriseID(try row.uuid(0))
      locked[id] = LockedEnterprise(
        id: id, factsVersion: Int(try row.int32(1)),
        eventSequence: try row.int64(2))
    }
    return locked
  }

  /// Writes back the number of the last event of each locked enterprise.
  public static func saveSequences(
    _ enterprises: [LockedEnterprise], _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !enterprises.isEmpty else { return }
    try await session.execute(savingSequences(enterprises))
  }

  /// The same as a statement, of at least one. A single one gets a statement without arrays, whose
  /// plan the server keeps: it would plan the other anew each time.
  public static func savingSequences(_ enterprises: [LockedEnterprise]) -> Statement {
    if enterprises.count == 1, let only = enterprises.first {
      return prepared(
        """
        UPDATE enterprise SET event_sequence = \(only.eventSequence) WHERE id = \(only.id.uuid)
        """)
    }
    return prepared(
      """
      UPDATE enterprise SET event_sequence = n.sequence
      FROM unnest(\(enterprises.map(\.id.uuid)), \(enterprises.map(\.eventSequence))) AS n (id, sequence)
      WHERE enterprise.id = n.id
      """)
  }

  /// Changes the registered attributes of a locked enterprise.
  public static func update(
    _ enterprise: EnterpriseRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE enterprise SET name = \(enterprise.name), region = \(enterprise.region),
        industry = \(enterprise.industry), registered_on = \(enterprise.registeredOn.bound),
        version = \(enterprise.version), facts_version = \(enterprise.factsVersion),
        updated_at = \(enterprise.updatedAt.bound)
      WHERE id = \(enterprise.id.uuid)
      """)
  }
}
