import Application
import Domain
import Foundation
import Listing
import Postgres
import Store
import TestSupport
import Testing

@Suite("What follows from listing cases", .serialized)
struct ListingReviewTests {
  typealias Trip = ListingTrip

  private func review(_ world: World) async throws {
    while try await world.application.reviewDueListings(limit: 10) > 0 {}
  }

  private func fact(_ path: String, of trip: ListingTrip) async throws -> JSON? {
    try await trip.application.facts(
      trip.enterprise, version: nil, asOf: nil, actor: World.system
    ).value.fact(path)
  }

  @Test("what a case shows becomes facts that products decide on, and goes with the end of it")
  func facts() async throws {
    try await World.with { world in
      let trip = try await Trip.open(world)
      try await world.report(trip.enterprise, ["enterprise.listed_boards": ["stock_exchange"]])
      try await review(world)
      let before = try await fact("enterprise.listed_boards", of: trip)
      #expect(before?["source"] == "tax_bureau", "being on the way says nothing yet")
      try await trip.steps(Trip.untilReplied + Trip.untilListed)
      try await world.drain()
      try await review(world)
      let listed = try await fact("enterprise.listed_boards", of: trip)
      #expect(listed?["value"] == ["neeq", "stock_exchange"] && listed?["source"] == "platform")
      #expect(try await fact("enterprise.joint_stock_since", of: trip)?["value"] == "2026-02-02")
      #expect(try await world.drain().map(\.type).filter { $0 == .factsChanged }.count == 1)
      try await trip.step("delist")
      try await review(world)
      let left = try await fact("enterprise.listed_boards", of: trip)
      #expect(left?["value"] == ["stock_exchange"])
    }
  }

  @Test("a listing opens a product that asks for it, without anybody asking")
  func opensProduct() async throws {
    try await World.with { world in
      let trip = try await Trip.open(world, "ah-star")
      try await world.report(
        trip.enterprise,
        [
          "enterprise.listed_boards": ["stock_exchange"], "enterprise.titles": ["little_giant"],
          "enterprise.statistics_region": "340104", "tax.registration_region": "340104",
        ])
      let need = try await world.submit(trip.enterprise)
      func outcome() async throws -> JSON? {
        try await review(world)
        try await world.matchWaiting()
        return try await world.application.decision(
          of: try await world.run(need), product: "shushan-kechuangdai", actor: World.system
        )["outcome"]
      }
      #expect(try await outcome() == "ineligible")
      try await trip.steps(["deposit", "submit", "consent", "list"])
      #expect(try await outcome() == "eligible")
    }
  }

  @Test(
    "an event has the cases looked at once, and one of an enterprise without a case leaves no trace"
  )
  func events() async throws {
    try await World.with { world in
      let trip = try await Trip.open(world)
      let stranger = try await world.register(1)
      try await world.report(stranger, ["tax.credit_grade": "A"])
      let events = try await world.drain()
      let first = try await world.application.reviewListings(
        events: events, consumer: "rongqiao.listing")
      #expect(first.reviewed == 1)
      let claimed = try await world.count("inbox")
      let again = try await world.application.reviewListings(
        events: events, consumer: "rongqiao.listing")
      #expect(again.reviewed == 0 && again.skipped == events.count)
      #expect(try await world.count("inbox") == claimed)
      // A change of facts makes it due by itself, whatever becomes of the event.
      try await world.report(trip.enterprise, ["tax.credit_grade": "A"])
      try await world.execute("DELETE FROM outbox")
      #expect(try await world.application.reviewDueListings(limit: 10) == 1)
      #expect(try await world.application.reviewDueListings(limit: 10) == 0)
    }
  }

