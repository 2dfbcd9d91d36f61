import Catalog
import Domain
import Foundation
import Policy
import Postgres
import Store
import TestSupport
import Testing

@testable import Application

@Suite("What if", .serialized)
struct WhatIfTests {
  private static let liaison = Actor(
    subject: "bank", role: .liaisonManager, organisation: "test-bank")

  /// A product of a bank of the test, for firms with a certain grade, up to 200 万元.
  private func product(grades: [JSON], maxFen: Int64 = 200_000_000) throws -> JSON {
    let seed = try SeedCatalog.catalog().products[0].json
    return seed.with([
      "code": "test-loan", "institution": "test-bank",
      "criteria": [
        [
          "id": "grade", "fact": "tax.credit_grade", "op": "in", "value": .array(grades),
          "citation": ["document": "办法", "tag": "S"],
        ]
      ], "amount": ["max_fen": .int(maxFen)], "tenor": nil, "min_coverage_ppm": nil,
      "limit": [["kind": "cap", "fen": .int(maxFen), "citation": ["document": "办法", "tag": "S"]]],
      "pricing": [
        "form": "all_in", "base_ppm": 10_000, "citation": ["document": "办法", "tag": "S"],
      ],
      "effective": ["from": "2020-01-01"],
    ])
  }

  /// The seed catalog with that bank and product alone.
  private func catalog(_ product: JSON) throws -> Catalog {
    let json = try SeedCatalog.catalog().json
    let first =
      json["institutions"]?.arrayValue?.first ?? json["institutions"]?["institutions"]?.arrayValue?
      .first ?? [:]
    let bank = first.with([
      "code": "test-bank", "name": ["zh": "试验银行", "en": "Test Bank"],
    ])
    let institutions: JSON
    if case .array(let list)? = json["institutions"] {
      institutions = .array(list + [bank])
    } else {
      let inner = json["institutions"] ?? [:]
      institutions = inner.with([
        "institutions": .array((inner["institutions"]?.arrayValue ?? []) + [bank])
      ])
    }
    return try Catalog(
      json: json.with(["institutions": institutions, "products": [product]]))
  }

  /// Firms with a grade and a need each, decided.
  private func firms(
    _ world: World, _ numbers: Range<Int>, grade: String, region: String = "340104"
  ) async throws {
    for number in numbers {
      let enterprise = try await world.register(number, region: region)
      try await world.report(enterprise, ["tax.credit_grade": .string(grade)])
      try await world.submit(enterprise)
    }
    try await world.drain()
  }

  private func with(
    grades: [JSON], _ body: (World) async throws -> Void
  ) async throws {
    try await World.with { world in
      _ = try await world.application.publish(
        catalog: try catalog(try product(grades: grades)), policies: nil, actor: World.system)
      try await body(world)
    }
  }

