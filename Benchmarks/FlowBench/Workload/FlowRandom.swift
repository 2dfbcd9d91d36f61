/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014): the same
/// numbers for the same seed, on every machine.
struct FlowRandom: RandomNumberGenerator {
  private var state: UInt64

  /// - Parameter stream: keeps several sources of one seed apart.
  init(seed: UInt64, stream: UInt64 = 0) {
    state = seed &+ stream &* 0xD1B5_4A32_D192_ED03
    _ = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A whole number within `range`, each as likely.
  mutating func within(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &self)
  }

  /// One of the choices, each as likely; there must be one.
  mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
    choices[within(0...choices.count - 1)]
  }

  /// True so many times in a hundred.
  mutating func chance(percent: Int) -> Bool { within(0...99) < percent }

  /// `count` different ones of the choices, in their order.
  mutating func some(_ count: Int, of choices: [String]) -> [String] {
    let chosen = Set(choices.indices.shuffled(using: &self).prefix(count))
    return choices.indices.filter { chosen.contains($0) }.map { choices[$0] }
  }
}
