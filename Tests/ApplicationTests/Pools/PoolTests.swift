import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

/// Words for tests of pools.
extension World {
  static let goodFacts: [String: JSON] = [
    "legal.dishonest_listed": false, "enterprise.legal_form": "company",
    "finance.revenue_last_year_fen": 5_000_000_000, "enterprise.joint_stock_since": .null,
    "enterprise.equity_clear": true,
  ]

  /// An enterprise that may enter a pool.
  func candidate(_ number: Int = 0, region: String = "340104") async throws -> EnterpriseID {
    let id = try await register(number, region: region)
    try await report(id, Self.goodFacts)
    return id
  }

  @discardableResult
  func enterPool(
    _ id: EnterpriseID, _ pool: String = "reserve", actor: Actor = World.system
  ) async throws -> PoolMemberID {
    let answer = try await application.enterPool(
      pool, ["enterprise_id": .string(id.text)], actor: actor)
    return try #require(answer.body["id"]?.stringValue.flatMap { PoolMemberID($0) })
  }

  func member(_ id: PoolMemberID) async throws -> JSON {
    try await application.poolMember(id, actor: Self.system).value
  }

  func openProposals() async throws -> [JSON] {
    try await application.poolProposals(
      state: "open", region: nil, page: PageRequest(), actor: Self.system
    ).items
  }
}

