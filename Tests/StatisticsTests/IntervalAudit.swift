import Statistics

/// What somebody works out of a cell that is held back who knows what was published, and that nothing is counted
/// below zero: looks for a table of whole numbers that says the same in all that is published.
struct IntervalAudit {
  /// How many some groups are together.
  private struct Sum {
    let groups: [Int]
    let range: ClosedRange<Int64>
  }

  /// How many each group may be.
  private struct Bounds {
    var low: [Int64]
    var high: [Int64]
  }

  private let groups: [CountedGroup]
  private let published: [Sum]
  private var steps: Int

  /// More than any cell of a small table counts: a group that no figure counts may be as large.
  private static let most: Int64 = 1_000

  /// - Parameters:
  ///   - groups: whoever looks on knows which there may be, not which are of nobody: those are given, too.
  ///   - published: the cells that are.
  ///   - steps: how often what may be is narrowed at most.
  init(_ groups: [CountedGroup], published: [Int], steps: Int = 20_000_000) {
    self.groups = groups
    self.published = published.map { cell in
      let members = groups.indices.filter { groups[$0].cells.contains(cell) }
      let value = members.reduce(0) { $0 + groups[$1].count }
      return Sum(groups: members, range: value...value)
    }
    self.steps = steps
  }

  private func members(of cell: Int) -> [Int] {
    groups.indices.filter { groups[$0].cells.contains(cell) }
  }

  /// How many a cell counts.
  func value(of cell: Int) -> Int64 {
    members(of: cell).reduce(0) { $0 + groups[$1].count }
  }

  /// Whether a cell may count so many as far as anybody knows; nil when the steps ran out.
  mutating func mayCount(_ cell: Int, _ range: ClosedRange<Int64>) -> Bool? {
    visit(
      Bounds(
        low: Array(repeating: 0, count: groups.count),
        high: Array(repeating: Self.most, count: groups.count)),
      published + [Sum(groups: members(of: cell), range: range)])
  }

  /// The least and the greatest that a cell may count; nil when the steps ran out.
  mutating func interval(of cell: Int) -> ClosedRange<Int64>? {
    var (least, greatest) = (value(of: cell), value(of: cell))
    let end = Self.most * Int64(groups.count)
    var step: Int64 = 1
    while step < end { step *= 2 }
    while step > 0 {
      if greatest + step <= end {
        guard let may = mayCount(cell, (greatest + step)...end) else { return nil }
        if may { greatest += step }
      }
      if least - step >= 0 {
        guard let may = mayCount(cell, 0...(least - step)) else { return nil }
        if may { least -= step }
      }
      step /= 2
    }
    return least...greatest
  }

  /// Whether a cell may count another number than it does, and `threshold` or more; nil when the steps ran out.
  mutating func isOpen(_ cell: Int, from threshold: Int64) -> Bool? {
    let counted = value(of: cell)
    guard counted >= threshold else { return mayCount(cell, threshold...Int64.max) }
    guard let may = mayCount(cell, (counted + 1)...Int64.max) else { return nil }
    return may ? true : mayCount(cell, 0...(counted - 1))
  }

  /// Halves what the group may be of which least is open, until all are known or none fits.
  private mutating func visit(_ given: Bounds, _ sums: [Sum]) -> Bool? {
    var bounds = given
    guard let isOpen = narrow(&bounds, by: sums) else { return nil }
    guard isOpen else { return false }
    func width(_ group: Int) -> Int64 { bounds.high[group] - bounds.low[group] }
    guard
      let group = groups.indices.filter({ width($0) > 0 }).min(by: { width($0) < width($1) })
    else { return true }
    let middle = (bounds.low[group] + bounds.high[group]) / 2
    var lower = bounds
    lower.high[group] = middle
    guard let isLower = visit(lower, sums) else { return nil }
    if isLower { return true }
    bounds.low[group] = middle + 1
    return visit(bounds, sums)
  }

  /// What follows from each sum for each of its groups, until nothing new does; false when nothing fits.
  private mutating func narrow(_ bounds: inout Bounds, by sums: [Sum]) -> Bool? {
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      guard steps > 0 else { return nil }
      steps -= 1
      for sum in sums {
        var low = sum.groups.reduce(0) { $0 + bounds.low[$1] }
        var high = sum.groups.reduce(0) { $0 + bounds.high[$1] }
        guard low <= sum.range.upperBound, high >= sum.range.lowerBound else { return false }
        for group in sum.groups {
          let (floor, ceiling) = (bounds.low[group], bounds.high[group])
          // The others are at their greatest, or at their least.
          let least = max(floor, sum.range.lowerBound - (high - ceiling))
          let greatest = min(ceiling, sum.range.upperBound - (low - floor))
          guard least <= greatest else { return false }
          guard least > floor || greatest < ceiling else { continue }
          low += least - floor
          high -= ceiling - greatest
          (bounds.low[group], bounds.high[group]) = (least, greatest)
          hasChanged = true
        }
      }
    }
    return true
  }
}
