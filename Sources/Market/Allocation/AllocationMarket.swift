import Domain

/// A batch of needs and the institutions that could serve them (定期推介).
///
/// Needs rank products, best first; institutions prefer needs by what they declared, and never take
/// more than they have room for.
public struct AllocationMarket: Sendable {
  /// By what an institution prefers one need to another. Equal in all of them, the lower identifier
  /// comes first.
  public enum Preference: String, CaseIterable, Hashable, Sendable {
    /// The pool the need stands in; the platform's order of pools, 专精特新 first.
    case pool
    /// How much of the asked amount the product covers, more first.
    case coverage
    /// Since when the need waits in whole seconds, longer first.
    case age
  }

  public struct Institution: Hashable, Sendable {
    public let code: String
    /// Offers it takes in this batch, all products together.
    public let capacity: Int
    /// Every preference once, the first one decides.
    public let preferences: [Preference]

    /// - Returns: nil for a capacity below 0, or unless each preference stands once.
    public init?(
      code: String, capacity: Int, preferences: [Preference] = [.pool, .coverage, .age]
    ) {
      guard capacity >= 0, preferences.count == Preference.allCases.count,
        Set(preferences).count == preferences.count
      else { return nil }
      self.code = code
      self.capacity = capacity
      self.preferences = preferences
    }
  }

  public struct Product: Hashable, Sendable {
    public let code: String
    /// Place of its institution in the market.
    public let institution: Int
    public let capacity: Int

    /// - Returns: nil for a capacity below 0.
    public init?(code: String, institution: Int, capacity: Int) {
      guard capacity >= 0 else { return nil }
      self.code = code
      self.institution = institution
      self.capacity = capacity
    }
  }

  /// A product that a need qualifies for.
  public struct Choice: Hashable, Sendable {
    /// Place of the product in the market.
    public let product: Int32
    /// Design section 5: `coverage_ppm`, 0 to 1,000,000.
    public let coveragePpm: Int32

    public init(product: Int, coveragePpm: Int) {
      self.product = Int32(clamping: product)
      self.coveragePpm = Int32(min(max(0, coveragePpm), 1_000_000))
    }
  }

  public struct Need: Hashable, Sendable {
    public let id: NeedID
    /// 0 is the first pool; at most ``maximumPool``.
    public let pool: Int
    public let since: Instant
    /// Best first, no product twice.
    public let choices: [Choice]
    /// Institutions that this need is put before, at most; never more than
    /// ``AllocationMarket/offersPerNeed``.
    public let offers: Int

    public init(
      id: NeedID, pool: Int, since: Instant, choices: [Choice],
      offers: Int = AllocationMarket.maximumOffersPerNeed
    ) {
      self.id = id
      self.pool = min(max(0, pool), Self.maximumPool)
      self.since = since
      self.choices = choices
      self.offers = min(max(0, offers), AllocationMarket.maximumOffersPerNeed)
    }

    /// Pools after this one are one pool.
    public static let maximumPool = 255
  }

  public let institutions: [Institution]
  public let products: [Product]
  /// By identifier.
  public let needs: [Need]
  /// Institutions that one need is put before, at most.
  public let offersPerNeed: Int

  public static let maximumOffersPerNeed = 20
  /// Of all needs together; some 30 bytes of memory each.
  public static let maximumChoices = 200_000_000

  /// Why a market cannot be.
  public enum Flaw: Error, Hashable, Sendable {
    /// A product of an institution that is not there.
    case institution(product: String)
    /// A choice of a product that is not there, or a product twice in one list.
    case choice(NeedID)
    /// An identifier twice.
    case need(NeedID)
    /// Fewer than one offer for each need, or more than ``AllocationMarket/maximumOffersPerNeed``.
    case offersPerNeed
    /// More than ``AllocationMarket/maximumChoices`` in all.
    case choices
  }

  public init(
    institutions: [Institution], products: [Product], needs: [Need], offersPerNeed: Int
  ) throws(Flaw) {
    guard (1...Self.maximumOffersPerNeed).contains(offersPerNeed) else { throw .offersPerNeed }
    for product in products where !institutions.indices.contains(product.institution) {
      throw .institution(product: product.code)
    }
    guard needs.reduce(0, { $0 + $1.choices.count }) <= Self.maximumChoices else {
      throw .choices
    }
    let sorted = needs.sorted { $0.id < $1.id }
    var lastList = [Int](repeating: -1, count: products.count)
    for (place, need) in sorted.enumerated() {
      if place > 0, sorted[place - 1].id == need.id { throw .need(need.id) }
      for choice in need.choices {
        guard products.indices.contains(Int(choice.product)),
          lastList[Int(choice.product)] != place
        else { throw .choice(need.id) }
        lastList[Int(choice.product)] = place
      }
    }
    self.institutions = institutions
    self.products = products
    self.needs = sorted
    self.offersPerNeed = offersPerNeed
  }
}
