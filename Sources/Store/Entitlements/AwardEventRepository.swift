import Domain
import Foundation
import Postgres

/// The paper that shows something.
public struct DocumentProof: Sendable, Hashable {
  public var reference: String
  /// SHA-256 of the file.
  public var digest: [UInt8]
  public var issuedOn: LegalDate
  public var issuer: String

  public init(reference: String, digest: [UInt8], issuedOn: LegalDate, issuer: String) {
    self.reference = reference
    self.digest = digest
    self.issuedOn = issuedOn
    self.issuer = issuer
  }
}

/// A title, a stage or a contract for which governments pay.
public struct AwardEventRecord: Sendable, Hashable {
  public enum State: String, Sendable, Hashable, CaseIterable {
    /// The enterprise says so; an operator is to look at it.
    case reported
    case verified
    case refused
  }

  /// What shares are of; nil is not known.
  public struct Bases: Sendable, Hashable {
    public var financedFen: Int64?
    public var interestFen: Int64?
    public var lprInterestFen: Int64?
    public var rentInterestFen: Int64?
    public var feesFen: Int64?

    public init(
      financedFen: Int64? = nil, interestFen: Int64? = nil, lprInterestFen: Int64? = nil,
      rentInterestFen: Int64? = nil, feesFen: Int64? = nil
    ) {
      self.financedFen = financedFen
      self.interestFen = interestFen
      self.lprInterestFen = lprInterestFen
      self.rentInterestFen = rentInterestFen
      self.feesFen = feesFen
    }
  }

  public var id: AwardEventID
  public var enterprise: EnterpriseID
  /// As clauses name what opens a claim.
  public var kind: String
  /// The title or the stage; nil for contracts.
  public var event: String?
  public var contract: String?
  public var occurredOn: LegalDate
  public var tenorMonths: Int?
  public var bases: Bases
  /// What tells it from all others of the enterprise; one that is refused stands in nobody's way.
  public var key: String
  /// Who says so.
  public var source: String
  public var evidence: DocumentProof?
  public var state: State
  /// The ETag.
  public var version: Int
  public var recordedAt: Instant
  public var recordedBy: String
  public var decidedAt: Instant?
  public var decidedBy: String?

  public init(
    id: AwardEventID, enterprise: EnterpriseID, kind: String, event: String?, contract: String?,
    occurredOn: LegalDate, tenorMonths: Int? = nil, bases: Bases = Bases(), key: String,
    source: String, evidence: DocumentProof? = nil, state: State, recordedAt: Instant,
    recordedBy: String
  ) {
    self.id = id
    self.enterprise = enterprise
    self.kind = kind
    self.event = event
    self.contract = contract
    self.occurredOn = occurredOn
    self.tenorMonths = tenorMonths
    self.bases = bases
    self.key = key
    self.source = source
    self.evidence = evidence
    self.state = state
    version = 1
    self.recordedAt = recordedAt
    self.recordedBy = recordedBy
    if state != .reported { (decidedAt, decidedBy) = (recordedAt, recordedBy) }
  }
}

/// What happened to enterprises for which governments pay. Written under the enterprise's lock.
public enum AwardEventRepository {
  private static let columns: Statement = """
    SELECT id, enterprise_id, kind, event, contract, occurred_on, tenor_months, financed_fen,
      interest_fen, lpr_interest_fen, rent_interest_fen, fees_fen, key, source, evidence_reference,
      evidence_digest, evidence_on, evidence_issuer, state, version, recorded_at, recorded_by,
      decided_at, decided_by
    FROM award_event
    """

