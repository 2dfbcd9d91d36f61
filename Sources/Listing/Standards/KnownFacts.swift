import Catalog
import Domain

/// What is known of one enterprise, seen from a day: derived facts that count time follow the day.
public struct KnownFacts: Sendable {
  private let base: [String: FactState]
  let registry: FactRegistry
  public let day: LegalDate

  /// - Parameter base: base facts by their paths; what is not there is unknown.
  public init(_ base: [String: FactState], registry: FactRegistry, on day: LegalDate) {
    self.base = base
    self.registry = registry
    self.day = day
  }

  public init(_ sheet: FactSheet, registry: FactRegistry, on day: LegalDate) {
    self.init(sheet.facts.mapValues { FactState($0) }, registry: registry, on: day)
  }

  /// The same facts seen from another day.
  public func on(_ day: LegalDate) -> KnownFacts {
    KnownFacts(base, registry: registry, on: day)
  }

  /// The same with base facts as if they were so, such as what a plan is still to bring about.
  public func assuming(_ states: [String: FactState]) -> KnownFacts {
    KnownFacts(base.merging(states) { _, new in new }, registry: registry, on: day)
  }

  /// The state of a base or derived fact.
  public subscript(_ path: String) -> FactState {
    // Circles are refused when the registry is read.
    guard let derivation = registry[path]?.derivation else { return base[path] ?? .unknown }
    return derivation.value(on: day) { self[$0] }
  }

  /// The base facts that make a fact unknown, sorted.
  func unknown(in path: String) -> [String] {
    registry.baseFacts(of: path).filter { self[$0] == .unknown }.sorted()
  }

  /// The derivation of a fact, when it counts time, and the day it counts from.
  func clock(of path: String) -> (derivation: Derivation, start: LegalDate)? {
    guard let derivation = registry[path]?.derivation else { return nil }
    switch derivation {
    case .monthsSince(let start), .fullFiscalYearsSince(let start):
      guard case .known(.date(let day)) = self[start] else { return nil }
      return (derivation, day)
    case .sum, .difference, .mean, .ratio, .growth, .share, .count: return nil
    }
  }
}
