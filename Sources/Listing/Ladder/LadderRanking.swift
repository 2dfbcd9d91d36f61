import Domain

/// The yearly ranking within one tier, by the weighted mean of the indicators.
public struct LadderRanking: Hashable, Sendable {
  public struct Place: Hashable, Sendable {
    public let member: String
    /// Weighted mean of the indicators in ppm, rounded down.
    public let scorePPM: Int64
    /// 1 for the best; equal ones share a place.
    public let rank: Int
  }

  /// From the best to the last.
  public let places: [Place]
  /// Members of whom an indicator is not known, with what is missing: they have no place.
  public let unranked: [String: [String]]
  /// Who is last, all equal ones; nil while anybody is not ranked: missing figures are no zeros, and who is
  /// last hangs on them.
  public let last: Set<String>?

  /// - Parameter members: by name the figures in ppm by the indicators' codes.
  public init(_ members: [String: [String: Int64]], by ladder: Ladder) {
    var unranked: [String: [String]] = [:]
    var sums: [(member: String, sum: Int128)] = []
    for (member, figures) in members {
      let missing = ladder.indicators.map(\.code).filter { figures[$0] == nil }
      guard missing.isEmpty else {
        unranked[member] = missing.sorted()
        continue
      }
      let sum = ladder.indicators.reduce(Int128(0)) {
        $0 + Int128(figures[$1.code] ?? 0) * Int128($1.ppm)
      }
      sums.append((member, sum))
    }
    sums.sort { $0.sum != $1.sum ? $0.sum > $1.sum : $0.member < $1.member }
    var places: [Place] = []
    for (index, entry) in sums.enumerated() {
      let isEqual = index > 0 && sums[index - 1].sum == entry.sum
      places.append(
        Place(
          member: entry.member,
          scorePPM: Rounding.down(entry.sum, over: Int128(PartsPerMillion.one)),
          rank: isEqual ? places[index - 1].rank : index + 1))
    }
    self.places = places
    self.unranked = unranked
    let least = sums.last?.sum
    last = unranked.isEmpty ? Set(sums.filter { $0.sum == least }.map { $0.member }) : nil
  }

  /// Whether a member is last, or may turn out to be once all figures are there.
  public func mayBeLast(_ member: String) -> Bool {
    if let last { return last.contains(member) }
    guard let own = places.first(where: { $0.member == member }) else {
      return unranked[member] != nil
    }
    return !places.contains { $0.rank > own.rank }
  }
}
