import Domain
import Foundation
import Postgres

/// Financings of receivables. Written under the seller's lock; the database lets no two institutions, and
/// no two ways, live on one receivable.
public enum FinancingRepository {
  private static let columns: Statement = """
    SELECT f.id, f.receivable_id, f.enterprise_id, f.institution, f.way, f.has_recourse, f.amount_fen,
      f.state, f.version, f.notified_on, f.voucher, f.registry_queried_on, f.registry_number,
      f.registered_at, f.funded_on, f.collected_fen, f.collected_on, f.debtor_told_on,
      f.registry_cancelled_on, f.declined_for, f.created_at, f.created_by, f.updated_at,
      f.policy, f.policy_from
    FROM receivable_financing f
    """

  private static func record(_ row: Row) throws(PostgresError) -> FinancingRecord {
    guard let amount = Fen(try row.int64(6)),
      let state = FinancingRecord.State(rawValue: try row.text(7))
    else {
      throw PostgresError(kind: .decoding, reason: "amount or state of a financing is not known")
    }
    var financing = FinancingRecord(
      id: ReceivableFinancingID(try row.uuid(0)), receivable: ReceivableID(try row.uuid(1)),
      seller: EnterpriseID(try row.uuid(2)), institution: try row.text(3),
      way: try way(row.text(4)), hasRecourse: try row.decode(5, as: Bool.self), amount: amount,
      at: try row.instant(20), by: try row.text(21))
    if let from = try row.optionalDay(24) {
      financing.policy = FinancingPolicy(code: try row.text(23), from: from)
    }
    financing.state = state
    financing.version = Int(try row.int32(8))
    if let day = try row.optionalDay(9) {
      financing.notice = FinancingNotice(on: day, voucher: try row.text(10))
    }
    if let at = try row.optionalInstant(13) {
      financing.registration = FinancingRegistration(
        number: try row.text(12), queriedOn: try row.day(11), at: at)
    }
    financing.fundedOn = try row.optionalDay(14)
    if let day = try row.optionalDay(16) {
      financing.collection = FinancingCollection(fen: try row.int64(15), on: day)
    }
    if let day = try row.optionalDay(18) {
      financing.release = FinancingRelease(
        debtorToldOn: try row.day(17), registryCancelledOn: day)
    }
    financing.declinedFor = try row.optionalText(19)
    financing.updatedAt = try row.instant(22)
    return financing
  }

  static func way(_ text: String) throws(PostgresError) -> FinancingWay {
    guard let way = FinancingWay(rawValue: text) else {
      throw PostgresError(
        kind: .decoding, reason: "the way of a financing is none of the known ones")
    }
    return way
  }

  /// Inserts one that is new.
  ///
  /// - Throws: a foreign key violation of `receivable_financing_one_funder` when the receivable is not
  ///   with that institution in that way.
  public static func insert(
    _ financing: FinancingRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO receivable_financing (id, receivable_id, enterprise_id, institution, way,
        has_recourse, amount_fen, state, version, created_at, created_by, updated_at, policy,
        policy_from)
      VALUES (\(financing.id.uuid), \(financing.receivable.uuid), \(financing.seller.uuid),
        \(financing.institution), \(financing.way.rawValue), \(financing.hasRecourse),
        \(financing.amount.value), \(financing.state.rawValue), \(financing.version),
        \(financing.createdAt.bound), \(financing.createdBy), \(financing.updatedAt.bound),
        \(financing.policy?.code as String?), \(financing.policy?.from.bound))
      """)
  }

  public static func save(
    _ financing: FinancingRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE receivable_financing SET state = \(financing.state.rawValue),
        version = \(financing.version), notified_on = \(financing.notice?.on.bound),
        voucher = \(financing.notice?.voucher as String?),
        registry_queried_on = \(financing.registration?.queriedOn.bound),
        registry_number = \(financing.registration?.number as String?),
        registered_at = \(financing.registration?.at.bound),
        funded_on = \(financing.fundedOn?.bound), collected_fen = \(financing.collection?.fen),
        collected_on = \(financing.collection?.on.bound),
        debtor_told_on = \(financing.release?.debtorToldOn.bound),
        registry_cancelled_on = \(financing.release?.registryCancelledOn.bound),
        declined_for = \(financing.declinedFor as String?),
        updated_at = \(financing.updatedAt.bound)
      WHERE id = \(financing.id.uuid)
      """)
  }

  public static func find(
    _ id: ReceivableFinancingID, _ session: any PostgresSession
  ) async throws(PostgresError) -> FinancingRecord? {
    try await session.query(columns + " WHERE f.id = \(id.uuid)").first.map(record)
  }

  /// Those of some receivables, oldest first.
  public static func list(
    of receivables: [ReceivableID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [FinancingRecord] {
    guard !receivables.isEmpty else { return [] }
    return try await session.query(
      columns + " WHERE f.receivable_id = ANY(\(receivables.map(\.uuid))) ORDER BY f.id"
    ).map(record)
  }

  /// Newest first.
  public static func list(
    institution: String?, seller: EnterpriseID?, regionPrefix: String?, state: String?,
    after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [FinancingRecord] {
    var statement = columns
    if let regionPrefix {
      statement =
        statement
        + " JOIN enterprise e ON e.id = f.enterprise_id AND e.region ^@ \(regionPrefix)"
    }
    statement = statement + " WHERE true"
    if let institution { statement = statement + " AND f.institution = \(institution)" }
    if let seller { statement = statement + " AND f.enterprise_id = \(seller.uuid)" }
    if let state { statement = statement + " AND f.state = \(state)" }
    if let after { statement = statement + " AND f.id < \(after)" }
    return try await session.query(statement + " ORDER BY f.id DESC LIMIT \(limit)").map(record)
  }

  /// What an institution carries of a debtor's debts, by financing. Nobody adds to it before the transaction is
  /// over: for the first limit of it there is no account to be locked.
  public static func lockLive(
    of institution: String, debtor: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [(holder: UUID, fen: Int64)] {
    try await session.execute("LOCK TABLE receivable_financing IN SHARE ROW EXCLUSIVE MODE")
    return try await session.query(
      """
      SELECT f.id, f.amount_fen FROM receivable r
      JOIN receivable_financing f ON f.receivable_id = r.id AND f.live_funder = \(institution)
      WHERE r.debtor_id = \(debtor.uuid) AND r.funder = \(institution) ORDER BY f.id
      """
    ).map { row throws(PostgresError) in (holder: try row.uuid(0), fen: try row.int64(1)) }
  }

  /// What live financings of a seller's receivables amount to.
  public static func outstanding(
    of seller: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int64 {
    try await session.queryOne(
      """
      SELECT coalesce(sum(amount_fen), 0)::bigint FROM receivable_financing
      WHERE enterprise_id = \(seller.uuid) AND state IN ('held', 'funded')
      """
    ).int64(0)
  }
}
