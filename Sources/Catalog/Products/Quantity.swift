import Domain

/// A number of a product: its own, or that of a policy parameter on the day of the decision
/// (`{parameter: id}` in documents).
public enum Quantity: Hashable, Sendable {
  case number(Int64)
  /// Id of a parameter of the policy packs, read in the product's jurisdiction.
  case parameter(String)

  /// The number; nil while it is a parameter that was not read yet.
  public var number: Int64? { if case .number(let value) = self { value } else { nil } }

  /// The parameter it refers to; nil for a number.
  public var parameter: String? { if case .parameter(let id) = self { id } else { nil } }
}

extension Quantity: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int64) { self = .number(value) }
}

/// What a product asks of a policy parameter it refers to.
public struct ParameterReference: Hashable, Sendable {
  /// Id of the parameter.
  public let id: String
  /// The unit its values must have.
  public let unit: FactUnit
  /// Where its values must lie, both ends included.
  public let bounds: ClosedRange<Int64>
  /// Where it first stands in the product's document.
  public let pointer: String

  public init(id: String, unit: FactUnit, bounds: ClosedRange<Int64>, pointer: String) {
    self.id = id
    self.unit = unit
    self.bounds = bounds
    self.pointer = pointer
  }
}

extension ObjectReader {
  /// A whole number within bounds, or `{parameter: id}`; absent is the fault `required`.
  /// - Parameter references: takes the reference, if it is one.
  mutating func requiredQuantity(
    _ name: String, _ unit: FactUnit, in bounds: ClosedRange<Int64>,
    references: inout [ParameterReference]
  ) -> Quantity? {
    guard required(name) != nil else { return nil }
    return quantity(name, unit, in: bounds, references: &references)
  }

  /// The same; absent gives nil.
  mutating func quantity(
    _ name: String, _ unit: FactUnit, in bounds: ClosedRange<Int64>,
    references: inout [ParameterReference]
  ) -> Quantity? {
    guard case .object? = optional(name), var nested = object(name) else {
      return integer(name, in: bounds).map(Quantity.number)
    }
    let id = nested.requiredName("parameter")
    merge(nested)
    guard let id else { return nil }
    references.append(
      ParameterReference(id: id, unit: unit, bounds: bounds, pointer: path(name)))
    return .parameter(id)
  }
}
