import Domain

/// What a product advertises.
public struct AdvertisedTerms: Hashable, Sendable {
  /// All-in annual rate, the upper end of a band; nil where it says none.
  public let ratePPM: Int64?
  /// Working days until the decision.
  public let days: Int64?
  /// Of those who ask, how many get it.
  public let grantPPM: Int64?

  public init(ratePPM: Int64? = nil, days: Int64? = nil, grantPPM: Int64? = nil) {
    self.ratePPM = ratePPM
    self.days = days
    self.grantPPM = grantPPM
  }
}

/// What became of one offer of a product that is decided: granted, declined, or left without an answer.
public struct ObservedCase: Hashable, Sendable {
  /// Nil when it was not granted.
  public let grant: Grant?

  public struct Grant: Hashable, Sendable {
    public let amount: Fen
    public let ratePPM: Int64
    /// Working days from the claim to the decision; nil where nobody can tell.
    public let days: Int?

    public init(amount: Fen, ratePPM: Int64, days: Int?) {
      self.amount = amount
      self.ratePPM = ratePPM
      self.days = days
    }
  }

  public init(grant: Grant?) { self.grant = grant }
}

/// Advertised beside observed.
public struct ProductTruth: Hashable, Sendable {
  /// One thing observed; of fewer cases than it takes it is not said.
  public struct Observation: Hashable, Sendable {
    /// Nil below the least number.
    public let value: Int64?
    /// Nil below the least number, too: few cases are few people.
    public let cases: Int64?
    public let advertised: Int64?
    /// Observed less advertised; nil where either is not known.
    public var difference: Int64? {
      guard let value, let advertised else { return nil }
      return value - advertised
    }
  }

  /// Of what was granted, weighted by amount, in ppm.
  public let rate: Observation
  /// The median, in thousandths of a working day.
  public let days: Observation
  /// Of decided offers, in ppm.
  public let grants: Observation

  public init(_ cases: [ObservedCase], advertised: AdvertisedTerms, least: Int64) {
    var sums = ObservedSums()
    for one in cases { sums.add(one) }
    self.init(sums, advertised: advertised, least: least)
  }

  public init(_ sums: ObservedSums, advertised: AdvertisedTerms, least: Int64) {
    func observation(_ value: Int64?, _ count: Int64, _ advertised: Int64?) -> Observation {
      let isEnough = count >= least
      return Observation(
        value: isEnough ? value : nil, cases: isEnough ? count : nil, advertised: advertised)
    }
    rate = observation(
      Ratio(sums.interest, over: sums.lent).map {
        Rounding.halfEven($0.numerator, over: $0.denominator)
      }, sums.granted, advertised.ratePPM)
    days = observation(
      sums.days.medianMilliDays, sums.days.cases, advertised.days.map { $0 * 1_000 })
    grants = observation(
      Ratio(Int128(sums.granted), over: Int128(sums.decided))?.ppm, sums.decided,
      advertised.grantPPM)
  }
}

/// What was observed of many cases.
public struct ObservedSums: Hashable, Sendable {
  public var decided: Int64 = 0
  public var granted: Int64 = 0
  /// Granted in fen, and the same times the rate in ppm.
  public var lent: Int128 = 0
  public var interest: Int128 = 0
  /// Working days from the claim to the decision of those granted where somebody can tell.
  public var days = DayHistogram()

  public init() {}

  public mutating func add(_ one: ObservedCase) {
    decided += 1
    guard let grant = one.grant else { return }
    granted += 1
    lent += Int128(grant.amount.value)
    interest += Int128(grant.amount.value) * Int128(grant.ratePPM)
    if let length = grant.days { days.add(length) }
  }
}
