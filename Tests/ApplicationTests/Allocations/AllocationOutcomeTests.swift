import Application
import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("What becomes of planned offers", .serialized)
struct AllocationOutcomeTests {
  @Test("a periodic referral waits for the next run, and is in line again while it wants more")
  func waits() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      let answer = try await world.application.referNeed(
        given.need, ["mode": "periodic", "institutions": 2], actor: given.owner)
      let next = Instant(startOf: try #require(LegalDate("2026-11-23")))
        .adding(milliseconds: 9 * 3_600_000)
      #expect(answer.body["looks_again_at"] == .string(next.text))
      #expect(answer.body["institutions"] == 2)
      #expect(try await world.application.dispatchDueReferrals(limit: 10) == 0)
      #expect(try await given.offers() == [])
      try await world.allocate()
      let offers = try await given.offers()
      #expect(offers.count == 2)
      let satisfied = try await world.application.referral(of: given.need, actor: given.owner)
      #expect(satisfied.value["looks_again_at"] == .null)
      // Nobody is asked at once when one drops out: the next run does that, and asks somebody else.
      try await given.step(offers[0], .decline, ["reasons": ["documents_missing"]])
      #expect(try await given.offers().count == 2)
      let again = try await world.application.referral(of: given.need, actor: given.owner)
      #expect(again.value["looks_again_at"] == .string(next.text))
      let id = try await world.allocate()
      let all = try await given.offers()
      #expect(all.count == 3)
      #expect(Set(try all.map { try $0.institution }).count == 3)
      let lines = try await world.digest(id)
      #expect(lines.contains { $0["why"] == "asked_before" })
      try await world.expectSound(id)
    }
  }

  @Test("a need that is changed, withdrawn or taken back after the plan is left out and noted")
  func meanwhile() async throws {
    try await World.with { world in
      let cases = try await world.waitingCases()
      try #require(cases.count >= 4)
      let id = try await world.beginAllocation()
      _ = try await world.application.withdrawNeed(
        cases[0].need, expectedVersion: 1, actor: cases[0].owner)
      _ = try await world.application.endReferral(of: cases[1].need, actor: cases[1].owner)
      _ = try await world.application.amendNeed(
        cases[2].need, expectedVersion: 1, ["tenor_months": 7], actor: cases[2].owner)
      _ = try await world.application.endReferral(of: cases[3].need, actor: cases[3].owner)
      try await cases[3].refer()
      let dispatched = try await world.count("offer")
      let made = try await world.finishAllocation()
      var found: [NeedID: Set<String>] = [:]
      for line in try await world.digest(id) {
        let need = try #require(line["need_id"]?.stringValue.flatMap { NeedID($0) })
        if let outcome = line["outcome"]?.stringValue { found[need, default: []].insert(outcome) }
      }
      #expect(found[cases[0].need] == ["need_withdrawn"])
      #expect(found[cases[1].need] == ["referral_ended"])
      #expect(found[cases[2].need] == ["need_changed"])
      #expect(found[cases[3].need] == ["referral_ended"])
      #expect(found.values.contains(["made"]))
      #expect(try await world.count("offer") == dispatched + Int64(made))
      let needs = try await world.query(
        "SELECT outcome, count(*) FROM allocation_need GROUP BY 1 ORDER BY 1"
      ).map { "\(try $0.decode(0, as: String.self)) \(try $0.decode(1, as: Int64.self))" }
      #expect(
        needs == [
          "done \(cases.count - 4)", "need_changed 1", "need_withdrawn 1", "referral_ended 2",
        ])
      try await world.expectSound(id)
      // What was changed takes part once it is decided again.
      try await world.matchWaiting()
      let next = try await world.beginAllocation()
      try await world.finishAllocation()
      #expect(
        try await world.digest(next).contains { $0["need_id"] == .string(cases[2].need.text) })
    }
  }

  @Test("room that others took meanwhile, and an institution that is paused, are noted")
  func room() async throws {
    try await World.with { world in
      let cases = try await world.waitingCases()
      let id = try await world.beginAllocation()
      let planned = Dictionary(
        grouping: try await world.digest(id).filter { $0["outcome"] == "planned" }
      ) { $0["institution"]?["code"]?.stringValue ?? "" }
      let codes = planned.keys.sorted { planned[$0]?.count ?? 0 > planned[$1]?.count ?? 0 }
      try #require(codes.count >= 2)
      let (full, paused) = (codes[0], codes[1])
      try await world.limit(.institution, full, 1)
      _ = try await world.application.setPause(
        .institution, target: paused, ["reason": "系统维护"], actor: World.system)
      try await world.finishAllocation()
      let outcomes = try await world.outcomes(id)
      #expect(outcomes["room_taken"] == (planned[full]?.count ?? 0) - 1)
      #expect(outcomes["paused"] == planned[paused]?.count)
      #expect(outcomes["made"] ?? 0 > 0 && outcomes["planned"] == nil)
      try await world.expectSound(id)
      // Those who got fewer than they want are in line again.
      let waiting = try await world.query(
        "SELECT count(*) FROM referral WHERE mode = 'periodic' AND due_at IS NOT NULL")
      #expect(try waiting[0].decode(0, as: Int64.self) > 0)
      #expect(cases.count > 0)
    }
  }

  @Test("needs of the first pool go before the others where there is too little room for all")
  func pools() async throws {
    try await World.with { world in
      let cases = try await OfferCase.all(world, institutions: 2, samples: 80)
      let special = try #require(cases.last)
      _ = try await world.report(
        special.enterprise, ["enterprise.titles": ["little_giant"]])
      try await world.matchAll()
      for given in cases { try await given.refer(["mode": "periodic"]) }
      let codes = Set(cases.flatMap(\.institutions))
      for code in codes { try await world.limit(.institution, code, 1) }
      let id = try await world.allocate()
      expectFirstPool(try await world.digest(id), has: special.need)
      try await world.expectSound(id)
    }
  }

  /// Expects that nobody of the last pool is taken where one of the first pool is refused.
  private func expectFirstPool(_ lines: [JSON], has need: NeedID) {
    let first = lines.filter { $0["pool"] == "srdi" }
    #expect(first.contains { $0["need_id"] == .string(need.text) })
    #expect(first.contains { $0["outcome"] == "made" })
    let taken = lines.filter { $0["pool"] == "general" && $0["outcome"] == "made" }
      .map { $0["institution"] }
    let refused = first.filter { $0["why"] == "institution_full" }.map { $0["institution"] }
    #expect(!refused.contains { taken.contains($0) })
  }
}
