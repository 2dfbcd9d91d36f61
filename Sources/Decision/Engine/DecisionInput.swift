import Domain

/// Everything a decision depends on besides the catalog and the policies.
public struct DecisionInput: Hashable, Sendable {
  /// Facts of the need (`need.…`); they go before the enterprise's where both name a path.
  public let needFacts: FactSheet
  public let enterpriseFacts: FactSheet
  /// Effective dates and derived periods are judged by its legal date.
  public let clock: Instant

  public init(needFacts: FactSheet, enterpriseFacts: FactSheet, clock: Instant) {
    self.needFacts = needFacts
    self.enterpriseFacts = enterpriseFacts
    self.clock = clock
  }
}
