import CLibpq

/// One connection to the server: an actor on its own executor, because it blocks in `poll(2)`.
///
/// Operations run one after another. Each ends within its deadline; see `PostgresSession`.
public actor PostgresConnection: PostgresSession {
  private nonisolated let executor: ConnectionExecutor
  nonisolated let gate: OperationGate
  let conversation: Conversation
  nonisolated let pipelineStatementsMaximum: Int
  /// Whose turn it is; a session of an earlier loan is refused.
  nonisolated let loans = LoanBook()

  /// The actor's jobs run on its own queue.
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  private init(_ configuration: PostgresConfiguration) throws(PostgresError) {
    let conversation = try Conversation(configuration: configuration)
    executor = ConnectionExecutor()
    gate = conversation.gate
    pipelineStatementsMaximum = configuration.pipelineStatementsMaximum
    self.conversation = conversation
  }

  /// Connects and logs in within `connectTimeoutMilliseconds`. Throws kinds `.connection`,
  /// `.deadline` and `.cancelled`.
  public static func connect(_ configuration: PostgresConfiguration) async throws(PostgresError)
    -> PostgresConnection
  {
    let connection = try PostgresConnection(configuration)
    try await connection.open()
    return connection
  }

  private func open() async throws(PostgresError) {
    let token = gate.makeToken()
    defer { noteState() }
    try await cancellable(token) { conversation throws(PostgresError) in
      try conversation.connect(token)
    }
  }

  /// Closes the connection; the server rolls back an open transaction. May be called twice.
  public func close() {
    conversation.close()
    noteState()
  }

  /// The connection can take a statement, as far as is known without asking the server.
  public var isOpen: Bool { conversation.handle.map { !$0.isLost } ?? false }

  /// The server process that serves this connection, 0 when closed.
  public var serverProcess: Int32 { conversation.handle.map { PQbackendPID($0.pointer) } ?? 0 }

  /// Where the connection stands with respect to transactions (libpq manual 34.2,
  /// `PQtransactionStatus`).
  public enum TransactionStatus: Sendable, Hashable {
    /// No transaction.
    case idle
    /// A statement runs.
    case active
    /// In a transaction block.
    case inTransaction
    /// In a transaction block that has failed.
    case inFailedTransaction
    /// The connection is lost or closed.
    case unknown
  }

  /// The server's word on the transaction, as of its last answer.
  public var transactionStatus: TransactionStatus {
    guard let handle = conversation.handle else { return .unknown }
    return switch PQtransactionStatus(handle.pointer) {
    case PQTRANS_IDLE: .idle
    case PQTRANS_ACTIVE: .active
    case PQTRANS_INTRANS: .inTransaction
    case PQTRANS_INERROR: .inFailedTransaction
    default: .unknown
    }
  }

  /// The number of statements kept parsed.
  var preparedStatementCount: Int { conversation.prepared.count }

  // MARK: PostgresSession

  @discardableResult
  public func query(_ statement: Statement) async throws(PostgresError) -> [Row] {
    try await query(statement, lease: nil)
  }

  @discardableResult
  public func execute(_ statement: Statement) async throws(PostgresError) -> Int {
    try await execute(statement, lease: nil)
  }

  @discardableResult
  public func pipeline(_ statements: [Statement]) async throws(PostgresError) -> [[Row]] {
    try await pipeline(statements, lease: nil)
  }

  public func script(_ text: String, timeoutMilliseconds: Int) async throws(PostgresError) {
    try await script(text, timeoutMilliseconds: timeoutMilliseconds, lease: nil)
  }

  // MARK: The same for a loan

  func query(
    _ statement: Statement, lease: UInt64?, in transaction: PooledTransaction? = nil
  ) async throws(PostgresError) -> [Row] {
    try await perform(lease: lease, timeoutMilliseconds: statement.timeoutMilliseconds) {
      conversation throws(PostgresError) in
      try conversation.run(statement, in: transaction, loan: lease).table?.rows ?? []
    }
  }

  func execute(
    _ statement: Statement, lease: UInt64?, in transaction: PooledTransaction? = nil
  ) async throws(PostgresError) -> Int {
    try await perform(lease: lease, timeoutMilliseconds: statement.timeoutMilliseconds) {
      conversation throws(PostgresError) in
      try conversation.run(statement, in: transaction, loan: lease).affectedRowCount
    }
  }

  func pipeline(
    _ statements: [Statement], lease: UInt64?, in transaction: PooledTransaction? = nil
  ) async throws(PostgresError) -> [[Row]] {
    try await perform(lease: lease, timeoutMilliseconds: nil) {
      conversation throws(PostgresError) in
      try conversation.runPipeline(statements, in: transaction, loan: lease)
        .map { $0.table?.rows ?? [] }
    }
  }

  /// Sends what must come before an operation that does not fit into a pipeline.
  func runPrelude(lease: UInt64, of transaction: PooledTransaction?) async throws(PostgresError) {
    guard let transaction else { return }
    try await perform(lease: lease, timeoutMilliseconds: nil) {
      conversation throws(PostgresError) in
      try conversation.runPrelude(of: transaction, loan: lease)
    }
  }

  func script(_ text: String, timeoutMilliseconds: Int, lease: UInt64?)
    async throws(PostgresError)
  {
    let grace = conversation.configuration.answerGraceMilliseconds
    try await perform(lease: lease, timeoutMilliseconds: timeoutMilliseconds + grace) {
      conversation throws(PostgresError) in
      // Parameters of SET cannot be bound; the number is ours.
      try conversation.runSimple("SET statement_timeout = \(max(1, timeoutMilliseconds))")
      conversation.serverTimeoutMilliseconds = timeoutMilliseconds
      let result = Result { () throws(PostgresError) in try conversation.runSimple(text) }
      // In a failed transaction RESET is refused; its rollback restores the value anyway.
      if let handle = conversation.handle, conversation.interruption == nil,
        PQtransactionStatus(handle.pointer) != PQTRANS_INERROR
      {
        try conversation.runSimple("RESET statement_timeout")
      }
      try result.get()
    }
  }

  // MARK: Running operations

  /// Runs an operation that the task's cancellation interrupts.
  func perform<T: Sendable>(
    lease: UInt64?, timeoutMilliseconds: Int?,
    _ body: (Conversation) throws(PostgresError) -> T
  ) async throws(PostgresError) -> T {
    try check(lease)
    defer { noteState() }
    let token = gate.makeToken()
    return try await cancellable(token) { conversation throws(PostgresError) in
      try Self.run(conversation, token, timeoutMilliseconds, body)
    }
  }

  /// Runs an operation that ends only by itself or by its deadline: ROLLBACK and COMMIT.
  func performShielded<T: Sendable>(
    timeoutMilliseconds: Int?, _ body: (Conversation) throws(PostgresError) -> T
  ) throws(PostgresError) -> T {
    loans.set(.unsettled)
    defer { noteState() }
    return try Self.run(conversation, gate.makeToken(), timeoutMilliseconds, body)
  }

  /// Refuses a session that outlived its loan.
  func check(_ lease: UInt64?) throws(PostgresError) {
    loans.set(.unsettled)
    if let lease, lease != loans.current {
      noteState()
      throw PostgresError(kind: .pool(.leaseEnded), reason: "the session has been given back")
    }
  }

  /// Notes for the pool how the operation left the connection.
  func noteState() {
    loans.set(!conversation.isBusy && transactionStatus == .idle ? .idle : .unsettled)
  }

  private static func run<T>(
    _ conversation: Conversation, _ token: OperationToken, _ timeoutMilliseconds: Int?,
    _ body: (Conversation) throws(PostgresError) -> T
  ) throws(PostgresError) -> T {
    try conversation.begin(token, timeoutMilliseconds: timeoutMilliseconds)
    let result = Result { () throws(PostgresError) in try body(conversation) }
    do {
      try conversation.finish()
    } catch {
      conversation.end()
      // The statement's own outcome is known even if the cancel request hangs.
      if case .success = result { throw error }
    }
    return try result.get()
  }

  private func cancellable<T: Sendable>(
    _ token: OperationToken, _ body: (Conversation) throws(PostgresError) -> T
  ) async throws(PostgresError) -> T {
    let result: Result<T, PostgresError> = await withTaskCancellationHandler {
      // The closure must use `self`: one that does not is taken for nonisolated and would block a
      // thread of the cooperative pool.
      self.converse(body)
    } onCancel: {
      token.cancel()
    }
    return try result.get()
  }

  private func converse<T>(_ body: (Conversation) throws(PostgresError) -> T)
    -> Result<T, PostgresError>
  {
    assertIsolated()
    return Result { () throws(PostgresError) in try body(conversation) }
  }
}
