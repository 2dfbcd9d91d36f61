import Application
import Catalog
import Domain
import Foundation
import Market
import Postgres
import Store
import TestSupport
import Testing

@Suite("Periodic referral runs", .serialized)
struct AllocationTests {
  @Test(
    "needs that wait are allocated together: stable, within all rooms, and offered as planned",
    arguments: [11, 12, 13] as [UInt64])
  func whole(_ seed: UInt64) async throws {
    try await World.with { world in
      let cases = try await world.waitingCases(80, seed: seed)
      var random = SplitMix(seed: seed)
      for code in Set(cases.flatMap(\.institutions)).sorted() {
        try await world.limit(.institution, code, Int64.random(in: 0...8, using: &random))
      }
      let products = Array(try SeedCatalog.catalog().products.map(\.code).prefix(10))
      for code in products {
        try await world.limit(.product, code, Int64.random(in: 0...4, using: &random))
      }
      let id = try await world.beginAllocation()
      #expect(try await world.allocation(id)["state"] == "planned")
      #expect(try await world.count("offer") == 0)
      let made = try await world.finishAllocation()
      let run = try await world.allocation(id)
      #expect(run["state"] == "finished")
      #expect(run.count("needs") == Int64(cases.count))
      #expect(run.count("planned") == Int64(made) && run.count("made") == Int64(made))
      #expect(made > 0)
      #expect(try await world.outcomes(id) == ["made": made])
      try await world.expectSound(id)
      let offer = try #require(try await cases.asyncFirst { try await $0.offers().first })
      #expect(offer["why"]?["allocation_run_id"] == .string(id.text))
      #expect(offer["mode"] == "periodic" && offer["due_at"]?.stringValue != nil)
      // Everybody who was told is told of by one event, and of the run by another.
      let events = try await world.drain()
      #expect(events.count { $0.type == .offerOffered } == made)
      let finished = events.filter { $0.type == .allocationFinished }
      #expect(finished.compactMap { $0.data["offers"]?.intValue }.reduce(0, +) == Int64(made))
      #expect(Set(finished.map(\.key)).count == finished.count)
    }
  }

  @Test("the same inputs and seed come to the same digests, and a replay says so")
  func repeatable() async throws {
    try await World.with { world in
      _ = try await world.waitingCases()
      let forecasts = try await [7, 7, 8].asyncMap { seed in
        try await world.application.requestAllocation(
          ["dry_run": true, "seed": .int(seed)], actor: World.system
        ).body["pins"]
      }
      #expect(forecasts[0] == forecasts[1])
      #expect(forecasts[0]?["inputs_digest"] != forecasts[2]?["inputs_digest"])
      let id = try await world.allocate(["seed": 7])
      let pins = try await world.allocation(id)["pins"]
      for digest in ["inputs_digest", "outcome_digest"] {
        #expect(pins?[digest] == forecasts[0]?[digest], "\(digest)")
      }
      let replay = try await world.application.replayAllocation(id, actor: World.system)
      #expect(replay["matches"] == true && replay["stable"] == true)
      #expect(replay["stored"] == replay["recomputed"])
    }
  }

  @Test("a dry run says what would come out and changes nothing")
  func dryRun() async throws {
    try await World.with { world in
      _ = try await world.waitingCases()
      let before = try await world.counts()
      let waiting = try await world.query("SELECT md5(string_agg(r::text, ',')) FROM referral r")
      let answer = try await world.application.requestAllocation(
        ["dry_run": true], actor: World.system)
      #expect(answer.status == 200 && answer.body["dry_run"] == true)
      #expect(answer.body["offers"]?.arrayValue?.isEmpty == false)
      #expect(answer.body["fairness"]?.arrayValue?.isEmpty == false)
      #expect(try await world.counts() == before)
      let after = try await world.query("SELECT md5(string_agg(r::text, ',')) FROM referral r")
      #expect(try after[0].decode(0, as: String.self) == waiting[0].decode(0, as: String.self))
      #expect(try await world.events() == [])
    }
  }

  @Test("a run goes on after a crash between any two batches, and doubles nothing")
  func crash() async throws {
    try await World.with { world in
      let cases = try await world.waitingCases()
      try #require(cases.count > 8)
      let id = try await world.beginAllocation()
      var made = 0
      var other = try world.store.another(seed: 100)
      // Each batch is done by another process, as after a crash of the one before.
      for seed in UInt64(101)... {
        guard let step = try await other.continueAllocation(limit: 3) else { break }
        made += step
        other = try world.store.another(seed: seed)
        if try await world.allocation(id)["state"] != "finished" {
          #expect(try await world.allocation(id).count("made") == Int64(made))
        }
      }
      #expect(try await world.allocation(id).count("planned") == Int64(made))
      #expect(try await world.count("offer") == Int64(made))
      try await world.expectSound(id)
      #expect(try await world.application.continueAllocation(limit: 3) == nil)
    }
  }

