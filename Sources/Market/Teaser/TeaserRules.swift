import Catalog
import Domain

/// What an institution may read of an enterprise before there is a consent: a closed list, each fact
/// as it is, blurred, or as one of a few bands. What is not named is not shown.
///
/// 个人信息保护法 第二十三条 (separate consent before personal data is given to another); the levels are
/// those of the platform's digest, as data.
public struct TeaserRules: Hashable, Sendable {
  /// How much of a fact is shown.
  public enum Form: Hashable, Sendable {
    case exact
    /// Only the city of a region.
    case city
    /// Only the division of an industry, its first two digits.
    case division
    /// The band that a number lies in: below the first bound, between two, or from the last on.
    case bands([Int64])
  }

  public struct Rule: Hashable, Sendable {
    public let path: String
    public let form: Form
  }

  /// In the order in which they are shown.
  public let rules: [Rule]

  /// Most rules, and most bounds of one.
  static let maximumCount = 100
  /// Fewest bounds: with one, a band would be as good as a comparison.
  static let minimumBounds = 2

  /// From a document in the form of `Schemas/workflow/teaser.yaml`.
  ///
  /// - Parameter registry: what the facts are; a rule must suit its fact's type.
  /// - Throws: every fault, with pointers: `unknown_fact`, `duplicate_id`, `order` (bounds that do not
  ///   rise), `form` (one that does not suit the fact), `too_few`, `sensitive` (a fact
  ///   about a person, or one that needs an authorisation and is shown as it is).
  public init(json: JSON, registry: FactRegistry) throws(Faults) {
    var reader = ObjectReader(json)
    var rules: [Rule] = []
    _ = reader.required("facts")
    for (index, element) in (reader.array("facts", maximumCount: Self.maximumCount) ?? [])
      .enumerated()
    {
      var nested = ObjectReader(element, at: "\(reader.path("facts"))/\(index)")
      if let rule = Self.rule(&nested, registry) {
        if rules.contains(where: { $0.path == rule.path }) {
          nested.add(.duplicate(nested.path("path"), rule.path))
        }
        rules.append(rule)
      }
      reader.merge(nested)
    }
    let faults = reader.finish() + Nulls.faults(in: json)
    guard faults.isEmpty else { throw Faults(faults) }
    self.rules = rules
  }

  private enum FormName: String, CaseIterable {
    case exact
    case city
    case division
    case bands
  }

  private static func rule(_ reader: inout ObjectReader, _ registry: FactRegistry) -> Rule? {
    let path = reader.requiredString("path", maximumLength: 100)
    let name = reader.requiredChoice("form", of: FormName.self)
    let bounds = reader.array("bounds", maximumCount: maximumCount)
    guard let path, let name else { return nil }
    guard let fact = registry[path] else {
      reader.add(.undeclared(reader.path("path"), "unknown_fact", path))
      return nil
    }
    let suits: Bool
    let form: Form
    switch name {
    case .exact:
      (suits, form) = (true, .exact)
    case .city:
      (suits, form) = (fact.type == .region, .city)
    case .division:
      (suits, form) = (fact.type == .industry, .division)
    case .bands:
      (suits, form) = (fact.type == .integer, .bands(Self.bounds(bounds ?? [], &reader)))
    }
    if fact.sensitivity == .personal || (fact.sensitivity == .authorised && name != .bands) {
      reader.add(
        Fault(
          reader.path("form"), "sensitive", zh: "\(path) 未经授权不得如此展示",
          en: "\(path) may not be shown so without a consent"))
    }
    if !suits || (name != .bands && bounds != nil) {
      reader.add(
        Fault(
          reader.path("form"), "form", zh: "\(path) 不适用 \(name.rawValue)",
          en: "\(name.rawValue) does not suit \(path)"))
    }
    return Rule(path: path, form: form)
  }

  private static func bounds(_ elements: [JSON], _ reader: inout ObjectReader) -> [Int64] {
    let bounds = elements.compactMap(\.intValue)
    if bounds.count != elements.count || zip(bounds, bounds.dropFirst()).contains(where: >=) {
      reader.add(
        Fault(reader.path("bounds"), "order", zh: "界限须为递增的整数", en: "whole numbers that rise"))
    }
    if bounds.count < minimumBounds {
      reader.add(
        Fault(
          reader.path("bounds"), "too_few", zh: "至少 \(minimumBounds) 个界限",
          en: "at least \(minimumBounds) bounds", limit: Int64(minimumBounds)))
    }
    return bounds
  }
}
