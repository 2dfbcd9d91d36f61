import Catalog
import Domain
import Listing
import Store
import Workflow

/// What remains to be done in a case, counted back from a target.
enum ListingPlan {
  /// The plan of a case, or what holds it up.
  ///
  /// - Throws: why nothing can be planned.
  static func result(
    of file: ListingFile, to target: LegalDate, on today: LegalDate, _ rules: ListingRules
  ) throws(PlanRefusal) -> PlanResult {
    let record = file.record
    let request = PlanRequest(
      from: max(today, file.state.day), to: target,
      pace: PlanRequest.Pace(rawValue: record.pace) ?? .typical, options: Set(record.options),
      rounds: rounds(file), cutOff: cutOff(of: file))
    return rules.planner.plan(try rules.planner.problem(for: file.state, in: file.board, request))
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

  /// The day up to which the statements speak that were shown last.
  private static func cutOff(of file: ListingFile) -> LegalDate? {
    let shown = file.steps.last { step in step.evidence.contains { $0.cutOff != nil } }
    return shown?.evidence.compactMap(\.cutOff).max()
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
