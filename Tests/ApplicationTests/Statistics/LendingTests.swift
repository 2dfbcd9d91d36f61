import Application
import Domain
import Foundation
import Ingest
import Postgres
import Store
import TestSupport
import Testing

@Suite("Figures of lending as banks report them", .serialized)
struct LendingTests {
  private func loan(
    _ key: String, _ balance: Int64, _ more: [String: JSON] = [:]
  ) -> JSON {
    .object(
      [
        "key": .string(key), "borrower": .string("customer \(key)"), "size": "small",
        "credit_fen": 1_000, "balance_fen": .int(balance), "bad_fen": 0,
        "granted_fen": .int(balance), "rate_ppm": 43_500, "applied": true, "approved": true,
      ].merging(more) { $1 })
  }

  @discardableResult
  private func report(
    _ world: World, _ year: Int64, _ rows: [JSON], bank: String = "huishang",
    by actor: Actor = World.system
  ) async throws -> JSON {
    try await world.application.reportLoans(
      [
        "institution": .string(bank), "region": "340100", "year": .int(year),
        "rows": .array(rows),
      ], actor: actor
    ).body
  }

  private func outcomes(_ world: World, _ year: Int) async throws -> [String: String] {
    let view = try await world.application.lending(
      year: year, region: nil, institution: nil, actor: World.system)
    let indicators = view["data"]?.arrayValue?.first?["indicators"]?.arrayValue ?? []
    return Dictionary(
      indicators.map { one in
        let outcome = one["outcome"]?.stringValue ?? ""
        let reason = one["reason"]?.stringValue.map { " " + $0 } ?? ""
        return (one["code"]?.stringValue ?? "", outcome + reason)
      }, uniquingKeysWith: { $1 })
  }

