import Domain
import Workflow

/// How long work takes.
public struct PlanLength: Hashable, Sendable {
  /// Longest work, in its days.
  public static let maximumDays = WorkingCalendar.maximumWorkingDays

  /// 0 to ``maximumDays``.
  public let days: Int
  public let unit: TimeLimit.Unit

  /// - Returns: nil outside the bounds.
  public init?(_ days: Int, _ unit: TimeLimit.Unit) {
    guard (0...Self.maximumDays).contains(days) else { return nil }
    self.days = days
    self.unit = unit
  }
}

/// One piece of work of a plan.
public struct PlanActivity: Hashable, Sendable {
  /// Unique in the plan: the stage, with the number of the round where there are several.
  public let code: String
  public let stage: String
  /// Codes of what must be done before; each stands before this one.
  public let after: [String]
  public let length: PlanLength
  /// It cannot begin before, such as for a gate that time opens.
  public let notBefore: LegalDate?
  /// It must be done on this day at the latest, such as for a window that closes.
  public let notAfter: LegalDate?

  public init(
    _ code: String, stage: String? = nil, after: [String] = [], length: PlanLength,
    notBefore: LegalDate? = nil, notAfter: LegalDate? = nil
  ) {
    self.code = code
    self.stage = stage ?? code
    self.after = after
    self.length = length
    self.notBefore = notBefore
    self.notAfter = notAfter
  }
}

/// What is to be done from a day on until another.
public struct PlanProblem: Hashable, Sendable {
  /// What audited statements demand of the work.
  public struct Statements: Hashable, Sendable {
    /// Every how many months a period may end that is audited.
    public let everyMonths: Int
    /// Must be done on the cut-off day at the latest.
    public let settled: Set<String>
    /// Begins after the cut-off; nil when that is past.
    public let audited: String?
    /// Must be done while the statements are good.
    public let good: Set<String>
    public let months: Int
    public let extensionMonths: Int
    /// The cut-off of statements that there are; nil while it can still be chosen.
    public let cutOff: LegalDate?
    /// None before it can be chosen: the day on which what had to be settled was; nil while that is ahead
    /// or nobody knows it.
    public let notBefore: LegalDate?

    public init(
      everyMonths: Int, settled: Set<String>, audited: String?, good: Set<String>, months: Int,
      extensionMonths: Int, cutOff: LegalDate?, notBefore: LegalDate? = nil
    ) {
      self.everyMonths = everyMonths
      self.settled = settled
      self.audited = audited
      self.good = good
      self.months = months
      self.extensionMonths = extensionMonths
      self.cutOff = cutOff
      self.notBefore = notBefore
    }
  }

  /// What each waits for stands before it.
  public let activities: [PlanActivity]
  public let start: LegalDate
  /// The day on which all must be done.
  public let target: LegalDate
  public let statements: Statements?

  /// - Returns: nil when an activity waits for one that does not stand before it, or two have one code.
  public init?(
    _ activities: [PlanActivity], from start: LegalDate, to target: LegalDate,
    statements: Statements? = nil
  ) {
    var known: Set<String> = []
    for activity in activities {
      guard known.isSuperset(of: activity.after), known.insert(activity.code).inserted else {
        return nil
      }
    }
    self.activities = activities
    self.start = start
    self.target = target
    self.statements = statements
  }

  /// Cut-off days that can be chosen, rising; the one there is, when there is one.
  public var cutOffs: [LegalDate] {
    guard let statements else { return [] }
    if let cutOff = statements.cutOff { return [cutOff] }
    let oldest = start.adding(months: -(statements.months + statements.extensionMonths))
    let first = max(oldest, statements.notBefore ?? oldest)
    var list: [LegalDate] = []
    var month = LegalDate(year: oldest.year, month: 1, day: 1) ?? oldest
    while month <= target {
      month = month.adding(months: statements.everyMonths)
      let end = month.adding(days: -1)
      if first <= end, end <= target { list.append(end) }
    }
    return list
  }
}
