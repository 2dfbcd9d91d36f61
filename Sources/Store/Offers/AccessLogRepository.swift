import Domain
import Foundation
import Postgres

/// What is read of an enterprise, by kind.
public enum ReadDocument: String, Sendable, Hashable, CaseIterable {
  /// What a consent names, through an offer.
  case identified
  /// Name, credit code, region and industry.
  case enterprise
  case facts
  case need
  /// What was decided on a need, and everything that is made of it.
  case run
  case lineage
  case review
  case referral
  case offer
  case consent
  case accesses
  case erasure
  /// Receivables, their letters and the money on them.
  case receivable
  case coreEnterprise = "core_enterprise"
  case guarantee
  case bridge
  /// Listing cases, and what is judged of an enterprise for boards.
  case listing
  case entitlement
  case claim
  /// Pools, advisers, activities and ladders.
  case pool
  /// What is reported of an enterprise, and how it stands with that.
  case monitoring
  case warning
  case webhook
}

/// Why somebody reads what is of an enterprise.
public enum ReadBasis: String, Sendable, Hashable, CaseIterable {
  /// The enterprise lets them (个人信息保护法 第二十三条).
  case consent
  /// They oversee the enterprise's region.
  case oversight
  case audit
  /// The service, or a system of the operator, does its work.
  case service
  /// The reader is the other party of what is read.
  case party
}

/// One answer that told somebody of enterprises.
public struct EnterpriseRead: Sendable, Hashable {
  /// The code of an institution; its consents are looked up.
  public var institution: String?
  /// An institution's code, an enterprise's identifier or an operator's region.
  public var organisation: String?
  public var reader: String
  public var role: String
  public var document: ReadDocument
  public var basis: ReadBasis
  public var at: Instant

  public init(
    institution: String?, organisation: String?, reader: String, role: String,
    document: ReadDocument, basis: ReadBasis, at: Instant
  ) {
    self.institution = institution
    self.organisation = organisation
    self.reader = reader
    self.role = role
    self.document = document
    self.basis = basis
    self.at = at
  }
}

/// One line of what an enterprise is shown of reads.
public struct AccessLine: Sendable, Hashable {
  public var id: AccessEntryID
  public var consent: ConsentID?
  public var offer: OfferID?
  public var organisation: String?
  public var reader: String
  public var role: String
  /// Groups of facts that a consent named; empty when the whole document was read.
  public var fields: [String]
  public var document: String
  public var basis: String
  public var readAt: Instant
}

/// Who read what of an enterprise: what institutions read through offers (`ConsentRepository.insert`), and
/// all else.
public enum AccessLogRepository {
  /// An entry for each enterprise that was shown, in one statement.
  ///
  /// - Parameter sparing: the credit code of the reader, who is not told of its own reads.
  public static func inserting(
    _ read: EnterpriseRead, of entries: [(id: AccessEntryID, enterprise: EnterpriseID)],
    sparing uscc: String? = nil
  ) -> Statement {
    let statement: Statement = """
      INSERT INTO enterprise_read (id, enterprise_id, consent_id, organisation, reader,
        reader_role, document, basis, read_at)
      SELECT r.id, r.enterprise_id,
        (SELECT c.id FROM consent c
         WHERE c.institution = \(read.institution) AND c.enterprise_id = r.enterprise_id
           AND c.revoked_at IS NULL AND c.expires_at > \(read.at.bound)
         ORDER BY c.id DESC LIMIT 1),
        \(read.organisation), \(read.reader), \(read.role), \(read.document.rawValue),
        \(read.basis.rawValue), \(read.at.bound)
      FROM unnest(\(entries.map { $0.id.uuid }), \(entries.map { $0.enterprise.uuid }))
        AS r (id, enterprise_id)
      """
    guard let uscc else { return statement.prepared() }
    return statement
      + """
       WHERE NOT EXISTS (
        SELECT FROM enterprise e WHERE e.id = r.enterprise_id AND e.uscc = \(uscc))
      """
  }

  /// Newest first.
  public static func list(
    of enterprise: EnterpriseID, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [AccessLine] {
    var page: Statement = "enterprise_id = \(enterprise.uuid)"
    if let after { page = page + " AND id < \(after)" }
    page = page + " ORDER BY id DESC LIMIT \(limit)"
    return try await session.query(
      """
      SELECT id, consent_id, offer_id, organisation, reader, reader_role, fields, document, basis,
        read_at
      FROM (
        (SELECT id, consent_id, offer_id, institution AS organisation, reader, reader_role, fields,
           \(ReadDocument.identified.rawValue) AS document, \(ReadBasis.consent.rawValue) AS basis,
           read_at
         FROM access_entry WHERE \(page))
        UNION ALL
        (SELECT id, consent_id, NULL, organisation, reader, reader_role, '{}'::text[], document,
           basis, read_at
         FROM enterprise_read WHERE \(page))
      ) AS line
      ORDER BY id DESC LIMIT \(limit)
      """
    ).map { row throws(PostgresError) in
      AccessLine(
        id: AccessEntryID(try row.uuid(0)),
        consent: row.isNull(1) ? nil : ConsentID(try row.uuid(1)),
        offer: row.isNull(2) ? nil : OfferID(try row.uuid(2)),
        organisation: try row.optionalText(3), reader: try row.text(4), role: try row.text(5),
        fields: try row.decode(6, as: [String].self), document: try row.text(7),
        basis: try row.text(8), readAt: try row.instant(9))
    }
  }
}
