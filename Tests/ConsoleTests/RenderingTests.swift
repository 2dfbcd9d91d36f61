import API
import Domain
import Foundation
import Schemas
import Testing

@testable import Console

@Suite("Templates and words")
struct RenderingTests {
  private func templates() throws -> [(name: String, text: String)] {
    try SchemaFiles.texts(in: .console, suffix: ".mustache")
  }

  @Test("every word of a template is there in both languages, and none of them is empty")
  func words() throws {
    let renderer = try Renderer()
    for (name, text) in try templates() {
      for match in text.matches(of: /\{\{w\.([a-z_0-9]+)\}\}/) {
        #expect(renderer.words.names.contains(String(match.1)), "\(name): \(match.1)")
      }
    }
    for name in renderer.words.names {
      let text = renderer.words.text(name)
      #expect(!text.zh.isEmpty && !text.en.isEmpty, "\(name)")
    }
  }

  @Test("there is a word for every role, reason and purpose, and for each group of facts")
  func families() throws {
    let renderer = try Renderer()
    let documents = try PublicDocuments(openapiYAML: SchemaFiles.bytes("api/openapi.yaml"))
    let schema = try FormSchema(openapi: documents.openapiJSON)
    let reasons = schema.values("ReasonCode")
    #expect(reasons.count > 20)
    for reason in reasons {
      #expect(renderer.words.names.contains("reason_\(reason)"), "\(reason)")
    }
    let purposes = schema.rule("ConsentInput", "purpose").values
    #expect(purposes.count == 4)
    for purpose in purposes {
      #expect(renderer.words.names.contains("purpose_\(purpose)"), "\(purpose)")
    }
    for reason in schema.rule("DisputeInput", "reason").values {
      #expect(renderer.words.names.contains("dispute_\(reason)"), "\(reason)")
    }
    let facts = try SchemaFiles.text("catalog/facts.yaml")
    let groups = Set(facts.matches(of: /- path: ([a-z_]+)\./).map { String($0.1) })
    #expect(groups.count > 10)
    for group in groups.union(["registry"]) {
      #expect(renderer.words.names.contains("group_\(group)"), "\(group)")
    }
    for word in ["open", "redriving", "skipping", "resolved", "skipped"] {
      #expect(renderer.words.names.contains("letter_\(word)"), "\(word)")
    }
    for (family, name) in [("document", "ReadDocument"), ("basis", "ReadBasis")] {
      let values = schema.values(name)
      #expect(values.count > 4)
      for value in values {
        #expect(renderer.words.names.contains("\(family)_\(value)"), "\(family) \(value)")
      }
    }
    for role in ["enterprise", "liaison", "liaison_manager", "operator", "auditor", "service"] {
      #expect(renderer.words.names.contains("role_\(role)"), "\(role)")
    }
  }

  @Test(
    "text goes into a page as it is at one place alone, and no page has script or style of its own")
  func nothingRaw() throws {
    for (name, text) in try templates() {
      let raw = text.components(separatedBy: "{{{").count - 1
      #expect(raw == (name == "layout.mustache" ? 1 : 0), "\(name)")
      #expect(!text.contains("{{&"), "\(name)")
      #expect(!text.contains("<style") && !text.contains(" style="), "\(name)")
      #expect(text.matches(of: #/ on[a-z]+=/#).isEmpty, "\(name)")
      let scripts = text.components(separatedBy: "<script").count - 1
      #expect(scripts == (name == "layout.mustache" ? 1 : 0), "\(name)")
      #expect(!text.contains("http://") && !text.contains("https://"), "\(name)")
    }
  }

