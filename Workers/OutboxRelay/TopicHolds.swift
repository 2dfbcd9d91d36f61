import WorkerKit

/// Topics that Kafka does not take now, each with its own pause, so that one of them (not
/// authorised, missing, too large) does not hold up what goes elsewhere. A key lives in one topic,
/// so order per key is kept.
struct TopicHolds {
  private struct Hold {
    var until: ContinuousClock.Instant
    var backoff: Backoff
  }

  private var holds: [String: Hold] = [:]

  /// Topics that are not to be read now.
  func held(at now: ContinuousClock.Instant) -> [String] {
    holds.filter { $0.value.until > now }.map(\.key).sorted()
  }

  /// Whether any topic has been refused and not been written since.
  var isEmpty: Bool { holds.isEmpty }

  /// Takes note of a batch: a topic none of whose records was taken pauses, longer each time; one
  /// that was written is free.
  mutating func note(
    _ outcomes: [(topic: String, isDelivered: Bool)], at now: ContinuousClock.Instant
  ) {
    for (topic, results) in Dictionary(grouping: outcomes, by: \.topic) {
      if results.contains(where: \.isDelivered) {
        holds[topic] = nil
      } else {
        var backoff = holds[topic]?.backoff ?? Backoff()
        let pause = Duration.milliseconds(backoff.nextMilliseconds())
        holds[topic] = Hold(until: now + pause, backoff: backoff)
      }
    }
  }
}
