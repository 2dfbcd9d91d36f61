import Synchronization

/// A progress bar over needs whose number is known only when the first ones are done.
final class NeedProgress: Sendable {
  private struct State {
    var bar: ProgressBar?
    var done = 0
  }

  private let state = Mutex(State())

  /// So many of so many are done.
  @Sendable
  func update(_ done: Int64, _ total: Int64) {
    let bar = state.withLock { state in
      let bar = state.bar ?? ProgressBar("融资需求 needs", total: Int(clamping: total))
      state.bar = bar
      state.done = Int(clamping: done)
      return bar
    }
    bar.update(Int(clamping: done))
  }

  /// Ends the line, if there is one.
  func finish() {
    let (bar, done) = state.withLock { ($0.bar, $0.done) }
    bar?.finish(done)
  }
}
