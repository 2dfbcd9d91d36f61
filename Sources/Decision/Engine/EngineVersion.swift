/// The semantics of the engine. A stored run names the version it was decided with; older versions
/// stay selectable, so that a replay is byte-equal (design section 5).
public enum EngineVersion: Int64, CaseIterable, Hashable, Sendable {
  /// A price whose last payment a subsidy turns into a receipt has no cost: its cash flows were only
  /// searched where the first year's terms have one rate.
  case v1 = 1
  /// Every cash flow that has a rate has a cost.
  case v2 = 2

  /// The version new runs are decided with.
  public static let current = EngineVersion.v2

  /// Whether a cost is also found where the last payment is a receipt.
  var findsEveryRate: Bool { self != .v1 }
}
