import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("Reading rows back", .serialized)
struct ListTests {
  let samples = Samples()

  /// Codes of enterprises that differ in their body.
  private func code(_ index: Int) throws -> String {
    let letters = Array("0123456789ABCDEFGHJKLMNPQRTUWXY").map(String.init)
    let body = "MA2TE2" + letters[index / 31] + letters[index % 31]
    return try #require(
      USCC.make(registration: "91", division: "340100", organisationBody: body)
    ).text
  }

  /// Reads page after page, and lets `between` write before each next one.
  private func walk(
    _ page: (UUID?) async throws -> [UUID], between: () async throws -> Void
  ) async throws -> [UUID] {
    var seen: [UUID] = []
    // Far more than there are: a list that repeats itself must not hang the test.
    while seen.count < 1_000 {
      let found = try await page(seen.last)
      guard !found.isEmpty else { return seen }
      seen += found
      try await between()
    }
    return seen
  }

  @Test("a list of enterprises goes on where it stopped, whatever is registered meanwhile")
  func enterpriseList() async throws {
    try await withDatabase { _, connection in
      var number = 0
      func register(_ region: String) async throws -> EnterpriseRecord {
        let enterprise = samples.enterprise(uscc: try code(number), region: region)
        number += 1
        try await samples.insert(enterprise, connection)
        return enterprise
      }
      var hefei: [EnterpriseRecord] = []
      for index in 0..<20 {
        let region = index % 4 == 3 ? "340202" : "340104"
        let enterprise = try await register(region)
        if region == "340104" { hefei.append(enterprise) }
      }
      let seen = try await walk { after in
        try await EnterpriseRepository.list(
          regionPrefix: "3401", uscc: nil, after: after, limit: 4, connection
        ).map(\.id.uuid)
      } between: {
        _ = try await register("340104")
      }
      #expect(seen == hefei.reversed().map(\.id.uuid))
      let one = try await EnterpriseRepository.list(
        regionPrefix: "", uscc: hefei[2].uscc, after: nil, limit: 4, connection)
      #expect(one == [hefei[2]])
      let none = try await EnterpriseRepository.list(
        regionPrefix: "3402", uscc: hefei[2].uscc, after: nil, limit: 4, connection)
      #expect(none == [])
    }
  }

  @Test("a list of needs keeps its filters from page to page, whatever is submitted meanwhile")
  func needList() async throws {
    try await withDatabase { _, connection in
      let mine = samples.enterprise(uscc: try code(0), region: "340104")
      let other = samples.enterprise(uscc: try code(1), region: "340202")
      try await samples.insert(mine, connection)
      try await samples.insert(other, connection)
      func submit(_ enterprise: EnterpriseID, withdrawn: Bool) async throws -> NeedRecord {
        var need = samples.need(enterprise)
        if withdrawn { (need.status, need.matchDueSince) = ("withdrawn", nil) }
        let made = need
        try await inTransaction(connection) { try await NeedRepository.insert(made, connection) }
        return made
      }
      var all: [NeedRecord] = []
      for index in 0..<24 {
        all.append(
          try await submit(index % 2 == 0 ? mine.id : other.id, withdrawn: index % 3 == 0))
      }
      let filters: [(String?, EnterpriseID?, String?, [NeedRecord])] = [
        (nil, nil, nil, all), ("submitted", nil, nil, all.filter { $0.status == "submitted" }),
        (nil, mine.id, nil, all.filter { $0.enterprise == mine.id }),
        (nil, nil, "3402", all.filter { $0.enterprise == other.id }),
        (
          "withdrawn", mine.id, "34",
          all.filter { $0.enterprise == mine.id && $0.status == "withdrawn" }
        ), (nil, mine.id, "3402", []),
      ]
      for (status, enterprise, region, expected) in filters {
        let seen = try await walk { after in
          try await NeedRepository.list(
            status: status, enterprise: enterprise, regionPrefix: region, after: after, limit: 5,
            connection
          ).map(\.id.uuid)
        } between: {
          for owner in [mine.id, other.id] {
            for withdrawn in [true, false] { _ = try await submit(owner, withdrawn: withdrawn) }
          }
        }
        // What came in during the earlier walks is newer than all of these.
        #expect(Array(seen.suffix(expected.count)) == expected.reversed().map(\.id.uuid))
        #expect(Set(seen).count == seen.count)
      }
    }
  }

  @Test("a run with the same inputs on the same day is stored once, also by eight at once")
  func runOnce() async throws {
    try await withDatabase(.seeded) { configuration, connection in
      let need = try await samples.insertNeed(connection)
      let inserted = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<8 {
          group.addTask {
            try await withConnection(configuration) {
              try await RunRepository.insert([samples.run(need)], $0).count
            }
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(inserted == 1)
      var tomorrow = samples.run(need)
      tomorrow.clock = samples.now.adding(milliseconds: 86_400_000)
      var again = samples.run(need)
      again.clock = samples.now.adding(milliseconds: 1)
      let fresh = try await RunRepository.insert([again, tomorrow], connection)
      #expect(fresh == [tomorrow.id], "the clock's day counts, not its hour")
      #expect(try await RunRepository.insert([], connection) == [])
      let found = try #require(try await RunRepository.find(tomorrow.id, connection))
      #expect(found.createdAt != nil)
      var expected = tomorrow
      expected.createdAt = found.createdAt
      #expect(found == expected)
      #expect(
        try await RunRepository.latest(needs: [need.id], connection) == [need.id: tomorrow.id])
    }
  }

  @Test("the runs of a need are listed newest first and page by page")
  func runList() async throws {
    try await withDatabase(.seeded) { _, connection in
      let need = try await samples.insertNeed(connection)
      func decide(_ day: Int) async throws -> RunID {
        var run = samples.run(need)
        run.clock = samples.now.adding(milliseconds: Int64(day) * 86_400_000)
        _ = try await RunRepository.insert([run], connection)
        return run.id
      }
      var ids: [RunID] = []
      for day in 0..<10 { ids.append(try await decide(day)) }
      var day = 10
      let seen = try await walk { after in
        try await RunRepository.list(need: need.id, after: after, limit: 3, connection)
          .map(\.id.uuid)
      } between: {
        _ = try await decide(day)
        day += 1
      }
      #expect(seen == ids.reversed().map(\.uuid))
      #expect(try await RunRepository.latest(needs: [], connection) == [:])
    }
  }

  @Test("facts are found by version and as they were known at an instant")
  func factsAsOf() async throws {
    try await withDatabase { _, connection in
      let enterprise = samples.enterprise()
      try await samples.insert(enterprise, connection)
      for version in 2...4 {
        var facts = samples.facts(enterprise.id, version: version)
        facts.createdAt = samples.now.adding(milliseconds: Int64(version) * 1_000)
        try await FactsRepository.insert([facts], connection)
      }
      func version(after milliseconds: Int64) async throws -> Int? {
        try await FactsRepository.find(
          enterprise.id, asOf: samples.now.adding(milliseconds: milliseconds), connection)?.version
      }
      let found = try await [
        version(after: -1), version(after: 0), version(after: 2_999), version(after: 3_000),
        version(after: 90_000),
      ]
      #expect(found == [nil, 1, 2, 3, 4])
      #expect(try await FactsRepository.find(enterprise.id, version: 5, connection) == nil)
    }
  }

  @Test("a need is read in its latest version and in each earlier one")
  func needVersions() async throws {
    try await withDatabase { _, connection in
      let first = try await samples.insertNeed(connection)
      var second = first
      second.version = 2
      second.amountFen = 1
      second.security = nil
      second.versionCreatedAt = first.versionCreatedAt.adding(milliseconds: 5)
      second.updatedAt = second.versionCreatedAt
      let amended = second
      try await inTransaction(connection) { try await NeedRepository.amend(amended, connection) }
      #expect(try await NeedRepository.find(first.id, connection) == second)
      #expect(try await NeedRepository.find(first.id, version: 2, connection) == second)
      let old = try #require(try await NeedRepository.find(first.id, version: 1, connection))
      #expect((old.amountFen, old.security ?? []) == (first.amountFen, ["credit"]))
      #expect(old.versionCreatedAt == first.versionCreatedAt)
      #expect(try await NeedRepository.find(first.id, version: 3, connection) == nil)
    }
  }

  @Test("two batches that lock the same enterprises never wait in a circle")
  func lockOrder() async throws {
    try await withDatabase { configuration, connection in
      var ids: [EnterpriseID] = []
      for index in 0..<30 {
        let enterprise = samples.enterprise(uscc: try code(index))
        try await samples.insert(enterprise, connection)
        ids.append(enterprise.id)
      }
      let all = ids
      try await withThrowingTaskGroup(of: Void.self) { group in
        for worker in 0..<8 {
          group.addTask {
            var random = SplitMix(seed: UInt64(worker))
            try await withConnection(configuration) { connection in
              for _ in 0..<20 {
                let order = all.shuffled(using: &random)
                let locked = try await inTransaction(connection) {
                  try await EnterpriseRepository.lock(order, connection).count
                }
                #expect(locked == all.count)
              }
            }
          }
        }
        try await group.waitForAll()
      }
      let first = Array(all.prefix(3))
      try await connection.execute("BEGIN")
      _ = try await EnterpriseRepository.lock(first, connection)
      let free = try await withConnection(configuration) {
        try await EnterpriseRepository.lock(all, skippingLocked: true, $0)
      }
      try await connection.execute("COMMIT")
      #expect(Set(free.keys) == Set(all.dropFirst(3)))
    }
  }
}
