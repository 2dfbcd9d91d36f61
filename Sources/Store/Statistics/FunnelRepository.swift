import Domain
import Foundation
import Postgres

/// What was counted of the funnel.
public enum FunnelRepository {
  private static let lockKey: Int64 = 7_242_004_230

  /// Counts of single needs go on beside each other; counting all anew waits for them, and they for it.
  public static func enter(
    alone: Bool = false, _ session: any PostgresSession
  ) async throws(PostgresError) {
    if alone {
      try await session.execute("SELECT pg_advisory_xact_lock(\(lockKey))")
    } else {
      try await session.execute("SELECT pg_advisory_xact_lock_shared(\(lockKey))")
    }
  }

  /// Locks what was last counted of some needs, and makes what was never counted.
  ///
  /// - Returns: the bodies by need; empty where nothing was counted yet.
  public static func lock(
    _ needs: [NeedID], at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> [NeedID: [UInt8]] {
    let sorted = Set(needs).sorted()
    try await session.execute(
      """
      INSERT INTO funnel_journey (need_id, body, counted_at)
      SELECT id, '', \(instant.bound) FROM unnest(\(sorted.map(\.uuid))) AS n (id)
      ORDER BY id ON CONFLICT (need_id) DO NOTHING
      """)
    var found: [NeedID: [UInt8]] = [:]
    for row in try await session.query(
      """
      SELECT need_id, body FROM funnel_journey WHERE need_id = ANY(\(sorted.map(\.uuid)))
      ORDER BY need_id FOR UPDATE
      """)
    { found[NeedID(try row.uuid(0))] = try row.decode(1, as: [UInt8].self) }
    return found
  }

  /// What was last counted of some needs; those that were never counted are left out.
  public static func bodies(
    of needs: [NeedID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [NeedID: [UInt8]] {
    var found: [NeedID: [UInt8]] = [:]
    for row in try await session.query(
      "SELECT need_id, body FROM funnel_journey WHERE need_id = ANY(\(needs.map(\.uuid)))")
    { found[NeedID(try row.uuid(0))] = try row.decode(1, as: [UInt8].self) }
    return found
  }

  /// Writes what was counted of locked needs.
  ///
  /// - Parameters:
  ///   - bodies: of those that count otherwise than before.
  ///   - needs: all that were counted: they were found to be so at this instant.
  public static func save(
    _ bodies: [(need: NeedID, body: [UInt8])], counted needs: [NeedID], at instant: Instant,
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE funnel_journey SET counted_at = \(instant.bound)
      WHERE need_id = ANY(\(needs.map(\.uuid)))
      """)
    guard !bodies.isEmpty else { return }
    try await session.execute(
      """
      UPDATE funnel_journey j SET body = n.body
      FROM unnest(\(bodies.map(\.need.uuid)), \(bodies.map(\.body))) AS n (need_id, body)
      WHERE j.need_id = n.need_id
      """)
  }

  /// Adds to cells, or takes away.
  ///
  /// - Parameters:
  ///   - cells: each once.
  ///   - days: of these cells, each once.
  public static func add(
    _ cells: [FunnelCellRow], days: [FunnelDaysRow], _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !cells.isEmpty else { return }
    let (names, months) = (cells.map(\.dimension), cells.map(\.month.bound))
    let (regions, values) = (cells.map(\.region), cells.map(\.value))
    // A check of the table sees what is inserted even where it is there already: what is new begins with zeros.
    try await session.execute(
      """
      INSERT INTO funnel_cell (dimension, month, region, value)
      SELECT * FROM unnest(\(names), \(months), \(regions), \(values))
        AS n (dimension, month, region, value)
      ORDER BY 1, 2, 3, 4 ON CONFLICT DO NOTHING
      """)
    // In one order, so that two counts of the same cells wait instead of refusing each other.
    try await session.query(
      """
      SELECT c.value FROM funnel_cell c
      JOIN unnest(\(names), \(months), \(regions), \(values)) AS n (dimension, month, region, value)
        ON (c.dimension, c.month, c.region, c.value) = (n.dimension, n.month, n.region, n.value)
      ORDER BY c.dimension, c.month, c.region, c.value FOR UPDATE OF c
      """)
    func reached(_ stage: Int) -> [Int64] { cells.map { $0.reached[stage] } }
    func texts(_ sums: [Int128]) -> [String] { sums.map { String($0) } }
    try await session.execute(
      """
      UPDATE funnel_cell c SET submitted = c.submitted + n.submitted,
        matched = c.matched + n.matched, offered = c.offered + n.offered,
        claimed = c.claimed + n.claimed, granted = c.granted + n.granted,
        drawn = c.drawn + n.drawn, asked_fen = c.asked_fen + n.asked::numeric,
        granted_fen = c.granted_fen + n.lent::numeric, drawn_fen = c.drawn_fen + n.paid::numeric
      FROM unnest(\(names), \(months), \(regions), \(values), \(reached(0)), \(reached(1)),
        \(reached(2)), \(reached(3)), \(reached(4)), \(reached(5)),
        \(texts(cells.map(\.askedFen))), \(texts(cells.map(\.grantedFen))),
        \(texts(cells.map(\.drawnFen))))
        AS n (dimension, month, region, value, submitted, matched, offered, claimed, granted, drawn,
          asked, lent, paid)
      WHERE (c.dimension, c.month, c.region, c.value) = (n.dimension, n.month, n.region, n.value)
      """)
    try await add(days: days, session)
  }

  /// Under the locks of their cells.
  private static func add(
    days: [FunnelDaysRow], _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !days.isEmpty else { return }
    let (names, months) = (days.map(\.dimension), days.map(\.month.bound))
    let (regions, values) = (days.map(\.region), days.map(\.value))
    let (stages, lengths) = (days.map(\.stage), days.map { Int16(clamping: $0.days) })
    try await session.execute(
      """
      INSERT INTO funnel_days (dimension, month, region, value, stage, days)
      SELECT * FROM unnest(\(names), \(months), \(regions), \(values), \(stages), \(lengths))
        AS n (dimension, month, region, value, stage, days)
      ON CONFLICT DO NOTHING
      """)
    try await session.execute(
      """
      UPDATE funnel_days d SET cases = d.cases + n.cases
      FROM unnest(\(names), \(months), \(regions), \(values), \(stages), \(lengths),
        \(days.map(\.cases)))
        AS n (dimension, month, region, value, stage, days, cases)
      WHERE (d.dimension, d.month, d.region, d.value, d.stage, d.days)
        = (n.dimension, n.month, n.region, n.value, n.stage, n.days)
      """)
  }

  /// Forgets everything that was counted. Callers entered alone.
  public static func clear(_ session: any PostgresSession) async throws(PostgresError) {
    try await session.pipeline([
      "DELETE FROM funnel_days", "DELETE FROM funnel_cell", "DELETE FROM funnel_journey",
      "DELETE FROM offer_case",
    ])
  }

  /// The need to which the walk over all needs came; nil at its beginning. One walker at a time: others wait.
  public static func walk(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> UUID? {
    try await session.queryOne("SELECT need_id FROM funnel_walk FOR UPDATE")
      .decode(0, as: UUID?.self)
  }

  /// The walk came to a need, or to the end of all.
  public static func walked(
    to need: NeedID?, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute("UPDATE funnel_walk SET need_id = \(need?.uuid)")
  }

  /// Sums of cells by value, in its order.
  public static func sums(
    _ filter: FunnelFilter, _ session: any PostgresSession
  ) async throws(PostgresError) -> [FunnelSumRow] {
    try await session.query(
      apart(filter) + """
        , sum(submitted)::text, sum(matched)::text, sum(offered)::text, sum(claimed)::text,
          sum(granted)::text, sum(drawn)::text, sum(asked_fen)::text, sum(granted_fen)::text,
          sum(drawn_fen)::text
        FROM funnel_cell
        """ + scope(filter) + " GROUP BY 1 HAVING sum(submitted) > 0 ORDER BY 1"
    ).map { row throws(PostgresError) in
      var reached: [Int64] = []
      for column in 1...6 { reached.append(try whole(row, column)) }
      return FunnelSumRow(
        value: try row.text(0), reached: reached, askedFen: try whole(row, 7),
        grantedFen: try whole(row, 8), drawnFen: try whole(row, 9))
    }
  }

  /// How many needs reached each stage, by place and value. A place is named by the first digits of its
  /// regions, as many as `digits`; without any it is all there are.
  ///
  /// In a transaction, for the rest of which no table is read from end to end: the cells of a dimension stand
  /// side by side in the key, even where they are most of the table.
  public static func counts(
    _ filter: FunnelFilter, digits: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [FunnelCountRow] {
    try await session.execute("SELECT set_config('enable_seqscan', 'off', true)")
    let rows = try await session.query(
      """
      SELECT left(region, \(Int32(digits))), value, sum(submitted)::text, sum(matched)::text,
        sum(offered)::text, sum(claimed)::text, sum(granted)::text, sum(drawn)::text
      FROM funnel_cell
      """ + scope(filter) + " GROUP BY 1, 2 HAVING sum(submitted) > 0")
    return try rows.map { row throws(PostgresError) in
      var reached: [Int64] = []
      for column in 2...7 { reached.append(try whole(row, column)) }
      return FunnelCountRow(place: try row.text(0), value: try row.text(1), reached: reached)
    }
  }

  /// The days of their steps: value, stage, days and cases.
  public static func days(
    _ filter: FunnelFilter, _ session: any PostgresSession
  ) async throws(PostgresError) -> [(value: String, stage: String, days: Int, cases: Int64)] {
    try await session.query(
      apart(filter) + ", stage, days::integer, sum(cases)::text FROM funnel_days"
        + scope(filter) + " GROUP BY 1, 2, 3 HAVING sum(cases) > 0 ORDER BY 1, 2, 3"
    ).map { row throws(PostgresError) in
      (
        value: try row.text(0), stage: try row.text(1), days: Int(try row.int32(2)),
        cases: try whole(row, 3)
      )
    }
  }

  private static func apart(_ filter: FunnelFilter) -> Statement {
    filter.isByRegion ? "SELECT region" : "SELECT value"
  }

  private static func scope(_ filter: FunnelFilter) -> Statement {
    var scope: Statement = """
       WHERE dimension = \(filter.dimension)
        AND month BETWEEN \(filter.from.bound) AND \(filter.to.bound)
      """
    if !filter.regionPrefix.isEmpty {
      scope = scope + " AND region ^@ \(filter.regionPrefix)"
    }
    if let value = filter.value { scope = scope + " AND value = \(value)" }
    return scope
  }

  private static func whole<T: FixedWidthInteger>(
    _ row: Row, _ column: Int
  ) throws(PostgresError) -> T {
    guard let value = T(try row.text(column)) else {
      throw PostgresError(kind: .decoding, reason: "a sum of the funnel is too large")
    }
    return value
  }
}
