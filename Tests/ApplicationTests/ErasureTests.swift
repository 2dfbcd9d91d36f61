import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("Erasure")
struct ErasureTests {
  private static let day: Int64 = 86_400_000
  private static let request: JSON = ["basis": "request", "reference": "QS-2026-0001"]

  private func erase(
    _ world: World, _ id: EnterpriseID, _ body: JSON = ErasureTests.request,
    by actor: Actor = World.system
  ) async throws -> StoredAnswer {
    try await world.application.requestErasure(of: id, body, actor: actor)
  }

  /// Where a text stands, in whatever form a column keeps it: `table.column`.
  private func places(of texts: [String], in world: World) async throws -> Set<String> {
    let columns = try await world.query(
      """
      SELECT c.relname::text, a.attname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
        AND NOT a.attisdropped
      """)
    var found: Set<String> = []
    for row in columns {
      let (table, column) = try row.decode(String.self, String.self)
      for text in texts {
        let hex = text.utf8.map { byte in
          let digits = String(byte, radix: 16)
          return digits.utf8.count == 1 ? "0" + digits : digits
        }.joined()
        let rows = try await world.query(
          .unsafeSQL(
            """
            SELECT FROM \(table) WHERE position('\(text)' IN "\(column)"::text) > 0
              OR position('\(hex)' IN "\(column)"::text) > 0 LIMIT 1
            """))
        if !rows.isEmpty { found.insert("\(table).\(column)") }
      }
    }
    return found
  }

