import Domain
import Foundation
import Glibc
import Logging
import ServiceLifecycle

/// A private PostgreSQL server from the installed programs, for `rongqiao up`.
///
/// Its data outlive the process; the server does not: it is stopped in `run()`'s end, and by the
/// kernel should this process be killed. A server that dies is started again on the same port, so
/// the address holds for the whole run. Writes are durable (fsync is on).
actor PrivatePostgres: Service {
  private let state: StateDirectory
  private let preferredBinaries: String?
  private let connectionsMaximum: Int
  private let logger: Logger
  /// Settings of the server beyond those it always has, as `name=value`.
  private let furtherSettings: [String]
  private var budget: RestartBudget

  private var starting: Task<String, any Error>?
  private var cluster: PrivateCluster?
  private var port: Int?
  private var server: ChildProcess?
  private var isStopping = false

  /// How long a start may take: recovery after a crash replays the log first.
  static let readyLimitMilliseconds = 60_000
  static let readyPollMilliseconds = 10
  /// SIGINT is a fast shutdown, SIGQUIT an immediate one with recovery at the next start
  /// (manual 19.5).
  static let stopSteps: [(signal: Int32, graceMilliseconds: Int)] = [
    (SIGINT, 20_000), (SIGQUIT, 10_000), (SIGKILL, 5_000),
  ]
  /// Tries at the first start, when a port was taken or old backends still end.
  static let startTriesMaximum = 6
  static let portFile = "postgres.port"

  /// - Parameters:
  ///   - state: the directory, already held.
  ///   - binaries: directory of `initdb` and `postgres`; nil to search.
  ///   - connectionsMaximum: connections all clients together may open.
  init(
    state: StateDirectory, binaries: String?, connectionsMaximum: Int, logger: Logger,
    furtherSettings: [String] = [], budget: RestartBudget = RestartBudget()
  ) {
    self.state = state
    self.preferredBinaries = binaries
    self.connectionsMaximum = connectionsMaximum
    self.logger = logger
    self.furtherSettings = furtherSettings
    self.budget = budget
  }

  /// Starts the server if it is not started, and returns its address with the password in it.
  ///
  /// - Throws: `EmbeddedFailure`, `StateDirectory.Failure`.
  func start() async throws -> String {
    if let starting { return try await starting.value }
    let task = Task { try await firstStart() }
    starting = task
    return try await task.value
  }

  /// Keeps the server until shutdown, then stops it. In a `ServiceGroup` it comes first, so that
  /// it is stopped last.
  ///
  /// - Throws: `EmbeddedFailure` when the server keeps dying.
  func run() async throws {
    _ = try await start()
    do {
      while let server {
        let began = ContinuousClock.now
        let ending = await cancelWhenGracefulShutdown { await server.waitForEnding() }
        guard let ending, !isStopping else { break }
        try await restart(after: ending, ranFor: began.duration(to: .now))
      }
    } catch is CancellationError {
      // Being told to stop while waiting to start again is no failure.
    } catch {
      await stop()
      throw error
    }
    await stop()
  }

  /// Stops the server and waits for it. May be called again, and without `run()`.
  func stop() async {
    isStopping = true
    _ = try? await starting?.value
    guard let server else { return }
    let ending = await server.stop(Self.stopSteps)
    self.server = nil
    logger.info(
      "Private PostgreSQL stopped",
      metadata: ["ending": "\(ending.map(\.description) ?? "still running")"])
  }

  // MARK: - Starting

  private func firstStart() async throws -> String {
    logger.notice(
      "\(SettingKey.databaseURL.variable) is not set: starting a private PostgreSQL server")
    let cluster = try await PrivateCluster.open(
      in: state, binaries: preferredBinaries, logger: logger)
    self.cluster = cluster
    try await endOrphan(of: cluster)
    var last = EmbeddedFailure("PostgreSQL did not start")
    for attempt in 0..<Self.startTriesMaximum {
      guard let port = choosePort(attempt: attempt) else {
        throw EmbeddedFailure("no free port on the loopback address")
      }
      do {
        server = try await launch(cluster, port: port)
        self.port = port
        try state.write("\(port)\n", to: Self.portFile)
        announce(cluster, port: port)
        return cluster.url(port: port)
      } catch let failure as EmbeddedFailure {
        last = failure
        logger.debug("Private PostgreSQL: next try", metadata: ["reason": "\(failure)"])
        try await Task.sleep(for: .milliseconds(100 << attempt))
      }
    }
    throw last
  }

  /// The port of the last run if it is free, so that an operator's address stays good.
  private func choosePort(attempt: Int) -> Int? {
    if attempt == 0, let text = state.text(Self.portFile),
      let last = Int(text.filter(\.isNumber)), last > 1_023, isFree(port: last)
    {
      return last
    }
    return freeLoopbackPort()
  }

  private func announce(_ cluster: PrivateCluster, port: Int) {
    logger.notice(
      "Private PostgreSQL \(cluster.binaries.major) is ready; its data are kept between runs",
      metadata: [
        "address": "127.0.0.1:\(port)", "database": "\(PrivateCluster.database)",
        "role": "\(PrivateCluster.role)", "data": "\(cluster.data)",
        "user": "\(cluster.user.name)", "fsync": "on",
        "password_file": "\(state.path)/\(PrivateCluster.passwordFile)",
      ])
  }

  /// A server left over from a run whose parent-death signal did not reach it would hold the data.
  /// We hold the state directory, so it is nobody else's.
  private func endOrphan(of cluster: PrivateCluster) async throws {
    guard let file = PostmasterFile(data: cluster.data), file.isAlive(data: cluster.data) else {
      return
    }
    logger.warning(
      "A PostgreSQL server of an earlier run still runs here; stopping it",
      metadata: ["process": "\(file.processIdentifier)"])
    for step in Self.stopSteps.prefix(2) {
      kill(file.processIdentifier, step.signal)
      var waited = 0
      while waited < step.graceMilliseconds {
        guard file.isAlive(data: cluster.data) else { return }
        try await Task.sleep(for: .milliseconds(20))
        waited += 20
      }
    }
    throw EmbeddedFailure(
      "process \(file.processIdentifier) holds \(cluster.data) and does not stop")
  }

  private func restart(after ending: ChildProcess.Ending, ranFor: Duration) async throws {
    guard let cluster, let port else { return }
    var ran = Int(ranFor.components.seconds) * 1_000
    var reason = ending.description
    while true {
      guard let delay = budget.delayMilliseconds(afterRunOf: ran) else {
        throw EmbeddedFailure("the private PostgreSQL server keeps ending (\(reason))")
      }
      logger.warning(
        "The private PostgreSQL server ended by itself; starting it again",
        metadata: ["reason": "\(reason)", "delay_ms": "\(delay)"])
      try await cancelWhenGracefulShutdown { try await Task.sleep(for: .milliseconds(delay)) }
      guard !isStopping else { return }
      do {
        server = try await launch(cluster, port: port)
        logger.notice("The private PostgreSQL server is back")
        return
      } catch let failure as EmbeddedFailure {
        ran = 0
        reason = failure.description
      }
    }
  }

  /// Starts the server and waits until it takes connections.
  private func launch(_ cluster: PrivateCluster, port: Int) async throws -> ChildProcess {
    var command = try cluster.user.command(
      cluster.binaries.postgres, arguments(cluster, port: port), in: cluster.directory,
      stopsWithUs: true)
    // Its sessions keep what they freed for the next statement.
    command.environment.merge(MemoryRetention.environment) { given, _ in given }
    let logger = self.logger
    let tail = LastLines(maximum: 5)
    let child = try await ChildProcess.start(command) { _, line in
      guard let line, !line.isEmpty else { return }
      tail.append(line)
      let isGrave = line.hasPrefix("FATAL:") || line.hasPrefix("PANIC:")
      logger.log(level: isGrave ? .warning : .debug, "PostgreSQL: \(line)")
    }
    var waited = 0
    while waited < Self.readyLimitMilliseconds {
      if child.ending != nil { break }
      // An orphan's file may still lie there, so the number must be our child's.
      if let file = PostmasterFile(data: cluster.data),
        file.processIdentifier == child.processIdentifier, file.isReady
      {
        return child
      }
      do {
        try await Task.sleep(for: .milliseconds(Self.readyPollMilliseconds))
      } catch {
        _ = await child.stop(Self.stopSteps)
        throw error
      }
      waited += Self.readyPollMilliseconds
    }
    let ending = await child.stop(Self.stopSteps)
    throw EmbeddedFailure(
      "PostgreSQL did not become ready (\(ending.map(\.description) ?? "still running")): "
        + tail.lines.joined(separator: "; "))
  }

  private func arguments(_ cluster: PrivateCluster, port: Int) -> [String] {
    // sockaddr_un holds 107 bytes; with a longer directory there is only the loopback address.
    let socket = "\(cluster.directory)/.s.PGSQL.\(port)"
    let settings =
      [
        "listen_addresses=127.0.0.1", "port=\(port)",
        "unix_socket_directories=\(socket.utf8.count <= 100 ? cluster.directory : "")",
        "unix_socket_permissions=0700", "logging_collector=off", "log_line_prefix=",
        "max_connections=\(connectionsMaximum + Self.reservedConnections)",
        "fsync=on", "synchronous_commit=on", "full_page_writes=on",
      ] + furtherSettings
    return ["-D", cluster.data] + settings.flatMap { ["-c", $0] }
  }

  /// Beyond the clients' own: superuser reserve, a session by hand, health checks.
  private static let reservedConnections = 10
}
