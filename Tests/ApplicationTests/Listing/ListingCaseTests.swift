import Application
import Domain
import Foundation
import Listing
import Postgres
import Store
import TestSupport
import Testing

@Suite("Listing cases", .serialized)
struct ListingCaseTests {
  typealias Trip = ListingTrip

  @Test("a case goes its way to the board, each step one event, and is on it in the end")
  func wholeWay() async throws {
    try await World.with { world in
      let trip = try await Trip.open(world)
      try await world.drain()
      let verbs = Trip.untilReplied + ["inquire", "reply"] + Trip.untilListed
      for (place, verb) in verbs.enumerated() {
        let view = try await trip.step(verb)
        #expect(view["seq"] == .int(Int64(place + 1)))
        let events = try await world.drain()
        #expect(events.map(\.type) == [.listingStageEntered], "\(verb)")
        #expect(events.first?.data["stage"] == view["stage"])
        #expect(events.first?.key == trip.enterprise.text)
      }
      let view = try await trip.view(as: trip.owner)
      #expect(view["stage"] == "listed" && view["listed"] == true && view["live"] == true)
      #expect(view["steps"]?.arrayValue?.count == verbs.count)
      let shown = view["steps"]?.arrayValue?.first?["evidence"]?.arrayValue?.first
      #expect(shown?["kind"] == "pool_entry")
      try await trip.step("delist")
      let over = try await world.drain()
      #expect(over.map(\.type) == [.listingCaseEnded] && over.first?.data["reason"] != nil)
      #expect(try await trip.view()["live"] == false)
      // What is over leaves the way free.
      _ = try await Trip.open(world, of: trip.enterprise)
    }
  }

  @Test(
    "what is missing, too much, too old or out of order is refused with its place, and nothing changes"
  )
  func refusals() async throws {
    try await World.with { world in
      let trip = try await Trip.open(world)
      let day = try #require(LegalDate("2026-02-02"))
      func expect(_ word: String, _ change: (inout [String: JSON]) -> Void) async throws {
        var body = try trip.body("engage", from: "reserve", on: day).objectValue ?? [:]
        change(&body)
        let sent = JSON.object(body)
        try await world.expectRefused(word) {
          _ = try await trip.application.advanceListingCase(
            trip.id, expectedVersion: nil, sent, actor: Trip.officer)
        }
      }
      try await expect("invalid /evidence missing_evidence") { $0["evidence"] = [] }
      try await expect("invalid /evidence surplus_evidence") {
        $0["evidence"] = trip.papers(["pool_entry", "filing_receipt"], on: day)
      }
      try await expect("invalid /evidence issued_later") {
        $0["evidence"] = trip.papers(["pool_entry"], on: day.adding(days: 1))
      }
      try await expect("invalid /on back_in_time") { body in
        body["on"] = "2026-01-02"
        body["evidence"] = trip.papers(["pool_entry"], on: day.adding(days: -60))
      }
      try await expect("invalid /on future") { $0["on"] = "2027-01-05" }
      try await expect("invalid /reason reason") { $0["reason"] = "cost" }
      try await expect("invalid /verb unknown_verb") { $0["verb"] = "fly" }
      try await expect("invalid /role unknown_value") { $0["role"] = "nobody" }
      try await expect("forbidden") { $0["role"] = "exchange" }
      try await expect("conflict listing_stage") { body in
        body["verb"] = "list"
        body["role"] = "exchange"
        body["evidence"] = trip.papers(["listing_announcement"], on: day)
      }
      for name in ["verb", "role"] {
        try await expect("invalid /\(name) required") { $0[name] = nil }
      }
      try await expect("invalid /evidence/0/sha256 pattern") { body in
        var paper = trip.papers(["pool_entry"], on: day).arrayValue?.first?.objectValue ?? [:]
        paper["sha256"] = "00"
        body["evidence"] = [.object(paper)]
      }
      try await world.expectRefused("stale 1") {
        _ = try await trip.application.advanceListingCase(
          trip.id, expectedVersion: 7, try trip.body("engage", from: "reserve", on: day),
          actor: Trip.officer)
      }
    }
  }

  @Test("of 32 at once one takes the step, and the others learn the stage")
  func concurrent() async throws {
    try await World.with { world in
      let trip = try await Trip.open(world)
      try await world.drain()
      let day = try #require(LegalDate("2026-02-02"))
      let body = try trip.body("engage", from: "reserve", on: day)
      let words = await withTaskGroup(of: String?.self) { group in
        for _ in 0..<32 {
          group.addTask {
            await refusal {
              _ = try await trip.application.advanceListingCase(
                trip.id, expectedVersion: nil, body, actor: Trip.officer)
            }?.word
          }
        }
        return await group.reduce(into: [String?]()) { $0.append($1) }
      }
      #expect(words.filter { $0 == nil }.count == 1)
      #expect(words.filter { $0 == "conflict listing_stage" }.count == 31)
      #expect(try await world.drain().map(\.type) == [.listingStageEntered])
      #expect(try await trip.stage() == "engagement")
    }
  }

