import Catalog
import Domain

/// The rules of a ladder of growing enterprises (成长梯队) in one version, as data
/// (`Schemas/listing/ladders`). Its tiers are standards.
public struct Ladder: Sendable {
  /// A figure by which the members of a tier are ranked, in ppm.
  public struct Indicator: Hashable, Sendable {
    public let code: String
    public let label: Label
    /// Its weight; all sum to 1,000,000.
    public let ppm: Int64
    /// Which facts it is drawn from.
    public let source: Source
  }

  /// How a figure in ppm is drawn from facts.
  public enum Source: Hashable, Sendable {
    /// A fact that is one.
    case fact(String)
    /// One fact as a share of another; of nothing there is none.
    case ratio(String, of: String)
    /// By how much a fact grew over another; over nothing, or over a loss, there is none.
    case growth(String, over: String)
  }

  public let code: String
  public let version: String
  public let label: Label
  public let period: EffectivePeriod
  /// Nil for the whole country.
  public let jurisdiction: RegionCode?
  /// Months after it was ended in which an enterprise is not recommended again.
  public let banMonths: Int
  /// How often a year new members are taken in.
  public let entriesAYear: Int
  /// Least share of members that are below scale (规下, 限下).
  public let belowScalePPM: Int64
  /// What a member must always meet, whatever its tier.
  public let conditions: Condition
  public let indicators: [Indicator]
  public let citation: Citation
  public let weightsCitation: Citation

  /// Most indicators.
  static let maximumCount = 100

  /// From a document in the form of `Schemas/listing/ladders/sn.yaml`.
  ///
  /// - Throws: every fault; besides malformed members `duplicate_id` and `share_sum` (weights that do not
  ///   sum to the whole).
  public init(json: JSON, registry: FactRegistry) throws(Faults) {
    var reader = ObjectReader(json)
    let code = reader.requiredName("ladder", allowing: "-")
    let version = reader.requiredString("version", maximumLength: 40)
    let label = reader.requiredLabel("label")
    let period = reader.requiredPeriod()
    let jurisdiction = reader.region("jurisdiction")
    let citation = reader.requiredCitation()
    let ban = reader.requiredInteger("ban_months", in: 0...600)
    let entries = reader.requiredInteger("entries_a_year", in: 1...12)
    let belowScale = reader.requiredShare("below_scale_ppm")
    var found: [Fault] = []
    let criteria = Criterion.readAll(
      reader.array("conditions", maximumCount: Criterion.maximumCount) ?? [],
      at: reader.path("conditions"), registry: registry, faults: &found)
    reader.add(found)
    let indicators = Self.readIndicators(&reader, registry)
    let weightsCitation = reader.requiredCitation("weights_citation")
    let faults = reader.finish() + Nulls.faults(in: json)
    guard faults.isEmpty, let code, let version, let label, let period, let citation, let ban,
      let entries, let belowScale, let weightsCitation,
      let conditions = Condition(criteria, registry: registry)
    else { throw Faults(faults) }
    self.code = code
    self.version = version
    self.label = label
    self.period = period
    self.jurisdiction = jurisdiction
    banMonths = Int(ban)
    entriesAYear = Int(entries)
    belowScalePPM = belowScale
    self.conditions = conditions
    self.indicators = indicators
    self.citation = citation
    self.weightsCitation = weightsCitation
  }

  private static func readIndicators(
    _ reader: inout ObjectReader, _ registry: FactRegistry
  ) -> [Indicator] {
    let place = reader.path("indicators")
    let list = reader.requiredList("indicators", maximumCount: maximumCount) {
      nested -> Indicator? in
      let code = nested.requiredName("code")
      let label = nested.requiredLabel("label")
      let ppm = nested.requiredShare("ppm")
      let source = readSource(&nested, registry)
      guard let code, let label, let ppm, let source else { return nil }
      return Indicator(code: code, label: label, ppm: ppm, source: source)
    }
    reader.add(Board.repeated(list.map(\.code), place))
    if reader.faults.isEmpty, list.reduce(0, { $0 + $1.ppm }) != PartsPerMillion.one {
      reader.add(
        Fault(
          place, "share_sum", zh: "各指标权重之和应为 1000000",
          en: "the weights must sum to 1,000,000 ppm"))
    }
    return list
  }
}

extension Ladder {
  /// The last day on which one that was ended is not recommended again: of months the day with the same
  /// number (民法典 第二百零二条).
  public func lastDayOfBan(endedOn day: LegalDate) -> LegalDate { day.adding(months: banMonths) }

  /// How many of some members are below scale: their facts put them into no statistical class (四上).
  func quota(_ members: [KnownFacts], in book: StandardBook) -> LadderQuota {
    var quota = LadderQuota(
      members: members.count, belowScale: 0, unknown: 0, leastPPM: belowScalePPM)
    for facts in members {
      var region: RegionCode?
      if case .known(.text(let code)) = facts["enterprise.region"] { region = RegionCode(code) }
      let classes = book.classification(.statisticalClass, in: region, facts)
      guard classes.met.isEmpty else { continue }
      if classes.possible.isEmpty { quota.belowScale += 1 } else { quota.unknown += 1 }
    }
    return quota
  }
}
