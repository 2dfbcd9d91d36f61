import Application
import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Repairs, questions and pages", .serialized)
struct DocumentaryTests {
  /// A firm with a tax record and grade C.
  private func decided(_ world: World, name: String? = nil) async throws -> (NeedID, RunID) {
    let enterprise = try await world.register()
    if let name {
      _ = try await world.application.amendEnterprise(
        enterprise, expectedVersion: 1, ["name": .string(name)], actor: World.system)
    }
    try await world.report(
      enterprise,
      [
        "tax.credit_grade": "C", "tax.arrears_fen": 1_200_000,
        "tax.paid_last_year_fen": 60_000_000, "tax.paid_prior_year_fen": 50_000_000,
        "enterprise.insured_persons": 25, "finance.revenue_last_year_fen": 2_000_000_000,
        "finance.assets_fen": 900_000_000,
      ])
    let need = try await world.submit(enterprise, fen: 100_000_000)
    try await world.matchWaiting()
    return (need, try await world.run(need))
  }

  private func products(
    _ world: World, _ run: RunID, _ outcome: String
  ) async throws -> [String] {
    let decisions = try await world.application.decisions(of: run, actor: World.system)
    return (decisions["data"]?.arrayValue ?? []).filter { $0["outcome"]?.stringValue == outcome }
      .compactMap { $0["product"]?.stringValue }
  }

  /// Decided needs of sample enterprises: firms as they are, most of their facts known.
  private func samples(_ world: World, count: Int) async throws -> [RunID] {
    _ = try await SampleRegistration(application: world.application).submit(
      count: count, seed: 42, today: TestStore.morning.legalDate)
    let events = try await world.drain()
    _ = try await world.application.match(events: events, consumer: "match")
    return try await world.query("SELECT id FROM match_run ORDER BY id").map {
      RunID(try $0.decode(0, as: UUID.self))
    }
  }

  /// Goes through the refusals of the runs with their repairs until `body` says it has seen enough.
  private func eachRefusal(
    _ world: World, _ runs: [RunID], _ body: (RunID, String, JSON) async throws -> Bool
  ) async throws {
    for run in runs {
      for product in try await products(world, run, "ineligible") {
        let view = try await world.application.repairs(
          of: run, product: product, actor: World.system)
        if try await body(run, product, view) { return }
      }
    }
    Issue.record("not enough repair paths in \(runs.count) runs")
  }

  @Test("repair paths of a refusal are shown with labels and departments; an eligible one has none")
  func repairs() async throws {
    try await World.with { world in
      let runs = try await samples(world, count: 20)
      var withPath = 0
      try await eachRefusal(world, runs) { run, product, view in
        #expect(view["outcome"] == "ineligible" && view["product"]?.stringValue == product)
        for path in view["paths"]?.arrayValue ?? [] {
          withPath += 1
          #expect(path["verdict"] == "eligible")
          for change in path["changes"]?.arrayValue ?? [] {
            #expect(change["label"]?["zh"]?.stringValue?.isEmpty == false)
            #expect(change["from"] != change["to"])
          }
        }
        #expect(view["blockers"] == [] || view["paths"] == [], "a blocked product has no path")
        return withPath >= 10
      }
      for product in try await products(world, runs[0], "eligible") {
        let view = try await world.application.repairs(
          of: runs[0], product: product, actor: World.system)
        #expect(view["paths"] == [] && view["blockers"] == [] && view["qualify_on"] == .null)
      }
      try await world.expectRefused("not found decision") {
        _ = try await world.application.repairs(
          of: runs[0], product: "nothing", actor: World.system)
      }
    }
  }

