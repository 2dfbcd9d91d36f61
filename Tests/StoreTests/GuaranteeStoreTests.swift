import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("Guarantees in the store", .serialized)
struct GuaranteeStoreTests {
  @Test("what is written is read back, with shares, steps, the loss and what came back")
  func roundTrip() async throws {
    try await withFullDatabase { connection in
      let found = try await GuaranteeRepository.list(
        .init(institution: "anhui-demo"), after: nil, limit: 10, connection)
      #expect(found.map(\.state) == ["recovering", "in_force"])
      let lost = try #require(found.first)
      #expect(try await GuaranteeRepository.find(lost.id, connection) == lost)
      let shares = try await GuaranteeRepository.shares(of: lost.id, connection)
      #expect(shares == Samples.guaranteeShares)
      let steps = try await GuaranteeRepository.steps(of: lost.id, connection)
      #expect(steps.map(\.version) == Array(1...lost.version))
      #expect(steps.last?.state == lost.state)
      let loss = try #require(try await CompensationRepository.find(lost.id, connection))
      #expect(loss.parts.map(\.borneFen) == [401, 300, 200, 100])
      #expect(loss.parts.map(\.returnedFen) == [4, 3, 2, 1])
      let rounds = try await CompensationRepository.recoveries(of: lost.id, connection)
      #expect(rounds.map { $0.parts.map(\.fen) } == [[4, 3, 2, 1]])
    }
  }

  @Test("a fund that is there keeps its kind and its count of versions, whoever writes it")
  func fundVersions() async throws {
    try await withFullDatabase { connection in
      var fund = try #require(try await FundRepository.find("hefei-fund", connection))
      #expect(try await FundRepository.save(fund, connection) == fund.version + 1)
      (fund.kind, fund.terms) = (.loanRiskPool, "anhui-technology")
      #expect(try await FundRepository.save(fund, connection) == nil)
      fund.code = "another"
      #expect(try await FundRepository.save(fund, connection) == 1)
    }
  }

  @Test("what is carried is of live guarantees alone, and the borrower's group is told apart")
  func carried() async throws {
    try await withFullDatabase { connection in
      let guarantor = try #require(try await GuarantorRepository.find("hefei-demo", connection))
      #expect(guarantor.carriedFen == 301)
      let enterprise = try #require(
        try await GuaranteeRepository.list(.init(), after: nil, limit: 1, connection).first
      ).enterprise
      let carried = try await GuarantorRepository.carried(
        by: "hefei-demo", for: enterprise, connection)
      #expect(carried.borrowerFen == 301 && carried.relatedFen == 0)
      #expect(carried.live.map(\.principalFen) == [1_001])
      #expect(
        try await GuarantorRepository.guaranteed(for: enterprise, connection).values.map { $0 } == [
          1_001
        ])
      // It leaves its group, and takes what it has with it.
      try await inTransaction(connection) {
        try await GuarantorRepository.setGroup(
          nil, of: enterprise, at: TestStore.morning, by: "operator-1", connection)
      }
      let sums = try await connection.query("SELECT sum(weighted_fen)::bigint FROM guarantor_group")
      #expect(try sums[0].decode(0, as: Int64.self) == 0)
    }
  }

  @Test("a fund has what its movements say, and the report what its guarantees say")
  func figures() async throws {
    try await withFullDatabase { connection in
      let fund = try #require(try await FundRepository.find("hefei-fund", connection))
      #expect(
        [fund.balanceFen, fund.heldFen, fund.paidFen, fund.availableFen] == [940, 40, 60, 900])
      let entries = try await FundRepository.entries(
        of: "hefei-fund", after: nil, limit: 2, connection)
      #expect(entries.map(\.kind) == [.pay, .hold])
      let year = Int(TestStore.morning.legalDate.text.prefix(4)) ?? 0
      let figures = try await GuaranteeFiguresRepository.figures(
        of: "hefei-demo", year: year, connection)
      #expect(figures.turnover == GuaranteeTurnover(compensatedFen: 801, endedFen: 1_001))
      #expect([figures.compensatedFen, figures.recoveredFen, figures.lostFen] == [801, 8, 0])
      #expect(figures.inForce.map(\.ownFen) == [401])
      let other = try await GuaranteeFiguresRepository.turnover(
        of: "hefei-demo", bank: "huishang", scheme: nil, year: year, connection)
      #expect(other == GuaranteeTurnover(compensatedFen: 0, endedFen: 0))
    }
  }
}
