import Domain
import Testing

@Suite("Facts")
struct FactTests {
  private func sheet() throws -> FactSheet {
    FactSheet([
      Fact(
        path: "tax.paid_last_year_fen", value: .integer(123_456_789), source: "tax_bureau",
        asOf: try day("2025-12-31")),
      Fact(
        path: "tax.credit_grade", value: .text("A"), source: "tax_bureau",
        asOf: try day("2026-04-30")),
      Fact(
        path: "finance.debt_ratio_ppm", value: nil, source: "enterprise",
        asOf: try day("2026-06-30")),
      Fact(
        path: "enterprise.region", value: .text("340100"), source: "registry",
        asOf: try day("2026-11-20")),
    ])
  }

  @Test("the digest is SHA-256 of the RFC 8785 rows sorted by path")
  func digest() throws {
    #expect(
      try sheet().json.canonicalText
        == #"[["enterprise.region","340100","registry","2026-11-20"],"#
        + #"["finance.debt_ratio_ppm",null,"enterprise","2026-06-30"],"#
        + #"["tax.credit_grade","A","tax_bureau","2026-04-30"],"#
        + #"["tax.paid_last_year_fen",123456789,"tax_bureau","2025-12-31"]]"#)
    #expect(
      try sheet().digest.text
        == "sha256:acad9b2f4ae7749b88b28221e4fd9baa4f05fdc9a295bf5c4279a9564d91a7e6")
    #expect(
      FactSheet().digest.hexadecimal
        == "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945")
  }

  @Test("the digest does not hang on the order facts came in, and moves with any change")
  func digestMoves() throws {
    let base = try sheet()
    #expect(FactSheet(base.sorted.reversed()).digest == base.digest)
    for fact in base.sorted {
      var other = base
      other[fact.path] = nil
      #expect(other.digest != base.digest)
      other[fact.path] = Fact(
        path: fact.path, value: fact.value, source: fact.source + "x", asOf: fact.asOf)
      #expect(other.digest != base.digest)
      other[fact.path] = Fact(
        path: fact.path, value: fact.value, source: fact.source, asOf: fact.asOf.adding(days: 1))
      #expect(other.digest != base.digest)
    }
  }

  @Test("a merge lays the newer facts over the older")
  func merging() throws {
    let base = try sheet()
    let newer = Fact(
      path: "tax.credit_grade", value: .text("B"), source: "tax_bureau", asOf: try day("2026-10-01")
    )
    let merged = base.merging(FactSheet([newer]))
    #expect(merged["tax.credit_grade"] == newer)
    #expect(merged.facts.count == base.facts.count)
    #expect(base["tax.credit_grade"]?.value == .text("A"))
  }

  @Test("every kind of value has one JSON form")
  func values() throws {
    #expect(FactValue.boolean(true).json == true)
    #expect(FactValue.set(["a", "b"]).json == ["a", "b"])
    #expect(FactValue.date(try day("2026-01-02")).json == "2026-01-02")
  }

  @Test("hexadecimal digits read back, odd or foreign ones do not")
  func hexadecimal() {
    #expect(Hexadecimal.bytes(Hexadecimal.text([0, 15, 16, 255])) == [0, 15, 16, 255])
    #expect(Hexadecimal.bytes("00FF") == [0, 255])
    for text in ["0", "0g", "é", "０0"] { #expect(Hexadecimal.bytes(text) == nil, "\(text)") }
    #expect(
      Digest(ofBytes: []).hexadecimal
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }
}
