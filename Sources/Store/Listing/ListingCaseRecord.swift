import Domain

/// The way of one enterprise to one board as it stands.
public struct ListingCaseRecord: Sendable, Hashable {
  public var id: ListingCaseID
  public var enterprise: EnterpriseID
  public var board: String
  public var boardVersion: String
  /// The institution that sponsors it.
  public var sponsor: String?
  public var stage: String
  /// The day on which the stage was entered, and that of the last step.
  public var sinceOn: LegalDate
  public var dayOn: LegalDate
  /// The stage that was left, while the case is on hold.
  public var left: String?
  public var channel: String
  /// Steps so far.
  public var seq: Int
  /// Whether it can still go on.
  public var isLive: Bool
  public var beganOn: LegalDate
  /// What its plan is counted back from, and with.
  public var target: LegalDate?
  public var pace: String
  public var options: [String]
  public var rounds: Int?
  /// Counts steps and changes of the target and the sponsor; the ETag.
  public var version: Int
  public var createdAt: Instant
  public var createdBy: String
  public var updatedAt: Instant

  /// Most steps of one case; the last one can only be an end.
  public static let maximumSteps = 500

  /// A new one in the first stage of its board.
  public init(
    id: ListingCaseID, enterprise: EnterpriseID, board: String, boardVersion: String,
    sponsor: String?, stage: String, channel: String, on day: LegalDate, pace: String,
    at instant: Instant, by author: String
  ) {
    self.id = id
    self.enterprise = enterprise
    self.board = board
    self.boardVersion = boardVersion
    self.sponsor = sponsor
    self.stage = stage
    self.channel = channel
    self.pace = pace
    sinceOn = day
    dayOn = day
    beganOn = day
    seq = 0
    isLive = true
    options = []
    version = 1
    createdAt = instant
    createdBy = author
    updatedAt = instant
  }
}

/// One step of a case with the documents that were shown, kept as it was taken.
public struct ListingStep: Sendable, Hashable {
  public struct Evidence: Sendable, Hashable {
    public var kind: String
    public var document: String
    public var digest: Digest
    public var issuedOn: LegalDate
    public var issuer: String
    /// The day up to which it speaks.
    public var cutOff: LegalDate?

    public init(
      kind: String, document: String, digest: Digest, issuedOn: LegalDate, issuer: String,
      cutOff: LegalDate?
    ) {
      self.kind = kind
      self.document = document
      self.digest = digest
      self.issuedOn = issuedOn
      self.issuer = issuer
      self.cutOff = cutOff
    }
  }

  /// 1 for the first.
  public var seq: Int
  public var verb: String
  public var from: String
  public var to: String
  public var gate: String?
  /// Who did it, as the board names roles, and who says so.
  public var role: String
  public var actor: String
  public var on: LegalDate
  public var takenAt: Instant
  public var reason: String?
  public var evidence: [Evidence]

  public init(
    seq: Int, verb: String, from: String, to: String, gate: String?, role: String, actor: String,
    on day: LegalDate, takenAt: Instant, reason: String?, evidence: [Evidence]
  ) {
    self.seq = seq
    self.verb = verb
    self.from = from
    self.to = to
    self.gate = gate
    self.role = role
    self.actor = actor
    self.on = day
    self.takenAt = takenAt
    self.reason = reason
    self.evidence = evidence
  }
}

/// What a case was told to be at risk of.
public struct ListingAlert: Sendable, Hashable {
  public var id: ListingAlertID
  public var listingCase: ListingCaseID
  /// The work that comes too late, and the kind of day that it misses.
  public var gate: String
  public var limit: String
  public var due: LegalDate
  public var earliest: LegalDate
  public var raisedAt: Instant
  public var clearedAt: Instant?

  public init(
    id: ListingAlertID, listingCase: ListingCaseID, gate: String, limit: String, due: LegalDate,
    earliest: LegalDate, raisedAt: Instant, clearedAt: Instant? = nil
  ) {
    self.id = id
    self.listingCase = listingCase
    self.gate = gate
    self.limit = limit
    self.due = due
    self.earliest = earliest
    self.raisedAt = raisedAt
    self.clearedAt = clearedAt
  }

  /// Whether it tells the same as another one: days may move while the same work is late.
  public func isSame(as other: ListingAlert) -> Bool {
    gate == other.gate && limit == other.limit
  }
}

/// The layer of a board that an enterprise is in by its facts.
public struct ListingLayerRecord: Sendable, Hashable {
  public var board: String
  /// Nil for none.
  public var layer: String?
  public var since: LegalDate

  public init(board: String, layer: String?, since: LegalDate) {
    self.board = board
    self.layer = layer
    self.since = since
  }
}
