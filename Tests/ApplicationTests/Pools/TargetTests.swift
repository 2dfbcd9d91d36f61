import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("Targets and tasks", .serialized)
struct TargetTests {
  private static let city = Actor(subject: "operator-3", role: .operator, region: "340100")

  @Test("a city's target has its progress from what was told, within its region and year")
  func targets() async throws {
    try await World.with { world in
      let today = world.store.clock.now.legalDate
      func set(
        _ region: String, _ body: JSON, version: Int? = nil, by actor: Actor = World.system
      ) async throws -> StoredAnswer {
        try await world.application.setYearlyTarget(
          "ah-srdi", year: today.year, region: region, expectedVersion: version, body,
          actor: actor)
      }
      func tell(_ region: String, _ count: Int64, _ day: LegalDate) async throws {
        _ = try await world.application.reportListings(
          [
            "board": "ah-srdi", "region": .string(region), "listed_on": .string(day.text),
            "count": .int(count), "source": "挂牌通知",
          ], actor: World.system)
      }
      _ = try await set("340100", ["count": 30, "source": "征集通知"], by: Self.city)
      _ = try await set("340000", ["count": 130, "source": "征集通知"])
      try await tell("340104", 12, today)
      try await tell("340104", -2, today)
      try await tell("340802", 5, today)
      try await tell("340104", 9, try #require(LegalDate(year: today.year - 1, month: 6, day: 1)))
      let all = try await world.application.listingTargets(
        year: nil, board: nil, region: nil, after: nil, actor: World.system)
      let rows = all["data"]?.arrayValue ?? []
      #expect(rows.map { $0["listed"] } == [15, 10])
      #expect(rows.allSatisfy { ($0["forecast"]?["expected"]?.intValue ?? 0) >= 10 })
      try await world.expectRefused("stale 1") {
        _ = try await set("340100", ["count": 31, "source": "x"], version: 3)
      }
      try await world.expectRefused("forbidden") {
        _ = try await set("340200", ["count": 1, "source": "x"], by: Self.city)
      }
      try await world.expectInvalid("no source") { _ = try await set("340100", ["count": 1]) }
      try await world.expectInvalid("tomorrow") {
        try await tell("340104", 1, today.adding(days: 1))
      }
      try await world.expectInvalid("nothing") { try await tell("340104", 0, today) }
    }
  }

  @Test(
    "of many who first set a target each gets a version of its own, and the list goes on page by page"
  )
  func versions() async throws {
    try await World.with(limits: .patient(12)) { world in
      @Sendable func set(_ region: String, _ count: Int64) async throws -> String? {
        try await world.application.setYearlyTarget(
          "ah-srdi", year: 2026, region: region, expectedVersion: nil,
          ["count": .int(count), "source": "征集通知"], actor: World.system
        ).headers["ETag"]
      }
      let tags = await withTaskGroup(of: String?.self) { group in
        for number in 1...8 {
          group.addTask { try? await set("340100", Int64(number)) }
        }
        return await group.reduce(into: Set<String>()) { if let tag = $1 { $0.insert(tag) } }
      }
      #expect(tags.count == 8)
      _ = try await set("340200", 3)
      func page(_ after: NamePair?) async throws -> JSON {
        try await world.application.listingTargets(
          year: 2026, board: nil, region: nil, after: after, limit: 1, actor: World.system)
      }
      let first = try await page(nil)
      #expect(first["next_after"] == "ah-srdi/340100")
      let second = try await page(NamePair("ah-srdi", "340100"))
      #expect(second["data"]?.arrayValue?.first?["region"] == "340200")
      #expect(second["next_after"] == .null)
    }
  }

  @Test("a case is under way until it comes to the board, and counts once on that day")
  func cases() async throws {
    try await World.with { world in
      _ = try await world.application.setYearlyTarget(
        "ah-srdi", year: 2026, region: "340000", expectedVersion: nil,
        ["count": 130, "source": "征集通知"], actor: World.system)
      func row() async throws -> JSON {
        let view = try await world.application.listingTargets(
          year: 2026, board: "ah-srdi", region: nil, after: nil, actor: World.system)
        return try #require(view["data"]?.arrayValue?.first)
      }
      let trip = try await ListingTrip.open(world, "ah-srdi", number: 5)
      var found = try await row()
      #expect(found["under_way"] == 1 && found["listed"] == 0)
      try await trip.steps(ListingTrip.untilOnLocalBoard)
      found = try await row()
      #expect(found["under_way"] == 0 && found["listed"] == 1)
    }
  }

  @Test("a task shows what is counted, what was told last, and says where nobody told anything")
  func tasks() async throws {
    try await World.with { world in
      let today = world.store.clock.now.legalDate
      func target(_ task: String, _ code: String) async throws -> JSON {
        let view = try await world.application.policyTasks(on: nil, actor: World.system)
        let tasks = view["data"]?.arrayValue?.first?["tasks"]?.arrayValue ?? []
        #expect(tasks.count == 8)
        let periods = tasks.first { $0["code"]?.stringValue == task }?["periods"]?.arrayValue
        let targets = periods?.last?["targets"]?.arrayValue
        return try #require(targets?.first { $0["code"]?.stringValue == code })
      }
      let silent = try await target("nurture", "recognised")
      #expect(silent["how"] == "not_computed" && silent["not_computed_for"] == "nobody_reported")
      let counted = try await target("board_listings", "listings")
      #expect(counted["how"] == "counted" && counted["reached"] == 0)
      func report(_ body: JSON, by actor: Actor = World.system) async throws {
        _ = try await world.application.reportTask(
          "ah-srdi-2018", "nurture", body, actor: actor)
      }
      let base: JSON = ["words": "已认定", "reported_on": .string(today.text)]
      try await report(base.with(["target": "recognised", "reached": 400]))
      try await report(base.with(["target": "recognised", "reached": 520]))
      try await report(base)
      let told = try await target("nurture", "recognised")
      #expect(told["how"] == "reported" && told["reached"] == 520)
      #expect(told["progress"] == "reached")
      let page = try await world.application.taskReports(
        "ah-srdi-2018", "nurture", page: PageRequest(limit: 2), actor: World.system)
      #expect(page.items.count == 2 && page.next != nil)
      for change: [String: JSON?] in [
        ["target": "no_such", "reached": 1], ["target": "recognised"], ["words": nil],
        ["reported_on": "2018-01-01"], ["reached": 1],
        ["reported_on": .string(today.adding(days: 1).text)],
      ] {
        try await world.expectInvalid("\(change)") { try await report(base.with(change)) }
      }
      try await world.expectRefused("forbidden", "a city tells nothing of the province") {
        try await report(base, by: Self.city)
      }
      try await world.expectRefused("not found task") {
        _ = try await world.application.reportTask(
          "ah-srdi-2018", "no_such", base, actor: World.system)
      }
    }
  }
}
