/// Looks for a group of few that combinations of figures reveal: one that is 1 for whom it counts and 0 for
/// everybody else.
///
/// In reduced echelon form a group takes each row once or not at all, as its pivot says, and few rows, since those
/// whom their pivots count are few; the search tries which, and leaves a way as soon as what is settled of it is
/// neither 0 nor 1, or too many to be few.
struct SmallGroupSearch {
  enum Finding: Equatable {
    case safe
    case revealed
    /// The steps ran out.
    case unknown
  }

  /// Of small columns only: a group of few takes no other.
  private let rows: [[UInt64]]
  private let counts: [Int64]
  private let threshold: Int64
  /// Columns that nothing after a row changes, by the row; its own pivot among them.
  private let settled: [[Int]]
  /// How many values may still be looked at.
  private var steps: Int

  init(rows: [[UInt64]], counts: [Int64], threshold: Int64, steps: Int) {
    // What no row takes is in no group.
    let taken = counts.indices.filter { column in rows.contains { $0[column] != 0 } }
    let rows = rows.map { row in taken.map { row[$0] } }
    let counts = taken.map { counts[$0] }
    self.rows = rows
    self.counts = counts
    self.threshold = threshold
    self.steps = steps
    var settled: [[Int]] = Array(repeating: [], count: rows.count)
    for column in counts.indices {
      if let last = rows.lastIndex(where: { $0[column] != 0 }) { settled[last].append(column) }
    }
    self.settled = settled
  }

  mutating func run() -> Finding { visit(0, [], of: 0) }

  /// - Parameters:
  ///   - first: of the rows about which nothing is decided.
  ///   - taken: the rows taken so far.
  ///   - people: whom the columns count that are settled.
  private mutating func visit(_ first: Int, _ taken: [Int], of people: Int64) -> Finding {
    var people = people
    for index in first..<rows.count {
      let wider = taken + [index]
      if let more = count(of: wider, settledBy: index), people + more < threshold {
        let found = visit(index + 1, wider, of: people + more)
        if found != .safe { return found }
      }
      guard steps > 0 else { return .unknown }
      // Without it: who is settled so is out of every group that follows.
      guard let more = count(of: taken, settledBy: index), people + more < threshold else {
        return steps > 0 ? .safe : .unknown
      }
      people += more
    }
    return taken.isEmpty ? .safe : .revealed
  }

  /// Nil when a column is neither in the group nor out of it, when those in it are no longer few, or when the
  /// steps ran out.
  private mutating func count(of taken: [Int], settledBy index: Int) -> Int64? {
    guard !taken.isEmpty else { return 0 }
    var sum: Int64 = 0
    for column in settled[index] {
      steps -= taken.count
      guard steps > 0 else { return nil }
      var value: UInt64 = 0
      for row in taken { value = PrimeField.add(value, rows[row][column]) }
      switch value {
      case 0: break
      case 1: sum += counts[column]
      default: return nil
      }
      guard sum < threshold else { return nil }
    }
    return sum
  }
}
