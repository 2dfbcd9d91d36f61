import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Embedded servers that die", .serialized)
struct UpFaultTests {
  @Test("up outlives its broker and its PostgreSQL: both come back, and every need gets one run")
  func embeddedServersKilled() async throws {
    let folder = URL(fileURLWithPath: NSTemporaryDirectory())
      .appendingPathComponent("rongqiao-story-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let state = folder.appendingPathComponent("state")
    let up = try Program(
      ["up", "--sample", "5"],
      environment: [
        "RONGQIAO_STATE_DIRECTORY": state.path, "RONGQIAO_HTTP_PORT": "0",
        "RONGQIAO_SWEEP_SECONDS": "1", "RONGQIAO_SWEEP_PATIENCE_SECONDS": "2",
      ])
    defer { up.destroy() }
    try up.line("greeting") { $0.hasPrefix("export TOKEN=") }
    let url = try Self.databaseURL(state)

    // The broker dies while needs come in: the new one is empty and lies elsewhere.
    try up.killChild { $0.contains("--parent-pipe") }
    try Self.submit(count: 25, to: url, of: state)
    let first = try up.line("a first broker") { $0.contains("In-memory broker is ready") }
    try up.line("a second broker") { $0.contains("In-memory broker is ready") && $0 != first }
    try await Self.expectAllDecided(url)

    // PostgreSQL dies: it recovers, at the same address.
    try up.killChild { $0.contains("/postgres") && $0.contains("-D") }
    try up.line("PostgreSQL again") { $0.contains("The private PostgreSQL server is back") }
    try Self.submit(count: 45, to: url, of: state)
    try await Self.expectAllDecided(url)

    up.kill(SIGTERM)
    #expect(try up.end() == 0)
  }

  /// The address of the private server, from its files.
  private static func databaseURL(_ state: URL) throws -> String {
    func text(_ name: String) throws -> String {
      try String(contentsOf: state.appendingPathComponent(name), encoding: .utf8)
        .trimmingCharacters(in: .whitespacesAndNewlines)
    }
    return try
      "postgresql://rongqiao:\(text("postgres.password"))@127.0.0.1:\(text("postgres.port"))/rongqiao"
  }

  /// Writes sample needs by another process, as an import would; those that are there stay.
  private static func submit(count: Int, to url: String, of state: URL) throws {
    try Program.run(
      ["sample", "--enterprises", "\(count)", "--submit"],
      environment: ["RONGQIAO_DATABASE_URL": url, "RONGQIAO_STATE_DIRECTORY": state.path])
  }

  private static func expectAllDecided(_ url: String) async throws {
    let connection = try await PostgresConnection.connect(try PostgresConfiguration(url: url))
    func count(_ statement: Statement) async throws -> Int64 {
      try await connection.queryOne(statement).decode(0, as: Int64.self)
    }
    let limit = ContinuousClock.now + .seconds(90)
    while try await count(House.undecided) > 0, ContinuousClock.now < limit {
      try await connection.query("SELECT pg_sleep(0.05)")
    }
    #expect(try await count(House.undecided) == 0)
    #expect(try await count(House.doubles) == 0)
    #expect(try await count(House.deadLetters) == 0)
    let (needs, runs) = (try await count(House.needs), try await count(House.runs))
    #expect(needs == runs && needs > 0)
    await connection.close()
  }
}

extension Program {
  /// Kills the one child process whose command line is so.
  fileprivate func killChild(where matches: (String) -> Bool) throws {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    let children = names.compactMap(Int32.init).filter { number in
      guard let data = FileManager.default.contents(atPath: "/proc/\(number)/stat"),
        let words = String(decoding: data, as: UTF8.self).components(separatedBy: ") ").last?
          .split(separator: " "),
        words.count > 1, words[1] == "\(identifier)",
        let line = FileManager.default.contents(atPath: "/proc/\(number)/cmdline")
      else { return false }
      return matches(String(decoding: line, as: UTF8.self))
    }
    guard children.count == 1, let child = children.first else {
      throw StoryError("\(children.count) such children of \(name)")
    }
    Foundation.kill(child, SIGKILL)
  }
}
