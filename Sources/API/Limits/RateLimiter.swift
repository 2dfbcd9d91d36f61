import Application
import CoreMetrics
import Synchronization

/// Refuses the requests of a client that makes too many, before anything is done about them.
///
/// It counts within this process alone: behind a balancer each process gives every client an equal share
/// of the limit, by the number of servers that it was told of.
public final class RateLimiter: Sendable {
  private let limits: RateLimits
  private let buckets: Mutex<RateBuckets>
  private let nanoseconds: @Sendable () -> Int64
  private let metrics: any MetricsFactory

  /// - Parameter nanoseconds: a clock that never goes back; since the start of this limiter by default.
  public init(
    _ limits: RateLimits, metrics: any MetricsFactory,
    nanoseconds: (@Sendable () -> Int64)? = nil
  ) {
    self.limits = limits
    self.metrics = metrics
    buckets = Mutex(RateBuckets(clientsMaximum: limits.clientsMaximum))
    self.nanoseconds = nanoseconds ?? Self.uptime()
  }

  /// Nobody is limited.
  public static func off(metrics: any MetricsFactory) -> RateLimiter {
    RateLimiter(.off, metrics: metrics)
  }

  private static func uptime() -> @Sendable () -> Int64 {
    let start = ContinuousClock.now
    return {
      let (seconds, attoseconds) = (ContinuousClock.now - start).components
      return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
  }

  /// What an authenticated caller is counted by: every token of the same subject draws from one bucket.
  static func client(_ actor: Actor) -> String {
    "\(actor.role.rawValue) \(actor.organisation ?? actor.uscc ?? "-") \(actor.subject)"
  }

  /// What a caller without a token is counted by.
  static func client(peer: String) -> String { "peer \(peer)" }

  /// Draws one request of somebody who signed in.
  ///
  /// - Parameter isHeavy: whether it costs far more than others.
  /// - Throws: as `charge`.
  public func admit(_ actor: Actor, isRead: Bool, isHeavy: Bool = false) throws {
    try charge(Self.client(actor), isHeavy ? .heavy : isRead ? .reads : .writes)
  }

  /// Draws one sign-in from an address.
  ///
  /// - Throws: as `charge`.
  public func admitSignIn(from peer: String) throws { try charge(Self.client(peer: peer), .tokens) }

  /// Draws one request of a client.
  ///
  /// - Throws: 429 `rate_limited` with `Retry-After`, and with what the IETF's draft on rate limit header
  ///   fields (draft-ietf-httpapi-ratelimit-headers) says of the limit.
  func charge(_ client: String, _ kind: RateClass) throws(Problem) {
    try draw(client, kind, isTrial: false)
  }

  /// Refuses as `charge` does, and draws nothing.
  func check(_ client: String, _ kind: RateClass) throws(Problem) {
    try draw(client, kind, isTrial: true)
  }

  private func draw(_ client: String, _ kind: RateClass, isTrial: Bool) throws(Problem) {
    guard let perMinute = limits.share(of: kind) else { return }
    let wait = buckets.withLock {
      $0.take(
        .init(client: client, kind: kind), perMinute: perMinute, at: nanoseconds(),
        isTrial: isTrial)
    }
    guard let wait else { return }
    Counter(
      label: "rongqiao_rate_limited_total", dimensions: [("class", kind.rawValue)],
      factory: metrics
    ).increment()
    let seconds = max(1, (wait + 999_999_999) / 1_000_000_000)
    throw Problem(
      .rateLimited,
      detail: limits.servers == 1
        ? Text(
          "每分钟不得超过 \(perMinute) 次,请 \(seconds) 秒后重试",
          "at most \(perMinute) a minute: retry after \(seconds) s")
        : Text(
          "每台服务器每分钟不得超过 \(perMinute) 次,请 \(seconds) 秒后重试",
          "at most \(perMinute) a minute at each server: retry after \(seconds) s"),
      headers: [
        ("Retry-After", String(seconds)),
        ("RateLimit-Policy", "\"\(kind.rawValue)\";q=\(perMinute);w=60"),
        ("RateLimit", "\"\(kind.rawValue)\";r=0;t=\(seconds)"),
      ])
  }
}