  @Test("a suspension returns where it left, and only there")
  func suspension() async throws {
    try await World.with { world in
      let trip = try await Trip.open(world)
      try await trip.steps(Trip.untilReplied)
      let held = try await trip.step("suspend", on: "2026-03-02")
      #expect(held["stage"] == "suspended" && held["left_stage"] == "replied")
      #expect(held["hold_ends_on"] == "2026-06-02")
      let day = try #require(LegalDate("2026-03-04"))
      let consent = try trip.body("consent", from: "replied", on: day)
      try await world.expectRefused("conflict listing_stage") {
        _ = try await trip.application.advanceListingCase(
          trip.id, expectedVersion: nil, consent, actor: Trip.officer)
      }
      let back = try await trip.step("resume", on: "2026-03-09")
      #expect(back["stage"] == "replied" && back["left_stage"] == .null)
    }
  }

  @Test("an enterprise acts for itself, a sponsor for itself, and others know of no such case")
  func access() async throws {
    try await World.with { world in
      try await Trip.enterBroker(world, "guoyuan")
      let trip = try await Trip.open(world, sponsor: "guoyuan")
      #expect(try await world.drain().last?.data["institution"] == "guoyuan")
      let broker = Trip.broker
      let other = Actor(subject: "b-2", role: .liaison, organisation: "huishang")
      let stranger = Trip.owner(of: try await world.register(1))
      let away = Actor(subject: "o-2", role: .operator, region: "610000")
      for actor in [other, stranger, away] {
        #expect(
          await refusal { _ = try await trip.view(as: actor) }?.word == "not found listing case")
        let seen = try await trip.application.listingCases(
          state: nil, board: nil, enterprise: nil, region: nil, page: PageRequest(), actor: actor)
        #expect(seen.items.isEmpty)
      }
      let seen = try await trip.view(as: broker)
      #expect(seen["enterprise_id"] == nil && seen["verbs"]?.arrayValue?.isEmpty == false)
      let day = try #require(LegalDate("2026-02-02"))
      let body = try trip.body("engage", from: "reserve", on: day)
      // The stage is the enterprise's to leave, not the sponsor's.
      for (actor, role) in [(broker, "enterprise"), (trip.owner, "bureau")] {
        #expect(
          await refusal {
            _ = try await trip.application.advanceListingCase(
              trip.id, expectedVersion: nil, body.with(["role": .string(role)]), actor: actor)
          }?.word == "forbidden")
      }
      _ = try await trip.application.advanceListingCase(
        trip.id, expectedVersion: nil, body.with(["role": "enterprise"]), actor: trip.owner)
      let next = try trip.body("investigate", from: "engagement", on: day)
      let taken = try await trip.application.advanceListingCase(
        trip.id, expectedVersion: nil, next.with(["role": "broker"]), actor: broker)
      #expect(taken.body["stage"] == "due_diligence")
      #expect(taken.body["steps"]?.arrayValue?.first?["actor"] == .null)
    }
  }

  @Test("a case is opened once, by who may, on a board that is for the enterprise")
  func opening() async throws {
    try await World.with { world in
      let trip = try await Trip.open(world)
      func body(_ board: String, _ enterprise: EnterpriseID) -> JSON {
        [
          "enterprise_id": .string(enterprise.text), "board": .string(board),
          "on": "2026-01-05",
        ]
      }
      func expect(_ word: String, _ body: JSON, by actor: Actor) async throws {
        try await world.expectRefused(word) {
          _ = try await world.application.openListingCase(body, actor: actor)
        }
      }
      try await expect(
        "conflict listing_case_exists", body("neeq", trip.enterprise), by: trip.owner)
      try await expect(
        "invalid /board unknown_value", body("moon", trip.enterprise), by: trip.owner)
      let far = try await world.register(3)
      try await world.execute(
        "UPDATE enterprise SET region = '610102' WHERE id = \(far.uuid)")
      try await expect("invalid /board other_region", body("ah-srdi", far), by: World.system)
      let broker = Trip.broker
      try await expect("not found enterprise", body("neeq", far), by: broker)
      _ = try await Trip.open(world, "ah-srdi", of: trip.enterprise)
    }
  }

  @Test("whoever opens a case, only an institution that the directory lists as a sponsor is named")
  func sponsorIsListed() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      try await Trip.enterBroker(world, "guoyuan")
      try await world.enter(World.firm("lawyers"))
      func body(_ sponsor: String) -> JSON {
        [
          "enterprise_id": .string(enterprise.text), "board": "neeq", "sponsor": .string(sponsor),
        ]
      }
      for actor in [Trip.owner(of: enterprise), Trip.officer, World.system] {
        // A bank, a law firm, and nobody.
        for code in ["huishang", "lawyers", "no-such-firm"] {
          try await world.expectRefused("invalid /sponsor not_a_sponsor") {
            _ = try await world.application.openListingCase(body(code), actor: actor)
          }
        }
      }
      // An institution sets nobody out, itself named or not.
      try await world.expectRefused("not found enterprise") {
        _ = try await world.application.openListingCase(body("guoyuan"), actor: Trip.broker)
      }
      try await world.execute(
        "UPDATE directory_entry SET status = 'unlisted', unlisted_reason = 'x'")
      try await world.expectRefused("invalid /sponsor not_a_sponsor") {
        _ = try await world.application.openListingCase(body("guoyuan"), actor: World.system)
      }
    }
  }

  @Test(
    "the enterprise names its sponsor, another one or none, and who is named no more finds no case")
  func sponsorChanges() async throws {
    try await World.with { world in
      let trip = try await Trip.open(world)
      for code in ["guoyuan", "anxin"] { try await Trip.enterBroker(world, code) }
      let other = Actor(subject: "b-2", role: .liaison, organisation: "anxin")
      func name(
        _ body: JSON, as actor: Actor? = nil, expectedVersion: Int? = nil
      ) async throws -> StoredAnswer {
        try await trip.application.setListingSponsor(
          of: trip.id, expectedVersion: expectedVersion, body, actor: actor ?? trip.owner)
      }
      let named = try await name(["sponsor": "guoyuan"], expectedVersion: 1)
      #expect(named.status == 200 && named.headers["ETag"] == "\"2\"")
      #expect(named.body["sponsor"] == "guoyuan")
      #expect(try await trip.view(as: Trip.broker)["sponsor"] == "guoyuan")
      for actor in [Trip.broker, other] {
        #expect(
          await refusal { _ = try await name(["sponsor": "anxin"], as: actor) }?.word
            == "forbidden")
      }
      for (body, word) in [
        (["sponsor": "huishang"], "invalid /sponsor not_a_sponsor"),
        (["sponsor": "No"], "invalid /sponsor pattern"), ([:], "invalid /sponsor required"),
      ] as [(JSON, String)] {
        #expect(await refusal { _ = try await name(body) }?.word == word)
      }
      #expect(
        await refusal { _ = try await name(["sponsor": .null], expectedVersion: 1) }?.word
          == "stale 2")
      #expect(try await trip.view()["sponsor"] == "guoyuan", "nothing was changed")
      _ = try await name(["sponsor": "anxin"], as: Trip.officer)
      #expect(
        await refusal { _ = try await trip.view(as: Trip.broker) }?.word
          == "not found listing case")
      #expect(try await trip.view(as: other)["sponsor"] == "anxin")
      // What is over names nobody new, and lets go of the old one.
      try await trip.step("withdraw")
      #expect(
        await refusal { _ = try await name(["sponsor": "guoyuan"]) }?.word
          == "conflict listing_stage")
      #expect(try await name(["sponsor": .null]).body["sponsor"] == .null)
      #expect(
        await refusal { _ = try await trip.view(as: other) }?.word == "not found listing case")
    }
  }

  @Test("a case that has taken all its steps but one can still be ended, and in no other way go on")
  func lastStep() async throws {
    try await World.with { world in
      let trip = try await Trip.open(world)
      try await trip.steps(Trip.untilReplied)
      let count = ListingCaseRecord.maximumSteps - 1
      let first = Trip.untilReplied.count
      try await trip.goToAndFro(until: count)
      let before = try await trip.view()
      #expect(before["seq"] == .int(Int64(count)))
      #expect(count > first && before["live"] == true)
      let stage = try #require(try await trip.stage())
      #expect(
        await refusal {
          try await trip.step(stage == "replied" ? "inquire" : "reply")
        }?.word == "conflict listing_stage")
      let over = try await trip.step("withdraw")
      #expect(over["live"] == false && over["seq"] == .int(Int64(count + 1)))
    }
  }

  @Test("stored steps are believed only where they lead to what is stored")
  func altered() async throws {
    try await World.with { world in
      let trip = try await Trip.open(world)
      try await trip.steps(["engage", "investigate"])
      try await world.execute("UPDATE listing_case SET channel = 'green'")
      await #expect(throws: (any Error).self) { try await trip.view() }
    }
  }
}
