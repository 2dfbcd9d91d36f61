import Foundation
import Glibc
import TestSupport

@testable import rongqiao

/// A PostgreSQL server over a data directory that was restored, stopped at the end of the test.
struct RestoredServer: Sendable {
  private let child: ChildProcess
  private let port: Int

  /// Starts it on a free port of the loopback address and waits until it takes connections.
  init(data: String) async throws {
    guard let user = ServerUser.choose(), let port = freeLoopbackPort() else {
      throw StoryError("no user or port for a server")
    }
    let binaries = try await PostgresBinaries.find(preferred: nil, major: nil)
    let settings = ["listen_addresses=127.0.0.1", "port=\(port)", "unix_socket_directories="]
    let command = try user.command(
      binaries.postgres, ["-D", data] + settings.flatMap { ["-c", $0] }, stopsWithUs: true)
    let (lines, feed) = AsyncStream<String>.makeStream()
    let child = try await ChildProcess.start(command) { _, line in
      if let line { feed.yield(line) } else { feed.finish() }
    }
    var said: [String] = []
    for await line in lines {
      said.append(line)
      if line.contains("ready to accept connections") {
        (self.child, self.port) = (child, port)
        return
      }
    }
    throw StoryError("the restored server ended:\n\(said.joined(separator: "\n"))")
  }

  func url(_ database: String) -> String { "postgres://postgres@127.0.0.1:\(port)/\(database)" }

  func stop() async { _ = await child.stop([(SIGINT, 20_000), (SIGKILL, 5_000)]) }
}
