import Application
import Catalog
import Decision
import Domain
import Policy
import Postgres
import Store
import TestSupport
import Testing

@Suite("What a sweep reaches", .serialized)
struct SweepReachTests {
  @discardableResult
  private func publish(
    _ world: World, _ catalog: Catalog?, _ policies: PolicySet? = nil
  ) async throws -> PublishedVersions {
    try await world.application.publish(
      catalog: catalog, policies: policies, actor: World.system)
  }

  /// The seed catalog with changed members of single products.
  private func catalog(_ changes: [Int: [String: JSON?]]) throws -> Catalog {
    let json = try SeedCatalog.catalog().json
    var products = json["products"]?.arrayValue ?? []
    for (index, members) in changes { products[index] = products[index].with(members) }
    return try Catalog(json: json.with(["products": .array(products)]))
  }

  private func sweeps(_ world: World) async throws -> [JSON] {
    try await world.application.sweeps(page: PageRequest(), actor: World.system).items
  }

  @Test("only touched products are decided again: what the day alone changed waits for its own run")
  func onlyTouched() async throws {
    try await World.with { world in
      let today = world.store.clock.now.legalDate
      // The first product ends in five days and fits everybody until then.
      let ending: [String: JSON?] = [
        "criteria": [], "amount": nil, "tenor": nil, "limit": nil, "min_coverage_ppm": nil,
        "effective": ["from": "2020-01-01", "to": .string(today.adding(days: 5).text)],
      ]
      try await publish(world, try catalog([0: ending]))
      try await world.decideSamples(10, seed: 3)
      try await world.drain()
      world.store.clock.advance(milliseconds: 10 * 86_400_000)
      let before = try await world.counts()
      try await publish(
        world, try catalog([0: ending, 1: ["name": ["zh": "新名称", "en": "new name"]]]))
      let outcome = try await world.sweepAll()
      #expect(outcome.examined > 0 && outcome.changed == 0)
      let after = try await world.counts()
      #expect(after["match_run"] == before["match_run"] && after["decision_flip"] == 0)
      #expect(try await world.events().filter { $0.type.topic == .enterprise } == [])
      // A change that flips verdicts makes new runs, which tell of the day as well, as such.
      let open: [String: JSON?] = [
        "criteria": [], "amount": nil, "tenor": nil, "limit": nil, "min_coverage_ppm": nil,
      ]
      try await publish(world, try catalog([0: ending, 1: open]))
      #expect(try await world.sweepAll().changed > 0)
      let first = try SeedCatalog.catalog().products[0].code
      let causes = try await world.query(
        """
        SELECT DISTINCT p.code = \(first), f.cause FROM decision_flip f
        JOIN product p ON p.id = f.product_id ORDER BY 1
        """
      ).map { try $0.decode(Bool.self, String.self) }
      #expect(causes.map(\.0) == [false, true] && causes.map(\.1) == ["change", "time"])
    }
  }

  @Test("a need whose run is older than the change before is compared with its own run")
  func missedSweep() async throws {
    try await World.with { world in
      try await world.decideSamples(12, seed: 4)
      try await world.drain()
      let open: [String: JSON?] = [
        "criteria": [], "amount": nil, "tenor": nil, "limit": nil, "min_coverage_ppm": nil,
      ]
      let before = try await world.latestRuns()
      try await publish(world, try catalog([2: open]))
      _ = try await world.application.cutSlices(world.slicing(needs: 7))
      let missed = try await world.work()
      try await world.drain()
      let latest = try catalog([2: open, 5: open])
      try await publish(world, latest)
      // Slices of the earlier sweep come late: it is over, nothing is decided for it.
      let late = try await world.application.sweep(events: [missed[0]], consumer: "sweep")
      #expect(late.slices == 0 && late.changed == 0)
      try await world.sweepAll()
      let after = try await world.latestRuns()
      let old = try SeedCatalog.catalog()
      var expected: Set<PlainFlip> = []
      for (need, run) in before {
        let new = try #require(after[need])
        expected.formUnion(
          plainFlips(need, verdicts(run.result, old), verdicts(new.result, latest)))
      }
      let codes = Set(expected.map(\.product))
      #expect(codes == [latest.products[2].code, latest.products[5].code])
      #expect(Set(try await world.flips()) == expected)
      let more = try await world.application.sweep(
        events: Array(missed.dropFirst()), consumer: "sweep")
      #expect(more.slices == 0)
      #expect(try await sweeps(world).map { $0["state"] } == ["finished", "superseded"])
    }
  }

