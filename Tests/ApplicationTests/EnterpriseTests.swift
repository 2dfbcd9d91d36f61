import Application
import Domain
import Store
import TestSupport
import Testing

@Suite("Enterprises", .serialized)
struct EnterpriseTests {
  @Test("a registered enterprise is answered with its address, its version and its first facts")
  func create() async throws {
    try await World.with { world in
      let answer = try await world.application.createEnterprise(
        Body.enterprise(), actor: World.system)
      let id = try #require(answer.body["id"]?.stringValue)
      #expect(answer.status == 201)
      #expect(answer.headers == ["Location": "/v1/enterprises/\(id)", "ETag": "\"1\""])
      #expect(!answer.isReplay)
      #expect(answer.body["uscc"]?.stringValue == Body.uscc(0))
      #expect(answer.body["version"] == 1 && answer.body["facts_version"] == 1)
      #expect(answer.body["warnings"] == [])
      #expect(answer.body["created_at"]?.stringValue == TestStore.morning.text)
      let enterprise = try #require(EnterpriseID(id))
      let read = try await world.application.enterprise(enterprise, actor: World.system)
      #expect(read.value == answer.body && read.version == 1)
      let facts = try await world.application.facts(
        enterprise, version: nil, asOf: nil, actor: World.system)
      #expect(facts.version == 1)
      #expect(
        facts.value["facts"] == [
          [
            "path": "enterprise.industry", "value": "6510", "none": false, "source": "registry",
            "as_of": "2026-11-20",
          ],
          [
            "path": "enterprise.region", "value": "340104", "none": false, "source": "registry",
            "as_of": "2026-11-20",
          ],
          [
            "path": "enterprise.registered_on", "value": "2019-03-15", "none": false,
            "source": "registry", "as_of": "2026-11-20",
          ],
        ])
      let stored = try #require(facts.value["digest"]?.stringValue)
      #expect(stored.hasPrefix("sha256:") && stored.utf8.count == 71)
    }
  }

  @Test("what an enterprise registers of itself is seen to come from it")
  func ownSource() async throws {
    try await World.with { world in
      let actor = Actor(subject: "token", role: .enterprise, uscc: Body.uscc(0))
      let answer = try await world.application.createEnterprise(Body.enterprise(), actor: actor)
      let id = try #require(answer.body["id"]?.stringValue.flatMap { EnterpriseID($0) })
      let facts = try await world.application.facts(id, version: nil, asOf: nil, actor: actor)
      #expect(facts.value.fact("enterprise.region")?["source"] == "enterprise")
    }
  }

  @Test("a code is taken as people write it, and stored in one spelling")
  func normalised() async throws {
    try await World.with { world in
      let spaced = Body.uscc(0).lowercased().map { "\($0)" }.joined(separator: " ")
      let answer = try await world.application.createEnterprise(
        Body.enterprise().with(["uscc": .string(spaced)]), actor: World.system)
      #expect(answer.body["uscc"]?.stringValue == Body.uscc(0))
      try await world.expectRefused("conflict enterprise_exists") {
        _ = try await world.application.createEnterprise(Body.enterprise(), actor: World.system)
      }
      let found = try await world.application.enterprises(
        region: nil, uscc: spaced, page: PageRequest(), actor: World.system)
      #expect(found.items.count == 1)
    }
  }

  @Test("a legacy code with a wrong check character needs a stated reason, and is warned about")
  func override() async throws {
    try await World.with { world in
      let right = Body.uscc(0)
      let wrong = String(right.dropLast()) + (right.hasSuffix("1") ? "2" : "1")
      let body = Body.enterprise().with(["uscc": .string(wrong)])
      try await world.expectRefused("invalid /uscc checksum") {
        _ = try await world.application.createEnterprise(body, actor: World.system)
      }
      let answer = try await world.application.createEnterprise(
        body.with(["uscc_override_reason": "2015 年试点发码"]), actor: World.system)
      #expect(answer.body["uscc"]?.stringValue == wrong)
      #expect(answer.body["uscc_override_reason"] == "2015 年试点发码")
      let warnings = answer.body["warnings"]?.arrayValue ?? []
      #expect(warnings.map { $0["code"]?.stringValue } == ["checksum"])
      #expect(warnings.first?["pointer"] == "/uscc")
      try await world.expectRefused("invalid /uscc length") {
        _ = try await world.application.createEnterprise(
          body.with(["uscc": "123", "uscc_override_reason": "x"]), actor: World.system)
      }
    }
  }

  @Test("of sixteen that register the same code at once, one succeeds and the others are told")
  func concurrent() async throws {
    try await World.with { world async throws in
      let words = await withTaskGroup(of: String?.self) { group in
        for _ in 0..<16 {
          group.addTask {
            await refusal {
              _ = try await world.application.createEnterprise(
                Body.enterprise(), actor: World.system)
            }?.word
          }
        }
        return await group.reduce(into: [String?]()) { $0.append($1) }
      }
      #expect(words.count(where: { $0 == nil }) == 1)
      #expect(words.count(where: { $0 == "conflict enterprise_exists" }) == 15)
      #expect(try await world.count("enterprise") == 1)
      #expect(try await world.count("outbox") == 1)
    }
  }

  @Test("an amended attribute becomes a fact of that day, and open needs are matched again")
  func amend() async throws {
    try await World.with { world in
      let id = try await world.register()
      let need = try await world.submit(id)
      try await world.matchWaiting()
      world.store.clock.advance(milliseconds: 86_400_000)
      let answer = try await world.application.amendEnterprise(
        id, expectedVersion: 1, ["region": "340202", "name": "新名称"], actor: World.system)
      #expect(answer.status == 200 && answer.headers["ETag"] == "\"2\"")
      #expect(answer.body["region"] == "340202" && answer.body["name"] == "新名称")
      #expect(answer.body["facts_version"] == 2)
      let facts = try await world.application.facts(
        id, version: nil, asOf: nil, actor: World.system)
      #expect(facts.value.fact("enterprise.region")?["as_of"] == "2026-11-21")
      #expect(facts.value.fact("enterprise.industry")?["as_of"] == "2026-11-20")
      let view = try await world.application.need(need, actor: World.system).value
      #expect(view["match"]?["state"] == "pending")
      #expect(view["match"]?["run_id"]?.stringValue != nil, "the earlier run stays readable")
    }
  }

  @Test("a new name alone leaves the facts as they are; an empty change changes nothing")
  func amendName() async throws {
    try await World.with { world in
      let id = try await world.register()
      let answer = try await world.application.amendEnterprise(
        id, expectedVersion: 1, ["name": "新名称"], actor: World.system)
      #expect(answer.body["version"] == 2 && answer.body["facts_version"] == 1)
      try await world.drain()
      let before = try await world.counts()
      for body in [[:], ["name": "新名称", "region": "340104"]] as [JSON] {
        let same = try await world.application.amendEnterprise(
          id, expectedVersion: 2, body, actor: World.system)
        #expect(same.status == 200 && same.headers["ETag"] == "\"2\"")
      }
      #expect(try await world.counts() == before)
      try await world.expectRefused("stale 2") {
        _ = try await world.application.amendEnterprise(
          id, expectedVersion: 1, ["name": "又一名称"], actor: World.system)
      }
      try await world.expectRefused("not found enterprise") {
        _ = try await world.application.amendEnterprise(
          IdentifierSource().next(), expectedVersion: 1, ["name": "x"], actor: World.system)
      }
    }
  }

  @Test("of two changes that knew the same version, one is told it is stale")
  func concurrentAmend() async throws {
    try await World.with { world in
      let id = try await world.register()
      let words = await withTaskGroup(of: String?.self) { group in
        for number in 0..<8 {
          group.addTask {
            await refusal {
              _ = try await world.application.amendEnterprise(
                id, expectedVersion: 1, ["name": .string("名称\(number)")], actor: World.system)
            }?.word
          }
        }
        return await group.reduce(into: [String?]()) { $0.append($1) }
      }
      #expect(words.count(where: { $0 == nil }) == 1)
      #expect(words.count(where: { $0 == "stale 2" }) == 7)
    }
  }

  @Test("enterprises are listed newest first, by region and code, page by page")
  func list() async throws {
    try await World.with { world in
      var ids: [String] = []
      for number in 0..<7 {
        let region = number < 5 ? "340104" : "340202"
        ids.append(try await world.register(number, region: region).text)
      }
      func walk(_ region: String?, limit: Int) async throws -> [String] {
        var seen: [String] = []
        var page = PageRequest(limit: limit)
        repeat {
          let found = try await world.application.enterprises(
            region: region, uscc: nil, page: page, actor: World.system)
          #expect(found.items.count <= limit)
          seen += found.items.compactMap { $0["id"]?.stringValue }
          page.after = found.next
        } while page.after != nil && seen.count < 1_000
        return seen
      }
      let all = try await [walk(nil, limit: 2), walk(nil, limit: 7), walk("340000", limit: 3)]
      #expect(all == Array(repeating: ids.reversed(), count: 3))
      let hefei = try await [walk("340100", limit: 4), walk("340104", limit: 5)]
      #expect(hefei == Array(repeating: ids.prefix(5).reversed(), count: 2))
      let none = try await walk("340300", limit: 5)
      #expect(none == [])
    }
  }
}
