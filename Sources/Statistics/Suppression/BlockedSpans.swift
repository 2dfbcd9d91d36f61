/// Shows without a search that a figure reveals no group of few.
///
/// Such a group has fewer columns than the threshold has people, so that of as many blocks of columns at least one has
/// none of them, and it has none of those that are no secret. What is 0 on all of a block takes nothing that says
/// something new there: a figure that does in every block is in no such group.
struct BlockedSpans {
  /// By block what is known of its columns, and of those that are no secret.
  private var spans: [FigureSpan]
  private let counts: [Int64]
  private let large: Int

  /// - Parameter workSteps: of all blocks together.
  init(counts: [Int64], large: Int, threshold: Int64, asked: Set<Int>, workSteps: Int) {
    self.counts = counts
    self.large = large
    let blocks = Int(clamping: max(1, threshold))
    // All pivots are alike here: nothing is searched.
    let empty = FigureSpan(
      counts: counts, large: counts.count, asked: asked, workSteps: workSteps / blocks)
    spans = Array(repeating: empty, count: blocks)
  }

  /// The columns of a block of those that a figure counts. Whom nobody is in tells nothing of how many there are.
  private func part(_ columns: [Int], of block: Int) -> [Int] {
    columns.filter { column in
      column < large || (counts[column] > 0 && (column - large) % spans.count == block)
    }
  }

  /// Whether a figure says something new in every block; false, too, when the work is used up.
  mutating func isNewEverywhere(_ columns: [Int]) -> Bool {
    for block in spans.indices {
      guard let rest = spans[block].rest(of: part(columns, of: block)), !rest.isZero else {
        return false
      }
    }
    return true
  }

  /// Takes in a figure that is known.
  mutating func insert(_ columns: [Int]) {
    for block in spans.indices {
      if let rest = spans[block].rest(of: part(columns, of: block)),
        let row = spans[block].row(rest)
      {
        spans[block].insert(row)
      }
    }
  }
}
