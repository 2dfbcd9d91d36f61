import Catalog
import Domain

/// A subsidy that is in force on a day, and where.
public struct ApplicableSubsidy: Hashable, Sendable {
  /// Code of the pack it stands in; with the subsidy's id it is unique.
  public let pack: String
  /// Whose enterprises may have it; nil for the whole country.
  public let jurisdiction: RegionCode?
  public let subsidy: PolicySubsidy
  /// Divisions inside `jurisdiction` that have a subsidy of the same id in force: theirs takes its
  /// place.
  public let overriddenIn: [RegionCode]

  public init(
    pack: String, jurisdiction: RegionCode?, subsidy: PolicySubsidy,
    overriddenIn: [RegionCode] = []
  ) {
    self.pack = pack
    self.jurisdiction = jurisdiction
    self.subsidy = subsidy
    self.overriddenIn = overriddenIn
  }

  /// Path of the fact that says where an enterprise is.
  public static let regionFact = "enterprise.region"

  /// Whether it depends on where the enterprise is.
  public var dependsOnRegion: Bool { jurisdiction != nil || !overriddenIn.isEmpty }

  /// Whether enterprises of a region may have it; nil is an enterprise in no region.
  public func applies(in region: RegionCode?) -> Bool {
    if let jurisdiction {
      guard let region, jurisdiction.contains(region) else { return false }
    }
    return !overriddenIn.contains { place in region.map(place.contains) ?? false }
  }

  /// The criterion every regional subsidy has unsaid: the enterprise is inside the jurisdiction, and
  /// in no division whose own takes its place.
  /// - Parameter region: the state of `regionFact`.
  public func regionResult(_ region: FactState) -> RuleResult {
    guard dependsOnRegion else { return .pass }
    switch region {
    case .unknown: return .unknown
    case .none: return applies(in: nil) ? .pass : .fail
    case .known(.text(let text)):
      guard let code = RegionCode(text) else { return .unknown }
      return applies(in: code) ? .pass : .fail
    case .known: return .unknown
    }
  }

  /// Lower jurisdictions come first, then the greater share, then by pack and id: of a group the
  /// first that holds is the one that counts.
  public static func precedes(_ first: ApplicableSubsidy, _ second: ApplicableSubsidy) -> Bool {
    let depth = (first.depth, second.depth)
    if depth.0 != depth.1 { return depth.0 > depth.1 }
    if first.subsidy.ppm != second.subsidy.ppm { return first.subsidy.ppm > second.subsidy.ppm }
    if first.pack != second.pack {
      return first.pack.utf8.lexicographicallyPrecedes(second.pack.utf8)
    }
    return first.subsidy.id.utf8.lexicographicallyPrecedes(second.subsidy.id.utf8)
  }

  private var depth: Int { jurisdiction?.prefix.utf8.count ?? 0 }

  /// What is left when of each group only the first counts; the others stay as they are.
  /// - Parameter list: subsidies whose criteria hold, in the order of `precedes`.
  public static func withoutStacking(_ list: [ApplicableSubsidy]) -> [ApplicableSubsidy] {
    var groups: Set<String> = []
    return list.filter { item in
      item.subsidy.group.map { groups.insert($0).inserted } ?? true
    }
  }
}

extension PolicySet {
  /// Every subsidy in force on a day, in the order of `ApplicableSubsidy.precedes`. Where a lower
  /// jurisdiction has one of the same id in force that day, the higher one's says so.
  public func subsidies(on day: LegalDate) -> [ApplicableSubsidy] {
    let inForce = packs.flatMap { pack in
      pack.subsidies.filter { $0.effective.contains(day) }.map { (pack: pack, subsidy: $0) }
    }
    return inForce.map { pack, subsidy in
      ApplicableSubsidy(
        pack: pack.code, jurisdiction: pack.jurisdiction.region, subsidy: subsidy,
        overriddenIn: inForce.filter { other, lower in
          lower.id == subsidy.id && pack.jurisdiction.isAbove(other.jurisdiction)
        }.compactMap(\.pack.jurisdiction.region).sorted())
    }.sorted(by: ApplicableSubsidy.precedes)
  }

  /// The subsidies enterprises of a region may have on a day; without a region the national ones.
  public func subsidies(on day: LegalDate, in region: RegionCode?) -> [ApplicableSubsidy] {
    subsidies(on: day).filter { $0.applies(in: region) }
  }
}
