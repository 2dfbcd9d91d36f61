import Kafka
import WorkerKit

/// Keys whose first record Kafka refuses while it takes others, each with its own pause, so that one
/// bad record holds up neither the other keys nor the broker's attention. Later records of the key
/// wait behind it: its order holds.
struct KeyHolds {
  private struct Hold {
    var until: ContinuousClock.Instant
    var backoff: Backoff
    var refusals: Int
  }

  /// Keys left out of a read, at most; beyond it the record is tried with every batch.
  static let keysMaximum = 1_000

  private var holds: [String: Hold] = [:]
  private let backoff: Backoff
  private let alertAfter: Int

  /// - Parameter alertAfter: refusals in a row after which an operator should look.
  init(backoff: Backoff = Backoff(maximumMilliseconds: 60_000), alertAfter: Int) {
    self.backoff = backoff
    self.alertAfter = alertAfter
  }

  /// Keys that are not to be read now.
  func held(at now: ContinuousClock.Instant) -> [String] {
    holds.filter { $0.value.until > now }.map(\.key).sorted()
  }

  /// Keys that were refused so often that an operator should look.
  var alerting: Int { holds.count { $0.value.refusals >= alertAfter } }

  /// Takes note of a batch in its order: a key pauses when its first record that was not taken was
  /// refused, longer each time; a key that moved on is free.
  ///
  /// - Parameter isRefused: whether Kafka refused the record itself; nil when it was taken.
  /// - Returns: places in the batch of records whose refusals have just become an alert.
  mutating func note(
    _ outcomes: [(key: String, isRefused: Bool?)], at now: ContinuousClock.Instant
  ) -> [Int] {
    var alerts: [Int] = []
    var seen: Set<String> = []
    for (place, outcome) in outcomes.enumerated() {
      guard let isRefused = outcome.isRefused else {
        // Its first record of this batch was taken, so what held it up is gone.
        if !seen.contains(outcome.key) { holds[outcome.key] = nil }
        continue
      }
      guard seen.insert(outcome.key).inserted, isRefused,
        holds[outcome.key] != nil || holds.count < Self.keysMaximum
      else { continue }
      var hold = holds[outcome.key] ?? Hold(until: now, backoff: backoff, refusals: 0)
      hold.until = now + .milliseconds(hold.backoff.nextMilliseconds())
      hold.refusals += 1
      holds[outcome.key] = hold
      if hold.refusals == alertAfter { alerts.append(place) }
    }
    return alerts
  }

  /// Whether an error is about the record itself and not about its topic or the brokers: too large,
  /// or not valid (error codes 10, 2 and 87 of the Kafka protocol guide; the client's own `_INVALID_ARG`
  /// for a record it would not even send).
  static func isOfRecord(_ error: KafkaError) -> Bool {
    ["MSG_SIZE_TOO_LARGE", "INVALID_MSG", "INVALID_RECORD", "_INVALID_ARG", "_BAD_MSG"]
      .contains(error.name)
  }
}
