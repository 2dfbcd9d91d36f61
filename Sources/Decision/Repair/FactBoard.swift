import Catalog
import Domain

/// Facts laid out to be changed one at a time and asked again, derived ones included.
struct FactBoard {
  let registry: FactRegistry
  let day: LegalDate
  private let input: DecisionInput
  private var states: [String: FactState] = [:]

  /// - Parameters:
  ///   - paths: base facts that will be asked often.
  ///   - day: what derived periods are judged by.
  init(
    _ input: DecisionInput, paths: Set<String> = [], registry: FactRegistry, day: LegalDate
  ) {
    self.input = input
    self.registry = registry
    self.day = day
    for path in paths { states[path] = read(path) }
  }

  /// Sets or asks a base fact.
  subscript(path: String) -> FactState {
    get { states[path] ?? read(path) }
    set { states[path] = newValue }
  }

  /// The state of any fact.
  func state(_ path: String) -> FactState {
    if let state = states[path] { return state }
    if let derivation = registry[path]?.derivation {
      return derivation.value(on: day, input: state)
    }
    return read(path)
  }

  private func read(_ path: String) -> FactState {
    guard let definition = registry[path] else { return .unknown }
    let fact = input.needFacts[path] ?? input.enterpriseFacts[path]
    return Self.checked(FactState(fact), definition.type)
  }

  /// A value of another type than the registry's says nothing.
  private static func checked(_ state: FactState, _ type: FactType) -> FactState {
    guard case .known(let value) = state else { return state }
    let isOfType =
      switch (type, value) {
      case (.boolean, .boolean), (.integer, .integer), (.set, .set), (.date, .date),
        (.enumeration, .text), (.text, .text):
        true
      case (.region, .text(let text)): RegionCode(text) != nil
      case (.industry, .text(let text)): IndustryCode(text) != nil
      default: false
      }
    return isOfType ? state : .unknown
  }
}

extension DecisionInput {
  /// The same input with one fact changed, where it stood: in the need or with the enterprise.
  func changing(_ path: String, to state: FactState) -> DecisionInput {
    let value: FactValue? = if case .known(let value) = state { value } else { nil }
    let fact =
      state == .unknown
      ? nil
      : Fact(path: path, value: value, source: Self.assumedSource, asOf: clock.legalDate)
    var need = needFacts
    var enterprise = enterpriseFacts
    if need[path] != nil || path.hasPrefix(Self.needPrefix) {
      need[path] = fact
    } else {
      enterprise[path] = fact
    }
    return DecisionInput(needFacts: need, enterpriseFacts: enterprise, clock: clock)
  }

  /// The same input at the first instant of a legal day.
  func on(_ day: LegalDate) -> DecisionInput {
    DecisionInput(
      needFacts: needFacts, enterpriseFacts: enterpriseFacts, clock: Instant(startOf: day))
  }

  /// Source of a fact that is assumed, to see what would follow.
  static let assumedSource = "assumed"

  private static let needPrefix = "need."
}
