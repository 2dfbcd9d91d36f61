/// People, or needs, that every figure counts alike: in the same cell of every table, of every release.
public struct CountedGroup: Hashable, Sendable {
  public let count: Int64
  /// The cells that count them, by their places.
  public let cells: Set<Int>

  public init(count: Int64, cells: Set<Int>) {
    self.count = count
    self.cells = cells
  }
}

/// Which cells may be published, so that no linear combination of what is published is the count of a group
/// under the threshold: a cell, what is left of a total, or what changed between two releases.
///
/// Small cells are held back (primary), then as many more as it takes (complementary). Cells are tried one
/// after another, those that count more groups first, and of these the greater ones: totals stay before
/// what they are made of. What follows from figures that are published anyway is published.
public struct CellSuppression: Sendable {
  public enum Verdict: String, CaseIterable, Hashable, Sendable {
    case published
    /// Too small.
    case primary
    /// Would reveal another.
    case complementary
  }

  /// Counts below it are held back.
  public let threshold: Int64
  /// Most values of figures looked at in one search; what takes longer is held back.
  public let searchSteps: Int
  /// Most values of figures worked through in all, searches included; what is left then is held back.
  public let workSteps: Int

  public init(threshold: Int64, searchSteps: Int, workSteps: Int = 1_000_000_000) {
    self.threshold = threshold
    self.searchSteps = searchSteps
    self.workSteps = workSteps
  }

  public init(_ rule: SuppressionRule) {
    self.init(
      threshold: rule.threshold, searchSteps: rule.searchSteps, workSteps: rule.workSteps)
  }

  /// - Parameters:
  ///   - cells: how many there are; groups name them by 0 up to this.
  ///   - groups: everybody whom a cell counts, in groups as fine as the cells and the earlier ones tell them
  ///     apart. A group of nobody that is given is protected like others.
  ///   - released: cells of earlier releases. They are known, whatever comes of it now.
  /// - Returns: a verdict for each cell; those released before are `published`.
  public func verdicts(
    cells: Int, groups: [CountedGroup], released: Set<Int> = []
  ) -> [Verdict] {
    // Figures that share nobody with what is asked about, not even by way of others, tell nothing of it.
    let asked = (0..<cells).filter { !released.contains($0) }
    let near = Self.connected(to: asked, of: cells, by: groups)
    let columns = Columns(
      groups.filter { $0.cells.contains(where: near.contains) }, cells: cells,
      threshold: threshold)
    var verdicts = Array(repeating: Verdict.primary, count: cells)
    let askedColumns = Set(asked.flatMap { columns.members[$0] })
    var span = FigureSpan(
      counts: columns.sizes, large: columns.large, asked: askedColumns, workSteps: workSteps / 2)
    var blocks = BlockedSpans(
      counts: columns.sizes, large: columns.large, threshold: threshold, asked: askedColumns,
      workSteps: workSteps / 2)
    // Those that count few groups first, so that what is known of a place is worked out there.
    let known = released.filter { (0..<cells).contains($0) }
      .sorted { (columns.members[$0].count, $0) < (columns.members[$1].count, $1) }
    for cell in known {
      verdicts[cell] = .published
      guard near.contains(cell) else { continue }
      // When not even what is known can be worked through, nothing new is published.
      guard let rest = span.rest(of: columns.members[cell]), let row = span.row(rest) else {
        continue
      }
      span.insert(row)
      blocks.insert(columns.members[cell])
    }
    let candidates = asked.filter { columns.counts[$0] >= threshold }
      .sorted {
        (columns.members[$0].count, columns.counts[$0], $1)
          > (columns.members[$1].count, columns.counts[$1], $0)
      }
    for cell in candidates {
      verdicts[cell] = .complementary
      guard let rest = span.rest(of: columns.members[cell]) else { continue }
      guard let row = span.row(rest) else {
        // What follows from the rest is known anyway.
        verdicts[cell] = .published
        continue
      }
      // A group of few takes nothing that tells of others.
      if !span.isFine(rest) || blocks.isNewEverywhere(columns.members[cell]) || isSafe(row, &span) {
        verdicts[cell] = .published
        span.insert(row)
        blocks.insert(columns.members[cell])
      }
    }
    return verdicts
  }

  /// These cells, those that count somebody whom one of them counts, and so on.
  private static func connected(
    to asked: [Int], of cells: Int, by groups: [CountedGroup]
  ) -> Set<Int> {
    var counting: [[Int]] = Array(repeating: [], count: cells)
    for (index, group) in groups.enumerated() {
      for cell in group.cells where (0..<cells).contains(cell) { counting[cell].append(index) }
    }
    var found = Set(asked)
    var open = asked
    var isSeen = Array(repeating: false, count: groups.count)
    while let cell = open.popLast() {
      for index in counting[cell] where !isSeen[index] {
        isSeen[index] = true
        for other in groups[index].cells where (0..<cells).contains(other) {
          if found.insert(other).inserted { open.append(other) }
        }
      }
    }
    return found
  }

  private func isSafe(_ row: FigureSpan.Row, _ span: inout FigureSpan) -> Bool {
    var search = SmallGroupSearch(span, adding: row, threshold: threshold, steps: searchSteps)
    let found = search.run()
    span.count(searchSteps - search.steps)
    return found == .safe
  }
}

/// Figures of cells over groups: those that are no secret by themselves first, then by falling count. Groups that the
/// same cells count are one.
private struct Columns {
  /// By cell the columns of the groups that it counts, rising.
  let members: [[Int]]
  /// By cell how many it counts.
  let counts: [Int64]
  /// By column how many are in its group.
  let sizes: [Int64]
  /// Groups of the threshold or more.
  let large: Int

  init(_ given: [CountedGroup], cells: Int, threshold: Int64) {
    var merged: [Set<Int>: Int64] = [:]
    for group in given where !group.cells.isEmpty {
      merged[group.cells, default: 0] += group.count
    }
    let ordered = merged.map { (count: $0.value, cells: $0.key.sorted()) }
      .sorted {
        $0.count == $1.count
          ? $0.cells.lexicographicallyPrecedes($1.cells) : $0.count > $1.count
      }
    sizes = ordered.map { $0.count }
    large = ordered.prefix { $0.count >= threshold }.count
    var members: [[Int]] = Array(repeating: [], count: cells)
    var counts: [Int64] = Array(repeating: 0, count: cells)
    for (column, group) in ordered.enumerated() {
      for cell in group.cells where (0..<cells).contains(cell) {
        members[cell].append(column)
        counts[cell] += group.count
      }
    }
    self.members = members
    self.counts = counts
  }
}