  private static func record(_ row: Row) throws(PostgresError) -> AwardEventRecord {
    guard let state = AwardEventRecord.State(rawValue: try row.text(18)) else {
      throw PostgresError(
        kind: .decoding, reason: "the state of an award event is none of the known ones")
    }
    func fen(_ column: Int) throws(PostgresError) -> Int64? {
      row.isNull(column) ? nil : try row.int64(column)
    }
    var evidence: DocumentProof?
    if let reference = try row.optionalText(14), let day = try row.optionalDay(16),
      let issuer = try row.optionalText(17)
    {
      evidence = DocumentProof(
        reference: reference, digest: try row.decode(15, as: [UInt8].self), issuedOn: day,
        issuer: issuer)
    }
    var event = AwardEventRecord(
      id: AwardEventID(try row.uuid(0)), enterprise: EnterpriseID(try row.uuid(1)),
      kind: try row.text(2), event: try row.optionalText(3), contract: try row.optionalText(4),
      occurredOn: try row.day(5), tenorMonths: row.isNull(6) ? nil : Int(try row.int32(6)),
      bases: AwardEventRecord.Bases(
        financedFen: try fen(7), interestFen: try fen(8), lprInterestFen: try fen(9),
        rentInterestFen: try fen(10), feesFen: try fen(11)),
      key: try row.text(12), source: try row.text(13), evidence: evidence, state: state,
      recordedAt: try row.instant(20), recordedBy: try row.text(21))
    event.version = Int(try row.int32(19))
    event.decidedAt = try row.optionalInstant(22)
    event.decidedBy = try row.optionalText(23)
    return event
  }

  /// Records an event unless it is there.
  ///
  /// - Returns: whether it was not.
  public static func insert(
    _ event: AwardEventRecord, _ session: any PostgresSession
  ) async throws(PostgresError) -> Bool {
    try await session.execute(
      """
      INSERT INTO award_event (id, enterprise_id, kind, event, contract, occurred_on, tenor_months,
        financed_fen, interest_fen, lpr_interest_fen, rent_interest_fen, fees_fen, key, source,
        evidence_reference, evidence_digest, evidence_on, evidence_issuer, state, version,
        recorded_at, recorded_by, decided_at, decided_by)
      VALUES (\(event.id.uuid), \(event.enterprise.uuid), \(event.kind), \(event.event as String?),
        \(event.contract as String?), \(event.occurredOn.bound), \(event.tenorMonths),
        \(event.bases.financedFen), \(event.bases.interestFen), \(event.bases.lprInterestFen),
        \(event.bases.rentInterestFen), \(event.bases.feesFen), \(event.key), \(event.source),
        \(event.evidence?.reference), \(event.evidence?.digest), \(event.evidence?.issuedOn.bound),
        \(event.evidence?.issuer), \(event.state.rawValue), \(event.version),
        \(event.recordedAt.bound), \(event.recordedBy), \(event.decidedAt?.bound),
        \(event.decidedBy as String?))
      ON CONFLICT (enterprise_id, key) DO NOTHING
      """) == 1
  }

  /// Writes what an operator found of a reported event: its state, what shares are of, and its key.
  public static func decide(
    _ event: AwardEventRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE award_event SET state = \(event.state.rawValue), version = \(event.version),
        key = \(event.key), financed_fen = \(event.bases.financedFen),
        interest_fen = \(event.bases.interestFen), lpr_interest_fen = \(event.bases.lprInterestFen),
        rent_interest_fen = \(event.bases.rentInterestFen), fees_fen = \(event.bases.feesFen),
        decided_at = \(event.decidedAt?.bound), decided_by = \(event.decidedBy as String?)
      WHERE id = \(event.id.uuid)
      """)
  }

  public static func find(
    _ id: AwardEventID, _ session: any PostgresSession
  ) async throws(PostgresError) -> AwardEventRecord? {
    try await session.query(columns + " WHERE id = \(id.uuid)").first.map(record)
  }

  /// The one that is told from all others of an enterprise so.
  public static func find(
    _ key: String, of enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> AwardEventRecord? {
    try await session.query(
      columns + " WHERE enterprise_id = \(enterprise.uuid) AND key = \(key)"
    ).first.map(record)
  }

  /// Of one enterprise, newest first.
  public static func list(
    of enterprise: EnterpriseID, state: AwardEventRecord.State? = nil, after: UUID?, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [AwardEventRecord] {
    var statement = columns + " WHERE enterprise_id = \(enterprise.uuid)"
    if let state { statement = statement + " AND state = \(state.rawValue)" }
    if let after { statement = statement + " AND id < \(after)" }
    return try await session.query(statement + " ORDER BY id DESC LIMIT \(limit)").map(record)
  }
}
