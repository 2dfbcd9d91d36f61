import Domain
import Foundation
import Postgres

/// A line with what else is shown of it.
public struct AllocationEntry: Sendable, Hashable {
  public var line: AllocationLineRecord
  public var needVersion: Int
  public var enterprise: EnterpriseID
  public var pool: String
  /// State of the offer that was made, and until when it may stay in it.
  public var offerState: String?
  public var dueAt: Instant?
  public var offeredAt: Instant?
}

/// What runs came to, for those who read it.
public enum AllocationLineRepository {
  /// Lines of a run in the order of its needs. An institution is shown what was put before it and
  /// nothing else.
  ///
  /// - Parameters:
  ///   - institution: only its lines.
  ///   - madeOnly: only those that became offers.
  public static func list(
    of run: AllocationID, _ part: AllocationPart, institution: String?, madeOnly: Bool,
    after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [AllocationEntry] {
    var statement =
      AllocationRepository.lineColumns
        + """
        , n.need_version, n.enterprise_id, n.pool, o.state, o.due_at, o.created_at
        FROM allocation_line l JOIN allocation_need n ON n.run_id = l.run_id AND n.need_id = l.need_id
        LEFT JOIN offer o ON o.id = l.offer_id
        """
    if case .region(let prefix) = part {
      statement =
        statement
        + " JOIN enterprise e ON e.id = n.enterprise_id AND e.region ^@ \(prefix)"
    }
    statement = statement + " WHERE l.run_id = \(run.uuid)"
    var isMadeOnly = madeOnly
    switch part {
    case .all, .region: break
    case .institution(let code):
      statement = statement + " AND l.institution = \(code)"
      isMadeOnly = true
    case .enterprise(let id):
      statement = statement + " AND n.enterprise_id = \(id.uuid)"
    }
    if let institution { statement = statement + " AND l.institution = \(institution)" }
    if isMadeOnly { statement = statement + " AND l.outcome = 'made'" }
    if let after { statement = statement + " AND l.id > \(after)" }
    return try await session.query(statement + " ORDER BY l.id LIMIT \(limit)").map {
      row throws(PostgresError) in
      AllocationEntry(
        line: try AllocationRepository.line(row), needVersion: Int(try row.int32(10)),
        enterprise: EnterpriseID(try row.uuid(11)), pool: try row.text(12),
        offerState: try row.optionalText(13), dueAt: try row.optionalInstant(14),
        offeredAt: try row.optionalInstant(15))
    }
  }

  /// How a run was dealt, by institution in the order of its code.
  ///
  /// - Parameter institution: only this one.
  public static func shares(
    of run: AllocationID, institution: String?, _ session: any PostgresSession
  ) async throws(PostgresError) -> [AllocationShareRecord] {
    var statement: Statement = """
      SELECT institution, room, preferences, behind, suitable, first_choice, planned, made,
        even_share_milli, turned_away, depth
      FROM allocation_institution WHERE run_id = \(run.uuid)
      """
    if let institution { statement = statement + " AND institution = \(institution)" }
    return try await session.query(statement + " ORDER BY institution").map {
      row throws(PostgresError) in
      AllocationShareRecord(
        institution: try row.text(0), room: try row.decode(1, as: Int32?.self).map { Int($0) },
        preferences: try row.decode(2, as: [String].self), behind: Int(try row.int32(3)),
        suitable: Int(try row.int32(4)), firstChoice: Int(try row.int32(5)),
        planned: Int(try row.int32(6)), made: Int(try row.int32(7)),
        evenShareMilli: try row.int64(8), turnedAway: Int(try row.int32(9)),
        depth: try row.decode(10, as: Int32?.self).map { Int($0) })
    }
  }

  /// What runs came to for the needs of one enterprise: needs, offers that came out and those made.
  public static func counts(
    of runs: [AllocationID], enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [AllocationID: AllocationCounts] {
    guard !runs.isEmpty else { return [:] }
    var counts: [AllocationID: AllocationCounts] = [:]
    for row in try await session.query(
      """
      SELECT n.run_id, count(DISTINCT n.need_id), count(*) FILTER (WHERE l.why = 'offered'),
        count(*) FILTER (WHERE l.outcome = 'made')
      FROM allocation_need n
      LEFT JOIN allocation_line l ON l.run_id = n.run_id AND l.need_id = n.need_id
      WHERE n.run_id = ANY(\(runs.map(\.uuid))) AND n.enterprise_id = \(enterprise.uuid) GROUP BY 1
      """)
    {
      counts[AllocationID(try row.uuid(0))] = AllocationCounts(
        needs: Int(try row.int64(1)), planned: Int(try row.int64(2)), made: Int(try row.int64(3)))
    }
    return counts
  }

  /// The same for one institution; its needs are those that fit it.
  public static func counts(
    of runs: [AllocationID], institution: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> [AllocationID: AllocationCounts] {
    guard !runs.isEmpty else { return [:] }
    var counts: [AllocationID: AllocationCounts] = [:]
    for row in try await session.query(
      """
      SELECT run_id, suitable, planned, made FROM allocation_institution
      WHERE run_id = ANY(\(runs.map(\.uuid))) AND institution = \(institution)
      """)
    {
      counts[AllocationID(try row.uuid(0))] = AllocationCounts(
        needs: Int(try row.int32(1)), planned: Int(try row.int32(2)), made: Int(try row.int32(3)))
    }
    return counts
  }
}

/// What a run came to, for all or for somebody's part of it.
public struct AllocationCounts: Sendable, Hashable {
  public var needs: Int
  public var planned: Int
  public var made: Int

  public init(needs: Int, planned: Int, made: Int) {
    self.needs = needs
    self.planned = planned
    self.made = made
  }
}
