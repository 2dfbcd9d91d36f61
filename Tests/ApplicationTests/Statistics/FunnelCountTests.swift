import Domain
import Foundation
import Postgres
import Seeds
import Statistics
import Store
import TestSupport
import Testing

@testable import Application

@Suite("The funnel as it is counted", .serialized)
struct FunnelCountTests {
  private let ids = IdentifierSource()

  /// Everything that is counted, as text.
  private func counted(_ world: World) async throws -> [String] {
    let cells = try await world.query(
      "SELECT c::text FROM funnel_cell c WHERE submitted > 0 ORDER BY 1")
    let days = try await world.query(
      "SELECT d::text FROM funnel_days d WHERE cases > 0 ORDER BY 1")
    let journeys = try await world.query(
      "SELECT need_id || ' ' || encode(body, 'hex') FROM funnel_journey ORDER BY 1")
    let cases = try await world.query("SELECT o::text FROM offer_case o ORDER BY 1")
    return try (cells + days + journeys + cases).map { try $0.decode(0, as: String.self) }
  }

  private func enterprises(_ world: World) async throws -> [EnterpriseID] {
    try await world.query("SELECT id FROM enterprise ORDER BY id").map {
      EnterpriseID(try $0.decode(0, as: UUID.self))
    }
  }

  /// An event as a worker reads it. It says only whose need may count otherwise.
  private func event(_ enterprise: EnterpriseID, _ type: EventType, _ world: World) -> Event {
    Event(
      id: ids.next(), type: type, key: enterprise.text, subject: enterprise.text,
      time: world.store.clock.now, sequence: 1, data: [:])
  }

  @Test("counted as events come, in any order and repeated, it equals a count of everything anew")
  func equalsRebuild() async throws {
    try await World.with { world in
      var generator = SeededGenerator.announced("events of the funnel")
      let triggers = Application.statisticsTriggers.sorted { $0.rawValue < $1.rawValue }
      func deliver(_ events: [Event]) async throws {
        var rest = events.shuffled(using: &generator)[...]
        while !rest.isEmpty {
          let batch = Array(rest.prefix(Int.random(in: 1...9, using: &generator)))
          rest = rest.dropFirst(batch.count)
          _ = try await world.application.countFunnel(events: batch, consumer: "statistics")
        }
      }
      try await OfferCase.everything(world)
      let early = try await enterprises(world).map { event($0, .needSubmitted, world) }
      try await deliver(early)
      // Some was told wrong, and is corrected after it was counted.
      try await world.execute("UPDATE enterprise SET region = '340202' WHERE region < '3402'")
      try await world.execute("UPDATE offer SET created_at = created_at - interval '3 days'")
      let events = try await enterprises(world).flatMap { id in
        triggers.shuffled(using: &generator).prefix(3).map { event(id, $0, world) }
      }
      try await deliver(events + events.filter { _ in Bool.random(using: &generator) } + early)
      let incremental = try await counted(world)
      #expect(incremental.contains { $0.contains("institution") })
      let needs = try await world.count("need")
      #expect(try await world.application.rebuildFunnel() == Int(needs))
      #expect(try await counted(world) == incremental)
    }
  }

  @Test("an event that was applied changes nothing, and one that asks for nothing leaves no trace")
  func once() async throws {
    try await World.with { world in
      let id = try await world.register()
      try await world.submit(id)
      let told = event(id, .needSubmitted, world)
      let first = try await world.application.countFunnel(events: [told], consumer: "statistics")
      #expect(first == FunnelOutcome(changed: 1, skipped: 0))
      let again = try await world.application.countFunnel(events: [told], consumer: "statistics")
      #expect(again == FunnelOutcome(changed: 0, skipped: 1))
      let before = try await world.counts()
      let other = try await world.application.countFunnel(
        events: [event(id, .reviewRequested, world)], consumer: "statistics")
      #expect(other == FunnelOutcome(changed: 0, skipped: 1))
      #expect(try await world.counts() == before)
    }
  }

  @Test(
    "what no event told of is found by the walk over all needs, and nothing is counted twice for it"
  )
  func walk() async throws {
    try await World.with { world in
      try await OfferCase.everything(world)
      let needs = Int(try await world.count("need"))
      // No event came: everything is found, a few needs at a time.
      var found = 0
      for _ in 0..<(needs / 2 + 2) {
        found += try await world.application.recountFunnel(limit: 2)
      }
      #expect(found == needs)
      let walked = try await counted(world)
      // Corrected, and the event was lost.
      try await world.execute(
        """
        UPDATE enterprise SET region = '340202',
          updated_at = (SELECT max(counted_at) FROM funnel_journey)
        WHERE region < '3402'
        """)
      for _ in 0..<4 { _ = try await world.application.recountFunnel(limit: 1_000) }
      let corrected = try await counted(world)
      #expect(corrected != walked)
      _ = try await world.application.rebuildFunnel()
      #expect(try await counted(world) == corrected)
    }
  }

