import Catalog
import Domain
import Policy
import Testing

@Suite("Faults of policy packs")
struct PackFaultTests {
  /// One way to break the national pack, and the fault that must come of it, with its place.
  struct Break: CustomTestStringConvertible, Sendable {
    let old: String
    let new: String
    let code: String
    let pointer: String
    let line: Int
    let column: Int
    var testDescription: String { "\(code) at \(pointer)" }

    init(
      _ old: String, _ new: String, _ code: String, _ pointer: String, _ line: Int, _ column: Int
    ) {
      self.old = old
      self.new = new
      self.code = code
      self.pointer = pointer
      self.line = line
      self.column = column
    }
  }

  static let breaks: [Break] = [
    // Dates of a parameter.
    Break(
      "from: 2025-01-01, to: 2025-12-31", "from: 2025-01-02, to: 2025-12-31", "gap",
      "/parameters/0/values/1/from", 10, 10),
    Break(
      "from: 2025-01-01, to: 2025-12-31", "from: 2024-12-31, to: 2025-12-31", "overlap",
      "/parameters/0/values/1/from", 10, 10),
    Break(
      "from: 2025-01-01, to: 2025-12-31", "from: 2018-01-01, to: 2018-12-31", "order",
      "/parameters/0/values/1/from", 10, 10),
    Break(
      "from: 2025-01-01, to: 2025-12-31", "from: 2025-01-01", "overlap",
      "/parameters/0/values/2/from", 11, 9),
    Break(
      "from: 2025-01-01, to: 2025-12-31", "from: 2025-01-01, to: 2024-12-31", "empty_range",
      "/parameters/0/values/1/to", 10, 28),
    Break(
      "from: 2025-01-01, to: 2025-12-31", "from: 2025-02-30, to: 2025-12-31", "date",
      "/parameters/0/values/1/from", 10, 10),
    Break("value: 8000", "value: 0.8", "number", "/parameters/0/values/2/value", 12, 16),
    Break(
      "verified: false", "verified: no", "type", "/parameters/0/values/1/verified", 10, 58),
    Break(
      "    values:\n", "    series: [{from: 2019-01-01, value: 1}]\n    values:\n",
      "exclusive", "/parameters/0/values", 9, 5),
    Break("unit: ppm\n", "unit: percent\n", "unknown_value", "/parameters/0/unit", 5, 5),
    Break(
      "    citation: {document: 办法, tag: S}\n    values:", "    values:", "missing_citation",
      "/parameters/0/citation", 4, 5),
    // The pack itself.
    Break("code: cn\n", "code: cn\noverrides: cn\n", "cycle", "/overrides", 2, 1),
    Break("code: cn\n", "code: cn\noverrides: cn-99\n", "unknown_pack", "/overrides", 2, 1),
    Break("code: CN", "code: XX", "pattern", "/jurisdiction/code", 2, 16),
    Break("code: cn\n", "code: cn-34\n", "file_name", "/code", 1, 1),
    Break("parameters:\n", "owner: x\nparameters:\n", "unknown_member", "/owner", 3, 1),
    // Subsidies.
    Break("- {id: fees,", "- {id: interest,", "duplicate_id", "/subsidies/1/id", 34, 6),
    Break("kind: interest_share", "kind: interest", "unknown_value", "/subsidies/0/kind", 18, 5),
    Break(
      "kind: interest_share", "kind: interest_share\n    fees: [guarantee_fee]", "not_for_kind",
      "/subsidies/0/fees", 19, 5),
    Break("fees: [guarantee_fee]", "fees: []", "empty", "/subsidies/1/fees", 34, 69),
    Break("ppm: 300000", "ppm: 1000001", "above_max", "/subsidies/0/ppm", 19, 5),
    Break(
      "    used: tax.paid_last_year_fen\n", "", "required", "/subsidies/0/used", 15, 5),
    Break("used: tax.paid_last_year_fen", "used: paid", "pattern", "/subsidies/0/used", 22, 5),
    Break("certain: true", "certain: maybe", "type", "/subsidies/0/certain", 29, 5),
    Break("paid: at_end", "paid: monthly", "unknown_value", "/subsidies/0/paid", 30, 5),
    Break(
      "from: 2024-01-01, to: 2026-12-31", "from: 2024-01-01, to: 2023-12-31", "empty_range",
      "/subsidies/0/effective/to", 32, 35),
    Break(
      "    citation: {document: 办法, clause: 第五条, tag: S}\n", "", "missing_citation",
      "/subsidies/0/citation", 15, 5),
    // Criteria, by their form alone.
    Break("value: [A, B]", "value: A", "type", "/subsidies/0/criteria/0/value", 27, 9),
    Break(
      "op: in\n        value: [A, B]", "op: between\n        value: [2, 1]", "empty_range",
      "/subsidies/0/criteria/0/value", 27, 9),
    Break(
      "op: in\n        value: [A, B]", "op: gte\n        value: {parameter: fee_cap}", "type",
      "/subsidies/0/criteria/0/value", 27, 9),
    Break("op: in\n", "op: like\n", "unknown_value", "/subsidies/0/criteria/0/op", 26, 9),
    Break(
      "        citation: {document: 办法, tag: S}\n    certain", "    certain",
      "missing_citation", "/subsidies/0/criteria/0/citation", 24, 9),
  ]

