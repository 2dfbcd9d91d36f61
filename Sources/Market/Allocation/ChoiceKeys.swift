import Domain

/// All choices of a market in one row, with what institutions compare them by.
///
/// A smaller key is preferred; equal keys are decided by the need's place, which is the order of
/// identifiers.
struct ChoiceKeys {
  /// Where each need's choices begin; one more at the end.
  let starts: [Int]
  let products: [Int32]
  let needs: [Int32]
  let keys: [UInt64]

  private static let poolBits: UInt64 = 8
  private static let coverageBits: UInt64 = 20
  private static let ageBits: UInt64 = 36

  init(_ market: AllocationMarket) {
    var starts: [Int] = []
    starts.reserveCapacity(market.needs.count + 1)
    let count = market.needs.reduce(0) { $0 + $1.choices.count }
    var products: [Int32] = []
    var needs: [Int32] = []
    var keys: [UInt64] = []
    products.reserveCapacity(count)
    needs.reserveCapacity(count)
    keys.reserveCapacity(count)
    let orders = market.institutions.map(\.preferences)
    for (place, need) in market.needs.enumerated() {
      starts.append(products.count)
      let age = Self.age(need.since)
      for choice in need.choices {
        let institution = market.products[Int(choice.product)].institution
        products.append(choice.product)
        needs.append(Int32(place))
        keys.append(Self.key(orders[institution], pool: need.pool, choice.coveragePpm, age))
      }
    }
    starts.append(products.count)
    self.starts = starts
    self.products = products
    self.needs = needs
    self.keys = keys
  }

  /// Seconds since 1970 in 36 bits: to the year 4147.
  private static func age(_ since: Instant) -> UInt64 {
    UInt64(min(max(0, since.microseconds / 1_000_000), (1 << ageBits) - 1))
  }

  private static func key(
    _ order: [AllocationMarket.Preference], pool: Int, _ coveragePpm: Int32, _ age: UInt64
  ) -> UInt64 {
    var key: UInt64 = 0
    for preference in order {
      switch preference {
      case .pool: key = key << poolBits | UInt64(pool)
      case .coverage: key = key << coverageBits | UInt64(1_000_000 - coveragePpm)
      case .age: key = key << ageBits | age
      }
    }
    return key
  }

  /// Whether the institution prefers choice `left` to `right`.
  func isPreferred(_ left: Int, to right: Int) -> Bool {
    (keys[left], needs[left], products[left]) < (keys[right], needs[right], products[right])
  }
}
