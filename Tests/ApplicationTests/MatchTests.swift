import Application
import Catalog
import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Matching", .serialized)
struct MatchTests {
  private func match(
    _ world: World, _ events: [Event], consumer: String = "match"
  ) async throws -> MatchOutcome {
    try await world.application.match(events: events, consumer: consumer)
  }

  private func event(
    _ enterprise: EnterpriseID, type: EventType = .needSubmitted
  ) -> Event {
    Event(
      id: IdentifierSource().next(), type: type, key: enterprise.text, subject: enterprise.text,
      time: TestStore.morning, sequence: 1, data: ["enterprise_id": .string(enterprise.text)])
  }

  @Test(
    "a waiting need gets exactly one run, which says in canonical form what it was decided from")
  func oneRun() async throws {
    try await World.with { world async throws in
      let enterprise = try await world.register()
      let need = try await world.submit(enterprise)
      let events = try await world.drain()
      #expect(events.map(\.type) == [.enterpriseCreated, .needSubmitted])
      let outcome = try await match(world, events)
      #expect(outcome == MatchOutcome(decided: 1, skipped: 1, runs: outcome.runs))
      #expect(outcome.runs.map(\.need) == [need] && outcome.waitedMilliseconds == [0])
      let view = try await world.application.need(need, actor: World.system).value
      #expect(view["match"]?["state"] == "decided")
      let run = try await world.application.run(
        try await world.run(need), expandDecisions: false, actor: World.system)
      let document = try await world.application.runDocument(
        try await world.run(need), actor: World.system)
      #expect(try JSONParser.parse(document) == run && run.canonicalBytes == document)
      try await world.store.pool.withConnection { session in
        try await session.script(
          """
          SET session_replication_role = replica;
          UPDATE match_run SET result = '\\x20'::bytea || result;
          RESET session_replication_role;
          """)
      }
      #expect(
        try await world.application.runDocument(try await world.run(need), actor: World.system)
          == document, "a result stored in another form of JSON gives the same document")
      #expect(run["need_id"]?.stringValue == need.text && run["need_version"] == 1)
      let facts = try await world.application.facts(
        enterprise, version: nil, asOf: nil, actor: World.system)
      #expect(
        run["pins"] == [
          "need_version": 1, "facts_version": 1, "facts_digest": facts.value["digest"] ?? nil,
          "catalog_version": 1, "policy_version": 1, "engine_version": 2,
          "clock": .string(TestStore.morning.text),
        ])
      let members = try #require(run["counts"]?.objectValue)
      let counts = members.compactMapValues { $0.intValue }
      let catalog = try SeedCatalog.catalog()
      #expect(counts["considered"] == Int64(catalog.products.count))
      #expect(
        counts["considered"]
          == ["eligible", "ineligible", "needs_info"].reduce(0) { $0 + (counts[$1] ?? 0) })
    }
  }

  @Test("an event that comes again, alone, in a batch or under another number, makes no other run")
  func repeated() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      try await world.submit(enterprise)
      let events = try await world.drain()
      _ = try await match(world, events)
      try await world.drain()
      #expect(try await match(world, events) == MatchOutcome(decided: 0, skipped: 2))
      #expect(try await match(world, events + events) == MatchOutcome(decided: 0, skipped: 4))
      #expect(try await match(world, [event(enterprise)]) == MatchOutcome(decided: 0, skipped: 0))
      #expect(try await match(world, events, consumer: "other").decided == 0)
      #expect(try await world.count("match_run") == 1)
      #expect(try await world.events() == [])
    }
  }

  @Test("one batch decides many needs of many enterprises, each once and in order")
  func batch() async throws {
    try await World.with { world in
      var needs: [NeedID] = []
      for number in 0..<10 {
        let enterprise = try await world.register(number)
        for _ in 0..<3 { needs.append(try await world.submit(enterprise)) }
      }
      let events = try await world.drain()
      var random = SplitMix(seed: 7)
      let outcome = try await match(world, (events + events).shuffled(using: &random))
      #expect(outcome.decided == 30 && outcome.unknown == [])
      let decided = try await world.events()
      #expect(decided.count == 30)
      #expect(Set(decided.map(\.subject)) == Set(needs.map(\.text)))
      for (_, own) in Dictionary(grouping: decided, by: \.key) {
        #expect(own.map(\.sequence) == [5, 6, 7])
      }
    }
  }

  @Test("sixteen workers on the same events make one run a need, whoever comes first")
  func concurrent() async throws {
    try await World.with(limits: .patient(16)) { world in
      for number in 0..<4 {
        let enterprise = try await world.register(number)
        for _ in 0..<2 { try await world.submit(enterprise) }
      }
      let events = try await world.drain()
      let decided = try await withThrowingTaskGroup(of: Int.self) { group in
        for worker in 0..<16 {
          group.addTask {
            var random = SplitMix(seed: UInt64(worker))
            // Half of them saw the events under numbers of their own.
            let own =
              worker % 2 == 0
              ? events
              : events.map { event in
                var copy = event
                copy.id = IdentifierSource().next()
                return copy
              }
            return try await match(world, own.shuffled(using: &random)).decided
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(decided == 8)
      #expect(try await world.count("match_run") == 8)
      let told = try await world.events()
      #expect(told.count == 8 && told.allSatisfy { $0.type == .needDecided })
    }
  }

  @Test("new facts, a new version and a new day are decided anew; the earlier runs stay")
  func decidedAnew() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      let need = try await world.submit(enterprise)
      try await world.matchWaiting()
      let first = try await world.run(need)
      try await world.report(enterprise, ["tax.credit_grade": "A"])
      #expect(try await world.matchWaiting().decided == 1)
      let second = try await world.run(need)
      _ = try await world.application.amendNeed(
        need, expectedVersion: 1, ["tenor_months": 6], actor: World.system)
      #expect(try await world.matchWaiting().decided == 1)
      let third = try await world.run(need)
      let runs = try await world.application.runs(
        of: need, page: PageRequest(), actor: World.system)
      #expect(
        runs.items.compactMap { $0["id"]?.stringValue } == [third, second, first].map(\.text))
      let versions = runs.items.map { [$0["pins"]?["need_version"], $0["pins"]?["facts_version"]] }
      #expect(versions == [[2, 2], [1, 2], [1, 1]])
      let paged = try await world.application.runs(
        of: need, page: PageRequest(limit: 2), actor: World.system)
      #expect(paged.items.count == 2 && paged.next == second.uuid)
    }
  }

  @Test("an event that comes before the change it tells of was read still decides the latest state")
  func latestState() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      let need = try await world.submit(enterprise)
      let early = try await world.drain()
      try await world.report(enterprise, ["tax.credit_grade": "A"])
      _ = try await world.application.amendNeed(
        need, expectedVersion: 1, ["tenor_months": 6], actor: World.system)
      let late = try await world.drain()
      #expect(try await match(world, early).decided == 1)
      let run = try await world.application.run(
        try await world.run(need), expandDecisions: false, actor: World.system)
      #expect(run["pins"]?["need_version"] == 2 && run["pins"]?["facts_version"] == 2)
      #expect(try await match(world, late).decided == 0)
    }
  }

  @Test("a withdrawn need is not decided, however its events come")
  func withdrawn() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      let need = try await world.submit(enterprise)
      _ = try await world.application.withdrawNeed(need, expectedVersion: 1, actor: World.system)
      let events = try await world.drain()
      #expect(try await match(world, events).decided == 0)
      try await world.report(enterprise, ["tax.credit_grade": "A"])
      #expect(try await world.matchWaiting().decided == 0)
      #expect(try await world.count("match_run") == 0)
    }
  }

  @Test("events of enterprises that are not there are named, each time, and the others are applied")
  func unknown() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      try await world.submit(enterprise)
      let known = try await world.drain()
      let stranger = event(IdentifierSource().next())
      var broken = event(enterprise)
      broken.key = "not an identifier"
      var quiet = event(IdentifierSource().next(), type: .enterpriseCreated)
      quiet.subject = "x"
      let outcome = try await match(world, [stranger] + known + [broken, quiet])
      #expect(
        outcome
          == MatchOutcome(
            decided: 1, skipped: 2, unknown: [stranger.id, broken.id], runs: outcome.runs))
      let again = try await match(world, [stranger])
      #expect(again.unknown == [stranger.id], "it is not noted as applied")
      #expect(try await world.count("inbox") == 1)
    }
  }

  @Test("without a catalog nothing is decided and nothing noted, and afterwards everything is")
  func notReady() async throws {
    try await World.with(.migrated) { world in
      let enterprise = try await world.register()
      try await world.submit(enterprise)
      let events = try await world.drain()
      let before = try await world.counts()
      await #expect(throws: MatchNotReady.self) { try await match(world, events) }
      #expect(try await world.counts() == before)
      #expect(before["inbox"] == 0)
      _ = try await world.application.publish(
        catalog: try SeedCatalog.catalog(), policies: nil, actor: World.system)
      await #expect(throws: MatchNotReady.self) { try await match(world, events) }
      #expect(try await world.count("inbox") == 0)
      _ = try await world.application.publish(
        catalog: nil, policies: try SeedCatalog.policies(), actor: World.system)
      #expect(try await match(world, events).decided == 1)
    }
  }

  @Test("a catalog that cannot be used stops the matching and loses no event")
  func unusableCatalog() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      try await world.submit(enterprise)
      let events = try await world.drain()
      try await world.execute(
        "UPDATE document SET body = '{}' WHERE digest = (SELECT facts_digest FROM catalog_version)")
      let before = try await world.counts()
      await #expect(throws: MatchNotReady.self) { try await match(world, events) }
      #expect(try await world.counts() == before)
    }
  }

  @Test("a failure in the middle stores neither runs nor inbox entries nor events")
  func failureInTheMiddle() async throws {
    try await World.with { world in
      for number in 0..<3 { try await world.submit(try await world.register(number)) }
      let events = try await world.drain()
      try await world.execute("ALTER TABLE outbox ADD CONSTRAINT none CHECK (id < 0) NOT VALID")
      let before = try await world.counts()
      await #expect(throws: PostgresError.self) { try await match(world, events) }
      #expect(try await world.counts() == before)
      try await world.execute("ALTER TABLE outbox DROP CONSTRAINT none")
      #expect(try await match(world, events).decided == 3)
    }
  }

  @Test("dead letters are told of once, on their own topic")
  func deadLetters() async throws {
    try await World.with { world in
      let letter = DeadLetterRecord(
        id: IdentifierSource().next(), consumer: "match", event: nil,
        topic: Topic.enterprise.rawValue, partition: 2, offset: 7, key: nil, headers: [:],
        payload: [1], reason: "event_data", detail: "data is not valid", attempts: 3,
        firstFailedAt: TestStore.morning, createdAt: TestStore.morning)
      #expect(try await world.application.keepDeadLetters([letter, letter]).count == 1)
      #expect(try await world.application.keepDeadLetters([letter]) == [])
      let events = try await world.events()
      #expect(events.map(\.type) == [.deadLettered])
      #expect(events.first?.data["dead_letter_id"]?.stringValue == letter.id.text)
      #expect(events.first?.data["offset"] == 7)
      #expect(try await world.application.backlog().deadLetters == 1)
    }
  }
}
