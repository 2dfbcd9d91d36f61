import Application
import Domain
import Foundation
import Postgres

/// All needs matched again through Kafka, by 1, 2 and 4 consumers, against COPY of the same rows.
struct RematchPart: Sendable {
  let databases: Databases
  let catalog: FlowCatalog
  let options: FlowOptions

  /// One full re-match.
  struct Turn: Sendable, Encodable {
    var consumers: Int
    var needs: Int
    var slices: Int
    /// From the call that starts it until the sweep is finished.
    var seconds: Double
    var needsPerSecond: Double
    /// Processor time of all match workers, of the relay and of the broker.
    var workerCpuSeconds: Double
    var relayCpuSeconds: Double
    var brokerCpuSeconds: Double
    /// The largest worker's memory at the end.
    var workerResidentBytes: Int64
    var lost: Int
    /// Stored runs that were decided again and compared byte by byte.
    var replayed: Int
    var copy: CopyFloor.Report

    /// COPY of the same rows in the time of the re-match: 1 is as fast as COPY.
    var ratio: Double { copy.median / max(seconds, 1e-9) }
  }

  struct Report: Sendable, Encodable {
    var cores: Int
    /// In the order in which they were made.
    var turns: [Turn]

    /// The turns with as many consumers, taken together.
    struct Group: Sendable {
      var consumers: Int
      var turns: [Turn]

      var seconds: Double { middle(of: turns.map(\.seconds)) }
      var needsPerSecond: Double { middle(of: turns.map(\.needsPerSecond)) }
      var copySeconds: Double { middle(of: turns.map(\.copy.median)) }
      /// Of each turn, which is held against the COPY right after it.
      var ratio: Double { middle(of: turns.map(\.ratio)) }
    }

    /// By their number of consumers.
    var groups: [Group] {
      Dictionary(grouping: turns, by: \.consumers).sorted { $0.key < $1.key }
        .map { Group(consumers: $0.key, turns: $0.value) }
    }

    private func group(_ consumers: Int) -> Group? {
      groups.first { $0.consumers == consumers }
    }

    /// The turns that are held against COPY. All are told of.
    var measured: Group? { group(RematchPart.measuredConsumers(cores: cores)) }

    /// COPY ÷ re-match, of those turns.
    var copyRatio: Double? { measured?.ratio }

    /// COPY ÷ re-match, by the number of consumers.
    var copyByConsumers: [String: Double] {
      Dictionary(
        groups.map { ("\($0.consumers)", $0.ratio) }, uniquingKeysWith: { first, _ in first })
    }

    /// How the re-match scales, over how COPY itself scales: the ratio to COPY with many consumers over
    /// that with one, since each turn has its COPY right behind it and what the machine gives drifts.
    var scaleRatio: Double? {
      guard let one = group(1), let many = group(min(4, cores)), many.consumers > 1 else {
        return nil
      }
      return many.ratio / one.ratio
    }
    var lost: Int { turns.reduce(0) { $0 + $1.lost } }
  }

  /// How many consumers are held against as many connections of COPY: half of the processors. Each
  /// keeps one busy and its server process another, as COPY's clients do not; with more consumers it
  /// is the processors that are shared, and what deciding takes of them COPY does not get.
  static func measuredConsumers(cores: Int) -> Int { max(1, cores / 2) }

  private static let settleSeconds = 8
  private static let pollMilliseconds = 50
  private static let limitSeconds = 3_600
  private static let replaySample = 50

  func run() async throws -> Report {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let measured = Self.measuredConsumers(cores: cores)
    let asked =
      options.parts.contains(.scale) ? options.consumers.filter { $0 <= max(1, cores) } : []
    let wanted = Set(asked + [measured]).sorted()
    return try await databases.withCopy("flow_decided") { decided in
      try await decide(decided)
      var turns: [Turn] = []
      // What the machine gives changes from minute to minute: turns are repeated, the numbers of
      // consumers by turns, and each has its COPY right behind it.
      for count in Array(repeating: wanted, count: options.rounds).joined() {
        let isFirst = turns.allSatisfy { $0.consumers != count }
        turns.append(
          try await databases.withCopy("flow_rematch", of: decided) { database in
            try await turn(database, consumers: count, comparesForeignKeys: isFirst)
          })
      }
      return Report(cores: cores, turns: turns)
    }
  }

  /// Gives every need its run under the first catalog, and publishes a second one that says the same
  /// in other words: what is measured is a province that is matched again.
  private func decide(_ database: String) async throws {
    let slices = (options.needs + 999) / 1_000
    let bar = databases.house.progress("首次匹配 first match", slices)
    try await Runs.decideAll(databases, database) { bar.update($0) }
    bar.finish(slices)
    try await databases.withApplication(database, connections: 2) { application, _ in
      _ = try await application.publish(
        catalog: try catalog.renamed(), policies: nil, actor: .system("bench"))
    }
    try await databases.run(
      "UPDATE sweep SET state = 'superseded', finished_at = created_at WHERE finished_at IS NULL",
      in: database)
    try await databases.run("TRUNCATE outbox", in: database)
    try await databases.run("VACUUM (ANALYZE)", in: database)
  }

