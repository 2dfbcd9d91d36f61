extension PostgresConnection {
  /// Asks for the notifications of a channel. The subscription ends with the connection; a
  /// transaction pooler in between would lose it silently, see `PostgresListener`.
  public func listen(_ channel: SQLIdentifier) async throws(PostgresError) {
    try await execute("LISTEN \(identifier: channel)")
  }

  /// Ends the subscription of a channel.
  public func unlisten(_ channel: SQLIdentifier) async throws(PostgresError) {
    try await execute("UNLISTEN \(identifier: channel)")
  }

  /// Waits up to the given time for notifications; an empty list when none came. The connection
  /// takes no other statement meanwhile.
  public func notifications(waitMilliseconds: Int) async throws(PostgresError)
    -> [PostgresNotification]
  {
    // The wait has its own end; the operation's deadline only stands behind it.
    try await perform(lease: nil, timeoutMilliseconds: waitMilliseconds + 1_000) {
      conversation throws(PostgresError) in
      try conversation.awaitNotifications(milliseconds: waitMilliseconds)
    }
  }
}
