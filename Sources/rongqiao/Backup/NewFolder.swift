import Foundation
import Glibc

/// A folder that is made for one command and is gone again when the command fails.
struct NewFolder: Sendable {
  /// Absolute.
  let path: String
  /// Whether it was there before, empty.
  private let wasThere: Bool

  /// Makes a folder that only its owner may enter, with those above it; one that is there must be
  /// empty.
  ///
  /// - Throws: `CommandFailure`.
  init(_ path: String) throws(CommandFailure) {
    self.path = URL(fileURLWithPath: path).standardizedFileURL.path
    wasThere = try Self.isThere(self.path)
    let above = URL(fileURLWithPath: self.path).deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: above, withIntermediateDirectories: true)
    guard wasThere ? chmod(self.path, 0o700) == 0 : mkdir(self.path, 0o700) == 0 else {
      throw CommandFailure(
        .unavailable, "\(path): cannot be made: \(String(cString: strerror(errno)))")
    }
  }

  /// Whether a folder is there; it must be empty then.
  ///
  /// - Throws: `CommandFailure` when something is in it, or it is no folder.
  static func isThere(_ path: String) throws(CommandFailure) -> Bool {
    var information = stat()
    guard lstat(path, &information) == 0 else { return false }
    guard information.st_mode & S_IFMT == S_IFDIR,
      let names = try? FileManager.default.contentsOfDirectory(atPath: path)
    else { throw CommandFailure(.data, "\(path): is there, and is no folder we can read") }
    guard names.isEmpty else {
      throw CommandFailure(
        .data, "\(path): is not empty; give a folder that is not there yet 目标目录不为空")
    }
    return true
  }

  /// Removes what was made.
  func remove() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    for name in names { try? FileManager.default.removeItem(atPath: path + "/" + name) }
    if !wasThere { rmdir(path) }
  }
}
