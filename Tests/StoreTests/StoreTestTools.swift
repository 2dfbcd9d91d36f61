import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

/// Lends a connection of its own and closes it.
func withConnection<T: Sendable>(
  _ configuration: PostgresConfiguration,
  _ body: (PostgresConnection) async throws -> T
) async throws -> T {
  let connection = try await PostgresConnection.connect(configuration)
  do {
    let value = try await body(connection)
    await connection.close()
    return value
  } catch {
    await connection.close()
    throw error
  }
}

/// A connection to a migrated database of its own; both go when `body` ends.
func withDatabase<T: Sendable>(
  _ content: TestStore.Content = .migrated,
  _ body: (PostgresConfiguration, PostgresConnection) async throws -> T
) async throws -> T {
  let url = try await TestStore.database(content)
  let configuration = try PostgresConfiguration(url: url)
  let value = try await withConnection(configuration) { try await body(configuration, $0) }
  try await TestPostgres.shared().drop(url: url)
  return value
}

/// The error that the closure throws, or nil.
func postgresError(_ body: () async throws -> Void) async -> PostgresError? {
  do {
    try await body()
    return nil
  } catch {
    return error as? PostgresError
  }
}

/// Runs `body` between BEGIN and COMMIT.
func inTransaction<T: Sendable>(
  _ connection: PostgresConnection, _ body: () async throws -> T
) async throws -> T {
  try await connection.execute("BEGIN")
  let value = try await body()
  try await connection.execute("COMMIT")
  return value
}

/// Identifiers in rising order and rows that satisfy every constraint.
struct Samples: Sendable {
  let ids = IdentifierSource(clock: .fixed(TestStore.morning))
  let now = TestStore.morning

  func enterprise(
    uscc: String = "91340100MA2TE2W95U", region: String = "340104"
  ) -> EnterpriseRecord {
    EnterpriseRecord(
      id: ids.next(), uscc: uscc, usccOverrideReason: nil, name: "样例", region: region,
      industry: "6510", registeredOn: LegalDate(daysSinceEpoch: 18_000), version: 1,
      factsVersion: 1, createdAt: now, updatedAt: now)
  }

  func facts(_ enterprise: EnterpriseID, version: Int = 1) -> FactsRecord {
    FactsRecord(
      enterprise: enterprise, version: version, digest: FactSheet().digest,
      body: FactSheet().json.canonicalBytes, createdAt: now, createdBy: "system:test")
  }

  func need(_ enterprise: EnterpriseID) -> NeedRecord {
    NeedRecord(
      id: ids.next(), enterprise: enterprise, version: 1, status: "submitted",
      amountFen: 300_000_000, tenorMonths: 12, purpose: "working_capital", security: ["credit"],
      matchDueSince: now, createdAt: now, updatedAt: now, versionCreatedAt: now,
      versionCreatedBy: "system:test")
  }

  func event(
    _ enterprise: EnterpriseID, sequence: Int64, type: EventType = .needSubmitted
  ) -> Event {
    Event(
      id: ids.next(), type: type, key: enterprise.text, subject: enterprise.text, time: now,
      sequence: sequence, data: ["enterprise_id": .string(enterprise.text)])
  }

  func run(_ need: NeedRecord, factsVersion: Int = 1) -> RunRecord {
    RunRecord(
      id: ids.next(), need: need.id, needVersion: need.version, enterprise: need.enterprise,
      factsVersion: factsVersion, factsDigest: FactSheet().digest, catalogVersion: 1,
      policyVersion: 1, engineVersion: 1, clock: now, considered: 3, eligible: 1, ineligible: 1,
      needsInfo: 1, result: Array("{}".utf8), cause: ids.next(), traceparent: nil)
  }

  func deadLetter(
    offset: Int64, payload: [UInt8]? = Array("x".utf8), event: EventID? = nil,
    enterprise: EnterpriseID? = nil
  ) -> DeadLetterRecord {
    DeadLetterRecord(
      id: ids.next(), consumer: "match", event: event, topic: "rongqiao.enterprise.v1",
      partition: 0,
      offset: offset, key: nil, headers: [:], payload: payload, reason: "event_data",
      detail: "data is not valid", attempts: 1, firstFailedAt: now, createdAt: now,
      enterprise: enterprise)
  }

  /// Writes an enterprise with its first facts in one transaction.
  func insert(_ enterprise: EnterpriseRecord, _ connection: PostgresConnection) async throws {
    try await inTransaction(connection) {
      try await EnterpriseRepository.insert(enterprise, connection)
      try await FactsRepository.insert([facts(enterprise.id)], connection)
    }
  }

  /// Writes an enterprise with one need.
  func insertNeed(_ connection: PostgresConnection) async throws -> NeedRecord {
    let enterprise = enterprise()
    try await insert(enterprise, connection)
    let need = need(enterprise.id)
    try await inTransaction(connection) { try await NeedRepository.insert(need, connection) }
    return need
  }
}

/// Asks the server again and again until the statement gives true, or the limit has passed. The
/// server does the waiting between two questions.
func serverReaches(
  _ statement: Statement, on connection: PostgresConnection, withinMilliseconds limit: Int = 10_000
) async throws -> Bool {
  let clock = ContinuousClock()
  let end = clock.now + .milliseconds(limit)
  while clock.now < end {
    if try await connection.queryOne(statement).decode(Bool.self) { return true }
    try await connection.query("SELECT pg_sleep(0.005)")
  }
  return false
}
