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
    // Figures that share nobody with what is asked about, not even by way of others, tell nothing of it.
    let near = Self.connected(
      to: (0..<cells).filter { !released.contains($0) }, of: cells, by: groups)
    let columns = Columns(
      groups.filter { $0.cells.contains(where: near.contains) }, cells: cells,
      mixtures: near.count + 16, threshold: threshold)
    var verdicts = Array(repeating: Verdict.primary, count: cells)
    var span = FigureSpan()
    var left = workSteps
    for cell in released.sorted() where (0..<cells).contains(cell) {
      verdicts[cell] = .published
      guard near.contains(cell) else { continue }
      left -= span.work(of: columns.width)
      // When not even what is known can be worked through, nothing new is published.
      if left >= 0 { _ = span.insert(columns.figure(cell)) }
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
  /// By cell the columns of the groups that it counts, before any are mixed.
  private let members: [[Int]]
  /// By cell how many it counts, and in how many groups.
  let counts: [Int64]
  let breadths: [Int]
  /// Groups of the threshold or more, and how many columns stand for them.
  private let greatest: Int
  let large: Int
  let smallCounts: [Int64]

  var width: Int { large + smallCounts.count }

  /// - Parameter mixtures: more than there are cells that these groups are counted by.
  init(_ given: [CountedGroup], cells: Int, mixtures: Int, threshold: Int64) {
    var merged: [Set<Int>: Int64] = [:]
    for group in given where !group.cells.isEmpty {
      merged[group.cells, default: 0] += group.count
    }
    let ordered = merged.map { (count: $0.value, cells: $0.key.sorted()) }
      .sorted {
        $0.count == $1.count
          ? $0.cells.lexicographicallyPrecedes($1.cells) : $0.count > $1.count
      }
    greatest = ordered.prefix { $0.count >= threshold }.count
    // Of the large ones nobody asks but whether a combination is 0 on all of them. As many mixtures of them as
    // there are cells, and some, tell that as well as they themselves, and are fewer.
    large = min(greatest, mixtures)
    smallCounts = ordered[greatest...].map { $0.count }
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
    breadths = members.map(\.count)
  }

  /// Whom a cell counts: 1 for those, and 0. Each large group is in every mixture with a factor of its own, where
  /// they are mixed.
  func figure(_ cell: Int) -> [UInt64] {
    var figure = Array(repeating: UInt64(0), count: width)
    for column in members[cell] {
      if column >= greatest {
        figure[large + column - greatest] = 1
      } else if large == greatest {
        figure[column] = 1
      } else {
        for place in 0..<large {
          figure[place] = PrimeField.add(
            figure[place], PrimeField.scattered(UInt64(column * large + place)))
        }
      }
    }
    return figure
  }
}
