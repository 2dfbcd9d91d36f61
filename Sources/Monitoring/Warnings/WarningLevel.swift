/// How urgent it is to look at an enterprise.
public enum WarningLevel: String, CaseIterable, Hashable, Comparable, Sendable {
  case yellow
  case orange
  case red

  /// 1 for yellow to 3 for red.
  public var rank: Int {
    switch self {
    case .yellow: 1
    case .orange: 2
    case .red: 3
    }
  }

  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  /// So many levels above it; red at most.
  public func raised(by steps: Int) -> WarningLevel {
    Self.allCases.first { $0.rank == min(rank + max(0, steps), Self.red.rank) } ?? self
  }
}
