import Domain

/// Why an enterprise is erased (个人信息保护法 第四十七条).
public enum ErasureBasis: String, Sendable, Hashable, CaseIterable {
  case request
  case consentWithdrawn = "consent_withdrawn"
  /// What the data were for is reached, or cannot be.
  case purposeEnded = "purpose_ended"
  case unlawful
}

public enum ErasureState: String, Sendable, Hashable, CaseIterable {
  /// Until the end of a legal period the data are only kept.
  case held
  case done
}

/// The erasure of one enterprise.
public struct ErasureRecord: Sendable, Hashable {
  /// A legal period that it waits for.
  public struct Hold: Sendable, Hashable {
    /// Its last day.
    public var until: LegalDate
    /// The record of the retention table that it is of.
    public var record: String

    public init(until: LegalDate, record: String) {
      self.until = until
      self.record = record
    }
  }

  public var id: ErasureID
  public var enterprise: EnterpriseID
  public var requestedAt: Instant
  public var requestedBy: String
  public var basis: ErasureBasis
  /// Number of the request.
  public var reference: String?
  public var state: ErasureState
  /// Also after it is done.
  public var hold: Hold?
  public var doneAt: Instant?
  /// How much of what was tombstoned; empty while it is held.
  public var counts: [String: Int64]

  public init(
    id: ErasureID, enterprise: EnterpriseID, requestedAt: Instant, requestedBy: String,
    basis: ErasureBasis, reference: String?, state: ErasureState, hold: Hold? = nil,
    doneAt: Instant? = nil, counts: [String: Int64] = [:]
  ) {
    self.id = id
    self.enterprise = enterprise
    self.requestedAt = requestedAt
    self.requestedBy = requestedBy
    self.basis = basis
    self.reference = reference
    self.state = state
    self.hold = hold
    self.doneAt = doneAt
    self.counts = counts
  }
}
