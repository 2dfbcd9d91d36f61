/// The bounds of a pool. Every number is a limit, not a wish.
public struct PoolLimits: Sendable {
  /// Connections at most, counting those being opened and closed.
  public var size: Int
  /// Connections kept open while idle, once `run()` has started.
  public var warm: Int
  /// Callers that may wait for a connection; one more is refused at once.
  public var waiters: Int
  /// How long a caller waits for a connection.
  public var checkoutDeadlineMilliseconds: Int
  /// An idle connection above `warm` is closed after this time.
  public var idleTimeoutMilliseconds: Int
  /// A connection that lay idle this long is looked at before it is lent, in case the server has
  /// ended it.
  public var idleCheckMilliseconds: Int
  /// A connection is closed, when idle, after this age.
  public var lifetimeMilliseconds: Int
  /// The share of the lifetime, 0 to 1, by which it is shortened at random, so that connections
  /// opened together do not close together.
  public var lifetimeJitter: Double
  /// The first pause after a failed connect; it doubles with each further failure.
  public var connectBackoffBaseMilliseconds: Int
  /// The longest pause after failed connects.
  public var connectBackoffMaximumMilliseconds: Int
  /// The first pause before a transaction is tried again; it doubles with each further attempt.
  public var retryBackoffBaseMilliseconds: Int
  /// The longest pause before a transaction is tried again.
  public var retryBackoffMaximumMilliseconds: Int
  /// How long `shutdown()` waits for connections on loan.
  public var shutdownDeadlineMilliseconds: Int

  /// Limits with defaults for one server process with a handful of busy tasks.
  public init(
    size: Int = 10, warm: Int = 1, waiters: Int = 256, checkoutDeadlineMilliseconds: Int = 5_000,
    idleTimeoutMilliseconds: Int = 60_000, idleCheckMilliseconds: Int = 500,
    lifetimeMilliseconds: Int = 1_800_000, lifetimeJitter: Double = 0.2,
    connectBackoffBaseMilliseconds: Int = 50,
    connectBackoffMaximumMilliseconds: Int = 5_000, retryBackoffBaseMilliseconds: Int = 5,
    retryBackoffMaximumMilliseconds: Int = 250, shutdownDeadlineMilliseconds: Int = 10_000
  ) {
    self.size = max(1, size)
    self.warm = min(max(0, warm), self.size)
    self.waiters = max(0, waiters)
    self.checkoutDeadlineMilliseconds = max(0, checkoutDeadlineMilliseconds)
    self.idleTimeoutMilliseconds = max(1, idleTimeoutMilliseconds)
    self.idleCheckMilliseconds = max(0, idleCheckMilliseconds)
    self.lifetimeMilliseconds = max(1, lifetimeMilliseconds)
    self.lifetimeJitter = min(max(0, lifetimeJitter), 1)
    self.connectBackoffBaseMilliseconds = max(1, connectBackoffBaseMilliseconds)
    self.connectBackoffMaximumMilliseconds = max(1, connectBackoffMaximumMilliseconds)
    self.retryBackoffBaseMilliseconds = max(1, retryBackoffBaseMilliseconds)
    self.retryBackoffMaximumMilliseconds = max(1, retryBackoffMaximumMilliseconds)
    self.shutdownDeadlineMilliseconds = max(0, shutdownDeadlineMilliseconds)
  }

  /// A pause that doubles from `base` to `maximum`, of which a random half is taken off.
  static func backoffMilliseconds(base: Int, maximum: Int, attempt: Int, unit: Double) -> Int64 {
    let doubled = Double(base) * Double(UInt64(1) << UInt64(min(max(0, attempt - 1), 30)))
    return Int64(min(doubled, Double(maximum)) * (0.5 + 0.5 * unit))
  }
}

/// What a pool holds and what it has done since it was made.
public struct PoolStatistics: Sendable, Hashable {
  /// Connections, counting those being opened and closed.
  public internal(set) var size = 0
  /// Connections ready to be lent.
  public internal(set) var idle = 0
  /// Connections on loan.
  public internal(set) var inUse = 0
  /// Connections being opened.
  public internal(set) var connecting = 0
  /// Callers waiting.
  public internal(set) var waiters = 0
  /// Loans made.
  public internal(set) var checkouts = 0
  /// Loans for which the caller had to wait.
  public internal(set) var waitedCheckouts = 0
  /// Time spent waiting by those callers, in total.
  public internal(set) var waitMillisecondsTotal: Int64 = 0
  /// The longest such wait.
  public internal(set) var waitMillisecondsMaximum: Int64 = 0
  /// Connections thrown away because they came back broken or were found dead.
  public internal(set) var discards = 0
  /// Connections closed for their age or their idleness.
  public internal(set) var retirements = 0
  /// Callers whose checkout deadline passed.
  public internal(set) var checkoutTimeouts = 0
  /// Callers refused because too many were waiting.
  public internal(set) var rejections = 0
  /// Callers cancelled while waiting.
  public internal(set) var cancellations = 0
  /// Connects that failed.
  public internal(set) var connectFailures = 0
  /// Connections that came back inside a transaction, which was rolled back.
  public internal(set) var rolledBackReturns = 0
  /// Transactions started again after a serialization failure or a deadlock.
  public internal(set) var transactionRetries = 0
}
