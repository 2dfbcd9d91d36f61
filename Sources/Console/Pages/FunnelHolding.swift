import API
import Domain

/// Which counts of the funnel are held back at a place: small ones, and so many more that none of them follows from
/// pages of the places above and beside it. What is held back of a place is held back of everything in it.
struct FunnelHolding {
  /// By stage, of all its needs.
  let total: [Bool]
  /// By value and stage, of what a dimension tells apart.
  let values: [String: [Bool]]
}

extension FunnelHolding {
  /// As far as the caller sees what is above the place.
  ///
  /// - Parameter dimension: nil for no values.
  init(of place: Place, by dimension: String?, _ visit: Visit) async throws {
    let path = visit.above(place) + [place]
    // Each with the places beside it, from the highest down.
    let levels = [[path[0]]] + path.dropLast().map { visit.below($0) }
    let wholes = try await Self.counts(nil, levels, visit)
    let parts = dimension == nil ? nil : try await Self.counts(dimension, levels, visit)
    var holding: FunnelHolding?
    for (level, child) in path.enumerated() {
      guard let index = levels[level].firstIndex(where: { $0.code == child.code }) else {
        throw PageError.refused(.notFound)
      }
      holding =
        Self.beside(
          wholes[level].map { $0.values.first ?? Self.nothing },
          parts?[level] ?? levels[level].map { _ in [:] }, under: holding,
          threshold: visit.backend.cellThreshold)[index]
    }
    guard let holding else { throw PageError.refused(.notFound) }
    self = holding
  }

  /// By level, place and value.
  private static func counts(
    _ dimension: String?, _ levels: [[Place]], _ visit: Visit
  ) async throws -> [[[String: [Int64]]]] {
    var found = try await visit.backend.funnelCounts(
      by: dimension, of: levels.flatMap { $0.map(\.asked) }, actor: try visit.actor())[...]
    return levels.map { places in
      defer { found = found.dropFirst(places.count) }
      return Array(found.prefix(places.count))
    }
  }

  /// Where there was no need.
  private static let nothing = FunnelPages.counts(nil)

  /// Of places that make up one of which so much is held back as `above` says.
  ///
  /// - Parameters:
  ///   - wholes: by place and stage, of all needs.
  ///   - parts: by place, value and stage.
  private static func beside(
    _ wholes: [[Int64]], _ parts: [[String: [Int64]]], under above: FunnelHolding?,
    threshold: Int64
  ) -> [FunnelHolding] {
    let totals = HeldBack(wholes, threshold: threshold, under: above?.total).rows
      .map { counts in counts.map { $0 == nil } }
    let values = Self.values(parts, totals: totals, under: above, threshold: threshold)
    return zip(totals, values).map { FunnelHolding(total: $0, values: $1) }
  }

  /// - Parameters:
  ///   - counts: by place, value and stage.
  ///   - totals: by place and stage, of all needs.
  private static func values(
    _ counts: [[String: [Int64]]], totals: [[Bool]], under above: FunnelHolding?, threshold: Int64
  ) -> [[String: [Bool]]] {
    let names = Set(counts.flatMap { $0.keys }).sorted()
    var found: [[String: [Bool]]] = counts.map { _ in [:] }
    for stage in 0..<(totals.first?.count ?? 0) {
      let grid = counts.map { own in names.map { name in own[name]?[stage] } }
      var held: [[Bool]] = []
      for (line, total) in zip(grid, totals) {
        held.append(
          zip(names, line).map { name, count -> Bool in
            let isHeldAbove = above?.values[name]?[stage] ?? false
            return total[stage] || isHeldAbove || (count ?? 0) < threshold
          })
      }
      HeldBack.cover(grid, &held, threshold: threshold)
      for (place, line) in held.enumerated() {
        for (name, isHeld) in zip(names, line) { found[place][name, default: []].append(isHeld) }
      }
    }
    return found
  }
}
