import Catalog
import Domain

extension Standard {
  /// Furthest day that is looked at, in months.
  static let horizonMonths = 120

  /// The first day, from that of the facts on, on which the standard is met while nothing changes but the
  /// time: fiscal years fill up, breaches recede. Fiscal years are full ones, 1 January to 31 December,
  /// not so many days.
  ///
  /// - Returns: nil when time alone does not do it within ten years.
  public func qualifiesOn(_ facts: KnownFacts) -> LegalDate? {
    if assess(facts).result == .pass { return facts.day }
    return turns(facts).sorted().first { assess(facts.on($0)).result == .pass }
  }

  /// Days after that of the facts, within ten years, on which time alone may turn a comparison.
  func turns(_ facts: KnownFacts) -> Set<LegalDate> { Self.turns(tests, facts) }

  /// The first day after that of the facts on which a criterion holds while nothing changes but the time.
  static func holdsOn(_ rule: Rule, _ facts: KnownFacts) -> LegalDate? {
    turns(rule.tests, facts).sorted().first { rule.outcome(facts.on($0)).result == .pass }
  }

  private static func turns(_ tests: [FactTest], _ facts: KnownFacts) -> Set<LegalDate> {
    let end = facts.day.adding(months: horizonMonths)
    let turns = Set(tests.flatMap { self.turns(of: $0, facts) })
    return turns.filter { facts.day < $0 && $0 <= end }
  }

  /// Days on which a comparison with a count of time may turn: when the count reaches a number of the
  /// operand, and when it passes it.
  private static func turns(of test: FactTest, _ facts: KnownFacts) -> [LegalDate] {
    guard let clock = facts.clock(of: test.fact) else { return [] }
    return numbers(in: test.operand).flatMap { [$0, $0 + 1] }.compactMap { count in
      guard let count = Int(exactly: count), (0...1_200).contains(count) else { return nil }
      switch clock.derivation {
      case .monthsSince: return clock.start.adding(months: count)
      case .fullFiscalYearsSince:
        let isFirst = clock.start.month == 1 && clock.start.day == 1
        let first = clock.start.year + (isFirst ? 0 : 1)
        return LegalDate(year: first + count, month: 1, day: 1)
      case .sum, .difference, .mean, .ratio, .growth, .share, .count: return nil
      }
    }
  }

  private static func numbers(in operand: Operand) -> [Int64] {
    func number(_ value: FactValue) -> [Int64] {
      if case .integer(let number) = value { [number] } else { [] }
    }
    switch operand {
    case .value(let value): return number(value)
    case .list(let values): return values.flatMap(number)
    case .range(let low, let high): return number(low) + number(high)
    case .nothing, .parameter: return []
    }
  }
}

extension StandardBook {
  /// The first day after that of the facts on which the layer or tier of a board may change while nothing
  /// changes but the time: a comparison turns, or a version of a standard comes into force or ends. Nil when
  /// there is none within ten years.
  public func nextTurn(_ kind: Standard.Kind, of board: String, _ facts: KnownFacts) -> LegalDate? {
    let own = standards.filter { $0.kind == kind && $0.board == board }
    let versions = own.flatMap { standard in
      [standard.period.from] + (standard.period.to.map { [$0.adding(days: 1)] } ?? [])
    }
    let inForce = own.filter { $0.period.contains(facts.day) }
    return (versions + inForce.flatMap { $0.turns(facts) }).filter { facts.day < $0 }.min()
  }
}
