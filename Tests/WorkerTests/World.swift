import Application
import Domain
import Foundation
import Kafka
import Logging
import MatchWorker
import NeedSweeper
import OutboxRelay
import Postgres
import ServiceLifecycle
import Store
import TestSupport
import WorkerKit

/// A migrated database with the seed catalog, a broker, and the use cases over them.
final class World: Sendable {
  let url: String
  let pool: PostgresPool
  let application: Application
  let broker: TestBroker
  let link: KafkaLink
  let ids = IdentifierSource()
  /// Rung after each commit of `application`.
  let wake = Wake()
  static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
  static let actor = Actor.system("test")

  /// Topics of the service, with few partitions so that each holds several enterprises.
  static let topics = [
    TopicSpec(name: Topic.enterprise.rawValue, partitions: 4),
    TopicSpec(name: Topic.catalog.rawValue, partitions: 1),
    TopicSpec(name: Topic.work.rawValue, partitions: 3),
    TopicSpec(name: Topic.deadLetter.rawValue, partitions: 1),
  ]

  private init(url: String, databaseURL: String, broker: TestBroker, suffix: String) throws {
    self.url = url
    self.broker = broker
    pool = PostgresPool(
      configuration: try Self.configuration(databaseURL),
      limits: PoolLimits(size: 8, warm: 0, checkoutDeadlineMilliseconds: 60_000))
    let wake = wake
    application = Application(
      pool: pool, clock: .system, ids: ids, reference: try ReferenceData.bundled(),
      masterKeys: TestKeys.master, logger: Self.logger, afterCommit: { wake.ring() })
    link = KafkaLink(broker.configuration(), suffix: suffix)
  }

  /// Quick to notice that the server is away.
  static func configuration(_ url: String) throws -> PostgresConfiguration {
    var configuration = try PostgresConfiguration(url: url)
    configuration.connectTimeoutMilliseconds = 5_000
    configuration.statementTimeoutMilliseconds = 60_000
    return configuration
  }

  /// Lends a world of its own; everything it started is stopped afterwards.
  ///
  /// - Parameters:
  ///   - proxy: stands between the application and the database, to cut them apart.
  ///   - suffix: ends all names on the broker; with real brokers the test's own.
  static func with(
    proxy: TCPProxy? = nil, suffix: String? = nil, _ body: (World) async throws -> Void
  ) async throws {
    let url = try await freshDatabase()
    let broker = try await TestKafka.broker(
      topics: topics.map {
        TopicSpec(name: $0.name + (suffix ?? ""), partitions: $0.partitions)
      })
    let world = try World(
      url: url, databaseURL: proxy.map { through($0, url) } ?? url, broker: broker,
      suffix: suffix ?? broker.topic(""))
    do {
      try await body(world)
    } catch {
      await world.pool.shutdown()
      await broker.close()
      throw error
    }
    await world.pool.shutdown()
    await broker.close()
  }

  /// The database's URL by way of a proxy.
  static func through(_ proxy: TCPProxy, _ url: String) -> String {
    guard var parts = URLComponents(string: url) else { return url }
    parts.host = "127.0.0.1"
    parts.port = proxy.port
    return parts.string ?? url
  }

  /// A database of its own with schema, catalog and policies.
  static func freshDatabase() async throws -> String {
    try await TestPostgres.shared().database(template: "workers") { url in
      let connection = try await PostgresConnection.connect(try PostgresConfiguration(url: url))
      _ = try await Migrator(try BundledMigrations.all()).apply(connection)
      await connection.close()
      let pool = PostgresPool(configuration: try PostgresConfiguration(url: url))
      let application = Application(
        pool: pool, clock: .system, ids: IdentifierSource(),
        reference: try ReferenceData.bundled(), masterKeys: TestKeys.master, logger: logger)
      _ = try await application.publish(
        catalog: try SeedCatalog.catalog(), policies: try SeedCatalog.policies(), actor: actor)
      // Tests count what they themselves cause.
      _ = try await pool.withConnection { try await $0.execute("DELETE FROM outbox") }
      await pool.shutdown()
    }
  }

  // MARK: Parts

  func relay(
    state: WorkerState = WorkerState(name: "relay"), wake: Wake? = nil, database: String? = nil,
    change: (inout OutboxRelayOptions) -> Void = { _ in }
  ) throws -> OutboxRelay {
    var options = OutboxRelayOptions()
    options.pollMilliseconds = 20
    options.electionMilliseconds = 50
    // A late acknowledgement would mean publishing again.
    options.deliveryTimeoutMilliseconds = 30_000
    change(&options)
    return OutboxRelay(
      database: try Self.configuration(database ?? url), link: link, options: options,
      wake: wake ?? self.wake, controls: .none, state: state, logger: Self.logger)
  }

