import Domain
import Foundation
import Postgres

/// One bridge as it stands.
public struct BridgeRecord: Sendable, Hashable {
  public var id: BridgeID
  public var enterprise: EnterpriseID
  public var fund: String
  /// First day of the fund's terms that it goes by.
  public var termsFrom: LegalDate
  /// Whose loan is paid off, and when it falls due.
  public var lender: String
  public var maturesOn: LegalDate
  public var amountFen: Int64
  public var commitmentFen: Int64
  public var startsOn: LegalDate
  public var repaysOn: LegalDate
  public var lprPpm: Int
  public var state: String
  /// Counts the steps; the ETag.
  public var version: Int
  public var lentOn: LegalDate?
  public var repaidOn: LegalDate?
  public var feeFen: Int64?
  public var dueAt: Instant?
  /// When the service takes the next step by itself.
  public var stepAt: Instant?
  public var createdAt: Instant
  public var updatedAt: Instant

  /// A new one in its first state.
  public init(
    id: BridgeID, enterprise: EnterpriseID, fund: String, termsFrom: LegalDate, lender: String,
    maturesOn: LegalDate, amountFen: Int64, commitmentFen: Int64, startsOn: LegalDate,
    repaysOn: LegalDate, lprPpm: Int, state: String, at instant: Instant
  ) {
    self.id = id
    self.enterprise = enterprise
    self.fund = fund
    self.termsFrom = termsFrom
    self.lender = lender
    self.maturesOn = maturesOn
    self.amountFen = amountFen
    self.commitmentFen = commitmentFen
    self.startsOn = startsOn
    self.repaysOn = repaysOn
    self.lprPpm = lprPpm
    self.state = state
    version = 1
    createdAt = instant
    updatedAt = instant
  }
}

/// One step of a bridge, kept as it was taken.
public struct BridgeStep: Sendable, Hashable {
  public var version: Int
  /// Nil for the first.
  public var from: String?
  public var state: String
  public var verb: String
  public var actor: String
  public var takenAt: Instant

  public init(
    version: Int, from: String?, state: String, verb: String, actor: String, takenAt: Instant
  ) {
    self.version = version
    self.from = from
    self.state = state
    self.verb = verb
    self.actor = actor
    self.takenAt = takenAt
  }
}

/// A loan that falls due.
public struct MaturingLoan: Sendable, Hashable {
  /// By what it is known.
  public enum Source: Sendable, Hashable {
    case guarantee(GuaranteeID)
    /// One that nobody guarantees.
    case offer(OfferID)
  }

  public var source: Source
  public var need: NeedID
  public var enterprise: EnterpriseID
  /// Where the enterprise is.
  public var region: String
  public var bank: String
  public var productCode: String
  public var principalFen: Int64
  public var maturesOn: LegalDate
}

/// Bridges and what they are for. Written under the locks of enterprise and fund, in this order.
public enum BridgeRepository {
  private static let columns: Statement = """
    SELECT b.id, b.enterprise_id, b.fund, b.terms_from, b.lender, b.matures_on, b.amount_fen,
      b.commitment_fen, b.starts_on, b.repays_on, b.lpr_ppm, b.state, b.version, b.lent_on,
      b.repaid_on, b.fee_fen, b.due_at, b.step_at, b.created_at, b.updated_at
    FROM bridge_loan b
    """

  private static func record(_ row: Row) throws(PostgresError) -> BridgeRecord {
    var bridge = BridgeRecord(
      id: BridgeID(try row.uuid(0)), enterprise: EnterpriseID(try row.uuid(1)),
      fund: try row.text(2), termsFrom: try row.day(3), lender: try row.text(4),
      maturesOn: try row.day(5), amountFen: try row.int64(6), commitmentFen: try row.int64(7),
      startsOn: try row.day(8), repaysOn: try row.day(9), lprPpm: Int(try row.int32(10)),
      state: try row.text(11), at: try row.instant(18))
    bridge.version = Int(try row.int32(12))
    bridge.lentOn = try row.optionalDay(13)
    bridge.repaidOn = try row.optionalDay(14)
    bridge.feeFen = row.isNull(15) ? nil : try row.int64(15)
    bridge.dueAt = try row.optionalInstant(16)
    bridge.stepAt = try row.optionalInstant(17)
    bridge.updatedAt = try row.instant(19)
    return bridge
  }

  public static func insert(
    _ bridge: BridgeRecord, _ step: BridgeStep, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline([
      """
      INSERT INTO bridge_loan (id, enterprise_id, fund, terms_from, lender, matures_on, amount_fen,
        commitment_fen, starts_on, repays_on, lpr_ppm, state, version, due_at, step_at, created_at,
        updated_at)
      VALUES (\(bridge.id.uuid), \(bridge.enterprise.uuid), \(bridge.fund),
        \(bridge.termsFrom.bound), \(bridge.lender), \(bridge.maturesOn.bound),
        \(bridge.amountFen), \(bridge.commitmentFen), \(bridge.startsOn.bound),
        \(bridge.repaysOn.bound), \(bridge.lprPpm), \(bridge.state), \(bridge.version),
        \(bridge.dueAt?.bound), \(bridge.stepAt?.bound), \(bridge.createdAt.bound),
        \(bridge.updatedAt.bound))
      """, appending(step, to: bridge.id),
    ])
  }

