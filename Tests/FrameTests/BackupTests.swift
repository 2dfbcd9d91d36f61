import ArgumentParser
import Domain
import Foundation
import Store
import Testing

@testable import rongqiao

@Suite("Backups")
struct BackupTests {
  private static let time = Instant(microseconds: 1_780_000_000_000_000)

  /// A small backup of the given kind, whole.
  private func backup(in path: String, _ kind: BackupKind = .physical) throws -> BackupManifest {
    let folder = kind.folder
    for part in ["", "/base/1", "/pg_notify"] {
      try FileManager.default.createDirectory(
        atPath: path + "/" + folder + part, withIntermediateDirectories: true)
    }
    for (name, text) in [("PG_VERSION", "15\n"), ("base/1/2", "rows"), ("base/1/3", "")] {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(folder)/\(name)"))
    }
    let listing = try BackupFiles.list(path, folder)
    return BackupManifest(
      kind: kind, program: "1", startedAt: Self.time, finishedAt: Self.time,
      survey: DatabaseSurvey(
        serverVersion: "15.20", serverMajor: 15, database: "d", databaseBytes: 1, clusterBytes: 1,
        hasOwnTablespaces: false, mayReplicate: true, schema: nil, rows: ["need": 17]),
      schema: .init(number: 6, name: "reviews"), directories: listing.directories,
      files: try BackupFiles.digests(path, listing) { _ in })
  }

