/// Looks for a group of few that combinations of figures reveal: one that is 1 for whom it counts and 0 for
/// everybody else.
///
/// In reduced echelon form a group takes each row once or not at all, as its pivot says; the search tries
/// both, and leaves a way as soon as what is settled of it is neither 0 nor 1, or too many to be few.
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
  /// Columns that nothing after a row changes, by the row.
  private let settled: [[Int]]
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

  mutating func run() -> Finding {
    guard !rows.isEmpty else { return .safe }
    return visit(0, Array(repeating: 0, count: counts.count), of: 0, isEmpty: true)
  }

  private mutating func visit(
    _ index: Int, _ group: [UInt64], of people: Int64, isEmpty: Bool
  ) -> Finding {
    guard index < rows.count else { return isEmpty ? .safe : .revealed }
    for isTaken in [false, true] {
      guard steps > 0 else { return .unknown }
      steps -= 1
      var next = group
      if isTaken {
        for column in next.indices where rows[index][column] != 0 {
          next[column] = PrimeField.add(next[column], rows[index][column])
        }
      }
      guard let more = count(of: next, settledBy: index), people + more < threshold else {
        continue
      }
      let found = visit(index + 1, next, of: people + more, isEmpty: isEmpty && !isTaken)
      if found != .safe { return found }
    }
    return .safe
  }

  /// Nil when a column is neither in the group nor out of it.
  private func count(of group: [UInt64], settledBy index: Int) -> Int64? {
    var sum: Int64 = 0
    for column in settled[index] {
      switch group[column] {
      case 0: break
      case 1: sum += counts[column]
      default: return nil
      }
    }
    return sum
  }
}
