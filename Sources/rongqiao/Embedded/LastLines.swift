import Synchronization

/// The last lines a child said, for a message about its end.
final class LastLines: Sendable {
  private let maximum: Int
  private let kept = Mutex<[String]>([])

  init(maximum: Int) { self.maximum = maximum }

  func append(_ line: String) {
    kept.withLock { lines in
      lines.append(line)
      if lines.count > maximum { lines.removeFirst(lines.count - maximum) }
    }
  }

  var lines: [String] { kept.withLock { $0 } }
}
