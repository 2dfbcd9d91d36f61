import Domain
import Foundation
import Postgres

/// Offers and their steps. Written under the enterprise's lock.
public enum OfferRepository {
  private static let columns: Statement = """
    SELECT o.id, o.need_id, o.need_version, o.enterprise_id, o.run_id, o.product_code,
      o.institution, o.mode, o.place, o.state, o.version, o.assignee, o.began_at, o.due_at,
      o.next_step, o.step_at, o.reasons, o.about, o.note, o.contacted_on, o.granted_fen,
      o.granted_rate_ppm, o.granted_on, o.drawn_fen, o.drawn_on, o.created_at, o.updated_at,
      o.why::text, o.matures_on
    FROM offer o
    """

  private static func record(_ row: Row) throws(PostgresError) -> OfferRecord {
    let why: JSON
    do {
      why = try JSONParser.parse(Array(try row.text(27).utf8))
    } catch {
      throw PostgresError(kind: .decoding, reason: "why an offer was made is not JSON")
    }
    var offer = OfferRecord(
      id: OfferID(try row.uuid(0)), need: NeedID(try row.uuid(1)),
      needVersion: Int(try row.int32(2)), enterprise: EnterpriseID(try row.uuid(3)),
      run: RunID(try row.uuid(4)), productCode: try row.text(5), institution: try row.text(6),
      mode: try mode(row.text(7)), place: Int(try row.int32(8)), state: try row.text(9),
      why: why, at: try row.instant(25))
    offer.version = Int(try row.int32(10))
    offer.assignee = try row.optionalText(11)
    offer.beganAt = try row.instant(12)
    offer.dueAt = try row.optionalInstant(13)
    offer.nextStep = Int(try row.int32(14))
    offer.stepAt = try row.optionalInstant(15)
    offer.reasons = try row.decode(16, as: [String]?.self)
    offer.about = try row.optionalText(17)
    offer.note = try row.optionalText(18)
    offer.contactedOn = try row.optionalDay(19)
    if !row.isNull(20) {
      offer.grant = OfferGrant(
        fen: try row.int64(20), ratePpm: Int(try row.int32(21)), on: try row.day(22))
    }
    if !row.isNull(23) {
      offer.draw = OfferDraw(
        fen: try row.int64(23), on: try row.day(24), maturesOn: try row.optionalDay(28))
    }
    offer.updatedAt = try row.instant(26)
    return offer
  }

  static func mode(_ text: String) throws(PostgresError) -> ReferralMode {
    guard let mode = ReferralMode(rawValue: text) else {
      throw PostgresError(kind: .decoding, reason: "the mode of an offer is none of the known ones")
    }
    return mode
  }

  /// Inserts an offer with its first step.
  ///
  /// - Throws: a unique violation of `offer_one_live` when the institution has the need already.
  public static func insert(
    _ offer: OfferRecord, _ step: OfferStep, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline([
      """
      INSERT INTO offer (id, need_id, need_version, enterprise_id, run_id, product_code,
        institution, mode, place, state, version, began_at, due_at, next_step, step_at, why,
        created_at, updated_at)
      VALUES (\(offer.id.uuid), \(offer.need.uuid), \(offer.needVersion),
        \(offer.enterprise.uuid), \(offer.run.uuid), \(offer.productCode), \(offer.institution),
        \(offer.mode.rawValue), \(offer.place), \(offer.state), \(offer.version),
        \(offer.beganAt.bound), \(offer.dueAt?.bound), \(offer.nextStep), \(offer.stepAt?.bound),
        \(PostgresJSON(bytes: offer.why.canonicalBytes)), \(offer.createdAt.bound),
        \(offer.updatedAt.bound))
      """, appending(step, to: offer.id),
    ])
  }

  /// Writes the next step of an offer and what stands after it.
  public static func advance(
    _ offer: OfferRecord, _ step: OfferStep, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline([appending(step, to: offer.id), saving(offer)])
  }

