import Domain
import Foundation
import Postgres
import Sealing
import Store
import TestSupport
import Testing

extension Samples {
  func review(_ run: RunRecord, product: String = "hefei-shuirongtong") -> ReviewRecord {
    let id: ReviewID = ids.next()
    return ReviewRecord(
      id: id, run: run.id, need: run.need, productCode: product,
      enterprise: run.enterprise, asker: "owner-1", askerRole: "enterprise",
      verdict: "ineligible", version: 1, state: .requested, assignee: nil, outcome: nil,
      contact: SealedText(
        enterprise: run.enterprise, subject: id.uuid, body: Array(repeating: 1, count: 40),
        key: nil), requestedAt: now, updatedAt: now)
  }

  func step(
    _ version: Int, _ from: ReviewState?, _ state: ReviewState, outcome: ReviewOutcome? = nil,
    note: String? = nil
  ) -> ReviewStep {
    let isAsker = state == .requested || state == .withdrawn
    return ReviewStep(
      version: version, from: from, state: state, actor: isAsker ? "owner-1" : "officer-1",
      role: isAsker ? "enterprise" : "operator", outcome: outcome, note: note, takenAt: now)
  }

  /// Writes a review that was asked for and taken, of the only run there is.
  @discardableResult
  func insertReview(_ connection: PostgresConnection) async throws -> ReviewRecord {
    let run = try #require(
      try await RunRepository.identifiers(after: nil, limit: 1, connection).first)
    let record = try #require(try await RunRepository.find(run, connection))
    let asked = review(record)
    var taken = asked
    (taken.version, taken.state, taken.assignee) = (2, .assigned, "officer-1")
    let result = taken
    try await inTransaction(connection) {
      try await ReviewRepository.insert(
        asked, step(1, nil, .requested, note: "社保人数有误"), connection)
      try await ReviewRepository.advance(result, step(2, .requested, .assigned), connection)
    }
    return result
  }

  func receiptKey(_ number: UInt8) -> ReceiptKeyRecord {
    ReceiptKeyRecord(
      id: String(repeating: "k", count: 42) + String(number % 10),
      publicKey: [UInt8](repeating: number, count: 32),
      secretKey: [UInt8](repeating: number &+ 100, count: 32),
      createdAt: now.adding(milliseconds: Int64(number) * 1_000))
  }
}

@Suite("Reviews and receipt keys", .serialized)
struct ReviewStoreTests {
  let samples = Samples()

  private func withRun<T: Sendable>(
    _ body: (PostgresConnection, RunRecord) async throws -> T
  ) async throws -> T {
    try await withDatabase(.seeded) { _, connection in
      let need = try await samples.insertNeed(connection)
      let run = samples.run(need)
      _ = try await RunRepository.insert([run], connection)
      return try await body(connection, run)
    }
  }

