import Foundation
import Postgres

/// PostgreSQL for tests: one private cluster per test process, one database per suite.
///
/// The cluster is made with `initdb`, listens on a free loopback port, keeps nothing safe on disk
/// and disappears with the process, however that ends. With `RONGQIAO_TEST_DATABASE_URL` set to the
/// URL of a server, whose role may create databases, that server is used instead; the databases
/// made there are dropped when the process exits.
public final class TestPostgres: Sendable {
  /// A failure to provide a server.
  public struct Failure: Error, Sendable, CustomStringConvertible {
    /// What failed, with the last lines of the program's own words.
    public let description: String
  }

  /// A database's URL by its name.
  private let urlOfDatabase: @Sendable (String) -> String
  /// The port on 127.0.0.1, for a `TCPProxy` in front; nil when the server was given by URL
  /// without one.
  public let port: Int?
  private let cluster: PrivateCluster?
  private let state = Locked(State())

  private struct State {
    var templates: [String: Task<String, any Error>] = [:]
    var databases: [String] = []
    var lastNumber = 0
  }

  private static let start = Task { try await make() }

  /// The one server of this process, started at the first call.
  public static func shared() async throws -> TestPostgres {
    try await start.value
  }

  /// The URL of the server's own database `postgres`, for questions about sessions and the like.
  public var adminURL: String { urlOfDatabase("postgres") }

  /// A fresh database cloned from a template, and its URL.
  ///
  /// The template of that name is made once per process, by running the closure on an empty
  /// database. The closure must have closed its connections when it returns, because a database
  /// in use cannot be cloned.
  public func database(
    template name: String = "empty",
    migrations: @escaping @Sendable (_ url: String) async throws -> Void = { _ in }
  ) async throws -> String {
    let template = state.withLock { state in
      if let known = state.templates[name] { return known }
      let task = Task { [self] in
        let database = nextDatabaseName()
        try await administer("CREATE DATABASE \(database) TEMPLATE template0")
        try await migrations(urlOfDatabase(database))
        return database
      }
      state.templates[name] = task
      return task
    }
    let source = try await template.value
    let database = nextDatabaseName()
    try await administer("CREATE DATABASE \(database) TEMPLATE \(source)")
    return urlOfDatabase(database)
  }

  /// A fresh database of a suite's own name, without a template.
  public func database(named name: String) async throws -> String {
    try await database(template: "named " + name)
  }

  /// Drops a database made by `database`, also with sessions in it.
  public func drop(url: String) async throws {
    guard let name = try PostgresConfiguration(url: url).database else { return }
    guard state.withLock({ $0.databases.contains(name) }) else { return }
    try await administer("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
  }

  // MARK: Inner steps

  private init(
    port: Int?, cluster: PrivateCluster?, urlOfDatabase: @escaping @Sendable (String) -> String
  ) {
    self.port = port
    self.cluster = cluster
    self.urlOfDatabase = urlOfDatabase
  }

  private static func make() async throws -> TestPostgres {
    let variable = "RONGQIAO_TEST_DATABASE_URL"
    if let url = ProcessInfo.processInfo.environment[variable], !url.isEmpty {
      let configuration = try PostgresConfiguration(url: url)
      guard var parts = URLComponents(string: url), parts.scheme != nil else {
        throw Failure(description: "\(variable) is not a URL")
      }
      parts.path = ""
      let base = parts
      let server = TestPostgres(port: configuration.port ?? 5_432, cluster: nil) { database in
        var parts = base
        parts.path = "/" + database
        return parts.string ?? ""
      }
      AtExit.add { server.dropAll() }
      return server
    }
    let cluster = try await PrivateCluster.start()
    return TestPostgres(port: cluster.port, cluster: cluster) { database in
      "postgres://postgres@127.0.0.1:\(cluster.port)/\(database)"
    }
  }

  /// Names of our own making: letters, digits and underscores.
  private func nextDatabaseName() -> String {
    state.withLock { state in
      state.lastNumber += 1
      let name = "test_\(ProcessInfo.processInfo.processIdentifier)_\(state.lastNumber)"
      state.databases.append(name)
      return name
    }
  }

  private func administer(_ sql: String) async throws {
    let connection = try await PostgresConnection.connect(.patient(url: adminURL))
    do {
      try await connection.execute(.unsafeSQL(sql))
      await connection.close()
    } catch {
      await connection.close()
      throw error
    }
  }

  /// Each DROP DATABASE of a server that keeps its data safe waits for a checkpoint.
  private static let dropLimitSeconds = 60
  /// Several at once share their checkpoints.
  private static let dropWorkers = 8

  /// Drops everything made on a server that was given by URL; blocks up to the limit.
  private func dropAll() {
    let done = DispatchSemaphore(value: 0)
    Task { [self] in
      defer { done.signal() }
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<Self.dropWorkers { group.addTask { await self.dropRest() } }
      }
    }
    _ = done.wait(timeout: .now() + .seconds(Self.dropLimitSeconds))
  }

  private func dropRest() async {
    while let database = state.withLock({ $0.databases.popLast() }) {
      try? await administer("DROP DATABASE IF EXISTS \(database) WITH (FORCE)")
    }
  }
}

/// Closures to run when the process exits in the ordinary way.
private enum AtExit {
  private static let closures = Locked<[@Sendable () -> Void]>([])

  static func add(_ body: @escaping @Sendable () -> Void) {
    let isFirst = closures.withLock { closures in
      closures.append(body)
      return closures.count == 1
    }
    if isFirst { atexit { AtExit.run() } }
  }

  private static func run() {
    for body in closures.withLock({ $0 }) { body() }
  }
}

