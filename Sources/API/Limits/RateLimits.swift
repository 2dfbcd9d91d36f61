/// How many requests a minute one client may make of each kind, all of which may come at once, over all
/// servers together.
public struct RateLimits: Sendable, Hashable {
  /// 0, or no entry: no limit.
  public var perMinute: [RateClass: Int]
  /// Clients whose requests are counted apart, at most; further ones share.
  public var clientsMaximum: Int
  /// Servers that share the limits, each of which counts for itself.
  public var servers: Int

  public init(perMinute: [RateClass: Int], clientsMaximum: Int = 10_000, servers: Int = 1) {
    self.perMinute = perMinute
    self.clientsMaximum = clientsMaximum
    self.servers = max(1, servers)
  }

  /// What one server gives a client a minute, rounded up; nil: no limit.
  func share(of kind: RateClass) -> Int? {
    guard let limit = perMinute[kind], limit > 0 else { return nil }
    return (limit + servers - 1) / servers
  }

  /// Nobody is limited.
  public static let off = RateLimits(perMinute: [:])
}
