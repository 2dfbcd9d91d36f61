import Domain
import Seeds
import Statistics
import Testing

@Suite("Suppression of small cells")
struct SuppressionTests {
  private let suppression = CellSuppression(threshold: 10, searchSteps: 20_000)

  /// A table of two ways with its sums: cells row by row, then the rows' sums, the columns', and all.
  private func table(_ counts: [[Int64]]) -> (cells: Int, groups: [CountedGroup]) {
    let rows = counts.count
    let columns = counts.first?.count ?? 0
    let inner = rows * columns
    var groups: [CountedGroup] = []
    for (row, line) in counts.enumerated() {
      for (column, count) in line.enumerated() {
        groups.append(
          CountedGroup(
            count: count,
            cells: [
              row * columns + column, inner + row, inner + rows + column, inner + rows + columns,
            ]))
      }
    }
    return (inner + rows + columns + 1, groups)
  }

  @Test("a table without small cells is published whole")
  func whole() {
    let (cells, groups) = table([[10, 20], [30, 40]])
    #expect(
      suppression.verdicts(cells: cells, groups: groups)
        == Array(repeating: .published, count: cells))
  }

  @Test("with one small cell its row and its column give up another, and the sums stay")
  func complementary() {
    let (cells, groups) = table([[3, 20, 30], [40, 50, 60], [70, 80, 90]])
    let verdicts = suppression.verdicts(cells: cells, groups: groups)
    #expect(verdicts[0] == .primary)
    #expect(verdicts[9...].allSatisfy { $0 == .published })
    #expect(verdicts[..<9].count { $0 == .complementary } == 3)
  }

  @Test("what is left of a total is no small group, and zero is small")
  func remainder() {
    // Two small cells of 4 and 5: their sum is small, too.
    let line: [Int64] = [4, 5, 30, 40]
    let groups = line.enumerated().map { CountedGroup(count: $1, cells: [$0, 4]) }
    let verdicts = suppression.verdicts(cells: 5, groups: groups)
    #expect(verdicts == [.primary, .primary, .complementary, .published, .published])
    let zero = [Int64(0), 30].enumerated().map { CountedGroup(count: $1, cells: [$0, 2]) }
    #expect(
      suppression.verdicts(cells: 3, groups: zero) == [.primary, .complementary, .published])
  }

  @Test("a later release does not tell who came in between")
  func differencing() {
    // Cell 0: the total then, 100. Cell 1: the total now, 103.
    let few = [
      CountedGroup(count: 100, cells: [0, 1]), CountedGroup(count: 3, cells: [1]),
    ]
    #expect(
      suppression.verdicts(cells: 2, groups: few, released: [0]) == [.published, .complementary])
    let many = [
      CountedGroup(count: 100, cells: [0, 1]), CountedGroup(count: 30, cells: [1]),
    ]
    #expect(
      suppression.verdicts(cells: 2, groups: many, released: [0]) == [.published, .published])
  }

  @Test("what cannot be shown to be safe within the steps is held back")
  func bounded() {
    let (cells, groups) = table([[3, 4, 5], [6, 7, 8], [2, 9, 40]])
    let verdicts = CellSuppression(threshold: 10, searchSteps: 1)
      .verdicts(cells: cells, groups: groups)
    #expect(verdicts.count { $0 == .published } <= 2)
  }

  @Test("what was released of others takes no work, and what was released of the same does")
  func others() {
    // Cells 0 and 1 of one place, then and now; cells 2 to 41 of another.
    let own = [
      CountedGroup(count: 100, cells: [0, 1]), CountedGroup(count: 3, cells: [1]),
      CountedGroup(count: 30, cells: [1]),
    ]
    let others = (2..<42).map { CountedGroup(count: 20, cells: [$0]) }
    let verdicts = CellSuppression(threshold: 10, searchSteps: 1_000, workSteps: 1_000)
      .verdicts(cells: 42, groups: own + others, released: Set([0] + (2..<42)))
    #expect(verdicts.allSatisfy { $0 == .published })
    let none = CellSuppression(threshold: 10, searchSteps: 1_000, workSteps: 3)
      .verdicts(cells: 42, groups: own + others, released: Set([0] + (2..<42)))
    #expect(none[1] == .complementary)
  }

  @Test("many groups are mixed, and nothing is held back for it that need not be")
  func mixed() {
    // Sums alone of twenty by twenty: four hundred groups, all of them large but one row's.
    let size = 20
    func groups(_ first: Int64) -> [CountedGroup] {
      (0..<size).flatMap { row in
        (0..<size).compactMap { column -> CountedGroup? in
          let count = row > 0 ? Int64(12 + (row * 7 + column * 3) % 9) : column == 0 ? first : 0
          return count == 0
            ? nil : CountedGroup(count: count, cells: [row, size + column, 2 * size])
        }
      }
    }
    let all = suppression.verdicts(cells: 2 * size + 1, groups: groups(30))
    #expect(all.allSatisfy { $0 == .published })
    let few = suppression.verdicts(cells: 2 * size + 1, groups: groups(3))
    #expect(few[0] == .primary)
    #expect(few[..<size].count { $0 == .complementary } == 1)
    #expect(few[size...].allSatisfy { $0 == .published })
  }

  @Test("what is left when the work is used up is held back")
  func workIsBounded() {
    let (cells, groups) = table([[10, 20], [30, 40]])
    let verdicts = CellSuppression(threshold: 10, searchSteps: 20_000, workSteps: 0)
      .verdicts(cells: cells, groups: groups)
    #expect(verdicts.allSatisfy { $0 == .complementary })
  }

  @Test(
    "a report of a province is made within the work there is, and publishes what is of many",
    .timeLimit(.minutes(10)))
  func province() throws {
    var generator = SeededGenerator(seed: SeededGenerator.seed(for: "province"))
    let places = (0..<16).map { "p\($0)" }
    let sections = (0..<20).map { "s\($0)" }
    let sizes = (0..<5).map { "z\($0)" }
    let borrowers = (0..<3).map { "b\($0)" }
    // Low numbers are more frequent, as few cities and sections have most.
    func pick(_ names: [String]) -> String {
      names[
        min(
          Int.random(in: names.indices, using: &generator),
          Int.random(in: names.indices, using: &generator))]
    }
    let needs = (0..<40_000).map { number in
      ReportedNeed(
        key: "\(number)",
        furthest: FunnelStage(rawValue: Int.random(in: 0...5, using: &generator)),
        values: [pick(places), pick(sections), pick(sizes), pick(borrowers)])
    }
    let rule = try StatisticsFixture.book().suppression
    let report = ReportTables(
      needs,
      tables: [
        (code: "place", rows: places), (code: "industry", rows: sections),
        (code: "size", rows: sizes), (code: "borrower", rows: borrowers),
      ], suppression: CellSuppression(rule))
    #expect(report.total.first == 40_000)
    let counts = report.tables.flatMap(\.rows).flatMap(\.counts)
    #expect(counts.allSatisfy { $0.map { $0 >= rule.threshold } ?? true })
    #expect(counts.count { $0 != nil } * 2 > counts.count)
  }

  @Test("no combination of what is published is the count of a small group, over random tables")
  func nothingRevealed() {
    var generator = SeededGenerator(seed: SeededGenerator.seed(for: "suppression"))
    for _ in 0..<150 {
      let counts = randomCounts(&generator)
      let (cells, groups) = table(counts)
      let verdicts = suppression.verdicts(cells: cells, groups: groups)
      #expect(Checker.smallest(groups, verdicts) >= 10, "\(counts)")
    }
  }

  /// Of up to three by three.
  private func randomCounts(_ generator: inout SeededGenerator) -> [[Int64]] {
    let rows = Int.random(in: 1...3, using: &generator)
    let columns = Int.random(in: 1...3, using: &generator)
    return (0..<rows).map { _ in
      (0..<columns).map { _ -> Int64 in
        let most: Int64 = Bool.random(using: &generator) ? 12 : 40
        return Int64.random(in: 0...most, using: &generator)
      }
    }
  }

  @Test(
    "who knows that nothing is below zero learns neither what a cell held back is, nor that it is small"
  )
  func nothingNarrowed() throws {
    var generator = SeededGenerator.announced("intervals")
    for _ in 0..<150 {
      let counts = randomCounts(&generator)
      let (cells, groups) = table(counts)
      let verdicts = suppression.verdicts(cells: cells, groups: groups)
      let published = verdicts.indices.filter { verdicts[$0] == .published }
      var audit = IntervalAudit(groups, published: published)
      for cell in verdicts.indices where verdicts[cell] != .published {
        let found = audit.interval(of: cell)
        let interval = try #require(found, "\(counts)")
        let isNarrow = interval.upperBound < 10 || interval.lowerBound == interval.upperBound
        #expect(!isNarrow, "\(counts), cell \(cell): \(interval)")
      }
    }
  }

  @Test("nor of two releases between which some came, left and moved")
  func nothingRevealedBetween() {
    var generator = SeededGenerator(seed: SeededGenerator.seed(for: "releases"))
    for _ in 0..<60 {
      // A line of three and its sum, then and now: cells 0 to 3 and 4 to 7. Who is where then (or not yet)
      // and now (or no more) makes a group; who looks on does not know which are of nobody.
      var all: [CountedGroup] = []
      for then in 0...3 {
        for now in 0...3 where then < 3 || now < 3 {
          let most: Int64 = then == now ? 30 : Bool.random(using: &generator) ? 0 : 12
          var found: Set<Int> = []
          if then < 3 { found.formUnion([then, 3]) }
          if now < 3 { found.formUnion([4 + now, 7]) }
          let count = Int64.random(in: 0...most, using: &generator)
          all.append(CountedGroup(count: count, cells: found))
        }
      }
      let groups = all.filter { $0.count > 0 }
      guard groups.count <= 12 else { continue }
      let first = suppression.verdicts(
        cells: 4,
        groups: groups.map { CountedGroup(count: $0.count, cells: $0.cells.filter { $0 < 4 }) })
      let released = Set((0..<4).filter { first[$0] == .published })
      // What was held back then stays held back: it is no candidate.
      let candidates = groups.map {
        CountedGroup(
          count: $0.count, cells: $0.cells.filter { $0 >= 4 || released.contains($0) })
      }
      let verdicts = suppression.verdicts(cells: 8, groups: candidates, released: released)
      #expect(Checker.smallest(candidates, verdicts) >= 10, "\(groups)")
      let published = verdicts.indices.filter { verdicts[$0] == .published }
      var audit = IntervalAudit(all, published: published)
      // That nobody is in a cell may follow; it is of nobody.
      for cell in verdicts.indices
      where verdicts[cell] != .published && audit.value(of: cell) > 0 {
        let isOpen = audit.isOpen(cell, from: 10)
        #expect(isOpen == true, "\(groups), cell \(cell)")
      }
    }
  }
}

