import Domain
import Seeds
import Testing

@testable import Arrangement

@Suite("Loss shares")
struct ShareTests {
  private static let parties = LossParty.allCases

  private func table4321() throws -> ShareTable {
    try #require(
      ShareTable([
        .init(.guarantor, ppm: 400_000), .init(.reGuarantor, ppm: 300_000),
        .init(.bank, ppm: 200_000), .init(.government, ppm: 100_000),
      ]))
  }

  private static let splitVectors: [(Int64, [Int64])] = [
    (100_000_001, [40_000_001, 30_000_000, 20_000_000, 10_000_000]),
    (333_333_333, [133_333_333, 100_000_000, 66_666_667, 33_333_333]),
  ]

  @Test("the two vectors of 4321 are split to the fen", arguments: splitVectors)
  func vectors(_ amount: Int64, _ parts: [Int64]) throws {
    let split = try table4321().split(try ArrangementFixture.fen(amount))
    #expect(split.map(\.fen.value) == parts)
    #expect(split.map(\.party) == [.guarantor, .reGuarantor, .bank, .government])
  }

  @Test("equal remainders go to the first place")
  func ties() throws {
    let table = try #require(
      ShareTable([.init(.bank, ppm: 500_000), .init(.guarantor, ppm: 500_000)]))
    let three = try ArrangementFixture.fen(3)
    #expect(table.split(three).map(\.fen.value) == [2, 1])
  }

  @Test("a table that does not sum to a million, or names a party twice, is none")
  func badTables() {
    #expect(ShareTable([]) == nil)
    #expect(ShareTable([.init(.bank, ppm: 999_999)]) == nil)
    #expect(ShareTable([.init(.bank, ppm: 500_000), .init(.bank, ppm: 500_000)]) == nil)
    #expect(ShareTable([.init(.bank, ppm: -1), .init(.guarantor, ppm: 1_000_001)]) == nil)
  }

  /// A table of 1 to 6 parties; shares of nothing and equal shares come often.
  private func randomTable(_ random: inout SeededGenerator) -> ShareTable? {
    let count = Int.random(in: 1...Self.parties.count, using: &random)
    let step: Int64 = [1, 1_000, 50_000, 250_000].randomElement(using: &random) ?? 1
    let cuts = (1..<count).map { _ in
      Int64.random(in: 0...(1_000_000 / step), using: &random) * step
    }.sorted()
    let bounds = [0] + cuts + [1_000_000]
    let shares = zip(bounds, bounds.dropFirst()).map { $1 - $0 }
    return ShareTable(
      zip(Self.parties.shuffled(using: &random), shares).map { .init($0, ppm: $1) })
  }

  @Test("a million random amounts and tables: parts sum, are within a fen, and keep the order")
  func splits() throws {
    let seed = SeededGenerator.seed(for: "splits")
    var random = SeededGenerator(seed: seed)
    var wrong: [String] = []
    for _ in 0..<1_000_000 {
      let made = randomTable(&random)
      let table = try #require(made)
      let bits = Int64.random(in: 0...43, using: &random)
      let most = min(Fen.maximum, (Int64(1) << bits))
      let amount = Int64.random(in: 0...most, using: &random)
      let parts = table.split(try ArrangementFixture.fen(amount)).map(\.fen.value)
      let shares = table.shares.map(\.ppm)
      var holds = parts.count == shares.count && parts.reduce(0, +) == amount
      for (place, part) in parts.enumerated() where holds {
        let off = Int128(part) * 1_000_000 - Int128(amount) * Int128(shares[place])
        holds = abs(off) < 1_000_000
        for other in 0..<place where holds {
          // Who has the greater share never gets less; of equal ones the first gets no less.
          if shares[other] >= shares[place] { holds = parts[other] >= part }
          if shares[other] < shares[place] { holds = parts[other] <= part }
        }
      }
      if !holds { wrong.append("\(amount) over \(shares): \(parts)") }
    }
    #expect(wrong == [], "seed \(seed)")
  }

  @Test(
    "a million rounds of recovery of random amounts and tables sum each time, take nothing back, and give everybody what he bore"
  )
  func rounds() throws {
    let seed = SeededGenerator.seed(for: "rounds")
    var random = SeededGenerator(seed: seed)
    var wrong: [String] = []
    var rounds = 0
    while rounds < 1_000_000 {
      let made = randomTable(&random)
      let table = try #require(made)
      let most = min(Fen.maximum - 50, Int64(1) << Int64.random(in: 0...43, using: &random))
      let loss = Int64.random(in: 1...most, using: &random)
      var account = RecoveryAccount(table.split(try ArrangementFixture.fen(loss)))
      var left = loss
      // The last round brings the rest: no table takes more than so many.
      for round in 1...12 where left > 0 {
        let few = Bool.random(using: &random) ? min(left, 3) : left
        let net = round == 12 ? left : Int64.random(in: 1...few, using: &random)
        let costs = Int64.random(in: 0...50, using: &random)
        let parts = try account.distribute(
          gross: ArrangementFixture.fen(net + costs), costs: ArrangementFixture.fen(costs))
        left -= net
        rounds += 1
        var holds =
          parts.reduce(0) { $0 + $1.fen.value } == net && parts.count == table.shares.count
        for line in account.lines where holds {
          let ahead =
            Int128(line.returned.value) * Int128(loss)
            - Int128(loss - left) * Int128(line.borne.value)
          holds = ahead < Int128(loss)
        }
        if !holds { wrong.append("\(loss) over \(table.shares), \(net) of \(left): \(parts)") }
      }
      if !account.lines.allSatisfy({ $0.returned == $0.borne }) {
        wrong.append("\(loss) over \(table.shares): \(account.lines)")
      }
    }
    #expect(wrong == [], "seed \(seed)")
  }

  @Test("who is ahead by a remainder gets nothing until the others have caught up")
  func ahead() throws {
    let table = try #require(
      ShareTable([
        .init(.government, ppm: 5_000), .init(.insurer, ppm: 5_000),
        .init(.guarantor, ppm: 330_000), .init(.reGuarantor, ppm: 330_000),
        .init(.bank, ppm: 330_000),
      ]))
    var account = RecoveryAccount(table.split(try ArrangementFixture.fen(200)))
    let nothing = try ArrangementFixture.fen(0)
    // 0.4, 0.4 and three times 26.4: two odd fen for five equal remainders.
    let first = try account.distribute(gross: ArrangementFixture.fen(80), costs: nothing)
    #expect(first.map(\.fen.value) == [1, 1, 26, 26, 26])
    // 0.41 and 27.06 by now: the whole parts of the three are a fen too many.
    let second = try account.distribute(gross: ArrangementFixture.fen(2), costs: nothing)
    #expect(second.map(\.fen.value) == [0, 0, 1, 1, 0])
    let third = try account.distribute(gross: ArrangementFixture.fen(118), costs: nothing)
    #expect(third.map(\.fen.value) == [0, 0, 39, 39, 40])
  }

  @Test("a round that gives more than was borne, or costs more than it brings, changes nothing")
  func roundRefusals() throws {
    var account = RecoveryAccount(try table4321().split(try ArrangementFixture.fen(1_000)))
    let before = account
    #expect(throws: RecoveryAccount.Refusal.aboveLoss(1)) {
      try account.distribute(
        gross: ArrangementFixture.fen(1_001), costs: ArrangementFixture.fen(0))
    }
    #expect(throws: RecoveryAccount.Refusal.costsAboveGross(5)) {
      try account.distribute(gross: ArrangementFixture.fen(5), costs: ArrangementFixture.fen(10))
    }
    #expect(account == before)
    let parts = try account.distribute(
      gross: ArrangementFixture.fen(110), costs: ArrangementFixture.fen(10))
    #expect(parts.map(\.fen.value) == [40, 30, 20, 10])
  }
}
