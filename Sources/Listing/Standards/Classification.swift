import Catalog
import Domain

/// Which titles, or which statistical classes, an enterprise meets by its facts.
public struct Classification: Hashable, Sendable {
  /// Codes of those it meets, in the order of the documents.
  public let met: [String]
  /// Codes of those it may meet yet, by what is not known.
  public let possible: [String]
  /// Facts on which these hang, sorted.
  public let missing: [String]
}

extension StandardBook {
  /// Judges all of a kind in the version of the day of the facts.
  ///
  /// - Parameter region: where the enterprise is; what is of another jurisdiction does not count. Nil
  ///   while it is not known: then only what holds in the whole country counts.
  public func classification(
    _ kind: Standard.Kind, in region: RegionCode?, _ facts: KnownFacts
  ) -> Classification {
    let assessments = standards(kind, on: facts.day).filter { standard in
      guard let place = standard.jurisdiction else { return true }
      return region.map { place.contains($0) } ?? false
    }.map { $0.assess(facts) }
    let open = assessments.filter { $0.result == .unknown }
    return Classification(
      met: assessments.filter { $0.result == .pass }.map(\.code), possible: open.map(\.code),
      missing: Set(open.flatMap(\.missing)).sorted())
  }
}
