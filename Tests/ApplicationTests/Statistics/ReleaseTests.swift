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
