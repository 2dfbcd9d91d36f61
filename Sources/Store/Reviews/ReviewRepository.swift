import Domain
import Foundation
import Postgres
import Sealing

/// Reviews and their steps. Written under the enterprise's lock.
public enum ReviewRepository {
  private static let columns: Statement = """
    SELECT v.id, v.run_id, r.need_id, v.product_code, v.enterprise_id, v.verdict, v.version,
      v.state, v.assignee, v.outcome, coalesce(v.sealed_contact, convert_to(v.contact, 'UTF8')),
      v.requested_at, v.updated_at, a.actor, a.actor_role, e.data_key
    FROM review v JOIN match_run r ON r.id = v.run_id
      JOIN enterprise e ON e.id = v.enterprise_id
      JOIN review_step a ON a.review_id = v.id AND a.version = 1
    """

  private static func record(_ row: Row) throws(PostgresError) -> ReviewRecord {
    let id = ReviewID(try row.decode(0, as: UUID.self))
    let enterprise = EnterpriseID(try row.decode(4, as: UUID.self))
    let key = try row.decode(15, as: [UInt8]?.self)
    return ReviewRecord(
      id: id, run: RunID(try row.decode(1, as: UUID.self)),
      need: NeedID(try row.decode(2, as: UUID.self)),
      productCode: try row.decode(3, as: String.self),
      enterprise: enterprise,
      asker: try row.decode(13, as: String.self), askerRole: try row.decode(14, as: String.self),
      verdict: try row.decode(5, as: String.self), version: Int(try row.decode(6, as: Int32.self)),
      state: try state(try row.decode(7, as: String.self)),
      assignee: try row.decode(8, as: String?.self),
      outcome: try outcome(try row.decode(9, as: String?.self)),
      contact: try row.decode(10, as: [UInt8]?.self).map {
        SealedText(enterprise: enterprise, subject: id.uuid, body: $0, key: key)
      }, requestedAt: try row.instant(11),
      updatedAt: try row.instant(12))
  }

  private static func state(_ text: String) throws(PostgresError) -> ReviewState {
    guard let state = ReviewState(rawValue: text) else { throw unreadable("review state") }
    return state
  }

  private static func outcome(_ text: String?) throws(PostgresError) -> ReviewOutcome? {
    guard let text else { return nil }
    guard let outcome = ReviewOutcome(rawValue: text) else { throw unreadable("review outcome") }
    return outcome
  }

  private static func unreadable(_ what: String) -> PostgresError {
    PostgresError(kind: .decoding, reason: "\(what) is none of the known ones")
  }

  /// Inserts a review with its first step.
  ///
  /// - Throws: a unique violation of `review_one_open` when one is open already.
  public static func insert(
    _ review: ReviewRecord, _ step: ReviewStep, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO review (id, run_id, product_code, enterprise_id, verdict, version, state,
        sealed_contact, requested_at, updated_at)
      VALUES (\(review.id.uuid), \(review.run.uuid), \(review.productCode),
        \(review.enterprise.uuid), \(review.verdict), \(review.version), \(review.state.rawValue),
        \(review.contact?.body as [UInt8]?), \(review.requestedAt.bound), \(review.updatedAt.bound))
      """)
    try await append(step, to: review, session)
  }

  /// Writes the next step of a review and what stands after it.
  public static func advance(
    _ review: ReviewRecord, _ step: ReviewStep, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await append(step, to: review, session)
    try await session.execute(
      """
      UPDATE review SET version = \(review.version), state = \(review.state.rawValue),
        assignee = \(review.assignee as String?),
        outcome = \(review.outcome?.rawValue as String?), updated_at = \(review.updatedAt.bound)
      WHERE id = \(review.id.uuid)
      """)
  }

  private static func append(
    _ step: ReviewStep, to review: ReviewRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO review_step (review_id, version, from_state, state, actor, actor_role, asker,
        asker_role, outcome, note, taken_at)
      VALUES (\(review.id.uuid), \(step.version), \(step.from?.rawValue as String?),
        \(step.state.rawValue), \(step.actor), \(step.role), \(review.asker),
        \(review.askerRole), \(step.outcome?.rawValue as String?),
        \(step.note as String?), \(step.takenAt.bound))
      """)
  }

  public static func find(
    _ id: ReviewID, _ session: any PostgresSession
  ) async throws(PostgresError) -> ReviewRecord? {
    let rows = try await session.query(columns + " WHERE v.id = \(id.uuid)")
    guard let row = rows.first else { return nil }
    return try record(row)
  }

  /// The steps of each review in the order they were taken.
  public static func steps(
    of reviews: [ReviewID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [ReviewID: [ReviewStep]] {
    guard !reviews.isEmpty else { return [:] }
    let rows = try await session.query(
      """
      SELECT review_id, version, from_state, state, actor, actor_role, outcome, note, taken_at
      FROM review_step WHERE review_id = ANY(\(reviews.map(\.uuid)))
      ORDER BY review_id, version
      """)
    var steps: [ReviewID: [ReviewStep]] = [:]
    for row in rows {
      var from: ReviewState?
      if let text = try row.decode(2, as: String?.self) { from = try state(text) }
      steps[ReviewID(try row.decode(0, as: UUID.self)), default: []].append(
        ReviewStep(
          version: Int(try row.decode(1, as: Int32.self)), from: from,
          state: try state(try row.decode(3, as: String.self)),
          actor: try row.decode(4, as: String.self), role: try row.decode(5, as: String.self),
          outcome: try outcome(try row.decode(6, as: String?.self)),
          note: try row.decode(7, as: String?.self), takenAt: try row.instant(8)))
    }
    return steps
  }

  /// Newest first, without those of enterprises that were erased. Of many enterprises the region prefix
  /// decides what an operator sees.
  public static func list(
    state: ReviewState?, enterprise: EnterpriseID?, regionPrefix: String?, after: UUID?,
    limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ReviewRecord] {
    var statement = columns
    statement = statement + " WHERE e.erased_at IS NULL"
    if let regionPrefix { statement = statement + " AND e.region ^@ \(regionPrefix)" }
    if let state { statement = statement + " AND v.state = \(state.rawValue)" }
    if let enterprise { statement = statement + " AND v.enterprise_id = \(enterprise.uuid)" }
    if let after { statement = statement + " AND v.id < \(after)" }
    let rows = try await session.query(statement + " ORDER BY v.id DESC LIMIT \(limit)")
    return try rows.map(record)
  }

  /// The reviews of a run, oldest first; of one product when it is given.
  public static func list(
    run: RunID, product: String?, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ReviewRecord] {
    var statement = columns + " WHERE v.run_id = \(run.uuid)"
    if let product { statement = statement + " AND v.product_code = \(product)" }
    return try await session.query(statement + " ORDER BY v.id").map(record)
  }
}
