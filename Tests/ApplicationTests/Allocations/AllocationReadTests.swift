import Application
import Domain
import Ingest
import Postgres
import Store
import TestSupport
import Testing

@Suite("Who reads what of periodic runs", .serialized)
struct AllocationReadTests {
  @Test("an institution reads its own part and nothing else, by teasers that name nobody")
  func institutions() async throws {
    try await World.with { world in
      let cases = try await world.waitingCases()
      let id = try await world.allocate()
      let all = try await world.digest(id)
      let made = all.filter { $0["outcome"] == "made" }
      let code = try #require(made.first?["institution"]?["code"]?.stringValue)
      for reader in [OfferCase.liaison(code), OfferCase.manager(code)] {
        let own = try await world.digest(id, actor: reader)
        let mine = made.filter { $0["institution"]?["code"] == .string(code) }
        #expect(own.compactMap { $0["id"] } == mine.compactMap { $0["id"] })
        #expect(own.allSatisfy { $0["enterprise_id"] == nil })
        #expect(own.allSatisfy { $0["teaser"]?["need.amount_fen"] != nil })
        #expect(own.allSatisfy { $0["offer"]?["due_at"]?.stringValue != nil })
        #expect(try await world.digest(id, institution: "cdb-not", actor: reader) == [])
        let text = own.map(\.canonicalText).joined()
        for given in cases { #expect(!text.contains(given.enterprise.text)) }
        let run = try await world.allocation(id, actor: reader)
        #expect(run["pins"] == nil)
        #expect(run.count("made") == Int64(mine.count))
        let fairness = try await world.application.allocationFairness(of: id, actor: reader)
        #expect(fairness["data"]?.arrayValue?.compactMap { $0["institution"] } == [.string(code)])
      }
      let stranger = OfferCase.liaison("nobody")
      let page = try await world.application.allocationRuns(page: PageRequest(), actor: stranger)
      #expect(page.items == [])
      for body in [
        { _ = try await world.allocation(id, actor: stranger) },
        { _ = try await world.application.allocationFairness(of: id, actor: stranger) },
        { _ = try await world.digest(id, actor: stranger) },
        { _ = try await world.application.allocationList(of: id, actor: stranger) },
      ] as [() async throws -> Void] {
        #expect(await refusal(body)?.word == "not found allocation run")
      }
      #expect(
        await refusal {
          _ = try await world.application.replayAllocation(id, actor: OfferCase.manager(code))
        }?.word == "forbidden")
    }
  }