  /// Writes the next step of a bridge and what stands after it.
  public static func advance(
    _ bridge: BridgeRecord, _ step: BridgeStep, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline([
      appending(step, to: bridge.id),
      """
      UPDATE bridge_loan SET state = \(bridge.state), version = \(bridge.version),
        lent_on = \(bridge.lentOn?.bound), repaid_on = \(bridge.repaidOn?.bound),
        fee_fen = \(bridge.feeFen), due_at = \(bridge.dueAt?.bound),
        step_at = \(bridge.stepAt?.bound), updated_at = \(bridge.updatedAt.bound)
      WHERE id = \(bridge.id.uuid)
      """,
    ])
  }

  private static func appending(_ step: BridgeStep, to bridge: BridgeID) -> Statement {
    """
    INSERT INTO bridge_step (bridge_id, version, from_state, state, verb, actor, taken_at)
    VALUES (\(bridge.uuid), \(step.version), \(step.from as String?), \(step.state),
      \(step.verb), \(step.actor), \(step.takenAt.bound))
    """
  }

  public static func find(
    _ id: BridgeID, _ session: any PostgresSession
  ) async throws(PostgresError) -> BridgeRecord? {
    try await session.query(columns + " WHERE b.id = \(id.uuid)").first.map(record)
  }

  /// Whether an enterprise has a bridge for a lender that is not over.
  public static func hasLive(
    _ enterprise: EnterpriseID, lender: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> Bool {
    try await session.queryOne(
      """
      SELECT EXISTS (SELECT FROM bridge_loan WHERE enterprise_id = \(enterprise.uuid)
        AND lender = \(lender) AND state IN ('reserved', 'lent'))
      """
    ).decode(0, as: Bool.self)
  }

  /// Newest first.
  public static func list(
    enterprise: EnterpriseID?, regionPrefix: String?, after: UUID?, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [BridgeRecord] {
    var statement = columns
    if let regionPrefix {
      statement =
        statement
        + " JOIN enterprise e ON e.id = b.enterprise_id AND e.region ^@ \(regionPrefix)"
    }
    statement = statement + " WHERE true"
    if let enterprise { statement = statement + " AND b.enterprise_id = \(enterprise.uuid)" }
    if let after { statement = statement + " AND b.id < \(after)" }
    return try await session.query(statement + " ORDER BY b.id DESC LIMIT \(limit)").map(record)
  }

  /// The steps of a bridge in the order they were taken.
  public static func steps(
    of bridge: BridgeID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [BridgeStep] {
    try await session.query(
      """
      SELECT version, from_state, state, verb, actor, taken_at FROM bridge_step
      WHERE bridge_id = \(bridge.uuid) ORDER BY version
      """
    ).map { row throws(PostgresError) in
      BridgeStep(
        version: Int(try row.int32(0)), from: try row.optionalText(1), state: try row.text(2),
        verb: try row.text(3), actor: try row.text(4), takenAt: try row.instant(5))
    }
  }

  /// Bridges of which the service is to take the next step, the longest overdue first.
  public static func due(
    at instant: Instant, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [BridgeID] {
    try await session.query(
      """
      SELECT id FROM bridge_loan WHERE step_at <= \(instant.bound) ORDER BY step_at, id
      LIMIT \(limit)
      """
    ).map { row throws(PostgresError) in BridgeID(try row.uuid(0)) }
  }

  // MARK: Renewals

  /// Guaranteed loans that fall due on some days, the first ones first.
  public static func maturing(
    from first: LegalDate, through last: LegalDate, enterprise: EnterpriseID?,
    regionPrefix: String?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [MaturingLoan] {
    var statement: Statement = """
      SELECT g.id, g.need_id, g.enterprise_id, e.region, g.bank, g.product_code,
        g.principal_fen - g.repaid_fen, g.matures_on
      FROM guarantee g JOIN enterprise e ON e.id = g.enterprise_id AND e.erased_at IS NULL
      WHERE g.state = 'in_force' AND g.matures_on BETWEEN \(first.bound) AND \(last.bound)
      """
    if let enterprise { statement = statement + " AND g.enterprise_id = \(enterprise.uuid)" }
    if let regionPrefix { statement = statement + " AND e.region ^@ \(regionPrefix)" }
    return try await session.query(statement + " ORDER BY g.matures_on, g.id LIMIT \(limit)").map {
      row throws(PostgresError) in
      MaturingLoan(
        source: .guarantee(GuaranteeID(try row.uuid(0))), need: NeedID(try row.uuid(1)),
        enterprise: EnterpriseID(try row.uuid(2)), region: try row.text(3), bank: try row.text(4),
        productCode: try row.text(5), principalFen: try row.int64(6), maturesOn: try row.day(7))
    }
  }
}
