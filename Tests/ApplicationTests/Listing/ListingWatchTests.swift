import Application
import Domain
import Foundation
import Listing
import Postgres
import Store
import TestSupport
import Testing

@Suite("What time does to listing cases", .serialized)
struct ListingWatchTests {
  typealias Trip = ListingTrip

  private func review(_ world: World) async throws {
    while try await world.application.reviewDueListings(limit: 10) > 0 {}
  }

  /// What was told to be at risk since it was last asked.
  private func told(_ world: World) async throws -> [String] {
    try await review(world)
    return try await world.drain(.listingGateAtRisk).map { event in
      ["gate", "limit", "due"].map { event.data[$0]?.stringValue ?? "" }.joined(separator: " ")
    }
  }

  /// The day of the next look at the only enterprise with a case.
  private func nextLook(_ world: World) async throws -> String {
    try await world.query(
      "SELECT coalesce((due_at AT TIME ZONE 'Asia/Shanghai')::date::text, 'never') FROM listing_account"
    ).map { try $0.decode(0, as: String.self) }.joined()
  }

  private func pass(_ world: World, to day: String) throws {
    let days = try #require(LegalDate(day)).daysSinceEpoch
    let today = world.store.clock.now.legalDate.daysSinceEpoch
    world.store.clock.advance(milliseconds: Int64(days - today) * 86_400_000)
  }

  private func fact(_ path: String, of trip: ListingTrip) async throws -> JSON? {
    try await trip.application.facts(
      trip.enterprise, version: nil, asOf: nil, actor: World.system
    ).value.fact(path)
  }

  @Test(
    "without a target, too, an inquiry is told of before its time is over, a stage when it is overrun, and statements before they are too old"
  )
  func clocks() async throws {
    try await World.with { world in
      let trip = try await Trip.open(world, on: "2026-11-02")
      try await trip.steps(Trip.untilReplied.dropLast(), on: "2026-11-03")
      #expect(try await told(world) == [])
      #expect(try await nextLook(world) == "2026-11-25")
      try pass(world, to: "2026-11-25")
      #expect(try await told(world) == ["inquiry window 2026-12-01"])
      try pass(world, to: "2026-12-02")
      #expect(try await told(world) == [], "once")
      try await trip.step("reply", on: "2026-12-02")
      #expect(try await told(world) == [])
      #expect(try await trip.view()["alerts"] == [])
      try pass(world, to: "2027-03-05")
      let overrun = try await told(world)
      #expect(overrun.count == 1 && overrun.first?.hasPrefix("replied window ") == true)
      #expect(try await nextLook(world) == "2027-03-06")
      try pass(world, to: "2027-03-06")
      #expect(try await told(world) == ["replied statements 2027-04-04"])
    }
  }

  @Test("a layer follows time alone, on its day, and nobody looks before")
  func layers() async throws {
    try await World.with { world in
      let trip = try await Trip.open(world, on: "2026-11-19")
      try await world.report(
        trip.enterprise,
        [
          "enterprise.listed_boards": ["neeq"], "finance.raised_on_board_fen": 1_000_000_000,
          "enterprise.qualified_investors_count": 50, "finance.assets_fen": 5_000_000_000,
          "finance.liabilities_fen": 4_000_000_000, "enterprise.layer_governance": true,
          "legal.last_securities_penalty_on": .null, "legal.under_investigation": false,
          "legal.last_major_violation_on": "2025-12-05",
          "finance.net_profit_last_year_fen": 1_000_000_000,
          "finance.net_profit_prior_year_fen": 1_000_000_000,
          "finance.roe_mean_2y_ppm": 60_000, "finance.paid_in_capital_fen": 2_000_000_000,
        ])
      func layers() async throws -> [String?] {
        try await review(world)
        return try await world.drain(.listingLayerChanged).map { $0.data["layer"]?.stringValue }
      }
      #expect(try await layers() == ["neeq.base"])
      #expect(try await nextLook(world) == "2026-12-05")
      try pass(world, to: "2026-12-04")
      #expect(try await world.application.reviewDueListings(limit: 10) == 0)
      try pass(world, to: "2026-12-05")
      #expect(try await layers() == ["neeq.innovation"])
    }
  }

  @Test("a case on its board is watched no more, whatever its target was")
  func listed() async throws {
    try await World.with { world in
      let trip = try await Trip.open(world)
      _ = try await trip.application.setListingTarget(
        of: trip.id, expectedVersion: nil, ["target_on": "2029-12-31"], actor: trip.owner)
      try await review(world)
      #expect(try await nextLook(world) == "2026-11-21")
      try await trip.steps(Trip.untilReplied + Trip.untilListed)
      try await review(world)
      #expect(try await nextLook(world) == "never")
    }
  }

