import CLibpq

extension Conversation {
  /// What one statement gave.
  struct Answer {
    var table: ResultTable?
    var affectedRowCount = 0
    var commandTag = ""

    init() {}

    /// Takes over a successful result.
    ///
    /// - Parameter entry: the statement, if it is a prepared one; it remembers its columns.
    init(_ result: borrowing LibpqResult, _ entry: PreparedStatementCache.Entry?) {
      if result.status == PGRES_TUPLES_OK {
        let columns = result.columns(known: entry?.columns)
        entry?.columns = columns
        table = result.table(columns)
      }
      affectedRowCount = result.affectedRowCount
      commandTag = result.commandTag
    }
  }

  /// Runs one statement to its end, by name if it is a prepared one.
  func run(_ statement: Statement) throws(PostgresError) -> Answer {
    try statement.check()
    guard statement.isPrepared else {
      try send(statement, name: nil)
      return try readAnswer()
    }
    let key = PreparedStatementCache.Key(statement)
    let known = prepared.entry(for: key)
    do throws(PostgresError) {
      let entry = if let known { known } else { try prepare(statement, key: key) }
      try send(statement, name: entry.name)
      return try readAnswer(entry)
    } catch {
      guard known != nil, isStale(error) else { throw error }
      let stale = forget(key, error)
      guard let handle, PQtransactionStatus(handle.pointer) == PQTRANS_IDLE, interruption == nil
      else { throw stale }
      let entry = try prepare(statement, key: key)
      try send(statement, name: entry.name)
      return try readAnswer(entry)
    }
  }

  /// The server no longer knows the statement, or its tables changed under the cached plan.
  func isStale(_ error: PostgresError) -> Bool {
    error.sqlState == .invalidStatementName || error.sqlState == .featureNotSupported
  }

  /// Forgets a statement that has become stale; the next attempt parses it anew.
  func forget(_ key: PreparedStatementCache.Key, _ error: PostgresError) -> PostgresError {
    prepared.remove(key, isKnownToServer: error.sqlState != .invalidStatementName)
    var stale = error
    stale.isStalePreparedStatement = true
    return stale
  }

  /// Parses a statement on the server and keeps its name.
  private func prepare(_ statement: Statement, key: PreparedStatementCache.Key)
    throws(PostgresError) -> PreparedStatementCache.Entry
  {
    try deallocateDiscarded()
    let entry = prepared.makeEntry()
    try sendPrepare(statement, name: entry.name)
    _ = try readAnswer()
    prepared.insert(key, entry)
    return entry
  }

  /// Frees the statements that were pushed out of the cache; not inside a failed transaction, which
  /// would refuse it.
  func deallocateDiscarded() throws(PostgresError) {
    guard !prepared.discarded.isEmpty,
      PQtransactionStatus(try open()) != PQTRANS_INERROR
    else { return }
    for name in prepared.takeDiscarded() {
      try send(.unsafeSQL("DEALLOCATE \(name)"), name: nil)
      _ = try readAnswer()
    }
  }

  /// Hands a Parse message to libpq.
  func sendPrepare(_ statement: Statement, name: String) throws(PostgresError) {
    let pointer = try open()
    let types = statement.parameters.map(\.type.rawValue)
    guard PQsendPrepare(pointer, name, statement.sql, Int32(types.count), types) == 1 else {
      throw lost()
    }
  }

  /// Hands a statement with its values to libpq, by text or by name. It must have passed `check`.
  func send(_ statement: Statement, name: String?) throws(PostgresError) {
    let pointer = try open()
    let parameters = statement.parameters
    let resultFormat: Int32 = statement.wantsTextResults ? 0 : 1
    // libpq copies all of it before it returns.
    let sent = withUnsafeTemporaryAllocation(
      of: UnsafePointer<CChar>?.self, capacity: parameters.count
    ) { values in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: parameters.count * 2) { numbers in
        statement.withValueBytes { base in
          for (index, parameter) in parameters.enumerated() {
            let value =
              parameter.length >= 0
              ? UnsafeRawPointer(base + parameter.start).assumingMemoryBound(to: CChar.self) : nil
            values.initializeElement(at: index, to: value)
            numbers.initializeElement(
              at: index, to: Int32(truncatingIfNeeded: max(0, parameter.length)))
            numbers.initializeElement(
              at: parameters.count + index, to: parameter.format.rawValue)
          }
          let count = Int32(parameters.count)
          let lengths = UnsafePointer(numbers.baseAddress)
          let formats = lengths.map { $0 + parameters.count }
          if let name {
            return PQsendQueryPrepared(
              pointer, name, count, UnsafePointer(values.baseAddress), lengths, formats,
              resultFormat)
          }
          let types = parameters.map(\.type.rawValue)
          return PQsendQueryParams(
            pointer, statement.sql, count, types, UnsafePointer(values.baseAddress), lengths,
            formats, resultFormat)
        }
      }
    }
    guard sent == 1 else { throw lost() }
  }

  /// Reads the results of what has been sent, up to their end. The first error is thrown when
  /// everything has been read, so that the connection stays usable.
  ///
  /// - Parameter entry: the statement, if it is a prepared one.
  func readAnswer(_ entry: PreparedStatementCache.Entry? = nil) throws(PostgresError) -> Answer {
    try flush()
    var answer = Answer()
    var failure: PostgresError?
    while true {
      guard let result = try nextResult() else { break }
      switch result.status {
      case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
        answer = Answer(result, entry)
      case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
        throw refuseCopy()
      default:
        failure = failure ?? note(result.error(connectionIsLost: handle?.isLost ?? true))
      }
    }
    if let failure {
      if handle?.isLost ?? true { close() }
      throw outcome(failure)
    }
    return answer
  }

  /// COPY came where none was expected; the only clean way out of it is the end of the connection.
  func refuseCopy() -> PostgresError {
    close()
    return PostgresError(kind: .protocol, reason: "COPY needs copyIn or copyOut")
  }

  /// Remembers the first error of a transaction block, also when the caller hides it.
  func note(_ error: PostgresError) -> PostgresError {
    transactionFailure = transactionFailure ?? error.sqlState
    return error
  }

  /// Runs a text of several statements by the simple protocol.
  func runSimple(_ text: String) throws(PostgresError) {
    let pointer = try open()
    guard !text.utf8.contains(0) else {
      throw PostgresError(kind: .encoding, reason: "NUL in the text of a script")
    }
    guard PQsendQuery(pointer, text) == 1 else { throw lost() }
    _ = try readAnswer()
  }
}
