/// How a sender of webhooks reads, waits and gives up.
public struct WebhookSenderOptions: Sendable {
  /// Addresses it works on at once, of those that answer.
  public var endpointsMaximum = 32
  /// An address that keeps silent for so long gives its place to another, and is waited for beside
  /// them.
  public var patienceMilliseconds: Int64 = 1_000
  /// Addresses that are waited for so, at most. Further silent ones keep their places.
  public var silentMaximum = 64
  /// Deliveries of one address in one turn, and how many of them are on their way at once.
  public var turnDeliveries = 20
  public var inFlightMaximum = 4
  /// After that a turn begins nothing more.
  public var turnMilliseconds: Int64 = 30_000
  /// How long resolving the name, and then connecting and waiting for the answer, may take.
  public var timeoutMilliseconds: Int64 = 15_000
  /// How long an answer's body may come; nothing is made of it.
  public var bodyMilliseconds: Int64 = 1_000
  /// Bytes of an answer's body that are read.
  public var bodyMaximumBytes = 16_384
  /// How often it looks for what is due when nobody rings.
  public var pollMilliseconds: Int64 = 500
  /// How often a paused one looks whether it is to go on.
  public var pauseLookMilliseconds: Int64 = 1_000
  /// How often gauges are set.
  public var reportMilliseconds: Int64 = 10_000

  public init() {}

  /// Of the places for addresses, those that ones which failed last time may have.
  var failingMaximum: Int { max(1, endpointsMaximum / 2) }

  /// What is left when all limits of a turn are used up, and some.
  var leaseMilliseconds: Int64 {
    turnMilliseconds + 2 * timeoutMilliseconds + bodyMilliseconds + 15_000
  }
}