  private func failure(_ body: () throws -> Void) -> String? {
    (#expect(throws: CommandFailure.self, performing: body))?.description
  }

  @Test("a manifest is read as it was written, and any change in it is found")
  func manifest() throws {
    let scratch = try Scratch()
    let manifest = try backup(in: scratch.path)
    let text = manifest.json.canonicalText
    #expect(try BackupManifest(bytes: Array(text.utf8)) == manifest)
    #expect(manifest.files.map(\.path) == ["data/PG_VERSION", "data/base/1/2", "data/base/1/3"])
    #expect(manifest.directories.contains("data/pg_notify"))
    for (old, new) in [("17", "18"), ("base/1/2", "base/1/4"), ("\"format\":1", "\"format\":2")] {
      let changed = text.replacing(old, with: new)
      #expect(changed != text)
      #expect(throws: CommandFailure.self) { try BackupManifest(bytes: Array(changed.utf8)) }
    }
    #expect(throws: CommandFailure.self) { try BackupManifest(bytes: Array("[]".utf8)) }
  }

  @Test(
    "a manifest that names a path outside its backup is refused",
    arguments: [
      "/etc/passwd", "data/../../x", "dump/x", "data//x", "data/./x", "../data/x", "",
    ])
  func outside(_ path: String) throws {
    let scratch = try Scratch()
    var manifest = try backup(in: scratch.path)
    manifest.files[0].path = path
    let bytes = manifest.json.canonicalBytes
    #expect(throws: CommandFailure.self) { try BackupManifest(bytes: bytes) }
  }

  @Test("verification names what is missing, added, cut or changed, and passes a whole backup")
  func verification() throws {
    let scratch = try Scratch()
    let path = scratch.path
    let manifest = try backup(in: path)
    try BackupFiles.verify(path, manifest) { _ in }
    func write(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/data/\(name)"))
    }
    try write("Rows", "base/1/2")
    #expect(
      failure { try BackupFiles.verify(path, manifest) { _ in } }?.contains("SHA-256") == true)
    try write("row", "base/1/2")
    #expect(
      failure { try BackupFiles.verify(path, manifest) { _ in } }?.contains("3 bytes") == true)
    try write("rows", "base/1/2")
    try write("x", "more")
    #expect(
      failure { try BackupFiles.verify(path, manifest) { _ in } }?
        .contains("data/more: not in the manifest") == true)
    for name in ["more", "PG_VERSION"] {
      try FileManager.default.removeItem(atPath: "\(path)/data/\(name)")
    }
    #expect(
      failure { try BackupFiles.verify(path, manifest) { _ in } }?
        .contains("data/PG_VERSION: missing") == true)
    try FileManager.default.createSymbolicLink(
      atPath: "\(path)/data/PG_VERSION", withDestinationPath: "/etc/hostname")
    #expect(failure { try BackupFiles.verify(path, manifest) { _ in } }?.contains("link") == true)
  }

  @Test("a restored folder has every file and every empty folder, and a late change is found")
  func copying() throws {
    let scratch = try Scratch()
    let (path, target) = (scratch.path + "/b", scratch.path + "/t")
    let manifest = try backup(in: path)
    let made = try NewFolder(target)
    var last: Int64 = 0
    try BackupFiles.copy(path, manifest, to: target, owner: nil) { last = $0 }
    #expect(last == manifest.bytes)
    #expect(try String(contentsOfFile: target + "/base/1/2", encoding: .utf8) == "rows")
    #expect(FileManager.default.fileExists(atPath: target + "/pg_notify"))
    made.remove()
    #expect(!FileManager.default.fileExists(atPath: target))
    try Data("ROWS".utf8).write(to: URL(fileURLWithPath: path + "/data/base/1/2"))
    let second = try NewFolder(target)
    #expect(
      failure { try BackupFiles.copy(path, manifest, to: target, owner: nil) { _ in } }?
        .contains("changed while it was restored") == true)
    second.remove()
  }

  @Test("a folder with something in it is refused; an empty one is taken and stays when emptied")
  func folders() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/a/b"
    let made = try NewFolder(path)
    try Data().write(to: URL(fileURLWithPath: path + "/file"))
    #expect(failure { _ = try NewFolder(path) }?.contains("not empty") == true)
    #expect(failure { _ = try NewFolder(path + "/file") }?.contains("no folder") == true)
    made.remove()
    #expect(!FileManager.default.fileExists(atPath: path))
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try NewFolder(path).remove()
    #expect(FileManager.default.fileExists(atPath: path))
  }

  @Test("the copying program's progress lines are read, and nothing else is taken for one")
  func progress() {
    let read = BackupWork.copied("  23504/38841 kB (60%), 0/1 tablespace")
    #expect(read?.done == Int64(23_504 * 1_024))
    #expect(read?.total == Int64(38_841 * 1_024))
    for line in ["", "pg_basebackup: checkpoint completed", "a/b kB", "1 kB", "1/2 MB"] {
      #expect(BackupWork.copied(line) == nil, "\(line)")
    }
    #expect(BackupWork.copied("9223372036854775807/1 kB") == nil)
    #expect(ByteProgress.mebibytes(0) == 0)
    #expect(ByteProgress.mebibytes(1) == 1)
    #expect(ByteProgress.mebibytes(1 << 20) == 1)
  }

  @Test("arguments that cannot be are refused before anything is opened")
  func arguments() throws {
    for arguments in [
      [], ["x", "--kind", "half"], ["x", "--jobs", "0"], ["x", "--jobs", "33"], [""],
    ] {
      #expect(throws: (any Error).self, "\(arguments)") { try BackupCommand.parse(arguments) }
    }
    #expect(throws: (any Error).self) { try RestoreCommand.parse(["x", "--to", ""]) }
    #expect(try BackupCommand.parse(["x"]).kind == .logical)
    #expect(try RestoreCommand.parse(["x", "--to", "y", "--dry-run"]).dryRun)
  }

  @Test("a program that fails says why, and one that is missing says what to install")
  func programs() async throws {
    let error = await #expect(throws: CommandFailure.self) {
      try await PostgresProgram(path: "/bin/sh", major: 15)
        .run(["-c", "echo one; echo two >&2; exit 3"])
    }
    #expect(error?.status == .unavailable)
    #expect(error?.description.contains("exit status 3") == true)
    #expect(error?.description.contains("two") == true)
    let missing = await #expect(throws: CommandFailure.self) {
      try await PostgresProgram.find("pg_dump", forServer: 15, preferred: "/nonexistent")
    }
    #expect(missing?.description.contains("postgresql-client-15") == true)
  }

  @Test("a program is stopped when its command is cancelled", .timeLimit(.minutes(5)))
  func cancelled() async throws {
    let (lines, feed) = AsyncStream<String>.makeStream()
    let task = Task {
      try await PostgresProgram(path: "/bin/sh", major: 15)
        .run(["-c", "echo started; exec sleep 600"]) { feed.yield($0) }
    }
    for await _ in lines { break }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
