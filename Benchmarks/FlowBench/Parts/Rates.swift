import Domain

/// One side of a comparison of calls per second.
struct RateRound: Sendable, Encodable {
  /// Calls per second of the service.
  var ours: Double
  /// Transactions per second of pgbench, one statement after another.
  var plain: Double
  /// The same with the statements in pipelines where the service pipelines them; nil when it does
  /// not.
  var pipelined: Double?

  /// Against the faster of the two.
  var ratio: Double { ours / max(plain, pipelined ?? 0) }
}

/// How many calls a second `workers` tasks make side by side.
///
/// - Parameter call: makes one call; it is told which worker calls and how often it has.
/// - Returns: calls per second.
func callsPerSecond(
  workers: Int, seconds: Int,
  _ call:
    @escaping @Sendable (_ worker: Int, _ turn: Int) async throws
    -> Void
) async throws -> Double {
  let clock = ContinuousClock()
  let started = clock.now
  let end = started.advanced(by: .seconds(seconds))
  let calls = try await withThrowingTaskGroup(of: Int.self) { group in
    for worker in 0..<workers {
      group.addTask {
        var turn = 0
        while clock.now < end {
          try await call(worker, turn)
          turn += 1
        }
        return turn
      }
    }
    var sum = 0
    for try await count in group { sum += count }
    return sum
  }
  return Double(calls) / started.duration(to: clock.now).seconds
}
