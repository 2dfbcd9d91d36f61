import Domain
import Seeds
import Statistics
import Testing

@Suite("What is published of figures of lending")
struct LendingDisclosureTests {
  private let disclosure = LendingDisclosure(
    threshold: 10, largestPPM: 500_000, stepPPM: 1_000)

  private func three(
    _ rows: [LoanRow], before: [LoanRow]?
  ) throws -> [String: PublishedLendingFigure] {
    try published("three-not-below-cbrc", on: "2016-12-31", rows, before: before)
  }

  private func two(
    _ rows: [LoanRow], before: [LoanRow]?
  ) throws -> [String: PublishedLendingFigure] {
    try published("two-ups-two-controls", on: "2019-12-31", rows, before: before)
  }

  private func published(
    _ code: String, on day: String, _ rows: [LoanRow], before: [LoanRow]?
  ) throws -> [String: PublishedLendingFigure] {
    let definition = try StatisticsFixture.definition(code, on: day)
    func sums(_ rows: [LoanRow]) -> LoanSums {
      var sums = LoanSums(definition.scope)
      for row in rows { sums.add(row) }
      return sums
    }
    let found = definition.published(sums(rows), before: before.map(sums), disclosure)
    return Dictionary(uniqueKeysWithValues: zip(definition.indicators.map(\.code), found))
  }

  /// So many borrowers with the same loan each.
  private func loans(
    _ count: Int, _ name: String, _ balance: Int64, size: BorrowerSize = .small, bad: Int64 = 0,
    granted: Int64 = 0, rate: Int64 = 0, asked: Bool = false, got: Bool = false
  ) throws -> [LoanRow] {
    try (0..<count).map {
      try StatisticsFixture.loan(
        "\(name)-\($0)", balance, size: size, bad: bad, granted: granted, rate: rate,
        asked: asked, got: got)
    }
  }

  @Test("nine borrowers in either year are too few to be told of, ten are enough")
  func few() throws {
    for (now, past) in [(9, 30), (30, 9), (0, 30), (30, 0)] {
      let found = try three(loans(now, "s", 2), before: loans(past, "s", 1))
      #expect(found["k1"]?.outcome == nil && found["k1"]?.reachedPPM == nil)
      #expect(found["k2"]?.outcome == nil)
    }
    let found = try three(loans(10, "s", 2), before: loans(10, "s", 1))
    #expect(found["k1"]?.outcome == .met)
    #expect(found["k1"]?.reachedPPM == 1_000_000)
    #expect(found["k2"]?.outcome == .met)
    // A household with ten loans is one borrower.
    let household = try (0..<10).map { try StatisticsFixture.loan("h-\($0)", of: "h", 2) }
    #expect(try three(household, before: household)["k2"]?.outcome == nil)
  }

  @Test("how many borrowers there are is never told")
  func noCounts() throws {
    let found = try three(loans(40, "s", 2), before: loans(30, "s", 1))
    #expect(found["k2"] == PublishedLendingFigure(.met))
  }

  @Test("that nothing was reported before is told, and nothing that nobody asked for")
  func undefined() throws {
    let alone = try three(loans(3, "s", 2), before: nil)
    #expect(alone["k1"] == PublishedLendingFigure(.undefined(.notReportedBefore)))
    // Nobody applied: a count of nobody, as others that are held back.
    let found = try three(loans(40, "s", 2), before: loans(40, "s", 2))
    #expect(found["k3"] == PublishedLendingFigure(nil))
  }

  @Test("a share of few who asked and got nothing is held back, and whether it is met is not")
  func approvals() throws {
    func asked(_ got: Int, _ not: Int) throws -> [LoanRow] {
      try loans(got, "g", 1, asked: true, got: true) + loans(not, "n", 1, asked: true)
    }
    let few = try three(asked(20, 9), before: asked(20, 20))
    #expect(few["k3"] == PublishedLendingFigure(.met))
    let fewBefore = try three(asked(20, 20), before: asked(31, 9))
    #expect(fewBefore["k3"] == PublishedLendingFigure(.missed))
    let many = try three(asked(20, 10), before: asked(10, 20))
    #expect(many["k3"]?.reachedPPM == 667_000)
    #expect(many["k3"]?.boundPPM == 333_000)
    let all = try three(asked(20, 0), before: asked(10, 10))
    #expect(all["k3"]?.reachedPPM == 1_000_000)
  }

