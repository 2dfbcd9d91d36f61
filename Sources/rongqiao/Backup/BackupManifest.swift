import Domain
import Store

/// How a backup is made.
enum BackupKind: String, Sendable, CaseIterable {
  /// The files of the whole server, copied while it works, with the log to make them consistent.
  case physical
  /// One database as its rows, of one moment.
  case logical

  /// The folder inside the backup that holds what PostgreSQL's programs wrote.
  var folder: String {
    switch self {
    case .physical: "data"
    case .logical: "dump"
    }
  }
}

/// What a backup says of itself: `manifest.json`, written last, so that a backup without one was
/// not finished.
///
/// It names every file with its SHA-256, and its own digest over all the rest finds a changed
/// manifest. That is a check against damage; it is no signature.
struct BackupManifest: Sendable, Hashable {
  struct File: Sendable, Hashable {
    /// Relative to the backup's folder, with `/`.
    var path: String
    var bytes: Int64
    /// Lowercase hexadecimal.
    var sha256: String
  }

  static let fileName = "manifest.json"
  /// Of the manifest's own shape.
  static let format: Int64 = 1

  var kind: BackupKind
  /// Version of the program that made it.
  var program: String
  var startedAt: Instant
  var finishedAt: Instant
  var serverVersion: String
  var serverMajor: Int
  var database: String
  var schema: DatabaseSurvey.SchemaVersion
  /// Rows by table: of a logical backup exactly; of a physical one as counted before it began.
  var rows: [String: Int64]
  /// Folders, also empty ones: PostgreSQL does not start without some that are.
  var directories: [String]
  var files: [File]

  var bytes: Int64 { files.reduce(0) { $0 + $1.bytes } }

  /// Everything but the digest.
  private var content: [String: JSON] {
    [
      "format": .int(Self.format), "kind": .string(kind.rawValue), "program": .string(program),
      "started_at": .string(startedAt.text), "finished_at": .string(finishedAt.text),
      "server_version": .string(serverVersion), "server_major": .int(Int64(serverMajor)),
      "database": .string(database),
      "schema": ["number": .int(Int64(schema.number)), "name": .string(schema.name)],
      "rows": .object(rows.mapValues(JSON.int)), "bytes": .int(bytes),
      "directories": .array(directories.map(JSON.string)),
      "files": .array(
        files.map {
          ["path": .string($0.path), "bytes": .int($0.bytes), "sha256": .string($0.sha256)]
        }),
    ]
  }

  /// With its digest.
  var json: JSON {
    var members = content
    members["digest"] = .string(Digest(of: .object(members)).text)
    return .object(members)
  }

  /// What people and programs are told of a backup: all but the lists of files.
  var summary: JSON {
    var members = content
    members["directories"] = nil
    members["files"] = .int(Int64(files.count))
    return .object(members)
  }

  init(
    kind: BackupKind, program: String, startedAt: Instant, finishedAt: Instant,
    survey: DatabaseSurvey, schema: DatabaseSurvey.SchemaVersion, directories: [String],
    files: [File]
  ) {
    self.kind = kind
    self.program = program
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    serverVersion = survey.serverVersion
    serverMajor = survey.serverMajor
    database = survey.database
    self.schema = schema
    rows = survey.rows
    self.directories = directories
    self.files = files
  }

  /// Reads a manifest.
  ///
  /// - Throws: `CommandFailure` when it is none, was changed, or names a path outside the backup.
  init(bytes: [UInt8]) throws(CommandFailure) {
    guard let json = try? JSONParser.parse(bytes), case .object(var members) = json else {
      throw Self.bad("it is no JSON object")
    }
    guard members["format"] == .int(Self.format) else {
      throw Self.bad("its format is not \(Self.format): another release wrote it")
    }
    let digest = members.removeValue(forKey: "digest")?.stringValue
    guard digest == Digest(of: .object(members)).text else {
      throw Self.bad("it was changed: its digest does not fit")
    }
    guard let kind = json["kind"]?.stringValue.flatMap(BackupKind.init(rawValue:)),
      let program = json["program"]?.stringValue,
      let startedAt = json["started_at"]?.stringValue.flatMap({ Instant($0) }),
      let finishedAt = json["finished_at"]?.stringValue.flatMap({ Instant($0) }),
      let serverVersion = json["server_version"]?.stringValue,
      let serverMajor = json["server_major"]?.intValue,
      let database = json["database"]?.stringValue,
      let number = json["schema"]?["number"]?.intValue,
      let name = json["schema"]?["name"]?.stringValue, let rows = json["rows"]?.objectValue,
      let directories = json["directories"]?.arrayValue, let files = json["files"]?.arrayValue
    else { throw Self.bad("a member is missing or of another type") }
    self.kind = kind
    self.program = program
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.serverVersion = serverVersion
    self.serverMajor = Int(clamping: serverMajor)
    self.database = database
    schema = DatabaseSurvey.SchemaVersion(number: Int(clamping: number), name: name)
    self.rows = rows.compactMapValues(\.intValue)
    self.directories = directories.compactMap(\.stringValue)
    self.files = files.compactMap { file in
      guard let path = file["path"]?.stringValue, let bytes = file["bytes"]?.intValue,
        let sha256 = file["sha256"]?.stringValue
      else { return nil }
      return File(path: path, bytes: bytes, sha256: sha256)
    }
    guard self.rows.count == rows.count, self.directories.count == directories.count,
      self.files.count == files.count
    else { throw Self.bad("a list has members of another type") }
    for path in self.directories + self.files.map(\.path) where !kind.owns(path) {
      throw Self.bad("\(path.prefix(200)): not a path inside \(kind.folder)")
    }
  }

  private static func bad(_ reason: String) -> CommandFailure {
    CommandFailure(.data, "\(fileName): \(reason)")
  }
}

extension BackupKind {
  /// Whether a path leads into the folder of this kind, and nowhere else.
  fileprivate func owns(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return parts.first.map(String.init) == folder && !path.utf8.contains(0)
      && !parts.contains { $0.isEmpty || $0 == "." || $0 == ".." }
  }
}
