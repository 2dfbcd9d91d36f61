import Domain

/// What kind of value a fact has.
public enum FactType: String, CaseIterable, Hashable, Sendable {
  case boolean
  case integer
  /// One of a closed list of codes.
  case enumeration = "enum"
  /// Several codes at once; the list is closed when the registry gives `values`.
  case set
  /// A six-digit administrative division code.
  case region
  /// A section letter or a two- to four-digit code of GB/T 4754.
  case industry
  case date
  case text
}

/// What one of an integer fact counts.
public enum FactUnit: String, CaseIterable, Hashable, Sendable {
  /// 1/100 yuan.
  case fen
  /// Parts per million: 1 % = 10,000 ppm.
  case ppm
  /// Thousandths: 5 × = 5,000.
  case milli
  case count
  case months
  case days
  case persons
  /// A calendar year, or a number of years.
  case year
  case points
}

/// Who may see a fact (lending facts, section 7.1).
public enum Sensitivity: String, CaseIterable, Hashable, Sendable {
  /// On public registers.
  case everyone = "public"
  case platform = "internal"
  /// Needs the enterprise's authorisation for each recipient.
  case authorised
  /// About a person: needs that person's separate consent.
  case personal
}

/// One fact of the registry: what it is, how to ask for it, and who can change it.
public struct FactDefinition: Hashable, Sendable {
  /// Dotted path such as `tax.credit_grade`.
  public let path: String
  public let type: FactType
  /// Integers only.
  public let unit: FactUnit?
  /// The closed list of codes of an enumeration or set, in the order of the registry.
  public let values: [String]?
  /// Labels of some or all of `values`.
  public let valueLabels: [String: Label]
  /// Input bounds of an integer, inclusive.
  public let min: Int64
  public let max: Int64
  public let label: Label
  /// How to ask an enterprise for it.
  public let question: Label?
  /// Code of the department that can help to change it.
  public let department: String?
  /// An enterprise can repair it.
  public let isActionable: Bool
  /// Typical days to repair it.
  public let days: Int64?
  /// The codes a repair can lead to; nil when each of `values` can be reached. A grade for new
  /// enterprises, say, is no place an older one can work its way to.
  public let attainable: [String]?
  /// "Known to be none" is admitted; an integer that is none compares as 0.
  public let mayBeNone: Bool
  public let sensitivity: Sensitivity
  /// How it is computed; nil for a base fact.
  public let derivation: Derivation?

  /// Greatest absolute value of a number in a fact or a criterion, in its own unit: the bound of
  /// money in the product.
  public static let magnitudeLimit = Fen.maximum

  /// Longest path, in bytes.
  public static let maximumPathLength = 100

  /// Whether a text has the form of a path: two or more names joined by dots.
  public static func isPath(_ text: String) -> Bool {
    let segments = text.split(separator: ".", omittingEmptySubsequences: false)
    return text.utf8.count <= maximumPathLength && segments.count >= 2
      && segments.allSatisfy { Name.isValid(String($0), allowing: "_") }
  }

  /// The label of one of `values`, or the code itself in both languages.
  public func valueLabel(_ code: String) -> Label {
    valueLabels[code] ?? Label(zh: code, en: code)
  }
}
