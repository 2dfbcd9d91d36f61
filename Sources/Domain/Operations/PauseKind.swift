/// What of the running service can be paused.
public enum PauseKind: String, Sendable, Hashable, CaseIterable {
  /// A worker takes no new work.
  case worker
  /// A product is not told of.
  case product
  /// No product of an institution is told of.
  case institution
}
