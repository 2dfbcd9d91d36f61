/// A time in which needs waited for more than a second.
struct Stall: Sendable, Equatable, Encodable {
  /// Seconds after the first need.
  var atSeconds: Double
  /// Needs that waited so long.
  var needs: Int
  var maximumMs: Double
}

/// Finds stalls among needs in the order of their instants.
///
/// A percentile does not tell one stall of six seconds, such as a group of consumers that is balanced
/// anew, from many short ones.
struct Stalls: Sendable {
  private static let longMicroseconds: Int64 = 1_000_000
  /// Needs that waited long and lie so near are of one stall.
  private static let apartMicroseconds: Int64 = 2_000_000

  private(set) var found: [Stall] = []
  private var first: Int64?
  private var last: Int64 = 0

  /// - Parameters:
  ///   - scheduled: its instant, in microseconds; never before that of the call before.
  ///   - taken: how long it waited.
  mutating func record(scheduled: Int64, microseconds taken: Int64) {
    let start = first ?? scheduled
    first = start
    guard taken > Self.longMicroseconds else { return }
    let milliseconds = Double(taken) / 1_000
    if let known = found.indices.last, scheduled - last < Self.apartMicroseconds {
      found[known].needs += 1
      found[known].maximumMs = max(found[known].maximumMs, milliseconds)
    } else {
      found.append(
        Stall(
          atSeconds: Double(scheduled - start) / 1_000_000, needs: 1, maximumMs: milliseconds))
    }
    last = scheduled
  }
}
