import Application
import Domain
import Foundation

/// Calls of `Application.runDocument`, which gives a run as it is answered, per second, against
/// pgbench that runs the same statements.
struct ReadPart: Sendable {
  let databases: Databases
  let subjects: FlowSubjects
  let options: FlowOptions

  struct Report: Sendable, Encodable {
    var connections: Int
    /// Runs that are read, each as often as another.
    var runs: Int
    var rounds: [RateRound]
    /// Over HTTP, with as many requests side by side.
    var httpPerSecond: Double

    var ratio: Double { middle(of: rounds.map(\.ratio)) }
  }

  /// The sides alternate more often than elsewhere: nothing has to be brought into place between
  /// them, and what the machine gives changes within a minute.
  private static let sharesOfRound = 3

  private var seconds: Int { max(1, options.roundSeconds / Self.sharesOfRound) }

  /// Runs that are made to be read.
  private static let runsMaximum = 5_000

  func run() async throws -> Report {
    let count = min(subjects.count, Self.runsMaximum)
    return try await databases.withCopy("flow_read") { database in
      try await decide(count, database)
      var rounds: [RateRound] = []
      for round in 0..<options.rounds * Self.sharesOfRound {
        let ours = try await databases.withApplication(
          database, connections: options.connections
        ) { application, _ in
          // The catalog is read once, not in every call.
          _ = try await application.runDocument(runID(0), actor: .system("bench"))
          return try await reading(count, round) { run in
            _ = try await application.runDocument(run, actor: .system("bench"))
          }
        }
        let plain = try await Pgbench(
          house: databases.house, connections: options.connections,
          seconds: seconds, script: ReadScript.script(round: round + 1, runs: count)
        ).run(on: database)
        rounds.append(RateRound(ours: ours, plain: plain, pipelined: nil))
      }
      let server = try await databases.house.startServer(
        databases.house.databaseURL(database))
      let http: Double
      do {
        http = try await reading(count, rounds.count) { try await server.read($0) }
        await server.process.stop()
      } catch {
        await server.process.stop()
        throw error
      }
      return Report(
        connections: options.connections, runs: count, rounds: rounds, httpPerSecond: http)
    }
  }

  private func reading(
    _ count: Int, _ round: Int, _ call: @escaping @Sendable (RunID) async throws -> Void
  ) async throws -> Double {
    try await callsPerSecond(workers: options.connections, seconds: seconds) {
      worker, turn in
      var random = FlowRandom(
        seed: options.seed, stream: UInt64(round << 48 | worker << 40 | turn))
      try await call(runID(random.within(0...count - 1)))
    }
  }

  private func runID(_ number: Int) -> RunID { RunID(FlowIdentity.uuid(.run, number)) }

  /// Makes the runs of the first needs, and gives them identifiers that follow from their number.
  private func decide(_ count: Int, _ database: String) async throws {
    try await Runs.decide(0..<count, databases, database)
    try await databases.run(
      """
      SET session_replication_role = replica;
      DELETE FROM need_rematch;
      UPDATE match_run
        SET id = ('\(FlowIdentity.Kind.run.rawValue)' || right(need_id::text, 12))::uuid;
      """, in: database)
    try await databases.run("VACUUM FULL match_run", in: database)
    try await databases.run("ANALYZE match_run", in: database)
    try await databases.checkpoint()
  }
}
