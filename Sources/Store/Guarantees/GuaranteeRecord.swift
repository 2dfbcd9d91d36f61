import Domain

/// One guarantee as it stands.
public struct GuaranteeRecord: Sendable, Hashable {
  /// Who bears how much of a loss.
  public struct Share: Sendable, Hashable {
    public var party: String
    public var ppm: Int
    /// Who that is; nil for those who are no institution here.
    public var institution: String?

    public init(party: String, ppm: Int, institution: String?) {
      self.party = party
      self.ppm = ppm
      self.institution = institution
    }
  }

  public var id: GuaranteeID
  public var need: NeedID
  public var needVersion: Int
  public var enterprise: EnterpriseID
  /// The run that the bundle was made from.
  public var run: RunID
  /// Who pays the bank first.
  public var guarantor: String
  public var reGuarantor: String?
  public var bank: String
  public var productCode: String
  /// The version of the scheme: its code and its first day.
  public var scheme: String
  public var schemeFrom: LegalDate
  /// The fund that pays the government's share.
  public var fund: String?
  public var kind: String
  public var size: String
  public var contract: String
  public var principalFen: Int64
  public var ownPpm: Int
  /// The guarantor's share of what is outstanding, rounded up.
  public var ownFen: Int64
  /// What was repaid of the principal before the end.
  public var repaidFen: Int64
  public var allInPpm: Int64
  public var state: String
  /// Counts the steps; the ETag.
  public var version: Int
  /// Since when it is in its state, and until when it may stay there.
  public var beganAt: Instant
  public var dueAt: Instant?
  /// When the service takes the next step by itself.
  public var stepAt: Instant?
  public var signedOn: LegalDate?
  public var maturesOn: LegalDate?
  public var contractNumber: String?
  public var overdueOn: LegalDate?
  public var claimedFen: Int64?
  public var claimedOn: LegalDate?
  /// The day on which the liability ended after it had been in force.
  public var endedOn: LegalDate?
  public var reason: String?
  public var createdAt: Instant
  public var updatedAt: Instant

  /// A new one in its first state.
  public init(
    id: GuaranteeID, need: NeedID, needVersion: Int, enterprise: EnterpriseID, run: RunID,
    guarantor: String, reGuarantor: String?, bank: String, productCode: String, scheme: String,
    schemeFrom: LegalDate, fund: String?, kind: String, size: String, contract: String,
    principalFen: Int64, ownPpm: Int, ownFen: Int64, allInPpm: Int64, state: String,
    at instant: Instant
  ) {
    self.id = id
    self.need = need
    self.needVersion = needVersion
    self.enterprise = enterprise
    self.run = run
    self.guarantor = guarantor
    self.reGuarantor = reGuarantor
    self.bank = bank
    self.productCode = productCode
    self.scheme = scheme
    self.schemeFrom = schemeFrom
    self.fund = fund
    self.kind = kind
    self.size = size
    self.contract = contract
    self.principalFen = principalFen
    self.ownPpm = ownPpm
    self.ownFen = ownFen
    repaidFen = 0
    self.allInPpm = allInPpm
    self.state = state
    version = 1
    beganAt = instant
    createdAt = instant
    updatedAt = instant
  }

  /// States in which it counts for the guarantor's limits.
  public static let liveStates: Set<String> = [
    "reserved", "in_force", "overdue", "claimed", "reviewing", "refused",
  ]

  public var isLive: Bool { Self.liveStates.contains(state) }

  /// The principal that is not repaid.
  public var outstandingFen: Int64 { principalFen - repaidFen }

  /// The institutions it names, each once.
  public var institutions: [String] {
    var codes: [String] = []
    for code in [guarantor, bank, reGuarantor].compactMap({ $0 }) where !codes.contains(code) {
      codes.append(code)
    }
    return codes
  }
}

/// What a bank was repaid of a guaranteed loan.
public struct GuaranteeRepayment: Sendable, Hashable {
  public var fen: Int64
  public var on: LegalDate

  public init(fen: Int64, on: LegalDate) {
    self.fen = fen
    self.on = on
  }
}

/// One step of a guarantee, kept as it was taken.
public struct GuaranteeStep: Sendable, Hashable {
  public var version: Int
  /// Nil for the first.
  public var from: String?
  public var state: String
  public var verb: String
  public var actor: String
  /// Which side took it: enterprise, guarantor, re_guarantor, bank, operator, service.
  public var side: String
  public var takenAt: Instant
  /// Of the verb `repay`.
  public var repayment: GuaranteeRepayment?

  public init(
    version: Int, from: String?, state: String, verb: String, actor: String, side: String,
    takenAt: Instant, repayment: GuaranteeRepayment? = nil
  ) {
    self.version = version
    self.from = from
    self.state = state
    self.verb = verb
    self.actor = actor
    self.side = side
    self.takenAt = takenAt
    self.repayment = repayment
  }
}

/// What one party bears of a compensated loss.
public struct CompensationPart: Sendable, Hashable {
  public enum State: String, Sendable, Hashable, CaseIterable {
    /// By who pays first, and by the bank: at once.
    case borne
    /// To be claimed.
    case due
    case claimed
    case paid
  }

  public var party: String
  public var borneFen: Int64
  public var returnedFen: Int64
  public var state: State
  public var claimedAt: Instant?
  public var paidOn: LegalDate?

  public init(
    party: String, borneFen: Int64, returnedFen: Int64 = 0, state: State,
    claimedAt: Instant? = nil, paidOn: LegalDate? = nil
  ) {
    self.party = party
    self.borneFen = borneFen
    self.returnedFen = returnedFen
    self.state = state
    self.claimedAt = claimedAt
    self.paidOn = paidOn
  }
}

/// A loss that was compensated.
public struct CompensationRecord: Sendable, Hashable {
  public var guarantee: GuaranteeID
  public var lossFen: Int64
  public var on: LegalDate
  public var createdAt: Instant
  /// In the order of the guarantee's shares.
  public var parts: [CompensationPart]

  public init(
    guarantee: GuaranteeID, lossFen: Int64, on: LegalDate, createdAt: Instant,
    parts: [CompensationPart]
  ) {
    self.guarantee = guarantee
    self.lossFen = lossFen
    self.on = on
    self.createdAt = createdAt
    self.parts = parts
  }
}

/// One round of what came back.
public struct RecoveryRecord: Sendable, Hashable {
  public struct Part: Sendable, Hashable {
    public var party: String
    public var fen: Int64

    public init(party: String, fen: Int64) {
      self.party = party
      self.fen = fen
    }
  }

  /// Rounds of one compensation at most; the database takes no more.
  public static let maximumRounds = 1_000

  public var id: RecoveryID
  public var guarantee: GuaranteeID
  /// Counts the rounds, from 1.
  public var number: Int
  public var grossFen: Int64
  public var costsFen: Int64
  public var on: LegalDate
  public var createdAt: Instant
  public var parts: [Part]

  public init(
    id: RecoveryID, guarantee: GuaranteeID, number: Int, grossFen: Int64, costsFen: Int64,
    on: LegalDate, createdAt: Instant, parts: [Part]
  ) {
    self.id = id
    self.guarantee = guarantee
    self.number = number
    self.grossFen = grossFen
    self.costsFen = costsFen
    self.on = on
    self.createdAt = createdAt
    self.parts = parts
  }
}
