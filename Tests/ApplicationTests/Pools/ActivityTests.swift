import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("Activities", .serialized)
struct ActivityTests {
  private func plan(_ world: World, _ changes: [String: JSON?] = [:]) -> JSON {
    let start = world.store.clock.now.adding(milliseconds: 86_400_000)
    let plan: JSON = [
      "kind": "matching", "title": "银企对接会", "region": "340100",
      "starts_at": .string(start.text),
      "ends_at": .string(start.adding(milliseconds: 7_200_000).text), "capacity": 2,
    ]
    return plan.with(changes)
  }

  private func announce(
    _ world: World, _ changes: [String: JSON?] = [:]
  ) async throws -> ActivityID {
    let answer = try await world.application.createActivity(
      plan(world, changes), actor: World.system)
    return try #require(answer.body["id"]?.stringValue.flatMap { ActivityID($0) })
  }

  private func owner(_ id: EnterpriseID) -> Actor {
    Actor(subject: "owner-\(id.text.suffix(4))", role: .enterprise, organisation: id.text)
  }

  private func invite(
    _ world: World, _ enterprises: [EnterpriseID], to id: ActivityID
  ) async throws -> [ActivityGuestID] {
    _ = try await world.application.inviteGuests(
      to: id, ["enterprises": .array(enterprises.map { .string($0.text) })], actor: World.system)
    let page = try await world.application.activityGuests(
      of: id, page: PageRequest(), actor: World.system)
    return try enterprises.map { enterprise in
      let guest = page.items.first { $0["enterprise_id"]?.stringValue == enterprise.text }
      return try #require(guest?["id"]?.stringValue.flatMap { ActivityGuestID($0) })
    }
  }

  @Test("guests are told, register for themselves, come, and what came of it counts in the year")
  func way() async throws {
    try await World.with { world in
      let id = try await announce(world)
      let enterprise = try await world.register()
      try await world.drain()
      let guest = try await invite(world, [enterprise], to: id)[0]
      #expect(try await world.drain().map(\.type) == [.activityAnnounced])
      func step(_ body: JSON, _ actor: Actor) async throws -> JSON {
        try await world.application.advanceGuest(guest, body, actor: actor).body
      }
      try await world.expectRefused("forbidden") {
        _ = try await step(["verb": "register", "agrees_to_figures": true], World.system)
      }
      let registered = try await step(
        ["verb": "register", "agrees_to_figures": true], owner(enterprise))
      #expect(registered["state"] == "registered" && registered["agrees_to_figures"] == true)
      try await world.expectRefused("conflict activity_state", "not begun") {
        _ = try await step(["verb": "attend"], World.system)
      }
      world.store.clock.advance(milliseconds: 90_000_000)
      try await world.expectRefused("forbidden") {
        _ = try await step(["verb": "attend"], owner(enterprise))
      }
      #expect(try await step(["verb": "attend"], World.system)["state"] == "attended")
      let outcome = try await world.application.recordOutcome(
        of: guest, ["kind": "credit", "institution": "huishang", "amount_fen": 5_000_000],
        actor: World.system)
      #expect(outcome.body["outcomes"]?.arrayValue?.count == 1)
      let figures = try await world.application.activityFigures(
        year: nil, region: "3401", actor: World.system)
      let row = try #require(figures["data"]?.arrayValue?.first)
      #expect(row["attended"] == 1 && row["amount"]?["fen"] == 5_000_000)
      let elsewhere = try await world.application.activityFigures(
        year: nil, region: "3402", actor: World.system)
      #expect(elsewhere["data"] == [])
    }
  }

  @Test("an amount is kept only of who agreed to figures itself, and only of who came")
  func figures() async throws {
    try await World.with { world in
      let id = try await announce(world)
      let enterprise = try await world.register()
      let guest = try await invite(world, [enterprise], to: id)[0]
      func record(_ body: JSON) async throws {
        _ = try await world.application.recordOutcome(of: guest, body, actor: World.system)
      }
      try await world.expectRefused("conflict activity_state") {
        try await record(["kind": "intention"])
      }
      _ = try await world.application.advanceGuest(
        guest, ["verb": "register"], actor: owner(enterprise))
      world.store.clock.advance(milliseconds: 87_000_000)
      _ = try await world.application.advanceGuest(
        guest, ["verb": "attend"], actor: World.system)
      try await world.expectRefused("conflict figures_not_agreed") {
        try await record(["kind": "loan", "amount_fen": 1])
      }
      try await record(["kind": "intention", "note": "意向"])
      for body: JSON in [
        ["kind": "luck"], ["kind": "loan", "amount_fen": 0], [:],
        ["kind": "loan", "institution": "nobody"],
      ] {
        try await world.expectInvalid("\(body)") { try await record(body) }
      }
    }
  }

