/// Limits and timings of a producer.
public struct ProducerOptions: Sendable, Hashable {
  /// Records handed over and not yet reported on, at most.
  public var maxInFlightMessages: Int
  /// Bytes of their keys, values and headers, at most.
  public var maxInFlightBytes: Int
  /// How long the library gathers records into one request (`linger.ms`).
  public var lingerMilliseconds: Int
  /// How long the library tries to deliver a record before it reports a failure
  /// (`message.timeout.ms`); it includes every retry.
  public var deliveryTimeoutMilliseconds: Int
  /// Requests under way to one broker (`max.in.flight`), 1 to 5: more would break the
  /// idempotent producer's order. With 1 a later record never overtakes an earlier one.
  public var maxInFlightRequests: Int
  /// How long a send waits for room in the window before it fails with `_QUEUE_FULL`.
  public var slotDeadlineMilliseconds: Int
  /// Sends that may wait for room; the next one fails at once with `_QUEUE_FULL`.
  public var maxWaitingSends: Int
  /// How often the queue is looked at without any wake-up.
  public var idlePollMilliseconds: Int

  public init(
    maxInFlightMessages: Int = 10_000, maxInFlightBytes: Int = 32 << 20,
    lingerMilliseconds: Int = 2, deliveryTimeoutMilliseconds: Int = 30_000,
    maxInFlightRequests: Int = 5, slotDeadlineMilliseconds: Int = 5_000,
    maxWaitingSends: Int = 10_000, idlePollMilliseconds: Int = 1_000
  ) {
    self.maxInFlightMessages = maxInFlightMessages
    self.maxInFlightBytes = maxInFlightBytes
    self.lingerMilliseconds = lingerMilliseconds
    self.deliveryTimeoutMilliseconds = deliveryTimeoutMilliseconds
    self.maxInFlightRequests = maxInFlightRequests
    self.slotDeadlineMilliseconds = slotDeadlineMilliseconds
    self.maxWaitingSends = maxWaitingSends
    self.idlePollMilliseconds = idlePollMilliseconds
  }

  func validate() throws(KafkaError) {
    let checks: [(Bool, String)] = [
      ((1...1_000_000).contains(maxInFlightMessages), "maxInFlightMessages must be 1 to 1000000"),
      ((1_024...(1 << 30)).contains(maxInFlightBytes), "maxInFlightBytes must be 1 KiB to 1 GiB"),
      (lingerMilliseconds >= 0, "lingerMilliseconds must not be negative"),
      (
        deliveryTimeoutMilliseconds > lingerMilliseconds,
        "deliveryTimeoutMilliseconds must exceed lingerMilliseconds"
      ),
      ((1...5).contains(maxInFlightRequests), "maxInFlightRequests must be 1 to 5"),
      (slotDeadlineMilliseconds >= 0, "slotDeadlineMilliseconds must not be negative"),
      (maxWaitingSends >= 0, "maxWaitingSends must not be negative"),
      (idlePollMilliseconds >= 10, "idlePollMilliseconds must be at least 10"),
    ]
    for (holds, text) in checks where !holds { throw .invalid("create producer", text) }
  }

  /// The library's own queue limits lie above our window, so that ours is the one that is met.
  /// Twice as high, because it counts reported records until their event is destroyed, and by
  /// then the window may have filled again.
  var settings: [(String, String)] {
    [
      ("enable.idempotence", "true"),
      // The Java client's choice: a key goes to the same partition whoever writes it.
      ("partitioner", "murmur2_random"),
      ("linger.ms", String(lingerMilliseconds)),
      ("message.timeout.ms", String(deliveryTimeoutMilliseconds)),
      ("max.in.flight", String(maxInFlightRequests)),
      ("queue.buffering.max.messages", String(2 * maxInFlightMessages + 1)),
      ("queue.buffering.max.kbytes", String(2 * maxInFlightBytes / 1_024 + 1_024)),
    ]
  }
}
