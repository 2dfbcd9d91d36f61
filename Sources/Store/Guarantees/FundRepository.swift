import Domain
import Foundation
import Postgres

/// A fund of a government, as it stands.
public struct FundRecord: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Pays the government's share of compensated losses (代偿补偿).
    case compensation
    /// Pays shares of what guarantors bear (贷款风险补偿).
    case loanRiskPool = "loan_risk_pool"
    /// Lends until a renewal is paid out (续贷过桥).
    case bridge
  }

  public var code: String
  public var kind: Kind
  public var name: String
  public var region: String
  /// What it has; of this what is held; what it paid for losses. Counted by the database.
  public var balanceFen: Int64
  public var heldFen: Int64
  public var paidFen: Int64
  /// What it pays for losses at most over all time.
  public var capFen: Int64?
  /// What of a bridge fund is lent.
  public var outFen: Int64
  /// Code of the terms that a pool pays by, or a bridge fund lends by.
  public var terms: String?
  public var version: Int
  public var updatedAt: Instant
  public var updatedBy: String

  public init(
    code: String, kind: Kind, name: String, region: String, balanceFen: Int64 = 0,
    heldFen: Int64 = 0, paidFen: Int64 = 0, outFen: Int64 = 0, capFen: Int64?,
    terms: String? = nil, version: Int = 1, updatedAt: Instant, updatedBy: String
  ) {
    self.code = code
    self.kind = kind
    self.name = name
    self.region = region
    self.balanceFen = balanceFen
    self.heldFen = heldFen
    self.paidFen = paidFen
    self.capFen = capFen
    self.terms = terms
    self.outFen = outFen
    self.version = version
    self.updatedAt = updatedAt
    self.updatedBy = updatedBy
  }

  /// What may still be held.
  public var availableFen: Int64 {
    let free = balanceFen - heldFen
    return max(0, capFen.map { min(free, $0 - paidFen - heldFen) } ?? free)
  }
}

/// One movement of a fund; never changed.
public struct FundEntry: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case endow
    case hold
    case release
    case pay
    case recover
    case lend
    case repay
    /// What a bridge costs.
    case fee
    case writeOff = "write_off"
  }

  public var id: FundEntryID
  public var fund: String
  public var kind: Kind
  public var amountFen: Int64
  /// What it was for: a guarantee, a loan that nobody guarantees, or a bridge.
  public var guarantee: GuaranteeID?
  public var offer: OfferID?
  public var bridge: BridgeID?
  /// Number of the order or of the payment.
  public var reference: String?
  public var madeAt: Instant
  public var madeBy: String

  public init(
    id: FundEntryID, fund: String, kind: Kind, amountFen: Int64, guarantee: GuaranteeID? = nil,
    offer: OfferID? = nil, bridge: BridgeID? = nil, reference: String?, madeAt: Instant,
    madeBy: String
  ) {
    self.id = id
    self.fund = fund
    self.kind = kind
    self.amountFen = amountFen
    self.guarantee = guarantee
    self.offer = offer
    self.bridge = bridge
    self.reference = reference
    self.madeAt = madeAt
    self.madeBy = madeBy
  }
}

/// What a pool paid for one guarantee, and what of it came back to the pool.
public struct PoolShareRecord: Sendable, Hashable {
  public var fund: String
  public var paidFen: Int64
  public var returnedFen: Int64
}

/// Funds and their movements. The balance is counted by the database, which refuses what is not there.
public enum FundRepository {
  private static let columns: Statement = """
    SELECT code, kind, name, region, balance_fen, held_fen, paid_fen, cap_fen, terms,
      version, updated_at, updated_by, out_fen FROM fund
    """

  private static func record(_ row: Row) throws(PostgresError) -> FundRecord {
    guard let kind = FundRecord.Kind(rawValue: try row.text(1)) else {
      throw PostgresError(kind: .decoding, reason: "the kind of a fund is none of the known ones")
    }
    return FundRecord(
      code: try row.text(0), kind: kind, name: try row.text(2), region: try row.text(3),
      balanceFen: try row.int64(4), heldFen: try row.int64(5), paidFen: try row.int64(6),
      outFen: try row.int64(12),
      capFen: row.isNull(7) ? nil : try row.int64(7), terms: try row.optionalText(8),
      version: Int(try row.int32(9)), updatedAt: try row.instant(10), updatedBy: try row.text(11))
  }

