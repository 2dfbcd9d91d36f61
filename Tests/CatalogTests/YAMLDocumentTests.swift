import Catalog
import Domain
import Testing

@Suite("YAML as exact JSON")
struct YAMLDocumentTests {
  private func document(_ text: String) -> YAMLDocument {
    YAMLDocument(SourceFile(name: "x.yaml", text: text))
  }

  @Test("scalars follow the core schema, and days stay text")
  func scalars() {
    let read = document(
      "{a: 1, b: -2, c: true, d: yes, e: 2020-01-01, f: '3', g: null, h: ~, i: A级, j: 3401.x}")
    #expect(read.faults.isEmpty)
    #expect(
      read.json == [
        "a": 1, "b": -2, "c": true, "d": "yes", "e": "2020-01-01", "f": "3", "g": nil, "h": nil,
        "i": "A级", "j": "3401.x",
      ])
  }

  @Test(
    "numbers whose meaning depends on the reader are refused",
    arguments: [
      ("x: 1.5", "number"), ("x: 1e3", "number"), ("x: 007", "leading_zero"),
      ("x: 99999999999999999999", "number"), ("x: -0.5", "number"),
    ])
  func numbers(_ text: String, _ code: String) {
    #expect(document(text).faults.map(\.code) == [code])
  }

  @Test("anchors are refused, also where they would multiply")
  func anchors() {
    let text = "a: &a [1]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    let faults = document(text).faults
    #expect(!faults.isEmpty)
    #expect(Set(faults.map(\.code)) == ["anchor"])
  }

  @Test("a fault stands at its value, and a missing member at what should hold it")
  func places() {
    let read = document("a:\n  - b: 1\n    c: 2\n")
    let present = read.located(Fault("/a/0/c", "x", zh: "", en: ""))
    #expect((present.line, present.column) == (3, 5))
    let missing = read.located(Fault("/a/0/d/e", "x", zh: "", en: ""))
    #expect((missing.line, missing.column) == (2, 5))
    #expect(missing.pointer == "/a/0/d/e")
  }

  @Test("nesting and length are bounded")
  func bounds() {
    let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
    #expect(document(deep).faults.map(\.code) == ["too_deep"])
    let long = "a: " + String(repeating: "x", count: YAMLDocument.maximumBytes)
    #expect(document(long).faults.map(\.code) == ["too_long"])
    #expect(document(long).json == nil)
  }

  @Test("two documents in one file are refused")
  func oneDocument() {
    #expect(document("a: 1\n---\nb: 2\n").faults.map(\.code) == ["yaml_syntax"])
  }
}
