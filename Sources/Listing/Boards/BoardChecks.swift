import Catalog
import Domain

extension Board {
  /// What a board says that cannot be meant.
  static func faults(_ parts: Parts) -> [Fault] {
    let unknown = nameFaults(parts) + edgeNameFaults(parts)
    // Ways over names that do not exist would only repeat those faults.
    guard unknown.isEmpty else { return unknown }
    return stageFaults(parts) + edgeFaults(parts) + unusedFaults(parts) + wayFaults(parts)
      + parts.plan.faults(parts) + parts.draws.faults(parts)
  }

  private static func nameFaults(_ parts: Parts) -> [Fault] {
    var faults = repeated(parts.stages.map(\.code), "/stages")
    faults += repeated(parts.roles.map(\.code), "/roles")
    faults += repeated(parts.verbs.map(\.code), "/verbs")
    faults += repeated(parts.evidence.map(\.code), "/evidence")
    faults += repeated(parts.gates.map(\.code), "/gates")
    faults += repeated(parts.channels.map(\.code), "/channels")
    let stages = Set(parts.stages.map(\.code))
    for (member, stage) in [("/initial", parts.initial), ("/aim", parts.aim)]
    where !stages.contains(stage) {
      faults.append(.undeclared(member, "unknown_stage", stage))
    }
    if parts.channels.isEmpty {
      faults.append(Fault("/channels", "empty", zh: "不得为空", en: "must not be empty"))
    }
    let roles = Set(parts.roles.map(\.code))
    for (index, stage) in parts.stages.enumerated() {
      for role in stage.actors where !roles.contains(role) {
        faults.append(.undeclared("/stages/\(index)/actors", "unknown_role", role))
      }
      faults += repeated(stage.reasons.map(\.code), "/stages/\(index)/reasons")
    }
    let evidence = Set(parts.evidence.map(\.code))
    for (index, gate) in parts.gates.enumerated() {
      if gate.evidence.isEmpty {
        faults.append(
          Fault(
            "/gates/\(index)/evidence", "without_evidence", zh: "门槛 \(gate.code) 未要求任何证据",
            en: "the gate \(gate.code) demands no evidence"))
      }
      for kind in gate.evidence where !evidence.contains(kind) {
        faults.append(.undeclared("/gates/\(index)/evidence", "unknown_evidence", kind))
      }
    }
    for (index, kind) in parts.evidence.enumerated() {
      if let other = kind.validity?.extendedBy, !evidence.contains(other) {
        faults.append(.undeclared("/evidence/\(index)/good_for", "unknown_evidence", other))
      }
    }
    return faults
  }

  private static func edgeNameFaults(_ parts: Parts) -> [Fault] {
    let stages = Set(parts.stages.map(\.code))
    let verbs = Set(parts.verbs.map(\.code))
    let roles = Set(parts.roles.map(\.code))
    let gates = Set(parts.gates.map(\.code))
    let channels = Set(parts.channels.map(\.code))
    var faults: [Fault] = []
    for edge in parts.edges {
      func check(_ names: [String], in known: Set<String>, _ code: String) {
        for name in names where !known.contains(name) {
          faults.append(.undeclared("/edges", code, name))
        }
      }
      check([edge.from], in: stages, "unknown_stage")
      if case .stage(let stage) = edge.target { check([stage], in: stages, "unknown_stage") }
      check([edge.verb], in: verbs, "unknown_verb")
      check(edge.roles.sorted(), in: roles, "unknown_role")
      check(edge.gate.map { [$0] } ?? [], in: gates, "unknown_gate")
      check(edge.after, in: gates, "unknown_gate")
      check(edge.channels.sorted(), in: channels, "unknown_channel")
      check(edge.chooses.map { [$0] } ?? [], in: channels, "unknown_channel")
    }
    return faults
  }

  private static func stageFaults(_ parts: Parts) -> [Fault] {
    parts.stages.enumerated().flatMap { index, stage -> [Fault] in
      var faults: [Fault] = []
      if stage.kind != .step, stage.reasons.isEmpty {
        faults.append(
          Fault(
            "/stages/\(index)", "without_reason", zh: "\(stage.code) 缺少原因代码",
            en: "nothing says why a case comes to \(stage.code)"))
      }
      if stage.kind != .hold, stage.mostMonths != nil {
        faults.append(
          Fault(
            "/stages/\(index)/most_months", "not_a_hold", zh: "只有中止有最长期限",
            en: "only a hold has a longest time"))
      }
      return faults
    }
  }

  private static func edgeFaults(_ parts: Parts) -> [Fault] {
    let kinds = Dictionary(
      parts.stages.map { ($0.code, $0.kind) }, uniquingKeysWith: { first, _ in first })
    var places: [[String]: [Edge]] = [:]
    var faults: [Fault] = []
    func add(_ code: String, _ zh: String, _ en: String) {
      faults.append(Fault("/edges", code, zh: zh, en: en))
    }
    for edge in parts.edges {
      let from = kinds[edge.from]
      var to: Stage.Kind?
      if case .stage(let stage) = edge.target { to = kinds[stage] }
      if edge.roles.isEmpty { add("nobody", "\(edge.verb) 无人可用", "nobody may use \(edge.verb)") }
      if from == .end {
        add(
          "final_left", "终态 \(edge.from) 不得再变化",
          "\(edge.from) is an end, and \(edge.verb) leaves it")
      }
      if from == .hold, to == .step {
        add("hold_left", "\(edge.from) 只能恢复或终结", "\(edge.from) leads on, not back or to an end")
      }
      if from == .hold, to == .hold {
        add("hold_twice", "\(edge.from) 不得再次中止", "\(edge.from) is a hold already")
      }
      if from != .hold, edge.target == .back {
        add("back_from_step", "\(edge.from) 不是中止", "\(edge.from) is no hold to come back from")
      }
      let place = [edge.from, edge.verb]
      // Several of one verb are told apart by the channel of the case.
      let isTold = places[place, default: []].allSatisfy {
        !$0.channels.isEmpty && !edge.channels.isEmpty
          && $0.channels.isDisjoint(with: edge.channels)
      }
      if !isTold { faults.append(.duplicate("/edges", "\(edge.from) \(edge.verb)")) }
      places[place, default: []].append(edge)
    }
    return faults
  }

  private static func unusedFaults(_ parts: Parts) -> [Fault] {
    func faults(_ names: [String], _ used: Set<String>, _ member: String, _ code: String) -> [Fault]
    {
      names.filter { !used.contains($0) }.map {
        Fault(member, code, zh: "\($0) 未被使用", en: "nothing uses \($0)")
      }
    }
    let gates = Set(parts.edges.compactMap(\.gate))
    let evidence = Set(
      parts.gates.flatMap(\.evidence) + parts.evidence.compactMap { $0.validity?.extendedBy })
    let roles = parts.edges.reduce(into: Set(parts.stages.flatMap(\.actors))) {
      $0.formUnion($1.roles)
    }
    return faults(parts.verbs.map(\.code), Set(parts.edges.map(\.verb)), "/verbs", "unused_verb")
      + faults(parts.gates.map(\.code), gates, "/gates", "unused_gate")
      + faults(parts.evidence.map(\.code), evidence, "/evidence", "unused_evidence")
      + faults(parts.roles.map(\.code), roles, "/roles", "unused_role")
  }

  static func repeated(_ codes: [String], _ pointer: String) -> [Fault] {
    var seen: Set<String> = []
    return codes.filter { !seen.insert($0).inserted }.map { .duplicate(pointer, $0) }
  }
}
