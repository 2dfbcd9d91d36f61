import Domain

/// How an event worker reads, waits and gives up.
public struct EventWorkerOptions: Sendable {
  public var maximumBatchMessages = 200
  /// How long an idle worker waits before it looks whether it should stop.
  public var maximumWaitMilliseconds = 200
  /// How long the embedded broker holds a fetch, which it does for the whole time: an event waits half
  /// of it on average, and more of it costs less. Nil leaves it to the client's settings.
  public var embeddedFetchMilliseconds: Int?
  /// Transient failures of one event on its own before it becomes a dead letter.
  public var attemptsMaximum = 5
  /// Pauses between attempts: the first, doubled after each, up to the last; each is shortened at
  /// random by up to a half.
  public var backoffFirstMilliseconds: Int64 = 100
  public var backoffMaximumMilliseconds: Int64 = 5_000
  /// How long leaving the group may take at shutdown.
  public var closeDeadlineMilliseconds = 5_000
  /// How often a paused worker looks whether it may go on.
  public var pauseLookMilliseconds: Int64 = 1_000
  /// How often an idle worker asks whether a broker answers, and how long that may take.
  public var brokerCheckMilliseconds: Int64 = 3_000
  public var brokerCheckDeadlineMilliseconds = 1_500
  /// Whether dead letters hold up the later events of their enterprise; the handler must then sort
  /// them out.
  public var holdsByEnterprise = false
  /// Whether a record that is no event becomes a dead letter. Of the readers of one topic one keeps
  /// it: sent again, it comes to all of them.
  public var keepsMalformed = true

  public init() {}

  var backoff: Backoff {
    Backoff(
      firstMilliseconds: backoffFirstMilliseconds, maximumMilliseconds: backoffMaximumMilliseconds)
  }
}

/// What became of a handled batch.
public struct BatchResult: Sendable {
  /// Events the handler could not place, with a stable reason and a sentence; dead letters at once.
  public var rejected: [(event: EventID, reason: String, detail: String)]
  /// Events that wait behind a dead letter of their enterprise now.
  public var held: Int
  /// Events that asked for nothing, or were applied before.
  public var ignored: Int

  public init(
    rejected: [(event: EventID, reason: String, detail: String)] = [], held: Int = 0,
    ignored: Int = 0
  ) {
    self.rejected = rejected
    self.held = held
    self.ignored = ignored
  }
}
