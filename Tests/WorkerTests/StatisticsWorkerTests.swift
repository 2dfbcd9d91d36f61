import Application
import Domain
import Foundation
import Kafka
import Postgres
import Seeds
import ServiceLifecycle
import StatisticsWorker
import Store
import TestSupport
import Testing
import WorkerKit

@Suite("The statistics worker", .timeLimit(.minutes(10)))
struct StatisticsWorkerTests {
  private static func worker(_ world: World) -> some Service {
    StatisticsWorker.follower.service(
      application: world.application, link: world.link, options: EventWorkerOptions(),
      clock: .system, ids: world.ids, state: WorkerState(name: "statistics"), controls: .none,
      logger: World.logger)
  }

  /// Everything that is counted, as text.
  private static func counted(_ world: World) async throws -> [String] {
    try await world.withConnection { connection in
      var lines: [String] = []
      for statement: Statement in [
        "SELECT c::text FROM funnel_cell c WHERE submitted > 0 ORDER BY 1",
        "SELECT d::text FROM funnel_days d WHERE cases > 0 ORDER BY 1",
        "SELECT need_id || ' ' || encode(body, 'hex') FROM funnel_journey ORDER BY 1",
        "SELECT o::text FROM offer_case o ORDER BY 1",
      ] {
        lines += try await connection.query(statement).map { try $0.decode(0, as: String.self) }
      }
      return lines
    }
  }

  private static func enterprises(_ world: World) async throws -> [String] {
    try await world.withConnection { connection in
      try await connection.query("SELECT id FROM enterprise ORDER BY id").map {
        EnterpriseID(try $0.decode(0, as: UUID.self)).text
      }
    }
  }

  private static func submitted(_ world: World, region: String = "") async throws -> Int64 {
    try await world.number(
      """
      SELECT coalesce(sum(submitted), 0)::bigint FROM funnel_cell
      WHERE dimension = 'all' AND region ^@ \(region)
      """)
  }

  @Test(
    "stopped and started, told twice, late and in disorder, it counts what a count of everything anew gives"
  )
  func equalsRebuild() async throws {
    try await World.with { world in
      let needs = try await world.registerSample(12, seed: 31)
      try await running([try world.relay(), world.matchWorker()]) {
        let first = Running(Self.worker(world))
        try await world.submit(needs.prefix(6))
        try await eventually("needs are counted") { try await Self.submitted(world) > 0 }
        // Wherever it stands.
        await first.stop()
        try await world.submit(needs.dropFirst(6))
        try await eventually("all are decided and told of") {
          let isTold = try await world.outbox == 0
          return try await world.waiting == 0 && isTold
        }
      }
      // Some was wrong, and what tells of it comes in any order, twice, before what was told earlier is read.
      try await world.withConnection { connection in
        _ = try await connection.execute("UPDATE enterprise SET region = '340202'")
      }
      var generator = SeededGenerator.announced("events of the statistics worker")
      let told = try await Self.enterprises(world).map { key in
        EventWorkerTests.record(world, key: key) { headers, _ in
          headers.removeAll { $0.name == "ce_type" }
          headers.append(("ce_type", Array(EventType.enterpriseAmended.rawValue.utf8)))
        }
      }
      try await EventWorkerTests.publish((told + told).shuffled(using: &generator), world)
      try await running([Self.worker(world)]) {
        try await eventually("everything is counted as it stands") {
          try await Self.submitted(world, region: "340202") == Int64(needs.count)
        }
      }
      let incremental = try await Self.counted(world)
      #expect(try await Self.submitted(world) == Int64(needs.count))
      #expect(try await world.deadLetters == 0)
      #expect(try await world.application.rebuildFunnel() == needs.count)
      #expect(try await Self.counted(world) == incremental)
    }
  }

  @Test("when every event is lost, the sweeper counts what the worker never heard of")
  func sweeperRecounts() async throws {
    try await World.with { world in
      try await world.submit(try await world.registerSample(5, seed: 32))
      try await running([try world.relay(), world.matchWorker(), world.sweeper()]) {
        try await eventually("all are decided and counted") {
          let isDecided = try await world.waiting == 0
          return try await Self.submitted(world) == 5 && isDecided
        }
        try await eventually("they count as they stand") {
          let matched = try await world.number(
            "SELECT coalesce(sum(matched), 0)::bigint FROM funnel_cell WHERE dimension = 'all'")
          return try await world.number(
            "SELECT count(DISTINCT need_id) FROM match_run WHERE eligible > 0") == matched
        }
      }
    }
  }
}
