import Catalog
import Domain
import Seeds
import Testing

@testable import Listing

@Suite("Pools and the ladder")
struct PoolTests {
  private func book(_ changes: [String: JSON?] = [:]) throws -> PoolBook {
    var members = try ListingFixture.document("Schemas/listing/pools.yaml").objectValue ?? [:]
    for (name, value) in changes { members[name] = value }
    return try PoolBook(json: .object(members), registry: ListingFixture.registry())
  }

  private func facts(_ base: [String: FactState]) throws -> KnownFacts {
    KnownFacts(
      base, registry: try ListingFixture.registry(), on: try ListingFixture.day("2026-11-20"))
  }

  @Test("a gate opens for what meets it, names what fails, and what is not known is no failure")
  func gates() throws {
    let pool = try #require(
      try book().pool("key_reserve", on: ListingFixture.day("2026-11-20")))
    let good: [String: FactState] = [
      "legal.dishonest_listed": ListingFixture.flag(false),
      "enterprise.legal_form": ListingFixture.code("company"),
      "finance.revenue_last_year_fen": ListingFixture.wan(3_000),
    ]
    #expect(pool.verdict(try facts(good)).result == .pass)
    let short = pool.verdict(
      try facts(
        good.merging(["finance.revenue_last_year_fen": ListingFixture.wan(2_999)]) { $1 }))
    #expect(short.result == .fail && short.failing == ["revenue"] && short.missing.isEmpty)
    let unknown = pool.verdict(try facts(good.filter { $0.key != "legal.dishonest_listed" }))
    #expect(unknown.result == .unknown && unknown.missing == ["legal.dishonest_listed"])
  }

  @Test("a rung counts only over those below it, and only the next one opens")
  func ladder() throws {
    let ladder = try book().ladder
    let standards = try ListingFixture.standards()
    let place = RegionCode("340104")
    func at(_ base: [String: FactState]) throws -> GrowthPlace {
      ladder.place(try facts(base), in: place, standards)
    }
    var known: [String: FactState] = [
      "enterprise.legal_form": ListingFixture.code("individual_business"),
      "enterprise.industry": ListingFixture.code("6510"),
    ]
    var found = try at(known)
    #expect(found.rung == nil && found.opens == "company")
    known["enterprise.legal_form"] = ListingFixture.code("company")
    known["finance.revenue_last_year_fen"] = ListingFixture.wan(1_000)
    found = try at(known)
    #expect(found.rung == "company" && found.opens == nil)
    #expect(found.missing == ["enterprise.above_scale_in_2y"])
    known["enterprise.above_scale_in_2y"] = ListingFixture.flag(true)
    #expect(try at(known).opens == "above_scale")
    // Listed already, but small: the rungs between are missing.
    known["enterprise.listed_boards"] = ListingFixture.codes(["neeq"])
    #expect(try at(known).rung == "company")
    known["finance.revenue_last_year_fen"] = ListingFixture.wan(3_000)
    known["enterprise.joint_stock_since"] = FactState.none
    known["enterprise.equity_clear"] = ListingFixture.flag(true)
    found = try at(known)
    #expect(found.rung == "above_scale" && found.opens == "share_reform")
    known["enterprise.joint_stock_since"] = try ListingFixture.date("2024-01-01")
    #expect(try at(known).rung == "listing")
    #expect(try at([:]).missing == ["enterprise.legal_form"])
  }

  @Test("what a document of pools says wrong is told with its place")
  func faults() throws {
    let shipped = try ListingFixture.document("Schemas/listing/pools.yaml")
    let pools = shipped["pools"]?.arrayValue ?? []
    var stray = pools.first?.objectValue ?? [:]
    stray["after"] = "nowhere"
    let cases: [(String, JSON, String)] = [
      ("pools", .array(pools + pools.prefix(1)), "overlap"),
      ("pools", [.object(stray)], "unknown_pool"),
      (
        "rungs", [["code": "x", "label": ["zh": "x", "en": "x"], "surprise": 1]], "unknown_member"
      ),
      ("advisers", [["code": "x", "label": ["zh": "x", "en": "x"], "capacity": 1]], "required"),
    ]
    for (member, value, code) in cases {
      let error = #expect(throws: Faults.self) { try book([member: value]) }
      #expect(error?.list.contains { $0.code == code } ?? false, "\(member) \(code)")
    }
  }
}

