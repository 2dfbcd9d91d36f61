import Domain

/// What is known of a fact: the three states of design section 5.
public enum FactState: Hashable, Sendable {
  case unknown
  /// Known that there is none.
  case none
  case known(FactValue)

  /// The state a sheet gives: absent is unknown, a fact without a value is none.
  public init(_ fact: Fact?) {
    guard let fact else {
      self = .unknown
      return
    }
    self = fact.value.map(FactState.known) ?? .none
  }

  /// The integer it compares as: none counts as 0 (nil when unknown or not an integer).
  public var integer: Int64? {
    switch self {
    case .known(.integer(let value)): value
    case .none: 0
    case .unknown, .known: nil
    }
  }
}

extension Derivation {
  /// Bound of computed values: far beyond every amount, so that chains of derivations cannot
  /// overflow and a comparison with a threshold (at most 10^13) is never changed by it.
  static let resultLimit: Int64 = 1_000_000_000_000_000_000

  /// Computes the fact on a day.
  /// - Parameter input: the state of an input by its path.
  public func value(on day: LegalDate, input: (String) -> FactState) -> FactState {
    switch self {
    case .sum(let paths):
      return Self.integers(paths, input).map { Self.known($0.reduce(0, +)) } ?? .unknown
    case .mean(let paths):
      return Self.integers(paths, input).map {
        Self.floored($0.reduce(0, +), over: Int128(paths.count))
      } ?? .unknown
    case .difference(let first, let second):
      return Self.integers([first, second], input).map { Self.known($0[0] - $0[1]) } ?? .unknown
    case .ratio(let of, let over):
      guard let values = Self.integers([of, over], input) else { return .unknown }
      return Self.floored(values[0] * Int128(PartsPerMillion.one), over: values[1])
    case .growth(let of, let before):
      guard let values = Self.integers([of, before], input) else { return .unknown }
      return Self.floored(
        (values[0] - values[1]) * Int128(PartsPerMillion.one), over: values[1])
    case .share(let of, let ppm):
      guard let values = Self.integers([of], input) else { return .unknown }
      return Self.floored(values[0] * Int128(ppm), over: Int128(PartsPerMillion.one))
    case .monthsSince(let path):
      return Self.dated(input(path)) { Int64(day.wholeMonths(since: $0)) }
    case .fullFiscalYearsSince(let path):
      return Self.dated(input(path)) { start in
        let first = start.month == 1 && start.day == 1 ? start.year : start.year + 1
        return Int64(max(0, day.year - first))
      }
    case .count(let path):
      switch input(path) {
      case .known(.set(let values)): return .known(.integer(Int64(values.count)))
      case .none: return .known(.integer(0))
      case .unknown, .known: return .unknown
      }
    }
  }

  private static func integers(_ paths: [String], _ input: (String) -> FactState) -> [Int128]? {
    var values: [Int128] = []
    values.reserveCapacity(paths.count)
    for path in paths {
      guard let value = input(path).integer else { return nil }
      values.append(Int128(value))
    }
    return values
  }

  private static func dated(_ state: FactState, _ compute: (LegalDate) -> Int64) -> FactState {
    switch state {
    case .known(.date(let date)): .known(.integer(compute(date)))
    case .none: .none
    case .unknown, .known: .unknown
    }
  }

  /// floor(value / divisor); none when the divisor is 0.
  private static func floored(_ value: Int128, over divisor: Int128) -> FactState {
    guard divisor != 0 else { return .none }
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return known(remainder != 0 && (remainder < 0) != (divisor < 0) ? quotient - 1 : quotient)
  }

  private static func known(_ value: Int128) -> FactState {
    let limit = Int128(resultLimit)
    return .known(.integer(Int64(Swift.min(Swift.max(value, -limit), limit))))
  }
}
