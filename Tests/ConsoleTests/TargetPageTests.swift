import Application
import Domain
import HTTPTypes
import Testing

@testable import Console

@Suite("Targets of a year")
struct TargetPageTests {
  private static let form = "/console/targets/set"

  private func harness() async throws -> Harness {
    let harness = try await Harness()
    harness.backend.set {
      $0.answers["boards"] = ["data": [Samples.board]]
      $0.answers["listingTargets"] = [
        "year": 2026,
        "data": [
          [
            "board": "neeq", "region": "340100", "count": 20, "listed": 5, "under_way": 9,
            "source": "皖政办", "forecast": ["expected": 8, "short_by": 12],
          ]
        ],
      ]
    }
    return harness
  }

  @Test("each year has a page, and those who may set a target find the form there")
  func years() async throws {
    let harness = try await harness()
    let key = harness.signIn(.operator)
    let page = try await harness.send(.get, "/console/targets/years/2027", key: key)
    #expect(harness.backend.calls.last?.details["year"] == "2027")
    #expect(page.text.contains("aria-current=\"true\">2027</a>"))
    #expect(page.text.contains("href=\"\(Self.form)/neeq/2027/340100\">20</a>"))
    let auditor = try await harness.send(
      .get, "/console/targets", key: harness.signIn(.auditor))
    #expect(harness.backend.calls.last?.details["year"] == "2026")
    #expect(auditor.status == 200 && !auditor.text.contains(Self.form))
    for year in ["1999", "20260", "next"] {
      let path = "/console/targets/years/\(year)"
      #expect(try await harness.send(.get, path, key: key).status == 404, "\(year)")
    }
  }

  @Test("a target is set for a place, a board and a year, and changed from what is set")
  func set() async throws {
    let harness = try await harness()
    let key = harness.signIn(.operator)
    let page = try await harness.send(.get, Self.form, key: key)
    #expect(page.text.contains("<option value=\"340104\">安徽省 合肥市 蜀山区</option>"))
    #expect(page.text.contains("<option value=\"610000\">陕西省</option>"))
    let now = try await harness.send(.get, Self.form + "/neeq/2026/340100", key: key)
    for text in [
      "<option value=\"340100\" selected>", "<option value=\"2026\" selected>",
      "value=\"20\"", "value=\"皖政办\"", "action=\"\(Self.form)\"",
    ] { #expect(now.text.contains(text), "\(text)") }
    #expect(
      try await harness.send(.get, Self.form + "/neeq/2026/340200", key: key).status == 404)
    let reply = try await harness.post(
      Self.form, key: key,
      [
        ("region", "340100"), ("board", "neeq"), ("year", "2027"), ("count", "30"),
        ("source", "征集通知"),
      ])
    #expect(reply.place == "/console/targets/years/2027")
    let call = try #require(harness.backend.calls.last)
    #expect(call.body == ["count": 30, "source": "征集通知"])
    #expect(call.details == ["board": "neeq", "year": "2027", "region": "340100"])
  }

  @Test("what is wrong stands beside its field, what was typed stays, and nothing is set")
  func wrong() async throws {
    let harness = try await harness()
    let key = harness.signIn(.operator)
    let reply = try await harness.post(
      Self.form, key: key,
      [("region", "999999"), ("board", ""), ("count", "many"), ("source", "<b>x</b>")])
    #expect(reply.status == 422)
    for name in ["region", "board", "year", "count"] {
      #expect(reply.text.contains("id=\"field-\(name)-error\""), "\(name)")
    }
    #expect(reply.text.contains("value=\"many\""))
    #expect(reply.text.contains("value=\"&lt;b&gt;x&lt;/b&gt;\""))
    #expect(!harness.backend.calls.contains { $0.name == "setYearlyTarget" })
    harness.backend.set {
      $0.failure = ApplicationError.invalid([
        Fault("/count", "range", zh: "超出范围", en: "out of range")
      ])
    }
    let told = try await harness.post(
      Self.form, key: key,
      [("region", "340100"), ("board", "neeq"), ("year", "2026"), ("count", "9999999")])
    #expect(told.text.contains("id=\"field-count-error\">超出范围</p>"))
    #expect(told.text.contains("<option value=\"340100\" selected>"))
  }

  @Test("whoever oversees a city sets targets there alone")
  func ownCity() async throws {
    let harness = try await harness()
    let key = harness.signIn(.operator)
    harness.backend.set { $0.sessions[key.digest]?.region = "3401" }
    let page = try await harness.send(.get, Self.form, key: key)
    #expect(page.text.contains("value=\"340104\"") && !page.text.contains("value=\"340200\""))
  }
}