  @Test("what an enterprise or its sponsor showed fills a fact, and stands behind who knows better")
  func declared() async throws {
    let path = "enterprise.joint_stock_since"
    let verbs = ["engage", "investigate", "remedy", "reform", "resolve"]
    try await World.with { world in
      let known = try await Trip.open(world)
      try await world.report(known.enterprise, [path: "2015-06-01"])
      let own = try await Trip.open(world, number: 1)
      _ = try await world.application.putFacts(
        own.enterprise, expectedVersion: nil, Body.facts([path: .null], source: "enterprise"),
        mode: .merge, actor: World.system)
      let unknown = try await Trip.open(world, number: 2)
      for trip in [known, own, unknown] { try await trip.steps(verbs) }
      try await review(world)
      let kept = try await fact(path, of: known)
      #expect(kept?["value"] == "2015-06-01" && kept?["source"] == "tax_bureau")
      for trip in [own, unknown] {
        let filled = try await fact(path, of: trip)
        #expect(filled?["value"] == "2026-02-02" && filled?["source"] == "declared")
        // Who knows better is heard, and what was shown does not come back.
        try await world.report(trip.enterprise, [path: "2026-01-30"])
        try await review(world)
        #expect(try await fact(path, of: trip)?["value"] == "2026-01-30")
      }
      #expect(
        await refusal {
          _ = try await world.application.putFacts(
            own.enterprise, expectedVersion: nil,
            Body.facts([path: "2026-01-01"], source: "declared"), mode: .merge,
            actor: World.system)
        }?.word == "invalid /facts/0/source source")
    }
  }

  @Test("two cases that show one fact write it once, and not anew every day")
  func oneValue() async throws {
    try await World.with { world in
      let verbs = ["engage", "investigate", "remedy", "reform", "resolve"]
      let first = try await Trip.open(world)
      try await first.steps(verbs)
      try await first.step("withdraw")
      let second = try await Trip.open(world, of: first.enterprise, on: "2026-02-03")
      try await second.steps(verbs, on: "2026-03-02")
      func version() async throws -> Int {
        try await world.execute("UPDATE listing_account SET due_at = '2026-01-01'")
        try await review(world)
        return try await world.application.enterprise(first.enterprise, actor: World.system)
          .value["facts_version"]?.intValue.map { Int($0) } ?? 0
      }
      let before = try await version()
      #expect(
        try await fact("enterprise.joint_stock_since", of: second)?["value"] == "2026-03-02")
      for _ in 0..<3 {
        world.store.clock.advance(milliseconds: 86_400_000)
        #expect(try await version() == before)
      }
    }
  }

  @Test("a plan waits for the day on which time lets the enterprise qualify, and names it")
  func qualifies() async throws {
    try await World.with { world in
      let trip = try await Trip.open(world, on: "2026-11-19")
      var facts: [String: JSON] = [
        "enterprise.reform_basis": "book", "enterprise.equity_clear": true,
        "enterprise.control_shares_pledged": false, "enterprise.governance_sound": true,
        "enterprise.business_clear": true, "enterprise.industry_policy_class": "permitted",
        "finance.paid_in_capital_fen": 2_000_000_000, "finance.assets_fen": 6_000_000_000,
        "finance.liabilities_fen": 3_000_000_000, "finance.net_profit_last_year_fen": 500_000_000,
        "finance.net_profit_prior_year_fen": 400_000_000, "legal.last_conviction_on": .null,
        "legal.sentence_unserved": false, "legal.last_securities_penalty_on": .null,
        "legal.under_investigation": false, "legal.dishonest_listed": false,
        "legal.officer_barred": false, "legal.last_major_violation_on": .null,
      ]
      func plan() async throws -> JSON {
        try await world.report(trip.enterprise, facts)
        return try await trip.application.listingPlan(
          of: trip.id, target: LegalDate("2028-06-30"), actor: trip.owner)
      }
      #expect(try await plan()["feasible"] == true)
      facts["legal.last_major_violation_on"] = "2026-06-15"
      let bound = try await plan()
      #expect(bound["feasible"] == false)
      let cause = bound["binding"]?["cause"]
      #expect(cause?["kind"] == "opens" && cause?["work"] == "filed", "\(bound)")
      #expect(cause?["opens_on"] == "2028-06-15")
    }
  }

  @Test("a day on a paper that does not age says nothing of the statements")
  func onlyStatements() async throws {
    try await World.with { world in
      let trip = try await Trip.open(world)
      try await trip.steps(Trip.untilReplied.dropLast())
      let day = try #require(LegalDate("2026-02-02"))
      let body = try trip.body("reply", from: "inquiry", on: day)
      let papers = (body["evidence"]?.arrayValue ?? []).map {
        $0.with(["cut_off_on": "2026-02-01"])
      }
      _ = try await trip.application.advanceListingCase(
        trip.id, expectedVersion: nil, body.with(["evidence": .array(papers)]),
        actor: Trip.officer)
      let bound = try await trip.application.listingPlan(
        of: trip.id, target: LegalDate("2027-06-30"), actor: trip.owner)
      #expect(bound["binding"]?["limit"] == "statements")
      #expect(bound["binding"]?["cut_off_on"] == "2026-01-03")
    }
  }

  @Test("an inquiry that was not answered in its time closes the plan")
  func closes() async throws {
    try await World.with { world in
      let trip = try await Trip.open(world, on: "2026-10-08")
      try await trip.steps(Trip.untilReplied.dropLast(), on: "2026-10-09")
      let bound = try await trip.application.listingPlan(
        of: trip.id, target: LegalDate("2027-12-31"), actor: trip.owner)
      #expect(bound["binding"]?["gate"] == "inquiry" && bound["binding"]?["limit"] == "window")
    }
  }
}
