import Domain

/// Which need is put before which institution: the stable outcome that is best for needs.
///
/// Deferred acceptance (Gale and Shapley 1962; with several places on both sides and preferences that
/// are substitutable, Roth 1984): needs propose down their lists, an institution keeps the ones it
/// prefers within its room and that of the product, and lets go of the least preferred. The outcome
/// does not depend on the order in which needs propose.
public struct Allocation: Sendable {
  /// What became of a choice.
  private enum Mark: UInt8 {
    case untried
    case held
    case refused
  }

  public let market: AllocationMarket
  let keys: ChoiceKeys
  private var marks: [Mark]
  private var heldByNeed: [Int32]
  /// Of each need as many places as it may have offers, filled from the first on.
  private var heldChoices: [Int32]
  private var heldByProduct: [Int]
  private var heldByInstitution: [Int]
  /// The least preferred choice held at the end, by product and by institution.
  private var lastOfProduct: [Int?] = []
  private(set) var lastOfInstitution: [Int?] = []

  public init(of market: AllocationMarket) {
    self.market = market
    keys = ChoiceKeys(market)
    marks = Array(repeating: .untried, count: keys.products.count)
    heldByNeed = Array(repeating: 0, count: market.needs.count)
    heldChoices = Array(repeating: 0, count: market.needs.count * market.offersPerNeed)
    heldByProduct = Array(repeating: 0, count: market.products.count)
    heldByInstitution = Array(repeating: 0, count: market.institutions.count)
    settle()
  }

  private mutating func settle() {
    var ofProduct = Array(repeating: WorstFirst(), count: market.products.count)
    var ofInstitution = Array(repeating: WorstFirst(), count: market.institutions.count)
    var firstUntried = keys.starts
    var open = Array((0..<market.needs.count).reversed())
    while let need = open.popLast() {
      let wanted = offers(wantedBy: need)
      while Int(heldByNeed[need]) < wanted,
        let choice = nextChoice(of: need, &firstUntried)
      {
        let product = Int(keys.products[choice])
        let institution = market.products[product].institution
        marks[choice] = .held
        hold(choice, by: need)
        heldByProduct[product] += 1
        heldByInstitution[institution] += 1
        ofProduct[product].insert(choice, keys)
        ofInstitution[institution].insert(choice, keys)
        let dropped: Int?
        if heldByProduct[product] > market.products[product].capacity {
          dropped = ofProduct[product].worst(keys) { marks[$0] == .held }
        } else if heldByInstitution[institution] > market.institutions[institution].capacity {
          dropped = ofInstitution[institution].worst(keys) { marks[$0] == .held }
        } else {
          dropped = nil
        }
        guard let dropped else { continue }
        marks[dropped] = .refused
        let loser = Int(keys.needs[dropped])
        letGo(dropped, by: loser)
        heldByProduct[Int(keys.products[dropped])] -= 1
        heldByInstitution[institution] -= 1
        if loser != need { open.append(loser) }
      }
    }
    lastOfProduct = ofProduct.indices.map { index in
      ofProduct[index].worst(keys) { marks[$0] == .held }
    }
    lastOfInstitution = ofInstitution.indices.map { index in
      ofInstitution[index].worst(keys) { marks[$0] == .held }
    }
  }

  /// Institutions a need is put before, at most.
  private func offers(wantedBy need: Int) -> Int {
    min(market.needs[need].offers, market.offersPerNeed)
  }

  private mutating func hold(_ choice: Int, by need: Int) {
    heldChoices[need * market.offersPerNeed + Int(heldByNeed[need])] = Int32(choice)
    heldByNeed[need] += 1
  }

  private mutating func letGo(_ choice: Int, by need: Int) {
    let first = need * market.offersPerNeed
    let last = first + Int(heldByNeed[need]) - 1
    if let place = (first...last).first(where: { heldChoices[$0] == Int32(choice) }) {
      heldChoices[place] = heldChoices[last]
    }
    heldByNeed[need] -= 1
  }

