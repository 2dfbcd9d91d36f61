import Domain
import Foundation
import Glibc

/// The directory of the embedded servers' files, held by one process at a time.
///
/// The hold is a lock of the kernel (flock(2)), so it ends with the process, however that ends.
final class StateDirectory: Sendable {
  /// The directory cannot be used.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The absolute path.
  let path: String
  private let lock: Int32

  /// Makes the directory if need be and takes hold of it.
  ///
  /// - Throws: `Failure` when it cannot be made, or another process holds it.
  init(path given: String) throws(Failure) {
    let absolute = URL(fileURLWithPath: given).standardizedFileURL.path
    do {
      try FileManager.default.createDirectory(
        atPath: absolute, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o755])
    } catch {
      throw Failure(description: "cannot make the state directory \(absolute)")
    }
    let lockPath = absolute + "/lock"
    let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw Failure(description: "cannot write to the state directory \(absolute)")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = Self.read(lockPath)?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
      close(descriptor)
      let who = holder.isEmpty ? "" : " (process \(holder))"
      throw Failure(
        description: "another rongqiao\(who) uses \(absolute); stop it, or set "
          + "\(SettingKey.stateDirectory.variable) to another directory")
    }
    ftruncate(descriptor, 0)
    let holder = Array("\(getpid())\n".utf8)
    _ = Glibc.write(descriptor, holder, holder.count)
    path = absolute
    lock = descriptor
  }

  deinit { close(lock) }

  /// Takes hold of a directory and empties it, for a run that starts from nothing. A private
  /// database that had to be put elsewhere is removed with it.
  ///
  /// - Throws: `Failure` when another process holds it, or something in it cannot be removed.
  static func fresh(_ path: String) throws(Failure) -> StateDirectory {
    let state = try StateDirectory(path: path)
    let elsewhere = state.object(PrivateCluster.placeFile)?["directory"]?.stringValue
    for directory in Set([state.path + "/postgres", elsewhere].compactMap(\.self)) {
      PostmasterFile.endServer(data: directory + "/data")
      // Only what we made and named ourselves is removed outside the state directory.
      let isOurs = URL(fileURLWithPath: directory).lastPathComponent
        .hasPrefix(PrivateCluster.elsewherePrefix)
      if isOurs { try? FileManager.default.removeItem(atPath: directory) }
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: state.path)) ?? []
    for name in names where name != "lock" {
      do {
        try FileManager.default.removeItem(atPath: state.path + "/" + name)
      } catch {
        throw Failure(description: "cannot remove \(state.path)/\(name)")
      }
    }
    return state
  }

  /// The text of a file in the directory; nil when there is none.
  func text(_ name: String) -> String? { Self.read(path + "/" + name) }

  /// A JSON object in the directory; nil when there is none that can be read.
  func object(_ name: String) -> JSON? {
    text(name).flatMap { try? JSONParser.parse($0) }
  }

  /// Writes a file that only its owner may read, whole or not at all.
  func write(_ text: String, to name: String) throws(Failure) {
    let target = path + "/" + name
    let temporary = target + ".new"
    unlink(temporary)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure(description: "cannot write \(target)") }
    let bytes = Array(text.utf8)
    let written = Glibc.write(descriptor, bytes, bytes.count)
    let synced = fsync(descriptor)
    close(descriptor)
    guard written == bytes.count, synced == 0, rename(temporary, target) == 0 else {
      unlink(temporary)
      throw Failure(description: "cannot write \(target)")
    }
  }

  private static func read(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }
}
