import Foundation

/// `pgbench` with a script of our own, prepared statements, and as many connections as we use.
struct Pgbench: Sendable {
  let house: FlowHouse
  var connections: Int
  var seconds: Int
  /// `\set` and statements of one transaction, as they are written in a pgbench script.
  var script: String

  /// - Returns: transactions per second, without the time of connecting.
  func run(on database: String) async throws -> Double {
    let folder = FileManager.default.temporaryDirectory
    let file = folder.appending(path: "flow-\(UUID().uuidString).sql")
    try script.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let said = try await house.pgbench(
      [
        "-n", "-M", "prepared", "-c", String(connections), "-j", String(min(connections, 4)),
        "-T", String(seconds), "-D", "turn=0", "-f", file.path,
      ], database)
    guard let rate = Self.rate(said) else {
      throw BenchFailure("pgbench did not say its rate: \(said.suffix(500))")
    }
    return rate
  }

  /// The figure of `tps = 1234.5 (without initial connection time)`; nil when a client failed.
  static func rate(_ said: String) -> Double? {
    guard !said.contains("Run was aborted") else { return nil }
    return said.split(separator: "\n").first { $0.hasPrefix("tps = ") }
      .flatMap { $0.dropFirst(6).split(separator: " ").first }.flatMap { Double($0) }
  }
}
