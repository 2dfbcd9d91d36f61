/// How often and how fast a stopped server is started again.
///
/// The wait doubles from start to start up to a limit; a server that has run long enough counts as
/// well again. When the starts within the window are used up, the failure is left to the caller.
struct RestartBudget: Sendable {
  var firstDelayMilliseconds = 100
  var longestDelayMilliseconds = 5_000
  /// A run of at least this length starts the count anew.
  var healthyAfterMilliseconds = 30_000
  /// Starts in a row without a healthy run.
  var startsMaximum = 10

  private(set) var starts = 0

  /// The wait before the next start; nil when there is to be none.
  ///
  /// - Parameter ranMilliseconds: how long the server ran before it stopped.
  mutating func delayMilliseconds(afterRunOf ranMilliseconds: Int) -> Int? {
    if ranMilliseconds >= healthyAfterMilliseconds { starts = 0 }
    guard starts < startsMaximum else { return nil }
    defer { starts += 1 }
    // The shift is bounded so that it cannot overflow.
    return min(longestDelayMilliseconds, firstDelayMilliseconds << min(starts, 20))
  }
}
