import Dispatch
import Domain
import Foundation
import Glibc
import TestSupport
import Testing

@Suite("Backup and restore on the command line", .serialized)
struct BackupCommandTests {
  /// A migrated database and a directory, both gone afterwards.
  private func withDatabase(
    _ name: String, _ body: (_ environment: [String: String], _ folder: String) async throws -> Void
  ) async throws {
    let server = try await TestPostgres.shared()
    let url = try await server.database(named: name)
    let folder = URL(fileURLWithPath: NSTemporaryDirectory())
      .appendingPathComponent("rongqiao-backup-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(["RONGQIAO_DATABASE_URL": url], folder.path)
    try await server.drop(url: url)
  }

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  @Test("a dry run says what would be done and leaves no trace")
  func dryRun() async throws {
    try await withDatabase("backup dry") { environment, folder in
      let backup = folder + "/b"
      let bare = try Program.run(
        ["backup", backup, "--dry-run"], environment: environment, status: 65)
      #expect(bare.contains("rongqiao migrate"))
      try Program.run(["migrate"], environment: environment)
      let said = try Program.run(
        ["backup", backup, "--dry-run", "--json"], environment: environment)
      #expect(try JSONParser.parse(said)["dry_run"] == true)
      #expect(try JSONParser.parse(said)["schema"]?["number"]?.intValue ?? 0 > 5)
      #expect(!exists(backup))
      let absent = ["RONGQIAO_DATABASE_URL": "postgresql://a@127.0.0.1:1/b"]
      try Program.run(["backup", backup, "--dry-run"], environment: absent, status: 69)
      try Program.run(["backup", backup], status: 78)
      #expect(!exists(backup))
    }
  }

  @Test("a backup is restored only whole, only into what is empty, and only where it fits")
  func refusals() async throws {
    try await withDatabase("backup refusals") { environment, folder in
      try Program.run(["migrate"], environment: environment)
      try Program.run(["import", "catalog"], environment: environment)
      let backup = folder + "/b"
      try Program.run(["backup", backup, "--jobs", "1"], environment: environment)
      let full = try Program.run(["restore", backup], environment: environment, status: 65)
      #expect(full.contains("not empty"))
      try Program.run(["restore", backup, "--to", folder + "/n"], status: 64)
      try Program.run(["restore", backup], status: 78)
      try Program.run(["restore", folder], status: 65)
      try Program.run(["restore", backup, "--dry-run"])

      let attributes = try FileManager.default.attributesOfItem(atPath: backup)
      #expect((attributes[.posixPermissions] as? Int) == 0o700, "others must not read it")
      let data = try FileManager.default.contentsOfDirectory(atPath: backup + "/dump")
        .first { $0.hasSuffix(".gz") }
      let file = backup + "/dump/" + (try #require(data))
      var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
      bytes[bytes.count / 2] ^= 1
      try bytes.write(to: URL(fileURLWithPath: file))
      for arguments in [["--dry-run"], []] {
        let damaged = try Program.run(
          ["restore", backup] + arguments, environment: environment, status: 65)
        #expect(damaged.contains("SHA-256"))
      }
      try FileManager.default.removeItem(atPath: backup + "/manifest.json")
      let unfinished = try Program.run(["restore", backup, "--dry-run"], status: 65)
      #expect(unfinished.contains("manifest.json"))
    }
  }

  @Test("a physical backup needs a new directory, and a damaged one leaves nothing there")
  func physical() async throws {
    guard ProcessInfo.processInfo.environment["RONGQIAO_TEST_DATABASE_URL"] == nil else { return }
    try await withDatabase("backup physical") { environment, folder in
      try Program.run(["migrate"], environment: environment)
      let backup = folder + "/b"
      try Program.run(["backup", backup, "--kind", "physical"], environment: environment)
      let (taken, new) = (folder + "/taken", folder + "/new")
      try FileManager.default.createDirectory(
        atPath: taken + "/x", withIntermediateDirectories: true)
      try Program.run(["restore", backup], environment: environment, status: 64)
      let full = try Program.run(["restore", backup, "--to", taken], status: 65)
      #expect(full.contains("not empty"))
      try Program.run(["restore", backup, "--to", new, "--dry-run"])
      #expect(!exists(new))
      try Data("16\n".utf8).write(to: URL(fileURLWithPath: backup + "/data/PG_VERSION"))
      let damaged = try Program.run(["restore", backup, "--to", new], status: 65)
      #expect(damaged.contains("PG_VERSION"))
      #expect(!exists(new))
      #expect(!exists(new + ".restoring"))
    }
  }

  @Test("a password reaches PostgreSQL's programs, and never on their command line")
  func password() async throws {
    try await withDatabase("backup password") { environment, folder in
      try Program.run(["migrate"], environment: environment)
      let binaries = folder + "/bin"
      try FileManager.default.createDirectory(atPath: binaries, withIntermediateDirectories: true)
      let script = """
        #!/bin/sh
        if [ "$1" = --version ]; then echo "$(basename "$0") (PostgreSQL) 99.1"; exit 0; fi
        printf '%s\\n' "$@" "password=$PGPASSWORD" "database=$PGDATABASE" >"\(folder)/said"
        echo "this one always fails" >&2
        exit 1
        """
      for name in ["pg_dump", "pg_restore"] {
        try Data(script.utf8).write(to: URL(fileURLWithPath: binaries + "/" + name))
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o755], ofItemAtPath: binaries + "/" + name)
      }
      let url = try #require(environment["RONGQIAO_DATABASE_URL"])
        .replacing("postgres@", with: "postgres:gate-7-heron@")
      let failed = try Program.run(
        ["backup", folder + "/b"],
        environment: ["RONGQIAO_DATABASE_URL": url, "RONGQIAO_POSTGRES_BINARIES": binaries],
        status: 69)
      #expect(failed.contains("this one always fails"))
      #expect(!failed.contains("gate-7-heron"))
      #expect(!exists(folder + "/b"), "a backup that failed leaves nothing behind")
      let said = try String(contentsOfFile: folder + "/said", encoding: .utf8)
      let arguments = said.split(separator: "\n").prefix { !$0.hasPrefix("password=") }
      #expect(said.contains("password=gate-7-heron"))
      #expect(!arguments.joined().contains("gate-7-heron"))
      #expect(arguments.contains("--format=directory"))
    }
  }

