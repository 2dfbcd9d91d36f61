import Catalog
import Domain

/// What a government set itself to do, task by task, as data (`Schemas/listing/tasks.yaml`).
public struct TaskPlan: Hashable, Sendable {
  /// A body that leads or helps.
  public struct Body: Hashable, Sendable {
    public let code: String
    public let label: Label
    /// How many there are of its kind: each city's government does its own part.
    public let count: Int
  }

  /// When a task is due. A deadline includes its day.
  public enum Due: Hashable, Sendable {
    case once(LegalDate)
    /// Every so many years, from the year of the plan on, on a day of that year.
    case every(years: Int, month: Int, day: Int)
  }

  /// How much is to be reached in each period.
  public struct Target: Hashable, Sendable {
    public let code: String
    public let label: Label
    public let count: Int64
    /// About so many (左右): somewhat less is no failure.
    public let isSoft: Bool
    /// The stage of a board whose entries count, such as `ah-srdi.listed`; nil for what is reported.
    public let counts: String?
  }

  public struct Task: Hashable, Sendable {
    public let code: String
    /// Its row in the table.
    public let number: Int
    public let label: Label
    /// At least one.
    public let leads: [String]
    public let helpers: [String]
    public let due: Due
    /// Empty where nothing is counted.
    public let targets: [Target]
  }

  public let code: String
  public let label: Label
  public let period: EffectivePeriod
  public let jurisdiction: RegionCode?
  public let bodies: [Body]
  /// In the order of their numbers.
  public let tasks: [Task]
  public let citation: Citation
}

/// One period of a task.
public struct TaskPeriod: Hashable, Sendable {
  public let task: String
  /// First and last day that count.
  public let from: LegalDate
  public let due: LegalDate

  /// Whether it is over without being done; on its last day it is not yet.
  public func isOverdue(on day: LegalDate) -> Bool { day > due }
}

extension TaskPlan {
  /// Longest list of periods of a task.
  public static let maximumPeriods = 200

  /// The periods of a task that begin until a day, in their order. Those that recur begin on the day after
  /// the one before ends, the first on the first day of the plan; a plan that ends has no period that is
  /// due after its end.
  public func periods(of task: Task, through day: LegalDate) -> [TaskPeriod] {
    switch task.due {
    case .once(let due):
      return period.from <= day
        ? [TaskPeriod(task: task.code, from: period.from, due: due)] : []
    case .every(let years, let month, let dayOfMonth):
      var list: [TaskPeriod] = []
      var from = period.from
      var year = period.from.year
      while from <= day, list.count < Self.maximumPeriods {
        guard let due = LegalDate(year: year, month: month, day: dayOfMonth) else { break }
        year += years
        // The day of the year was over when the plan began.
        guard due >= from else {
          year += 1 - years
          continue
        }
        if let last = period.to, due > last { break }
        list.append(TaskPeriod(task: task.code, from: from, due: due))
        from = due.adding(days: 1)
      }
      return list
    }
  }

  /// Tasks that a body leads, in their order.
  public func tasks(ledBy body: String) -> [Task] { tasks.filter { $0.leads.contains(body) } }
}

extension TaskPlan.Target {
  /// What has become of a target.
  public enum Progress: String, CaseIterable, Hashable, Sendable {
    case reached
    /// Not yet, and there is time.
    case open
    /// Time is over.
    case missed
    /// Time is over, and what was only "about so many" is not reached: for people to judge.
    case short
  }

  /// - Parameter reached: how many there are in the period; nil while nobody said.
  public func progress(_ reached: Int64?, of period: TaskPeriod, on day: LegalDate) -> Progress {
    if let reached, reached >= count { return .reached }
    guard period.isOverdue(on: day) else { return .open }
    return isSoft ? .short : .missed
  }
}
