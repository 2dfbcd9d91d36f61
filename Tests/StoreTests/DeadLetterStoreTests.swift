import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Dead letters and held events", .serialized)
struct DeadLetterStoreTests {
  let samples = Samples()

  /// Writes an open letter about an event and gives it.
  private func insert(
    _ connection: PostgresConnection, offset: Int64, enterprise: EnterpriseID? = nil
  ) async throws -> DeadLetterRecord {
    let letter = samples.deadLetter(
      offset: offset, event: samples.ids.next(), enterprise: enterprise)
    #expect(try await DeadLetterRepository.insert(letter, connection))
    return letter
  }

  @Test("a letter comes back as it was kept, open, and with a place in line only where one waits")
  func roundTrip() async throws {
    try await withDatabase(.seeded) { _, connection in
      let need = try await samples.insertNeed(connection)
      let free = try await insert(connection, offset: 1)
      let blocking = try await insert(connection, offset: 2, enterprise: need.enterprise)
      let first = try #require(try await DeadLetterRepository.find(free.id, connection))
      #expect(first.record == free && first.state == .open && first.redrives == 0)
      #expect(first.number == nil && first.stateChangedAt == nil && first.skipReason == nil)
      let second = try #require(try await DeadLetterRepository.find(blocking.id, connection))
      #expect(second.record == blocking && second.number != nil)
      let line = try await DeadLetterRepository.blocking(
        [need.enterprise], consumer: "match", connection)
      #expect(line[need.enterprise]?.map(\.id) == [blocking.id])
      #expect(
        try await DeadLetterRepository.blocking(
          [need.enterprise], consumer: "other", connection) == [:])
    }
  }

  @Test(
    "a letter on its way, opened again, skipped or resolved holds up as long as it is unsettled")
  func states() async throws {
    try await withDatabase(.seeded) { _, connection async throws in
      let need = try await samples.insertNeed(connection)
      let letter = try await insert(connection, offset: 1, enterprise: need.enterprise)
      func holds() async throws -> Bool {
        try await !DeadLetterRepository.blocking(
          [need.enterprise], consumer: "match", connection
        ).isEmpty
      }
      let now = samples.now
      try await DeadLetterRepository.move(
        letter.id, to: .redriving, at: now, by: "a", sentAt: now, isRedrive: true, connection)
      #expect(try await holds())
      try await DeadLetterRepository.reopen(
        letter.id, reason: "handler_failed", detail: "again", attempts: 4, at: now, by: "match",
        connection)
      let again = try #require(try await DeadLetterRepository.find(letter.id, connection))
      #expect(again.state == .open && again.redrives == 1 && again.record.attempts == 5)
      #expect(again.record.reason == "handler_failed" && again.stateChangedBy == "match")
      try await DeadLetterRepository.move(
        letter.id, to: .skipping, at: now, by: "a", sentAt: now, skipReason: "why", connection)
      #expect(try await holds())
      try await DeadLetterRepository.move(letter.id, to: .skipped, at: now, by: "m", connection)
      #expect(try await !holds())
      let over = try #require(try await DeadLetterRepository.find(letter.id, connection))
      #expect(over.state == .skipped && over.skipReason == "why" && over.redrives == 1)
    }
  }

  @Test("the unsettled letter of a record is found by event and bytes, and by nothing less")
  func likeness() async throws {
    try await withDatabase(.seeded) { _, connection async throws in
      let letter = try await insert(connection, offset: 1)
      var same = letter
      same.offset = 99
      #expect(
        try await DeadLetterRepository.unsettled(like: same, connection)?.id == letter.id)
      var otherBytes = same
      otherBytes.payload = [1]
      #expect(try await DeadLetterRepository.unsettled(like: otherBytes, connection) == nil)
      var otherConsumer = same
      otherConsumer.consumer = "sweep"
      #expect(try await DeadLetterRepository.unsettled(like: otherConsumer, connection) == nil)
      try await DeadLetterRepository.move(
        letter.id, to: .resolved, at: samples.now, by: "m", connection)
      #expect(try await DeadLetterRepository.unsettled(like: same, connection) == nil)
    }
  }

  @Test("held events come out in the order they went in, once, up to a place in the line")
  func line() async throws {
    try await withDatabase(.seeded) { _, connection async throws in
      let need = try await samples.insertNeed(connection)
      let own = need.enterprise
      let events = (1...6).map { samples.event(own, sequence: $0) }
      func hold(_ events: some Sequence<Event>) async throws {
        try await HeldEventRepository.insert(
          events.map { (own, EventRow($0)) }, consumer: "match", at: samples.now, connection)
      }
      try await hold(events.prefix(3))
      let letter = try await insert(connection, offset: 1, enterprise: own)
      let place = try await DeadLetterRepository.find(letter.id, connection)?.number
      // One that waits already keeps its place.
      try await hold([events[1]] + events.dropFirst(3))
      #expect(
        try await HeldEventRepository.counts([own], consumer: "match", connection) == [own: 6])
      let first = try await HeldEventRepository.take(
        own, consumer: "match", before: place, connection)
      #expect(first.compactMap(\.asEvent) == Array(events.prefix(3)))
      let rest = try await HeldEventRepository.take(
        own, consumer: "match", before: nil, connection)
      #expect(rest.compactMap(\.asEvent) == Array(events.dropFirst(3)))
      #expect(try await HeldEventRepository.count(connection) == 0)
    }
  }

  @Test("only the first letter on its way of each line is sent again, and only when it is time")
  func overdue() async throws {
    try await withDatabase(.seeded) { _, connection async throws in
      let need = try await samples.insertNeed(connection)
      let now = samples.now
      let first = try await insert(connection, offset: 1, enterprise: need.enterprise)
      let second = try await insert(connection, offset: 2, enterprise: need.enterprise)
      let free = try await insert(connection, offset: 3)
      for letter in [first, second, free] {
        try await DeadLetterRepository.move(
          letter.id, to: .redriving, at: now, by: "a", sentAt: now, isRedrive: true, connection)
      }
      func found(_ milliseconds: Int64) async throws -> [DeadLetterID] {
        try await DeadLetterRepository.overdue(
          before: now.adding(milliseconds: milliseconds), limit: 10, connection
        ).map(\.id)
      }
      #expect(try await found(0) == [])
      #expect(try await found(1) == [first.id, free.id])
      try await DeadLetterRepository.markSent(
        [first.id], at: now.adding(milliseconds: 5), connection)
      #expect(try await found(1) == [free.id])
      let ahead = try await DeadLetterRepository.overdue(
        before: now, ahead: now.adding(milliseconds: 4), limit: 10, connection)
      #expect(ahead.map(\.id) == [first.id])
      try await DeadLetterRepository.move(first.id, to: .resolved, at: now, by: "m", connection)
      #expect(try await found(1) == [second.id, free.id])
    }
  }

  @Test("an event with extra headers goes out with its own first and these after them")
  func extraHeaders() async throws {
    try await withDatabase(.seeded) { _, connection in
      let event = samples.event(samples.ids.next(), sequence: 4)
      try await OutboxRepository.append(
        EventRow(event), extraHeaders: ["rq_redrive": "2", "rq_dead_letter": "dl_x"], connection)
      try await OutboxRepository.append([event], connection)
      let rows = try await OutboxRepository.oldest(limit: 10, connection)
      let names = rows[0].headers.map(\.name)
      #expect(names == event.headers.map(\.name) + ["rq_dead_letter", "rq_redrive"])
      #expect(rows[0].payload == event.data.canonicalBytes)
      #expect(rows[1].headers.map(\.name) == event.headers.map(\.name))
      let others = try await OutboxRepository.oldest(
        limit: 10, heldKeys: [event.key], connection)
      #expect(others == [])
    }
  }
}
