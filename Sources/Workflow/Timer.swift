import Domain

/// How long something may stay in a state, and what happens step by step when it stays longer.
public struct Timer: Hashable, Sendable {
  /// One step of the escalation.
  public struct Step: Hashable, Sendable {
    /// What is done.
    public enum Action: Hashable, Sendable {
      /// Somebody is told: `liaison`, `manager`, `operator`.
      case tell(String)
      /// The verb is used by the service itself.
      case use(String)
    }

    /// Working days after the due day; negative before it, 0 when it has passed.
    public let afterWorkingDays: Int
    public let action: Action
  }

  public let code: String
  public let state: String
  public let limit: TimeLimit
  /// In the order in which they come.
  public let steps: [Step]

  public init(code: String, state: String, limit: TimeLimit, steps: [Step]) {
    self.code = code
    self.state = state
    self.limit = limit
    self.steps = steps
  }
}
