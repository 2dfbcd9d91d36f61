import Catalog
import Domain

extension SchemeBook {
  /// Most schemes, and most entries in a list of one.
  static let maximumCount = 1_000
  /// Most uses or industries a scheme leaves out.
  static let maximumExclusions = 100

  /// From a document in the form of `Schemas/arrangement/schemes.yaml`.
  ///
  /// - Throws: every fault, with pointers; besides malformed members `share_sum`, `share_bounds` (a
  ///   share outside the bounds it gives itself), `duplicate_id` (a party twice), `order` (ceilings that
  ///   do not rise), `overlap` (two versions of one scheme on the same day).
  public init(json: JSON) throws(Faults) {
    var reader = ObjectReader(json)
    let schemes = reader.requiredList("schemes", maximumCount: Self.maximumCount, Self.readScheme)
    var faults = reader.finish() + Nulls.faults(in: json)
    if faults.isEmpty {
      faults = Periods.overlaps(schemes, name: \.code, days: \.period).map {
        .overlap("/schemes/\($0)")
      }
    }
    guard faults.isEmpty else { throw Faults(faults) }
    self.schemes = schemes
  }

  private static func readScheme(_ reader: inout ObjectReader) -> Scheme? {
    let code = reader.requiredName("code", allowing: "-")
    let label = reader.requiredLabel("label")
    let period = reader.requiredPeriod()
    let jurisdiction = readRegion(&reader)
    let shares = readShares(&reader)
    let cover = reader.requiredChoice("cover", of: Scheme.Cover.self)
    let maximum = reader.object("borrower_maximum").flatMap { nested -> Scheme.Cap? in
      var nested = nested
      let fen = nested.requiredFen("fen")
      let citation = nested.requiredCitation()
      reader.merge(nested)
      guard let fen, let citation else { return nil }
      return Scheme.Cap(fen: fen, citation: citation)
    }
    let fuse = reader.object("fuse").flatMap { nested -> Scheme.Rate? in
      var nested = nested
      let ppm = nested.requiredShare("ppm")
      let citation = nested.requiredCitation()
      reader.merge(nested)
      guard let ppm, let citation else { return nil }
      return Scheme.Rate(ppm: ppm, citation: citation)
    }
    let ceilings = readCeilings(&reader)
    let sizes = reader.choices("sizes", of: EnterpriseSize.self) ?? []
    let farmers = reader.boolean("farmers") ?? false
    let industries =
      reader.texts("excluded_industries", maximumCount: maximumExclusions) ?? []
    let uses = reader.texts("excluded_uses", maximumCount: maximumExclusions) ?? []
    let citation = reader.requiredCitation()
    guard let code, let label, let period, let cover, let citation else { return nil }
    return Scheme(
      code: code, label: label, period: period, jurisdiction: jurisdiction, shares: shares,
      cover: cover, borrowerMaximum: maximum, feeCeilings: ceilings, fuse: fuse,
      sizes: Set(sizes), servesFarmers: farmers, excludedIndustries: industries,
      excludedUses: uses, citation: citation)
  }

  private static func readRegion(_ reader: inout ObjectReader) -> RegionCode? {
    guard let text = reader.string("jurisdiction", maximumLength: 6) else { return nil }
    guard let region = RegionCode(text) else {
      reader.add(.pattern(reader.path("jurisdiction"), "340000"))
      return nil
    }
    return region
  }

  private static func readShares(_ reader: inout ObjectReader) -> [Scheme.Share] {
    let place = reader.path("shares")
    let shares = reader.requiredList("shares", maximumCount: LossParty.allCases.count) {
      nested -> Scheme.Share? in
      let party = nested.requiredChoice("party", of: LossParty.self)
      let ppm = nested.requiredShare("ppm")
      let least = nested.integer("least_ppm", in: 0...PartsPerMillion.one)
      let most = nested.integer("most_ppm", in: 0...PartsPerMillion.one)
      let citation = nested.citation()
      guard let party, let ppm else { return nil }
      let (low, high) = (least ?? ppm, most ?? ppm)
      guard low <= ppm, ppm <= high else {
        nested.add(
          Fault(
            nested.path("ppm"), "share_bounds", zh: "比例应在其上下限之间",
            en: "the share lies outside its own bounds"))
        return nil
      }
      return Scheme.Share(party: party, ppm: ppm, bounds: low...high, citation: citation)
    }
    var seen: Set<LossParty> = []
    for share in shares where !seen.insert(share.party).inserted {
      reader.add(.duplicate(place, share.party.rawValue))
    }
    if !shares.isEmpty, shares.reduce(0, { $0 + $1.ppm }) != PartsPerMillion.one {
      reader.add(Scheme.sumFault(place))
    }
    return shares
  }

  private static func readCeilings(_ reader: inout ObjectReader) -> [Scheme.FeeCeiling] {
    let place = reader.path("fee_ceilings")
    let ceilings = reader.list("fee_ceilings", maximumCount: maximumExclusions) {
      nested -> Scheme.FeeCeiling? in
      let upTo = nested.fen("up_to_fen")
      let ppm = nested.requiredShare("ppm")
      let citation = nested.requiredCitation()
      guard let ppm, let citation else { return nil }
      return Scheme.FeeCeiling(upTo: upTo, ppm: ppm, citation: citation)
    }
    // One that is for any amount ends the list: what stood after it would never count.
    let bounds = ceilings.map { $0.upTo?.value ?? .max }
    if zip(bounds, bounds.dropFirst()).contains(where: { $0 >= $1 }) {
      reader.add(
        Fault(place, "order", zh: "费率上限须按金额递增排列", en: "ceilings must rise with the amount"))
    }
    return ceilings
  }
}