  @Test(
    "by the definition in force, with the year before; a later report takes the place of one before"
  )
  func figures() async throws {
    try await World.with { world in
      try await report(world, 2025, [loan("a", 120), loan("b", 900, ["size": "large"])])
      #expect(
        try await outcomes(world, 2025) == [
          "up1": "undefined not_reported_before", "up2": "undefined not_reported_before",
          "control1": "met", "control2": "undefined not_reported_before",
        ])
      try await report(world, 2024, [loan("a", 100), loan("b", 750, ["size": "large"])])
      // 20 % and 20 %: a tie.
      #expect(
        try await outcomes(world, 2025) == [
          "up1": "met", "up2": "met", "control1": "met", "control2": "met",
        ])
      try await report(
        world, 2025,
        [loan("a", 119), loan("b", 901, ["size": "large"]), loan("c", 1, ["size": nil])])
      #expect(try await outcomes(world, 2025)["up1"] == "missed")
      // Everything was paid back, as of all loans.
      try await report(world, 2025, [])
      #expect(
        try await outcomes(world, 2025) == [
          "up1": "met", "up2": "missed", "control1": "undefined no_base",
          "control2": "undefined nothing_lent",
        ])
      #expect(try await world.count("loan_report") == 4)
    }
  }

  @Test("a file of loans is a report like any other: all of it is taken, or nothing")
  func files() async throws {
    try await World.with { world in
      let head =
        "key,borrower,size,credit_yuan,balance_yuan,bad_yuan,granted_yuan,rate_ppm,applied\n"
      func take(_ lines: String, _ mode: ImportMode = .allOrNothing) async throws -> ImportReport {
        try await world.application.importLoans(
          of: "huishang", region: "340100", year: 2025, bytes: Array((head + lines).utf8),
          mode: mode, actor: World.system
        ).report
      }
      let good = "L-1,C-1,small,300,200,0,200,43500,是\nL-2,C-2,,,12.34,0,0,0,\n"
      #expect(try await take(good, .dryRun).errors == 0)
      #expect(try await world.count("loan_report") == 0)
      #expect(try await take(good).accepted == 2)
      #expect(try await world.count("loan_row") == 2)
      let bad = [
        "L-1,C-1,small,300,200,201,200,43500,是\n", "L-1,C-1,tiny,300,200,0,200,43500,是\n",
        "L-1,C-1,small,300,-1,0,200,43500,是\n", "L-1,C-1,small,300,200,0,200,1000001,是\n",
        ",C-1,small,300,200,0,200,43500,是\n", "=1,C-1,small,300,200,0,200,43500,是\n",
      ]
      for line in bad + ["L-1,C-9,,,1,0,0,0,\n"] {
        #expect(try await take(good + line).state == .refused, "\(line)")
      }
      #expect(try await world.count("loan_report") == 1)
      try await world.expectInvalid("part of a report") { _ = try await take(good, .skipBad) }
      let rows = try await world.query("SELECT balance_fen FROM loan_row ORDER BY key")
      #expect(try rows.map { try $0.decode(0, as: Int64.self) } == [20_000, 1_234])
    }
  }

  @Test("a file that a bank sends is taken once and whole, or its bad rows are named")
  func sentFiles() async throws {
    try await World.with { world in
      let head = "key,borrower,size,balance_yuan,bad_yuan,granted_yuan,rate_ppm\n"
      let good = "L-1,C-1,small,200,0,200,43500\n"
      let own = OfferCase.manager("huishang")
      func send(
        _ lines: String, _ more: [String: JSON] = [:], by actor: Actor = own
      ) async throws -> StoredAnswer {
        let file = Data((head + lines).utf8).base64EncodedString()
        let body: [String: JSON] = [
          "institution": "huishang", "region": "340100", "year": 2025, "file": .string(file),
        ]
        return try await world.application.reportLoanFile(
          .object(body.merging(more) { $1 }), actor: actor)
      }
      let bad = good + "L-2,C-2,small,200,201,200,43500\n"
      let tried = try await send(bad, ["dry_run": true])
      #expect(tried.status == 200 && tried.body["report"]?["rejected"] == 1)
      #expect(tried.body["rejected"]?.stringValue?.contains("L-2") == true)
      try await world.expectInvalid("more bad than owed") { _ = try await send(bad) }
      try await world.expectInvalid("no base64") { _ = try await send(good, ["file": "?"]) }
      try await world.expectRefused("forbidden") {
        _ = try await send(good, by: OfferCase.manager("bocom"))
      }
      #expect(try await world.count("loan_report") == 0)
      let made = try await send(good)
      #expect(made.status == 201 && made.body["rows"] == 1)
      #expect(try await world.count("loan_row") == 1)
    }
  }

  @Test("a figure opens to its rows, for those who oversee the region")
  func rows() async throws {
    try await World.with { world in
      let made = try await report(
        world, 2016, [loan("a", 1), loan("b", 1, ["size": "large"]), loan("c", 1, ["size": nil])])
      let id = try #require(made["id"]?.stringValue.flatMap { LoanReportID($0) })
      func rows(_ actor: Actor) async throws -> [JSON] {
        try await world.application.loanRows(
          of: id, page: PageRequest(limit: 100), actor: actor
        ).items
      }
      let found = try await rows(World.system)
      #expect(found.compactMap { $0["key"]?.stringValue }.sorted() == ["a", "b", "c"])
      let counted = found.filter { $0["counted_by"] == ["three-not-below-cbrc"] }
      #expect(counted.compactMap { $0["key"]?.stringValue } == ["a"])
      let unclear = found.filter { $0["unclear_to"] == ["three-not-below-cbrc"] }
      #expect(unclear.compactMap { $0["key"]?.stringValue } == ["c"])
      let hefei = Actor(subject: "hefei", role: .operator, region: "340100")
      #expect(try await rows(hefei).count == 3)
      let wuhu = Actor(subject: "wuhu", role: .operator, region: "340200")
      #expect(await refusal { _ = try await rows(wuhu) }?.word == "not found report")
      let liaison = OfferCase.liaison("huishang")
      #expect(await refusal { _ = try await rows(liaison) }?.word == "forbidden")
    }
  }

  @Test("a bank reports for itself alone, and nothing of a bad report is kept")
  func refused() async throws {
    try await World.with { world in
      let own = OfferCase.manager("huishang")
      try await report(world, 2025, [loan("a", 1)], by: own)
      try await world.expectRefused("forbidden") {
        try await report(world, 2025, [loan("a", 1)], bank: "bocom", by: own)
      }
      let bad: [[JSON]] = [
        [loan("a", 1), loan("a", 2)], [loan("a", 1, ["bad_fen": 2])],
        [loan("a", 1, ["applied": false])], [loan("a", -1)], [loan("a", 1, ["size": "tiny"])],
        [loan("a", 1, ["surprise": 1])], [1],
      ]
      for rows in bad {
        try await world.expectInvalid("\(rows)") { try await report(world, 2025, rows) }
      }
      try await world.expectInvalid("a year to come") { try await report(world, 2027, []) }
    }
  }
}
