import Foundation
import Glibc

/// One of PostgreSQL's own programs, such as `pg_dump`.
struct PostgresProgram: Sendable, Hashable {
  /// An absolute path.
  let path: String
  /// Its major version, such as 15.
  let major: Int

  var name: String { URL(fileURLWithPath: path).lastPathComponent }

  /// Finds a program that serves a server of a major version: of that version, else the oldest
  /// newer one, since these programs read what older servers say but not what newer ones do.
  ///
  /// - Parameter preferred: a directory to take and no other.
  /// - Throws: `CommandFailure` that says what to install.
  static func find(
    _ name: String, forServer major: Int, preferred: String?
  ) async throws(CommandFailure) -> PostgresProgram {
    var found: [PostgresProgram] = []
    for directory in preferred.map({ [$0] }) ?? PostgresBinaries.searchedDirectories() {
      if let program = await examine(directory + "/" + name) { found.append(program) }
    }
    if let program = found.filter({ $0.major >= major }).min(by: { $0.major < $1.major }) {
      return program
    }
    let place = preferred.map { "in \($0)" } ?? "on this machine"
    throw CommandFailure(
      .unavailable,
      "\(name) of PostgreSQL \(major) or newer was not found \(place): install "
        + "postgresql-client-\(major) (physical: postgresql-\(major)), or set "
        + SettingKey.postgresBinaries.variable)
  }

  /// Asks `NAME --version`, such as "pg_dump (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)".
  private static func examine(_ path: String) async -> PostgresProgram? {
    guard access(path, X_OK) == 0 else { return nil }
    let command = ChildProcess.Command(
      executable: path, arguments: ["--version"], environment: environment())
    guard let outcome = try? await ChildProcess.run(command, limitMilliseconds: 10_000),
      outcome.ending?.isSuccess == true,
      let version = outcome.output.first?.split(separator: " ").dropFirst(2).first,
      let major = version.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) })
    else { return nil }
    return PostgresProgram(path: path, major: major)
  }

  /// What of our own environment these programs go by: where they find `~/.pgpass` and keys, and
  /// what an operator set for libpq. English, since we read what they say.
  static func environment(_ own: [String: String] = [:]) -> [String: String] {
    let inherited = ProcessInfo.processInfo.environment.filter {
      $0.key.hasPrefix("PG") || ["HOME", "PATH", "TMPDIR"].contains($0.key)
    }
    return inherited.merging(own) { _, own in own }.merging(["LC_ALL": "C"]) { _, own in own }
  }

  /// Runs it to its end.
  ///
  /// - Parameters:
  ///   - environment: how it reaches the server; the password stands there and not among the
  ///     arguments, which every user of the machine can read.
  ///   - onLine: told every line it says.
  /// - Throws: `CommandFailure` with its last words; `CancellationError` when it was stopped.
  func run(
    _ arguments: [String], environment: [String: String] = [:],
    onLine: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws {
    let command = ChildProcess.Command(
      executable: path, arguments: arguments, environment: Self.environment(environment))
    try await command.stoppedWithUs("INT").runToEnd(named: name, onLine: onLine)
  }
}

extension ChildProcess.Command {
  /// How long it may take to stop when it is told to.
  static let stopSteps: [(signal: Int32, graceMilliseconds: Int)] = [
    (SIGINT, 5_000), (SIGKILL, 5_000),
  ]
  /// Lines of its words that a failure repeats.
  static let saidLinesMaximum = 5
  /// The longest that copying, dumping or replaying a log may take.
  static let limitMilliseconds = 86_400_000

  /// Runs it to its end, and stops it when the task is cancelled or the limit is reached.
  ///
  /// - Parameter onLine: told every line it says; all of them before this returns, unless somebody
  ///   else holds its streams open.
  /// - Throws: `CommandFailure` with its last words when it fails, `CancellationError`,
  ///   `ChildProcess.StartFailure`.
  func runToEnd(
    named name: String, limitMilliseconds limit: Int = limitMilliseconds,
    onLine: @escaping @Sendable (String) -> Void
  ) async throws {
    let said = LastLines(maximum: Self.saidLinesMaximum)
    let (ends, feed) = AsyncStream<Void>.makeStream()
    let child = try await ChildProcess.start(self) { _, line in
      guard let line else {
        feed.yield()
        return
      }
      guard !line.isEmpty else { return }
      said.append(line)
      onLine(line)
    }
    let ending = await Self.first(within: limit) { await child.waitForEnding() }
    guard let ending else {
      _ = await child.stop(Self.stopSteps)
      try Task.checkCancellation()
      throw CommandFailure(.unavailable, "\(name) did not end within \(limit / 1_000) s")
    }
    // Its last lines may still be on their way.
    await Self.first(within: ChildProcess.streamGraceMilliseconds) {
      var open = 2
      for await _ in ends {
        open -= 1
        if open == 0 { break }
      }
      return ()
    }
    guard ending.isSuccess else {
      throw CommandFailure(
        .unavailable, "\(name) failed (\(ending)): \(said.lines.joined(separator: "\n"))")
    }
  }

  /// What `body` gives, or nil when that takes longer or the task is cancelled.
  @discardableResult
  private static func first<T: Sendable>(
    within limit: Int, _ body: @escaping @Sendable () async -> T?
  ) async -> T? {
    await withTaskGroup(of: T?.self) { group in
      group.addTask { await body() }
      group.addTask {
        try? await Task.sleep(for: .milliseconds(limit))
        return nil
      }
      defer { group.cancelAll() }
      return await group.next() ?? nil
    }
  }
}
