import Domain

/// A product that a need qualifies for, before the need ranks it among others.
public struct Candidate: Hashable, Sendable {
  /// Place of the product in the market, and the code of its institution.
  public let product: Int
  public let institution: String
  /// Effective yearly cost in ppm; nil when the institution publishes none.
  public let costPpm: Int64?
  public let coveragePpm: Int
  /// Offers the institution is behind what an even share would be; negative when ahead.
  public let behind: Int

  public init(
    product: Int, institution: String, costPpm: Int64?, coveragePpm: Int, behind: Int
  ) {
    self.product = product
    self.institution = institution
    self.costPpm = costPpm
    self.coveragePpm = coveragePpm
    self.behind = behind
  }
}

/// How a need ranks products: as its match run does, cost before coverage (design section 5). What is
/// equal to the need goes first to the institution that is furthest behind its share, then by lot:
/// by code, the same institutions would come first every time.
public struct ChoiceOrder: Sendable {
  /// The same seed draws the same lots.
  public let seed: UInt64

  public init(seed: UInt64) { self.seed = seed }

  public func choices(
    of need: NeedID, among candidates: [Candidate]
  ) -> [AllocationMarket.Choice] {
    let lots = candidates.map { lot(need, $0.institution) }
    return candidates.indices.sorted { left, right in
      let (a, b) = (candidates[left], candidates[right])
      if a.costPpm != b.costPpm {
        guard let cost = a.costPpm else { return false }
        return b.costPpm.map { cost < $0 } ?? true
      }
      return (-a.coveragePpm, -a.behind, lots[left], a.product)
        < (-b.coveragePpm, -b.behind, lots[right], b.product)
    }.map {
      AllocationMarket.Choice(
        product: candidates[$0].product, coveragePpm: candidates[$0].coveragePpm)
    }
  }

  /// The lot of a need with an institution: FNV-1a over both and the seed, mixed as SplitMix64 does.
  private func lot(_ need: NeedID, _ institution: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ seed
    for byte in need.text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    for byte in institution.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    return hash ^ (hash >> 31)
  }
}
