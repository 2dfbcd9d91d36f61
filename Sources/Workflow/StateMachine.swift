import Catalog
import Domain

/// The way of one kind of thing through its states, as data: which verbs lead where, who may use
/// them, what each demands, and what happens when nobody does anything.
public struct StateMachine: Hashable, Sendable {
  public struct State: Hashable, Sendable {
    public let code: String
    public let label: Label
    /// Nothing leads out of it.
    public let isFinal: Bool
  }

  /// One verb in one state.
  public struct Edge: Hashable, Sendable {
    public let verb: String
    public let from: String
    public let to: String
    /// Who may use it.
    public let roles: Set<String>
    /// Names of what must be given with it, such as `reason` or `granted_fen`.
    public let demands: Set<String>
  }

  /// A verb as people read it.
  public struct Verb: Hashable, Sendable {
    public let code: String
    public let label: Label
  }

  public let code: String
  /// In the order of the document.
  public let states: [State]
  public let verbs: [Verb]
  public let edges: [Edge]
  public let timers: [Timer]
  /// Where everything begins.
  public let initial: String
  private let byPlace: [String: [String: Int]]

  init(
    code: String, states: [State], verbs: [Verb], edges: [Edge], timers: [Timer], initial: String
  ) {
    self.code = code
    self.states = states
    self.verbs = verbs
    self.edges = edges
    self.timers = timers
    self.initial = initial
    var byPlace: [String: [String: Int]] = [:]
    for (index, edge) in edges.enumerated() { byPlace[edge.from, default: [:]][edge.verb] = index }
    self.byPlace = byPlace
  }

  public func state(_ code: String) -> State? { states.first { $0.code == code } }

  /// The timer that runs in a state.
  public func timer(in state: String) -> Timer? { timers.first { $0.state == state } }

  public func edge(_ verb: String, from state: String) -> Edge? {
    byPlace[state]?[verb].map { edges[$0] }
  }

  /// Verbs a role may use in a state, in the order of the document.
  public func verbs(in state: String, for role: String) -> [String] {
    edges.filter { $0.from == state && $0.roles.contains(role) }.map(\.verb)
  }

  /// Why a verb cannot be used.
  public enum Refusal: Error, Hashable, Sendable {
    /// The thing is in a state that the machine does not know.
    case unknownState(String)
    /// No such verb.
    case unknownVerb(String)
    /// The verb is of another state; names the one the thing is in.
    case state(String)
    /// The role may not use it.
    case role(String)
    /// What was not given with it, sorted.
    case missing([String])
  }

  /// Where a verb leads.
  ///
  /// - Parameter given: names of what is given with it.
  /// - Throws: what stands in the way. A role that may use the verb in no state is refused before the
  ///   state is looked at, and learns nothing of it.
  public func next(
    _ verb: String, from state: String, by role: String, given: Set<String> = []
  ) throws(Refusal) -> Edge {
    guard self.state(state) != nil else { throw .unknownState(state) }
    guard verbs.contains(where: { $0.code == verb }) else { throw .unknownVerb(verb) }
    guard mayUse(verb, role: role) else { throw .role(role) }
    guard let edge = edge(verb, from: state) else { throw .state(state) }
    guard edge.roles.contains(role) else { throw .role(role) }
    let missing = edge.demands.subtracting(given)
    guard missing.isEmpty else { throw .missing(missing.sorted()) }
    return edge
  }

  /// Whether a role may use a verb in any state.
  public func mayUse(_ verb: String, role: String) -> Bool {
    edges.contains { $0.verb == verb && $0.roles.contains(role) }
  }
}
