import Domain

/// A text for people in both languages of the product.
public struct Label: Hashable, Sendable {
  public let zh: String
  public let en: String

  public init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }

  /// `{zh, en}`.
  public var json: JSON { ["zh": .string(zh), "en": .string(en)] }

  /// Longest text of one language, in Unicode scalars.
  public static let maximumLength = 2_000

  /// Reads `{zh, en}`, both required; faults go to `faults`.
  public static func read(_ json: JSON, at pointer: String, faults: inout [Fault]) -> Label? {
    var reader = ObjectReader(json, at: pointer)
    let zh = reader.requiredString("zh", maximumLength: maximumLength)
    let en = reader.requiredString("en", maximumLength: maximumLength)
    faults.append(contentsOf: reader.finish())
    guard let zh, let en else { return nil }
    return Label(zh: zh, en: en)
  }
}

extension ObjectReader {
  /// The label member `name`; absent gives nil.
  public mutating func label(_ name: String) -> Label? {
    guard let json = optional(name) else { return nil }
    var found: [Fault] = []
    defer { add(found) }
    return Label.read(json, at: path(name), faults: &found)
  }

  /// The label member `name`; absent is the fault `required`.
  public mutating func requiredLabel(_ name: String) -> Label? {
    guard required(name) != nil else { return nil }
    return label(name)
  }
}
