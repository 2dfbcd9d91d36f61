import Application
import Domain
import TestSupport
import Testing

@Suite("Published figures of lending that banks correct", .serialized)
struct LendingCorrectionTests {
  private static let threshold: Int64 = 10

  /// What a bank had with small firms, some of them corrected by a fen, and with a dozen large ones.
  private func lend(
    _ world: World, _ bank: String, _ year: Int64, _ balance: Int64, corrected: Int64 = 0,
    small: Int64 = 15
  ) async throws {
    func loan(_ key: String, _ size: String, _ balance: Int64) -> JSON {
      [
        "key": .string(key), "borrower": .string(key), "size": .string(size), "credit_fen": 1_000,
        "balance_fen": .int(balance), "bad_fen": 0, "granted_fen": .int(balance),
        "rate_ppm": 43_500, "applied": true, "approved": true,
      ]
    }
    let rows =
      (0..<small).map { loan("s-\($0)", "small", balance + ($0 < corrected ? 1 : 0)) }
      + (0..<12).map { loan("l-\($0)", "large", 1_000) }
    _ = try await world.application.reportLoans(
      [
        "institution": .string(bank), "region": "340100", "year": .int(year),
        "rows": .array(rows),
      ], actor: World.system)
  }

  /// Two banks that reported on a city of 2025 and of 2026, which is over.
  private func inYear<T: Sendable>(_ body: (World) async throws -> T) async throws -> T {
    try await World.with { world in
      for bank in ["bocom", "huishang"] {
        try await lend(world, bank, 2025, 100)
        try await lend(world, bank, 2026, 110)
      }
      world.store.clock.advance(milliseconds: 60 * 86_400_000)
      return try await body(world)
    }
  }

  private func publish(
    _ world: World, _ region: String = "340000", _ year: Int64 = 2026, reason: String? = nil
  ) async throws -> JSON {
    var body: [String: JSON] = ["region": .string(region), "year": .int(year)]
    if let reason { body["reason"] = .string(reason) }
    return try await world.application.publishReport(.object(body), actor: World.system).body
  }

  /// The line of a bank, by the only definition in force.
  private func line(_ release: JSON, _ bank: String) throws -> JSON {
    let tables = try #require(release["report"]?["lending"]?["tables"]?.arrayValue)
    #expect(tables.count == 1)
    let rows = tables.first?["rows"]?.arrayValue ?? []
    return try #require(rows.first { $0["institution"]?.stringValue == bank })
  }

