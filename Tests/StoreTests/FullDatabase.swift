import Domain
import Postgres
import Store
import TestSupport
import Testing

/// A database with at least one row in every table.
func withFullDatabase<T: Sendable>(
  _ body: (PostgresConnection) async throws -> T
) async throws -> T {
  try await withDatabase(.seeded) { _, connection in
    let samples = Samples()
    let need = try await samples.insertNeed(connection)
    let run = samples.run(need)
    #expect(try await RunRepository.insert([run], connection).count == 1)
    try await samples.insertSweep(need, run: run, connection)
    try await OutboxRepository.append(
      [samples.event(need.enterprise, sequence: 1)], connection)
    _ = try await InboxRepository.claim(
      [samples.ids.next()], consumer: "match", at: samples.now, connection)
    _ = try await DeadLetterRepository.insert(
      samples.deadLetter(offset: 1, enterprise: need.enterprise), connection)
    try await HeldEventRepository.insert(
      [(need.enterprise, EventRow(samples.event(need.enterprise, sequence: 2)))],
      consumer: "match", at: samples.now, connection)
    try await IdempotencyRepository.insert(
      client: "client", key: "key",
      .init(
        fingerprint: Digest(ofBytes: []).bytes, status: 201, headers: Array("{}".utf8),
        body: Array("null".utf8)), at: samples.now, connection)
    _ = try await SecretRepository.findOrInsert(
      "list_cursor", candidate: Array(repeating: 7, count: 32), connection)
    try await samples.insertReview(connection)
    try await samples.insertOperations(connection)
    try await samples.insertOffer(need, run: run, connection)
    try await samples.insertAllocation(need, run: run, connection)
    try await samples.insertGuarantees(need, run: run, connection)
    try await samples.insertBridge(of: need.enterprise, connection)
    try await samples.insertClaim(of: need.enterprise, connection)
    try await samples.insertListing(of: need.enterprise, connection)
    try await samples.insertMonitoring(of: need.enterprise, connection)
    try await samples.insertDirectory(connection)
    try await samples.insertPools(of: need.enterprise, connection)
    try await samples.insertActivities(of: need.enterprise, connection)
    try await samples.insertLadder(of: need.enterprise, connection)
    try await samples.insertFunnel(of: need.id, connection)
    try await samples.insertWebhooks(connection)
    try await samples.insertClients(connection)
    try await ConsoleSessionRepository.insert(samples.consoleSession(), connection)
    try await NeedDraftRepository.put(samples.needDraft(of: need.enterprise), connection)
    let debtor = samples.enterprise(uscc: "91340100MA2TE2W98Q", region: "340102")
    try await samples.insert(debtor, connection)
    try await samples.insertReceivables(of: need.enterprise, owedBy: debtor.id, connection)
    try await samples.insertErasure(of: need.enterprise, connection)
    _ = try await ReceiptKeyRepository.currentOrInsert(samples.receiptKey(1), connection)
    return try await body(connection)
  }
}
