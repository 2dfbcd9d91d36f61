import Domain
import Foundation
import Postgres

extension LedgerRepository {
  /// Takes an amount of each account for a holder, once.
  ///
  /// - Parameter keys: accounts that there are, locked, with room.
  /// - Throws: a check violation of `ledger_account_room` when there is none.
  public static func hold(
    fen: Int64, of keys: [LedgerAccount.Key], for holder: UUID, at instant: Instant,
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !keys.isEmpty else { return }
    let sorted = keys.sorted()
    try await session.execute(
      """
      INSERT INTO ledger_reservation (kind, code, holder_id, amount, state, held_at, changed_at)
      SELECT kind, code, \(holder), \(fen), 'held', \(instant.bound), \(instant.bound)
      FROM unnest(\(sorted.map(\.kind.rawValue)), \(sorted.map(\.code))) AS k (kind, code)
      ON CONFLICT (holder_id, kind, code) DO NOTHING
      """)
  }

  /// Takes amounts of one account for several holders, each once.
  ///
  /// - Throws: a check violation of `ledger_account_room` when there is no room.
  public static func hold(
    _ amounts: [(holder: UUID, fen: Int64)], of key: LedgerAccount.Key, at instant: Instant,
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !amounts.isEmpty else { return }
    try await session.execute(
      """
      INSERT INTO ledger_reservation (kind, code, holder_id, amount, state, held_at, changed_at)
      SELECT \(key.kind.rawValue), \(key.code), holder, fen, 'held', \(instant.bound), \(instant.bound)
      FROM unnest(\(amounts.map(\.holder)), \(amounts.map(\.fen))) AS a (holder, fen)
      ON CONFLICT (holder_id, kind, code) DO NOTHING
      """)
  }

  /// Gives back a part of what a holder has taken of a budget for good, or all of it. The account is locked.
  ///
  /// - Throws: a check violation of `ledger_reservation_amount` for more than it has taken.
  public static func giveBack(
    _ fen: Int64, of holder: UUID, at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE ledger_reservation SET amount = CASE WHEN amount = \(fen) THEN amount ELSE amount - \(fen) END,
        state = CASE WHEN amount = \(fen) THEN 'released' ELSE state END,
        changed_at = greatest(held_at, \(instant.bound))
      WHERE holder_id = \(holder) AND kind = 'budget' AND state = 'confirmed'
      """)
  }

  /// The accounts of a kind whose codes end so: the credit lines of a core enterprise, one of each
  /// institution. In the order of their codes.
  public static func list(
    _ kind: LedgerAccount.Kind, codeEnding ending: String, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [LedgerAccount] {
    try await list(
      " WHERE kind = \(kind.rawValue) AND right(code, \(Int64(ending.utf8.count))::int) = \(ending)",
      limit: limit, session)
  }
}
