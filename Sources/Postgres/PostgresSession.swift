/// A connection as its user sees it: lent by the pool, inside a transaction, or held alone.
///
/// Calls on one session run one after another. Every call ends within its deadline. When the task
/// is cancelled the server is asked to cancel, the answer is drained, and the call throws kind
/// `.cancelled`; a statement that had already finished by then returns its result.
public protocol PostgresSession: Sendable {
  /// Runs one statement and returns all its rows.
  @discardableResult
  func query(_ statement: Statement) async throws(PostgresError) -> [Row]

  /// Runs one statement and returns the number of rows it touched.
  @discardableResult
  func execute(_ statement: Statement) async throws(PostgresError) -> Int

  /// Runs statements in one round trip with one sync: outside a transaction they are one implicit
  /// transaction, all or nothing (manual 34.5.1). The first error is thrown with its
  /// `statementIndex`. At most `pipelineStatementsMaximum` statements, no COPY. An empty one runs what
  /// was deferred.
  @discardableResult
  func pipeline(_ statements: [Statement]) async throws(PostgresError) -> [[Row]]

  /// Runs statements whose answers nobody waits for, no later than the COMMIT of the transaction and
  /// in its round trip, unless something else is asked before: then they go ahead of that. Their
  /// failure is thrown there, by the next call or by the transaction itself, which has then not been
  /// committed. Outside a transaction of the pool they run at once, as a pipeline.
  func deferToCommit(_ statements: [Statement]) async throws(PostgresError)

  /// Runs `COPY … FROM STDIN`, sending the chunks until nil, and returns the number of rows.
  /// Chunks need not end at row boundaries; each is sent before the next is asked for. An error
  /// thrown by `nextChunk` makes the server discard the COPY.
  @discardableResult
  func copyIn(
    _ statement: Statement, nextChunk: @Sendable () async throws -> [UInt8]?
  ) async throws(PostgresError) -> Int

  /// Runs `COPY … TO STDOUT`; each chunk holds whole rows. The next one is read only when
  /// `onChunk` has returned. An error thrown by it cancels the COPY.
  func copyOut(
    _ statement: Statement, onChunk: @Sendable ([UInt8]) async throws -> Void
  ) async throws(PostgresError)

  /// Runs a text of several statements without values, such as a migration file, by the simple
  /// protocol: one implicit transaction unless the text has its own BEGIN and COMMIT (manual
  /// 55.2.2.1). Both sides' time limits are `timeoutMilliseconds` for this call.
  func script(_ text: String, timeoutMilliseconds: Int) async throws(PostgresError)
}

extension PostgresSession {
  public func deferToCommit(_ statements: [Statement]) async throws(PostgresError) {
    try await pipeline(statements)
  }

  /// Runs a statement that gives at most one row; throws kind `.decoding` if it gives more.
  public func queryOptional(_ statement: Statement) async throws(PostgresError) -> Row? {
    let rows = try await query(statement)
    guard rows.count <= 1 else {
      throw PostgresError(kind: .decoding, reason: "\(rows.count) rows where one was expected")
    }
    return rows.first
  }

  /// Runs a statement that gives exactly one row; throws kind `.decoding` otherwise.
  public func queryOne(_ statement: Statement) async throws(PostgresError) -> Row {
    guard let row = try await queryOptional(statement) else {
      throw PostgresError(kind: .decoding, reason: "no row where one was expected")
    }
    return row
  }

  /// Runs a script within one minute.
  public func script(_ text: String) async throws(PostgresError) {
    try await script(text, timeoutMilliseconds: 60_000)
  }

  /// Sends the given chunks by `COPY … FROM STDIN` and returns the number of rows.
  @discardableResult
  public func copyIn(_ statement: Statement, chunks: [[UInt8]]) async throws(PostgresError) -> Int {
    let source = ChunkSource(chunks)
    return try await copyIn(statement) { source.next() }
  }
}
