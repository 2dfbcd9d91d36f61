import Application
import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Money on receivables")
struct FinancingTests {
  /// Factoring of the platform's policy: 80 % of the face without VAT.
  private let limit = ReceivableCase.face / 10 * 8

  private func reserved(_ world: World) async throws -> [Int64] {
    try await world.query(
      """
      SELECT a.maximum, a.taken, (SELECT coalesce(sum(amount_fen), 0)::bigint
        FROM receivable_financing WHERE state <> 'released')
      FROM ledger_account a WHERE a.kind = 'receivable'
      """
    ).flatMap { row in try (0..<3).map { try row.decode($0, as: Int64.self) } }
  }

  @Test("a receivable goes from the offer to the release, each step in its order")
  func wayThrough() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.makeStrong(world)
      let made = try await given.confirmed()
      let offered = try await given.offer(made)
      #expect(try await given.state(made) == "offered")
      try await world.expectRefused("conflict financing_state") {
        _ = try await given.step(
          offered, .fund, ["funded_fen": 10_000_000, "funded_on": given.day(0)])
      }
      let registered = try await given.registered(offered)
      #expect(registered["priority"]?["basis"] == "registered")
      try await world.expectRefused("invalid /funded_fen mismatch") {
        _ = try await given.step(
          registered, .fund, ["funded_fen": 10_000_001, "funded_on": given.day(0)])
      }
      let funded = try await given.step(
        registered, .fund, ["funded_fen": 10_000_000, "funded_on": given.day(0)])
      #expect(try await given.state(made) == "funded")
      try await world.expectRefused("conflict receivable_state") {
        _ = try await given.application.withdrawReceivable(
          try made.receivableID, expectedVersion: 6, actor: given.sellerActor)
      }
      let collected = try await given.collected(funded)
      #expect(try await given.released(collected)["state"] == "released")
      #expect(try await given.state(made) == "released")
      #expect(try await reserved(world) == [limit, 0, 0])
    }
  }

  @Test("no money goes out on an old look into the registry, and the look can be renewed")
  func registry() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.makeStrong(world)
      let offered = try await given.offer(try await given.confirmed())
      let registered = try await given.registered(offered)
      let priority = registered["priority"]
      world.store.clock.advance(milliseconds: 4 * 86_400_000)
      func fund(_ financing: JSON, _ day: JSON) async throws -> JSON {
        try await given.step(
          financing, .fund, ["funded_fen": 10_000_000, "funded_on": day])
      }
      try await world.expectRefused("conflict registry_query_stale") {
        _ = try await fund(registered, given.day(0))
      }
      let renewed = try await given.register(registered)
      // The registration is the same one: its rank is of the first day.
      #expect(renewed["priority"] == priority)
      #expect(renewed["registry_queried_on"] == given.day(0))
      let funded = try await fund(renewed, given.day(0))
      #expect(funded["state"] == "funded")
      try await world.expectRefused("conflict financing_state") {
        _ = try await given.register(funded)
      }
    }
  }

  @Test(
    "notice, look into the registry, registration and money come in this order, on whatever day")
  func order() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.makeStrong(world)
      let noticed = try await given.notified(
        try await given.offer(try await given.confirmed()))
      try await world.expectRefused("invalid /registry_queried_on order") {
        _ = try await given.register(noticed, queried: -1)
      }
      let registered = try await given.register(noticed)
      // Of the last day there is no policy of receivables, either.
      for day: JSON in [given.day(-1), "2019-12-31"] {
        try await world.expectRefused("invalid /funded_on order") {
          _ = try await given.step(
            registered, .fund, ["funded_fen": 10_000_000, "funded_on": day])
        }
      }
    }
  }

  @Test(
    "all that is advanced to a seller stays within its base: one debtor is a fifth of it, unless the funder has a line of it"
  )
  func withinBase() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.make(world)
      let made = try await given.confirmed()
      // 80 % of a fifth of the face.
      try await world.expectRefused("conflict borrowing_base_exhausted") {
        try await given.offer(made, fen: 16_000_001)
      }
      let first = try await given.offer(made, fen: 16_000_000)
      try await world.expectRefused("conflict borrowing_base_exhausted") {
        try await given.offer(made, fen: 1)
      }
      _ = try await given.application.setCoreEnterprise(
        given.debtor, ["payer_kind": "enterprise", "strong": false], actor: ReceivableCase.officer)
      let manager = Actor(
        subject: "m-1", role: .liaisonManager, organisation: ReceivableCase.funder)
      _ = try await given.application.setCreditLine(
        of: given.debtor, institution: ReceivableCase.funder, ["maximum_fen": 70_000_000],
        actor: manager)
      // Up to the line, and to the face at the rate, whichever is less.
      try await world.expectRefused("conflict credit_line_exhausted") {
        try await given.offer(made, fen: 54_000_001)
      }
      try await given.offer(made, fen: 54_000_000)
      _ = try await given.step(first, .decline, ["reason": "no_capacity"])
      // What the seller owes the debtor in turn comes off, also under a line.
      let owed = try await given.application.uploadReceivable(
        given.terms(9).with([
          "enterprise_id": .string(given.debtor.text),
          "debtor_uscc": .string(try #require(try await given.uscc(of: given.seller))),
        ]), actor: given.debtorActor)
      #expect(owed.status == 201)
      try await world.expectRefused("conflict borrowing_base_exhausted") {
        try await given.offer(made, fen: 1)
      }
    }
  }

  @Test("one institution has a receivable in one way, until it is released")
  func oneFunder() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.makeStrong(world)
      let made = try await given.confirmed()
      let first = try await given.offer(made)
      let second = try await given.offer(made)
      for (institution, way) in [("bocom", "factoring"), ("huishang", "pledge")] {
        try await world.expectRefused("conflict receivable_funder") {
          try await given.offer(made, to: institution, way: way)
        }
      }
      let released = try await given.released(try await given.funded(first))
      #expect(released["state"] == "released")
      try await world.expectRefused("conflict receivable_funder") {
        try await given.offer(made, to: "bocom")
      }
      _ = try await given.step(second, .decline, ["reason": "no_capacity"])
      #expect(try await given.state(made) == "confirmed")
      try await given.offer(made, to: "bocom", way: "pledge")
      #expect(try await given.state(made) == "offered")
    }
  }

  @Test("whatever is asked for at once, no more is reserved than the face at the rate")
  func concurrent() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.makeStrong(world)
      let made = try await given.confirmed()
      let taken = await withTaskGroup(of: Bool.self) { group in
        for index in 0..<24 {
          group.addTask {
            await refusal {
              try await given.offer(
                made, fen: 17_000_000, to: index % 3 == 0 ? "bocom" : "huishang")
            } == nil
          }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(taken == 4)
      #expect(try await reserved(world) == [limit, 68_000_000, 68_000_000])
      let funders = try await world.query(
        "SELECT DISTINCT institution FROM receivable_financing WHERE state <> 'released'")
      #expect(funders.count == 1)
    }
  }

  @Test("what does not count is not advanced on, and says why")
  func ineligible() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.makeStrong(world)
      let related = try await given.confirm(try await given.upload(1, ["is_related": nil]))
      try await world.expectRefused("conflict receivable_ineligible") {
        try await given.offer(related)
      }
      let base = try await given.application.borrowingBase(
        of: given.seller, way: .factoring, actor: given.sellerActor)
      #expect(base["lines"]?.arrayValue?.first?["reason"] == "relation_unknown")
    }
  }

  @Test("a core enterprise's credit line bounds what one institution carries over all sellers")
  func creditLine() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.makeStrong(world)
      let manager = Actor(
        subject: "m-1", role: .liaisonManager, organisation: ReceivableCase.funder)
      _ = try await given.application.setCreditLine(
        of: given.debtor, institution: ReceivableCase.funder, ["maximum_fen": 15_000_000],
        actor: manager)
      let made = try await given.confirmed()
      let first = try await given.offer(made)
      try await world.expectRefused("conflict credit_line_exhausted") {
        try await given.offer(made)
      }
      try await world.expectRefused("conflict capacity_taken") {
        _ = try await given.application.setCreditLine(
          of: given.debtor, institution: ReceivableCase.funder, ["maximum_fen": 1],
          actor: manager)
      }
      _ = try await given.step(first, .decline, ["reason": "no_capacity"])
      try await given.offer(made)
      let lines = try await given.application.creditLines(of: given.debtor, actor: manager)
      #expect(lines["data"]?.arrayValue?.first?["taken"]?["fen"] == 10_000_000)
    }
  }

  @Test(
    "a credit line that is set later counts what is carried already, and is not lower than that")
  func laterCreditLine() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.makeStrong(world)
      let manager = Actor(
        subject: "m-1", role: .liaisonManager, organisation: ReceivableCase.funder)
      func set(_ fen: Int64) async throws {
        _ = try await given.application.setCreditLine(
          of: given.debtor, institution: ReceivableCase.funder, ["maximum_fen": .int(fen)],
          actor: manager)
      }
      let made = try await given.confirmed()
      let first = try await given.offer(made)
      let second = try await given.offer(made)
      // What another institution carries, or was declined, is of no account.
      let gross: Int64 = 113_030_000
      let other = try await given.confirm(
        try await given.upload(2, ["gross_fen": .int(gross)]), fen: gross)
      try await given.offer(other, to: "bocom")
      let third = try await given.offer(made)
      _ = try await given.step(third, .decline, ["reason": "no_capacity"])
      try await world.expectRefused("conflict capacity_taken") { try await set(19_999_999) }
      try await set(25_000_000)
      func taken() async throws -> JSON? {
        try await given.application.creditLines(of: given.debtor, actor: manager)["data"]?
          .arrayValue?.first?["taken"]?["fen"]
      }
      #expect(try await taken() == 20_000_000)
      try await world.expectRefused("conflict credit_line_exhausted") {
        try await given.offer(made)
      }
      _ = try await given.step(first, .decline, ["reason": "no_capacity"])
      #expect(try await taken() == 10_000_000)
      try await given.offer(made)
      _ = try await given.step(second, .decline, ["reason": "no_capacity"])
      #expect(try await taken() == 10_000_000)
    }
  }

  @Test("an institution that does not answer loses the offer; the room is free again")
  func noAnswer() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.makeStrong(world)
      let made = try await given.confirmed()
      try await given.offer(made)
      world.store.clock.advance(milliseconds: 40 * 86_400_000)
      while try await given.application.escalateReceivables(limit: 10) > 0 {}
      #expect(try await given.state(made) == "confirmed")
      #expect(try await reserved(world) == [limit, 0, 0])
    }
  }

  @Test(
    "an erasure waits while the period of money on a receivable goes on, and takes what invoices said else"
  )
  func erasure() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.makeStrong(world)
      _ = try await given.funded(try await given.offer(try await given.confirmed()))
      let held = try await given.application.requestErasure(
        of: given.seller, ["basis": "request"], actor: World.system)
      #expect(held.body["state"] == "held")
      let other = try await ReceivableCase.makeStrong(world, number: 70)
      try await other.offer(try await other.confirmed())
      let done = try await other.application.requestErasure(
        of: other.seller, ["basis": "request"], actor: World.system)
      #expect(done.body["state"] == "done")
      #expect(done.body["counts"]?["receivables_withdrawn"] == 1)
      let left = try await world.query(
        """
        SELECT FROM receivable WHERE enterprise_id = \(other.seller.uuid)
          AND (invoice_number <> 'erased' OR contract IS NOT NULL OR state <> 'withdrawn')
        """)
      #expect(left.isEmpty)
    }
  }

  @Test("what is owed stands by how late it is, of a seller by who owes and of a debtor to whom")
  func ageing() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.make(world)
      func upload(_ number: Int, late: Int, fen: Int64) async throws -> JSON {
        try await given.upload(
          number,
          [
            "signed_on": given.day(-150), "delivered_on": given.day(-130),
            "invoiced_on": given.day(-120), "due_on": given.day(-late), "gross_fen": .int(fen),
            "vat_fen": 0,
          ])
      }
      // Days past due at the ends of each stretch; each amount tells which are in a sum.
      for (number, late) in [0, 1, 30, 31, 60, 61, 90, 91].enumerated() {
        _ = try await upload(number + 1, late: late, fen: 1_000_000 << Int64(number))
      }
      let over = try await upload(20, late: 91, fen: 777_000_001)
      _ = try await given.application.withdrawReceivable(
        try over.receivableID, expectedVersion: 1, actor: given.sellerActor)
      for (own, other, actor) in [
        (given.seller, given.debtor, given.sellerActor),
        (given.debtor, given.seller, given.debtorActor),
      ] {
        let view = try await given.application.ageing(
          of: own, asDebtor: own == given.debtor, actor: actor)
        let party = view["parties"]?.arrayValue?.first
        #expect(view["parties"]?.arrayValue?.count == 1)
        #expect(party?["enterprise_id"] == .string(other.text) && party?["receivables"] == 8)
        for (stretch, fen) in [
          ("current", 1_000_000), ("days_1_30", 6_000_000), ("days_31_60", 24_000_000),
          ("days_61_90", 96_000_000), ("days_over_90", 128_000_000),
        ] as [(String, Int64)] {
          #expect(view["total"]?[stretch]?["fen"] == .int(fen), "\(stretch)")
          #expect(party?["amounts"]?[stretch]?["fen"] == .int(fen), "\(stretch)")
        }
      }
    }
  }

  @Test("late interest follows the law of the day of signing, or says why it is silent")
  func lateInterest() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.makeStrong(world)
      let id = try await given.upload().receivableID
      let until = given.today.adding(days: 100)
      let told = try await given.application.lateInterest(
        of: id, until: until, actor: given.sellerActor)
      #expect(told["applies"] == true)
      #expect(told["law"] == "order-802")
      let days = try #require(told["days_late"]?.intValue)
      #expect(told["interest"]?["fen"] == .int(113_000_000 * days / 2_000))
      let other = try await given.upload(
        2, ["debtor_size": "small", "gross_fen": 5_000_000, "vat_fen": 0]
      ).receivableID
      let silent = try await given.application.lateInterest(
        of: other, until: until, actor: given.sellerActor)
      #expect(silent["applies"] == false)
      #expect(silent["silence"] == "debtor_not_bound")
    }
  }
}
