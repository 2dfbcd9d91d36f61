import TestSupport

/// Which faults happen when: a function of the seed and nothing else.
struct FaultSchedule: Sendable, Equatable {
  let seed: UInt64
  let lengthMilliseconds: Int
  /// In the order of their start.
  let faults: [Fault]

  /// - Parameters:
  ///   - count: faults altogether; each of `kinds` comes once before any comes again.
  ///   - lengthMilliseconds: every fault is over by then.
  ///   - sides: servers whose connections are disturbed.
  init(
    seed: UInt64, count: Int, lengthMilliseconds: Int, kinds: [FaultKind] = FaultKind.allCases,
    sides: [Side] = Side.allCases
  ) {
    self.seed = seed
    self.lengthMilliseconds = lengthMilliseconds
    var random = SplitMix(seed: seed)
    let chosen = Self.chooseKinds(count, of: kinds, &random)
    var victims = Rotation(Victim.allCases)
    var targets = Rotation(
      Victim.allCases.flatMap { victim in
        victim.sides.filter(sides.contains).map { (victim, $0) }
      })
    let slot = Double(lengthMilliseconds) / Double(max(1, count))
    var faults: [Fault] = []
    for (index, kind) in chosen.enumerated() {
      var fault = Fault(
        number: 0, kind: kind,
        startMilliseconds: Int(Double(index) * slot)
          + Int.random(in: 0...max(0, Int(slot)), using: &random),
        durationMilliseconds: Int.random(in: kind.durations, using: &random),
        magnitude: kind.magnitudes.randomElement(using: &random) ?? 1)
      if kind.hasSide {
        (fault.victim, fault.side) = targets.next(&random)
      } else if kind.hasVictim {
        fault.victim = victims.next(&random)
      }
      fault.startMilliseconds = min(
        fault.startMilliseconds, max(0, lengthMilliseconds - fault.durationMilliseconds))
      fault.durationMilliseconds = min(
        fault.durationMilliseconds, lengthMilliseconds - fault.startMilliseconds)
      faults.append(fault)
    }
    // Stable, so that equal starts keep their order.
    let order = faults.indices.sorted {
      (faults[$0].startMilliseconds, $0) < (faults[$1].startMilliseconds, $1)
    }
    self.faults = order.enumerated().map { number, index in
      var fault = faults[index]
      fault.number = number + 1
      return fault
    }
  }

  /// How often each kind comes.
  var kinds: [String: Int] {
    faults.reduce(into: [:]) { $0[$1.kind.rawValue, default: 0] += 1 }
  }

  /// Most faults that are under way at once.
  var overlapMaximum: Int {
    faults.map { one in
      faults.count {
        $0.startMilliseconds <= one.startMilliseconds && $0.endMilliseconds > one.startMilliseconds
      }
    }.max() ?? 0
  }

  private static func chooseKinds(
    _ count: Int, of kinds: [FaultKind], _ random: inout SplitMix
  ) -> [FaultKind] {
    guard !kinds.isEmpty else { return [] }
    var chosen = Array(kinds.shuffled(using: &random).prefix(count))
    while chosen.count < count {
      let bag = kinds.flatMap { Array(repeating: $0, count: $0.weight) }
      chosen += bag.shuffled(using: &random).prefix(count - chosen.count)
    }
    return chosen.shuffled(using: &random)
  }
}

/// Gives every element once, in a random order, before any comes again.
private struct Rotation<Element> {
  private let elements: [Element]
  private var left: [Element] = []

  init(_ elements: [Element]) { self.elements = elements }

  mutating func next(_ random: inout SplitMix) -> Element {
    if left.isEmpty { left = elements.shuffled(using: &random) }
    return left.removeLast()
  }
}
