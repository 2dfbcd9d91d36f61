import API
import Application
import Domain
import Foundation
import HTTPTypes
import Testing

@testable import Console

@Suite("Pages of consents, offers and listing cases")
struct MarketPageTests {
  @Test("an enterprise sees who read what, and revokes by one button")
  func consents() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.enterprise)
    harness.backend.set {
      $0.lists["consents"] = [
        [
          "id": .string(Harness.consent), "institution": "bank-b", "purpose": "loan_assessment",
          "fields": ["registry", "tax"], "state": "authorised",
          "expires_at": "2026-12-20T09:00:00.000000+08:00", "reads": 2,
        ]
      ]
      $0.lists["accessLog"] = [
        [
          "institution": "bank-b", "reader": "<i>reader</i>", "fields": ["registry"],
          "read_at": "2026-11-20T11:00:00.000000+08:00",
        ],
        [
          "organisation": "340104", "reader": "county-1", "role": "operator", "fields": [],
          "document": "facts", "basis": "oversight",
          "read_at": "2026-11-20T10:00:00.000000+08:00",
        ],
      ]
    }
    let page = try await harness.send(.get, "/console/consents", key: key)
    for text in [
      "名称与统一社会信用代码、纳税数据", "&lt;i&gt;reader&lt;/i&gt;", "已查看次数 2", "county-1",
      "340104", "企业指标", "主管部门履行职责",
    ] {
      #expect(page.text.contains(text), "\(text)")
    }
    let reply = try await harness.post("/console/consents/\(Harness.consent)/revoke", key: key)
    #expect(reply.place == "/console/consents")
    #expect(harness.backend.calls.last?.details["id"] == Harness.consent)
  }

  @Test("a consent names what may be read and until when; what is wrong stands beside its field")
  func granted() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.enterprise)
    let path = "/console/needs/\(Harness.need)/consents/bank-b"
    let page = try await harness.send(.get, path, key: key)
    #expect(page.text.contains("value=\"registry\" checked>"))
    let typed = [("fields", "registry"), ("fields", "tax"), ("purpose", "loan_assessment")]
    let reply = try await harness.post(path, key: key, typed + [("days", "90")])
    #expect(reply.place == "/console/consents")
    let body = try #require(harness.backend.calls.last?.body)
    #expect(
      body == [
        "need_id": .string(Harness.need), "institution": "bank-b", "fields": ["registry", "tax"],
        "purpose": "loan_assessment",
        "expires_at": .string(Harness.now.adding(milliseconds: 90 * 86_400_000).text),
      ])
    harness.backend.set {
      $0.failure = ApplicationError.invalid([
        Fault("/expires_at", "required", zh: "必填", en: "is required")
      ])
    }
    let wrong = try await harness.post(path, key: key, typed + [("days", "9999")])
    #expect(wrong.status == 422 && wrong.text.contains("id=\"field-days-error\">必填</p>"))
  }

  @Test("an institution sees what it may do with an offer, counted in working days, and no name")
  func offers() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.liaison)
    harness.backend.set {
      $0.lists["offers"] = [Samples.offer]
      $0.answers["offer"] = Samples.offer
    }
    let inbox = try await harness.send(.get, "/console/offers", key: key)
    #expect(inbox.text.contains("<tr class=\"late\">") && inbox.text.contains("已逾期"))
    let page = try await harness.send(.get, "/console/offers/\(Harness.offer)", key: key)
    #expect(page.text.contains("/console/offers/\(Harness.offer)/claim"))
    #expect(!page.text.contains("/console/offers/\(Harness.offer)/grant"))
    #expect(page.text.contains("≥ 1,000,000 元, &lt; 3,000,000 元"))
    #expect(page.text.contains("购买设备"))
    #expect(!page.text.contains("/console/offers/\(Harness.offer)/enterprise"))
  }

  @Test("deadlines are counted in working days, past holidays and with the days moved for them")
  func workingDays() async throws {
    let now = try #require(Instant("2026-09-30T10:00:00+08:00"))
    let harness = try await Harness(now: now)
    let key = harness.signIn(.liaison)
    // The National Day is off from the first to the seventh, and Saturday the tenth is not.
    for (due, left) in [
      ("2026-09-30", "还剩 0 个工作日"), ("2026-10-07", "还剩 0 个工作日"),
      ("2026-10-09", "还剩 2 个工作日"), ("2026-10-10", "还剩 3 个工作日"),
      ("2026-10-12", "还剩 4 个工作日"), ("2026-09-20", "已逾期 7 个工作日"),
    ] {
      var offer = Samples.offer.objectValue ?? [:]
      offer["due_at"] = .string("\(due)T18:00:00.000000+08:00")
      harness.backend.set { [offer] in
        $0.lists["offers"] = [.object(offer)]
        $0.answers["offer"] = .object(offer)
      }
      for path in ["/console/offers", "/console/offers/\(Harness.offer)"] {
        let page = try await harness.send(.get, path, key: key)
        #expect(
          page.text.contains("\(due) 18:00 <span class=\"small\">\(left)</span>"),
          "\(path) \(due)")
      }
    }
  }

  @Test("each verb has a form, whose fields become the API's body")
  func verbs() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.liaison)
    let cases: [(String, [(String, String)], JSON)] = [
      ("claim", [], [:]), ("contact", [("day", "2026-11-20")], ["contacted_on": "2026-11-20"]),
      (
        "grant", [("amount", "250"), ("rate", "3.45"), ("day", "2026-11-20")],
        ["granted_fen": 250_000_000, "granted_rate_ppm": 34_500, "granted_on": "2026-11-20"]
      ),
      (
        "draw", [("amount", "200.5"), ("day", "2026-11-20"), ("matures_on", "2027-11-20")],
        ["drawn_fen": 200_500_000, "drawn_on": "2026-11-20", "matures_on": "2027-11-20"]
      ),
      (
        "decline", [("reasons", "other"), ("note", "一\r\n二")],
        ["reasons": ["other"], "note": "一\n二"]
      ),
    ]
    for (verb, fields, body) in cases {
      let path = "/console/offers/\(Harness.offer)/\(verb)"
      #expect(try await harness.send(.get, path, key: key).status == 200, "\(verb)")
      let reply = try await harness.post(path, key: key, fields)
      #expect(reply.place == "/console/offers/\(Harness.offer)", "\(verb)")
      let call = try #require(harness.backend.calls.last)
      #expect(call.details["verb"] == verb && call.body == body, "\(verb)")
    }
    let wrong = try await harness.post(
      "/console/offers/\(Harness.offer)/grant", key: key,
      [("amount", "250"), ("rate", "three"), ("day", "2026-11-20")])
    #expect(wrong.status == 422 && wrong.text.contains("id=\"field-rate-error\""))
    #expect(wrong.text.contains("value=\"three\"") && wrong.text.contains("value=\"250\""))
  }

  @Test(
    "who stands behind an offer is shown as far as the consent goes, and refused after it ended")
  func identified() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.liaison)
    let path = "/console/offers/\(Harness.offer)/enterprise"
    harness.backend.set {
      $0.answers["identifiedData"] = [
        "enterprise": Samples.enterprise, "need": nil,
        "facts": [
          [
            "path": "tax.credit_grade", "value": "A", "none": false, "source": "tax",
            "as_of": "2026-01-01",
          ]
        ],
      ]
    }
    let page = try await harness.send(.get, path, key: key)
    #expect(page.text.contains("&lt;b&gt;徽风&lt;/b&gt;制造") && page.text.contains("A级"))
    #expect(!page.text.contains("3,000,000"))
    harness.backend.set { $0.answers["identifiedData"] = nil }
    #expect(try await harness.send(.get, path, key: key).status == 404)
  }

  @Test("a debtor confirms what it read, or says why not")
  func receivables() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.enterprise)
    harness.backend.set {
      $0.lists["receivables"] = [Samples.receivable]
      $0.answers["receivable"] = Samples.receivable
    }
    let path = "/console/receivables/\(Harness.receivable)"
    let page = try await harness.send(.get, "/console/receivables", key: key)
    for text in ["26342000000012345678", "1,130,000 元", "2026-12-20", path + "/confirm"] {
      #expect(page.text.contains(text), "\(text)")
    }
    let form = try await harness.send(.get, path + "/confirm", key: key)
    #expect(form.text.contains("value=\"113\"") && form.hidden("version_digest") == "sha256:00")
    // What it says by now is another thing than what was read.
    harness.backend.set { state in
      guard case .object(var members)? = state.answers["receivable"] else { return }
      members["version_digest"] = "sha256:11"
      state.answers["receivable"] = .object(members)
    }
    let sent = try await harness.post(
      path + "/confirm", key: key, [("version_digest", "sha256:00"), ("amount", "100.5")])
    #expect(sent.place == "/console/receivables")
    #expect(
      harness.backend.calls.last?.body == [
        "version_digest": "sha256:00", "confirmed_fen": 100_500_000,
      ])
    let wrong = try await harness.post(
      path + "/confirm", key: key, [("version_digest", "sha256:00"), ("amount", "all")])
    #expect(wrong.status == 422 && wrong.hidden("version_digest") == "sha256:00")
    _ = try await harness.post(path + "/dispute", key: key, [("reason", "quality")])
    #expect(harness.backend.calls.last?.body == ["reason": "quality"])
  }

  @Test("a guarantor sees what it may still carry, and a bank that it is none")
  func headroom() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.liaisonManager)
    let none = try await harness.send(.get, "/console/headroom", key: key)
    #expect(none.status == 200 && none.text.contains("本机构未登记为担保机构"))
    harness.backend.set {
      $0.answers["guarantor"] = [
        "code": "bank-a", "name": "某担保公司",
        "figures": [
          "leverage_limit_fen": 1_000_000_000_000, "carried_fen": 250_000_000_000,
          "headroom_fen": 750_000_000_000, "single_limit_fen": 10_000_000_000,
          "group_limit_fen": 15_000_000_000, "as_of": "2026-09-30", "source": "季报",
        ],
      ]
    }
    let page = try await harness.send(.get, "/console/headroom", key: key)
    for text in ["7,500,000,000 元", "25.00%", "width=\"150\"", "2026-09-30"] {
      #expect(page.text.contains(text), "\(text)")
    }
    #expect(harness.backend.calls.last { $0.name == "guarantor" }?.details["code"] == "bank-a")
    // Another's figures are not shown, and no gauge is made without them.
    harness.backend.set { $0.answers["guarantor"] = ["code": "bank-a", "name": "x"] }
    #expect(try await harness.send(.get, "/console/headroom", key: key).status == 404)
  }

  @Test("cases stand at their stages with their risk in words, and a plan is a chart and a table")
  func listing() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.operator)
    harness.backend.set {
      $0.answers["boards"] = [
        "data": [["board": "neeq", "label": ["zh": "新三板", "en": "NEEQ"]]]
      ]
      $0.answers["board"] = Samples.board
      $0.lists["listingCases"] = [Samples.listingCase]
      $0.answers["listingCase"] = Samples.listingCase
      $0.answers["listingPlan"] = Samples.plan
    }
    let board = try await harness.send(.get, "/console/listing", key: key)
    #expect(board.text.contains("后备 <span class=\"count\">0</span>"))
    #expect(board.text.contains("辅导 <span class=\"count\">1</span>"))
    #expect(board.text.contains("class=\"card late\"") && board.text.contains("无法按期"))
    #expect(board.text.contains("audit: 期限 2026-12-01, 最早 2026-12-20"))
    let path = "/console/listing/cases/\(Harness.listing)"
    let page = try await harness.send(.get, path, key: key)
    #expect(page.text.contains("<svg class=\"gantt\"") && page.text.contains("关键路径"))
    #expect(page.text.components(separatedBy: "<rect class=\"bar").count == 3)
    #expect(page.text.contains("<td>2026-12-09</td>") && page.text.contains("audit: 期限 2026-12-01"))
    harness.backend.set { $0.answers["listingPlan"] = nil }
    // A plan that cannot be read is no plan that is empty.
    #expect(try await harness.send(.get, path, key: key).status == 404)
    let other = try await harness.send(.get, "/console/listing/boards/nothing", key: key)
    #expect(other.status == 404)
  }

  @Test("the risk of a case is what its plan puts at risk, what is missed first")
  func risk() throws {
    let today = Harness.now.legalDate
    func risk(_ target: String?, _ alerts: [(gate: String, due: String, earliest: String)])
      -> CaseRisk
    {
      let told = alerts.map { alert -> JSON in
        [
          "gate": .string(alert.gate), "due_on": .string(alert.due),
          "earliest_on": .string(alert.earliest),
        ]
      }
      return CaseRisk(
        ["target_on": .optional(target), "alerts": .array(told)], today: today)
    }
    #expect(risk(nil, []).kind == "none")
    #expect(risk("2026-12-01", []).kind == "calm" && risk("2026-11-01", []).kind == "late")
    let near = risk("2027-12-31", [("audit", "2026-12-20", "2026-12-18")])
    #expect(near.kind == "near" && near.alerts.map(\.isMissed) == [false])
    let late = risk(
      nil, [("audit", "2026-12-20", "2026-12-18"), ("filing", "2026-12-31", "2027-01-04")])
    #expect(late.kind == "late" && late.alerts.map(\.gate) == ["filing", "audit"])
    #expect(risk(nil, [("hold", "2026-11-01", "2026-11-01")]).kind == "late")
    #expect(
      BoardWords(Samples.board, figures: Figures(language: .chinese)).work("held.2") == "中止 2")
  }

  @Test("bars lie within the chart, in the order of their days")
  func chart() throws {
    let chart = try #require(GanttChart(Samples.plan["plan"] ?? .null) { $0 })
    let bars = try #require(chart.values["bars"] as? [[String: Any]])
    func number(_ bar: [String: Any], _ name: String) throws -> Int {
      try #require((bar[name] as? String).flatMap { Int($0) })
    }
    let (first, second) = (bars[0], bars[1])
    #expect(try number(first, "x") == 200)
    #expect(try number(first, "x") + number(first, "width") <= number(second, "x"))
    #expect(try number(second, "slack_x") + number(second, "slack_width") == 720)
    #expect(first["critical"] as? Bool == true && second["critical"] as? Bool == false)
    #expect(GanttChart(["work": []], stage: { $0 }) == nil)
  }
}
