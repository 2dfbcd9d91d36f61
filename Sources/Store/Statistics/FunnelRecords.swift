import Domain

/// What the tables say of one need for the funnel.
public struct FunnelNeedRow: Sendable, Hashable {
  public var need: NeedID
  public var enterprise: EnterpriseID
  public var region: String
  public var industry: String
  public var submittedAt: Instant
  public var amountFen: Int64
  /// The facts that its first run was decided by; nil before there is one.
  public var factsVersion: Int?
  /// The day of the first run by which a product qualifies.
  public var matchedOn: LegalDate?
}

/// What became of a need at one institution.
public struct FunnelOfferRow: Sendable, Hashable {
  public var id: OfferID
  public var need: NeedID
  public var state: String
  public var product: String
  public var institution: String
  public var offeredAt: Instant
  public var claimedAt: Instant?
  public var grantedOn: LegalDate?
  public var grantedFen: Int64?
  public var grantedRatePPM: Int64?
  public var drawnOn: LegalDate?
  public var drawnFen: Int64?
  public var declinedAt: Instant?
  /// Why it was declined; empty when it was not.
  public var reasons: [String]
}

/// A membership of an enterprise in a pool.
public struct FunnelPoolRow: Sendable, Hashable {
  public var enterprise: EnterpriseID
  public var pool: String
  public var enteredOn: LegalDate
  public var leftOn: LegalDate?
}

/// A change of one cell, or what it holds.
public struct FunnelCellRow: Sendable, Hashable {
  public var month: LegalDate
  public var region: String
  public var dimension: String
  public var value: String
  /// By stage, in their order.
  public var reached: [Int64]
  public var askedFen: Int128
  public var grantedFen: Int128
  public var drawnFen: Int128

  public init(
    month: LegalDate, region: String, dimension: String, value: String, reached: [Int64],
    askedFen: Int128, grantedFen: Int128, drawnFen: Int128
  ) {
    self.month = month
    self.region = region
    self.dimension = dimension
    self.value = value
    self.reached = reached
    self.askedFen = askedFen
    self.grantedFen = grantedFen
    self.drawnFen = drawnFen
  }
}

/// The same of the days of a step.
public struct FunnelDaysRow: Sendable, Hashable {
  public var month: LegalDate
  public var region: String
  public var dimension: String
  public var value: String
  public var stage: String
  public var days: Int
  public var cases: Int64

  public init(
    month: LegalDate, region: String, dimension: String, value: String, stage: String, days: Int,
    cases: Int64
  ) {
    self.month = month
    self.region = region
    self.dimension = dimension
    self.value = value
    self.stage = stage
    self.days = days
    self.cases = cases
  }
}

/// Sums over months and regions.
public struct FunnelSumRow: Sendable, Hashable {
  public var value: String
  public var reached: [Int64]
  public var askedFen: Int128
  public var grantedFen: Int128
  public var drawnFen: Int128
}

/// How many of one value reached each stage at one place.
public struct FunnelCountRow: Sendable, Hashable {
  /// The first digits of its regions.
  public var place: String
  public var value: String
  public var reached: [Int64]
}

/// Which cells are summed.
public struct FunnelFilter: Sendable, Hashable {
  public var dimension: String
  /// First days of the first and the last month.
  public var from: LegalDate
  public var to: LegalDate
  /// What the regions begin with; empty for all.
  public var regionPrefix: String
  /// Only this value of the dimension.
  public var value: String?
  /// Told apart by region, in place of the value.
  public var isByRegion: Bool

  public init(
    dimension: String, from: LegalDate, to: LegalDate, regionPrefix: String, value: String? = nil,
    isByRegion: Bool = false
  ) {
    self.dimension = dimension
    self.from = from
    self.to = to
    self.regionPrefix = regionPrefix
    self.value = value
    self.isByRegion = isByRegion
  }
}
