import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("Runs of a ladder", .serialized)
struct LadderRunTests {
  /// An enterprise of Shaanxi.
  private func enterprise(
    _ world: World, _ number: Int, _ facts: [String: JSON] = [:]
  ) async throws -> EnterpriseID {
    let id = try await world.register(number, region: "610102")
    try await world.report(id, Self.figures.merging(facts) { _, new in new })
    return id
  }

  private static let figures: [String: JSON] = [
    "enterprise.statistics_monitored": true, "enterprise.growth_above_peers_2y": true,
    "finance.revenue_last_year_fen": 3_000_000_000, "finance.revenue_prior_year_fen": 2_500_000_000,
    "finance.net_profit_last_year_fen": 300_000_000,
    "finance.net_profit_prior_year_fen": 250_000_000, "tax.paid_last_year_fen": 100_000_000,
    "finance.rd_last_year_fen": 90_000_000,
  ]

  private func run(_ world: World, _ body: JSON = [:]) async throws -> StoredAnswer {
    try await world.application.runLadder("sn-ladder", body, actor: World.system)
  }

  private func outcomes(_ answer: StoredAnswer) -> [String: String] {
    var found: [String: String] = [:]
    for line in answer.body["lines"]?.arrayValue ?? [] {
      found[line["name"]?.stringValue ?? ""] = line["outcome"]?.stringValue
    }
    return found
  }

  private func candidates(_ ids: [EnterpriseID]) -> JSON {
    ["candidates": .array(ids.map { .string($0.text) })]
  }

