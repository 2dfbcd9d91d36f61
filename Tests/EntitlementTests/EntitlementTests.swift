import Catalog
import Domain
import Entitlement
import Seeds
import Testing

@Suite("Entitlements")
struct EntitlementTests {
  private typealias Fixture = EntitlementFixture

  private func judged(
    _ event: EntitlementEvent, in region: String = "340104",
    facts: [String: FactState] = EntitlementFixture.manufacturer,
    after earlier: [EarlierClaim] = [], having had: [String: Int64] = [:],
    on today: String? = nil, book: ClauseBook? = nil
  ) throws -> [String: Entitlement.Verdict] {
    let book = try book ?? Fixture.book()
    let list = book.entitlements(
      for: event, in: try Fixture.region(region), facts: { facts[$0] ?? .unknown },
      after: earlier, having: had, on: try today.map(Fixture.day) ?? event.on)
    return Dictionary(
      list.map { ($0.clause.code, $0.verdict) }, uniquingKeysWith: { first, _ in first })
  }

  private func fen(_ verdict: Entitlement.Verdict?) -> Int64? {
    if case .due(let due)? = verdict { return due.fen.value }
    return nil
  }

  private func lease(
    _ financed: Int64, months: Int64?, contract: String? = "L1", on day: String = "2020-06-01",
    rent: Int64? = nil
  ) throws -> EntitlementEvent {
    var bases: [EntitlementClause.Base: Fen] = [.financed: try Fixture.fen(financed)]
    if let rent { bases[.rentInterest] = try Fixture.fen(rent) }
    return EntitlementEvent(
      .lease, on: try Fixture.day(day), contract: contract, bases: bases, tenorMonths: months)
  }

  private func paid(
    _ code: String, _ fen: Int64, family: String? = nil, ladder: String? = nil,
    contract: String? = nil, on day: String = "2020-01-01", isPaid: Bool = false
  ) throws -> EarlierClaim {
    EarlierClaim(
      clause: code, family: family, ladder: ladder, contract: contract, fen: try Fixture.fen(fen),
      on: try Fixture.day(day), isPaid: isPaid)
  }

