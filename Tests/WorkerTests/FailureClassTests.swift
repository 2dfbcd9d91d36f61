import Domain
import Kafka
import Postgres
import Sealing
import Testing

@testable import Application
@testable import WorkerKit

@Suite("What a failure says about trying again")
struct FailureClassTests {
  private struct Unknown: Error {}

  @Test("a missing server burns no attempt, a conflict passes, bad input never will")
  func classes() {
    #expect(FailureClass.of(ApplicationError.unavailable(retryAfterSeconds: 1)) == .dependencyDown)
    #expect(FailureClass.of(MatchNotReady.nothingPublished) == .dependencyDown)
    #expect(FailureClass.of(ApplicationError.idempotencyInFlight) == .transient)
    #expect(FailureClass.of(ApplicationError.invalid([])) == .poison)
    #expect(FailureClass.of(ApplicationError.notFound(what: "x")) == .poison)
    #expect(FailureClass.of(Unknown()) == .transient)
    #expect(
      FailureClass.of(PostgresError(kind: .connection, reason: "gone")) == .dependencyDown)
    #expect(FailureClass.of(PostgresError(kind: .decoding, reason: "odd")) == .transient)
    #expect(FailureClass.of(StoredDataError(what: "facts")) == .poison)
    #expect(FailureClass.of(SealingError.damaged) == .poison)
    let deadlock = Self.refused("40P01")
    #expect(FailureClass.of(ContendedError(cause: deadlock)) == .transient)
  }

  @Test(
    "what the server says counts by its code: a lock passes, a value never fits, a server ends",
    arguments: [
      ("40001", FailureClass.transient), ("40P01", .transient), ("55P03", .transient),
      ("22003", .poison), ("22P02", .poison), ("57P01", .dependencyDown),
      ("53300", .dependencyDown), ("23505", .transient),
    ])
  func byCode(_ row: (code: String, expected: FailureClass)) {
    #expect(FailureClass.of(Self.refused(row.code)) == row.expected)
  }

  private static func refused(_ code: String) -> PostgresError {
    PostgresError(kind: .server, reason: "refused", sqlState: SQLState(rawValue: code))
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