  @Test(
    "decisions and products are told of those who oversee, by institution, and of few nothing is")
  func decisions() async throws {
    try await World.with { world in
      try await OfferCase.everything(world)
      _ = try await world.application.rebuildFunnel()
      func lines(_ by: String, _ actor: Actor) async throws -> [JSON] {
        try await world.application.fairness(
          by: by, from: nil, to: nil, region: nil, institution: nil, actor: actor
        )["data"]?.arrayValue ?? []
      }
      let told = try await lines("size", World.system)
      #expect(!told.isEmpty)
      #expect(told.allSatisfy { $0["cases"] == .null && $0["declined_ppm"] == .null })
      let (catalog, product) = try advertisingCatalog(days: 2, grantedPPM: 900_000)
      _ = try await world.application.publish(
        catalog: catalog, policies: nil, actor: World.system)
      // The same offers twenty times over, as so many needs would have.
      try await world.execute(
        "ALTER TABLE offer_case DROP CONSTRAINT offer_case_offer_id_fkey")
      try await world.execute(
        """
        INSERT INTO offer_case SELECT gen_random_uuid(), need_id, month, region, industry, size,
          institution, \(product), 'granted', 2, 3, 100, 45000
        FROM (SELECT * FROM offer_case ORDER BY offer_id LIMIT 1) AS one, generate_series(1, 25)
        """)
      let many = try await lines("region", World.system)
      #expect(many.contains { ($0["cases"]?.intValue ?? 0) >= 25 && $0["declined_ppm"] != .null })
      let products = try await world.application.observedProducts(
        from: nil, to: nil, region: nil, institution: nil, actor: World.system)
      let observed = products["data"]?.arrayValue ?? []
      let line = try #require(observed.first { $0["product"] == .string(product) })
      #expect(line["milli_days"]?["advertised"] == 2_000)
      #expect((line["milli_days"]?["difference"]?.intValue ?? 0) > 0)
      #expect(line["granted_ppm"]?["advertised"] == 900_000)
      #expect((line["granted_ppm"]?["cases"]?.intValue ?? 0) >= 25)
      #expect((line["rate_ppm"]?["observed"]?.intValue ?? 0) > 0)
      let refused = await refusal {
        _ = try await lines("size", OfferCase.liaison("huishang"))
      }
      #expect(refused?.word == "forbidden")
    }
  }

