/// A connection for the length of one loan. Used later, it throws `.pool(.leaseEnded)`.
struct PooledSession: PostgresSession {
  let connection: PostgresConnection
  let lease: UInt64
  /// The transaction that all of this session belongs to, if there is one.
  var transaction: PooledTransaction?

  func query(_ statement: Statement) async throws(PostgresError) -> [Row] {
    try await connection.query(statement, lease: lease, in: transaction)
  }

  func execute(_ statement: Statement) async throws(PostgresError) -> Int {
    try await connection.execute(statement, lease: lease, in: transaction)
  }

  func pipeline(_ statements: [Statement]) async throws(PostgresError) -> [[Row]] {
    try await connection.pipeline(statements, lease: lease, in: transaction)
  }

  func deferToCommit(_ statements: [Statement]) async throws(PostgresError) {
    for statement in statements { try statement.check() }
    let maximum = connection.pipelineStatementsMaximum
    guard let transaction, transaction.keep(statements, maximum: maximum) else {
      _ = try await pipeline(statements)
      return
    }
  }

  func copyIn(
    _ statement: Statement, nextChunk: @Sendable () async throws -> [UInt8]?
  ) async throws(PostgresError) -> Int {
    try await connection.runPrelude(lease: lease, of: transaction)
    return try await connection.copyIn(statement, lease: lease, nextChunk: nextChunk)
  }

  func copyOut(
    _ statement: Statement, onChunk: @Sendable ([UInt8]) async throws -> Void
  ) async throws(PostgresError) {
    try await connection.runPrelude(lease: lease, of: transaction)
    try await connection.copyOut(statement, lease: lease, onChunk: onChunk)
  }

  func script(_ text: String, timeoutMilliseconds: Int) async throws(PostgresError) {
    try await connection.runPrelude(lease: lease, of: transaction)
    try await connection.script(text, timeoutMilliseconds: timeoutMilliseconds, lease: lease)
  }
}
