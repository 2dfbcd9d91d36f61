import Application
import Domain
import Postgres
import Sealing
import Store
import TestSupport
import Testing

@Suite("Facts", .serialized)
struct FactsTests {
  private func put(
    _ world: World, _ id: EnterpriseID, _ facts: [String: JSON], version: Int? = nil
  ) async throws -> StoredAnswer {
    try await world.application.putFacts(
      id, expectedVersion: version, Body.facts(facts), mode: .replace, actor: World.system)
  }

  private func paths(_ answer: StoredAnswer) -> [String] {
    (answer.body["facts"]?.arrayValue ?? []).compactMap { $0["path"]?.stringValue }
  }

  private let registry = [
    "enterprise.industry", "enterprise.region", "enterprise.registered_on",
  ]

  @Test("a replacement forgets what is not in it, apart from what the register says")
  func replace() async throws {
    try await World.with { world in
      let id = try await world.register()
      let first = try await put(world, id, ["tax.credit_grade": "A", "tax.arrears_fen": 0])
      #expect(paths(first) == registry + ["tax.arrears_fen", "tax.credit_grade"])
      #expect(first.headers["ETag"] == "\"2\"" && first.body["version"] == 2)
      world.store.clock.advance(milliseconds: 86_400_000)
      let second = try await put(world, id, ["tax.credit_grade": "B"])
      #expect(paths(second) == registry + ["tax.credit_grade"])
      #expect(second.body.fact("tax.credit_grade")?["value"] == "B")
      #expect(second.body.fact("enterprise.region")?["as_of"] == "2026-11-20")
      let third = try await put(world, id, [:])
      #expect(paths(third) == registry)
      #expect(try await world.count("facts_version") == 4)
    }
  }

