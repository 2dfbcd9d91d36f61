import Domain

/// A comparison made ready: the operand by the type of its fact.
public struct FactCheck: Hashable, Sendable {
  /// The comparison itself.
  package let check: Check
  /// Whether the fact is computed. A computed none is no zero: a ratio over nothing, months since no
  /// day. Where a reported none (no loans) compares as 0, a computed one satisfies no comparison.
  package let isComputed: Bool

  /// `negated` turns `eq`/`in` into `ne`/`not_in`.
  package enum Check: Hashable, Sendable {
    case exists
    case interval(ClosedRange<Int64>, negated: Bool)
    case integers(Set<Int64>, negated: Bool)
    case days(ClosedRange<LegalDate>, negated: Bool)
    case boolean(Bool, negated: Bool)
    case codes(Set<String>, negated: Bool)
    case meets(Set<String>, negated: Bool)
    case equals([String], negated: Bool)
    case industries([IndustryCode], negated: Bool)
    case regions([RegionCode])
  }

  /// Nil when operator, operand and fact type do not fit; the catalog reader lets no such through.
  public init?(_ test: FactTest, of definition: FactDefinition) {
    guard let check = Self.check(test, type: definition.type) else { return nil }
    self.check = check
    isComputed = definition.derivation != nil
  }

  /// The outcome for a state of the fact.
  public func result(_ state: FactState) -> RuleResult {
    isComputed && state == .none ? (check.isNegated ? .pass : .fail) : check.result(state)
  }

  /// Signed slack of an ordered value in the fact's unit (days for dates), 0 or more exactly when
  /// the check passes; nil for everything that is not ordered, and for a computed none, which lies
  /// nowhere.
  public func margin(_ state: FactState) -> Int64? {
    isComputed && state == .none ? nil : check.margin(state)
  }

  private static func check(_ test: FactTest, type: FactType) -> Check? {
    let negated = test.op == .notEqual || test.op == .notWithin
    switch (type, test.op, test.operand) {
    case (_, .exists, .nothing): return .exists
    case (.boolean, .equal, .value(.boolean(let value))),
      (.boolean, .notEqual, .value(.boolean(let value))):
      return .boolean(value, negated: negated)
    case (.integer, .between, .range(.integer(let low), .integer(let high))) where low <= high:
      return .interval(low...high, negated: false)
    case (.integer, _, .list(let values)):
      return .integers(
        Set(values.compactMap { if case .integer(let value) = $0 { value } else { nil } }),
        negated: negated)
    case (.integer, _, .value(.integer(let value))):
      return interval(test.op, value, Int64.min, Int64.max, next: { $0 + 1 }, last: { $0 - 1 })
        .map { .interval($0, negated: negated) }
    case (.date, .between, .range(.date(let low), .date(let high))) where low <= high:
      return .days(low...high, negated: false)
    case (.date, _, .value(.date(let value))):
      return interval(
        test.op, value, LegalDate(daysSinceEpoch: .min), LegalDate(daysSinceEpoch: .max),
        next: { $0.adding(days: 1) }, last: { $0.adding(days: -1) }
      ).map { .days($0, negated: negated) }
    case (.set, _, .value(.set(let codes))): return .equals(codes, negated: negated)
    case (.set, _, .list(let values)): return .meets(Set(texts(values)), negated: negated)
    case (.industry, _, .value(let value)): return industries([value], negated)
    case (.industry, _, .list(let values)): return industries(values, negated)
    case (.region, .withinRegion, .list(let values)):
      let codes = texts(values).compactMap { RegionCode($0) }
      return codes.count == values.count ? .regions(codes) : nil
    case (.enumeration, _, .value(let value)), (.text, _, .value(let value)):
      return .codes(Set(texts([value])), negated: negated)
    case (.enumeration, _, .list(let values)), (.text, _, .list(let values)):
      return .codes(Set(texts(values)), negated: negated)
    default: return nil
    }
  }

