import Application
import Catalog
import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Matched again on the day a product ripens", .serialized)
struct RematchTests {
  private static let free: [String: JSON?] = [
    "criteria": [], "amount": nil, "tenor": nil, "limit": nil, "min_coverage_ppm": nil,
  ]

  /// The seed catalog with one product that fits everybody from a day on.
  private func catalog(from day: LegalDate, product index: Int = 0) throws -> Catalog {
    let json = try SeedCatalog.catalog().json
    var products = json["products"]?.arrayValue ?? []
    products[index] = products[index].with(Self.free).with([
      "effective": ["from": .string(day.text)]
    ])
    return try Catalog(json: json.with(["products": .array(products)]))
  }

  private func publish(_ world: World, _ catalog: Catalog) async throws {
    _ = try await world.application.publish(
      catalog: catalog, policies: nil, actor: World.system)
  }

  private func days(_ world: World) async throws -> [String] {
    try await world.query(
      "SELECT state || coalesce(' ' || rematch_on::text, '') FROM need_rematch ORDER BY need_id"
    ).map { try $0.decode(0, as: String.self) }
  }

  private func ask(_ world: World) async throws -> Int {
    try await world.application.requestDueRematches(limit: 100)
  }

  @Test("the run is asked for when the legal day begins in Shanghai, not before, and once")
  func onTheDay() async throws {
    try await World.with { world in
      let clock = world.store.clock
      let day = clock.now.legalDate.adding(days: 3)
      let catalog = try catalog(from: day)
      let code = catalog.products[0].code
      try await publish(world, catalog)
      let enterprise = try await world.register()
      let need = try await world.submit(enterprise)
      try await world.matchWaiting()
      #expect(try await days(world) == ["unknown"])
      #expect(try await world.application.computeRematchDays() == 1)
      #expect(try await days(world) == ["scheduled \(day.text)"])
      try await world.drain()
      let first = try await world.run(need)
      let midnight = Instant(
        microseconds: (Int64(day.daysSinceEpoch) * 86_400 - Instant.shanghaiOffsetSeconds)
          * 1_000_000)
      clock.set(midnight.adding(milliseconds: -1))
      #expect(try await ask(world) == 0)
      clock.set(midnight)
      #expect(try await ask(world) == 1)
      #expect(try await ask(world) == 0)
      let asked = try await world.drain()
      #expect(asked.map(\.type) == [.matchRequested])
      #expect(try await world.application.match(events: asked, consumer: "match").decided == 1)
      let second = try await world.run(need)
      #expect(second != first)
      let events = try await world.drain()
      #expect(
        events.map(\.type) == [.needDecided, .decisionFlipped, .enterpriseNewlyQualifies])
      #expect(events[1].data["cause"] == "time" && events[1].data["sweep_id"] == nil)
      #expect(events[1].data["from_run_id"] == .string(first.text))
      #expect(events[2].data["products"] == [.string(code)])
      #expect(
        try await world.flips() == [
          PlainFlip(need: need, product: code, from: "absent", to: "eligible")
        ])
      #expect(try await world.application.replay(second, actor: World.system)["equal"] == true)
      #expect(try await days(world) == ["unknown"])
      _ = try await world.application.computeRematchDays()
      #expect(try await days(world).allSatisfy { $0 != "scheduled \(day.text)" })
      clock.advance(milliseconds: 3_600_000)
      #expect(try await ask(world) == 0)
    }
  }

  @Test("a request that is lost is asked for again like any missing run")
  func lost() async throws {
    try await World.with { world in
      let clock = world.store.clock
      try await publish(world, try catalog(from: clock.now.legalDate.adding(days: 1)))
      try await world.submit(try await world.register())
      try await world.matchWaiting()
      _ = try await world.application.computeRematchDays()
      clock.advance(milliseconds: 86_400_000)
      try await world.drain()
      #expect(try await ask(world) == 1)
      try await world.drain()
      clock.advance(milliseconds: 30_001)
      #expect(
        try await world.application.requestMissingMatches(
          patienceMilliseconds: 30_000, limit: 10) == 1)
      #expect(try await world.matchWaiting().decided == 1)
      #expect(try await world.flips().count == 1)
    }
  }

  @Test("where the run of the day is there already, the next day is computed")
  func alreadyThere() async throws {
    try await World.with { world in
      let today = world.store.clock.now.legalDate
      try await publish(world, try catalog(from: today.adding(days: 4)))
      try await world.submit(try await world.register())
      try await world.matchWaiting()
      try await world.execute(
        "UPDATE need_rematch SET state = 'asked', rematch_on = \(today.text)::text::date")
      try await world.decideFromScratch()
      #expect(try await world.count("match_run") == 1)
      #expect(try await days(world) == ["unknown"])
      _ = try await world.application.computeRematchDays()
      #expect(try await days(world) == ["scheduled \(today.adding(days: 4).text)"])
    }
  }

  @Test("new facts on the day are no flip: something else was asked")
  func newFacts() async throws {
    try await World.with { world in
      let clock = world.store.clock
      try await publish(world, try catalog(from: clock.now.legalDate.adding(days: 1)))
      let enterprise = try await world.register()
      try await world.submit(enterprise)
      try await world.matchWaiting()
      _ = try await world.application.computeRematchDays()
      clock.advance(milliseconds: 86_400_000)
      try await world.drain()
      #expect(try await ask(world) == 1)
      try await world.report(enterprise, ["enterprise.insured_persons": 5])
      #expect(try await world.matchWaiting().decided == 1)
      #expect(try await world.flips() == [])
    }
  }

  @Test("a change of the catalog makes the day unknown, and a computation from before is not taken")
  func changed() async throws {
    try await World.with { world in
      let today = world.store.clock.now.legalDate
      try await publish(world, try catalog(from: today.adding(days: 9)))
      try await world.submit(try await world.register())
      try await world.matchWaiting()
      _ = try await world.application.computeRematchDays()
      #expect(try await days(world) == ["scheduled \(today.adding(days: 9).text)"])
      let stale = try await world.store.pool.withConnection {
        try await RematchRepository.unknown(limit: 10, $0)
      }
      #expect(stale == [])
      try await publish(world, try catalog(from: today.adding(days: 4)))
      try await world.sweepAll()
      #expect(try await days(world) == ["unknown"])
      let task = try #require(
        try await world.store.pool.withConnection {
          try await RematchRepository.unknown(limit: 10, $0)
        }.first)
      // Another change while the day is computed.
      try await world.store.pool.withConnection {
        try await RematchRepository.forgetDay(of: [task.need], $0)
        #expect(try await RematchRepository.settle([(task, nil)], $0) == 0)
      }
      #expect(try await days(world) == ["unknown"])
      _ = try await world.application.computeRematchDays()
      #expect(try await days(world) == ["scheduled \(today.adding(days: 4).text)"])
    }
  }

  @Test("days are computed a bounded number at a time, and a withdrawn need has none")
  func bounded() async throws {
    try await World.with { world in
      try await publish(world, try catalog(from: world.store.clock.now.legalDate.adding(days: 2)))
      let enterprise = try await world.register()
      var needs: [NeedID] = []
      for _ in 0..<5 { needs.append(try await world.submit(enterprise)) }
      try await world.matchWaiting()
      _ = try await world.application.withdrawNeed(
        needs[0], expectedVersion: 1, actor: World.system)
      var options = RematchOptions()
      options.needs = 2
      var taken: [Int] = []
      for _ in 0..<4 { taken.append(try await world.application.computeRematchDays(options)) }
      #expect(taken == [2, 2, 1, 0])
      #expect(try await days(world).count(where: { $0 == "none" }) == 1)
      #expect(try await days(world).count(where: { $0.hasPrefix("scheduled") }) == 4)
      world.store.clock.advance(milliseconds: 2 * 86_400_000)
      try await world.drain()
      #expect(try await world.application.requestDueRematches(limit: 3) == 3)
      #expect(try await world.events().count == 1, "one event an enterprise")
      #expect(try await world.application.requestDueRematches(limit: 3) == 1)
    }
  }
}
