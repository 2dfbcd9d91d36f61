import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Listing cases in the store", .serialized)
struct ListingStoreTests {
  private func only(_ connection: PostgresConnection) async throws -> ListingCaseRecord {
    try #require(
      try await ListingCaseRepository.list(.init(), after: nil, limit: 2, connection).first)
  }

  @Test("what is written is read back, with steps and documents in their order")
  func roundTrip() async throws {
    try await withFullDatabase { connection in
      let record = try await only(connection)
      #expect(try await ListingCaseRepository.find(record.id, connection) == record)
      #expect(record.seq == 2 && record.version == 4 && record.stage == "due_diligence")
      let steps = try await ListingCaseRepository.steps(of: record.id, connection)
      #expect(steps.map(\.seq) == [1, 2] && steps.last?.to == record.stage)
      #expect(steps.allSatisfy { $0.evidence == [Samples().listingEvidence("pool_entry")] })
      let alerts = try await ListingAccountRepository.alerts(of: record.id, connection)
      #expect(alerts.map(\.gate) == ["documents"])
      try await ListingAccountRepository.clear(
        alerts.map(\.id), at: TestStore.morning, connection)
      #expect(try await ListingAccountRepository.alerts(of: record.id, connection) == [])
    }
  }

  @Test("lists are cut to enterprise, board, sponsor, state and region")
  func lists() async throws {
    try await withFullDatabase { connection in
      let record = try await only(connection)
      func count(_ filter: ListingCaseRepository.Filter) async throws -> Int {
        try await ListingCaseRepository.list(filter, after: nil, limit: 10, connection).count
      }
      #expect(try await count(.init(enterprise: record.enterprise)) == 1)
      #expect(try await count(.init(board: "neeq")) == 1)
      #expect(try await count(.init(board: "ah-srdi")) == 0)
      #expect(try await count(.init(sponsor: "huishang")) == 1)
      #expect(try await count(.init(sponsor: "hf-bank")) == 0)
      #expect(try await count(.init(isLive: true)) == 1)
      #expect(try await count(.init(isLive: false)) == 0)
      #expect(try await count(.init(regionPrefix: "34")) == 1)
      #expect(try await count(.init(regionPrefix: "61")) == 0)
    }
  }

  @Test("an enterprise is on its way to a board once at a time")
  func oneLive() async throws {
    try await withFullDatabase { connection in
      var second = try await only(connection)
      second.id = Samples().ids.next()
      second.seq = 0
      second.version = 1
      let again = second
      let error = await postgresError {
        try await ListingCaseRepository.insert(again, connection)
      }
      #expect(error?.constraint == "listing_case_one_live")
    }
  }

  @Test("steps and documents are only appended; an erased enterprise's lose what they name")
  func appended() async throws {
    try await withFullDatabase { connection in
      let record = try await only(connection)
      for statement: Statement in [
        "UPDATE listing_step SET actor = 'somebody'", "DELETE FROM listing_step",
        "UPDATE listing_evidence SET document = 'erased', issuer = 'erased'",
        "DELETE FROM listing_evidence",
      ] {
        let error = await postgresError { _ = try await connection.execute(statement) }
        // The trigger of the table, or the key of a row that stands on it, whichever comes first.
        #expect(["23001", "23503"].contains(error?.sqlState?.rawValue), "\(statement.sql)")
      }
      try await inTransaction(connection) {
        let counts = try await Tombstones.erase(
          record.enterprise, at: TestStore.morning, connection)
        #expect(counts["listing_cases"] ?? 0 >= 4)
      }
      let steps = try await ListingCaseRepository.steps(of: record.id, connection)
      #expect(
        steps.flatMap(\.evidence).allSatisfy { $0.document == "erased" && $0.issuer == "erased" })
      let erased = try #require(try await ListingCaseRepository.find(record.id, connection))
      #expect(!erased.isLive && erased.target == nil)
      #expect(
        try await ListingAccountRepository.layers(of: record.enterprise, connection) == [])
    }
  }

  @Test("what is due comes in its order, and a change of facts hastens who ever had a case")
  func due() async throws {
    try await withFullDatabase { connection in
      let record = try await only(connection)
      let now = TestStore.morning
      try await ListingAccountRepository.settle(record.enterprise, next: nil, connection)
      #expect(try await ListingAccountRepository.due(at: now, limit: 9, connection) == [])
      try await connection.execute(
        ListingAccountRepository.hastening(record.enterprise, at: now))
      #expect(
        try await ListingAccountRepository.due(at: now, limit: 9, connection)
          == [record.enterprise])
      let stranger: EnterpriseID = Samples().ids.next()
      try await connection.execute(ListingAccountRepository.hastening(stranger, at: now))
      #expect(
        try await ListingAccountRepository.known(
          among: [stranger, record.enterprise], connection) == [record.enterprise])
    }
  }
}
