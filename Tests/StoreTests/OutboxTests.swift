import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("Outbox", .serialized)
struct OutboxTests {
  let samples = Samples()

  private func enterprises(
    _ count: Int, _ connection: PostgresConnection
  ) async throws -> [EnterpriseID] {
    var made: [EnterpriseID] = []
    for index in 0..<count {
      let body = "MA2TE2" + String(UnicodeScalar(UInt8(65 + index))) + "9"
      let code = try #require(
        USCC.make(registration: "91", division: "340100", organisationBody: body))
      let enterprise = samples.enterprise(uscc: code.text)
      try await samples.insert(enterprise, connection)
      made.append(enterprise.id)
    }
    return made
  }

  @Test("a row that takes the lower number and commits later is not passed over")
  func lateCommit() async throws {
    try await withDatabase { configuration, reader in
      let enterprises = try await enterprises(2, reader)
      try await withConnection(configuration) { slow in
        try await withConnection(configuration) { fast in
          try await slow.execute("BEGIN")
          try await OutboxRepository.append([samples.event(enterprises[0], sequence: 1)], slow)
          try await inTransaction(fast) {
            try await OutboxRepository.append([samples.event(enterprises[1], sequence: 1)], fast)
          }
          let first = try await OutboxRepository.oldest(limit: 10, reader)
          #expect(first.map(\.key) == [enterprises[1].text])
          try await OutboxRepository.delete(first.map(\.id), reader)
          try await slow.execute("COMMIT")
          let second = try await OutboxRepository.oldest(limit: 10, reader)
          #expect(second.map(\.key) == [enterprises[0].text])
          let (slowID, fastID) = try (#require(second.first).id, #require(first.first).id)
          #expect(slowID < fastID, "the gap was really there")
          try await OutboxRepository.delete(second.map(\.id), reader)
          #expect(try await OutboxRepository.oldest(limit: 10, reader).isEmpty)
        }
      }
    }
  }

  @Test("with many writers at once, the rows of one enterprise rise in number as its events do")
  func orderPerEnterprise() async throws {
    let (writers, rounds) = (8, 25)
    try await withDatabase { configuration, connection in
      let all = try await enterprises(3, connection)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<writers {
          group.addTask {
            try await withConnection(configuration) { connection in
              var random = SplitMix(seed: UInt64(writer))
              for _ in 0..<rounds {
                let chosen = all.filter { _ in Bool.random(using: &random) }
                try await inTransaction(connection) {
                  var locked = try await EnterpriseRepository.lock(chosen, connection)
                  var events: [Event] = []
                  for id in chosen.shuffled(using: &random) {
                    locked[id]?.eventSequence += 1
                    events.append(
                      samples.event(id, sequence: locked[id]?.eventSequence ?? 0))
                  }
                  try await EnterpriseRepository.saveSequences(
                    Array(locked.values), connection)
                  try await OutboxRepository.append(events, connection)
                }
              }
            }
          }
        }
        try await group.waitForAll()
      }
      let rows = try await OutboxRepository.oldest(limit: 10_000, connection)
      #expect(rows.map(\.id) == rows.map(\.id).sorted())
      let locked = try await EnterpriseRepository.lock(all, connection)
      var total = 0
      for id in all {
        let sequences = rows.filter { $0.key == id.text }.map(\.sequence)
        total += sequences.count
        #expect(!sequences.isEmpty)
        #expect(sequences == Array(1...Int64(sequences.count)))
        #expect(locked[id]?.eventSequence == Int64(sequences.count))
      }
      #expect(total == rows.count)
    }
  }

  @Test("events appended together keep their order, and come back as they were")
  func roundTrip() async throws {
    try await withDatabase { _, connection in
      let id: EnterpriseID = samples.ids.next()
      var events = (1...50).map { samples.event(id, sequence: Int64($0)) }
      events[3].causation = "evt_x"
      events[3].traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
      events[4].data = ["text": "汉字 \u{1F30A} \"\\"]
      try await OutboxRepository.append(events, connection)
      let rows = try await OutboxRepository.oldest(limit: 100, connection)
      #expect(rows.map(\.event) == events.map(\.id))
      for (row, event) in zip(rows, events) {
        #expect(row.headers.map(\.name) == event.headers.map(\.name))
        #expect(row.headers.map(\.value) == event.headers.map(\.value))
        #expect(row.payload == event.data.canonicalBytes)
        #expect(row.topic == event.type.topic.rawValue)
        #expect(row.occurredAt == event.time)
        let headers = Dictionary(row.headers, uniquingKeysWith: { first, _ in first })
        #expect(try Event(headers: headers, value: row.payload) == event)
      }
      try await OutboxRepository.append([], connection)
      #expect(try await OutboxRepository.oldest(limit: 100, connection).count == 50)
      #expect(try await OutboxRepository.oldest(limit: 7, connection).count == 7)
    }
  }

  @Test("topics that are held are left out, and deleting takes just the named rows")
  func heldAndDeleted() async throws {
    try await withDatabase { _, connection in
      let id: EnterpriseID = samples.ids.next()
      var later = samples.event(id, sequence: 2)
      later.time = samples.now.adding(milliseconds: 5)
      let events = [
        samples.event(id, sequence: 1, type: .catalogPublished), later,
        samples.event(id, sequence: 3, type: .deadLettered),
      ]
      try await OutboxRepository.append(events, connection)
      let held = [Topic.catalog.rawValue, Topic.deadLetter.rawValue]
      let rows = try await OutboxRepository.oldest(limit: 10, except: held, connection)
      #expect(rows.map(\.event) == [later.id])
      #expect(try await OutboxRepository.oldest(of: .enterprise, connection) == later.time)
      #expect(try await OutboxRepository.oldest(of: .work, connection) == nil)
      #expect(try await OutboxRepository.backlog(connection) == (3, samples.now))
      try await OutboxRepository.delete(rows.map(\.id), connection)
      try await OutboxRepository.delete([], connection)
      #expect(
        try await OutboxRepository.oldest(limit: 10, connection).map(\.event)
          == [events[0].id, events[2].id])
      #expect(try await OutboxRepository.oldest(of: .enterprise, connection) == nil)
      #expect(try await OutboxRepository.backlog(connection).waiting == 2)
    }
  }

  /// What is put aside for webhooks, as the events' identifiers.
  private func aside(_ connection: PostgresConnection) async throws -> [EventID] {
    try await connection.query("SELECT event_id FROM webhook_event ORDER BY sequence").map {
      EventID(try $0.decode(0, as: UUID.self))
    }
  }

  private func settleAll(_ connection: PostgresConnection) async throws {
    let rows = try await OutboxRepository.oldest(limit: 100, connection)
    try await OutboxRepository.settle(rows.map(\.id), at: samples.now, connection)
    #expect(try await OutboxRepository.backlog(connection).waiting == 0)
  }

  @Test("while nobody has an address in use, nothing is put aside for webhooks")
  func nobodyToTell() async throws {
    try await withDatabase { _, connection in
      let id: EnterpriseID = samples.ids.next()
      var off = samples.webhook(id.text)
      off.state = .disabled
      off.disabledReason = .byHand
      try await WebhookRepository.insert(off, connection)
      try await OutboxRepository.append(
        (1...3).map { samples.event(id, sequence: $0) }, connection)
      try await settleAll(connection)
      #expect(try await aside(connection) == [])
      try await OutboxRepository.settle([], at: samples.now, connection)
    }
  }

  @Test(
    "what names an organisation with an address is put aside with the deletion, unless it was read"
  )
  func putsAside() async throws {
    try await withDatabase { _, connection in
      let (own, other): (EnterpriseID, EnterpriseID) = (samples.ids.next(), samples.ids.next())
      try await WebhookRepository.insert(samples.webhook(own.text), connection)
      try await WebhookRepository.insert(samples.webhook("hf-bank"), connection)
      var named = samples.event(other, sequence: 2, type: .offerOffered)
      named.data = ["institution": "hf-bank"]
      var listed = samples.event(other, sequence: 3, type: .warningRaised)
      listed.data = ["institutions": ["other-bank", "hf-bank"], "note": "说"]
      var similar = samples.event(other, sequence: 4, type: .offerOffered)
      similar.data = ["institution": "hf-bank-2"]
      let read = samples.event(own, sequence: 6)
      let events = [
        samples.event(own, sequence: 1), named, listed, similar,
        // No event for others, and one that was read before its row goes.
        samples.event(own, sequence: 5, type: .matchRequested), read,
      ]
      try await OutboxRepository.append(events, connection)
      _ = try await InboxRepository.claim(
        [read.id], consumer: WebhookEventRepository.consumer, at: samples.now, connection)
      // Sent back to one consumer; and a payload that is no JSON holds up nobody.
      let back = EventRow(samples.event(own, sequence: 7))
      try await OutboxRepository.append(
        back, extraHeaders: ["rq_redrive": "match"], connection)
      try await OutboxRepository.append([samples.event(other, sequence: 8)], connection)
      try await connection.execute(
        "UPDATE outbox SET payload = '\\xff00225c' WHERE sequence = 8")
      try await settleAll(connection)
      #expect(try await aside(connection) == events.prefix(3).map(\.id))
      let rows = try await WebhookEventRepository.take(
        before: samples.now.adding(milliseconds: 1), limit: 2, connection)
      #expect(rows.count == 2 && rows.allSatisfy { $0.asEvent != nil })
      #expect(
        try await WebhookEventRepository.take(before: samples.now, limit: 2, connection) == [])
      try await WebhookEventRepository.forget(events.map(\.id), connection)
      #expect(try await aside(connection) == [])
    }
  }

  @Test("there is one leader at a time, and losing its connection frees the place")
  func oneLeader() async throws {
    try await withDatabase { configuration, second in
      try await withConnection(configuration) { first in
        #expect(try await OutboxRepository.tryLead(first))
        #expect(try await !OutboxRepository.tryLead(second))
        let process = await first.serverProcess
        try await second.query("SELECT pg_terminate_backend(\(process), 10000)")
        #expect(try await OutboxRepository.tryLead(second))
      }
    }
  }
}
