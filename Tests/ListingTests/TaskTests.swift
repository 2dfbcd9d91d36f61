import Domain
import Listing
import Testing

@Suite("Tasks")
struct TaskTests {
  typealias Fixture = ListingFixture
  let plan: TaskPlan

  init() throws {
    let plans = try TaskPlan.plans(json: Fixture.document("Schemas/listing/tasks.yaml"))
    plan = try #require(plans.first)
  }

  private func periods(_ code: String, through day: String) throws -> [TaskPeriod] {
    let task = try #require(plan.tasks.first { $0.code == code })
    return plan.periods(of: task, through: try Fixture.day(day))
  }

  @Test("the eight tasks of the annex have their leads, one of them two")
  func shipped() {
    #expect(plan.tasks.map(\.number) == Array(1...8))
    #expect(plan.tasks.filter { $0.leads.count == 2 }.map(\.code) == ["fund"])
    #expect(plan.tasks.allSatisfy { !$0.leads.isEmpty && !$0.helpers.isEmpty })
    #expect(plan.tasks(ledBy: "human_resources").map(\.code) == ["craftsmen"])
    #expect(plan.bodies.first { $0.code == "city_governments" }?.count == 16)
  }

  @Test("what recurs is due at the end of each year, or of each second one")
  func recurrence() throws {
    let yearly = try periods("board_listings", through: "2021-01-01")
    #expect(yearly.map(\.due.text) == ["2018-12-31", "2019-12-31", "2020-12-31", "2021-12-31"])
    #expect(yearly.map(\.from.text).prefix(2) == ["2018-05-30", "2019-01-01"])
    #expect(
      try periods("craftsmen", through: "2021-06-01").map(\.due.text) == [
        "2018-12-31", "2020-12-31", "2022-12-31",
      ])
    #expect(try periods("fund", through: "2026-01-01").map(\.due.text) == ["2018-12-31"])
    #expect(try periods("fund", through: "2018-05-29").isEmpty)
  }

  @Test("the last day is in time, the day after is not, and about so many is for people to judge")
  func progress() throws {
    let nurture = try #require(plan.tasks.first { $0.code == "nurture" })
    let period = try #require(try periods("nurture", through: "2018-12-31").first)
    let hard = nurture.targets[0]
    let soft = nurture.targets[1]
    let last = try Fixture.day("2018-12-31")
    let after = last.adding(days: 1)
    #expect(hard.progress(1_000, of: period, on: after) == .reached)
    #expect(hard.progress(999, of: period, on: last) == .open)
    #expect(hard.progress(999, of: period, on: after) == .missed)
    #expect(soft.progress(499, of: period, on: after) == .short)
    #expect(hard.progress(nil, of: period, on: last) == .open)
  }

  @Test("listings are counted by the stage of the board")
  func counted() throws {
    let board = try Fixture.board("ah-srdi-batch-7")
    let listings = plan.tasks.first { $0.code == "board_listings" }
    #expect(listings?.targets.map(\.counts) == [board.event(of: board.aim)])
  }

  private func codes(_ changes: [String: JSON?]) throws -> [String] {
    let json = try Fixture.document("Schemas/listing/tasks.yaml")
    var plan = json["plans"]?.arrayValue?.first?.objectValue ?? [:]
    var task = plan["tasks"]?.arrayValue?.first?.objectValue ?? [:]
    for (name, value) in changes { task[name] = value }
    plan["tasks"] = [.object(task)]
    do {
      _ = try TaskPlan.plans(json: ["plans": [.object(plan)]])
      return []
    } catch {
      return error.list.map(\.code)
    }
  }

  @Test("a task that cannot be meant is refused with a code")
  func faults() throws {
    #expect(try codes([:]) == [])
    #expect(try codes(["leads": []]) == ["without_lead"])
    #expect(try codes(["leads": ["moon"]]) == ["unknown_body"])
    #expect(try codes(["helpers": ["city_governments"]]) == ["lead_helps"])
    #expect(try codes(["due": ["every": "once", "on": "2018-05-29"]]) == ["order"])
    #expect(
      try codes(["due": ["every": "year", "month_day": "12-31", "on": "2018-08-30"]])
        == ["not_for_kind"])
    #expect(try codes(["due": ["every": "year", "month_day": "02-29"]]) == ["pattern"])
    #expect(try codes(["surprise": 1]) == ["unknown_member"])
  }
}
