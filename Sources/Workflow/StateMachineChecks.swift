import Catalog
import Domain

extension StateMachine {
  /// What a machine says that cannot be meant.
  static func faults(
    initial: String, states: [State], verbs: [Verb], edges: [Edge], timers: [Timer]
  ) -> [Fault] {
    var faults = repeated(states.map(\.code), "/states") + repeated(verbs.map(\.code), "/verbs")
    faults += repeated(timers.map(\.state), "/timers")
    let known = Set(states.map(\.code))
    let final = Set(states.filter(\.isFinal).map(\.code))
    let named = Set(verbs.map(\.code))
    func unknown(_ state: String, _ pointer: String) {
      if !known.contains(state) { faults.append(.undeclared(pointer, "unknown_state", state)) }
    }
    unknown(initial, "/initial")
    var places: Set<[String]> = []
    for edge in edges {
      unknown(edge.from, "/edges")
      unknown(edge.to, "/edges")
      if !named.contains(edge.verb) {
        faults.append(.undeclared("/edges", "unknown_verb", edge.verb))
      }
      if !places.insert([edge.from, edge.verb]).inserted {
        faults.append(.duplicate("/edges", "\(edge.from) \(edge.verb)"))
      }
      if final.contains(edge.from), edge.to != edge.from {
        faults.append(
          Fault(
            "/edges", "final_left", zh: "终态 \(edge.from) 不得再变化",
            en: "\(edge.from) is final, and \(edge.verb) leaves it"))
      }
      if edge.roles.isEmpty {
        faults.append(
          Fault("/edges", "nobody", zh: "\(edge.verb) 无人可用", en: "nobody may use \(edge.verb)"))
      }
    }
    for timer in timers {
      unknown(timer.state, "/timers")
      for step in timer.steps {
        guard case .use(let verb) = step.action else { continue }
        if !places.contains([timer.state, verb]) {
          faults.append(.undeclared("/timers", "unknown_verb", "\(timer.state) \(verb)"))
        }
      }
      if timer.steps.map(\.afterWorkingDays) != timer.steps.map(\.afterWorkingDays).sorted() {
        faults.append(
          Fault(
            "/timers", "order", zh: "\(timer.code) 的步骤须按时间先后",
            en: "the steps of \(timer.code) go back in time"
          ))
      }
    }
    for verb in verbs where !edges.contains(where: { $0.verb == verb.code }) {
      faults.append(
        Fault("/verbs", "unused_verb", zh: "\(verb.code) 未被使用", en: "no edge uses \(verb.code)"))
    }
    return faults + ways(initial: initial, states: states, edges: edges)
  }

  /// Every state can be reached, and everything can end.
  private static func ways(initial: String, states: [State], edges: [Edge]) -> [Fault] {
    let forward = Dictionary(grouping: edges, by: \.from).mapValues { $0.map(\.to) }
    let back = Dictionary(grouping: edges, by: \.to).mapValues { $0.map(\.from) }
    let reached = closure(of: [initial], along: forward)
    let ending = closure(of: states.filter(\.isFinal).map(\.code), along: back)
    return states.flatMap { state -> [Fault] in
      var faults: [Fault] = []
      if !reached.contains(state.code) {
        faults.append(
          Fault(
            "/states", "unreachable", zh: "无法到达 \(state.code)", en: "no way leads to \(state.code)")
        )
      }
      if !ending.contains(state.code) {
        faults.append(
          Fault("/states", "dead_end", zh: "\(state.code) 无法到达终态", en: "\(state.code) never ends"))
      }
      return faults
    }
  }

  private static func closure(of start: [String], along ways: [String: [String]]) -> Set<String> {
    var reached = Set(start)
    var open = start
    while let state = open.popLast() {
      for next in ways[state] ?? [] where reached.insert(next).inserted { open.append(next) }
    }
    return reached
  }

  private static func repeated(_ codes: [String], _ pointer: String) -> [Fault] {
    var seen: Set<String> = []
    return codes.filter { !seen.insert($0).inserted }.map { .duplicate(pointer, $0) }
  }
}
