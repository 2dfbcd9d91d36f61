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
  /// Most values of figures worked through in all; what is left then is held back.
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
    let columns = Columns(groups, cells: cells, threshold: threshold)
    var verdicts = Array(repeating: Verdict.primary, count: cells)
    var span = FigureSpan()
    var left = workSteps
    for cell in released.sorted() where (0..<cells).contains(cell) {
      verdicts[cell] = .published
      // All of it, whatever it takes: it is known.
      left -= span.work(of: columns.width)
      _ = span.insert(columns.figures[cell])
    }
    let candidates = (0..<cells).filter {
      !released.contains($0) && columns.counts[$0] >= threshold
    }.sorted {
      (columns.breadths[$0], columns.counts[$0], $1)
        > (columns.breadths[$1], columns.counts[$1], $0)
    }
    for cell in candidates {
      left -= span.work(of: columns.width)
      guard left >= 0 else {
        verdicts[cell] = .complementary
        continue
      }
      var wider = span
      // What follows from the rest is known anyway.
      if !wider.insert(columns.figures[cell]) {
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

/// Figures of cells over groups: those that are no secret by themselves first, then by falling count, so that a
/// search settles the greatest first. Groups that the same cells count are one.
private struct Columns {
  /// By cell whom it counts: 1, or 0.
  private(set) var figures: [[UInt64]]
  /// By cell how many it counts, and in how many groups.
  private(set) var counts: [Int64]
  private(set) var breadths: [Int]
  /// How many columns stand for groups of the threshold or more.
  let large: Int
  let smallCounts: [Int64]

  var width: Int { large + smallCounts.count }

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
    let greatest = ordered.prefix { $0.count >= threshold }
    let small = ordered[greatest.endIndex...]
    // Of the large ones nobody asks but whether a combination is 0 on all of them. As many mixtures of them as
    // there are cells, and some, tell that as well as they themselves, and are fewer.
    let mixtures = cells + 16
    large = min(greatest.count, mixtures)
    smallCounts = small.map(\.count)
    counts = Array(repeating: 0, count: cells)
    breadths = Array(repeating: 0, count: cells)
    figures = Array(
      repeating: Array(repeating: 0, count: large + smallCounts.count), count: cells)
    for group in ordered {
      for cell in group.cells where (0..<cells).contains(cell) {
        counts[cell] += group.count
        breadths[cell] += 1
      }
    }
    for (index, group) in greatest.enumerated() {
      if greatest.count <= mixtures {
        for cell in group.cells where (0..<cells).contains(cell) { figures[cell][index] = 1 }
      } else {
        mix(group.cells, index)
      }
    }
    for (index, group) in small.enumerated() {
      for cell in group.cells where (0..<cells).contains(cell) {
        figures[cell][large + index] = 1
      }
    }
  }

  /// Adds a large group to every mixture, with a factor of its own.
  private mutating func mix(_ cells: [Int], _ group: Int) {
    let factors = (0..<large).map { PrimeField.scattered(UInt64(group * large + $0)) }
    for cell in cells where figures.indices.contains(cell) {
      for (place, factor) in factors.enumerated() {
        figures[cell][place] = PrimeField.add(figures[cell][place], factor)
      }
    }
  }
}
