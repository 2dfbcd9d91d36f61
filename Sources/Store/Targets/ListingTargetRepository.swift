import Domain
import Foundation
import Postgres

/// How many listings a region set itself to reach in a year on a board.
public struct ListingTargetRecord: Sendable, Hashable {
  public var board: String
  public var year: Int
  public var region: String
  public var count: Int
  /// The document that says so.
  public var source: String
  /// The ETag.
  public var version: Int
  public var updatedAt: Instant
  public var updatedBy: String

  public init(
    board: String, year: Int, region: String, count: Int, source: String, version: Int,
    updatedAt: Instant, updatedBy: String
  ) {
    self.board = board
    self.year = year
    self.region = region
    self.count = count
    self.source = source
    self.version = version
    self.updatedAt = updatedAt
    self.updatedBy = updatedBy
  }
}

/// Listings told of as a number; never changed.
public struct ListingCountRecord: Sendable, Hashable {
  public var id: ListingCountID
  public var board: String
  public var region: String
  public var listedOn: LegalDate
  /// Negative for a correction.
  public var count: Int
  public var source: String
  public var madeAt: Instant
  public var madeBy: String

  public init(
    id: ListingCountID, board: String, region: String, listedOn: LegalDate, count: Int,
    source: String, madeAt: Instant, madeBy: String
  ) {
    self.id = id
    self.board = board
    self.region = region
    self.listedOn = listedOn
    self.count = count
    self.source = source
    self.madeAt = madeAt
    self.madeBy = madeBy
  }
}

/// How far a board came in one region.
public struct ListingProgress: Sendable, Hashable {
  public var board: String
  public var region: String
  public var listed: Int64
  public var underWay: Int64
}

public enum ListingTargetRepository {
  private static let columns: Statement = """
    SELECT board, year, region, count, source, version, updated_at, updated_by FROM listing_target
    """

  private static func record(_ row: Row) throws(PostgresError) -> ListingTargetRecord {
    ListingTargetRecord(
      board: try row.text(0), year: Int(try row.int32(1)), region: try row.text(2),
      count: Int(try row.int32(3)), source: try row.text(4), version: Int(try row.int32(5)),
      updatedAt: try row.instant(6), updatedBy: try row.text(7))
  }

