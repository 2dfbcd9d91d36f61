import Domain

/// Where all rules together stand for one enterprise.
public struct CompositeState: Hashable, Sendable {
  public let level: WarningLevel
  /// The month in which enough groups were bad for the first time.
  public let begun: ReportPeriod
  /// The month in which this level was come to.
  public let since: ReportPeriod
  /// What was measured by the rules that are bad, in the order of the book.
  public let readings: [WarningReading]
}

extension WarningBook {
  /// Where rules stand together; nil unless that is worse than where each of them stands.
  public func together(_ states: [WarningState]) -> CompositeState? {
    guard let highest = states.compactMap(\.level).max(), let level = self.level(of: states),
      highest < level
    else { return nil }
    let bad = states.filter { $0.level.map { $0 >= composite.from } ?? false }
    let begins = Dictionary(
      bad.compactMap { state in state.begun.map { (state.rule.group, Self.month($0)) } },
      uniquingKeysWith: { min($0, $1) })
    let inOrder = begins.values.sorted()
    guard inOrder.count >= composite.groups else { return nil }
    let begun = inOrder[composite.groups - 1]
    let risen = states.filter { $0.level == highest }.compactMap(\.since).map(Self.month).min()
    return CompositeState(
      level: level, begun: begun, since: max(begun, risen ?? begun),
      readings: bad.flatMap(\.readings))
  }

  /// The last one of a period.
  private static func month(_ period: ReportPeriod) -> ReportPeriod {
    ReportPeriod(.month, of: period.lastDay)
  }
}
