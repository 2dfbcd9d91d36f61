import Domain
import Postgres

/// What a source sent on a day of enterprises of a region.
public struct QualityCount: Sendable, Hashable {
  /// What the codes of the regions begin with; "" for the whole country.
  public var region: String
  public var source: String
  public var accepted: Int64
  public var quarantined: Int64
  public var rejected: Int64
  public var late: Int64
}

/// The score of a source and a region on a day, as it is stored.
public struct QualityRecord: Sendable, Hashable {
  public var day: LegalDate
  public var region: String
  public var source: String
  public var accepted: Int64
  public var quarantined: Int64
  public var rejected: Int64
  public var late: Int64
  public var missed: Int64
  public var scorePPM: Int64

  public init(
    day: LegalDate, region: String, source: String, accepted: Int64, quarantined: Int64,
    rejected: Int64, late: Int64, missed: Int64, scorePPM: Int64
  ) {
    self.day = day
    self.region = region
    self.source = source
    self.accepted = accepted
    self.quarantined = quarantined
    self.rejected = rejected
    self.late = late
    self.missed = missed
    self.scorePPM = scorePPM
  }
}

/// How good what sources sent on a day is, by what was known at the end of the day.
public enum QualityRepository {
  /// Digits of the codes of the country, provinces, cities and counties.
  public static let levels = [0, 2, 4, 6]

  // MARK: Counting

