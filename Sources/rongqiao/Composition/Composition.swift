import API
import Application
import Console
import Domain
import EntitlementWorker
import Kafka
import ListingWorker
import Logging
import MatchWorker
import MonitoringWorker
import NeedSweeper
import OutboxRelay
import Postgres
import ReceivableWorker
import Schemas
import Sealing
import ServiceLifecycle
import StatisticsWorker
import Store
import Telemetry
import WebhookWorker
import WorkerKit

/// Puts the parts of a process together; the only place that knows all of them.
struct Composition: Sendable {
  let settings: Settings
  let logger: Logger
  let database: PostgresConfiguration
  let pool: PostgresPool
  let application: Application
  let ids: IdentifierSource
  let clock = WallClock.system
  /// Rung after each commit, so that a relay in this process does not wait for its next look.
  let wake = Wake()
  /// What operators have told the workers of this process.
  let controls: WorkerControls
  let health = HealthRegistry()

  /// - Parameter makingKeys: whether the master keys are made when there are none; see
  ///   `Settings.masterKeys(making:)`.
  /// - Parameter mayReadWholeTables: see `PostgresConfiguration`; false where all statements of the
  ///   process look up rows by an index.
  init(
    _ frame: ProcessFrame, databaseURL: String, makingKeys: Bool = false,
    mayReadWholeTables: Bool = true
  ) throws {
    Telemetry.bootstrap()
    settings = frame.settings
    logger = frame.logger
    var database = try PostgresConfiguration(url: databaseURL)
    database.applicationName = "rongqiao"
    self.database = database
    // A long import must not hold every other writer until their statements time out.
    var pooled = database
    pooled.lockTimeoutMilliseconds = 3_000
    pooled.plansForOneAtATime = false
    pooled.mayReadWholeTables = mayReadWholeTables
    pool = PostgresPool(
      configuration: pooled,
      limits: PoolLimits(
        size: settings.database.connectionsMaximum, warm: 2, waiters: 1_024))
    ProcessMetrics.register(pool: pool)
    ids = IdentifierSource(clock: .system)
    let wake = wake
    var application = Application(
      pool: pool, clock: .system, ids: ids, reference: try ReferenceData.bundled(),
      masterKeys: try settings.masterKeys(making: makingKeys), logger: frame.logger,
      afterCommit: { wake.ring() })
    application.deadLetterLimits.redrivesMaximum = settings.workers.redrivesMaximum
    application.deadLetterLimits.heldEventsMaximum = settings.workers.heldEventsMaximum
    application.webhookOptions.allowsPrivateAddresses =
      settings.workers.webhooksAllowPrivateAddresses
    self.application = application
    controls = PauseWatch(application, clock: .system, logger: frame.logger).controls
  }

  /// The pool's own service; it comes before everything that uses the database.
  var poolService: some Service { PoolService(pool: pool) }

  /// - Parameter withAll: webhooks, receivables, listing cases and entitlements are surely read, too, so that
  ///   the embedded broker must not lose what they have still to read.
  func relayService(
    _ link: KafkaLink, isEmbedded: Bool, withAll: Bool = false, state: WorkerState
  ) -> some Service {
    var options = OutboxRelayOptions()
    options.clock = clock
    options.maximumBatchRecords = settings.workers.outboxBatchMaximum
    options.pollMilliseconds = Int64(settings.workers.outboxPollMilliseconds)
    if isEmbedded {
      var readers = MatchWorker.readers
      if withAll {
        readers += WebhookWorker.readers + Self.followers.flatMap(\.readers)
      }
      options.backlogLimits = BacklogLimits(
        groups: Dictionary(
          readers.map { ($0.topic.rawValue, [$0.group]) }, uniquingKeysWith: { $0 + $1 }))
      // A dead embedded broker comes back at another address: do not wait long for the old one.
      options.deliveryTimeoutMilliseconds = 5_000
    }
    return OutboxRelay(
      database: database, link: link, options: options, wake: wake, controls: controls,
      state: state, logger: logger("relay"))
  }

  func matchService(_ link: KafkaLink, state: WorkerState) -> some Service {
    // Both readers must be ready before the worker is.
    let sweepState = WorkerState(name: "sweep")
    watch(sweepState)
    begin("match", sweepState.name, readers: MatchWorker.readers)
    return MatchWorker.service(
      application: application, link: link, options: eventOptions, clock: clock, ids: ids,
      state: state, sweepState: sweepState, controls: controls,
      decisionTargetMilliseconds: Int64(settings.workers.decisionTargetSeconds) * 1_000,
      logger: logger("match"))
  }

