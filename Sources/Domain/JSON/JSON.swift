/// A JSON value as the product uses it: integers are exact, and there is no other number.
///
/// Money, rates and counts are integers everywhere (design: "no floating point in a verdict or an
/// amount"), so a fraction or an exponent in input is a fault with a pointer, never a rounding.
public enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case string(String)
  case array([JSON])
  case object([String: JSON])
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByNilLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int64) { self = .int(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(Dictionary(elements, uniquingKeysWith: { _, last in last }))
  }
  public init(nilLiteral: ()) { self = .null }
}

extension JSON {
  /// The string, or `.null` when there is none.
  public static func optional(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
  /// The integer, or `.null` when there is none.
  public static func optional(_ value: Int64?) -> JSON { value.map(JSON.int) ?? .null }

  public subscript(_ member: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members[member]
  }

  public var stringValue: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  public var intValue: Int64? {
    guard case .int(let value) = self else { return nil }
    return value
  }

  public var boolValue: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  public var arrayValue: [JSON]? {
    guard case .array(let value) = self else { return nil }
    return value
  }

  public var objectValue: [String: JSON]? {
    guard case .object(let value) = self else { return nil }
    return value
  }

  /// What a reader of an error message calls this kind of value.
  public var kindName: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .int: "integer"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}