  @Test("what a sweep had left is swept by the next publication, also when that touches nothing")
  func overtakenByNothing() async throws {
    try await World.with { world in
      try await world.decideSamples(12, seed: 4)
      try await world.drain()
      let open: [String: JSON?] = [
        "criteria": [], "amount": nil, "tenor": nil, "limit": nil, "min_coverage_ppm": nil,
      ]
      let before = try await world.latestRuns()
      let latest = try catalog([2: open])
      try await publish(world, latest)
      _ = try await world.application.cutSlices(world.slicing(needs: 7))
      let work = try await world.work()
      #expect(work.count > 1)
      let half = try await world.application.sweep(events: [work[0]], consumer: "sweep")
      #expect(half.changed > 0)
      try await world.drain()
      let empty: JSON = [
        "code": "cn-3499", "overrides": "cn-34",
        "jurisdiction": ["code": "349900", "name": ["zh": "某市", "en": "a city"]],
        "parameters": [],
      ]
      let packs = try SeedCatalog.policies().json["packs"]?.arrayValue ?? []
      try await publish(world, nil, try PolicySet(json: ["packs": .array(packs + [empty])]))
      #expect(try await world.sweepAll().changed > 0)
      let after = try await world.latestRuns()
      let old = try SeedCatalog.catalog()
      var expected: Set<PlainFlip> = []
      for (need, run) in before {
        let new = try #require(after[need])
        expected.formUnion(
          plainFlips(need, verdicts(run.result, old), verdicts(new.result, latest)))
      }
      #expect(Set(try await world.flips()) == expected)
      let fit = after.values.count {
        verdicts($0.result, latest)[latest.products[2].code] == "eligible"
      }
      #expect(fit == after.count, "the product is open to everybody, and every need knows")
      let causes = try await world.query("SELECT DISTINCT cause FROM decision_flip").map {
        try $0.decode(0, as: String.self)
      }
      #expect(causes == ["change"])
      #expect(try await sweeps(world).map { $0["state"] } == ["finished", "superseded"])
      // What is swept to its end is not swept again.
      try await publish(world, nil, try SeedCatalog.policies())
      #expect(try await sweeps(world).count == 2)
    }
  }

