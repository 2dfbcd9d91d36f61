import Catalog
import Domain

extension TaskPlan {
  /// Most plans, and most entries of one of their lists.
  static let maximumCount = 500

  /// All plans of a document in the form of `Schemas/listing/tasks.yaml`.
  ///
  /// - Throws: every fault; besides malformed members `duplicate_id` (a plan, a body, a task, its number or
  ///   a target twice), `unknown_body`, `without_lead`, `lead_helps` (a body that leads and helps),
  ///   `order` (due before the plan begins) and `not_for_kind` (a day of the year for what is due once, or
  ///   the other way round).
  public static func plans(json: JSON) throws(Faults) -> [TaskPlan] {
    var reader = ObjectReader(json)
    let plans = reader.requiredList("plans", maximumCount: maximumCount, read)
    var faults = reader.finish() + Nulls.faults(in: json)
    faults += Board.repeated(plans.map(\.code), "/plans")
    guard faults.isEmpty else { throw Faults(faults) }
    return plans
  }

  private static func read(_ reader: inout ObjectReader) -> TaskPlan? {
    let code = reader.requiredName("code", allowing: "-")
    let label = reader.requiredLabel("label")
    let period = reader.requiredPeriod()
    let jurisdiction = reader.region("jurisdiction")
    let citation = reader.requiredCitation()
    let bodies = reader.requiredList("bodies", maximumCount: maximumCount, readBody)
    reader.add(Board.repeated(bodies.map(\.code), reader.path("bodies")))
    let known = Set(bodies.map(\.code))
    let place = reader.path("tasks")
    let tasks = reader.requiredList("tasks", maximumCount: maximumCount) {
      readTask(&$0, known, period)
    }
    reader.add(Board.repeated(tasks.map(\.code), place))
    reader.add(Board.repeated(tasks.map { String($0.number) }, place))
    guard let code, let label, let period, let citation else { return nil }
    return TaskPlan(
      code: code, label: label, period: period, jurisdiction: jurisdiction, bodies: bodies,
      tasks: tasks.sorted { $0.number < $1.number }, citation: citation)
  }

  private static func readBody(_ reader: inout ObjectReader) -> Body? {
    let code = reader.requiredName("code")
    let label = reader.requiredLabel("label")
    let count = reader.integer("count", in: 1...10_000) ?? 1
    guard let code, let label else { return nil }
    return Body(code: code, label: label, count: Int(count))
  }

  private static func readTask(
    _ reader: inout ObjectReader, _ known: Set<String>, _ period: EffectivePeriod?
  ) -> Task? {
    let code = reader.requiredName("code")
    let number = reader.requiredInteger("number", in: 1...10_000)
    let label = reader.requiredLabel("label")
    _ = reader.required("leads")
    let leads = reader.texts("leads") ?? []
    let helpers = reader.texts("helpers") ?? []
    for body in leads + helpers where !known.contains(body) {
      reader.add(.undeclared(reader.pointer, "unknown_body", body))
    }
    if leads.isEmpty {
      reader.add(
        Fault(reader.path("leads"), "without_lead", zh: "缺少牵头单位", en: "nobody leads it"))
    }
    for body in helpers where leads.contains(body) {
      reader.add(
        Fault(
          reader.path("helpers"), "lead_helps", zh: "\(body) 既牵头又配合",
          en: "\(body) leads it already"))
    }
    let due = readDue(&reader, period)
    let targets = reader.list("targets", maximumCount: maximumCount, readTarget)
    reader.add(Board.repeated(targets.map(\.code), reader.path("targets")))
    guard let code, let number, let label, let due else { return nil }
    return Task(
      code: code, number: Int(number), label: label, leads: leads, helpers: helpers, due: due,
      targets: targets)
  }

  private enum Recurrence: String, CaseIterable {
    case once
    case year
    case twoYears = "two_years"
  }

  private static func readDue(
    _ reader: inout ObjectReader, _ period: EffectivePeriod?
  ) -> Due? {
    guard reader.required("due") != nil, var nested = reader.object("due") else { return nil }
    defer { reader.merge(nested) }
    let recurrence = nested.requiredChoice("every", of: Recurrence.self)
    switch recurrence {
    case .once:
      refuse("month_day", &nested)
      guard let day = nested.requiredDay("on") else { return nil }
      if let period, day < period.from {
        nested.add(
          Fault(
            nested.path("on"), "order", zh: "不得早于开始日", en: "not before the plan begins"))
      }
      return .once(day)
    case .year, .twoYears:
      refuse("on", &nested)
      guard let text = nested.requiredString("month_day", maximumLength: 5) else { return nil }
      // 2023 has no 29 February: what is due on it would be missing in most years.
      guard let day = LegalDate("2023-\(text)") else {
        nested.add(.pattern(nested.path("month_day"), "12-31"))
        return nil
      }
      return .every(years: recurrence == .year ? 1 : 2, month: day.month, day: day.day)
    case nil: return nil
    }
  }

  private static func refuse(_ member: String, _ reader: inout ObjectReader) {
    guard reader.optional(member) != nil else { return }
    reader.add(
      Fault(
        reader.path(member), "not_for_kind", zh: "该周期无此项",
        en: "has no use for something due this way"))
  }

  private static func readTarget(_ reader: inout ObjectReader) -> Target? {
    let code = reader.requiredName("code")
    let label = reader.requiredLabel("label")
    let count = reader.requiredInteger("count", in: 1...Int64(Int32.max))
    let isSoft = reader.boolean("soft") ?? false
    let counts =
      reader.optional("counts") == nil ? nil : reader.requiredName("counts", allowing: "-_.")
    guard let code, let label, let count else { return nil }
    return Target(code: code, label: label, count: count, isSoft: isSoft, counts: counts)
  }
}