  @Test("an enterprise reads the lines of its own needs, with why and why not")
  func enterprises() async throws {
    try await World.with { world in
      let cases = try await world.waitingCases()
      let id = try await world.allocate()
      let given = try #require(
        try await cases.asyncFirst { try await $0.offers().isEmpty ? nil : $0 })
      let own = try await world.digest(id, actor: given.owner)
      #expect(!own.isEmpty)
      #expect(own.allSatisfy { $0["enterprise_id"] == .string(given.enterprise.text) })
      #expect(own.contains { $0["why"] == "offered" } && own.contains { $0["why"] != "offered" })
      let run = try await world.allocation(id, actor: given.owner)
      #expect(run.count("made") == Int64(own.count { $0["outcome"] == "made" }))
      #expect(run["pins"] == nil)
      for body in [
        { _ = try await world.application.allocationFairness(of: id, actor: given.owner) },
        { _ = try await world.application.allocationList(of: id, actor: given.owner) },
      ] as [() async throws -> Void] {
        #expect(await refusal(body)?.word == "forbidden")
      }
      let other = try await world.register(900)
      let stranger = Actor(subject: "x", role: .enterprise, organisation: other.text)
      #expect(
        await refusal { _ = try await world.allocation(id, actor: stranger) }?.word
          == "not found allocation run")
    }
  }

  @Test("an operator of a region reads the lines of its region, and everybody's figures")
  func regions() async throws {
    try await World.with { world in
      _ = try await world.waitingCases()
      let id = try await world.allocate()
      let away = Actor(subject: "o-2", role: .operator, region: "650000")
      #expect(try await world.digest(id, actor: away) == [])
      #expect(try await world.allocation(id, actor: away).count("made") ?? 0 > 0)
      let near = Actor(subject: "o-1", role: .operator, region: "340000")
      #expect(try await world.digest(id, actor: near).count == world.digest(id).count)
      let auditor = Actor(subject: "a", role: .auditor)
      #expect(
        try await world.application.replayAllocation(id, actor: auditor)["matches"] == true)
      #expect(
        await refusal { _ = try await world.application.replayAllocation(id, actor: near) }?.word
          == "forbidden")
    }
  }

  @Test("the fairness report adds up, and tells how far down its list an institution came")
  func fairness() async throws {
    try await World.with { world in
      _ = try await world.waitingCases()
      let id = try await world.allocate()
      let run = try await world.allocation(id)
      let answer = try await world.application.allocationFairness(of: id, actor: World.system)
      let shares = answer["data"]?.arrayValue ?? []
      func sum(_ name: String) -> Int64 { shares.compactMap { $0[name]?.intValue }.reduce(0, +) }
      #expect(sum("planned") == run.count("planned") && sum("made") == run.count("made"))
      #expect((999_000...1_000_000).contains(sum("share_ppm")))
      for share in shares {
        let suitable = share["suitable"]?.intValue ?? 0
        let depth = share["depth"]?.intValue
        #expect((depth == nil) == (share["planned"] == 0))
        if let depth { #expect((share["planned"]?.intValue ?? 0)...suitable ~= depth) }
      }
    }
  }

  @Test("the list opens in a spreadsheet, survives a round trip, and names nobody")
  func list() async throws {
    try await World.with { world in
      let cases = try await world.waitingCases()
      let id = try await world.allocate()
      let made = try await world.digest(id).filter { $0["outcome"] == "made" }
      let bytes = try await world.application.allocationList(of: id, actor: World.system)
      #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
      let document = try CSVDocument.read(bytes: bytes)
      #expect(document.encoding == .utf8WithMark)
      #expect(document.header.starts(with: ["推介批次", "推介时间", "机构代码"]))
      let records = document.records()
      #expect(records.count == made.count)
      for (record, line) in zip(records, made) {
        #expect(record.trouble == nil && record.cells.count == document.header.count)
        #expect(record.cells[0] == id.text)
        #expect(JSON.string(record.cells[2]) == line["institution"]?["code"])
        #expect(JSON.string(record.cells[6]) == line["need_id"])
        #expect(record.cells.allSatisfy { !FormulaGuard.isFormula($0) })
      }
      var writer = CSVWriter(mark: true)
      writer.append(document.header)
      for record in records { writer.append(record.cells) }
      #expect(writer.bytes == bytes)
      let text = String(decoding: bytes, as: UTF8.self)
      for given in cases {
        #expect(!text.contains(given.enterprise.text))
        let view = try await world.application.enterprise(given.enterprise, actor: World.system)
        #expect(!text.contains(view.value["name"]?.stringValue ?? "?"))
        #expect(!text.contains(view.value["uscc"]?.stringValue ?? "?"))
      }
      // An institution gets its own rows, and after it lost a need only that it had it.
      let offer = try #require(
        try await cases.asyncFirst { try await $0.offers().first })
      let code = try offer.institution
      func own() async throws -> [[String]] {
        let bytes = try await world.application.allocationList(
          of: id, actor: OfferCase.manager(code))
        return try CSVDocument.read(bytes: bytes).records().map(\.cells)
      }
      let before = try await own()
      #expect(before.count == made.count { $0["institution"]?["code"] == .string(code) })
      _ = try await world.application.advanceOffer(
        try offer.offerID, .decline, ["reasons": ["documents_missing"]],
        actor: OfferCase.manager(code))
      let after = try await own()
      #expect(after.count == before.count)
      let name = try offer.offerID.text
      let lost = try #require(after.first { $0.contains(name) })
      #expect(lost.count { $0.isEmpty } > 8)
    }
  }
}