@Suite("Pools", .serialized)
struct PoolTests {
  @Test("who meets the gate enters once, is placed on the ladder, and leaves with a reason")
  func way() async throws {
    try await World.with { world in
      let id = try await world.candidate()
      try await world.drain()
      let member = try await world.enterPool(id)
      let view = try await world.member(member)
      #expect(view["rung"] == "above_scale" && view["state"] == "member")
      #expect(
        try await world.drain().map(\.type) == [.poolEntered, .poolProposed, .poolProposed])
      try await world.expectRefused("conflict pool_member_exists") {
        try await world.enterPool(id)
      }
      let left = try await world.application.advancePoolMember(
        member, ["verb": "leave", "reason": "own_wish"], actor: World.system)
      #expect(left.body["state"] == "left" && left.body["left_for"] == "own_wish")
      #expect(try await world.drain().map(\.type) == [.poolLeft])
      try await world.expectRefused("conflict pool_state") {
        _ = try await world.application.advancePoolMember(
          member, ["verb": "leave", "reason": "own_wish"], actor: World.system)
      }
      // It may come again.
      try await world.enterPool(id)
    }
  }

  @Test("a gate that is shut, or hangs on a fact that nobody gave, lets nobody in")
  func gates() async throws {
    try await World.with { world in
      let unknown = try await world.register(1)
      try await world.expectRefused("conflict pool_gate", "unknown") {
        try await world.enterPool(unknown)
      }
      let dishonest = try await world.register(2)
      try await world.report(dishonest, ["legal.dishonest_listed": true])
      try await world.expectRefused("conflict pool_gate", "dishonest") {
        try await world.enterPool(dishonest)
      }
      let good = try await world.candidate(3)
      try await world.expectRefused("conflict pool_gate", "not in the reserve") {
        try await world.enterPool(good, "key_reserve")
      }
      try await world.expectRefused("not found pool") { try await world.enterPool(good, "no_such") }
      for body: JSON in [
        [:], ["enterprise_id": "ent_1"], ["institution": "huishang"],
        ["enterprise_id": .string(good.text), "note": ""],
        ["enterprise_id": .string(good.text), "surprise": 1],
      ] {
        try await world.expectInvalid("\(body)") {
          _ = try await world.application.enterPool("reserve", body, actor: World.system)
        }
      }
      let away = Actor(subject: "operator-2", role: .operator, region: "340200")
      try await world.expectRefused("not found enterprise") {
        try await world.enterPool(good, actor: away)
      }
    }
  }

  @Test("of many at once one enters")
  func storm() async throws {
    try await World.with(limits: .patient(12)) { world in
      let id = try await world.candidate()
      let entered = await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<16 {
          group.addTask { await refusal { try await world.enterPool(id) } == nil }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(entered == 1)
    }
  }

  @Test(
    "facts propose the key reserve and the next rung; a person decides, and lapses follow facts")
  func proposals() async throws {
    try await World.with { world in
      let id = try await world.candidate()
      let member = try await world.enterPool(id)
      let open = try await world.openProposals()
      #expect(Set(open.map { $0["target"]?.stringValue }) == ["key_reserve", "share_reform"])
      func proposal(_ target: String) throws -> PoolProposalID {
        let found = open.first { $0["target"]?.stringValue == target }
        return try #require(found?["id"]?.stringValue.flatMap { PoolProposalID($0) })
      }
      func decide(_ target: String, _ body: JSON) async throws -> JSON {
        try await world.application.decideProposal(
          try proposal(target), body, actor: World.system
        ).body
      }
      #expect(try await decide("key_reserve", ["accept": true])["state"] == "accepted")
      #expect(
        try await decide("share_reform", ["accept": false, "reason": "later"])["state"]
          == "dismissed")
      try await world.expectRefused("conflict pool_state") {
        _ = try await decide("share_reform", ["accept": true])
      }
      let members = try await world.application.poolMembers(
        pool: "key_reserve", state: "member", rung: nil, region: "3401", page: PageRequest(),
        actor: World.system)
      #expect(members.items.map { $0["origin"] } == ["proposal"])
      // Dismissed of these facts, it does not come again.
      #expect(try await world.application.judgeDueMembers(limit: 10) == 0)
      world.store.clock.advance(milliseconds: 86_400_000)
      #expect(try await world.application.judgeDueMembers(limit: 10) == 1)
      #expect(try await world.openProposals() == [])
      // New facts: it is proposed again, and lapses when they no longer open it.
      try await world.report(id, ["finance.assets_fen": 1])
      #expect(try await world.application.judgeDueMembers(limit: 10) == 1)
      #expect(try await world.openProposals().map { $0["target"] } == ["share_reform"])
      try await world.report(id, ["enterprise.joint_stock_since": "2025-03-01"])
      #expect(try await world.application.judgeDueMembers(limit: 10) == 1)
      #expect(try await world.member(member)["rung"] == "share_reform")
      #expect(!(try await world.openProposals().contains { $0["target"] == "share_reform" }))
    }
  }

  @Test("an accepted rung is what its memberships aim at")
  func aims() async throws {
    try await World.with { world in
      let id = try await world.candidate()
      let member = try await world.enterPool(id)
      let open = try await world.openProposals()
      let rung = try #require(open.first { $0["kind"] == "rung" })
      let proposal = try #require(rung["id"]?.stringValue.flatMap { PoolProposalID($0) })
      _ = try await world.application.decideProposal(
        proposal, ["accept": true], actor: World.system)
      #expect(try await world.member(member)["aim"] == "share_reform")
    }
  }

  @Test("a screening proposes who fits, page by page, and a dry one nobody")
  func screening() async throws {
    try await World.with { world in
      for number in 0..<3 { _ = try await world.candidate(number) }
      _ = try await world.register(10)
      _ = try await world.candidate(11, region: "340802")
      func screen(_ body: JSON) async throws -> JSON {
        try await world.application.screenForPool("reserve", body, actor: World.system).body
      }
      let dry = try await screen(["region": "3401", "dry_run": true])
      #expect(dry["fitting"] == 3 && dry["undecided"] == 1 && dry["proposed"] == 0)
      #expect(try await world.openProposals() == [])
      let first = try await screen(["region": "3401", "limit": 2])
      #expect(first["proposed"] == 2)
      let after = try #require(first["next_after"])
      let second = try await screen(["region": "3401", "limit": 100, "after": after])
      #expect(second["proposed"] == 1 && second["next_after"] == .null)
      #expect(try await screen(["region": "3401"])["proposed"] == 0)
      let open = try await world.openProposals()
      let id = try #require(open.first?["id"]?.stringValue.flatMap { PoolProposalID($0) })
      _ = try await world.application.decideProposal(id, ["accept": true], actor: World.system)
      #expect(try await world.count("pool_member") == 1)
    }
  }

  @Test(
    "a screening takes back what it proposed of one whose facts turned bad, and a dry one does not")
  func lapsed() async throws {
    try await World.with { world in
      let id = try await world.candidate()
      func screen(_ body: JSON = [:]) async throws -> JSON {
        try await world.application.screenForPool("reserve", body, actor: World.system).body
      }
      #expect(try await screen()["proposed"] == 1)
      try await world.report(id, ["legal.dishonest_listed": true])
      #expect(try await screen(["dry_run": true])["lapsed"] == 0)
      #expect(try await world.openProposals().count == 1)
      let found = try await screen()
      #expect(found["lapsed"] == 1 && found["failing"] == 1)
      #expect(try await world.openProposals() == [])
      #expect(try await screen()["lapsed"] == 0)
    }
  }

  @Test("one that cannot be placed keeps no other waiting, and is tried again later")
  func stuck() async throws {
    try await World.with { world in
      let (broken, fine) = (try await world.candidate(0), try await world.candidate(1))
      for id in [broken, fine] { try await world.enterPool(id) }
      world.store.clock.advance(milliseconds: 86_400_000)
      // Its facts cannot be read.
      try await world.execute(
        "UPDATE facts_version SET body = '{' WHERE enterprise_id = \(broken.uuid)")
      // With room for one: the first is put off, the next is placed.
      _ = try await world.application.judgeDueMembers(limit: 1)
      _ = try await world.application.judgeDueMembers(limit: 1)
      let today = world.store.clock.now.legalDate
      let rows = try await world.query(
        "SELECT judged_on::text FROM pool_member WHERE enterprise_id = \(fine.uuid)")
      #expect(try rows.map { try $0.decode(0, as: String.self) } == [today.text])
      #expect(try await world.application.judgeDueMembers(limit: 10) == 0)
      let due = try await world.query(
        "SELECT due_at IS NOT NULL FROM pool_member WHERE enterprise_id = \(broken.uuid)")
      #expect(try due.map { try $0.decode(0, as: Bool.self) } == [true])
    }
  }

  @Test("a file that has room for less says so in its last line")
  func bounded() async throws {
    try await World.with { world in
      for number in 0..<3 { try await world.enterPool(try await world.candidate(number)) }
      func lines(_ maximum: Int) async throws -> [String] {
        let file = try await world.application.poolMemberFile(
          pool: "reserve", state: nil, rung: nil, region: nil, maximum: maximum,
          actor: World.system)
        let text = try #require(String(validating: file, as: UTF8.self))
        return text.split(separator: "\r\n").map(String.init)
      }
      #expect(try await lines(3).count == 4)
      let short = try await lines(2)
      #expect(short.count == 4 && short[3].contains("仅列出前 2 条"))
    }
  }

  @Test("an institution of the directory is in the group of experts, an enterprise is not")
  func experts() async throws {
    try await World.with { world in
      try await world.enter()
      func enter(_ body: JSON) async throws -> StoredAnswer {
        try await world.application.enterPool("expert_group", body, actor: World.system)
      }
      let made = try await enter(["institution": "example-firm"])
      #expect(made.body["institution"] == "example-firm" && made.body["region"] == "340104")
      try await world.expectRefused("conflict pool_member_exists") {
        _ = try await enter(["institution": "example-firm"])
      }
      try await world.expectInvalid("a bank is no expert") {
        _ = try await enter(["institution": "huishang"])
      }
      let id = try #require(made.body["id"]?.stringValue.flatMap { PoolMemberID($0) })
      let left = try await world.application.advancePoolMember(
        id, ["verb": "leave", "reason": "own_wish"], actor: World.system)
      #expect(left.body["state"] == "left")
    }
  }

  @Test("an enterprise sees itself alone; a file names all, with a mark for spreadsheets")
  func seen() async throws {
    try await World.with { world in
      let own = try await world.candidate()
      let other = try await world.candidate(1)
      try await world.enterPool(own)
      let hidden = try await world.enterPool(other)
      let owner = Actor(subject: "owner-1", role: .enterprise, organisation: own.text)
      let page = try await world.application.poolMembers(
        pool: nil, state: nil, rung: nil, region: nil, page: PageRequest(), actor: owner)
      #expect(page.items.map { $0["enterprise_id"]?.stringValue } == [own.text])
      try await world.expectRefused("not found pool member") {
        _ = try await world.application.poolMember(hidden, actor: owner)
      }
      let file = try await world.application.poolMemberFile(
        pool: "reserve", state: nil, rung: nil, region: nil, actor: World.system)
      #expect(file.prefix(3) == [0xEF, 0xBB, 0xBF])
      let text = try #require(String(validating: file, as: UTF8.self))
      #expect(text.split(separator: "\r\n").count == 3 && text.contains("样例企业1"))
    }
  }

  @Test("an erased enterprise leaves its pools, and nothing written of it stays")
  func erased() async throws {
    try await World.with { world in
      let id = try await world.candidate()
      let answer = try await world.application.enterPool(
        "reserve", ["enterprise_id": .string(id.text), "note": "重点跟踪"], actor: World.system)
      #expect(answer.body["note"] == "重点跟踪")
      let done = try await world.application.requestErasure(
        of: id, ["basis": "request", "reference": "QS-2026-0001"], actor: World.system)
      #expect(done.body["counts"]?["memberships_ended"] == 1)
      let rows = try await world.query("SELECT state, left_for, note FROM pool_member")
      #expect(try rows.map { try $0.decode(0, as: String.self) } == ["left"])
      #expect(try rows.map { try $0.decode(1, as: String.self) } == ["erased"])
      #expect(rows.allSatisfy { $0.isNull(2) })
    }
  }
}
