import Domain
import Foundation
import Postgres

/// Receivables and their steps. Written under the seller's lock.
public enum ReceivableRepository {
  private static let columns: Statement = """
    SELECT r.id, r.enterprise_id, r.debtor_id, r.state, r.version, r.version_digest, r.held_for,
      r.resembles, r.reviewed_at, r.reviewed_by, r.requested_at, r.confirm_due_on, r.confirmed_fen,
      r.confirmed_at, r.confirmed_by, r.disputed_for, r.note, r.funder, r.funder_way, r.began_at,
      r.due_at, r.next_step, r.step_at, r.created_at, r.created_by, r.updated_at,
      r.invoice_code, r.invoice_number, r.contract, r.gross_fen, r.vat_fen, r.invoiced_on, r.due_on,
      r.signed_on, r.delivered_on, r.acceptance_ends_on, r.accepted_on, r.agreed_days,
      r.agreed_interest_ppm, r.payer_kind, r.seller_size, r.debtor_size, r.flags, r.is_related
    FROM receivable r
    """

  private static func record(_ row: Row) throws(PostgresError) -> ReceivableRecord {
    var record = ReceivableRecord(
      id: ReceivableID(try row.uuid(0)), seller: EnterpriseID(try row.uuid(1)),
      debtor: EnterpriseID(try row.uuid(2)), terms: try terms(row), state: try row.text(3),
      digest: Digest(bytes: try row.decode(5, as: [UInt8].self)), at: try row.instant(23),
      by: try row.text(24))
    record.version = Int(try row.int32(4))
    record.heldFor = try row.decode(6, as: [String].self)
    record.resembles = try row.decode(7, as: [UUID].self).map { ReceivableID($0) }
    if let at = try row.optionalInstant(8) {
      record.review = ReceivableReview(at: at, by: try row.text(9))
    }
    if let at = try row.optionalInstant(10) {
      record.request = ConfirmationRequest(at: at, dueOn: try row.day(11))
    }
    if let at = try row.optionalInstant(13) {
      record.confirmation = ReceivableConfirmation(
        fen: try row.int64(12), at: at, by: try row.text(14))
    }
    record.disputedFor = try row.optionalText(15)
    record.note = try row.optionalText(16)
    if let institution = try row.optionalText(17) {
      record.funding = ReceivableFunding(
        institution: institution, way: try FinancingRepository.way(row.text(18)))
    }
    record.beganAt = try row.instant(19)
    record.dueAt = try row.optionalInstant(20)
    record.nextStep = Int(try row.int32(21))
    record.stepAt = try row.optionalInstant(22)
    record.updatedAt = try row.instant(25)
    return record
  }

  private static func terms(_ row: Row) throws(PostgresError) -> ReceivableTerms {
    guard let gross = Fen(try row.int64(29)), let vat = Fen(try row.int64(30)) else {
      throw PostgresError(kind: .decoding, reason: "the amount of a receivable is out of range")
    }
    return ReceivableTerms(
      invoiceCode: try row.optionalText(26), invoiceNumber: try row.text(27),
      contract: try row.optionalText(28), gross: gross, vat: vat, invoicedOn: try row.day(31),
      dueOn: try row.day(32), signedOn: try row.optionalDay(33),
      deliveredOn: try row.optionalDay(34), acceptanceEndsOn: try row.optionalDay(35),
      acceptedOn: try row.optionalDay(36), agreedDays: try number(row, 37),
      agreedInterestPPM: try number(row, 38), payerKind: try row.text(39),
      sellerSize: try row.optionalText(40).flatMap(EnterpriseSize.init(rawValue:)),
      debtorSize: try row.optionalText(41).flatMap(EnterpriseSize.init(rawValue:)),
      flags: try row.decode(42, as: [String].self),
      isRelated: row.isNull(43) ? nil : try row.decode(43, as: Bool.self))
  }

  private static func number(_ row: Row, _ column: Int) throws(PostgresError) -> Int? {
    row.isNull(column) ? nil : Int(try row.int32(column))
  }

