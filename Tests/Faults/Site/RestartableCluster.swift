import Foundation
import Postgres
import Synchronization
import TestSupport

/// A private PostgreSQL that can be restarted and crashed, with writes as safe as by default
/// (fsync and synchronous commit are on): what was committed must be there afterwards.
///
/// A shell starts and stops the server on orders that it reads; when this process ends, in whatever
/// way, it reads the end of them, stops the server and removes the directory.
final class RestartableCluster: Sendable {
  /// How the server is stopped (PostgreSQL manual, 18.5).
  enum Stop: String, Sendable {
    /// Sessions are ended, and a checkpoint is written.
    case fast = "INT"
    /// It dies at once and recovers from its log at the next start.
    case immediate = "QUIT"
  }

  let port: Int
  private let directory: String
  private let orders: FileHandle
  private let answers: LineReader

  private static let script = """
    trap '' INT TERM HUP
    bin=$1; dir=$2; port=$3; shift 3
    "$@" "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 \\
      >/dev/null 2>&1 || { echo failed; rm -rf "$dir"; exit 1; }
    start() {
      "$@" "$bin/postgres" -D "$dir/data" -p "$port" -c listen_addresses=127.0.0.1 \\
        -c unix_socket_directories= -c max_connections=200 -c shared_buffers=128MB \\
        -c logging_collector=off -c lc_messages=C >>"$dir/server.log" 2>&1 </dev/null &
      server=$!
    }
    start "$@"
    echo started
    while read -r order; do
      case $order in
        start) start "$@"; echo started ;;
        *) kill "-$order" $server; wait $server; echo stopped ;;
      esac
    done
    kill -INT $server 2>/dev/null
    wait $server
    rm -rf "$dir"
    """

  static func start() async throws -> RestartableCluster {
    let cluster = try RestartableCluster()
    guard await cluster.answers.next(withinMilliseconds: 60_000) == "started" else {
      throw StoryError("initdb failed")
    }
    try await cluster.waitUntilReady(withinMilliseconds: startMilliseconds)
    return cluster
  }

  private init() throws {
    directory = try ServerPlace.makeDirectory()
    port = try TCPProxy.freePort()
    var user = ["setpriv", "--pdeathsig", "INT"]
    if getuid() == 0 { user += ["--reuid=postgres", "--regid=postgres", "--init-groups"] }
    user.append("--")
    // The server's own user writes the log.
    chmod(directory, 0o777)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments =
      ["-c", Self.script, "sh", try ServerPlace.binaries(), directory, "\(port)"] + user
    process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    let (input, output) = try Child.start {
      let (input, output) = (Pipe(), Pipe())
      for handle in [input.fileHandleForWriting, output.fileHandleForReading] {
        _ = fcntl(handle.fileDescriptor, F_SETFD, FD_CLOEXEC)
      }
      process.standardInput = input
      process.standardOutput = output
      try process.run()
      return (input, output)
    }
    try input.fileHandleForReading.close()
    try output.fileHandleForWriting.close()
    orders = input.fileHandleForWriting
    answers = LineReader(output.fileHandleForReading)
  }

  /// The address of a database, by way of another port if one is given.
  func url(_ database: String, port: Int? = nil) -> String {
    "postgres://postgres@127.0.0.1:\(port ?? self.port)/\(database)"
  }

  /// Stops the server and waits for its end.
  func stop(_ how: Stop) async throws { try await order(how.rawValue, answer: "stopped") }

  /// Starts it again and waits until it answers. Its port may have gone to somebody else's connection
  /// meanwhile; then it ends, and starts when the port is free again.
  func startAgain() async throws {
    var last: (any Error)?
    for _ in 0..<Self.startAttempts {
      try await order("start", answer: "started")
      do {
        return try await waitUntilReady(withinMilliseconds: Self.startMilliseconds)
      } catch {
        last = error
        try await stop(.immediate)
      }
    }
    throw StoryError("PostgreSQL does not start: \(last.map { "\($0)" } ?? "")\n\(log)")
  }

  private static let startAttempts = 6
  private static let startMilliseconds = 30_000

  /// What the server said last.
  private var log: String {
    let text = (try? String(contentsOfFile: directory + "/server.log", encoding: .utf8)) ?? ""
    return String(text.suffix(2_000))
  }

  /// Writes a database to a file that `psql` reads, to look into what was found.
  func dump(_ url: String, to path: String) async throws {
    let program = try ServerPlace.binaries() + "/pg_dump"
    try await Timing.blocking {
      let process = try Child.start {
        try Process.run(
          URL(fileURLWithPath: program), arguments: ["--no-owner", "--file", path, url])
      }
      process.waitUntilExit()
    }
  }

  /// Stops the server for good and removes its files.
  func close() { try? orders.close() }

  private func order(_ text: String, answer: String) async throws {
    try orders.write(contentsOf: Data((text + "\n").utf8))
    // An orderly stop writes all that is in memory to a disk that may be slow.
    guard await answers.next(withinMilliseconds: 180_000) == answer else {
      throw StoryError("PostgreSQL did not do as told: \(text)\n\(log)")
    }
  }

  private func waitUntilReady(withinMilliseconds limit: Int) async throws {
    var configuration = try PostgresConfiguration(url: url("postgres"))
    configuration.connectTimeoutMilliseconds = 1_000
    try await Timing.eventually("PostgreSQL answers", withinMilliseconds: limit) {
      let connection = try await PostgresConnection.connect(configuration)
      await connection.close()
      return true
    }
  }
}

/// Gives the lines of a handle one by one.
private final class LineReader: Sendable {
  private struct State {
    var lines: [String] = []
    var isEnded = false
  }

  private let state = Mutex(State())

  init(_ handle: FileHandle) {
    Thread.detachNewThread { [self] in
      var rest = ""
      while true {
        let data = handle.availableData
        if data.isEmpty { break }
        rest += String(decoding: data, as: UTF8.self)
        var lines = rest.components(separatedBy: "\n")
        rest = lines.removeLast()
        state.withLock { $0.lines += lines }
      }
      state.withLock { $0.isEnded = true }
    }
  }

  /// The next line; nil when none comes in time.
  func next(withinMilliseconds limit: Int) async -> String? {
    try? await Timing.eventually("a line", withinMilliseconds: limit, everyMilliseconds: 5) {
      state.withLock { !$0.lines.isEmpty || $0.isEnded }
    }
    return state.withLock { $0.lines.isEmpty ? nil : $0.lines.removeFirst() }
  }
}