  @Test("a stop signal in the middle ends the copying program and removes the half backup")
  func interrupted() async throws {
    try await withDatabase("backup interrupted") { environment, folder in
      try Program.run(["migrate"], environment: environment)
      let binaries = folder + "/bin"
      try FileManager.default.createDirectory(atPath: binaries, withIntermediateDirectories: true)
      let script = """
        #!/bin/sh
        if [ "$1" = --version ]; then echo "$(basename "$0") (PostgreSQL) 99.1"; exit 0; fi
        mkdir "\(folder)/b/dump" && touch "\(folder)/b/dump/toc.dat"
        echo $$ >"\(folder)/pid.new" && mv "\(folder)/pid.new" "\(folder)/pid"
        exec sleep 600
        """
      for name in ["pg_dump", "pg_restore"] {
        try Data(script.utf8).write(to: URL(fileURLWithPath: binaries + "/" + name))
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o755], ofItemAtPath: binaries + "/" + name)
      }
      var settings = environment
      settings["RONGQIAO_POSTGRES_BINARIES"] = binaries
      let program = try Program(["backup", folder + "/b"], environment: settings)
      let limit = ContinuousClock.now + .seconds(60)
      while !exists(folder + "/pid"), ContinuousClock.now < limit {
        // Nobody tells us of a file, so we look again.
        _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(20))
      }
      let text = try String(contentsOfFile: folder + "/pid", encoding: .utf8)
      program.kill(SIGTERM)
      #expect(try program.end() == 143)
      #expect(!exists(folder + "/b"))
      let pid = try #require(Int32(text.filter(\.isNumber)))
      #expect(kill(pid, 0) != 0, "the copying program is gone")
    }
  }
}