  @Test(
    "a lease of three years gets 8 % of what was financed, one a month shorter nothing",
    arguments: [(35, nil), (36, 80_000_000), (60, 80_000_000)] as [(Int64, Int64?)])
  func tenor(months: Int64, expected: Int64?) throws {
    let verdict = try judged(lease(1_000_000_000, months: months))["ah-lease-2018"]
    #expect(fen(verdict) == expected)
    if expected == nil { #expect(verdict == .refused(.tenor(least: 36))) }
  }

  @Test("the cap binds at 62.5 million and above, and over all leases of an enterprise")
  func cap() throws {
    func due(_ financed: Int64, after earlier: [EarlierClaim] = []) throws -> Entitlement.Verdict? {
      try judged(lease(financed, months: 36, contract: "L2"), after: earlier)["ah-lease-2018"]
    }
    #expect(fen(try due(6_249_999_988)) == 499_999_999)
    #expect(fen(try due(6_250_000_000)) == 500_000_000)
    #expect(fen(try due(9_000_000_000)) == 500_000_000)
    let most = try paid(
      "ah-lease-2018", 450_000_000, family: "equipment_lease", contract: "L1")
    guard case .due(let rest)? = try due(1_000_000_000, after: [most]) else {
      Issue.record("nothing is due")
      return
    }
    #expect(rest.fen.value == 50_000_000 && rest.bound == .enterprise)
    let all = try paid(
      "ah-lease-2018", 500_000_000, family: "equipment_lease", contract: "L1")
    #expect(try due(1_000_000_000, after: [all]) == .refused(.exhausted(.enterprise)))
  }

  @Test("the cap over all counts what the enterprise had elsewhere, and what is not paid yet")
  func hadElsewhere() throws {
    func due(had: Int64?, after earlier: [EarlierClaim] = []) throws -> Int64? {
      fen(
        try judged(
          lease(1_000_000_000, months: 36, contract: "L9"), after: earlier,
          having: had.map { ["equipment_lease": $0] } ?? [:])["ah-lease-2018"])
    }
    #expect(try due(had: 480_000_000) == 20_000_000)
    #expect(try due(had: 500_000_000) == nil)
    #expect(try due(had: 0) == 80_000_000)
    let family = "equipment_lease"
    let open = try paid("ah-lease-2018", 15_000_000, family: family, contract: "L1")
    #expect(try due(had: 480_000_000, after: [open]) == 5_000_000)
    // What was paid is in what it had.
    let before = try paid(
      "ah-lease-2018", 15_000_000, family: family, contract: "L1", isPaid: true)
    #expect(try due(had: 480_000_000, after: [before]) == 20_000_000)
    // Where nobody knows what it had, what was paid here counts all the same; so it does where that says less.
    let most = try paid(
      "ah-lease-2018", 470_000_000, family: family, contract: "L1", isPaid: true)
    #expect(try due(had: nil, after: [most]) == 30_000_000)
    #expect(try due(had: 1, after: [most]) == 30_000_000)
  }

  @Test("of two subsidies of one family the greater pays for a contract, and no other after it")
  func family() throws {
    let event = try lease(
      1_000_000_000, months: 36, on: "2026-03-02", rent: 150_000_000)
    let both = try judged(event)
    #expect(fen(both["ah-lease-2018"]) == 80_000_000)
    #expect(both["ah-lease-emerging"] == .refused(.family(clause: "ah-lease-2018")))
    let dear = try judged(
      lease(1_000_000_000, months: 36, on: "2026-03-02", rent: 250_000_000))
    #expect(fen(dear["ah-lease-emerging"]) == 100_000_000)
    #expect(dear["ah-lease-2018"] == .refused(.family(clause: "ah-lease-emerging")))
    let earlier = try paid("ah-lease-2018", 1, family: "equipment_lease", contract: "L1")
    let after = try judged(event, after: [earlier])
    #expect(after["ah-lease-2018"] == .refused(.once))
    #expect(after["ah-lease-emerging"] == .refused(.family(clause: "ah-lease-2018")))
  }

  @Test("what is not known is asked for, and never counts as no")
  func unknown() throws {
    let nameless = try judged(lease(1_000_000_000, months: nil, contract: nil), facts: [:])
    #expect(
      nameless["ah-lease-2018"]
        == .needsInfo(["contract", "tenor_months", "enterprise.industry", "enterprise.size"]))
    let event = EntitlementEvent(
      .lease, on: try Fixture.day("2026-03-02"), contract: "L1", tenorMonths: 36)
    #expect(try judged(event)["ah-lease-emerging"] == .needsInfo(["rent_interest"]))
    // One criterion that fails decides, whatever else is unknown.
    let trader = try judged(
      lease(1_000_000_000, months: 36), facts: ["enterprise.industry": .known(.text("51"))])
    #expect(trader["ah-lease-2018"] == .refused(.criteria(["manufacturing"])))
  }

