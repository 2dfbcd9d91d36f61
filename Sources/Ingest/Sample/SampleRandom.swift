/// The random numbers of the sample generator: xoshiro256** seeded by SplitMix64 (Blackman and
/// Vigna), written out here so that the samples never change with a toolchain.
///
/// Each enterprise and each group of its facts has a stream of its own, so that enterprise i is the
/// same however many are made, and a new fact in one group moves no other.
struct SampleRandom {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// - Parameters:
  ///   - seed: of the whole sample.
  ///   - index: of the enterprise.
  ///   - stream: of the group of facts.
  init(seed: UInt64, index: UInt64, stream: UInt64) {
    var mixer = Self.mixed(seed) ^ Self.mixed(index &+ 0x51_7C_C1_B7_27_22_0A_95)
    mixer ^= Self.mixed(stream &+ 0x2545_F491_4F6C_DD1D)
    func next() -> UInt64 {
      mixer &+= 0x9E37_79B9_7F4A_7C15
      return Self.mixed(mixer)
    }
    state = (next(), next(), next(), next())
  }

  /// SplitMix64's finaliser.
  static func mixed(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// 64 random bits.
  mutating func next() -> UInt64 {
    let scrambled = state.1 &* 5
    let result = (scrambled << 7 | scrambled >> 57) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = state.3 << 45 | state.3 >> 19
    return result
  }

  /// A whole number within `range`, each as likely.
  mutating func within(_ range: ClosedRange<Int64>) -> Int64 {
    let count = UInt64(range.upperBound - range.lowerBound) + 1
    return range.lowerBound + Int64(next().multipliedFullWidth(by: count).high)
  }

  /// True with a chance of `ppm` in a million.
  mutating func chance(_ ppm: Int64) -> Bool { within(0...999_999) < ppm }

  /// One of the choices, each as likely as its weight.
  mutating func pick<Choice>(weighted choices: [(Choice, Int64)]) -> Choice {
    var left = within(0...max(0, choices.reduce(0) { $0 + $1.1 } - 1))
    for (choice, weight) in choices {
      if left < weight { return choice }
      left -= weight
    }
    return choices[choices.count - 1].0
  }

  /// One of the choices, each as likely; there must be one.
  mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
    choices[Int(within(0...Int64(choices.count - 1)))]
  }

  /// `value` times a factor between the two, in ppm.
  mutating func scaled(_ value: Int64, _ ppm: ClosedRange<Int64>) -> Int64 {
    Self.share(value, within(ppm))
  }

  /// `value` × ppm / 10^6, rounded down; both at least 0 and within the product's amounts.
  static func share(_ value: Int64, _ ppm: Int64) -> Int64 {
    Int64(clamping: Int128(value) * Int128(ppm) / 1_000_000)
  }

  /// The point at `position` (of 65,536) between two numbers above 0, as on a logarithmic scale.
  ///
  /// The logarithm is taken as straight between powers of two: whole numbers only, and so the same
  /// on every machine.
  static func between(_ low: Int64, _ high: Int64, at position: Int64) -> Int64 {
    func logarithm(_ value: Int64) -> Int64 {
      let power = Int64(63 - value.leadingZeroBitCount)
      let mantissa = Int64((Int128(value) << 16) >> Int128(power))
      return (power << 16) + mantissa - 65_536
    }
    let (from, to) = (logarithm(low), logarithm(high))
    let point = from + (((to - from) * position) >> 16)
    let value = (Int128(65_536 + (point & 0xFFFF)) << Int128(point >> 16)) >> 16
    return min(max(Int64(value), low), high)
  }
}
