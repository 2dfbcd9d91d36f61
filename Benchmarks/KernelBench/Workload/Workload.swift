import Catalog
import Decision
import Domain
import Foundation
import Policy

/// A set of needs and a set of products of `gen.py`, the products in the product language.
struct Workload {
  let needs: NeedMatrix
  let facts: [WorkloadFact]
  let catalog: Catalog
  let engine: Engine
  /// By product: the names of its rules by their place.
  let ruleNames: [[String]]
  /// The products as `gen.py` says them.
  private let definitions: [JSON]
  private let form: PriceForm
  private let criteria: [String]

  /// Number of products.
  var productCount: Int { catalog.products.count }

  /// The day of all decisions.
  static let day = LegalDate(daysSinceEpoch: 20_514)  // 2026-03-02

  init(_ data: URL, needs: String, products: String, form: PriceForm) throws {
    let document = try Self.document(data, products: products)
    let counties = try document.member("counties").integers().map { String($0) }
    try self.init(
      needs: NeedMatrix(data.appending(path: "needs_\(needs).npy")),
      facts: WorkloadFact.all(counties: counties),
      definitions: document.member("products").array(), form: form,
      criteria: document.member("criteria").texts())
  }

  private init(
    needs: NeedMatrix, facts: [WorkloadFact], definitions: [JSON], form: PriceForm,
    criteria: [String]
  ) throws {
    self.needs = needs
    self.facts = facts
    self.definitions = definitions
    self.form = form
    self.criteria = criteria
    catalog = try Self.catalog(definitions, facts, form)
    engine = try Engine(catalog: catalog, policies: PolicySet(json: ["packs": []]))
    ruleNames = catalog.products.map {
      $0.criteria.map(\.id) + [EngineRule.tenor, EngineRule.amountMin, EngineRule.coverage]
    }
  }

  /// The definitions of a set of products.
  static func document(_ data: URL, products: String) throws -> JSON {
    try JSON.read(data.appending(path: "products_\(products).json"))
  }

  /// The same workload with another version of one product.
  func changing(product: Int, to definition: JSON) throws -> Workload {
    var definitions = definitions
    definitions[product] = definition
    return try Workload(
      needs: needs, facts: facts, definitions: definitions, form: form, criteria: criteria)
  }

  /// Products by the share of the needs they are for, least first.
  var productsByShare: [Int] {
    definitions.indices.sorted { share($0) < share($1) }
  }

  private func share(_ product: Int) -> Int64 {
    definitions[product]["eligible_ppm"]?.intValue ?? 0
  }

  /// The catalog of these products, read by the reader of all catalogs.
  static func catalog(
    _ products: [JSON], _ facts: [WorkloadFact], _ form: PriceForm
  ) throws -> Catalog {
    // Limits name columns, criteria their own names.
    let byName = Dictionary(
      facts.flatMap { [($0.criterion, $0), ($0.column, $0)] },
      uniquingKeysWith: { first, _ in first })
    let documents = try products.map {
      try ProductDocument(product: $0, facts: byName, form: form).json()
    }
    let name: JSON = ["zh": "合成", "en": "synthetic"]
    return try Catalog(json: [
      "facts": ["version": 1, "facts": .array(facts.map(\.document))],
      "institutions": [
        ["code": .string(ProductDocument.institution), "kind": "bank", "name": name]
      ],
      "families": [["code": .string(ProductDocument.family), "name": name, "order": 1]],
      "products": .array(documents),
    ])
  }

  /// The number of a rule in the peers' result files; −1 for one they do not have.
  func criterionNumber(product: Int, rule: Int?) -> Int32 {
    rule.flatMap { criteria.firstIndex(of: ruleNames[product][$0]) }.map { Int32($0) } ?? -1
  }

  /// One need as the engine takes it.
  func input(_ need: Int) -> DecisionInput {
    var needFacts: [Fact] = []
    var enterpriseFacts: [Fact] = []
    for fact in facts {
      let value: FactValue?
      switch fact.state(needs.columns[fact.column]?[need] ?? NeedMatrix.unknown) {
      case .unknown: continue
      case .none: value = nil
      case .known(let known): value = known
      }
      let said = Fact(path: fact.path, value: value, source: "workload", asOf: Self.day)
      if fact.path.hasPrefix("need.") {
        needFacts.append(said)
      } else {
        enterpriseFacts.append(said)
      }
    }
    return DecisionInput(
      needFacts: FactSheet(needFacts), enterpriseFacts: FactSheet(enterpriseFacts),
      clock: Instant(startOf: Self.day))
  }
}