  @Test("figures count what was held, guests of what was not cancelled, and outcomes of who came")
  func counted() async throws {
    try await World.with { world in
      let (first, second) = (try await world.register(1), try await world.register(2))
      let held = try await announce(world)
      let later = world.store.clock.now.adding(milliseconds: 5 * 86_400_000)
      _ = try await invite(
        world, [first],
        to: try await announce(
          world,
          [
            "starts_at": .string(later.text),
            "ends_at": .string(later.adding(milliseconds: 3_600_000).text),
          ]))
      let off = try await announce(world)
      _ = try await invite(world, [first, second], to: off)
      _ = try await world.application.cancelActivity(
        off, ["reason": "改期"], actor: World.system)
      let guests = try await invite(world, [first, second], to: held)
      func step(_ guest: ActivityGuestID, _ verb: String) async throws {
        _ = try await world.application.advanceGuest(
          guest, ["verb": .string(verb)], actor: World.system)
      }
      func figures() async throws -> JSON {
        let year = try await world.application.activityFigures(
          year: nil, region: nil, actor: World.system)
        return try #require(year["data"]?.arrayValue?.first)
      }
      for guest in guests { try await step(guest, "register") }
      #expect(try await figures()["activities"] == 0)
      world.store.clock.advance(milliseconds: 96_000_000)
      for guest in guests {
        try await step(guest, "attend")
        _ = try await world.application.recordOutcome(
          of: guest, ["kind": "intention"], actor: World.system)
      }
      // The hosts correct themselves: one of them did not come.
      try await step(guests[1], "miss")
      let row = try await figures()
      #expect(row["activities"] == 1 && row["cancelled"] == 1)
      #expect(row["invited"] == 3 && row["attended"] == 1 && row["outcomes"] == 1)
    }
  }

  @Test("hosts see the banks that they invited and say who came; other operators do neither")
  func hosts() async throws {
    try await World.with { world in
      let host = Actor(subject: "operator-5", role: .operator, region: "340100")
      let county = Actor(subject: "operator-6", role: .operator, region: "340104")
      let away = Actor(subject: "operator-7", role: .operator, region: "340200")
      let enterprise = try await world.register()
      let id = try await announce(world)
      _ = try await world.application.inviteGuests(
        to: id, ["enterprises": [.string(enterprise.text)], "institutions": ["huishang"]],
        actor: host)
      func seen(_ actor: Actor) async throws -> [JSON] {
        try await world.application.activityGuests(of: id, page: PageRequest(), actor: actor).items
      }
      let guests = try await seen(host)
      #expect(guests.count == 2)
      #expect(try await seen(county).map { $0["institution"] } == [JSON.null])
      #expect(try await seen(away) == [])
      func guest(_ institution: JSON) throws -> ActivityGuestID {
        let found = guests.first { $0["institution"] == institution }
        return try #require(found?["id"]?.stringValue.flatMap { ActivityGuestID($0) })
      }
      let (bank, firm) = (try guest("huishang"), try guest(.null))
      func step(_ guest: ActivityGuestID, _ verb: String, _ actor: Actor) async throws -> JSON? {
        try await world.application.advanceGuest(
          guest, ["verb": .string(verb)], actor: actor
        ).body["state"]
      }
      #expect(try await step(bank, "register", host) == "registered")
      #expect(try await step(firm, "register", county) == "registered")
      world.store.clock.advance(milliseconds: 90_000_000)
      try await world.expectRefused("forbidden", "of the guest's county, not of the hosts") {
        _ = try await step(firm, "attend", county)
      }
      try await world.expectRefused("not found guest") { _ = try await step(bank, "attend", away) }
      #expect(try await step(bank, "attend", host) == "attended")
      #expect(try await step(firm, "miss", host) == "absent")
    }
  }