  @Test("figures over the whole country are not for the operator of a region")
  func regional() async throws {
    try await World.with { world in
      try await world.submit(try await world.register())
      try await world.matchWaiting()
      try await publish(world, try catalog([0: ["criteria": []]]))
      try await world.sweepAll()
      let id = try #require(
        try await sweeps(world).first?["id"]?.stringValue.flatMap { SweepID($0) })
      for actor in [
        World.system, Actor(subject: "x", role: .operator), Actor(subject: "x", role: .auditor),
      ] {
        let sweep = try await world.application.sweep(id, actor: actor)
        #expect(sweep["flips"]?.arrayValue != nil && sweep["suppressed"] == false)
        #expect(sweep["newly_qualifying"]?["needs"] != nil)
      }
      let sweep = try await world.application.sweep(
        id, actor: Actor(subject: "x", role: .operator, region: "340100"))
      #expect(sweep["flips"] == .null && sweep["newly_qualifying"] == .null)
      #expect(sweep["suppressed"] == true)
    }
  }

  @Test("a dry run changes nothing and says what the real sweep then does", arguments: [11, 12])
  func forecast(seed: UInt64) async throws {
    try await World.with { world in
      try await world.decideSamples(30, seed: seed)
      try await world.drain()
      var change = CatalogChange(seed: seed)
      let draft = try change.changed(try SeedCatalog.catalog(), count: 10)
      let before = try await world.counts()
      let steps = Locked<[Int64]>([])
      let forecast = try await world.application.forecastSweep(
        catalog: draft, policies: nil, actor: World.system
      ) { done, _ in steps.withLock { $0.append(done) } }
      #expect(try await world.counts() == before)
      let needs = try await world.count("need")
      #expect(steps.withLock { $0.last } == needs)
      #expect(forecast.numbers.changed > 0 && forecast.numbers.newlyQualifyingNeeds > 0)
      try await publish(world, draft)
      try await world.sweepAll()
      let listed = try #require(try await sweeps(world).first)
      let id = try #require(listed["id"]?.stringValue.flatMap { SweepID($0) })
      let sweep = try await world.application.sweep(id, actor: World.system)
      #expect(sweep["touched"] == .array(forecast.touched.map(JSON.string)))
      #expect(sweep["flips"] == forecast.numbers.json["flips"])
      #expect(sweep["newly_qualifying"] == forecast.numbers.json["newly_qualifying"])
      for name in ["examined", "changed"] {
        #expect(sweep["needs"]?[name] == forecast.numbers.json["needs"]?[name])
      }
      // Asked again, nothing is left to change; needs without a new run are looked at as before.
      let again = try await world.application.forecastSweep(
        catalog: draft, policies: nil, actor: World.system)
      #expect(again.touched == [] && again.numbers.changed == 0 && again.numbers.flips == [])
      #expect(
        again.numbers.examined == forecast.numbers.examined - forecast.numbers.changed)
    }
  }

  @Test("a draft that does not fit the policies is refused before anything is looked at")
  func unfit() async throws {
    try await World.with { world in
      let json = try SeedCatalog.policies().json
      let packs = (json["packs"]?.arrayValue ?? []).map {
        $0["code"] == "cn" ? $0.with(["parameters": []]) : $0
      }
      let without = try PolicySet(json: ["packs": .array(packs)])
      let error = await refusal {
        _ = try await world.application.forecastSweep(
          catalog: nil, policies: without, actor: World.system)
      }
      #expect(error?.word.hasPrefix("invalid") == true)
      for role in [Role.enterprise, .liaison, .liaisonManager] {
        try await world.expectRefused("forbidden") {
          _ = try await world.application.forecastSweep(
            catalog: nil, policies: nil, actor: Actor(subject: "x", role: role))
        }
      }
    }
  }

  /// The packs that ship, with another one for Shaanxi, which pays half of the interest.
  private func shaanxi() throws -> PolicySet {
    let json = try SeedCatalog.policies().json
    let packs = (json["packs"]?.arrayValue ?? []).filter { $0["code"] != "cn-61" }
    let shaanxi: JSON = [
      "code": "cn-61", "overrides": "cn",
      "jurisdiction": ["code": "610000", "name": ["zh": "陕西省", "en": "Shaanxi"]],
      "parameters": [],
      "subsidies": [
        [
          "id": "half_of_interest", "label": ["zh": "贴息", "en": "interest subsidy"],
          "kind": "interest_share", "ppm": 500_000, "criteria": [], "certain": true,
          "paid": "at_end", "effective": ["from": "2020-01-01"],
          "citation": ["document": "草案", "tag": "S"],
        ]
      ],
    ]
    return try PolicySet(json: ["packs": .array(packs + [shaanxi])])
  }

  @Test("what changed in Shaanxi leaves the needs of Anhui as they are, without run and event")
  func elsewhere() async throws {
    try await World.with { world in
      let priced: [String: JSON?] = [
        "criteria": [], "amount": nil, "tenor": nil, "limit": nil, "min_coverage_ppm": nil,
        "pricing": [
          "form": "annualised", "rate": ["max": ["ppm": 40_000]],
          "repayment": "interest_monthly_bullet", "citation": ["document": "价格表", "tag": "S"],
        ],
      ]
      try await publish(world, try catalog([0: priced]))
      try await world.decideSamples(20, seed: 6)
      let far = try #require(
        try await world.application.register(
          [
            Registration(
              uscc: Body.uscc(900), name: "陕西样例", region: "610104", industry: "6510",
              registeredOn: LegalDate(daysSinceEpoch: 18_000))
          ], actor: World.system
        ).first)
      let need = try await world.submit(far)
      try await world.matchWaiting()
      try await world.drain()
      let before = try await world.latestRuns()
      let published = try await publish(world, nil, try shaanxi())
      #expect(published.policies?.changed == ["cn-61"])
      let outcome = try await world.sweepAll()
      #expect(outcome.examined == before.count && outcome.changed == 1)
      let after = try await world.latestRuns()
      #expect(before.filter { after[$0.key] != $0.value }.map(\.key) == [need])
      // It pays less there; nothing flipped for it, so nobody is told.
      let costs = [before, after].map { $0[need]?.result.top.first?.costPPM ?? 0 }
      #expect(costs[1] > 0 && costs[1] < costs[0])
      #expect(try await world.flips() == [])
      #expect(try await world.events().filter { $0.type.topic == .enterprise } == [])
      let sweep = try #require(try await sweeps(world).first)
      let touched = Set((sweep["touched"]?.arrayValue ?? []).compactMap(\.stringValue))
      let expected = try catalog([0: priced]).products.filter { $0.pricing != nil }
      #expect(touched == Set(expected.map(\.code)))
    }
  }

  @Test("a need that waits is left to its match, and one that was withdrawn is left alone")
  func waiting() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      let (open, gone) = (
        try await world.submit(enterprise), try await world.submit(enterprise)
      )
      try await world.matchWaiting()
      _ = try await world.application.withdrawNeed(
        gone, expectedVersion: 1, actor: World.system)
      let free: [String: JSON?] = [
        "criteria": [], "amount": nil, "tenor": nil, "limit": nil, "min_coverage_ppm": nil,
      ]
      try await world.report(enterprise, ["tax.credit_grade": "A"])
      try await publish(world, try catalog([0: free]))
      let swept = try await world.sweepAll()
      #expect(swept.slices == 1 && swept.examined == 0)
      try await world.matchWaiting()
      let run = try #require(try await world.latestRuns()[open])
      #expect(run.catalog == 2)
      #expect(try await world.flips() == [])
      #expect(try await world.count("match_run") == 3)
    }
  }

  @Test("flips are read by those who may see the need, page by page, newest first")
  func reading() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      let need = try await world.submit(enterprise)
      try await world.matchWaiting()
      let free: [String: JSON?] = [
        "criteria": [], "amount": nil, "tenor": nil, "limit": nil, "min_coverage_ppm": nil,
      ]
      try await publish(world, try catalog([0: free, 3: free, 6: free]))
      try await world.sweepAll()
      let owner = Actor(subject: "x", role: .enterprise, organisation: enterprise.text)
      let all = try await world.application.flips(of: need, page: PageRequest(), actor: owner)
      #expect(all.items.count == 3)
      #expect(all.items.allSatisfy { $0["to"] == "eligible" && $0["cause"] == "change" })
      let first = try await world.application.flips(
        of: need, page: PageRequest(limit: 2), actor: owner)
      let rest = try await world.application.flips(
        of: need, page: PageRequest(limit: 2, after: first.next), actor: owner)
      #expect(first.items + rest.items == all.items && rest.next == nil)
      try await world.expectRefused("not found need") {
        _ = try await world.application.flips(
          of: need, page: PageRequest(), actor: Actor(subject: "x", role: .liaison))
      }
      let sweep = try #require(all.items[0]["sweep_id"]?.stringValue.flatMap { SweepID($0) })
      let same = try await world.application.flips(
        of: sweep, page: PageRequest(), actor: World.system)
      #expect(same.items == all.items)
      for actor in [owner, Actor(subject: "x", role: .operator, region: "340100")] {
        try await world.expectRefused("forbidden") {
          _ = try await world.application.flips(of: sweep, page: PageRequest(), actor: actor)
        }
      }
      let ids = IdentifierSource()
      try await world.expectRefused("not found sweep") {
        _ = try await world.application.sweep(ids.next(), actor: World.system)
      }
    }
  }
}
