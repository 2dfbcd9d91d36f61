import AllocationBench
import Domain
import Seeds
import Testing

@testable import Market

@Suite("The audit of offers")
struct OfferAuditTests {
  private func random(_ count: Int, _ check: (UInt64) throws -> Void) rethrows {
    let seed = SeededGenerator.seed(for: "OfferAuditTests")
    for number in 0..<count { try check(seed &+ UInt64(number)) }
  }

  /// Two needs that both want the loan of a bank with that room, the one of the first pool first.
  private func market(
    room: Int, ofProduct: Int = 9, offers: Int = 1, institutions: Int = 1
  ) throws -> AllocationMarket {
    let banks = try (0..<institutions).map {
      try #require(AllocationMarket.Institution(code: "bank-\($0)", capacity: room))
    }
    // Two products of the first bank, and one of each other.
    let products = [0, 0] + (1..<institutions)
    let needs = [(1, 1, 1), (2, 0, 2)].map { number, pool, seconds in
      AllocationMarket.Need(
        id: RandomMarket.need(number, 3), pool: pool,
        since: Instant(microseconds: Int64(seconds) * 1_000_000),
        choices: products.indices.map { .init(product: $0, coveragePpm: 500_000) }, offers: offers)
    }
    return try AllocationMarket(
      institutions: banks,
      products: products.enumerated().map { place, institution in
        try #require(
          AllocationMarket.Product(
            code: "loan-\(place)", institution: institution, capacity: ofProduct))
      }, needs: needs, offersPerNeed: 2)
  }

  @Test("in small markets it finds no fault with exactly the outcomes that trying all finds stable")
  func exhaustive() throws {
    var (sound, faulty) = (0, 0)
    try random(300) { seed in
      var small = MarketSize()
      (small.needs, small.institutions, small.products, small.capacity) = (4, 3, 3, 2)
      small.offersPerNeed = 1
      let market = try RandomMarket.make(seed, small)
      let trying = Exhaustive(market)
      let stable = Set(trying.stable)
      for outcome in trying.all {
        let audit = OfferAudit(of: market, offers: outcome.map { $0.map { [$0] } ?? [] })
        #expect(audit.faults.isEmpty == stable.contains(outcome), "seed \(seed): \(outcome)")
        if audit.faults.isEmpty { sound += 1 } else { faulty += 1 }
      }
    }
    #expect(sound >= 300 && faulty > sound)
  }

  @Test("an offer taken out of a sound market leaves its need and institution as a blocking pair")
  func plantedPair() throws {
    var planted = 0
    try random(500) { seed in
      let market = try RandomMarket.make(seed)
      let allocation = Allocation(of: market)
      var offers = market.needs.indices.map { allocation.offers(of: $0) }
      guard let need = offers.indices.first(where: { !offers[$0].isEmpty }) else { return }
      let choice = offers[need].removeLast()
      planted += 1
      let audit = OfferAudit(of: market, offers: offers)
      #expect(audit.faults.contains(.blocking(need: need, choice: choice)), "seed \(seed)")
      #expect(audit.blockingPairs > 0 && audit.exceeded == 0, "seed \(seed)")
    }
    #expect(planted > 250)
  }

  @Test("an offer too many is found at the institution, the product and the need that have it")
  func plantedExcess() throws {
    var (institutions, products, needs) = (0, 0, 0)
    try random(500) { seed in
      let market = try RandomMarket.make(seed)
      let allocation = Allocation(of: market)
      let offers = market.needs.indices.map { allocation.offers(of: $0) }
      for (place, need) in market.needs.enumerated() {
        for choice in need.choices.indices where !offers[place].contains(choice) {
          var more = offers
          more[place].append(choice)
          let faults = OfferAudit(of: market, offers: more).faults
          let product = Int(need.choices[choice].product)
          let institution = market.products[product].institution
          let isFull =
            allocation.count(ofInstitution: institution)
            == market.institutions[institution].capacity
          let isOut = allocation.count(ofProduct: product) == market.products[product].capacity
          let isEnough = offers[place].count == min(need.offers, market.offersPerNeed)
          #expect(faults.contains(.institutionOverfull(institution, by: 1)) == isFull)
          #expect(faults.contains(.productOverfull(product, by: 1)) == isOut)
          #expect(faults.contains(.tooMany(need: place)) == isEnough)
          institutions += isFull ? 1 : 0
          products += isOut ? 1 : 0
          needs += isEnough ? 1 : 0
        }
      }
    }
    #expect(min(institutions, products, needs) > 100)
  }

  @Test("a need in the place of one that is preferred, and a worse product, make blocking pairs")
  func preferences() throws {
    let full = try market(room: 1)
    let best = try #require(full.needs.indices.first { full.needs[$0].pool == 0 })
    let other = 1 - best
    func offers(_ first: [Int], _ second: [Int]) -> [[Int]] {
      best == 0 ? [first, second] : [second, first]
    }
    #expect(OfferAudit(of: full, offers: offers([0], [])).faults == [])
    #expect(
      OfferAudit(of: full, offers: offers([], [0])).faults == [
        .blocking(need: best, choice: 0), .blocking(need: best, choice: 1),
      ])
    let roomy = try market(room: 2)
    #expect(
      OfferAudit(of: roomy, offers: offers([0], [1])).faults
        == [.blocking(need: other, choice: 0)])
    let scarce = try market(room: 2, ofProduct: 1)
    #expect(OfferAudit(of: scarce, offers: offers([0], [1])).faults == [])
    #expect(
      OfferAudit(of: scarce, offers: offers([1], [0])).faults
        == [.blocking(need: best, choice: 0)])
    let two = try market(room: 2, offers: 2, institutions: 2)
    #expect(
      OfferAudit(of: two, offers: offers([0, 2], [0])).faults
        == [.blocking(need: other, choice: 2)])
  }

  @Test("lists that are no offers of the market are faults")
  func lists() throws {
    let two = try market(room: 2, offers: 2, institutions: 2)
    #expect(OfferAudit(of: two, offers: [[0]]).faults == [.lists])
    #expect(OfferAudit(of: two, offers: [[0], [3]]).faults == [.choice(need: 1)])
    #expect(OfferAudit(of: two, offers: [[2, 2], [0]]).faults == [.choice(need: 0)])
    let doubled = OfferAudit(of: two, offers: [[0, 1], []]).faults
    #expect(doubled.contains(.sameInstitution(need: 0)))
  }
}
