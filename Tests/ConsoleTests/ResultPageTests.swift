import API
import Application
import Domain
import Foundation
import HTTPTypes
import Testing

@testable import Console

@Suite("The page of a result")
struct ResultPageTests {
  private func result(_ language: String = "zh") async throws -> (Harness, SessionKey, Reply) {
    let harness = try await Harness()
    let key = harness.signIn(.enterprise)
    harness.backend.set {
      $0.answers["need"] = Samples.need()
      $0.answers["run"] = Samples.run
      $0.answers["repairs"] = Samples.repairs
      $0.answers["entitlements"] = Samples.entitlements
      $0.answers["costSheet"] = [:]
    }
    let reply = try await harness.send(
      .get, "/console/needs/\(Harness.need)/result", key: key,
      cookies: ["rongqiao_language": language])
    return (harness, key, reply)
  }

  @Test("what fits stands side by side in the run's order, and what is not published is no zero")
  func eligible() async throws {
    let (_, _, reply) = try await result()
    #expect(reply.status == 200)
    let first = try #require(reply.text.range(of: "税信贷"))
    let second = try #require(reply.text.range(of: "税易贷"))
    #expect(first.lowerBound < second.lowerBound)
    for text in ["2,500,000.50 元", "3.5051%", "名义年化 3.45%", "补贴前 4.5673%", "请咨询机构"] {
      #expect(reply.text.contains(text), "\(text)")
    }
    // By its name, or by its code where it has none.
    for text in ["税易贷</th><td>甲银行</td>", "税信贷</th><td>bank-b</td>"] {
      #expect(reply.text.contains(text), "\(text)")
    }
    #expect(reply.text.contains("href=\"/console/runs/\(Harness.run)/cost/tax-b\""))
    #expect(!reply.text.contains("cost/tax-a"))
  }

  @Test("the parts of a cost stand beside it in the comparison and in its file")
  func parts() async throws {
    let (harness, key, page) = try await result()
    for text in [
      "年利率(未计费用) 3.90% – 4.25%<br>", "费用、保证金及还款方式的影响 0.225%<br>",
      "已计入的补贴 1.025% (12,000 元)<br>",
    ] {
      #expect(page.text.contains(text), "\(text)")
    }
    // Nothing hangs on what is unknown, and what has no price has no parts.
    #expect(!page.text.contains("不确定、未计入的补贴"))
    #expect(page.text.components(separatedBy: "年利率(未计费用) ").count == 2)
    let path = "/console/needs/\(Harness.need)/result/table.csv"
    let file = try await harness.send(.get, path, key: key)
    #expect(file.text.contains("\"3.90% – 4.25%\",\"0.225%\",\"1.025% (12,000 元)\",\"\""))
    #expect(file.text.contains("\"年利率(未计费用)\",\"费用、保证金及还款方式的影响\""))
    let ask = "\"请咨询机构\""
    #expect(file.text.contains("\(ask),\(ask),\"—\",\(ask),\(ask),\(ask),\"\",\"\""))
  }

  @Test("the parts of a cost add up to it, and what is not published is not made up")
  func sums() {
    let figures = Figures(language: .chinese)
    let subsidy: JSON = ["id": "a", "pack": nil, "status": "apart", "amount_fen": 50_000]
    let annualised = CostParts(
      [
        "form": "annualised", "rate_max_ppm": 40_000, "rate_min_ppm": 40_000,
        "before_nominal_ppm": 43_000, "nominal_ppm": 43_000, "if_all_nominal_ppm": 42_000,
        "before_effective_ppm": 43_859, "effective_ppm": 43_859, "subsidies": [subsidy, subsidy],
      ], figures: figures)
    #expect(annualised.interest == "4.00%" && annualised.fees == "0.30%")
    #expect(annualised.subsidies == "0.00%" && annualised.uncertain == "0.10% (1,000 元)")
    let allIn = CostParts(
      [
        "form": "all_in", "rate_max_ppm": 40_000, "rate_min_ppm": nil,
        "before_effective_ppm": 45_000, "effective_ppm": 38_000, "if_all_effective_ppm": nil,
        "subsidies": [["id": "a", "pack": nil, "status": "netted", "amount_fen": nil]],
      ], figures: figures)
    #expect(allIn.interest == "4.00%" && allIn.fees == "0.50%")
    #expect(allIn.subsidies == "0.70%" && allIn.uncertain == nil)
    let unpublished = CostParts(
      ["form": "annualised", "rate_max_ppm": 40_000, "nominal_ppm": nil, "subsidies": []],
      figures: figures)
    #expect(unpublished.interest == "4.00%" && unpublished.fees == nil)
    #expect(unpublished.subsidies == nil)
  }

