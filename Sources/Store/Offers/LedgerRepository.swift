import Domain
import Foundation
import Postgres

/// A limit on how much may be promised at once.
public struct LedgerAccount: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case product
    case institution
    case liaison
    case receivable
    case creditLine = "credit_line"
    case guarantor
    case fund
    case pool
    /// What a level of government pays for awards in a year.
    case budget

    /// Those that limit how many offers are open at once; the others are amounts of money.
    static let capacities: [Kind] = [.product, .institution, .liaison]
  }

  /// What an account is named by.
  public struct Key: Sendable, Hashable, Comparable {
    public var kind: Kind
    /// The product's or institution's code; of a liaison `INSTITUTION:SUBJECT`; a receivable's
    /// identifier; of a credit line `INSTITUTION:ent_…`.
    public var code: String

    public init(_ kind: Kind, _ code: String) {
      self.kind = kind
      self.code = code
    }

    public static func < (left: Key, right: Key) -> Bool {
      (left.kind.rawValue, left.code) < (right.kind.rawValue, right.code)
    }
  }

  public var key: Key
  public var maximum: Int64
  /// What live reservations take of it.
  public var taken: Int64
  public var version: Int
  public var updatedAt: Instant
  public var updatedBy: String

  public init(
    key: Key, maximum: Int64, taken: Int64, version: Int, updatedAt: Instant, updatedBy: String
  ) {
    self.key = key
    self.maximum = maximum
    self.taken = taken
    self.version = version
    self.updatedAt = updatedAt
    self.updatedBy = updatedBy
  }

  public var room: Int64 { maximum - taken }
}

/// Reservations against limits: held, confirmed, released. What is taken of an account is counted by
/// the database, which refuses more than there is.
public enum LedgerRepository {
  private static let columns: Statement = """
    SELECT kind, code, maximum, taken, version, updated_at, updated_by FROM ledger_account
    """

  private static func record(_ row: Row) throws(PostgresError) -> LedgerAccount {
    guard let kind = LedgerAccount.Kind(rawValue: try row.text(0)) else {
      throw PostgresError(
        kind: .decoding, reason: "the kind of an account is none of the known ones")
    }
    return LedgerAccount(
      key: LedgerAccount.Key(kind, try row.text(1)), maximum: try row.int64(2),
      taken: try row.int64(3), version: Int(try row.int32(4)), updatedAt: try row.instant(5),
      updatedBy: try row.text(6))
  }

  /// Locks those accounts that there are, in the order of their keys, so that two who want several
  /// never wait for each other in a circle.
  public static func lock(
    _ keys: [LedgerAccount.Key], _ session: any PostgresSession
  ) async throws(PostgresError) -> [LedgerAccount.Key: LedgerAccount] {
    guard !keys.isEmpty else { return [:] }
    return try accounts(
      await session.query(
        columns
          + """
           WHERE (kind, code) IN (
            SELECT * FROM unnest(\(keys.map(\.kind.rawValue)), \(keys.map(\.code))))
          ORDER BY kind, code FOR NO KEY UPDATE
          """))
  }

  /// Those accounts that there are, as they stand at the moment.
  public static func find(
    _ keys: [LedgerAccount.Key], _ session: any PostgresSession
  ) async throws(PostgresError) -> [LedgerAccount.Key: LedgerAccount] {
    guard !keys.isEmpty else { return [:] }
    return try accounts(
      await session.query(
        columns
          + """
           WHERE (kind, code) IN (
            SELECT * FROM unnest(\(keys.map(\.kind.rawValue)), \(keys.map(\.code))))
          """))
  }

  private static func accounts(
    _ rows: [Row]
  ) throws(PostgresError) -> [LedgerAccount.Key: LedgerAccount] {
    var accounts: [LedgerAccount.Key: LedgerAccount] = [:]
    for row in rows {
      let account = try record(row)
      accounts[account.key] = account
    }
    return accounts
  }

  /// Takes one of each account for a holder, once.
  ///
  /// - Parameter keys: accounts that there are, locked, with room.
  /// - Throws: a check violation of `ledger_account_room` when there is none.
  public static func hold(
    _ keys: [LedgerAccount.Key], for holder: UUID, at instant: Instant,
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !keys.isEmpty else { return }
    let sorted = keys.sorted()
    try await session.execute(
      """
      INSERT INTO ledger_reservation (kind, code, holder_id, amount, state, held_at, changed_at)
      SELECT kind, code, \(holder), 1, 'held', \(instant.bound), \(instant.bound)
      FROM unnest(\(sorted.map(\.kind.rawValue)), \(sorted.map(\.code))) AS k (kind, code)
      ON CONFLICT (holder_id, kind, code) DO NOTHING
      """)
  }

  /// What a holder holds for now it holds for good.
  public static func confirm(
    _ holder: UUID, at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE ledger_reservation SET state = 'confirmed', changed_at = greatest(held_at, \(instant.bound))
      WHERE holder_id = \(holder) AND state = 'held'
      """)
  }

  /// Gives back all that a holder holds. Its accounts are locked in the order of their keys first, as
  /// in ``lock(_:_:)``: what is given back is counted row by row, in no order.
  public static func release(
    _ holder: UUID, at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline([
      """
      SELECT FROM ledger_account WHERE (kind, code) IN (
        SELECT kind, code FROM ledger_reservation
        WHERE holder_id = \(holder) AND state <> 'released')
      ORDER BY kind, code FOR NO KEY UPDATE
      """,
      """
      UPDATE ledger_reservation SET state = 'released', changed_at = greatest(held_at, \(instant.bound))
      WHERE holder_id = \(holder) AND state <> 'released'
      """,
    ])
  }

  /// Writes the limit of an account, which may be new.
  ///
  /// - Throws: a check violation of `ledger_account_room` when more is taken than the new limit.
  public static func save(
    _ account: LedgerAccount, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO ledger_account (kind, code, maximum, version, updated_at, updated_by)
      VALUES (\(account.key.kind.rawValue), \(account.key.code), \(account.maximum),
        \(account.version), \(account.updatedAt.bound), \(account.updatedBy))
      ON CONFLICT (kind, code) DO UPDATE SET maximum = excluded.maximum,
        version = ledger_account.version + 1, updated_at = excluded.updated_at,
        updated_by = excluded.updated_by
      """)
  }

  /// Limits of how many offers are open, in the order of their keys.
  ///
  /// - Parameter institution: only its own account and those of its liaisons.
  public static func list(
    institution: String?, products: [String], limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [LedgerAccount] {
    var statement: Statement = " WHERE kind = ANY(\(LedgerAccount.Kind.capacities.map(\.rawValue)))"
    if let institution {
      statement =
        statement
          + """
           AND CASE kind WHEN 'institution' THEN code = \(institution)
            WHEN 'liaison' THEN starts_with(code, \(institution + ":"))
            ELSE code = ANY(\(products)) END
          """
    }
    return try await list(statement, limit: limit, session)
  }

  static func list(
    _ condition: Statement, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [LedgerAccount] {
    try await session.query(columns + condition + " ORDER BY kind, code LIMIT \(limit)").map(record)
  }
}