  func matchWorker(state: WorkerState = WorkerState(name: "match")) -> some Service {
    MatchWorker.service(
      application: application, link: link, options: EventWorkerOptions(), clock: .system,
      ids: ids, state: state, controls: .none, logger: Self.logger)
  }

  /// A sweeper that asks again for everything that waits.
  func sweeper(state: WorkerState = WorkerState(name: "sweeper")) -> NeedSweeper {
    var options = NeedSweeperOptions()
    options.intervalMilliseconds = 50
    options.patienceMilliseconds = 500
    return NeedSweeper(
      application: application, options: options, controls: .none, state: state,
      logger: Self.logger)
  }

  /// A worker with a handler of the test's own, on the enterprise topic.
  func worker(
    group: String = "rongqiao.test", attemptsMaximum: Int = 3,
    state: WorkerState = WorkerState(name: "test"), handle: @escaping EventWorker.Handler
  ) -> EventWorker {
    var options = EventWorkerOptions()
    options.attemptsMaximum = attemptsMaximum
    return EventWorker(
      name: "test", group: group, topics: [.enterprise], link: link, options: options,
      application: application, clock: .system, ids: ids, state: state, controls: .none,
      logger: Self.logger, handle: handle)
  }

  // MARK: Input

  /// Registers sample enterprises and gives the bodies of their needs.
  func registerSample(_ count: Int, seed: UInt64) async throws -> [SampleRegistration.Need] {
    try await SampleRegistration(application: application).register(
      count: count, seed: seed, today: WallClock.system.now().legalDate)
  }

  func submit(_ needs: some Sequence<SampleRegistration.Need>) async throws {
    for need in needs {
      _ = try await application.submitNeed(need.body, actor: Self.actor)
    }
  }

  // MARK: Questions

  func number(_ statement: Statement) async throws -> Int64 {
    let connection = try await PostgresConnection.connect(try PostgresConfiguration(url: url))
    do {
      let value = try await connection.queryOne(statement).decode(0, as: Int64.self)
      await connection.close()
      return value
    } catch {
      await connection.close()
      throw error
    }
  }

  /// Runs statements with a connection of their own.
  func withConnection<T: Sendable>(
    _ body: (PostgresConnection) async throws -> T
  ) async throws -> T {
    let connection = try await PostgresConnection.connect(try PostgresConfiguration(url: url))
    do {
      let result = try await body(connection)
      await connection.close()
      return result
    } catch {
      await connection.close()
      throw error
    }
  }

  var waiting: Int64 {
    get async throws {
      try await number("SELECT count(*) FROM need WHERE match_due_since IS NOT NULL")
    }
  }

  var runs: Int64 { get async throws { try await number("SELECT count(*) FROM match_run") } }

  var outbox: Int64 { get async throws { try await number("SELECT count(*) FROM outbox") } }

  var deadLetters: Int64 {
    get async throws { try await number("SELECT count(*) FROM dead_letter") }
  }

  /// Needs whose latest version has no run, or more than one.
  var wronglyDecided: Int64 {
    get async throws {
      try await number(
        """
        SELECT count(*) FROM need n WHERE n.status = 'submitted' AND 1 <> (
          SELECT count(*) FROM match_run r WHERE r.need_id = n.id AND r.need_version = n.version)
        """)
    }
  }
}

/// A service that runs in a group of its own, to be stopped as a process is.
final class Running: Sendable {
  private let group: ServiceGroup
  private let task: Task<Void, any Error>

  init(_ service: any Service) {
    let group = ServiceGroup(services: [service], logger: World.logger)
    self.group = group
    task = Task { try await group.run() }
  }

  /// Tells it to stop and waits until it has.
  func stop() async {
    await group.triggerGracefulShutdown()
    _ = await task.result
  }

  /// Tells it to stop, without waiting.
  func beginStop() async { await group.triggerGracefulShutdown() }

  /// Waits for its end.
  func ended() async { _ = await task.result }
}

/// Runs services while the body does, and stops them in reverse order.
func running(
  _ services: [any Service], _ body: () async throws -> Void
) async throws {
  let started = services.map { Running($0) }
  do {
    try await body()
  } catch {
    for service in started.reversed() { await service.stop() }
    throw error
  }
  for service in started.reversed() { await service.stop() }
}
