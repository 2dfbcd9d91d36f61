import API
import Application
import AsyncHTTPClient
import Domain
import FlowBench
import Foundation
import Glibc
import Logging
import NIOCore
import NIOHTTP1

/// The servers and processes of `rongqiao bench`: a private PostgreSQL server, as safe as that of
/// `rongqiao up`, brokers, workers and the API, each a process of its own.
actor BenchHouse {
  private let state: StateDirectory
  private let settings: Settings
  private let logger: Logger
  private let client: HTTPClient
  private var postgres: PrivatePostgres
  private var binaries: PostgresBinaries?
  private var url = ""
  private var children: [ChildProcess] = []

  /// Connections all processes of a measurement may open together.
  static let connectionsMaximum = 160
  /// In the state directory.
  private static let sealingKeys = "sealing.keys"
  /// How long a child may take until it is ready: groups join slowly.
  static let readyLimitMilliseconds = 60_000
  static let readyPollMilliseconds = 50
  /// How long one run of pgbench may take at most.
  static let pgbenchLimitMilliseconds = 900_000
  static let stopSteps: [(signal: Int32, graceMilliseconds: Int)] = [
    (SIGTERM, 30_000), (SIGKILL, 5_000),
  ]

  init(_ frame: ProcessFrame, state: StateDirectory) {
    self.state = state
    settings = frame.settings
    var quiet = frame.logger
    // What the servers of a benchmark say of themselves is of no interest while all is well.
    quiet.logLevel = max(frame.logger.logLevel, .warning)
    logger = quiet
    client = HTTPClient(eventLoopGroupProvider: .singleton)
    postgres = Self.server(state, frame.settings, quiet)
  }

  private static func server(
    _ state: StateDirectory, _ settings: Settings, _ logger: Logger
  ) -> PrivatePostgres {
    PrivatePostgres(
      state: state, binaries: settings.postgresBinaries, connectionsMaximum: connectionsMaximum,
      logger: logger, furtherSettings: provinceSettings)
  }

  /// As a server of its own is set for a province's data (manual 20.4.1 and 30.5): a quarter of the
  /// memory for pages, and no checkpoint for the volume of one sweep alone.
  private static var provinceSettings: [String] {
    let quarter = Int(ProcessInfo.processInfo.physicalMemory >> 20) / 4
    return ["shared_buffers=\(min(max(128, quarter), 8_192))MB", "max_wal_size=8GB"]
  }

  /// Starts PostgreSQL.
  func open() async throws {
    binaries = try await PostgresBinaries.find(preferred: settings.postgresBinaries, major: nil)
    url = try await postgres.start()
  }

  /// Stops everything that was started here.
  func close() async {
    for child in children { _ = await child.stop(Self.stopSteps) }
    children = []
    await postgres.stop()
    try? await client.shutdown()
  }

  /// What the benchmark sees of it. `open()` comes first.
  func house() throws -> FlowHouse {
    let url = url
    let keys = "\(state.path)/\(Self.sealingKeys)"
    guard let masterKeys = try MasterKeyFile.load(keys, isMade: true) else {
      throw CommandFailure(.unavailable, "no master keys")
    }
    return FlowHouse(
      masterKeys: masterKeys, databaseURL: { Self.address(url, database: $0) },
      startBroker: { try await self.startBroker(furtherTopics: $0) },
      startWorker: { try await self.startWorker($0, database: $1, brokers: $2) },
      startServer: { try await self.startServer(database: $0) },
      pgbench: { try await self.pgbench($0, database: $1) },
      restartServer: { try await self.restartServer() },
      progress: { label, total in
        let bar = ProgressBar(label, total: total)
        return FlowProgress(update: { bar.update($0) }, finish: { bar.finish($0) })
      },
      note: { Terminal.note($0) })
  }

  /// The address of another database of the same server.
  static func address(_ url: String, database: String) -> String {
    guard var parts = URLComponents(string: url) else { return url }
    parts.path = "/" + database
    return parts.string ?? url
  }

  private func restartServer() async throws {
    await postgres.stop()
    postgres = Self.server(state, settings, logger)
    let again = try await postgres.start()
    guard again == url else {
      throw CommandFailure(.unavailable, "PostgreSQL came back at another address")
    }
  }

  private func startBroker(furtherTopics: [String]) async throws -> FlowBroker {
    let topics =
      BrokerTopic.all
      + furtherTopics.map { BrokerTopic(name: $0, partitions: BrokerTopic.partitionsDefault) }
    let broker = BrokerProcess(topics: topics, logger: logger)
    let address = try await broker.start()
    return FlowBroker(
      address: address,
      process: FlowProcess(
        processIdentifier: await broker.childIdentifier ?? 0, stop: { await broker.stop() }))
  }

  private func startWorker(
    _ name: String, database: String, brokers: String
  ) async throws -> FlowProcess {
    try await start(
      ["worker", name],
      [SettingKey.databaseURL: database, .kafkaBrokers: brokers, .kafkaEmbedded: "yes"]
    ).process
  }

  private func startServer(database: String) async throws -> FlowServer {
    let issuer = TokenIssuer.ephemeral(
      issuer: settings.access.issuer, audience: settings.access.audience)
    let keys = "bench-keys.json"
    try state.write(issuer.publicKeySet.canonicalText, to: keys)
    // One client asks as fast as it can: a limit would be what is measured.
    let (process, base) = try await start(
      ["serve"],
      [
        SettingKey.databaseURL: database, .jwks: "\(state.path)/\(keys)", .limitReads: "0",
        .limitWrites: "0", .limitHeavy: "0",
      ])
    let token = try await issuer.issue(role: .operator, subject: "bench", ttlSeconds: 7_200)
    let api = DemoClient(client: client, base: base, token: token)
    return FlowServer(
      submit: { try await api.post("/v1/needs", $0, key: UUID().uuidString) },
      read: { _ = try await api.get("/v1/runs/\($0)") }, process: process)
  }

  /// Starts this program and waits until it is ready.
  private func start(
    _ arguments: [String], _ values: [SettingKey: String]
  ) async throws -> (process: FlowProcess, base: String) {
    guard let port = freeLoopbackPort() else {
      throw CommandFailure(.unavailable, "no free port on the loopback address")
    }
    let kept = ["PATH", "LD_LIBRARY_PATH", "SWIFT_BACKTRACE"]
    var environment = ProcessInfo.processInfo.environment.filter { kept.contains($0.key) }
    environment[SettingKey.httpPort.variable] = String(port)
    environment[SettingKey.sealingKeys.variable] = "\(state.path)/\(Self.sealingKeys)"
    environment[SettingKey.logLevel.variable] = "warning"
    for (key, value) in values { environment[key.variable] = value }
    let tail = LastLines(maximum: 5)
    // `/proc/self/exe` would be another program after `setpriv`.
    let program = URL(fileURLWithPath: BrokerProcess.ownExecutable).resolvingSymlinksInPath().path
    let child = try await ChildProcess.start(
      ChildProcess.Command(
        executable: program, arguments: arguments, environment: environment
      ).stoppedWithUs("TERM")
    ) { _, line in
      guard let line, !line.isEmpty else { return }
      tail.append(line)
      // Warnings alone are logged: what a stall or a failure may come from belongs to the figures.
      Terminal.note("\(arguments.joined(separator: " ")): \(line)")
    }
    children.append(child)
    let base = "http://127.0.0.1:\(port)"
    do {
      try await waitUntilReady(child, base)
    } catch let failure as CommandFailure {
      throw CommandFailure(
        failure.status,
        "rongqiao \(arguments.joined(separator: " ")) \(failure.description): "
          + tail.lines.joined(separator: "; "))
    }
    return (
      FlowProcess(processIdentifier: child.processIdentifier) {
        _ = await child.stop(Self.stopSteps)
      }, base
    )
  }

  private func waitUntilReady(
    _ child: ChildProcess, _ base: String
  ) async throws {
    let deadline = ContinuousClock.now + .milliseconds(Self.readyLimitMilliseconds)
    while ContinuousClock.now < deadline {
      if let ending = child.ending {
        throw CommandFailure(.internal, "ended (\(ending))")
      }
      let answer = try? await client.execute(
        HTTPClientRequest(url: base + "/readyz"), timeout: .seconds(5))
      if answer?.status == .ok { return }
      try await Task.sleep(for: .milliseconds(Self.readyPollMilliseconds))
    }
    throw CommandFailure(.unavailable, "does not become ready")
  }

  private func pgbench(_ arguments: [String], database: String) async throws -> String {
    guard let binaries, let parts = URLComponents(string: Self.address(url, database: database))
    else { throw CommandFailure(.internal, "PostgreSQL is not started") }
    let program = binaries.directory + "/pgbench"
    guard access(program, X_OK) == 0 else {
      throw CommandFailure(
        .unavailable,
        "\(program) is missing: it comes with the server's package or postgresql-contrib")
    }
    // The password goes by the environment, which other users cannot read.
    let outcome = try await ChildProcess.run(
      ChildProcess.Command(
        executable: program, arguments: arguments,
        environment: [
          "PATH": "/usr/bin:/bin", "PGHOST": parts.host ?? "127.0.0.1",
          "PGPORT": String(parts.port ?? 5_432), "PGUSER": parts.user ?? "",
          "PGPASSWORD": parts.password ?? "", "PGDATABASE": database, "PGSSLMODE": "disable",
        ]), limitMilliseconds: Self.pgbenchLimitMilliseconds)
    guard outcome.ending?.isSuccess == true else {
      throw CommandFailure(
        .internal, "pgbench failed: \(outcome.error.suffix(5).joined(separator: "; "))")
    }
    return outcome.output.joined(separator: "\n")
  }
}
