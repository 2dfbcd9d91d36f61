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
    var holding = try await Self.beside([path[0]], by: dimension, under: nil, visit)[0]
    for (parent, child) in zip(path, path.dropFirst()) {
      let places = visit.below(parent)
      guard let index = places.firstIndex(where: { $0.code == child.code }) else {
        throw PageError.refused(.notFound)
      }
      holding = try await Self.beside(places, by: dimension, under: holding, visit)[index]
    }
    self = holding
  }

  /// Of places that make up one of which so much is held back as `above` says.
  private static func beside(
    _ places: [Place], by dimension: String?, under above: FunnelHolding?, _ visit: Visit
  ) async throws -> [FunnelHolding] {
    let threshold = visit.backend.cellThreshold
    var wholes: [[Int64]] = []
    var parts: [[String: [Int64]]] = []
    for place in places {
      let whole = try await FunnelPages.funnel(nil, in: place, visit)
      wholes.append(FunnelPages.counts(whole["data"]?.arrayValue?.first))
      var counts: [String: [Int64]] = [:]
      if let dimension {
        let told = try await FunnelPages.funnel(dimension, in: place, visit)
        for one in told["data"]?.arrayValue ?? [] {
          counts[one["value"]?.stringValue ?? ""] = FunnelPages.counts(one)
        }
      }
      parts.append(counts)
    }
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
