import Domain
import Postgres
import Store
import TestSupport
import Testing

@testable import Application

@Suite("The desk of dead letters", .serialized)
struct LetterDeskTests {
  @Test("letters in bulk go in the order of each line, and the rest is counted")
  func bulk() async throws {
    try await World.with { world in
      var cases: [LetterCase] = []
      for number in 0..<3 { cases.append(try await LetterCase(world, number: number)) }
      for own in cases {
        for offset in 1...2 {
          _ = try await own.giveUp(try await own.submit(), offset: Int64(offset * 10 + 1))
        }
      }
      let application = world.application
      func redrive(_ body: JSON) async throws -> JSON {
        try await application.redriveDeadLetters(body, actor: LetterCase.officer).body
      }
      let none = try await redrive(["filter": ["reason": "event_data"]])
      #expect(none["matched"] == 0 && none["moved"] == 0 && none["left"] == 0)
      let some = try await redrive(["filter": ["reason": "handler_failed"], "limit": 4])
      #expect(some["matched"] == 6 && some["moved"] == 4 && some["left"] == 2)
      let rest = try await redrive(["all": true, "after": some["next"] ?? .null])
      #expect(rest["moved"] == 2 && rest["left"] == 0 && rest["next"] == .null)
      let sent = try await world.drain()
      for (_, own) in Dictionary(grouping: sent, by: \.key) {
        #expect(own.map(\.sequence) == own.map(\.sequence).sorted() && own.count == 2)
      }
      try await cases[0].consume(sent)
      #expect(try await world.count("match_run") == 6)
      let left = try await world.query(
        "SELECT count(*) FROM dead_letter WHERE state <> 'resolved'")
      #expect(try left[0].decode(0, as: Int64.self) == 0)
    }
  }

