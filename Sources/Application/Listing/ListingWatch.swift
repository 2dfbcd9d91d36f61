import Catalog
import Domain
import Listing
import Store

/// A day that counts and is missed in a case, or nearly so.
struct ListingRisk: Hashable, Sendable {
  static let hold = "hold"

  let gate: String
  let limit: String
  let due: LegalDate
  let earliest: LegalDate
}

/// What is at risk in a live case on the day of its facts, and when to look again.
///
/// Watched with a target or without one: the end of a hold, the time that an inquiry gives for its answer,
/// the longest time of the present stage, and the statements that the case was filed with.
struct ListingWatch: Sendable {
  /// One for each gate and limit.
  private(set) var risks: [ListingRisk] = []
  /// The first day on which time alone may put more at risk; nil when none will.
  private(set) var next: LegalDate?

  private let file: ListingFile
  private let rules: ListingRules
  private let today: LegalDate

  init(_ file: ListingFile, by facts: KnownFacts, _ rules: ListingRules) {
    self.file = file
    self.rules = rules
    today = facts.day
    watchHold()
    watchPlan(facts)
    watchStage()
    watchStatements()
  }

  private mutating func look(on day: LegalDate) {
    guard today < day else { return }
    next = next.map { min($0, day) } ?? day
  }

  private mutating func add(
    _ gate: String, _ limit: String, due: LegalDate, earliest: LegalDate
  ) {
    guard !risks.contains(where: { $0.gate == gate && $0.limit == limit }) else { return }
    risks.append(ListingRisk(gate: gate, limit: limit, due: due, earliest: earliest))
  }

  /// What ends on a day is at risk from another one on.
  private mutating func watch(
    _ gate: String, _ limit: String, due: LegalDate, from first: LegalDate
  ) {
    if first <= today { add(gate, limit, due: due, earliest: today) }
    look(on: first)
  }

  private mutating func watchHold() {
    guard let last = file.state.lastDayOfHold(in: file.board) else { return }
    watch(
      file.state.stage, ListingRisk.hold, due: last,
      from: last.adding(days: 1 - rules.warnHoldDays))
  }

  /// A plan comes nearer every day; what cannot be planned has no work left, or lacks what only people know.
  private mutating func watchPlan(_ facts: KnownFacts) {
    guard let target = file.record.target,
      let result = try? ListingPlan.result(
        of: file, to: target, on: today,
        qualifiesOn: ListingPlan.qualifiesOn(file, facts, rules), rules)
    else { return }
    look(on: today.adding(days: 1))
    switch result {
    case .none(let binding):
      add(
        binding.gate, binding.limit.rawValue, due: binding.due, earliest: binding.earliest)
    case .plan(let plan):
      guard plan.slackDays < rules.warnSlackWorkingDays,
        let first = plan.entries.filter(\.activity.after.isEmpty)
          .min(by: { $0.slackDays < $1.slackDays })
      else { break }
      add(
        first.activity.code, PlanBinding.Limit.target.rawValue, due: first.latest.done,
        earliest: first.earliest.done)
    }
  }

  /// An inquiry is told of while it can still be answered, another stage when its longest time is over.
  private mutating func watchStage() {
    guard let last = rules.planner.lastDay(ofStageIn: file.state, file.board) else { return }
    let overrun = last.adding(days: 1)
    var first = overrun
    if ListingPlan.isInquiry(file) {
      first = rules.planner.day(workingDays: -rules.warnSlackWorkingDays, from: overrun)
    }
    watch(file.state.stage, PlanBinding.Limit.window.rawValue, due: last, from: first)
  }

  /// Statements must be good through stages that are still to come, and are audited already.
  private mutating func watchStatements() {
    guard let outline = file.board.plan.statements,
      let shown = ListingPlan.statements(of: file)
    else { return }
    let present = file.state.left ?? file.state.stage
    let ahead = file.board.plan.steps.drop { $0.stage != present }.filter { step in
      step.channels.isEmpty || step.channels.contains(file.state.channel)
    }.map(\.stage)
    guard !ahead.contains(outline.auditedIn),
      let through = ahead.last(where: outline.goodThrough.contains)
    else { return }
    let last = shown.validity.lastDay(of: shown.cutOff, extended: shown.isExtended)
    watch(
      through, PlanBinding.Limit.statements.rawValue, due: last,
      from: last.adding(days: 1 - rules.warnStatementDays))
  }
}