  @Test("every form is sent as a body, and an address says where a list goes on and nothing else")
  func posted() throws {
    // Names, or what `Portion` writes of them.
    let goingOn = [
      "after", "consents_after", "{{next_rows}}", "{{more_eligible}}", "{{more_refused}}",
    ]
    var forms = 0
    for (name, text) in try templates() {
      for form in text.matches(of: /<form[^>]*>/) {
        #expect(form.0.contains(" method=\"post\""), "\(name): \(form.0)")
        forms += 1
      }
      #expect(!text.contains("formmethod"), "\(name)")
      for address in text.matches(of: /(?:href|action)="[^"?]*\?([^"=]*)/) {
        #expect(goingOn.contains(String(address.1)), "\(name): \(address.0)")
      }
    }
    #expect(forms > 5)
  }

  @Test("every table leads to its files, or has a button that asks for them")
  func tablesHaveFiles() throws {
    func number(_ part: String, _ text: String) -> Int {
      text.components(separatedBy: part).count - 1
    }
    let all = try templates()
    let form = try #require(all.first { $0.name == "form.mustache" })
    #expect(form.text.contains("name=\"file\" value=\"table.csv\""))
    #expect(form.text.contains("name=\"file\" value=\"table.xlsx\""))
    for (name, text) in all {
      let tables = number("<table", text)
      // A draft is asked for by the form that it was typed into.
      let isAskedFor = text.contains("{{>form}}")
      #expect(number("{{>files}}", text) >= (isAskedFor ? 0 : tables), "\(name)")
    }
  }

  @Test("amounts, rates and times are written as people read them")
  func figures() {
    let chinese = Figures(language: .chinese)
    let english = Figures(language: .english)
    #expect(chinese.money(300_000_000) == "3,000,000 元")
    #expect(english.money(-105) == "CNY -1.05")
    #expect(chinese.money(99) == "0.99 元")
    #expect(chinese.rate(34_500) == "3.45%")
    #expect(chinese.time("2026-11-20T01:00:05.000000Z") == "2026-11-20 09:00")
    #expect(chinese.time("soon") == nil)
  }

  @Test("amounts are read without rounding, and what is no amount is none")
  func amounts() {
    #expect(TenThousands.fen("300") == 300_000_000)
    #expect(TenThousands.fen("12.5") == 12_500_000)
    #expect(TenThousands.fen("1,000") == 1_000_000_000)
    #expect(TenThousands.fen("0.000001") == 1)
    for text in ["", "-1", "1.", ".5", "1.0000001", "1e3", "一", "1.2.3", "99999999999999999999"] {
      #expect(TenThousands.fen(text) == nil, "\(text)")
    }
    for fen: Int64 in [1, 500_000, 1_000_000, 12_500_000, 300_000_000, 10_000_000_000_000] {
      #expect(TenThousands.fen(TenThousands.text(fen)) == fen)
    }
  }

  @Test("a form is read as browsers send it, and nothing else is")
  func forms() throws {
    let form = try FormBody(Array("a=%E5%BE%BD+1&b=&c=x%0D%0Ay&d=1&d=2".utf8))
    #expect(form["a"] == "徽 1" && form["b"] == nil && form["c"] == "x\ny")
    #expect(form.all("d") == ["1", "2"] && form.typed("nothing") == "")
    for text in ["a", "a=%FF", "a=%00", "a=%zz", String(repeating: "a=1&", count: 801)] {
      #expect(throws: FormBody.Malformed.self, "\(text.prefix(10))") {
        try FormBody(Array(text.utf8))
      }
    }
  }

  @Test("control characters are taken out of what was typed, and no name has any")
  func controlCharacters() throws {
    let form = try FormBody(cleaning: Array("a=%00x%0D%0A%09y%7F&b=z&c=%1B".utf8))
    #expect(form.typed("a") == "x\n\ty" && form["b"] == "z" && form["c"] == nil)
    #expect(form.cleaned == ["a", "c"])
    #expect(throws: FormBody.Malformed.self) { try FormBody(cleaning: Array("a%00=1".utf8)) }
  }

  @Test("after choosing a language one is back on a page of the console, and nowhere else")
  func places() {
    #expect(SignInPages.place("/console/needs/new") == "/console/needs/new")
    for text in [
      "//evil.example", "/consolex", "/console//evil", "/console/a?b=c", "https://x", "",
    ] {
      #expect(SignInPages.place(text) == "/console", "\(text)")
    }
    #expect(SignInPages.place(nil) == "/console")
  }

  @Test("fields ask for what the API's document asks for")
  func schema() throws {
    let documents = try PublicDocuments(openapiYAML: SchemaFiles.bytes("api/openapi.yaml"))
    let schema = try FormSchema(openapi: documents.openapiJSON)
    let tenor = schema.rule("NeedInput", "tenor_months")
    #expect(tenor.isRequired && tenor.minimum == 1 && tenor.maximum == 600)
    let amount = schema.rule("NeedInput", "amount/fen")
    #expect(amount.isRequired && amount.maximum == Fen.maximum)
    let security = schema.rule("NeedInput", "security")
    #expect(!security.isRequired && security.values.contains("receivable"))
    #expect(schema.rule("EnterpriseInput", "region").pattern == "^[0-9]{6}$")
    #expect(schema.rule("NeedInput", "nothing") == FormSchema.Rule())
  }
}
