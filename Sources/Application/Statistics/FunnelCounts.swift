import Domain
import Postgres
import Statistics
import Store

extension Application {
  /// How many needs of the last twelve months reached each stage, at many places at once: by place in the
  /// order of the places, and by value. Not held back where it is small: only for those who oversee.
  ///
  /// - Parameters:
  ///   - dimension: one of ``funnelDimensions`` but `region`; nil for all needs, with one value.
  ///   - places: regions as texts of 2, 4 or 6 digits; nil for all of the country.
  /// - Throws: `.forbidden`; `.invalid` `unknown_value`.
  public func funnelCounts(
    by dimension: String?, of places: [String?], actor: Actor
  ) async throws -> [[String: [Int64]]] {
    try requireOverview(actor)
    let question = try FunnelQuestion(
      by: dimension, from: nil, to: nil, region: nil, today: clock.now().legalDate)
    // A place the caller sees nothing of has no needs.
    let prefixes = places.map { AccessRules.listPrefix(asked: $0, by: actor) }
    let looks = FunnelLook.covering(prefixes.compactMap { $0 })
    var found: [(look: FunnelLook, rows: [FunnelCountRow])] = []
    for look in looks {
      let filter = FunnelFilter(
        dimension: question.dimension.rawValue, from: question.from, to: question.to,
        regionPrefix: look.prefix)
      let rows = try await guarded {
        try await pool.withTransaction(readOnly: true) { session in
          try await FunnelRepository.counts(filter, digits: look.digits, session)
        }
      }
      found.append((look, rows))
    }
    return prefixes.map { prefix in
      guard let prefix, let rows = found.first(where: { $0.look.covers(prefix) })?.rows else {
        return [:]
      }
      var counts: [String: [Int64]] = [:]
      for row in rows where row.place.hasPrefix(prefix) {
        counts[row.value] = counts[row.value].map { zip($0, row.reached).map(+) } ?? row.reached
      }
      return counts
    }
  }
}

/// Everything within one place, told apart by places of one size.
struct FunnelLook: Hashable {
  /// The first digits of all that is looked at.
  let prefix: String
  /// How many first digits tell a place.
  let digits: Int

  /// Whether the counts of a place are sums of what is found.
  func covers(_ place: String) -> Bool {
    place.hasPrefix(prefix) && place.utf8.count <= digits
  }

  /// What has to be looked at to know the counts of all places: as little as sums allow.
  static func covering(_ places: [String]) -> [FunnelLook] {
    let looks = Dictionary(grouping: Set(places)) { $0.utf8.count }.map { digits, same in
      FunnelLook(
        prefix: same.dropFirst().reduce(same[0]) { shared, place in
          String(zip(shared, place).prefix { $0 == $1 }.map(\.0))
        }, digits: digits)
    }.sorted { $0.digits > $1.digits }
    var kept: [FunnelLook] = []
    // The finest first: a place is a sum of the finer ones where those are looked at in all of it.
    for look in looks where !kept.contains(where: { look.prefix.hasPrefix($0.prefix) }) {
      kept.append(look)
    }
    return kept
  }
}
