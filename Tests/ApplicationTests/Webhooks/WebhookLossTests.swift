import Application
import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Events that were lost before they were read for webhooks", .serialized)
struct WebhookLossTests {
  /// Takes everything out of the outbox as the relay does, whatever becomes of the topic.
  private func publish(_ world: World) async throws -> [Event] {
    let events = try await world.events()
    try await world.store.pool.withConnection { session in
      let rows = try await OutboxRepository.oldest(limit: 1_000, session)
      try await OutboxRepository.settle(
        rows.map(\.id), at: world.store.clock.now, session)
    }
    return events
  }

  private func unread(
    _ world: World, patience: Int64 = 30_000
  ) async throws -> (events: Int, queued: Int) {
    try await world.application.queueUnreadWebhooks(patienceMilliseconds: patience, limit: 100)
  }

  private func read(_ events: [Event], _ world: World) async throws -> Int {
    try await world.application.queueWebhooks(
      events: events, consumer: Consumer.webhook.name
    ).queued
  }

  /// An enterprise with an address, another without, and a need of each.
  private func needs(_ world: World) async throws -> (own: EnterpriseID, hook: WebhookID) {
    let own = try await world.register(1)
    let hook = try await world.hook(own.text, by: World.firm(own))
    let other = try await world.register(2)
    try await world.drain()
    try await world.submit(own)
    try await world.submit(other)
    return (own, hook)
  }

  @Test(
    "an event whose topic was lost unread is told of all the same, once, and only whom it is for")
  func lost() async throws {
    try await World.with { world in
      let (own, hook) = try await needs(world)
      let events = try await publish(world)
      #expect(events.contains { $0.key == own.text && $0.type == .needSubmitted })
      #expect(try await world.count("webhook_event") == 1, "nobody else has an address")
      #expect(try await unread(world) == (0, 0), "who reads the topic has time to do so")
      world.store.clock.advance(milliseconds: 31_000)
      #expect(try await unread(world) == (1, 1))
      #expect(try await unread(world) == (0, 0))
      #expect(
        try await world.deliveries(of: hook).map { $0["type"] }
          == [.string(EventType.needSubmitted.rawValue)])
      // It was not lost, only late.
      #expect(try await read(events, world) == 0)
      #expect(try await world.deliveries(of: hook).count == 1)
      let bodies = try await world.query("SELECT payload FROM webhook_delivery")
      #expect(bodies.count == 1)
    }
  }

  @Test("what was read is not kept, whether it is read before its row goes or after")
  func wasRead() async throws {
    try await World.with { world in
      let (own, hook) = try await needs(world)
      let early = try await world.events()
      #expect(try await read(early, world) == 1)
      _ = try await publish(world)
      #expect(try await world.count("webhook_event") == 0)
      try await world.submit(own)
      let late = try await publish(world)
      #expect(try await world.count("webhook_event") == 1)
      #expect(try await read(late, world) == 1)
      #expect(try await world.count("webhook_event") == 0)
      #expect(try await world.deliveries(of: hook).count == 2)
    }
  }

  @Test("an address that does not want a type is not told of it, and nothing is kept for ever")
  func unwanted() async throws {
    try await World.with { world in
      let own = try await world.register(1)
      try await world.hook(own.text, types: [.factsChanged], by: World.firm(own))
      try await world.drain()
      try await world.submit(own)
      _ = try await publish(world)
      #expect(try await world.count("webhook_event") == 1)
      world.store.clock.advance(milliseconds: 31_000)
      #expect(try await unread(world) == (1, 0))
      #expect(try await world.count("webhook_event") == 0)
    }
  }

  @Test("reconcile waits for no patience: it counts what was lost unread, and has it told of")
  func reconcile() async throws {
    try await World.with { world in
      let (_, hook) = try await needs(world)
      _ = try await publish(world)
      world.store.clock.advance(milliseconds: 10)
      #expect(try await world.application.reconcile(dryRun: true).webhooks == 1)
      #expect(try await world.deliveries(of: hook).isEmpty)
      #expect(try await world.application.reconcile().webhooks == 1)
      #expect(try await world.deliveries(of: hook).count == 1)
      #expect(try await world.application.reconcile(dryRun: true).webhooks == 0)
    }
  }
}