/// A cluster in a directory of its own, watched by a shell that ends with us.
///
/// The shell holds the reading end of a pipe whose writing end is ours. When this process ends, in
/// whatever way, the shell reads the end of the pipe, stops the server and removes the directory.
/// `setpriv --pdeathsig` stops the server even if the shell itself is killed.
private final class PrivateCluster: Sendable {
  let port: Int
  /// Held open to the end of the process.
  private let lifeline: FileHandle

  private init(port: Int, lifeline: FileHandle) {
    self.port = port
    self.lifeline = lifeline
  }

  private static let startAttempts = 5
  private static let readyLimitMilliseconds = 30_000

  static func start() async throws -> PrivateCluster {
    let binaries = try ServerPlace.binaries()
    var lastFailure: (any Error)?
    for _ in 0..<startAttempts {
      do {
        return try await launch(binaries: binaries, directory: try ServerPlace.makeDirectory())
      } catch {
        // Another process may have taken the port in the meantime.
        lastFailure = error
      }
    }
    throw lastFailure ?? TestPostgres.Failure(description: "no attempt was made")
  }

  /// `$1` postgres binaries, `$2` cluster directory, `$3` port, `$4` socket directory or empty, the
  /// rest: how to become the server's user. Reading standard input lasts as long as our process.
  private static let watchScript = """
    trap '' INT TERM HUP
    bin=$1; dir=$2; port=$3; socket=$4; shift 4
    "$@" "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync \\
      || { rm -rf "$dir"; exit 1; }
    "$@" "$bin/postgres" -D "$dir/data" -p "$port" -c listen_addresses=127.0.0.1 \\
      -c unix_socket_directories="$socket" -c fsync=off -c synchronous_commit=off \\
      -c full_page_writes=off -c max_connections=800 -c shared_buffers=64MB \\
      -c logging_collector=off -c lc_messages=C -c max_wal_size=2GB &
    server=$!
    while read -r line; do :; done
    kill -INT $server 2>/dev/null
    wait $server
    rm -rf "$dir"
    """

  private static func launch(binaries: String, directory: String) async throws -> PrivateCluster {
    let port = try TCPProxy.freePort()
    let socket = directory + "/s"
    // A socket's path holds at most 107 bytes (unix(7)).
    let usesSocket = (socket + "/.s.PGSQL.\(port)").utf8.count <= 107
    var drop: [String] = ["setpriv", "--pdeathsig", "INT"]
    if getuid() == 0 {
      drop += ["--reuid=postgres", "--regid=postgres", "--init-groups"]
    }
    drop.append("--")

    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments =
      ["-c", watchScript, "sh", binaries, directory, "\(port)", usesSocket ? socket : ""] + drop
    process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    let (lifeline, log) = try Child.start {
      let (lifeline, log) = (Pipe(), Pipe())
      for handle in [lifeline.fileHandleForWriting, log.fileHandleForReading] {
        _ = fcntl(handle.fileDescriptor, F_SETFD, FD_CLOEXEC)
      }
      process.standardInput = lifeline
      process.standardOutput = log
      process.standardError = log
      try process.run()
      return (lifeline, log)
    }
    try lifeline.fileHandleForReading.close()
    try log.fileHandleForWriting.close()

    let output = ServerLog(log.fileHandleForReading)
    guard await output.waitUntilReady(limitMilliseconds: readyLimitMilliseconds) else {
      try? lifeline.fileHandleForWriting.close()
      throw TestPostgres.Failure(
        description: "PostgreSQL did not start:\n\(output.lastLines)")
    }
    // Another server on the same port would answer as well: ask this one where it lives.
    let connection = try await PostgresConnection.connect(
      PostgresConfiguration(url: "postgres://postgres@127.0.0.1:\(port)/postgres"))
    let place = try await connection.queryOne("SHOW data_directory").decode(String.self)
    await connection.close()
    guard place == directory + "/data" else {
      try? lifeline.fileHandleForWriting.close()
      throw TestPostgres.Failure(description: "another server answers on port \(port)")
    }
    return PrivateCluster(port: port, lifeline: lifeline.fileHandleForWriting)
  }
}

/// Reads the server's log to its end, so that the server never blocks on it, and knows when it is
/// ready.
private final class ServerLog: Sendable {
  private struct State {
    var lines: [String] = []
    var isReady: Bool?
    var waiter: CheckedContinuation<Bool, Never>?
  }

  private static let linesMaximum = 60
  private let state = Locked(State())

  init(_ handle: FileHandle) {
    Thread.detachNewThread { [self] in
      var rest = ""
      while true {
        let data = handle.availableData
        if data.isEmpty { break }
        rest += String(decoding: data, as: UTF8.self)
        var lines = rest.components(separatedBy: "\n")
        rest = lines.removeLast()
        for line in lines { take(line) }
      }
      decide(false)
    }
  }

  var lastLines: String { state.withLock { $0.lines.joined(separator: "\n") } }

  private func take(_ line: String) {
    state.withLock { state in
      state.lines.append(line)
      if state.lines.count > Self.linesMaximum { state.lines.removeFirst() }
    }
    if line.contains("database system is ready to accept connections") { decide(true) }
    // Before it is ready the server has no client that it could refuse, so it refuses to start.
    if line.contains("FATAL:") { decide(false) }
  }

  private func decide(_ isReady: Bool) {
    let waiter = state.withLock { state in
      guard state.isReady == nil else { return nil as CheckedContinuation<Bool, Never>? }
      state.isReady = isReady
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume(returning: isReady)
  }

  func waitUntilReady(limitMilliseconds: Int) async -> Bool {
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(limitMilliseconds)) {
      [self] in decide(false)
    }
    return await withCheckedContinuation { continuation in
      let known = state.withLock { state in
        if state.isReady == nil { state.waiter = continuation }
        return state.isReady
      }
      if let known { continuation.resume(returning: known) }
    }
  }
}
