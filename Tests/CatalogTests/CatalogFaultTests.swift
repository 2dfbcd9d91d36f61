import Catalog
import Domain
import Testing

@Suite("Faults of a catalog")
struct CatalogFaultTests {
  /// One way to break the product: what is replaced, by what, and the fault that must come of it.
  struct Break: CustomTestStringConvertible, Sendable {
    let old: String
    let new: String
    let code: String
    let pointer: String
    let line: Int
    var testDescription: String { "\(code) at \(pointer)" }

    init(_ old: String, _ new: String, _ code: String, _ pointer: String, line: Int) {
      self.old = old
      self.new = new
      self.code = code
      self.pointer = pointer
      self.line = line
    }
  }

  static let breaks: [Break] = [
    Break(
      "fact: tax.credit_grade\n", "fact: tax.grade\n", "unknown_fact", "/criteria/0/fact", line: 11),
    Break("value: [A, B]", "value: [A, Z]", "unknown_value", "/criteria/0/value/1", line: 13),
    Break("value: [A, B]", "value: [A, A]", "duplicate_id", "/criteria/0/value/1", line: 13),
    Break("value: [A, B]", "value: []", "empty", "/criteria/0/value", line: 13),
    Break("value: [A, B]", "value: A", "type", "/criteria/0/value", line: 13),
    Break("value: [A, B]\n", "values: [A, B]\n", "unknown_member", "/criteria/0/values", line: 13),
    Break("op: in\n", "op: gte\n", "type_mismatch", "/criteria/0/op", line: 12),
    Break("op: in\n", "op: like\n", "unknown_value", "/criteria/0/op", line: 12),
    Break(
      "op: gte, value: 30000000", "op: gte, value: true", "type",
      "/criteria/1/any_of/1/all_of/1/value", line: 22),
    Break(
      "op: gte, value: 30000000", "op: between, value: [2, 1]", "empty_range",
      "/criteria/1/any_of/1/all_of/1/value", line: 22),
    Break(
      "op: gte, value: 30000000", "op: exists, value: 1", "unknown_member",
      "/criteria/1/any_of/1/all_of/1/value", line: 22),
    Break(
      "op: gte, value: 30000000", "op: gte", "required", "/criteria/1/any_of/1/all_of/1/value",
      line: 22),
    Break(
      "op: gte, value: 30000000", "op: gte, value: 0.3", "number",
      "/criteria/1/any_of/1/all_of/1/value", line: 22),
    Break(
      "op: gte, value: 30000000", "op: gte, value: 99999999999999", "above_max",
      "/criteria/1/any_of/1/all_of/1/value", line: 22),
    Break("value: 340100}", "value: 3401}", "pattern", "/criteria/1/any_of/0/value", line: 18),
    Break("id: paid,", "id: title,", "duplicate_id", "/criteria/1/any_of/1/all_of/1/id", line: 22),
    Break(
      "id: paid,", "id: coverage,", "reserved_id", "/criteria/1/any_of/1/all_of/1/id", line: 22),
    Break("id: paid,", "id: Paid,", "pattern", "/criteria/1/any_of/1/all_of/1/id", line: 22),
    Break(
      "    citation: {document: 办法, clause: 第四条, from: 2015-12-03, tag: S}\n", "",
      "missing_citation", "/criteria/0/citation", line: 10),
    Break(
      "from: 2015-12-03, tag: S", "from: 2015-13-03, tag: S", "date", "/criteria/0/citation/from",
      line: 15),
    Break(
      "clause: 第四条, from: 2015-12-03", "clause: 第四条, from: 2015-12-03, to: 2015-12-02",
      "empty_range", "/criteria/0/citation/to", line: 15),
    Break(
      "reason: tax_grade_low", "reason: bad_luck", "unknown_value", "/criteria/0/reason", line: 14),
    Break(
      "effective: {from: 2020-01-01}", "effective: {from: 2020-01-01, to: 2019-12-31}",
      "empty_range", "/effective/to", line: 5),
    Break(
      "effective: {from: 2020-01-01}", "effective: {from: 2020-02-30}", "date", "/effective/from",
      line: 5),
    Break(
      "effective: {from: 2020-01-01}", "effective: {from: null}", "null", "/effective/from", line: 5
    ),
    Break(
      "min_fen: 1000000, max_fen: 1000000000", "min_fen: 10, max_fen: 9", "empty_range",
      "/amount/max_fen", line: 7),
    Break(
      "tenor: {max_months: 12}", "tenor: {max_months: 601}", "above_max", "/tenor/max_months",
      line: 8),
    Break(
      "tenor: {max_months: 12}", "tenor: {max_months: 24}", "lpr_tenor", "/pricing/lpr_tenor",
      line: 26),
    Break(
      "institution: bank-one", "institution: bank-two", "unknown_institution", "/institution",
      line: 3),
    Break("family: tax_credit", "family: other", "unknown_family", "/family", line: 4),
    Break("name: {zh: 税贷, en: Tax Loan}", "name: {zh: 税贷}", "required", "/name/en", line: 2),
    Break("kind: multiple_by_grade", "kind: multiply", "unknown_value", "/limit/0/kind", line: 25),
    Break(
      "grade: tax.credit_grade", "grade: tax.mean_2y_fen", "type_mismatch", "/limit/0/grade",
      line: 25),
    Break(
      "milli: {A: 5000, B: null}", "milli: {Z: 5000}", "unknown_value", "/limit/0/milli/Z", line: 25
    ),
    Break("form: annualised", "form: monthly", "unknown_value", "/pricing/form", line: 27),
    Break("{ppm: 32500}", "{ppm: -1}", "below_min", "/pricing/rate/min/ppm", line: 28),
    Break(
      "{lpr: {multiple_milli: 1300}}", "{ppm: 32400}", "empty_range", "/pricing/rate/max", line: 28),
    Break(
      "repayment: revolving", "repayment: weekly", "unknown_value", "/pricing/repayment", line: 29),
    Break("code: tax-loan", "code: tax_loan", "pattern", "/code", line: 1),
    Break("code: tax-loan", "code: &a tax-loan", "anchor", "/code", line: 1),
  ]

