/// What a fact says. The registry (`Schemas/catalog/facts.yaml`) gives each path its type and unit;
/// amounts are fen, rates and shares ppm, multiples milli-units: all `integer` here.
public enum FactValue: Hashable, Sendable {
  case boolean(Bool)
  case integer(Int64)
  /// Also enumerations, region codes and industry codes.
  case text(String)
  /// Sorted, without repeats.
  case set([String])
  case date(LegalDate)

  /// The JSON form used in digests, storage and the API.
  public var json: JSON {
    switch self {
    case .boolean(let value): .bool(value)
    case .integer(let value): .int(value)
    case .text(let value): .string(value)
    case .set(let values): .array(values.map(JSON.string))
    case .date(let value): .string(value.text)
    }
  }
}

/// One attribute of an enterprise or a need, with where it comes from and of which day it is.
///
/// Three states are kept apart: known, known to be none (no core enterprise, no collateral:
/// `value == nil`), and unknown (no `Fact` at all).
public struct Fact: Hashable, Sendable {
  /// Dotted path such as `tax.credit_grade`.
  public let path: String
  /// Nil when it is known that there is none.
  public let value: FactValue?
  /// Who says so: `enterprise`, `tax_bureau`, `registry`, …
  public let source: String
  public let asOf: LegalDate

  public init(path: String, value: FactValue?, source: String, asOf: LegalDate) {
    self.path = path
    self.value = value
    self.source = source
    self.asOf = asOf
  }

  /// `[path, value, source, as_of]`; known-none has the value null.
  public var json: JSON {
    [.string(path), value?.json ?? .null, .string(source), .string(asOf.text)]
  }
}