  @Test("a batch that fails leaves nothing, and is done at the next try")
  func failedBatch() async throws {
    try await World.with { world in
      _ = try await world.waitingCases()
      let id = try await world.beginAllocation()
      try await world.execute(
        """
        CREATE FUNCTION no_offer() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION 'no'; END $$
        """)
      try await world.execute(
        "CREATE TRIGGER no_offer BEFORE UPDATE ON allocation_run EXECUTE FUNCTION no_offer()")
      let before = try await world.counts()
      await #expect(throws: (any Error).self) {
        try await world.application.continueAllocation(limit: 5)
      }
      #expect(try await world.counts() == before)
      #expect(try await world.allocation(id)["state"] == "planned")
      try await world.execute("DROP TRIGGER no_offer ON allocation_run")
      #expect(try await world.finishAllocation() > 0)
      try await world.expectSound(id)
    }
  }

  @Test("two sweepers at once make each offer once, and each slot has one run")
  func twoSweepers() async throws {
    try await World.with(limits: .patient(12)) {
      world in
      _ = try await world.waitingCases()
      let applications = try (0..<6).map { try world.store.another(seed: 200 + UInt64($0)) }
      let made = try await withThrowingTaskGroup(of: Int.self) { group in
        for application in applications {
          group.addTask {
            try await application.startDueAllocation()
            var made = 0
            while let step = try await application.continueAllocation(limit: 2) { made += step }
            return made
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(try await world.count("allocation_run") == 1)
      let rest = try await world.finishAllocation()
      let page = try await world.application.allocationRuns(
        page: PageRequest(), actor: World.system)
      let run = try #require(page.items.first)
      let morning = Instant(startOf: world.store.clock.now.legalDate)
      #expect(
        run["scheduled_for"] == .string(morning.adding(milliseconds: 9 * 3_600_000).text))
      #expect(run.count("made") == Int64(made + rest) && made + rest > 0)
      try await world.expectSound(
        try #require(run["id"]?.stringValue.flatMap { AllocationID($0) }))
      #expect(try await world.application.startDueAllocation() == nil)
    }
  }

  @Test(
    "the schedule begins one run a working day, makes up for a late one, and lets an old one be")
  func schedule() async throws {
    try await World.with { world in
      let clock = world.store.clock
      func at(_ text: String) throws { clock.set(try #require(Instant(text))) }
      func starts() async throws -> Bool {
        let id = try await world.application.startDueAllocation()
        try await world.finishAllocation()
        return id != nil
      }
      for (text, begins) in [
        ("2026-12-01T08:59:59+08:00", false), ("2026-12-01T09:00:00+08:00", true),
        ("2026-12-01T17:00:00+08:00", false), ("2026-12-02T17:59:59+08:00", true),
        // Missed by more than nine hours.
        ("2026-12-03T18:00:00+08:00", false), ("2026-12-05T10:00:00+08:00", false),
        ("2026-12-07T10:00:00+08:00", true),
      ] {
        try at(text)
        #expect(try await starts() == begins, "\(text)")
      }
      #expect(try await world.count("allocation_run") == 3)
    }
  }

  @Test("before a catalog is published no run begins, and asking for one is refused")
  func nothingPublished() async throws {
    try await World.with(.migrated) { world in
      #expect(try await world.application.startDueAllocation() == nil)
      try await world.expectRefused("conflict nothing_published") {
        try await world.beginAllocation()
      }
    }
  }

  @Test("one run at a time, of those who run the whole service, with a body that is right")
  func refused() async throws {
    try await World.with { world in
      _ = try await world.waitingCases()
      try await world.beginAllocation()
      try await world.expectRefused("conflict allocation_running") {
        try await world.beginAllocation()
      }
      #expect(try await world.application.startDueAllocation() == nil)
      try await world.finishAllocation()
      for actor in [
        Actor(subject: "o", role: .operator, region: "340100"), Actor(subject: "a", role: .auditor),
        OfferCase.manager("huishang"), Actor(subject: "e", role: .enterprise),
      ] {
        try await world.expectRefused("forbidden", "\(actor.role)") {
          _ = try await world.application.requestAllocation([:], actor: actor)
        }
      }
      for body: JSON in [["seed": -1], ["seed": "x"], ["dry_run": 1], ["surprise": 1], []] {
        try await world.expectInvalid("\(body)") { try await world.beginAllocation(body) }
      }
    }
  }

  @Test("the same Idempotency-Key begins one run")
  func idempotent() async throws {
    try await World.with { world in
      let request = IdempotencyRequest(client: "c", key: "k", fingerprint: Digest(of: [:]))
      let first = try await world.application.requestAllocation(
        [:], actor: World.system, idempotency: request)
      let again = try await world.application.requestAllocation(
        [:], actor: World.system, idempotency: request)
      #expect(again.isReplay && again.body == first.body)
      #expect(try await world.count("allocation_run") == 1)
    }
  }
}

extension Sequence {
  /// The first value that the closure gives.
  func asyncFirst<T>(_ body: (Element) async throws -> T?) async throws -> T? {
    for element in self {
      if let found = try await body(element) { return found }
    }
    return nil
  }

  func asyncMap<T>(_ body: (Element) async throws -> T) async throws -> [T] {
    var list: [T] = []
    for element in self { list.append(try await body(element)) }
    return list
  }
}