  @Test("doing what a path says makes the next run eligible")
  func pathWorks() async throws {
    try await World.with { world in
      let runs = try await samples(world, count: 20)
      try await eachRefusal(world, runs) { run, product, view in
        let changes = view["paths"]?.arrayValue?.first?["changes"]?.arrayValue ?? []
        let paths = changes.compactMap { $0["path"]?.stringValue }
        guard !paths.isEmpty, paths.allSatisfy({ !$0.hasPrefix("need.") }) else { return false }
        var facts: [String: JSON] = [:]
        for change in changes {
          let to = change["to"]
          facts[change["path"]?.stringValue ?? ""] =
            to?["state"] == "none" ? .null : to?["value"] ?? .null
        }
        let before = try await world.application.run(
          run, expandDecisions: false, actor: World.system)
        let enterprise = try #require(
          before["enterprise_id"]?.stringValue.flatMap { EnterpriseID($0) })
        let need = try #require(before["need_id"]?.stringValue.flatMap { NeedID($0) })
        try await world.report(enterprise, facts)
        try await world.matchWaiting()
        let next = try await world.run(need)
        #expect(next != run)
        let decision = try await world.application.decision(
          of: next, product: product, actor: World.system)
        #expect(decision["outcome"] == "eligible", "\(product): \(facts)")
        return true
      }
    }
  }

  @Test("the next questions follow the latest facts, and a fact that is supplied is asked no more")
  func questions() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      let need = try await world.submit(enterprise)
      func ask() async throws -> JSON {
        try await world.application.questions(of: need, actor: World.system)
      }
      let first = try await ask()
      let asked = try #require(first["questions"]?.arrayValue?.first)
      let path = try #require(asked["path"]?.stringValue)
      #expect(first["settled"] == false && asked["label"]?["en"]?.stringValue != nil)
      #expect((asked["touches"]?.intValue ?? 0) > 0)
      let registry = try await world.application.factRegistry()
      let definition = try #require(
        registry["facts"]?.arrayValue?.first { $0["path"]?.stringValue == path })
      let value: JSON =
        switch definition["type"]?.stringValue {
        case "boolean": false
        case "integer": 1
        case "set": []
        case "date": "2020-01-01"
        default: definition["values"]?.arrayValue?.first ?? "x"
        }
      try await world.report(enterprise, [path: value])
      let second = try await ask()
      #expect(second["facts_version"]?.intValue == (first["facts_version"]?.intValue ?? 0) + 1)
      let paths = (second["questions"]?.arrayValue ?? []).compactMap { $0["path"]?.stringValue }
      #expect(!paths.contains(path))
      let stranger = Actor(subject: "x", role: .liaison, organisation: "bank")
      try await world.expectRefused("not found need") {
        _ = try await world.application.questions(of: need, actor: stranger)
      }
    }
  }

  @Test("each decision gives at most four principal reasons with value, threshold and source")
  func principalReasons() async throws {
    try await World.with { world in
      let (_, run) = try await decided(world)
      let decisions = try await world.application.decisions(of: run, actor: World.system)
      for decision in decisions["data"]?.arrayValue ?? [] {
        let reasons = try #require(decision["principal_reasons"]?.arrayValue)
        #expect(reasons.count <= 4)
        #expect(reasons.isEmpty == (decision["outcome"] == "eligible"))
        for reason in reasons {
          #expect(reason["text"]?["zh"]?.stringValue?.isEmpty == false)
          #expect(reason["threshold"]?["zh"] != nil)
          #expect(reason["citation"]?["zh"]?.stringValue?.isEmpty == false)
        }
      }
    }
  }

  /// Everything a page must never hold, whatever the data.
  private func expectSafe(_ page: PrintedPage, sourceLocation: SourceLocation = #_sourceLocation) {
    let html = page.html.lowercased()
    for word in ["<script", "javascript:", "onerror=", "http://", "https://", "<img", "<link"] {
      #expect(!html.contains(word), "\(word)", sourceLocation: sourceLocation)
    }
    for word in ["信用评分", "approved", "credit score"] {
      #expect(!html.contains(word), "\(word)", sourceLocation: sourceLocation)
    }
    let policy = page.contentSecurityPolicy
    #expect(policy.hasPrefix("default-src 'none'; "), sourceLocation: sourceLocation)
    #expect(!policy.contains("unsafe"), sourceLocation: sourceLocation)
    // The one style of the page is the one the policy admits.
    let parts = page.html.components(separatedBy: "<style>")
    #expect(parts.count == 2, sourceLocation: sourceLocation)
    let style = parts.last?.components(separatedBy: "</style>").first ?? ""
    let hash = Data(Digest(ofBytes: Array(style.utf8)).bytes).base64EncodedString()
    #expect(policy.contains("style-src 'sha256-\(hash)'"), sourceLocation: sourceLocation)
    #expect(!html.contains("style=\""), sourceLocation: sourceLocation)
  }

  @Test(
    "the notice tells need, day, products, reasons, rights, pins and receipt, in both languages")
  func notice() async throws {
    try await World.with { world in
      let (need, run) = try await decided(world)
      let view = try await world.application.run(run, expandDecisions: false, actor: World.system)
      for isChinese in [true, false] {
        let page = try await world.application.notice(
          of: run, isChinese: isChinese, actor: World.system)
        expectSafe(page)
        let language = isChinese ? "zh" : "en"
        let digest = view["pins"]?["facts_digest"]?.stringValue ?? ""
        for text in [
          need.text, run.text, digest, "2026-11-20",
          isChinese ? "个人信息保护法" : "Personal Information Protection Law",
          isChinese ? "人工复核" : "review by a person",
          isChinese ? "由机构决定" : "institutions decide", "rcpt_",
          isChinese ? "100万" : "CNY 1,000,000.00",
        ] {
          #expect(page.html.contains(text), "\(text)")
        }
        for top in (view["top"]?.arrayValue ?? []).prefix(6) {
          let name = try #require(top["name"]?[language]?.stringValue)
          #expect(page.html.contains(name), "\(name)")
        }
        #expect(page.html.contains(isChinese ? "依据：" : "source:"))
        #expect(page.html.contains("lang=\"\(isChinese ? "zh-CN" : "en")\""))
      }
    }
  }

  @Test("what a name holds is shown, never run")
  func escaping() async throws {
    try await World.with { world in
      let name = "<script>alert(1)</script>\"'&<b onclick=x>乙"
      let (_, run) = try await decided(world, name: name)
      let page = try await world.application.notice(of: run, isChinese: true, actor: World.system)
      expectSafe(page)
      #expect(page.html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
      for product in try await products(world, run, "eligible") {
        guard
          let sheet = try? await world.application.costSheet(
            of: run, product: product, actor: World.system)
        else { continue }
        let page = try sheet.page()
        expectSafe(page)
        #expect(page.html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
      }
    }
  }

  @Test("what a person found on review stands in the notice beside the refusal")
  func reviewInNotice() async throws {
    try await World.with { world in
      let given = try await ReviewTests.Case(world)
      var texts: [String] = []
      let decisions = try await world.application.decisions(of: given.run, actor: World.system)
      for decision in decisions["data"]?.arrayValue ?? [] where decision["outcome"] == "ineligible"
      {
        let product = decision["product"]?.stringValue ?? ""
        let answer = try await world.application.requestReview(
          of: given.run, product: product, ReviewTests.reason, actor: given.owner)
        let id = try #require(answer.body["id"]?.stringValue.flatMap { ReviewID($0) })
        _ = try await given.assign(id, 1)
        _ = try await given.resolve(id, 2, "overturned")
        texts.append(product)
      }
      #expect(!texts.isEmpty)
      let page = try await world.application.notice(
        of: given.run, isChinese: true, actor: given.owner)
      #expect(page.html.contains("人工复核：原结论不成立"))
    }
  }

  @Test("a cost sheet costs what its decision says; a product without a price has none")
  func costSheet() async throws {
    try await World.with { world in
      let (_, run) = try await decided(world)
      let decisions = try await world.application.decisions(of: run, actor: World.system)
      var sheets = 0
      for decision in decisions["data"]?.arrayValue ?? [] {
        let product = decision["product"]?.stringValue ?? ""
        let effective = decision["cost"]?["effective_ppm"]?.intValue
        do {
          let sheet = try await world.application.costSheet(
            of: run, product: product, actor: World.system)
          sheets += 1
          #expect(sheet.json["after"]?["effective_ppm"]?.intValue == effective, "\(product)")
          #expect(sheet.json["amount_fen"] == decision["cost"]?["amount_fen"], "\(product)")
          expectSafe(try sheet.page())
        } catch ApplicationError.notFound(let what) {
          #expect(what == "cost sheet" && effective == nil, "\(product)")
        }
      }
      #expect(sheets > 0)
    }
  }
}