  /// Writes what of an offer changes without a step: when it is due, and how far its escalation is.
  public static func save(
    _ offer: OfferRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(saving(offer))
  }

  private static func saving(_ offer: OfferRecord) -> Statement {
    """
    UPDATE offer SET state = \(offer.state), version = \(offer.version),
      assignee = \(offer.assignee as String?), began_at = \(offer.beganAt.bound),
      due_at = \(offer.dueAt?.bound), next_step = \(offer.nextStep),
      step_at = \(offer.stepAt?.bound), reasons = \(offer.reasons as [String]?),
      about = \(offer.about as String?), note = \(offer.note as String?),
      contacted_on = \(offer.contactedOn?.bound), granted_fen = \(offer.grant?.fen),
      granted_rate_ppm = \(offer.grant.map { Int32($0.ratePpm) }),
      granted_on = \(offer.grant?.on.bound), drawn_fen = \(offer.draw?.fen),
      drawn_on = \(offer.draw?.on.bound), matures_on = \(offer.draw?.maturesOn?.bound),
      updated_at = \(offer.updatedAt.bound)
    WHERE id = \(offer.id.uuid)
    """
  }

  private static func appending(_ step: OfferStep, to offer: OfferID) -> Statement {
    """
    INSERT INTO offer_step (offer_id, version, from_state, state, verb, actor, actor_role, taken_at)
    VALUES (\(offer.uuid), \(step.version), \(step.from as String?), \(step.state),
      \(step.verb), \(step.actor), \(step.role), \(step.takenAt.bound))
    """
  }

  public static func find(
    _ id: OfferID, _ session: any PostgresSession
  ) async throws(PostgresError) -> OfferRecord? {
    try await session.query(columns + " WHERE o.id = \(id.uuid)").first.map(record)
  }

