import Domain
import Postgres

/// Who asked "what if" with which draft; never changed.
public enum WhatIfQueryRepository {
  /// Lets one question of an institution be counted at a time, until the transaction ends.
  public static func lock(
    institution: String, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      "SELECT pg_advisory_xact_lock(hashtextextended(\("whatif_query " + institution), 0))")
  }

  /// Distinct drafts an institution asked about since an instant, without the one given.
  public static func draftCount(
    of institution: String, besides draft: Digest, since instant: Instant,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> Int64 {
    let rows = try await session.query(
      """
      SELECT count(DISTINCT draft) FROM whatif_query
      WHERE institution = \(institution) AND asked_at >= \(instant.bound)
        AND draft <> \(draft.bytes)
      """)
    return try rows.first?.decode(0, as: Int64.self) ?? 0
  }

  /// - Parameter institution: nil when the caller asks for no institution.
  public static func insert(
    actor: String, institution: String?, draft: Digest, at instant: Instant,
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO whatif_query (actor, institution, draft, asked_at)
      VALUES (\(actor), \(institution), \(draft.bytes), \(instant.bound))
      """)
  }
}