  /// Inserts a receivable with its first step.
  public static func insert(
    _ receivable: ReceivableRecord, _ step: ReceivableStep, _ session: any PostgresSession
  ) async throws(PostgresError) {
    let terms = receivable.terms
    try await session.pipeline([
      """
      INSERT INTO receivable (id, enterprise_id, debtor_id, state, version, invoice_code,
        invoice_number, contract, gross_fen, vat_fen, invoiced_on, due_on, signed_on, delivered_on,
        acceptance_ends_on, accepted_on, agreed_days, agreed_interest_ppm, payer_kind, seller_size,
        debtor_size, flags, is_related, held_for, resembles, version_digest, began_at, due_at,
        next_step, step_at, created_at, created_by, updated_at)
      VALUES (\(receivable.id.uuid), \(receivable.seller.uuid), \(receivable.debtor.uuid),
        \(receivable.state), \(receivable.version), \(terms.invoiceCode as String?),
        \(terms.invoiceNumber), \(terms.contract as String?), \(terms.gross.value),
        \(terms.vat.value), \(terms.invoicedOn.bound), \(terms.dueOn.bound),
        \(terms.signedOn?.bound), \(terms.deliveredOn?.bound), \(terms.acceptanceEndsOn?.bound),
        \(terms.acceptedOn?.bound), \(terms.agreedDays.map { Int32($0) }),
        \(terms.agreedInterestPPM.map { Int32($0) }), \(terms.payerKind),
        \(terms.sellerSize?.rawValue as String?), \(terms.debtorSize?.rawValue as String?),
        \(terms.flags), \(terms.isRelated as Bool?), \(receivable.heldFor),
        \(receivable.resembles.map(\.uuid)), \(receivable.digest.bytes), \(receivable.beganAt.bound),
        \(receivable.dueAt?.bound), \(receivable.nextStep), \(receivable.stepAt?.bound),
        \(receivable.createdAt.bound), \(receivable.createdBy), \(receivable.updatedAt.bound))
      """, appending(step, to: receivable.id),
    ])
  }

  /// Writes the next step of a receivable and what stands after it; what its invoice says stays.
  public static func advance(
    _ receivable: ReceivableRecord, _ step: ReceivableStep, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline([appending(step, to: receivable.id), saving(receivable)])
  }

  /// The same with what its invoice says.
  public static func amend(
    _ receivable: ReceivableRecord, _ step: ReceivableStep, _ session: any PostgresSession
  ) async throws(PostgresError) {
    let terms = receivable.terms
    try await session.pipeline([
      appending(step, to: receivable.id), saving(receivable),
      """
      UPDATE receivable SET invoice_code = \(terms.invoiceCode as String?),
        invoice_number = \(terms.invoiceNumber), contract = \(terms.contract as String?),
        gross_fen = \(terms.gross.value), vat_fen = \(terms.vat.value),
        invoiced_on = \(terms.invoicedOn.bound), due_on = \(terms.dueOn.bound),
        signed_on = \(terms.signedOn?.bound), delivered_on = \(terms.deliveredOn?.bound),
        acceptance_ends_on = \(terms.acceptanceEndsOn?.bound),
        accepted_on = \(terms.acceptedOn?.bound),
        agreed_days = \(terms.agreedDays.map { Int32($0) }),
        agreed_interest_ppm = \(terms.agreedInterestPPM.map { Int32($0) }),
        payer_kind = \(terms.payerKind), seller_size = \(terms.sellerSize?.rawValue as String?),
        debtor_size = \(terms.debtorSize?.rawValue as String?), flags = \(terms.flags),
        is_related = \(terms.isRelated as Bool?), version_digest = \(receivable.digest.bytes)
      WHERE id = \(receivable.id.uuid)
      """,
    ])
  }

  /// Writes what of a receivable changes without a step: how far its escalation is.
  public static func save(
    _ receivable: ReceivableRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(saving(receivable))
  }

  private static func saving(_ receivable: ReceivableRecord) -> Statement {
    """
    UPDATE receivable SET state = \(receivable.state), version = \(receivable.version),
      held_for = \(receivable.heldFor), resembles = \(receivable.resembles.map(\.uuid)),
      reviewed_at = \(receivable.review?.at.bound),
      reviewed_by = \(receivable.review?.by as String?),
      requested_at = \(receivable.request?.at.bound),
      confirm_due_on = \(receivable.request?.dueOn.bound),
      confirmed_fen = \(receivable.confirmation?.fen),
      confirmed_at = \(receivable.confirmation?.at.bound),
      confirmed_by = \(receivable.confirmation?.by as String?),
      disputed_for = \(receivable.disputedFor as String?), note = \(receivable.note as String?),
      funder = \(receivable.funding?.institution as String?),
      funder_way = \(receivable.funding?.way.rawValue as String?),
      began_at = \(receivable.beganAt.bound), due_at = \(receivable.dueAt?.bound),
      next_step = \(receivable.nextStep), step_at = \(receivable.stepAt?.bound),
      updated_at = \(receivable.updatedAt.bound)
    WHERE id = \(receivable.id.uuid)
    """
  }

