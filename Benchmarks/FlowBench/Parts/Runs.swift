import Application
import Domain
import Postgres

/// Runs made without a broker, by the service's own use cases.
enum Runs {
  private static let eventsPerCall = 200
  private static let sweepers = 4

  /// Decides the needs of a range of subjects.
  static func decide(
    _ range: Range<Int>, _ databases: Databases, _ database: String
  ) async throws {
    let ids = range.map { FlowIdentity.uuid(.need, $0) }
    try await withConnection(to: databases.configuration(database)) { session in
      try await session.execute("UPDATE need SET match_due_since = now() WHERE id = ANY(\(ids))")
    }
    let decided = try await databases.withApplication(database, connections: 2) { application, _ in
      var decided = 0
      for first in stride(from: range.lowerBound, to: range.upperBound, by: eventsPerCall) {
        let events = (first..<min(first + eventsPerCall, range.upperBound)).map { index in
          event(index, at: WallClock.system.now())
        }
        decided += try await application.match(events: events, consumer: "bench").decided
      }
      return decided
    }
    guard decided == range.count else {
      throw BenchFailure("\(decided) of \(range.count) needs were decided")
    }
  }

  /// Decides all open needs by one full sweep, slices side by side in this process.
  ///
  /// - Parameter progress: told how many slices are done, of how many.
  static func decideAll(
    _ databases: Databases, _ database: String, progress: @escaping @Sendable (Int) -> Void
  ) async throws {
    try await databases.withApplication(database, connections: sweepers * 2) { application, _ in
      let sweep = try await application.startFullSweep(by: .system("bench"))
      let slices = try await application.cutSlices()
      let next = Turnstile(1)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<sweepers {
          group.addTask {
            while true {
              let slice = next.take()
              guard slice <= slices else { return }
              let event = Event(
                id: EventID(FlowIdentity.uuid(.event, 1 << 40 | slice)), type: .sweepRequested,
                key: "\(sweep.text)/\(slice)", subject: sweep.text, time: WallClock.system.now(),
                sequence: Int64(slice),
                data: ["sweep_id": .string(sweep.text), "slice": .int(Int64(slice))])
              _ = try await application.sweep(events: [event], consumer: "bench")
              progress(slice)
            }
          }
        }
        try await group.waitForAll()
      }
    }
    try await databases.run("TRUNCATE outbox; DELETE FROM inbox", in: database)
  }

  /// Asks for the run of a subject's waiting needs.
  static func event(_ index: Int, number: Int = 0, at now: Instant) -> Event {
    let enterprise = EnterpriseID(FlowIdentity.uuid(.enterprise, index))
    return Event(
      id: EventID(FlowIdentity.uuid(.event, number << 24 | index)), type: .matchRequested,
      key: enterprise.text, subject: enterprise.text, time: now, sequence: 1,
      data: ["enterprise_id": .string(enterprise.text)])
  }
}