  @Test("layers follow the facts, up and down, and each change is told once")
  func layers() async throws {
    try await World.with { world in
      let trip = try await Trip.open(world, "ah-srdi")
      try await trip.steps(Trip.untilOnLocalBoard)
      try await world.report(trip.enterprise, Trip.localTitles)
      func changes() async throws -> [(layer: JSON?, rose: JSON?)] {
        try await review(world)
        return try await world.drain().filter { $0.type == .listingLayerChanged }
          .map { ($0.data["layer"], $0.data["rose"]) }
      }
      var told = try await changes()
      #expect(told.map(\.layer) == ["ah-srdi.incubation"] && told.map(\.rose) == [true])
      try await world.report(trip.enterprise, ["enterprise.titles": ["little_giant"]])
      told = try await changes()
      #expect(told.map(\.layer) == ["ah-srdi.nurture"] && told.map(\.rose) == [true])
      try await world.report(trip.enterprise, ["enterprise.titles": ["srdi_province"]])
      told = try await changes()
      #expect(told.map(\.layer) == ["ah-srdi.norm"] && told.map(\.rose) == [false])
      #expect(try await changes().isEmpty)
    }
  }

  @Test("a target that cannot be met is told once, until it can be met again")
  func atRisk() async throws {
    try await World.with { world in
      let trip = try await Trip.open(world, on: "2026-11-19")
      try await review(world)
      try await world.drain()
      func aim(_ day: String) async throws {
        _ = try await trip.application.setListingTarget(
          of: trip.id, expectedVersion: nil, ["target_on": .string(day)], actor: trip.owner)
      }
      func told() async throws -> [Event] {
        try await review(world)
        return try await world.drain(.listingGateAtRisk)
      }
      try await aim("2026-12-31")
      let first = try await told()
      #expect(first.count == 1 && first.first?.data["case_id"] == .string(trip.id.text))
      #expect(try await trip.view()["alerts"]?.arrayValue?.count == 1)
      // A list tells the same, so that a board shows it.
      let listed = try await trip.application.listingCases(
        state: nil, board: nil, enterprise: nil, region: nil, page: PageRequest(),
        actor: World.system)
      let (row, one) = (listed.items.first, try await trip.view())
      #expect(row?["id"] == one["id"] && row?["alerts"] == one["alerts"])
      world.store.clock.advance(milliseconds: 86_400_000)
      #expect(try await told().isEmpty)
      try await aim("2029-12-31")
      #expect(try await told().isEmpty)
      #expect(try await trip.view()["alerts"] == [])
      let plan = try await trip.application.listingPlan(
        of: trip.id, target: nil, actor: trip.owner)
      #expect(plan["feasible"] == true && plan["plan"]?["slack_days"]?.intValue ?? 0 > 0)
      let bound = try await trip.application.listingPlan(
        of: trip.id, target: LegalDate("2026-12-31"), actor: trip.owner)
      #expect(bound["feasible"] == false && bound["binding"]?["gate"] != nil)
    }
  }

  @Test("nothing is at risk any more in a case that is over")
  func over() async throws {
    try await World.with { world in
      let trip = try await Trip.open(world)
      _ = try await trip.application.setListingTarget(
        of: trip.id, expectedVersion: nil, ["target_on": "2026-12-31"], actor: trip.owner)
      try await review(world)
      #expect(try await trip.view()["alerts"]?.arrayValue?.isEmpty == false)
      try await trip.step("withdraw")
      try await review(world)
      #expect(try await trip.view()["alerts"] == [])
    }
  }

  @Test("a hold that is nearly over is told once, and no more when the case has come back")
  func holdEnds() async throws {
    try await World.with { world in
      let trip = try await Trip.open(world)
      try await trip.steps(Trip.untilReplied, on: "2026-11-02")
      try await trip.step("suspend", on: "2026-11-02")
      try await review(world)
      #expect(try await world.drain(.listingGateAtRisk).isEmpty)
      world.store.clock.advance(milliseconds: 60 * 86_400_000)
      try await review(world)
      let told = try await world.drain(.listingGateAtRisk)
      #expect(told.map { $0.data["limit"] } == ["hold"])
      #expect(told.first?.data["due"] == "2027-02-02")
      try await trip.step("resume", on: "2027-01-18")
      try await review(world)
      #expect(try await trip.view()["alerts"] == [])
    }
  }