  @Test("a bad product is refused with file, line, pointer and reason", arguments: breaks)
  func badProduct(_ item: Break) throws {
    let faults = CatalogFixture.faults(replacing: item.old, with: item.new)
    let fault = try #require(
      faults.first { $0.code == item.code && $0.pointer == item.pointer },
      "\(faults.map(\.description))")
    #expect(fault.file == "products/tax-loan.yaml")
    #expect(fault.line == item.line)
    #expect(fault.column >= 1)
    #expect(!fault.zh.isEmpty && !fault.en.isEmpty)
  }

  static let factBreaks: [Break] = [
    Break(
      "derive: {mean: [tax.paid_last_year_fen, tax.paid_prior_year_fen]}",
      "derive: {mean: [tax.nothing]}", "unknown_fact", "/derived/0/derive", line: 29),
    Break(
      "derive: {mean: [tax.paid_last_year_fen, tax.paid_prior_year_fen]}",
      "derive: {mean: [tax.growth_ppm, tax.mean_2y_fen]}", "cycle", "/derived/0/derive", line: 29),
    Break(
      "derive: {mean: [tax.paid_last_year_fen, tax.paid_prior_year_fen]}",
      "derive: {months_since: tax.paid_last_year_fen}", "type_mismatch", "/derived/0/derive",
      line: 29),
    Break(
      "derive: {mean: [tax.paid_last_year_fen, tax.paid_prior_year_fen]}",
      "derive: {median: [tax.paid_last_year_fen]}", "unknown_member", "/derived/0/derive/median",
      line: 29),
    Break(
      "derive: {mean: [tax.paid_last_year_fen, tax.paid_prior_year_fen]}", "derive: {}",
      "derivation", "/derived/0/derive", line: 29),
    Break(
      "path: tax.growth_ppm", "path: tax.credit_grade", "duplicate_id", "/derived/1/path", line: 30),
    Break(
      "department: tax_bureau", "department: moon_bureau", "unknown_department",
      "/facts/8/department", line: 19),
    Break("    actionable: true\n", "", "not_actionable", "/facts/8/days", line: 20),
    Break("values: [A, B, M, C, D]\n", "unit: fen\n", "required", "/facts/8/values", line: 13),
    Break(
      "path: credit.has_overdue, type: boolean",
      "path: credit.has_overdue, type: boolean, unit: fen", "type_mismatch", "/facts/13/unit",
      line: 27),
    Break(
      "path: credit.has_overdue, type: boolean", "path: Overdue, type: boolean", "pattern",
      "/facts/13/path", line: 27),
    Break("min: 1, max: 600", "min: 601, max: 600", "empty_range", "/facts/1/max", line: 6),
    Break("path: need.amount_fen", "path: need.sum_fen", "missing_fact", "/facts", line: 4),
    Break("version: 1", "version: 2", "above_max", "/version", line: 1),
    Break("version: 1\n", "version: 1\nextra: 1\n", "unknown_member", "/extra", line: 2),
  ]

  @Test("a bad fact registry is refused with file, line, pointer and reason", arguments: factBreaks)
  func badRegistry(_ item: Break) throws {
    let faults = CatalogFixture.factFaults(replacing: item.old, with: item.new)
    let fault = try #require(
      faults.first { $0.code == item.code && $0.pointer == item.pointer },
      "\(faults.map(\.description))")
    #expect(fault.file == "facts.yaml")
    #expect(fault.line == item.line)
  }

  @Test("all faults of all files are reported at once")
  func allAtOnce() {
    var second = CatalogFixture.replaced(
      CatalogFixture.product, "code: tax-loan", "code: other-loan")
    second = CatalogFixture.replaced(second, "family: tax_credit", "family: none_such")
    var first = CatalogFixture.replaced(CatalogFixture.product, "value: [A, B]", "value: [A, Z]")
    first = CatalogFixture.replaced(first, "form: annualised", "form: weekly")
    first = CatalogFixture.replaced(first, "effective: {from: 2020-01-01}", "effective: {}")
    let facts = CatalogFixture.replaced(
      CatalogFixture.facts, "type: boolean", "type: boolean, department: moon_bureau")
    let faults = CatalogFixture.faults(
      CatalogFixture.files(facts: facts, products: ["tax-loan": first, "other-loan": second]))
    #expect(
      faults.map { "\($0.file) \($0.line) \($0.code)" } == [
        "facts.yaml 27 unknown_department",
        "products/other-loan.yaml 4 unknown_family",
        "products/tax-loan.yaml 5 required",
        "products/tax-loan.yaml 13 unknown_value",
        "products/tax-loan.yaml 27 unknown_value",
      ])
  }

  @Test("a fact that is declared but broken is not reported again where it is used")
  func noCascade() {
    let faults = CatalogFixture.factFaults(
      replacing: "department: tax_bureau", with: "department: moon_bureau")
    #expect(faults.map(\.code) == ["unknown_department"])
  }

  @Test("text that is no YAML, repeated members and foreign files are refused by name and line")
  func textFaults() {
    let broken = CatalogFixture.replaced(CatalogFixture.product, "criteria:", "criteria: [")
    #expect(
      CatalogFixture.faults(CatalogFixture.files(products: ["tax-loan": broken])).map(\.code)
        == ["yaml_syntax"])
    let twice = CatalogFixture.product + "\ncode: tax-loan\n"
    let repeated = CatalogFixture.faults(CatalogFixture.files(products: ["tax-loan": twice]))
    #expect(repeated.map(\.code) == ["duplicate_member"])
    let renamed = CatalogFixture.faults(
      CatalogFixture.files(products: ["another": CatalogFixture.product]))
    #expect(renamed.map(\.code) == ["file_name"])
    let foreign = CatalogFixture.faults(
      CatalogFixture.files() + [SourceFile(name: "notes.txt", text: "")])
    #expect(foreign.map(\.code) == ["unknown_file"])
    #expect(
      CatalogFixture.faults([]).map(\.code) == ["missing_file", "missing_file", "missing_file"])
  }
}
