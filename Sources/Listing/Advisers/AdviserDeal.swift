import Domain

/// One adviser with what it has and may have.
public struct AdviserLoad: Hashable, Sendable {
  public let code: String
  /// Enterprises it advises in this part at once, at most.
  public let capacity: Int
  public let load: Int
  /// Where it works; empty for the whole country.
  public let regions: [RegionCode]

  public init(code: String, capacity: Int, load: Int, regions: [RegionCode]) {
    self.code = code
    self.capacity = capacity
    self.load = load
    self.regions = regions
  }

  func serves(_ region: RegionCode) -> Bool {
    regions.isEmpty || regions.contains { $0.contains(region) }
  }
}

/// Somebody that is to have an adviser.
public struct AdviserSeat: Hashable, Sendable {
  public let member: String
  public let region: RegionCode
  /// Who declined it already.
  public let declinedBy: Set<String>

  public init(member: String, region: RegionCode, declinedBy: Set<String> = []) {
    self.member = member
    self.region = region
    self.declinedBy = declinedBy
  }
}

/// Deals enterprises to advisers so that all are loaded evenly.
///
/// One after the other, each goes to the adviser that works in its region, has room, did not decline it
/// and advises the fewest at that moment. Among equals a hash of seed, member and adviser decides: the
/// same question has the same answer, and no name is always first. Where all work everywhere, have room
/// and declined nobody, loads that began equal differ by at most one.
public enum AdviserDeal {
  public struct Place: Hashable, Sendable {
    public let member: String
    /// Nil when nobody that works there and did not decline has room.
    public let adviser: String?
  }

  /// - Returns: a place for each seat, in the order of the seats.
  public static func deal(
    _ seats: [AdviserSeat], to advisers: [AdviserLoad], seed: UInt64
  ) -> [Place] {
    var loads = Dictionary(
      advisers.map { ($0.code, $0.load) }, uniquingKeysWith: { first, _ in first })
    return seats.map { seat in
      let open = advisers.filter { adviser in
        adviser.serves(seat.region) && !seat.declinedBy.contains(adviser.code)
          && loads[adviser.code, default: 0] < adviser.capacity
      }
      let chosen = open.min { left, right in
        let (a, b) = (loads[left.code, default: 0], loads[right.code, default: 0])
        guard a == b else { return a < b }
        let (x, y) = (
          hash(seed, seat.member, left.code), hash(seed, seat.member, right.code)
        )
        return x != y ? x < y : left.code < right.code
      }
      if let chosen { loads[chosen.code, default: 0] += 1 }
      return Place(member: seat.member, adviser: chosen?.code)
    }
  }

  /// FNV-1a over the seed and both names, mixed once more: the same on every machine.
  private static func hash(_ seed: UInt64, _ member: String, _ adviser: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ seed
    for byte in Array(member.utf8) + [0] + Array(adviser.utf8) {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
    hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
    return hash ^ (hash >> 31)
  }
}
