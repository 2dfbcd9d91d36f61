import Application
import Catalog
import Domain
import Foundation
import Logging
import Policy
import Postgres
import Store

/// An application on a database of its own: migrated, and unless asked otherwise with the seed
/// catalog and the policy packs published.
public struct TestStore: Sendable {
  /// What the database holds at first.
  public enum Content: String, Sendable {
    /// All migrations and nothing else.
    case migrated
    /// The migrations, the seed catalog as version 1 and the policies as version 1; no event waits.
    case seeded
  }

  /// 2026-11-20 10:00 in Shanghai: every seed product is in force.
  public static let morning = Instant(microseconds: 1_795_140_000_000_000)

  public let application: Application
  public let pool: PostgresPool
  /// Of the server itself.
  public let url: String
  public let clock: SettableClock

  /// - Parameters:
  ///   - through: connect to this port on 127.0.0.1 instead of the server's, for a `TCPProxy`.
  ///   - seed: the random part of the identifiers; with one caller at a time they repeat from run
  ///     to run.
  public init(
    _ content: Content = .seeded, clock: SettableClock = SettableClock(), through port: Int? = nil,
    limits: PoolLimits = .patient(6),
    seed: UInt64 = 1,
    afterCommit: @escaping @Sendable () -> Void = {}
  ) async throws {
    url = try await Self.database(content)
    pool = PostgresPool(
      configuration: try Self.configuration(url: url, through: port), limits: limits)
    self.clock = clock
    application = Self.application(
      pool: pool, clock: clock.wall, seed: seed, reference: try ReferenceData.bundled(),
      afterCommit: afterCommit)
  }

  /// Runs `body` with a store of its own and drops it afterwards.
  ///
  /// - Parameter isLong: it takes much longer than most, so it begins before those that wait.
  public static func with<T: Sendable>(
    _ content: Content = .seeded, clock: SettableClock = SettableClock(),
    limits: PoolLimits = .patient(6), isLong: Bool = false,
    _ body: (TestStore) async throws -> T
  ) async throws -> T {
    try await turnstile.pass(isLong: isLong) {
      let store = try await TestStore(content, clock: clock, limits: limits)
      do {
        let value = try await body(store)
        try await store.close()
        return value
      } catch {
        try? await store.close()
        throw error
      }
    }
  }

  /// Fewer on a machine with few processors: those who are inside slow each other down until the limits
  /// that they test are met by chance.
  private static let turnstile = Turnstile(
    places: min(96, 24 * ProcessInfo.processInfo.activeProcessorCount))

  /// An application over a fresh seeded database, for a caller that needs nothing else of it.
  public static func application(
    clock: SettableClock = SettableClock()
  ) async throws -> Application {
    try await TestStore(clock: clock).application
  }

  /// The URL of a fresh database with that content.
  public static func database(_ content: Content) async throws -> String {
    try await TestPostgres.shared().database(template: "store \(content.rawValue)") { url in
      let connection = try await PostgresConnection.connect(.patient(url: url))
      do {
        _ = try await Migrator(try BundledMigrations.all()).apply(connection)
        if content == .seeded { try await seed(url: url) }
        try await connection.execute("DELETE FROM outbox")
      } catch {
        await connection.close()
        throw error
      }
      await connection.close()
    }
  }

  /// Another application on the same database, as another process would have it.
  public func another(seed: UInt64) throws -> Application {
    Self.application(
      pool: pool, clock: clock.wall, seed: seed, reference: try ReferenceData.bundled())
  }

  /// Closes the connections and drops the database.
  public func close() async throws {
    await pool.shutdown()
    try await TestPostgres.shared().drop(url: url)
  }

  private static func seed(url: String) async throws {
    let pool = PostgresPool(configuration: try .patient(url: url), limits: .patient(2))
    let application = application(
      pool: pool, clock: .fixed(morning), seed: 0, reference: try ReferenceData.bundled())
    let actor = Actor.system("test")
    do {
      _ = try await application.publish(
        catalog: try SeedCatalog.catalog(), policies: try SeedCatalog.policies(), actor: actor)
    } catch {
      await pool.shutdown()
      throw error
    }
    await pool.shutdown()
  }

  private static func application(
    pool: PostgresPool, clock: WallClock, seed: UInt64, reference: ReferenceData,
    afterCommit: @escaping @Sendable () -> Void = {}
  ) -> Application {
    let random = Locked(SplitMix(seed: seed))
    return Application(
      pool: pool, clock: clock,
      ids: IdentifierSource(clock: clock) { random.withLock { $0.next() } },
      reference: reference, masterKeys: TestKeys.master,
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
      afterCommit: afterCommit)
  }

  private static func configuration(
    url: String, through port: Int?
  ) throws -> PostgresConfiguration {
    guard let port else { return try .patient(url: url) }
    let name = try PostgresConfiguration(url: url).database ?? ""
    var configuration = try PostgresConfiguration(
      url: "postgres://postgres@127.0.0.1:\(port)/\(name)")
    configuration.connectTimeoutMilliseconds = 5_000
    return configuration
  }
}

extension PoolLimits {
  /// So many connections, for which a caller waits as long as a busy machine takes: a test that is
  /// not about waiting must not fail by it.
  public static func patient(_ size: Int) -> PoolLimits {
    PoolLimits(size: size, checkoutDeadlineMilliseconds: 60_000)
  }
}

extension PostgresConfiguration {
  /// With limits that only something that hangs meets, for the same reason as ``PoolLimits/patient(_:)``:
  /// whoever waits for a lock waits for all who hold it before, each of them on a busy machine.
  public static func patient(url: String) throws -> PostgresConfiguration {
    var configuration = try PostgresConfiguration(url: url)
    configuration.connectTimeoutMilliseconds = 60_000
    configuration.statementTimeoutMilliseconds = 300_000
    configuration.idleInTransactionTimeoutMilliseconds = 300_000
    return configuration
  }
}

/// A wall clock that a test turns by hand.
public final class SettableClock: Sendable {
  private let state: Locked<Instant>

  public init(_ instant: Instant = TestStore.morning) { state = Locked(instant) }

  public var now: Instant { state.withLock { $0 } }
  public var wall: WallClock { WallClock { [self] in now } }

  public func set(_ instant: Instant) { state.withLock { $0 = instant } }

  public func advance(milliseconds: Int64) {
    state.withLock { $0 = $0.adding(milliseconds: milliseconds) }
  }
}

/// SplitMix64: the same seed gives the same numbers on every machine.
public struct SplitMix: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
