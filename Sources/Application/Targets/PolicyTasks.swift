import Catalog
import Domain
import Listing
import Postgres
import Store

extension Application {
  /// `{"on", "data": […]}`: what governments set themselves to do, task by task: leads, helpers, the
  /// periods that have begun and what became of their targets. A number is counted here where it can be,
  /// else it is what was told last; where nobody told one, that is said.
  ///
  /// - Parameter day: nil for today.
  public func policyTasks(on day: LegalDate?, actor: Actor) async throws -> JSON {
    try requireOverview(actor)
    let day = day ?? clock.now().legalDate
    return try await read { session in
      var plans: [JSON] = []
      for plan in reference.nurture.plans where plan.period.from <= day {
        plans.append(try await planView(plan, on: day, session))
      }
      return ["on": .string(day.text), "data": .array(plans)]
    }
  }

  private func planView(
    _ plan: TaskPlan, on day: LegalDate, _ session: any PostgresSession
  ) async throws -> JSON {
    var tasks: [JSON] = []
    for task in plan.tasks {
      var periods: [JSON] = []
      // The last ones alone: a plan without an end has a new one every year.
      for period in plan.periods(of: task, through: day).suffix(Self.taskPeriodsMaximum) {
        periods.append(try await periodView(period, of: task, plan, on: day, session))
      }
      tasks.append([
        "code": .string(task.code), "number": .int(Int64(task.number)), "label": task.label.json,
        "leads": .array(task.leads.map { Self.body($0, of: plan) }),
        "helpers": .array(task.helpers.map { Self.body($0, of: plan) }),
        "due": Self.json(task.due), "periods": .array(periods),
      ])
    }
    return [
      "plan": .string(plan.code), "label": plan.label.json, "from": .string(plan.period.from.text),
      "to": .optional(plan.period.to?.text), "jurisdiction": .optional(plan.jurisdiction?.text),
      "citation": plan.citation.json, "tasks": .array(tasks),
    ]
  }

  /// Periods shown of a task, the last ones.
  static let taskPeriodsMaximum = 10

  private static func body(_ code: String, of plan: TaskPlan) -> JSON {
    guard let body = plan.bodies.first(where: { $0.code == code }) else { return .string(code) }
    return [
      "code": .string(body.code), "label": body.label.json, "count": .int(Int64(body.count)),
    ]
  }

  private static func json(_ due: TaskPlan.Due) -> JSON {
    switch due {
    case .once(let day): ["every": "once", "on": .string(day.text), "years": .null]
    case .every(let years, let month, let day):
      [
        "every": "years",
        "on": .string("\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"),
        "years": .int(Int64(years)),
      ]
    }
  }

  private func periodView(
    _ period: TaskPeriod, of task: TaskPlan.Task, _ plan: TaskPlan, on day: LegalDate,
    _ session: any PostgresSession
  ) async throws -> JSON {
    let last = min(period.due, day)
    let told = try await TaskReportRepository.reached(
      plan: plan.code, task: task.code, targets: task.targets.map(\.code), from: period.from,
      through: last, session)
    var targets: [JSON] = []
    for target in task.targets {
      let counted = try await counted(
        target, from: period.from, through: last, in: plan.jurisdiction, session)
      let reached = counted ?? told[target.code]
      let how =
        counted != nil ? "counted" : reached != nil ? "reported" : "not_computed"
      let reason: JSON = how == "not_computed" ? "nobody_reported" : .null
      targets.append([
        "code": .string(target.code), "label": target.label.json, "count": .int(target.count),
        "soft": .bool(target.isSoft), "reached": .optional(reached), "how": .string(how),
        "not_computed_for": reason,
        "progress": .string(target.progress(reached, of: period, on: day).rawValue),
      ])
    }
    return [
      "from": .string(period.from.text), "due": .string(period.due.text),
      "overdue": .bool(period.isOverdue(on: day)), "targets": .array(targets),
    ]
  }

