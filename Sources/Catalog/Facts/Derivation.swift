import Domain

/// How a derived fact is computed from others. Every result is an integer.
///
/// An unknown input makes the result unknown; an integer input that is none counts as 0; a date
/// that is none makes the result none. Divisions round towards negative infinity.
public enum Derivation: Hashable, Sendable {
  case sum([String])
  /// First minus second.
  case difference(String, String)
  case mean([String])
  /// `of` / `over` in ppm; none when `over` is 0.
  case ratio(of: String, over: String)
  /// (`of` − `before`) / `before` in ppm; none when `before` is 0.
  case growth(of: String, before: String)
  /// Whole months from a date to the clock's legal date.
  case monthsSince(String)
  /// Full calendar years, 1 January to 31 December, that began on or after a date and ended before
  /// the clock's legal date.
  case fullFiscalYearsSince(String)
  /// `ppm` parts per million of a fact.
  case share(of: String, ppm: Int64)
  /// Number of elements of a set.
  case count(String)

  /// Paths of the facts it is computed from, each once.
  public var inputs: [String] {
    switch self {
    case .sum(let paths), .mean(let paths): paths
    case .difference(let first, let second): first == second ? [first] : [first, second]
    case .ratio(let of, let other), .growth(let of, let other): of == other ? [of] : [of, other]
    case .monthsSince(let path), .fullFiscalYearsSince(let path), .share(let path, _),
      .count(let path):
      [path]
    }
  }

  /// The type each input must have.
  public var inputType: FactType {
    switch self {
    case .sum, .difference, .mean, .ratio, .growth, .share: .integer
    case .monthsSince, .fullFiscalYearsSince: .date
    case .count: .set
    }
  }

  /// Most inputs of a sum or mean.
  static let maximumInputs = 100

  /// Reads the object `derive`: exactly one member, the name of the operation.
  static func read(_ json: JSON, at pointer: String, faults: inout [Fault]) -> Derivation? {
    var reader = ObjectReader(json, at: pointer)
    guard reader.names.count == 1, let name = reader.names.first else {
      if case .object = json {
        reader.add(
          Fault(
            pointer, "derivation", zh: "应恰有一种运算", en: "exactly one operation is expected"))
      }
      faults.append(contentsOf: reader.faults)
      return nil
    }
    let result = read(name, from: &reader)
    faults.append(contentsOf: reader.finish())
    return result
  }

  private static func read(_ name: String, from reader: inout ObjectReader) -> Derivation? {
    switch name {
    case "sum": return paths(name, &reader).map(Derivation.sum)
    case "mean": return paths(name, &reader).map(Derivation.mean)
    case "difference":
      guard let elements = reader.array(name, maximumCount: 2) else { return nil }
      let list = elements.compactMap(\.stringValue)
      guard elements.count == 2, list.count == 2 else {
        reader.add(.pattern(reader.path(name), "[a, b]"))
        return nil
      }
      return .difference(list[0], list[1])
    case "ratio": return pair(name, "of", "over", &reader).map { .ratio(of: $0, over: $1) }
    case "growth": return pair(name, "of", "before", &reader).map { .growth(of: $0, before: $1) }
    case "months_since": return reader.requiredString(name).map(Derivation.monthsSince)
    case "full_fiscal_years_since":
      return reader.requiredString(name).map(Derivation.fullFiscalYearsSince)
    case "share":
      guard var nested = reader.object(name) else { return nil }
      let of = nested.requiredString("of")
      let ppm = nested.requiredInteger("ppm", in: 0...FactDefinition.magnitudeLimit)
      reader.merge(nested)
      guard let of, let ppm else { return nil }
      return .share(of: of, ppm: ppm)
    case "count": return reader.requiredString(name).map(Derivation.count)
    default: return nil
    }
  }

  private static func paths(_ name: String, _ reader: inout ObjectReader) -> [String]? {
    guard let list = reader.texts(name, maximumCount: maximumInputs) else { return nil }
    guard !list.isEmpty else {
      reader.add(Fault(reader.path(name), "empty", zh: "不得为空", en: "must not be empty"))
      return nil
    }
    return list
  }

  private static func pair(
    _ name: String, _ first: String, _ second: String, _ reader: inout ObjectReader
  ) -> (String, String)? {
    guard var nested = reader.object(name) else { return nil }
    let left = nested.requiredString(first)
    let right = nested.requiredString(second)
    reader.merge(nested)
    guard let left, let right else { return nil }
    return (left, right)
  }
}