  /// Locks a target.
  public static func lock(
    board: String, year: Int, region: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> ListingTargetRecord? {
    try await session.query(
      columns
        + """
         WHERE board = \(board) AND year = \(year) AND region = \(region) FOR NO KEY UPDATE
        """
    ).first.map(record)
  }

  /// Writes a target, which may be new: its version is one more than what is there then, whoever was
  /// first.
  ///
  /// - Returns: the version.
  @discardableResult
  public static func save(
    _ target: ListingTargetRecord, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    Int(
      try await session.queryOne(
        """
        INSERT INTO listing_target AS t (board, year, region, count, source, version, updated_at,
          updated_by)
        VALUES (\(target.board), \(target.year), \(target.region), \(target.count),
          \(target.source), 1, \(target.updatedAt.bound), \(target.updatedBy))
        ON CONFLICT (board, year, region) DO UPDATE SET count = excluded.count,
          source = excluded.source, version = t.version + 1, updated_at = excluded.updated_at,
          updated_by = excluded.updated_by
        RETURNING t.version
        """
      ).int32(0))
  }

  /// Targets of a year, in the order of boards and regions, from one on.
  ///
  /// - Parameter after: a board and a region.
  public static func list(
    year: Int, board: String?, regionPrefix: String, after: (board: String, region: String)?,
    limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ListingTargetRecord] {
    var statement = columns + " WHERE year = \(year) AND region ^@ \(regionPrefix)"
    if let board { statement = statement + " AND board = \(board)" }
    if let after {
      statement = statement + " AND (board, region) > (\(after.board), \(after.region))"
    }
    return try await session.query(
      statement + " ORDER BY board, region LIMIT \(limit)"
    ).map(record)
  }

  // MARK: Progress

  public static func insert(
    _ count: ListingCountRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO listing_count (id, board, region, listed_on, count, source, made_at, made_by)
      VALUES (\(count.id.uuid), \(count.board), \(count.region), \(count.listedOn.bound),
        \(count.count), \(count.source), \(count.madeAt.bound), \(count.madeBy))
      """)
  }

  /// Listings of a board on some days within a region: cases that came to their aim, each on the first
  /// day on which it did, and those told of as a number.
  ///
  /// - Parameter aim: the stage that all is for.
  public static func listed(
    board: String, aim: String, from first: LegalDate, through last: LegalDate,
    regionPrefix: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int64 {
    try await session.queryOne(
      """
      SELECT (SELECT coalesce(sum(count), 0) FROM listing_count
          WHERE board = \(board) AND listed_on BETWEEN \(first.bound) AND \(last.bound)
            AND region ^@ \(regionPrefix))::bigint
        + (SELECT count(*) FROM (
            SELECT min(s.taken_on) AS listed_on FROM listing_case c
            JOIN enterprise e ON e.id = c.enterprise_id AND e.region ^@ \(regionPrefix)
            JOIN listing_step s ON s.case_id = c.id AND s.to_stage = \(aim)
            WHERE c.board = \(board) GROUP BY c.id) reached
          WHERE reached.listed_on BETWEEN \(first.bound) AND \(last.bound))
      """
    ).int64(0)
  }

  /// How far boards came on some days, in each region within one: what `listed` counts, and the cases
  /// that go on and have not come to their aim.
  ///
  /// - Parameter aims: by board, the stage that all is for.
  public static func progress(
    of aims: [(board: String, aim: String)], from first: LegalDate, through last: LegalDate,
    regionPrefix: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ListingProgress] {
    // Cases are few beside enterprises: of a province or a city the enterprise of each is looked up, which a
    // planner that is free to join would not do; a county is what its enterprises are found by.
    let owner: Statement =
      regionPrefix.utf8.count < 6
      ? """
       CROSS JOIN LATERAL (
          SELECT region, erased_at FROM enterprise
          WHERE id = c.enterprise_id AND region ^@ \(regionPrefix) OFFSET 0) AS e
      """
      : " JOIN enterprise e ON e.id = c.enterprise_id AND e.region ^@ \(regionPrefix)"
    return try await session.query(
      """
      WITH asked AS (
        SELECT * FROM unnest(\(aims.map(\.board)), \(aims.map(\.aim))) AS a (board, aim)),
      reached AS MATERIALIZED (
        SELECT c.board, e.region, c.is_live AND e.erased_at IS NULL AS goes_on, (
          SELECT min(s.taken_on) FROM listing_step s
          WHERE s.case_id = c.id AND s.to_stage = a.aim) AS listed_on
        FROM asked a JOIN listing_case c ON c.board = a.board
      """ + owner
        + """
          )
        SELECT board, region, sum(listed)::bigint, sum(under_way)::bigint FROM (
          SELECT board, region,
            count(*) FILTER (WHERE listed_on BETWEEN \(first.bound) AND \(last.bound)) AS listed,
            count(*) FILTER (WHERE goes_on AND listed_on IS NULL) AS under_way
          FROM reached GROUP BY board, region
          UNION ALL
          SELECT n.board, n.region, sum(n.count), 0 FROM listing_count n
          JOIN asked a ON a.board = n.board
          WHERE n.listed_on BETWEEN \(first.bound) AND \(last.bound) AND n.region ^@ \(regionPrefix)
          GROUP BY n.board, n.region) parts
        GROUP BY board, region ORDER BY board, region
        """
    ).map { row throws(PostgresError) in
      ListingProgress(
        board: try row.text(0), region: try row.text(1), listed: try row.int64(2),
        underWay: try row.int64(3))
    }
  }
}
