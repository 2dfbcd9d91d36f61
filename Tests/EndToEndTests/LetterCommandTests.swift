import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("Dead letters by command", .serialized)
struct LetterCommandTests {
  /// Keeps what a worker gave up: an event that may be sent again, and a record that is none.
  private static func giveUp(_ house: House) async throws -> (event: Event, letters: [DeadLetterID])
  {
    let ids = IdentifierSource()
    let now = WallClock.system.now()
    let key = ids.next(EnterpriseKind.self).text
    let event = Event(
      id: ids.next(), type: .matchRequested, key: key, subject: key, time: now, sequence: 1,
      data: ["enterprise_id": .string(key)])
    let headers = Dictionary(
      event.headers.map { ($0.name, JSON.string($0.value)) },
      uniquingKeysWith: { first, _ in first })
    func letter(_ event: Event?, offset: Int64, reason: String) -> DeadLetterRecord {
      DeadLetterRecord(
        id: ids.next(), consumer: "rongqiao.match", event: event?.id,
        topic: Topic.enterprise.rawValue, partition: 0, offset: offset, key: Array(key.utf8),
        headers: .object(event == nil ? [:] : headers), payload: event?.data.canonicalBytes,
        reason: reason, detail: "given up", attempts: 5, firstFailedAt: now, createdAt: now)
    }
    let letters = [
      letter(event, offset: 1, reason: "handler_failed"),
      letter(nil, offset: 2, reason: "event_data"),
    ]
    try await house.pool.withConnection { session in
      for each in letters { _ = try await DeadLetterRepository.insert(each, session) }
      _ = try await session.execute("DELETE FROM outbox")
    }
    return (event, letters.map(\.id))
  }

  @Test("letters are listed, shown, tried, sent again unchanged, and skipped with a reason")
  func moves() async throws {
    try await House.with(enterprises: 1, running: []) { house in
      let (event, letters) = try await Self.giveUp(house)
      let (good, broken) = (letters[0].text, letters[1].text)
      func run(_ arguments: String..., status: Int32 = 0) throws -> String {
        try Program.run(
          ["dead-letters"] + arguments, environment: ["RONGQIAO_DATABASE_URL": house.databaseURL],
          status: status)
      }
      func waiting() async throws -> [EventID] {
        try await house.pool.withConnection {
          try await OutboxRepository.oldest(limit: 10, $0).map(\.event)
        }
      }
      let list = try JSONParser.parse(run("list", "--json")).arrayValue ?? []
      #expect(Set(list.compactMap { $0["id"]?.stringValue }) == [good, broken])
      let narrow = try JSONParser.parse(run("list", "--reason", "event_data", "--json")).arrayValue
      #expect(narrow?.map { $0["id"] } == [.string(broken)])
      #expect(try run("list").contains(good))
      let shown = try JSONParser.parse(run("show", good, "--json"))
      #expect(shown["redrivable"] == true && shown["headers"]?["ce_id"] == .string(event.id.text))
      let tried = try JSONParser.parse(run("redrive", "--all", "--dry-run", "--json"))
      #expect(tried["matched"] == 2 && tried["moved"] == 1)
      #expect(tried["refused"]?.arrayValue?.first?["code"] == "not_redrivable")
      #expect(try await waiting() == [])
      _ = try run("redrive", good)
      #expect(try await waiting() == [event.id])
      _ = try run("redrive", good, status: 65)
      _ = try run("skip", "--reason", "event_data", "--because", "发送方已更正")
      let after = try JSONParser.parse(run("list", "--json")).arrayValue ?? []
      let states = Dictionary(
        after.map { ($0["id"]?.stringValue, $0["state"]?.stringValue) },
        uniquingKeysWith: { first, _ in first })
      #expect(states == [good: "redriving", broken: "skipped"])
      for arguments in [
        ["redrive"], ["skip", broken], ["show", "x"], ["redrive", good, "--all"],
      ] {
        _ = try Program.run(["dead-letters"] + arguments, status: 64)
      }
      let trail = try Program.run(
        ["audit", "list", "--json"], environment: ["RONGQIAO_DATABASE_URL": house.databaseURL])
      let actions = try JSONParser.parse(trail).arrayValue?.compactMap {
        $0["action"]?.stringValue
      }
      #expect(
        actions?.filter { $0.hasPrefix("dead_letter.") }.sorted() == [
          "dead_letter.redrive", "dead_letter.skip",
        ])
    }
  }
}
