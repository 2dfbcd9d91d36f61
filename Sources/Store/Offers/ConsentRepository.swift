import Domain
import Foundation
import Postgres

/// An enterprise's separate consent to one institution (个人信息保护法 第二十三条).
public struct ConsentRecord: Sendable, Hashable {
  /// Why one is over before its end.
  public enum RevokedFor: String, Sendable, Hashable, CaseIterable {
    case enterprise
    /// Another consent for the same need and institution took its place.
    case replaced
    case offerLost = "offer_lost"
    case needWithdrawn = "need_withdrawn"
  }

  public struct Revocation: Sendable, Hashable {
    public var at: Instant
    public var by: String
    public var why: RevokedFor

    public init(at: Instant, by: String, why: RevokedFor) {
      self.at = at
      self.by = by
      self.why = why
    }
  }

  public var id: ConsentID
  public var enterprise: EnterpriseID
  public var need: NeedID
  /// Code of the recipient.
  public var institution: String
  public var purpose: ConsentPurpose
  /// Groups of facts, sorted.
  public var fields: [String]
  public var grantedAt: Instant
  public var grantedBy: String
  public var expiresAt: Instant
  public var revocation: Revocation?

  public init(
    id: ConsentID, enterprise: EnterpriseID, need: NeedID, institution: String,
    purpose: ConsentPurpose, fields: [String], grantedAt: Instant, grantedBy: String,
    expiresAt: Instant, revocation: Revocation? = nil
  ) {
    self.id = id
    self.enterprise = enterprise
    self.need = need
    self.institution = institution
    self.purpose = purpose
    self.fields = fields
    self.grantedAt = grantedAt
    self.grantedBy = grantedBy
    self.expiresAt = expiresAt
    self.revocation = revocation
  }

  public func isLive(at instant: Instant) -> Bool { revocation == nil && instant < expiresAt }
}

/// What a recipient may use the data for.
public enum ConsentPurpose: String, Sendable, Hashable, CaseIterable {
  case loan = "loan_assessment"
  case guarantee = "guarantee_assessment"
  case lease = "lease_assessment"
  case receivables = "receivables_assessment"
}

/// One read of an enterprise's data by an institution.
public struct AccessEntry: Sendable, Hashable {
  public var id: AccessEntryID
  public var enterprise: EnterpriseID
  public var consent: ConsentID
  public var offer: OfferID
  public var institution: String
  public var reader: String
  public var role: String
  public var fields: [String]
  public var readAt: Instant

  public init(
    id: AccessEntryID, enterprise: EnterpriseID, consent: ConsentID, offer: OfferID,
    institution: String, reader: String, role: String, fields: [String], readAt: Instant
  ) {
    self.id = id
    self.enterprise = enterprise
    self.consent = consent
    self.offer = offer
    self.institution = institution
    self.reader = reader
    self.role = role
    self.fields = fields
    self.readAt = readAt
  }
}

/// Consents, and what was read under them. Consents are written under the enterprise's lock.
public enum ConsentRepository {
  private static let columns: Statement = """
    SELECT id, enterprise_id, need_id, institution, purpose, fields, granted_at, granted_by,
      expires_at, revoked_at, revoked_by, revoked_for
    FROM consent
    """

  private static func record(_ row: Row) throws(PostgresError) -> ConsentRecord {
    guard let purpose = ConsentPurpose(rawValue: try row.text(4)) else {
      throw PostgresError(kind: .decoding, reason: "the purpose of a consent is not known")
    }
    var consent = ConsentRecord(
      id: ConsentID(try row.uuid(0)), enterprise: EnterpriseID(try row.uuid(1)),
      need: NeedID(try row.uuid(2)), institution: try row.text(3), purpose: purpose,
      fields: try row.decode(5, as: [String].self), grantedAt: try row.instant(6),
      grantedBy: try row.text(7), expiresAt: try row.instant(8))
    if let at = try row.optionalInstant(9) {
      guard let why = ConsentRecord.RevokedFor(rawValue: try row.text(11)) else {
        throw PostgresError(kind: .decoding, reason: "why a consent was revoked is not known")
      }
      consent.revocation = ConsentRecord.Revocation(at: at, by: try row.text(10), why: why)
    }
    return consent
  }

