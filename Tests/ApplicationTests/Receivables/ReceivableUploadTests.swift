import Application
import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Uploading receivables")
struct ReceivableUploadTests {
  @Test("a receivable is taken, and both parties and operators see it, nobody else")
  func seen() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.make(world)
      let made = try await given.upload()
      let id = try made.receivableID
      #expect(made["state"] == "uploaded")
      #expect(made["held"] == false)
      for actor in [given.sellerActor, given.debtorActor, ReceivableCase.officer] {
        let seen = try await given.application.receivable(id, actor: actor).value
        #expect(seen["invoice_number"] == made["invoice_number"])
      }
      let other = ReceivableCase.actor(of: try await world.register(40))
      for actor in [other, ReceivableCase.liaison()] {
        let error = await refusal {
          _ = try await given.application.receivable(id, actor: actor)
        }
        #expect(error?.word == "not found receivable")
      }
      #expect(try await world.events().filter { $0.type == .receivableUploaded }.count == 1)
    }
  }

  @Test(
    "the same invoice is refused however it is written",
    arguments: [
      "2434 2000 0000 1000 0001", "２４３４２０００００００１００００００１", "2434-2000-0000-1000-0001",
      " 24342000000010000001\u{200B}",
    ])
  func duplicates(_ number: String) async throws {
    try await World.with { world in
      let given = try await ReceivableCase.make(world)
      _ = try await given.upload()
      try await world.expectRefused("conflict receivable_duplicate", number) {
        _ = try await given.upload(
          1, ["invoice_number": .string(number), "gross_fen": 1_000, "vat_fen": 0])
      }
    }
  }

  @Test("small letters and capitals of a paper invoice are one")
  func cases() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.make(world)
      _ = try await given.upload(1, ["invoice_code": "3400abc", "invoice_number": "00012345"])
      try await world.expectRefused("conflict receivable_duplicate") {
        _ = try await given.upload(2, ["invoice_code": "3400ABC", "invoice_number": "12345"])
      }
    }
  }

  @Test(
    "what has the parties and the amount of another one, or is a part of it, waits for an operator, who lets it go on with a reason"
  )
  func held() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.make(world)
      let whole = try await given.upload()
      let near = try await given.upload(2, ["invoiced_on": given.day(-28)])
      #expect(near["held_for"] == ["near"])
      let half = try await given.upload(
        3,
        [
          "invoice_number": .string((whole["invoice_number"]?.stringValue ?? "") + "-1"),
          "gross_fen": 56_500_000, "vat_fen": 6_500_000, "invoiced_on": given.day(-10),
        ])
      #expect(half["held_for"] == ["split"])
      try await world.expectRefused("conflict receivable_held") {
        _ = try await given.request(near)
      }
      try await world.expectRefused("conflict receivable_held") {
        _ = try await given.confirm(near)
      }
      let id = try near.receivableID
      try await world.expectRefused("forbidden") {
        _ = try await given.application.reviewReceivable(
          id, ["outcome": "admitted", "reason": "两批货"], actor: given.sellerActor)
      }
      let shown = try await given.application.receivable(id, actor: ReceivableCase.officer).value
      #expect(shown["resembles"] == [whole["id"] ?? .null])
      let seen = try await given.application.receivable(id, actor: given.sellerActor).value
      #expect(seen["resembles"] == nil)
      let admitted = try await given.application.reviewReceivable(
        id, ["outcome": "admitted", "reason": "两批货"], actor: ReceivableCase.officer
      ).body
      #expect(admitted["held"] == false)
      #expect(try await given.confirm(near)["state"] == "confirmed")
      let refused = try await given.application.reviewReceivable(
        try half.receivableID, ["outcome": "refused", "reason": "拆分"],
        actor: ReceivableCase.officer
      ).body
      #expect(refused["state"] == "withdrawn")
    }
  }

  @Test(
    "what a policy wants looked at strictly waits for an operator; then it counts, and money is advanced on it",
    arguments: [
      ["is_related": true], ["flags": ["services_or_works"]],
    ] as [[String: JSON]])
  func strict(_ changes: [String: JSON]) async throws {
    try await World.with { world in
      let given = try await ReceivableCase.make(world)
      let made = try await given.upload(1, changes.mapValues { Optional($0) })
      #expect(made["held"] == true && made["held_for"] == ["strict"])
      try await world.expectRefused("conflict receivable_held") {
        _ = try await given.confirm(made)
      }
      let admitted = try await given.application.reviewReceivable(
        try made.receivableID, ["outcome": "admitted", "reason": "合同与验收单已核对"],
        actor: ReceivableCase.officer
      ).body
      #expect(admitted["held"] == false)
      try await given.offer(try await given.confirm(made), fen: 1_000)
      #expect(try await given.state(made) == "offered")
    }
  }

  @Test("an admitted likeness is no strict look, and an amended receivable is looked at anew")
  func strictIsItsOwn() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.make(world)
      _ = try await given.upload()
      let near = try await given.upload(2, ["invoiced_on": given.day(-28)])
      #expect(near["held_for"] == ["near"])
      let admit: JSON = ["outcome": "admitted", "reason": "两批货"]
      let id = try near.receivableID
      let admitted = try await given.application.reviewReceivable(
        id, admit, actor: ReceivableCase.officer
      ).body
      let amended = try await given.application.amendReceivable(
        id, expectedVersion: Int(try #require(admitted["version"]?.intValue)),
        given.terms(2, ["invoiced_on": given.day(-28), "is_related": true]),
        actor: given.sellerActor
      ).body
      #expect(amended["held_for"] == ["near", "strict"] && amended["held"] == true)
      // As if only the likeness had been known when somebody looked: that look is not enough.
      try await world.store.pool.withTransaction { session in
        try await session.execute(
          """
          UPDATE receivable SET held_for = '{near}', reviewed_at = now(), reviewed_by = 'officer-1'
          WHERE id = \(id.uuid)
          """)
      }
      let confirmed = try await given.confirm(amended)
      try await world.expectRefused("conflict receivable_ineligible") {
        try await given.offer(confirmed)
      }
    }
  }

  @Test("bad input is refused with a code at its place, and changes nothing")
  func badInput() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.make(world)
      let wrong: [(changes: [String: JSON?], word: String)] = [
        (["currency": "USD"], "/currency currency_unsupported"),
        (["gross_fen": 0], "/gross_fen below_min"),
        (["gross_fen": -1], "/gross_fen below_min"),
        (["vat_fen": 200_000_000], "/vat_fen above_max"),
        (["invoiced_on": given.day(1)], "/invoiced_on future"),
        (["due_on": given.day(-31)], "/due_on order"),
        (["signed_on": given.day(-29)], "/invoiced_on order"),
        (["invoice_number": "---"], "/invoice_number alphabet"),
        (["flags": ["nothing"]], "/flags/0 unknown_value"),
        (["accepted_on": given.day(-1)], "/acceptance_ends_on required"),
        (["surprise": 1], "/surprise unknown_member"),
      ]
      for (changes, word) in wrong {
        try await world.expectRefused("invalid \(word)", word) {
          _ = try await given.upload(1, changes)
        }
      }
      for (code, word) in [
        (Body.uscc(900), "unknown_debtor"),
        (try #require(try await given.uscc(of: given.seller)), "debtor_is_seller"),
      ] {
        try await world.expectRefused("invalid /debtor_uscc \(word)") {
          _ = try await given.application.uploadReceivable(
            given.terms().with([
              "enterprise_id": .string(given.seller.text), "debtor_uscc": .string(code),
            ]), actor: given.sellerActor)
        }
      }
    }
  }

  @Test("in a batch each row is taken or refused by itself")
  func batch() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.make(world)
      let code = JSON.string(try #require(try await given.uscc(of: given.debtor)))
      let answer = try await given.application.uploadReceivables(
        [
          "enterprise_id": .string(given.seller.text),
          "receivables": [
            given.terms(1).with(["debtor_uscc": code]),
            given.terms(1).with(["debtor_uscc": code]),
            given.terms(2).with(["debtor_uscc": code, "gross_fen": 0]), 7,
            given.terms(3, ["gross_fen": 5_000_000, "vat_fen": 0]).with(["debtor_uscc": code]),
          ],
        ], actor: given.sellerActor
      ).body["data"]?.arrayValue
      #expect(
        answer?.map { $0["outcome"]?.stringValue } == [
          "uploaded", "refused", "refused", "refused", "uploaded",
        ])
      #expect(answer?[1]["errors"]?.arrayValue?.first?["code"] == "receivable_duplicate")
      #expect(answer?[2]["errors"]?.arrayValue?.first?["pointer"] == "/gross_fen")
      #expect(try await world.count("receivable") == 2)
    }
  }
}
