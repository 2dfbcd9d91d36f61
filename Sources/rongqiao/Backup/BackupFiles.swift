import Crypto
import Domain
import Foundation
import Glibc

/// The files of a backup: reading them with their digests, copying them, and finding what changed.
enum BackupFiles {
  /// Bytes read at a time.
  static let chunkBytes = 1 << 20
  /// Differences named in a message; more are only counted.
  static let namedDifferencesMaximum = 10

  /// What lies below a folder, before anything is read.
  struct Listing: Sendable {
    var directories: [String]
    /// Path and size in bytes.
    var files: [(path: String, bytes: Int64)]

    var bytes: Int64 { files.reduce(0) { $0 + $1.bytes } }
  }

  /// Lists a folder of the backup; paths are relative to `root`.
  ///
  /// - Throws: `CommandFailure` when it cannot be read, or holds a link or a special file.
  static func list(_ root: String, _ folder: String) throws(CommandFailure) -> Listing {
    var listing = Listing(directories: [folder], files: [])
    guard let entries = FileManager.default.enumerator(atPath: root + "/" + folder) else {
      throw CommandFailure(.data, "\(root)/\(folder): no such folder")
    }
    for case let name as String in entries {
      let path = folder + "/" + name
      var information = stat()
      guard lstat(root + "/" + path, &information) == 0 else { throw unreadable(root + "/" + path) }
      switch information.st_mode & S_IFMT {
      case S_IFDIR: listing.directories.append(path)
      case S_IFREG: listing.files.append((path, Int64(information.st_size)))
      default:
        throw CommandFailure(.data, "\(path): a link or a special file, which no backup holds")
      }
    }
    listing.directories.sort()
    listing.files.sort { $0.path < $1.path }
    return listing
  }

  /// Reads every file of a listing and gives its digest.
  ///
  /// - Parameter progress: told the bytes read so far.
  /// - Throws: `CommandFailure`, `CancellationError`.
  static func digests(
    _ root: String, _ listing: Listing, progress: (Int64) -> Void
  ) throws -> [BackupManifest.File] {
    var done: Int64 = 0
    return try listing.files.map { file in
      let digest = try read(root + "/" + file.path) { chunk in
        done += Int64(chunk.count)
        progress(done)
      }
      return BackupManifest.File(path: file.path, bytes: file.bytes, sha256: digest)
    }
  }

  /// Holds what is there against a manifest.
  ///
  /// - Throws: `CommandFailure` that names the first differences; `CancellationError`.
  static func verify(
    _ root: String, _ manifest: BackupManifest, progress: (Int64) -> Void
  ) throws {
    let listing = try list(root, manifest.kind.folder)
    let wanted = Dictionary(
      manifest.files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    let there = Set(listing.files.map(\.path))
    var differences = wanted.keys.filter { !there.contains($0) }.sorted().map {
      "\($0): missing 缺失"
    }
    var done: Int64 = 0
    for file in listing.files {
      guard let expected = wanted[file.path] else {
        differences.append("\(file.path): not in the manifest 不在清单中")
        continue
      }
      guard file.bytes == expected.bytes else {
        differences.append("\(file.path): \(file.bytes) bytes, not \(expected.bytes) 大小不符")
        continue
      }
      let digest = try read(root + "/" + file.path) { chunk in
        done += Int64(chunk.count)
        progress(done)
      }
      if digest != expected.sha256 {
        differences.append("\(file.path): its SHA-256 differs 校验和不符")
      }
    }
    guard differences.isEmpty else {
      let named = differences.prefix(namedDifferencesMaximum).joined(separator: "\n")
      let more = differences.count - namedDifferencesMaximum
      throw CommandFailure(
        .data,
        "the backup is damaged; nothing was restored 备份已损坏,未恢复任何内容\n" + named
          + (more > 0 ? "\n… and \(more) more" : ""))
    }
  }

  /// Copies a verified backup's files to a new folder, and each is on the disk when this returns.
  ///
  /// - Parameter owner: whom the copies belong to; nil leaves them to us.
  /// - Throws: `CommandFailure` also when a file is not what was verified; `CancellationError`.
  static func copy(
    _ root: String, _ manifest: BackupManifest, to target: String,
    owner: (user: uid_t, group: gid_t)?, progress: (Int64) -> Void
  ) throws {
    let prefix = manifest.kind.folder
    func place(_ path: String) -> String { target + path.dropFirst(prefix.count) }
    let folders = manifest.directories.sorted()
    for folder in folders where folder != prefix {
      guard mkdir(place(folder), 0o700) == 0 else { throw unwritable(place(folder)) }
    }
    var done: Int64 = 0
    for file in manifest.files {
      let path = place(file.path)
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw unwritable(path) }
      defer { close(descriptor) }
      let digest = try read(root + "/" + file.path) { chunk throws(CommandFailure) in
        try write(chunk, to: descriptor, path)
        done += Int64(chunk.count)
        progress(done)
      }
      guard digest == file.sha256 else {
        throw CommandFailure(.data, "\(file.path): changed while it was restored")
      }
      guard fsync(descriptor) == 0 else { throw unwritable(path) }
      if let owner, fchown(descriptor, owner.user, owner.group) != 0 { throw unwritable(path) }
    }
    for folder in folders.reversed() {
      try sync(folder: place(folder))
      if let owner, chown(place(folder), owner.user, owner.group) != 0 {
        throw unwritable(place(folder))
      }
    }
  }

  /// Writes a file that only its owner may read, whole or not at all.
  static func write(_ text: String, to path: String) throws(CommandFailure) {
    let temporary = path + ".new"
    unlink(temporary)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw unwritable(path) }
    defer { close(descriptor) }
    try write(Array(text.utf8)[...], to: descriptor, path)
    guard fsync(descriptor) == 0, rename(temporary, path) == 0 else { throw unwritable(path) }
    try sync(folder: URL(fileURLWithPath: path).deletingLastPathComponent().path)
  }

  /// Free bytes for us where a folder lies; nil when that cannot be told.
  static func freeBytes(_ folder: String) -> Int64? {
    var information = statvfs()
    guard statvfs(folder, &information) == 0 else { return nil }
    let (bytes, isTooMuch) = Int64(clamping: information.f_bavail)
      .multipliedReportingOverflow(by: Int64(clamping: information.f_frsize))
    return isTooMuch ? .max : bytes
  }

  // MARK: - One file

  /// Reads a file to its end and gives its SHA-256 in hexadecimal.
  private static func read(
    _ path: String, _ each: (ArraySlice<UInt8>) throws -> Void
  ) throws -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path) }
    defer { close(descriptor) }
    var hash = SHA256()
    var buffer = [UInt8](repeating: 0, count: chunkBytes)
    while true {
      try Task.checkCancellation()
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(path) }
      guard count > 0 else { break }
      hash.update(data: buffer[..<count])
      try each(buffer[..<count])
    }
    return Hexadecimal.text(Array(hash.finalize()))
  }

  private static func write(
    _ bytes: ArraySlice<UInt8>, to descriptor: Int32, _ path: String
  ) throws(CommandFailure) {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw unwritable(path) }
      rest = rest.dropFirst(count)
    }
  }

  private static func sync(folder: String) throws(CommandFailure) {
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unwritable(folder) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw unwritable(folder) }
  }

  private static func unreadable(_ path: String) -> CommandFailure {
    CommandFailure(.data, "\(path): cannot be read: \(String(cString: strerror(errno)))")
  }

  private static func unwritable(_ path: String) -> CommandFailure {
    CommandFailure(.unavailable, "\(path): cannot be written: \(String(cString: strerror(errno)))")
  }
}
