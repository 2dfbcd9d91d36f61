import Domain
import Foundation
import Postgres

/// A verdict that turned eligible while its product was paused, and is still to be told of.
public struct UntoldGain: Sendable, Hashable {
  public var flip: FlipID
  public var need: NeedID
  public var enterprise: EnterpriseID
  /// The product's code.
  public var product: String

  public init(flip: FlipID, need: NeedID, enterprise: EnterpriseID, product: String) {
    self.flip = flip
    self.need = need
    self.enterprise = enterprise
    self.product = product
  }
}

/// Gains that wait for the end of a pause. A row is deleted in the transaction that tells of it,
/// which is what makes that happen once.
public enum UntoldGainRepository {
  /// Keeps flips that were just stored.
  public static func insert(
    _ flips: [FlipID], _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !flips.isEmpty else { return }
    try await session.execute(
      """
      INSERT INTO untold_gain (flip_id, product_id)
      SELECT id, product_id FROM decision_flip WHERE id = ANY(\(flips.map(\.uuid)))
      """)
  }

  /// Gains whose product is not paused now and whose need waits for no run, oldest first.
  ///
  /// - Parameters:
  ///   - paused: codes of the products that are left out.
  ///   - locking: holds them off everybody else until the transaction ends, and leaves out those
  ///     that another one holds.
  public static func ready(
    except paused: Set<String>, limit: Int, locking: Bool, _ session: any PostgresSession
  ) async throws(PostgresError) -> [UntoldGain] {
    var statement: Statement = """
      SELECT u.flip_id, f.need_id, f.enterprise_id, p.code FROM untold_gain u
      JOIN decision_flip f ON f.id = u.flip_id JOIN product p ON p.id = u.product_id
      JOIN need n ON n.id = f.need_id AND n.match_due_since IS NULL
      WHERE u.product_id IN (
        SELECT id FROM product w WHERE w.code <> ALL(\(paused.sorted()))
          AND EXISTS (SELECT FROM untold_gain WHERE product_id = w.id))
      ORDER BY u.flip_id LIMIT \(limit)
      """
    if locking { statement = statement + " FOR UPDATE OF u SKIP LOCKED" }
    return try await session.query(statement).map { row throws(PostgresError) in
      UntoldGain(
        flip: FlipID(try row.decode(0, as: UUID.self)),
        need: NeedID(try row.decode(1, as: UUID.self)),
        enterprise: EnterpriseID(try row.decode(2, as: UUID.self)),
        product: try row.decode(3, as: String.self))
    }
  }

  /// Which of some needs of locked enterprises wait for a run, and which are open with one.
  public static func states(
    of needs: [NeedID], _ session: any PostgresSession
  ) async throws(PostgresError) -> (waiting: Set<NeedID>, open: Set<NeedID>) {
    let rows = try await session.query(
      """
      SELECT id, match_due_since IS NOT NULL FROM need
      WHERE id = ANY(\(needs.map(\.uuid))) AND status = 'submitted'
      """)
    var (waiting, open) = (Set<NeedID>(), Set<NeedID>())
    for row in rows {
      let need = NeedID(try row.decode(0, as: UUID.self))
      if try row.decode(1, as: Bool.self) { waiting.insert(need) } else { open.insert(need) }
    }
    return (waiting, open)
  }

  /// Removes gains that are told of now, or that are none any more.
  public static func remove(
    _ flips: [FlipID], _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !flips.isEmpty else { return }
    try await session.execute(
      "DELETE FROM untold_gain WHERE flip_id = ANY(\(flips.map(\.uuid)))")
  }
}
