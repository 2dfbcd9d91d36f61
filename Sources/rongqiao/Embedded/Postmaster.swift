import Foundation
import Glibc

/// What `postmaster.pid` of a data directory says (PostgreSQL source, `miscadmin.h`: line 1 the
/// process, 4 the port, 8 the status).
struct PostmasterFile: Sendable, Hashable {
  let processIdentifier: pid_t
  let port: Int?
  let isReady: Bool

  init?(data: String) {
    guard let bytes = FileManager.default.contents(atPath: data + "/postmaster.pid") else {
      return nil
    }
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    guard let first = lines.first, let number = Int32(first), number > 1 else { return nil }
    processIdentifier = number
    port = lines.count > 3 ? Int(lines[3]) : nil
    isReady = lines.count > 7 && lines[7] == "ready"
  }

  /// Whether that process still runs and is a server of that directory: a server's working
  /// directory is its data directory, so a number that was given to another program is told apart.
  func isAlive(data: String) -> Bool {
    let link = "/proc/\(processIdentifier)/cwd"
    guard let place = try? FileManager.default.destinationOfSymbolicLink(atPath: link) else {
      return false
    }
    return place == URL(fileURLWithPath: data).resolvingSymlinksInPath().path
  }

  /// Ends a server whose data are thrown away, without a checkpoint, and waits a short time for it.
  static func endServer(data: String) {
    guard let file = PostmasterFile(data: data), file.isAlive(data: data) else { return }
    kill(file.processIdentifier, SIGQUIT)
    for _ in 0..<250 where file.isAlive(data: data) { usleep(20_000) }
  }
}

/// A free port of the loopback address, as the kernel gives it. Another process may take it before
/// it is used, so the use must be ready to try again.
func freeLoopbackPort() -> Int? {
  loopbackPort(0)
}

/// Whether nothing listens on a loopback port right now.
func isFree(port: Int) -> Bool { loopbackPort(port) != nil }

private func loopbackPort(_ wanted: Int) -> Int? {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
  guard descriptor >= 0, let number = UInt16(exactly: wanted) else { return nil }
  defer { close(descriptor) }
  var yes: Int32 = 1
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = number.bigEndian
  address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  return withUnsafeMutablePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
      guard bind(descriptor, generic, length) == 0, getsockname(descriptor, generic, &length) == 0
      else { return nil }
      return Int(UInt16(bigEndian: pointer.pointee.sin_port))
    }
  }
}
