import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@testable import Application

@Suite("Webhooks", .serialized)
struct WebhookUseCaseTests {
  @Test(
    "a webhook is entered, read, changed and deleted by its owner, and each act is in the trail")
  func life() async throws {
    try await World.with { world in
      let enterprise = try await world.register(1)
      let firm = World.firm(enterprise)
      let created = try await world.application.createWebhook(
        ["url": "https://Hooks.example.com/in"], actor: firm)
      #expect(created.status == 201 && created.headers["ETag"] == "\"1\"")
      let id = try #require(created.body["id"]?.stringValue.flatMap { WebhookID($0) })
      #expect(created.headers["Location"] == "/v1/webhooks/\(id)")
      #expect(created.body["organisation"] == .string(enterprise.text))
      #expect(created.body["url"] == "https://hooks.example.com/in")
      #expect(created.body["types"] == [] && created.body["state"] == "active")
      let key = created.body["keys"]?.arrayValue?.first?["public_key"]?.stringValue ?? ""
      #expect(key.hasPrefix("whpk_") && Data(base64Encoded: String(key.dropFirst(5)))?.count == 32)
      let read = try await world.application.webhook(id, actor: firm)
      #expect(read.value == created.body && read.version == 1)
      let changed = try await world.application.changeWebhook(
        id, expectedVersion: 1, ["types": ["cn.rongqiao.need.decided.v1"]], actor: firm)
      #expect(changed.headers["ETag"] == "\"2\"")
      #expect(changed.body["types"] == ["cn.rongqiao.need.decided.v1"])
      let stale = await refusal {
        _ = try await world.application.changeWebhook(
          id, expectedVersion: 1, ["state": "disabled"], actor: firm)
      }
      #expect(stale?.word == "stale 2")
      // A change to what is there already is none.
      let same = try await world.application.changeWebhook(
        id, expectedVersion: 2, ["state": "active"], actor: firm)
      #expect(same.headers["ETag"] == "\"2\"")
      let deleted = try await world.application.deleteWebhook(id, actor: firm)
      #expect(deleted.body == changed.body)
      #expect(await refusal { _ = try await world.view(id) }?.word == "not found webhook")
      let trail = try await world.application.auditEntries(
        action: nil, subject: id.text, page: PageRequest(), actor: World.system)
      #expect(
        trail.items.map { $0["action"] } == ["webhook.delete", "webhook.change", "webhook.create"])
      // The address may hold a secret of the receiver's.
      #expect(trail.items.allSatisfy { !$0.canonicalText.contains("hooks.example.com") })
    }
  }

  @Test("others' webhooks do not exist, and who may not have any is refused")
  func access() async throws {
    try await World.with { world in
      let enterprise = try await world.register(1)
      let stranger = World.firm(try await world.register(2))
      let codes = try await world.institutions()
      let manager = World.manager(codes[0])
      let id = try await world.hook(enterprise.text, by: World.firm(enterprise))
      let bank = try await world.hook(codes[0], by: manager)
      for (hook, other) in [
        (id, stranger), (id, manager), (bank, stranger), (bank, World.manager(codes[1])),
      ] {
        let application = world.application
        let attempts: [() async throws -> Void] = [
          { _ = try await application.webhook(hook, actor: other) },
          {
            _ = try await application.changeWebhook(
              hook, expectedVersion: 1, ["state": "disabled"], actor: other)
          }, { _ = try await application.deleteWebhook(hook, actor: other) },
          { _ = try await application.rotateWebhook(hook, [:], actor: other) },
          { _ = try await application.testWebhook(hook, actor: other) },
          {
            _ = try await application.webhookDeliveries(
              of: hook, state: nil, page: PageRequest(), actor: other)
          },
          {
            _ = try await application.replayWebhook(
              hook, ["from": "2026-01-01T00:00:00Z"], actor: other)
          },
        ]
        for attempt in attempts {
          try await world.expectRefused("not found webhook") { try await attempt() }
        }
        let list = try await application.webhooks(page: PageRequest(), actor: other)
        #expect(!list.items.contains { $0["id"] == .string(hook.text) })
      }
      let auditor = Actor(subject: "auditor", role: .auditor)
      let county = Actor(subject: "county", role: .operator, region: "340104")
      let liaison = Actor(subject: "liaison", role: .liaison, organisation: codes[0])
      for actor in [county, liaison] {
        try await world.expectRefused("forbidden") {
          _ = try await world.application.webhook(id, actor: actor)
        }
      }
      for actor in [county, liaison, auditor] {
        try await world.expectRefused("forbidden") {
          _ = try await world.application.createWebhook(
            ["url": "https://a.example/", "organisation": .string(codes[0])], actor: actor)
        }
      }
      let all = try await world.application.webhooks(page: PageRequest(), actor: auditor)
      #expect(all.items.map { $0["id"] } == [.string(bank.text), .string(id.text)])
    }
  }

  @Test("what is wrong with a webhook is said with its place, and nothing is stored")
  func refusals() async throws {
    try await World.with { world in
      let enterprise = try await world.register(1)
      let firm = World.firm(enterprise)
      let bodies: [(JSON, Actor, String)] = [
        ([:], firm, "invalid /url required"),
        (["url": "http://a.example/"], firm, "invalid /url https"),
        (["url": "https://127.0.0.1/"], firm, "invalid /url private_address"),
        (["url": "https://a.example/", "types": ["x"]], firm, "invalid /types/0 unknown_value"),
        (
          ["url": "https://a.example/", "types": ["cn.rongqiao.match.requested.v1"]], firm,
          "invalid /types/0 unknown_value"
        ),
        (["url": "https://a.example/", "secret": "x"], firm, "invalid /secret unknown_member"),
        (
          ["url": "https://a.example/", "organisation": "hf-bank"], firm,
          "invalid /organisation mismatch"
        ),
        (["url": "https://a.example/"], World.system, "invalid /organisation required"),
        (
          ["url": "https://a.example/", "organisation": "no-such-bank"], World.system,
          "invalid /organisation unknown_value"
        ),
        (
          ["url": "https://a.example/"], World.manager("no-such-bank"),
          "invalid /organisation unknown_value"
        ),
        (
          ["url": "https://a.example/"], Actor(subject: "x", role: .enterprise), "forbidden"
        ),
      ]
      for (body, actor, word) in bodies {
        try await world.expectRefused(word, "\(body)") {
          _ = try await world.application.createWebhook(body, actor: actor)
        }
      }
      let id = try await world.hook(enterprise.text)
      let replays: [(JSON, String)] = [
        ([:], "/ids exclusive"), (["ids": [], "from": "2026-01-01T00:00:00Z"], "/ids exclusive"),
        (["ids": ["x"]], "/ids/0 identifier"), (["from": "today"], "/from instant"),
        (["from": "2026-01-01T00:00:00Z", "states": ["pending"]], "/states/0 unknown_value"),
        (["to": "2026-01-01T00:00:00Z"], "/ids exclusive"),
      ]
      for (body, word) in replays {
        try await world.expectRefused("invalid \(word)", "\(body)") {
          _ = try await world.application.replayWebhook(id, body, actor: World.system)
        }
      }
      try await world.expectRefused("invalid /overlap_hours above_max") {
        _ = try await world.application.rotateWebhook(
          id, ["overlap_hours": 169], actor: World.system)
      }
      try await world.expectRefused("invalid  empty") {
        _ = try await world.application.changeWebhook(
          id, expectedVersion: 1, [:], actor: World.system)
      }
    }
  }

  @Test("an organisation has so many webhooks and no more, also when they come at once")
  func bounded() async throws {
    try await World.with(limits: .patient(12)) { world in
      let enterprise = try await world.register(1)
      let accepted = try await withThrowingTaskGroup(of: Bool.self) { group in
        for _ in 0..<30 {
          group.addTask {
            do {
              try await world.hook(enterprise.text)
              return true
            } catch let error as ApplicationError where error.word == "conflict too_many_webhooks" {
              return false
            }
          }
        }
        return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(accepted == 20)
      #expect(try await world.count("webhook_endpoint") == 20)
      // Another's are counted apart.
      try await world.hook(try await world.register(2).text)
    }
  }

  @Test("a repeated key gives the same webhook, key and all")
  func idempotent() async throws {
    try await World.with { world in
      let enterprise = try await world.register(1)
      let key = IdempotencyRequest(client: "c", key: "k", fingerprint: Digest(of: .null))
      var answers: [StoredAnswer] = []
      for _ in 0..<2 {
        answers.append(
          try await world.application.createWebhook(
            ["url": "https://a.example/"], actor: World.firm(enterprise), idempotency: key))
      }
      #expect(answers[0].body == answers[1].body && answers[1].isReplay)
      #expect(try await world.count("webhook_key") == 1)
    }
  }

  @Test("a test is signed by the keys that are shown, both while one is rotated")
  func rotated() async throws {
    try await World.with { world in
      let id = try await world.hook(try await world.register(1).text)
      try await world.test(id)
      func keys() async throws -> [String] {
        try await world.view(id)["keys"]?.arrayValue?.compactMap { $0["public_key"]?.stringValue }
          ?? []
      }
      func signers(at instant: Instant) async throws -> [Bool] {
        world.store.clock.set(instant)
        let turns = try await world.application.takeWebhookTurns(
          owner: UUID(), limit: 1, deliveries: 1, leaseMilliseconds: 0)
        let request = try #require(turns.first?.requests.first)
        let headers = Dictionary(
          uniqueKeysWithValues: try request.headers(at: instant).map { ($0.name, $0.value) })
        #expect(headers["webhook-id"] == request.event.text)
        let seconds = instant.microseconds / 1_000_000
        #expect(headers["webhook-timestamp"] == String(seconds))
        let header = headers["webhook-signature"] ?? ""
        let shown = try await keys()
        #expect(header.split(separator: " ").count == shown.count)
        return shown.map {
          WebhookSignature.isValid(
            header, id: request.event.text, seconds: seconds, body: request.body, publicKey: $0)
        }
      }
      let start = world.store.clock.now
      let first = try await keys()
      #expect(try await signers(at: start) == [true])
      let rotated = try await world.application.rotateWebhook(
        id, ["overlap_hours": 2], actor: World.system)
      #expect(rotated.headers["ETag"] == "\"2\"")
      let both = try await keys()
      #expect(both.count == 2 && both.last == first.first)
      #expect(try await signers(at: start.adding(milliseconds: 1)) == [true, true])
      #expect(try await signers(at: start.adding(milliseconds: 2 * 3_600_000)) == [true])
      #expect(try await keys() == [both[0]])
      _ = try await world.application.rotateWebhook(id, ["overlap_hours": 0], actor: World.system)
      #expect(try await keys().count == 1)
      #expect(try await keys() != [both[0]])
      // No secret half is in any answer.
      let secrets = try await world.query("SELECT secret_key FROM webhook_key").map {
        Data(try $0.decode(0, as: [UInt8].self)).base64EncodedString()
      }
      let shown = try await world.view(id).canonicalText
      #expect(secrets.allSatisfy { !shown.contains($0) })
    }
  }

  @Test("410 disables at once and gives up what waits; enabled again, it can be replayed")
  func goneAndBack() async throws {
    try await World.with { world in
      let id = try await world.hook(try await world.register(1).text)
      for _ in 0..<3 { try await world.test(id) }
      let owner = UUID()
      let turn = try #require(
        try await world.application.takeWebhookTurns(
          owner: owner, limit: 1, deliveries: 1, leaseMilliseconds: 60_000
        ).first)
      let verdict = try await world.application.noteWebhookAttempt(
        turn.requests[0], at: id, .status(410, retryAfter: nil), made: world.store.clock.now,
        milliseconds: 3)
      #expect(verdict == WebhookVerdict(state: .discarded, disabled: .gone, discarded: 2))
      try await world.application.endWebhookTurn(id, owner: owner)
      let view = try await world.view(id)
      #expect(view["state"] == "disabled" && view["disabled_reason"] == "gone")
      #expect(try await world.deliveries(of: id, state: "discarded").count == 3)
      #expect(try await world.send(.status(200, retryAfter: nil)).isEmpty)
      for refused in ["test", "replay"] {
        try await world.expectRefused("conflict webhook_disabled", refused) {
          if refused == "test" {
            try await world.test(id)
          } else {
            _ = try await world.application.replayWebhook(
              id, ["from": "2026-01-01T00:00:00Z"], actor: World.system)
          }
        }
      }
      let trail = try await world.application.auditEntries(
        action: "webhook.disable", subject: id.text, page: PageRequest(), actor: World.system)
      #expect(trail.items.map { $0["reason"] } == ["gone"])
      #expect(trail.items.map { $0["actor"] } == ["system:webhook"])
      let enabled = try await world.application.changeWebhook(
        id, expectedVersion: 2, ["state": "active"], actor: World.system)
      #expect(enabled.body["disabled_reason"] == .null)
      // What was given up comes back only when it is asked for.
      #expect(try await world.send(.status(200, retryAfter: nil)).isEmpty)
      let order: JSON = ["from": .string(TestStore.morning.text)]
      let dry = try await world.application.replayWebhook(
        id, order.with(["dry_run": true]), actor: World.system)
      #expect(dry.body == ["dry_run": true, "deliveries": 3, "has_more": false])
      #expect(try await world.deliveries(of: id).count == 3)
      let replayed = try await world.application.replayWebhook(id, order, actor: World.system)
      #expect(replayed.body["deliveries"] == 3)
      let verdicts = try await world.send(.status(204, retryAfter: nil))
      #expect(verdicts.count == 3 && verdicts.allSatisfy { $0.state == .delivered })
      let all = try await world.deliveries(of: id)
      #expect(all.count == 6)
      #expect(Set(all.map { $0["event_id"] }).count == 3)
      // Each came once more; now there is nothing left that did not arrive.
      let again = try await world.application.replayWebhook(id, order, actor: World.system)
      #expect(again.body["deliveries"] == 0)
      let ids = all.prefix(1).compactMap { $0["id"] }
      let one = try await world.application.replayWebhook(
        id, ["ids": .array(Array(ids))], actor: World.system)
      #expect(one.body["deliveries"] == 1)
      #expect(try await world.deliveries(of: id, state: "pending").first?["replay"] == 2)
    }
  }

  @Test("a delivery is tried on its schedule, with every attempt kept, and then it has failed")
  func schedule() async throws {
    try await World.with { world in
      let id = try await world.hook(try await world.register(1).text)
      try await world.test(id)
      var attempts = 0
      while attempts < 20 {
        let verdicts = try await world.send(
          attempts.isMultiple(of: 2) ? .failure(.timeout) : .status(500, retryAfter: nil))
        #expect(verdicts.count == 1)
        attempts += 1
        let delivery = try #require(try await world.deliveries(of: id).first)
        #expect(delivery["attempts"]?.arrayValue?.count == attempts)
        guard let text = delivery["next_attempt_at"]?.stringValue, let next = Instant(text) else {
          break
        }
        world.store.clock.set(next.adding(milliseconds: -1))
        #expect(try await world.send(.status(200, retryAfter: nil)).isEmpty)
        world.store.clock.set(max(next, world.store.clock.now.adding(milliseconds: 300_001)))
      }
      #expect(attempts == 10)
      let delivery = try #require(try await world.deliveries(of: id).first)
      #expect(delivery["state"] == "failed")
      let history = try #require(delivery["attempts"]?.arrayValue)
      #expect(history.map { $0["error"] }.prefix(2) == ["timeout", .null])
      #expect(history.map { $0["status"] }.prefix(2) == [.null, 500])
      #expect(try await world.view(id)["failures"] == 10)
    }
  }

  @Test("an attempt that is told of twice, or after its webhook is gone, changes nothing")
  func late() async throws {
    try await World.with { world in
      let id = try await world.hook(try await world.register(1).text)
      try await world.test(id)
      let turn = try #require(
        try await world.application.takeWebhookTurns(
          owner: UUID(), limit: 1, deliveries: 1, leaseMilliseconds: 60_000
        ).first)
      func note(_ answer: WebhookAnswer) async throws -> WebhookVerdict {
        try await world.application.noteWebhookAttempt(
          turn.requests[0], at: id, answer, made: world.store.clock.now, milliseconds: 3)
      }
      #expect(try await note(.status(200, retryAfter: nil)).state == .delivered)
      #expect(try await note(.status(500, retryAfter: nil)) == WebhookVerdict(state: nil))
      #expect(try await world.deliveries(of: id).map { $0["state"] } == ["delivered"])
      _ = try await world.application.deleteWebhook(id, actor: World.system)
      #expect(try await note(.status(500, retryAfter: nil)) == WebhookVerdict(state: nil))
    }
  }
}
