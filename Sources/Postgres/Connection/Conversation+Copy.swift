import CLibpq
import Foundation

extension Conversation {
  /// Rows are gathered up to this many bytes before the caller's closure gets them.
  static let copyOutChunkBytes = 65_536

  /// Sends a COPY statement and waits until the server is in the expected state.
  func startCopy(_ statement: Statement, expecting status: ExecStatusType) throws(PostgresError) {
    try statement.check()
    try send(statement, name: nil)
    try flush()
    guard let result = try nextResult() else { throw lost() }
    if result.status == status { return }
    switch result.status {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
      _ = try readAnswer()
      throw PostgresError(kind: .protocol, reason: "the statement is not such a COPY")
    case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
      throw refuseCopy()
    default:
      let failure = note(result.error(connectionIsLost: handle?.isLost ?? true))
      _ = try readAnswer()
      throw outcome(failure)
    }
  }

  /// Sends one chunk completely. False when the server has ended the COPY with an error, which the
  /// end of the answer will show.
  func sendCopyChunk(_ chunk: [UInt8]) throws(PostgresError) -> Bool {
    var offset = 0
    // libpq takes an Int32 length.
    let pieceMaximum = 1 << 24
    while offset < chunk.count {
      let pointer = try open()
      let count = min(pieceMaximum, chunk.count - offset)
      let sent = chunk.withUnsafeBytes { bytes in
        bytes.baseAddress.map {
          PQputCopyData(
            pointer, ($0 + offset).assumingMemoryBound(to: CChar.self), Int32(count))
        } ?? -1
      }
      switch sent {
      case 1: offset += count
      // The buffer is full: it has room again when it has been sent.
      case 0: break
      default: return false
      }
      try flush()
      if interruption != nil { return false }
      try takeWaitingInput()
    }
    return true
  }

  /// Reads an early error of the server without waiting for one.
  private func takeWaitingInput() throws(PostgresError) {
    let pointer = try open()
    var descriptor = pollfd(fd: PQsocket(pointer), events: Int16(POLLIN), revents: 0)
    if poll(&descriptor, 1, 0) > 0 { _ = PQconsumeInput(pointer) }
  }

  /// Ends a COPY to the server, or makes it fail. While a backend reads COPY data it looks at no
  /// cancel request, so the failure must travel in the COPY itself (manual 55.2.6, CopyFail).
  func endCopyIn(failure: String?) throws(PostgresError) -> Answer {
    while true {
      let pointer = try open()
      switch PQputCopyEnd(pointer, failure) {
      case 1: return try readAnswer()
      case 0: try flush()
      default: return try readAnswer()
      }
    }
  }

  /// The next rows of a COPY from the server, or nil at its end.
  func nextCopyChunk() throws(PostgresError) -> [UInt8]? {
    var chunk: [UInt8] = []
    while chunk.count < Self.copyOutChunkBytes {
      let pointer = try open()
      var row: UnsafeMutablePointer<CChar>?
      let length = PQgetCopyData(pointer, &row, 1)
      if length > 0, let row {
        chunk.append(contentsOf: UnsafeRawBufferPointer(start: row, count: Int(length)))
        PQfreemem(row)
      } else if length == 0 {
        _ = try wait(reading: true)
        if PQconsumeInput(pointer) == 0 { throw lost() }
      } else {
        // -1 is the end; -2 is an error, which the end of the answer will show.
        return chunk.isEmpty ? nil : chunk
      }
    }
    return chunk
  }
}
