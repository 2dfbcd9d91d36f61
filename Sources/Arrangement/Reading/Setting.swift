import Catalog
import Domain

/// Why a number stands where it does.
public enum Basis: String, CaseIterable, Hashable, Sendable {
  /// A law or a regulation says so.
  case law
  /// The platform's default, taken from practice; an institution may have its own.
  case platform
}

/// A number of a policy with its basis and source.
public struct Setting<Value: Hashable & Sendable>: Hashable, Sendable {
  public let value: Value
  public let basis: Basis
  public let citation: Citation

  public init(_ value: Value, basis: Basis, citation: Citation) {
    self.value = value
    self.basis = basis
    self.citation = citation
  }
}

extension ObjectReader {
  /// The member `{value, basis, citation}` with a whole number; absent is the fault `required`.
  mutating func requiredSetting(
    _ name: String, in range: ClosedRange<Int64>
  ) -> Setting<Int64>? {
    requiredSetting(name) { $0.requiredInteger("value", in: range) }
  }

  /// The member `{value, basis, citation}` with one of a closed list of words.
  mutating func requiredSetting<T: RawRepresentable & CaseIterable & Hashable & Sendable>(
    _ name: String, of type: T.Type
  ) -> Setting<T>? where T.RawValue == String {
    requiredSetting(name) { $0.requiredChoice("value", of: type) }
  }

  private mutating func requiredSetting<T: Hashable & Sendable>(
    _ name: String, _ read: (inout ObjectReader) -> T?
  ) -> Setting<T>? {
    guard required(name) != nil, var nested = object(name) else { return nil }
    let value = read(&nested)
    let basis = nested.requiredChoice("basis", of: Basis.self)
    let citation = nested.requiredCitation()
    merge(nested)
    guard let value, let basis, let citation else { return nil }
    return Setting(value, basis: basis, citation: citation)
  }
}
