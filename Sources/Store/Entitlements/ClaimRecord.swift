import Domain

/// One claim as it stands.
public struct ClaimRecord: Sendable, Hashable {
  public var id: ClaimID
  public var enterprise: EnterpriseID
  /// Where the enterprise was on the day of the claim: says who pays, and who of those who oversee sees it.
  public var region: String
  public var event: AwardEventID
  public var clause: String
  /// First day of the version of the clause that it goes by.
  public var clauseFrom: LegalDate
  /// The contract it is for; nil for what is of the enterprise itself.
  public var contract: String?
  public var family: String?
  public var ladder: String?
  /// Nil while the text says no number and the authority has not said one either.
  public var amountFen: Int64?
  /// Whether the authority fixes the amount, at most this one.
  public var isCeiling: Bool
  public var state: String
  /// Counts the steps; the ETag.
  public var version: Int
  public var opensOn: LegalDate
  public var closesOn: LegalDate?
  public var claimedOn: LegalDate
  /// Until when it should leave its state.
  public var dueAt: Instant?
  public var paidOn: LegalDate?
  public var clawedBackFen: Int64?
  public var clawedBackOn: LegalDate?
  /// Why it was rejected or clawed back.
  public var reason: String?
  /// The words of the enterprise.
  public var note: String?
  /// Those of the authority.
  public var decisionNote: String?
  public var createdAt: Instant
  public var updatedAt: Instant

  /// Whether it stands in the way of another claim for the same: under way, paid, or only partly clawed back.
  public var counts: Bool {
    switch state {
    case "submitted", "accepted", "passed", "paid": true
    case "clawed_back": (clawedBackFen ?? 0) < (amountFen ?? 0)
    default: false
    }
  }

  /// A new one in its first state.
  public init(
    id: ClaimID, enterprise: EnterpriseID, region: String, event: AwardEventID, clause: String,
    clauseFrom: LegalDate, contract: String?, family: String?, ladder: String?, amountFen: Int64?,
    isCeiling: Bool, state: String, opensOn: LegalDate, closesOn: LegalDate?,
    claimedOn: LegalDate, at instant: Instant
  ) {
    self.id = id
    self.enterprise = enterprise
    self.region = region
    self.event = event
    self.clause = clause
    self.clauseFrom = clauseFrom
    self.contract = contract
    self.family = family
    self.ladder = ladder
    self.amountFen = amountFen
    self.isCeiling = isCeiling
    self.state = state
    version = 1
    self.opensOn = opensOn
    self.closesOn = closesOn
    self.claimedOn = claimedOn
    createdAt = instant
    updatedAt = instant
  }
}

/// One step of a claim, kept as it was taken.
public struct ClaimStep: Sendable, Hashable {
  public var version: Int
  /// Nil for the first.
  public var from: String?
  public var state: String
  public var verb: String
  public var actor: String
  /// As whom it was taken.
  public var role: String
  public var takenAt: Instant

  public init(
    version: Int, from: String?, state: String, verb: String, actor: String, role: String,
    takenAt: Instant
  ) {
    self.version = version
    self.from = from
    self.state = state
    self.verb = verb
    self.actor = actor
    self.role = role
    self.takenAt = takenAt
  }
}

/// What one level of government bears of a claim.
public struct ClaimPart: Sendable, Hashable {
  /// Also holds the reservation of the budget.
  public var id: ClaimPartID
  public var level: String
  public var region: String
  public var fen: Int64
  /// The code of the budget it is paid from.
  public var budget: String
  public var paidOn: LegalDate?
  /// Number of the payment.
  public var voucher: String?
  /// What of it came back.
  public var clawedBackFen: Int64 = 0
  /// What of that went into the budget again; the rest is income of the treasury.
  public var returnedFen: Int64 = 0

  public init(id: ClaimPartID, level: String, region: String, fen: Int64, budget: String) {
    self.id = id
    self.level = level
    self.region = region
    self.fen = fen
    self.budget = budget
  }
}

/// A paper that came with a claim.
public struct ClaimDocument: Sendable, Hashable {
  /// As the clause names it.
  public var kind: String
  public var proof: DocumentProof

  public init(kind: String, proof: DocumentProof) {
    self.kind = kind
    self.proof = proof
  }
}
