import Domain

/// Where one rule stands for one enterprise after a period.
public struct WarningState: Hashable, Sendable {
  public let rule: WarningRule
  /// Nil when nothing is to be looked at.
  public let level: WarningLevel?
  /// The period in which there was something to be looked at again, after there was nothing.
  public let begun: ReportPeriod?
  /// The period in which this level was come to.
  public let since: ReportPeriod?
  /// The last period in which anything was measured; nil when nothing ever was.
  public let measured: ReportPeriod?
  /// What was measured then, in the order of the conditions.
  public let readings: [WarningReading]
}

/// One level of one rule: entered at one value and left at another, each after so many periods in a row. Worse
/// figures never leave it earlier.
private struct WarningTrigger {
  let level: WarningLevel
  private(set) var isOn = false
  private var enteredInRow = 0
  private var betterInRow = 0
  /// Conditions that entered it, or held it last: without their figures nothing is better.
  private var holders: Set<Int> = []

  init(_ level: WarningLevel) { self.level = level }

  /// A period in which nothing was measured: it breaks every row.
  mutating func skip() { (enteredInRow, betterInRow) = (0, 0) }

  mutating func step(_ readings: [WarningReading], _ rule: WarningRule) {
    func reaching(_ highest: (WarningCondition, Int64) -> WarningLevel?) -> Set<Int> {
      Set(
        readings.filter { reading in
          highest(rule.conditions[reading.condition], reading.value).map { $0 >= level } ?? false
        }.map(\.condition))
    }
    let holding = reaching { $0.held($1) }
    enteredInRow = reaching { $0.entered($1) }.isEmpty ? 0 : enteredInRow + 1
    if !isOn {
      guard enteredInRow >= rule.enterAfter else { return }
      (isOn, betterInRow, holders) = (true, 0, holding)
      return
    }
    guard holding.isEmpty else {
      (betterInRow, holders) = (0, holding)
      return
    }
    guard holders.isSubset(of: readings.map(\.condition)) else {
      betterInRow = 0
      return
    }
    betterInRow += 1
    if betterInRow >= rule.clearAfter { (isOn, betterInRow, holders) = (false, 0, []) }
  }
}

/// Goes through periods in their order.
struct WarningTrack {
  let rule: WarningRule
  private var triggers = WarningLevel.allCases.map(WarningTrigger.init)
  private var begun: ReportPeriod?
  private var since: ReportPeriod?
  private var measured: ReportPeriod?
  private var readings: [WarningReading] = []

  init(_ rule: WarningRule) { self.rule = rule }

  private var level: WarningLevel? { triggers.last { $0.isOn }?.level }

  var state: WarningState {
    WarningState(
      rule: rule, level: level, begun: begun, since: since, measured: measured, readings: readings)
  }

  /// - Parameter readings: of the conditions that could be measured.
  mutating func step(_ period: ReportPeriod, _ readings: [WarningReading]) {
    guard !readings.isEmpty else {
      for place in triggers.indices { triggers[place].skip() }
      return
    }
    (measured, self.readings) = (period, readings)
    let before = level
    for place in triggers.indices { triggers[place].step(readings, rule) }
    guard level != before else { return }
    since = level == nil ? nil : period
    if level == nil { begun = nil } else if before == nil { begun = period }
  }
}

extension WarningBook {
  /// Most periods back from the last one that are gone through.
  static let maximumPeriods = 240

  /// Where a rule stands after every known period up to one; the same whatever the order in which reports
  /// came.
  public func state(
    of rule: WarningRule, _ series: ReportSeries, through last: ReportPeriod
  ) -> WarningState {
    track(of: rule, series, through: last).state
  }

  /// Where it stood after each period, oldest first.
  public func history(
    of rule: WarningRule, _ series: ReportSeries, through last: ReportPeriod
  ) -> [WarningState] {
    var states: [WarningState] = []
    _ = track(of: rule, series, through: last) { states.append($0) }
    return states
  }

  private func track(
    of rule: WarningRule, _ series: ReportSeries, through last: ReportPeriod,
    each: (WarningState) -> Void = { _ in }
  ) -> WarningTrack {
    var track = WarningTrack(rule)
    guard last.kind == rule.period, let known = series.first(rule.period) else { return track }
    let first = max(known, last.adding(1 - Self.maximumPeriods))
    for period in ReportPeriod.range(first, through: last) {
      track.step(period, readings(of: rule, period, series) { _ in true })
      each(track.state)
    }
    return track
  }

  /// Of the conditions that count.
  private func readings(
    of rule: WarningRule, _ period: ReportPeriod, _ series: ReportSeries,
    counting counts: (WarningCondition) -> Bool
  ) -> [WarningReading] {
    rule.conditions.enumerated().compactMap { place, condition -> WarningReading? in
      guard counts(condition) else { return nil }
      return condition.reading(
        place, period, series, sources: indicators.sources(of: condition.measure.indicator))
    }
  }

  /// Where every rule in force stands on a day: through the last period of each kind that is over. What happened in the
  /// one that runs makes it worse at once, and never better: it is better when it is over.
  public func states(_ series: ReportSeries, on today: LegalDate) -> [WarningState] {
    rules(on: today).map { rule in
      let running = ReportPeriod(rule.period, of: today)
      var track = track(of: rule, series, through: running.adding(-1))
      let over = track.state
      track.step(
        running,
        readings(of: rule, running, series) {
          $0.isToldEarly && indicators.areEvents([$0.measure.indicator])
        })
      guard let level = track.state.level, over.level.map({ $0 < level }) ?? true else {
        return over
      }
      return track.state
    }
  }

  /// The level of an enterprise: the highest of its rules, raised when enough groups are bad at once.
  public func level(of states: [WarningState]) -> WarningLevel? {
    guard let highest = states.compactMap(\.level).max() else { return nil }
    let bad = states.filter { $0.level.map { $0 >= composite.from } ?? false }
    let groups = Set(bad.map(\.rule.group))
    return groups.count >= composite.groups ? highest.raised(by: composite.raise) : highest
  }
}
