import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@testable import Application

@Suite("Dead letters redriven and skipped", .serialized)
struct RedriveTests {
  @Test("while a letter is open, its enterprise waits in order and every other one goes on")
  func holdsOnlyItsOwn() async throws {
    try await World.with { world in
      let own = try await LetterCase(world)
      let other = try await LetterCase(world, number: 1)
      let bad = try await own.submit()
      let id = try await own.giveUp(bad)
      let later = [try await own.submit(), try await own.submit()]
      let neighbour = try await other.submit()
      let outcome = try await own.consume([bad] + later + [neighbour])
      #expect(outcome.decided == 1 && outcome.held == 3 && outcome.unknown == [])
      #expect(try await own.held == 2)
      #expect(try await own.runs == 1)
      #expect(try await own.letter(id)["held_events"] == 2)
      #expect(try await own.letter(id)["blocks"] == true)
      // Read again after a crash: nothing doubles.
      try await own.consume([bad] + later + [neighbour])
      #expect(try await own.held == 2)
      #expect(try await own.runs == 1)
    }
  }

  @Test("a redriven event comes back unchanged, is applied once, and what waited follows it")
  func redrive() async throws {
    try await World.with { world in
      let own = try await LetterCase(world)
      let bad = try await own.submit()
      let id = try await own.giveUp(bad)
      let later = [try await own.submit(), try await own.submit()]
      try await own.consume(later)
      #expect(try await own.redrive(id)["dead_letter"]?["state"] == "redriving")
      let rows = try await world.store.pool.withConnection {
        try await OutboxRepository.oldest(limit: 10, $0)
      }
      #expect(rows.count == 1)
      #expect(rows[0].extraHeaders == ["rq_redrive": "1", "rq_dead_letter": id.text])
      let again = try await world.drain()
      #expect(again == [bad])
      let newest = try await own.submit()
      let outcome = try await own.consume(again + [newest])
      #expect(outcome.released == 2 && outcome.decided == 4)
      #expect(try await own.state(id) == "resolved")
      #expect(try await own.held == 0)
      #expect(try await own.runs == 4)
      // The last event of the line is the cause that is named.
      let causes = try await world.query("SELECT DISTINCT cause_event_id::text FROM match_run")
        .map { try $0.decode(0, as: String.self) }
      #expect(causes == [newest.id.uuid.uuidString.lowercased()])
      // Everything once more, as after a crash or from another member of the group.
      let repeated = try await own.consume(again + later + [newest])
      #expect(repeated.decided == 0 && repeated.held == 0)
      #expect(try await own.runs == 4)
    }
  }

  @Test("an event that fails again opens its own letter again; what waits goes on waiting")
  func failsAgain() async throws {
    try await World.with { world in
      let own = try await LetterCase(world)
      let bad = try await own.submit()
      let id = try await own.giveUp(bad)
      let later = try await own.submit()
      try await own.consume([later])
      try await own.redrive(id)
      try await world.drain()
      let kept = try await own.application.keepDeadLetters([own.record(bad, offset: 7)])
      #expect(kept == [id])
      #expect(try await world.count("dead_letter") == 1)
      let letter = try await own.letter(id)
      #expect(letter["state"] == "open" && letter["attempts"] == 10 && letter["redrives"] == 1)
      #expect(try await world.drain().map(\.type) == [.deadLettered])
      // Its own record read a second time is kept there already.
      #expect(try await own.application.keepDeadLetters([own.record(bad, offset: 7)]) == [])
      try await own.consume([later])
      #expect(try await own.held == 1)
    }
  }

  @Test("a letter is redriven a limited number of times, then it can only be skipped")
  func limit() async throws {
    try await World.with { world in
      let own = try await LetterCase(world)
      let bad = try await own.submit()
      let id = try await own.giveUp(bad)
      for number in 1...DeadLetterLimits().redrivesMaximum {
        try await own.redrive(id)
        #expect(await refusal { try await own.redrive(id) }?.word == "conflict letter_not_open")
        try await own.application.keepDeadLetters([own.record(bad, offset: Int64(number + 1))])
      }
      #expect(try await own.letter(id)["redrivable"] == false)
      #expect(await refusal { try await own.redrive(id) }?.word == "conflict redrive_limit")
      try await own.skip(id)
      #expect(try await own.state(id) == "skipping")
    }
  }

  @Test("a skip is told in the enterprise's own order and lets go what waited, without the event")
  func skip() async throws {
    try await World.with { world in
      let own = try await LetterCase(world)
      let bad = try await own.submit()
      let id = try await own.giveUp(bad)
      let later = try await own.submit()
      try await own.consume([later])
      try await own.skip(id)
      let told = try await world.drain()
      #expect(told.map(\.type) == [.deadLetterSkipped])
      #expect(told[0].sequence == later.sequence + 1 && told[0].key == own.enterprise.text)
      #expect(told[0].data["dead_letter_id"]?.stringValue == id.text)
      let outcome = try await own.consume(told)
      #expect(outcome.released == 1)
      #expect(try await own.state(id) == "skipped")
      #expect(try await own.letter(id)["skip_reason"] == "not needed")
      #expect(try await own.held == 0)
      // The skipped event itself is done, should it come a second time.
      let before = try await own.runs
      let late = try await own.consume([bad] + told)
      #expect(late.decided == 0)
      #expect(try await own.runs == before)
    }
  }

  @Test("a failing skip opens the letter it was to end, and makes no letter of its own")
  func failingSkip() async throws {
    try await World.with { world in
      let own = try await LetterCase(world)
      let id = try await own.giveUp(try await own.submit())
      try await own.skip(id)
      let told = try #require(try await world.drain().first)
      #expect(try await own.application.keepDeadLetters([own.record(told, offset: 9)]) == [id])
      #expect(try await own.state(id) == "open")
      #expect(try await world.count("dead_letter") == 1)
    }
  }

