import Domain

/// What fields may hold, by the API's own document: forms and API cannot ask for different things.
struct FormSchema: Sendable {
  /// What is said of one member.
  struct Rule: Sendable, Hashable {
    var isRequired = false
    var minimum: Int64?
    var maximum: Int64?
    var maximumLength: Int64?
    var pattern: String?
    /// The closed list, where there is one; also of the elements of a list.
    var values: [String] = []
  }

  private let schemas: [String: JSON]
  /// References followed from one member at most.
  private static let maximumDepth = 8

  /// - Parameter openapi: the document as JSON.
  init(openapi: [UInt8]) throws {
    let document = try JSONParser.parse(openapi)
    schemas = document["components"]?["schemas"]?.objectValue ?? [:]
  }

  /// What a schema says of a member; `amount/fen` leads into an object.
  func rule(_ schema: String, _ path: String) -> Rule {
    var current = resolved(schemas[schema] ?? .null)
    var isRequired = true
    for name in path.split(separator: "/").map(String.init) {
      isRequired = isRequired && current["required"]?.arrayValue?.contains(.string(name)) ?? false
      current = resolved(current["properties"]?[name] ?? .null)
    }
    let element = current["items"].map(resolved)
    return Rule(
      isRequired: isRequired, minimum: current["minimum"]?.intValue,
      maximum: current["maximum"]?.intValue, maximumLength: current["maxLength"]?.intValue,
      pattern: current["pattern"]?.stringValue,
      values: (current["enum"] ?? element?["enum"])?.arrayValue?.compactMap(\.stringValue) ?? [])
  }

  /// The closed list that a schema is.
  func values(_ schema: String) -> [String] {
    resolved(schemas[schema] ?? .null)["enum"]?.arrayValue?.compactMap(\.stringValue) ?? []
  }

  /// Follows references, and takes of alternatives the one that is not null.
  private func resolved(_ json: JSON) -> JSON {
    var current = json
    for _ in 0..<Self.maximumDepth {
      if let name = current["$ref"]?.stringValue?.split(separator: "/").last {
        current = schemas[String(name)] ?? .null
      } else if let choice = current["anyOf"]?.arrayValue?.first(where: { $0["type"] != "null" }) {
        current = choice
      } else {
        return current
      }
    }
    return current
  }
}
