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
  /// Most steps of one search; what takes longer is held back.
  public let searchSteps: Int

  public init(threshold: Int64, searchSteps: Int) {
    self.threshold = threshold
    self.searchSteps = searchSteps
  }

  public init(_ rule: SuppressionRule) {
    self.init(threshold: rule.threshold, searchSteps: rule.searchSteps)
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
    let columns = Columns(groups, threshold: threshold)
    let counts = (0..<cells).map { cell in
      groups.reduce(Int64(0)) { $0 + ($1.cells.contains(cell) ? $1.count : 0) }
    }
    var verdicts = Array(repeating: Verdict.primary, count: cells)
    var span = FigureSpan()
    for cell in released.sorted() where (0..<cells).contains(cell) {
      verdicts[cell] = .published
      _ = span.insert(columns.figure(cell))
    }
    let candidates = (0..<cells).filter { !released.contains($0) && counts[$0] >= threshold }
      .sorted {
        (columns.breadth($0), counts[$0], $1) > (columns.breadth($1), counts[$1], $0)
      }
    for cell in candidates {
      var wider = span
      // What follows from the rest is known anyway.
      if !wider.insert(columns.figure(cell)) {
        verdicts[cell] = .published
      } else if isSafe(wider, columns) {
        verdicts[cell] = .published
        span = wider
      } else {
        verdicts[cell] = .complementary
      }
    }
    return verdicts
  }

  private func isSafe(_ span: FigureSpan, _ columns: Columns) -> Bool {
    var search = SmallGroupSearch(
      rows: span.rows(beyond: columns.large), counts: columns.smallCounts, threshold: threshold,
      steps: searchSteps)
    return search.run() == .safe
  }
}

/// Groups as columns: those that are no secret by themselves first, then by falling count, so that a search
/// settles the greatest first. Groups that the same cells count are one.
private struct Columns {
  let groups: [CountedGroup]
  /// How many columns are of the threshold or more.
  let large: Int

  init(_ given: [CountedGroup], threshold: Int64) {
    var merged: [Set<Int>: Int64] = [:]
    for group in given where !group.cells.isEmpty {
      merged[group.cells, default: 0] += group.count
    }
    groups = merged.map { CountedGroup(count: $0.value, cells: $0.key) }
      .sorted {
        $0.count == $1.count
          ? $0.cells.sorted().lexicographicallyPrecedes($1.cells.sorted()) : $0.count > $1.count
      }
    large = groups.prefix { $0.count >= threshold }.count
  }

  var smallCounts: [Int64] { groups[large...].map(\.count) }

  func figure(_ cell: Int) -> [UInt64] { groups.map { $0.cells.contains(cell) ? 1 : 0 } }

  func breadth(_ cell: Int) -> Int { groups.count { $0.cells.contains(cell) } }
}
