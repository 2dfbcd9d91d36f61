import Domain

/// One need put before one institution, as it stands.
public struct OfferRecord: Sendable, Hashable {
  /// States in which an institution has the need.
  public static let liveStates: Set<String> = ["offered", "claimed", "contacted", "granted"]

  public var id: OfferID
  public var need: NeedID
  public var needVersion: Int
  public var enterprise: EnterpriseID
  /// The run whose decision it was made from.
  public var run: RunID
  public var productCode: String
  /// Code of the institution.
  public var institution: String
  public var mode: ReferralMode
  /// Place among the products the need ranks, from 1.
  public var place: Int
  public var state: String
  /// Counts the steps; the ETag.
  public var version: Int
  /// Subject of the liaison who has it.
  public var assignee: String?
  /// Since when it is in its state.
  public var beganAt: Instant
  /// Until when it may stay there.
  public var dueAt: Instant?
  /// The step of its timer that comes next, and when.
  public var nextStep: Int
  public var stepAt: Instant?
  public var reasons: [String]?
  /// The rule or fact that the reasons are about.
  public var about: String?
  public var note: String?
  public var contactedOn: LegalDate?
  public var grant: OfferGrant?
  public var draw: OfferDraw?
  /// Why this institution, and why not the others, when it was made.
  public var why: JSON
  public var createdAt: Instant
  public var updatedAt: Instant

  /// A new one in its first state.
  public init(
    id: OfferID, need: NeedID, needVersion: Int, enterprise: EnterpriseID, run: RunID,
    productCode: String, institution: String, mode: ReferralMode, place: Int, state: String,
    why: JSON, at instant: Instant
  ) {
    self.id = id
    self.need = need
    self.needVersion = needVersion
    self.enterprise = enterprise
    self.run = run
    self.productCode = productCode
    self.institution = institution
    self.mode = mode
    self.place = place
    self.state = state
    version = 1
    beganAt = instant
    nextStep = 0
    self.why = why
    createdAt = instant
    updatedAt = instant
  }

  public var isLive: Bool { Self.liveStates.contains(state) }
}

/// What was granted (授信).
public struct OfferGrant: Sendable, Hashable {
  public var fen: Int64
  /// Per year.
  public var ratePpm: Int
  public var on: LegalDate

  public init(fen: Int64, ratePpm: Int, on: LegalDate) {
    self.fen = fen
    self.ratePpm = ratePpm
    self.on = on
  }
}

/// What was drawn (放款).
public struct OfferDraw: Sendable, Hashable {
  public var fen: Int64
  public var on: LegalDate
  /// The day on which it falls due; nil of what was drawn before such days were kept.
  public var maturesOn: LegalDate?

  public init(fen: Int64, on: LegalDate, maturesOn: LegalDate? = nil) {
    self.fen = fen
    self.on = on
    self.maturesOn = maturesOn
  }
}

/// One step of an offer, kept as it was taken.
public struct OfferStep: Sendable, Hashable {
  public var version: Int
  /// Nil for the first.
  public var from: String?
  public var state: String
  public var verb: String
  public var actor: String
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

/// Days on which an offer's deadline stands still.
public struct OfferPauseRecord: Sendable, Hashable {
  public var id: OfferPauseID
  public var offer: OfferID
  public var first: LegalDate
  public var last: LegalDate
  public var reason: String
  public var setAt: Instant
  public var setBy: String

  public init(
    id: OfferPauseID, offer: OfferID, first: LegalDate, last: LegalDate, reason: String,
    setAt: Instant, setBy: String
  ) {
    self.id = id
    self.offer = offer
    self.first = first
    self.last = last
    self.reason = reason
    self.setAt = setAt
    self.setBy = setBy
  }
}

/// How a need goes to institutions.
public enum ReferralMode: String, Sendable, Hashable, CaseIterable {
  /// To the best few (精准派单); the next one comes when one drops out.
  case dispatch
  /// To all that have room; the first that takes it has it (抢单).
  case open
  /// To the best few, at the next periodic run (定期推介).
  case periodic
}

/// That a need is to be put before institutions.
public struct ReferralRecord: Sendable, Hashable {
  public var need: NeedID
  public var enterprise: EnterpriseID
  public var mode: ReferralMode
  /// Institutions that have the need at once.
  public var wanted: Int
  public var isActive: Bool
  public var version: Int
  public var createdAt: Instant
  public var updatedAt: Instant
  public var createdBy: String
  /// When more institutions are to be looked for; nil: as many as wanted have the need. Of a periodic
  /// one, since when it waits for a run.
  public var dueAt: Instant?

  public init(
    need: NeedID, enterprise: EnterpriseID, mode: ReferralMode, wanted: Int, isActive: Bool,
    version: Int, createdAt: Instant, updatedAt: Instant, createdBy: String, dueAt: Instant?
  ) {
    self.need = need
    self.enterprise = enterprise
    self.mode = mode
    self.wanted = wanted
    self.isActive = isActive
    self.version = version
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.createdBy = createdBy
    self.dueAt = dueAt
  }
}
