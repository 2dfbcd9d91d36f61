import Foundation
import Glibc

/// What a process has used, as `/proc` says (proc(5)).
struct ProcessUsage: Sendable, Equatable {
  var cpuSeconds: Double
  var residentBytes: Int64

  /// Nil when there is no such process.
  init?(_ processIdentifier: Int32) {
    guard
      let stat = FileManager.default.contents(atPath: "/proc/\(processIdentifier)/stat"),
      let usage = ProcessUsage(
        stat: String(decoding: stat, as: UTF8.self), ticksPerSecond: sysconf(Int32(_SC_CLK_TCK)),
        pageBytes: sysconf(Int32(_SC_PAGESIZE)))
    else { return nil }
    self = usage
  }

  /// - Parameter stat: a line of `/proc/PID/stat`; the name in parentheses may hold anything.
  init?(stat: String, ticksPerSecond: Int, pageBytes: Int) {
    guard let end = stat.lastIndex(of: ")") else { return nil }
    // After the name come fields 3 and on: 14 and 15 are times, 24 pages.
    let fields = stat[stat.index(after: end)...].split(separator: " ")
    guard fields.count > 21, let user = Double(fields[11]), let system = Double(fields[12]),
      let pages = Int64(fields[21])
    else { return nil }
    cpuSeconds = (user + system) / Double(max(1, ticksPerSecond))
    residentBytes = pages * Int64(pageBytes)
  }
}
