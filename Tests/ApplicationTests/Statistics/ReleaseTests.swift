import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("Published reports", .serialized)
struct ReleaseTests {
  /// Needs of so many enterprises in a county, of the year that is over afterwards.
  private func submit(_ count: Int, from first: Int, _ region: String, _ world: World) async throws
  {
    for number in first..<first + count {
      try await world.submit(try await world.register(number, region: region))
    }
  }

  private func publish(
    _ world: World, _ body: JSON, by actor: Actor = World.system
  ) async throws -> JSON {
    try await world.application.publishReport(body, actor: actor).body
  }

  private func counts(_ release: JSON, _ table: String, _ row: String) -> [JSON] {
    let tables = release["report"]?["tables"]?.arrayValue ?? []
    let rows = tables.first { $0["code"]?.stringValue == table }?["rows"]?.arrayValue ?? []
    return rows.first { $0["code"]?.stringValue == row }?["counts"]?.arrayValue ?? []
  }

  private func inYear<T: Sendable>(
    _ body: (World) async throws -> T
  ) async throws -> T {
    try await World.with { world in
      try await submit(12, from: 0, "340104", world)
      try await submit(14, from: 20, "340202", world)
      // Few of a third city.
      try await submit(3, from: 40, "340304", world)
      world.store.clock.advance(milliseconds: 60 * 86_400_000)
      return try await body(world)
    }
  }

