import Application
import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Pauses", .serialized)
struct PauseTests {
  private func products(_ world: World) async throws -> [JSON] {
    try await world.application.products(
      family: nil, page: PageRequest(limit: 100), actor: World.system
    ).items
  }

  private func isPaused(_ product: JSON) -> Bool { product["paused"] != .null }

  @Test("a paused product is shown so beside its decision, and no verdict changes by it")
  func besideTheVerdict() async throws {
    try await World.with { world in
      let need = try await world.submit(try await world.register())
      try await world.matchWaiting()
      let run = try await world.run(need)
      let before = try await world.application.decisions(of: run, actor: World.system)
      let decisions = try #require(before["data"]?.arrayValue)
      #expect(decisions.allSatisfy { !isPaused($0) })
      let code = try #require(decisions[2]["product"]?.stringValue)
      let until = world.store.clock.now.adding(milliseconds: 60_000)
      try await world.pause(.product, code, until: until, reason: "条款修订")
      let after = try await world.application.decisions(of: run, actor: World.system)
      let shown = try #require(after["data"]?.arrayValue)
      #expect(
        shown[2]["paused"] == [
          "reason": "条款修订", "since": .string(world.store.clock.now.text),
          "until": .string(until.text),
        ])
      #expect(shown.map { $0.with(["paused": .null]) } == decisions)
      let one = try await world.application.decision(of: run, product: code, actor: World.system)
      #expect(one["paused"] == shown[2]["paused"])
      let replay = try await world.application.replay(run, actor: World.system)
      #expect(replay["equal"] == true)
      world.store.clock.set(until)
      #expect(try await world.application.decisions(of: run, actor: World.system) == before)
    }
  }

  @Test(
    "an institution's pause stands beside all of its products and no other; a product's own goes first"
  )
  func institution() async throws {
    try await World.with { world in
      let all = try await products(world)
      let institution = try #require(all[0]["institution"]?["code"]?.stringValue)
      let own = all.filter { $0["institution"]?["code"]?.stringValue == institution }
      #expect((1..<all.count).contains(own.count))
      try await world.pause(.institution, institution, reason: "system upgrade")
      let shown = try await products(world)
      #expect(
        shown.filter { isPaused($0) }.map { $0["code"] } == own.map { $0["code"] })
      let code = try #require(own[0]["code"]?.stringValue)
      try await world.pause(.product, code, reason: "its own")
      let one = try await world.application.product(code, actor: World.system)
      #expect(one.value["paused"]?["reason"] == "its own")
      try await world.resume(.product, code)
      let again = try await world.application.product(code, actor: World.system)
      #expect(again.value["paused"]?["reason"] == "system upgrade")
      try await world.resume(.institution, institution)
      #expect(try await products(world) == all)
    }
  }

  @Test("each setting and ending leaves one entry of the trail, also when its key is repeated")
  func trail() async throws {
    try await World.with { world in
      let key = IdempotencyRequest(client: "c", key: "k", fingerprint: Digest(of: .null))
      for _ in 0..<2 {
        let answer = try await world.application.setPause(
          .worker, target: "match", ["reason": "moving"], actor: World.operations,
          idempotency: key)
        #expect(answer.body["target"] == "match")
      }
      world.store.clock.advance(milliseconds: 5)
      try await world.resume(.worker, "match")
      let page = try await world.application.auditEntries(
        action: nil, subject: "worker/match", page: PageRequest(), actor: World.operations)
      #expect(page.items.map { $0["action"] } == ["pause.end", "pause.set"])
      #expect(page.items.map { $0["actor"] } == ["operator-1", "operator-1"])
      #expect(page.items.map { $0["role"] } == ["operator", "operator"])
      #expect(page.items.map { $0["reason"] } == [.null, "moving"])
      let set = try await world.application.auditEntries(
        action: "pause.set", subject: nil, page: PageRequest(limit: 1), actor: World.operations)
      #expect(set.items == [page.items[1]])
    }
  }

  @Test("only who runs the whole service pauses; who oversees it looks, and all others are refused")
  func access() async throws {
    try await World.with { world in
      let county = Actor(subject: "county", role: .operator, region: "340104")
      let auditor = Actor(subject: "auditor", role: .auditor)
      let others = [Role.enterprise, .liaison, .liaisonManager].map {
        Actor(subject: $0.rawValue, role: $0)
      }
      for actor in [county, auditor] + others {
        try await world.expectRefused("forbidden", actor.subject) {
          _ = try await world.application.setPause(
            .worker, target: "match", ["reason": "x"], actor: actor)
        }
        try await world.expectRefused("forbidden", actor.subject) {
          _ = try await world.application.endPause(.worker, target: "match", actor: actor)
        }
      }
      for actor in [county, auditor, World.system] {
        #expect(try await world.application.pauses(actor: actor) == ["data": []])
      }
      for actor in [county] + others {
        try await world.expectRefused("forbidden", actor.subject) {
          _ = try await world.application.auditEntries(
            action: nil, subject: nil, page: PageRequest(), actor: actor)
        }
      }
      for actor in others {
        try await world.expectRefused("forbidden", actor.subject) {
          _ = try await world.application.pauses(actor: actor)
        }
      }
    }
  }

  @Test("what there is not cannot be paused, and a pause needs a reason and an end ahead")
  func refusals() async throws {
    try await World.with { world in
      let now = world.store.clock.now
      let targets: [(PauseKind, String)] = [
        (.worker, "no-such"), (.product, "no-such-loan"), (.institution, "no-such-bank"),
      ]
      for (kind, target) in targets {
        try await world.expectRefused("not found \(kind.rawValue)") {
          try await world.pause(kind, target)
        }
        try await world.expectRefused("not found pause") {
          try await world.resume(kind, target)
        }
      }
      let bodies: [(JSON, String)] = [
        ([:], "/reason required"), (["reason": ""], "/reason empty"),
        (["reason": .string(String(repeating: "x", count: 501))], "/reason too_long"),
        (["reason": "x", "until": "tomorrow"], "/until instant"),
        (["reason": "x", "until": .string(now.text)], "/until past"),
        (["reason": "x", "colour": "red"], "/colour unknown_member"),
      ]
      for (body, word) in bodies {
        try await world.expectRefused("invalid \(word)") {
          _ = try await world.application.setPause(
            .worker, target: "match", body, actor: World.operations)
        }
      }
      try await world.expectRefused("not found pause") { try await world.resume(.worker, "match") }
    }
  }

  @Test(
    "pauses in force are bounded; one of them can still be changed, and one that is over counts for none"
  )
  func bounded() async throws {
    try await World.with { world in
      try await world.pause(.worker, "match")
      try await world.execute(
        """
        INSERT INTO pause (kind, target, reason, set_at, set_by)
        SELECT 'product', 'p' || n, 'x', now(), 'x' FROM generate_series(2, 1000) AS n
        """)
      try await world.expectRefused("conflict too_many_pauses") {
        try await world.pause(.worker, "relay")
      }
      try await world.pause(.worker, "match", reason: "another")
      try await world.execute(
        """
        UPDATE pause SET set_at = '2020-01-01', ends_at = '2020-01-02' WHERE target = 'p7'
        """)
      try await world.pause(.worker, "relay")
      try await world.application.forgetEndedPauses()
      #expect(try await world.count("pause") == 1_000)
    }
  }
}
