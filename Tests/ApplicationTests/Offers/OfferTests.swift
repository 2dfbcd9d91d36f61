import Application
import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Offers", .serialized)
struct OfferTests {
  @Test("a need goes to the institutions of its best products, each once, and says why and why not")
  func dispatch() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      let offers = try await given.refer()
      let asked = Set(try offers.map { try $0.institution })
      #expect(asked.count == 3 && asked.isSubset(of: given.institutions))
      #expect(offers.allSatisfy { $0.state == "offered" && $0["due_at"]?.stringValue != nil })
      let lines = offers[0]["why"]?["lines"]?.arrayValue ?? []
      #expect(lines.filter { $0["why"] == "offered" }.count == 3)
      #expect(lines.contains { $0["why"] == "enough" })
      let told = try await world.events().filter { $0.type == .offerOffered }
      #expect(Set(told.compactMap { $0.data["institution"]?.stringValue }).count == 3)
      await #expect(throws: ApplicationError.self) { try await given.refer() }
      try await world.expectRefused("conflict referral_active") { try await given.refer() }
    }
  }

  @Test("a need that is referred before its run is there goes out once it is")
  func beforeItsRun() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      // A change of the need has it wait again.
      _ = try await given.application.amendNeed(
        given.need, expectedVersion: 1, ["tenor_months": 11], actor: given.owner)
      #expect(try await given.refer() == [])
      #expect(try await world.application.dispatchDueReferrals(limit: 10) == 0)
      try await world.matchWaiting()
      let made = try await world.application.dispatchDueReferrals(limit: 10)
      #expect(made > 0)
      #expect(try await given.offers().count == made)
      #expect(try await world.application.dispatchDueReferrals(limit: 10) == 0)
    }
  }

  @Test(
    "of two hundred who claim an offer at once exactly one has it, and the others learn its state")
  func claimedOnce() async throws {
    try await World.with(limits: .patient(16)) {
      world in
      let given = try await OfferCase.make(world)
      let offer = try #require(try await given.refer().first)
      let institution = try offer.institution
      let outcomes = await withTaskGroup(of: String.self) { group in
        for number in 0..<200 {
          group.addTask {
            do {
              try await given.step(offer, .claim, by: OfferCase.liaison(institution, number))
              return "won"
            } catch ApplicationError.conflict(let code, _, let en) {
              return "\(code): \(en)"
            } catch {
              return "\(error)"
            }
          }
        }
        return await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
      }
      #expect(outcomes == ["won": 1, "offer_state: the offer is claimed": 199])
      let steps = try await world.count("offer_step")
      #expect(steps == 4, "three offers and one claim")
    }
  }

  @Test("capacities are never exceeded by fifty who refer at once, and what is given back is free")
  func capacity() async throws {
    // The fifty, who holds them back, and who asks whether all have come.
    try await World.with(limits: .patient(52)) { world in
      let all = try await OfferCase.all(world, institutions: 2, samples: 400)
      try #require(all.count >= 50)
      let cases = Array(all.prefix(50))
      for code in Set(cases.flatMap(\.institutions)) {
        try await world.limit(.institution, code, 3)
      }
      let isOver = Locked(false)
      let (referring, watching) = try await world.store.pool.withTransaction { session in
        // Whoever refers waits here, in a transaction and on a connection of its own.
        try await session.query("SELECT FROM ledger_account FOR UPDATE")
        let referring = cases.map { given in
          Task { try await given.refer(["institutions": 5]) }
        }
        try await world.wait(
          for: "fifty who wait for room at once",
          until: """
            50 <= (SELECT count(*) FROM pg_stat_activity
              WHERE datname = current_database() AND wait_event_type = 'Lock')
            """)
        let watching = Task { try await world.watchLedger { isOver.withLock { $0 } } }
        return (referring, watching)
      }
      for each in referring { _ = try await each.value }
      isOver.withLock { $0 = true }
      let seen = try await watching.value
      #expect(seen.looks > 0 && seen.wrong == [])
      try await world.expectLedgerHolds()
      let full = try await world.query(
        "SELECT count(*) FROM ledger_account WHERE taken = maximum")
      #expect(try full[0].decode(0, as: Int64.self) > 0, "some were asked for all they take")
      let (given, offer) = try #require(
        try await firstOffer(cases), "somebody got an offer")
      let before = try await taken(world, try offer.institution)
      try await given.step(offer, .withdraw, by: given.owner)
      try await world.expectLedgerHolds()
      let after = try await taken(world, try offer.institution)
      #expect(after == before - 1)
      let code = try offer.institution
      try await world.expectRefused("conflict capacity_taken") {
        try await world.limit(.institution, code, after - 1)
      }
    }
  }

  private func firstOffer(_ cases: [OfferCase]) async throws -> (OfferCase, JSON)? {
    for given in cases {
      if let offer = try await given.offers().first { return (given, offer) }
    }
    return nil
  }

  private func taken(_ world: World, _ institution: String) async throws -> Int64 {
    try await world.query(
      "SELECT taken FROM ledger_account WHERE kind = 'institution' AND code = \(institution)")[0]
      .decode(0, as: Int64.self)
  }

  @Test(
    "a liaison with as many as they may have is refused another, and their manager sets the limit")
  func liaisonCapacity() async throws {
    try await World.with { world in
      let cases = try await OfferCase.all(world, institutions: 2)
      let code = try #require(cases.first?.institutions.first)
      let liaison = OfferCase.liaison(code)
      try await world.limit(.liaison, liaison.subject, 1, by: OfferCase.manager(code))
      let other = OfferCase.manager("nobody")
      await #expect(throws: ApplicationError.self) {
        try await world.limit(.institution, code, 1, by: other)
      }
      var claimed = 0
      var refused = 0
      for given in cases.prefix(6) {
        guard let offer = try await given.refer().first(where: { try $0.institution == code })
        else {
          continue
        }
        do {
          try await given.step(offer, .claim)
          claimed += 1
        } catch ApplicationError.conflict(code: "capacity_exhausted", _, _) {
          refused += 1
        }
      }
      #expect(claimed == 1 && refused > 0)
      try await world.expectLedgerHolds()
    }
  }

  @Test(
    "a decline needs its reason and what it is about, tells the enterprise, and the next is asked")
  func decline() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      let offers = try await given.refer()
      let first = offers[0]
      let consent = try await given.consent(try first.institution)
      try await world.expectInvalid { try await given.step(first, .decline) }
      try await world.expectInvalid {
        try await given.step(first, .decline, ["reasons": ["collateral_short"]])
      }
      try await world.expectInvalid {
        try await given.step(
          first, .decline, ["reasons": ["collateral_short"], "about": "the-weather"])
      }
      try await world.expectInvalid {
        try await given.step(first, .decline, ["reasons": ["other"]])
      }
      let declined = try await given.step(
        first, .decline,
        ["reasons": ["collateral_short", "industry_excluded"], "about": "coverage"])
      #expect(declined.state == "declined")
      let all = try await given.offers()
      #expect(Set(try all.map { try $0.institution }).count == 4, "another one is asked")
      let told = all[0]["reasons"]?.arrayValue?.map { $0["repairable"] }
      #expect(told == [.bool(true), .bool(false)])
      let view = try await world.application.consent(consent, actor: given.owner)
      #expect(view.state == "revoked" && view["revoked_for"] == "offer_lost")
      try await world.expectRefused("conflict offer_state") { try await given.step(first, .claim) }
    }
  }

  @Test("from the claim to the draw every step demands what it tells of, and the offer keeps it")
  func drawn() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      let offer = try #require(try await given.refer().first)
      try await world.expectRefused("conflict offer_state") {
        try await given.step(offer, .contact, ["contacted_on": .string(given.today)])
      }
      try await given.step(offer, .claim)
      let colleague = OfferCase.liaison(try offer.institution, 2)
      try await world.expectRefused("conflict offer_taken") {
        try await given.step(
          offer, .contact, ["contacted_on": .string(given.today)], by: colleague)
      }
      for day in ["2999-01-01", "2001-01-01"] {
        try await world.expectInvalid("contact on \(day)") {
          try await given.step(offer, .contact, ["contacted_on": .string(day)])
        }
      }
      try await given.step(
        offer, .contact, ["contacted_on": .string(given.today)],
        by: OfferCase.manager(try offer.institution))
      try await world.expectInvalid("a grant before the contact") {
        try await given.step(
          offer, .grant,
          ["granted_fen": 500, "granted_rate_ppm": 39_500, "granted_on": "2001-01-01"])
      }
      try await given.step(
        offer, .grant,
        ["granted_fen": 500, "granted_rate_ppm": 39_500, "granted_on": .string(given.today)])
      try await world.expectInvalid {
        try await given.step(
          offer, .draw, ["drawn_fen": 501, "drawn_on": .string(given.today)])
      }
      try await world.expectInvalid("a loan that falls due on the day of the draw") {
        try await given.step(
          offer, .draw,
          [
            "drawn_fen": 400, "drawn_on": .string(given.today), "matures_on": .string(given.today),
          ])
      }
      let drawn = try await given.step(
        offer, .draw, ["drawn_fen": 400, "drawn_on": .string(given.today)])
      #expect(drawn.state == "drawn" && drawn["due_at"] == .null)
      // After the tenor that the need asked for.
      let need = try await world.application.need(given.need, actor: World.system).value
      let months = Int(try #require(need["tenor_months"]?.intValue))
      let due = world.store.clock.now.legalDate.adding(months: months).text
      #expect(drawn["draw"]?["matures_on"] == .string(due))
      #expect(drawn["draw"]?["amount"]?["fen"] == 400)
      #expect(drawn["steps"]?.arrayValue?.count == 5)
      let figures = try await world.application.offerStatistics(region: nil, actor: World.system)
      let institution = try offer.institution
      let own = figures["data"]?.arrayValue?.first {
        $0["institution"]?.stringValue == institution
      }
      #expect(own?["granted"]?["fen"] == 500 && own?["drawn"]?["fen"] == 400)
    }
  }

  @Test("in an open referral all are asked, and the first to take it has it")
  func open() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      let offers = try await given.refer(["mode": "open"])
      #expect(Set(try offers.map { try $0.institution }) == Set(given.institutions))
      try await given.step(offers[1], .claim)
      let states = try await given.offers().map(\.state)
      #expect(states.filter { $0 == "claimed" }.count == 1)
      #expect(states.filter { $0 == "withdrawn" }.count == given.institutions.count - 1)
      try await world.expectLedgerHolds()
    }
  }

  @Test("what is withdrawn is taken back from everybody who has it, with its consents")
  func withdrawn() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      let offers = try await given.refer()
      let consent = try await given.consent(try offers[0].institution)
      try await given.grant(offers[0])
      try await world.drain()
      _ = try await given.application.withdrawNeed(
        given.need, expectedVersion: 1, actor: given.owner)
      #expect(try await given.offers().allSatisfy { $0.state == "withdrawn" })
      let view = try await world.application.consent(consent, actor: given.owner)
      #expect(view.state == "revoked")
      let told = try await world.events()
      #expect(told.first?.type == .needWithdrawn)
      #expect(told.filter { $0.type == .offerWithdrawn }.count == 3)
      #expect(told.map(\.sequence) == told.indices.map { told[0].sequence + Int64($0) })
      try await world.expectLedgerHolds()
    }
  }

  @Test("a referral that ends keeps what was granted, and may begin again")
  func ends() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      let offers = try await given.refer()
      try await given.grant(offers[0])
      let ended = try await given.application.endReferral(of: given.need, actor: given.owner)
      #expect(ended.body.state == "ended")
      let states = ended.body["offers"]?.arrayValue?.map(\.state)
      #expect(states == ["granted", "withdrawn", "withdrawn"])
      try await world.expectRefused("not found referral") {
        _ = try await given.application.endReferral(of: given.need, actor: given.owner)
      }
      let again = try await given.refer()
      #expect(again.count == 4, "the next institution, beside those that were asked")
    }
  }

  @Test("a need withdrawn after its referral ended takes even what was granted with it")
  func withdrawnAfterwards() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      try await given.grant(try #require(try await given.refer().first))
      _ = try await given.application.endReferral(of: given.need, actor: given.owner)
      _ = try await given.application.withdrawNeed(
        given.need, expectedVersion: 1, actor: given.owner)
      let live = try await world.query(
        "SELECT count(*) FROM offer WHERE state NOT IN ('withdrawn')")
      #expect(try live[0].decode(0, as: Int64.self) == 0)
      try await world.expectLedgerHolds()
    }
  }

  @Test("an institution that lost an offer reads no teaser any more; its enterprise still does")
  func lostTeaser() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      let offer = try #require(try await given.refer().first)
      let liaison = OfferCase.liaison(try offer.institution)
      func teaser(_ actor: Actor) async throws -> JSON? {
        try await world.application.offer(try offer.offerID, actor: actor).value["teaser"]
      }
      #expect(try await teaser(liaison)?.objectValue != nil)
      try await given.step(offer, .decline, ["reasons": ["documents_missing"]])
      #expect(try await teaser(liaison) == .null)
      #expect(try await teaser(given.owner)?.objectValue != nil)
    }
  }

  @Test("the lineage of a need tells of its offers, each step by step, under the run they came of")
  func lineage() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      let offer = try #require(try await given.refer().first)
      try await given.step(offer, .claim)
      let id = try #require(LineageID(given.need.text))
      let tree = try await world.application.lineage(id, actor: given.owner)["tree"]
      func nodes(_ node: JSON?, _ kind: String) -> [JSON] {
        (node?["children"]?.arrayValue ?? []).flatMap { child in
          (child["kind"]?.stringValue == kind ? [child] : []) + nodes(child, kind)
        }
      }
      let offers = nodes(tree, "run").flatMap { nodes($0, "offer") }
      #expect(offers.count == 3)
      let claimed = try #require(offers.first { $0["id"] == offer["id"] })
      #expect(nodes(claimed, "step").map { $0["action"] } == ["offer", "claim"])
    }
  }

  @Test("what was sent of an offer to a webhook stands under it, for those who oversee the service")
  func lineageOfWebhooks() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      for institution in given.institutions {
        try await world.hook(institution, by: World.manager(institution))
      }
      try await world.drain()
      let offer = try #require(try await given.refer().first)
      let events = try await world.events()
      _ = try await world.application.queueWebhooks(events: events, consumer: "rongqiao.webhook")
      try await world.send(.status(200, retryAfter: nil))
      let id = try #require(LineageID(given.need.text))
      func nodes(_ node: JSON?, _ kind: String) -> [JSON] {
        (node?["children"]?.arrayValue ?? []).flatMap { child in
          (child["kind"]?.stringValue == kind ? [child] : []) + nodes(child, kind)
        }
      }
      func sent(_ actor: Actor) async throws -> [JSON] {
        let tree = try await world.application.lineage(id, actor: actor)["tree"]
        let own = try #require(nodes(tree, "offer").first { $0["id"] == offer["id"] })
        #expect(nodes(own, "event").count == 1)
        return nodes(own, "delivery")
      }
      let seen = try await sent(World.system)
      #expect(seen.map(\.state) == ["delivered"])
      #expect(seen.first?["institution"]?.stringValue == (try offer.institution))
      #expect(seen.first?["attempts"] == 1)
      #expect(try await sent(given.owner).isEmpty)
    }
  }

  @Test("paused products and institutions get no offers")
  func paused() async throws {
    try await World.with { world in
      let cases = try await OfferCase.all(world, institutions: 4)
      try #require(cases.count > 1)
      let (given, other) = (cases[0], cases[1])
      let best = given.institutions[0]
      try await world.pause(.institution, best, reason: "系统升级")
      let offers = try await given.refer()
      let asked = Set(try offers.map { try $0.institution })
      #expect(asked.count == 3 && !asked.contains(best))
      try await world.resume(.institution, best)
      // The first product of another need, which nothing else stands in the way of.
      let run = try await world.application.run(
        try await world.run(other.need), expandDecisions: false, actor: World.system)
      let code = try #require(run["top"]?.arrayValue?.first?["product"]?.stringValue)
      try await world.pause(.product, code, reason: "条款修订")
      let others = try await other.refer()
      #expect(others.count == 3 && others.allSatisfy { $0["product"] != .string(code) })
    }
  }
}