  /// - Throws: a unique violation of `consent_one_live`.
  public static func insert(
    _ consent: ConsentRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO consent (id, enterprise_id, need_id, institution, purpose, fields, granted_at,
        granted_by, expires_at)
      VALUES (\(consent.id.uuid), \(consent.enterprise.uuid), \(consent.need.uuid),
        \(consent.institution), \(consent.purpose.rawValue), \(consent.fields),
        \(consent.grantedAt.bound), \(consent.grantedBy), \(consent.expiresAt.bound))
      """)
  }

  public static func revoke(
    _ id: ConsentID, _ revocation: ConsentRecord.Revocation, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE consent SET revoked_at = greatest(granted_at, \(revocation.at.bound)),
        revoked_by = \(revocation.by), revoked_for = \(revocation.why.rawValue)
      WHERE id = \(id.uuid) AND revoked_at IS NULL
      """)
  }

  public static func find(
    _ id: ConsentID, _ session: any PostgresSession
  ) async throws(PostgresError) -> ConsentRecord? {
    try await session.query(columns + " WHERE id = \(id.uuid)").first.map(record)
  }

  /// The consent for a need and an institution that is not revoked; it may have expired.
  ///
  /// - Parameter holding: nobody revokes it until the transaction ends, so that what is read under it
  ///   was read before. Whoever reads under it meanwhile waits too: a lock that readers share would
  ///   let them overtake whoever waits to revoke, for as long as they keep coming.
  public static func current(
    need: NeedID, institution: String, holding: Bool = false, _ session: any PostgresSession
  ) async throws(PostgresError) -> ConsentRecord? {
    let statement =
      columns
        + """
         WHERE need_id = \(need.uuid) AND institution = \(institution) AND revoked_at IS NULL
        """
    return try await session.query(holding ? statement + " FOR NO KEY UPDATE" : statement).first
      .map(record)
  }

  /// Those of a need that are not revoked.
  public static func current(
    need: NeedID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ConsentRecord] {
    try await session.query(
      columns + " WHERE need_id = \(need.uuid) AND revoked_at IS NULL ORDER BY id"
    ).map(record)
  }

  /// Whether an enterprise has given an institution any consent that lives.
  public static func hasLive(
    of enterprise: EnterpriseID, to institution: String, at instant: Instant,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> Bool {
    try await session.queryOne(
      """
      SELECT EXISTS (SELECT FROM consent WHERE enterprise_id = \(enterprise.uuid)
        AND institution = \(institution) AND revoked_at IS NULL AND expires_at > \(instant.bound))
      """
    ).decode(0, as: Bool.self)
  }

  /// Which of some enterprises have given an institution any consent that lives.
  public static func live(
    of enterprises: [EnterpriseID], to institution: String, at instant: Instant,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> Set<EnterpriseID> {
    guard !enterprises.isEmpty else { return [] }
    var found: Set<EnterpriseID> = []
    for row in try await session.query(
      """
      SELECT DISTINCT enterprise_id FROM consent
      WHERE institution = \(institution) AND enterprise_id = ANY(\(enterprises.map(\.uuid)))
        AND revoked_at IS NULL AND expires_at > \(instant.bound)
      """)
    {
      found.insert(EnterpriseID(try row.uuid(0)))
    }
    return found
  }

  /// Newest first.
  public static func list(
    enterprise: EnterpriseID, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ConsentRecord] {
    var statement = columns + " WHERE enterprise_id = \(enterprise.uuid)"
    if let after { statement = statement + " AND id < \(after)" }
    return try await session.query(statement + " ORDER BY id DESC LIMIT \(limit)").map(record)
  }

  /// How often data were read under each consent.
  public static func reads(
    of consents: [ConsentID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [ConsentID: Int64] {
    guard !consents.isEmpty else { return [:] }
    var reads: [ConsentID: Int64] = [:]
    for row in try await session.query(
      """
      SELECT consent_id, count(*) FROM access_entry
      WHERE consent_id = ANY(\(consents.map(\.uuid))) GROUP BY 1
      """)
    {
      reads[ConsentID(try row.uuid(0))] = try row.int64(1)
    }
    return reads
  }

  /// What an institution read through an offer; `AccessLogRepository` lists it.
  public static func insert(
    _ entry: AccessEntry, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO access_entry (id, enterprise_id, consent_id, offer_id, institution, reader,
        reader_role, fields, read_at)
      VALUES (\(entry.id.uuid), \(entry.enterprise.uuid), \(entry.consent.uuid),
        \(entry.offer.uuid), \(entry.institution), \(entry.reader), \(entry.role),
        \(entry.fields), \(entry.readAt.bound))
      """)
  }
}
