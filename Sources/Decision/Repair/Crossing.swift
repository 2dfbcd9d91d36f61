/// Finds where a condition first becomes true when a number moves away from where it is.
enum Crossing {
  /// The numbers nearest to `start` below and above it, within `range`, where `holds` is true:
  /// at most one on each side, the nearest first.
  ///
  /// Exact when the condition, once true on a side, stays so; otherwise what it returns still
  /// holds, but there may be a nearer one.
  static func nearest(
    to start: Int64, in range: ClosedRange<Int64>, where holds: (Int64) -> Bool
  ) -> [Int64] {
    let below = first(from: start, to: range.lowerBound, where: holds)
    let above = first(from: start, to: range.upperBound, where: holds)
    return [below, above].compactMap(\.self).sorted { distance($0, start) < distance($1, start) }
  }

  /// |a − b|.
  static func distance(_ a: Int64, _ b: Int64) -> UInt64 { (Int128(a) - Int128(b)).magnitude64 }

  private static func first(
    from start: Int64, to end: Int64, where holds: (Int64) -> Bool
  ) -> Int64? {
    let reach = distance(start, end)
    let sign: Int128 = end < start ? -1 : 1
    func place(_ step: UInt64) -> Int64 { Int64(clamping: Int128(start) + sign * Int128(step)) }
    guard reach > 0 else { return nil }
    // Steps double until the condition holds, then the last gap is halved.
    var failing: UInt64 = 0
    var step: UInt64 = 1
    while !holds(place(step)) {
      guard step < reach else { return nil }
      failing = step
      step = step > reach / 2 ? reach : step * 2
    }
    var passing = step
    while passing - failing > 1 {
      let middle = failing + (passing - failing) / 2
      if holds(place(middle)) { passing = middle } else { failing = middle }
    }
    return place(passing)
  }
}

extension Int128 {
  fileprivate var magnitude64: UInt64 { UInt64(clamping: magnitude) }
}