  @Test(
    "few are held back with what would tell of them, and the rest is published with its definitions"
  )
  func suppressed() async throws {
    try await inYear { world in
      let release = try await publish(world, ["region": "340000", "year": 2026])
      #expect(release["report"]?["total"]?.arrayValue?.first == 29)
      #expect(counts(release, "place", "340300").first == .null)
      // One of the two others would tell of the third by the total.
      let shown = ["340100", "340200"].filter { counts(release, "place", $0).first != .null }
      #expect(shown.count == 1)
      #expect(release["report"]?["stages"]?.arrayValue?.count == 6)
      #expect(release["report"]?["as_of"]?.stringValue != nil)
      let id = try #require(release["id"]?.stringValue.flatMap { ReleaseID($0) })
      #expect(try await world.application.release(id).json == release)
      let file = String(
        decoding: try await world.application.releaseFile(id, table: "place"), as: UTF8.self)
      #expect(file.hasPrefix("\u{FEFF}"))
      #expect(file.contains("340300"))
      #expect(file.contains("as of"))
      let page = try await world.application.release(id).page().html
      #expect(page.contains("蚌埠市"))
      #expect(page.contains(release["digest"]?.stringValue ?? "nothing"))
      await #expect(throws: ApplicationError.self) {
        try await world.application.releaseFile(id, table: "colour")
      }
    }
  }

  /// What a bank had with so many small firms, in so many loans each, and with a dozen large ones.
  private func lend(
    _ world: World, _ bank: String, _ region: String, _ year: Int64, small: Int, loans: Int = 1,
    balance: Int64
  ) async throws {
    func loan(_ key: String, of borrower: String, _ size: String, _ balance: Int64) -> JSON {
      [
        "key": .string(key), "borrower": .string(borrower), "size": .string(size),
        "credit_fen": 1_000, "balance_fen": .int(balance), "bad_fen": 0,
        "granted_fen": .int(balance), "rate_ppm": 43_500, "applied": true, "approved": true,
      ]
    }
    _ = try await world.application.reportLoans(
      [
        "institution": .string(bank), "region": .string(region), "year": .int(year),
        "rows": .array(
          (0..<small * loans).map { loan("s-\($0)", of: "s-\($0 % small)", "small", balance) }
            + (0..<12).map { loan("l-\($0)", of: "l-\($0)", "large", 1_000) }),
      ], actor: World.system)
  }

  @Test("figures of lending stand in it by bank and place, as far as they tell of no few borrowers")
  func lending() async throws {
    try await inYear { world in
      for (bank, region, small) in [
        ("huishang", "340100", 12), ("bocom", "340100", 9), ("huishang", "340000", 30),
        // Further below, and elsewhere.
        ("huishang", "340104", 30), ("huishang", "610000", 30),
      ] {
        try await lend(world, bank, region, 2025, small: small, balance: 100)
        try await lend(world, bank, region, 2026, small: small, balance: 110)
      }
      // Corrected, and reported for the first time.
      try await lend(world, "huishang", "340100", 2026, small: 12, balance: 120)
      try await lend(world, "ccb", "340200", 2026, small: 30, balance: 1)
      let release = try await publish(world, ["region": "340000", "year": 2026])
      let tables = release["report"]?["lending"]?["tables"]?.arrayValue ?? []
      #expect(tables.compactMap { $0["code"]?.stringValue } == ["two-ups-two-controls"])
      let rows = tables.first?["rows"]?.arrayValue ?? []
      func told(_ row: JSON) -> [String] {
        ["region", "institution"].compactMap { row[$0]?.stringValue }
          + (row["figures"]?.arrayValue ?? []).map {
            "\($0["outcome"]?.stringValue ?? "*") \($0["reached_ppm"]?.intValue ?? -1)"
          }
      }
      #expect(
        rows.map(told) == [
          ["340000", "huishang", "met 100000", "met -1", "met 0", "met 44000"],
          ["340100", "bocom", "* -1", "* -1", "* -1", "* -1"],
          ["340100", "huishang", "met 200000", "met -1", "met 0", "met 44000"],
          ["340200", "ccb", "undefined -1", "undefined -1", "met 0", "undefined -1"],
        ])
      let id = try #require(release["id"]?.stringValue.flatMap { ReleaseID($0) })
      let bytes = try await world.application.releaseFile(id, table: "two-ups-two-controls")
      let file = String(decoding: bytes, as: UTF8.self)
      #expect(file.hasPrefix("\u{FEFF}"))
      for part in ["20.00%", "合肥市", "as of", "银监办发", "单户授信不超过 10000000 元"] {
        #expect(file.contains(part), "\(part)")
      }
      let page = try await world.application.release(id).page().html
      #expect(page.contains("两增两控") && page.contains("20.00%"))
      #expect(try await world.application.releaseWorkbook(id).count > 1_000)
      // What is reported afterwards changes nothing of it.
      try await lend(world, "huishang", "340100", 2026, small: 12, balance: 1)
      #expect(try await world.application.release(id).json == release)
      let city = try await publish(world, ["region": "340300", "year": 2026])
      #expect(city["report"]?["lending"]?["tables"]?.arrayValue == [])
    }
  }

  @Test("reports and loans that are read a few at a time come to the same figures as all at once")
  func lendingInPages() async throws {
    try await inYear { world in
      for (bank, region, small) in [
        ("huishang", "340000", 30), ("huishang", "340100", 12), ("bocom", "340100", 9),
        ("ccb", "340200", 30),
      ] {
        try await lend(world, bank, region, 2025, small: small, loans: 2, balance: 100)
        try await lend(world, bank, region, 2026, small: small, loans: 2, balance: 110)
      }
      // A report of 36 loans ends with a page that is full.
      let sizes: [(reports: Int, loans: Int)] = [(100, 1_000), (1, 1), (2, 7), (1, 36)]
      var lending: [JSON?] = []
      for (place, size) in sizes.enumerated() {
        var application = world.application
        application.lendingPages.reportsMaximum = size.reports
        application.lendingPages.rowsMaximum = size.loans
        var body: [String: JSON] = ["region": "340000", "year": 2026]
        if place > 0 { body["reason"] = "更正" }
        let answer = try await application.publishReport(.object(body), actor: World.system)
        lending.append(answer.body["report"]?["lending"])
      }
      let rows = lending[0]?["tables"]?.arrayValue?.first?["rows"]?.arrayValue ?? []
      #expect(rows.count == 4)
      #expect(rows.first?["figures"]?.arrayValue?.first?["reached_ppm"] == 100_000)
      for (size, one) in zip(sizes, lending) { #expect(one == lending[0], "\(size)") }
    }
  }

  @Test("what is published never changes; a revision stands beside it and tells of no few")
  func frozen() async throws {
    try await inYear { world in
      let first = try await publish(world, ["region": "340000", "year": 2026])
      let id = try #require(first["id"]?.stringValue.flatMap { ReleaseID($0) })
      // Two were counted of another city by mistake.
      try await world.execute(
        """
        UPDATE enterprise SET region = '340202'
        WHERE id IN (SELECT id FROM enterprise WHERE region = '340104' ORDER BY id LIMIT 2)
        """)
      try await world.expectInvalid("without a reason") {
        _ = try await publish(world, ["region": "340000", "year": 2026])
      }
      let second = try await publish(
        world, ["region": "340000", "year": 2026, "reason": "两户地区更正"])
      #expect(second["revision"] == 2)
      #expect(try await world.application.release(id).json == first)
      #expect(counts(second, "place", "340300").first == .null)
      for city in ["340100", "340200"] where counts(first, "place", city).first != .null {
        #expect(counts(second, "place", city).first == .null)
      }
      let error = await #expect(throws: PostgresError.self) {
        try await world.execute("UPDATE statistics_release SET body = 'x'")
      }
      #expect(error != nil)
      let list = try await world.application.releases(
        region: "340000", year: 2026, page: PageRequest(limit: 10))
      #expect(list.items.compactMap { $0["revision"]?.intValue } == [2, 1])
    }
  }

  @Test("only who oversees a region publishes of it, and only of a year that is over")
  func refused() async throws {
    try await inYear { world in
      let wuhu = Actor(subject: "wuhu", role: .operator, region: "340200")
      let auditor = Actor(subject: "auditor", role: .auditor)
      for (actor, region) in [(wuhu, "340000"), (auditor, "340000")] {
        try await world.expectRefused("forbidden") {
          _ = try await publish(world, ["region": .string(region), "year": 2026], by: actor)
        }
      }
      let wrong: [JSON] = [
        [:], ["region": "349999", "year": 2026], ["region": "340000", "year": 2027],
        ["region": "340000", "year": 2026, "reason": "none"],
        ["region": "340000", "year": 2026, "surprise": 1], ["region": 1, "year": "x"],
      ]
      for body in wrong {
        try await world.expectInvalid("\(body)") { _ = try await publish(world, body) }
      }
      let own = try await publish(world, ["region": "340200", "year": 2026], by: wuhu)
      #expect(own["report"]?["total"]?.arrayValue?.first == 14)
    }
  }
}
