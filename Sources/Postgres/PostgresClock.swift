import Dispatch
import Foundation

/// Monotonic time and timers, injected so that pool tests can turn the clock by hand.
public struct PostgresClock: Sendable {
  /// Milliseconds since an arbitrary fixed point; never goes back.
  public let nowMilliseconds: @Sendable () -> Int64
  /// Calls the closure once, on any thread, when the given number of milliseconds has passed.
  public let after:
    @Sendable (_ milliseconds: Int64, _ body: @escaping @Sendable () -> Void) -> Void

  /// A clock from two closures.
  public init(
    nowMilliseconds: @escaping @Sendable () -> Int64,
    after:
      @escaping @Sendable (_ milliseconds: Int64, _ body: @escaping @Sendable () -> Void) ->
      Void
  ) {
    self.nowMilliseconds = nowMilliseconds
    self.after = after
  }

  /// The monotonic clock of the machine and a Dispatch timer.
  public static let system = PostgresClock(
    nowMilliseconds: { Int64(DispatchTime.now().uptimeNanoseconds / 1_000_000) },
    after: { milliseconds, body in
      DispatchQueue.global().asyncAfter(
        deadline: .now() + .milliseconds(Int(clamping: max(0, milliseconds))), execute: body)
    })

  /// Waits on this clock; returns early, without an error, when the task is cancelled.
  func sleep(milliseconds: Int64) async {
    let gate = SleepGate()
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        gate.store(continuation)
        after(milliseconds) { gate.open() }
      }
    } onCancel: {
      gate.open()
    }
  }
}

/// Randomness for jitter, injected so that tests repeat.
public struct PostgresRandom: Sendable {
  /// A number in `0 ..< 1`.
  public let unit: @Sendable () -> Double

  /// A source from a closure that gives numbers in `0 ..< 1`.
  public init(unit: @escaping @Sendable () -> Double) {
    self.unit = unit
  }

  /// The system's generator.
  public static let system = PostgresRandom { Double.random(in: 0..<1) }
}
