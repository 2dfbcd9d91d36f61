import CLibpq

extension Conversation {
  /// What one statement gave.
  struct Answer {
    var table: ResultTable?
    var affectedRowCount = 0
    var commandTag = ""
  }

  /// The largest number of parameters in the protocol's 16-bit count (manual 55.7, Bind).
  static let parametersMaximum = 65_535

  /// Runs one statement to its end, by name if it is a prepared one.
  func run(_ statement: Statement) throws(PostgresError) -> Answer {
    let sql = statement.sql
    guard statement.isPrepared else {
      try send(statement, sql: sql, name: nil)
      return try readAnswer()
    }
    let key = PreparedStatementCache.Key(sql: sql, types: statement.parameters.map(\.type))
    let cachedName = prepared.name(for: key)
    do throws(PostgresError) {
      let name = if let cachedName { cachedName } else { try prepare(statement, key: key) }
      try send(statement, sql: sql, name: name)
      return try readAnswer()
    } catch {
      guard cachedName != nil, isStale(error) else { throw error }
      prepared.remove(key, isKnownToServer: error.sqlState != .invalidStatementName)
      guard let handle, PQtransactionStatus(handle.pointer) == PQTRANS_IDLE, interruption == nil
      else {
        var stale = error
        stale.isStalePreparedStatement = true
        throw stale
      }
      try send(statement, sql: sql, name: try prepare(statement, key: key))
      return try readAnswer()
    }
  }

  /// The server no longer knows the statement, or its tables changed under the cached plan.
  private func isStale(_ error: PostgresError) -> Bool {
    error.sqlState == .invalidStatementName || error.sqlState == .featureNotSupported
  }

  /// Parses a statement on the server and keeps its name.
  private func prepare(_ statement: Statement, key: PreparedStatementCache.Key)
    throws(PostgresError) -> String
  {
    try deallocateDiscarded()
    let name = prepared.makeName()
    try sendPrepare(statement, sql: key.sql, name: name)
    _ = try readAnswer()
    prepared.insert(key, name: name)
    return name
  }

  /// Frees the statements that were pushed out of the cache; not inside a failed transaction, which
  /// would refuse it.
  private func deallocateDiscarded() throws(PostgresError) {
    guard !prepared.discarded.isEmpty,
      PQtransactionStatus(try open()) != PQTRANS_INERROR
    else { return }
    for name in prepared.takeDiscarded() {
      try send(.unsafeSQL("DEALLOCATE \(name)"), sql: "DEALLOCATE \(name)", name: nil)
      _ = try readAnswer()
    }
  }

  /// Hands a Parse message to libpq.
  func sendPrepare(_ statement: Statement, sql: String, name: String) throws(PostgresError) {
    let pointer = try open()
    try check(statement, sql: sql)
    let types = statement.parameters.map(\.type.rawValue)
    guard PQsendPrepare(pointer, name, sql, Int32(types.count), types) == 1 else { throw lost() }
  }

  /// Hands a statement with its values to libpq, by text or by name.
  func send(_ statement: Statement, sql: String, name: String?) throws(PostgresError) {
    let pointer = try open()
    try check(statement, sql: sql)
    let count = Int32(statement.parameters.count)
    let resultFormat: Int32 = statement.wantsTextResults ? 0 : 1
    let types = statement.parameters.map(\.type.rawValue)
    let lengths = statement.parameters.map { Int32(truncatingIfNeeded: max(0, $0.length)) }
    let formats = statement.parameters.map(\.format.rawValue)
    // One byte more, so that an empty value at the end has an address too: no address is NULL.
    let sent = (statement.bytes + [0]).withUnsafeBufferPointer { buffer in
      let values: [UnsafePointer<CChar>?] = statement.parameters.map { parameter in
        guard parameter.length >= 0, let base = buffer.baseAddress else { return nil }
        return UnsafeRawPointer(base + parameter.start).assumingMemoryBound(to: CChar.self)
      }
      if let name {
        return PQsendQueryPrepared(pointer, name, count, values, lengths, formats, resultFormat)
      }
      return PQsendQueryParams(
        pointer, sql, count, types, values, lengths, formats, resultFormat)
    }
    guard sent == 1 else { throw lost() }
  }

  private func check(_ statement: Statement, sql: String) throws(PostgresError) {
    guard statement.parameters.count <= Self.parametersMaximum else {
      throw PostgresError(
        kind: .encoding,
        reason: "\(statement.parameters.count) values, at most \(Self.parametersMaximum)")
    }
    guard statement.bytes.count < Int(Int32.max) else {
      throw PostgresError(kind: .encoding, reason: "more than 2 GiB of values")
    }
    guard !sql.utf8.contains(0) else {
      throw PostgresError(kind: .encoding, reason: "NUL in the text of a statement")
    }
  }

  /// Reads the results of what has been sent, up to their end. The first error is thrown when
  /// everything has been read, so that the connection stays usable.
  func readAnswer() throws(PostgresError) -> Answer {
    try flush()
    var answer = Answer()
    var failure: PostgresError?
    while true {
      guard let result = try nextResult() else { break }
      switch result.status {
      case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
        if result.status == PGRES_TUPLES_OK { answer.table = result.table() }
        answer.affectedRowCount = result.affectedRowCount
        answer.commandTag = result.commandTag
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
