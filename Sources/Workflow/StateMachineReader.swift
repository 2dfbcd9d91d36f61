import Catalog
import Domain

extension StateMachine {
  /// Most states, verbs, edges and timers of a machine.
  static let maximumCount = 500

  /// From a document in the form of `Schemas/workflow/offer.yaml`.
  ///
  /// - Throws: every fault, with pointers into the document; besides malformed members these are
  ///   `unknown_state`, `unknown_verb`, `duplicate_id`, `unreachable` (no way leads there), `dead_end`
  ///   (neither final nor left by an edge), `final_left` (an edge leads from a final state to
  ///   another) and `unused_verb`.
  public init(json: JSON) throws(Faults) {
    var reader = ObjectReader(json)
    let code = reader.requiredName("code")
    let initial = reader.requiredName("initial")
    let states = Self.list("states", &reader, Self.state)
    let verbs = Self.list("verbs", &reader) { nested -> Verb? in
      let code = nested.requiredName("code")
      let label = nested.requiredLabel("label")
      guard let code, let label else { return nil }
      return Verb(code: code, label: label)
    }
    let edges = Self.list("edges", &reader, Self.edges).flatMap { $0 }
    let timers = Self.list("timers", &reader, Self.timer)
    var faults = reader.finish() + Nulls.faults(in: json)
    if faults.isEmpty {
      faults = Self.faults(
        initial: initial ?? "", states: states, verbs: verbs, edges: edges, timers: timers)
    }
    guard faults.isEmpty, let code, let initial else { throw Faults(faults) }
    self.init(
      code: code, states: states, verbs: verbs, edges: edges, timers: timers, initial: initial)
  }

  private static func list<Element>(
    _ member: String, _ reader: inout ObjectReader,
    _ read: (inout ObjectReader) -> Element?
  ) -> [Element] {
    guard reader.required(member) != nil else { return [] }
    var list: [Element] = []
    for (index, json) in (reader.array(member, maximumCount: maximumCount) ?? []).enumerated() {
      var nested = ObjectReader(json, at: "\(reader.path(member))/\(index)")
      if let element = read(&nested) { list.append(element) }
      reader.merge(nested)
    }
    return list
  }

  private static func state(_ reader: inout ObjectReader) -> State? {
    let code = reader.requiredName("code")
    let label = reader.requiredLabel("label")
    let isFinal = reader.boolean("final") ?? false
    guard let code, let label else { return nil }
    return State(code: code, label: label, isFinal: isFinal)
  }

  /// One entry may name several states that the same verb leaves in the same way.
  private static func edges(_ reader: inout ObjectReader) -> [Edge]? {
    let verb = reader.requiredName("verb")
    _ = reader.required("from")
    let from = reader.texts("from") ?? []
    let to = reader.requiredName("to")
    _ = reader.required("roles")
    let roles = Set(reader.texts("roles") ?? [])
    let demands = Set(reader.texts("demands") ?? [])
    guard let verb, let to else { return nil }
    return from.map { Edge(verb: verb, from: $0, to: to, roles: roles, demands: demands) }
  }

  private static func timer(_ reader: inout ObjectReader) -> Timer? {
    let code = reader.requiredName("code")
    let state = reader.requiredName("state")
    let limit = reader.requiredTimeLimit("within")
    let steps = list("steps", &reader) { nested -> Timer.Step? in
      let bound = Int64(TimeLimit.maximumCount)
      let after = nested.requiredInteger("after_working_days", in: -bound...bound)
      let told = nested.string("tell")
      let verb = nested.string("verb")
      guard (told == nil) != (verb == nil) else {
        nested.add(
          Fault(
            nested.pointer, "one_of", zh: "tell 与 verb 须且只须有一个",
            en: "exactly one of tell and verb"))
        return nil
      }
      let action = told.map(Timer.Step.Action.tell) ?? verb.map(Timer.Step.Action.use)
      guard let after, let action else { return nil }
      return Timer.Step(afterWorkingDays: Int(after), action: action)
    }
    guard let code, let state, let limit else { return nil }
    return Timer(code: code, state: state, limit: limit, steps: steps)
  }
}

extension ObjectReader {
  /// The member `{count, unit}`; absent is the fault `required`.
  mutating func requiredTimeLimit(_ name: String) -> TimeLimit? {
    guard required(name) != nil, var nested = object(name) else { return nil }
    let count = nested.requiredInteger("count", in: 1...Int64(TimeLimit.maximumCount))
    let unit = nested.requiredChoice("unit", of: TimeLimit.Unit.self)
    merge(nested)
    guard let count, let unit else { return nil }
    return TimeLimit(Int(count), unit)
  }
}
