import Domain
import Foundation
import Postgres
import Synchronization
import TestSupport

/// Several processes of each kind over one house's database and broker, to be restarted one by one.
final class Crew: Sendable {
  private struct State {
    var programs: [String: Program] = [:]
    var addresses: [String: String] = [:]
  }

  private let house: House
  private let state = Mutex(State())

  /// - Parameter house: runs a broker and has served once, so that there are keys.
  init(_ house: House) { self.house = house }

  /// Where the API answers now.
  var addresses: [String] {
    state.withLock { $0.addresses.sorted { $0.key < $1.key }.map(\.value) }
  }

  /// Starts a process and waits until it says that it runs.
  ///
  /// - Parameter name: what it is and which of them, such as `match-2`.
  func start(_ name: String, drainSeconds: Int = 25) throws {
    let kind = String(name.prefix { $0 != "-" })
    var environment = [
      "RONGQIAO_DATABASE_URL": house.databaseURL, "RONGQIAO_DATABASE_CONNECTIONS": "8",
      "RONGQIAO_KAFKA_BROKERS": house.brokers, "RONGQIAO_HTTP_PORT": "0",
      "RONGQIAO_MATCH_BATCH": "10", "RONGQIAO_SWEEP_SECONDS": "1",
      "RONGQIAO_SWEEP_PATIENCE_SECONDS": "5", "RONGQIAO_DRAIN_SECONDS": "\(drainSeconds)",
    ]
    let isServe = kind == "serve"
    if isServe {
      environment["RONGQIAO_KAFKA_BROKERS"] = nil
      environment["RONGQIAO_JWKS"] = house.folder.appendingPathComponent("jwks.json").path
    }
    let program = try Program(
      isServe ? ["serve"] : ["worker", kind], environment: environment)
    state.withLock { $0.programs[name] = program }
    let line = try program.line("\(name)'s address") {
      $0.contains(isServe ? "API on http://" : "/readyz")
    }
    guard let start = line.range(of: "http://") else { throw StoryError(line) }
    let address = String(line[start.lowerBound...].prefix { $0 != "\"" })
    if isServe { state.withLock { $0.addresses[name] = address } }
  }

  /// Asks a process to stop, as whoever rolls out a new version does, and waits until it has.
  ///
  /// - Returns: its exit status.
  func stop(_ name: String) throws -> Int32 {
    let program = try state.withLock { state in
      state.addresses[name] = nil
      guard let program = state.programs.removeValue(forKey: name) else {
        throw StoryError("\(name) does not run")
      }
      return program
    }
    program.kill(SIGTERM)
    return try program.end()
  }

  /// Stops what still runs, at once.
  func end() {
    for program in state.withLock({ $0.programs.values }) { program.destroy() }
  }

  /// Submits needs, some at a time, each to whichever API answers, and repeats with its key what
  /// got no answer.
  ///
  /// - Returns: ids of the accepted needs, and every answer that was neither 201 nor a conflict of a
  ///   repeated key that still runs.
  func submit(
    _ bodies: [JSON], label: String
  ) async throws -> (accepted: [String], refusals: [String]) {
    let submitters = 6
    return try await withThrowingTaskGroup(of: ([String], [String]).self) { group in
      for first in 0..<submitters {
        group.addTask { [self] in
          var (accepted, refusals) = ([String](), [String]())
          for index in stride(from: first, to: bodies.count, by: submitters) {
            let (id, wrong) = try await submitOne(
              bodies[index].canonicalBytes, key: "\(label)-\(index)", number: index)
            accepted.append(id)
            refusals += wrong
          }
          return (accepted, refusals)
        }
      }
      return try await group.reduce(into: (accepted: [], refusals: [])) {
        $0.accepted += $1.0
        $0.refusals += $1.1
      }
    }
  }

  private func submitOne(
    _ body: [UInt8], key: String, number: Int
  ) async throws -> (id: String, refusals: [String]) {
    let limit = ContinuousClock.now + .seconds(90)
    var refusals: [String] = []
    var turn = number
    while ContinuousClock.now < limit {
      turn += 1
      let answering = addresses
      if !answering.isEmpty,
        let answer = await house.send(
          "POST", "/v1/needs", body: body, key: key, at: answering[turn % answering.count],
          timeoutSeconds: 10)
      {
        if answer.status == 201, let id = answer.body["id"]?.stringValue { return (id, refusals) }
        if answer.status != 409 { refusals.append("\(answer.status) \(answer.body)") }
      }
      try await house.pool.withConnection { _ = try await $0.query("SELECT pg_sleep(0.02)") }
    }
    throw StoryError("no 201 for \(key): \(refusals)")
  }
}