  @Test("a review reads back as it was written, with every step in order")
  func roundTrip() async throws {
    try await withRun { connection, run in
      let taken = try await samples.insertReview(connection)
      #expect(try await ReviewRepository.find(taken.id, connection) == taken)
      let steps = try await ReviewRepository.steps(of: [taken.id], connection)[taken.id]
      #expect(
        steps == [
          samples.step(1, nil, .requested, note: "社保人数有误"),
          samples.step(2, .requested, .assigned),
        ])
      var resolved = taken
      (resolved.version, resolved.state, resolved.outcome) = (3, .resolved, .overturned)
      let finding = samples.step(
        3, .assigned, .resolved, outcome: .overturned, note: "核对无误")
      let result = resolved
      try await inTransaction(connection) {
        try await ReviewRepository.advance(result, finding, connection)
      }
      #expect(try await ReviewRepository.find(taken.id, connection) == resolved)
      #expect(try await ReviewRepository.list(run: run.id, product: nil, connection) == [resolved])
      #expect(
        try await ReviewRepository.list(run: run.id, product: "another", connection).isEmpty)
    }
  }

  @Test("the steps are only appended to: no change, removal or emptying gets through")
  func appendOnly() async throws {
    try await withRun { connection, _ in
      try await samples.insertReview(connection)
      for statement in [
        "UPDATE review_step SET note = 'other' WHERE version = 1", "DELETE FROM review_step",
        "UPDATE review_step SET taken_at = now()", "TRUNCATE review_step CASCADE",
        "DELETE FROM review_step WHERE version = 2",
      ] {
        let error = await postgresError { try await connection.execute(.unsafeSQL(statement)) }
        #expect(error?.sqlState?.rawValue == "23001", "\(statement)")
      }
      let count = try await connection.queryOne("SELECT count(*) FROM review_step")
      #expect(try count.decode(0, as: Int64.self) == 2)
    }
  }

  @Test("a review cannot commit in a state its last step does not say, nor stand without a step")
  func walksItsSteps() async throws {
    try await withRun { connection, run in
      let review = samples.review(run)
      let bare = await postgresError {
        try await inTransaction(connection) {
          _ = try await connection.execute(
            """
            INSERT INTO review (id, run_id, product_code, enterprise_id, verdict, version, state,
              requested_at, updated_at)
            VALUES (\(review.id.uuid), \(run.id.uuid), 'ppp', \(run.enterprise.uuid), 'ineligible',
              1, 'requested', now(), now())
            """)
        }
      }
      #expect(bare?.constraint == "review_is_its_last_step")
      let found = try await ReviewRepository.find(review.id, connection)
      #expect(found == nil)
    }
  }

  @Test("once a review is over another may be asked for of the same decision")
  func reopened() async throws {
    try await withRun { connection, run in
      func ask() async throws -> ReviewRecord {
        let review = samples.review(run)
        try await inTransaction(connection) {
          try await ReviewRepository.insert(
            review, samples.step(1, nil, .requested, note: "n"), connection)
        }
        return review
      }
      var first = try await ask()
      let second = await postgresError { _ = try await ask() }
      #expect(second?.constraint == "review_one_open")
      try await connection.execute("ROLLBACK")
      (first.version, first.state) = (2, .withdrawn)
      let withdrawn = first
      try await inTransaction(connection) {
        try await ReviewRepository.advance(
          withdrawn, samples.step(2, .requested, .withdrawn), connection)
      }
      _ = try await ask()
      #expect(try await ReviewRepository.list(run: run.id, product: nil, connection).count == 2)
    }
  }

  @Test("one key signs at a time; a retired one loses its secret and keeps its public half")
  func keys() async throws {
    try await withDatabase { configuration, connection in
      let first = samples.receiptKey(1)
      #expect(try await ReceiptKeyRepository.currentOrInsert(first, connection) == first)
      // Whoever comes second gets the same key.
      let other = try await withConnection(configuration) {
        try await ReceiptKeyRepository.currentOrInsert(samples.receiptKey(2), $0)
      }
      #expect(other == first)
      let second = samples.receiptKey(3)
      try await inTransaction(connection) {
        try await ReceiptKeyRepository.rotate(to: second, connection)
      }
      let all = try await ReceiptKeyRepository.all(connection)
      var retired = first
      (retired.secretKey, retired.retiredAt) = (nil, second.createdAt)
      #expect(all == [retired, second])
      #expect(
        try await ReceiptKeyRepository.currentOrInsert(samples.receiptKey(4), connection)
          == second)
    }
  }

  @Test("eight that need a key at once all get the same one")
  func oneKey() async throws {
    try await withDatabase { configuration, connection in
      let ids = try await withThrowingTaskGroup(of: String.self) { group in
        for number in 1...8 {
          group.addTask {
            try await withConnection(configuration) {
              try await ReceiptKeyRepository.currentOrInsert(samples.receiptKey(UInt8(number)), $0)
                .id
            }
          }
        }
        return try await group.reduce(into: Set<String>()) { $0.insert($1) }
      }
      #expect(ids.count == 1)
      #expect(try await ReceiptKeyRepository.all(connection).count == 1)
    }
  }

  @Test("runs are walked in order, each once")
  func scan() async throws {
    try await withRun { connection, run in
      let count = try await RunRepository.count(connection)
      let first = try await RunRepository.identifiers(after: nil, limit: 10, connection)
      let rest = try await RunRepository.identifiers(after: run.id, limit: 10, connection)
      #expect((count, first, rest) == (1, [run.id], []))
      for version in [1, 9] {
        let catalog = try await CatalogRepository.digest(version: version, connection)
        let policy = try await PolicyRepository.digest(version: version, connection)
        #expect((catalog != nil, policy != nil) == (version == 1, version == 1))
      }
    }
  }
}
