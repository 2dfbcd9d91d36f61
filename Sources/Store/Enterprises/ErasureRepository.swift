import Domain
import Foundation
import Postgres

/// Requests for lawful erasure. Written under the enterprise's lock; see also `Tombstones`.
public enum ErasureRepository {
  private static let columns: Statement = """
    SELECT r.id, r.enterprise_id, r.requested_at, r.requested_by, r.basis, r.reference, r.state,
      r.held_until, r.held_for, r.done_at, r.counts::text
    FROM erasure r
    """

  private static func record(_ row: Row) throws(PostgresError) -> ErasureRecord {
    guard let basis = ErasureBasis(rawValue: try row.text(4)),
      let state = ErasureState(rawValue: try row.text(6))
    else {
      throw PostgresError(kind: .decoding, reason: "basis or state of an erasure is not known")
    }
    var erasure = ErasureRecord(
      id: ErasureID(try row.uuid(0)), enterprise: EnterpriseID(try row.uuid(1)),
      requestedAt: try row.instant(2), requestedBy: try row.text(3), basis: basis,
      reference: try row.optionalText(5), state: state, doneAt: try row.optionalInstant(9),
      counts: try counts(row.text(10)))
    if let until = try row.optionalDay(7) {
      erasure.hold = ErasureRecord.Hold(until: until, record: try row.text(8))
    }
    return erasure
  }

  private static func counts(_ text: String) throws(PostgresError) -> [String: Int64] {
    let json: JSON
    do {
      json = try JSONParser.parse(Array(text.utf8))
    } catch {
      throw PostgresError(kind: .decoding, reason: "the counts of an erasure are not JSON")
    }
    var counts: [String: Int64] = [:]
    for (name, value) in json.objectValue ?? [:] {
      if case .int(let count) = value { counts[name] = count }
    }
    return counts
  }

  /// - Throws: a unique violation of `erasure_once` when there is one of the enterprise.
  public static func insert(
    _ erasure: ErasureRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO erasure (id, enterprise_id, requested_at, requested_by, basis, reference, state,
        held_until, held_for, done_at, counts)
      VALUES (\(erasure.id.uuid), \(erasure.enterprise.uuid), \(erasure.requestedAt.bound),
        \(erasure.requestedBy), \(erasure.basis.rawValue), \(erasure.reference as String?),
        \(erasure.state.rawValue), \(erasure.hold?.until.bound),
        \(erasure.hold?.record as String?), \(erasure.doneAt?.bound),
        \(PostgresJSON(bytes: json(erasure.counts))))
      """)
  }

  /// Writes that one that was held is done.
  public static func finish(
    _ erasure: ErasureRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE erasure SET state = \(erasure.state.rawValue), done_at = \(erasure.doneAt?.bound),
        counts = \(PostgresJSON(bytes: json(erasure.counts)))
      WHERE id = \(erasure.id.uuid)
      """)
  }

  private static func json(_ counts: [String: Int64]) -> [UInt8] {
    JSON.object(counts.mapValues(JSON.int)).canonicalBytes
  }

  public static func find(
    _ enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> ErasureRecord? {
    try await session.query(columns + " WHERE r.enterprise_id = \(enterprise.uuid)").first
      .map(record)
  }

  /// Newest first, of the enterprises of a region.
  public static func list(
    state: ErasureState?, regionPrefix: String?, after: UUID?, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [ErasureRecord] {
    var statement = columns
    if let regionPrefix {
      statement =
        statement
        + " JOIN enterprise e ON e.id = r.enterprise_id AND e.region ^@ \(regionPrefix)"
    }
    statement = statement + " WHERE true"
    if let state { statement = statement + " AND r.state = \(state.rawValue)" }
    if let after { statement = statement + " AND r.id < \(after)" }
    return try await session.query(statement + " ORDER BY r.id DESC LIMIT \(limit)").map(record)
  }

  /// Enterprises whose erasure was held until a day before `day`, those that wait longest first.
  public static func due(
    on day: LegalDate, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID] {
    try await session.query(
      """
      SELECT enterprise_id FROM erasure WHERE state = 'held' AND held_until < \(day.bound)
      ORDER BY held_until, id LIMIT \(limit)
      """
    ).map { row throws(PostgresError) in EnterpriseID(try row.uuid(0)) }
  }

  /// The days on which offers of an enterprise were drawn, or granted when they were not drawn; those on
  /// which money went out on its receivables, or on what it owes; and those on which guarantees for it
  /// ended, or fall due.
  public static func grantDays(
    of enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [LegalDate] {
    try await session.query(
      """
      SELECT DISTINCT coalesce(drawn_on, granted_on) FROM offer
      WHERE enterprise_id = \(enterprise.uuid) AND granted_on IS NOT NULL
      UNION
      SELECT f.funded_on FROM receivable_financing f JOIN receivable r ON r.id = f.receivable_id
      WHERE (r.enterprise_id = \(enterprise.uuid) OR r.debtor_id = \(enterprise.uuid))
        AND f.funded_on IS NOT NULL
      UNION
      SELECT coalesce(ended_on, matures_on) FROM guarantee
      WHERE enterprise_id = \(enterprise.uuid) AND signed_on IS NOT NULL
      UNION
      SELECT coalesce(clawed_back_on, paid_on, (updated_at AT TIME ZONE 'Asia/Shanghai')::date)
      FROM claim
      WHERE enterprise_id = \(enterprise.uuid) AND state IN ('passed', 'paid', 'clawed_back')
      """
    ).map { row throws(PostgresError) in try row.day(0) }
  }

  /// Institutions that had a consent of the enterprise, in the order of their codes, each with the needs
  /// it was for.
  public static func recipients(
    of enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [(institution: String, needs: [NeedID])] {
    let rows = try await session.query(
      """
      SELECT institution, array_agg(DISTINCT need_id) FROM consent
      WHERE enterprise_id = \(enterprise.uuid) GROUP BY institution ORDER BY institution
      """)
    var recipients: [(institution: String, needs: [NeedID])] = []
    for row in rows {
      let needs = try row.decode(1, as: [UUID].self).map { NeedID($0) }
      recipients.append((try row.text(0), needs))
    }
    return recipients
  }
}