  @Test("a bank that withdraws while its hosts say that it came has come")
  func meanwhile() async throws {
    try await World.with(limits: .patient(8)) { world in
      let id = try await announce(world)
      _ = try await world.application.inviteGuests(
        to: id, ["institutions": ["huishang"]], actor: World.system)
      let guests = try await world.application.activityGuests(
        of: id, page: PageRequest(), actor: World.system)
      let bank = try #require(
        guests.items.first?["id"]?.stringValue.flatMap { ActivityGuestID($0) })
      _ = try await world.application.advanceGuest(
        bank, ["verb": "register"], actor: World.system)
      let application = world.application
      let withdrawing = try await world.store.pool.withTransaction { session in
        _ = try await ActivityRepository.find(id, locking: true, session)
        let withdrawing = Task {
          await refusal {
            _ = try await application.advanceGuest(
              bank, ["verb": "withdraw"], actor: World.system)
          }?.word
        }
        try await world.waitForWaiter()
        try await session.execute(
          "UPDATE activity_guest SET state = 'attended', version = version + 1")
        return withdrawing
      }
      #expect(await withdrawing.value == "conflict activity_state")
    }
  }

  @Test("who is invited while an activity is being cancelled is told, or is not invited any more")
  func raced() async throws {
    try await World.with(limits: .patient(8)) { world in
      let id = try await announce(world)
      let (first, second) = (try await world.register(1), try await world.register(2))
      _ = try await invite(world, [first], to: id)
      let application = world.application
      // The cancellation knows whom it will tell, and waits for the first of them.
      let (cancelling, inviting) = try await world.store.pool.withTransaction { session in
        _ = try await EnterpriseRepository.lock([first], session)
        let cancelling = Task {
          try await application.cancelActivity(id, ["reason": "改期"], actor: World.system)
        }
        try await world.waitForWaiter()
        let inviting = Task {
          await refusal {
            _ = try await application.inviteGuests(
              to: id, ["enterprises": [.string(second.text)]], actor: World.system)
          }?.word
        }
        try await world.wait(
          for: "an invitation, or two who wait for locks",
          until: """
            EXISTS (SELECT FROM activity_guest WHERE enterprise_id = \(second.uuid))
              OR 2 <= (SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock')
            """)
        return (cancelling, inviting)
      }
      _ = try await cancelling.value
      #expect(await inviting.value == "conflict activity_state")
      #expect(try await world.count("activity_guest") == 1)
    }
  }

  @Test("of one guest at most 20 outcomes are recorded")
  func outcomes() async throws {
    try await World.with { world in
      let id = try await announce(world)
      let guest = try await invite(world, [try await world.register()], to: id)[0]
      _ = try await world.application.advanceGuest(
        guest, ["verb": "register"], actor: World.system)
      world.store.clock.advance(milliseconds: 90_000_000)
      _ = try await world.application.advanceGuest(
        guest, ["verb": "attend"], actor: World.system)
      func record() async throws {
        _ = try await world.application.recordOutcome(
          of: guest, ["kind": "other"], actor: World.system)
      }
      for _ in 0..<20 { try await record() }
      try await world.expectRefused("conflict too_many_outcomes") { try await record() }
    }
  }

  @Test("who is erased gives its seat back, and is told of nothing any more")
  func erased() async throws {
    try await World.with { world in
      let id = try await announce(world)
      let enterprise = try await world.register()
      let guest = try await invite(world, [enterprise], to: id)[0]
      _ = try await world.application.advanceGuest(
        guest, ["verb": "register"], actor: World.system)
      _ = try await world.application.requestErasure(
        of: enterprise, ["basis": "request", "reference": "QS-2026-0002"], actor: World.system)
      let activity = try await world.application.activity(id, actor: World.system)
      #expect(activity.value["seats_taken"] == 0)
      try await world.drain()
      _ = try await world.application.cancelActivity(id, ["reason": "改期"], actor: World.system)
      #expect(try await world.drain().isEmpty)
    }
  }

  @Test("no seat is given twice, whoever registers at the same time; who withdraws frees one")
  func seats() async throws {
    try await World.with(limits: .patient(12)) { world in
      let id = try await announce(world, ["capacity": 3])
      var enterprises: [EnterpriseID] = []
      for number in 0..<8 { enterprises.append(try await world.register(number)) }
      let guests = try await invite(world, enterprises, to: id)
      let made = await withTaskGroup(of: Bool.self) { group in
        for guest in guests {
          group.addTask {
            await refusal {
              _ = try await world.application.advanceGuest(
                guest, ["verb": "register"], actor: World.system)
            } == nil
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(made == 3)
      let activity = try await world.application.activity(id, actor: World.system)
      #expect(activity.value["seats_taken"] == 3)
      try await world.expectRefused("conflict activity_full") {
        _ = try await world.application.amendActivity(
          id, expectedVersion: activity.version, ["capacity": 2], actor: World.system)
      }
      for guest in guests {
        _ = await refusal {
          _ = try await world.application.advanceGuest(
            guest, ["verb": "withdraw"], actor: World.system)
        }
      }
      #expect(
        try await world.application.activity(id, actor: World.system).value["seats_taken"] == 0)
    }
  }

  @Test("a cancelled activity tells who was to come, and nobody registers any more")
  func cancelled() async throws {
    try await World.with { world in
      let id = try await announce(world)
      let enterprise = try await world.register()
      let guest = try await invite(world, [enterprise], to: id)[0]
      try await world.drain()
      let done = try await world.application.cancelActivity(
        id, ["reason": "改期"], actor: World.system)
      #expect(done.body["state"] == "cancelled" && done.body["cancelled_for"] == "改期")
      #expect(try await world.drain().map(\.type) == [.activityCancelled])
      try await world.expectRefused("conflict activity_state") {
        _ = try await world.application.advanceGuest(
          guest, ["verb": "register"], actor: owner(enterprise))
      }
      for change: [String: JSON?] in [
        ["kind": "party"], ["title": ""], ["capacity": 0], ["capacity": 1_001],
        ["starts_at": "2020-01-01T00:00:00Z"], ["ends_at": "soon"], ["region": "3401"],
        ["surprise": 1],
      ] {
        try await world.expectInvalid("\(change)") {
          _ = try await announce(world, change)
        }
      }
      let other = try await announce(world)
      try await world.expectInvalid("nobody") {
        _ = try await world.application.inviteGuests(to: other, [:], actor: World.system)
      }
    }
  }
}
