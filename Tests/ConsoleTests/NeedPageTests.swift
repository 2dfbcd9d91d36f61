import API
import Application
import Domain
import Foundation
import HTTPTypes
import Testing

@testable import Console

@Suite("Pages of needs")
struct NeedPageTests {
  private static let typed = [
    ("amount", "300"), ("tenor_months", "12"), ("purpose", "equipment"), ("security", "credit"),
    ("security", "mortgage"),
  ]

  @Test("a form becomes the API's body, once however often it is sent")
  func submitted() async throws {
    let harness = try await Harness()
    harness.backend.set { $0.stored = StoredAnswer(status: 201, body: ["id": "need_x"]) }
    let key = harness.signIn(.enterprise)
    for _ in 0..<2 {
      let reply = try await harness.post("/console/needs", key: key, Self.typed)
      #expect(reply.status == 303 && reply.place == "/console/needs/need_x")
    }
    let calls = harness.backend.calls.filter { $0.name == "submitNeed" }
    #expect(calls.count == 2)
    #expect(
      calls[0].body == [
        "enterprise_id": .string(Harness.enterprise),
        "amount": ["fen": 300_000_000, "currency": "CNY"], "tenor_months": 12,
        "purpose": "equipment", "security": ["credit", "mortgage"],
      ])
    let (first, second) = (calls[0].idempotency, calls[1].idempotency)
    #expect(first?.key == "console-\(Harness.formKey)" && first?.client == "enterprise-1")
    #expect(first?.key == second?.key && first?.fingerprint == second?.fingerprint)
  }

  @Test("a form is kept as it was typed, whole or not, until it is submitted")
  func kept() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.enterprise)
    let kept = try await harness.post(
      "/console/needs", key: key,
      [("amount", "about 300"), ("security", "credit"), ("keep", "yes"), ("other", "x")])
    #expect(kept.place == "/console/needs/new")
    #expect(!harness.backend.calls.contains { $0.name == "submitNeed" })
    let body = harness.backend.calls.last { $0.name == "saveNeedDraft" }?.body
    #expect(body == ["amount": ["about 300"], "security": ["credit"]])
    let page = try await harness.send(.get, "/console/needs/new", key: key)
    #expect(page.text.contains("value=\"about 300\"") && page.text.contains("已恢复保存的内容"))
    #expect(page.text.contains("value=\"credit\" checked>"))
    _ = try await harness.post("/console/needs", key: key, Self.typed)
    let fresh = try await harness.send(.get, "/console/needs/new", key: key)
    #expect(!fresh.text.contains("about 300"))
  }

  @Test("what is wrong stands beside its field, and what was typed is kept")
  func faults() async throws {
    let harness = try await Harness()
    harness.backend.set {
      $0.failure = ApplicationError.invalid([
        Fault("/tenor_months", "above_max", zh: "不得大于 600", en: "must be at most 600"),
        Fault("/security/1", "duplicate", zh: "重复", en: "given twice"),
        Fault("/enterprise_id", "odd", zh: "别的问题", en: "something else"),
      ])
    }
    let key = harness.signIn(.enterprise)
    var typed = Self.typed
    typed[1] = ("tenor_months", "601")
    let reply = try await harness.post("/console/needs", key: key, typed)
    #expect(reply.status == 422)
    #expect(reply.text.contains("id=\"field-tenor_months-error\">不得大于 600</p>"))
    #expect(reply.text.contains("aria-describedby=\"field-tenor_months-error\""))
    #expect(reply.text.contains("<a href=\"#field-tenor_months\">融资期限: 不得大于 600</a>"))
    #expect(reply.text.contains("id=\"field-security-error\">重复</p>"))
    #expect(reply.text.contains("<li>别的问题</li>"))
    #expect(reply.text.contains("value=\"601\"") && reply.text.contains("value=\"300\""))
    #expect(reply.text.contains("<option value=\"equipment\" selected>"))
    #expect(reply.text.components(separatedBy: " checked>").count == 3)
    // A new try has a key of its own, and the same session.
    #expect(reply.hidden("form_key") != Harness.formKey)
    #expect(reply.hidden("form_token") == key.formToken)
  }

  @Test("what is no number never reaches the use case")
  func numbers() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.enterprise)
    let reply = try await harness.post(
      "/console/needs", key: key, [("amount", "lots"), ("tenor_months", "1.5")])
    #expect(reply.status == 422)
    #expect(reply.text.contains("id=\"field-amount-error\""))
    #expect(reply.text.contains("id=\"field-tenor_months-error\""))
    #expect(!harness.backend.calls.contains { $0.name == "submitNeed" })
  }

  @Test("markup in any field, and in any name, appears as text")
  func escaped() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.enterprise)
    let markup = "\"><script>alert(1)</script>"
    let reply = try await harness.post(
      "/console/needs", key: key, [("amount", markup), ("tenor_months", markup)])
    #expect(reply.text.contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(!reply.text.contains("<script>"))
    #expect(reply.text.contains("&lt;b&gt;徽风&lt;/b&gt;制造"))
  }

  @Test(
    "the form asks for what the API's document asks for, and names its fields from the registry")
  func form() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.enterprise)
    let reply = try await harness.send(.get, "/console/needs/new", key: key)
    #expect(reply.status == 200)
    #expect(reply.text.contains("<label for=\"field-tenor_months\">融资期限"))
    #expect(reply.text.contains("min=\"1\" max=\"600\" required"))
    #expect(reply.text.contains("<option value=\"working_capital\">经营周转</option>"))
    #expect(reply.text.contains("0.000001 – 10000000"))
    let english = try await harness.send(
      .get, "/console/needs/new", key: key, cookies: ["rongqiao_language": "en"])
    #expect(english.text.contains("<label for=\"field-tenor_months\">tenor asked"))
    #expect(!english.text.contains("融资期限"))
  }

  @Test("the form of a need has fewer than twelve fields")
  func brevity() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.enterprise)
    let form = try EveryForm.Shown(
      try await harness.send(.get, "/console/needs/new", key: key))
    let names = Set(form.lines + form.choices.map { $0.0 })
    #expect(names == Set(NeedForm.names) && names.count < 12)
  }

  @Test("what is supplied at once are fewer than twelve fields, however much is asked for")
  func portion() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.enterprise)
    let paths = (10..<24).map { "finance.figure_\($0)" }
    let facts = paths.map { path -> JSON in
      [
        "path": .string(path), "type": "integer", "unit": "count",
        "label": ["zh": .string(path), "en": .string(path)],
      ]
    }
    harness.backend.set {
      $0.answers["facts"] = ["facts": .array(facts)]
      $0.answers["questions"] = ["questions": .array(paths.map { ["path": .string($0)] })]
    }
    let path = "/console/needs/\(Harness.need)/supply"
    let form = try EveryForm.Shown(try await harness.send(.get, path, key: key))
    // Those that settle most are asked first; the others once these are answered.
    #expect(form.lines == Array(paths.prefix(11)))
    let sent = try await harness.post(
      path, key: key, paths.map { ("path", $0) } + paths.map { ($0, "7") })
    #expect(sent.place == "/console/needs/\(Harness.need)")
    let body = try #require(harness.backend.calls.last { $0.name == "putFacts" }?.body)
    #expect(body["facts"]?.arrayValue?.count == 11)
  }

  @Test("an enterprise registers first, by the code it signed in with, and sees then who it is")
  func registration() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.enterprise)
    harness.backend.set {
      $0.lists["enterprises"] = []
      $0.sessions[key.digest] = Actor(
        subject: "enterprise-1", role: .enterprise, uscc: "91340100MA2TE2W96T")
    }
    let first = try await harness.send(.get, "/console/needs/new", key: key)
    #expect(first.place == "/console/enterprise")
    let page = try await harness.send(.get, "/console/enterprise", key: key)
    #expect(page.text.contains("value=\"91340100MA2TE2W96T\""))
    let fields = [
      ("uscc", "91340100MA2TE2W96T"), ("name", "徽风制造"), ("region", "340104"),
      ("industry", "C34"), ("registered_on", "2019-03-01"),
    ]
    let made = try await harness.post("/console/enterprise", key: key, fields)
    #expect(made.place == "/console/needs/new")
    let body = try #require(harness.backend.calls.last { $0.name == "createEnterprise" }?.body)
    #expect(body == .object(Dictionary(uniqueKeysWithValues: fields.map { ($0, .string($1)) })))
  }

  @Test("the form of a need says who asks, found by the code that it signed in with")
  func prefilled() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.enterprise)
    func signedIn(as uscc: String) async throws -> Reply {
      harness.backend.set {
        $0.sessions[key.digest] = Actor(subject: "enterprise-1", role: .enterprise, uscc: uscc)
      }
      return try await harness.send(.get, "/console/needs/new", key: key)
    }
    let page = try await signedIn(as: "91340100MA2TE2W96T")
    #expect(page.status == 200)
    for text in [
      "<dt>企业名称</dt><dd>&lt;b&gt;徽风&lt;/b&gt;制造</dd>", "<dd>91340100MA2TE2W96T</dd>",
      "<dd>340104</dd>", "<dd>C34</dd>", "<dd>2019-03-01</dd>",
    ] {
      #expect(page.text.contains(text), "\(text)")
    }
    // Who signs in with another code is not taken for it.
    let other = try await signedIn(as: "91340200MA2TE2W96X")
    #expect(other.place == "/console/enterprise")
    let form = try await harness.send(.get, "/console/enterprise", key: key)
    #expect(form.text.contains("value=\"91340200MA2TE2W96X\"") && !form.text.contains("徽风"))
  }

  @Test("the page of a need tells what becomes of it, and a stream tells that it changed")
  func timeline() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.enterprise)
    harness.backend.set {
      $0.answers["need"] = Samples.need()
      $0.answers["referral"] = Samples.referral
    }
    let page = try await harness.send(.get, "/console/needs/\(Harness.need)", key: key)
    #expect(page.status == 200)
    for text in ["3,000,000 元", "经营周转", "已推介", "2026-11-23 18:00"] {
      #expect(page.text.contains(text), "\(text)")
    }
    #expect(page.text.contains("/console/needs/\(Harness.need)/consents/bank-b"))
    #expect(page.text.contains("<script type=\"module\" src=\"/console/assets/live.js\">"))
    let uses = harness.backend.uses
    let stream = try await harness.send(.get, "/console/needs/\(Harness.need)/live", key: key)
    // A page that is left open keeps nobody signed in.
    #expect(uses == 1 && harness.backend.uses == uses)
    #expect(stream.header("Content-Type") == "text/event-stream")
    let state = try #require(
      page.text.components(separatedBy: "data-state=\"").last?.prefix(16))
    #expect(stream.text.contains("event: state\ndata: \(state)\n\n"))
    #expect(!stream.text.contains("bank-b") && !stream.text.contains(Harness.need))
    harness.backend.set { $0.answers["need"] = Samples.need("pending") }
    let changed = try await harness.send(.get, "/console/needs/\(Harness.need)/live", key: key)
    #expect(!changed.text.contains(state))
  }

  @Test("no more pages follow something than the process has room for")
  func streams() async throws {
    let harness = try await Harness(options: ConsoleOptions(maximumStreams: 0, streamSeconds: 0))
    let key = harness.signIn(.enterprise)
    harness.backend.set { $0.answers["need"] = Samples.need() }
    let reply = try await harness.send(.get, "/console/needs/\(Harness.need)/live", key: key)
    #expect(reply.status == 503 && reply.header("Retry-After") == "30")
  }

  @Test("a decided need may be put before institutions, by a form that counts once")
  func referred() async throws {
    let harness = try await Harness()
    let key = harness.signIn(.enterprise)
    harness.backend.set { $0.answers["need"] = Samples.need() }
    let page = try await harness.send(.get, "/console/needs/\(Harness.need)", key: key)
    #expect(page.text.contains("action=\"/console/needs/\(Harness.need)/referral\""))
    let reply = try await harness.post("/console/needs/\(Harness.need)/referral", key: key)
    #expect(reply.place == "/console/needs/\(Harness.need)")
    #expect(harness.backend.calls.last?.idempotency?.key == "console-\(Harness.formKey)")
  }
}
