import Application
import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Clocks that are wrong")
struct ClockTests {
  private static let dayMilliseconds: Int64 = 86_400_000
  private static let patienceMilliseconds: Int64 = 5_000

  @Test("a need accepted by a clock that is ahead is asked for again when its event is lost")
  func acceptedAhead() async throws {
    try await TestStore.with { store in
      let (body, _) = try await Self.need(store)
      store.clock.advance(milliseconds: Self.dayMilliseconds)
      _ = try await store.application.submitNeed(body, actor: Checks.actor)
      store.clock.advance(milliseconds: -Self.dayMilliseconds)
      try await Self.loseEvents(store)
      #expect(try await Self.ask(store) == 1)
    }
  }

  @Test("a need asked for by a clock that is ahead is asked for again when that is lost")
  func askedAhead() async throws {
    try await TestStore.with { store in
      let (body, _) = try await Self.need(store)
      _ = try await store.application.submitNeed(body, actor: Checks.actor)
      try await Self.loseEvents(store)
      store.clock.advance(milliseconds: Self.dayMilliseconds)
      #expect(try await Self.ask(store) == 1)
      store.clock.advance(milliseconds: Self.patienceMilliseconds * 2 - Self.dayMilliseconds)
      try await Self.loseEvents(store)
      #expect(try await Self.ask(store) == 1)
    }
  }

  @Test("the newest run is the one made last, also after one by a clock that was ahead")
  func newestRun() async throws {
    try await TestStore.with { store in
      let (body, enterprise) = try await Self.need(store)
      let answer = try await store.application.submitNeed(body, actor: Checks.actor)
      let need = try #require(answer.body["id"]?.stringValue.flatMap { NeedID($0) })
      store.clock.advance(milliseconds: Self.dayMilliseconds)
      try await Self.match(store, enterprise, worker: 2)
      store.clock.advance(milliseconds: -Self.dayMilliseconds)
      _ = try await store.application.amendNeed(
        need, expectedVersion: 1, ["tenor_months": 6], actor: Checks.actor)
      try await Self.match(store, enterprise, worker: 3)
      let runs = try await store.application.runs(
        of: need, page: .init(limit: 10, after: nil), actor: Checks.actor)
      #expect(runs.items.map { $0["need_version"]?.intValue } == [2, 1])
    }
  }

  private static func need(_ store: TestStore) async throws -> (JSON, EnterpriseID) {
    let bodies = try await SampleRegistration(application: store.application).register(
      count: 1, seed: 5, today: TestStore.morning.legalDate
    ).map(\.body)
    let body = try #require(bodies.first)
    return (body, try #require(body["enterprise_id"]?.stringValue.flatMap { EnterpriseID($0) }))
  }

  private static func loseEvents(_ store: TestStore) async throws {
    _ = try await store.pool.withConnection { try await $0.execute("DELETE FROM outbox") }
  }

  private static func ask(_ store: TestStore) async throws -> Int {
    try await store.application.requestMissingMatches(
      patienceMilliseconds: patienceMilliseconds, limit: 10)
  }

  /// Another worker's turn, with identifiers of its own.
  private static func match(
    _ store: TestStore, _ enterprise: EnterpriseID, worker: UInt64
  ) async throws {
    let event = Event(
      id: EventID(UUID()), type: .matchRequested, key: enterprise.text, subject: enterprise.text,
      time: store.clock.now, sequence: 1, data: [:])
    _ = try await store.another(seed: worker).match(events: [event], consumer: "match")
  }
}
