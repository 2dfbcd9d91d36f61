import Domain

/// What is known of one need: as it stands in the database, or as events told it.
public struct FunnelJourney: Hashable, Sendable {
  /// Who asks, and for how much. Where an enterprise is and what it is are taken as of its need.
  public struct Need: Hashable, Sendable {
    public let submittedOn: LegalDate
    public let region: RegionCode
    /// Section of the industry; nil when unknown.
    public let industry: String?
    public let size: EnterpriseSize?
    /// Whether the enterprise ever borrowed; nil when unknown.
    public let hasBorrowed: Bool?
    public let pools: [String]
    public let asked: Fen

    public init(
      submittedOn: LegalDate, region: RegionCode, industry: String?, size: EnterpriseSize?,
      hasBorrowed: Bool?, pools: [String], asked: Fen
    ) {
      self.submittedOn = submittedOn
      self.region = region
      self.industry = industry
      self.size = size
      self.hasBorrowed = hasBorrowed
      self.pools = pools
      self.asked = asked
    }
  }

  /// What became of it at one institution.
  public struct Offer: Hashable, Sendable {
    public let product: String
    public let institution: String
    public let offeredOn: LegalDate
    public let claimedOn: LegalDate?
    public let grantedOn: LegalDate?
    public let drawnOn: LegalDate?
    public let granted: Fen?
    public let drawn: Fen?
    public let declinedOn: LegalDate?
    /// Why it was declined; each once.
    public let reasons: [String]

    public init(
      product: String, institution: String, offeredOn: LegalDate, claimedOn: LegalDate? = nil,
      grantedOn: LegalDate? = nil, drawnOn: LegalDate? = nil, granted: Fen? = nil,
      drawn: Fen? = nil, declinedOn: LegalDate? = nil, reasons: [String] = []
    ) {
      self.product = product
      self.institution = institution
      self.offeredOn = offeredOn
      self.claimedOn = claimedOn
      self.grantedOn = grantedOn
      self.drawnOn = drawnOn
      self.granted = granted
      self.drawn = drawn
      self.declinedOn = declinedOn
      self.reasons = reasons
    }
  }

  public let need: Need
  /// When a product first qualified.
  public let matchedOn: LegalDate?
  public let offers: [Offer]

  public init(need: Need, matchedOn: LegalDate?, offers: [Offer]) {
    self.need = need
    self.matchedOn = matchedOn
    self.offers = offers
  }
}

extension FunnelJourney {
  /// What it adds to each place where figures are kept.
  ///
  /// Of products, institutions and reasons the way begins with the offer: the stages before count what came
  /// that far.
  public func contributions(_ calendar: WorkingCalendar) -> [FunnelKey: FunnelMeasure] {
    var found: [FunnelKey: FunnelMeasure] = [:]
    let whole = measure(offers, calendar)
    func put(_ dimension: FunnelDimension, _ value: String, _ measure: FunnelMeasure) {
      found[
        FunnelKey(
          month: need.submittedOn.firstOfMonth, region: need.region, dimension: dimension,
          value: value)] = measure
    }
    put(.all, "*", whole)
    put(.industry, need.industry ?? "unknown", whole)
    put(.size, need.size?.rawValue ?? "unknown", whole)
    put(.borrower, need.hasBorrowed.map { $0 ? "repeat" : "first" } ?? "unknown", whole)
    for pool in Set(need.pools) { put(.pool, pool, whole) }
    for (product, own) in Dictionary(grouping: offers, by: \.product) {
      put(.product, product, measure(own, calendar))
    }
    for (institution, own) in Dictionary(grouping: offers, by: \.institution) {
      put(.institution, institution, measure(own, calendar))
    }
    for reason in Set(offers.flatMap(\.reasons)) {
      put(.reason, reason, measure(repairing(reason), calendar))
    }
    return found
  }

  /// The offers without what was granted before the need was first declined for a reason: only what came
  /// after it repairs it.
  private func repairing(_ reason: String) -> [Offer] {
    let first = offers.filter { $0.reasons.contains(reason) }.compactMap(\.declinedOn).min()
    return offers.map { offer in
      guard let granted = offer.grantedOn, first.map({ granted < $0 }) ?? true else {
        return offer
      }
      return Offer(
        product: offer.product, institution: offer.institution, offeredOn: offer.offeredOn,
        claimedOn: offer.claimedOn, declinedOn: offer.declinedOn, reasons: offer.reasons)
    }
  }

  /// How far the need came.
  public var furthest: FunnelStage { Self.furthest(days(offers)) }

  /// By stage the first day on which anybody was so far.
  private func days(_ offers: [Offer]) -> [LegalDate?] {
    [
      need.submittedOn, matchedOn, offers.map(\.offeredOn).min(),
      offers.compactMap(\.claimedOn).min(), offers.compactMap(\.grantedOn).min(),
      offers.compactMap(\.drawnOn).min(),
    ]
  }

  private static func furthest(_ days: [LegalDate?]) -> FunnelStage {
    FunnelStage.allCases.last { days[$0.rawValue] != nil } ?? .submitted
  }

  private func measure(_ offers: [Offer], _ calendar: WorkingCalendar) -> FunnelMeasure {
    let days = days(offers)
    var measure = FunnelMeasure()
    for stage in FunnelStage.allCases where stage <= Self.furthest(days) {
      measure.reached[stage.rawValue] = 1
    }
    for stage in FunnelStage.allCases.dropFirst() {
      // What was told late or corrected may lie before the stage before: it took no time one can tell.
      guard let from = days[stage.rawValue - 1], let to = days[stage.rawValue], to >= from else {
        continue
      }
      measure.days[stage] = DayHistogram([calendar.workingDays(after: from, through: to).value])
    }
    measure.askedFen = Int128(need.asked.value)
    measure.grantedFen = offers.reduce(0) { $0 + Int128($1.granted?.value ?? 0) }
    measure.drawnFen = offers.reduce(0) { $0 + Int128($1.drawn?.value ?? 0) }
    return measure
  }
}

extension LegalDate {
  /// The first day of its month.
  public var firstOfMonth: LegalDate { adding(days: 1 - day) }
}
