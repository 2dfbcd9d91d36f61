import Foundation

/// A connection of its own that listens to channels, outside the pool, and comes back after any
/// loss.
///
/// Notifications are hints: those sent while the connection was down are lost, so on `.subscribed`
/// the caller looks for everything it may have missed, and polls as its base. After each connect a
/// notification is sent to itself, because a transaction pooler in between accepts LISTEN and then
/// stays silent; a heartbeat finds a peer that vanished without a word.
public struct PostgresListener: Sendable {
  /// The listener's own limits.
  public struct Limits: Sendable {
    /// Silence after which the server is asked for a sign of life.
    public var heartbeatMilliseconds: Int
    /// How long the sign of life and the notification to itself may take.
    public var answerDeadlineMilliseconds: Int
    /// The first pause after a loss; it doubles with each further failure.
    public var backoffBaseMilliseconds: Int
    /// The longest pause.
    public var backoffMaximumMilliseconds: Int

    /// Limits with defaults.
    public init(
      heartbeatMilliseconds: Int = 15_000, answerDeadlineMilliseconds: Int = 3_000,
      backoffBaseMilliseconds: Int = 100, backoffMaximumMilliseconds: Int = 10_000
    ) {
      self.heartbeatMilliseconds = max(1, heartbeatMilliseconds)
      self.answerDeadlineMilliseconds = max(1, answerDeadlineMilliseconds)
      self.backoffBaseMilliseconds = max(1, backoffBaseMilliseconds)
      self.backoffMaximumMilliseconds = max(1, backoffMaximumMilliseconds)
    }
  }

  /// What the listener tells its caller.
  public enum Event: Sendable {
    /// All channels are listened to and messages do arrive; anything before may have been missed.
    case subscribed
    /// A message on one of the channels.
    case notification(PostgresNotification)
    /// The connection was lost or could not be made; the listener tries again.
    case interrupted(PostgresError)
  }

  private let configuration: PostgresConfiguration
  private let channels: [String]
  private let limits: Limits
  private let clock: PostgresClock
  private let random: PostgresRandom

  /// A listener to channels by name.
  public init(
    configuration: PostgresConfiguration, channels: [String], limits: Limits = Limits(),
    clock: PostgresClock = .system, random: PostgresRandom = .system
  ) {
    self.configuration = configuration
    self.channels = channels
    self.limits = limits
    self.clock = clock
    self.random = random
  }

  /// Listens until the task is cancelled. The next event is read when `onEvent` has returned.
  public func run(_ onEvent: @Sendable (Event) async -> Void) async {
    var failures = 0
    while !Task.isCancelled {
      do throws(PostgresError) {
        let connection = try await PostgresConnection.connect(configuration)
        do throws(PostgresError) {
          let early = try await subscribe(connection)
          failures = 0
          await onEvent(.subscribed)
          for notification in early { await onEvent(.notification(notification)) }
          try await forward(connection, onEvent)
        } catch {
          await connection.close()
          throw error
        }
      } catch {
        if Task.isCancelled { return }
        failures += 1
        await onEvent(.interrupted(error))
        await clock.sleep(
          milliseconds: PoolLimits.backoffMilliseconds(
            base: limits.backoffBaseMilliseconds, maximum: limits.backoffMaximumMilliseconds,
            attempt: failures, unit: random.unit()))
      }
    }
  }

  /// Listens, and proves it by a message to itself; returns what else arrived meanwhile.
  private func subscribe(_ connection: PostgresConnection) async throws(PostgresError)
    -> [PostgresNotification]
  {
    for channel in channels {
      try await connection.listen(SQLIdentifier(unchecked: channel))
    }
    let own = "listener_check_\(UUID().uuidString.lowercased())"
    try await connection.listen(SQLIdentifier(unchecked: own))
    try await connection.execute("SELECT pg_notify(\(own), '')")
    var others: [PostgresNotification] = []
    let deadline = clock.nowMilliseconds() + Int64(limits.answerDeadlineMilliseconds)
    while clock.nowMilliseconds() < deadline {
      let waiting = Int(deadline - clock.nowMilliseconds())
      let received = try await connection.notifications(waitMilliseconds: max(0, waiting))
      others += received.filter { $0.channel != own }
      if received.contains(where: { $0.channel == own }) {
        try await connection.unlisten(SQLIdentifier(unchecked: own))
        return others
      }
    }
    throw PostgresError(kind: .protocol, reason: "notifications do not arrive on this connection")
  }

  /// Hands on notifications; returns only by an error.
  private func forward(
    _ connection: PostgresConnection, _ onEvent: @Sendable (Event) async -> Void
  ) async throws(PostgresError) {
    while true {
      let received = try await connection.notifications(
        waitMilliseconds: limits.heartbeatMilliseconds)
      for notification in received { await onEvent(.notification(notification)) }
      if received.isEmpty {
        let beat: Statement = "SELECT 1"
        try await connection.query(
          beat.timeout(milliseconds: limits.answerDeadlineMilliseconds))
      }
    }
  }
}