  /// All offers of a need, oldest first.
  public static func list(
    need: NeedID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [OfferRecord] {
    try await session.query(columns + " WHERE o.need_id = \(need.uuid) ORDER BY o.id").map(record)
  }

  /// Which institutions have or had each of some needs, and how many have it now.
  public static func asked(
    for needs: [NeedID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [NeedID: (institutions: Set<String>, live: Int)] {
    var asked: [NeedID: (institutions: Set<String>, live: Int)] = [:]
    for row in try await session.query(
      "SELECT need_id, institution, state FROM offer WHERE need_id = ANY(\(needs.map(\.uuid)))")
    {
      var one = asked[NeedID(try row.uuid(0))] ?? (institutions: [], live: 0)
      one.institutions.insert(try row.text(1))
      one.live += OfferRecord.liveStates.contains(try row.text(2)) ? 1 : 0
      asked[NeedID(try row.uuid(0))] = one
    }
    return asked
  }

  /// The offers that were made from some runs, oldest first.
  public static func list(
    runs: [RunID], limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [OfferRecord] {
    guard !runs.isEmpty else { return [] }
    return try await session.query(
      columns + " WHERE o.run_id = ANY(\(runs.map(\.uuid))) ORDER BY o.id LIMIT \(limit)"
    ).map(record)
  }

  /// What a list of offers is cut to.
  public struct Filter: Sendable {
    public var state: String?
    public var institution: String?
    public var enterprise: EnterpriseID?
    public var regionPrefix: String?
    /// Only those that wait for operators: in one of these states, having got to its step, or taken away for
    /// silence while their need is before nobody else and wants to be.
    public var escalated: [String: Int]?

    public init(
      state: String? = nil, institution: String? = nil, enterprise: EnterpriseID? = nil,
      regionPrefix: String? = nil
    ) {
      self.state = state
      self.institution = institution
      self.enterprise = enterprise
      self.regionPrefix = regionPrefix
    }
  }

  /// Newest first.
  public static func list(
    _ filter: Filter, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [OfferRecord] {
    var statement = columns
    if let prefix = filter.regionPrefix {
      statement =
        statement
        + " JOIN enterprise e ON e.id = o.enterprise_id AND e.region ^@ \(prefix)"
    }
    statement = statement + " WHERE true"
    if let state = filter.state { statement = statement + " AND o.state = \(state)" }
    if let code = filter.institution { statement = statement + " AND o.institution = \(code)" }
    if let id = filter.enterprise { statement = statement + " AND o.enterprise_id = \(id.uuid)" }
    if let steps = filter.escalated { statement = statement + " AND (" + escalated(steps) + ")" }
    if let after { statement = statement + " AND o.id < \(after)" }
    return try await session.query(statement + " ORDER BY o.id DESC LIMIT \(limit)").map(record)
  }

  private static func escalated(_ steps: [String: Int]) -> Statement {
    // The newest of a need, so that each need is there once. What waits for a periodic run is on its way.
    var condition: Statement = """
      o.state = 'reassigned'
        AND EXISTS (
          SELECT FROM referral r WHERE r.need_id = o.need_id AND r.due_at IS NOT NULL
            AND r.mode <> 'periodic')
        AND NOT EXISTS (
          SELECT FROM offer n WHERE n.need_id = o.need_id
            AND (n.id > o.id OR n.state IN ('offered', 'claimed', 'contacted', 'granted')))
      """
    for (state, step) in steps.sorted(by: { $0.key < $1.key }) {
      condition = condition + " OR o.state = \(state) AND o.next_step >= \(step)"
    }
    return condition
  }

  /// The steps of an offer in the order they were taken.
  public static func steps(
    of offer: OfferID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [OfferStep] {
    try await session.query(
      """
      SELECT version, from_state, state, verb, actor, actor_role, taken_at FROM offer_step
      WHERE offer_id = \(offer.uuid) ORDER BY version
      """
    ).map { row throws(PostgresError) in
      OfferStep(
        version: Int(try row.int32(0)), from: try row.optionalText(1), state: try row.text(2),
        verb: try row.text(3), actor: try row.text(4), role: try row.text(5),
        takenAt: try row.instant(6))
    }
  }

  /// Offers with a step of their escalation due, the longest overdue first.
  public static func due(
    at instant: Instant, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [OfferID] {
    try await session.query(
      """
      SELECT id FROM offer WHERE step_at <= \(instant.bound) ORDER BY step_at, id LIMIT \(limit)
      """
    ).map { row throws(PostgresError) in OfferID(try row.uuid(0)) }
  }

  /// How many offers each institution got since an instant.
  public static func counts(
    of institutions: [String], since instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> [String: Int] {
    var counts: [String: Int] = [:]
    for row in try await session.query(
      """
      SELECT institution, count(*) FROM offer
      WHERE institution = ANY(\(institutions)) AND created_at >= \(instant.bound) GROUP BY 1
      """)
    {
      counts[try row.text(0)] = Int(try row.int64(1))
    }
    return counts
  }

  // MARK: Pauses

  public static func insert(
    _ pause: OfferPauseRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO offer_pause (id, offer_id, first_day, last_day, reason, set_at, set_by)
      VALUES (\(pause.id.uuid), \(pause.offer.uuid), \(pause.first.bound), \(pause.last.bound),
        \(pause.reason), \(pause.setAt.bound), \(pause.setBy))
      """)
  }

  /// The pauses of an offer, oldest first.
  public static func pauses(
    of offer: OfferID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [OfferPauseRecord] {
    try await session.query(
      """
      SELECT id, first_day, last_day, reason, set_at, set_by FROM offer_pause
      WHERE offer_id = \(offer.uuid) ORDER BY id
      """
    ).map { row throws(PostgresError) in
      OfferPauseRecord(
        id: OfferPauseID(try row.uuid(0)), offer: offer, first: try row.day(1),
        last: try row.day(2), reason: try row.text(3), setAt: try row.instant(4),
        setBy: try row.text(5))
    }
  }
}