  @Test("conditions narrow by consumer, type, enterprise and age, and refusals are named")
  func conditions() async throws {
    try await World.with { world in
      let own = try await LetterCase(world)
      let other = try await LetterCase(world, number: 1)
      _ = try await own.giveUp(try await own.submit(), offset: 1)
      world.store.clock.advance(milliseconds: 60_000)
      let young = try await other.giveUp(try await other.submit(), offset: 2)
      var unreadable = other.record(try await other.submit(), offset: 3)
      unreadable.event = nil
      let broken = try await world.application.keepDeadLetters([unreadable])
      func matched(_ filter: JSON) async throws -> Int64? {
        try await world.application.skipDeadLetters(
          ["filter": filter, "reason": "why", "dry_run": true], actor: LetterCase.officer
        ).body["matched"]?.intValue
      }
      #expect(try await matched(["consumer": "rongqiao.match"]) == 3)
      #expect(try await matched(["consumer": "rongqiao.sweep"]) == 0)
      #expect(try await matched(["type": "cn.rongqiao.need.submitted.v1"]) == 3)
      #expect(try await matched(["enterprise_id": .string(own.enterprise.text)]) == 1)
      let moment = TestStore.morning.adding(milliseconds: 30_000)
      #expect(try await matched(["created_before": .string(moment.text)]) == 1)
      let answer = try await world.application.redriveDeadLetters(
        ["filter": ["enterprise_id": .string(other.enterprise.text)]], actor: LetterCase.officer
      ).body
      #expect(answer["dead_letter_ids"] == [.string(young.text)])
      #expect(
        answer["refused"] == [
          ["dead_letter_id": .string(broken[0].text), "code": "not_redrivable"]
        ])
    }
  }

  @Test("a bulk call without a condition, with all beside one, or with anything unknown is refused")
  func badBulk() async throws {
    try await World.with { world in
      let bodies: [(JSON, String)] = [
        ([:], "invalid /filter required"), (["filter": [:]], "invalid /filter required"),
        (["all": false], "invalid /filter required"),
        (["all": true, "filter": ["reason": "x"]], "invalid /all exclusive"),
        (["all": true, "limit": 0], "invalid /limit below_min"),
        (["all": true, "limit": 501], "invalid /limit above_max"),
        (["all": true, "after": "x"], "invalid /after identifier"),
        (["filter": ["enterprise_id": "x"]], "invalid /filter/enterprise_id identifier"),
        (["filter": ["created_before": "x"]], "invalid /filter/created_before instant"),
        (["filter": ["state": "open"]], "invalid /filter/state unknown_member"),
        (["all": true, "reason": "x"], "invalid /reason unknown_member"),
      ]
      for (body, word) in bodies {
        try await world.expectRefused(word) {
          _ = try await world.application.redriveDeadLetters(body, actor: LetterCase.officer)
        }
      }
      try await world.expectRefused("invalid /reason required") {
        _ = try await world.application.skipDeadLetters(["all": true], actor: LetterCase.officer)
      }
    }
  }

  @Test("operators of the whole country move letters, auditors look, and nobody else does either")
  func access() async throws {
    try await World.with { world in
      let own = try await LetterCase(world)
      let id = try await own.giveUp(try await own.submit())
      let county = Actor(subject: "c", role: .operator, region: "340100")
      let auditor = Actor(subject: "a", role: .auditor)
      let firm = Actor(subject: "e", role: .enterprise, organisation: own.enterprise.text)
      for actor in [county, firm] {
        try await world.expectRefused("forbidden") {
          _ = try await world.application.deadLetter(id, actor: actor)
        }
        try await world.expectRefused("forbidden") {
          _ = try await world.application.deadLetters(
            state: nil, reason: nil, consumer: nil, enterprise: nil, page: PageRequest(),
            actor: actor)
        }
      }
      #expect(try await world.application.deadLetter(id, actor: auditor)["id"] == .string(id.text))
      for actor in [county, firm, auditor] {
        try await world.expectRefused("forbidden") {
          _ = try await world.application.redriveDeadLetter(id, [:], actor: actor)
        }
        try await world.expectRefused("forbidden") {
          _ = try await world.application.skipDeadLetters(
            ["all": true, "reason": "x"], actor: actor)
        }
      }
      try await world.expectRefused("not found dead letter") {
        _ = try await world.application.redriveDeadLetter(
          own.ids.next(), [:], actor: LetterCase.officer)
      }
    }
  }

  @Test("every move is in the audit trail with who, what and why, and a repeated key moves once")
  func audited() async throws {
    try await World.with { world in
      let own = try await LetterCase(world)
      let first = try await own.giveUp(try await own.submit(), offset: 1)
      let key = IdempotencyRequest(
        client: "officer-1", key: "k", fingerprint: Digest(ofBytes: [1]))
      for isReplay in [false, true] {
        let answer = try await world.application.redriveDeadLetter(
          first, [:], actor: LetterCase.officer, idempotency: key)
        #expect(answer.isReplay == isReplay)
      }
      try await own.consume(try await world.drain())
      let second = try await own.giveUp(try await own.submit(), offset: 2)
      _ = try await world.application.skipDeadLetters(
        ["all": true, "reason": "wrong sender"], actor: LetterCase.officer)
      let trail = try await world.application.auditEntries(
        action: nil, subject: nil, page: PageRequest(), actor: LetterCase.officer
      ).items
      #expect(
        trail.compactMap { $0["action"]?.stringValue }
          == ["dead_letter.skip", "dead_letter.redrive"])
      #expect(trail.compactMap { $0["subject"]?.stringValue } == [second.text, first.text])
      #expect(trail[0]["reason"] == "wrong sender" && trail[0]["data"]?["bulk"] == true)
      #expect(trail.allSatisfy { $0["actor"] == "officer-1" })
    }
  }

  @Test("what is shown of a letter holds its JSON payload and never a credit code")
  func shown() async throws {
    try await World.with { world in
      let own = try await LetterCase(world)
      var record = own.record(try await own.submit())
      record.payload = Array(#"{"name":"某公司","uscc":"91340100MA2TE2W95G"}"#.utf8)
      record.detail = "near 91340100MA2TE2W95G"
      let id = try #require(try await own.application.keepDeadLetters([record]).first)
      let letter = try await own.letter(id)
      #expect(letter["payload"] == ["name": "某公司", "uscc": "***"])
      #expect(letter["headers"]?["ce_id"]?.stringValue == record.event?.text)
      #expect(!letter.canonicalText.contains("MA2TE2W95G"))
      var bytes = own.record(try await own.submit(), offset: 2)
      bytes.payload = [0xB0, 0xB2]
      let other = try #require(try await own.application.keepDeadLetters([bytes]).first)
      let shown = try await own.letter(other)
      #expect(shown["payload"] == .null && shown["payload_bytes"] == 2)
      let list = try await world.application.deadLetters(
        state: "open", reason: "handler_failed", consumer: nil, enterprise: own.enterprise,
        page: PageRequest(limit: 1), actor: LetterCase.officer)
      #expect(list.items.map { $0["id"]?.stringValue } == [other.text] && list.next == other.uuid)
    }
  }

  @Test("the sweeper asks for no need that a letter holds up, and again once it is over")
  func notAskedFor() async throws {
    try await World.with { world in
      let own = try await LetterCase(world)
      let other = try await LetterCase(world, number: 1)
      let bad = try await own.submit()
      _ = try await other.submit()
      let id = try await own.giveUp(bad)
      world.store.clock.advance(milliseconds: 60_000)
      func asked() async throws -> Int {
        try await world.application.requestMissingMatches(patienceMilliseconds: 1, limit: 10)
      }
      #expect(try await asked() == 1)
      try await world.drain()
      try await own.skip(id)
      try await own.consume(try await world.drain())
      world.store.clock.advance(milliseconds: 60_000)
      // The skipped event's need is waiting still, and is asked for like any other.
      #expect(try await asked() == 2)
    }
  }

  @Test("letters on their way whose topic was lost are sent again, after a while and one by one")
  func resent() async throws {
    try await World.with { world in
      let own = try await LetterCase(world)
      let other = try await LetterCase(world, number: 1)
      let bad = try await own.submit()
      let first = try await own.giveUp(bad, offset: 1)
      let second = try await other.giveUp(try await other.submit(), offset: 2)
      try await own.redrive(first)
      try await other.skip(second)
      try await world.drain()
      func resend() async throws -> Int {
        try await world.application.resendDeadLetters(patienceMilliseconds: 30_000, limit: 10)
      }
      #expect(try await resend() == 0)
      world.store.clock.advance(milliseconds: 31_000)
      #expect(try await resend() == 2)
      let sent = try await world.drain()
      #expect(Set(sent.map(\.type)) == [.needSubmitted, .deadLetterSkipped])
      #expect(sent.contains(bad))
      #expect(try await own.letter(first)["redrives"] == 1)
      #expect(try await resend() == 0)
      // Both come, and once more: each ends its letter once.
      try await own.consume(sent + sent)
      #expect(try await own.state(first) == "resolved")
      #expect(try await other.state(second) == "skipped")
      world.store.clock.advance(milliseconds: 31_000)
      #expect(try await resend() == 0)
    }
  }

  @Test("a letter sent by a machine whose clock is a day ahead waits no longer than any other")
  func sentAhead() async throws {
    try await World.with { world in
      let own = try await LetterCase(world)
      let letter = try await own.giveUp(try await own.submit(), offset: 1)
      try await own.redrive(letter)
      try await world.drain()
      func resend() async throws -> Int {
        try await world.application.resendDeadLetters(patienceMilliseconds: 30_000, limit: 10)
      }
      // That machine sends it again, and what it sent is lost with its topic.
      world.store.clock.advance(milliseconds: 86_400_000)
      #expect(try await resend() == 1)
      try await world.drain()
      world.store.clock.advance(milliseconds: -86_400_000)
      #expect(try await resend() == 1)
      #expect(try await resend() == 0)
    }
  }

  @Test("a full line drops only what is asked for again; anything else becomes a letter, in order")
  func bounded() async throws {
    try await World.with { world in
      let own = try await LetterCase(world)
      var application = world.application
      application.deadLetterLimits.heldEventsMaximum = 2
      _ = try await own.giveUp(try await own.submit())
      let events = [try await own.submit(), try await own.submit(), try await own.submit()]
      let asked = Event(
        id: own.ids.next(), type: .matchRequested, key: own.enterprise.text,
        subject: own.enterprise.text, time: TestStore.morning, sequence: 99,
        data: ["enterprise_id": .string(own.enterprise.text)])
      let outcome = try await application.match(
        events: events + [asked], consumer: LetterCase.consumer)
      #expect(outcome.held == 2 && outcome.overflowed == [events[2].id])
      #expect(try await own.held == 2)
      let again = try await application.match(
        events: [events[2]], consumer: LetterCase.consumer)
      #expect(again.overflowed == [events[2].id])
    }
  }

  @Test("sixteen workers and operators at once: each event applied once, nothing held at the end")
  func concurrent() async throws {
    try await World.with(limits: .patient(16)) { world in
      let own = try await LetterCase(world)
      let bad = try await own.submit()
      let id = try await own.giveUp(bad)
      let later = [try await own.submit(), try await own.submit(), try await own.submit()]
      try await own.redrive(id)
      let sent = try await world.drain()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for worker in 0..<16 {
          group.addTask {
            // Some saw the later events first, as before a rebalance; some see all again.
            let batch = worker % 3 == 0 ? later : worker % 3 == 1 ? sent + later : later + sent
            _ = try await own.consume(batch)
          }
        }
        try await group.waitForAll()
      }
      #expect(try await own.state(id) == "resolved")
      #expect(try await own.held == 0)
      #expect(try await own.runs == 4)
      let inbox = try await world.query(
        "SELECT count(*) FROM inbox WHERE consumer = \(LetterCase.consumer)")
      #expect(try inbox[0].decode(0, as: Int64.self) == 4)
    }
  }
}