  @Test("where a need was put before an institution, its answer is due by a day; a pause is told")
  func deadlines() async throws {
    let (harness, key, _) = try await result()
    var run = Samples.run.objectValue ?? [:]
    run["decisions"] = .array(
      (run["decisions"]?.arrayValue ?? []).map { decision -> JSON in
        guard decision["product"] == "tax-a" else { return decision }
        var paused = decision.objectValue ?? [:]
        paused["paused"] = ["reason": "capacity"]
        return .object(paused)
      })
    harness.backend.set { [run] in
      $0.answers["run"] = .object(run)
      $0.answers["referral"] = Samples.referral
    }
    let page = try await harness.send(
      .get, "/console/needs/\(Harness.need)/result", key: key)
    for text in ["<td>已推介<br>2026-11-23 18:00 ", "税易贷 <span class=\"small\">暂停受理</span>"] {
      #expect(page.text.contains(text), "\(text)")
    }
    #expect(page.text.contains("<td>—</td>"))
  }

  @Test("what to supply, what to mend, from when it fits and what may be claimed are told")
  func ways() async throws {
    let (harness, _, reply) = try await result()
    for text in [
      "纳税信用级别", "税务局", "影响产品数 1", "B级 → A级", "约需 90 天", "2027-03-01",
      "挂牌奖励", "500,000 元", "2027-01-31",
      "B级 → A级 <span class=\"small\">科技局</span>",
    ] {
      #expect(reply.text.contains(text), "\(text)")
    }
    #expect(!reply.text.contains("不予"))
    // The ways to a product that fits, or of which too little is known, are not asked for.
    let asked = harness.backend.calls.filter { $0.name == "repairs" }
    #expect(asked.map { $0.details["product"] } == ["tax-d"])
    #expect(reply.text.contains("成立满 3 年 &lt;script&gt;"))
  }

  @Test("of many products that do not fit, the way is shown to those likeliest to be mended")
  func nearest() async throws {
    let (harness, key, _) = try await result()
    func refused(_ code: String, near: String? = nil, _ reasons: [JSON]) -> JSON {
      [
        "product": .string(code), "name": nil, "institution": ["code": "bank-d", "name": nil],
        "outcome": "ineligible", "near_miss_rule": .optional(near), "missing": [],
        "principal_reasons": .array(reasons),
      ]
    }
    let text: JSON = ["zh": "原因", "en": "reason"]
    let mended: JSON = ["text": text, "repairable": true, "margin": nil]
    let ripening: JSON = ["text": text, "repairable": false, "margin": -3]
    let lasting: JSON = ["text": text, "repairable": false, "margin": nil]
    var run = Samples.run.objectValue ?? [:]
    run["decisions"] = .array([
      refused("elsewhere-a", near: "region", [lasting]),
      refused("elsewhere-b", near: "region", [lasting]), refused("mixed", [lasting, mended]),
      refused("three", [mended, mended, mended]), refused("two", [mended, mended]),
      refused("young", near: "age", [ripening]), refused("one", near: "grade", [mended]),
    ])
    harness.backend.set { [run] in
      $0.answers["run"] = .object(run)
      $0.calls = []
    }
    let page = try await harness.send(
      .get, "/console/needs/\(Harness.need)/result", key: key)
    let asked = harness.backend.calls.filter { $0.name == "repairs" }
    #expect(asked.map { $0.details["product"] } == ["one", "young", "two"])
    // The way to every other is a page of its own.
    for code in ["elsewhere-a", "mixed", "three"] {
      let place = "href=\"/console/runs/\(Harness.run)/fit/\(code)\""
      #expect(page.text.contains(place), "\(code)")
    }
  }

