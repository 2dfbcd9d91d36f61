import Catalog
import Domain

extension Board {
  /// Where a case can be: its stage, its channel, and what it left when it was put on hold.
  private struct Place: Hashable {
    var stage: String
    var channel: String
    var left: String?
  }

  /// Every stage can be reached, every case can end, and what an edge demands to have been passed can have
  /// been passed.
  static func wayFaults(_ parts: Parts) -> [Fault] {
    guard let channel = parts.channels.first?.code else { return [] }
    let byStage = Dictionary(grouping: parts.edges, by: \.from)
    let holds = Set(parts.stages.filter { $0.kind == .hold }.map(\.code))
    let ends = Set(parts.stages.filter { $0.kind == .end }.map(\.code))
    func next(_ place: Place) -> [(Edge, Place)] {
      (byStage[place.stage] ?? []).compactMap { edge in
        guard edge.channels.isEmpty || edge.channels.contains(place.channel) else { return nil }
        let channel = edge.chooses ?? place.channel
        switch edge.target {
        case .back:
          return place.left.map { (edge, Place(stage: $0, channel: channel, left: nil)) }
        case .stage(let stage):
          let left = holds.contains(stage) ? place.stage : nil
          return (edge, Place(stage: stage, channel: channel, left: left))
        }
      }
    }
    let start = Place(stage: parts.initial, channel: channel, left: nil)
    let reached = closure(of: [start], next)
    var back: [Place: [Place]] = [:]
    var passing: [String: Set<Place>] = [:]
    for place in reached {
      for (edge, target) in next(place) {
        back[target, default: []].append(place)
        if let gate = edge.gate { passing[gate, default: []].insert(target) }
      }
    }
    let ending = closure(of: reached.filter { ends.contains($0.stage) }) { place in
      (back[place] ?? []).map { ((), $0) }
    }
    let stages = Set(reached.map(\.stage))
    let endless = Set(reached.subtracting(ending).map(\.stage))
    var faults = parts.stages.enumerated().flatMap { index, stage -> [Fault] in
      if !stages.contains(stage.code) {
        return [
          Fault(
            "/stages/\(index)", "unreachable", zh: "无法到达 \(stage.code)",
            en: "no way leads to \(stage.code)")
        ]
      }
      guard endless.contains(stage.code) else { return [] }
      return [
        Fault(
          "/stages/\(index)", "dead_end", zh: "\(stage.code) 无法到达终态",
          en: "\(stage.code) never ends")
      ]
    }
    for gate in Set(parts.edges.flatMap(\.after)).sorted() {
      let open = Set(closure(of: Array(passing[gate] ?? []), next).map(\.stage))
      for edge in parts.edges where edge.after.contains(gate) && !open.contains(edge.from) {
        faults.append(
          Fault(
            "/edges", "never_passed", zh: "\(edge.verb) 之前无法通过 \(gate)",
            en: "\(gate) cannot have been passed before \(edge.verb)"))
      }
    }
    return faults
  }

  private static func closure<Step>(
    of start: some Sequence<Place>, _ next: (Place) -> [(Step, Place)]
  ) -> Set<Place> {
    var reached = Set(start)
    var open = Array(reached)
    while let place = open.popLast() {
      for (_, target) in next(place) where reached.insert(target).inserted { open.append(target) }
    }
    return reached
  }
}

extension PlanOutline {
  /// What a plan says that cannot be meant.
  func faults(_ parts: Board.Parts) -> [Fault] {
    let stages = Dictionary(
      parts.stages.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    let channels = Set(parts.channels.map(\.code))
    let planned = Set(steps.map(\.stage))
    var faults = Board.repeated(steps.map(\.stage), "/plan/steps")
    var before: Set<String> = []
    for (index, step) in steps.enumerated() {
      let place = "/plan/steps/\(index)"
      if let stage = stages[step.stage] {
        if stage.duration == nil {
          faults.append(
            Fault(
              place, "no_duration", zh: "\(step.stage) 没有时长",
              en: "nothing says how long \(step.stage) takes"))
        }
      } else {
        faults.append(.undeclared(place, "unknown_stage", step.stage))
      }
      for channel in step.channels.sorted() where !channels.contains(channel) {
        faults.append(.undeclared(place, "unknown_channel", channel))
      }
      for stage in step.after where !before.contains(stage) {
        faults.append(
          Fault(
            place, "plan_order", zh: "\(stage) 应排在 \(step.stage) 之前",
            en: "\(stage) must stand before \(step.stage)"))
      }
      before.insert(step.stage)
    }
    let named =
      (statements.map { $0.notBefore + [$0.auditedIn] + $0.goodThrough } ?? [])
      + (rounds?.stages ?? []) + (reviewedFrom.map { [$0] } ?? [])
    for stage in named where !planned.contains(stage) {
      faults.append(.undeclared("/plan", "unknown_stage", stage))
    }
    if steps.isEmpty {
      faults.append(Fault("/plan/steps", "empty", zh: "不得为空", en: "must not be empty"))
    }
    return faults
  }
}
