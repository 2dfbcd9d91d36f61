import Domain

/// Starts one task after another at instants that are fixed beforehand, whether the earlier ones
/// have ended or not: an open loop. What is late is late for its own instant, so that a stall counts
/// for everybody who came in it.
enum Pacer {
  /// The instant of number `index`, in microseconds after the first.
  static func offset(_ index: Int, perSecond rate: Int) -> Int64 {
    Int64(index) * 1_000_000 / Int64(max(1, rate))
  }

  /// Runs `count` tasks.
  ///
  /// - Parameters:
  ///   - start: the instant of the first, on the clock of `now`.
  ///   - body: gets its number and the instant at which it was to start.
  static func run(
    count: Int, perSecond rate: Int, from start: Instant, clock: WallClock = .system,
    _ body: @escaping @Sendable (_ index: Int, _ scheduled: Instant) async -> Void
  ) async {
    await withDiscardingTaskGroup { group in
      for index in 0..<count {
        let scheduled = Instant(
          microseconds: start.microseconds + offset(index, perSecond: rate))
        let wait = scheduled.microseconds - clock.now().microseconds
        if wait > 0 {
          try? await Task.sleep(for: .microseconds(wait), tolerance: .zero)
        }
        group.addTask { await body(index, scheduled) }
      }
    }
  }
}
