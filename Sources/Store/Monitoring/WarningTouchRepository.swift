import Domain
import Foundation
import Postgres

/// Something of an enterprise that is looked at anew because a warning came to red.
public struct WarningTouch: Sendable, Hashable {
  /// `offer`, `guarantee`, `receivable_financing` or `listing_case`.
  public var kind: String
  public var subject: UUID
  /// The state it was in then.
  public var state: String
  /// Who has a part in it.
  public var institutions: [String]

  public init(kind: String, subject: UUID, state: String, institutions: [String]) {
    self.kind = kind
    self.subject = subject
    self.state = state
    self.institutions = institutions
  }
}

/// What red warnings touch, and who has lent or stands in. Written under the enterprise's lock.
public enum WarningTouchRepository {
  /// What is under way or running of enterprises: offers, guarantees, also those that were paid for and are being
  /// recovered, financings and listing cases, the newest of each.
  ///
  /// - Parameter limit: of one kind and one enterprise.
  public static func live(
    of enterprises: [EnterpriseID], limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID: [WarningTouch]] {
    let ids = enterprises.map(\.uuid)
    let rows = try await session.query(
      """
      SELECT kind, id, state, institutions, enterprise_id FROM (
       SELECT *, row_number() OVER (PARTITION BY enterprise_id, kind ORDER BY id DESC) AS place FROM (
        SELECT 'offer' AS kind, id, state, ARRAY[institution] AS institutions, enterprise_id
        FROM offer WHERE enterprise_id = ANY(\(ids))
          AND state IN ('offered', 'claimed', 'contacted', 'granted', 'drawn')
        UNION ALL
        SELECT 'guarantee', id, state, array_remove(ARRAY[guarantor, bank, re_guarantor], NULL),
          enterprise_id
        FROM guarantee WHERE enterprise_id = ANY(\(ids))
          AND (is_live OR state IN ('compensated', 'share_claimed', 'recovering'))
        UNION ALL
        SELECT 'receivable_financing', id, state, ARRAY[institution], enterprise_id
        FROM receivable_financing WHERE enterprise_id = ANY(\(ids)) AND state IN ('held', 'funded')
        UNION ALL
        SELECT 'listing_case', id, stage, array_remove(ARRAY[sponsor], NULL), enterprise_id
        FROM listing_case WHERE enterprise_id = ANY(\(ids)) AND is_live) AS live) AS placed
      WHERE place <= \(limit) ORDER BY kind, id DESC
      """
    ).map { row throws(PostgresError) in
      (EnterpriseID(try row.uuid(4)), try touch(row))
    }
    return Dictionary(grouping: rows, by: \.0).mapValues { $0.map(\.1) }
  }

  private static func touch(_ row: Row) throws(PostgresError) -> WarningTouch {
    WarningTouch(
      kind: try row.text(0), subject: try row.uuid(1), state: try row.text(2),
      institutions: try row.decode(3, as: [String].self))
  }

  /// Institutions that have lent to an enterprise, stand in for it or are owed what they paid for it, and that it lets
  /// see it beyond a moment.
  public static func exposed(
    to enterprise: EnterpriseID, at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> [String] {
    try await session.query(
      """
      SELECT DISTINCT c.institution FROM consent c
      WHERE c.enterprise_id = \(enterprise.uuid) AND c.revoked_at IS NULL
        AND c.expires_at > \(instant.bound)
        AND (
          EXISTS (
            SELECT FROM offer o WHERE o.enterprise_id = c.enterprise_id AND o.state = 'drawn'
              AND o.institution = c.institution)
          OR EXISTS (
            SELECT FROM guarantee g WHERE g.enterprise_id = c.enterprise_id
              AND (g.is_live OR g.state IN ('compensated', 'share_claimed', 'recovering'))
              AND c.institution IN (g.guarantor, g.bank, g.re_guarantor))
          OR EXISTS (
            SELECT FROM receivable_financing f WHERE f.enterprise_id = c.enterprise_id
              AND f.state = 'funded' AND f.institution = c.institution))
      ORDER BY c.institution
      """
    ).map { row throws(PostgresError) in try row.text(0) }
  }

  public static func insert(
    _ touches: [WarningTouch], of warning: WarningID, version: Int, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline(
      touches.map { touch in
        """
        INSERT INTO warning_touch (warning_id, version, kind, subject_id, state, institutions)
        VALUES (\(warning.uuid), \(version), \(touch.kind), \(touch.subject), \(touch.state),
          \(touch.institutions))
        """
      })
  }
}
