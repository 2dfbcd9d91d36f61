import Domain

/// Looks for an invoice that was split in two: two amounts of one group (same stem of the number, same
/// contract, or same day, of the same parties) that sum to a third.
///
/// A find is a reason to look, not a proof: three honest invoices of one contract may sum so.
public enum SplitSearch {
  /// Most members of one group that are looked at; a greater group is for a person to look at.
  public static let maximumMembers = 5_000
  /// Most finds that are told: a thousand equal amounts would be a million ways.
  public static let maximumHits = 100

  /// One invoice of a group.
  public struct Member: Hashable, Sendable {
    public let id: String
    public let gross: Fen

    public init(id: String, gross: Fen) {
      self.id = id
      self.gross = gross
    }
  }

  /// A whole and its two parts; the candidate is one of the three.
  public struct Hit: Hashable, Sendable {
    public let whole: String
    /// In the order of their names, by bytes.
    public let parts: [String]
  }

  /// More members than are looked at.
  public struct TooMany: Error, Hashable, Sendable {
    public let count: Int
  }

  /// Ways in which the candidate and two known ones are a whole and its parts, in the order of the
  /// names; the first ``maximumHits`` by the amounts of the parts. Amounts within the tolerance of
  /// nothing are no parts.
  ///
  /// - Parameters:
  ///   - members: those known in the group; the candidate itself is passed over.
  ///   - toleranceFen: by how much the parts may miss the whole (`split_tolerance_fen` of the policy).
  public static func hits(
    for candidate: Member, among members: [Member], toleranceFen: Int64
  ) throws(TooMany) -> [Hit] {
    guard members.count <= maximumMembers else { throw TooMany(count: members.count) }
    let tolerance = max(0, toleranceFen)
    guard candidate.gross.value > tolerance else { return [] }
    let known = members.filter { $0.id != candidate.id && $0.gross.value > tolerance }
      .sorted { ($0.gross.value, $0.id) < ($1.gross.value, $1.id) }
    var hits: Set<Hit> = []
    for (place, member) in known.enumerated() where hits.count < maximumHits {
      // The candidate is a part, this one the other: is the whole known?
      let sum = candidate.gross.value + member.gross.value
      for whole in near(sum, tolerance, in: known[...])
      where whole.id != member.id && hits.count < maximumHits {
        hits.insert(hit(whole, candidate, member))
      }
      // The candidate is the whole, this one a part: is the other known? Each pair once.
      let rest = candidate.gross.value - member.gross.value
      for other in near(rest, tolerance, in: known[(place + 1)...])
      where hits.count < maximumHits {
        hits.insert(hit(candidate, member, other))
      }
    }
    return hits.sorted { ([$0.whole] + $0.parts).lexicographicallyPrecedes([$1.whole] + $1.parts) }
  }

  private static func hit(_ whole: Member, _ one: Member, _ other: Member) -> Hit {
    Hit(
      whole: whole.id,
      parts: [one.id, other.id].sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }

  /// Members whose amount is at most the tolerance away; they are sorted by amount.
  private static func near(
    _ amount: Int64, _ tolerance: Int64, in members: ArraySlice<Member>
  ) -> ArraySlice<Member> {
    var (low, high) = (members.startIndex, members.endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if members[middle].gross.value < amount - tolerance {
        low = middle + 1
      } else {
        high = middle
      }
    }
    var end = low
    while end < members.endIndex, members[end].gross.value <= amount + tolerance { end += 1 }
    return members[low..<end]
  }
}
