import Catalog
import Domain
import Listing
import Store
import Workflow

/// What remains to be done in a case, counted back from a target.
enum ListingPlan {
  /// The plan of a case, or what holds it up.
  ///
  /// - Parameter qualifiesOn: see the function of that name.
  /// - Throws: why nothing can be planned.
  static func result(
    of file: ListingFile, to target: LegalDate, on today: LegalDate, qualifiesOn: LegalDate?,
    _ rules: ListingRules
  ) throws(PlanRefusal) -> PlanResult {
    let record = file.record
    let request = PlanRequest(
      from: max(today, file.state.day), to: target,
      pace: PlanRequest.Pace(rawValue: record.pace) ?? .typical, options: Set(record.options),
      rounds: rounds(file), opens: opens(file, qualifiesOn), closes: closes(file, rules),
      cutOff: statements(of: file)?.cutOff, settledOn: settledOn(file))
    return rules.planner.plan(try rules.planner.problem(for: file.state, in: file.board, request))
  }

  /// The first day on which an enterprise can have what it takes to be listed, by what is known of it, while
  /// nothing changes but the time; nil when nobody asks for that, or time alone does not do it. Days that
  /// documents of the way are still to show, such as the founding of the company limited by shares, are
  /// taken to be today: the plan itself sees to them.
  static func qualifiesOn(
    _ file: ListingFile, _ facts: KnownFacts, _ rules: ListingRules
  ) -> LegalDate? {
    var ahead: [String: FactState] = [:]
    for day in file.board.draws.days {
      if case .known = facts[day.fact] { continue }
      ahead[day.fact] = .known(.date(facts.day))
    }
    return rules.standards.standards(.readiness, of: file.record.board, on: facts.day).first?
      .qualifiesOn(facts.assuming(ahead))
  }

  /// The review cannot begin before what it takes to be listed holds; one that has begun, has.
  private static func opens(_ file: ListingFile, _ qualifiesOn: LegalDate?) -> [String: LegalDate] {
    guard let stage = file.board.plan.reviewedFrom, let qualifiesOn,
      stage != file.state.left ?? file.state.stage
    else { return [:] }
    return [stage: qualifiesOn]
  }

  /// The present inquiry is to be answered in the longest time that its board gives.
  private static func closes(_ file: ListingFile, _ rules: ListingRules) -> [String: LegalDate] {
    guard isInquiry(file),
      let last = rules.planner.lastDay(ofStageIn: file.state, file.board)
    else { return [:] }
    return [file.state.stage: last]
  }

  /// Whether an inquiry waits for its answer.
  static func isInquiry(_ file: ListingFile) -> Bool {
    file.board.plan.rounds?.stages.first == file.state.stage
  }

  /// Rounds of inquiry still to come, the present one with them; those that were held are behind.
  private static func rounds(_ file: ListingFile) -> Int? {
    guard let outline = file.board.plan.rounds else { return nil }
    let present = file.state.left ?? file.state.stage
    // Coming back from a hold begins no round.
    let held = file.steps.filter { step in
      step.to == outline.stages.first && file.board.stage(step.from)?.kind == .step
    }.count
    let isWithin = outline.stages.contains(present)
    let left = (file.record.rounds ?? outline.typical) - held + (isWithin ? 1 : 0)
    return min(max(1, left), outline.most)
  }

  /// The statements that were shown last, the day up to which they speak, and whether they were extended.
  /// What does not age says nothing of statements, whatever day it bears.
  static func statements(
    of file: ListingFile
  ) -> (validity: Board.Validity, cutOff: LegalDate, isExtended: Bool)? {
    for step in file.steps.reversed() {
      let shown = step.evidence.compactMap { one -> (Board.Validity, LegalDate)? in
        guard let validity = file.board.evidenceKind(one.kind)?.validity, let cutOff = one.cutOff
        else { return nil }
        return (validity, cutOff)
      }
      guard let latest = shown.max(by: { $0.1 < $1.1 }) else { continue }
      let isExtended = step.evidence.contains { $0.kind == latest.0.extendedBy }
      return (latest.0, latest.1, isExtended)
    }
    return nil
  }

  /// The day on which what no cut-off may go before was done: that of the document which shows it, such as
  /// the licence of the company limited by shares, else that of the step.
  private static func settledOn(_ file: ListingFile) -> LegalDate? {
    let stages = file.board.plan.statements?.notBefore ?? []
    return stages.compactMap { stage -> LegalDate? in
      let done = file.steps.last { step in
        step.from == stage && file.board.stage(step.to)?.kind == .step
      }
      guard let done else { return nil }
      let kinds = file.board.draws.days.filter { $0.gate == done.gate }.map(\.evidence)
      return done.evidence.first { kinds.contains($0.kind) }?.issuedOn ?? done.on
    }.max()
  }
}

extension ListingPlan {
  static func json(_ result: PlanResult) -> [String: JSON] {
    switch result {
    case .plan(let plan): ["feasible": true, "plan": json(plan), "binding": .null]
    case .none(let binding): ["feasible": false, "plan": .null, "binding": json(binding)]
    }
  }

  private static func json(_ plan: Plan) -> JSON {
    [
      "latest_start": .string(plan.latestStart.text), "slack_days": .int(Int64(plan.slackDays)),
      "critical_path": .array(plan.criticalPath.map(JSON.string)),
      "cut_off_on": .optional(plan.cutOff?.text), "needs_extension": .bool(plan.needsExtension),
      "provisional": .bool(plan.isProvisional),
      "work": .array(
        plan.entries.map { entry in
          [
            "code": .string(entry.activity.code), "stage": .string(entry.activity.stage),
            "after": .array(entry.activity.after.map(JSON.string)),
            "days": .int(Int64(entry.activity.length.days)),
            "unit": .string(entry.activity.length.unit.rawValue),
            "earliest": span(entry.earliest), "latest": span(entry.latest),
            "slack_days": .int(Int64(entry.slackDays)), "due_on": .string(entry.due.text),
          ]
        }),
    ]
  }

  private static func span(_ span: Plan.Span) -> JSON {
    ["start": .string(span.start.text), "done": .string(span.done.text)]
  }

  private static func json(_ binding: PlanBinding) -> JSON {
    var members: [String: JSON] = [
      "gate": .string(binding.gate), "limit": .string(binding.limit.rawValue),
      "due_on": .string(binding.due.text), "earliest_on": .string(binding.earliest.text),
      "path": .array(binding.path.map(JSON.string)),
      "cut_off_on": .optional(binding.cutOff?.text),
    ]
    switch binding.cause {
    case .work(let longest):
      members["cause"] = ["kind": "work", "work": .string(longest), "opens_on": .null]
    case .opens(let work, let day):
      members["cause"] = [
        "kind": "opens", "work": .string(work), "opens_on": .string(day.text),
      ]
    }
    return .object(members)
  }
}

extension PlanRefusal {
  var told: ApplicationError {
    switch self {
    case .nothingToDo(let stage):
      .conflict(
        code: "listing_plan", zh: "该阶段(\(stage))之后没有可计划的工作",
        en: "from the stage \(stage) on there is nothing to plan")
    case .cutOffUnknown:
      .conflict(
        code: "listing_plan", zh: "报表截止日未知",
        en: "nobody said up to which day the statements speak")
    case .rounds(let most):
      .conflict(
        code: "listing_plan", zh: "问询轮数至多 \(most)", en: "at most \(most) rounds of inquiry")
    }
  }
}
