/// Waiting longer after each failure, with jitter so that replicas do not come back together.
public struct Backoff: Sendable {
  public var firstMilliseconds: Int64
  public var maximumMilliseconds: Int64
  private var failures = 0

  public init(firstMilliseconds: Int64 = 100, maximumMilliseconds: Int64 = 5_000) {
    self.firstMilliseconds = firstMilliseconds
    self.maximumMilliseconds = maximumMilliseconds
  }

  /// The next wait: between half and the whole of first × 2^failures, at most the maximum.
  public mutating func nextMilliseconds(
    random: (ClosedRange<Int64>) -> Int64 = { Int64.random(in: $0) }
  ) -> Int64 {
    let whole = min(maximumMilliseconds, firstMilliseconds << min(failures, 20))
    failures += 1
    return random(whole / 2...whole)
  }

  public mutating func reset() { failures = 0 }
}
