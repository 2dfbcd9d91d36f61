import Domain
import Foundation
import Kafka
import Postgres
import Synchronization
import TestSupport

/// The whole service as processes of its own, each with proxies to its servers, over a PostgreSQL
/// and a broker that can be killed.
final class FaultSite: Sendable {
  let cluster: RestartableCluster
  /// To the database past any proxy: for the load's own writes and for the checks.
  let pool: PostgresPool
  let processes: [Victim: SiteProcess]
  /// Nil with brokers of somebody else.
  let broker: SiteProcess?
  /// One more match worker, which comes and goes.
  let visitor: SiteProcess
  let databaseLane = Lane()
  /// The harness's own way to the broker.
  let kafka: KafkaConfiguration
  private let address: SiteAddress
  private let folder: URL
  private let supervisor = Mutex<Task<Void, Never>?>(nil)

  private static let database = "rongqiao"
  static let brokerName = "broker"

  /// Where the API answers now.
  var base: String { address.base }
  /// An operator's access token.
  var token: String { address.token }
  var databaseURL: String { cluster.url(Self.database) }
  /// Everything that runs, the broker first.
  var all: [SiteProcess] {
    [broker].compactMap { $0 } + Victim.allCases.compactMap { processes[$0] } + [visitor]
  }

  /// Lends a running service with sample enterprises; everything is stopped afterwards.
  ///
  /// - Parameter note: told what is about to be done.
  static func with<T: Sendable>(
    enterprises: Int, note: @Sendable (String) -> Void = { _ in },
    _ body: (FaultSite) async throws -> T
  ) async throws -> T {
    note("start")
    let site = try FaultSite(try await RestartableCluster.start())
    do {
      try await site.prepare(enterprises: enterprises)
      let result = try await body(site)
      await site.close(note)
      return result
    } catch {
      let words = await site.words()
      await site.close(note)
      throw StoryError("\(error)\n\(words)")
    }
  }

  private init(_ cluster: RestartableCluster) throws {
    self.cluster = cluster
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("rongqiao-faults-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var configuration = try PostgresConfiguration(url: cluster.url(Self.database))
    configuration.connectTimeoutMilliseconds = 2_000
    pool = PostgresPool(configuration: configuration, limits: PoolLimits(size: 12, warm: 0))
    let address = SiteAddress(folder: folder)
    self.address = address
    let isEmbedded = TestKafka.isEmbedded
    var ways: [TCPProxy] = []
    func way() throws -> TCPProxy? {
      guard isEmbedded else { return nil }
      // The broker's port is known only when it runs.
      let proxy = try TCPProxy(port: 1, standsForBroker: true)
      ways.append(proxy)
      return proxy
    }
    func process(_ name: String, _ victim: Victim) throws -> SiteProcess {
      var proxies = [Side.database: try TCPProxy(port: cluster.port)]
      if victim.sides.contains(.broker) { proxies[.broker] = try way() }
      var environment = address.environment
      environment["RONGQIAO_DATABASE_URL"] = cluster.url(
        Self.database, port: proxies[.database]?.port)
      environment["RONGQIAO_KAFKA_BROKERS"] =
        proxies[.broker].map { "127.0.0.1:\($0.port)" } ?? TestKafka.externalBrokers
      if isEmbedded { environment["RONGQIAO_KAFKA_EMBEDDED"] = "yes" }
      return SiteProcess(
        name: name, arguments: victim.arguments, proxies: proxies,
        sign: victim == .serve ? "API on http://" : "/readyz", environment: environment
      ) { line in
        guard victim == .serve, let start = line.range(of: "http://") else { return }
        address.become(base: String(line[start.lowerBound...].prefix { $0 != "\"" }))
      }
    }
    var processes: [Victim: SiteProcess] = [:]
    for victim in Victim.allCases { processes[victim] = try process(victim.rawValue, victim) }
    self.processes = processes
    visitor = try process("visitor", .match1)
    let own = try way()
    kafka = KafkaConfiguration(
      brokers: own.map { "127.0.0.1:\($0.port)" } ?? TestKafka.externalBrokers ?? "",
      clientID: "faults", embedded: isEmbedded)
    let followers = ways
    broker =
      isEmbedded
      ? SiteProcess(
        name: Self.brokerName, arguments: ["broker"], proxies: [:], sign: "bootstrap_servers",
        environment: [:]
      ) { line in
        guard
          let text = (try? JSONParser.parse(line))?["bootstrap_servers"]?.stringValue,
          let port = text.split(separator: ":").last.flatMap({ Int($0) })
        else { return }
        for proxy in followers { proxy.upstream = port }
      } : nil
  }

  private func prepare(enterprises: Int) async throws {
    let admin = try await PostgresConnection.connect(
      try PostgresConfiguration(url: cluster.url("postgres")))
    try await admin.execute("CREATE DATABASE rongqiao")
    await admin.close()
    let (environment, folder, address) = (
      ["RONGQIAO_DATABASE_URL": databaseURL], self.folder, self.address
    )
    try await Timing.blocking {
      try Program.run(["migrate"], environment: environment)
      try Program.run(["import", "catalog"], environment: environment)
      try Program.run([
        "sample", "--enterprises", "\(enterprises)", "--seed", "5", "--out", folder.path,
      ])
      for kind in ["enterprises", "facts"] {
        try Program.run(
          ["import", kind, folder.appendingPathComponent("\(kind).csv").path],
          environment: environment)
      }
      try address.makeKeys()
    }
    try await broker?.start()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for process in processes.values { group.addTask { try await process.start() } }
      try await group.waitForAll()
    }
    let watched = all
    supervisor.withLock {
      $0 = Task {
        while !Task.isCancelled {
          for process in watched {
            // One that does not come back is found by whoever waits for its work.
            try? await process.revive()
          }
          await Timing.tick(milliseconds: 200)
        }
      }
    }
  }

