import Domain
import Market

/// What is wrong with the offers of a market, told from the market and the offers alone: by the
/// definitions, and by nothing that an allocation keeps for itself.
public struct OfferAudit: Sendable {
  public enum Fault: Hashable, Sendable {
    /// There is not one list of offers for each need.
    case lists
    /// An offer of a choice that the need does not have, or of one choice twice.
    case choice(need: Int)
    /// More offers than the need wants, or than the market gives one need.
    case tooMany(need: Int)
    /// Two offers of one institution.
    case sameInstitution(need: Int)
    /// More offers than there is room for, and how many more.
    case productOverfull(Int, by: Int)
    case institutionOverfull(Int, by: Int)
    /// The need and the institution of the choice would both rather have each other.
    case blocking(need: Int, choice: Int)
  }

  /// One choice of one need, by their places.
  private struct Pair {
    let need: Int
    let choice: Int
  }

  private let market: AllocationMarket
  private let offers: [[Int]]
  /// Offers made, and the least preferred of them.
  private var countOfProduct: [Int]
  private var countOfInstitution: [Int]
  private var lastOfProduct: [Pair?]
  private var lastOfInstitution: [Pair?]

  /// Everything that is wrong; nothing when the offers are sound.
  public private(set) var faults: [Fault] = []

  /// - Parameter offers: of each need the places of its choices that became offers.
  public init(of market: AllocationMarket, offers: [[Int]]) {
    self.market = market
    self.offers = offers
    countOfProduct = Array(repeating: 0, count: market.products.count)
    countOfInstitution = Array(repeating: 0, count: market.institutions.count)
    lastOfProduct = Array(repeating: nil, count: market.products.count)
    lastOfInstitution = Array(repeating: nil, count: market.institutions.count)
    guard offers.count == market.needs.count else {
      faults = [.lists]
      return
    }
    for need in market.needs.indices {
      let choices = market.needs[need].choices.indices
      if Set(offers[need]).count != offers[need].count
        || !offers[need].allSatisfy({ choices.contains($0) })
      {
        faults.append(.choice(need: need))
      }
    }
    // The rest asks what each offer leads to.
    guard faults.isEmpty else { return }
    for need in market.needs.indices { check(need) }
    for (product, count) in countOfProduct.enumerated()
    where count > market.products[product].capacity {
      faults.append(.productOverfull(product, by: count - market.products[product].capacity))
    }
    for (institution, count) in countOfInstitution.enumerated()
    where count > market.institutions[institution].capacity {
      faults.append(
        .institutionOverfull(institution, by: count - market.institutions[institution].capacity))
    }
    for need in market.needs.indices { findBlocking(need) }
  }

  /// Of the offers that an allocation made.
  public init(of allocation: Allocation) {
    let market = allocation.market
    self.init(of: market, offers: market.needs.indices.map { allocation.offers(of: $0) })
  }

  /// Pairs that would rather have each other.
  public var blockingPairs: Int {
    faults.count { if case .blocking = $0 { true } else { false } }
  }

  /// Faults of every other kind.
  public var exceeded: Int { faults.count - blockingPairs }

  private func product(_ pair: Pair) -> Int {
    Int(market.needs[pair.need].choices[pair.choice].product)
  }

  private func institution(_ pair: Pair) -> Int { market.products[product(pair)].institution }

  private func offersWanted(by need: Int) -> Int {
    min(market.needs[need].offers, market.offersPerNeed)
  }

  /// Judges the offers of one need, and enters them with those who make them.
  private mutating func check(_ need: Int) {
    if offers[need].count > offersWanted(by: need) { faults.append(.tooMany(need: need)) }
    var institutions: Set<Int> = []
    for choice in offers[need] {
      let pair = Pair(need: need, choice: choice)
      let (product, institution) = (self.product(pair), self.institution(pair))
      institutions.insert(institution)
      countOfProduct[product] += 1
      countOfInstitution[institution] += 1
      if lastOfProduct[product].map({ prefers(institution, $0, to: pair) }) ?? true {
        lastOfProduct[product] = pair
      }
      if lastOfInstitution[institution].map({ prefers(institution, $0, to: pair) }) ?? true {
        lastOfInstitution[institution] = pair
      }
    }
    if institutions.count != offers[need].count { faults.append(.sameInstitution(need: need)) }
  }

  private mutating func findBlocking(_ need: Int) {
    let held = offers[need]
    let isFull = held.count >= offersWanted(by: need)
    let last = held.max() ?? -1
    for choice in market.needs[need].choices.indices where !held.contains(choice) {
      let pair = Pair(need: need, choice: choice)
      let institution = self.institution(pair)
      // The need would take it for what it has of the same institution, beside what it has, or for
      // the offer it likes least.
      let same = held.first { self.institution(Pair(need: need, choice: $0)) == institution }
      let isWanted = same.map { choice < $0 } ?? (!isFull || choice < last)
      guard isWanted, isTaken(pair, by: institution) else { continue }
      faults.append(.blocking(need: need, choice: choice))
    }
  }

  /// Whether an institution that picks the best of what it has and this one, as long as product and
  /// institution have room, picks this one.
  private func isTaken(_ pair: Pair, by institution: Int) -> Bool {
    func fits(_ count: Int, _ capacity: Int, _ last: Pair?) -> Bool {
      guard count >= capacity else { return true }
      guard capacity > 0, let last else { return false }
      return prefers(institution, pair, to: last)
    }
    let product = self.product(pair)
    return fits(countOfProduct[product], market.products[product].capacity, lastOfProduct[product])
      && fits(
        countOfInstitution[institution], market.institutions[institution].capacity,
        lastOfInstitution[institution])
  }

  /// By what the institution declared: the earlier pool, the greater coverage, the longer wait in
  /// whole seconds; then by identifier, and of one need by the place of the product.
  private func prefers(_ institution: Int, _ left: Pair, to right: Pair) -> Bool {
    let (a, b) = (market.needs[left.need], market.needs[right.need])
    for preference in market.institutions[institution].preferences {
      switch preference {
      case .pool:
        if a.pool != b.pool { return a.pool < b.pool }
      case .coverage:
        let (x, y) = (a.choices[left.choice].coveragePpm, b.choices[right.choice].coveragePpm)
        if x != y { return x > y }
      case .age:
        let (x, y) = (a.since.microseconds / 1_000_000, b.since.microseconds / 1_000_000)
        if x != y { return x < y }
      }
    }
    if a.id != b.id { return a.id < b.id }
    return product(left) < product(right)
  }
}
