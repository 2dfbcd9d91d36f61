import Application
import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Idempotency keys", .serialized)
struct IdempotencyTests {
  private func request(
    _ key: String = "key-1", client: String = "token", body: JSON = [:]
  ) -> IdempotencyRequest {
    IdempotencyRequest(client: client, key: key, fingerprint: Digest(of: body))
  }

  @Test("a repeated key gives the first answer again and does nothing, for every write")
  func replays() async throws {
    try await World.with { world in
      let application = world.application
      let enterprise = try await world.register(1)
      let need = try await world.submit(enterprise)
      let uses: [(String, (IdempotencyRequest) async throws -> StoredAnswer)] = [
        (
          "create",
          {
            try await application.createEnterprise(
              Body.enterprise(2), actor: World.system, idempotency: $0)
          }
        ),
        (
          "amend enterprise",
          {
            try await application.amendEnterprise(
              enterprise, expectedVersion: 1, ["name": "新"], actor: World.system, idempotency: $0)
          }
        ),
        (
          "facts",
          {
            try await application.putFacts(
              enterprise, expectedVersion: 1, Body.facts(["tax.credit_grade": "A"]),
              mode: .replace, actor: World.system, idempotency: $0)
          }
        ),
        (
          "submit",
          {
            try await application.submitNeed(
              Body.need(enterprise), actor: World.system, idempotency: $0)
          }
        ),
        (
          "amend need",
          {
            try await application.amendNeed(
              need, expectedVersion: 1, ["tenor_months": 3], actor: World.system, idempotency: $0)
          }
        ),
        (
          "withdraw",
          {
            try await application.withdrawNeed(
              need, expectedVersion: 2, actor: World.system, idempotency: $0)
          }
        ),
      ]
      for (name, use) in uses {
        let first = try await use(request(name))
        #expect(!first.isReplay, "\(name)")
        let before = try await world.counts()
        world.store.clock.advance(milliseconds: 1_000)
        var second = try await use(request(name))
        #expect(second.isReplay, "\(name)")
        second.isReplay = false
        #expect(second == first, "\(name)")
        #expect(try await world.counts() == before, "\(name)")
      }
      #expect(try await world.count("idempotency") == Int64(uses.count))
    }
  }

  @Test("a key that came with another request is refused; another client's key is its own")
  func reused() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      func submit(_ request: IdempotencyRequest) async throws -> StoredAnswer {
        try await world.application.submitNeed(
          Body.need(enterprise), actor: World.system, idempotency: request)
      }
      let first = try await submit(request(body: ["a": 1]))
      try await world.expectRefused("reused") { _ = try await submit(request(body: ["a": 2])) }
      let other = try await submit(request(client: "other", body: ["a": 2]))
      #expect(other.body["id"] != first.body["id"])
      let again = try await submit(request(body: ["a": 1]))
      #expect(again.isReplay && again.body == first.body)
    }
  }

  @Test("32 requests at once with one key make one effect")
  func concurrent() async throws {
    try await World.with(limits: .patient(16)) { world in
      let enterprise = try await world.register()
      try await world.drain()
      let words = try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<32 {
          group.addTask {
            do {
              let answer = try await world.application.submitNeed(
                Body.need(enterprise), actor: World.system, idempotency: request())
              return answer.body["id"]?.stringValue ?? ""
            } catch let error as ApplicationError {
              return error.word
            }
          }
        }
        return try await group.reduce(into: [String]()) { $0.append($1) }
      }
      let answered = Set(words.filter { $0 != "in flight" })
      #expect(answered.count == 1, "one need, whoever answered")
      #expect(answered.first?.hasPrefix("need_") == true)
      #expect(try await world.count("need") == 1)
      #expect(try await world.events().map(\.type) == [.needSubmitted])
      #expect(try await world.count("idempotency") == 1)
    }
  }

  @Test("while another connection works on a key, a repetition is told so and waits for nothing")
  func inFlight() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      try await world.store.pool.withTransaction { session async throws in
        #expect(
          try await IdempotencyRepository.tryLock(client: "token", key: "key-1", session))
        let error = await refusal {
          _ = try await world.application.submitNeed(
            Body.need(enterprise), actor: World.system, idempotency: request())
        }
        #expect(error?.word == "in flight")
      }
      let answer = try await world.application.submitNeed(
        Body.need(enterprise), actor: World.system, idempotency: request())
      #expect(!answer.isReplay)
    }
  }

  @Test("what is refused or fails in the middle stores nothing, so the key works afterwards")
  func failures() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      func submit(_ body: JSON) async throws -> StoredAnswer {
        try await world.application.submitNeed(body, actor: World.system, idempotency: request())
      }
      try await world.expectRefused("invalid /tenor_months below_min") {
        _ = try await submit(Body.need(enterprise).with(["tenor_months": 0]))
      }
      let unknown: EnterpriseID = IdentifierSource().next()
      try await world.expectRefused("not found enterprise") {
        _ = try await submit(Body.need(unknown))
      }
      // The last statement of the transaction fails: the effect goes with the answer.
      try await world.execute(
        "ALTER TABLE idempotency ADD CONSTRAINT no_answers CHECK (length(key) > 100) NOT VALID")
      let before = try await world.counts()
      await #expect(throws: PostgresError.self) { try await submit(Body.need(enterprise)) }
      #expect(try await world.counts() == before)
      try await world.execute("ALTER TABLE idempotency DROP CONSTRAINT no_answers")
      let answer = try await submit(Body.need(enterprise))
      #expect(answer.status == 201 && !answer.isReplay)
      #expect(try await world.count("need") == 1)
    }
  }

  @Test("an answer is forgotten after its time, and an inbox entry after its own")
  func forgotten() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      _ = try await world.application.submitNeed(
        Body.need(enterprise), actor: World.system, idempotency: request())
      try await world.matchWaiting()
      func forget() async throws -> Int {
        try await world.application.forgetOldMessages(limit: 100)
      }
      #expect(try await forget() == 0)
      world.store.clock.advance(milliseconds: 72 * 3_600_000 + 1)
      #expect(try await forget() == 1)
      #expect(try await world.count("idempotency") == 0)
      #expect(try await world.count("inbox") == 1)
      world.store.clock.advance(milliseconds: 27 * 86_400_000)
      #expect(try await forget() == 1)
      #expect(try await world.count("inbox") == 0)
    }
  }
}
