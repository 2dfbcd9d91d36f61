import Dispatch
import Domain
import Foundation
import TestSupport
import Testing

@Suite("The command line", .serialized)
struct CommandTests {
  /// A directory that other users may enter, gone afterwards.
  private func withFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = URL(fileURLWithPath: NSTemporaryDirectory())
      .appendingPathComponent("rongqiao-story-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder)
  }

  @Test(
    "serve and worker refuse to start without configured servers and say what to set",
    arguments: [["serve"]]
      + [
        "match", "relay", "sweeper", "receivable", "listing", "entitlement", "monitoring",
        "statistics", "webhook",
      ].map { ["worker", $0] })
  func unconfigured(_ arguments: [String]) throws {
    let said = try Program.run(arguments, status: 78)
    #expect(said.contains("RONGQIAO_DATABASE_URL"))
  }

  @Test("the demonstration loses and doubles nothing, and leaves no process behind")
  func demonstration() async throws {
    try await withFolder { folder in
      let state = folder.appendingPathComponent("state")
      let said = try Program.run(
        ["up", "--sample", "30", "--demo"], environment: ["RONGQIAO_STATE_DIRECTORY": state.path])
      #expect(said.contains("eligible"))
      let text = try String(
        contentsOf: state.appendingPathComponent("demo.json"), encoding: .utf8)
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      #expect(report["needs"] as? Int == 30)
      #expect(report["decided"] as? Int == 30)
      #expect(report["lost"] as? Int == 0)
      #expect(report["duplicated"] as? Int == 0)
      #expect(Self.processes(naming: state.path).isEmpty)
    }
  }

  @Test("a stop signal ends everything in order; a kill leaves no child; the data stay")
  func stops() async throws {
    try await withFolder { folder in
      let state = folder.appendingPathComponent("state")
      let environment = [
        "RONGQIAO_STATE_DIRECTORY": state.path, "RONGQIAO_HTTP_PORT": "0",
      ]
      func up() throws -> Program {
        let program = try Program(["up", "--sample", "5"], environment: environment)
        try program.line("greeting") { $0.hasPrefix("export TOKEN=") }
        return program
      }
      let first = try up()
      first.kill(SIGTERM)
      #expect(try first.end() == 0)
      #expect(Self.processes(naming: state.path).isEmpty)

      let second = try up()
      second.kill(SIGKILL)
      _ = try second.end()
      let limit = ContinuousClock.now + .seconds(30)
      while !Self.processes(naming: state.path).isEmpty, ContinuousClock.now < limit {
        // The children end when their parent's pipe closes; nobody tells us, so we look again.
        _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(20))
      }
      #expect(Self.processes(naming: state.path).isEmpty)

      let third = try up()
      #expect(third.output.contains("提交需求") == false, "the samples are there already")
      third.kill(SIGTERM)
      #expect(try third.end() == 0)
    }
  }

  @Test("migrate, import, sample, token and settings do what they say")
  func tools() async throws {
    let server = try await TestPostgres.shared()
    let url = try await server.database(named: "tools")
    let environment = ["RONGQIAO_DATABASE_URL": url]
    try await withFolder { folder in
      #expect(
        try Program.run(["migrate", "--status"], environment: environment).contains("pending"))
      try Program.run(["migrate", "--dry-run"], environment: environment)
      #expect(
        try Program.run(["migrate", "--status"], environment: environment).contains("pending"))
      try Program.run(["migrate"], environment: environment)
      #expect(
        try !Program.run(["migrate", "--status"], environment: environment).contains("pending"))
      try Program.run(["import", "catalog", "--dry-run"], environment: environment)
      let published = try Program.run(["import", "catalog", "--json"], environment: environment)
      #expect(try JSONParser.parse(published)["catalog"]?["version"] == 1)

      let (a, b) = (folder.appendingPathComponent("a"), folder.appendingPathComponent("b"))
      for place in [a, b] {
        try Program.run([
          "sample", "--enterprises", "20", "--seed", "9", "--today", "2026-11-01", "--out",
          place.path,
        ])
      }
      for name in ["enterprises.csv", "facts.csv", "needs.csv"] {
        #expect(
          try Data(contentsOf: a.appendingPathComponent(name))
            == Data(contentsOf: b.appendingPathComponent(name)))
      }
      try Program.run(
        ["import", "enterprises", a.appendingPathComponent("enterprises.csv").path],
        environment: environment)
      let again = try Program.run(
        ["import", "enterprises", a.appendingPathComponent("enterprises.csv").path, "--json"],
        environment: environment, status: 65)
      #expect(again.contains("enterprise_exists"))
      let facts = a.appendingPathComponent("facts.csv")
      let bad = try String(contentsOf: facts, encoding: .utf8) + "broken,row\n"
      try bad.write(to: facts, atomically: true, encoding: .utf8)
      try Program.run(["import", "facts", facts.path], environment: environment, status: 65)
      try Program.run(["import", "facts", facts.path, "--skip-bad"], environment: environment)
      #expect(FileManager.default.fileExists(atPath: facts.path + ".rejected.csv"))
      let needs = a.appendingPathComponent("needs.csv").path
      try Program.run(["import", "needs", needs, "--dry-run"], environment: environment)
      try Program.run(["import", "needs", needs], environment: environment)
      try Program.run(["import", "needs", needs], environment: environment, status: 65)

      let key = ["RONGQIAO_JWT_KEY": folder.appendingPathComponent("key").path]
      let token = try Program.run(["token", "--role", "auditor"], environment: key)
      #expect(token.split(separator: ".").count == 3)
      try Program.run(["token", "--role", "enterprise"], environment: key, status: 64)
      #expect(
        try Program.run(["settings", "--json"], environment: environment)
          .contains("RONGQIAO_DATABASE_URL"))
      #expect(
        try !Program.run(["settings"], environment: environment).contains("password="),
        "secrets are masked")
    }
    try await server.drop(url: url)
  }

  /// Processes whose command line names a path.
  private static func processes(naming path: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.filter { $0.allSatisfy(\.isNumber) }.compactMap { name in
      guard let data = FileManager.default.contents(atPath: "/proc/\(name)/cmdline"),
        case let line = String(decoding: data, as: UTF8.self), line.contains(path),
        let state = FileManager.default.contents(atPath: "/proc/\(name)/stat"),
        !String(decoding: state, as: UTF8.self).contains(") Z ")
      else { return nil }
      return line.replacingOccurrences(of: "\0", with: " ")
    }
  }
}