  @Test("what cannot be planned says why")
  func unplannable() async throws {
    try await World.with { world in
      let trip = try await Trip.open(world)
      func word(_ target: String?) async throws -> String? {
        let day = try target.map { try #require(LegalDate($0)) }
        return await refusal {
          _ = try await trip.application.listingPlan(of: trip.id, target: day, actor: trip.owner)
        }?.word
      }
      #expect(try await word(nil) == "invalid /target required")
      #expect(try await word("2020-01-01") == "invalid /target range")
      try await trip.steps(Trip.untilReplied + Trip.untilListed)
      #expect(try await word("2027-06-30") == "conflict listing_plan")
      try await world.expectRefused("invalid /options unknown_value") {
        _ = try await trip.application.setListingTarget(
          of: trip.id, expectedVersion: nil, ["target_on": "2027-06-30", "options": ["moon"]],
          actor: trip.owner)
      }
    }
  }

  @Test("what net assets come to as shares is shown to who is to be reformed, and to nobody else")
  func shareConversion() async throws {
    try await World.with { world in
      let enterprise = try await world.register(7)
      func shown(_ board: String = "neeq") async throws -> JSON? {
        try await world.application.listingReadiness(
          of: enterprise, board: board, asOf: nil, actor: World.system)["share_conversion"]
      }
      #expect(try await shown() == .null)
      try await world.report(
        enterprise,
        [
          "enterprise.joint_stock_since": .null, "finance.assets_fen": 30_000_000_050,
          "finance.liabilities_fen": 9_847_490_000, "finance.paid_in_capital_fen": 6_000_000_000,
        ])
      let found = try #require(try await shown())
      #expect(found["net_assets"]?["fen"] == 20_152_510_050)
      #expect(found["most"]?["shares"] == 201_525_100)
      #expect(found["most"]?["capital_reserve"]?["fen"] == 50)
      #expect(found["as_paid_in"]?["shares"] == 60_000_000)
      #expect(found["as_paid_in"]?["capital_reserve"]?["fen"] == 14_152_510_050)
      #expect(found["as_paid_in"]?["ratio_ppm"] == 297_730)
      #expect(found["citation"]?["clause"] == "第一百零八条")
      // The board of the province asks for none.
      #expect(try await shown("ah-srdi") == .null)
      // More is paid in than there is: only less can be converted.
      try await world.report(enterprise, ["finance.paid_in_capital_fen": 20_152_510_100])
      #expect(try await shown()?["as_paid_in"] == .null)
      try await world.report(enterprise, ["enterprise.joint_stock_since": "2026-01-05"])
      #expect(try await shown() == .null)
    }
  }

  @Test("readiness names what is missing and what breaks it; classes follow the region")
  func readiness() async throws {
    try await World.with { world in
      let enterprise = try await world.register(5)
      let owner = Trip.owner(of: enterprise)
      let unknown = try await world.application.listingReadiness(
        of: enterprise, board: "neeq", asOf: nil, actor: owner)
      #expect(unknown["result"] == "unknown" && unknown["missing"]?.arrayValue?.isEmpty == false)
      try await world.report(enterprise, ["enterprise.control_shares_pledged": true])
      let broken = try await world.application.listingReadiness(
        of: enterprise, board: "neeq", asOf: nil, actor: owner)
      #expect(broken["result"] == "fail" && broken["failing"] == ["control_unpledged"])
      let repair = broken["repairs"]?.arrayValue?.first
      #expect(repair?["condition"] == "control_unpledged" && repair?["route"] == .null)
      let change = repair?["changes"]?.arrayValue?.first
      #expect(change?["path"] == "enterprise.control_shares_pledged")
      #expect(change?["from"] == ["state": "known", "value": true] && change?["to"] == false)
      #expect(unknown["repairs"] == [])
      let classes = try await world.application.listingClassification(
        of: enterprise, asOf: nil, actor: owner)
      #expect(classes["layers"]?["neeq"]?["decided"] != nil)
      let usual = try await world.application.listingReadiness(
        of: enterprise, board: nil, asOf: nil, actor: owner)
      #expect(usual["board"] == "neeq")
      #expect(
        await refusal {
          _ = try await world.application.listingReadiness(
            of: enterprise, board: "moon", asOf: nil, actor: owner)
        }?.word == "invalid /board unknown_value")
      let stranger = Trip.owner(of: try await world.register(6))
      #expect(
        await refusal {
          _ = try await world.application.listingReadiness(
            of: enterprise, board: "neeq", asOf: nil, actor: stranger)
        }?.word == "not found enterprise")
    }
  }
}