  @Test("after an erasure nothing personal is left in any column of any table")
  func nothingIsLeft() async throws {
    try await World.with { world in
      let marked = "标记企业有限公司"
      let made = try await world.application.createEnterprise(
        Body.enterprise(9).with(["name": .string(marked)]), actor: World.system,
        idempotency: IdempotencyRequest(
          client: "portal", key: "k", fingerprint: Digest(ofBytes: [1])))
      let id = try #require(made.body["id"]?.stringValue.flatMap { EnterpriseID($0) })
      let owner = Actor(subject: "owner-9", role: .enterprise, organisation: id.text)
      _ = try await world.application.putFacts(
        id, expectedVersion: nil, Body.facts(["enterprise.insured_persons": 9_176_543]),
        mode: .merge,
        actor: World.system)
      let need = try await world.submit(id)
      try await world.matchWaiting()
      let run = try await world.run(need)
      let decisions = try await world.application.decisions(of: run, actor: World.system)
      let product = try #require(
        decisions["data"]?.arrayValue?.first?["product"]?.stringValue)
      _ = try await world.application.requestReview(
        of: run, product: product, ["reason": "标记理由甲乙", "contact": "标记联系方式丙"], actor: owner)
      try await world.drain()
      let personal = [marked, Body.uscc(9), "标记理由甲乙", "标记联系方式丙"]
      #expect(try await places(of: personal, in: world).count >= 4)
      let answer = try await erase(world, id, by: owner)
      #expect(answer.status == 201 && answer.body["state"] == "done")
      #expect(answer.body["counts"]?["needs_withdrawn"] == 1)
      #expect(try await places(of: personal + ["9176543"], in: world) == [])
      let rows = try await world.query(
        """
        SELECT (SELECT count(*) FROM facts_version WHERE octet_length(body) > 0),
          (SELECT count(*) FROM match_run WHERE octet_length(result) > 0 OR verdicts IS NOT NULL),
          (SELECT count(*) FROM enterprise WHERE data_key IS NOT NULL)
        """)
      #expect(try rows[0].decode(0, as: Int64.self) == 0)
      #expect(try rows[0].decode(1, as: Int64.self) == 0)
      #expect(try rows[0].decode(2, as: Int64.self) == 0)
    }
  }

  @Test(
    "an erased enterprise is gone for those who saw it and unknown to others; replay says erased")
  func gone() async throws {
    try await World.with { world in
      let id = try await world.register()
      let need = try await world.submit(id)
      try await world.matchWaiting()
      let run = try await world.run(need)
      let digest = try await world.application.run(
        run, expandDecisions: false, actor: World.system)["pins"]?["facts_digest"]
      _ = try await erase(world, id)
      let application = world.application
      let owner = Actor(subject: "owner", role: .enterprise, organisation: id.text)
      for actor in [owner, World.system, Actor(subject: "a", role: .auditor)] {
        await expectErased { _ = try await application.enterprise(id, actor: actor) }
        await expectErased {
          _ = try await application.facts(id, version: nil, asOf: nil, actor: actor)
        }
        await expectErased { _ = try await application.need(need, actor: actor) }
        await expectErased {
          _ = try await application.run(run, expandDecisions: false, actor: actor)
        }
        let replayed = try await application.replay(run, actor: actor)
        #expect(replayed["erased"] == true && replayed["facts_digest"] == digest)
        #expect(try await application.erasure(of: id, actor: actor)["state"] == "done")
      }
      await expectErased { _ = try await application.submitNeed(Body.need(id), actor: owner) }
      await expectErased {
        _ = try await application.amendEnterprise(
          id, expectedVersion: 1, ["name": "新名"], actor: owner)
      }
      let elsewhere = Actor(subject: "o", role: .operator, region: "61")
      try await world.expectRefused("not found enterprise") {
        _ = try await application.enterprise(id, actor: elsewhere)
      }
      try await world.expectRefused("not found erasure") {
        _ = try await application.erasure(of: id, actor: elsewhere)
      }
      #expect(
        try await application.enterprises(
          region: nil, uscc: nil, page: PageRequest(), actor: World.system
        ).items.isEmpty)
      #expect(
        try await application.needs(
          status: nil, enterprise: nil, region: nil, page: PageRequest(), actor: World.system
        ).items.isEmpty)
      let summary = try await application.replayAll()
      #expect(summary.erased == 1 && summary.replayed == 0 && summary.isEqual)
      // The same enterprise may come again, as another one.
      #expect(try await world.register() != id)
      #expect(
        try await application.erasures(
          state: nil, region: nil, page: PageRequest(), actor: elsewhere
        ).items.isEmpty)
      #expect(
        try await application.erasures(
          state: "done", region: "3401", page: PageRequest(), actor: World.system
        ).items.count == 1)
    }
  }

  private func expectErased(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
  ) async {
    let error = await refusal(body)
    #expect(error?.word == "erased", sourceLocation: sourceLocation)
  }

  @Test("a dry run changes nothing, and a second request is answered with the first")
  func onceAndDry() async throws {
    try await World.with { world in
      let id = try await world.register()
      try await world.submit(id)
      let before = try await world.counts()
      let dry = try await erase(world, id, Self.request.with(["dry_run": true]))
      #expect(dry.status == 200 && dry.body["state"] == "done" && dry.body["id"] == JSON.null)
      #expect(try await world.counts() == before)
      _ = try await world.application.enterprise(id, actor: World.system)
      let first = try await erase(world, id)
      let events = try await world.drain()
      #expect(events.filter { $0.type == .enterpriseErased }.count == 1)
      #expect(events.contains { $0.type == .needWithdrawn })
      let second = try await erase(world, id, ["basis": "unlawful"])
      #expect(second.status == 200 && second.body == first.body)
      #expect(try await world.drain() == [])
    }
  }

  @Test("only the enterprise itself, operators of its region and the service ask for it")
  func roles() async throws {
    try await World.with { world in
      let id = try await world.register()
      let other = try await world.register(1)
      for actor in [
        Actor(subject: "x", role: .enterprise, organisation: other.text),
        Actor(subject: "x", role: .operator, region: "61"),
        Actor(subject: "x", role: .liaison, organisation: "huishang"),
      ] {
        try await world.expectRefused("not found enterprise", "\(actor)") {
          _ = try await erase(world, id, by: actor)
        }
      }
      try await world.expectRefused("forbidden") {
        _ = try await erase(world, id, by: Actor(subject: "a", role: .auditor))
      }
      try await world.expectRefused("invalid /basis required") {
        _ = try await erase(world, id, [:])
      }
      try await world.expectRefused("invalid /basis unknown_value, /name unknown_member") {
        _ = try await erase(world, id, ["basis": "other", "name": "x"])
      }
      let operatorOfCity = Actor(subject: "o", role: .operator, region: "3401")
      #expect(try await erase(world, id, by: operatorOfCity).status == 201)
    }
  }

  @Test("a grant holds an erasure until the last day of its period; until then data are only kept")
  func held() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      let offers = try await given.refer()
      let institution = try offers[0].institution
      let consent = try await given.consent(institution)
      try await given.grant(offers[0])
      try await world.drain()
      let answer = try await erase(world, given.enterprise, by: given.owner)
      #expect(answer.body["state"] == "held" && answer.body["held_for"] == "granted_offer")
      let today = world.store.clock.now.legalDate
      let last = today.adding(months: 120)
      #expect(answer.body["held_until"]?.stringValue == last.text)
      // All that was open has ended.
      let types = Set(try await world.drain().map(\.type))
      #expect(types.isSuperset(of: [.needWithdrawn, .offerWithdrawn, .consentRevoked]))
      #expect(!types.contains(.enterpriseErased))
      #expect(
        try await given.application.consent(consent, actor: given.owner)["state"] == "revoked")
      // Reads go on, changes do not.
      _ = try await given.application.enterprise(given.enterprise, actor: given.owner)
      try await world.expectRefused("conflict enterprise_frozen") {
        _ = try await given.application.submitNeed(
          Body.need(given.enterprise), actor: given.owner)
      }
      try await world.expectRefused("conflict enterprise_frozen") {
        _ = try await world.report(given.enterprise, ["enterprise.insured_persons": 5])
      }
      try await world.expectRefused("conflict enterprise_frozen") {
        _ = try await given.application.amendEnterprise(
          given.enterprise, expectedVersion: 2, ["name": "新名"], actor: given.owner)
      }
      let ahead = Int64(last.daysSinceEpoch - today.daysSinceEpoch)
      world.store.clock.advance(milliseconds: ahead * Self.day)
      #expect(try await given.application.eraseDue(limit: 10) == 0)
      world.store.clock.advance(milliseconds: Self.day)
      #expect(try await given.application.eraseDue(limit: 10) == 1)
      #expect(try await given.application.eraseDue(limit: 10) == 0)
      await expectErased {
        _ = try await given.application.enterprise(given.enterprise, actor: given.owner)
      }
      let told = try await world.drain().filter { $0.type == .enterpriseErased }
      #expect(told.map { $0.data["institution"]?.stringValue } == [nil, institution])
      // What the institution had stays a figure without a name.
      let seen = try await given.application.offer(
        try offers[0].offerID, actor: OfferCase.manager(institution)
      ).value
      #expect(seen["state"] == "withdrawn" && seen["teaser"] == JSON.null)
      let own = try await given.application.offer(try offers[0].offerID, actor: World.system).value
      #expect(own["teaser"] == JSON.null)
    }
  }

  @Test("words of a step change to nothing but `erased`, and only when their enterprise is")
  func onlyErased() async throws {
    try await World.with { world in
      let reviewed = try await ReviewTests.Case(world)
      _ = try await reviewed.request()
      let frozen: [Statement] = [
        "UPDATE review_step SET note = 'erased'", "UPDATE review_step SET note = 'other'",
      ]
      for statement in frozen {
        await #expect(throws: PostgresError.self) { try await world.execute(statement) }
      }
      _ = try await erase(world, reviewed.enterprise)
      let rows = try await world.query("SELECT DISTINCT note FROM review_step")
      #expect(try rows.map { try $0.decode(0, as: String.self) } == ["erased"])
      let after: [Statement] = [
        "UPDATE review_step SET note = 'other'", "UPDATE review_step SET actor = 'other'",
        "DELETE FROM review_step",
      ]
      for statement in after {
        await #expect(throws: PostgresError.self) { try await world.execute(statement) }
      }
    }
  }
}