@Suite("Advisers are loaded evenly")
struct AdviserDealTests {
  private func region(_ text: String) throws -> RegionCode { try #require(RegionCode(text)) }

  @Test("over a thousand random offices nobody passes a capacity, and equal ones differ by one")
  func even() throws {
    let seed = SeededGenerator.seed(for: "advisers")
    var random = SeededGenerator(seed: seed)
    for _ in 0..<1_000 {
      let count = Int.random(in: 1...8, using: &random)
      let room = Int.random(in: 0...12, using: &random)
      let advisers = (0..<count).map {
        AdviserLoad(code: "adviser-\($0)", capacity: room, load: 0, regions: [])
      }
      let place = try region("340100")
      let seats = (0..<Int.random(in: 0...60, using: &random)).map {
        AdviserSeat(member: "member-\($0)", region: place)
      }
      let dealt = AdviserDeal.deal(seats, to: advisers, seed: random.next())
      let loads = advisers.map { adviser in dealt.count { $0.adviser == adviser.code } }
      #expect(loads.allSatisfy { $0 <= room }, "seed \(seed)")
      #expect((loads.max() ?? 0) - (loads.min() ?? 0) <= 1, "seed \(seed)")
      #expect(dealt.count { $0.adviser == nil } == max(0, seats.count - count * room))
    }
  }

  @Test("who has fewer gets the next, who does not work there gets none, and the seed breaks ties")
  func choice() throws {
    let hefei = try region("340100")
    let wuhu = try region("340200")
    let advisers = [
      AdviserLoad(code: "a", capacity: 9, load: 3, regions: []),
      AdviserLoad(code: "b", capacity: 9, load: 1, regions: [wuhu]),
      AdviserLoad(code: "c", capacity: 9, load: 2, regions: [hefei]),
    ]
    func dealt(_ region: RegionCode) -> [String?] {
      AdviserDeal.deal([AdviserSeat(member: "m", region: region)], to: advisers, seed: 1)
        .map(\.adviser)
    }
    #expect(dealt(hefei) == ["c"])
    #expect(dealt(wuhu) == ["b"])
    #expect(dealt(try region("610100")) == ["a"])
    let declined = AdviserSeat(member: "m", region: hefei, declinedBy: ["c", "a"])
    #expect(AdviserDeal.deal([declined], to: advisers, seed: 1).map(\.adviser) == [nil])
    let equal = (0..<5).map { AdviserLoad(code: "x\($0)", capacity: 9, load: 0, regions: []) }
    let seats = (0..<5).map { AdviserSeat(member: "m\($0)", region: hefei) }
    let orders = (0..<20).map { seed in
      AdviserDeal.deal(seats, to: equal, seed: UInt64(seed)).map(\.adviser)
    }
    #expect(Set(orders).count > 1)
    #expect(orders[3] == AdviserDeal.deal(seats, to: equal, seed: 3).map(\.adviser))
  }
}

@Suite("A forecast of listings")
struct ForecastTests {
  @Test("it goes on as it went: by working days, rounded down, and nothing before there is one")
  func linear() throws {
    let calendar = try ListingFixture.calendar()
    func forecast(_ listed: Int64, _ day: String) throws -> ListingForecast {
      ListingForecast(
        listed: listed, target: 100, year: 2026, on: try ListingFixture.day(day),
        calendar: calendar)
    }
    #expect(try forecast(0, "2026-01-01").expected == nil)
    #expect(try forecast(0, "2025-06-01").expected == nil)
    let whole = try forecast(42, "2026-12-31")
    #expect(whole.expected == 42 && whole.shortBy == 58)
    #expect(try forecast(120, "2027-03-01").shortBy == 0)
    let half = try forecast(30, "2026-06-30")
    let expected = Int64(30 * half.daysInYear / half.daysElapsed)
    #expect(half.expected == expected && half.shortBy == 100 - expected)
    #expect(half.daysElapsed > 110 && half.daysInYear > 240)
  }
}
