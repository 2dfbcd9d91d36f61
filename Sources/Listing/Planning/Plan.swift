import Domain

/// When each piece of work must begin, counted back from the target.
public struct Plan: Hashable, Sendable {
  /// Days on which work begins and is done.
  public struct Span: Hashable, Sendable {
    public let start: LegalDate
    public let done: LegalDate
  }

  public struct Entry: Hashable, Sendable {
    public let activity: PlanActivity
    /// When all goes as soon as it can.
    public let earliest: Span
    /// The last days on which it can begin and be done without harm.
    public let latest: Span
    /// Working days by which its beginning can be put off.
    public let slackDays: Int
    /// The day by which it must be done for itself: the target, its window, or its statements.
    public let due: LegalDate
  }

  /// In the order of the problem.
  public let entries: [Entry]
  /// The last day on which the whole can begin.
  public let latestStart: LegalDate
  /// Working days until then; the least of all entries that wait for nothing.
  public let slackDays: Int
  /// The longest chain of work that waits for each other, by codes.
  public let criticalPath: [String]
  /// The day up to which the statements speak; nil without any.
  public let cutOff: LegalDate?
  /// Whether the statements must be extended.
  public let needsExtension: Bool
  /// Whether holidays that are not published yet may still change it.
  public let isProvisional: Bool
}

/// Why there is no plan: what comes too late, and what holds it up.
public struct PlanBinding: Hashable, Sendable {
  /// Which day is missed.
  public enum Limit: String, CaseIterable, Hashable, Sendable {
    case target
    /// Its own last day.
    case window
    /// It is not done by the cut-off of the statements.
    case cutOff = "cut_off"
    /// The statements are too old by then.
    case statements
  }

  /// What the work that is late waited for in the end.
  public enum Cause: Hashable, Sendable {
    /// Nothing: there is too much work from the first day on; names the longest of it.
    case work(longest: String)
    /// A gate that opens on a day.
    case opens(String, on: LegalDate)
  }

  /// Code of the activity that comes too late first.
  public let gate: String
  public let limit: Limit
  public let due: LegalDate
  /// The first day on which it can be done.
  public let earliest: LegalDate
  public let cause: Cause
  /// From what holds it up to what is late.
  public let path: [String]
  /// The cut-off with which it comes nearest; nil without statements.
  public let cutOff: LegalDate?
}

public enum PlanResult: Hashable, Sendable {
  case plan(Plan)
  case none(PlanBinding)
}
