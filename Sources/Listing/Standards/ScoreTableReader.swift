import Catalog
import Domain

extension ScoreTable {
  private static let points: ClosedRange<Int64> = 1...1_000

  /// The member `score` of a route.
  ///
  /// - Parameter source: the citation of the standard, for the table and for its criteria.
  static func read(
    _ reader: inout ObjectReader, _ source: Standard.Source, _ registry: FactRegistry
  ) -> ScoreTable? {
    guard reader.optional("score") != nil, var nested = reader.object("score") else { return nil }
    defer { reader.merge(nested) }
    let whole = nested.requiredInteger("of", in: points)
    let least = nested.requiredInteger("least", in: points)
    let told = readFact("told", &nested, registry)
    let place = nested.path("parts")
    let parts = nested.requiredList("parts", maximumCount: StandardBook.maximumCount) {
      readPart(&$0, source, registry)
    }
    nested.add(Board.repeated(parts.map(\.code), place))
    nested.add(Board.repeated(parts.flatMap(\.indicators).map(\.code), place))
    guard nested.faults.isEmpty, let whole, let least, let citation = source.citation else {
      return nil
    }
    if parts.reduce(0, { $0 + $1.most }) != whole {
      nested.add(
        Fault(
          place, "points_sum", zh: "各指标满分之和应为 \(whole)",
          en: "the greatest points of all indicators must sum to \(whole)"))
    }
    check(least, atMost: whole, &nested)
    return ScoreTable(least: least, told: told, parts: parts, citation: citation)
  }

  private static func readPart(
    _ reader: inout ObjectReader, _ source: Standard.Source, _ registry: FactRegistry
  ) -> Part? {
    let code = reader.requiredName("code")
    let least = reader.integer("least", in: points)
    let indicators = reader.requiredList("indicators", maximumCount: StandardBook.maximumCount) {
      readIndicator(&$0, source, registry)
    }
    guard let code else { return nil }
    let part = Part(code: code, least: least, indicators: indicators)
    if reader.faults.isEmpty, let least { check(least, atMost: part.most, &reader) }
    return part
  }

  private static func check(_ least: Int64, atMost most: Int64, _ reader: inout ObjectReader) {
    guard least > most else { return }
    reader.add(
      Fault(reader.path("least"), "order", zh: "不得高于满分 \(most)", en: "not above \(most) in all"))
  }

  private static func readIndicator(
    _ reader: inout ObjectReader, _ source: Standard.Source, _ registry: FactRegistry
  ) -> Indicator? {
    let code = reader.requiredName("code")
    let most = reader.requiredInteger("most", in: points)
    let adds = reader.boolean("adds") ?? false
    let fact = readFact("fact", &reader, registry)
    let bands = reader.list("bands", maximumCount: StandardBook.maximumCount) {
      readBand(&$0, source, registry)
    }
    guard reader.faults.isEmpty, let code, let most else { return nil }
    guard (fact != nil) != !bands.isEmpty else {
      reader.add(
        Fault(
          reader.pointer, "one_of", zh: "应为 bands、fact 之一", en: "must be one of bands, fact"))
      return nil
    }
    if let fact { return Indicator(code: code, most: most, form: .fact(fact)) }
    reader.add(faults(of: bands, most, adds: adds, at: reader.path("bands")))
    return Indicator(code: code, most: most, form: adds ? .sum(bands) : .first(bands))
  }

  private static func readBand(
    _ reader: inout ObjectReader, _ source: Standard.Source, _ registry: FactRegistry
  ) -> Band? {
    let points = reader.requiredInteger("points", in: Self.points)
    let rules = Standard.readRules(&reader, source.json, registry)
    return points.map { Band(points: $0, rules: rules) }
  }

  /// Of those of which the first counts the points fall from the most on, and only the last may ask for nothing;
  /// of those that add up each asks for something, and together they reach the most.
  private static func faults(
    of bands: [Band], _ most: Int64, adds: Bool, at place: String
  ) -> [Fault] {
    let points = bands.map(\.points)
    let asking = adds ? bands[...] : bands.dropLast()
    if asking.contains(where: \.rules.isEmpty) {
      return [Fault(place, "empty", zh: "未提出任何条件", en: "asks for nothing")]
    }
    let isInOrder =
      adds
      ? points.reduce(0, +) >= most
      : points.first == most && zip(points, points.dropFirst()).allSatisfy { $0 > $1 }
    guard isInOrder else {
      return [
        Fault(
          place, "order", zh: "分值应从满分 \(most) 起递减；累加的合计不得低于满分",
          en: "points must fall from \(most); those that add up must reach it")
      ]
    }
    return []
  }

  /// A member that names a number.
  private static func readFact(
    _ name: String, _ reader: inout ObjectReader, _ registry: FactRegistry
  ) -> String? {
    guard let path = reader.string(name, maximumLength: 100) else { return nil }
    guard case .integer? = registry[path]?.type else {
      reader.add(.undeclared(reader.path(name), "unknown_fact", path))
      return nil
    }
    return path
  }
}

extension ScoreTable.Part {
  /// Its greatest number of points.
  fileprivate var most: Int64 { indicators.reduce(0) { $0 + $1.most } }
}
