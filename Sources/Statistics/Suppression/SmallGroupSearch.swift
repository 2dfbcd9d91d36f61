/// Looks for a group of few that one more figure would reveal: a combination of what is known and of it that is 1 for
/// whom it counts and 0 for everybody else.
///
/// Rows are 0 at the pivots of the others, so that a group takes each row once or not at all, and few rows, since those
/// whom their pivots count are few. What a row adds where it must not be, another that is not 0 there has to take away
/// again: the search tries which, and leaves a way as soon as there is none.
struct SmallGroupSearch {
  enum Finding: Equatable {
    case safe
    case revealed
    /// The steps ran out.
    case unknown
  }

  private let span: FigureSpan
  /// What the figure would be; its place follows those of the known rows.
  private let added: FigureSpan.Row
  /// Known rows as they would be beside it, by their places, where they are not as before.
  private let changed: [Int: FigureRow]
  private let threshold: Int64
  /// Whether no group is of nobody.
  private let hasPeople: Bool
  /// How many values may still be looked at.
  private(set) var steps: Int

  /// - Parameter added: of small groups alone.
  init(_ span: FigureSpan, adding added: FigureSpan.Row, threshold: Int64, steps: Int) {
    self.span = span
    self.added = added
    self.threshold = threshold
    hasPeople = span.hasPeople
    self.steps = steps
    var changed: [Int: FigureRow] = [:]
    for index in span.rows(at: added.pivot) {
      changed[index] = FigureSpan.without(added, span.fine[index].figure)
      self.steps -= span.fine[index].figure.columns.count + added.figure.columns.count
    }
    self.changed = changed
  }

  private var place: Int { span.fine.count }

  private func pivot(_ row: Int) -> Int { row == place ? added.pivot : span.fine[row].pivot }

  private func figure(_ row: Int) -> FigureRow {
    row == place ? added.figure : changed[row] ?? span.fine[row].figure
  }

  /// What takes none of the rows that are new is known already.
  mutating func run() -> Finding {
    var without: Set<Int> = []
    for row in [place] + changed.keys.sorted() {
      let found = visit(figure(row), taken: [row], without: without, of: span.counts[pivot(row)])
      if found != .safe { return found }
      without.insert(row)
    }
    return .safe
  }

  /// - Parameters:
  ///   - sum: of the rows that are taken.
  ///   - without: rows that are not taken.
  ///   - people: whom the pivots of those that are taken count.
  private mutating func visit(
    _ sum: FigureRow, taken: Set<Int>, without: Set<Int>, of people: Int64
  ) -> Finding {
    guard people < threshold else { return .safe }
    // Of those in the group so far: whom no row can take out again, and by whom the others.
    var certain: Int64 = 0
    var open: [(count: Int64, rows: [Int])] = []
    // One of these must be taken.
    var next: [Int]?
    // Whom the rows that are taken count, and of these those where a row is not 0.
    var everybody: Int64 = 0
    var reach: [Int: Int64] = [:]
    for (column, value) in zip(sum.columns, sum.values) {
      let rows = able(at: column, taken: taken, without: without, of: people)
      guard steps > 0 else { return .unknown }
      everybody += span.counts[column]
      for row in rows { reach[row, default: 0] += span.counts[column] }
      if value != 1 {
        guard !rows.isEmpty else { return .safe }
        if rows.count < next?.count ?? .max { next = rows }
      } else if rows.isEmpty {
        certain += span.counts[column]
        guard certain < threshold else { return .safe }
      } else {
        open.append((span.counts[column], rows))
      }
    }
    let all = open.reduce(certain) { $0 + $1.count }
    if next == nil, all < threshold { return .revealed }
    if all >= threshold {
      // Somebody of these must be taken out again, for they are not few.
      let some = rowsOfMany(certain, open)
      if some.count < next?.count ?? .max { next = some }
    }
    if let far = farRows(reach, of: everybody, left: threshold - 1 - people) {
      if far.count < next?.count ?? .max { next = far }
    }
    var without = without
    for row in next ?? [] {
      steps -= sum.columns.count
      let found = visit(
        sum.adding(figure(row)), taken: taken.union([row]), without: without,
        of: people + span.counts[pivot(row)])
      if found != .safe { return found }
      without.insert(row)
    }
    return .safe
  }

  /// All but few are to be taken out again, by no more rows than those who may still be counted by their pivots: one
  /// of them takes out its share, which few rows reach. None when all together do not.
  ///
  /// - Returns: nil when it says nothing, since there are groups of nobody.
  private func farRows(
    _ reach: [Int: Int64], of everybody: Int64, left people: Int64
  ) -> [Int]? {
    guard hasPeople else { return nil }
    let excess = everybody - (threshold - 1)
    guard excess > 0 else { return nil }
    guard people > 0 else { return [] }
    let reached = reach.values.sorted(by: >).prefix(Int(people)).reduce(0, +)
    guard reached >= excess else { return [] }
    return reach.filter { $0.value * people >= excess }.keys.sorted()
  }

  /// The rows of so many that they are not few, those with few rows first.
  private func rowsOfMany(_ certain: Int64, _ open: [(count: Int64, rows: [Int])]) -> [Int] {
    var found: Set<Int> = []
    var people = certain
    for one in open.enumerated().sorted(by: {
      ($0.element.rows.count, $0.offset) < ($1.element.rows.count, $1.offset)
    }) where people < threshold {
      people += one.element.count
      found.formUnion(one.element.rows)
    }
    return found.sorted()
  }

  /// The rows that are not 0 at a column and may still be taken, in their order.
  private mutating func able(
    at column: Int, taken: Set<Int>, without: Set<Int>, of people: Int64
  ) -> [Int] {
    var candidates = span.rows(at: column)
    if added.figure[column] != 0 {
      candidates.insert(place)
      candidates.formUnion(changed.keys)
    }
    steps -= 1 + candidates.count
    return candidates.filter { row in
      !taken.contains(row) && !without.contains(row)
        && people + span.counts[pivot(row)] < threshold && figure(row)[column] != 0
    }.sorted()
  }
}
