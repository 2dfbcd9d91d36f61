import Domain
import Foundation
import Postgres

/// A report as it was published; never changed.
public struct ReleaseRecord: Sendable, Hashable {
  public var id: ReleaseID
  public var region: String
  public var year: Int
  /// 1 for the first of its region and year.
  public var revision: Int
  /// Why it was revised; nil for the first.
  public var reason: String?
  /// RFC 8785 JSON.
  public var body: [UInt8]
  public var digest: Digest
  public var publishedAt: Instant
  public var publishedBy: String

  public init(
    id: ReleaseID, region: String, year: Int, revision: Int, reason: String?, body: [UInt8],
    digest: Digest, publishedAt: Instant, publishedBy: String
  ) {
    self.id = id
    self.region = region
    self.year = year
    self.revision = revision
    self.reason = reason
    self.body = body
    self.digest = digest
    self.publishedAt = publishedAt
    self.publishedBy = publishedBy
  }
}

public enum ReleaseRepository {
  private static let columns: Statement = """
    SELECT id, region, year, revision, reason, body, digest, published_at, published_by
    FROM statistics_release
    """

  private static func record(_ row: Row) throws(PostgresError) -> ReleaseRecord {
    ReleaseRecord(
      id: ReleaseID(try row.uuid(0)), region: try row.text(1), year: Int(try row.int32(2)),
      revision: Int(try row.int32(3)), reason: try row.decode(4, as: String?.self),
      body: try row.bytes(5), digest: Digest(bytes: try row.bytes(6)),
      publishedAt: try row.instant(7), publishedBy: try row.text(8))
  }

  /// Publishes one after another: what one reveals with those before it is known when the next is made. What may be
  /// published is worked out meanwhile, which takes longer than a transaction usually rests.
  public static func lock(_ session: any PostgresSession) async throws(PostgresError) {
    try await session.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
    try await session.execute("SELECT pg_advisory_xact_lock(7242004231)")
  }

  /// - Parameter counts: the published cells of each need that has any.
  public static func insert(
    _ release: ReleaseRecord, counts: [(need: NeedID, cells: [Int])],
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO statistics_release (id, region, year, revision, reason, body, digest,
        published_at, published_by)
      VALUES (\(release.id.uuid), \(release.region), \(release.year), \(release.revision),
        \(release.reason), \(release.body), \(release.digest.bytes), \(release.publishedAt.bound),
        \(release.publishedBy))
      """)
    for start in stride(from: 0, to: counts.count, by: Self.chunk) {
      let part = counts[start..<min(start + Self.chunk, counts.count)]
      try await session.execute(
        """
        INSERT INTO release_count (release_id, need_id, cells)
        SELECT \(release.id.uuid), n.need_id, n.cells::smallint[]
        FROM unnest(\(part.map(\.need.uuid)), \(part.map { Self.literal($0.cells) }))
          AS n (need_id, cells)
        """)
    }
  }

  /// Rows of one statement.
  private static let chunk = 10_000

  /// An array within an array, which unnest would take apart.
  private static func literal(_ cells: [Int]) -> String {
    "{" + cells.map { String($0) }.joined(separator: ",") + "}"
  }

  /// The published cells of earlier releases of a year, by need.
  public static func counts(
    year: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [(need: NeedID, release: ReleaseID, cells: [Int])] {
    try await session.query(
      """
      SELECT c.need_id, c.release_id, c.cells::integer[] FROM statistics_release r
      JOIN release_count c ON c.release_id = r.id
      WHERE r.year = \(year) ORDER BY c.need_id, c.release_id
      """
    ).map { row throws(PostgresError) in
      (
        need: NeedID(try row.uuid(0)), release: ReleaseID(try row.uuid(1)),
        cells: try row.decode(2, as: [Int32].self).map { Int($0) }
      )
    }
  }

  /// The greatest revision of a region and year; 0 when there is none.
  public static func revision(
    region: String, year: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    let row = try await session.queryOne(
      """
      SELECT coalesce(max(revision), 0) FROM statistics_release
      WHERE region = \(region) AND year = \(year)
      """)
    return Int(try row.int32(0))
  }

  public static func find(
    _ id: ReleaseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> ReleaseRecord? {
    let rows = try await session.query(columns + " WHERE id = \(id.uuid)")
    guard let row = rows.first else { return nil }
    return try record(row)
  }

  /// Newest first.
  ///
  /// - Parameter regionPrefix: what their regions begin with.
  public static func list(
    regionPrefix: String?, year: Int?, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ReleaseRecord] {
    var statement = columns + " WHERE true"
    if let regionPrefix { statement = statement + " AND region ^@ \(regionPrefix)" }
    if let year { statement = statement + " AND year = \(year)" }
    if let after { statement = statement + " AND id < \(after)" }
    return try await session.query(statement + " ORDER BY id DESC LIMIT \(limit)").map(record)
  }

  /// Releases of some regions and years, in the order of region, year and revision.
  ///
  /// - Parameter after: the release that the ones before ended with.
  public static func list(
    regions: [String], years: ClosedRange<Int>, after: ReleaseRecord?, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [ReleaseRecord] {
    var statement =
      columns
        + """
         WHERE region = ANY(\(regions))
          AND year BETWEEN \(years.lowerBound) AND \(years.upperBound)
        """
    if let after {
      statement =
        statement
        + " AND (region, year, revision) > (\(after.region), \(after.year), \(after.revision))"
    }
    return try await session.query(
      statement + " ORDER BY region, year, revision LIMIT \(limit)"
    ).map(record)
  }

  /// Needs of enterprises of a region that were submitted in a time, in the order of their identifiers.
  public static func needs(
    regionPrefix: String, from: Instant, before: Instant, after: UUID?, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [NeedID] {
    var statement: Statement = """
      SELECT n.id FROM need n
      JOIN enterprise e ON e.id = n.enterprise_id AND e.region ^@ \(regionPrefix)
      WHERE n.created_at >= \(from.bound) AND n.created_at < \(before.bound)
      """
    if let after { statement = statement + " AND n.id > \(after)" }
    return try await session.query(statement + " ORDER BY n.id LIMIT \(limit)").map {
      row throws(PostgresError) in NeedID(try row.uuid(0))
    }
  }
}