  @Test("a title pays once, where it counts, and a ceiling says that it is one")
  func titles() throws {
    let title = EntitlementEvent(
      .title, event: "srdi_province", on: try Fixture.day("2021-05-06"))
    #expect(fen(try judged(title)["ah-srdi-award"]) == 50_000_000)
    #expect(
      try judged(title, after: [paid("ah-srdi-award", 50_000_000)])["ah-srdi-award"]
        == .refused(.once))
    #expect(try judged(title, in: "610104")["ah-srdi-award"] == .refused(.region))
    let growth = EntitlementEvent(
      .title, event: "growth_province", on: try Fixture.day("2021-05-06"))
    let medium: [String: FactState] = ["enterprise.size": .known(.text("medium"))]
    #expect(
      try judged(growth, facts: medium)["ah-growth-award"] == .refused(.criteria(["size"])))
    let neeq = EntitlementEvent(.stage, event: "neeq.listed", on: try Fixture.day("2018-01-02"))
    guard case .due(let due)? = try judged(neeq, in: "610104")["sn-neeq-award"] else {
      Issue.record("nothing is due")
      return
    }
    #expect(due.isCeiling && due.fen.value == 50_000_000)
  }

  @Test("a step of a ladder pays what is missing to its sum")
  func ladder() throws {
    let select = EntitlementEvent(.stage, event: "neeq.select", on: try Fixture.day("2022-04-01"))
    #expect(fen(try judged(select)["ah-neeq-select-award"]) == 50_000_000)
    let first = try paid("ah-neeq-innovation-award", 15_000_000, ladder: "neeq")
    guard case .due(let due)? = try judged(select, after: [first])["ah-neeq-select-award"] else {
      Issue.record("nothing is due")
      return
    }
    #expect(due.fen.value == 35_000_000 && due.bound == .ladder)
    let all = try paid("another-award", 50_000_000, ladder: "neeq")
    #expect(
      try judged(select, after: [all])["ah-neeq-select-award"] == .refused(.exhausted(.ladder)))
    #expect(
      try judged(
        EntitlementEvent(.stage, event: "neeq.select", on: Fixture.day("2023-01-01"))
      )["ah-neeq-select-award"] == nil)
  }

  @Test("a ceiling of a ladder leaves what earlier steps have not paid of it")
  func ceilingOfLadder() throws {
    let passed = EntitlementEvent(.title, event: "ipo_passed", on: try Fixture.day("2026-03-02"))
    func due(_ earlier: [EarlierClaim]) throws -> Entitlement.Due? {
      guard case .due(let due)? = try judged(passed, after: earlier)["ah-ipo-passed-award"] else {
        return nil
      }
      return due
    }
    let whole = try due([])
    #expect(whole?.fen.value == 400_000_000 && whole?.isCeiling == true && whole?.bound == nil)
    let rest = try due([paid("ah-ipo-tutoring-award", 120_000_000, ladder: "ipo")])
    #expect(rest?.fen.value == 280_000_000 && rest?.isCeiling == true && rest?.bound == .ladder)
    let all = try paid("another-award", 400_000_000, ladder: "ipo")
    #expect(
      try judged(passed, after: [all])["ah-ipo-passed-award"] == .refused(.exhausted(.ladder)))
    // A ceiling of no ladder is whole whatever else was paid.
    let neeq = EntitlementEvent(.stage, event: "neeq.listed", on: try Fixture.day("2018-01-02"))
    #expect(fen(try judged(neeq, in: "610104", after: [all])["sn-neeq-award"]) == 50_000_000)
  }

  @Test("a development zone pays out of its own treasury, for those that are in it")
  func zones() throws {
    let listed = EntitlementEvent(
      .stage, event: "ah-star.listed", on: try Fixture.day("2026-03-02"))
    for (zone, code, treasury, most) in [
      ("合肥高新区", "hefei-hightech-zone-board-award", "340176", 3_000_000),
      ("新站高新区", "hefei-xinzhan-zone-board-award", "340178", 20_000_000),
    ] as [(String, String, String, Int64)] {
      let verdicts = try judged(listed, facts: ["park.zone": .known(.text(zone))])
      #expect(fen(verdicts[code]) == most)
      let clause = try #require(Fixture.book().clause(code, on: listed.on))
      let shares = clause.shares(of: try Fixture.fen(7))
      #expect(shares.map(\.level) == [.county] && shares.map(\.fen) == [7])
      #expect(shares.map { $0.region?.text } == [treasury])
      // Outside it, and where nobody knows.
      let elsewhere = try judged(listed, facts: ["park.zone": .known(.text("安巢经开区"))])
      #expect(elsewhere[code] == .refused(.criteria(["zone"])))
      #expect(try judged(listed, facts: [:])[code] == .needsInfo(["park.zone"]))
      #expect(try judged(listed, in: "340202", facts: [:])[code] == .refused(.region))
    }
  }

  @Test("a bond's coupon of a year is paid up to the ceiling of a year, and three years in all")
  func bonds() throws {
    func verdict(_ year: Int, _ earlier: [EarlierClaim]) throws -> Entitlement.Verdict? {
      let event = EntitlementEvent(
        .bond, on: try Fixture.day("2022-06-30"), contract: "B1/\(year)")
      return try judged(event, after: earlier, on: "\(year)-06-30")["ah-bond-coupon"]
    }
    func earlier(_ years: [Int], _ fen: Int64) throws -> [EarlierClaim] {
      try years.map {
        try paid("ah-bond-coupon", fen, contract: "B1/\($0)", on: "\($0)-06-30")
      }
    }
    #expect(fen(try verdict(2022, [])) == 300_000_000)
    // The same year again, by another bond: what the first left.
    let other = try paid("ah-bond-coupon", 200_000_000, contract: "B2/2022", on: "2022-03-01")
    #expect(fen(try verdict(2022, [other])) == 100_000_000)
    #expect(fen(try verdict(2024, earlier([2022, 2023], 300_000_000))) == 300_000_000)
    #expect(
      try verdict(2025, earlier([2022, 2023, 2024], 300_000_000))
        == .refused(.exhausted(.enterprise)))
  }

  @Test("of the subsidy of 2020 to 2023 on manufacturing loans the north bears otherwise")
  func manufacturing() throws {
    let loan = EntitlementEvent(
      .projectLoan, on: try Fixture.day("2022-06-01"), contract: "J1", tenorMonths: 60)
    for (region, code, shares) in [
      ("340600", "ah-manufacturing-interest-north", [4_000_000_000, 1_000_000_000]),
      ("341621", "ah-manufacturing-interest-north", [4_000_000_000, 1_000_000_000]),
      ("340104", "ah-manufacturing-interest", [2_500_000_000, 2_500_000_000]),
      ("341881", "ah-manufacturing-interest", [2_500_000_000, 2_500_000_000]),
    ] as [(String, String, [Int64])] {
      var facts = Fixture.manufacturer
      facts["enterprise.region"] = .known(.text(region))
      let verdicts = try judged(loan, in: region, facts: facts)
      let due = verdicts.filter { fen($0.value) != nil }
      #expect(due.keys.sorted() == [code] && fen(due[code]) == 5_000_000_000)
      let clause = try #require(Fixture.book().clause(code, on: loan.on))
      #expect(clause.shares(of: try Fixture.fen(5_000_000_000)).map(\.fen) == shares)
    }
    // Every city is of one of the two.
    for number in [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 15, 16, 17, 18] {
      let region = String(340_000 + number * 100)
      var facts = Fixture.manufacturer
      facts["enterprise.region"] = .known(.text(region))
      let due = try judged(loan, in: region, facts: facts).values.filter { fen($0) != nil }
      #expect(due.count == 1, "\(region)")
    }
  }

  @Test("a text without a number says so")
  func unstated() throws {
    let pledge = EntitlementEvent(
      .ipPledge, on: try Fixture.day("2024-02-01"), contract: "P1", tenorMonths: 12)
    #expect(
      try judged(pledge, in: "340102")["yaohai-ip-pledge"]
        == .unstated(opensOn: Fixture.day("2024-02-01"), closesOn: nil))
    #expect(try judged(pledge, in: "340104")["yaohai-ip-pledge"] == .refused(.region))
  }

  @Test("a claim is made while its window is open, on its first and on its last day")
  func windows() throws {
    let title = EntitlementEvent(
      .title, event: "srdi_province", on: try Fixture.day("2021-08-31"))
    func verdict(_ window: JSON, _ today: String) throws -> Entitlement.Verdict? {
      try judged(
        title, on: today, book: Fixture.book("ah-srdi-award", ["window": window])
      )["ah-srdi-award"]
    }
    let half: JSON = ["kind": "months", "count": 6]
    #expect(fen(try verdict(half, "2022-02-28")) != nil)
    #expect(
      try verdict(half, "2022-03-01") == .refused(.closed(on: Fixture.day("2022-02-28"))))
    let yearly: JSON = [
      "kind": "yearly", "from": "03-01", "to": "04-30", "years_after": 1,
    ]
    #expect(
      try verdict(yearly, "2022-02-28") == .refused(.notOpen(from: Fixture.day("2022-03-01"))))
    #expect(fen(try verdict(yearly, "2022-03-01")) != nil)
    #expect(fen(try verdict(yearly, "2022-04-30")) != nil)
    #expect(
      try verdict(yearly, "2022-05-01") == .refused(.closed(on: Fixture.day("2022-04-30"))))
  }

  @Test("what the levels of government pay sums to the fen")
  func payers() throws {
    let clause = try #require(
      Fixture.book().clause("wuhu-board-award", on: Fixture.day("2022-01-01")))
    var random = SeededGenerator.announced("shares of payers")
    for _ in 0..<10_000 {
      let amount = try Fixture.fen(Int64.random(in: 0...Fen.maximum, using: &random))
      let parts = clause.shares(of: amount)
      #expect(parts.reduce(0) { $0 + $1.fen } == amount.value)
    }
    #expect(clause.shares(of: try Fixture.fen(15_000_000)).map(\.fen) == [3_000_000, 12_000_000])
  }

  @Test("counties of a city and its districts bear other shares, and one pays by one clause only")
  func splits() throws {
    let listed = EntitlementEvent(
      .stage, event: "ah-srdi.listed", on: try Fixture.day("2026-03-02"))
    for (region, clause, shares) in [
      ("340281", "wuhu-board-award", [3_000_000, 12_000_000]),
      ("340202", "wuhu-district-board-award", [6_000_000, 9_000_000]),
    ] as [(String, String, [Int64])] {
      var facts = Fixture.manufacturer
      facts["enterprise.region"] = .known(.text(region))
      let verdicts = try judged(listed, in: region, facts: facts)
      let due = verdicts.filter { $0.key.hasPrefix("wuhu") && fen($0.value) != nil }
      #expect(due.keys.sorted() == [clause])
      let found = try #require(Fixture.book().clause(clause, on: listed.on))
      #expect(found.shares(of: try Fixture.fen(15_000_000)).map(\.fen) == shares)
    }
  }

  @Test("where the text names no payer, the level that made the clause bears all")
  func bearers() throws {
    let book = try Fixture.book()
    for (code, level) in [
      ("ah-srdi-award", .province), ("yaohai-ip-pledge", .county), ("sn-neeq-award", .province),
    ] as [(String, EntitlementClause.Level)] {
      let clause = try #require(book.clause(code, on: Fixture.day("2024-01-01")))
      #expect(clause.payers.isEmpty)
      #expect(clause.shares(of: try Fixture.fen(7)).map(\.level) == [level])
      #expect(clause.shares(of: try Fixture.fen(7)).map(\.fen) == [7])
    }
  }

  @Test("a step to an exchange pays what is missing to its sum after the layers before")
  func staged() throws {
    let promoted = EntitlementEvent(
      .stage, event: "neeq.promoted", on: try Fixture.day("2022-11-01"))
    let earlier = [
      try paid("ah-neeq-innovation-award", 15_000_000, ladder: "neeq"),
      try paid("ah-neeq-select-award", 35_000_000, ladder: "neeq"),
    ]
    #expect(
      fen(try judged(promoted, after: earlier)["ah-neeq-transfer-award"]) == 350_000_000)
  }

  @Test("whatever is claimed in whatever order, no cap is passed and no contract pays twice")
  func caps() throws {
    let book = try Fixture.book(
      "ah-lease-2018",
      ["cap_year_fen": 200_000_000, "cap_claim_fen": 150_000_000])
    var random = SeededGenerator.announced("claims of leases")
    for _ in 0..<200 {
      var earlier: [EarlierClaim] = []
      for _ in 0..<30 {
        let year = Int.random(in: 2019...2024, using: &random)
        let contract = "L\(Int.random(in: 1...20, using: &random))"
        let event = try lease(
          Int64.random(in: 1...4_000_000_000, using: &random), months: 36, contract: contract,
          on: "\(year)-06-01")
        let verdict = try judged(event, after: earlier, book: book)["ah-lease-2018"]
        guard case .due(let due)? = verdict else { continue }
        earlier.append(
          EarlierClaim(
            clause: "ah-lease-2018", family: "equipment_lease", ladder: nil, contract: contract,
            fen: due.fen, on: event.on))
      }
      #expect(earlier.reduce(0) { $0 + $1.fen.value } <= 500_000_000)
      #expect(earlier.allSatisfy { $0.fen.value <= 150_000_000 })
      #expect(Set(earlier.map(\.contract)).count == earlier.count)
      for (_, claims) in Dictionary(grouping: earlier, by: { $0.on.year }) {
        #expect(claims.reduce(0) { $0 + $1.fen.value } <= 200_000_000)
      }
    }
  }
}
