import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Clients in the database", .serialized)
struct ClientStoreTests {
  private let samples = Samples()
  private var now: Instant { samples.now }

  @Test("what is written is read back: client and secrets, the newest first")
  func roundTrip() async throws {
    try await withDatabase { _, connection in
      var client = samples.client()
      try await ClientRepository.insert(client, connection)
      #expect(try await ClientRepository.find(client.id, connection) == client)
      client.name = "other"
      client.version = 2
      client.updatedAt = now.adding(milliseconds: 5)
      client.disabled = ClientDisabling(at: now, by: "operator-1", reason: "lost")
      try await ClientRepository.update(client, connection)
      #expect(try await ClientRepository.find(client.id, locking: true, connection) == client)
      var first = samples.clientSecret(client.id)
      first.revokedAt = now.adding(milliseconds: 1)
      first.lastUsedAt = now
      let second = samples.clientSecret(client.id, slot: 2)
      for secret in [first, second] { try await ClientSecretRepository.insert(secret, connection) }
      #expect(
        try await ClientSecretRepository.list(of: [client.id], connection) == [
          client.id: [second, first]
        ])
    }
  }

  @Test("only what counts is found: the client in use, its secrets neither revoked nor expired")
  func live() async throws {
    try await withDatabase { _, connection in
      var client = samples.client()
      try await ClientRepository.insert(client, connection)
      #expect(try await ClientRepository.live(client.id, at: now, connection) == nil)
      let short = samples.clientSecret(client.id, slot: 1, days: 1)
      let long = samples.clientSecret(client.id, slot: 2)
      for secret in [short, long] { try await ClientSecretRepository.insert(secret, connection) }
      func slots(_ at: Instant) async throws -> [Int]? {
        try await ClientRepository.live(client.id, at: at, connection)?.secrets.map(\.slot)
      }
      let nextDay = short.expiresAt
      #expect(try await slots(nextDay.adding(milliseconds: -1)) == [1, 2])
      #expect(try await slots(nextDay) == [2])
      #expect(
        try await ClientSecretRepository.revoke(long.id, of: client.id, at: now, connection))
      #expect(
        try await !ClientSecretRepository.revoke(long.id, of: client.id, at: now, connection))
      #expect(
        try await !ClientSecretRepository.revoke(
          short.id, of: samples.ids.next(), at: now, connection))
      #expect(try await slots(now) == [1])
      client.disabled = ClientDisabling(at: now, by: "x", reason: "x")
      try await ClientRepository.update(client, connection)
      #expect(try await slots(now) == nil)
    }
  }

  @Test("an expired secret gives its slot free, and few of those that ended are kept")
  func clearing() async throws {
    try await withDatabase { _, connection in
      let client = samples.client()
      try await ClientRepository.insert(client, connection)
      for _ in 0..<5 {
        var secret = samples.clientSecret(client.id)
        secret.revokedAt = now
        try await ClientSecretRepository.insert(secret, connection)
      }
      let expired = samples.clientSecret(client.id, slot: 1, days: 1)
      let current = samples.clientSecret(client.id, slot: 2)
      for secret in [expired, current] {
        try await ClientSecretRepository.insert(secret, connection)
      }
      let error = await postgresError {
        try await ClientSecretRepository.insert(samples.clientSecret(client.id), connection)
      }
      #expect(error?.constraint == "api_client_secret_two_live")
      try await ClientSecretRepository.clear(
        of: client.id, kept: 3, at: expired.expiresAt, connection)
      let left = try await ClientSecretRepository.list(of: [client.id], connection)[client.id]
      #expect(left?.map(\.id).prefix(2) == [current.id, expired.id])
      #expect(left?.count == 4 && left?.filter { $0.revokedAt == nil }.map(\.slot) == [2])
      try await ClientSecretRepository.insert(samples.clientSecret(client.id), connection)
    }
  }

  @Test("use is noted once an hour")
  func use() async throws {
    try await withDatabase { _, connection in
      let client = samples.client()
      let secret = samples.clientSecret(client.id)
      try await ClientRepository.insert(client, connection)
      try await ClientSecretRepository.insert(secret, connection)
      func used() async throws -> Instant? {
        try await ClientSecretRepository.list(of: [client.id], connection)[client.id]?.first?
          .lastUsedAt
      }
      func note(_ minutes: Int64) async throws {
        let at = now.adding(milliseconds: minutes * 60_000)
        try await ClientSecretRepository.noteUse(
          secret.id, at: at, before: at.adding(milliseconds: -3_600_000), connection)
      }
      try await note(1)
      try await note(60)
      #expect(try await used() == now.adding(milliseconds: 60_000))
      try await note(62)
      #expect(try await used() == now.adding(milliseconds: 62 * 60_000))
    }
  }

  @Test("clients are found by institution, and by region those of institutions that serve no other")
  func scopes() async throws {
    try await withDatabase(.seeded) { _, connection in
      for (code, regions) in [
        ("only-hefei", ["340100", "340104"]), ("anhui", ["340000"]),
        ("two-cities", ["340100", "340800"]), ("country", []),
      ] {
        try await DirectoryRepository.insert(
          [samples.directoryEntry(code, regions: regions)], connection)
        try await ClientRepository.insert(samples.client(code), connection)
      }
      func found(_ scope: ClientScope) async throws -> [String] {
        try await ClientRepository.list(scope, after: nil, limit: 10, connection)
          .map(\.institution).sorted()
      }
      #expect(try await found(.region("3401")) == ["only-hefei"])
      #expect(try await found(.region("34")) == ["anhui", "only-hefei", "two-cities"])
      #expect(try await found(.institution("anhui")) == ["anhui"])
      #expect(try await found(.everybody).count == 4)
      #expect(try await ClientRepository.servesOnly("anhui", prefix: "34", connection))
      #expect(try await !ClientRepository.servesOnly("anhui", prefix: "3401", connection))
      #expect(try await !ClientRepository.servesOnly("nobody", prefix: "34", connection))
      let id = try await ClientRepository.list(
        .institution("country"), after: nil, limit: 1, connection
      ).first?.id
      let country = try #require(id)
      #expect(try await ClientRepository.find(country, in: .region("34"), connection) == nil)
      #expect(
        try await ClientRepository.find(country, in: .institution("anhui"), connection) == nil)
    }
  }
}
