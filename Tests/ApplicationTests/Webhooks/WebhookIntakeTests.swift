import Domain
import Postgres
import Store
import TestSupport
import Testing

@testable import Application

@Suite("Whom an event is for", .serialized)
struct WebhookIntakeTests {
  private func queue(_ events: [Event], _ world: World) async throws -> WebhookIntakeOutcome {
    try await world.application.queueWebhooks(events: events, consumer: "rongqiao.webhook")
  }

  @Test("an enterprise is told of what happens to it, once, however often the event comes")
  func own() async throws {
    try await World.with { world in
      let one = try await world.register(1)
      let other = try await world.register(2)
      let hook = try await world.hook(one.text, by: World.firm(one))
      try await world.drain()
      try await world.submit(one)
      try await world.submit(other)
      try await world.matchWaiting()
      let events = try await world.events()
      let submitted = Event.submitted(one, at: world.store.clock.now)
      for round in 0..<3 {
        let outcome = try await queue(events + [submitted], world)
        let own = events.filter { $0.key == one.text && $0.type.isPublic }
        #expect(own.map(\.type) == [.needDecided])
        #expect(outcome.queued == (round == 0 ? 2 : 0))
        #expect(outcome.skipped == events.count + 1 - outcome.queued)
      }
      let deliveries = try await world.deliveries(of: hook)
      #expect(
        Set(deliveries.compactMap { $0["type"]?.stringValue }) == [
          EventType.needDecided.rawValue, EventType.needSubmitted.rawValue,
        ])
      #expect(Set(deliveries.map { $0["event_id"] }).count == 2)
      // Nobody of the other enterprise is told, and nothing remembers its events.
      #expect(
        try await world.query(
          "SELECT FROM inbox WHERE consumer = 'rongqiao.webhook'"
        ).count == 2)
    }
  }

  @Test("an institution is told of a periodic run that gave it offers, without any enterprise")
  func allocation() async throws {
    try await World.with { world in
      let cases = try await world.waitingCases(40)
      let codes = Set(cases.flatMap(\.institutions)).sorted()
      var hooks: [String: WebhookID] = [:]
      for code in codes { hooks[code] = try await world.hook(code, by: World.manager(code)) }
      let id = try await world.allocate()
      let events = try await world.drain().filter { $0.type == .allocationFinished }
      #expect(!events.isEmpty)
      #expect(try await queue(events, world).queued == events.count)
      for event in events {
        #expect(event.type.topic == .work && event.subject == id.text)
        let hook = try #require(hooks[event.key])
        #expect(try await world.deliveries(of: hook).count == 1)
        #expect(event.data["enterprise_id"] == nil)
        #expect(WebhookPayload.thin(event.data) == event.data)
      }
    }
  }

  @Test("an institution is told of what names it, and of nothing else")
  func institution() async throws {
    try await World.with { world in
      let enterprise = try await world.register(1)
      let codes = try await world.institutions()
      let mine = try await world.hook(codes[0], by: World.manager(codes[0]))
      let others = try await world.hook(codes[1], by: World.manager(codes[1]))
      let now = world.store.clock.now
      let events = [
        Event.submitted(enterprise, at: now),
        Event.submitted(enterprise, at: now, institution: codes[0]),
        Event.submitted(enterprise, at: now, institution: "no-such-bank"),
      ]
      #expect(try await queue(events, world).queued == 1)
      #expect(
        try await world.deliveries(of: mine).map { $0["event_id"] } == [
          .string(events[1].id.text)
        ])
      #expect(try await world.deliveries(of: others).isEmpty)
    }
  }

  @Test("an address gets the types it asked for, since it was entered, while it is active")
  func choice() async throws {
    try await World.with { world in
      let enterprise = try await world.register(1)
      let now = world.store.clock.now
      let before = Event.submitted(enterprise, at: now.adding(milliseconds: -1))
      let all = try await world.hook(enterprise.text)
      let chosen = try await world.hook(enterprise.text, types: [.factsChanged])
      let off = try await world.hook(enterprise.text)
      _ = try await world.application.changeWebhook(
        off, expectedVersion: 1, ["state": "disabled"], actor: World.system)
      let events = [before, Event.submitted(enterprise, at: now), .facts(enterprise, at: now)]
      #expect(try await queue(events, world).queued == 3)
      #expect(try await world.deliveries(of: all).count == 2)
      #expect(
        try await world.deliveries(of: chosen).map { $0["type"] } == [
          .string(EventType.factsChanged.rawValue)
        ])
      #expect(try await world.deliveries(of: off).isEmpty)
    }
  }

  @Test("what workers tell each other is no event for others")
  func inner() {
    let names = Set(EventType.publicTypes.map(\.rawValue))
    #expect(names.contains("cn.rongqiao.need.submitted.v1"))
    #expect(names.contains("cn.rongqiao.allocation.finished.v1"))
    for inner in [
      EventType.matchRequested, .sweepRequested, .deadLettered, .deadLetterSkipped,
      .catalogPublished, .enterpriseCreated,
    ] {
      #expect(!inner.isPublic)
    }
    // Every one of them travels on a topic that is read for webhooks.
    #expect(Set(EventType.publicTypes.map(\.topic)).isSubset(of: Consumer.webhook.topics))
  }
}

extension Event {
  private static let ids = IdentifierSource()

  /// A need that was submitted, as the event says it.
  static func submitted(
    _ enterprise: EnterpriseID, at time: Instant, institution: String? = nil
  ) -> Event {
    var data: [String: JSON] = ["enterprise_id": .string(enterprise.text), "need_version": 1]
    if let institution { data["institution"] = .string(institution) }
    return Event(
      id: ids.next(), type: .needSubmitted, key: enterprise.text, subject: enterprise.text,
      time: time, sequence: 1, data: .object(data))
  }

  static func facts(_ enterprise: EnterpriseID, at time: Instant) -> Event {
    Event(
      id: ids.next(), type: .factsChanged, key: enterprise.text, subject: enterprise.text,
      time: time, sequence: 2,
      data: ["enterprise_id": .string(enterprise.text), "facts_version": 2])
  }
}
