import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("Claims in the store", .serialized)
struct ClaimStoreTests {
  @Test("a claim comes back as it was written, with its steps, parts and papers")
  func roundTrip() async throws {
    try await withFullDatabase { connection in
      let found = try await ClaimRepository.list(
        state: "passed", enterprise: nil, regionPrefix: "34", after: nil, limit: 10, connection)
      let claim = try #require(found.first)
      #expect(found.count == 1)
      #expect(try await ClaimRepository.find(claim.id, connection) == claim)
      #expect(try await ClaimRepository.counting(claim.enterprise, connection) == [claim])
      let none = try await ClaimRepository.list(
        state: "paid", enterprise: claim.enterprise, regionPrefix: nil, after: nil, limit: 10,
        connection)
      #expect(none == [])
      let steps = try await ClaimRepository.steps(of: claim.id, connection)
      #expect(steps.map(\.verb) == ["submit", "accept", "pass", "pay"])
      let parts = try await ClaimRepository.parts(of: claim.id, connection)
      #expect(parts.map(\.fen) == [2, 8] && parts.map { $0.paidOn != nil } == [true, false])
      let documents = try await ClaimRepository.documents(of: claim.id, connection)
      #expect(documents.map(\.kind) == ["title_notice"])
      let year = claim.claimedOn.year
      let figures = try await ClaimRepository.figures(
        year: year, regionPrefix: "", limit: 10, connection)
      #expect(figures.map(\.level) == ["city", "county"])
      #expect(figures.map(\.fen) == [2, 8] && figures.map(\.paidFen) == [2, 0])
      #expect(figures.map(\.clawedBackFen) == [0, 0])
      let elsewhere = try await ClaimRepository.figures(
        year: year, regionPrefix: "61", limit: 10, connection)
      #expect(elsewhere == [])
    }
  }

  @Test("an event is recorded once, and comes back as it was")
  func events() async throws {
    try await withFullDatabase { connection in
      let claim = try #require(
        try await ClaimRepository.list(
          state: nil, enterprise: nil, regionPrefix: nil, after: nil, limit: 1, connection
        ).first)
      var event = try #require(try await AwardEventRepository.find(claim.event, connection))
      #expect(event.evidence?.digest.count == 32)
      #expect(try await AwardEventRepository.insert(event, connection) == false)
      let all = try await AwardEventRepository.list(
        of: claim.enterprise, after: nil, limit: 10, connection)
      #expect(Set(all.map(\.kind)) == ["lease", "title"])
      #expect(all.first { $0.kind == "lease" }?.bases.financedFen == 1_000)
      event.state = .refused
      event.version = 2
      try await AwardEventRepository.decide(event, connection)
      #expect(try await AwardEventRepository.find(event.id, connection) == event)
      let same = try await AwardEventRepository.find(
        event.key, of: claim.enterprise, connection)
      #expect(same == event)
    }
  }

  @Test("a budget shows what is held and what is paid of it")
  func budgets() async throws {
    try await withFullDatabase { connection in
      let budgets = try await AwardBudgetRepository.list(
        year: 2026, regionPrefix: "3402", limit: 10, connection)
      #expect(budgets.map(\.key.level) == ["city", "county"])
      #expect(budgets.map(\.account.taken) == [2, 8] && budgets.map(\.paidFen) == [2, 0])
      let key = try #require(budgets.first?.key)
      #expect(try await AwardBudgetRepository.find(key, connection) == budgets.first)
      let none = try await AwardBudgetRepository.list(
        year: 2025, regionPrefix: "", limit: 10, connection)
      #expect(none == [])
    }
  }

  @Test("what is due is found by the clock, and what was not told of when facts change")
  func notices() async throws {
    try await withFullDatabase { connection in
      let samples = Samples()
      let due = try await EntitlementNoticeRepository.due(
        at: samples.now, limit: 10, connection)
      let event = try #require(due.first)
      #expect(due.count == 1)
      var notice = try #require(
        try await EntitlementNoticeRepository.list(of: event, connection).first)
      func found() async throws -> [EnterpriseID] {
        try await EntitlementNoticeRepository.due(
          among: [notice.enterprise], at: samples.now, connection)
      }
      #expect(try await found() == [notice.enterprise])
      notice.dueAt = nil
      try await EntitlementNoticeRepository.save([notice], connection)
      let hastening = EntitlementNoticeRepository.hastening(notice.enterprise, at: samples.now)
      try await connection.execute(hastening)
      #expect(try await found() == [], "it was told of")
      notice.openedAt = nil
      try await EntitlementNoticeRepository.save([notice], connection)
      #expect(try await EntitlementNoticeRepository.list(of: event, connection) == [notice])
      try await connection.execute(hastening)
      #expect(try await found() == [notice.enterprise])
    }
  }
}
