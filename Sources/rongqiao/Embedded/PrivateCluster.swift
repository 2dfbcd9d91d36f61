import Domain
import Foundation
import Glibc
import Logging

/// The files of a private PostgreSQL: where they lie, and how they are made.
///
/// They lie in the state directory when the server's user can reach it. As root that is often not
/// so (a checkout under a closed home); then a directory it can reach is chosen once, and the
/// choice is remembered in the state directory (`postgres.json`).
struct PrivateCluster: Sendable {
  /// Holds `data`; also the directory of the Unix socket.
  let directory: String
  let user: ServerUser
  let binaries: PostgresBinaries
  let password: String

  var data: String { directory + "/data" }

  static let role = "rongqiao"
  static let database = "rongqiao"
  static let placeFile = "postgres.json"
  /// Begins the name of a directory that had to be chosen outside the state directory.
  static let elsewherePrefix = "rongqiao-"
  static let passwordFile = "postgres.password"
  /// `initdb` takes about a second; a cold disk may take much longer.
  static let initdbLimitMilliseconds = 120_000

  /// Opens the cluster that the state directory names, or makes one.
  ///
  /// - Throws: `EmbeddedFailure`, `StateDirectory.Failure`.
  static func open(
    in state: StateDirectory, binaries preferred: String?, logger: Logger
  ) async throws -> PrivateCluster {
    guard let user = ServerUser.choose() else {
      throw EmbeddedFailure(
        "PostgreSQL does not run as root, and there is no user "
          + ServerUser.candidates.joined(separator: " or ") + " to run it as")
    }
    if let directory = existing(in: state, logger: logger) {
      guard let password = state.text(passwordFile), !password.isEmpty else {
        throw EmbeddedFailure(
          "\(state.path)/\(passwordFile) is missing, so the database in \(directory) cannot be "
            + "opened; move the state directory away to start afresh")
      }
      guard await user.canEnter(directory) else {
        throw EmbeddedFailure("user \(user.name) cannot enter \(directory)")
      }
      let version = FileManager.default.contents(atPath: directory + "/data/PG_VERSION")
        .flatMap { Int(String(decoding: $0, as: UTF8.self).filter(\.isNumber)) }
      let binaries = try await PostgresBinaries.find(preferred: preferred, major: version)
      return PrivateCluster(
        directory: directory, user: user, binaries: binaries, password: password)
    }
    let binaries = try await PostgresBinaries.find(preferred: preferred, major: nil)
    let directory = try await chooseDirectory(for: user, in: state, logger: logger)
    let cluster = PrivateCluster(
      directory: directory, user: user, binaries: binaries, password: randomPassword())
    try await cluster.initialise(logger: logger)
    // The password first: a directory without it is of no use.
    try state.write(cluster.password, to: passwordFile)
    try state.write(
      JSON.object(["directory": .string(directory)]).canonicalText + "\n", to: placeFile)
    return cluster
  }

  /// The remembered directory, if a finished cluster is still there.
  private static func existing(in state: StateDirectory, logger: Logger) -> String? {
    guard let directory = state.object(placeFile)?["directory"]?.stringValue else { return nil }
    guard FileManager.default.fileExists(atPath: directory + "/data/PG_VERSION") else {
      logger.warning(
        "The private database is gone; a new, empty one is made",
        metadata: ["directory": "\(directory)"])
      return nil
    }
    return directory
  }

  private static func chooseDirectory(
    for user: ServerUser, in state: StateDirectory, logger: Logger
  ) async throws(EmbeddedFailure) -> String {
    if await user.canEnter(state.path) {
      let directory = state.path + "/postgres"
      try? FileManager.default.removeItem(atPath: directory)
      guard mkdir(directory, 0o700) == 0, chown(directory, user.userID, user.groupID) == 0 else {
        throw EmbeddedFailure("cannot make \(directory): \(String(cString: strerror(errno)))")
      }
      return directory
    }
    for base in [user.home, "/var/lib", "/var/tmp"] where base != "/" && base != "/nonexistent" {
      guard await user.canEnter(base) else { continue }
      var template = Array("\(base)/\(elsewherePrefix)XXXXXX".utf8CString)
      guard mkdtemp(&template) != nil else { continue }
      let directory = String(
        decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
      guard chown(directory, user.userID, user.groupID) == 0 else { continue }
      logger.notice(
        "User \(user.name) cannot enter the state directory, so the private database lies elsewhere",
        metadata: ["state": "\(state.path)", "directory": "\(directory)"])
      return directory
    }
    throw EmbeddedFailure(
      "user \(user.name) can enter neither \(state.path) nor any common directory; set "
        + "\(SettingKey.stateDirectory.variable) to one it can enter")
  }

  /// Makes the cluster beside its final place and moves it there when it is whole, so that a kill
  /// in between leaves no half cluster behind.
  private func initialise(logger: Logger) async throws {
    let fresh = directory + "/data.new"
    let passwordPath = directory + "/initial-password"
    try? FileManager.default.removeItem(atPath: fresh)
    unlink(passwordPath)
    defer { unlink(passwordPath) }
    let descriptor = Glibc.open(passwordPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw EmbeddedFailure("cannot write to \(directory)") }
    let bytes = Array((password + "\n").utf8)
    let written = write(descriptor, bytes, bytes.count)
    let owned = fchown(descriptor, user.userID, user.groupID)
    close(descriptor)
    guard written == bytes.count, owned == 0 else {
      throw EmbeddedFailure("cannot write to \(directory)")
    }
    logger.info(
      "Making a private PostgreSQL database",
      metadata: [
        "directory": "\(directory)", "version": "\(binaries.major)", "user": "\(user.name)",
      ])
    try await runToEnd(
      binaries.initdb,
      [
        "-D", fresh, "-U", Self.role, "--auth=scram-sha-256", "--pwfile=\(passwordPath)",
        "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums",
      ])
    // Single-user mode (manual, postgres reference page) needs no server and no client.
    try await runToEnd(
      binaries.postgres, ["--single", "-D", fresh, "-c", "exit_on_error=on", "postgres"],
      input: .text("CREATE DATABASE \(Self.database) OWNER \(Self.role)\n"))
    guard rename(fresh, data) == 0 else {
      throw EmbeddedFailure("cannot move \(fresh): \(String(cString: strerror(errno)))")
    }
    let parent = Glibc.open(directory, O_RDONLY | O_CLOEXEC)
    if parent >= 0 {
      fsync(parent)
      close(parent)
    }
  }

  private func runToEnd(
    _ program: String, _ arguments: [String], input: ChildProcess.Command.Input = .none
  ) async throws {
    let command = try user.command(
      program, arguments, in: directory, stopsWithUs: true, input: input)
    let outcome = try await ChildProcess.run(
      command, limitMilliseconds: Self.initdbLimitMilliseconds)
    guard outcome.ending?.isSuccess == true else {
      let how = outcome.ending?.description ?? "no end within \(Self.initdbLimitMilliseconds) ms"
      let said = outcome.error.suffix(5).joined(separator: "; ")
      throw EmbeddedFailure("\(program) failed (\(how)): \(said)")
    }
  }

  /// 192 random bits, in letters that need no quoting anywhere.
  private static func randomPassword() -> String {
    var generator = SystemRandomNumberGenerator()
    let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
    return String((0..<32).map { _ in alphabet[Int.random(in: 0..<64, using: &generator)] })
  }

  /// The address for clients.
  func url(port: Int) -> String {
    "postgresql://\(Self.role):\(password)@127.0.0.1:\(port)/\(Self.database)?sslmode=disable"
  }
}
