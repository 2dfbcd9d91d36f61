import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Sessions of the console", .serialized)
struct ConsoleStoreTests {
  @Test("a session is found by its digest, keeps when it was used last, and goes when it is closed")
  func kept() async throws {
    try await withDatabase(.seeded) { _, connection in
      let samples = Samples()
      let record = samples.consoleSession()
      try await ConsoleSessionRepository.insert(record, connection)
      #expect(try await ConsoleSessionRepository.find(record.keyDigest, connection) == record)
      let later = samples.now.adding(milliseconds: 60_000)
      try await ConsoleSessionRepository.touch(record.keyDigest, at: later, connection)
      // A late writer takes nothing back.
      try await ConsoleSessionRepository.touch(record.keyDigest, at: samples.now, connection)
      #expect(
        try await ConsoleSessionRepository.find(record.keyDigest, connection)?.seenAt == later)
      try await ConsoleSessionRepository.delete(record.keyDigest, connection)
      #expect(try await ConsoleSessionRepository.find(record.keyDigest, connection) == nil)
    }
  }

  @Test("only sessions that are over are cleared away, and no more at once than is asked")
  func cleared() async throws {
    try await withDatabase(.seeded) { _, connection in
      let samples = Samples()
      for number: UInt8 in 1...3 {
        var record = samples.consoleSession(number)
        record.expiresAt = samples.now.adding(milliseconds: Int64(number) * 1_000)
        try await ConsoleSessionRepository.insert(record, connection)
      }
      let then = samples.now.adding(milliseconds: 2_000)
      func left() async throws -> [UInt8] {
        try await connection.query("SELECT key_digest FROM console_session ORDER BY 1")
          .compactMap { try $0.decode(0, as: [UInt8].self).first }
      }
      try await ConsoleSessionRepository.clear(before: then, limit: 1, connection)
      #expect(try await left() == [2, 3])
      try await ConsoleSessionRepository.clear(before: then, limit: 10, connection)
      #expect(try await left() == [3])
    }
  }
}
