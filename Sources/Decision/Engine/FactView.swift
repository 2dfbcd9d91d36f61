import Catalog
import Domain

/// The facts of one input as rules see them. Each is looked up, or computed, at most once.
///
/// A class, so that the closures of derivations, limits and prices can share it; it never leaves
/// the call that made it.
final class FactView {
  /// The day everything is judged on.
  let day: LegalDate
  private let table: FactTable
  private let input: DecisionInput
  private var states: [FactState?]

  init(_ input: DecisionInput, table: FactTable) {
    self.input = input
    self.table = table
    day = input.clock.legalDate
    states = [FactState?](repeating: nil, count: table.definitions.count)
  }

  /// From states that are known already; base facts without one are unknown.
  init(states: [FactState?], table: FactTable, day: LegalDate) {
    self.table = table
    self.day = day
    self.states = states
    input = DecisionInput(
      needFacts: FactSheet(), enterpriseFacts: FactSheet(), clock: Instant(startOf: day))
  }

  func state(_ slot: Int) -> FactState {
    if let state = states[slot] { return state }
    let definition = table.definitions[slot]
    let state: FactState
    if let derivation = definition.derivation {
      state = derivation.value(on: day) { self.state($0) }
    } else {
      state = Self.checked(FactState(fact(definition.path)), definition.type)
    }
    states[slot] = state
    return state
  }

  /// Unknown for a path the registry does not have.
  func state(_ path: String) -> FactState {
    table.slots[path].map { state($0) } ?? .unknown
  }

  private func fact(_ path: String) -> Fact? {
    input.needFacts[path] ?? input.enterpriseFacts[path]
  }

  /// A value of another type than the registry's says nothing: facts are checked where they come
  /// in, and what slipped in before a change of the registry must not be misread.
  static func checked(_ state: FactState, _ type: FactType) -> FactState {
    guard case .known(let value) = state else { return state }
    switch (type, value) {
    case (.boolean, .boolean), (.integer, .integer), (.set, .set), (.date, .date),
      (.enumeration, .text), (.text, .text):
      return state
    case (.region, .text(let text)): return RegionCode(text) == nil ? .unknown : state
    case (.industry, .text(let text)): return IndustryCode(text) == nil ? .unknown : state
    default: return .unknown
    }
  }

  /// The unknown base facts behind an unknown fact.
  func missing(_ path: String) -> Set<String> {
    guard let slot = table.slots[path], state(slot) == .unknown else { return [] }
    guard let derivation = table.definitions[slot].derivation else { return [path] }
    return derivation.inputs.reduce(into: []) { $0.formUnion(missing($1)) }
  }

  /// Source of derived values in traces.
  static let derivedSource = "derived"

  /// Who says so, and of which day; for a derived fact the oldest day of what it is computed from.
  func provenance(_ path: String) -> (source: String, asOf: LegalDate)? {
    guard let slot = table.slots[path] else { return nil }
    guard let derivation = table.definitions[slot].derivation else {
      return fact(path).map { ($0.source, $0.asOf) }
    }
    let days = derivation.inputs.compactMap { provenance($0)?.asOf }
    return days.min().map { (Self.derivedSource, $0) }
  }
}

/// The places of a registry's facts in a `FactView`.
struct FactTable: Sendable {
  let definitions: [FactDefinition]
  let slots: [String: Int]

  init(_ registry: FactRegistry) {
    let paths = registry.paths
    definitions = paths.compactMap { registry[$0] }
    slots = Dictionary(uniqueKeysWithValues: zip(paths, paths.indices))
  }
}
