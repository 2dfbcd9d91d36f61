import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Lineage rows", .serialized)
struct LineageStoreTests {
  private let samples = Samples()

  private func event(_ subject: String, causation: String? = nil) -> Event {
    Event(
      id: samples.ids.next(), type: .needAmended, key: "k", subject: subject, time: samples.now,
      sequence: 1, causation: causation,
      traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", data: [:])
  }

  @Test("an inbox entry says what the event was, how often it was tried, and in which trace")
  func entry() async throws {
    try await withDatabase { _, connection in
      let event = event("need_x", causation: "req_1")
      let at = samples.now.adding(milliseconds: 5_000)
      #expect(
        try await InboxRepository.claim(
          [event, event], attempt: 4, consumer: "match", at: at, connection) == [event.id])
      #expect(
        try await InboxRepository.claim(
          [event], attempt: 1, consumer: "match", at: at, connection) == [])
      #expect(
        try await InboxRepository.claim(
          [event], attempt: 1, consumer: "other", at: at, connection) == [event.id])
      let entries = try await LineageRepository.entries(of: [event.id], connection)
      #expect(entries.map(\.consumer) == ["match", "other"])
      let entry = try #require(entries.first)
      #expect(entry.typeName == event.type.rawValue && entry.subject == "need_x")
      #expect(entry.causation == "req_1" && entry.traceparent == event.traceparent)
      #expect(entry.occurredAt == samples.now && entry.handledAt == at && entry.attempts == 4)
      #expect(
        try await LineageRepository.entries(about: ["need_x"], limit: 10, connection).count == 2)
      #expect(try await LineageRepository.entries(about: ["need_y"], limit: 10, connection) == [])
    }
  }

  @Test("an entry of a program before these columns is found by its number, with what it has")
  func olderEntry() async throws {
    try await withDatabase { _, connection in
      let id: EventID = samples.ids.next()
      _ = try await InboxRepository.claim([id], consumer: "match", at: samples.now, connection)
      let entries = try await LineageRepository.entries(of: [id], connection)
      #expect(entries.map(\.event) == [id])
      #expect(entries.first?.subject == nil && entries.first?.attempts == nil)
    }
  }

  @Test("a subject longer than the column is cut, and a batch of it is no poison")
  func longSubject() async throws {
    try await withDatabase { _, connection in
      let long = event(String(repeating: "融", count: 500))
      #expect(
        try await InboxRepository.claim(
          [long], attempt: 70_000, consumer: "match", at: samples.now, connection
        ).count == 1)
      let entry = try await LineageRepository.entries(of: [long.id], connection).first
      #expect(entry?.subject?.count == 200 && entry?.attempts == Int(Int16.max))
    }
  }

  @Test("entries are found by subject and by number through an index, however many there are")
  func plans() async throws {
    try await withDatabase { _, connection in
      try await connection.execute(
        """
        INSERT INTO inbox (consumer, event_id, handled_at, event_type, subject, occurred_at, attempts)
        SELECT 'match', gen_random_uuid(), now(), 't', 'need_' || n, now(), 1
        FROM generate_series(1, 50000) AS n
        """)
      try await connection.execute("ANALYZE inbox")
      for condition: Statement in [
        "subject = ANY(ARRAY['need_77', 'need_78'])",
        "consumer = 'match' AND event_id = '01932a7e-5b6c-7d8e-9f10-1a2b3c4d5e6f'",
      ] {
        let plan = try await connection.query(
          "EXPLAIN SELECT * FROM inbox WHERE " + condition
        ).map { try $0.decode(0, as: String.self) }.joined(separator: "\n")
        #expect(plan.contains("Index") && !plan.contains("Seq Scan"), "\(plan)")
      }
    }
  }
}
