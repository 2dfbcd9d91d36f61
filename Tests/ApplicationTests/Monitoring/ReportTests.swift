import Application
import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Reports of enterprises", .serialized)
struct ReportTests {
  @Test("a correction is the next revision, and what was said before stays as it was")
  func corrections() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      let first = try await given.report("2026-08", ["revenue": 100_000_000], by: given.owner)
      #expect(first["revision"] == 1 && first["outcome"] == "accept")
      let second = try await given.report("2026-08", ["revenue": 200_000_000], by: given.owner)
      #expect(second["revision"] == 2 && second["figures"]?["revenue"] == 200_000_000)
      let id = try #require(first["id"]?.stringValue.flatMap { ReportID($0) })
      let kept = try await given.application.report(id, actor: given.owner).value
      #expect(kept["figures"]?["revenue"] == 100_000_000 && kept["revision"] == 1)
      try await world.expectRefused("conflict report_unchanged") {
        try await given.report("2026-08", ["revenue": 200_000_000], by: given.owner)
      }
      let all = try await given.application.reports(
        of: given.enterprise, source: nil, isInQuarantine: false, page: PageRequest(),
        actor: given.owner)
      #expect(all.items.map { $0["revision"] } == [2, 1])
      // The database keeps it, too.
      let error = await postgresRefusal(world, "UPDATE report SET as_of = as_of - 1")
      #expect(error == "report_stays")
    }
  }

  /// The constraint that refuses a statement.
  private func postgresRefusal(_ world: World, _ statement: Statement) async -> String? {
    do {
      try await world.execute(statement)
      return nil
    } catch {
      return (error as? PostgresError)?.constraint
    }
  }

  @Test("what cannot be meant is refused with what is wrong, and leaves nothing")
  func badInput() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      func refused(_ body: JSON, _ word: String) async throws {
        try await world.expectRefused(word) {
          _ = try await given.application.submitReport(
            of: given.enterprise, body, actor: World.system)
        }
      }
      let good = given.body("2026-08", ["revenue": 1])
      try await refused(good.with(["period": "2026-13"]), "invalid /period pattern")
      // This month is not over.
      try await refused(good.with(["period": "2026-11"]), "invalid /period future_period")
      // What happens is said at once, but not of what is to come.
      let entry = given.body("2026-12", ["dishonest": 1], source: "court")
      try await refused(entry, "invalid /period future_period")
      try await refused(good.with(["as_of": "2026-12-01"]), "invalid /as_of future")
      try await refused(good.with(["as_of": "2026-07-31"]), "invalid /as_of order")
      try await refused(good.with(["source": "moon"]), "invalid /source unknown_source")
      try await refused(good.with(["figures": [:]]), "invalid /figures empty")
      try await refused(
        good.with(["figures": ["mood": 1]]), "invalid /figures/mood unknown_indicator")
      try await refused(
        good.with(["figures": ["tax_paid": 1]]), "invalid /figures/tax_paid not_for_source")
      try await refused(
        good.with(["figures": ["profit": 1]]), "invalid /figures/profit not_for_period")
      try await refused(
        good.with(["figures": ["revenue": -1]]), "invalid /figures/revenue below_min")
      try await refused(good.with(["surprise": 1]), "invalid /surprise unknown_member")
    }
  }

  @Test(
    "of other sources nothing is taken in without the enterprise's permission, nor after it ends")
  func permission() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      try await world.expectRefused("conflict source_unauthorised") {
        try await given.report("2026-08", ["tax_paid": 1], source: "tax")
      }
      try await world.expectRefused("forbidden") {
        try await given.report("2026-08", ["executions": 0], source: "court", by: given.owner)
      }
      let permission = try await given.permit("tax", days: 10)
      let taken = try await given.report("2026-08", ["tax_paid": 1], source: "tax")
      #expect(taken["authorisation_id"] == .string(permission.text))
      _ = try await given.application.revokeSource(permission, actor: given.owner)
      try await world.expectRefused("conflict source_unauthorised") {
        try await given.report("2026-09", ["tax_paid": 1], source: "tax")
      }
      try await world.expectRefused("conflict authorisation_ended") {
        _ = try await given.application.revokeSource(permission, actor: given.owner)
      }
      try await given.permit("tax", days: 10)
      world.store.clock.advance(milliseconds: 11 * 86_400_000)
      try await world.expectRefused("conflict source_unauthorised") {
        try await given.report("2026-09", ["tax_paid": 1], source: "tax")
      }
      // What courts publish needs none.
      try await given.report("2026-08", ["executions": 0], source: "court")
      try await world.expectRefused("forbidden") {
        _ = try await given.application.authoriseSource(
          of: given.enterprise, ["source": "tax", "expires_on": .string(given.today.text)],
          actor: MonitoringCase.county)
      }
    }
  }

  @Test(
    "what breaks a rule of quality is kept apart or sent back, says why, and counts for nothing")
  func quality() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      try await given.report("2026-07", ["revenue": 1_000_000_000])
      let jump = try await given.report("2026-08", ["revenue": 20_000_000_000])
      #expect(jump["outcome"] == "quarantine" && jump["broken"] == ["revenue_jump"])
      let absurd = try await given.report("2026-09", ["revenue": 2_000_000_000_000])
      #expect(absurd["outcome"] == "reject" && absurd["broken"] == ["revenue_range"])
      let waiting = try await given.application.reports(
        of: nil, source: nil, isInQuarantine: true, page: PageRequest(),
        actor: MonitoringCase.county)
      #expect(waiting.items.map { $0["id"] } == [jump["id"]])
      #expect(
        try await given.application.reports(
          of: nil, source: nil, isInQuarantine: true, page: PageRequest(),
          actor: MonitoringCase.elsewhere
        ).items.isEmpty)
      let id = try #require(jump["id"]?.stringValue.flatMap { ReportID($0) })
      try await world.expectRefused("forbidden") {
        _ = try await given.application.decideReport(
          id, ["verdict": "accept"], actor: given.owner)
      }
      let decided = try await given.application.decideReport(
        id, ["verdict": "accept"], actor: MonitoringCase.county
      ).body
      #expect(decided["decision"] == "accept" && decided["outcome"] == "quarantine")
      try await world.expectRefused("conflict report_state") {
        _ = try await given.application.decideReport(
          id, ["verdict": "reject"], actor: MonitoringCase.county)
      }
      // Now it is what the next one is compared with.
      let next = try await given.report("2026-09", ["revenue": 21_000_000_000])
      #expect(next["outcome"] == "accept" && next["revision"] == 2)
      let score = try await given.application.sourceQuality(
        on: nil, region: nil, actor: World.system)
      let own = try #require(score["data"]?.arrayValue?.first)
      #expect(own["source"] == "enterprise" && own["accepted"] == 3 && own["rejected"] == 1)
      #expect(own["score_ppm"] == 900_000)
    }
  }

  @Test("nobody but the enterprise and those who oversee its region read what it reported")
  func access() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      let report = try await given.report("2026-08", ["revenue": 1])
      let id = try #require(report["id"]?.stringValue.flatMap { ReportID($0) })
      let stranger = try await MonitoringCase.make(world, 1)
      for actor in [stranger.owner, MonitoringCase.elsewhere] {
        try await world.expectRefused("not found report") {
          _ = try await given.application.report(id, actor: actor)
        }
        try await world.expectRefused("not found enterprise") {
          _ = try await given.application.monitoring(of: given.enterprise, actor: actor)
        }
      }
      let liaison = Actor(subject: "l-1", role: .liaison, organisation: "icbc")
      try await world.expectRefused("not found report") {
        _ = try await given.application.report(id, actor: liaison)
      }
      #expect(
        try await given.application.report(id, actor: MonitoringCase.county).value["figures"]?[
          "revenue"] == 1)
    }
  }

  @Test("figures are sealed with the enterprise's key, open under a new one, and go with it")
  func sealed() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      try await given.permit("bank")
      let report = try await given.report("2026-08", ["revenue": 912_345_678])
      try await given.overdue("2026-09", 100)
      try await given.judge()
      let id = try #require(report["id"]?.stringValue.flatMap { ReportID($0) })
      let warning = try await given.id(of: "overdue")
      let stored = try await world.query(
        "SELECT position(convert_to('912345678', 'UTF8') IN figures) FROM report")
      #expect(try stored.allSatisfy { try $0.decode(0, as: Int32.self) == 0 })
      try await given.application.rotateKey(of: given.enterprise, actor: World.system)
      #expect(
        try await given.application.report(id, actor: given.owner).value["figures"]?["revenue"]
          == 912_345_678)
      let readings = try await given.application.warning(warning, actor: given.owner).value[
        "readings"]
      #expect(readings?.arrayValue?.first?["value"] == 100)
      let erased = try await given.application.requestErasure(
        of: given.enterprise, ["basis": "request"], actor: given.owner)
      #expect(erased.body["counts"]?["warnings_ended"] == 1)
      let left = try await world.query(
        """
        SELECT (SELECT count(*) FROM report WHERE figures <> '' OR provenance <> 'erased'),
          (SELECT count(*) FROM warning WHERE readings <> '' OR state <> 'closed'),
          (SELECT count(*) FROM monitoring_account)
        """)
      for column in 0..<3 { #expect(try left[0].decode(column, as: Int64.self) == 0) }
    }
  }
}