  @Test("a patch keeps the rest, retracts what it is told to, and knows none from unknown")
  func patch() async throws {
    try await World.with { world in
      let id = try await world.register()
      try await world.report(id, ["tax.credit_grade": "A", "tax.arrears_fen": 0])
      let none = try await world.report(id, ["enterprise.listed_boards": nil])
      #expect(none.body.fact("enterprise.listed_boards")?["none"] == true)
      #expect(none.body.fact("enterprise.listed_boards")?["value"] == .null)
      #expect(none.body.fact("tax.credit_grade")?["none"] == false)
      let retracted = try await world.application.putFacts(
        id, expectedVersion: 3,
        ["facts": [["path": "tax.credit_grade", "unknown": true]]], mode: .merge,
        actor: World.system)
      #expect(
        paths(retracted) == [
          "enterprise.industry", "enterprise.listed_boards", "enterprise.region",
          "enterprise.registered_on", "tax.arrears_fen",
        ])
      #expect(retracted.headers["ETag"] == "\"4\"")
    }
  }

  @Test("the same facts again make no version and no event")
  func same() async throws {
    try await World.with { world in
      let id = try await world.register()
      let facts: [String: JSON] = ["tax.credit_grade": "A", "enterprise.titles": ["high_tech"]]
      let first = try await put(world, id, facts)
      let before = try await world.counts()
      let second = try await put(world, id, facts, version: 2)
      #expect(second == first)
      let third = try await world.report(id, facts)
      #expect(third.body == first.body)
      #expect(try await world.counts() == before)
    }
  }

  @Test("facts are read as they are, as they were in a version, and as they were known on a day")
  func versions() async throws {
    try await World.with { world in
      let id = try await world.register()
      let created = world.store.clock.now
      for (grade, hours) in [("A", 1), ("B", 2)] as [(String, Int64)] {
        world.store.clock.advance(milliseconds: hours * 3_600_000)
        try await world.report(id, ["tax.credit_grade": .string(grade)])
      }
      func grade(version: Int? = nil, asOf hours: Int64? = nil) async throws -> String? {
        let facts = try await world.application.facts(
          id, version: version, asOf: hours.map { created.adding(milliseconds: $0 * 3_600_000) },
          actor: World.system)
        return facts.value.fact("tax.credit_grade")?["value"]?.stringValue
      }
      let read = try await [
        grade(), grade(version: 1), grade(version: 2), grade(version: 3), grade(asOf: 0),
        grade(asOf: 1), grade(asOf: 2), grade(asOf: 3), grade(asOf: 100),
      ]
      #expect(read == ["B", nil, "A", "B", nil, "A", "A", "B", "B"])
      for (version, hours) in [(4, nil), (0, nil), (-1, nil), (nil, -1)] as [(Int?, Int64?)] {
        try await world.expectRefused("not found facts version") {
          _ = try await grade(version: version, asOf: hours)
        }
      }
      let missing: EnterpriseID = IdentifierSource().next()
      try await world.expectRefused("not found enterprise") {
        _ = try await world.application.facts(
          missing, version: nil, asOf: nil, actor: World.system)
      }
      try await world.expectRefused("not found enterprise") {
        try await world.report(missing, ["tax.credit_grade": "A"])
      }
    }
  }

  @Test("a caller that knew an older version is told so")
  func stale() async throws {
    try await World.with { world in
      let id = try await world.register()
      try await world.report(id, ["tax.credit_grade": "A"])
      try await world.expectRefused("stale 2") {
        _ = try await put(world, id, ["tax.credit_grade": "B"], version: 1)
      }
    }
  }

  @Test("sixteen patches at once are all kept, one version each")
  func concurrent() async throws {
    try await World.with { world in
      let id = try await world.register()
      let amounts = [
        "tax.paid_last_year_fen", "tax.paid_prior_year_fen", "tax.vat_cit_last_12m_fen",
        "tax.arrears_fen", "finance.assets_fen", "finance.liabilities_fen",
        "finance.revenue_prior_year_fen", "finance.existing_loans_fen",
      ]
      try await withThrowingTaskGroup(of: Void.self) { group in
        for path in amounts {
          group.addTask { try await world.report(id, [path: 1_000_000]) }
        }
        try await group.waitForAll()
      }
      let facts = try await world.application.facts(
        id, version: nil, asOf: nil, actor: World.system)
      #expect(facts.version == 1 + amounts.count)
      #expect(amounts.allSatisfy { facts.value.fact($0) != nil })
    }
  }

  @Test("the size class follows its metrics, gives way to a reported one, and comes back")
  func classification() async throws {
    try await World.with { world in
      let id = try await world.register()
      func size(_ answer: StoredAnswer) -> [JSON?] {
        let fact = answer.body.fact("enterprise.size")
        return [fact?["value"], fact?["source"]]
      }
      // 软件和信息技术服务业: small from 10 persons and 500,000 yuan of revenue.
      let persons = try await world.report(id, ["enterprise.insured_persons": 50])
      #expect(size(persons) == [nil, nil], "one of two metrics is not enough")
      let small = try await world.report(id, ["finance.revenue_last_year_fen": 500_000_000])
      #expect(size(small) == ["small", "classification"])
      let micro = try await world.report(id, ["enterprise.insured_persons": 9])
      #expect(size(micro) == ["micro", "classification"])
      let reported = try await world.report(id, ["enterprise.size": "medium"])
      #expect(size(reported) == ["medium", "tax_bureau"])
      let stands = try await world.report(id, ["enterprise.insured_persons": 50])
      #expect(size(stands) == ["medium", "tax_bureau"])
      let back = try await world.application.putFacts(
        id, expectedVersion: nil, ["facts": [["path": "enterprise.size", "unknown": true]]],
        mode: .merge, actor: World.system)
      #expect(size(back) == ["small", "classification"])
      // 零售业 has other bounds: 50 persons and 5 million yuan are medium.
      let amended = try await world.application.amendEnterprise(
        id, expectedVersion: 1, ["industry": "5211"], actor: World.system)
      #expect(amended.status == 200)
      let industry = try await world.application.facts(
        id, version: nil, asOf: nil, actor: World.system)
      #expect(industry.value.fact("enterprise.size")?["value"] == "medium")
    }
  }

  @Test("the stored digest is that of the stored facts, and the body is canonical")
  func digest() async throws {
    try await World.with { world in
      let id = try await world.register()
      try await world.report(
        id, ["enterprise.titles": ["tech_sme", "high_tech"], "enterprise.listed_boards": nil])
      for version in 1...2 {
        let found = try await world.store.pool.withConnection {
          try await FactsRepository.find(id, version: version, $0)
        }
        let record = try #require(found)
        let (digest, body) = (record.digest.bytes, Array(try TestKeys.master.open(record.sealed)))
        #expect(record.body != body)
        #expect(Digest(ofBytes: body).bytes == digest)
        #expect(try JSONParser.parse(body).canonicalBytes == body)
      }
      let facts = try await world.application.facts(
        id, version: nil, asOf: nil, actor: World.system)
      #expect(facts.value.fact("enterprise.titles")?["value"] == ["high_tech", "tech_sme"])
    }
  }

  @Test("without a catalog there is no registry to check facts by, and that is said")
  func noCatalog() async throws {
    try await World.with(.migrated) { world in
      let id = try await world.register()
      try await world.expectRefused("unavailable") {
        try await world.report(id, ["tax.credit_grade": "A"])
      }
      let facts = try await world.application.facts(
        id, version: nil, asOf: nil, actor: World.system)
      #expect(facts.value.fact("enterprise.registered_on")?["value"] == "2019-03-15")
    }
  }
}