  /// Every comparison of ordered values is a closed interval.
  private static func interval<Value: Comparable>(
    _ op: Operator, _ value: Value, _ least: Value, _ greatest: Value,
    next: (Value) -> Value, last: (Value) -> Value
  ) -> ClosedRange<Value>? {
    switch op {
    case .equal, .notEqual: value...value
    case .atLeast: value...greatest
    case .above: next(value)...greatest
    case .atMost: least...value
    case .below: least...last(value)
    case .within, .notWithin, .between, .withinRegion, .exists: nil
    }
  }

  private static func texts(_ values: [FactValue]) -> [String] {
    values.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  private static func industries(_ values: [FactValue], _ negated: Bool) -> Check? {
    let codes = texts(values).compactMap { IndustryCode($0) }
    return codes.count == values.count ? .industries(codes, negated: negated) : nil
  }
}

extension FactCheck.Check {
  package func result(_ state: FactState) -> RuleResult {
    switch state {
    case .unknown: .unknown
    case .none: holdsForNone ? .pass : .fail
    case .known(let value): holds(value).map { $0 ? .pass : .fail } ?? .unknown
    }
  }

  /// Whether it asks for something else than its operand (`ne`, `not_in`).
  package var isNegated: Bool {
    switch self {
    case .exists, .regions: false
    case .interval(_, let negated), .integers(_, let negated), .days(_, let negated),
      .boolean(_, let negated), .codes(_, let negated), .meets(_, let negated),
      .equals(_, let negated), .industries(_, let negated):
      negated
    }
  }

  /// A known none: an integer compares as 0; nothing else equals it, lies in it or exists.
  private var holdsForNone: Bool {
    switch self {
    case .interval(let range, let negated): range.contains(0) != negated
    case .integers(let values, let negated): values.contains(0) != negated
    case .exists, .regions, .days, .boolean, .codes, .meets, .equals, .industries: isNegated
    }
  }

  /// Nil when the value is not of the type the check was made for.
  private func holds(_ value: FactValue) -> Bool? {
    switch (self, value) {
    case (.exists, _): true
    case (.interval(let range, let negated), .integer(let value)): range.contains(value) != negated
    case (.integers(let values, let negated), .integer(let value)):
      values.contains(value) != negated
    case (.days(let range, let negated), .date(let value)): range.contains(value) != negated
    case (.boolean(let expected, let negated), .boolean(let value)): (value == expected) != negated
    case (.codes(let codes, let negated), .text(let value)): codes.contains(value) != negated
    case (.meets(let codes, let negated), .set(let values)):
      values.contains(where: codes.contains) != negated
    case (.equals(let codes, let negated), .set(let values)): (values == codes) != negated
    case (.industries(let patterns, let negated), .text(let text)):
      IndustryCode(text).map { code in
        patterns.contains { IndustrySections.covers($0, code) } != negated
      }
    case (.regions(let regions), .text(let text)):
      RegionCode(text).map { code in regions.contains { $0.contains(code) } }
    default: nil
    }
  }

  /// Signed slack of an ordered value in the fact's unit (days for dates), 0 or more exactly when
  /// the check passes; nil for everything that is not ordered.
  func margin(_ state: FactState) -> Int64? {
    switch (self, state) {
    case (.interval(let range, let negated), _):
      return state.integer.map { Self.slack($0, range.lowerBound, range.upperBound, negated) }
    case (.days(let range, let negated), .known(.date(let value))):
      return Self.slack(
        Int64(value.daysSinceEpoch), Int64(range.lowerBound.daysSinceEpoch),
        Int64(range.upperBound.daysSinceEpoch), negated)
    default: return nil
    }
  }

  private static func slack(_ value: Int64, _ low: Int64, _ high: Int64, _ negated: Bool) -> Int64 {
    let slack = min(Int128(value) - Int128(low), Int128(high) - Int128(value))
    let signed = negated ? -slack - 1 : slack
    return Int64(clamping: signed)
  }
}