  private func close(_ note: (String) -> Void) async {
    note("end of supervision")
    let supervising = supervisor.withLock { $0 }
    supervising?.cancel()
    await supervising?.value
    for process in all {
      note("end of \(process.name)")
      await process.destroy()
    }
    note("end of the servers")
    await pool.shutdown()
    cluster.close()
    try? FileManager.default.removeItem(at: folder)
  }

  /// An access token of somebody else.
  func token(of role: String, organisation: String? = nil) async throws -> String {
    let address = self.address
    return try await Timing.blocking { try address.issue(role: role, organisation: organisation) }
  }

  // MARK: - Questions

  /// One number from the database.
  func count(_ statement: Statement) async throws -> Int {
    Int(
      try await pool.withConnection { try await $0.queryOne(statement).decode(0, as: Int64.self) })
  }

  /// What each process said last.
  func words() async -> String {
    var said: [String] = []
    for process in all { said.append("== \(process.name)\n\(await process.lastWords)") }
    return said.joined(separator: "\n")
  }

  /// Ends of processes that nobody asked for.
  func endings() async -> [SiteProcess.Ending] {
    var found: [SiteProcess.Ending] = []
    for process in all { found += await process.endings }
    return found
  }
}

/// Where the API answers and with which keys; known bit by bit.
private final class SiteAddress: Sendable {
  private struct State {
    var base = ""
    var token = ""
  }

  private let state = Mutex(State())
  private let keyPath: String
  private let setPath: String

  init(folder: URL) {
    keyPath = folder.appendingPathComponent("key.jwk").path
    setPath = folder.appendingPathComponent("jwks.json").path
  }

  var base: String { state.withLock { $0.base } }
  var token: String { state.withLock { $0.token } }

  /// Settings of every process. `STORM_SETTINGS` adds some, such as
  /// `RONGQIAO_LOG_LEVEL=debug RONGQIAO_KAFKA_DEBUG=cgrp`, to look into what was found.
  var environment: [String: String] {
    let more = (ProcessInfo.processInfo.environment["STORM_SETTINGS"] ?? "")
      .split(separator: " ").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
      .filter { $0.count == 2 }
    let own = [
      "RONGQIAO_JWT_KEY": keyPath, "RONGQIAO_JWKS": setPath, "RONGQIAO_HTTP_PORT": "0",
      "RONGQIAO_DATABASE_CONNECTIONS": "8", "RONGQIAO_LOG_LEVEL": "notice",
      // Small batches, so that there is a middle to be killed in.
      "RONGQIAO_MATCH_BATCH": "50", "RONGQIAO_OUTBOX_BATCH": "100", "RONGQIAO_SWEEP_SECONDS": "1",
      "RONGQIAO_SWEEP_PATIENCE_SECONDS": "5", "RONGQIAO_DRAIN_SECONDS": "10",
      "RONGQIAO_WEBHOOK_PRIVATE_ADDRESSES": "allow",
      // All users show one token, as fast as they can.
      "RONGQIAO_LIMIT_READS": "0", "RONGQIAO_LIMIT_WRITES": "0", "RONGQIAO_LIMIT_HEAVY": "0",
    ]
    return own.merging(more.map { ($0[0], $0[1]) }) { _, more in more }
  }

  func become(base: String) { state.withLock { $0.base = base } }

  func issue(role: String, organisation: String?) throws -> String {
    let own = organisation.map { ["--org", $0, "--subject", "\(role)-\($0)"] } ?? []
    return try Program.run(
      ["token", "--role", role] + own, environment: ["RONGQIAO_JWT_KEY": keyPath])
  }

  func makeKeys() throws {
    let token = try issue(role: "operator", organisation: nil)
    let set = try Program.run(["token", "--jwks"], environment: ["RONGQIAO_JWT_KEY": keyPath])
    try set.write(toFile: setPath, atomically: true, encoding: .utf8)
    state.withLock { $0.token = token }
  }
}
