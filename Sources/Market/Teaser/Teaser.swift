import Domain

/// What is shown of an enterprise and its need before there is a consent. It never holds a name, a
/// USCC, an exact amount of money or a day.
public struct Teaser: Hashable, Sendable {
  /// What is shown of one fact.
  public enum Value: Hashable, Sendable {
    /// Known to be none.
    case nothing
    case exact(FactValue)
    /// A number that is at least `from` and below `below`; nil: no bound on that side.
    case band(from: Int64?, below: Int64?)
  }

  public struct Line: Hashable, Sendable {
    public let path: String
    public let value: Value
  }

  /// In the order of the rules; facts that are unknown are left out.
  public let lines: [Line]

  public init(of facts: FactSheet, by rules: TeaserRules) {
    lines = rules.rules.compactMap { rule in
      guard let fact = facts[rule.path] else { return nil }
      guard let value = fact.value else { return Line(path: rule.path, value: .nothing) }
      return Self.value(value, rule.form).map { Line(path: rule.path, value: $0) }
    }
  }

  /// - Returns: nil for a value that its form cannot blur: nothing is shown then.
  private static func value(_ value: FactValue, _ form: TeaserRules.Form) -> Value? {
    switch (form, value) {
    case (.exact, _): .exact(value)
    case (.city, .text(let code)): city(code).map { .exact(.text($0)) }
    case (.division, .text(let code)): division(code).map { .exact(.text($0)) }
    case (.bands(let bounds), .integer(let number)):
      .band(from: bounds.last { $0 <= number }, below: bounds.first { $0 > number })
    default: nil
    }
  }

  private static func city(_ code: String) -> String? {
    guard let region = RegionCode(code) else { return nil }
    return (region.prefecture ?? region.province).text
  }

  /// The section letter, or the first two digits.
  private static func division(_ code: String) -> String? {
    guard let first = code.utf8.first else { return nil }
    let isLetter = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first)
    return isLetter ? String(code.prefix(1)) : code.utf8.count >= 2 ? String(code.prefix(2)) : nil
  }

  /// RFC 8785 members: `{"need.amount_fen": {"from": …, "below": …}, "enterprise.industry": "34", …}`.
  public var json: JSON {
    .object(
      Dictionary(
        lines.map { line in
          switch line.value {
          case .nothing: (line.path, .null)
          case .exact(let value): (line.path, value.json)
          case .band(let from, let below):
            (
              line.path,
              .object(
                [("from", from), ("below", below)].reduce(into: [String: JSON]()) { json, bound in
                  if let number = bound.1 { json[bound.0] = .int(number) }
                })
            )
          }
        }, uniquingKeysWith: { first, _ in first }))
  }
}
