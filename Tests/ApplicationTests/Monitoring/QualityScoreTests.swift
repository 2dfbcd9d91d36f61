import Application
import Domain
import Postgres
import TestSupport
import Testing

@Suite("Daily scores of sources", .serialized)
struct QualityScoreTests {
  private func listed(
    _ given: MonitoringCase, from: LegalDate, to: LegalDate, region: String? = nil,
    by actor: Actor = World.system
  ) async throws -> [JSON] {
    try await given.application.qualityDays(
      source: "enterprise", region: region, from: from, to: to, actor: actor)["data"]?
      .arrayValue ?? []
  }

  @Test("a day is scored once it is over and stays so, and comes out the same when scored anew")
  func days() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      try await given.report("2026-08", ["revenue": 100_000_000])
      let jump = try await given.report("2026-09", ["revenue": 20_000_000_000])
      #expect(jump["outcome"] == "quarantine")
      let day = given.today
      #expect(try await given.application.scoreDays(limit: 10) == 0)
      world.store.clock.advance(milliseconds: 86_400_000)
      #expect(try await given.application.scoreDays(limit: 10) == 1)
      #expect(try await given.application.scoreDays(limit: 10) == 0)
      let scores = try await listed(given, from: day, to: day)
      let score = try #require(scores.first)
      #expect(scores.count == 1 && score["day"] == .string(day.text))
      #expect(score["accepted"] == 1 && score["quarantined"] == 1 && score["missed"] == 0)
      // What is decided later changes nothing of the day.
      let id = try #require(jump["id"]?.stringValue.flatMap { ReportID($0) })
      _ = try await given.application.decideReport(
        id, ["verdict": "accept"], actor: MonitoringCase.county)
      #expect(try await given.application.rescoreDays() == Rescoring(days: 1, changed: 0))
      try await world.execute("UPDATE quality_score SET accepted = accepted + 1")
      #expect(try await given.application.rescoreDays() == Rescoring(days: 1, changed: 1))
      for region in [nil, "34", "3401", "340104"] {
        #expect(try await listed(given, from: day, to: day, region: region) == scores)
      }
      #expect(try await listed(given, from: day, to: day, by: MonitoringCase.county) == scores)
      #expect(try await listed(given, from: day, to: day, by: MonitoringCase.elsewhere).isEmpty)
      let live = try await given.application.sourceQuality(
        on: day, region: nil, actor: World.system)
      #expect(live["data"]?.arrayValue?.first?["quarantined"] == 1)
      try await world.expectRefused("forbidden") {
        _ = try await listed(given, from: day, to: day, by: given.owner)
      }
    }
  }

  @Test("what was missed on its last day is of that day, though it comes later")
  func missed() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      try await given.enrol("2026-10")
      let day = given.today
      world.store.clock.advance(milliseconds: 40 * 86_400_000)
      #expect(try await given.application.scoreDays(limit: 30) == 30)
      #expect(try await given.application.scoreDays(limit: 30) == 10)
      let end = given.today.adding(days: -1)
      let scores = try await listed(given, from: day, to: end)
      #expect(scores.contains { $0["missed"] == 1 && $0["score_ppm"] == 0 })
      try await given.report("2026-11", ["revenue": 100_000_000])
      #expect(try await given.application.rescoreDays() == Rescoring(days: 40, changed: 0))
      #expect(try await listed(given, from: day, to: end) == scores)
    }
  }
}
