import Domain
import Postgres
import Store
import TestSupport
import Testing

@testable import Application

/// A world with an enterprise whose first event became a dead letter, and short words for what
/// operators and the match consumer do.
struct LetterCase: Sendable {
  let world: World
  let enterprise: EnterpriseID
  let ids = IdentifierSource()
  static let consumer = Consumer.match.name
  static let officer = Actor(subject: "officer-1", role: .operator)

  init(_ world: World, number: Int = 0) async throws {
    self.world = world
    enterprise = try await world.register(number)
    try await world.drain()
  }

  var application: Application { world.application }

  /// Submits a need and gives its event, taken out of the outbox.
  func submit() async throws -> Event {
    try await world.submit(enterprise)
    return try #require(try await world.drain().last)
  }

  /// The dead letter a worker would keep of an event.
  func record(
    _ event: Event, offset: Int64 = 1, reason: String = "handler_failed", attempts: Int = 5
  ) -> DeadLetterRecord {
    DeadLetterRecord(
      id: ids.next(), consumer: Self.consumer, event: event.id, topic: event.type.topic.rawValue,
      partition: 0, offset: offset, key: Array(event.key.utf8),
      headers: .object(
        Dictionary(
          event.headers.map { ($0.name, .string($0.value)) },
          uniquingKeysWith: { first, _ in first })),
      payload: event.data.canonicalBytes, reason: reason, detail: "the handler failed",
      attempts: attempts, firstFailedAt: world.store.clock.now, createdAt: world.store.clock.now,
      enterprise: EnterpriseID(event.key))
  }

  /// Keeps an event as a dead letter.
  func giveUp(_ event: Event, offset: Int64 = 1) async throws -> DeadLetterID {
    let kept = try await application.keepDeadLetters([record(event, offset: offset)])
    try await world.execute("DELETE FROM outbox WHERE topic = 'rongqiao.deadletter.v1'")
    return try #require(kept.first)
  }

  /// What the consumer makes of events, as the worker would hand them to it.
  @discardableResult
  func consume(_ events: [Event]) async throws -> MatchOutcome {
    try await application.match(events: events, consumer: Self.consumer)
  }

  @discardableResult
  func redrive(_ id: DeadLetterID, dryRun: Bool = false) async throws -> JSON {
    try await application.redriveDeadLetter(
      id, ["dry_run": .bool(dryRun)], actor: Self.officer
    ).body
  }

  @discardableResult
  func skip(_ id: DeadLetterID, dryRun: Bool = false) async throws -> JSON {
    try await application.skipDeadLetter(
      id, ["reason": "not needed", "dry_run": .bool(dryRun)], actor: Self.officer
    ).body
  }

  func letter(_ id: DeadLetterID) async throws -> JSON {
    try await application.deadLetter(id, actor: Self.officer)
  }

  func state(_ id: DeadLetterID) async throws -> String {
    try await letter(id)["state"]?.stringValue ?? ""
  }

  var held: Int64 { get async throws { try await world.count("held_event") } }
  var runs: Int64 { get async throws { try await world.count("match_run") } }

}
