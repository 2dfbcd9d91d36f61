import AllocationBench
import Domain
import Seeds
import Testing

@testable import Market

@Suite("Allocation of needs to institutions")
struct AllocationTests {
  private func random(_ count: Int, _ check: (UInt64) throws -> Void) rethrows {
    let seed = SeededGenerator.seed(for: "AllocationTests")
    for number in 0..<count { try check(seed &+ UInt64(number)) }
  }

  @Test("no need and institution would both rather have each other, over random markets")
  func stable() throws {
    try random(3_000) { seed in
      let allocation = Allocation(of: try RandomMarket.make(seed))
      let faults = OfferAudit(of: allocation).faults
      #expect(faults == [], "seed \(seed)")
      #expect(allocation.blockingPair() == nil, "seed \(seed)")
    }
  }

  @Test("no capacity is exceeded, and no need has too many offers or two of one institution")
  func capacities() throws {
    try random(3_000) { seed in
      let market = try RandomMarket.make(seed)
      let allocation = Allocation(of: market)
      var ofProduct = [Int](repeating: 0, count: market.products.count)
      var ofInstitution = [Int](repeating: 0, count: market.institutions.count)
      for (place, need) in market.needs.enumerated() {
        let products = allocation.offers(of: place).map { Int(need.choices[$0].product) }
        #expect(products.count <= min(need.offers, market.offersPerNeed), "seed \(seed)")
        let institutions = products.map { market.products[$0].institution }
        #expect(Set(institutions).count == institutions.count, "seed \(seed)")
        for product in products { ofProduct[product] += 1 }
        for institution in institutions { ofInstitution[institution] += 1 }
      }
      for (index, product) in market.products.enumerated() {
        #expect(ofProduct[index] <= product.capacity, "seed \(seed)")
        #expect(ofProduct[index] == allocation.count(ofProduct: index), "seed \(seed)")
      }
      for (index, institution) in market.institutions.enumerated() {
        #expect(ofInstitution[index] <= institution.capacity, "seed \(seed)")
        #expect(ofInstitution[index] == allocation.count(ofInstitution: index), "seed \(seed)")
      }
    }
  }

  @Test("the outcome is the same whatever the order in which needs are given")
  func orderIsNothing() throws {
    try random(500) { seed in
      let market = try RandomMarket.make(seed)
      var shuffler = BenchRandom(seed)
      let again = try AllocationMarket(
        institutions: market.institutions, products: market.products,
        needs: market.needs.shuffled(using: &shuffler), offersPerNeed: market.offersPerNeed)
      let (first, second) = (Allocation(of: market), Allocation(of: again))
      for place in market.needs.indices {
        #expect(first.offers(of: place) == second.offers(of: place), "seed \(seed)")
      }
    }
  }

  @Test("of all stable outcomes of small markets every need gets the one it likes best")
  func bestForNeeds() throws {
    var compared = 0
    try random(400) { seed in
      var small = MarketSize()
      (small.needs, small.institutions, small.products, small.capacity) = (4, 3, 3, 2)
      small.offersPerNeed = 1
      let market = try RandomMarket.make(seed, small)
      let ours = Allocation(of: market)
      for other in Exhaustive(market).stable {
        compared += 1
        for place in market.needs.indices {
          let mine = ours.offers(of: place).first ?? Int.max
          #expect(mine <= other[place] ?? Int.max, "seed \(seed), need \(place)")
        }
      }
    }
    #expect(compared >= 400)
  }

