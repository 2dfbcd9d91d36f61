import Application
import Catalog
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("Replay", .serialized)
struct ReplayTests {
  private func runs(_ world: World) async throws -> [RunID] {
    try await world.query("SELECT id FROM match_run ORDER BY id").map {
      RunID(try $0.decode(0, as: UUID.self))
    }
  }

  /// Registers samples, submits their needs and decides them in batches.
  private func decideSamples(_ world: World, count: Int) async throws {
    let sample = SampleRegistration(application: world.application)
    let made = try await sample.submit(
      count: count, seed: 42, today: TestStore.morning.legalDate)
    #expect(made.enterprises == count && made.needs >= count)
    let events = try await world.drain()
    var decided = 0
    for start in stride(from: 0, to: events.count, by: 100) {
      let batch = Array(events[start..<min(start + 100, events.count)])
      decided += try await world.application.match(events: batch, consumer: "match").decided
    }
    #expect(decided == made.needs)
  }

  private func expectEqual(
    _ application: Application, _ runs: [RunID], sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    for run in runs {
      let replay = try await application.replay(run, actor: World.system)
      #expect(
        replay["equal"] == true && replay["first_difference"] == .null, "\(replay)",
        sourceLocation: sourceLocation)
      #expect(replay["digest"] == replay["stored_digest"], sourceLocation: sourceLocation)
    }
  }

  @Test("the runs of 200 sample enterprises replay byte by byte, in another process and later too")
  func samples() async throws {
    try await World.with { world in
      try await decideSamples(world, count: 200)
      let runs = try await runs(world)
      #expect(runs.count >= 200)
      try await expectEqual(world.application, runs)
      // Another process, a later day, newer facts and another catalog in force change nothing.
      world.store.clock.advance(milliseconds: 400 * 86_400_000)
      _ = try await world.application.publish(
        catalog: try changedCatalog("新名称"), policies: nil, actor: World.system)
      let owners = Set(
        try await world.query("SELECT DISTINCT enterprise_id FROM match_run LIMIT 20").map {
          EnterpriseID(try $0.decode(0, as: UUID.self))
        })
      for owner in owners { try await world.report(owner, ["tax.credit_grade": "D"]) }
      try await expectEqual(try world.store.another(seed: 9), runs)
    }
  }

  @Test("a sample that is there already is not made again, and an interrupted one is completed")
  func sampleTwice() async throws {
    try await World.with { world in
      let sample = SampleRegistration(application: world.application)
      let today = TestStore.morning.legalDate
      let needs = try await sample.register(count: 10, seed: 1, today: today)
      let again = try await sample.register(count: 10, seed: 1, today: today)
      #expect(again.map(\.body) == needs.map(\.body), "no need was submitted yet")
      _ = try await sample.submit(count: 10, seed: 1, today: today)
      let before = try await world.counts()
      let none = try await sample.submit(count: 10, seed: 1, today: today)
      #expect(none == (0, 0))
      #expect(try await world.counts() == before)
      #expect(before["enterprise"] == 10)
    }
  }

  /// One decided need with its run.
  private func decided(_ world: World) async throws -> RunID {
    let enterprise = try await world.register()
    try await world.report(enterprise, ["tax.credit_grade": "A", "tax.arrears_fen": 0])
    let need = try await world.submit(enterprise)
    try await world.matchWaiting()
    return try await world.run(need)
  }

  @Test("a result that was changed in the database is seen, and where")
  func tamperedResult() async throws {
    try await World.with { world in
      let run = try await decided(world)
      let row = try #require(try await world.query("SELECT result FROM match_run").first)
      let result = try JSONParser.parse(try row.decode(0, as: [UInt8].self))
      let warnings = result["warnings"]?.arrayValue ?? []
      let fake: JSON = ["code": "parameter_carried", "subject": "zzz"]
      let changed = result.with(["warnings": .array(warnings + [fake])]).canonicalBytes
      try await world.execute("UPDATE match_run SET result = \(changed)")
      let replay = try await world.application.replay(run, actor: World.system)
      #expect(replay["equal"] == false)
      #expect(replay["first_difference"]?.stringValue == "/warnings/\(warnings.count)")
      #expect(replay["digest"] != replay["stored_digest"])
      #expect(replay["stored_digest"]?.stringValue == Digest(ofBytes: changed).text)
      // The same values in other bytes are not the stored run either.
      let spaced = result.canonicalBytes + [0x20]
      try await world.execute("UPDATE match_run SET result = \(spaced)")
      let bytes = try await world.application.replay(run, actor: World.system)
      #expect(bytes["equal"] == false && bytes["first_difference"] == "")
      try await world.execute("UPDATE match_run SET result = \(result.canonicalBytes)")
      try await expectEqual(world.application, [run])
    }
  }

  @Test("a result that is no result any more is refused, not shown")
  func brokenResult() async throws {
    try await World.with { world in
      let run = try await decided(world)
      for broken in ["{}", "nonsense", ""] {
        try await world.execute("UPDATE match_run SET result = \(Array(broken.utf8))")
        await #expect(throws: (any Error).self) {
          try await world.application.replay(run, actor: World.system)
        }
        await #expect(throws: (any Error).self) {
          try await world.application.run(run, expandDecisions: false, actor: World.system)
        }
      }
    }
  }

  @Test("facts that were changed in the database are refused, with or without their digest")
  func tamperedFacts() async throws {
    try await World.with { world in
      let run = try await decided(world)
      let row = try #require(
        try await world.query("SELECT body, digest FROM facts_version WHERE version = 2").first)
      let (body, digest) = try row.decode([UInt8].self, [UInt8].self)
      let text = String(decoding: body, as: UTF8.self).replacing("\"A\"", with: "\"B\"")
      let forged = Array(text.utf8)
      #expect(forged != body)
      let forgedDigest = Digest(ofBytes: forged).bytes
      for (body, digest) in [(forged, digest), (forged, forgedDigest), (body, forgedDigest)] {
        try await world.execute(
          "UPDATE facts_version SET body = \(body), digest = \(digest) WHERE version = 2")
        await #expect(throws: (any Error).self) {
          try await world.application.replay(run, actor: World.system)
        }
        await #expect(throws: (any Error).self) {
          try await world.application.decisions(of: run, actor: World.system)
        }
      }
      try await world.execute(
        "UPDATE facts_version SET body = \(body), digest = \(digest) WHERE version = 2")
      try await expectEqual(world.application, [run])
    }
  }

  @Test("a need or a clock that was changed in the database makes another result, and it is seen")
  func tamperedPins() async throws {
    try await World.with { world in
      let run = try await decided(world)
      try await world.execute("UPDATE need_version SET amount_fen = 10000000000000")
      let need = try await world.application.replay(run, actor: World.system)
      #expect(need["equal"] == false)
      try await world.execute("UPDATE need_version SET amount_fen = 300000000")
      try await expectEqual(world.application, [run])
      try await world.execute("UPDATE match_run SET clock = '2016-01-04'")
      let clock = try await world.application.replay(run, actor: World.system)
      #expect(clock["equal"] == false, "products that were not in force then are not considered")
    }
  }
}
