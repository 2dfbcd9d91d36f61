import API
import Application
import Domain
import HTTPTypes
import Schemas
import Testing

@testable import Console

@Suite("Early warnings")
struct WarningPageTests {
  private static let path = "/console/warnings/\(Harness.warning)"
  private static let list = "/console/warnings/list/340100/red/live"

  private func harness() async throws -> Harness {
    let harness = try await Harness()
    harness.backend.set {
      $0.lists["warnings"] = [Samples.warning]
      $0.answers["warning"] = Samples.warning
      $0.answers["warningRule"] = Samples.warningRule
    }
    return harness
  }

  /// As an institution is told of it: what it has with the enterprise, and not which one it is.
  private static let told: JSON = {
    var members = Samples.warning.objectValue ?? [:]
    for name in ["enterprise_id", "touched"] { members[name] = nil }
    members["readings"] = .null
    members["verbs"] = []
    members["concerns"] = [
      ["kind": "offer", "subject_id": .string(Harness.offer), "state": "drawn"]
    ]
    return .object(members)
  }()

  @Test("an official chooses by place, level and state, and has the same rows as a file")
  func listed() async throws {
    let harness = try await harness()
    let key = harness.signIn(.operator)
    let first = try await harness.send(.get, "/console/warnings", key: key)
    #expect(first.place == "/console/warnings/list/all/all/live")
    let country = try await harness.send(.get, "/console/warnings/list/all/red/live", key: key)
    #expect(harness.backend.calls.last?.details["region"] == "")
    #expect(country.text.contains("href=\"/console/warnings/list/610000/red/live\">陕西省</a>"))
    let page = try await harness.send(.get, Self.list, key: key)
    #expect(
      harness.backend.calls.last?.details == [
        "level": "red", "state": "", "region": "340100", "open": "true", "limit": "50",
      ])
    for text in [
      "href=\"\(Self.path)\">营业收入</a>", "红色", "待处置", "逾期", "aria-current=\"true\">红色</a>",
      "href=\"/console/warnings/list/340104/red/live\">蜀山区</a>",
      "href=\"/console/warnings/list/340100/red/closed\"",
    ] { #expect(page.text.contains(text), "\(text)") }
    let file = try await harness.send(.get, Self.list + "/table.csv", key: key)
    #expect(file.text.contains("\"营业收入\",\"红色\",\"待处置\",\"2026-09\""))
    #expect(harness.backend.calls.last?.details["limit"] == "100")
    let workbook = try await harness.send(.get, Self.list + "/table.xlsx", key: key)
    #expect(workbook.status == 200)
    for path in [
      "/console/warnings/list/340100/purple/live", "/console/warnings/list/340100/red/gone",
      "/console/warnings/list/999999/red/live",
    ] { #expect(try await harness.send(.get, path, key: key).status == 404, "\(path)") }
  }

  @Test("one warning tells its rule, what was measured, the figures behind it and its history")
  func one() async throws {
    let harness = try await harness()
    let key = harness.signIn(.operator)
    let page = try await harness.send(.get, Self.path, key: key)
    for text in [
      "同比变化 · 本年累计", "≤ -10.00%", "≤ -40.00%", "-41.25%", "1,175,000 元", "税务", "2026-09",
      "应报未报次数", "≥ 2 期", "&lt;b&gt;徽风&lt;/b&gt;制造", "升级", "平台默认值",
      "&lt;i&gt;monitoring&lt;/i&gt;", "href=\"/console/listing/cases/\(Harness.listing)\"",
      "href=\"\(Self.path)/close\"",
    ] { #expect(page.text.contains(text), "\(text)") }
    let english = try await harness.send(
      .get, Self.path, key: key, cookies: ["rongqiao_language": "en"])
    #expect(english.text.contains("change on the year before"))
    // The rule may be there no more.
    harness.backend.set { $0.answers["warningRule"] = nil }
    #expect(try await harness.send(.get, Self.path, key: key).status == 200)
  }

  @Test("an institution is told what it has with the enterprise, and neither its name nor figures")
  func institution() async throws {
    let harness = try await harness()
    harness.backend.set {
      $0.lists["warnings"] = [Self.told]
      $0.answers["warning"] = Self.told
    }
    let key = harness.signIn(.liaison)
    let first = try await harness.send(.get, "/console/warnings", key: key)
    #expect(first.place == "/console/warnings/list/all/all/live")
    let list = try await harness.send(.get, "/console/warnings/list/all/all/live", key: key)
    #expect(list.text.contains("推介 \(Harness.offer.suffix(8))"))
    #expect(!list.text.contains("/console/lineage/"))
    let page = try await harness.send(.get, Self.path, key: key)
    #expect(page.text.contains("href=\"/console/offers/\(Harness.offer)\""))
    #expect(!page.text.contains("徽风") && !page.text.contains("1,175,000"))
    for verb in WarningForms.verbs {
      #expect(!page.text.contains("\(Self.path)/\(verb)"), "\(verb)")
    }
    #expect(!harness.backend.calls.contains { $0.name == "enterprise" })
    #expect(try await harness.send(.get, Self.list, key: key).status == 404)
  }

  @Test(
    "an enterprise sees its own with rule and figures, and nothing of how officials go about it")
  func own() async throws {
    let harness = try await harness()
    var told = Samples.warning.objectValue ?? [:]
    told["verbs"] = []
    harness.backend.set { [told] in $0.answers["warning"] = .object(told) }
    let key = harness.signIn(.enterprise)
    let first = try await harness.send(.get, "/console/warnings", key: key)
    let list = "/console/warnings/list/all/all/live"
    #expect(first.place == list)
    let page = try await harness.send(.get, list, key: key)
    #expect(page.text.contains("href=\"\(Self.path)\">营业收入</a>"))
    #expect(page.text.contains("href=\"/console/warnings\""))
    #expect(!page.text.contains("/console/lineage/") && !page.text.contains("逾期"))
    let one = try await harness.send(.get, Self.path, key: key)
    for text in ["≤ -40.00%", "-41.25%", "1,175,000 元", "/console/listing/cases/"] {
      #expect(one.text.contains(text), "\(text)")
    }
    #expect(!one.text.contains("逾期"))
    for verb in WarningForms.verbs {
      #expect(!one.text.contains("\(Self.path)/\(verb)"), "\(verb)")
    }
    let file = try await harness.send(.get, list + "/table.csv", key: key)
    #expect(file.status == 200 && file.text.contains("\"营业收入\""))
    #expect(try await harness.send(.get, Self.list, key: key).status == 404)
    #expect(try await harness.send(.get, Self.path + "/close", key: key).status == 403)
  }

  @Test("an operator assigns, acknowledges, acts and closes with a reason")
  func steps() async throws {
    let harness = try await harness()
    let key = harness.signIn(.operator)
    let sent: [(verb: String, fields: [(String, String)], body: JSON)] = [
      ("assign", [("assignee", "监测科")], ["verb": "assign", "assignee": "监测科"]),
      ("acknowledge", [("note", " ")], ["verb": "acknowledge"]),
      ("act", [("note", "已走访")], ["verb": "act", "note": "已走访"]),
      (
        "close", [("reason", "explained"), ("note", "")],
        ["verb": "close", "reason": "explained"]
      ),
    ]
    for (verb, fields, body) in sent {
      let form = try await harness.send(.get, "\(Self.path)/\(verb)", key: key)
      #expect(form.status == 200, "\(verb)")
      let reply = try await harness.post("\(Self.path)/\(verb)", key: key, fields)
      #expect(reply.place == Self.path, "\(verb)")
      #expect(harness.backend.calls.last?.body == body, "\(verb)")
    }
    harness.backend.set {
      $0.failure = ApplicationError.invalid([
        Fault("/reason", "required", zh: "必填", en: "is required")
      ])
    }
    let wrong = try await harness.post("\(Self.path)/close", key: key, [("note", "<b>x</b>")])
    #expect(wrong.status == 422 && wrong.text.contains("id=\"field-reason-error\">必填</p>"))
    #expect(wrong.text.contains("&lt;b&gt;x&lt;/b&gt;</textarea>"))
    // What was closed offers no step.
    var closed = Samples.warning.objectValue ?? [:]
    closed["verbs"] = []
    harness.backend.set { [closed] in $0.answers["warning"] = .object(closed) }
    #expect(try await harness.send(.get, "\(Self.path)/act", key: key).status == 404)
  }

  @Test("there is a word for every level, state, step and reason of warnings")
  func words() throws {
    let renderer = try Renderer()
    let documents = try PublicDocuments(openapiYAML: SchemaFiles.bytes("api/openapi.yaml"))
    let schema = try FormSchema(openapi: documents.openapiJSON)
    let reasons = schema.rule("WarningStepInput", "reason").values
    #expect(reasons.count == 5)
    #expect(schema.rule("WarningStepInput", "verb").values == WarningForms.verbs)
    let machine = try SchemaFiles.text("workflow/alert.yaml")
    let verbs = Set(machine.matches(of: /verb: ([a-z]+)/).map { String($0.1) })
    #expect(verbs.count == 8)
    let words: [String] =
      WarningChoice.levels.map { "level_\($0)" } + WarningChoice.states.map { "warning_\($0)" }
      + (reasons + ["left", "rule_ended", "erased"]).map { "warning_reason_\($0)" }
      + verbs.union(["open"]).map { "warning_verb_\($0)" }
    for word in words { #expect(renderer.words.names.contains(word), "\(word)") }
  }
}
