import Application
import Domain
import Kafka
import Postgres
import Testing

@testable import WorkerKit

@Suite("What a failure says about trying again")
struct FailureClassTests {
  private struct Unknown: Error {}

  @Test("a missing server burns no attempt, a conflict passes, bad input never will")
  func classes() {
    #expect(FailureClass.of(ApplicationError.unavailable(retryAfterSeconds: 1)) == .dependencyDown)
    #expect(FailureClass.of(ApplicationError.idempotencyInFlight) == .transient)
    #expect(FailureClass.of(ApplicationError.invalid([])) == .poison)
    #expect(FailureClass.of(ApplicationError.notFound(what: "x")) == .poison)
    #expect(FailureClass.of(Unknown()) == .transient)
    #expect(
      FailureClass.of(PostgresError(kind: .connection, reason: "gone")) == .dependencyDown)
    #expect(FailureClass.of(PostgresError(kind: .decoding, reason: "odd")) == .transient)
  }
}

@Suite("Events that wait for another attempt")
struct DeferredTests {
  private static let ids = IdentifierSource()

  private static func item(_ key: String) -> BatchItem {
    let event = Event(
      id: ids.next(), type: .matchRequested, key: key, subject: key,
      time: Instant(microseconds: 0), sequence: 1, data: [:])
    let message = KafkaMessage(
      topic: "t", partition: 0, offset: 0, timestampMilliseconds: nil, key: nil, value: nil,
      headers: [], assignment: 1)
    return BatchItem(record: IncomingRecord(message), event: event)
  }

  @Test("later events of a waiting key wait with it, in order; other keys go on")
  func order() {
    let items = ["a", "b", "a", "c", "b"].map(Self.item)
    var deferred = Deferred()
    #expect(deferred.ready(among: items[...]).map(\.event.id) == items.map(\.event.id))
    deferred.add(items[0])
    let ready = deferred.ready(among: items[1...])
    #expect(ready.map(\.event.key) == ["b", "c", "b"])
    #expect(deferred.items.map(\.event.id) == [items[0], items[2]].map(\.event.id))
    #expect(!deferred.isEmpty)
  }
}