  /// Publishes how far the groups of some readers are behind.
  func lagService(
    _ link: KafkaLink, of readers: [(topic: Topic, group: String)] = MatchWorker.readers
  ) -> some Service {
    LagReporter(link: link, readers: readers, clock: clock, logger: logger("lag"))
  }

  /// The workers that do what follows from events of enterprises, one like the other.
  static let followers = [
    ReceivableWorker.follower, ListingWorker.follower, EntitlementWorker.follower,
    MonitoringWorker.follower, StatisticsWorker.follower,
  ]

  func followerService(
    _ follower: FollowerWorker, _ link: KafkaLink, state: WorkerState
  ) -> some Service {
    begin(follower.name, readers: follower.readers)
    return follower.service(
      application: application, link: link, options: eventOptions, clock: clock, ids: ids,
      state: state, controls: controls, logger: logger(follower.name))
  }

  /// Queues and sends webhooks.
  func webhookServices(
    _ link: KafkaLink, state: WorkerState
  ) -> [ServiceGroupConfiguration.ServiceConfiguration] {
    var senderOptions = WebhookSenderOptions()
    senderOptions.endpointsMaximum = settings.workers.webhookEndpointsMaximum
    // Both must be ready before the worker is.
    let readerState = WorkerState(name: "webhook_reader")
    watch(readerState)
    begin(readerState.name, readers: WebhookWorker.readers)
    Telemetry.beginWebhooks()
    let bell = Wake()
    let logger = logger("webhook")
    // The sender ends first, with the answers on their way.
    return [
      .init(
        service: WebhookWorker.reader(
          application: application, link: link, options: eventOptions, clock: clock, ids: ids,
          state: readerState, bell: bell, logger: logger), serviceName: "webhook reader"),
      .init(
        service: WebhookSender(
          application: application, options: senderOptions, clock: clock, ids: ids, bell: bell,
          controls: controls, state: state, logger: logger), serviceName: "webhook"),
    ]
  }

  func sweeperService(state: WorkerState) -> some Service {
    var options = NeedSweeperOptions()
    options.intervalMilliseconds = Int64(settings.workers.sweepIntervalSeconds) * 1_000
    options.patienceMilliseconds = Int64(settings.workers.sweepPatienceSeconds) * 1_000
    options.limit = settings.workers.sweepBatchMaximum
    return NeedSweeper(
      application: application, options: options, controls: controls, state: state,
      logger: logger("sweeper"))
  }

  /// The HTTP server of the API.
  ///
  /// - Parameters:
  ///   - clientIssuer: signs the tokens of clients; nil where none are issued.
  ///   - console: whom people sign in with; nil for no console.
  ///   - isQuiet: leaves out the line for each request, where a person watches the terminal.
  func apiService(
    keys: KeyRing, clientIssuer: TokenIssuer?, console setup: ConsoleSetup? = nil, port: Int,
    isQuiet: Bool = false,
    onRunning: @escaping @Sendable (Int) async -> Void
  ) async throws -> some Service {
    var logger = logger("api")
    if isQuiet, logger.logLevel == .info { logger.logLevel = .notice }
    var own: Authenticator.Trust?
    if let clientIssuer {
      let set = try KeySet(jwks: clientIssuer.publicKeySet.canonicalBytes)
      own = Authenticator.Trust(
        ring: await KeyRing(fixed: set), issuer: settings.access.clientIssuer)
    }
    let authenticator = Authenticator(
      keys: keys, issuer: settings.access.issuer, own: own, audience: settings.access.audience)
    health.register("access_keys") {
      keys.isReady
        ? .ready
        : .notReady(
          Text("尚无访问令牌公钥", "no keys to check access tokens with"),
          action: Text("检查身份服务的公钥地址", "check the address of the identity provider's keys"))
    }
    let dependencies = APIDependencies(
      backend: application, authenticator: authenticator,
      documents: try PublicDocuments(schemasFolder: SchemaFiles.root),
      tokens: clientIssuer.map {
        ClientTokens(issuer: $0, lifeSeconds: settings.access.clientTokenSeconds)
      }, limits: RateLimits(settings.limits), health: health, ids: ids, logger: logger)
    Telemetry.beginLimits()
    let console = try setup.map { try self.console($0, keys: keys, dependencies) }
    return buildServer(
      dependencies, host: settings.http.host, port: port,
      extending: { console?.add(to: $0) }, onRunning: onRunning)
  }

