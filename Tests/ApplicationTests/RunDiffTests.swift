import Application
import Catalog
import Domain
import Policy
import Postgres
import Schemas
import TestSupport
import Testing

@Suite("Comparing and replaying all runs", .serialized)
struct RunDiffTests {
  private func decided(_ world: World, number: Int = 0) async throws -> RunID {
    let enterprise = try await world.register(number)
    try await world.report(enterprise, ["tax.credit_grade": "A", "tax.arrears_fen": 0])
    let need = try await world.submit(enterprise)
    try await world.matchWaiting()
    return try await world.run(need)
  }

  /// The seed catalog with one product changed.
  private func catalog(
    _ code: String, _ change: (JSON) -> JSON
  ) throws -> Catalog {
    let catalog = try SeedCatalog.catalog()
    guard case .object(var members) = catalog.json else { return catalog }
    members["products"] = .array(
      catalog.products.map { $0.code == code ? change($0.json) : $0.json })
    return try Catalog(json: .object(members))
  }

  @Test("the same versions on the same day differ in nothing")
  func same() async throws {
    try await World.with { world in
      let run = try await decided(world)
      let view = try await world.application.run(run, expandDecisions: false, actor: World.system)
      let diff = try await world.application.diff(
        run, ["catalog_version": 1, "policy_version": 1], actor: World.system)
      #expect(diff["changes"] == [] && diff["before"] == diff["after"])
      #expect(diff["before"]?["counts"] == view["counts"])
    }
  }

  @Test("another catalog: just the product that changed, with what changed of it")
  func otherCatalog() async throws {
    try await World.with { world in
      let run = try await decided(world)
      let decisions = try await world.application.decisions(of: run, actor: World.system)
      let refused = try #require(
        decisions["data"]?.arrayValue?.first { $0["outcome"] == "ineligible" }?["product"]?
          .stringValue)
      let free = try catalog(refused) { document in
        document.with(["criteria": nil, "tenor": nil, "amount": nil, "limit": nil])
      }
      _ = try await world.application.publish(
        catalog: free, policies: nil, actor: World.system)
      let before = try await world.counts()
      let diff = try await world.application.diff(
        run, ["catalog_version": 2], actor: World.system)
      let changes = try #require(diff["changes"]?.arrayValue)
      let change = try #require(changes.first { $0["product"]?.stringValue == refused })
      #expect(change["verdict"] == ["before": "ineligible", "after": "eligible"])
      #expect(change["rank"]?["before"] == .null && change["rank"]?["after"]?.intValue != nil)
      #expect(change["rules"]?.arrayValue?.isEmpty == false)
      // Others may only move in the ranking.
      for other in changes where other["product"]?.stringValue != refused {
        #expect(other["verdict"] == nil && other["limit"] == nil && other["rules"] == nil)
      }
      let eligible = ["before", "after"].map { diff[$0]?["counts"]?["eligible"]?.intValue ?? 0 }
      #expect(eligible[1] == eligible[0] + 1)
      #expect(diff["after"]?["catalog_version"] == 2 && diff["before"]?["catalog_version"] == 1)
      #expect(try await world.counts() == before, "a comparison stores nothing")
      let replay = try await world.application.replay(run, actor: World.system)
      #expect(replay["equal"] == true)
    }
  }

  @Test("another day: a product that is over by then is considered on one side only")
  func otherDay() async throws {
    try await World.with { world in
      let code = try #require(try SeedCatalog.catalog().products.first?.code)
      _ = try await world.application.publish(
        catalog: try catalog(code) { document in
          let from = document["effective"]?["from"] ?? "2020-01-01"
          return document.with(["effective": ["from": from, "to": "2026-12-31"]])
        }, policies: nil, actor: World.system)
      let run = try await decided(world)
      let diff = try await world.application.diff(run, ["on": "2027-01-01"], actor: World.system)
      let change = try #require(
        diff["changes"]?.arrayValue?.first { $0["product"]?.stringValue == code })
      #expect(change["verdict"]?["before"] != .null && change["verdict"]?["after"] == .null)
      #expect(diff["after"]?["on"] == "2027-01-01")
      let still = try await world.application.diff(run, ["on": "2026-12-31"], actor: World.system)
      let stays = still["changes"]?.arrayValue?.first { $0["product"]?.stringValue == code }
      #expect(stays?["verdict"]?["after"] != .null)
    }
  }

  @Test("a version there is not, nothing to exchange, or a member too many is refused")
  func refused() async throws {
    try await World.with { world in
      let run = try await decided(world)
      for (body, word) in [
        ([:], "invalid  required"),
        (["policy_version": 9], "invalid /policy_version unknown_version"),
        (["catalog_version": 9], "invalid /catalog_version unknown_version"),
        (["policy_version": 0], "invalid /policy_version below_min"),
        (["on": "2026-02-30"], "invalid /on date"),
        (["engine_version": 1], "invalid /engine_version unknown_member"),
      ] as [(JSON, String)] {
        try await world.expectRefused(word) {
          _ = try await world.application.diff(run, body, actor: World.system)
        }
      }
    }
  }

  @Test("replaying all counts every run once, and names those that differ or cannot be read")
  func replayAll() async throws {
    try await World.with { world in
      var runs: [RunID] = []
      for number in 0..<7 { runs.append(try await decided(world, number: number)) }
      let seen = Locked<[Int]>([])
      let all = try await world.application.replayAll(concurrency: 3, batch: 2) { done in
        seen.withLock { $0.append(done) }
      }
      #expect((all.replayed, all.equal, all.isEqual) == (7, 7, true))
      #expect(seen.withLock { $0 } == Array(1...7))
      #expect(try await world.application.runCount() == 7)
      try await world.execute(
        "UPDATE match_run SET clock = '2016-01-04' WHERE id = \(runs[2].uuid)")
      try await world.execute(
        "UPDATE match_run SET result = '{}' WHERE id = \(runs[4].uuid)")
      // The enterprise of one is not there any more, as after a careless restore.
      try await world.execute(
        "ALTER TABLE match_run DISABLE TRIGGER match_run_pins_still_exist")
      try await world.execute(
        "UPDATE match_run SET enterprise_id = gen_random_uuid() WHERE id = \(runs[6].uuid)")
      let broken = try await world.application.replayAll(concurrency: 3, batch: 2)
      #expect((broken.replayed, broken.equal, broken.isEqual) == (5, 4, false))
      #expect(broken.different.compactMap { $0["run"]?.stringValue } == [runs[2].text])
      #expect(Set(broken.unreadable.map(\.run)) == [runs[4], runs[6]])
      #expect(broken.json["different"] == 1 && broken.json["unreadable"] == 2)
    }
  }
}
