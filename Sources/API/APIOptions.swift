/// What an operator may tune about the HTTP surface; every limit has a default.
public struct APIOptions: Sendable {
  /// Largest request body, in bytes; more is 413 `body_too_large`.
  public var maximumBodyBytes: Int
  /// Longest request target (path and query), in bytes; more is 414 `uri_too_long`.
  public var maximumTargetBytes: Int
  /// What `Retry-After` says while a request with the same key is still being worked on, in seconds.
  public var inFlightRetryAfterSeconds: Int
  /// Longest wait for one readiness check, in milliseconds; a slower check counts as not ready.
  public var readinessDeadlineMilliseconds: Int
  /// Connections accepted at once; further ones wait in the listen queue.
  public var maximumConnections: Int
  /// A connection without traffic for so long is closed, in seconds.
  public var idleTimeoutSeconds: Int

  /// Everything has the default named here; each value must be positive.
  public init(
    maximumBodyBytes: Int = 1_048_576, maximumTargetBytes: Int = 8_192,
    inFlightRetryAfterSeconds: Int = 1, readinessDeadlineMilliseconds: Int = 2_000,
    maximumConnections: Int = 4_096, idleTimeoutSeconds: Int = 60
  ) {
    self.maximumBodyBytes = maximumBodyBytes
    self.maximumTargetBytes = maximumTargetBytes
    self.inFlightRetryAfterSeconds = inFlightRetryAfterSeconds
    self.readinessDeadlineMilliseconds = readinessDeadlineMilliseconds
    self.maximumConnections = maximumConnections
    self.idleTimeoutSeconds = idleTimeoutSeconds
  }
}
