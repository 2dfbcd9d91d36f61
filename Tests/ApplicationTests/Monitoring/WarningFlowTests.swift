import Application
import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Warnings", .serialized)
struct WarningFlowTests {
  @Test("a level opens one warning, rises and falls with what is reported, and ends by itself")
  func levels() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      try await given.permit("bank")
      try await given.overdue("2026-03", 0)
      #expect(try await given.judge() == 1)
      #expect(try await given.open() == [])
      try await given.overdue("2026-04", 5)
      try await given.judge()
      #expect(try await given.open() == ["overdue yellow"])
      try await given.overdue("2026-05", 95)
      try await given.judge()
      #expect(try await given.open() == ["overdue red"])
      #expect(try await given.state()["level"] == "red")
      // Whoever judges again changes nothing.
      let before = try await world.counts()
      #expect(try await given.judge() == 0)
      #expect(try await world.counts() == before)
      try await given.overdue("2026-06", 0)
      try await given.judge()
      #expect(try await given.open() == ["overdue red"])
      try await given.overdue("2026-07", 0)
      try await given.judge()
      #expect(try await given.open() == [])
      let closed = try await given.application.warning(
        given.id(of: "overdue"), actor: World.system
      ).value
      #expect(closed["reason"] == "left" && closed["state"] == "closed")
      #expect(
        closed["steps"]?.arrayValue?.map { $0["verb"] } == ["open", "raise", "settle"])
      #expect(try await given.state()["level"] == .null)
      let told = try await world.drain().filter { $0.type.rawValue.contains(".warning.") }
      #expect(told.map(\.type) == [.warningRaised, .warningRaised, .warningClosed])
    }
  }

  @Test("a correction takes back what it corrects")
  func corrected() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      try await given.permit("bank")
      try await given.overdue("2026-08", 95)
      try await given.judge()
      #expect(try await given.open() == ["overdue red"])
      try await given.overdue("2026-08", 0)
      try await given.judge()
      #expect(try await given.open() == [])
    }
  }

  @Test(
    "what courts enter in the month that runs is red the same day, and a correction takes it back")
  func sameDay() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      try await given.report("2026-11", ["dishonest": 1], source: "court")
      #expect(try await given.judge() == 1)
      #expect(try await given.open() == ["court red"])
      let corrected = try await given.report("2026-11", ["dishonest": 0], source: "court")
      #expect(corrected["revision"] == 2)
      try await given.judge()
      #expect(try await given.open() == [])
      let all = try await given.application.reports(
        of: given.enterprise, source: "court", isInQuarantine: false, page: PageRequest(),
        actor: World.system)
      #expect(all.items.map { $0["figures"]?["dishonest"] } == [0, 1])
    }
  }

  @Test("a month that runs makes nothing better: it is judged by itself when it is over")
  func runningMonth() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      try await given.permit("bank")
      try await given.overdue("2026-09", 95)
      try await given.overdue("2026-10", 0)
      try await given.overdue("2026-11", 0)
      try await given.judge()
      #expect(try await given.open() == ["overdue red"])
      world.store.clock.set(Instant(startOf: try #require(LegalDate("2026-11-30"))))
      #expect(try await given.judge() == 0)
      world.store.clock.set(Instant(startOf: try #require(LegalDate("2026-12-01"))))
      #expect(try await given.judge() == 1)
      #expect(try await given.open() == [])
    }
  }

  @Test(
    "it is given to somebody, seen, acted on and closed with a reason, each step by its demands")
  func handled() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      try await given.permit("bank")
      try await given.overdue("2026-08", 40)
      try await given.judge()
      let id = try await given.id(of: "overdue")
      for (body, word) in [
        (["verb": "assign"], "invalid /assignee required"),
        (["verb": "act"], "invalid /note required"),
        (["verb": "close"], "invalid /reason required"),
        (["verb": "settle"], "invalid /verb unknown_value"),
        (["verb": "acknowledge", "reason": "resolved"], "invalid /reason unknown_member"),
      ] as [(JSON, String)] {
        try await world.expectRefused(word) { try await given.step(id, body) }
      }
      try await world.expectRefused("forbidden") {
        try await given.step(id, ["verb": "acknowledge"], by: given.owner)
      }
      try await world.expectRefused("not found warning") {
        try await given.step(id, ["verb": "acknowledge"], by: MonitoringCase.elsewhere)
      }
      let assigned = try await given.step(id, ["verb": "assign", "assignee": "officer-3"])
      #expect(assigned["state"] == "assigned" && assigned["assignee"] == "officer-3")
      #expect(assigned["due_at"] != .null)
      try await world.expectRefused("stale 2") {
        try await given.step(id, ["verb": "acknowledge"], expectedVersion: 1)
      }
      try await given.step(id, ["verb": "acknowledge"], expectedVersion: 2)
      try await given.step(id, ["verb": "act", "note": "已约谈企业"])
      let closed = try await given.step(id, ["verb": "close", "reason": "explained"])
      #expect(closed["state"] == "closed" && closed["reason"] == "explained")
      #expect(closed["verbs"] == [])
      try await world.expectRefused("conflict warning_state") {
        try await given.step(id, ["verb": "acknowledge"])
      }
      // Its own enterprise sees it, without the names and notes of those who handle it.
      let own = try await given.application.warning(id, actor: given.owner).value
      #expect(own["note"] == .null && own["assignee"] == .null)
      #expect(own["readings"]?.arrayValue?.first?["value"] == 40)
    }
  }

  @Test("what somebody closed stays closed while it is no worse, and opens when it is")
  func closedByHand() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      try await given.permit("bank")
      try await given.overdue("2026-06", 40)
      try await given.judge()
      try await given.step(
        try await given.id(of: "overdue"), ["verb": "close", "reason": "tolerated"])
      try await given.overdue("2026-07", 50)
      try await given.judge()
      #expect(try await given.open() == [])
      try await given.overdue("2026-08", 91)
      try await given.judge()
      #expect(try await given.open() == ["overdue red"])
    }
  }

  @Test("a report that nobody sent warns of itself and of nothing else, until it comes")
  func missed() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      try await given.enrol("2026-09")
      try await given.report("2026-08", ["revenue": 100])
      try await given.judge()
      // September and October are over, and so are the days on which they were due.
      #expect(try await given.open() == ["reporting orange"])
      let duties = try await given.state()["duties"]?.arrayValue
      #expect(
        duties?.first?["periods"]?.arrayValue?.map { $0["standing"] } == ["missed", "missed"])
      #expect(duties?.first?["next_due_on"] == "2026-12-08")
      let late = try await given.report("2026-10", ["revenue": 100])
      #expect(late["is_late"] == true && late["due_on"] == "2026-11-09")
      try await given.judge()
      #expect(try await given.open() == [])
      // On the day after the next one was due, the sweeper looks again by itself.
      world.store.clock.set(Instant(startOf: try #require(LegalDate("2026-12-08"))))
      #expect(try await given.judge() == 0)
      world.store.clock.set(Instant(startOf: try #require(LegalDate("2026-12-09"))))
      #expect(try await given.judge() == 1)
      #expect(try await given.open() == ["reporting yellow"])
    }
  }

  @Test(
    "an institution sees warnings while it is exposed and the enterprise lets it, and no others")
  func institutions() async throws {
    try await World.with { world in
      let offered = try await OfferCase.make(world)
      let offer = try #require(try await offered.refer().first)
      let institution = try offer.institution
      let given = MonitoringCase(
        world: world, enterprise: offered.enterprise, owner: offered.owner)
      try await given.permit("bank")
      try await given.overdue("2026-08", 40)
      try await given.judge()
      let liaison = OfferCase.liaison(institution)
      func seen() async throws -> Int {
        try await given.warnings(by: liaison).filter { $0["rule"] == "overdue" }.count
      }
      #expect(try await seen() == 0)
      let consent = try await offered.consent(institution, days: 30)
      // It may see the enterprise, but has lent it nothing.
      #expect(try await seen() == 0)
      try await offered.grant(offer)
      try await offered.step(
        offer, .draw, ["drawn_fen": 100, "drawn_on": .string(offered.today)])
      #expect(try await seen() == 1)
      let id = try await given.id(of: "overdue")
      let view = try await given.application.warning(id, actor: liaison).value
      #expect(view["level"] == "orange" && view["readings"] == .null)
      try await world.expectRefused("forbidden") {
        try await given.step(id, ["verb": "acknowledge"], by: liaison)
      }
      let other = OfferCase.liaison(try #require(offered.institutions.last))
      #expect(try await given.warnings(by: other).isEmpty)
      // The consent runs out by the clock, and then it is revoked.
      let now = world.store.clock.now
      world.store.clock.advance(milliseconds: 31 * 86_400_000)
      #expect(try await seen() == 0)
      try await world.expectRefused("not found warning") {
        _ = try await given.application.warning(id, actor: liaison)
      }
      world.store.clock.set(now)
      #expect(try await seen() == 1)
      _ = try await given.application.revokeConsent(consent, actor: given.owner)
      #expect(try await seen() == 0)
    }
  }

  @Test("events and the sweeper come to the same, in whatever order and how often")
  func events() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      try await given.permit("bank")
      try await given.overdue("2026-08", 40)
      let events = try await world.drain()
      let outcome = try await given.application.judgeReported(
        events: events.reversed() + events, consumer: "rongqiao.monitoring")
      #expect(outcome.judged == 1)
      #expect(try await given.open() == ["overdue orange"])
      let again = try await given.application.judgeReported(
        events: events, consumer: "rongqiao.monitoring")
      #expect(again.judged == 0)
      #expect(try await given.judge() == 0)
      #expect(try await given.warnings(isOpen: false).count == 1)
    }
  }

  @Test("of who waits to be erased other rules judge nothing, so that reconciling comes to an end")
  func frozen() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      try await given.permit("bank")
      try await given.overdue("2026-08", 40)
      try await given.judge()
      try await world.execute("UPDATE enterprise SET frozen_at = created_at")
      try await world.execute("UPDATE monitoring_account SET judged_by = sha256('\\x00')")
      for _ in 0..<2 { #expect(try await given.judge() == 0) }
    }
  }
}
