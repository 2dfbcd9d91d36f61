import CLibpq
import Foundation

/// The conversation with one server: every wait, with its deadline and its interruption.
///
/// Only asynchronous libpq calls are used, between `poll(2)` on two descriptors: the socket and the
/// wake-up pipe. An interruption (task cancelled, deadline passed) starts a cancel request and a
/// second deadline; the callers above just go on reading until the answer ends. Past the second
/// deadline the connection is closed.
final class Conversation {
  /// Why an operation was stopped.
  enum Interruption {
    case cancelled
    case deadline
    case copyHandler

    var error: PostgresError {
      switch self {
      case .cancelled: PostgresError(kind: .cancelled, reason: "the task was cancelled")
      case .deadline: PostgresError(kind: .deadline, reason: "the statement took too long")
      case .copyHandler: PostgresError(kind: .copyHandler, reason: "the COPY closure threw")
      }
    }
  }

  /// What the socket is ready for.
  struct Readiness {
    var canRead = false
    var canWrite = false
  }

  let configuration: PostgresConfiguration
  let gate: OperationGate
  var handle: LibpqHandle?
  var prepared: PreparedStatementCache
  var notifications: [PostgresNotification] = []
  /// The server's first error in the current transaction block.
  var transactionFailure: SQLState?
  /// How far the transaction of the present loan has come.
  var stage = TransactionStage.none
  private(set) var isBusy = false
  private(set) var interruption: Interruption?
  private var token: OperationToken
  private var startedMilliseconds: Int64 = 0
  private var deadlineMilliseconds: Int64 = 0
  /// The server's `statement_timeout` for the running operation.
  var serverTimeoutMilliseconds: Int
  private var cancelCall: CancelCall?

  init(configuration: PostgresConfiguration) throws(PostgresError) {
    self.configuration = configuration
    gate = try OperationGate()
    token = gate.makeToken()
    serverTimeoutMilliseconds = configuration.statementTimeoutMilliseconds
    prepared = PreparedStatementCache(maximum: configuration.preparedStatementsMaximum)
  }

  static var nowMilliseconds: Int64 { PostgresClock.system.nowMilliseconds() }

  static var closedError: PostgresError {
    PostgresError(kind: .connection, reason: "the connection is closed")
  }

  /// The open connection, or an error.
  func open() throws(PostgresError) -> OpaquePointer {
    guard let handle else { throw Self.closedError }
    return handle.pointer
  }

  /// Closes the connection; the server rolls back whatever was open.
  func close() {
    handle = nil
    gate.end()
  }

  // MARK: Operations

  /// Begins an operation; a task that is cancelled already sends nothing.
  func begin(_ token: OperationToken, timeoutMilliseconds: Int?) throws(PostgresError) {
    guard !isBusy else {
      throw PostgresError(kind: .protocol, reason: "another operation runs on this connection")
    }
    let limit =
      timeoutMilliseconds
      ?? configuration.statementTimeoutMilliseconds + configuration.answerGraceMilliseconds
    self.token = token
    startedMilliseconds = Self.nowMilliseconds
    deadlineMilliseconds = startedMilliseconds + Int64(max(0, limit))
    serverTimeoutMilliseconds = configuration.statementTimeoutMilliseconds
    interruption = nil
    cancelCall = nil
    gate.begin(token)
    isBusy = true
    if token.isCancelled {
      end()
      throw Interruption.cancelled.error
    }
  }

  /// Ends an operation. After a cancel request this waits for the request itself as well, because
  /// one still under way could hit the next statement.
  func finish() throws(PostgresError) {
    if let cancelCall, handle != nil {
      while !cancelCall.hasEnded { _ = try wait() }
    }
    end()
  }

  /// Ends an operation that threw.
  func end() {
    gate.end()
    isBusy = false
    cancelCall = nil
    if let handle, handle.isLost { close() }
  }

  /// The task asked to stop.
  var isCancelled: Bool { token.isCancelled }

  /// Stops the running statement: cancel request, and a second deadline for the rest.
  func interrupt(_ reason: Interruption, sendsRequest: Bool = true) throws(PostgresError) {
    guard interruption == nil else { return }
    interruption = reason
    deadlineMilliseconds =
      Self.nowMilliseconds + Int64(configuration.cancelTimeoutMilliseconds)
    guard sendsRequest else { return }
    if let handle, let call = CancelCall.start(for: handle, token: token) {
      cancelCall = call
    } else {
      close()
      throw reason.error
    }
  }

  /// The error to throw for a statement that failed: an interrupted one failed because of us.
  func outcome(_ error: PostgresError) -> PostgresError {
    guard let interruption else {
      guard error.sqlState == .queryCanceled else { return error }
      // Nobody here asked for it, so `statement_timeout` fired, unless an administrator did it.
      let elapsed = Self.nowMilliseconds - startedMilliseconds
      guard serverTimeoutMilliseconds > 0, elapsed >= Int64(serverTimeoutMilliseconds) else {
        return error
      }
      var deadline = Interruption.deadline.error
      deadline.sqlState = error.sqlState
      return deadline
    }
    guard error.sqlState == .queryCanceled || error.kind == .connection else { return error }
    var result = interruption.error
    result.sqlState = error.sqlState
    return result
  }