/// Tries every group there is by fractions: one that follows from the published figures is revealed.
private enum Checker {
  /// The count of the smallest group that is revealed; the greatest number when none is.
  static func smallest(_ groups: [CountedGroup], _ verdicts: [CellSuppression.Verdict]) -> Int64 {
    let figures = verdicts.indices.filter { verdicts[$0] == .published }.map { cell in
      groups.map { $0.cells.contains(cell) ? Fraction(1) : Fraction(0) }
    }
    let basis = reduced(figures)
    var least = Int64.max
    for chosen in 1..<(1 << groups.count) {
      let group = groups.indices.map { chosen >> $0 & 1 == 1 ? Fraction(1) : Fraction(0) }
      guard follows(group, from: basis) else { continue }
      least = min(
        least,
        groups.indices.filter { chosen >> $0 & 1 == 1 }.reduce(0) { $0 + groups[$1].count })
    }
    return least
  }

  private static func reduced(_ figures: [[Fraction]]) -> [(pivot: Int, row: [Fraction])] {
    var basis: [(pivot: Int, row: [Fraction])] = []
    for figure in figures {
      let rest = remainder(figure, basis)
      guard let pivot = rest.firstIndex(where: { !$0.isZero }) else { continue }
      basis.append((pivot, rest.map { $0 / rest[pivot] }))
    }
    return basis
  }