  @Test("of one enterprise's letters the earlier comes first, and each lets go up to the next")
  func inLine() async throws {
    try await World.with { world in
      let own = try await LetterCase(world)
      let events = [
        try await own.submit(), try await own.submit(), try await own.submit(),
        try await own.submit(),
      ]
      let first = try await own.giveUp(events[0], offset: 1)
      try await own.consume([events[1]])
      let second = try await own.giveUp(events[2], offset: 3)
      try await own.consume([events[3]])
      #expect(await refusal { try await own.redrive(second) }?.word == "conflict letter_behind")
      #expect(await refusal { try await own.skip(second) }?.word == "conflict letter_behind")
      try await own.redrive(first)
      // On its way after the first, so it may go.
      try await own.redrive(second)
      let sent = try await world.drain()
      #expect(sent == [events[0], events[2]])
      let one = try await own.consume([sent[0]])
      #expect(one.released == 1)
      #expect(try await own.held == 1)
      #expect(try await own.state(first) == "resolved")
      let two = try await own.consume([sent[1]])
      #expect(two.released == 1)
      #expect(try await own.held == 0)
      #expect(try await own.state(second) == "resolved")
    }
  }

  @Test("a dry run says what would happen and changes nothing")
  func dryRun() async throws {
    try await World.with { world in
      let own = try await LetterCase(world)
      let id = try await own.giveUp(try await own.submit())
      let before = try await world.counts()
      let answer = try await own.redrive(id, dryRun: true)
      #expect(answer["dry_run"] == true && answer["dead_letter"]?["state"] == "open")
      try await own.skip(id, dryRun: true)
      let bulk = try await own.application.redriveDeadLetters(
        ["all": true, "dry_run": true], actor: LetterCase.officer
      ).body
      #expect(bulk["moved"] == 1 && bulk["dead_letter_ids"] == [.string(id.text)])
      #expect(try await world.counts() == before)
      #expect(try await own.state(id) == "open")
    }
  }

  @Test("a record without a readable id, or from no topic of its consumer, can only be skipped")
  func notRedrivable() async throws {
    try await World.with { world in
      let own = try await LetterCase(world)
      let event = try await own.submit()
      var broken: [DeadLetterRecord] = []
      var noID = own.record(event, offset: 1)
      noID.event = nil
      broken.append(noID)
      var otherTopic = own.record(try await own.submit(), offset: 2)
      otherTopic.topic = "payments.v1"
      broken.append(otherTopic)
      var foreignType = own.record(try await own.submit(), offset: 3)
      foreignType.headers = foreignType.headers.with(["ce_type": "com.example.thing.v1"])
      broken.append(foreignType)
      var otherKey = own.record(try await own.submit(), offset: 4)
      otherKey.key = Array("ent_other".utf8)
      broken.append(otherKey)
      var tooLarge = own.record(try await own.submit(), offset: 5)
      tooLarge.payload = Array(repeating: 32, count: 262_145)
      broken.append(tooLarge)
      for letter in broken {
        let kept = try await own.application.keepDeadLetters([letter])
        let id = try #require(kept.first)
        #expect(await refusal { try await own.redrive(id) }?.word == "conflict not_redrivable")
        try await own.skip(id)
        try await own.consume(try await world.drain())
        #expect(try await own.state(id) == "skipped")
      }
    }
  }

  @Test("a letter about nobody's enterprise holds up nobody, and is skipped at once")
  func holdsNobody() async throws {
    try await World.with { world in
      let own = try await LetterCase(world)
      let stranger: EnterpriseID = own.ids.next()
      let event = Event(
        id: own.ids.next(), type: .matchRequested, key: stranger.text, subject: stranger.text,
        time: TestStore.morning, sequence: 1, data: ["enterprise_id": .string(stranger.text)])
      let id = try await own.giveUp(event)
      #expect(try await own.letter(id)["blocks"] == false)
      try await own.skip(id)
      #expect(try await own.state(id) == "skipped")
      #expect(try await world.events() == [])
      // A type the consumer passes over holds up nobody either.
      let foreign = try await own.giveUp(
        Event(
          id: own.ids.next(), type: .needDecided, key: own.enterprise.text, subject: "x",
          time: TestStore.morning, sequence: 9, data: [:]), offset: 2)
      #expect(try await own.letter(foreign)["blocks"] == false)
    }
  }

  @Test("a redriven letter that holds up nobody ends when its event is applied")
  func settleFree() async throws {
    try await World.with { world in
      let own = try await LetterCase(world)
      let event = try await own.submit()
      var record = own.record(event)
      record.enterprise = nil
      let id = try #require(try await own.application.keepDeadLetters([record]).first)
      #expect(
        try await own.application.settleRedriven([event.id], consumer: LetterCase.consumer) == 0)
      try await own.redrive(id)
      for expected in [1, 0] {
        let settled = try await own.application.settleRedriven(
          [event.id], consumer: LetterCase.consumer)
        #expect(settled == expected)
      }
      #expect(try await own.state(id) == "resolved")
    }
  }

  @Test("an event that another member has applied meanwhile is not kept")
  func appliedElsewhere() async throws {
    try await World.with { world in
      let own = try await LetterCase(world)
      let event = try await own.submit()
      try await own.consume([event])
      #expect(try await own.application.keepDeadLetters([own.record(event)]) == [])
      #expect(try await world.count("dead_letter") == 0)
    }
  }
}
