import Application
import Domain
import Foundation
import Kafka
import Logging
import MatchWorker
import NeedSweeper
import Postgres
import ServiceLifecycle
import TestSupport
import WorkerKit

/// A replica on a machine whose clock is wrong: a match worker in the groups of the others, a
/// sweeper, and the use cases that the API calls. It is the same code with another clock, which
/// comes in from outside everywhere.
struct MovedReplica: Sendable {
  private let application: Application
  private let pool: PostgresPool
  private let group: ServiceGroup
  private let running: Task<Void, any Error>
  private let ledger: Ledger
  private let label: String

  private static let submissions = 6
  private static let attemptsMaximum = 600

  /// - Parameter seconds: how far the clock is ahead; below zero, behind.
  init(_ site: FaultSite, label: String, seconds: Int, ledger: Ledger) throws {
    let offset = Int64(seconds) * 1_000
    let clock = WallClock { WallClock.system.now().adding(milliseconds: offset) }
    let ids = IdentifierSource(clock: clock)
    let logger = Logger(label: "moved", factory: { _ in SwiftLogNoOpLogHandler() })
    pool = PostgresPool(
      configuration: try PostgresConfiguration(url: site.databaseURL),
      limits: PoolLimits(size: 4, warm: 0))
    application = Application(
      pool: pool, clock: clock, ids: ids, reference: try ReferenceData.bundled(),
      masterKeys: TestKeys.master, logger: logger)
    var sweeping = NeedSweeperOptions()
    sweeping.intervalMilliseconds = 1_000
    sweeping.patienceMilliseconds = 2_000
    // What it queues for webhooks is due by its own clock: whoever sends would wait until then.
    sweeping.webhookStepsMaximum = 0
    group = ServiceGroup(
      services: [
        MatchWorker.service(
          application: application, link: KafkaLink(site.kafka), options: EventWorkerOptions(),
          clock: clock, ids: ids, state: WorkerState(name: "moved"), controls: .none,
          logger: logger),
        NeedSweeper(
          application: application, options: sweeping, controls: .none,
          state: WorkerState(name: "moved"), logger: logger),
      ], logger: logger)
    running = Task { [group] in try await group.run() }
    self.ledger = ledger
    self.label = label
  }

  /// Submits needs and changes facts, each until it is accepted.
  func work(for enterprises: [EnterpriseID], seed: UInt64) async throws {
    var random = SplitMix(seed: seed)
    for number in 0..<Self.submissions {
      guard let enterprise = enterprises.randomElement(using: &random) else { return }
      let need = try await settle("\(label)-need-\(number)") { key in
        try await application.submitNeed(
          [
            "enterprise_id": .string(enterprise.text),
            "amount": ["fen": .int(Int64(50_000_000 + number)), "currency": "CNY"],
            "tenor_months": 24, "purpose": "equipment", "security": ["mortgage"],
          ], actor: Checks.actor, idempotency: key)
      }
      if let id = need.body["id"]?.stringValue.flatMap({ NeedID($0) }) {
        ledger.accepted(id, .init(version: 1, isOpen: true))
      }
      let facts = try await settle("\(label)-facts-\(number)") { key in
        try await application.putFacts(
          enterprise, expectedVersion: nil,
          [
            "facts": [
              [
                "path": "tax.paid_last_year_fen", "value": .int(Int64(1_000_000 + number)),
                "source": "tax_bureau", "as_of": "2026-01-02",
              ]
            ]
          ], mode: .merge, actor: Checks.actor, idempotency: key)
      }
      if let version = facts.body["version"]?.intValue {
        ledger.accepted(factsOf: enterprise, version: Int(version))
      }
    }
  }

  func stop() async throws {
    await group.triggerGracefulShutdown()
    try await running.value
    await pool.shutdown()
  }

  private func settle(
    _ key: String, _ body: (IdempotencyRequest) async throws -> StoredAnswer
  ) async throws -> StoredAnswer {
    let request = IdempotencyRequest(
      client: "faults", key: key, fingerprint: Digest(ofBytes: Array(key.utf8)))
    var last: (any Error)?
    for _ in 0..<Self.attemptsMaximum {
      do {
        return try await body(request)
      } catch let error as ApplicationError {
        switch error {
        case .unavailable, .idempotencyInFlight: last = error
        default: throw error
        }
      } catch let error as PostgresError {
        last = error
      }
      await Timing.tick(milliseconds: 100)
    }
    throw StoryError("\(key): \(last.map { "\($0)" } ?? "not accepted")")
  }
}