  /// - Parameters:
  ///   - end: of the day; decisions from then on are not known yet.
  ///   - regionPrefix: what regions begin with.
  ///   - levels: by so many first digits they are told apart.
  public static func counts(
    on day: LegalDate, before end: Instant, regionPrefix: String, levels: [Int],
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [QualityCount] {
    try await session.query(
      """
      SELECT left(e.region, l.digits), r.source, count(*) FILTER (WHERE v.verdict = 'accept'),
        count(*) FILTER (WHERE v.verdict = 'quarantine'),
        count(*) FILTER (WHERE v.verdict = 'reject'), count(*) FILTER (WHERE r.due_on < r.received_on)
      FROM report r JOIN enterprise e ON e.id = r.enterprise_id AND e.region ^@ \(regionPrefix)
      CROSS JOIN LATERAL (
        SELECT CASE WHEN r.decided_at < \(end.bound) THEN r.decision ELSE r.outcome END AS verdict) AS v
      CROSS JOIN unnest(\(levels.map { Int32($0) })) AS l (digits)
      WHERE r.received_on = \(day.bound) GROUP BY 1, 2 ORDER BY 1, 2
      """
    ).map { row throws(PostgresError) in
      QualityCount(
        region: try row.text(0), source: try row.text(1), accepted: try row.int64(2),
        quarantined: try row.int64(3), rejected: try row.int64(4), late: try row.int64(5))
    }
  }

  /// By region, enterprises enrolled under a duty for a period, of which no report had come that was not sent back.
  public static func missed(
    duty: String, source: String, _ periodKind: String, _ periodOn: LegalDate, on day: LegalDate,
    before end: Instant, regionPrefix: String, levels: [Int], _ session: any PostgresSession
  ) async throws(PostgresError) -> [(region: String, count: Int64)] {
    try await session.query(
      """
      SELECT left(e.region, l.digits), count(*) FROM report_enrolment d
      JOIN enterprise e ON e.id = d.enterprise_id AND e.region ^@ \(regionPrefix)
        AND (e.erased_at IS NULL OR e.erased_at >= \(end.bound))
      CROSS JOIN unnest(\(levels.map { Int32($0) })) AS l (digits)
      WHERE d.duty = \(duty) AND d.from_on <= \(periodOn.bound)
        AND (d.to_on IS NULL OR d.to_on >= \(periodOn.bound))
        AND NOT EXISTS (
          SELECT FROM report r
          WHERE r.enterprise_id = d.enterprise_id AND r.source = \(source)
            AND r.period_kind = \(periodKind) AND r.period_on = \(periodOn.bound)
            AND r.received_on <= \(day.bound)
            AND CASE WHEN r.decided_at < \(end.bound) THEN r.decision ELSE r.outcome END <> 'reject')
      GROUP BY 1 ORDER BY 1
      """
    ).map { row throws(PostgresError) in (region: try row.text(0), count: try row.int64(1)) }
  }

  // MARK: Days

  /// The last day that is scored; nil when none is.
  public static func lastDay(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> LegalDate? {
    try await session.query("SELECT day FROM quality_day ORDER BY day DESC LIMIT 1").first.map {
      row throws(PostgresError) in try row.day(0)
    }
  }

  /// When the first report came, or else somebody was first told to report; nil when nothing is watched.
  public static func begun(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> LegalDate? {
    let row = try await session.queryOne(
      """
      SELECT (SELECT min(received_on) FROM report), (SELECT min(updated_at) FROM report_enrolment)
      """)
    let told = try row.optionalInstant(1)?.legalDate
    guard let received = try row.optionalDay(0) else { return told }
    return told.map { min(received, $0) } ?? received
  }

  /// Days that are scored, in their order.
  public static func days(
    after day: LegalDate?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [LegalDate] {
    var statement: Statement = "SELECT day FROM quality_day"
    if let day { statement = statement + " WHERE day > \(day.bound)" }
    return try await session.query(statement + " ORDER BY day LIMIT \(limit)").map {
      row throws(PostgresError) in try row.day(0)
    }
  }

  /// Notes that a day is scored; whoever else is at it waits until this transaction is over.
  ///
  /// - Returns: false when it was before.
  public static func begin(
    _ day: LegalDate, at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> Bool {
    try await session.execute(
      """
      INSERT INTO quality_day (day, scored_at) VALUES (\(day.bound), \(instant.bound))
      ON CONFLICT DO NOTHING
      """) == 1
  }

  public static func insert(
    _ scores: [QualityRecord], of day: LegalDate, _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !scores.isEmpty else { return }
    try await session.execute(
      """
      INSERT INTO quality_score (day, region, source, accepted, quarantined, rejected, late, missed,
        score_ppm)
      SELECT \(day.bound), n.* FROM unnest(\(scores.map(\.region)), \(scores.map(\.source)),
        \(scores.map(\.accepted)), \(scores.map(\.quarantined)), \(scores.map(\.rejected)),
        \(scores.map(\.late)), \(scores.map(\.missed)),
        \(scores.map { Int32(clamping: $0.scorePPM) })) AS n
      """)
  }

  /// Writes the scores of a day that was scored before in the place of those that there are.
  public static func replace(
    _ scores: [QualityRecord], of day: LegalDate, at instant: Instant,
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      "UPDATE quality_day SET scored_at = \(instant.bound) WHERE day = \(day.bound)")
    try await session.execute("DELETE FROM quality_score WHERE day = \(day.bound)")
    try await insert(scores, of: day, session)
  }

  /// Scores of a region in the order of days and sources.
  ///
  /// - Parameter region: what its code begins with; "" for the whole country.
  public static func list(
    region: String, source: String? = nil, from: LegalDate, through: LegalDate,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [QualityRecord] {
    var statement: Statement = """
      SELECT day, region, source, accepted, quarantined, rejected, late, missed, score_ppm
      FROM quality_score
      WHERE region = \(region) AND day >= \(from.bound) AND day <= \(through.bound)
      """
    if let source { statement = statement + " AND source = \(source)" }
    return try await session.query(statement + " ORDER BY day, source").map(record)
  }

  /// All scores of a day, in the order of regions and sources.
  public static func scores(
    on day: LegalDate, _ session: any PostgresSession
  ) async throws(PostgresError) -> [QualityRecord] {
    try await session.query(
      """
      SELECT day, region, source, accepted, quarantined, rejected, late, missed, score_ppm
      FROM quality_score WHERE day = \(day.bound) ORDER BY region, source
      """
    ).map(record)
  }

  private static func record(_ row: Row) throws(PostgresError) -> QualityRecord {
    QualityRecord(
      day: try row.day(0), region: try row.text(1), source: try row.text(2),
      accepted: try row.int64(3), quarantined: try row.int64(4), rejected: try row.int64(5),
      late: try row.int64(6), missed: try row.int64(7), scorePPM: Int64(try row.int32(8)))
  }
}
