import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("Guarantees", .serialized)
struct GuaranteeTests {
  @Test(
    "headroom is reserved at once, confirmed by the guarantor alone, and free again when it ends")
  func way() async throws {
    try await World.with { world in
      let given = try await GuaranteeCase.make(world)
      let id = try await given.reserve()
      let reserved = try await given.read(id)
      #expect(reserved["state"] == "reserved" && reserved["due_at"] != .null)
      #expect(reserved["fund"] == .string(GuaranteeCase.fund))
      try await world.expectGuaranteesHold()
      let carried = try await Self.carried(world)
      #expect(carried > 0)
      let confirmation: JSON = [
        "signed_on": .string(given.today), "matures_on": "2027-12-31", "contract_number": "BZ-1",
      ]
      for (actor, word) in [
        (given.owner, "forbidden"), (GuaranteeCase.liaison(given.bank), "forbidden"),
        (GuaranteeCase.liaison("cdb-other"), "not found guarantee"),
      ] {
        try await world.expectRefused(word) {
          try await given.step(id, "confirm", confirmation, by: actor)
        }
      }
      try await given.confirm(id)
      #expect(try await given.read(id)["state"] == "in_force")
      #expect(try await Self.carried(world) == carried)
      try await world.expectRefused("conflict guarantee_state") {
        try await given.step(id, "release", by: given.owner)
      }
      try await given.bank(id, "close", ["ended_on": .string(given.today)])
      #expect(try await Self.carried(world) == 0)
      try await world.expectGuaranteesHold()
    }
  }

  static func carried(_ world: World) async throws -> Int64 {
    let found = try await world.application.guarantor(
      GuaranteeCase.guarantor, actor: World.system)
    return try #require(found.value["figures"]?["carried_fen"]?.intValue)
  }

  @Test("a reservation ends by itself after its time, and when the need is taken back")
  func ends() async throws {
    try await World.with { world in
      let cases = try await GuaranteeCase.all(world)
      try #require(cases.count >= 2)
      let (late, withdrawn) = (try await cases[0].reserve(), try await cases[1].reserve())
      #expect(try await world.application.expireGuarantees(limit: 10) == 0)
      _ = try await world.application.withdrawNeed(
        cases[1].need, expectedVersion: 1, actor: cases[1].owner)
      #expect(try await world.application.expireGuarantees(limit: 10) == 1)
      #expect(try await cases[1].read(withdrawn)["state"] == "released")
      world.store.clock.advance(milliseconds: 40 * 86_400_000)
      #expect(try await world.application.expireGuarantees(limit: 10) == 1)
      #expect(try await cases[0].read(late)["state"] == "expired")
      #expect(try await Self.carried(world) == 0)
      try await world.expectGuaranteesHold()
    }
  }

