import Foundation

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers for the same seed, on every machine.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// A new seed a run, printed under `name`; `RONGQIAO_TEST_SEED` repeats a run.
  public static func seed(for name: String) -> UInt64 {
    let given = ProcessInfo.processInfo.environment["RONGQIAO_TEST_SEED"].flatMap { UInt64($0) }
    let seed = given ?? UInt64.random(in: .min ... .max)
    print("\(name): seed \(seed)")
    return seed
  }

  /// Small seeds for the arguments of a test; drawn from one that is printed.
  public static func seeds(_ count: Int, below end: UInt64, for name: String) -> [UInt64] {
    var generator = announced(name)
    return (0..<count).map { _ in UInt64.random(in: 0..<end, using: &generator) }
  }

  /// One of a new seed, for a test that says it nowhere else.
  public static func announced(_ name: String) -> SeededGenerator {
    SeededGenerator(seed: seed(for: name))
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