  /// Keeps the keys of an identity provider current.
  func keyService(_ address: KeySetAddress) -> KeyRefresher {
    KeyRefresher.make(address, intervalSeconds: settings.access.publicKeysSeconds) { read in
      KeyRing(reading: read, clock: clock, logger: logger("keys"))
    }
  }

  /// The HTTP server of a worker: `/livez`, `/readyz` and `/metrics` only.
  func operationsService(
    port: Int, onRunning: @escaping @Sendable (Int) async -> Void
  ) -> some Service {
    buildOperationsServer(
      health: health, host: settings.http.host, port: port, logger: logger("operations"),
      onRunning: onRunning)
  }

  /// Passes hints of new outbox rows on to a relay in another process.
  var notifierService: some Service {
    OutboxNotifier(pool: pool, wake: wake, logger: logger("notifier"))
  }

  /// Takes such hints in a relay's process.
  var listenerService: some Service { OutboxListener(database: database, wake: wake) }

  /// Watches a worker in this process as a readiness check and a metric.
  func watch(_ state: WorkerState) {
    ProcessMetrics.register(state)
    health.register("worker_\(state.name)") { HealthStatus(state) }
  }

  /// Runs `body` with the pool open, and closes it after; for commands that come and go.
  ///
  /// - Parameter checkingKeys: whether the master keys must open what is sealed already.
  func withPool<T: Sendable>(
    checkingKeys: Bool = true, _ body: () async throws -> T
  ) async throws -> T {
    do {
      if checkingKeys { try await checkMasterKeys() }
      let result = try await body()
      await pool.shutdown()
      return result
    } catch {
      await pool.shutdown()
      throw error
    }
  }

  /// - Throws: `SealingError`; what else is wrong with the database, the command finds out.
  private func checkMasterKeys() async throws {
    do {
      try await application.checkMasterKeys()
    } catch let error as SealingError {
      throw error
    } catch {}
  }

  /// Brings the schema up to date and returns what was applied.
  func migrate() async throws -> [Migration] {
    let connection = try await PostgresConnection.connect(database)
    do {
      let applied = try await Migrator(try BundledMigrations.all()).apply(connection)
      await connection.close()
      return applied
    } catch {
      await connection.close()
      throw error
    }
  }

  /// How workers read events.
  private var eventOptions: EventWorkerOptions {
    var options = EventWorkerOptions()
    options.maximumBatchMessages = settings.workers.matchBatchMaximum
    options.attemptsMaximum = settings.workers.matchAttemptsMaximum
    return options
  }

  /// Starts the counters of workers, and of the groups they read as, at zero.
  private func begin(_ workers: String..., readers: [(topic: Topic, group: String)]) {
    for worker in workers { Telemetry.begin(worker: worker) }
    for group in Set(readers.map(\.group)) { Telemetry.begin(group: group) }
  }

  private func logger(_ name: String) -> Logger {
    var logger = logger
    logger[metadataKey: "part"] = "\(name)"
    return logger
  }
}

extension RateLimits {
  init(_ limits: Settings.Limits) {
    self.init(
      perMinute: [
        .reads: limits.reads, .writes: limits.writes, .heavy: limits.heavy,
        .tokens: limits.tokens, .tokenFailures: limits.tokenFailures,
      ], clientsMaximum: limits.clientsMaximum, servers: limits.servers)
  }
}

extension HealthStatus {
  init(_ state: WorkerState) {
    guard !state.isReady else {
      self = .ready
      return
    }
    self = .notReady(
      Text("工作者 \(state.name) 尚未就绪:\(state.detail)", "worker \(state.name): \(state.detail)"),
      action: Text("通常会自行恢复;持续不恢复时查看日志", "it recovers by itself; if not, see the log"))
  }
}

/// The pool as a service: runs until shutdown, then waits for connections on loan.
private struct PoolService: Service {
  let pool: PostgresPool

  func run() async throws {
    await withGracefulShutdownHandler {
      await pool.run()
    } onGracefulShutdown: {
      Task { await pool.shutdown() }
    }
  }
}
