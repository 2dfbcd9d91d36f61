import Application
import Domain
import Store
import TestSupport
import Testing

@Suite("Needs", .serialized)
struct NeedTests {
  @Test("an accepted need is answered with its address and waits for its run")
  func submit() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      let answer = try await world.application.submitNeed(
        Body.need(enterprise), actor: World.system)
      let id = try #require(answer.body["id"]?.stringValue)
      #expect(answer.status == 201)
      #expect(answer.headers == ["Location": "/v1/needs/\(id)", "ETag": "\"1\""])
      #expect(answer.body["amount"] == ["fen": 300_000_000, "currency": "CNY"])
      #expect(answer.body["security"] == ["credit", "guarantee"])
      #expect(answer.body["match"] == ["state": "pending", "run_id": nil])
      let read = try await world.application.need(
        try #require(NeedID(id)), actor: World.system)
      #expect(read.value == answer.body && read.version == 1)
    }
  }

  @Test("security that is not said stays unknown, and an empty list says there is none")
  func security() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      let forms: [(JSON?, JSON)] = [
        (nil, nil), (.null, nil), ([], []), (["ip", "credit"], ["credit", "ip"]),
      ]
      for (given, expected) in forms {
        let answer = try await world.application.submitNeed(
          Body.need(enterprise).with(["security": given]), actor: World.system)
        #expect(answer.body["security"] == expected)
      }
    }
  }

  @Test("an amended need keeps what was not given, gets a version and is matched again")
  func amend() async throws {
    try await World.with { world in
      let need = try await world.submit(try await world.register())
      try await world.matchWaiting()
      let decided = try await world.application.need(need, actor: World.system).value
      #expect(decided["match"]?["state"] == "decided")
      let answer = try await world.application.amendNeed(
        need, expectedVersion: 1, ["tenor_months": 24, "security": nil], actor: World.system)
      #expect(answer.status == 200 && answer.headers["ETag"] == "\"2\"")
      #expect(answer.body["tenor_months"] == 24 && answer.body["security"] == .null)
      #expect(answer.body["amount"]?["fen"] == 300_000_000)
      #expect(answer.body["match"]?["state"] == "pending")
      #expect(answer.body["match"]?["run_id"] == decided["match"]?["run_id"])
      try await world.drain()
      let before = try await world.counts()
      let same = try await world.application.amendNeed(
        need, expectedVersion: 2, ["tenor_months": 24], actor: World.system)
      #expect(same.headers["ETag"] == "\"2\"")
      #expect(try await world.counts() == before)
      try await world.expectRefused("stale 2") {
        _ = try await world.application.amendNeed(
          need, expectedVersion: 1, ["tenor_months": 6], actor: World.system)
      }
    }
  }

  @Test("a withdrawn need is changed no more and waits for nothing")
  func withdraw() async throws {
    try await World.with { world in
      let need = try await world.submit(try await world.register())
      let answer = try await world.application.withdrawNeed(
        need, expectedVersion: 1, actor: World.system)
      #expect(answer.headers["ETag"] == "\"2\"")
      #expect(answer.body["status"] == "withdrawn")
      #expect(answer.body["match"]?["state"] == "withdrawn")
      try await world.expectRefused("conflict need_withdrawn") {
        _ = try await world.application.withdrawNeed(need, expectedVersion: 2, actor: World.system)
      }
      try await world.expectRefused("conflict need_withdrawn") {
        _ = try await world.application.amendNeed(
          need, expectedVersion: 2, ["tenor_months": 6], actor: World.system)
      }
      try await world.expectRefused("stale 2") {
        _ = try await world.application.withdrawNeed(need, expectedVersion: 1, actor: World.system)
      }
    }
  }

  @Test("of eight changes at once that knew the same version, one succeeds")
  func concurrentChanges() async throws {
    try await World.with { world in
      let need = try await world.submit(try await world.register())
      let words = await withTaskGroup(of: String?.self) { group in
        for number in 0..<8 {
          group.addTask {
            await refusal {
              if number % 2 == 0 {
                _ = try await world.application.withdrawNeed(
                  need, expectedVersion: 1, actor: World.system)
              } else {
                _ = try await world.application.amendNeed(
                  need, expectedVersion: 1, ["tenor_months": .int(Int64(number))],
                  actor: World.system)
              }
            }?.word
          }
        }
        return await group.reduce(into: [String?]()) { $0.append($1) }
      }
      #expect(words.count(where: { $0 == nil }) == 1)
      #expect(words.count(where: { $0 == "stale 2" }) == 7)
      #expect(try await world.count("need_version") == 2)
    }
  }

  @Test("an enterprise has at most a hundred open needs, counted also under concurrency")
  func openLimit() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      var needs: [NeedID] = []
      for _ in 0..<98 { needs.append(try await world.submit(enterprise)) }
      let words = await withTaskGroup(of: String?.self) { group in
        for _ in 0..<6 {
          group.addTask { await refusal { try await world.submit(enterprise) }?.word }
        }
        return await group.reduce(into: [String?]()) { $0.append($1) }
      }
      #expect(words.count(where: { $0 == nil }) == 2)
      #expect(words.count(where: { $0 == "conflict too_many_open_needs" }) == 4)
      _ = try await world.application.withdrawNeed(
        needs[0], expectedVersion: 1, actor: World.system)
      try await world.submit(enterprise)
    }
  }

  @Test("needs are listed newest first by status, enterprise and region, page by page")
  func list() async throws {
    try await World.with { world in
      let hefei = try await world.register(0, region: "340104")
      let wuhu = try await world.register(1, region: "340202")
      var all: [(id: String, enterprise: EnterpriseID, withdrawn: Bool)] = []
      for index in 0..<12 {
        let enterprise = index % 3 == 0 ? wuhu : hefei
        let need = try await world.submit(enterprise)
        if index % 4 == 0 {
          _ = try await world.application.withdrawNeed(
            need, expectedVersion: 1, actor: World.system)
        }
        all.insert((need.text, enterprise, index % 4 == 0), at: 0)
      }
      func walk(
        _ status: String?, _ enterprise: EnterpriseID?, _ region: String?
      ) async throws -> [String] {
        var seen: [String] = []
        var page = PageRequest(limit: 2)
        repeat {
          let found = try await world.application.needs(
            status: status, enterprise: enterprise, region: region, page: page,
            actor: World.system)
          seen += found.items.compactMap { $0["id"]?.stringValue }
          page.after = found.next
        } while page.after != nil && seen.count < 1_000
        return seen
      }
      #expect(try await walk(nil, nil, nil) == all.map(\.id))
      #expect(try await walk("withdrawn", nil, nil) == all.filter(\.withdrawn).map(\.id))
      #expect(try await walk(nil, wuhu, nil) == all.filter { $0.enterprise == wuhu }.map(\.id))
      let open = all.filter { $0.enterprise == hefei && !$0.withdrawn }.map(\.id)
      #expect(try await walk("submitted", nil, "340100") == open)
      try await world.expectRefused("invalid /status unknown_value") {
        _ = try await walk("approved", nil, nil)
      }
    }
  }
}
