import Catalog
import Domain
import Testing

@Suite("References to policy parameters")
struct ParameterReferenceTests {
  private static let citation = "citation: {document: 办法, tag: S}"

  /// A product that takes a number from a parameter wherever one may.
  private static let product =
    [
      ("family: tax_credit\n", "family: tax_credit\njurisdiction: \"340100\"\n"),
      ("max_fen: 1000000000}", "max_fen: {parameter: scheme_cap}}"),
      ("op: gte, value: 30000000}", "op: gte, value: {parameter: least_tax}}"),
      (
        "milli: {A: 5000, B: null}, citation: {document: 办法, tag: S}}",
        """
        milli: {A: {parameter: multiple_a}, B: null, M: 1000}, \(citation)}
          - {kind: cap, fen: {parameter: scheme_cap}, \(citation)}
          - {kind: multiple, fact: tax.mean_2y_fen, milli: {parameter: multiple_a}, \(citation)}
          - {kind: advance_rate, fact: collateral.appraised_fen, ppm: {parameter: rate}, \(citation)}
          - {kind: share, fact: collateral.appraised_fen, ppm: {parameter: rate}, \(citation)}
          - {kind: headroom, cap_fen: {parameter: scheme_cap}, used: collateral.appraised_fen, \(citation)}
        """
      ),
    ].reduce(CatalogFixture.product) { CatalogFixture.replaced($0, $1.0, $1.1) }

  private static let values: [String: Int64] = [
    "scheme_cap": 800_000_000, "least_tax": 20_000_000, "multiple_a": 4_000, "rate": 700_000,
  ]

  private func read(_ text: String = product) throws -> Product {
    try #require(
      try Catalog.read(files: CatalogFixture.files(products: ["tax-loan": text])).products.first)
  }

  private func faults(_ old: String, _ new: String) -> [CatalogFault] {
    CatalogFixture.faults(
      CatalogFixture.files(
        products: ["tax-loan": CatalogFixture.replaced(Self.product, old, new)]))
  }

  @Test("a product names the parameters it takes numbers from, with their units")
  func references() throws {
    let product = try read()
    #expect(product.jurisdiction == RegionCode("340100"))
    #expect(product.parameterReferences == ["least_tax", "multiple_a", "rate", "scheme_cap"])
    #expect(
      product.parameterUnits
        == ["least_tax": .fen, "multiple_a": .milli, "rate": .ppm, "scheme_cap": .fen])
    #expect(product.amount.maxFen == nil && product.amount.max == .parameter("scheme_cap"))
    let plain = try #require(try CatalogFixture.catalog().products.first)
    #expect(plain.references.isEmpty && plain.jurisdiction == nil)
    #expect(plain.resolved { _ in nil } == plain)
  }

  @Test("the numbers of a day take the places of their parameters, and the document stays")
  func resolved() throws {
    let product = try read()
    let resolved = try #require(product.resolved { Self.values[$0] })
    #expect(resolved.references.isEmpty && resolved.json == product.json)
    #expect(resolved.amount.maxFen == 800_000_000)
    #expect(
      resolved.limit?.map(\.kind) == [
        .multipleByGrade(
          fact: "tax.mean_2y_fen", grade: "tax.credit_grade",
          milli: ["A": 4_000, "B": nil, "M": 1_000]),
        .cap(fen: 800_000_000), .multiple(fact: "tax.mean_2y_fen", milli: 4_000),
        .advanceRate(fact: "collateral.appraised_fen", ppm: 700_000),
        .share(fact: "collateral.appraised_fen", ppm: 700_000),
        .headroom(capFen: 800_000_000, used: "collateral.appraised_fen"),
      ])
    guard case .anyOf(let members) = resolved.criteria[1].body,
      case .allOf(let group) = members[1].body
    else {
      Issue.record("the criteria must keep their shape")
      return
    }
    #expect(
      group[1].body
        == .test(
          FactTest(
            fact: "tax.mean_2y_fen", op: .atLeast, operand: .value(.integer(20_000_000)))))
    #expect(resolved.criteria[0] == product.criteria[0])
  }

  @Test("a product one of whose parameters has no value that day, or one beyond its place, is out")
  func unresolved() throws {
    let product = try read()
    for id in Self.values.keys {
      #expect(product.resolved { $0 == id ? nil : Self.values[$0] } == nil, "\(id)")
    }
    #expect(product.resolved { $0 == "rate" ? 1_000_001 : Self.values[$0] } == nil)
    #expect(product.resolved { $0 == "rate" ? -1 : Self.values[$0] } == nil)
    #expect(product.resolved { $0 == "rate" ? 1_000_000 : Self.values[$0] } != nil)
  }

  @Test("a term whose parameter was not read counts as not published")
  func unpublished() throws {
    let terms = try #require(try read().limit)
    let facts: [String: FactState] = [
      "tax.mean_2y_fen": .known(.integer(100)), "tax.credit_grade": .known(.text("A")),
      "collateral.appraised_fen": .known(.integer(100)),
    ]
    for term in terms {
      #expect(term.value { facts[$0] ?? .unknown } == .unpublished, "\(term.kind)")
    }
    // Grades whose multiple is a number are not concerned.
    let byGrade = terms[0].value { path in
      path == "tax.credit_grade" ? .known(.text("M")) : facts[path] ?? .unknown
    }
    #expect(byGrade == .known(100))
  }

  @Test("the canonical document gives the product again, byte for byte")
  func roundTrip() throws {
    let catalog = try Catalog.read(
      files: CatalogFixture.files(products: ["tax-loan": Self.product]))
    let again = try Catalog(json: catalog.json)
    #expect(again.json.canonicalBytes == catalog.json.canonicalBytes)
    #expect(again.products == catalog.products)
  }

  @Test(
    "references that cannot be are refused with their place",
    arguments: [
      (
        "value: {parameter: least_tax}", "value: {parameter: Least}", "pattern", 23,
        "/criteria/1/any_of/1/all_of/1/value/parameter"
      ),
      (
        "value: {parameter: least_tax}", "value: {parameter: least_tax, or: 1}", "unknown_member",
        23, "/criteria/1/any_of/1/all_of/1/value/or"
      ),
      (
        "value: {parameter: least_tax}", "value: {parameter: multiple_a}", "type_mismatch", 26,
        "/limit/0/milli/A"
      ),
      (
        "op: gte, value: {parameter: least_tax}", "op: ne, value: {parameter: least_tax}", "type",
        23, "/criteria/1/any_of/1/all_of/1/value"
      ),
      ("value: 340100}", "value: {parameter: place}}", "type", 19, "/criteria/1/any_of/0/value"),
      (
        "fen: {parameter: scheme_cap}, citation", "fen: {}, citation", "required", 27,
        "/limit/1/fen/parameter"
      ),
      ("min_fen: 1000000,", "min_fen: {parameter: scheme_cap},", "type", 8, "/amount/min_fen"),
      ("jurisdiction: \"340100\"", "jurisdiction: anhui", "pattern", 5, "/jurisdiction"),
    ])
  func refused(_ old: String, _ new: String, _ code: String, _ line: Int, _ pointer: String) throws
  {
    let found = faults(old, new)
    let fault = try #require(found.first { $0.code == code && $0.pointer == pointer }, "\(found)")
    #expect(fault.line == line && fault.file == "products/tax-loan.yaml", "\(fault)")
  }
}
