import Domain
import Foundation
import Postgres

/// What one level of government pays at most in a calendar year, under one clause or under all that have
/// no budget of their own. The ledger holds the limit and what is taken of it.
public struct AwardBudgetRecord: Sendable, Hashable {
  /// What tells budgets apart.
  public struct Key: Sendable, Hashable {
    public var level: String
    /// Whose money it is; 000000 for the nation.
    public var region: String
    public var fiscalYear: Int
    /// Nil for all clauses that have none of their own.
    public var clause: String?

    public init(level: String, region: String, fiscalYear: Int, clause: String?) {
      self.level = level
      self.region = region
      self.fiscalYear = fiscalYear
      self.clause = clause
    }

    /// What the code of an account says; nil for one that is none of a budget.
    public init?(code: String) {
      let words = code.split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false)
      guard words.count == 4, let year = Int(words[2]) else { return nil }
      level = String(words[0])
      region = String(words[1])
      fiscalYear = year
      clause = words[3] == "*" ? nil : String(words[3])
    }

    /// The code of its account in the ledger.
    public var code: String { "\(level):\(region):\(fiscalYear):\(clause ?? "*")" }
    public var account: LedgerAccount.Key { LedgerAccount.Key(.budget, code) }
  }

  public var key: Key
  public var account: LedgerAccount
  /// What of it was paid and did not go back into it; the rest of what is taken is held.
  public var paidFen: Int64
  /// What was paid of it, came back, and may be paid out again.
  public var returnedFen: Int64
  /// What was paid of it and came back too late for it: income of the treasury.
  public var incomeFen: Int64

  public init(
    key: Key, account: LedgerAccount, paidFen: Int64, returnedFen: Int64, incomeFen: Int64
  ) {
    self.key = key
    self.account = account
    self.paidFen = paidFen
    self.returnedFen = returnedFen
    self.incomeFen = incomeFen
  }
}

/// Budgets for awards. Their accounts are locked after the enterprise.
public enum AwardBudgetRepository {
  /// Enters a budget whose account is written in the same transaction.
  public static func insert(
    _ key: AwardBudgetRecord.Key, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO award_budget (code, level, region, fiscal_year, clause)
      VALUES (\(key.code), \(key.level), \(key.region), \(key.fiscalYear), \(key.clause ?? "*"))
      ON CONFLICT (code) DO NOTHING
      """)
  }

  private static let columns: Statement = """
    SELECT b.level, b.region, b.fiscal_year, b.clause, a.maximum, a.taken, a.version, a.updated_at,
      a.updated_by,
      coalesce((
        SELECT sum(r.amount) FROM ledger_reservation r
        WHERE r.kind = b.kind AND r.code = b.code AND r.state = 'confirmed'), 0)::bigint,
      back.returned, back.income
    FROM award_budget b CROSS JOIN LATERAL (
      SELECT coalesce(sum(p.returned_fen), 0)::bigint AS returned,
        coalesce(sum(p.clawed_back_fen - p.returned_fen), 0)::bigint AS income
      FROM claim_part p WHERE p.budget = b.code) back
    JOIN ledger_account a ON a.kind = b.kind AND a.code = b.code
    """

  private static func record(_ row: Row) throws(PostgresError) -> AwardBudgetRecord {
    let clause = try row.text(3)
    let key = AwardBudgetRecord.Key(
      level: try row.text(0), region: try row.text(1), fiscalYear: Int(try row.int32(2)),
      clause: clause == "*" ? nil : clause)
    return AwardBudgetRecord(
      key: key,
      account: LedgerAccount(
        key: key.account, maximum: try row.int64(4), taken: try row.int64(5),
        version: Int(try row.int32(6)), updatedAt: try row.instant(7), updatedBy: try row.text(8)),
      paidFen: try row.int64(9), returnedFen: try row.int64(10), incomeFen: try row.int64(11))
  }

  public static func find(
    _ key: AwardBudgetRecord.Key, _ session: any PostgresSession
  ) async throws(PostgresError) -> AwardBudgetRecord? {
    try await session.query(columns + " WHERE b.code = \(key.code)").first.map(record)
  }

  /// In the order of their codes.
  public static func list(
    year: Int?, regionPrefix: String, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [AwardBudgetRecord] {
    var statement = columns + " WHERE b.region ^@ \(regionPrefix)"
    if let year { statement = statement + " AND b.fiscal_year = \(year)" }
    return try await session.query(statement + " ORDER BY b.code LIMIT \(limit)").map(record)
  }
}
