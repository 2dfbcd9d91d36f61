import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Inbox, dead letters and kept answers", .serialized)
struct MessagingTests {
  let samples = Samples()

  private func events(_ count: Int) -> [EventID] { (0..<count).map { _ in samples.ids.next() } }

  @Test("of 16 claimers of the same events, each event goes to exactly one")
  func claimedOnce() async throws {
    try await withDatabase { configuration, _ in
      let events = events(200)
      let claims = try await withThrowingTaskGroup(of: Set<EventID>.self) { group in
        for claimer in 0..<16 {
          group.addTask {
            var random = SplitMix(seed: UInt64(claimer))
            let order = events.shuffled(using: &random)
            return try await withConnection(configuration) { connection in
              var claimed: Set<EventID> = []
              for start in stride(from: 0, to: order.count, by: 20) {
                let part = Array(order[start..<start + 20])
                claimed.formUnion(
                  try await inTransaction(connection) {
                    try await InboxRepository.claim(
                      part, consumer: "match", at: samples.now, connection)
                  })
              }
              return claimed
            }
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(claims.reduce(0) { $0 + $1.count } == events.count)
      #expect(claims.reduce(into: Set()) { $0.formUnion($1) } == Set(events))
    }
  }

  @Test("a claim waits for an earlier one that is still open, and takes what that gives back")
  func claimWaits() async throws {
    try await withDatabase { configuration, first in
      for commits in [true, false] {
        let event = events(1)
        try await first.execute("BEGIN")
        #expect(
          try await InboxRepository.claim(event, consumer: "match", at: samples.now, first)
            == Set(event))
        let second = Task {
          try await withConnection(configuration) { connection in
            try await InboxRepository.claim(event, consumer: "match", at: samples.now, connection)
          }
        }
        let isWaiting = try await withConnection(configuration) { observer in
          try await serverReaches(
            """
            SELECT count(*) > 0 FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
            """, on: observer)
        }
        #expect(isWaiting)
        try await first.execute(commits ? "COMMIT" : "ROLLBACK")
        #expect(try await second.value == (commits ? [] : Set(event)))
      }
    }
  }

  @Test("each consumer claims for itself, and a repetition in one batch counts once")
  func consumers() async throws {
    try await withDatabase { _, connection async throws in
      let events = events(3)
      func claim(_ list: [EventID], _ consumer: String) async throws -> Set<EventID> {
        try await InboxRepository.claim(list, consumer: consumer, at: samples.now, connection)
      }
      #expect(try await claim(events + events, "match") == Set(events))
      #expect(try await claim(events, "match") == [])
      #expect(try await claim(events, "offer") == Set(events))
      #expect(try await claim([], "match") == [])
      let more = self.events(1)
      #expect(try await claim(events + more, "match") == Set(more))
    }
  }

  @Test("old entries are forgotten, oldest first, no more than asked for at once")
  func forgotten() async throws {
    try await withDatabase { _, connection in
      for minute in 0..<10 {
        let at = samples.now.adding(milliseconds: Int64(minute) * 60_000)
        _ = try await InboxRepository.claim(events(2), consumer: "match", at: at, connection)
        try await IdempotencyRepository.insert(
          client: "client", key: "\(minute)",
          .init(
            fingerprint: Digest(ofBytes: []).bytes, status: 200, headers: Array("{}".utf8),
            body: Array("null".utf8)), at: at, connection)
      }
      let limit = samples.now.adding(milliseconds: 5 * 60_000)
      #expect(try await InboxRepository.forget(before: limit, limit: 4, connection) == 4)
      let oldest = try await connection.queryOne("SELECT min(handled_at) FROM inbox")
        .decode(0, as: PostgresTimestamp.self)
      #expect(oldest.microseconds == samples.now.adding(milliseconds: 2 * 60_000).microseconds)
      #expect(try await InboxRepository.forget(before: limit, limit: 100, connection) == 6)
      #expect(try await InboxRepository.forget(before: limit, limit: 100, connection) == 0)
      #expect(try await IdempotencyRepository.forget(before: limit, limit: 2, connection) == 2)
      #expect(try await IdempotencyRepository.forget(before: limit, limit: 9, connection) == 3)
      for (key, isKept) in [("4", false), ("5", true)] {
        let found = try await IdempotencyRepository.find(client: "client", key: key, connection)
        #expect((found != nil) == isKept)
      }
    }
  }

  @Test("a record is one dead letter however often it is read; other bytes are another")
  func deadLetterOnce() async throws {
    try await withDatabase { _, connection async throws in
      func keep(_ letter: DeadLetterRecord) async throws -> Bool {
        try await DeadLetterRepository.insert(letter, connection)
      }
      #expect(try await keep(samples.deadLetter(offset: 1)))
      #expect(try await !keep(samples.deadLetter(offset: 1)))
      #expect(try await keep(samples.deadLetter(offset: 2)))
      #expect(try await keep(samples.deadLetter(offset: 1, payload: Array("y".utf8))))
      #expect(try await keep(samples.deadLetter(offset: 1, payload: nil)))
      #expect(try await !keep(samples.deadLetter(offset: 1, payload: nil)))
      #expect(try await DeadLetterRepository.count(connection) == 4)
    }
  }

  @Test("a dead letter is kept whatever stands in its headers, key, payload and detail")
  func deadLetterOfAnything() async throws {
    try await withDatabase { _, connection in
      var letter = samples.deadLetter(offset: 1, payload: [0, 255, 10])
      letter.key = [0, 255]
      letter.event = samples.ids.next()
      letter.headers = ["ce_type": "hex:00ff", "x": "汉\u{1F30A}\"\\\n"]
      // One character that is many scalars: the database counts scalars.
      letter.detail = String(repeating: "e\u{301}\u{323}", count: 900)
      #expect(try await DeadLetterRepository.insert(letter, connection))
      let row = try await connection.queryOne(
        "SELECT headers->>'x', length(detail), payload, key, event_id IS NOT NULL FROM dead_letter")
      let (header, length, payload, key, isNamed) = try row.decode(
        String.self, Int32.self, [UInt8].self, [UInt8].self, Bool.self)
      #expect(header == "汉\u{1F30A}\"\\\n")
      #expect(length == 1_000)
      #expect(payload == [0, 255, 10] && key == [0, 255] && isNamed)
    }
  }

  @Test("an answer is kept under client and key, and given back byte by byte")
  func keptAnswers() async throws {
    try await withDatabase { configuration, connection in
      let answer = IdempotencyRepository.Answer(
        fingerprint: Digest(ofBytes: [1]).bytes, status: 201,
        headers: JSON.object(["ETag": "\"1\""]).canonicalBytes,
        body: JSON.object(["name": "汉字"]).canonicalBytes)
      try await IdempotencyRepository.insert(
        client: "a", key: "k", answer, at: samples.now, connection)
      let found = try #require(
        try await IdempotencyRepository.find(client: "a", key: "k", connection))
      #expect(found.body == answer.body && found.fingerprint == answer.fingerprint)
      #expect(try JSONParser.parse(found.headers) == JSONParser.parse(answer.headers))
      #expect(found.status == 201)
      #expect(try await IdempotencyRepository.find(client: "b", key: "k", connection) == nil)
      #expect(try await IdempotencyRepository.find(client: "a", key: "K", connection) == nil)
      let error = await postgresError {
        try await IdempotencyRepository.insert(
          client: "a", key: "k", answer, at: samples.now, connection)
      }
      #expect(error?.isUniqueViolation == true)
      try await withConnection(configuration) { other in
        try await connection.execute("BEGIN")
        #expect(try await IdempotencyRepository.tryLock(client: "a", key: "k2", connection))
        #expect(try await !IdempotencyRepository.tryLock(client: "a", key: "k2", other))
        #expect(try await IdempotencyRepository.tryLock(client: "ak", key: "2", other))
        try await connection.execute("COMMIT")
        #expect(try await IdempotencyRepository.tryLock(client: "a", key: "k2", other))
      }
    }
  }

  @Test("all replicas get the secret of the first that asked")
  func oneSecret() async throws {
    try await withDatabase { configuration, connection in
      let secrets = try await withThrowingTaskGroup(of: [UInt8].self) { group in
        for replica in UInt8(0)..<8 {
          group.addTask {
            try await withConnection(configuration) {
              try await SecretRepository.findOrInsert(
                "list_cursor", candidate: Array(repeating: replica, count: 32), $0)
            }
          }
        }
        return try await group.reduce(into: Set()) { $0.insert($1) }
      }
      #expect(secrets.count == 1)
      let other = try await SecretRepository.findOrInsert(
        "other", candidate: Array(repeating: 99, count: 32), connection)
      #expect(other == Array(repeating: 99, count: 32))
    }
  }
}
