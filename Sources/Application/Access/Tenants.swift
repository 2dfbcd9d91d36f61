import Domain
import Postgres
import Store

extension Actor {
  /// Whose rows PostgreSQL shows a transaction of this caller; nil for the service, which is not
  /// bound.
  var tenancy: Tenancy? {
    switch role {
    case .service: nil
    case .auditor: .country
    case .operator:
      switch AccessRules.regionPrefix(of: self) {
      case "": .country
      case let prefix: .region(prefix)
      }
    case .liaison, .liaisonManager: .institution(organisation)
    case .enterprise:
      if let organisation {
        .enterprise(EnterpriseID(organisation))
      } else if let uscc {
        .uscc(uscc)
      } else {
        .enterprise(nil)
      }
    }
  }
}

/// Transactions of callers. They begin with the caller's rights, so that a statement that forgets to ask
/// whose rows it reads finds the caller's own all the same. What is done to something the caller may
/// see, such as telling other institutions of it, is done by the service: `actAsService` says from
/// where on.
extension Application {
  /// Reads with the caller's rights, in one transaction.
  func read<T: Sendable>(
    as actor: Actor, _ body: @Sendable (any PostgresSession) async throws -> T
  ) async throws -> T {
    guard let tenancy = actor.tenancy else { return try await read(body) }
    return try await guarded {
      try await pool.withTransaction(readOnly: true) { session in
        try await session.deferToCommit([tenancy.entering])
        return try await body(session)
      }
    }
  }

  /// As `write`, beginning with the caller's rights.
  func write<T: Sendable>(
    as actor: Actor, _ body: @Sendable (any PostgresSession) async throws -> T
  ) async throws -> T {
    try await write { session in
      try await enter(actor, session)
      return try await body(session)
    }
  }

  /// As `answer`, with the caller's rights from the beginning of `body`.
  func answer(
    _ idempotency: IdempotencyRequest?, as actor: Actor,
    _ body: @Sendable (any PostgresSession) async throws -> StoredAnswer
  ) async throws -> StoredAnswer {
    try await answer(idempotency) { session in
      try await enter(actor, session)
      let answer = try await body(session)
      try await actAsService(actor, session)
      return answer
    }
  }

  /// Binds a transaction to the caller's rights; harmless when it is already.
  func enter(_ actor: Actor, _ session: any PostgresSession) async throws {
    if let tenancy = actor.tenancy { try await session.deferToCommit([tenancy.entering]) }
  }

  /// Goes on as the service, after what is acted on was found with the caller's rights. Harmless when
  /// the transaction does already.
  func actAsService(_ actor: Actor, _ session: any PostgresSession) async throws {
    if actor.tenancy != nil { try await session.deferToCommit([Tenancy.leaving]) }
  }
}