  @Test("what passes a limit of the law is refused with that limit, and nothing is changed")
  func limits() async throws {
    try await World.with { world in
      let given = try await GuaranteeCase.make(world)
      let small = GuaranteeCase.figures(netAssetsFen: 1_000_000)
      _ = try await world.application.putGuarantor(
        GuaranteeCase.guarantor, expectedVersion: 1, small, actor: World.system)
      try await world.expectRefused("conflict headroom_exceeded") { try await given.reserve() }
      let refused =
        try await world.application.bundles(
          for: given.need, asOf: nil, actor: given.owner)["refused"]?.arrayValue ?? []
      let refusal = try #require(
        refused.first { $0["product"] == .string(given.product) }?["refusal"])
      #expect(refusal["limit"] == "single" && (refusal["excess"]?.intValue ?? 0) > 0)
      #expect(refusal["citation"]?["clause"] == "第十六条")
    }
  }

  @Test("figures with which a guarantor would carry more than it may are refused; a stale one, too")
  func lowering() async throws {
    try await World.with { world in
      let given = try await GuaranteeCase.make(world)
      try await given.reserve()
      try await world.expectRefused("conflict headroom_exceeded") {
        _ = try await world.application.putGuarantor(
          GuaranteeCase.guarantor, expectedVersion: 1,
          GuaranteeCase.figures(netAssetsFen: 1_000_000), actor: World.system)
      }
      try await world.expectRefused("stale 1") {
        _ = try await world.application.putGuarantor(
          GuaranteeCase.guarantor, expectedVersion: 7, GuaranteeCase.figures(),
          actor: World.system)
      }
      try await world.expectGuaranteesHold()
    }
  }

  @Test("of two who write a guarantor or a fund first, each answer has its own version")
  func firstWriters() async throws {
    try await World.with { world in
      let application = world.application
      func tags(_ put: @escaping @Sendable (Int) async throws -> StoredAnswer?) async throws
        -> [String]
      {
        try await withThrowingTaskGroup(of: String?.self) { group in
          for writer in 0..<4 {
            group.addTask { try await put(writer)?.headers["ETag"] }
          }
          return try await group.reduce(into: [String]()) { tags, tag in
            if let tag { tags.append(tag) }
          }.sorted()
        }
      }
      let guarantors = try await tags { _ in
        try await application.putGuarantor(
          "new-one", expectedVersion: nil, GuaranteeCase.figures(), actor: World.system)
      }
      #expect(guarantors == ["\"1\"", "\"2\"", "\"3\"", "\"4\""])
      let pool: JSON = [
        "kind": "loan_risk_pool", "name": "池", "region": "340000", "terms": "anhui-technology",
      ]
      let fund: JSON = ["kind": "compensation", "name": "资金", "region": "340000"]
      // Of two kinds one is there; whoever asks for the other one is told so.
      let funds = try await tags { writer in
        do {
          return try await application.putFund(
            "new-fund", writer % 2 == 0 ? pool : fund, actor: World.system)
        } catch ApplicationError.invalid {
          return nil
        }
      }
      #expect(funds == ["\"1\"", "\"2\""])
    }
  }

  @Test(
    "fifteen times net assets are for who serves small firms by its word and by what is on the books"
  )
  func mainlySmall() async throws {
    try await World.with { world in
      let given = try await GuaranteeCase.make(world)
      func put(_ word: Bool) async throws -> JSON? {
        try await world.application.putGuarantor(
          GuaranteeCase.guarantor, expectedVersion: nil,
          GuaranteeCase.figures().with(["mainly_small": .bool(word)]), actor: World.system
        ).body["figures"]?["mainly_small"]
      }
      #expect(try await put(false) == false)
      #expect(try await put(true) == true, "nothing is on the books: the operator's word stands")
      let id = try await given.reserve()
      try await given.confirm(id)
      func book(_ kind: String) async throws {
        try await world.store.pool.withTransaction { session in
          try await session.execute("SET LOCAL session_replication_role = replica")
          try await session.execute("UPDATE guarantee SET kind = \(kind)")
        }
      }
      try await book("small_loan")
      #expect(try await put(true) == true)
      try await book("other_loan")
      #expect(try await put(true) == false, "the books say otherwise")
    }
  }

  @Test("related parties are weighed together, from the moment on that they are known to be")
  func group() async throws {
    try await World.with { world in
      let cases = try await GuaranteeCase.all(world)
      try #require(cases.count >= 2)
      for given in cases.prefix(2) { try await given.reserve() }
      let carried = try await Self.carried(world)
      for given in cases.prefix(2) {
        _ = try await world.application.putEnterpriseGroup(
          given.enterprise, ["group": "group-1"], actor: World.system)
      }
      let sums = try await world.query("SELECT weighted_fen FROM guarantor_group")
      #expect(try sums.map { try $0.decode(0, as: Int64.self) } == [carried])
      try await world.expectGuaranteesHold()
      // 15 % of less than what the two have together, though 10 % of it is enough for each.
      _ = try await world.application.putEnterpriseGroup(
        cases[1].enterprise, ["group": nil], actor: World.system)
      try await world.execute(
        "UPDATE guarantor_group SET limit_fen = weighted_fen WHERE group_code = 'group-1'")
      try await world.expectRefused("conflict headroom_exceeded") {
        _ = try await world.application.putEnterpriseGroup(
          cases[1].enterprise, ["group": "group-1"], actor: World.system)
      }
    }
  }

  @Test("a need has one guarantee of a guarantor for a bank, and none without a match or a bundle")
  func refused() async throws {
    try await World.with { world in
      let given = try await GuaranteeCase.make(world)
      try await given.reserve()
      try await world.expectRefused("conflict guarantee_exists") { try await given.reserve() }
      try await world.expectRefused("conflict guarantee_refused") {
        try await given.reserve(["scheme": "national-sci-tech"])
      }
      try await world.expectInvalid("no contract") { try await given.reserve(["contract": nil]) }
      try await world.expectInvalid("contract") { try await given.reserve(["contract": "none"]) }
      try await world.expectInvalid("guarantor") { try await given.reserve(["guarantor": "none"]) }
      try await world.expectInvalid("re-guarantor") {
        try await given.reserve(["re_guarantor": .string(GuaranteeCase.guarantor)])
      }
      try await world.expectInvalid("unknown") { try await given.reserve(["surprise": 1]) }
      let other = try await world.register(900)
      let need = try await world.submit(other)
      try await world.expectRefused("conflict need_undecided") {
        _ = try await world.application.reserveGuarantee(
          for: need, given.reservation, actor: World.system)
      }
    }
  }

  @Test("of many who want the last headroom at once, as many get it as there is, and no more")
  func storm() async throws {
    try await World.with(limits: .patient(12)) { world in
      let cases = try await GuaranteeCase.all(world, samples: 120)
      try #require(cases.count >= 4)
      // Room for some: the leverage is lowered to what about half of them weigh.
      let shares = try await world.query(
        "SELECT sum(amount_fen)::bigint FROM need_version"
      ).map { try $0.decode(0, as: Int64.self) }
      let room = (shares.first ?? 0) / 10
      try await world.execute(
        "UPDATE guarantor SET leverage_limit_fen = \(room), single_limit_fen = \(room), group_limit_fen = \(room) WHERE code = 'hefei-demo'"
      )
      let made = await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<3 {
          for given in cases {
            group.addTask {
              await refusal { _ = try await given.reserve(by: World.system) } == nil
            }
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      let live = try await world.query("SELECT count(*) FROM guarantee WHERE is_live")
      #expect(try live[0].decode(0, as: Int64.self) == Int64(made))
      try await world.expectGuaranteesHold()
    }
  }
}
