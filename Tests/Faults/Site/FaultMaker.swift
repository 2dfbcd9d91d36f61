import Domain
import Foundation
import Kafka
import Postgres
import TestSupport

/// Does to a site what a fault says, and undoes it.
struct FaultMaker: Sendable {
  let site: FaultSite
  let client: SiteClient
  let ledger: Ledger
  let watcher: TopicWatcher
  let enterprises: [EnterpriseID]
  let seed: UInt64

  /// Returns when the fault is over.
  func make(_ fault: Fault) async throws {
    let milliseconds = fault.durationMilliseconds
    switch fault.kind {
    case .processKilled:
      try await turn(fault) { process in
        try await process.kill()
        await Timing.tick(milliseconds: milliseconds)
        try await process.start()
      }
    case .processStopped:
      try await turn(fault) { process in
        await process.signal(SIGSTOP)
        await Timing.tick(milliseconds: milliseconds)
        await process.signal(SIGCONT)
      }
    case .databaseRestarted: try await stopDatabase(.fast, milliseconds)
    case .databaseCrashed: try await stopDatabase(.immediate, milliseconds)
    case .brokerKilled:
      guard let broker = site.broker else { return }
      try await broker.lane.withTurn {
        try await broker.kill()
        await Timing.tick(milliseconds: milliseconds)
        try await broker.start()
      }
    case .brokerStopped:
      guard let broker = site.broker else { return }
      await broker.lane.withTurn {
        await broker.signal(SIGSTOP)
        await Timing.tick(milliseconds: milliseconds)
        await broker.signal(SIGCONT)
      }
    case .connectionsCut:
      await disturb(fault) { proxy in
        proxy.mode = .refuse
        proxy.cut()
      }
    case .connectionsDelayed: await disturb(fault) { $0.mode = .delay(fault.magnitude) }
    case .connectionsFrozen: await disturb(fault) { $0.mode = .freeze }
    case .poison:
      var random = SplitMix(seed: seed &+ UInt64(fault.number))
      let ids = IdentifierSource()
      let records = (0..<fault.magnitude * Poison.allCases.count).compactMap { index in
        enterprises.randomElement(using: &random).map {
          Poison.allCases[index % Poison.allCases.count].record(
            enterprise: $0, id: ids.next(), now: WallClock.system.now())
        }
      }
      try await produce(records)
    case .duplicates: try await produce(watcher.sample(fault.magnitude).map(\.again))
    case .clockMoved:
      let replica = try MovedReplica(
        site, label: "moved-\(fault.number)", seconds: fault.magnitude, ledger: ledger)
      do {
        try await replica.work(for: enterprises, seed: seed &+ UInt64(fault.number))
        await Timing.tick(milliseconds: milliseconds)
      } catch {
        try await replica.stop()
        throw error
      }
      try await replica.stop()
    case .rebalance:
      let visitor = site.visitor
      try await visitor.lane.withTurn {
        try await visitor.start()
        await Timing.tick(milliseconds: milliseconds)
        let status = try await visitor.stop()
        if status != 0 { ledger.surprise("a worker told to stop ended with \(status)") }
      }
    case .retries:
      client.setDoubling(true)
      await Timing.tick(milliseconds: milliseconds)
      client.setDoubling(false)
    }
  }

  private func turn(
    _ fault: Fault, _ body: @Sendable (SiteProcess) async throws -> Void
  ) async throws {
    guard let process = fault.victim.flatMap({ site.processes[$0] }) else { return }
    try await process.lane.withTurn { try await body(process) }
  }

  private func stopDatabase(_ how: RestartableCluster.Stop, _ milliseconds: Int) async throws {
    let cluster = site.cluster
    try await site.databaseLane.withTurn {
      try await cluster.stop(how)
      await Timing.tick(milliseconds: milliseconds)
      try await cluster.startAgain()
    }
  }

  /// One disturbance of one way at a time; afterwards bytes pass again.
  private func disturb(_ fault: Fault, _ begin: @Sendable (TCPProxy) -> Void) async {
    guard let process = fault.victim.flatMap({ site.processes[$0] }), let side = fault.side,
      let way = process.ways[side]
    else { return }
    await way.lane.withTurn {
      begin(way.proxy)
      await Timing.tick(milliseconds: fault.durationMilliseconds)
      way.proxy.mode = .pass
    }
  }

  /// Sends records past the outbox. A broker that is away may never get them.
  private func produce(_ records: [KafkaRecord]) async throws {
    guard !records.isEmpty else { return }
    let producer = try KafkaProducer(
      configuration: site.kafka, options: ProducerOptions(deliveryTimeoutMilliseconds: 5_000))
    _ = await producer.sendBatch(records)
    _ = await producer.close(deadlineMilliseconds: 6_000)
  }
}
