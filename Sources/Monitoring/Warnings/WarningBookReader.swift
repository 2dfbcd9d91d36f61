import Catalog
import Domain

extension WarningBook {
  /// Most rules, and most conditions of one.
  static let maximumCount = 500
  private static let periods: ClosedRange<Int64> = 1...60

  /// From a document in the form of `Schemas/monitoring/warnings.yaml`.
  ///
  /// - Throws: every fault; besides malformed members `unknown_indicator`, `not_for_indicator` (a period
  ///   that it has not), `order` (a higher level that is entered earlier than a lower one, or a level that is
  ///   left on the worse side of what enters it), `empty` (no condition or no level), `one_of`, `duplicate_id` (a
  ///   rule that is named like the composite one) and `overlap`
  ///   (two versions of one rule on the same day).
  public init(json: JSON, indicators: IndicatorBook) throws(Faults) {
    var reader = ObjectReader(json)
    let rules = reader.requiredList("rules", maximumCount: Self.maximumCount) {
      Self.rule(&$0, indicators)
    }
    let composite = Self.composite(&reader)
    var faults = reader.finish() + Nulls.faults(in: json)
    if rules.contains(where: { $0.code == CompositeRule.code }) {
      faults.append(.duplicate("/rules", CompositeRule.code))
    }
    if faults.isEmpty {
      faults = Periods.overlaps(rules, name: \.code, days: \.days).map { .overlap("/rules/\($0)") }
    }
    guard faults.isEmpty, let composite else { throw Faults(faults) }
    self.init(rules: rules, composite: composite, indicators: indicators)
  }

  private static func rule(
    _ reader: inout ObjectReader, _ indicators: IndicatorBook
  ) -> WarningRule? {
    let code = reader.requiredName("code")
    let label = reader.requiredLabel("label")
    let group = reader.requiredName("group")
    let period = reader.requiredChoice("period", of: ReportPeriod.Kind.self)
    let days = reader.requiredPeriod()
    let isDefault = reader.boolean("platform_default") ?? false
    let enterAfter = reader.integer("enter_after", in: periods) ?? 1
    let clearAfter = reader.requiredInteger("clear_after", in: periods)
    let conditions = reader.requiredList("conditions", maximumCount: maximumCount) {
      condition(period, &$0, indicators)
    }
    if conditions.isEmpty, reader.faults.isEmpty { reader.add(empty(reader.path("conditions"))) }
    let citation = reader.requiredCitation()
    guard let code, let label, let group, let period, let days, let clearAfter, let citation else {
      return nil
    }
    return WarningRule(
      code: code, label: label, group: group, period: period, days: days,
      isPlatformDefault: isDefault, enterAfter: Int(enterAfter), clearAfter: Int(clearAfter),
      conditions: conditions, citation: citation)
  }

  private static func empty(_ pointer: String) -> Fault {
    Fault(pointer, "empty", zh: "不得为空", en: "must not be empty")
  }

  private static func condition(
    _ period: ReportPeriod.Kind?, _ reader: inout ObjectReader, _ indicators: IndicatorBook
  ) -> WarningCondition? {
    let measure = measure(period, &reader, indicators)
    let worse = reader.requiredChoice("worse", of: WarningCondition.Worse.self)
    _ = reader.required("enter")
    let enter = thresholds("enter", &reader)
    let left = thresholds("leave", &reader)
    guard let measure, let worse, let enter else { return nil }
    if enter.isEmpty { reader.add(empty(reader.path("enter"))) }
    let leave = enter.merging(left ?? [:]) { _, own in own }
    for level in (left ?? [:]).keys.sorted() where enter[level] == nil {
      reader.add(
        .undeclared(reader.path("leave"), "unknown_level", level.rawValue))
    }
    func isWorse(_ one: Int64, _ other: Int64) -> Bool {
      worse == .lower ? one < other : one > other
    }
    // What enters a level leaves it where nothing else is said: one fault is told once.
    for (name, values) in [("enter", enter)] + (left == nil ? [] : [("leave", leave)]) {
      let ordered = values.sorted { $0.key < $1.key }.map(\.value)
      if zip(ordered, ordered.dropFirst()).contains(where: { !isWorse($1, $0) }) {
        reader.add(order(reader.path(name)))
      }
    }
    if enter.contains(where: { level, value in leave[level].map { isWorse($0, value) } ?? false }) {
      reader.add(order(reader.path("leave")))
    }
    return WarningCondition(measure: measure, worse: worse, enter: enter, leave: leave)
  }

