import Domain

/// The whole catalog at one version: the fact registry, the institutions, the families and the
/// products. Immutable and checked: whatever exists of it is consistent.
public struct Catalog: Sendable {
  /// Every fact the products may ask for.
  public let registry: FactRegistry
  public let institutions: [Institution]
  public let families: [Family]
  /// Sorted by the bytes of their codes; a product's index in match results is its place here.
  public let products: [Product]
  /// `{facts, institutions, families, products}`, each in the form of its file.
  public let json: JSON

  /// SHA-256 of the canonical document.
  public var digest: Digest { Digest(of: json) }

  /// From the canonical document; `Catalog(json: catalog.json).json == catalog.json`.
  /// - Throws: every fault, with pointers into `json`.
  public init(json: JSON) throws(Faults) {
    var reader = ObjectReader(json)
    let facts = reader.required("facts") ?? .null
    let institutions = reader.required("institutions") ?? .null
    let families = reader.required("families") ?? .null
    let products = reader.required("products").map { $0.arrayValue ?? [] } ?? []
    if let json = reader.optional("products"), json.arrayValue == nil {
      reader.add(
        ObjectReader.typeFault(reader.path("products"), expected: "array", found: json))
    }
    let shape = reader.finish()
    guard shape.isEmpty else { throw Faults(shape) }
    let reading = CatalogReading(
      facts: facts, institutions: institutions, families: families,
      products: products.enumerated().map { ("/products/\($0.offset)", $0.element) })
    var faults: [Fault] = reading.factFaults.map { $0.under("/facts") }
    faults += reading.institutionFaults.map { $0.under("/institutions") }
    faults += reading.familyFaults.map { $0.under("/families") }
    for (pointer, product) in reading.products {
      faults += product.faults.map { $0.under(pointer) }
    }
    var codes: Set<String> = []
    for (pointer, product) in reading.products {
      guard let code = product.product?.code else { continue }
      if !codes.insert(code).inserted { faults.append(.duplicate(pointer + "/code", code)) }
    }
    guard faults.isEmpty else {
      throw Faults(faults.sorted { ($0.pointer, $0.code) < ($1.pointer, $1.code) })
    }
    self.init(reading)
  }

  init(_ reading: CatalogReading) {
    registry = reading.registry
    institutions = reading.institutions
    families = reading.families
    products = reading.products.compactMap(\.1.product).sorted {
      $0.code.utf8.lexicographicallyPrecedes($1.code.utf8)
    }
    json = [
      "facts": reading.registry.json, "institutions": reading.institutionsJSON,
      "families": reading.familiesJSON, "products": .array(products.map(\.json)),
    ]
  }

  /// The index of a product by its code.
  public func index(of code: String) -> Int? {
    var low = 0
    var high = products.count
    while low < high {
      let middle = (low + high) / 2
      if products[middle].code.utf8.lexicographicallyPrecedes(code.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < products.count && products[low].code == code ? low : nil
  }

  /// The product `code`; nil when there is none.
  public subscript(_ code: String) -> Product? { index(of: code).map { products[$0] } }
}

/// One pass over all documents, with the faults of each under its own pointers.
struct CatalogReading {
  let registry: FactRegistry
  let factFaults: [Fault]
  let institutions: [Institution]
  let institutionsJSON: JSON
  let institutionFaults: [Fault]
  let families: [Family]
  let familiesJSON: JSON
  let familyFaults: [Fault]
  let products: [(String, (product: Product?, faults: [Fault]))]

  /// - Parameter products: documents, each with the name its faults are reported under.
  init(facts: JSON, institutions: JSON, families: JSON, products: [(String, JSON)]) {
    let facts = FactRegistryReader.read(facts)
    registry = facts.registry
    factFaults = facts.faults
    var found: [Fault] = []
    institutionsJSON = institutions
    self.institutions = Institution.readAll(institutions, at: "", faults: &found)
    institutionFaults = found
    found = []
    familiesJSON = families
    self.families = Family.readAll(families, at: "", faults: &found)
    familyFaults = found
    let context = ProductContext(
      registry: facts.registry, broken: facts.broken,
      institutions: Self.codes(institutions), families: Self.codes(families))
    self.products = products.map { name, json in
      var reader = ProductReader(context: context)
      let product = reader.read(json)
      return (name, (product, reader.faults))
    }
  }

  /// Codes a list declares, also those of entries that are at fault otherwise.
  private static func codes(_ json: JSON) -> Set<String> {
    Set((json.arrayValue ?? []).compactMap { $0["code"]?.stringValue })
  }
}
