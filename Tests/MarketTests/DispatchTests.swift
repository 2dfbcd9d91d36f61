import AllocationBench
import Domain
import Seeds
import Testing

@testable import Market

@Suite("Which institutions a need is put before")
struct DispatchTests {
  private func candidate(
    _ product: Int, _ institution: String, cost: Int64, productRoom: Int = 1,
    institutionRoom: Int = 1, wasAsked: Bool = false
  ) -> DispatchCandidate {
    DispatchCandidate(
      Candidate(
        product: product, institution: institution, costPpm: cost, coveragePpm: 1_000_000, behind: 0
      ), productRoom: productRoom, institutionRoom: institutionRoom, wasAsked: wasAsked)
  }

  private func dispatch(_ candidates: [DispatchCandidate], offers: Int = 3) -> Dispatch {
    Dispatch(
      of: RandomMarket.need(1, 1), among: candidates, offers: offers, by: ChoiceOrder(seed: 1))
  }

  @Test("the best n institutions with room are asked, each by its best product, and each says why")
  func best() {
    let lines = dispatch(
      [
        candidate(0, "a", cost: 30_000, institutionRoom: 0), candidate(1, "b", cost: 31_000),
        candidate(2, "b", cost: 32_000), candidate(3, "c", cost: 33_000, productRoom: 0),
        candidate(4, "c", cost: 34_000), candidate(5, "d", cost: 35_000, wasAsked: true),
        candidate(6, "e", cost: 36_000), candidate(7, "f", cost: 37_000),
      ]
    ).lines
    #expect(lines.map(\.product) == Array(0...7))
    #expect(
      lines.map(\.why) == [
        .institutionFull, .offered, .betterProduct, .productFull, .offered, .askedBefore, .offered,
        .enough,
      ])
  }

  @Test("nobody is asked twice, beyond the limit or without room, over random candidates")
  func bounds() {
    let seed = SeededGenerator.seed(for: "DispatchTests")
    var random = BenchRandom(seed)
    for _ in 0..<2_000 {
      let candidates = (0..<Int.random(in: 0...12, using: &random)).map { product in
        candidate(
          product, "bank-\(Int.random(in: 0...4, using: &random))",
          cost: Int64.random(in: 1...3, using: &random) * 10_000,
          productRoom: Int.random(in: 0...1, using: &random),
          institutionRoom: Int.random(in: 0...1, using: &random),
          wasAsked: Int.random(in: 0...3, using: &random) == 0)
      }
      let offers = Int.random(in: 1...3, using: &random)
      let result = dispatch(candidates.shuffled(using: &random), offers: offers)
      #expect(result == dispatch(candidates, offers: offers), "seed \(seed)")
      #expect(result.offered.count <= offers, "seed \(seed)")
      #expect(Set(result.offered.map(\.institution)).count == result.offered.count, "seed \(seed)")
      let rooms = Dictionary(uniqueKeysWithValues: candidates.map { ($0.candidate.product, $0) })
      for line in result.offered {
        let one = rooms[line.product]
        #expect(one.map { $0.productRoom > 0 && $0.institutionRoom > 0 && !$0.wasAsked } == true)
      }
      let costs = result.offered.compactMap { rooms[$0.product]?.candidate.costPpm }
      #expect(costs == costs.sorted(), "seed \(seed)")
    }
  }
}