  @Test("a bad pack is refused with file, line, column, pointer and reason", arguments: breaks)
  func bad(_ item: Break) throws {
    let text = PackFixture.replaced(PackFixture.national, item.old, item.new)
    let found = PackFixture.faults([PackFixture.file(text)])
    let fault = try #require(
      found.first { $0.code == item.code && $0.pointer == item.pointer }, "\(found)")
    #expect(fault.file == "cn.yaml")
    #expect(fault.line == item.line && fault.column == item.column, "\(fault)")
    #expect(!fault.zh.isEmpty && !fault.en.isEmpty)
  }

  @Test("the pack that is not broken is accepted")
  func good() { #expect(PackFixture.faults([PackFixture.file()]).isEmpty) }

  static let catalogBreaks: [Break] = [
    Break(
      "families: [tax_credit]", "families: [tax]", "unknown_family", "/subsidies/0/families/0", 17,
      16),
    Break(
      "fact: tax.credit_grade", "fact: tax.grade", "unknown_fact", "/subsidies/0/criteria/0/fact",
      25, 9),
    Break(
      "value: [A, B]", "value: [A, Z]", "unknown_value", "/subsidies/0/criteria/0/value/1", 27, 20),
    Break(
      "op: in\n        value: [A, B]", "op: gte\n        value: 3", "type_mismatch",
      "/subsidies/0/criteria/0/op", 26, 9),
    Break(
      "fact: tax.credit_grade\n        op: in\n        value: [A, B]",
      "fact: tax.paid_last_year_fen\n        op: gte\n        value: 2026-01-01", "type",
      "/subsidies/0/criteria/0/value", 27, 9),
    Break(
      "fact: tax.credit_grade\n        op: in\n        value: [A, B]",
      "fact: enterprise.industry\n        op: in\n        value: [39]", "type_mismatch",
      "/subsidies/0/criteria/0", 24, 9),
    Break(
      "used: tax.paid_last_year_fen", "used: tax.years", "unknown_fact", "/subsidies/0/used", 22, 5),
    Break(
      "used: tax.paid_last_year_fen", "used: tax.consecutive_years", "type_mismatch",
      "/subsidies/0/used", 22, 5),
  ]

  @Test("against the catalog, facts, types and families are checked too", arguments: catalogBreaks)
  func againstCatalog(_ item: Break) throws {
    let catalog = try PackTree.catalog()
    let families = Set(catalog.families.map(\.code))
    let file = PackFixture.file(PackFixture.replaced(PackFixture.national, item.old, item.new))
    let found = PackFixture.faults([file], registry: catalog.registry, families: families)
    let fault = try #require(
      found.first { $0.code == item.code && $0.pointer == item.pointer }, "\(found)")
    #expect(fault.line == item.line && fault.column == item.column, "\(fault)")
    // The form is right, so a stored set reads; the check says the same with its own pointers.
    let set = try PackFixture.set([file])
    #expect(
      set.faults(against: catalog.registry, families: families).contains {
        $0.code == item.code && $0.pointer == "/packs/0" + item.pointer
      })
  }

  @Test("packs that override in a circle, from outside or past the nearest are refused")
  func chains() throws {
    func codes(_ files: [SourceFile]) -> [String] {
      PackFixture.faults(files).map { "\($0.file):\($0.line):\($0.column) \($0.code)" }
    }
    let national = PackFixture.file()
    #expect(
      codes([
        national, PackFixture.local("cn-34", "340000", overrides: "cn-3401"),
        PackFixture.local("cn-3401", "340100", overrides: "cn-34"),
      ]) == ["cn-34.yaml:2:1 cycle", "cn-3401.yaml:2:1 cycle"])
    #expect(
      codes([
        national, PackFixture.local("cn-61", "610000"),
        PackFixture.local("cn-3401", "340100", overrides: "cn-61"),
      ]) == ["cn-3401.yaml:2:1 outside_jurisdiction"])
    #expect(
      codes([
        national, PackFixture.local("cn-34", "340000"),
        PackFixture.local("cn-3401", "340100", overrides: "cn"),
      ]) == ["cn-3401.yaml:2:1 not_nearest"])
    #expect(codes([national, PackFixture.local("cn-3401", "340100", overrides: "cn")]).isEmpty)
    #expect(
      codes([PackFixture.local("cn-34", "340000")]) == ["cn-34.yaml:2:1 unknown_pack"])
  }

  @Test("a pack that names a broken one gets no fault of its own")
  func broken() {
    let text = PackFixture.replaced(PackFixture.national, "unit: ppm\n", "unit: percent\n")
    let found = PackFixture.faults([
      PackFixture.file(text), PackFixture.local("cn-34", "340000"),
    ])
    #expect(found.map(\.file) == ["cn.yaml"])
  }

  @Test("a parameter has one unit in all packs")
  func units() {
    let local = PackFixture.local("cn-34", "340000")
    let changed = SourceFile(
      name: local.name, text: PackFixture.replaced(local.text, "unit: ppm", "unit: milli"))
    let found = PackFixture.faults([PackFixture.file(), changed])
    #expect(found.map(\.pointer) == ["/parameters/0/unit"])
    #expect(found.map(\.code) == ["type_mismatch"] && found.first?.line == 5)
  }

  @Test("a stored set reports the same faults with pointers into itself")
  func stored() throws {
    let json: JSON = [
      "packs": [
        try PolicyPack(json: try #require(YAMLDocument(PackFixture.file()).json)).json,
        try #require(YAMLDocument(PackFixture.local("cn-34", "340000", overrides: "x")).json),
      ]
    ]
    do throws(Faults) {
      _ = try PolicySet(json: json)
      Issue.record("must be refused")
    } catch {
      #expect(error.list.map(\.pointer) == ["/packs/1/overrides"])
      #expect(error.list.map(\.code) == ["unknown_pack"])
    }
  }
}