  /// What is counted here of a target; nil where it is not.
  private func counted(
    _ target: TaskPlan.Target, from first: LegalDate, through last: LegalDate,
    in jurisdiction: RegionCode?, _ session: any PostgresSession
  ) async throws -> Int64? {
    let parts = target.counts?.split(separator: ".") ?? []
    guard parts.count == 2, parts[1] == "listed",
      reference.nurture.boardCodes.contains(String(parts[0]))
    else { return nil }
    return try await listed(
      on: String(parts[0]), from: first, through: last,
      in: jurisdiction.map { AccessRules.stripped($0.text) } ?? "", session)
  }

  // MARK: Reports

  /// Tells of a task, with the number of a target or in words alone: 201. Nothing told is changed; a later
  /// report takes its place.
  ///
  /// - Parameter body: `{words, reported_on, target, reached}`.
  /// - Throws: `.notFound`; `.forbidden` for an operator of less than the plan's jurisdiction; `.invalid`.
  public func reportTask(
    _ planCode: String, _ taskCode: String, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireOverview(actor)
    let (plan, task) = try policyTask(planCode, taskCode)
    if let place = plan.jurisdiction, actor.role == .operator,
      !AccessRules.stripped(place.text).hasPrefix(AccessRules.regionPrefix(of: actor))
    {
      throw ApplicationError.forbidden(
        zh: "由负责该计划的辖区填报", en: "for who oversees the jurisdiction of the plan")
    }
    var reader = ObjectReader(body)
    let words = reader.requiredString("words", maximumLength: 2_000)
    _ = reader.required("reported_on")
    let day = reader.day("reported_on")
    let today = clock.now().legalDate
    if let day, day > today || day < plan.period.from {
      reader.add(
        Fault(
          "/reported_on", "order", zh: "应在计划开始之后、今天或之前",
          en: "must be after the plan began and not after today"))
    }
    let target =
      reader.optional("target") == nil
      ? nil : reader.requiredWord("target", of: task.targets.map(\.code))
    let reached =
      target == nil
      ? nil : reader.requiredInteger("reached", in: 0...1_000_000_000)
    let faults = reader.finish()
    guard faults.isEmpty, let words, let day else { throw ApplicationError.invalid(faults) }
    return try await answer(idempotency) { session in
      let report = TaskReportRecord(
        id: ids.next(), plan: plan.code, task: task.code, target: target, reached: reached,
        words: words, reportedOn: day, madeAt: clock.now(), madeBy: actor.subject)
      try await TaskReportRepository.insert(report, session)
      return StoredAnswer(status: 201, body: TaskReportView.json(report))
    }
  }

  private func policyTask(
    _ plan: String, _ task: String
  ) throws(ApplicationError) -> (TaskPlan, TaskPlan.Task) {
    guard let plan = reference.nurture.plans.first(where: { $0.code == plan }),
      let task = plan.tasks.first(where: { $0.code == task })
    else { throw .notFound(what: "task") }
    return (plan, task)
  }

  /// What was told of a task, newest first.
  public func taskReports(
    _ planCode: String, _ taskCode: String, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try requireOverview(actor)
    let (plan, task) = try policyTask(planCode, taskCode)
    let found = try await read {
      try await TaskReportRepository.list(
        plan: plan.code, task: task.code, after: page.after, limit: page.limit + 1, $0)
    }
    return Page(found, limit: page.limit, id: \.id.uuid).map(TaskReportView.json)
  }
}

/// How a report of a task looks.
enum TaskReportView {
  static func json(_ report: TaskReportRecord) -> JSON {
    [
      "id": .string(report.id.text), "plan": .string(report.plan), "task": .string(report.task),
      "target": .optional(report.target), "reached": .optional(report.reached),
      "words": .string(report.words), "reported_on": .string(report.reportedOn.text),
      "made_at": .string(report.madeAt.text),
    ]
  }
}
