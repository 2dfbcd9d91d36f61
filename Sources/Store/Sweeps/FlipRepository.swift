import Domain
import Foundation
import Postgres

/// What a need's run says of a product, with the products it does not hold.
public enum FlipVerdict: String, Sendable, Hashable, CaseIterable {
  case eligible, ineligible
  case needsInfo = "needs_info"
  /// Not in the catalog, or not in force that day.
  case absent
}

/// One verdict that is another one than in the run before.
public struct FlipRecord: Sendable, Hashable {
  public enum Cause: String, Sendable, CaseIterable {
    /// The product or the policies it refers to are others.
    case change
    /// Only the day is another one.
    case time
  }

  public var id: FlipID
  public var need: NeedID
  public var enterprise: EnterpriseID
  /// The product's code.
  public var product: String
  public var from: FlipVerdict
  public var to: FlipVerdict
  public var fromRun: RunID
  public var toRun: RunID
  public var cause: Cause
  public var sweep: SweepID?
  /// The lesser of limit and amount asked; nil unless eligible now with a published limit.
  public var amountFen: Int64?
  public var createdAt: Instant

  public init(
    id: FlipID, need: NeedID, enterprise: EnterpriseID, product: String, from: FlipVerdict,
    to: FlipVerdict, fromRun: RunID, toRun: RunID, cause: Cause, sweep: SweepID?,
    amountFen: Int64?, createdAt: Instant
  ) {
    self.id = id
    self.need = need
    self.enterprise = enterprise
    self.product = product
    self.from = from
    self.to = to
    self.fromRun = fromRun
    self.toRun = toRun
    self.cause = cause
    self.sweep = sweep
    self.amountFen = amountFen
    self.createdAt = createdAt
  }
}

/// How many verdicts went from one to another.
public struct FlipCount: Sendable, Hashable {
  public var from: FlipVerdict
  public var to: FlipVerdict
  public var count: Int64

  public init(from: FlipVerdict, to: FlipVerdict, count: Int64) {
    self.from = from
    self.to = to
    self.count = count
  }
}

public enum FlipRepository {
  public static func insert(
    _ flips: [FlipRecord], _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !flips.isEmpty else { return }
    try await session.execute(
      """
      INSERT INTO decision_flip (id, need_id, enterprise_id, product_id, from_verdict, to_verdict,
        from_run, to_run, cause, sweep_id, amount_fen, created_at)
      SELECT n.id, n.need_id, n.enterprise_id, p.id, n.from_verdict, n.to_verdict, n.from_run,
        n.to_run, n.cause, n.sweep_id, n.amount_fen, n.created_at
      FROM unnest(
        \(flips.map(\.id.uuid)), \(flips.map(\.need.uuid)), \(flips.map(\.enterprise.uuid)),
        \(flips.map(\.product)), \(flips.map(\.from.rawValue)), \(flips.map(\.to.rawValue)),
        \(flips.map(\.fromRun.uuid)), \(flips.map(\.toRun.uuid)), \(flips.map(\.cause.rawValue)),
        \(flips.map { $0.sweep?.uuid }), \(flips.map(\.amountFen)),
        \(flips.map(\.createdAt.bound)))
        AS n (id, need_id, enterprise_id, code, from_verdict, to_verdict, from_run, to_run, cause,
          sweep_id, amount_fen, created_at)
      JOIN product p ON p.code = n.code
      """)
  }

  private static let columns: Statement = """
    SELECT f.id, f.need_id, f.enterprise_id, p.code, f.from_verdict, f.to_verdict, f.from_run,
      f.to_run, f.cause, f.sweep_id, f.amount_fen, f.created_at
    FROM decision_flip f JOIN product p ON p.id = f.product_id
    """

  private static func record(_ row: Row) throws(PostgresError) -> FlipRecord {
    FlipRecord(
      id: FlipID(try row.decode(0, as: UUID.self)), need: NeedID(try row.decode(1, as: UUID.self)),
      enterprise: EnterpriseID(try row.decode(2, as: UUID.self)),
      product: try row.decode(3, as: String.self), from: try verdict(row, 4),
      to: try verdict(row, 5), fromRun: RunID(try row.decode(6, as: UUID.self)),
      toRun: RunID(try row.decode(7, as: UUID.self)),
      cause: try row.decode(8, as: String.self) == FlipRecord.Cause.time.rawValue ? .time : .change,
      sweep: try row.decode(9, as: UUID?.self).map { SweepID($0) },
      amountFen: try row.decode(10, as: Int64?.self), createdAt: try row.instant(11))
  }

  private static func verdict(_ row: Row, _ column: Int) throws(PostgresError) -> FlipVerdict {
    let text = try row.decode(column, as: String.self)
    guard let verdict = FlipVerdict(rawValue: text) else {
      throw PostgresError(kind: .decoding, reason: "verdict \(text)")
    }
    return verdict
  }

  /// Of a need, newest first.
  public static func list(
    need: NeedID, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [FlipRecord] {
    var statement = columns + " WHERE f.need_id = \(need.uuid)"
    if let after { statement = statement + " AND f.id < \(after)" }
    let rows = try await session.query(statement + " ORDER BY f.id DESC LIMIT \(limit)")
    return try rows.map(record)
  }

  /// Of a sweep, newest first.
  public static func list(
    sweep: SweepID, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [FlipRecord] {
    var statement = columns + " WHERE f.sweep_id = \(sweep.uuid)"
    if let after { statement = statement + " AND f.id < \(after)" }
    let rows = try await session.query(statement + " ORDER BY f.id DESC LIMIT \(limit)")
    return try rows.map(record)
  }

  /// The flips of a sweep by kind, in the order of their words.
  public static func counts(
    sweep: SweepID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [FlipCount] {
    let rows = try await session.query(
      """
      SELECT from_verdict, to_verdict, count(*) FROM decision_flip
      WHERE sweep_id = \(sweep.uuid) GROUP BY 1, 2 ORDER BY 1, 2
      """)
    var counts: [FlipCount] = []
    for row in rows {
      counts.append(
        FlipCount(
          from: try verdict(row, 0), to: try verdict(row, 1),
          count: try row.decode(2, as: Int64.self)))
    }
    return counts
  }

  /// How many enterprises and needs newly qualify for some product by a sweep, and for how much: of
  /// each need the greatest amount counts.
  public static func newlyQualifying(
    sweep: SweepID, _ session: any PostgresSession
  ) async throws(PostgresError) -> (enterprises: Int64, needs: Int64, amountFen: Int64) {
    let rows = try await session.query(
      """
      SELECT count(DISTINCT enterprise_id), count(*),
        least(coalesce(sum(amount), 0), \(Int64.max))::bigint FROM (
        SELECT enterprise_id, need_id, max(amount_fen) AS amount FROM decision_flip
        WHERE sweep_id = \(sweep.uuid) AND to_verdict = 'eligible' GROUP BY 1, 2) AS gained
      """)
    guard let row = rows.first else { return (0, 0, 0) }
    return (
      try row.decode(0, as: Int64.self), try row.decode(1, as: Int64.self),
      try row.decode(2, as: Int64.self)
    )
  }
}