  // MARK: Waiting

  /// Waits until the socket is ready; without a wish, until a wake-up. Interruptions are started
  /// here, and the second deadline ends here.
  func wait(reading: Bool = false, writing: Bool = false) throws(PostgresError) -> Readiness {
    while true {
      let pointer = try open()
      // A lost connection has no socket, and waiting for none would last to the deadline.
      if reading || writing, PQsocket(pointer) < 0 { throw lost() }
      let remaining = deadlineMilliseconds - Self.nowMilliseconds
      if remaining <= 0 {
        if let interruption {
          close()
          throw interruption.error
        }
        try interrupt(.deadline)
        continue
      }
      var descriptors = [
        pollfd(
          fd: reading || writing ? PQsocket(pointer) : -1,
          events: Int16((reading ? POLLIN : 0) | (writing ? POLLOUT : 0)), revents: 0),
        pollfd(fd: gate.readDescriptor, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&descriptors, 2, Int32(clamping: remaining))
      if count < 0, errno != EINTR {
        close()
        throw PostgresError(kind: .connection, reason: "poll failed with errno \(errno)")
      }
      if count <= 0 { continue }
      if descriptors[1].revents != 0 {
        gate.drain()
        if token.isCancelled { try interrupt(.cancelled) }
        if !reading && !writing { return Readiness() }
      }
      let events = Int32(descriptors[0].revents)
      if events != 0 {
        let failed = events & (POLLERR | POLLHUP | POLLNVAL) != 0
        return Readiness(
          canRead: events & POLLIN != 0 || failed, canWrite: events & POLLOUT != 0 || failed)
      }
    }
  }

  /// Sends what libpq has buffered. Reads meanwhile, or both sides could block on full buffers.
  func flush() throws(PostgresError) {
    while true {
      let pointer = try open()
      switch PQflush(pointer) {
      case 0: return
      case 1:
        let readiness = try wait(reading: true, writing: true)
        if readiness.canRead, PQconsumeInput(pointer) == 0 { return }
      default: throw lost()
      }
    }
  }

  /// The next result, or nil at the end of a statement.
  func nextResult() throws(PostgresError) -> LibpqResult? {
    let pointer = try open()
    while PQisBusy(pointer) == 1 {
      _ = try wait(reading: true)
      if PQconsumeInput(pointer) == 0 {
        guard PQstatus(pointer) == CONNECTION_BAD else { throw lost() }
        // The broken connection may have left the server's last words as a result.
        break
      }
    }
    collectNotifications(pointer)
    return PQgetResult(pointer).map { LibpqResult($0) }
  }

  /// Closes a connection whose state cannot be trusted any more.
  func lost(_ reason: String = "the connection was lost") -> PostgresError {
    close()
    return interruption?.error ?? PostgresError(kind: .connection, reason: reason)
  }

  /// Takes notifications that came along; those beyond the limit are dropped, since a notification
  /// is only a hint to look.
  func collectNotifications(_ pointer: OpaquePointer) {
    while let notification = PQnotifies(pointer) {
      if notifications.count < configuration.notificationsMaximum {
        notifications.append(
          PostgresNotification(
            channel: String(cString: notification.pointee.relname),
            payload: String(cString: notification.pointee.extra),
            serverProcess: notification.pointee.be_pid))
      }
      PQfreemem(notification)
    }
  }

  /// Something has arrived on an idle connection: a notification, or its end.
  var hasInputWaiting: Bool {
    guard let handle else { return false }
    var descriptor = pollfd(fd: PQsocket(handle.pointer), events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, 0) > 0
  }

  /// Waits for notifications; an empty list after the time has passed. No statement runs, so a
  /// cancelled task sends no cancel request.
  func awaitNotifications(milliseconds: Int) throws(PostgresError) -> [PostgresNotification] {
    let until = Self.nowMilliseconds + Int64(milliseconds)
    while true {
      let pointer = try open()
      collectNotifications(pointer)
      if !notifications.isEmpty {
        defer { notifications = [] }
        return notifications
      }
      if isCancelled { throw Interruption.cancelled.error }
      let remaining = until - Self.nowMilliseconds
      if remaining <= 0 { return [] }
      var descriptors = [
        pollfd(fd: PQsocket(pointer), events: Int16(POLLIN), revents: 0),
        pollfd(fd: gate.readDescriptor, events: Int16(POLLIN), revents: 0),
      ]
      if poll(&descriptors, 2, Int32(clamping: remaining)) <= 0 { continue }
      if descriptors[1].revents != 0 { gate.drain() }
      if descriptors[0].revents != 0, PQconsumeInput(pointer) == 0 { throw lost() }
    }
  }
}
