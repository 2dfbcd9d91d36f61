/// What is said of one need, whoever says it.
struct Outcome: Equatable {
  /// One of the best products, or of the near misses.
  struct Ranked: Equatable {
    /// Index in the catalog, which is the product's id in the workload.
    let product: Int
    let costPPM: Int64?
    /// Of eligible products.
    var limitFen: Int64?
    var coveragePPM: Int64?
    /// Of near misses: the rule that fails, by its place among the product's rules.
    var rule: Int?
  }

  let eligible: Int
  let needsInfo: Int
  let top: [Ranked]
  /// Nil when near misses were not asked for.
  let nearMisses: (count: Int, top: [Ranked])?

  static func == (left: Outcome, right: Outcome) -> Bool {
    left.eligible == right.eligible && left.needsInfo == right.needsInfo && left.top == right.top
      && left.nearMisses?.count == right.nearMisses?.count
      && left.nearMisses?.top == right.nearMisses?.top
  }
}
