import Application
import Domain
import Kafka
import Postgres
import ServiceLifecycle
import TestSupport
import Testing
import WebhookWorker
import WorkerKit

@Suite("From event to webhook", .serialized, .timeLimit(.minutes(10)))
struct WebhookReaderTests {
  @Test(
    "what happens to an enterprise comes to its address, each event once, also after all is read again"
  )
  func eachOnce() async throws {
    try await World.with { world in
      try await Receiver.with({ _ in Receiver.Reply(status: 200) }) { receiver in
        var application = world.application
        application.webhookOptions.allowsPrivateAddresses = true
        let needs = try await world.registerSample(6, seed: 11)
        let enterprise = needs[0].enterprise
        let hook = try await application.createWebhook(
          ["url": .string(receiver.url), "organisation": .string(enterprise.text)],
          actor: World.actor)
        let id = try #require(hook.body["id"]?.stringValue.flatMap { WebhookID($0) })
        let own = needs.filter { $0.enterprise == enterprise }.count
        let bell = Wake()
        let reader = WebhookWorker.reader(
          application: application, link: world.link, options: EventWorkerOptions(),
          clock: .system, ids: world.ids, state: WorkerState(name: "webhook_reader"), bell: bell,
          logger: World.logger)
        let sender = WebhookSender(
          application: application, clock: .system, ids: world.ids, bell: bell,
          controls: .none, state: WorkerState(name: "webhook"), logger: World.logger)
        try await running([try world.relay(), world.matchWorker(), reader, sender]) {
          try await EventWorkerTests.publish(
            [EventWorkerTests.record(world, key: "poison") { $1 = [0xB0, 0xB2] }], world)
          try await world.submit(needs)
          try await eventually("all needs are decided") { try await world.waiting == 0 }
          try await eventually("each is told of twice") { receiver.received().count >= 2 * own }
          // What is no event is a letter once, of the worker that keeps letters of this topic.
          try await eventually("the poison is kept") { try await world.deadLetters == 1 }
          try await eventually("all is published") { try await world.outbox == 0 }
        }
        #expect(
          try await world.number(
            "SELECT count(*) FROM dead_letter WHERE consumer = 'rongqiao.webhook'") == 0)
        // Another group reads everything again from the beginning, for the same consumer.
        let seen = Shared(0)
        let again = world.worker(group: "rongqiao.webhook.again") { [application] events in
          let outcome = try await application.queueWebhooks(
            events: events, consumer: WebhookWorker.group)
          #expect(outcome.queued == 0)
          seen.change { $0 += events.count }
          return BatchResult()
        }
        let total = Int(
          try await world.number("SELECT sum(event_sequence)::bigint FROM enterprise"))
        try await running([again]) {
          try await eventually("all is read again") { seen.value >= total }
        }
        let read = try await world.number(
          "SELECT count(*) FROM inbox WHERE consumer = 'rongqiao.webhook'")
        #expect(read == Int64(2 * own))
        let events = try await world.withConnection { connection in
          try await connection.query(
            "SELECT event_id FROM webhook_delivery ORDER BY event_id"
          ).count
        }
        #expect(events == 2 * own)
        let types = try receiver.received().map {
          try JSONParser.parse($0.body)["type"]?.stringValue ?? ""
        }
        #expect(types.count(where: { $0 == EventType.needSubmitted.rawValue }) == own)
        #expect(types.count(where: { $0 == EventType.needDecided.rawValue }) == own)
        #expect(Set(receiver.received().map(\.id)).count == 2 * own)
        let deliveries = try await application.webhookDeliveries(
          of: id, state: "delivered", page: PageRequest(limit: 100), actor: World.actor)
        #expect(deliveries.items.count == 2 * own)
      }
    }
  }
}
