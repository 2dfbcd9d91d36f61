import Domain

/// Bounds and times of webhooks.
public struct WebhookOptions: Sendable {
  /// Whether addresses of our own network, and `http`, are allowed.
  public var allowsPrivateAddresses = false
  /// Addresses of one organisation.
  public var endpointsMaximum = 20
  /// How long to wait after each failed attempt; one attempt more than there are waits, then the
  /// delivery has failed. The first ones of the Standard Webhooks specification ("Retry schedule").
  public var retrySeconds: [Int64] = [
    5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400,
  ]
  /// Each wait is lengthened at random by up to this share of itself, so that what failed together
  /// does not come back together.
  public var jitterPercent: Int64 = 20
  /// The longest wait that `Retry-After` may ask for.
  public var retryAfterMaximumSeconds: Int64 = 86_400
  /// How long an address rests after a failure, whatever waits for it: the first time, doubled after
  /// each further failure, up to the last.
  public var restFirstMilliseconds: Int64 = 5_000
  public var restMaximumMilliseconds: Int64 = 300_000
  /// An address is disabled once it has answered with nothing but failures for so long, and so often.
  public var disableAfterSeconds: Int64 = 5 * 86_400
  public var disableAfterFailures = 10
  /// How long a key goes on signing beside its successor, unless told otherwise, and at most.
  public var overlapHours: Int64 = 24
  public var overlapHoursMaximum: Int64 = 168
  /// Deliveries that one call asks for again, at most.
  public var replayMaximum = 1_000
  /// How often one event can be asked for again.
  public var replaysOfEventMaximum = 100
  /// A number of the range, drawn at random.
  public var random: @Sendable (ClosedRange<Int64>) -> Int64 = { Int64.random(in: $0) }

  public init() {}

  /// Attempts at one delivery.
  public var attemptsMaximum: Int { retrySeconds.count + 1 }

  /// When to try again after `attempts` failed ones; nil when they were the last.
  ///
  /// - Parameter retryAfter: seconds the receiver asked for; a shorter wait than the schedule's
  ///   changes nothing, since every attempt counts.
  func nextAttempt(after attempts: Int, retryAfter: Int64?, at now: Instant) -> Instant? {
    guard attempts >= 1, attempts <= retrySeconds.count else { return nil }
    let whole = retrySeconds[attempts - 1] * 1_000
    let jittered = whole + random(0...max(0, whole * jitterPercent / 100))
    let asked = min(max(0, retryAfter ?? 0), retryAfterMaximumSeconds) * 1_000
    return now.adding(milliseconds: max(jittered, asked))
  }

  /// Until when an address rests after that many failures in a row.
  func rest(after failures: Int, retryAfter: Int64?, at now: Instant) -> Instant {
    let doubled = restFirstMilliseconds << Int64(min(max(0, failures - 1), 20))
    let whole = min(restMaximumMilliseconds, doubled)
    let asked = min(max(0, retryAfter ?? 0), restMaximumMilliseconds / 1_000) * 1_000
    return now.adding(milliseconds: max(random(whole / 2...whole), asked))
  }
}

/// `Retry-After` (RFC 9110 section 10.2.3).
public enum RetryAfter {
  /// The seconds it asks for; nil for what is neither a number nor a date in the preferred form.
  public static func seconds(_ value: String, at now: Instant) -> Int64? {
    let text = String(value.prefix(100))
    if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return text.utf8.count <= 12 ? Int64(text) : Int64(Int32.max)
    }
    // IMF-fixdate: "Sun, 06 Nov 1994 08:49:37 GMT".
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", parts[1].utf8.count == 2,
      let month = months.firstIndex(of: String(parts[2])), parts[3].utf8.count == 4
    else { return nil }
    let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
    guard let instant = Instant("\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z") else {
      return nil
    }
    return max(0, (instant.microseconds - now.microseconds) / 1_000_000)
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