  private func turn(
    _ database: String, consumers: Int, comparesForeignKeys: Bool
  ) async throws -> Turn {
    let measured = try await Crew.with(databases, database, consumers: consumers) { crew in
      try await Task.sleep(for: .seconds(Self.settleSeconds))
      try await databases.warm(database)
      try await databases.checkpoint()
      return try await databases.withApplication(database, connections: 2) { application, _ in
        try await sweep(application, crew, database, consumers: consumers)
      }
    }
    let replayed = try await databases.withApplication(database, connections: 4) {
      application, _ in try await replay(application, database)
    }
    let floor = try await CopyFloor(databases: databases, database: database)
      .run(connections: consumers, comparesForeignKeys: comparesForeignKeys)
    var turn = measured(floor)
    turn.replayed = replayed
    return turn
  }

  private func sweep(
    _ application: Application, _ crew: Crew, _ database: String, consumers: Int
  ) async throws -> @Sendable (CopyFloor.Report) -> Turn {
    let bar = databases.house.progress("重匹配 re-match × \(consumers)", options.needs)
    let before = crew.workers.map { ProcessUsage($0.processIdentifier)?.cpuSeconds ?? 0 }
    let clock = ContinuousClock()
    let started = clock.now
    let sweep = try await application.startFullSweep(by: .system("bench"))
    // As the sweeper does at its next look; the workers begin with the first slices meanwhile.
    try await application.cutSlices()
    let row = try await withConnection(to: databases.configuration(database)) { session in
      let deadline = clock.now.advanced(by: .seconds(Self.limitSeconds))
      while clock.now < deadline {
        let row = try await session.queryOne(
          "SELECT state, slices, needs_examined FROM sweep WHERE id = \(sweep.uuid)")
        bar.update(Int(try row.decode(2, as: Int64.self)))
        if try row.decode(0, as: String.self) == "finished" { return row }
        try await Task.sleep(for: .milliseconds(Self.pollMilliseconds))
      }
      throw BenchFailure("the sweep did not finish within \(Self.limitSeconds) s")
    }
    let seconds = started.duration(to: clock.now).seconds
    bar.finish(options.needs)
    let after = crew.workers.compactMap { ProcessUsage($0.processIdentifier) }
    let relay = ProcessUsage(crew.relay.processIdentifier)
    let broker = ProcessUsage(crew.broker.process.processIdentifier)
    let slices = Int(try row.decode(1, as: Int32.self))
    let lost = try await lost(database)
    let needs = options.needs
    return { copy in
      Turn(
        consumers: consumers, needs: needs, slices: slices, seconds: seconds,
        needsPerSecond: Double(needs) / seconds,
        workerCpuSeconds: zip(after, before).reduce(0) { $0 + $1.0.cpuSeconds - $1.1 },
        relayCpuSeconds: relay?.cpuSeconds ?? 0, brokerCpuSeconds: broker?.cpuSeconds ?? 0,
        workerResidentBytes: after.map(\.residentBytes).max() ?? 0, lost: lost, replayed: 0,
        copy: copy)
    }
  }

  /// Needs without a run, and runs beyond one for each need, are both wrong.
  private func lost(_ database: String) async throws -> Int {
    try await withConnection(to: databases.patient(database)) { session in
      let row = try await session.queryOne(
        """
        SELECT count(*) FROM need LEFT JOIN (
          SELECT need_id, count(*) AS runs FROM match_run
          WHERE catalog_version = 2 GROUP BY need_id) r ON r.need_id = need.id
        WHERE r.runs IS DISTINCT FROM 1
        """)
      return Int(try row.decode(0, as: Int64.self))
    }
  }

  /// Decides some of the stored runs again from their pins.
  private func replay(_ application: Application, _ database: String) async throws -> Int {
    let ids = try await withConnection(to: databases.patient(database)) { session in
      try await session.query(
        "SELECT id FROM match_run WHERE catalog_version = 2 ORDER BY md5(need_id::text) LIMIT \(Int64(Self.replaySample))"
      ).map { RunID(try $0.decode(0, as: UUID.self)) }
    }
    for id in ids {
      let answer = try await application.replay(id, actor: .system("bench"))
      guard answer["equal"] == .bool(true) else {
        throw BenchFailure("run \(id) does not replay: \(answer.canonicalText)")
      }
    }
    return ids.count
  }
}
