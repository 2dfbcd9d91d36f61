import Application
import Catalog
import Domain
import Foundation
import Kafka
import Postgres
import Store
import TestSupport
import Testing
import WorkerKit

@testable import NeedSweeper

@Suite("From a published version to flips", .timeLimit(.minutes(10)))
struct SweepWorkerTests {
  /// The seed catalog with one product more, which fits everybody.
  private static func openCatalog() throws -> Catalog {
    let json = try SeedCatalog.catalog().json
    guard case .object(var members) = json, case .array(var products)? = members["products"],
      case .object(var first)? = products.first
    else { return try SeedCatalog.catalog() }
    first["criteria"] = []
    for name in ["amount", "tenor", "limit", "min_coverage_ppm"] { first[name] = nil }
    first["code"] = "loan-for-everybody"
    products.append(.object(first))
    members["products"] = .array(products)
    return try Catalog(json: .object(members))
  }

  private static func decide(_ world: World, _ count: Int) async throws -> Int64 {
    let needs = try await world.registerSample(count, seed: 21)
    try await world.submit(needs)
    try await running([try world.relay(), world.matchWorker()]) {
      try await eventually("all needs are decided") { try await world.waiting == 0 }
      try await eventually("all is published") { try await world.outbox == 0 }
    }
    return Int64(needs.count)
  }

  private static func finished(_ world: World) async throws -> Int64 {
    try await world.number("SELECT count(*) FROM sweep WHERE state = 'finished'")
  }

  private static func expectFlips(_ world: World, needs: Int64) async throws {
    #expect(
      try await world.number("SELECT count(DISTINCT need_id) FROM decision_flip") == needs)
    #expect(try await world.number("SELECT count(*) FROM decision_flip") == needs)
    #expect(try await world.runs == 2 * needs)
    #expect(try await world.deadLetters == 0)
  }

  @Test("a published product sweeps the open needs by itself and tells each enterprise in order")
  func endToEnd() async throws {
    try await World.with { world in
      let needs = try await Self.decide(world, 8)
      let reader = try TopicReader(world, topic: .enterprise)
      try await running([try world.relay(), world.matchWorker()]) {
        _ = try await world.application.publish(
          catalog: try Self.openCatalog(), policies: nil, actor: World.actor)
        try await eventually("the sweep ends") { try await Self.finished(world) == 1 }
        try await eventually("all is published") { try await world.outbox == 0 }
        let messages = try await reader.messages("each need is told of") {
          $0.compactMap(\.event).count(where: { $0.type == .enterpriseNewlyQualifies }) >= needs
        }
        MatchWorkerTests.expectSequences(messages)
        let flipped = messages.compactMap(\.event).filter { $0.type == .decisionFlipped }
        #expect(Set(flipped.map(\.subject)).count == Int(needs))
      }
      await reader.close()
      try await Self.expectFlips(world, needs: needs)
    }
  }

  @Test("with every event of it lost, the sweeper cuts the slices and asks for them again")
  func everythingLost() async throws {
    try await World.with { world in
      let needs = try await Self.decide(world, 6)
      _ = try await world.application.publish(
        catalog: try Self.openCatalog(), policies: nil, actor: World.actor)
      _ = try await world.application.cutSlices()
      try await world.withConnection { _ = try await $0.execute("DELETE FROM outbox") }
      #expect(try await Self.finished(world) == 0)
      try await running([try world.relay(), world.matchWorker(), world.sweeper()]) {
        try await eventually("the sweep ends") { try await Self.finished(world) == 1 }
      }
      try await Self.expectFlips(world, needs: needs)
    }
  }

  @Test("stopping the worker in the middle of a sweep loses and doubles nothing")
  func stopped() async throws {
    try await World.with { world in
      let needs = try await Self.decide(world, 10)
      _ = try await world.application.publish(
        catalog: try Self.openCatalog(), policies: nil, actor: World.actor)
      var slicing = SliceOptions()
      slicing.needs = 1
      _ = try await world.application.cutSlices(slicing)
      for _ in 0..<3 {
        try await running([try world.relay(), world.matchWorker()]) {
          let before = try await world.runs
          try await eventually("something is swept") {
            let runs = try await world.runs
            let ended = try await Self.finished(world) == 1
            return runs > before || ended
          }
        }
      }
      try await running([try world.relay(), world.matchWorker()]) {
        try await eventually("the sweep ends") { try await Self.finished(world) == 1 }
      }
      try await Self.expectFlips(world, needs: needs)
    }
  }

  @Test("an event about a slice there is not becomes a dead letter, and the next one goes on")
  func deadLetter() async throws {
    try await World.with { world in
      let needs = try await Self.decide(world, 3)
      let ids = IdentifierSource()
      let sweep: SweepID = ids.next()
      let stray = Event(
        id: ids.next(), type: .sweepRequested, key: "\(sweep.text)/1", subject: sweep.text,
        time: WallClock.system.now(), sequence: 1,
        data: ["sweep_id": .string(sweep.text), "slice": 1])
      try await world.withConnection { try await OutboxRepository.append([stray], $0) }
      _ = try await world.application.publish(
        catalog: try Self.openCatalog(), policies: nil, actor: World.actor)
      try await running([try world.relay(), world.matchWorker()]) {
        try await eventually("the sweep ends") { try await Self.finished(world) == 1 }
        try await eventually("the stray one is kept") { try await world.deadLetters == 1 }
      }
      #expect(
        try await world.number(
          "SELECT count(*) FROM dead_letter WHERE reason = 'unknown_slice'") == 1)
      #expect(try await world.number("SELECT count(*) FROM decision_flip") == needs)
    }
  }
}
