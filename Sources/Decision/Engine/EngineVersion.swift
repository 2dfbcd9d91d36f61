/// The semantics of the engine. A stored run names the version it was decided with; older versions
/// stay selectable, so that a replay is byte-equal (design section 5).
public enum EngineVersion: Int64, CaseIterable, Hashable, Sendable {
  case v1 = 1

  /// The version new runs are decided with.
  public static let current = EngineVersion.v1
}