  private func expectTold(
    _ release: JSON, _ bank: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let line = try self.line(release, bank)
    #expect(line.objectValue?["held_back"] == nil, sourceLocation: sourceLocation)
    let figures = line["figures"]?.arrayValue ?? []
    #expect(
      figures.map { $0["outcome"]?.stringValue } == ["met", "met", "met", "met"],
      sourceLocation: sourceLocation)
  }

  private func expectHeldBack(
    _ release: JSON, _ bank: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let line = try self.line(release, bank)
    #expect(line["held_back"] == "few_changed", sourceLocation: sourceLocation)
    let figures = line["figures"]?.arrayValue ?? []
    #expect(figures.count == 4, sourceLocation: sourceLocation)
    for figure in figures {
      for member in ["outcome", "reason", "reached_ppm", "bound_ppm"] {
        #expect(figure[member] == .null, sourceLocation: sourceLocation)
      }
    }
  }

  @Test("corrected by one borrower a bank is held back and said why, and the others stand")
  func one() async throws {
    try await inYear { world in
      let first = try await publish(world)
      try expectTold(first, "huishang")
      try await lend(world, "huishang", 2026, 110, corrected: 1)
      let second = try await publish(world, reason: "一户更正")
      try expectHeldBack(second, "huishang")
      try expectTold(second, "bocom")
      #expect(try line(second, "bocom") == line(first, "bocom"))
      let id = try #require(second["id"]?.stringValue.flatMap { ReleaseID($0) })
      let bytes = try await world.application.releaseFile(id, table: "two-ups-two-controls")
      let page = try await world.application.release(id).page().html
      for text in [String(decoding: bytes, as: UTF8.self), page] {
        #expect(text.contains("** 不公布") && text.contains("held back: since an earlier report"))
      }
      #expect(try await world.application.releaseWorkbook(id).count > 1_000)
      let before = try #require(first["id"]?.stringValue.flatMap { ReleaseID($0) })
      #expect(try await world.application.release(before).page().html.contains("**") == false)
    }
  }

  @Test("corrected by the threshold of borrowers a bank is told, beside each version that was told")
  func many() async throws {
    try await inYear { world in
      #expect(world.application.cellThreshold == Self.threshold)
      _ = try await publish(world)
      // Held back, and so nothing that is told later stands beside it.
      try await lend(world, "huishang", 2026, 110, corrected: Self.threshold - 1)
      try expectHeldBack(try await publish(world, reason: "少数户更正"), "huishang")
      try await lend(world, "huishang", 2026, 110, corrected: Self.threshold)
      try expectTold(try await publish(world, reason: "更正"), "huishang")
      // Many beside the first, one beside the third.
      try await lend(world, "huishang", 2026, 110, corrected: Self.threshold + 1)
      try expectHeldBack(try await publish(world, reason: "又一户更正"), "huishang")
      // As it was at first.
      try await lend(world, "huishang", 2026, 110)
      try expectTold(try await publish(world, reason: "恢复"), "huishang")
    }
  }

  @Test(
    "a release of the region above or below stands beside it like its own",
    arguments: [["340100", "340000"], ["340000", "340100"]])
  func regions(_ order: [String]) async throws {
    try await inYear { world in
      try expectTold(try await publish(world, order[0]), "huishang")
      try await lend(world, "huishang", 2026, 110, corrected: 1)
      let other = try await publish(world, order[1])
      try expectHeldBack(other, "huishang")
      try expectTold(other, "bocom")
    }
  }

  @Test("the year before counts as it was told in its own release, and the year after")
  func years() async throws {
    try await inYear { world in
      world.store.clock.advance(milliseconds: 366 * 86_400_000)
      try await lend(world, "bocom", 2027, 121)
      try await lend(world, "huishang", 2027, 121)
      try expectTold(try await publish(world), "huishang")
      try await lend(world, "huishang", 2026, 110, corrected: 1)
      let next = try await publish(world, "340000", 2027)
      try expectHeldBack(next, "huishang")
      try expectTold(next, "bocom")
      try await lend(world, "bocom", 2026, 110, corrected: 1)
      try expectHeldBack(try await publish(world, "340100"), "bocom")
    }
    try await inYear { world in
      world.store.clock.advance(milliseconds: 366 * 86_400_000)
      try await lend(world, "huishang", 2027, 121)
      try expectTold(try await publish(world, "340000", 2027), "huishang")
      try await lend(world, "huishang", 2026, 110, corrected: 1)
      try expectHeldBack(try await publish(world), "huishang")
    }
  }

  @Test("what was held back for its few borrowers told nothing, and whatever comes after is told")
  func nothing() async throws {
    try await inYear { world in
      for year in [2025, 2026] as [Int64] {
        try await lend(world, "huishang", year, 100, small: Self.threshold - 1)
      }
      let first = try await publish(world)
      let few = try line(first, "huishang")
      #expect(few["held_back"] == nil)
      #expect(few["figures"]?.arrayValue?.allSatisfy { $0["outcome"] == .null } == true)
      for year in [2025, 2026] as [Int64] {
        try await lend(world, "huishang", year, 100, small: Self.threshold)
      }
      try expectTold(try await publish(world, reason: "补报"), "huishang")
    }
  }

  @Test("earlier releases that are read one at a time hold back the same")
  func pages() async throws {
    try await inYear { world in
      for region in ["340000", "340100"] { _ = try await publish(world, region) }
      try await lend(world, "huishang", 2026, 110, corrected: Self.threshold)
      _ = try await publish(world, reason: "更正")
      try await lend(world, "huishang", 2026, 110, corrected: Self.threshold + 1)
      var application = world.application
      application.lendingPages.releasesMaximum = 1
      let release = try await application.publishReport(
        ["region": "340000", "year": 2026, "reason": "又一户更正"], actor: World.system
      ).body
      try expectHeldBack(release, "huishang")
      try expectTold(release, "bocom")
    }
  }
}