  /// The best choice of a need that was not refused and is of an institution that does not hold it.
  private func nextChoice(of need: Int, _ firstUntried: inout [Int]) -> Int? {
    let end = keys.starts[need + 1]
    while firstUntried[need] < end, marks[firstUntried[need]] != .untried {
      firstUntried[need] += 1
    }
    var choice = firstUntried[need]
    while choice < end {
      if marks[choice] == .untried,
        held(by: need, at: institution(of: choice)) == nil
      {
        return choice
      }
      choice += 1
    }
    return nil
  }

  private func institution(of choice: Int) -> Int {
    market.products[Int(keys.products[choice])].institution
  }

  /// The choice by which an institution holds a need.
  private func held(by need: Int, at institution: Int) -> Int? {
    let first = need * market.offersPerNeed
    return heldChoices[first..<first + Int(heldByNeed[need])].lazy.map(Int.init).first {
      self.institution(of: $0) == institution
    }
  }

  /// Places of the choices of a need that became offers, best first.
  public func offers(of need: Int) -> [Int] {
    (keys.starts[need]..<keys.starts[need + 1]).filter { marks[$0] == .held }.map {
      $0 - keys.starts[need]
    }
  }

  /// Offers made, of a product and of an institution.
  public func count(ofProduct product: Int) -> Int { heldByProduct[product] }
  public func count(ofInstitution institution: Int) -> Int { heldByInstitution[institution] }
  public var count: Int { heldByInstitution.reduce(0, +) }
}

extension Allocation {
  /// What an institution went by when it took the last need it had room for.
  public struct LastTaken: Hashable, Sendable {
    public let pool: Int
    public let coveragePpm: Int
    public let since: Instant
  }

  /// Why a need is, or is not, put before the institution of a choice.
  public enum Why: Hashable, Sendable {
    case offered
    /// The institution has it by a better product.
    case betterProduct
    /// It is put before enough institutions that it ranks higher.
    case enough
    /// The product has no room left; nil when it never had any.
    case productFull(LastTaken?)
    /// The same of the institution.
    case institutionFull(LastTaken?)
  }

  /// For each choice of a need, in its order.
  public func why(_ need: Int) -> [Why] {
    (keys.starts[need]..<keys.starts[need + 1]).map { choice in
      switch marks[choice] {
      case .held: return .offered
      case .untried:
        return held(by: need, at: institution(of: choice)) == nil ? .enough : .betterProduct
      case .refused:
        let product = Int(keys.products[choice])
        if heldByProduct[product] >= market.products[product].capacity {
          return .productFull(lastTaken(lastOfProduct[product]))
        }
        return .institutionFull(lastTaken(lastOfInstitution[institution(of: choice)]))
      }
    }
  }

  private func lastTaken(_ choice: Int?) -> LastTaken? {
    choice.map { choice in
      let place = Int(keys.needs[choice])
      let need = market.needs[place]
      return LastTaken(
        pool: need.pool,
        coveragePpm: Int(need.choices[choice - keys.starts[place]].coveragePpm),
        since: need.since)
    }
  }
}

extension Allocation {
  /// A need and a choice of it that both sides would rather have than what they got; nil when there
  /// is none, which is what stable means. Looks at every choice.
  public func blockingPair() -> (need: Int, choice: Int)? {
    for need in market.needs.indices {
      for choice in keys.starts[need]..<keys.starts[need + 1]
      where marks[choice] != .held && wants(need, choice) && isWelcome(choice) {
        return (need, choice - keys.starts[need])
      }
    }
    return nil
  }

  private func wants(_ need: Int, _ choice: Int) -> Bool {
    if let same = held(by: need, at: institution(of: choice)) { return choice < same }
    if Int(heldByNeed[need]) < offers(wantedBy: need) { return true }
    return (choice..<keys.starts[need + 1]).contains { marks[$0] == .held }
  }

  private func isWelcome(_ choice: Int) -> Bool {
    let product = Int(keys.products[choice])
    let institution = market.products[product].institution
    let hasProductRoom = heldByProduct[product] < market.products[product].capacity
    if !hasProductRoom {
      return lastOfProduct[product].map { keys.isPreferred(choice, to: $0) } ?? false
    }
    if heldByInstitution[institution] < market.institutions[institution].capacity { return true }
    return lastOfInstitution[institution].map { keys.isPreferred(choice, to: $0) } ?? false
  }
}
