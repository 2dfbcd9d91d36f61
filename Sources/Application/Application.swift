import Domain
import Logging
import Postgres
import Sealing
import Store

/// The use cases of the product: one function per thing a user or an event can do.
///
/// Each opens its transaction, calls an engine, stores, and appends its events to the outbox in the
/// same transaction. It is a value: everything it depends on comes in through `init`.
public struct Application: Sendable {
  let pool: PostgresPool
  let clock: WallClock
  let ids: IdentifierSource
  let reference: ReferenceData
  /// Wrap the keys that facts are sealed with.
  let masterKeys: MasterKeys
  let catalogs: CatalogCache
  let sweeps: SweepCache
  let warningRulesCache = WarningRulesCache()
  let logger: Logger
  /// Bounds of what becomes of dead letters.
  public var deadLetterLimits = DeadLetterLimits()
  /// Bounds and times of webhooks.
  public var webhookOptions = WebhookOptions()
  /// How much of what banks reported of their loans is read at once.
  public var lendingPages = LendingPages()
  private let afterCommit: @Sendable () -> Void

  /// - Parameter afterCommit: called after each committed write; a relay in the same process is
  ///   woken by it instead of waiting for its next look.
  public init(
    pool: PostgresPool, clock: WallClock, ids: IdentifierSource, reference: ReferenceData,
    masterKeys: MasterKeys, logger: Logger,
    afterCommit: @escaping @Sendable () -> Void = {}
  ) {
    self.pool = pool
    self.clock = clock
    self.ids = ids
    self.reference = reference
    self.masterKeys = masterKeys
    self.logger = logger
    self.afterCommit = afterCommit
    catalogs = CatalogCache()
    sweeps = SweepCache()
  }

  /// Runs `body` on a lent connection, with database trouble told as `ApplicationError.unavailable`.
  func read<T: Sendable>(
    _ body: @Sendable (any PostgresSession) async throws -> T
  ) async throws -> T {
    try await guarded { try await pool.withConnection(body) }
  }

  /// Runs `body` in one transaction.
  ///
  /// - Parameter tellingContention: throws `ContendedError` when it lost against other
  ///   transactions, for workers, which count such failures; else that is unavailability, too.
  func write<T: Sendable>(
    tellingContention: Bool = false, _ body: @Sendable (any PostgresSession) async throws -> T
  ) async throws -> T {
    let result = try await guarded(tellingContention: tellingContention) {
      try await pool.withTransaction(body)
    }
    afterCommit()
    return result
  }

  /// The same for a transaction that leaves nothing in the outbox: no relay is woken.
  func writeQuietly<T: Sendable>(
    tellingContention: Bool = false, _ body: @Sendable (any PostgresSession) async throws -> T
  ) async throws -> T {
    try await guarded(tellingContention: tellingContention) {
      try await pool.withTransaction(body)
    }
  }

  /// Runs `body` in one transaction; with a key, its answer is stored in that transaction and given
  /// again to whoever repeats the key.
  ///
  /// - Throws: `.idempotencyInFlight`, `.idempotencyReused`, and what `body` throws. Nothing is
  ///   stored then, so that a repetition runs anew.
  func answer(
    _ idempotency: IdempotencyRequest?,
    _ body: @Sendable (any PostgresSession) async throws -> StoredAnswer
  ) async throws -> StoredAnswer {
    guard let idempotency else { return try await write(body) }
    return try await write { session in
      guard
        try await IdempotencyRepository.tryLock(
          client: idempotency.client, key: idempotency.key, session)
      else { throw ApplicationError.idempotencyInFlight }
      if let stored = try await IdempotencyRepository.find(
        client: idempotency.client, key: idempotency.key, session)
      {
        guard stored.fingerprint == idempotency.fingerprint.bytes else {
          throw ApplicationError.idempotencyReused
        }
        return try opened(stored)
      }
      let answer = try await body(session)
      try await IdempotencyRepository.insert(
        client: idempotency.client, key: idempotency.key,
        .init(
          fingerprint: idempotency.fingerprint.bytes, status: answer.status,
          headers: JSON.object(answer.headers.mapValues(JSON.string)).canonicalBytes,
          enterprise: answer.tells, body: try await sealed(answer, idempotency, session)),
        at: clock.now(), session)
      return answer
    }
  }

  func guarded<T>(
    tellingContention: Bool = false, _ body: () async throws -> T
  ) async throws -> T {
    do {
      return try await body()
    } catch let error as PostgresError where error.kind == .cancelled {
      throw CancellationError()
    } catch let error as PostgresError where tellingContention && error.isContention {
      throw ContendedError(cause: error)
    } catch let error as PostgresError where error.isUnavailable {
      logger.warning("database unavailable", metadata: ["error": "\(error)"])
      throw ApplicationError.unavailable(retryAfterSeconds: 2)
    }
  }
}

extension Application {
  /// Runs `body` in a transaction that is kept, or rolled back after it succeeded: a dry run does
  /// everything the database would refuse, and leaves nothing.
  func rollingBack<T: Sendable>(
    when dryRun: Bool, _ body: @Sendable (any PostgresSession) async throws -> T
  ) async throws -> T {
    do {
      return try await write { session in
        let result = try await body(session)
        guard dryRun else { return result }
        // What was to travel with the COMMIT must be tried as well.
        try await session.pipeline([])
        throw DryRunFinished(result: result)
      }
    } catch let finished as DryRunFinished<T> {
      return finished.result
    }
  }
}

/// Carries a dry run's result out of the transaction it rolls back.
private struct DryRunFinished<T: Sendable>: Error {
  var result: T
}
