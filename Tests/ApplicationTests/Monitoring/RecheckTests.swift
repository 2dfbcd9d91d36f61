import Application
import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("What follows from reports and red warnings", .serialized)
struct RecheckTests {
  private func sheet(_ given: MonitoringCase) async throws -> [String: JSON] {
    let view = try await given.application.facts(
      given.enterprise, version: nil, asOf: nil, actor: World.system
    ).value
    return Dictionary(
      (view["facts"]?.arrayValue ?? []).compactMap { fact in
        fact["path"]?.stringValue.map { ($0, fact) }
      }, uniquingKeysWith: { first, _ in first })
  }

  @Test(
    "what is reported becomes a fact, whose decisions are found from the report; it goes with a correction"
  )
  func facts() async throws {
    try await World.with { world in
      let offered = try await OfferCase.make(world)
      let given = MonitoringCase(
        world: world, enterprise: offered.enterprise, owner: offered.owner)
      try await given.permit("social_insurance")
      try await given.report("2026-08", ["insured_persons": 321], source: "social_insurance")
      try await given.judge()
      let fact = try #require(try await sheet(given)["enterprise.insured_persons"])
      #expect(fact["value"] == 321 && fact["source"] == "platform")
      try await world.matchAll()
      func used() async throws -> JSON? {
        try await given.state()["sources"]?.arrayValue?.first {
          $0["source"] == "social_insurance"
        }?["reports"]?.arrayValue?.first?["facts"]?.arrayValue?.first
      }
      let use = try #require(try await used())
      #expect(use["path"] == "enterprise.insured_persons" && use["through_version"] == .null)
      #expect((use["runs"]?.intValue ?? 0) >= 1 && use["last_run_id"] != .null)
      let report = try #require(
        try await given.application.reports(
          of: given.enterprise, source: "social_insurance", isInQuarantine: false,
          page: PageRequest(), actor: given.owner
        ).items.first?["id"]?.stringValue.flatMap { ReportID($0) })
      func runs(by actor: Actor) async throws -> [JSON] {
        var (found, page) = ([JSON](), PageRequest(limit: 1))
        repeat {
          let part = try await given.application.reportRuns(of: report, page: page, actor: actor)
          found += part.items
          page.after = part.next
        } while page.after != nil
        return found
      }
      let decided = try await runs(by: given.owner)
      #expect(decided.count == Int(use["runs"]?.intValue ?? 0))
      #expect(decided.first?["run_id"] == use["last_run_id"])
      for run in decided {
        #expect(run["facts"] == ["enterprise.insured_persons"] && run["need_id"] != nil)
        #expect(run["decided_on"] == .string(given.today.text))
      }
      #expect(try await runs(by: World.system) == decided)
      try await world.expectRefused("not found report") {
        _ = try await runs(by: MonitoringCase.elsewhere)
      }
      let came = try await given.application.sourceRuns(
        source: "social_insurance", on: nil, page: PageRequest(), actor: given.owner
      ).items
      #expect(came.map { $0["report_id"] } == [.string(report.text)])
      #expect(came.first?["runs"]?.arrayValue == decided && came.first?["has_more_runs"] == false)
      #expect(
        try await given.application.sourceRuns(
          source: "tax", on: nil, page: PageRequest(), actor: given.owner
        ).items.isEmpty)
      #expect(
        try await given.application.sourceRuns(
          source: nil, on: nil, page: PageRequest(), actor: MonitoringCase.elsewhere
        ).items.isEmpty)
      // The correction is another report, and the fact stands on that from its own version on.
      try await given.report("2026-08", ["insured_persons": 322], source: "social_insurance")
      try await given.judge()
      #expect(try await sheet(given)["enterprise.insured_persons"]?["value"] == 322)
      let next = try #require(try await used())
      #expect(next["runs"] == 0 && next["through_version"] == .null)
      // What was decided by the first one stays with it.
      #expect(try await runs(by: given.owner) == decided)
      // Judging again says nothing new.
      let before = try await world.counts()
      try await world.execute("UPDATE monitoring_account SET due_at = '2020-01-01'")
      try await given.judge()
      #expect(try await world.counts() == before)
    }
  }

  @Test("a fact is gone on the day after the last one on which its report is good")
  func expiry() async throws {
    try await World.with { world in
      let offered = try await OfferCase.make(world)
      let given = MonitoringCase(
        world: world, enterprise: offered.enterprise, owner: offered.owner)
      try await given.permit("social_insurance")
      try await given.report("2026-08", ["insured_persons": 321], source: "social_insurance")
      try await given.judge()
      // Good for twelve months after the end of August.
      for (text, isKnown) in [("2027-08-31", true), ("2027-09-01", false)] {
        let day = try #require(LegalDate(text))
        let now = world.store.clock.now
        world.store.clock.advance(
          milliseconds: (Instant(startOf: day).microseconds - now.microseconds) / 1_000 + 1)
        try await given.judge()
        #expect((try await sheet(given)["enterprise.insured_persons"] != nil) == isKnown, "\(text)")
      }
    }
  }

  @Test("what others say of a later day stands")
  func laterFacts() async throws {
    try await World.with { world in
      let offered = try await OfferCase.make(world)
      let given = MonitoringCase(
        world: world, enterprise: offered.enterprise, owner: offered.owner)
      _ = try await given.application.putFacts(
        given.enterprise, expectedVersion: nil,
        [
          "facts": [
            [
              "path": "enterprise.insured_persons", "value": 9, "source": "enterprise",
              "as_of": .string(given.today.text),
            ]
          ]
        ], mode: .merge, actor: given.owner)
      try await given.permit("social_insurance")
      _ = try await given.application.submitReport(
        of: given.enterprise,
        given.body(
          "2026-08", ["insured_persons": 321], source: "social_insurance", asOf: "2026-08-31"),
        actor: World.system)
      try await given.judge()
      #expect(try await sheet(given)["enterprise.insured_persons"]?["value"] == 9)
    }
  }

  @Test(
    "a red warning has what the enterprise has looked at anew, and tells who is exposed and may see it"
  )
  func red() async throws {
    try await World.with { world in
      let offered = try await OfferCase.make(world)
      let offers = try await offered.refer()
      let (first, second) = (try #require(offers.first), try #require(offers.dropFirst().first))
      let (lent, asked) = (
        JSON.string(try first.offerID.text), JSON.string(try second.offerID.text)
      )
      let institution = try first.institution
      let given = MonitoringCase(
        world: world, enterprise: offered.enterprise, owner: offered.owner)
      _ = try await ListingTrip.open(world, of: given.enterprise)
      _ = try await offered.consent(institution, days: 30)
      _ = try await offered.consent(try second.institution, days: 30)
      try await offered.grant(first)
      try await offered.step(
        first, .draw, ["drawn_fen": 100, "drawn_on": .string(offered.today)])
      try await given.permit("bank")
      try await given.overdue("2026-08", 40)
      try await given.judge()
      let hook = try await world.hook(institution, by: World.manager(institution))
      // Orange is no red.
      #expect(try await world.drain(.recheckRequested).isEmpty)
      try await given.overdue("2026-09", 95)
      try await given.judge()
      let events = try await world.drain()
      let raised = try #require(events.first { $0.type == .warningRaised })
      #expect(raised.data["institutions"] == [.string(institution)])
      let told = events.filter { $0.type == .recheckRequested }.map(\.data)
      #expect(told.filter { $0["kind"] == "listing_case" }.count == 1)
      let drawn = try #require(told.first { $0["subject_id"] == lent })
      #expect(drawn["state"] == "drawn" && drawn["institutions"] == [.string(institution)])
      // It may see the enterprise, but has lent it nothing: it is not told.
      let waiting = try #require(told.first { $0["subject_id"] == asked })
      #expect(waiting["state"] == "offered" && waiting["institutions"] == [])
      _ = try await world.application.queueWebhooks(events: events, consumer: "rongqiao.webhook")
      #expect(
        Set(try await world.deliveries(of: hook).compactMap { $0["type"]?.stringValue })
          == [EventType.warningRaised.rawValue, EventType.recheckRequested.rawValue])
      // Of each kind the newest, however many there are of another.
      let newest = try await world.store.pool.withConnection {
        try await WarningTouchRepository.live(of: [given.enterprise], limit: 1, $0)
      }
      #expect(newest[given.enterprise]?.map(\.kind) == ["listing_case", "offer"])
      // No offer was changed by it.
      let states = try await offered.offers().map { $0["state"]?.stringValue }
      #expect(states.filter { $0 == "offered" }.count == offers.count - 1)
      let id = try await given.id(of: "overdue")
      let whole = try await given.application.warning(id, actor: World.system).value
      #expect(whole["touched"]?.arrayValue?.count == told.count)
      let own = try await given.application.warning(
        id, actor: OfferCase.liaison(institution)
      ).value
      #expect(own["touched"]?.arrayValue?.map { $0["subject_id"] } == [lent])
      func open(_ actor: Actor, state: String = "open") async throws -> [JSON?] {
        try await given.application.rechecks(
          state: state, region: nil, page: PageRequest(), actor: actor
        ).items.flatMap { $0["rechecks"]?.arrayValue ?? [] }.map { $0["subject_id"] }
      }
      #expect(try await open(World.system).count == told.count)
      // Every offer under way waits for somebody to look at it.
      let awaited = try await open(World.system)
      for offer in offers {
        let text = try offer.offerID.text
        #expect(awaited.contains(.string(text)))
      }
      #expect(try await open(OfferCase.liaison(institution)) == [lent])
      #expect(try await open(MonitoringCase.elsewhere).isEmpty)
      let said: JSON = ["kind": "offer", "subject_id": lent, "finding": "changed"]
      let liaison = OfferCase.liaison(institution)
      // It has no part in what is another's.
      try await world.expectRefused("not found recheck") {
        _ = try await given.application.recheckWarning(
          id, ["kind": "offer", "subject_id": asked, "finding": "kept"], actor: liaison)
      }
      try await world.expectRefused("not found warning") {
        _ = try await given.application.recheckWarning(
          id, said, actor: OfferCase.liaison(try second.institution))
      }
      try await world.expectRefused("forbidden") {
        _ = try await given.application.recheckWarning(id, said, actor: given.owner)
      }
      let done = try await given.application.recheckWarning(id, said, actor: liaison).body
      #expect(done["is_done"] == true && done["finding"] == "changed" && done["done_by"] == .null)
      // What was said first stands.
      let again = try await given.application.recheckWarning(
        id, ["kind": "offer", "subject_id": lent, "finding": "ended"],
        actor: Actor(subject: "province-1", role: .operator, region: "34")
      ).body
      #expect(again["finding"] == "changed" && again["done_by"] == .string(liaison.subject))
      #expect(try await open(liaison).isEmpty)
      #expect(try await open(World.system).count == told.count - 1)
      #expect(try await open(World.system, state: "done") == [lent])
      // Who it is the institution reads elsewhere; what it has with it, here.
      #expect(own["enterprise_id"] == nil)
      #expect(own["concerns"]?.arrayValue?.map { $0["subject_id"] } == [lent])
    }
  }

  @Test("a red warning has the listing cases of the enterprise looked at at once, an orange none")
  func hastened() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      _ = try await ListingTrip.open(world, of: given.enterprise)
      func isDue() async throws -> Bool {
        let due = try await world.store.pool.withConnection {
          try await ListingAccountRepository.dueAt(given.enterprise, $0)
        }
        return due.map { $0 <= world.store.clock.now } ?? false
      }
      while try await world.application.reviewDueListings(limit: 10) > 0 {}
      #expect(try await isDue() == false)
      // Neither figure becomes a fact: by facts nothing is looked at.
      try await given.report("2026-08", ["executions": 1], source: "court")
      try await given.judge()
      #expect(try await given.open() == ["court orange"])
      #expect(try await isDue() == false)
      try await given.report("2026-09", ["consumption_limits": 1], source: "court")
      try await given.judge()
      #expect(try await given.open() == ["court red"])
      #expect(try await isDue())
      #expect(try await world.application.reviewDueListings(limit: 10) == 1)
      #expect(try await isDue() == false)
    }
  }

  @Test(
    "three groups of which one is orange are red together: that is told and listed, has cases looked at, and ends"
  )
  func together() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      _ = try await ListingTrip.open(world, of: given.enterprise)
      while try await world.application.reviewDueListings(limit: 10) > 0 {}
      try await given.permit("bank")
      try await given.overdue("2026-09", 40)
      try await given.report("2026-09", ["moves_out": 1], source: "registry")
      try await given.report("2026-Q3", ["debt_ratio": 710_000])
      _ = try await world.drain()
      try await given.judge()
      #expect(
        try await given.open() == ["composite red", "debt yellow", "move yellow", "overdue orange"])
      func red() async throws -> [JSON] {
        try await given.application.warnings(
          .init(level: "red", region: "340104", isOpen: true), page: PageRequest(),
          actor: MonitoringCase.county
        ).items
      }
      let listed = try #require(try await red().first)
      #expect(listed["rule"] == "composite" && listed["label"] != .null)
      let events = try await world.drain()
      let raised = events.filter { $0.type == .warningRaised }.map(\.data)
      let whole = try #require(raised.first { $0["rule"] == "composite" })
      #expect(whole["level"] == "red" && raised.count == 4)
      // One of the four is red: the case is asked for once.
      let asked = events.filter { $0.type == .recheckRequested }.map(\.data)
      #expect(asked.map { $0["kind"] } == ["listing_case"])
      #expect(asked.map { $0["warning_id"] } == [whole["warning_id"]])
      #expect(try await world.application.reviewDueListings(limit: 10) == 1)
      // Whoever judges again changes nothing.
      let before = try await world.counts()
      try await world.execute("UPDATE monitoring_account SET due_at = '2020-01-01'")
      try await given.judge()
      #expect(try await world.counts() == before)
      try await given.overdue("2026-09", 0)
      try await given.judge()
      #expect(try await given.open() == ["debt yellow", "move yellow"])
      #expect(try await red().isEmpty)
      let closed = try await world.drain().filter { $0.type == .warningClosed }.map(\.data)
      #expect(Set(closed.compactMap { $0["rule"]?.stringValue }) == ["composite", "overdue"])
    }
  }

  @Test(
    "an institution reports of what it has paid out, while the enterprise lets it; others stand beside it"
  )
  func reporters() async throws {
    try await World.with { world in
      let offered = try await OfferCase.make(world)
      let offers = try await offered.refer()
      let first = try #require(offers.first)
      let id = try first.offerID
      let institution = try first.institution
      let liaison = OfferCase.liaison(institution)
      let given = MonitoringCase(
        world: world, enterprise: offered.enterprise, owner: offered.owner)
      func say(_ period: String, _ days: Int64, source: String = "bank") async throws -> JSON {
        try await given.application.reportOffer(
          id, given.body(period, ["overdue_days": .int(days)], source: source), actor: liaison
        ).body
      }
      try await world.expectRefused("conflict offer_state") { _ = try await say("2026-08", 0) }
      let consent = try await offered.consent(institution, days: 30)
      try await offered.grant(first)
      try await offered.step(
        first, .draw, ["drawn_fen": 100, "drawn_on": .string(offered.today)])
      try await world.expectRefused("conflict source_unauthorised") {
        _ = try await say("2026-08", 0)
      }
      try await given.permit("bank")
      let told = try await say("2026-08", 95)
      #expect(told["reporter"] == .string(institution) && told["revision"] == 1)
      // What is reported of the source as a whole is no correction of it.
      let whole = try await given.report("2026-08", ["overdue_days": 0], source: "bank")
      #expect(whole["revision"] == 1 && whole["reporter"] == .null)
      try await given.judge()
      #expect(try await given.open() == ["overdue red"])
      #expect(try await sheet(given)["credit.current_overdue"]?["value"] == true)
      try await world.expectRefused("conflict report_unchanged") {
        _ = try await say("2026-08", 95)
      }
      try await world.expectRefused("forbidden") {
        _ = try await given.application.reportOffer(
          id, given.body("2026-08", ["executions": 0], source: "court"), actor: liaison)
      }
      try await world.expectRefused("not found offer") {
        _ = try await given.application.reportOffer(
          id, given.body("2026-09", ["overdue_days": 0], source: "bank"),
          actor: OfferCase.liaison(try #require(offered.institutions.last)))
      }
      _ = try await given.application.revokeConsent(consent, actor: given.owner)
      try await world.expectRefused("conflict consent_missing") { _ = try await say("2026-09", 0) }
      // The other one that has it says it is repaid: the one that is silent said worse.
      try await given.report("2026-09", ["overdue_days": 0], source: "bank")
      try await given.judge()
      #expect(try await given.open() == ["overdue red"])
      #expect(try await sheet(given)["credit.current_overdue"]?["value"] == true)
    }
  }
}
