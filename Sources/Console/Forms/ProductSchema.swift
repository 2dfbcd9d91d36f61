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
  let subsidyKinds: [String]
  let subsidyPayments: [String]
  let dayCounts: [String]
  /// How a criterion compares.
  let operators: [String]
  /// Why a criterion that fails says no.
  let reasons: [String]

  /// - Throws: `Malformed`, or what is wrong with the JSON.
  init(json: [UInt8]) throws {
    let definitions = try JSONParser.parse(json)["$defs"]
    func list(_ path: [String]) throws -> [String] {
      let found = path.reduce(definitions) { $0?[$1] }?["enum"]?.arrayValue ?? []
      guard !found.isEmpty else { throw Malformed(path: path) }
      return found.compactMap { $0.stringValue ?? $0.intValue.map { String($0) } }
    }
    limitKinds = try list(["limit_term", "properties", "kind"])
    priceForms = try list(["pricing", "properties", "form"])
    // What is not all-in is annualised.
    lprTenors = try list(["pricing", "else", "properties", "lpr_tenor"])
    repayments = try list(["pricing", "else", "properties", "repayment"])
    let subsidy = ["pricing", "else", "properties", "subsidies", "items", "properties"]
    subsidyKinds = try list(subsidy + ["kind"])
    subsidyPayments = try list(subsidy + ["paid"])
    dayCounts = try list(["pricing", "else", "properties", "bridge", "properties", "day_count"])
    operators = try list(["test", "properties", "op"])
    reasons = try list(["reason"])
    feeTimings = try list(
      ["pricing", "else", "properties", "fees", "items", "properties", "timing"])
  }
}
