import Arrangement
import Domain
import Seeds
import Testing

@Suite("Loan-risk pools")
struct PoolTests {
  private func pool() throws -> RiskPool {
    let pools = try RiskPools(json: ArrangementFixture.document("Schemas/arrangement/pools.yaml"))
    return try #require(
      pools.pool("anhui-technology", on: ArrangementFixture.day("2026-11-20")))
  }

  private func paid(
    base: Int64, borne: Int64, isGuaranteed: Bool, bonus: RiskPool.Bonus? = nil, paid: Int64 = 0
  ) throws -> Int64 {
    try pool().paidFen(
      for: RiskPool.Loss(
        base: ArrangementFixture.fen(base), borne: ArrangementFixture.fen(borne),
        isGuaranteed: isGuaranteed, bonus: bonus, paidFen: paid))
  }

  @Test(
    "a bank gets 30 % of a bad loan, a guarantor 20 % of what it compensated, a first loan 5 points more"
  )
  func shares() throws {
    #expect(try paid(base: 1_000_001, borne: 1_000_001, isGuaranteed: false) == 300_000)
    #expect(try paid(base: 1_000_001, borne: 500_000, isGuaranteed: true) == 200_000)
    for bonus in RiskPool.Bonus.allCases {
      #expect(
        try paid(base: 1_000_001, borne: 500_000, isGuaranteed: true, bonus: bonus) == 250_000)
    }
  }

  @Test("all pools together pay at most 80 % of what was borne, and never less than nothing")
  func cap() throws {
    #expect(try paid(base: 1_000_000, borne: 100_000, isGuaranteed: true) == 80_000)
    #expect(try paid(base: 1_000_000, borne: 100_000, isGuaranteed: true, paid: 79_999) == 1)
    #expect(try paid(base: 1_000_000, borne: 100_000, isGuaranteed: true, paid: 90_000) == 0)
    #expect(try paid(base: 0, borne: 100, isGuaranteed: false) == 0)
  }

  @Test("a document with a fault is refused, and says which")
  func faults() throws {
    let rate = "{ppm: 1, citation: {document: 示例, tag: S}}"
    func yaml(_ more: String = "direct: \(rate)", from: String = "2026-01-01") -> String {
      "{code: a, label: {zh: 甲, en: a}, from: \(from), \(more), guaranteed: \(rate), bonus: \(rate), cap: \(rate)}"
    }
    func codes(_ rows: String...) -> [String] {
      ArrangementFixture.codes {
        _ = try RiskPools(
          json: ArrangementFixture.document(
            yaml: "pools:\n" + rows.map { "  - \($0)\n" }.joined()))
      }
    }
    #expect(codes(yaml()) == [])
    #expect(
      codes(yaml("direct: {ppm: 1000001, citation: {document: 示例, tag: S}}")) == ["above_max"])
    #expect(codes(yaml("jurisdiction: x, direct: \(rate)")).contains("pattern"))
    #expect(codes(yaml(), yaml(from: "2027-01-01")) == ["overlap"])
  }

  @Test(
    "of what is recovered all above what pools left to bear goes back, by what each paid, in fen that sum"
  )
  func returned() {
    func back(_ payments: [(Int64, Int64)], _ borne: Int64, _ recovered: Int64) -> [Int64] {
      RiskPool.returned(
        to: payments.map { RiskPool.Payment(paidFen: $0.0, returnedFen: $0.1) }, borneFen: borne,
        recoveredFen: recovered)
    }
    #expect(back([], 100, 100) == [])
    #expect(back([(30, 0), (50, 0)], 100, 20) == [0, 0])
    #expect(back([(30, 0), (50, 0)], 100, 21) == [0, 1])
    #expect(back([(30, 0), (50, 1)], 100, 22) == [1, 0])
    #expect(back([(30, 30), (50, 50)], 100, 100) == [0, 0])
    var random = SeededGenerator(seed: SeededGenerator.seed(for: "returns to pools"))
    for _ in 0..<5_000 {
      let borne = Int64.random(in: 1...10_000, using: &random)
      var paid: [Int64] = []
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        paid.append(Int64.random(in: 0...(borne - paid.reduce(0, +)), using: &random))
      }
      var returned = paid.map { _ in Int64(0) }
      var recovered: Int64 = 0
      while recovered < borne {
        recovered += Int64.random(in: 1...(borne - recovered), using: &random)
        let now = back(Array(zip(paid, returned)), borne, recovered)
        #expect(now.allSatisfy { $0 >= 0 })
        for index in now.indices { returned[index] += now[index] }
        let (all, gone) = (paid.reduce(0, +), returned.reduce(0, +))
        #expect(recovered + all - gone == min(borne, recovered + all))
        #expect(zip(paid, returned).allSatisfy { $0 >= $1 })
      }
      #expect(returned == paid)
    }
  }
}
