import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

/// A store with short words for what tests do again and again.
struct World: Sendable {
  let store: TestStore

  var application: Application { store.application }
  static let system = Actor.system("test")

  /// Runs `body` in a world of its own; who says that it is long begins before those that wait.
  static func with<T: Sendable>(
    _ content: TestStore.Content = .seeded, limits: PoolLimits = .patient(6),
    isLong: Bool = false, _ body: (World) async throws -> T
  ) async throws -> T {
    try await TestStore.with(content, limits: limits, isLong: isLong) {
      try await body(World(store: $0))
    }
  }

  // MARK: Doing

  /// Registers the enterprise with that number and says its id.
  @discardableResult
  func register(_ number: Int = 0, region: String = "340104") async throws -> EnterpriseID {
    let answer = try await application.createEnterprise(
      Body.enterprise(number, region: region), actor: Self.system)
    return try #require(answer.body["id"]?.stringValue.flatMap { EnterpriseID($0) })
  }

  /// Submits a need and says its id.
  @discardableResult
  func submit(_ enterprise: EnterpriseID, fen: Int64 = 300_000_000) async throws -> NeedID {
    let answer = try await application.submitNeed(
      Body.need(enterprise, fen: fen), actor: Self.system)
    return try #require(answer.body["id"]?.stringValue.flatMap { NeedID($0) })
  }

  /// Lays facts over those of an enterprise.
  @discardableResult
  func report(_ enterprise: EnterpriseID, _ facts: [String: JSON]) async throws -> StoredAnswer {
    try await application.putFacts(
      enterprise, expectedVersion: nil, Body.facts(facts), mode: .merge, actor: Self.system)
  }

  /// Matches everything that waits, as a worker would.
  @discardableResult
  func matchWaiting() async throws -> MatchOutcome {
    try await application.match(events: try await drain(), consumer: "match")
  }

  /// The latest run of a need.
  func run(_ need: NeedID) async throws -> RunID {
    let view = try await application.need(need, actor: Self.system).value
    return try #require(view["match"]?["run_id"]?.stringValue.flatMap { RunID($0) })
  }

  // MARK: Looking

  /// The events that wait in the outbox, in order.
  func events() async throws -> [Event] {
    try await store.pool.withConnection { try await OutboxRepository.oldest(limit: 100_000, $0) }
      .map { row in
        try Event(
          headers: Dictionary(row.headers, uniquingKeysWith: { first, _ in first }),
          value: row.payload)
      }
  }

  /// The events that wait, taken out as the relay would.
  @discardableResult
  func drain() async throws -> [Event] {
    let events = try await events()
    try await execute("DELETE FROM outbox")
    return events
  }

  /// Those of one type, of all that are taken out.
  func drain(_ type: EventType) async throws -> [Event] {
    var found: [Event] = []
    for event in try await drain() where event.type == type { found.append(event) }
    return found
  }

  /// How many rows each table has, but that of reads: what a test reads meanwhile is kept there.
  func counts() async throws -> [String: Int64] {
    try await allCounts().filter { $0.key != "enterprise_read" }
  }

  private func allCounts() async throws -> [String: Int64] {
    try await store.pool.withConnection { session in
      let tables = try await session.query(
        "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
      ).map { try $0.decode(0, as: String.self) }
      let queries = tables.map { "SELECT '\($0)', count(*) FROM \($0)" }
      var counts: [String: Int64] = [:]
      for row in try await session.query(.unsafeSQL(queries.joined(separator: " UNION ALL "))) {
        counts[try row.decode(0, as: String.self)] = try row.decode(1, as: Int64.self)
      }
      return counts
    }
  }

  /// Rows of one table.
  func count(_ table: String) async throws -> Int64 {
    try #require(try await allCounts()[table], "no table \(table)")
  }

  @discardableResult
  func execute(_ statement: Statement) async throws -> Int {
    try await store.pool.withConnection { try await $0.execute(statement) }
  }

  func query(_ statement: Statement) async throws -> [Row] {
    try await store.pool.withConnection { try await $0.query(statement) }
  }

  /// Returns when somebody waits for a lock in this database.
  ///
  /// - Throws: when nobody does within 30 s.
  func waitForWaiter() async throws {
    try await wait(
      for: "somebody to wait for a lock",
      until: """
        EXISTS (SELECT FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock')
        """)
  }

  /// Expects that `body` is refused with that word and that no table has a row more or less.
  func expectRefused(
    _ word: String, _ what: String = "", sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Void
  ) async throws {
    let before = try await counts()
    let error = await refusal(body)
    #expect(error?.word == word, "\(what)", sourceLocation: sourceLocation)
    #expect(try await counts() == before, "\(what)", sourceLocation: sourceLocation)
  }
}

/// The `ApplicationError` a use case throws; any other error is an issue, none is nil.
func refusal(
  sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async -> ApplicationError? {
  do {
    try await body()
    return nil
  } catch let error as ApplicationError {
    return error
  } catch {
    Issue.record("another error: \(error)", sourceLocation: sourceLocation)
    return nil
  }
}

extension ApplicationError {
  /// The case with what tells two of its kind apart.
  var word: String {
    switch self {
    case .invalid(let faults):
      "invalid " + faults.map { "\($0.pointer) \($0.code)" }.sorted().joined(separator: ", ")
    case .notFound(let what): "not found \(what)"
    case .erased: "erased"
    case .gone(let code, _, _): "gone \(code)"
    case .conflict(let code, _, _): "conflict \(code)"
    case .staleVersion(let current): "stale \(current)"
    case .forbidden: "forbidden"
    case .idempotencyInFlight: "in flight"
    case .idempotencyReused: "reused"
    case .unavailable: "unavailable"
    }
  }
}

/// Request bodies that satisfy every rule.
enum Body {
  static func enterprise(_ number: Int = 0, region: String = "340104") -> JSON {
    [
      "uscc": .string(uscc(number)), "name": .string("样例企业\(number)"), "region": .string(region),
      "industry": "6510", "registered_on": "2019-03-15",
    ]
  }

  /// A valid code of its own for each number up to 960.
  static func uscc(_ number: Int) -> String {
    let letters = Array("0123456789ABCDEFGHJKLMNPQRTUWXY").map(String.init)
    let body = "MA2TE2" + letters[number / 31] + letters[number % 31]
    return USCC.make(registration: "91", division: "340100", organisationBody: body)?.text ?? ""
  }

  static func need(_ enterprise: EnterpriseID, fen: Int64 = 300_000_000) -> JSON {
    [
      "enterprise_id": .string(enterprise.text), "amount": ["fen": .int(fen), "currency": "CNY"],
      "tenor_months": 12, "purpose": "working_capital", "security": ["credit", "guarantee"],
    ]
  }

  /// Values by path; null is known-none.
  static func facts(_ values: [String: JSON], source: String = "tax_bureau") -> JSON {
    let items = values.sorted { $0.key < $1.key }.map { path, value -> JSON in
      var item: [String: JSON] = [
        "path": .string(path), "source": .string(source), "as_of": "2026-10-31",
      ]
      if value == .null { item["none"] = true } else { item["value"] = value }
      return .object(item)
    }
    return ["facts": .array(items)]
  }
}

extension JSON {
  /// This object with members set, or taken out where the value is nil.
  func with(_ changes: [String: JSON?]) -> JSON {
    guard case .object(var members) = self else { return self }
    for (name, value) in changes { members[name] = value }
    return .object(members)
  }

  /// The element of `facts` with that path.
  func fact(_ path: String) -> JSON? {
    self["facts"]?.arrayValue?.first { $0["path"]?.stringValue == path }
  }
}