  private static func order(_ pointer: String) -> Fault {
    Fault(
      pointer, "order", zh: "级别越高阈值应越差，解除阈值应优于触发阈值",
      en: "a higher level is worse, and a level is left on the better side of what enters it")
  }

  private static func thresholds(
    _ member: String, _ reader: inout ObjectReader
  ) -> [WarningLevel: Int64]? {
    guard var nested = reader.object(member) else { return nil }
    var found: [WarningLevel: Int64] = [:]
    let most = IndicatorBook.maximumFigure
    for level in WarningLevel.allCases {
      if let value = nested.integer(level.rawValue, in: -most...most) { found[level] = value }
    }
    reader.merge(nested)
    return found
  }

  private enum Kind: String, CaseIterable {
    case value
    case change
    case yearOnYear = "year_on_year"
    case run
  }

  private enum SpanName: String, CaseIterable {
    case single
    case yearToDate = "year_to_date"
    case mean3 = "mean_3"

    var span: WarningMeasure.Span {
      switch self {
      case .single: .single
      case .yearToDate: .yearToDate
      case .mean3: .last(3)
      }
    }
  }

  private static func measure(
    _ period: ReportPeriod.Kind?, _ reader: inout ObjectReader, _ indicators: IndicatorBook
  ) -> WarningMeasure? {
    guard reader.required("measure") != nil, var nested = reader.object("measure") else {
      return nil
    }
    defer { reader.merge(nested) }
    let kind = nested.requiredChoice("kind", of: Kind.self)
    guard let code = nested.requiredName("of") else { return nil }
    if code != Indicator.missedReports {
      guard let indicator = indicators[code] else {
        nested.add(.undeclared(nested.path("of"), "unknown_indicator", code))
        return nil
      }
      if let period, !indicator.periods.contains(period) {
        nested.add(
          Fault(
            nested.path("of"), "not_for_indicator", zh: "该指标没有此周期",
            en: "the indicator is not reported for such periods"))
      }
    }
    switch kind {
    case .value: return .value(of: code)
    case .change:
      let back = nested.requiredInteger("periods", in: periods)
      let floor = nested.requiredInteger("base_floor", in: 0...IndicatorBook.maximumFigure)
      guard let back, let floor else { return nil }
      return .change(of: code, back: Int(back), over: .single, baseFloor: floor)
    case .yearOnYear:
      let span = nested.requiredChoice("over", of: SpanName.self)
      let floor = nested.requiredInteger("base_floor", in: 0...IndicatorBook.maximumFigure)
      guard let span, let floor, let period else { return nil }
      return .change(of: code, back: period.perYear, over: span.span, baseFloor: floor)
    case .run: return bound(&nested).map { .run(of: code, $0) }
    case nil: return nil
    }
  }

  private static func bound(_ reader: inout ObjectReader) -> WarningMeasure.Bound? {
    let most = IndicatorBook.maximumFigure
    let atMost = reader.integer("at_most", in: -most...most)
    let atLeast = reader.integer("at_least", in: -most...most)
    guard (atMost == nil) != (atLeast == nil) else {
      reader.add(
        Fault(
          reader.pointer, "one_of", zh: "at_most 与 at_least 须且只须有一个",
          en: "exactly one of at_most and at_least"))
      return nil
    }
    return atMost.map { .atMost($0) } ?? atLeast.map { .atLeast($0) }
  }

  private static func composite(_ reader: inout ObjectReader) -> CompositeRule? {
    guard reader.required("composite") != nil, var nested = reader.object("composite") else {
      return nil
    }
    defer { reader.merge(nested) }
    let groups = nested.requiredInteger("groups", in: 1...100)
    let from = nested.requiredChoice("from", of: WarningLevel.self)
    let raise = nested.requiredInteger("raise", in: 0...2)
    guard let groups, let from, let raise else { return nil }
    return CompositeRule(groups: Int(groups), from: from, raise: Int(raise))
  }
}
