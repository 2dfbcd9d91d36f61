import Application
import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("The database away", .serialized)
struct OutageTests {
  private func withProxy(
    _ body: (TCPProxy, World) async throws -> Void
  ) async throws {
    let port = try #require(try await TestPostgres.shared().port)
    let proxy = try TCPProxy(port: port)
    defer { proxy.stop() }
    let store = try await TestStore(
      through: proxy.port,
      limits: PoolLimits(
        size: 4, checkoutDeadlineMilliseconds: 15_000, connectBackoffBaseMilliseconds: 5,
        connectBackoffMaximumMilliseconds: 20))
    do {
      try await body(proxy, World(store: store))
      proxy.mode = .pass
      try await store.close()
    } catch {
      proxy.mode = .pass
      try? await store.close()
      throw error
    }
  }

  @Test("every use case says unavailable while the database is away, and works when it is back")
  func awayAndBack() async throws {
    try await withProxy { proxy, world in
      let application = world.application
      let enterprise = try await world.register()
      let need = try await world.submit(enterprise)
      let events = try await world.drain()
      _ = try await application.match(events: events, consumer: "match")
      let run = try await world.run(need)
      let before = try await world.counts()
      proxy.mode = .refuse
      proxy.cut()
      let uses: [(String, @Sendable () async throws -> Void)] = [
        (
          "create",
          {
            _ = try await application.createEnterprise(Body.enterprise(1), actor: World.system)
          }
        ), ("facts", { try await world.report(enterprise, ["tax.credit_grade": "A"]) }),
        ("submit", { try await world.submit(enterprise) }),
        (
          "submit with a key",
          {
            _ = try await application.submitNeed(
              Body.need(enterprise), actor: World.system,
              idempotency: IdempotencyRequest(
                client: "c", key: "k", fingerprint: Digest(ofBytes: [])))
          }
        ), ("need", { _ = try await application.need(need, actor: World.system) }),
        ("replay", { _ = try await application.replay(run, actor: World.system) }),
        (
          "products",
          {
            _ = try await application.products(
              family: nil, page: PageRequest(), actor: World.system)
          }
        ), ("match", { _ = try await application.match(events: events, consumer: "m") }),
        (
          "sweep",
          {
            _ = try await application.requestMissingMatches(patienceMilliseconds: 1, limit: 1)
          }
        ), ("backlog", { _ = try await application.backlog() }),
      ]
      let words = await withTaskGroup(of: (Int, String?).self) { group in
        for index in uses.indices {
          group.addTask { (index, await refusal { try await uses[index].1() }?.word) }
        }
        return await group.reduce(into: [Int: String?]()) { $0[$1.0] = $1.1 }
      }
      for (index, use) in uses.enumerated() {
        #expect(words[index] == "unavailable", "\(use.0)")
      }
      let readiness = await application.readiness()
      #expect(!readiness.isReady && readiness.checks.map(\.name) == ["database"])
      // What cannot be right is said without the database.
      let bad = await refusal { _ = try await application.submitNeed([:], actor: World.system) }
      #expect(bad?.word.hasPrefix("invalid") == true)

      proxy.mode = .pass
      try await recovered(application)
      #expect(try await world.counts() == before, "nothing of it was stored")
      try await world.submit(enterprise)
      #expect(try await world.matchWaiting().decided == 1)
    }
  }

  /// Expects that the database is reached again, asking until the deadline.
  private func recovered(_ application: Application) async throws {
    let end = ContinuousClock().now + .seconds(60)
    while ContinuousClock().now < end {
      if await application.readiness().isReady { return }
    }
    Issue.record("the database was not reached again")
  }

  @Test("idle connections that were cut are replaced without anybody noticing")
  func cutWhileIdle() async throws {
    try await withProxy { proxy, world in
      try await world.register(0)
      let process = try await world.query("SELECT pg_backend_pid()")
      #expect(process.count == 1)
      proxy.cut()
      #expect(await proxy.reached(withinMilliseconds: 10_000) { $0.openCount == 0 })
      try await recovered(world.application)
      try await world.register(1)
      #expect(try await world.count("enterprise") == 2)
    }
  }

  @Test("a pool without a free connection is an overload, not a fault of the caller")
  func overload() async throws {
    // Long enough for a busy machine to make one connection.
    let limits = PoolLimits(size: 1, checkoutDeadlineMilliseconds: 8_000)
    try await World.with(limits: limits) { world in
      let id = try await world.register()
      try await world.store.pool.withConnection { _ in
        let error = await refusal {
          _ = try await world.application.enterprise(id, actor: World.system)
        }
        #expect(error?.word == "unavailable")
      }
      let found = try await world.application.enterprise(id, actor: World.system)
      #expect(found.version == 1)
    }
  }

  @Test("a caller that goes away ends its work: no effect, and no talk of an outage")
  func cancelled() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      let before = try await world.counts()
      try await world.store.pool.withTransaction { session in
        _ = try await EnterpriseRepository.lock([enterprise], session)
        let submitting = Task { try await world.submit(enterprise) }
        try await world.waitForWaiter()
        submitting.cancel()
        await #expect(throws: CancellationError.self) { try await submitting.value }
      }
      #expect(try await world.counts() == before)
    }
  }
}

@Suite("Readiness", .serialized)
struct ReadinessTests {
  private func failing(_ readiness: Readiness) -> [String] {
    readiness.checks.filter { !$0.isReady }.map(\.name)
  }

  @Test("it says what is missing: migrations, the catalog, the policies")
  func steps() async throws {
    try await World.with(.migrated) { world in
      #expect(failing(await world.application.readiness()) == ["catalog", "policy"])
      _ = try await world.application.publish(
        catalog: try SeedCatalog.catalog(), policies: nil, actor: World.system)
      #expect(failing(await world.application.readiness()) == ["policy"])
      _ = try await world.application.publish(
        catalog: nil, policies: try SeedCatalog.policies(), actor: World.system)
      let ready = await world.application.readiness()
      #expect(ready.isReady)
      #expect(ready.checks.map(\.name) == ["database", "schema", "catalog", "policy", "sealing"])
      try await world.execute("DELETE FROM schema_migration WHERE number = 4")
      #expect(failing(await world.application.readiness()) == ["schema"])
      try await world.execute("INSERT INTO schema_migration VALUES (4, 'messaging', '\\x00')")
      let changed = await world.application.readiness()
      #expect(failing(changed) == ["schema"])
      #expect(changed.checks.first?.en.contains("changed") == true)
      try await world.execute("DROP TABLE schema_migration")
      #expect(failing(await world.application.readiness()) == ["schema"])
    }
  }

  @Test("a database that is ahead of this program does not stop it")
  func ahead() async throws {
    try await World.with { world in
      try await world.execute("INSERT INTO schema_migration VALUES (99, 'later', '\\x00')")
      #expect(await world.application.readiness().isReady)
    }
  }

  @Test("all replicas sign cursors with one secret")
  func secret() async throws {
    try await World.with { world in
      let first = try await world.application.cursorSecret()
      let second = try await world.store.another(seed: 2).cursorSecret()
      #expect(first == second && first.count == 32)
    }
  }
}