  @Test(
    "of ten firms gained the count and amount are shown, of nine nothing; only the question is noted"
  )
  func boundary() async throws {
    try await with(grades: ["A"]) { world in
      try await firms(world, 0..<9, grade: "B")
      try await firms(world, 20..<32, grade: "A")
      var before = try await world.counts()
      let draft = try product(grades: ["A", "B"])
      let nine = try await world.application.whatIf(product: draft, actor: Self.liaison)
      #expect(nine["gained"] == ["firms": nil, "amount": nil, "suppressed": true])
      #expect(nine["lost"] == ["firms": nil, "amount": nil, "suppressed": true])
      #expect(nine["considered"] == ["firms": 20, "suppressed": false])
      before["whatif_query", default: 0] += 1
      #expect(try await world.counts() == before)
      try await firms(world, 9..<10, grade: "B")
      let ten = try await world.application.whatIf(product: draft, actor: Self.liaison)
      #expect(
        ten["gained"] == [
          "firms": 10, "amount": ["fen": 2_000_000_000, "currency": "CNY"], "suppressed": false,
        ])
      #expect(ten["lost"]?["suppressed"] == true)
      // The other way round twelve are lost, and a greater limit raises what they get.
      let other = try await world.application.whatIf(
        product: try product(grades: ["B"]), actor: Self.liaison)
      #expect(other["lost"]?["firms"] == 10 && other["gained"]?["firms"] == 10)
      let raised = try await world.application.whatIf(
        product: try product(grades: ["A"], maxFen: 250_000_000), actor: Self.liaison)
      #expect(raised["raised"]?["firms"] == 10)
      #expect(raised["raised"]?["amount"]?["fen"] == 600_000_000)
      let lowered = try await world.application.whatIf(
        product: try product(grades: ["A"], maxFen: 150_000_000), actor: Self.liaison)
      #expect(lowered["lowered"]?["amount"]?["fen"] == 600_000_000)
    }
  }

  @Test("by county, no county under ten firms is shown, nor can it be taken from the total")
  func byCounty() async throws {
    try await with(grades: ["A"]) { world in
      try await firms(world, 0..<20, grade: "B", region: "340104")
      try await firms(world, 20..<32, grade: "B", region: "340102")
      try await firms(world, 40..<43, grade: "B", region: "340103")
      let answer = try await world.application.whatIf(
        product: try product(grades: ["A", "B"]), byCounty: true, actor: Self.liaison)
      let rows = answer["by_county"]?.arrayValue ?? []
      #expect(rows.compactMap { $0["region"]?.stringValue } == ["340102", "340104"])
      #expect(rows.map { $0["gained"]?["firms"] ?? nil } == [nil, 20])
      #expect(answer["gained"]?["firms"] == 35)
      let text = answer.canonicalText
      for word in ["ent_", "need_", "样例企业"] { #expect(!text.contains(word)) }
    }
  }

  @Test("only the product's own institution, operators and this service may ask")
  func access() async throws {
    try await with(grades: ["A"]) { world in
      let draft = try product(grades: ["B"])
      let strangers = [
        Actor(subject: "x", role: .liaison, organisation: "another-bank"),
        Actor(subject: "x", role: .liaison),
        Actor(subject: "x", role: .enterprise, organisation: "test-bank"),
        Actor(subject: "x", role: .auditor),
      ]
      for actor in strangers {
        try await world.expectRefused("forbidden", "\(actor)") {
          _ = try await world.application.whatIf(product: draft, actor: actor)
        }
      }
      // Nor may an institution take another's product for its own.
      let seed = try SeedCatalog.catalog()
      let taken = draft.with(["institution": .string(seed.products[0].institution)])
      let thief = Actor(
        subject: "x", role: .liaison, organisation: seed.products[0].institution)
      try await world.expectRefused("forbidden") {
        _ = try await world.application.whatIf(product: taken, actor: thief)
      }
      for actor in [Self.liaison, World.system, Actor(subject: "x", role: .operator)] {
        _ = try await world.application.whatIf(product: draft, actor: actor)
      }
    }
  }

  @Test("an institution tries so many drafts a day, and the same one again as often as it likes")
  func drafts() async throws {
    try await with(grades: ["A"]) { world in
      func ask(_ fen: Int64, _ actor: Actor = Self.liaison) async throws {
        _ = try await world.application.whatIf(
          product: try product(grades: ["A"], maxFen: fen), actor: actor)
      }
      for number in 1...Application.whatIfDraftsMaximum { try await ask(100_000_000 + number) }
      try await ask(100_000_001)
      try await world.expectRefused("conflict too_many_drafts") { try await ask(100_000_000) }
      try await ask(100_000_000, World.system)
      let noted = try #require(
        try await world.query(
          """
          SELECT count(*), count(DISTINCT draft), count(*) FILTER (WHERE institution = 'test-bank')
          FROM whatif_query
          """
        ).first)
      let (all, distinct, own) = try noted.decode(Int64.self, Int64.self, Int64.self)
      #expect(all == Application.whatIfDraftsMaximum + 2)
      #expect(distinct == Application.whatIfDraftsMaximum + 1 && own == all - 1)
      world.store.clock.advance(milliseconds: 86_400_000)
      try await ask(100_000_000)
    }
  }

  @Test("two questions run at once, one of an institution; the next is told to come again")
  func gate() async throws {
    try await with(grades: ["A"]) { world in
      let draft = try product(grades: ["A"])
      let gate = WhatIfGate()
      try await gate.pass(institution: "a") {
        await #expect(throws: ApplicationError.self) { try await gate.pass(institution: "a") {} }
        _ = try await gate.pass(institution: nil) {
          await #expect(throws: ApplicationError.self) { try await gate.pass(institution: "b") {} }
        }
        try await gate.pass(institution: "b") {}
      }
      await #expect(throws: CancellationError.self) {
        try await gate.pass(institution: "a") { throw CancellationError() }
      }
      try await gate.pass(institution: "a") {}
      try await world.application.sweeps.whatIfGate.pass(institution: "test-bank") {
        let error = await refusal {
          _ = try await world.application.whatIf(product: draft, actor: Self.liaison)
        }
        guard case .unavailable(let seconds)? = error else {
          Issue.record("\(String(describing: error))")
          return
        }
        #expect(seconds > 0)
        _ = try await world.application.whatIf(product: draft, actor: World.system)
      }
      #expect(try await world.count("whatif_query") == 1, "a refused question is not noted")
    }
  }

  @Test("stored facts that cannot be read are left out and counted, and hold back no answer")
  func unreadable() async throws {
    try await with(grades: ["A"]) { world in
      try await firms(world, 0..<12, grade: "B")
      try await world.execute(
        """
        UPDATE facts_version SET body = '{' WHERE enterprise_id =
          (SELECT enterprise_id FROM need ORDER BY id LIMIT 1)
        """)
      let answer = try await world.application.whatIf(
        product: try product(grades: ["A", "B"]), actor: Self.liaison)
      #expect(answer["unreadable_needs"] == 1)
      #expect(answer["gained"]?["firms"] == 10)
    }
  }

  @Test("an operator of a region is told of its own firms only")
  func region() async throws {
    try await with(grades: ["A"]) { world in
      try await firms(world, 0..<12, grade: "B", region: "340104")
      try await firms(world, 20..<31, grade: "B", region: "340202")
      let draft = try product(grades: ["B"])
      for (region, considered) in [("340100", 10), ("340200", 10), ("340000", 25)] {
        let answer = try await world.application.whatIf(
          product: draft, actor: Actor(subject: "x", role: .operator, region: region))
        #expect(answer["considered"]?["firms"] == .int(Int64(considered)), "\(region)")
      }
    }
  }

  @Test("a draft that breaks the rules is refused with pointers into it")
  func bad() async throws {
    try await with(grades: ["A"]) { world in
      let draft = try product(grades: ["A"])
      let criteria: JSON = [
        [
          "id": "grade", "fact": "tax.unheard_of", "op": "exists",
          "citation": ["document": "办法", "tag": "S"],
        ]
      ]
      let error = await refusal {
        _ = try await world.application.whatIf(
          product: draft.with(["criteria": criteria]), actor: Self.liaison)
      }
      guard case .invalid(let faults)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(faults.map(\.pointer) == ["/criteria/0/fact"])
      for document: JSON in [.null, 7, [:], []] {
        let error = await refusal {
          _ = try await world.application.whatIf(product: document, actor: World.system)
        }
        #expect(error?.word.hasPrefix("invalid") == true, "\(document)")
      }
    }
  }

  /// A pack of a city that pays half of the interest, at most 5,000 元, for every family.
  private static func subsidyPack(region: String, certain: Bool = true) -> JSON {
    [
      "code": .string("draft-\(region)"), "overrides": "cn-34",
      "jurisdiction": ["code": .string(region), "name": ["zh": "某市", "en": "a city"]],
      "parameters": [],
      "subsidies": [
        [
          "id": "half_of_interest", "label": ["zh": "贴息", "en": "interest subsidy"],
          "kind": "interest_share", "ppm": 500_000, "cap_fen": 500_000, "criteria": [],
          "certain": .bool(certain), "paid": "at_end", "effective": ["from": "2020-01-01"],
          "citation": ["document": "草案", "tag": "S"],
        ]
      ],
    ]
  }

  @Test("the budget of a draft is what its subsidies pay on each firm's best product, by county")
  func budget() async throws {
    try await with(grades: ["A"]) { world in
      let priced = try product(grades: ["A"]).with([
        "pricing": [
          "form": "annualised", "rate": ["max": ["ppm": 40_000]],
          "repayment": "interest_monthly_bullet",
          "citation": ["document": "办法", "tag": "S"],
        ]
      ])
      _ = try await world.application.publish(
        catalog: try catalog(priced), policies: nil, actor: World.system)
      try await firms(world, 0..<12, grade: "A", region: "340104")
      try await firms(world, 20..<31, grade: "A", region: "340202")
      try await firms(world, 40..<44, grade: "B", region: "340202")
      let answer = try await world.application.whatIf(
        packs: [Self.subsidyPack(region: "340200")], byCounty: true, actor: World.system)
      // Eleven firms of the city, 5,000 元 each.
      #expect(answer["subsidised"]?["firms"] == 10)
      #expect(answer["subsidised"]?["amount"]?["fen"] == 5_500_000)
      #expect(answer["possible"]?["suppressed"] == true)
      let rows = answer["by_county"]?.arrayValue ?? []
      #expect(rows.map { $0["subsidised"]?["firms"] ?? nil } == [nil, 10])
      let unsure = try await world.application.whatIf(
        packs: [Self.subsidyPack(region: "340200", certain: false)], actor: World.system)
      #expect(unsure["subsidised"]?["suppressed"] == true)
      #expect(unsure["possible"]?["amount"]?["fen"] == 5_500_000)
    }
  }

  @Test("before anything is published there is nothing to try")
  func nothingPublished() async throws {
    try await World.with(.migrated) { world in
      let draft = try product(grades: ["A"])
      try await world.expectRefused("conflict nothing_published") {
        _ = try await world.application.whatIf(product: draft, actor: World.system)
      }
      try await world.expectRefused("conflict nothing_published") {
        _ = try await world.application.whatIf(packs: [], actor: World.system)
      }
      try await world.expectRefused("conflict nothing_published") {
        _ = try await world.application.forecastSweep(
          catalog: nil, policies: nil, actor: World.system)
      }
    }
  }

  @Test("a draft pack is tried on the needs of the last year, withdrawn ones too, older ones not")
  func pack() async throws {
    try await with(grades: ["A"]) { world in
      let clock = world.store.clock
      let start = clock.now
      try await firms(world, 0..<5, grade: "A")
      clock.set(start.adding(milliseconds: 2 * 86_400_000))
      try await firms(world, 20..<31, grade: "A")
      clock.set(start.adding(milliseconds: 366 * 86_400_000))
      let need = try #require(
        try await world.query("SELECT id FROM need ORDER BY id DESC LIMIT 1").first)
      _ = try await world.application.withdrawNeed(
        NeedID(try need.decode(0, as: UUID.self)), expectedVersion: 1, actor: World.system)
      var before = try await world.counts()
      let pack: JSON = [
        "code": "cn-3499", "overrides": "cn-34",
        "jurisdiction": ["code": "349900", "name": ["zh": "某市", "en": "a city"]],
        "parameters": [],
      ]
      let answer = try await world.application.whatIf(
        packs: [pack], byCounty: true, actor: World.system)
      #expect(answer["considered"]?["firms"] == 10)
      #expect(answer["subsidised"]?["suppressed"] == true)
      #expect(answer["packs"] == ["cn-3499"] && answer["subsidies"] == [])
      before["whatif_query", default: 0] += 1
      #expect(try await world.counts() == before)
      for role in [Role.enterprise, .liaison, .liaisonManager, .auditor] {
        try await world.expectRefused("forbidden") {
          _ = try await world.application.whatIf(
            packs: [pack], actor: Actor(subject: "x", role: role))
        }
      }
      let error = await refusal {
        _ = try await world.application.whatIf(
          packs: [pack, pack.with(["parameters": 7, "code": "cn-3498"])], actor: World.system)
      }
      guard case .invalid(let faults)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(faults.contains { $0.pointer == "/1/parameters" }, "\(faults)")
    }
  }
}