  @Test("an institution keeps the needs it prefers: pool, then coverage, then age, then identifier")
  func preferences() throws {
    func winner(_ order: [AllocationMarket.Preference]) throws -> Int {
      let needs: [(pool: Int, coverage: Int, since: Int64)] = [
        (0, 500_000, 3), (1, 1_000_000, 2), (2, 500_000, 1),
      ]
      let market = try AllocationMarket(
        institutions: [
          try #require(
            AllocationMarket.Institution(code: "bank", capacity: 1, preferences: order))
        ],
        products: [
          try #require(AllocationMarket.Product(code: "loan", institution: 0, capacity: 9))
        ],
        needs: needs.enumerated().map { number, need in
          AllocationMarket.Need(
            id: RandomMarket.need(number, 1), pool: need.pool,
            since: Instant(microseconds: need.since * 1_000_000),
            choices: [AllocationMarket.Choice(product: 0, coveragePpm: need.coverage)])
        }, offersPerNeed: 1)
      let allocation = Allocation(of: market)
      let place = try #require(market.needs.indices.first { !allocation.offers(of: $0).isEmpty })
      return market.needs[place].pool
    }
    #expect(try winner([.pool, .coverage, .age]) == 0)
    #expect(try winner([.coverage, .pool, .age]) == 1)
    #expect(try winner([.age, .coverage, .pool]) == 2)
  }

  @Test("each choice says why: offered, a better product, enough others, or no room and for whom")
  func reasons() throws {
    let institutions = try ["a", "b", "c"].map {
      try #require(AllocationMarket.Institution(code: $0, capacity: $0 == "c" ? 0 : 1))
    }
    let products = try [("a1", 0), ("a2", 0), ("b1", 1), ("c1", 2)].map {
      try #require(AllocationMarket.Product(code: $0.0, institution: $0.1, capacity: 1))
    }
    func need(_ number: Int, pool: Int, _ choices: [Int]) -> AllocationMarket.Need {
      AllocationMarket.Need(
        id: RandomMarket.need(number, 7), pool: pool, since: Instant(microseconds: 5_000_000),
        choices: choices.map { .init(product: $0, coveragePpm: 800_000) })
    }
    let (winner, loser) = (need(1, pool: 0, [3, 0, 1, 2]), need(2, pool: 1, [0, 1, 2]))
    let market = try AllocationMarket(
      institutions: institutions, products: products, needs: [winner, loser], offersPerNeed: 1)
    let allocation = Allocation(of: market)
    let places = Dictionary(
      uniqueKeysWithValues: market.needs.enumerated().map { ($0.element.id, $0.offset) })
    let first = try #require(places[winner.id])
    let second = try #require(places[loser.id])
    let last = Allocation.LastTaken(
      pool: 0, coveragePpm: 800_000, since: Instant(microseconds: 5_000_000))
    #expect(allocation.why(first) == [.institutionFull(nil), .offered, .betterProduct, .enough])
    #expect(
      allocation.why(second) == [.productFull(last), .institutionFull(last), .offered])
  }

  @Test("a market that cannot be is refused")
  func flaws() throws {
    let bank = try #require(AllocationMarket.Institution(code: "a", capacity: 1))
    let loan = try #require(AllocationMarket.Product(code: "p", institution: 0, capacity: 1))
    let far = try #require(AllocationMarket.Product(code: "q", institution: 1, capacity: 1))
    let id = RandomMarket.need(1, 1)
    func need(_ choices: [Int]) -> AllocationMarket.Need {
      AllocationMarket.Need(
        id: id, pool: 0, since: Instant(microseconds: 0),
        choices: choices.map { .init(product: $0, coveragePpm: 1) })
    }
    func flaw(
      _ products: [AllocationMarket.Product], _ needs: [AllocationMarket.Need], _ offers: Int = 1
    ) -> AllocationMarket.Flaw? {
      do throws(AllocationMarket.Flaw) {
        _ = try AllocationMarket(
          institutions: [bank], products: products, needs: needs, offersPerNeed: offers)
        return nil
      } catch {
        return error
      }
    }
    #expect(flaw([loan], [need([0])]) == nil)
    #expect(flaw([far], []) == .institution(product: "q"))
    #expect(flaw([loan], [need([1])]) == .choice(id))
    #expect(flaw([loan], [need([0, 0])]) == .choice(id))
    #expect(flaw([loan], [need([Int.max])]) == .choice(id))
    #expect(flaw([loan], [need([-1])]) == .choice(id))
    #expect(flaw([loan], [need([0]), need([])]) == .need(id))
    #expect(flaw([loan], [], 0) == .offersPerNeed)
    #expect(flaw([loan], [], 21) == .offersPerNeed)
    #expect(AllocationMarket.Institution(code: "a", capacity: -1) == nil)
    #expect(AllocationMarket.Institution(code: "a", capacity: 1, preferences: [.age, .age]) == nil)
    #expect(AllocationMarket.Product(code: "p", institution: 0, capacity: -1) == nil)
  }
}

