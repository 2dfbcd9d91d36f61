import Foundation
import Glibc

/// Standard input as the lifeline to a parent process.
enum StandardInput {
  /// Returns when standard input has ended, or the task is cancelled.
  static func waitForEnd() async {
    let (ends, feed) = AsyncStream<Void>.makeStream()
    let thread = Thread {
      var buffer = [UInt8](repeating: 0, count: 256)
      while true {
        let count = read(0, &buffer, buffer.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { break }
      }
      feed.finish()
    }
    thread.name = "parent pipe"
    thread.start()
    for await _ in ends {}
  }
}