  @Test("what would make one product fit is a page: its ways, its day, and what is not known")
  func fit() async throws {
    let (harness, key, _) = try await result()
    let path = "/console/runs/\(Harness.run)/fit/tax-d"
    let head: [String: JSON] = [
      "product": "tax-d", "name": ["zh": "科技贷", "en": "Tech loan D"],
      "institution": ["code": "bank-d", "name": nil], "need_id": .string(Harness.need),
      "outcome": "ineligible",
    ]
    func page(_ members: [String: JSON]) async throws -> Reply {
      let view = JSON.object(head.merging(members) { _, own in own })
      harness.backend.set { $0.answers["repairs"] = view }
      return try await harness.send(.get, path, key: key)
    }
    let none = "没有找到企业可改进的办法"
    let whole = try await page(Samples.repairs.objectValue ?? [:])
    #expect(whole.status == 200)
    #expect(harness.backend.calls.last?.details["product"] == "tax-d")
    for text in [
      "科技贷 · bank-d", "约需 90 天", "B级 → A级 <span class=\"small\">科技局</span>",
      "<time>2027-03-01</time>", "href=\"/console/needs/\(Harness.need)/result\"",
    ] {
      #expect(whole.text.contains(text), "\(text)")
    }
    #expect(!whole.text.contains(none) && !whole.text.contains("补充资料后的改进路径"))
    let open = try await page([
      "paths": [], "qualify_on": nil, "open_paths": Samples.repairs["paths"] ?? [],
      "missing": [["path": "tax.owed", "label": ["zh": "欠税", "en": "tax owed"]]],
    ])
    for text in ["补充资料后的改进路径", "约需 90 天", "<li>欠税</li>"] {
      #expect(open.text.contains(text), "\(text)")
    }
    #expect(!open.text.contains(none))
    let stuck = try await page(["paths": [], "qualify_on": nil, "open_paths": [], "missing": []])
    #expect(stuck.status == 200 && stuck.text.contains(none))
    // What fits needs no way.
    let fitting = try await page(["outcome": "eligible", "paths": []])
    #expect(fitting.place == "/console/needs/\(Harness.need)/result")
    let other = try await harness.send(
      .get, "/console/runs/\(Harness.run)/fit/A", key: key)
    #expect(other.status == 404)
  }

  @Test("the same page in English has no Chinese of its own")
  func english() async throws {
    let (_, _, reply) = try await result("en")
    for text in [
      "Tax loan B", "<td>Bank A</td>", "CNY 2,500,000.50", "ask the institution",
      "What to supply",
    ] {
      #expect(reply.text.contains(text), "\(text)")
    }
    // The name of the service, the way back to Chinese, and a document that has no English name.
    let own = ["中文", "融桥", "某市奖补办法"].reduce(reply.text) { $0.replacing($1, with: "") }
    #expect(!own.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
  }

  @Test("pages for print keep their own policy")
  func printed() async throws {
    let (harness, key, _) = try await result()
    for path in ["notice", "cost/tax-b"] {
      let page = try await harness.send(.get, "/console/runs/\(Harness.run)/\(path)", key: key)
      #expect(page.status == 200, "\(path)")
      #expect(page.header("Content-Security-Policy") == "printed", "\(path)")
    }
    for product in ["A", "-ab", "x", "a%2Fb"] {
      let page = try await harness.send(
        .get, "/console/runs/\(Harness.run)/cost/\(product)", key: key)
      #expect(page.status == 404, "\(product)")
    }
  }

  @Test("a need that is not decided has no result yet")
  func pending() async throws {
    let (harness, key, _) = try await result()
    harness.backend.set { $0.answers["need"] = Samples.need("pending") }
    let reply = try await harness.send(
      .get, "/console/needs/\(Harness.need)/result", key: key)
    #expect(reply.place == "/console/needs/\(Harness.need)")
  }

  @Test(
    "what is asked for is answered by a form of the registry, and only what was filled in is sent")
  func supplied() async throws {
    let (harness, key, _) = try await result()
    harness.backend.set {
      $0.answers["questions"] = [
        "questions": [
          ["path": "tax.credit_grade"], ["path": "finance.revenue_last_year_fen"],
        ]
      ]
    }
    let path = "/console/needs/\(Harness.need)/supply"
    let page = try await harness.send(.get, path, key: key)
    #expect(page.text.contains("最近一次纳税信用评价?"))
    #expect(page.text.contains("<option value=\"none\">无</option>"))
    let asked = [("path", "tax.credit_grade"), ("path", "finance.revenue_last_year_fen")]
    let wrong = try await harness.post(
      path, key: key, asked + [("finance.revenue_last_year_fen", "many")])
    #expect(wrong.status == 422 && wrong.text.contains("value=\"many\""))
    let sent = try await harness.post(
      path, key: key, asked + [("tax.credit_grade", "none")])
    #expect(sent.place == "/console/needs/\(Harness.need)")
    let body = try #require(harness.backend.calls.last { $0.name == "putFacts" }?.body)
    #expect(
      body == [
        "facts": [
          [
            "path": "tax.credit_grade", "none": true, "source": "enterprise",
            "as_of": .string(Harness.now.legalDate.text),
          ]
        ]
      ])
  }
}