  @Test("many count the same needs at once, and somebody all anew: each need counts once")
  func concurrent() async throws {
    try await World.with(limits: .patient(12)) { world in
      for number in 0..<4 {
        let id = try await world.register(number, region: number < 2 ? "340104" : "340202")
        for _ in 0..<3 { try await world.submit(id) }
      }
      let named = try await enterprises(world)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<8 {
          let events = named.map { event($0, .needSubmitted, world) }
          group.addTask {
            _ = try await world.application.countFunnel(
              events: events, consumer: "statistics-\(number)")
          }
        }
        group.addTask { _ = try await world.application.rebuildFunnel() }
        try await group.waitForAll()
      }
      let incremental = try await counted(world)
      _ = try await world.application.rebuildFunnel()
      #expect(try await counted(world) == incremental)
      let question = try FunnelQuestion(
        by: nil, from: nil, to: nil, region: nil, today: world.store.clock.now.legalDate)
      let view = try await world.application.funnel(question, actor: World.system)
      #expect(view["data"]?.arrayValue?.first?["stages"]?["submitted"] == 12)
    }
  }

  @Test("counted at many places at once, each comes to what it comes to by itself")
  func places() async throws {
    try await World.with { world in
      try await OfferCase.everything(world)
      for (number, region) in ["340104", "340103", "340202", "341202"].enumerated() {
        try await world.submit(try await world.register(70 + number, region: region))
      }
      _ = try await world.application.rebuildFunnel()
      let stages = ["submitted", "matched", "offered", "claimed", "granted", "drawn"]
      let places: [String?] = [
        nil, "340000", "610000", "340100", "340200", "341200", "341300", "340103", "340104",
      ]
      func expectEqual(_ dimension: String?, _ places: [String?], _ actor: Actor) async throws {
        let found = try await world.application.funnelCounts(
          by: dimension, of: places, actor: actor)
        #expect(found.count == places.count)
        for (place, counts) in zip(places, found) {
          let alone = try await world.application.funnel(
            by: dimension, from: nil, to: nil, region: place, actor: actor)
          var expected: [String: [Int64]] = [:]
          for one in alone["data"]?.arrayValue ?? [] {
            expected[try #require(one["value"]?.stringValue)] = stages.map {
              one["stages"]?[$0]?.intValue ?? -1
            }
          }
          #expect(counts == expected, "\(dimension ?? "all") of \(place ?? "all")")
        }
      }
      for dimension in [nil, "industry", "size", "institution", "product", "reason"] as [String?] {
        try await expectEqual(dimension, places, World.system)
      }
      #expect(
        try await world.application.funnelCounts(by: nil, of: [nil], actor: World.system)[0]["*"]?[
          0]
          == world.count("need"))
      // Whoever oversees a city counts in it alone.
      let hefei = Actor(subject: "hefei", role: .operator, region: "340100")
      try await expectEqual("industry", ["340100", "340104", "340200"], hefei)
      let refused = await refusal {
        _ = try await world.application.funnelCounts(
          by: nil, of: [nil], actor: OfferCase.liaison("huishang"))
      }
      #expect(refused?.word == "forbidden")
    }
  }

  @Test("places of one size are looked at together, and those above them not again")
  func looks() {
    #expect(FunnelLook.covering([]) == [])
    #expect(FunnelLook.covering([""]) == [FunnelLook(prefix: "", digits: 0)])
    #expect(FunnelLook.covering(["", "34", "61"]) == [FunnelLook(prefix: "", digits: 2)])
    #expect(
      Set(FunnelLook.covering(["", "34", "61", "3401", "3418", "340103", "340104"]))
        == [
          FunnelLook(prefix: "", digits: 2), FunnelLook(prefix: "34", digits: 4),
          FunnelLook(prefix: "34010", digits: 6),
        ])
    // One province is not all of the country.
    #expect(
      Set(FunnelLook.covering(["", "34"]))
        == [FunnelLook(prefix: "34", digits: 2), FunnelLook(prefix: "", digits: 0)])
  }

  @Test("it is summed by region and by what is asked for, for those who oversee and nobody else")
  func reads() async throws {
    try await World.with { world in
      for number in 0..<3 {
        try await world.submit(
          try await world.register(number, region: number < 2 ? "340104" : "340202"))
      }
      _ = try await world.application.rebuildFunnel()
      let today = world.store.clock.now.legalDate
      func submitted(_ by: String?, _ region: String?, _ actor: Actor) async throws -> [Int64] {
        let question = try FunnelQuestion(by: by, from: nil, to: nil, region: region, today: today)
        return try await world.application.funnel(question, actor: actor)["data"]?.arrayValue?
          .compactMap { $0["stages"]?["submitted"]?.intValue } ?? []
      }
      #expect(try await submitted(nil, nil, World.system) == [3])
      #expect(try await submitted("industry", "340100", World.system) == [2])
      #expect(try await submitted("size", "340200", World.system) == [1])
      #expect(try await submitted("product", nil, World.system) == [])
      // County by county.
      #expect(try await submitted("region", nil, World.system) == [2, 1])
      #expect(try await submitted("region", "340200", World.system) == [1])
      let wuhu = Actor(subject: "wuhu", role: .operator, region: "340200")
      #expect(try await submitted(nil, nil, wuhu) == [1])
      #expect(try await submitted(nil, "340100", wuhu) == [])
      let refused = await refusal {
        _ = try await submitted(nil, nil, OfferCase.liaison("huishang"))
      }
      #expect(refused?.word == "forbidden")
    }
  }

  @Test("a question that cannot be meant is refused with everything that is wrong")
  func questions() async throws {
    let today = TestStore.morning.legalDate
    func codes(
      by: String? = nil, from: String? = nil, to: String? = nil
    ) async -> String? {
      await refusal {
        _ = try FunnelQuestion(by: by, from: from, to: to, region: nil, today: today)
      }?.word
    }
    #expect(await codes() == nil)
    #expect(await codes(by: "colour") == "invalid /by unknown_value")
    #expect(await codes(from: "2026-1") == "invalid /from pattern")
    #expect(await codes(from: "2026-13", to: "x") == "invalid /from pattern, /to pattern")
    #expect(await codes(from: "2026-02", to: "2026-01") == "invalid /to order")
    #expect(await codes(from: "2016-02", to: "2026-01") == nil)
    #expect(await codes(from: "2016-01", to: "2026-01") == "invalid /from above_max")
  }
}
