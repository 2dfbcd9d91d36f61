import Domain

/// How good what a source sends is, in ppm: weighted shares of what came of what was due, of what was accepted of
/// what came, and of what was in time.
public struct QualityScore: Hashable, Sendable {
  /// What a source sent on a day.
  public struct Counts: Hashable, Sendable {
    public var accepted: Int64
    public var quarantined: Int64
    public var rejected: Int64
    /// Of what came, what came after its last day.
    public var late: Int64
    /// What should have come through this day, and did not.
    public var missed: Int64

    public init(
      accepted: Int64 = 0, quarantined: Int64 = 0, rejected: Int64 = 0, late: Int64 = 0,
      missed: Int64 = 0
    ) {
      self.accepted = accepted
      self.quarantined = quarantined
      self.rejected = rejected
      self.late = late
      self.missed = missed
    }

    public var received: Int64 { accepted + quarantined + rejected }
  }

  /// Weights that sum to 1,000,000.
  public let completePPM: Int64
  public let acceptedPPM: Int64
  public let timelyPPM: Int64
  /// What a report in quarantine counts of an accepted one.
  public let quarantinePPM: Int64

  /// Each share and the whole rounded down; nil when nothing was due and nothing came. Where nothing came the
  /// shares of what came are zero.
  public func score(_ counts: Counts) -> Int64? {
    let (received, one) = (counts.received, PartsPerMillion.one)
    guard received + counts.missed > 0 else { return nil }
    func share(_ part: Int128, _ whole: Int64) -> Int64 {
      whole == 0 ? 0 : Rounding.down(part, over: Int128(whole))
    }
    let complete = share(Int128(received) * Int128(one), received + counts.missed)
    let accepted = share(
      Int128(counts.accepted) * Int128(one) + Int128(counts.quarantined) * Int128(quarantinePPM),
      received)
    let timely = share(Int128(received - counts.late) * Int128(one), received)
    let weighted =
      Int128(complete) * Int128(completePPM) + Int128(accepted) * Int128(acceptedPPM)
      + Int128(timely) * Int128(timelyPPM)
    return Rounding.down(weighted, over: Int128(one))
  }
}
