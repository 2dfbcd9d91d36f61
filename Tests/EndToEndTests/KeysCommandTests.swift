import Domain
import Foundation
import TestSupport
import Testing

@Suite("The keys of sealed facts from the command line", .serialized)
struct KeysCommandTests {
  private struct Use: Equatable {
    var isHere: Bool
    var enterprises: String
  }

  private func uses(_ environment: [String: String]) throws -> [Use] {
    let answer = try JSONParser.parse(
      try Program.run(["keys", "list", "--json"], environment: environment))
    return (answer.arrayValue ?? []).map {
      Use(
        isHere: $0["is_here"]?.stringValue?.contains("yes") == true,
        enterprises: $0["enterprises"]?.stringValue ?? "")
    }
  }

  @Test(
    "one master key takes over from another while facts stay readable; without it nothing opens")
  func rotation() async throws {
    let server = try await TestPostgres.shared()
    let url = try await server.database(named: "keys")
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("rongqiao-keys-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func file(_ name: String, _ text: String, mode: Int = 0o600) throws -> [String: String] {
      let path = folder.appendingPathComponent(name).path
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      return ["RONGQIAO_DATABASE_URL": url, "RONGQIAO_SEALING_KEYS": path]
    }
    let (first, second) = (try Program.run(["keys", "new"]), try Program.run(["keys", "new"]))
    #expect(first != second)
    let old = try file("old", first)
    let both = try file("both", second + "\n" + first)
    let new = try file("new", second)
    try Program.run(["migrate"], environment: old)
    try Program.run(["import", "catalog"], environment: old)
    try Program.run([
      "sample", "--enterprises", "12", "--seed", "3", "--out", folder.path,
    ])
    for kind in ["enterprises", "facts"] {
      try Program.run(
        ["import", kind, folder.appendingPathComponent("\(kind).csv").path], environment: old)
    }
    #expect(try uses(old) == [Use(isHere: true, enterprises: "12")])
    #expect(
      try uses(new) == [
        Use(isHere: true, enterprises: "0"), Use(isHere: false, enterprises: "12"),
      ])
    // Facts laid over those before need those before.
    let facts = folder.appendingPathComponent("facts.csv").path
    try Program.run(["import", "facts", facts], environment: new, status: 78)
    let report = try JSONParser.parse(
      try Program.run(["keys", "rewrap", "--json"], environment: both))
    #expect(report["examined"] == 12 && report["changed"] == 12)
    let again = try JSONParser.parse(
      try Program.run(["keys", "rewrap", "--json"], environment: both))
    #expect(again["examined"] == 12 && again["changed"] == 0)
    #expect(try uses(new) == [Use(isHere: true, enterprises: "12")])
    try Program.run(["import", "facts", facts], environment: new)
    try Program.run(
      ["keys", "rotate", "ent_01890000-0000-7000-8000-000000000000"], environment: new, status: 65)
    try Program.run(["keys", "rotate", "nobody"], environment: new, status: 64)

    // What is wrong with the file is said, and never what is in it.
    for (name, text, mode) in [
      ("open", first, 0o644), ("short", "c2hvcnQ=", 0o600), ("empty", "", 0o600),
    ] {
      let said = try Program.run(
        ["keys", "list"], environment: try file(name, text, mode: mode), status: 78)
      #expect(said.contains(name) && !first.split(separator: "\n").contains { said.contains($0) })
    }
    let missing = ["RONGQIAO_DATABASE_URL": url, "RONGQIAO_SEALING_KEYS": folder.path + "/none"]
    #expect(
      try Program.run(["keys", "list"], environment: missing, status: 78)
        .contains("RONGQIAO_SEALING_KEYS"))
    try await server.drop(url: url)
  }
}
