import CLibpq
import Foundation

extension Conversation {
  /// Connects and logs in within the connect timeout; cancelled by its token.
  func connect(_ token: OperationToken) throws(PostgresError) {
    try begin(token, timeoutMilliseconds: configuration.connectTimeoutMilliseconds)
    defer { end() }
    let deadline = Self.nowMilliseconds + Int64(configuration.connectTimeoutMilliseconds)
    let parameters = configuration.connectParameters
    let keywords = parameters.map { strdup($0.keyword) }
    let values = parameters.map { strdup($0.value) }
    defer {
      for text in keywords + values { free(text) }
    }
    let keywordPointers = keywords.map { UnsafePointer($0) } + [nil]
    let valuePointers = values.map { UnsafePointer($0) } + [nil]
    guard let pointer = PQconnectStartParams(keywordPointers, valuePointers, 0) else {
      throw PostgresError(kind: .connection, reason: "no memory for a connection")
    }
    let handle = LibpqHandle(pointer)
    rq_silence_notices(pointer)
    // Only the verbose form of a login failure carries the SQLSTATE in libpq 15.
    PQsetErrorVerbosity(pointer, PQERRORS_VERBOSE)
    guard !handle.isLost else { throw connectError(handle) }

    var step = PGRES_POLLING_WRITING
    while step != PGRES_POLLING_OK {
      if step == PGRES_POLLING_FAILED { throw connectError(handle) }
      let remaining = deadline - Self.nowMilliseconds
      if remaining <= 0 {
        throw PostgresError(kind: .deadline, reason: "the server did not answer the connect")
      }
      // The socket can change between two steps: several addresses, or TLS refused and tried plain.
      var descriptors = [
        pollfd(
          fd: PQsocket(pointer),
          events: Int16(step == PGRES_POLLING_READING ? POLLIN : POLLOUT), revents: 0),
        pollfd(fd: gate.readDescriptor, events: Int16(POLLIN), revents: 0),
      ]
      if poll(&descriptors, 2, Int32(clamping: remaining)) <= 0 { continue }
      if descriptors[1].revents != 0 {
        gate.drain()
        if isCancelled { throw Interruption.cancelled.error }
      }
      if descriptors[0].revents != 0 { step = PQconnectPoll(pointer) }
    }
    guard PQsetnonblocking(pointer, 1) == 0 else {
      throw PostgresError(kind: .connection, reason: "the connection cannot be non-blocking")
    }
    PQsetErrorVerbosity(pointer, PQERRORS_DEFAULT)
    self.handle = handle
  }

  /// libpq's words name host, port, role and database; the source location is cut off.
  private func connectError(_ handle: LibpqHandle) -> PostgresError {
    let message = configuration.redacted(handle.errorMessage)
    let lines = message.split(separator: "\n").filter { !$0.hasPrefix("LOCATION:") }
    return PostgresError(
      kind: .connection, reason: lines.joined(separator: " "),
      sqlState: Self.sqlState(inVerboseMessage: message))
  }

  /// The code in `FATAL:  28P01: …`; the word before it may be translated.
  static func sqlState(inVerboseMessage message: String) -> SQLState? {
    for part in message.split(separator: ":") {
      let code = part.drop { $0 == " " }
      let isCode =
        code.utf8.count == 5
        && code.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
      // "FATAL" is followed by two spaces and the code; a severity word is no code itself, since
      // every class begins with a digit, F, H, P or X and holds a digit.
      if isCode, part.hasPrefix("  "), code.utf8.contains(where: { $0 < 58 }) {
        return SQLState(rawValue: String(code))
      }
    }
    return nil
  }
}
