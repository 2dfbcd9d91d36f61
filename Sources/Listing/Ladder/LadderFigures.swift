import Catalog
import Domain

extension Ladder {
  /// The member `from` of an indicator.
  static func readSource(_ reader: inout ObjectReader, _ registry: FactRegistry) -> Source? {
    guard reader.required("from") != nil, var nested = reader.object("from") else { return nil }
    defer { reader.merge(nested) }
    func known(_ path: String, _ place: String) -> Bool {
      guard case .integer? = registry[path]?.type else {
        nested.add(.undeclared(place, "unknown_fact", path))
        return false
      }
      return true
    }
    func pair(_ name: String) -> (String, String)? {
      guard let paths = nested.texts(name, maximumCount: 2) else { return nil }
      guard paths.count == 2, known(paths[0], nested.path(name)), known(paths[1], nested.path(name))
      else {
        if paths.count != 2 { nested.add(.pattern(nested.path(name), "[fact, fact]")) }
        return nil
      }
      return (paths[0], paths[1])
    }
    let fact = nested.string("fact", maximumLength: 100)
    let ratio = pair("ratio")
    let growth = pair("growth")
    let sources: [Source] =
      [
        fact.flatMap { known($0, nested.path("fact")) ? Source.fact($0) : nil },
        ratio.map { Source.ratio($0.0, of: $0.1) }, growth.map { Source.growth($0.0, over: $0.1) },
      ].compactMap { $0 }
    guard sources.count == 1 else {
      if nested.faults.isEmpty {
        nested.add(
          Fault(
            nested.pointer, "one_of", zh: "应为 fact、ratio、growth 之一",
            en: "must be one of fact, ratio, growth"))
      }
      return nil
    }
    return sources[0]
  }

  /// The figures of a member by the indicators' codes, in ppm; what facts do not give is left out.
  public func figures(_ facts: KnownFacts) -> [String: Int64] {
    func number(_ path: String) -> Int64? {
      guard case .known(.integer(let value)) = facts[path] else { return nil }
      return value
    }
    var figures: [String: Int64] = [:]
    for indicator in indicators {
      switch indicator.source {
      case .fact(let path): figures[indicator.code] = number(path)
      case .ratio(let part, let whole):
        guard let part = number(part), let whole = number(whole), whole > 0 else { continue }
        figures[indicator.code] = Rounding.down(
          Int128(part) * Int128(PartsPerMillion.one), over: Int128(whole))
      case .growth(let last, let prior):
        guard let last = number(last), let prior = number(prior), prior > 0 else { continue }
        figures[indicator.code] = Rounding.down(
          (Int128(last) - Int128(prior)) * Int128(PartsPerMillion.one), over: Int128(prior))
      }
    }
    return figures
  }
}
