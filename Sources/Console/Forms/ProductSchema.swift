import Domain

/// The closed lists of a product's document, by the schema that the API and the catalog hold it to:
/// `Schemas/catalog/product.schema.json`.
struct ProductSchema: Sendable {
  /// A schema without one of the lists.
  struct Malformed: Error, Sendable {
    let path: [String]
  }

  let limitKinds: [String]
  let priceForms: [String]
  let lprTenors: [String]
  let repayments: [String]
  let feeTimings: [String]

  /// - Throws: `Malformed`, or what is wrong with the JSON.
  init(json: [UInt8]) throws {
    let definitions = try JSONParser.parse(json)["$defs"]
    func list(_ path: String...) throws -> [String] {
      let found = path.reduce(definitions) { $0?[$1] }?["enum"]?.arrayValue ?? []
      guard !found.isEmpty else { throw Malformed(path: path) }
      return found.compactMap(\.stringValue)
    }
    limitKinds = try list("limit_term", "properties", "kind")
    priceForms = try list("pricing", "properties", "form")
    // What is not all-in is annualised.
    lprTenors = try list("pricing", "else", "properties", "lpr_tenor")
    repayments = try list("pricing", "else", "properties", "repayment")
    feeTimings = try list(
      "pricing", "else", "properties", "fees", "items", "properties", "timing")
  }
}
