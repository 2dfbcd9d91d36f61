import Foundation
import Glibc

/// Standard output and standard error.
///
/// Output is what was asked for and may be piped on; notes are all else: messages, progress, log.
enum Terminal {
  enum Stream: Int32, Sendable {
    case output = 1
    case error = 2
  }

  /// Whether a person looks at it.
  static func isTerminal(_ stream: Stream) -> Bool { isatty(stream.rawValue) == 1 }

  /// The columns of the terminal; nil when the stream is none.
  static func columns(_ stream: Stream) -> Int? {
    guard isTerminal(stream) else { return nil }
    var size = winsize()
    if ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      return Int(size.ws_col)
    }
    return ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) } ?? 80
  }

  /// Writes a line to standard output.
  static func output(_ line: String) { write(line + "\n", to: .output) }

  /// Writes a line to standard error.
  static func note(_ line: String) { write(line + "\n", to: .error) }

  /// Writes text as it is. A reader that went away is no error: there is nobody to tell.
  static func write(_ text: String, to stream: Stream) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(stream.rawValue, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }
}