  private static func appending(_ step: ReceivableStep, to receivable: ReceivableID) -> Statement {
    """
    INSERT INTO receivable_step (receivable_id, version, from_state, state, verb, actor, actor_role,
      version_digest, taken_at)
    VALUES (\(receivable.uuid), \(step.version), \(step.from as String?), \(step.state),
      \(step.verb), \(step.actor), \(step.role), \(step.digest.bytes), \(step.takenAt.bound))
    """
  }

  // MARK: Reads

  public static func find(
    _ id: ReceivableID, _ session: any PostgresSession
  ) async throws(PostgresError) -> ReceivableRecord? {
    try await session.query(columns + " WHERE r.id = \(id.uuid)").first.map(record)
  }

  /// Many in one read, in the order of their identifiers.
  public static func find(
    _ ids: [ReceivableID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [ReceivableRecord] {
    guard !ids.isEmpty else { return [] }
    return try await session.query(
      columns + " WHERE r.id = ANY(\(ids.map(\.uuid))) ORDER BY r.id"
    ).map(record)
  }

  /// Locks some and reads them under the lock, in the order of their identifiers.
  public static func lock(
    _ ids: [ReceivableID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [ReceivableRecord] {
    guard !ids.isEmpty else { return [] }
    return try await session.query(
      columns + " WHERE r.id = ANY(\(ids.map(\.uuid))) ORDER BY r.id FOR NO KEY UPDATE"
    ).map(record)
  }

  /// What a list of receivables is cut to.
  public struct Filter: Sendable {
    public var state: String?
    /// As seller or as debtor.
    public var party: EnterpriseID?
    public var seller: EnterpriseID?
    public var debtor: EnterpriseID?
    public var funder: String?
    /// Those that wait for a person to look at them.
    public var isHeld = false
    /// Of sellers there.
    public var regionPrefix: String?

    public init() {}
  }

  /// Newest first.
  public static func list(
    _ filter: Filter, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ReceivableRecord] {
    var statement = columns
    if let prefix = filter.regionPrefix {
      statement =
        statement
        + " JOIN enterprise e ON e.id = r.enterprise_id AND e.region ^@ \(prefix)"
    }
    statement = statement + " WHERE true"
    if let state = filter.state { statement = statement + " AND r.state = \(state)" }
    if let id = filter.party {
      statement =
        statement + " AND (r.enterprise_id = \(id.uuid) OR r.debtor_id = \(id.uuid))"
    }
    if let id = filter.seller { statement = statement + " AND r.enterprise_id = \(id.uuid)" }
    if let id = filter.debtor { statement = statement + " AND r.debtor_id = \(id.uuid)" }
    if let code = filter.funder { statement = statement + " AND r.funder = \(code)" }
    if filter.isHeld {
      statement = statement + " AND r.held_for <> '{}' AND r.reviewed_at IS NULL"
    }
    if let after { statement = statement + " AND r.id < \(after)" }
    return try await session.query(statement + " ORDER BY r.id DESC LIMIT \(limit)").map(record)
  }

  /// Those of a seller that are not over, oldest first; what counts for its borrowing base.
  public static func open(
    seller: EnterpriseID, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ReceivableRecord] {
    try await session.query(
      columns
        + """
         WHERE r.state NOT IN ('collected', 'released', 'withdrawn')
          AND r.enterprise_id = \(seller.uuid) ORDER BY r.id LIMIT \(limit)
        """
    ).map(record)
  }

  /// What is owed by receivables that are not over, however many, by the other party and how late it is.
  ///
  /// - Parameters:
  ///   - isDebtor: what the enterprise owes, rather than what it is owed.
  ///   - bounds: days past due up to which each stretch goes, rising; the last one has no end.
  /// - Returns: in the order of the parties, then of the stretches.
  public static func ageing(
    of enterprise: EnterpriseID, isDebtor: Bool, on day: LegalDate, bounds: [Int32],
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [ReceivableAgeing] {
    let (own, other): (Statement, Statement) =
      isDebtor ? ("r.debtor_id", "r.enterprise_id") : ("r.enterprise_id", "r.debtor_id")
    // A stretch begins the day after a bound.
    let starts = bounds.map { Int64($0) + 1 }
    return try await session.query(
      """
      SELECT \(other), width_bucket((\(day.bound)::date - r.due_on)::bigint, \(starts)),
        count(*), sum(r.gross_fen)::bigint
      FROM receivable r
      WHERE \(own) = \(enterprise.uuid) AND r.state NOT IN ('collected', 'released', 'withdrawn')
      GROUP BY 1, 2 ORDER BY 1, 2
      """
    ).map { row throws(PostgresError) in
      ReceivableAgeing(
        party: EnterpriseID(try row.uuid(0)), stretch: Int(try row.int32(1)),
        count: try row.int64(2), fen: try row.int64(3))
    }
  }

  /// How many of a seller are not over; counted no further than `limit`.
  public static func openCount(
    of seller: EnterpriseID, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    Int(
      try await session.queryOne(
        """
        SELECT count(*) FROM (
          SELECT FROM receivable WHERE enterprise_id = \(seller.uuid)
            AND state NOT IN ('collected', 'released', 'withdrawn') LIMIT \(limit)) o
        """
      ).int64(0))
  }

  /// What an enterprise owes others by receivables that are not over, by whom it owes.
  public static func debts(
    of debtor: EnterpriseID, to sellers: [EnterpriseID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID: Int64] {
    guard !sellers.isEmpty else { return [:] }
    var debts: [EnterpriseID: Int64] = [:]
    for row in try await session.query(
      """
      SELECT enterprise_id, sum(gross_fen)::bigint FROM receivable
      WHERE debtor_id = \(debtor.uuid) AND enterprise_id = ANY(\(sellers.map(\.uuid)))
        AND state NOT IN ('collected', 'released', 'withdrawn')
      GROUP BY 1
      """)
    {
      debts[EnterpriseID(try row.uuid(0))] = try row.int64(1)
    }
    return debts
  }

  /// What a seller invoiced since a day, and what of it was credited without money: reversed, or
  /// confirmed for less.
  public static func dilution(
    of seller: EnterpriseID, since day: LegalDate, _ session: any PostgresSession
  ) async throws(PostgresError) -> (sales: Int64, credits: Int64) {
    let row = try await session.queryOne(
      """
      SELECT coalesce(sum(gross_fen), 0)::bigint, coalesce(sum(
        CASE WHEN 'invoice_reversed' = ANY(flags) THEN gross_fen
        ELSE gross_fen - coalesce(confirmed_fen, gross_fen) END), 0)::bigint
      FROM receivable
      WHERE enterprise_id = \(seller.uuid) AND invoiced_on > \(day.bound) AND state <> 'withdrawn'
      """)
    return (try row.int64(0), try row.int64(1))
  }

  /// The steps of a receivable in the order they were taken.
  public static func steps(
    of receivable: ReceivableID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ReceivableStep] {
    try await session.query(
      """
      SELECT version, from_state, state, verb, actor, actor_role, version_digest, taken_at
      FROM receivable_step WHERE receivable_id = \(receivable.uuid) ORDER BY version
      """
    ).map { row throws(PostgresError) in
      ReceivableStep(
        version: Int(try row.int32(0)), from: try row.optionalText(1), state: try row.text(2),
        verb: try row.text(3), actor: try row.text(4), role: try row.text(5),
        digest: Digest(bytes: try row.decode(6, as: [UInt8].self)), takenAt: try row.instant(7))
    }
  }

  /// Receivables with a step of their escalation due, the longest overdue first.
  public static func due(
    at instant: Instant, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ReceivableID] {
    try await session.query(
      """
      SELECT id FROM receivable WHERE step_at <= \(instant.bound) ORDER BY step_at, id LIMIT \(limit)
      """
    ).map { row throws(PostgresError) in ReceivableID(try row.uuid(0)) }
  }
}
