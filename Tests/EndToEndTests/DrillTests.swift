import Domain
import Foundation
import Glibc
import Postgres
import TestSupport
import Testing

@testable import rongqiao

/// The restore drill: what an operator does when the database and the broker are both gone.
@Suite("The restore drill", .serialized)
struct DrillTests {
  /// Needs accepted, half of them before the backup.
  private static let size = House.isFull ? 2_000 : 120
  /// A server given by its address may not let us copy it whole.
  private static let mayCopyServer =
    ProcessInfo.processInfo.environment["RONGQIAO_TEST_DATABASE_URL"] == nil

  @Test(
    "after a logical backup, loss of everything, and restoration, nothing of the backup is lost")
  func logical() async throws {
    try await House.with(enterprises: 30) { house in
      try await Self.withFolder { folder in
        let kept = try await Self.loseEverything(house, .logical, folder)
        let server = try await TestPostgres.shared()
        let url = try await server.database(named: "restored")
        let said = try Program.run(
          ["restore", folder + "/backup", "--json"], environment: ["RONGQIAO_DATABASE_URL": url])
        let answer = try JSONParser.parse(said)
        #expect(answer["restored_rows"] == answer["rows"])
        try await Self.goOn(house, url, kept)
        try await server.drop(url: url)
      }
    }
  }

  @Test(
    "after a physical backup, loss of everything, and restoration, nothing of the backup is lost",
    .enabled(if: mayCopyServer))
  func physical() async throws {
    try await House.with(enterprises: 30) { house in
      try await Self.withFolder { folder in
        let kept = try await Self.loseEverything(house, .physical, folder)
        let data = folder + "/new/data"
        let said = try Program.run(["restore", folder + "/backup", "--to", data, "--json"])
        #expect(try JSONParser.parse(said)["restored_rows"]?["need"]?.intValue ?? 0 > 0)
        let server = try await RestoredServer(data: data)
        do {
          let name = try PostgresConfiguration(url: house.databaseURL).database ?? ""
          try await Self.goOn(house, server.url(name), kept)
          await server.stop()
        } catch {
          await server.stop()
          throw error
        }
      }
    }
  }

  /// A directory that other users may enter, gone afterwards: the restored server is one of them.
  private static func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = URL(fileURLWithPath: NSTemporaryDirectory())
      .appendingPathComponent("rongqiao-drill-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder.path)
  }

  /// What was submitted, and what of it was accepted before the backup began.
  private struct Submissions {
    var bodies: [JSON]
    var before: Set<String>
  }

  /// Submits, backs up in the middle of the work, works on, and destroys database and broker.
  private static func loseEverything(
    _ house: House, _ kind: BackupKind, _ folder: String
  ) async throws -> Submissions {
    let bodies = try await house.needBodies(size)
    let before = try await house.submit(Array(bodies.prefix(size / 2)), label: "drill")
    try await house.wait("some decided", House.runs) { $0 > 0 }
    async let rest = house.submit(Array(bodies.dropFirst(size / 2)), label: "later")
    let backup = folder + "/backup"
    let environment = ["RONGQIAO_DATABASE_URL": house.databaseURL]
    let said = try Program.run(
      ["backup", backup, "--kind", kind.rawValue, "--json"], environment: environment)
    let answer = try JSONParser.parse(said)
    #expect(answer["rows"]?["need"]?.intValue ?? 0 >= Int64(before.count))
    // It is whole, and there is no second one in the same place.
    try Program.run(["restore", backup, "--dry-run"])
    try Program.run(["backup", backup], environment: environment, status: 65)
    _ = try await rest
    for name in ["serve", "relay", "match", "sweeper", "broker"] {
      try house.signal(name, SIGKILL)
    }
    try await TestPostgres.shared().drop(url: house.databaseURL)
    return Submissions(bodies: bodies, before: Set(before))
  }

  /// Starts everything over the restored database and an empty broker, lets every client ask again
  /// with its key, and holds the outcome against what must be.
  private static func goOn(_ house: House, _ url: String, _ kept: Submissions) async throws {
    let environment = ["RONGQIAO_DATABASE_URL": url]
    let pool = PostgresPool(configuration: try PostgresConfiguration(url: url))
    func count(_ statement: Statement) async throws -> Int {
      Int(
        try await pool.withConnection { try await $0.queryOne(statement).decode(0, as: Int64.self) }
      )
    }
    do {
      let restored = try await pool.withConnection {
        try await $0.query("SELECT id FROM need").map {
          try NeedID($0.decode(0, as: UUID.self)).text
        }
      }
      #expect(kept.before.subtracting(restored) == [], "needs of before the backup are lost")
      try Program.run(["migrate"], environment: environment)
      try Program.run(["reconcile"], environment: environment)
      for name in ["broker", "serve", "relay", "match", "sweeper"] {
        try house.start(name, databaseURL: url)
      }
      let half = kept.bodies.count / 2
      let again = try await house.submit(Array(kept.bodies.prefix(half)), label: "drill")
      #expect(Set(again) == kept.before, "a key that was used before the backup is still known")
      let later = try await house.submit(Array(kept.bodies.dropFirst(half)), label: "later")
      #expect(Set(again + later).count == kept.bodies.count)
      let limit = ContinuousClock.now + .seconds(120)
      while try await count(House.undecided) > 0, ContinuousClock.now < limit {
        try await pool.withConnection { _ = try await $0.query("SELECT pg_sleep(0.05)") }
      }
      #expect(try await count(House.undecided) == 0)
      #expect(try await count(House.needs) == kept.bodies.count)
      #expect(try await count(House.runs) == kept.bodies.count, "one run for each need")
      #expect(try await count(House.doubles) == 0)
      #expect(try await count(House.decidedTwice) == 0)
      #expect(try await count(House.deadLetters) == 0)
      let replayed = try Program.run(["replay", "--all", "--json"], environment: environment)
      let answer = try JSONParser.parse(replayed)
      #expect(answer["equal"]?.intValue == Int64(kept.bodies.count))
      for name in ["serve", "relay", "match", "sweeper"] { #expect(try house.stop(name) == 0) }
      await pool.shutdown()
    } catch {
      await pool.shutdown()
      throw error
    }
  }
}