  @Test(
    "who is last and failing leaves and is banned; a rename changes nothing; a run comes out again")
  func years() async throws {
    try await World.with { world in
      let good = try await enterprise(world, 1)
      let poor = try await enterprise(world, 2)
      let away = try await world.register(3)
      let dry = try await run(world, candidates([good, poor, away]).with(["dry_run": true]))
      #expect(dry.status == 200)
      #expect(try await world.count("ladder_run") == 0)
      let first = try await run(world, candidates([good, poor, away]))
      #expect(
        outcomes(first) == [good.text: "admit", poor.text: "admit", away.text: "conditions"])
      try await world.expectRefused("conflict ladder_run_exists") { _ = try await run(world) }
      // A year later one is behind in everything, and no longer of its tier.
      world.store.clock.advance(milliseconds: 366 * 86_400_000)
      try await world.report(
        poor,
        [
          "enterprise.growth_above_peers_2y": false,
          "finance.revenue_last_year_fen": 2_400_000_000,
          "finance.net_profit_last_year_fen": 10_000_000, "tax.paid_last_year_fen": 1_000_000,
          "finance.rd_last_year_fen": 0,
        ])
      try await world.execute(
        "UPDATE enterprise SET name = '新名称', version = version + 1 WHERE id = \(good.uuid)")
      let second = try await run(world)
      #expect(outcomes(second) == [good.text: "keep", poor.text: "end"])
      let members = try await world.application.ladderMembers(
        of: "sn-ladder", region: "61", page: PageRequest(), actor: World.system)
      let ended = try #require(
        members.items.first { $0["enterprise_id"]?.stringValue == poor.text })
      #expect(ended["ended_for"] == "last_and_failing" && ended["tier"] == .null)
      let today = world.store.clock.now.legalDate
      #expect(ended["banned_through"]?.stringValue == today.adding(months: 24).text)
      world.store.clock.advance(milliseconds: 366 * 86_400_000)
      try await world.report(poor, Self.figures)
      let third = try await run(world, candidates([poor]))
      #expect(outcomes(third)[poor.text] == "banned")
      for answer in [first, second, third] {
        let id = try #require(answer.body["id"]?.stringValue.flatMap { LadderRunID($0) })
        let again = try await world.application.replayLadderRun(id, actor: World.system)
        #expect(again["equal"] == true && again["erased"] == false)
        let shown = try await world.application.ladderRun(id, actor: World.system)
        #expect(shown["lines"] == answer.body["lines"])
      }
    }
  }

  @Test(
    "nobody is taken in whom the caller may not see or whose data are only kept; such a member stays as it is"
  )
  func unseen() async throws {
    try await World.with { world in
      let good = try await enterprise(world, 1)
      let held = try await enterprise(world, 2)
      let away = try await world.register(3)
      func freeze(_ id: EnterpriseID) async throws {
        try await world.execute(
          "UPDATE enterprise SET frozen_at = created_at WHERE id = \(id.uuid)")
      }
      let shaanxi = Actor(subject: "operator-6", role: .operator, region: "610000")
      func run(_ ids: [EnterpriseID]) async throws -> StoredAnswer {
        try await world.application.runLadder("sn-ladder", candidates(ids), actor: shaanxi)
      }
      try await freeze(held)
      for hidden in [away, held] {
        try await world.expectRefused("invalid /candidates/1 unknown_value") {
          _ = try await run([good, hidden])
        }
      }
      let first = try await run([good])
      #expect(outcomes(first) == [good.text: "admit"])
      try await freeze(good)
      world.store.clock.advance(milliseconds: 366 * 86_400_000)
      let second = try await run([])
      #expect(outcomes(second) == [:])
      let members = try await world.application.ladderMembers(
        of: "sn-ladder", region: "61", page: PageRequest(), actor: World.system)
      #expect(members.items.map { $0["tier"] } == ["sn-growth-star"])
    }
  }

  @Test("a ladder takes in no more than a run looks at, lest the next one leave members out")
  func full() async throws {
    try await World.with { world in
      let first = try await enterprise(world, 1)
      let next = try await enterprise(world, 2)
      _ = try await run(world, candidates([first]))
      world.store.clock.advance(milliseconds: 366 * 86_400_000)
      try await world.store.pool.withTransaction { session in
        try await session.execute("SET LOCAL session_replication_role = replica")
        try await session.execute(
          """
          INSERT INTO enterprise (id, uscc, name, region, industry, registered_on, facts_version,
            created_at, updated_at)
          SELECT gen_random_uuid(), '91' || lpad(n::text, 16, '0'), 'e', '610102', '6510',
            '2020-01-01', 1, now(), now()
          FROM generate_series(1, 1999) n
          """)
        try await session.execute(
          """
          INSERT INTO ladder_member (ladder, enterprise_id, tier, entered_on, run_id)
          SELECT m.ladder, e.id, m.tier, m.entered_on, m.run_id
          FROM ladder_member m, enterprise e WHERE e.name = 'e'
          """)
      }
      try await world.expectRefused("invalid /candidates too_many") {
        _ = try await run(world, candidates([next]))
      }
    }
  }

  @Test("a run says how many of its members are below scale, and says it again when it is read")
  func quota() async throws {
    try await World.with { world in
      let above = try await enterprise(world, 1)
      let made = try await run(world, candidates([above]))
      let quota = try #require(made.body["quota"])
      #expect(quota["members"] == 1 && quota["below_scale"] == 0)
      #expect(quota["least_ppm"] == 500_000 && quota["met"] == false)
      let id = try #require(made.body["id"]?.stringValue.flatMap { LadderRunID($0) })
      let shown = try await world.application.ladderRun(id, actor: World.system)
      #expect(shown["quota"] == quota)
    }
  }

  @Test(
    "a ladder is run by who oversees its jurisdiction, and only of its own members is there news")
  func refused() async throws {
    try await World.with { world in
      let id = try await enterprise(world, 1)
      let anhui = Actor(subject: "operator-1", role: .operator, region: "340000")
      try await world.expectRefused("forbidden") {
        _ = try await world.application.runLadder("sn-ladder", [:], actor: anhui)
      }
      try await world.expectRefused("not found ladder") {
        _ = try await world.application.runLadder("moon", [:], actor: World.system)
      }
      let news: JSON = [
        "news": [["enterprise_id": .string(id.text), "kind": "false_information"]]
      ]
      for body: JSON in [news, ["candidates": ["ent_1"]], ["surprise": 1], ["candidates": 3]] {
        try await world.expectInvalid("\(body)") { _ = try await run(world, body) }
      }
      _ = try await run(world, candidates([id]))
      world.store.clock.advance(milliseconds: 366 * 86_400_000)
      let second = try await run(world, news)
      #expect(outcomes(second) == [id.text: "end"])
    }
  }
}
