/// How evenly a batch was dealt, by institution.
public struct FairnessReport: Hashable, Sendable {
  public struct Line: Hashable, Sendable {
    public let institution: String
    public let capacity: Int
    /// Needs that qualify for one of its products.
    public let suitable: Int
    /// Needs that rank one of its products first.
    public let first: Int
    public let offers: Int
    /// Offers it would have if each need's offers were dealt by lot among the institutions it
    /// qualifies for, in thousandths.
    public let evenShareMilli: Int
    /// Needs that would rather have had it than one of the offers they got, or had room for it, and
    /// were refused since it had none.
    public let turnedAway: Int
    /// How far down its own list it came: of the suitable needs, in the order in which it prefers
    /// them, the place of the last one it got; nil when it got none.
    public let depth: Int?

    /// Whole offers below the even share; negative above it.
    public var behind: Int { (evenShareMilli - offers * 1_000) / 1_000 }
  }

  /// In the order of the market.
  public let lines: [Line]

  public init(_ allocation: Allocation) {
    let market = allocation.market
    let count = market.institutions.count
    var suitable = [Int](repeating: 0, count: count)
    var first = suitable
    var share = suitable
    var turnedAway = suitable
    var depth = suitable
    for place in market.needs.indices {
      let need = market.needs[place]
      let places = need.choices.map { market.products[Int($0.product)].institution }
      let institutions = Set(places)
      let offers = allocation.offers(of: place).count
      for institution in institutions {
        suitable[institution] += 1
        share[institution] += offers * 1_000 / institutions.count
      }
      if let best = places.first { first[best] += 1 }
      for institution in institutions {
        let isReached = places.indices.contains {
          places[$0] == institution && allocation.reaches($0, of: place)
        }
        if isReached { depth[institution] += 1 }
      }
      var refused: Set<Int> = []
      for (institution, why) in zip(places, allocation.why(place)) {
        switch why {
        case .productFull, .institutionFull: refused.insert(institution)
        case .offered, .betterProduct, .enough: break
        }
      }
      let held = Set(allocation.offers(of: place).map { places[$0] })
      for institution in refused.subtracting(held) { turnedAway[institution] += 1 }
    }
    lines = market.institutions.indices.map {
      Line(
        institution: market.institutions[$0].code, capacity: market.institutions[$0].capacity,
        suitable: suitable[$0], first: first[$0], offers: allocation.count(ofInstitution: $0),
        evenShareMilli: share[$0], turnedAway: turnedAway[$0],
        depth: allocation.count(ofInstitution: $0) == 0 ? nil : depth[$0])
    }
  }
}

extension Allocation {
  /// Whether the institution of a choice likes it no less than the last one it took.
  fileprivate func reaches(_ choice: Int, of need: Int) -> Bool {
    let place = keys.starts[need] + choice
    let institution = market.products[Int(keys.products[place])].institution
    guard let last = lastOfInstitution[institution] else { return false }
    return place == last || keys.isPreferred(place, to: last)
  }
}
