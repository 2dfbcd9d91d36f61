import Domain
import Postgres

/// What became of the offers of one institution.
public struct OfferStatistics: Sendable, Hashable {
  public var institution: String
  public var offers: Int64
  /// By state.
  public var states: [String: Int64]
  public var grantedFen: Int64
  public var drawnFen: Int64
  /// How often each reason was given for a decline.
  public var reasons: [String: Int64]
}

/// Figures over offers.
public enum OfferStatisticsRepository {
  /// By institution, in the order of its code.
  ///
  /// - Parameters:
  ///   - institution: only this one.
  ///   - regionPrefix: only of enterprises there.
  public static func count(
    institution: String?, regionPrefix: String?, _ session: any PostgresSession
  ) async throws(PostgresError) -> [OfferStatistics] {
    // Institutions are few: the offers of each are found by the index that begins with it, and of an offer
    // the place of its enterprise, so that no table is read from end to end.
    var asked: Statement = """
      WITH RECURSIVE known (institution) AS (
        (SELECT institution FROM offer ORDER BY institution LIMIT 1)
        UNION ALL
        SELECT (SELECT institution FROM offer WHERE institution > k.institution
          ORDER BY institution LIMIT 1)
        FROM known k WHERE k.institution IS NOT NULL)
      """
    if let institution { asked = "WITH known (institution) AS (SELECT \(institution)::text)" }
    var place: Statement = ""
    if let regionPrefix {
      place = """
         AND EXISTS (SELECT FROM enterprise e
          WHERE e.id = o.enterprise_id AND e.region ^@ \(regionPrefix) OFFSET 0)
        """
    }
    var found: [String: OfferStatistics] = [:]
    for row in try await session.query(
      asked
        + """
         SELECT k.institution, s.* FROM known k CROSS JOIN LATERAL (
          SELECT o.state, count(*), coalesce(sum(o.granted_fen), 0)::text,
            coalesce(sum(o.drawn_fen), 0)::text
          FROM offer o WHERE o.institution = k.institution
        """ + place + " GROUP BY o.state) s")
    {
      let code = try row.text(0)
      var one =
        found[code]
        ?? OfferStatistics(
          institution: code, offers: 0, states: [:], grantedFen: 0, drawnFen: 0, reasons: [:])
      let count = try row.int64(2)
      one.offers += count
      one.states[try row.text(1)] = count
      one.grantedFen += try sum(row, 3)
      one.drawnFen += try sum(row, 4)
      found[code] = one
    }
    for row in try await session.query(
      asked
        + """
         SELECT k.institution, s.* FROM known k CROSS JOIN LATERAL (
          SELECT reason, count(*) FROM (
            SELECT unnest(o.reasons) AS reason FROM offer o
            WHERE o.institution = k.institution AND o.state = 'declined'
        """ + place + ") AS given GROUP BY reason) s")
    {
      found[try row.text(0)]?.reasons[try row.text(1)] = try row.int64(2)
    }
    return found.values.sorted { $0.institution < $1.institution }
  }

  private static func sum(_ row: Row, _ column: Int) throws(PostgresError) -> Int64 {
    guard let value = Int64(try row.text(column)) else {
      throw PostgresError(kind: .decoding, reason: "a sum of offers is too large")
    }
    return value
  }
}
