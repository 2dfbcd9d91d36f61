import Domain
import Seeds
import Statistics
import Testing

@Suite("Figures of lending beside those of an earlier version of the report")
struct LendingChangeTests {
  private let disclosure = LendingDisclosure(
    threshold: 10, largestPPM: 500_000, stepPPM: 1_000)

  private func two() throws -> LendingDefinition {
    try StatisticsFixture.definition("two-ups-two-controls", on: "2019-12-31")
  }

  private func three() throws -> LendingDefinition {
    try StatisticsFixture.definition("three-not-below-cbrc", on: "2016-12-31")
  }

  private func sums(_ rows: [LoanRow], _ definition: LendingDefinition) -> LoanSums {
    var sums = LoanSums(definition.scope)
    for row in rows { sums.add(row) }
    return sums
  }

  /// The most borrowers that differ in any amount, and whether both versions may be told.
  private struct Compared: Equatable {
    let most: Int
    let mayTell: Bool

    init(_ most: Int, _ mayTell: Bool) {
      self.most = most
      self.mayTell = mayTell
    }
  }

  private func compare(
    _ now: [LoanRow], _ earlier: [LoanRow], by definition: LendingDefinition
  ) -> Compared {
    let counted = sums(now, definition)
    let told = sums(earlier, definition)
    return Compared(
      definition.changed(counted, from: told).max() ?? 0,
      disclosure.mayTell(counted, beside: told, by: definition))
  }

  /// Borrowers with a loan each, no two alike.
  private func loans(
    _ numbers: Range<Int64>, more: Int64 = 0, size: BorrowerSize = .small, credit: Int64 = 100,
    rate: Int64 = 40_000, asked: Bool = false, got: Bool = false
  ) throws -> [LoanRow] {
    try numbers.map {
      try StatisticsFixture.loan(
        "\($0)", 1_000 + $0 + more, size: size, credit: credit, granted: 500 + $0, rate: rate,
        asked: asked, got: got)
    }
  }

