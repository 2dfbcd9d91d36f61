import Application
import Domain

/// Calls of `Application.submitNeed` per second, against pgbench that runs the same statements.
struct SubmitPart: Sendable {
  let databases: Databases
  let subjects: FlowSubjects
  let options: FlowOptions

  struct Report: Sendable, Encodable {
    var connections: Int
    var rounds: [RateRound]
    /// Over HTTP, with as many requests side by side.
    var httpPerSecond: Double

    var ratio: Double { middle(of: rounds.map(\.ratio)) }
  }

  /// Enterprises that submit: so many that none comes near the limit of open needs.
  private static let firmsMaximum = 20_000

  func run() async throws -> Report {
    let bodies = (0..<min(subjects.count, Self.firmsMaximum)).map { index in
      let subject = subjects.subject(index)
      return subject.terms.body(of: subject.id)
    }
    return try await databases.withCopy("flow_submit") { database in
      var rounds: [RateRound] = []
      for round in 0..<options.rounds {
        try await databases.checkpoint()
        let ours = try await databases.withApplication(
          database, connections: options.connections
        ) { application, _ in
          try await submitting(bodies, round) { body in
            _ = try await application.submitNeed(body, actor: .system("bench"))
          }
        }
        try await databases.checkpoint()
        let plain = try await Pgbench(
          house: databases.house, connections: options.connections,
          seconds: options.roundSeconds,
          script: SubmitScript.script(
            round: round, callers: options.connections, enterprises: bodies.count)
        ).run(on: database)
        rounds.append(RateRound(ours: ours, plain: plain, pipelined: nil))
      }
      try await databases.checkpoint()
      let server = try await databases.house.startServer(
        databases.house.databaseURL(database))
      let http: Double
      do {
        http = try await submitting(bodies, options.rounds) { _ = try await server.submit($0) }
        await server.process.stop()
      } catch {
        await server.process.stop()
        throw error
      }
      return Report(connections: options.connections, rounds: rounds, httpPerSecond: http)
    }
  }

  private func submitting(
    _ bodies: [JSON], _ round: Int, _ call: @escaping @Sendable (JSON) async throws -> Void
  ) async throws -> Double {
    try await callsPerSecond(workers: options.connections, seconds: options.roundSeconds) {
      worker, turn in
      // Each caller walks through enterprises of its own, as pgbench's clients do.
      let place = (turn * options.connections + worker + round * 7_919) % bodies.count
      try await call(bodies[place])
    }
  }
}
