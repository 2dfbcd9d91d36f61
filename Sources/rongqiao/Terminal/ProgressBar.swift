import Synchronization

/// A bar on standard error while something long runs; silent when that is no terminal.
final class ProgressBar: Sendable {
  private let label: String
  private let total: Int
  private let isShown: Bool
  private let columns: Int
  private let sink: @Sendable (String) -> Void
  private let lastPermille = Mutex<Int>(-1)

  /// - Parameters:
  ///   - label: what is counted, in the words of the screen.
  ///   - total: the count at the end; 0 or less shows the bare count.
  ///   - isShown: by default, whether standard error is a terminal.
  init(
    _ label: String, total: Int, isShown: Bool = Terminal.isTerminal(.error),
    columns: Int? = Terminal.columns(.error),
    sink: @escaping @Sendable (String) -> Void = { Terminal.write($0, to: .error) }
  ) {
    self.label = label
    self.total = total
    self.isShown = isShown
    self.columns = max(20, columns ?? 80)
    self.sink = sink
  }

  /// Shows so many as done. It is drawn only when the picture changes, so it may be called often.
  func update(_ done: Int) {
    guard isShown else { return }
    let permille =
      total > 0 ? max(0, min(1_000, done.multipliedReportingClamped(1_000) / total)) : done
    let isNew = lastPermille.withLock { last in
      defer { last = permille }
      return last != permille
    }
    if isNew { sink("\r" + picture(done)) }
  }

  /// Ends the line.
  func finish(_ done: Int) {
    guard isShown else { return }
    sink("\r" + picture(done) + "\n")
  }

  /// One line as wide as the terminal less one, so that it never wraps.
  func picture(_ done: Int) -> String {
    guard total > 0 else {
      return DisplayWidth.fit("\(label) \(done)", columns: columns - 1)
    }
    let share = max(0, min(done, total))
    let percent = share.multipliedReportingClamped(100) / total
    let tail =
      " \(DisplayWidth.fit("\(percent)%", columns: 4, alignedRight: true))  \(done)/\(total)"
    let room = columns - 1 - DisplayWidth.of(label) - 3 - DisplayWidth.of(tail)
    guard room >= 5 else { return DisplayWidth.fit(label + tail, columns: columns - 1) }
    let width = min(40, room)
    let full = share.multipliedReportingClamped(width) / total
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
    return DisplayWidth.fit("\(label) [\(bar)]\(tail)", columns: columns - 1)
  }
}

extension Int {
  /// The product, held at the largest integer instead of trapping.
  fileprivate func multipliedReportingClamped(_ factor: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? Int.max : product
  }
}
