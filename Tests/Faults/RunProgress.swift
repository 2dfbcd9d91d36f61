import Foundation
import Synchronization

/// A bar on the terminal that `STORM_TERMINAL` names, because the test runner keeps standard error to
/// itself; silent without one.
final class RunProgress: Sendable {
  private let handle: FileHandle?
  private let last = Mutex("")

  private static let width = 30

  init() {
    handle = ProcessInfo.processInfo.environment["STORM_TERMINAL"]
      .flatMap { $0.isEmpty ? nil : FileHandle(forWritingAtPath: $0) }
  }

  /// Shows so much of a step as done.
  func show(_ step: String, _ done: Int, of total: Int, _ note: String = "") {
    guard let handle else { return }
    let share = max(0, min(done, total)) * Self.width / max(1, total)
    let bar =
      String(repeating: "█", count: share) + String(repeating: "░", count: Self.width - share)
    let text = "\(step) [\(bar)] \(done)/\(total) \(note)"
    let isNew = last.withLock { last in
      defer { last = text }
      return last != text
    }
    if isNew { try? handle.write(contentsOf: Data("\r\u{1B}[K\(text)".utf8)) }
  }

  /// Ends the line.
  func end() { try? handle?.write(contentsOf: Data("\n".utf8)) }
}
