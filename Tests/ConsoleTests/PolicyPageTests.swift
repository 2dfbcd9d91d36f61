import API
import Application
import Domain
import HTTPTypes
import Testing

@testable import Console

@Suite("Policy packs")
struct PolicyPageTests {
  @Test("what holds at a place stands beside what it overrides")
  func chain() async throws {
    let harness = try await Harness()
    harness.backend.set {
      $0.answers["policyChain"] = [
        "packs": [["code": "cn-34", "name": ["zh": "安徽省", "en": "Anhui"]]],
        "parameters": [
          [
            "id": "fee_max_ppm", "label": ["zh": "担保费率上限", "en": "greatest fee"], "unit": "ppm",
            "value": 10_000, "pack": "cn-34", "from": "2020-01-01", "document": "<b>皖政办</b>",
            "verified": false, "overrides": [["pack": "cn", "value": 15_000]],
          ]
        ],
        "subsidies": [
          [
            "id": "first_loan", "label": ["zh": "首贷贴息", "en": "first loan"], "ppm": 200_000,
            "cap_fen": 5_000_000, "pack": "cn-34", "to": nil, "document": "办法", "overrides": [],
          ]
        ],
      ]
    }
    let path = "/console/policies/340104"
    let page = try await harness.send(.get, path, key: harness.signIn(.operator))
    for text in [
      "1.00%", "cn 1.50%", "&lt;b&gt;皖政办&lt;/b&gt; (待核实)", "20.00%", "50,000 元",
      "href=\"/console/policies/packs/cn-34/subsidies/first_loan\"",
      "href=\"/console/policies/packs/cn-34/parameters/fee_max_ppm\">1.00%</a>",
    ] {
      #expect(page.text.contains(text), "\(text)")
    }
    let auditor = try await harness.send(.get, path, key: harness.signIn(.auditor))
    #expect(!auditor.text.contains("/console/policies/packs/"))
  }

  @Test("another value of a parameter is tried in place of the one in force, and of no other")
  func parameter() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.operator)
    let other: JSON = [
      "id": "other", "unit": "fen", "values": [["from": "2020-01-01", "value": 5]],
    ]
    func parameter(_ value: Int64) -> JSON {
      [
        "id": "fee_max_ppm", "unit": "ppm",
        "values": [
          ["from": "2015-06-20", "to": "2019-12-31", "value": 15_000],
          ["from": "2020-01-01", "value": .int(value)], ["from": "2030-01-01", "value": 1],
        ],
      ]
    }
    let before = parameter(10_000)
    harness.backend.set {
      $0.answers["policyPack"] = ["code": "cn-34", "parameters": [other, before]]
      $0.answers["policyWhatIf"] = [
        "gained": ["firms": 30, "amount": ["fen": 100_000_000, "currency": "CNY"]]
      ]
    }
    let path = "/console/policies/packs/cn-34/parameters/fee_max_ppm"
    let page = try await harness.send(.get, path, key: key)
    #expect(page.text.contains("name=\"value\"") && page.text.contains("value=\"1\""))
    let reply = try await harness.post(path, key: key, [("value", "1.25")])
    #expect(
      harness.backend.calls.last?.body == [
        "packs": [["code": "cn-34", "parameters": [other, parameter(12_500)]]]
      ])
    #expect(reply.text.contains("<td class=\"number\">30</td>"))
    let wrong = try await harness.post(path, key: key, [("value", "<i>")])
    #expect(wrong.status == 422 && wrong.text.contains("value=\"&lt;i&gt;\""))
    #expect(wrong.text.contains("id=\"field-value-error\""))
    #expect(try await harness.send(.get, path + "x", key: key).status == 404)
  }

  @Test("another subsidy is tried in place of the one of its pack, and of no other")
  func whatIf() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.operator)
    let other: JSON = ["id": "other", "ppm": 1]
    harness.backend.set {
      $0.answers["policyPack"] = [
        "code": "cn-34", "subsidies": [other, ["id": "first_loan", "ppm": 200_000, "cap_fen": 1]],
      ]
      $0.answers["policyWhatIf"] = [
        "subsidised": ["firms": 30, "amount": ["fen": 100_000_000, "currency": "CNY"]]
      ]
    }
    let path = "/console/policies/packs/cn-34/subsidies/first_loan"
    let page = try await harness.send(.get, path, key: key)
    #expect(page.text.contains("name=\"rate\"") && page.text.contains("value=\"20\""))
    let reply = try await harness.post(path, key: key, [("rate", "12.5"), ("cap", "")])
    #expect(
      harness.backend.calls.last?.body == [
        "packs": [
          ["code": "cn-34", "subsidies": [other, ["id": "first_loan", "ppm": 125_000]]]
        ]
      ])
    #expect(reply.text.contains("<td class=\"number\">30</td>"))
    #expect(reply.text.contains("1,000,000 元"))
    let wrong = try await harness.post(path, key: key, [("rate", "<i>")])
    #expect(wrong.status == 422 && wrong.text.contains("value=\"&lt;i&gt;\""))
    #expect(wrong.text.contains("id=\"field-rate-error\""))
    #expect(
      try await harness.send(.get, path + "x", key: key).status == 404)
  }
}
