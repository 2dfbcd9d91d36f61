/// How many requests a minute one client may make of each kind, all of which may come at once.
public struct RateLimits: Sendable, Hashable {
  /// 0, or no entry: no limit.
  public var perMinute: [RateClass: Int]
  /// Clients whose requests are counted apart, at most; further ones share.
  public var clientsMaximum: Int

  public init(perMinute: [RateClass: Int], clientsMaximum: Int = 10_000) {
    self.perMinute = perMinute
    self.clientsMaximum = clientsMaximum
  }

  /// Nobody is limited.
  public static let off = RateLimits(perMinute: [:])
}