  @Test(
    "loans of one to nine borrowers are never told by two versions, of none or of ten they are",
    arguments: [0, 1, 9, 10, 11] as [Int64])
  func counts(_ few: Int64) throws {
    let all = try loans(0..<40)
    let others = try loans(few..<40)
    let corrected = try loans(0..<few, more: 5_000) + others
    let added = try all + loans(100..<100 + few)
    let definitions = [try two(), try three()]
    for (now, earlier) in [(corrected, all), (others, all), (added, all)] {
      for (now, earlier) in [(now, earlier), (earlier, now)] {
        for definition in definitions {
          #expect(
            compare(now, earlier, by: definition) == Compared(Int(few), few == 0 || few >= 10))
        }
      }
    }
  }

  @Test("the same loans in another order, under other numbers, are the same")
  func same() throws {
    let rows = try loans(0..<40)
    let renumbered = rows.reversed().map { row in
      LoanRow(
        key: "n-\(row.key)", borrower: "c-\(row.borrower)", size: row.size, credit: row.credit,
        balance: row.balance, bad: row.bad, granted: row.granted, ratePPM: row.ratePPM,
        hasApplied: row.hasApplied, isApproved: row.isApproved)
    }
    #expect(try compare(renumbered, rows, by: two()) == Compared(0, true))
    // And one who was corrected meanwhile is one.
    let one = try loans(90..<91) + Array(renumbered.dropFirst())
    #expect(try compare(one, rows, by: two()) == Compared(1, false))
  }

  @Test("a loan that was another's all along corrects two borrowers")
  func moved() throws {
    let rows = try loans(0..<40)
    func with(_ borrower: String) throws -> [LoanRow] {
      rows + [try StatisticsFixture.loan("moved", of: borrower, 7_000)]
    }
    #expect(try compare(with("1"), with("0"), by: two()) == Compared(2, false))
    // One loan written as two is the same borrower with the same.
    let parts = [
      try StatisticsFixture.loan("a", of: "0", 3_000),
      try StatisticsFixture.loan("b", of: "0", 4_000),
    ]
    #expect(try compare(rows + parts, with("0"), by: two()) == Compared(0, true))
  }

  @Test("what is corrected of many hides nobody in another amount")
  func hidden() throws {
    let rest = try loans(20..<40)
    let rows = try loans(0..<20) + rest
    // Credit lines below the limit are in no figure.
    let credit = try loans(0..<20, credit: 200)
    #expect(try compare(credit + rest, rows, by: two()) == Compared(0, true))
    let one = try loans(0..<1, more: 5_000) + Array(credit.dropFirst())
    #expect(try compare(one + rest, rows, by: two()) == Compared(1, false))
    let rates = try loans(0..<20, rate: 39_000)
    #expect(try compare(rates + rest, rows, by: two()) == Compared(20, true))
    // Who sets down no cost reads no rates.
    #expect(try compare(rates + rest, rows, by: three()) == Compared(0, true))
    let bad = try StatisticsFixture.loan("0", 1_000, bad: 10, granted: 500, rate: 39_000)
    let hiding = [bad] + Array(rates.dropFirst()) + rest
    #expect(try compare(hiding, rows, by: two()) == Compared(20, false))
  }

  @Test("few large borrowers are not told of either, nor few that count after all")
  func others() throws {
    let small = try loans(0..<20)
    let large = try small + loans(20..<40, size: .large)
    for (few, mayTell) in [(1, false), (9, false), (10, true)] as [(Int64, Bool)] {
      let rest = try small + loans(20 + few..<40, size: .large)
      let corrected = try loans(20..<20 + few, more: 5_000, size: .large) + rest
      #expect(try compare(corrected, large, by: two()) == Compared(Int(few), mayTell))
      // Found to be small after all: theirs is the same, and counts.
      let counted = try loans(20..<20 + few) + rest
      #expect(try compare(counted, large, by: two()) == Compared(Int(few), mayTell))
    }
  }

  @Test("a household that applied or got a loan after all is one borrower")
  func approvals() throws {
    func asked(_ got: Range<Int64>, _ not: Range<Int64>) throws -> [LoanRow] {
      try loans(got, asked: true, got: true) + loans(not, asked: true)
    }
    let rows = try asked(0..<20, 20..<40)
    #expect(try compare(asked(0..<21, 21..<40), rows, by: three()) == Compared(1, false))
    #expect(try compare(asked(0..<30, 30..<40), rows, by: three()) == Compared(10, true))
    let nobody = try loans(0..<1) + asked(1..<20, 20..<40)
    #expect(try compare(nobody, rows, by: three()) == Compared(1, false))
    #expect(try compare(nobody, rows, by: two()) == Compared(0, true))
  }

  @Test("of random versions figures differ only where borrowers do")
  func random() throws {
    var generator = SeededGenerator(seed: SeededGenerator.seed(for: "lending change"))
    let definition = try two()
    var same = 0
    for _ in 0..<1_000 {
      let earlier = try randomLoans(&generator)
      var now = earlier
      for _ in 0..<Int.random(in: 0...2, using: &generator) {
        let place = Int.random(in: 0..<now.count, using: &generator)
        now[place] = try randomLoan(place, &generator)
      }
      let changed = definition.changed(sums(now, definition), from: sums(earlier, definition))
      #expect(
        changed == definition.changed(sums(earlier, definition), from: sums(now, definition)))
      // Each row is a borrower's own, and two were corrected at most.
      #expect(changed.allSatisfy { $0 <= 2 })
      if changed.allSatisfy({ $0 == 0 }) {
        same += 1
        for before in [now, earlier] {
          let one = definition.figures(now, before: before)
          let other = definition.figures(earlier, before: before)
          for (one, other) in zip(one, other) {
            #expect(one.outcome == other.outcome)
            #expect(one.reached == other.reached && one.bound == other.bound)
          }
        }
      }
    }
    #expect(same > 100)
  }

  private func randomLoans(_ generator: inout SeededGenerator) throws -> [LoanRow] {
    try (0..<Int.random(in: 1...30, using: &generator)).map { try randomLoan($0, &generator) }
  }

  private func randomLoan(_ number: Int, _ generator: inout SeededGenerator) throws -> LoanRow {
    let sizes: [BorrowerSize?] = [.micro, .small, .owner, .large, nil]
    let balance = Int64.random(in: 0...3, using: &generator)
    return try StatisticsFixture.loan(
      "\(number)", balance, size: sizes.randomElement(using: &generator) ?? nil,
      credit: Int64.random(in: 999_999_999...1_000_000_001, using: &generator),
      bad: Int64.random(in: 0...min(1, balance), using: &generator),
      granted: Int64.random(in: 0...2, using: &generator), rate: 40_000)
  }
}