  private static func follows(
    _ group: [Fraction], from basis: [(pivot: Int, row: [Fraction])]
  ) -> Bool {
    remainder(group, basis).allSatisfy(\.isZero)
  }

  /// In the order in which the rows were found: each is 0 at the pivots before it.
  private static func remainder(
    _ row: [Fraction], _ basis: [(pivot: Int, row: [Fraction])]
  ) -> [Fraction] {
    var rest = row
    for (pivot, known) in basis {
      let factor = rest[pivot]
      guard !factor.isZero else { continue }
      for column in rest.indices { rest[column] = rest[column] - factor * known[column] }
    }
    return rest
  }
}

/// A fraction in lowest terms.
private struct Fraction: Equatable {
  let numerator: Int
  let denominator: Int

  init(_ numerator: Int, over denominator: Int = 1) {
    var (one, other) = (abs(numerator), abs(denominator))
    while other != 0 { (one, other) = (other, one % other) }
    let sign = denominator < 0 ? -1 : 1
    self.numerator = sign * numerator / max(one, 1)
    self.denominator = sign * denominator / max(one, 1)
  }

  var isZero: Bool { numerator == 0 }

  static func * (left: Fraction, right: Fraction) -> Fraction {
    Fraction(left.numerator * right.numerator, over: left.denominator * right.denominator)
  }

  static func / (left: Fraction, right: Fraction) -> Fraction {
    Fraction(left.numerator * right.denominator, over: left.denominator * right.numerator)
  }

  static func - (left: Fraction, right: Fraction) -> Fraction {
    Fraction(
      left.numerator * right.denominator - right.numerator * left.denominator,
      over: left.denominator * right.denominator)
  }
}