  public static func find(
    _ code: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> FundRecord? {
    try await session.query(columns + " WHERE code = \(code)").first.map(record)
  }

  /// Locks a fund. To be taken after the locks of guarantor and enterprise.
  public static func lock(
    _ code: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> FundRecord? {
    try await session.query(columns + " WHERE code = \(code) FOR NO KEY UPDATE").first.map(record)
  }

  /// In the order of their codes.
  public static func list(
    limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [FundRecord] {
    try await session.query(columns + " ORDER BY code LIMIT \(limit)").map(record)
  }

  /// Writes what a fund is, which may be new; its balance only entries change.
  ///
  /// - Returns: its version, the next one of what is there; nil when another kind of fund is there, which
  ///   stays: of two who write it first, one is the second.
  /// - Throws: a check violation of `fund_cap` when more is paid or held than the new cap.
  @discardableResult
  public static func save(
    _ fund: FundRecord, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int? {
    try await session.query(
      """
      INSERT INTO fund AS t (code, kind, name, region, cap_fen, terms, version, updated_at,
        updated_by)
      VALUES (\(fund.code), \(fund.kind.rawValue), \(fund.name), \(fund.region), \(fund.capFen),
        \(fund.terms as String?), 1, \(fund.updatedAt.bound), \(fund.updatedBy))
      ON CONFLICT (code) DO UPDATE SET name = excluded.name, region = excluded.region,
        cap_fen = excluded.cap_fen, terms = excluded.terms, version = t.version + 1,
        updated_at = excluded.updated_at, updated_by = excluded.updated_by
      WHERE t.kind = excluded.kind
      RETURNING version
      """
    ).first.map { row throws(PostgresError) in Int(try row.int32(0)) }
  }

  /// Appends a movement, which changes the balance.
  ///
  /// - Throws: a check violation of `fund_room` or `fund_cap` when it is not there.
  public static func append(
    _ entry: FundEntry, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO fund_entry (id, fund, kind, amount_fen, guarantee_id, offer_id, bridge_id,
        reference, made_at, made_by)
      VALUES (\(entry.id.uuid), \(entry.fund), \(entry.kind.rawValue), \(entry.amountFen),
        \(entry.guarantee?.uuid), \(entry.offer?.uuid), \(entry.bridge?.uuid),
        \(entry.reference as String?), \(entry.madeAt.bound), \(entry.madeBy))
      """)
  }

  /// Whether a fund has paid for a guarantee or a loan, and what all pools paid for it.
  public static func paid(
    for guarantee: GuaranteeID?, or offer: OfferID?, by fund: String,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> (hasPaid: Bool, byPoolsFen: Int64) {
    let row = try await session.queryOne(
      """
      SELECT coalesce(bool_or(e.fund = \(fund)), false),
        coalesce(sum(e.amount_fen) FILTER (WHERE f.kind = 'loan_risk_pool'), 0)::bigint
      FROM fund_entry e JOIN fund f ON f.code = e.fund
      WHERE e.kind = 'pay'
        AND (e.guarantee_id = \(guarantee?.uuid) OR e.offer_id = \(offer?.uuid))
      """)
    return (try row.decode(0, as: Bool.self), try row.int64(1))
  }

  /// Whether a pool has paid a bank for a loan of a need as for one that nobody guarantees.
  public static func hasPaidUnguaranteed(
    of need: NeedID, by bank: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> Bool {
    try await session.queryOne(
      """
      SELECT EXISTS (
        SELECT FROM offer o JOIN fund_entry e ON e.offer_id = o.id AND e.kind = 'pay'
        WHERE o.need_id = \(need.uuid) AND o.institution = \(bank))
      """
    ).decode(0, as: Bool.self)
  }

  /// What pools paid for a guarantee and had back of it, in the order of their codes. Written under the
  /// locks of guarantor and enterprise.
  public static func paidByPools(
    for guarantee: GuaranteeID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [PoolShareRecord] {
    try await session.query(
      """
      SELECT e.fund, coalesce(sum(e.amount_fen) FILTER (WHERE e.kind = 'pay'), 0)::bigint,
        coalesce(sum(e.amount_fen) FILTER (WHERE e.kind = 'recover'), 0)::bigint
      FROM fund_entry e JOIN fund f ON f.code = e.fund AND f.kind = 'loan_risk_pool'
      WHERE e.guarantee_id = \(guarantee.uuid) GROUP BY e.fund ORDER BY e.fund
      """
    ).map { row throws(PostgresError) in
      PoolShareRecord(
        fund: try row.text(0), paidFen: try row.int64(1), returnedFen: try row.int64(2))
    }
  }

  /// The last movements of a fund, newest first.
  public static func entries(
    of fund: String, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [FundEntry] {
    var statement: Statement = """
      SELECT id, fund, kind, amount_fen, guarantee_id, offer_id, reference, made_at, made_by,
        bridge_id
      FROM fund_entry
      WHERE fund = \(fund)
      """
    if let after { statement = statement + " AND id < \(after)" }
    return try await session.query(statement + " ORDER BY id DESC LIMIT \(limit)").map(entry)
  }

  private static func entry(_ row: Row) throws(PostgresError) -> FundEntry {
    guard let kind = FundEntry.Kind(rawValue: try row.text(2)) else {
      throw PostgresError(
        kind: .decoding, reason: "the kind of a movement is none of the known ones")
    }
    return FundEntry(
      id: FundEntryID(try row.uuid(0)), fund: try row.text(1), kind: kind,
      amountFen: try row.int64(3), guarantee: row.isNull(4) ? nil : GuaranteeID(try row.uuid(4)),
      offer: row.isNull(5) ? nil : OfferID(try row.uuid(5)),
      bridge: row.isNull(9) ? nil : BridgeID(try row.uuid(9)), reference: try row.optionalText(6),
      madeAt: try row.instant(7), madeBy: try row.text(8))
  }
}