  @Test("rates that tell of few others, of few bad loans or mostly of one borrower are held back")
  func others() throws {
    let small = try loans(20, "s", 100)
    func growth(_ others: [LoanRow]) throws -> PublishedLendingFigure? {
      try three(small + others, before: small)["k1"]
    }
    #expect(try growth([])?.boundPPM == 0)
    #expect(try growth(loans(9, "l", 1, size: .large)) == PublishedLendingFigure(.missed))
    #expect(try growth(loans(10, "l", 10, size: .large))?.boundPPM == 50_000)
    let giant = try loans(9, "l", 1, size: .large) + loans(1, "g", 3_000, size: .large)
    #expect(try growth(giant) == PublishedLendingFigure(.missed))
    func bad(_ count: Int) throws -> PublishedLendingFigure? {
      try two(loans(count, "b", 100, bad: 10) + small, before: nil)["control1"]
    }
    #expect(try bad(0)?.reachedPPM == 0)
    #expect(try bad(1) == PublishedLendingFigure(.met))
    #expect(try bad(9)?.reachedPPM == nil)
    #expect(try bad(10)?.reachedPPM == 33_000)
    func cost(_ count: Int) throws -> PublishedLendingFigure? {
      let rows = try loans(count, "c", 1, granted: 100, rate: 43_512)
      return try two(rows, before: rows)["control2"]
    }
    #expect(try cost(9) == PublishedLendingFigure(nil))
    #expect(try cost(10)?.reachedPPM == 44_000)
  }

  @Test("of random loans nothing is told that few borrowers are behind")
  func random() throws {
    var generator = SeededGenerator(seed: SeededGenerator.seed(for: "lending disclosure"))
    var told = 0
    for _ in 0..<2_000 {
      let now = try randomLoans(&generator)
      let past = try randomLoans(&generator)
      let found = try two(now, before: past)
      let years = [now, past].map { rows in rows.filter(counts) }
      let borrowers = years.map { people($0) { $0.balance.value > 0 } }
      let lent = years.map { people($0) { $0.granted.value > 0 } }
      for (code, groups) in [
        ("up1", borrowers), ("up2", borrowers), ("control1", [borrowers[0]]), ("control2", lent),
      ] where found[code]?.outcome != nil {
        told += 1
        #expect(groups.allSatisfy { $0.count >= 10 })
      }
      #expect(found["up2"]?.reachedPPM == nil)
      if found["up1"]?.reachedPPM != nil {
        for rows in [now, past] {
          let others = people(rows.filter { !counts($0) }) { $0.balance.value > 0 }
          #expect(others.isEmpty || others.count >= 10)
        }
      }
      if found["control1"]?.reachedPPM != nil {
        let bad = people(years[0]) { $0.bad.value > 0 }
        #expect(bad.isEmpty || bad.count >= 10)
        let good = borrowers[0].subtracting(bad)
        #expect(good.isEmpty || good.count >= 10)
      }
      for figure in found.values where figure.outcome == nil {
        #expect(figure.reachedPPM == nil && figure.boundPPM == nil)
      }
    }
    #expect(told > 500)
  }

  /// Told by hand, not by the scope.
  private func counts(_ row: LoanRow) -> Bool {
    guard let size = row.size, let credit = row.credit else { return false }
    return size != .medium && size != .large && credit.value <= 1_000_000_000
  }

  private func people(_ rows: [LoanRow], _ isMeant: (LoanRow) -> Bool) -> Set<String> {
    Set(rows.filter(isMeant).map(\.borrower))
  }

  private func randomLoans(_ generator: inout SeededGenerator) throws -> [LoanRow] {
    let sizes: [BorrowerSize?] = [.micro, .small, .small, .small, .owner, .large, nil]
    return try (0..<Int.random(in: 0...60, using: &generator)).map { number in
      let balance = Int64.random(in: 0...3, using: &generator)
      return try StatisticsFixture.loan(
        "\(number)", of: "\(Int.random(in: 0..<50, using: &generator))", balance,
        size: sizes.randomElement(using: &generator) ?? nil,
        credit: Int64.random(in: 999_999_999...1_000_000_001, using: &generator),
        bad: Int64.random(in: 0...min(1, balance), using: &generator),
        granted: Int64.random(in: 0...2, using: &generator), rate: 40_000)
    }
  }
}

extension PublishedLendingFigure {
  /// Without rates.
  fileprivate init(_ outcome: LendingFigure.Outcome?) {
    self.init(outcome: outcome, reachedPPM: nil, boundPPM: nil)
  }
}
