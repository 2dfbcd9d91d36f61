import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("Webhooks in the database", .serialized)
struct WebhookStoreTests {
  private let samples = Samples()
  private var now: Instant { samples.now }

  private func insert(
    _ organisation: String = "hf-bank", due: [Int64], _ connection: PostgresConnection
  ) async throws -> WebhookID {
    let endpoint = samples.webhook(organisation)
    try await WebhookRepository.insert(endpoint, connection)
    try await WebhookDeliveryRepository.insert(
      due.map { samples.delivery(endpoint.id, after: $0) }, connection)
    return endpoint.id
  }

  private func take(
    _ owner: UUID, limit: Int = 10, deliveries: Int = 10, at instant: Instant,
    _ session: any PostgresSession
  ) async throws -> [WebhookLease] {
    try await WebhookTurnRepository.take(
      owner: owner, limit: limit, deliveries: deliveries, at: instant,
      until: instant.adding(milliseconds: 60_000), session)
  }

  @Test("what is written is read back: webhook, keys, delivery and attempts")
  func roundTrip() async throws {
    try await withDatabase { _, connection in
      var endpoint = samples.webhook()
      endpoint.types = [EventType.needDecided.rawValue, EventType.factsChanged.rawValue]
      try await WebhookRepository.insert(endpoint, connection)
      #expect(try await WebhookRepository.find(endpoint.id, connection) == endpoint)
      endpoint.failures = 2
      endpoint.failingSince = now
      endpoint.restsUntil = now.adding(milliseconds: 5)
      endpoint.version = 2
      try await WebhookRepository.update(endpoint, connection)
      #expect(try await WebhookRepository.find(endpoint.id, locking: true, connection) == endpoint)
      var delivery = samples.delivery(endpoint.id)
      #expect(try await WebhookDeliveryRepository.insert([delivery], connection) == 1)
      #expect(try await WebhookDeliveryRepository.find(delivery.id, connection) == delivery)
      delivery.attempts = 1
      delivery.lastError = "timeout"
      delivery.nextAttemptAt = now.adding(milliseconds: 5_000)
      let attempt = WebhookAttemptRecord(
        delivery: delivery.id, number: 1, madeAt: now, status: nil, error: "timeout",
        milliseconds: 15_000)
      try await WebhookDeliveryRepository.note(attempt, of: delivery, connection)
      #expect(try await WebhookDeliveryRepository.find(delivery.id, connection) == delivery)
      #expect(
        try await WebhookDeliveryRepository.attempts(at: [delivery.id], connection) == [
          delivery.id: [attempt]
        ])
    }
  }

  @Test("an event is queued once for each address and replay, however often it is inserted")
  func once() async throws {
    try await withDatabase { _, connection in
      let endpoint = try await insert(due: [], connection)
      let event: EventID = samples.ids.next()
      func again(_ replay: Int) async throws -> Int {
        try await WebhookDeliveryRepository.insert(
          [samples.delivery(endpoint, event: event, replay: replay)], connection)
      }
      #expect(try await again(0) == 1)
      #expect(try await again(0) == 0)
      #expect(try await again(1) == 1)
      #expect(try await again(1) == 0)
    }
  }

  @Test("an address is with one sender at a time, until its lease ends or is given back")
  func leases() async throws {
    try await withDatabase { _, connection in
      let one = try await insert(due: [0, 10, 20], connection)
      let other = try await insert("hf-lease", due: [5], connection)
      let (first, second) = (UUID(), UUID())
      let later = now.adding(milliseconds: 100)
      let taken = try await take(first, at: later, connection)
      #expect(Set(taken.map(\.endpoint)) == [one, other])
      #expect(taken.first { $0.endpoint == one }?.due.count == 3)
      #expect(try await take(second, at: later, connection).isEmpty)
      // Somebody else's lease is not given back.
      try await WebhookTurnRepository.release(one, owner: second, connection)
      #expect(try await take(second, at: later, connection).isEmpty)
      try await WebhookTurnRepository.release(one, owner: first, connection)
      #expect(try await take(second, at: later, connection).map(\.endpoint) == [one])
      // A sender that died: its lease ends by itself.
      let muchLater = later.adding(milliseconds: 60_000)
      #expect(
        Set(try await take(first, at: muchLater, connection).map(\.endpoint)) == [one, other])
    }
  }

  @Test("the longest waiting address comes first; what is not due, rests or is disabled waits")
  func order() async throws {
    try await withDatabase { _, connection in
      let second = try await insert("b", due: [50, 300], connection)
      let first = try await insert("a", due: [20], connection)
      let notDue = try await insert("c", due: [500], connection)
      var resting = try #require(
        try await WebhookRepository.find(try await insert("d", due: [1], connection), connection))
      resting.restsUntil = now.adding(milliseconds: 101)
      try await WebhookRepository.update(resting, connection)
      var disabled = try #require(
        try await WebhookRepository.find(try await insert("e", due: [1], connection), connection))
      disabled.state = .disabled
      disabled.disabledReason = .byHand
      try await WebhookRepository.update(disabled, connection)
      let at = now.adding(milliseconds: 100)
      #expect(try await take(UUID(), limit: 1, at: at, connection).map(\.endpoint) == [first])
      let rest = try await take(UUID(), at: at, connection)
      #expect(rest.map(\.endpoint) == [second])
      #expect(rest.map(\.due.count) == [1])
      let all = try await take(UUID(), at: now.adding(milliseconds: 1_000), connection)
      #expect(Set(all.map(\.endpoint)) == [notDue, resting.id])
    }
  }

  @Test("an address that failed last time is tried with a single delivery")
  func probe() async throws {
    try await withDatabase { _, connection in
      let id = try await insert(due: [0, 1, 2, 3], connection)
      var endpoint = try #require(try await WebhookRepository.find(id, connection))
      let at = now.adding(milliseconds: 100)
      let owner = UUID()
      #expect(
        try await take(owner, deliveries: 3, at: at, connection).map(\.due.count) == [3])
      try await WebhookTurnRepository.release(id, owner: owner, connection)
      endpoint.failures = 1
      endpoint.failingSince = now
      try await WebhookRepository.update(endpoint, connection)
      let probe = try await take(owner, deliveries: 3, at: at, connection)
      #expect(probe.map(\.failures) == [1])
      #expect(probe.map(\.due.count) == [1])
    }
  }

  @Test("of addresses that failed last time no more are taken than may be, whoever waits longest")
  func failing() async throws {
    try await withDatabase { _, connection in
      var failing: Set<WebhookID> = []
      for (number, organisation) in ["a", "b", "c"].enumerated() {
        let id = try await insert(organisation, due: [Int64(number)], connection)
        var endpoint = try #require(try await WebhookRepository.find(id, connection))
        endpoint.failures = 1
        endpoint.failingSince = now
        try await WebhookRepository.update(endpoint, connection)
        failing.insert(id)
      }
      let other = try await insert("d", due: [10], connection)
      let at = now.adding(milliseconds: 100)
      func take(_ failing: Int) async throws -> [WebhookID] {
        try await WebhookTurnRepository.take(
          owner: UUID(), limit: 3, failing: failing, deliveries: 1, at: at,
          until: at.adding(milliseconds: 60_000), connection
        ).map(\.endpoint)
      }
      #expect(try await take(0) == [other])
      let first = try await take(1)
      #expect(first.count == 1 && failing.isSuperset(of: first))
      let rest = try await take(2)
      #expect(Set(rest) == failing.subtracting(first))
    }
  }

  @Test("a rotated key signs until its end and the one before it no more")
  func keys() async throws {
    try await withDatabase { _, connection in
      let id = try await insert(due: [], connection)
      try await WebhookRepository.insert(samples.webhookKey(id), connection)
      let end = now.adding(milliseconds: 10_000)
      func signing(at instant: Instant) async throws -> [Int] {
        try await WebhookRepository.keys(of: [id], at: instant, connection)[id]?.map(\.number) ?? []
      }
      try await WebhookRepository.rotate(
        to: samples.webhookKey(id, number: 2), overlapEnd: end, connection)
      #expect(try await signing(at: now) == [2, 1])
      #expect(try await signing(at: end) == [2])
      try await WebhookRepository.rotate(
        to: samples.webhookKey(id, number: 3), overlapEnd: end, connection)
      #expect(try await signing(at: now) == [3, 2])
      try await WebhookRepository.rotate(
        to: samples.webhookKey(id, number: 4), overlapEnd: nil, connection)
      #expect(try await signing(at: now) == [4])
      let error = await postgresError {
        try await WebhookRepository.insert(samples.webhookKey(id, number: 5), connection)
      }
      #expect(error?.constraint == "webhook_key_one_current")
    }
  }

  @Test("of an event the latest delivery is replayed, once it is settled and fits the filter")
  func replayable() async throws {
    try await withDatabase { _, connection in
      let id = try await insert(due: [], connection)
      let old = samples.delivery(id)
      let new = samples.delivery(id, event: old.event, replay: 1, after: 10)
      let pending = samples.delivery(id, after: 20)
      let delivered = samples.delivery(id, after: 30)
      try await WebhookDeliveryRepository.insert([old, new, pending, delivered], connection)
      for (delivery, state) in [(old, "failed"), (new, "discarded"), (delivered, "delivered")] {
        try await connection.execute(
          """
          UPDATE webhook_delivery SET state = \(state), next_attempt_at = NULL,
            settled_at = \(delivery.createdAt.adding(milliseconds: 1).timestamp)
          WHERE id = \(delivery.id.uuid)
          """)
      }
      func find(_ filter: WebhookReplayFilter, limit: Int = 9) async throws -> [WebhookDeliveryID] {
        try await WebhookDeliveryRepository.replayable(of: id, filter, limit: limit, connection)
          .map(\.id)
      }
      let all: [WebhookDeliveryState] = [.delivered, .failed, .discarded]
      #expect(try await find(.init(states: all)) == [new.id, delivered.id])
      #expect(try await find(.init(states: all), limit: 1) == [new.id])
      #expect(try await find(.init(states: [.failed, .discarded])) == [new.id])
      #expect(
        try await find(.init(deliveries: [old.id, pending.id, delivered.id], states: all)) == [
          delivered.id
        ])
      #expect(
        try await find(.init(from: now.adding(milliseconds: 11), states: all)) == [delivered.id])
      #expect(
        try await find(.init(from: now, until: now.adding(milliseconds: 30), states: all)) == [
          new.id
        ])
      let backlog = try await WebhookDeliveryRepository.backlog(
        at: now.adding(milliseconds: 25), connection)
      #expect(backlog.waiting == 1 && backlog.oldestDueAt == pending.createdAt)
      #expect(
        try await WebhookDeliveryRepository.forget(
          settledBefore: now.adding(milliseconds: 12), limit: 10, connection) == 2)
      try await WebhookDeliveryRepository.discard(of: id, at: now, connection)
      #expect(
        try await WebhookDeliveryRepository.list(
          of: id, state: .discarded, after: nil, limit: 5, connection
        ).map(\.id) == [pending.id])
      try await WebhookRepository.delete(id, connection)
      #expect(
        try await connection.queryOne("SELECT count(*) FROM webhook_delivery")
          .decode(0, as: Int64.self) == 0)
    }
  }

  @Test("with many deliveries waiting, turns, lists and replays read no table from end to end")
  func plans() async throws {
    try await withDatabase { _, connection in
      try await connection.script(
        """
        INSERT INTO webhook_endpoint (id, organisation, url, types, state, version, created_at,
          created_by, updated_at)
        SELECT gen_random_uuid(), 'o' || n, 'https://a.example/', '{}', 'active', 1, now(), 'x',
          now() FROM generate_series(1, 300) n;
        INSERT INTO webhook_delivery (id, endpoint_id, event_id, type, payload, state,
          next_attempt_at, created_at, settled_at)
        SELECT gen_random_uuid(), e.id, gen_random_uuid(), 't', '{}',
          CASE WHEN n % 10 = 0 THEN 'pending' ELSE 'failed' END,
          CASE WHEN n % 10 = 0 THEN now() - n * interval '1 s' END, now() - n * interval '1 s',
          CASE WHEN n % 10 = 0 THEN NULL ELSE now() - n * interval '1 s' END
        FROM webhook_endpoint e, generate_series(1, 300) n;
        ANALYZE webhook_endpoint, webhook_delivery;
        """)
      let session = ExplainingSession(connection: connection)
      let now = Instant(
        microseconds: try await connection.queryOne("SELECT now()")
          .decode(0, as: PostgresTimestamp.self).microseconds)
      try await connection.execute("BEGIN")
      let leases = try await take(UUID(), limit: 32, deliveries: 20, at: now, session)
      #expect(leases.count == 32)
      #expect(leases.allSatisfy { $0.due.count == 20 })
      let id = try #require(leases.first).endpoint
      #expect(
        try await WebhookDeliveryRepository.list(
          of: id, state: nil, after: nil, limit: 51, session
        ).count == 51)
      #expect(
        try await WebhookDeliveryRepository.replayable(
          of: id, .init(from: now.adding(milliseconds: -60_000), states: [.failed]), limit: 100,
          session
        ).count > 10)
      _ = try await WebhookDeliveryRepository.forget(
        settledBefore: now.adding(milliseconds: -250_000), limit: 100, session)
      try await connection.execute("ROLLBACK")
      for plan in session.plans.withLock({ $0 }) {
        #expect(!plan.contains("Seq Scan on webhook_delivery"), "\(plan)")
      }
    }
  }
}

extension Instant {
  /// As a parameter of a statement.
  fileprivate var timestamp: PostgresTimestamp { PostgresTimestamp(microseconds: microseconds) }
}