/// All outcomes of a small market with one offer for each need, told apart by trying.
struct Exhaustive {
  private let market: AllocationMarket

  init(_ market: AllocationMarket) { self.market = market }

  /// All outcomes: for each need the place of its choice, or nil.
  var all: [[Int?]] {
    var found: [[Int?]] = []
    var outcome = [Int?](repeating: nil, count: market.needs.count)
    func walk(_ place: Int) {
      guard place < market.needs.count else {
        found.append(outcome)
        return
      }
      for choice in [nil] + market.needs[place].choices.indices.map(Optional.init) {
        outcome[place] = choice
        walk(place + 1)
      }
      outcome[place] = nil
    }
    walk(0)
    return found
  }

  /// Those that no need and institution would leave for each other.
  var stable: [[Int?]] { all.filter { isFeasible($0) && isStable($0) } }

  private func product(_ need: Int, _ choice: Int) -> Int {
    Int(market.needs[need].choices[choice].product)
  }

  private func isFeasible(_ outcome: [Int?]) -> Bool {
    let products = outcome.enumerated().compactMap { need, choice in
      choice.map { product(need, $0) }
    }
    return market.products.indices.allSatisfy { index in
      products.count { $0 == index } <= market.products[index].capacity
    }
      && market.institutions.indices.allSatisfy { index in
        products.count { market.products[$0].institution == index }
          <= market.institutions[index].capacity
      }
  }

  private func isStable(_ outcome: [Int?]) -> Bool {
    for need in market.needs.indices {
      for choice in market.needs[need].choices.indices where choice < outcome[need] ?? Int.max {
        if isTaken(need, choice, outcome) { return false }
      }
    }
    return true
  }

  /// Whether the institution would take the need for this product, letting go of others it likes
  /// less: it picks from all it could have, best first, as long as there is room.
  private func isTaken(_ need: Int, _ choice: Int, _ outcome: [Int?]) -> Bool {
    let institution = market.products[product(need, choice)].institution
    var wishes = outcome.enumerated().compactMap { other, held -> (Int, Int)? in
      guard let held, market.products[product(other, held)].institution == institution else {
        return nil
      }
      return (other, held)
    }
    wishes.append((need, choice))
    wishes.sort { isPreferred($0, $1, institution) }
    var left = market.institutions[institution].capacity
    var room = market.products.map(\.capacity)
    for wish in wishes {
      guard left > 0, room[product(wish.0, wish.1)] > 0 else { continue }
      left -= 1
      room[product(wish.0, wish.1)] -= 1
      if wish == (need, choice) { return true }
    }
    return false
  }

  private func isPreferred(_ left: (Int, Int), _ right: (Int, Int), _ institution: Int) -> Bool {
    for preference in market.institutions[institution].preferences {
      let (a, b) = (market.needs[left.0], market.needs[right.0])
      switch preference {
      case .pool: if a.pool != b.pool { return a.pool < b.pool }
      case .coverage:
        let (x, y) = (a.choices[left.1].coveragePpm, b.choices[right.1].coveragePpm)
        if x != y { return x > y }
      case .age: if a.since != b.since { return a.since < b.since }
      }
    }
    return (left.0, product(left.0, left.1)) < (right.0, product(right.0, right.1))
  }
}
