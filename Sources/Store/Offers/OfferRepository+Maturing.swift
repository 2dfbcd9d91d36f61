import Domain
import Postgres

extension OfferRepository {
  /// Drawn loans that fall due on some days, the first ones first. Those that a guarantee in force stands
  /// behind are left out: they fall due with it.
  public static func maturing(
    from first: LegalDate, through last: LegalDate, enterprise: EnterpriseID?,
    regionPrefix: String?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [MaturingLoan] {
    var statement: Statement = """
      SELECT o.id, o.need_id, o.enterprise_id, e.region, o.institution, o.product_code, o.drawn_fen,
        o.matures_on
      FROM offer o JOIN enterprise e ON e.id = o.enterprise_id AND e.erased_at IS NULL
      WHERE o.state = 'drawn' AND o.matures_on BETWEEN \(first.bound) AND \(last.bound)
        AND NOT EXISTS (SELECT FROM guarantee g WHERE g.need_id = o.need_id
          AND g.bank = o.institution AND g.state = 'in_force')
      """
    if let enterprise { statement = statement + " AND o.enterprise_id = \(enterprise.uuid)" }
    if let regionPrefix { statement = statement + " AND e.region ^@ \(regionPrefix)" }
    return try await session.query(statement + " ORDER BY o.matures_on, o.id LIMIT \(limit)").map {
      row throws(PostgresError) in
      MaturingLoan(
        source: .offer(OfferID(try row.uuid(0))), need: NeedID(try row.uuid(1)),
        enterprise: EnterpriseID(try row.uuid(2)), region: try row.text(3), bank: try row.text(4),
        productCode: try row.text(5), principalFen: try row.int64(6), maturesOn: try row.day(7))
    }
  }
}
