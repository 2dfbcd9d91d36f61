import Application
import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Confirmation of receivables")
struct ConfirmationTests {
  @Test("only the debtor confirms, of what the receivable says now, and not more than it is")
  func parties() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.make(world)
      let made = try await given.upload()
      _ = try await given.request(made)
      let other = ReceivableCase.actor(of: try await world.register(40))
      try await world.expectRefused("forbidden") {
        _ = try await given.confirm(made, by: given.sellerActor)
      }
      try await world.expectRefused("not found receivable") {
        _ = try await given.confirm(made, by: other)
      }
      try await world.expectRefused("invalid /confirmed_fen above_max") {
        _ = try await given.confirm(made, fen: 113_000_001)
      }
      let amended = try await given.application.amendReceivable(
        try made.receivableID, expectedVersion: 2, given.terms(1, ["contract": "HT-9"]),
        actor: given.sellerActor
      ).body
      #expect(amended["state"] == "uploaded")
      try await world.expectRefused("conflict version_digest_stale") {
        _ = try await given.confirm(made)
      }
      #expect(try await given.confirm(amended, fen: 50_000_000)["state"] == "confirmed")
      try await world.expectRefused("conflict receivable_state") {
        _ = try await given.confirm(amended)
      }
    }
  }

  @Test("a debtor whose token names it by its credit code alone reads, confirms and disputes")
  func byCreditCode() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.make(world)
      let uscc = try #require(try await given.uscc(of: given.debtor))
      let debtor = Actor(subject: "payer-1", role: .enterprise, uscc: uscc)
      let confirmed = try await given.upload()
      let disputed = try await given.upload(2, ["gross_fen": 1_000_000, "vat_fen": 0])
      for made in [confirmed, disputed] { _ = try await given.request(made) }
      let listed = try await given.application.receivables(
        state: nil, enterprise: nil, region: nil, page: PageRequest(), actor: debtor)
      #expect(listed.items.count == 2)
      #expect(listed.items.allSatisfy { $0["verbs"]?.arrayValue?.contains("confirm") ?? false })
      let read = try await given.application.receivable(
        try confirmed.receivableID, actor: debtor)
      // What the seller does with it is no debtor's business.
      #expect(read.value["financings"] == nil)
      #expect(try await given.confirm(confirmed, by: debtor)["state"] == "confirmed")
      let answer = try await given.application.disputeReceivable(
        try disputed.receivableID, ["reason": "quality"], actor: debtor)
      #expect(answer.body["state"] == "disputed")
      let stranger = Actor(
        subject: "payer-2", role: .enterprise,
        uscc: try await given.uscc(of: try await world.register(40)))
      try await world.expectRefused("not found receivable") {
        _ = try await given.application.receivable(try confirmed.receivableID, actor: stranger)
      }
    }
  }

  @Test("a token confirms once; used, unknown and outdated ones are told apart and change nothing")
  func tokens() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.make(world)
      let made = try await given.upload()
      let id = try made.receivableID
      try await world.expectRefused("conflict receivable_state") {
        _ = try await given.application.createConfirmationToken(of: id, actor: given.sellerActor)
      }
      _ = try await given.request(made)
      func token() async throws -> JSON {
        try #require(
          try await given.application.createConfirmationToken(of: id, actor: given.sellerActor)
            .body["token"])
      }
      func answer(_ token: JSON) -> JSON {
        [
          "token": token, "outcome": "confirm", "confirmed_fen": 113_000_000,
          "version_digest": made["version_digest"] ?? .null,
        ]
      }
      let old = try await token()
      let new = try await token()
      // The token is nowhere in the database.
      let kept = try await world.query("SELECT digest FROM confirmation_token")
      #expect(kept.count == 2)
      try await world.expectRefused("gone confirmation_token_expired") {
        _ = try await given.application.confirm(byToken: answer(old))
      }
      try await world.expectRefused("not found confirmation token") {
        _ = try await given.application.confirm(byToken: answer("rqcon_nothing"))
      }
      let letter = try await given.application.confirmationLetter(byToken: ["token": new])
      #expect(letter["version_digest"] == made["version_digest"])
      let done = try await given.application.confirm(byToken: answer(new))
      #expect(done["state"] == "confirmed")
      try await world.expectRefused("gone confirmation_token_used") {
        _ = try await given.application.confirm(byToken: answer(new))
      }
    }
  }

  @Test("of two who use a token at once, one confirms")
  func tokenOnce() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.make(world)
      let made = try await given.upload()
      _ = try await given.request(made)
      let token = try #require(
        try await given.application.createConfirmationToken(
          of: try made.receivableID, actor: given.sellerActor
        ).body["token"])
      let body: JSON = [
        "token": token, "outcome": "confirm", "confirmed_fen": 113_000_000,
        "version_digest": made["version_digest"] ?? .null,
      ]
      let outcomes = await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<4 {
          group.addTask {
            await refusal { _ = try await given.application.confirm(byToken: body) } == nil
          }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(outcomes == 1)
    }
  }

  @Test("a debtor that lets its days go by is told before, and may still confirm after")
  func clock() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.make(world)
      let made = try await given.upload()
      _ = try await given.request(made)
      try await world.drain()
      world.store.clock.advance(milliseconds: 60 * 86_400_000)
      while try await given.application.escalateReceivables(limit: 10) > 0 {}
      #expect(try await given.state(made) == "confirm_expired")
      let types = try await world.drain().map(\.type)
      #expect(types.last == .receivableLapsed)
      #expect(types.dropLast() == [.receivableReminded, .receivableReminded, .receivableReminded])
      let evidence = try await given.application.receivableEvidence(
        of: try made.receivableID, actor: given.sellerActor)
      #expect(evidence["confirmation_breached"] == true)
      #expect(try await given.confirm(made)["state"] == "confirmed")
    }
  }

  @Test("a debtor confirms a batch, row by row")
  func batch() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.make(world)
      let first = try await given.upload(1)
      let second = try await given.upload(2, ["gross_fen": 5_000_000, "vat_fen": 0])
      func row(_ receivable: JSON, _ fen: Int64) -> JSON {
        [
          "receivable_id": receivable["id"] ?? .null,
          "version_digest": receivable["version_digest"] ?? .null, "confirmed_fen": .int(fen),
        ]
      }
      let rows: JSON = [
        "confirmations": [row(first, 113_000_000), row(second, 5_000_001), row(second, 5_000_000)]
      ]
      let answer = try await given.application.confirmReceivables(rows, actor: given.debtorActor)
      #expect(
        answer.body["data"]?.arrayValue?.map { $0["outcome"]?.stringValue } == [
          "confirmed", "refused", "confirmed",
        ])
      // What is not the caller's debt is not found.
      let strange = try await given.application.confirmReceivables(rows, actor: given.sellerActor)
      #expect(
        strange.body["data"]?.arrayValue?.allSatisfy { $0["outcome"] == "refused" } == true)
    }
  }

  @Test(
    "what a debtor uploads counts as its confirmation: a claim that is here, or a new one of a seller that is registered"
  )
  func payables() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.make(world)
      let made = try await given.upload(1)
      let seller = JSON.string(try #require(try await given.uscc(of: given.seller)))
      let answer = try await given.application.uploadPayables(
        of: given.debtor,
        [
          "payables": [
            given.terms(1).with(["seller_uscc": seller]),
            given.terms(1).with(["seller_uscc": seller, "gross_fen": 99_000_000]),
            given.terms(2, ["gross_fen": 7_000_000, "vat_fen": 0]).with(["seller_uscc": seller]),
            given.terms(3).with(["seller_uscc": .string(Body.uscc(900))]),
          ]
        ], actor: given.debtorActor
      ).body["data"]?.arrayValue
      #expect(
        answer?.map { $0["outcome"]?.stringValue } == [
          "confirmed", "refused", "confirmed", "refused",
        ])
      #expect(answer?[1]["errors"]?.arrayValue?.first?["code"] == "amount_differs")
      #expect(answer?[3]["errors"]?.arrayValue?.first?["code"] == "unknown_seller")
      #expect(try await given.state(made) == "confirmed")
      #expect(try await world.count("receivable") == 2)
    }
  }

  @Test(
    "a debtor confirms no words that it did not say: a row that differs is refused at its place")
  func otherWords() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.make(world)
      let made = try await given.upload(1, ["agreed_interest_ppm": 50_000])
      let seller = JSON.string(try #require(try await given.uscc(of: given.seller)))
      let said: [String: JSON?] = ["agreed_interest_ppm": 50_000]
      let others: [(change: [String: JSON?], place: String, code: String)] = [
        (["vat_fen": 12_000_000], "/vat_fen", "amount_differs"),
        (["due_on": given.day(61)], "/due_on", "terms_differ"),
        (["signed_on": given.day(-91)], "/signed_on", "terms_differ"),
        (["signed_on": nil], "/signed_on", "terms_differ"),
        (["contract": "HT-2"], "/contract", "terms_differ"),
        (["agreed_interest_ppm": nil], "/agreed_interest_ppm", "terms_differ"),
      ]
      func upload(_ row: JSON) async throws -> JSON? {
        try await given.application.uploadPayables(
          of: given.debtor, ["payables": [row.with(["seller_uscc": seller])]],
          actor: given.debtorActor
        ).body["data"]?.arrayValue?.first
      }
      for (change, place, code) in others {
        let row = try await upload(given.terms(1, said).with(change))
        #expect(row?["outcome"] == "refused", "\(change)")
        let errors = row?["errors"]?.arrayValue ?? []
        #expect(errors.map { $0["pointer"] } == [.string(place)], "\(change)")
        #expect(errors.map { $0["code"] } == [.string(code)], "\(change)")
      }
      #expect(try await given.state(made) == "uploaded")
      #expect(try await upload(given.terms(1, said))?["outcome"] == "confirmed")
    }
  }

  @Test(
    "a confirmation changes the facts, and so has the needs matched again; the same twice changes nothing"
  )
  func facts() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.make(world)
      let need = try await world.submit(given.seller)
      try await world.matchWaiting()
      let made = try await given.upload()
      try await given.drawFacts()
      _ = try await given.confirm(made)
      try await given.drawFacts()
      let facts =
        try await given.application.facts(
          given.seller, version: nil, asOf: nil, actor: given.sellerActor
        ).value["facts"]?.arrayValue ?? []
      func value(_ path: String) -> JSON? { facts.first { $0["path"] == .string(path) }?["value"] }
      #expect(value("receivable.debtor_confirmed") == true)
      #expect(value("receivable.invoice_ex_vat_fen") == .int(ReceivableCase.face))
      // One debtor alone counts for a fifth of all.
      #expect(value("receivable.eligible_fen") == .int(ReceivableCase.face / 5))
      let before = try await world.run(need)
      try await world.matchWaiting()
      #expect(try await world.run(need) != before)
      let version = try await given.application.facts(
        given.seller, version: nil, asOf: nil, actor: given.sellerActor
      ).version
      _ = try await given.application.refreshDueReceivables(limit: 10)
      world.store.clock.advance(milliseconds: 86_400_000)
      #expect(try await given.application.refreshDueReceivables(limit: 10) == 1)
      let after = try await given.application.facts(
        given.seller, version: nil, asOf: nil, actor: given.sellerActor
      ).version
      #expect(after == version)
    }
  }

  @Test("with its debtor's confirmation alone a need becomes eligible, without anybody asking")
  func newlyEligible() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.makeStrong(world)
      try await world.report(given.seller, ["enterprise.size": "small"])
      let need = try await world.submit(given.seller, fen: 50_000_000)
      try await world.matchWaiting()
      let made = try await given.upload()
      func outcome() async throws -> JSON? {
        try await given.drawFacts()
        try await world.matchWaiting()
        return try await given.application.decision(
          of: try await world.run(need), product: "anhui-yingshou-rongzi", actor: World.system
        )["outcome"]
      }
      #expect(try await outcome() == "ineligible")
      _ = try await given.confirm(made)
      #expect(try await outcome() == "eligible")
    }
  }

  @Test("what is drawn from receivables stands, whatever is reported of them")
  func drawnFactsStand() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.make(world)
      _ = try await given.upload()
      try await given.drawFacts()
      func report(_ source: JSON, _ mode: FactsMode, by actor: Actor) async throws -> JSON? {
        let said: JSON = [
          "path": "receivable.debtor_confirmed", "value": true, "source": source,
          "as_of": given.day(0),
        ]
        let facts =
          try await given.application.putFacts(
            given.seller, expectedVersion: nil, ["facts": [said]], mode: mode, actor: actor
          ).body["facts"]?.arrayValue ?? []
        return facts.first { $0["path"] == "receivable.debtor_confirmed" }?["value"]
      }
      #expect(try await report("enterprise", .merge, by: given.sellerActor) == false)
      #expect(try await report("bank", .replace, by: World.system) == false)
      try await world.expectRefused("invalid /facts/0/source source") {
        _ = try await report("platform", .merge, by: World.system)
      }
    }
  }
}
