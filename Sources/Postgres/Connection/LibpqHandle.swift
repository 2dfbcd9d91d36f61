import CLibpq
import Foundation
import Synchronization

/// The one owner of a `PGconn`. Confined to its connection's actor; not `Sendable` on purpose.
final class LibpqHandle {
  let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) {
    self.pointer = pointer
  }

  deinit {
    PQfinish(pointer)
  }

  var isLost: Bool { PQstatus(pointer) == CONNECTION_BAD }

  var errorMessage: String { PQerrorMessage(pointer).map { String(cString: $0) } ?? "" }
}

/// The one owner of a `PGresult`.
struct LibpqResult: ~Copyable {
  let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) {
    self.pointer = pointer
  }

  deinit {
    PQclear(pointer)
  }

  var status: ExecStatusType { PQresultStatus(pointer) }

  /// The number in the command tag, 0 when it has none.
  var affectedRowCount: Int {
    PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0
  }

  /// The command tag, such as `COMMIT`.
  var commandTag: String { PQcmdStatus(pointer).map { String(cString: $0) } ?? "" }

  private func field(_ code: Int) -> String? {
    PQresultErrorField(pointer, Int32(code)).map { String(cString: $0) }
  }

  /// The error report; without a SQLSTATE it was made by libpq itself, which happens when the
  /// connection breaks.
  func error(connectionIsLost: Bool) -> PostgresError {
    let sqlState = field(Int(RQ_DIAG_SQLSTATE)).map(SQLState.init(rawValue:))
    let isLost = connectionIsLost || sqlState == nil
    var error = PostgresError(
      kind: isLost ? .connection : .server,
      reason: isLost ? "the connection was lost" : "the server refused the statement",
      sqlState: sqlState)
    error.constraint = field(Int(RQ_DIAG_CONSTRAINT_NAME))
    error.schema = field(Int(RQ_DIAG_SCHEMA_NAME))
    error.table = field(Int(RQ_DIAG_TABLE_NAME))
    error.column = field(Int(RQ_DIAG_COLUMN_NAME))
    error.serverMessage =
      field(Int(RQ_DIAG_MESSAGE_PRIMARY))
      ?? PQresultErrorMessage(pointer).map { String(cString: $0) }
    error.serverDetail = field(Int(RQ_DIAG_MESSAGE_DETAIL))
    error.serverHint = field(Int(RQ_DIAG_MESSAGE_HINT))
    return error
  }

  /// The columns of the result.
  ///
  /// - Parameter known: those of an earlier result of the same prepared statement.
  func columns(known: [PostgresColumn]?) -> [PostgresColumn] {
    let count = PQnfields(pointer)
    if let known, known.count == Int(count) { return known }
    return (0..<count).map { column in
      PostgresColumn(
        name: PQfname(pointer, column).map { String(cString: $0) } ?? "",
        type: PostgresType(rawValue: PQftype(pointer, column)),
        format: PostgresFormat(rawValue: PQfformat(pointer, column)) ?? .text)
    }
  }

  /// Copies all rows out in one allocation of bytes.
  func table(_ columns: [PostgresColumn]) -> ResultTable {
    let rowCount = PQntuples(pointer)
    let columnCount = Int32(columns.count)
    var spans: [ResultTable.Span] = []
    spans.reserveCapacity(Int(rowCount) * Int(columnCount))
    var byteCount = 0
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        let length = PQgetlength(pointer, row, column)
        if length == 0, PQgetisnull(pointer, row, column) == 1 {
          spans.append(ResultTable.Span(start: byteCount, length: -1))
        } else {
          spans.append(ResultTable.Span(start: byteCount, length: length))
          byteCount += Int(length)
        }
      }
    }
    let bytes = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
      var index = 0
      for row in 0..<rowCount {
        for column in 0..<columnCount {
          let span = spans[index]
          index += 1
          if span.length > 0, let base = buffer.baseAddress,
            let value = PQgetvalue(pointer, row, column)
          {
            UnsafeMutableRawPointer(base + span.start)
              .copyMemory(from: value, byteCount: Int(span.length))
          }
        }
      }
      count = byteCount
    }
    return ResultTable(columns: columns, rowCount: Int(rowCount), bytes: bytes, spans: spans)
  }
}

// "PQcancel can be … invoked in a thread that is separate from the one manipulating the PGconn
// object" (libpq manual 34.7); the PGcancel itself is only read, by one thread.
/// One cancel request on its own thread, because libpq 15's `PQcancel` connects and waits in
/// blocking mode.
final class CancelCall: @unchecked Sendable {
  /// Requests that may be blocked at once in the whole process. A silent server keeps one until TCP
  /// gives up; past the limit the connection is closed without a request.
  static let concurrentMaximum = 64
  private static let running = Atomic(0)

  private let pointer: OpaquePointer
  private let token: OperationToken
  private let ended = Atomic(false)

  private init(pointer: OpaquePointer, token: OperationToken) {
    self.pointer = pointer
    self.token = token
  }

  deinit {
    PQfreeCancel(pointer)
  }

  /// The request has been delivered, or has failed; it will do nothing more.
  var hasEnded: Bool { ended.load(ordering: .acquiring) }

  /// Starts the request; it wakes the operation when it ends. Nil when too many are blocked.
  static func start(for handle: LibpqHandle, token: OperationToken) -> CancelCall? {
    guard running.load(ordering: .relaxed) < concurrentMaximum,
      let pointer = PQgetCancel(handle.pointer)
    else { return nil }
    let call = CancelCall(pointer: pointer, token: token)
    running.add(1, ordering: .relaxed)
    Thread.detachNewThread {
      var message = [CChar](repeating: 0, count: 256)
      _ = PQcancel(call.pointer, &message, Int32(message.count))
      running.subtract(1, ordering: .relaxed)
      call.ended.store(true, ordering: .releasing)
      call.token.wake()
    }
    return call
  }
}
