import Domain
import Testing

@testable import Market

@Suite("How a need ranks what it qualifies for")
struct ChoiceOrderTests {
  private func candidate(
    _ product: Int, _ institution: String, cost: Int64? = 40_000, coverage: Int = 1_000_000,
    behind: Int = 0
  ) -> Candidate {
    Candidate(
      product: product, institution: institution, costPpm: cost, coveragePpm: coverage,
      behind: behind)
  }

  private func order(_ candidates: [Candidate], seed: UInt64 = 1, need: Int = 1) -> [Int32] {
    ChoiceOrder(seed: seed).choices(of: RandomMarket.need(need, 1), among: candidates)
      .map(\.product)
  }

  @Test("cost before coverage before who is behind; no published cost comes last")
  func ranks() {
    #expect(
      order([
        candidate(0, "a", cost: nil), candidate(1, "b", cost: 50_000),
        candidate(2, "c", coverage: 500_000), candidate(3, "d", behind: 2),
        candidate(4, "e", behind: 7),
      ]) == [4, 3, 2, 1, 0])
  }

  @Test("what is equal is drawn by lot: the same seed draws the same, and nobody is always first")
  func lots() {
    let equal = ["a", "b", "c", "d"].enumerated().map { candidate($0.offset, $0.element) }
    var first = [Int32: Int]()
    for need in 0..<4_000 {
      let drawn = order(equal, seed: 9, need: need)
      #expect(drawn == order(equal, seed: 9, need: need))
      first[drawn[0], default: 0] += 1
    }
    for institution in 0..<4 {
      #expect((850...1_150).contains(first[Int32(institution)] ?? 0), "\(first)")
    }
    #expect(
      (0..<50).contains { order(equal, seed: 9, need: $0) != order(equal, seed: 10, need: $0) })
  }

  @Test(
    "the fairness report tells who was behind an even share, and for how many there was no room")
  func fairness() throws {
    let institutions = try [("a", 1), ("b", 9)].map {
      try #require(AllocationMarket.Institution(code: $0.0, capacity: $0.1))
    }
    let products = try [("a1", 0), ("b1", 1)].map {
      try #require(AllocationMarket.Product(code: $0.0, institution: $0.1, capacity: 9))
    }
    let needs = (0..<4).map { number in
      AllocationMarket.Need(
        id: RandomMarket.need(number, 3), pool: 0,
        since: Instant(microseconds: Int64(number) * 1_000_000),
        choices: [0, 1].map { .init(product: $0, coveragePpm: 1_000_000) })
    }
    let report = FairnessReport(
      Allocation(
        of: try AllocationMarket(
          institutions: institutions, products: products, needs: needs, offersPerNeed: 1)))
    #expect(report.lines.map(\.offers) == [1, 3])
    #expect(report.lines.map(\.suitable) == [4, 4])
    #expect(report.lines.map(\.first) == [4, 0])
    #expect(report.lines.map(\.evenShareMilli) == [2_000, 2_000])
    #expect(report.lines.map(\.behind) == [1, -1])
    #expect(report.lines.map(\.turnedAway) == [3, 0])
    #expect(report.lines.map(\.depth) == [1, 4])
  }
}
