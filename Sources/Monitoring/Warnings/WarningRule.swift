import Catalog
import Domain

/// What is measured of an indicator.
public enum WarningMeasure: Hashable, Sendable {
  /// Over which periods a figure is taken.
  public enum Span: Hashable, Sendable {
    case single
    /// The sum from the first period of the year.
    case yearToDate
    /// The sum of so many periods up to this one; two such sums compare like means.
    case last(Int)
  }

  /// The figure itself.
  case value(of: String)
  /// The change in ppm against so many periods before. A base of zero or less, or under the floor, says
  /// nothing.
  case change(of: String, back: Int, over: Span, baseFloor: Int64)
  /// Periods in a row up to this one in which the figure is at most, or at least, so much. One that is not
  /// known ends the row.
  case run(of: String, Bound)

  public enum Bound: Hashable, Sendable {
    case atMost(Int64)
    case atLeast(Int64)

    func holds(_ figure: Int64) -> Bool {
      switch self {
      case .atMost(let most): figure <= most
      case .atLeast(let least): figure >= least
      }
    }
  }

  public var indicator: String {
    switch self {
    case .value(let code), .change(let code, _, _, _), .run(let code, _): code
    }
  }
}

/// One thing by which a rule tells how bad it is.
public struct WarningCondition: Hashable, Sendable {
  public enum Worse: String, CaseIterable, Hashable, Sendable {
    case lower
    case higher
  }

  public let measure: WarningMeasure
  public let worse: Worse
  /// From which value on a level is entered.
  public let enter: [WarningLevel: Int64]
  /// Up to which value a level that was entered still holds; on the better side of what enters it.
  public let leave: [WarningLevel: Int64]

  /// Whether a period that runs can say it: only what more of is worse, for more may come until it is over.
  var isToldEarly: Bool {
    switch measure {
    case .run(_, .atMost): false
    case .value, .change, .run(_, .atLeast): worse == .higher
    }
  }

  /// The highest level that a value enters.
  func entered(_ value: Int64) -> WarningLevel? { highest(enter, value) }

  /// The highest level that a value holds.
  func held(_ value: Int64) -> WarningLevel? { highest(leave, value) }

  private func highest(_ thresholds: [WarningLevel: Int64], _ value: Int64) -> WarningLevel? {
    thresholds.filter { worse == .lower ? value <= $0.value : value >= $0.value }.keys.max()
  }
}

/// When an enterprise is to be looked at, as data (`Schemas/monitoring/warnings.yaml`).
public struct WarningRule: Hashable, Sendable {
  /// The same for all its versions. An enterprise has at most one open alert of it.
  public let code: String
  public let label: Label
  /// Rules of one group count once when levels come together.
  public let group: String
  public let period: ReportPeriod.Kind
  public let days: EffectivePeriod
  /// Whether the numbers are the platform's own, for want of official ones.
  public let isPlatformDefault: Bool
  /// Periods in a row in which a level must be entered before it counts.
  public let enterAfter: Int
  /// Periods in a row that must be better than what holds a level before it is left.
  public let clearAfter: Int
  public let conditions: [WarningCondition]
  public let citation: Citation

  /// Indicators it looks at.
  public var indicators: Set<String> { Set(conditions.map(\.measure.indicator)) }
}

/// How the levels of an enterprise come to one.
public struct CompositeRule: Hashable, Sendable {
  /// As warnings name it; no other rule has this code.
  public static let code = "composite"
  public static let label = Label(zh: "综合预警", en: "all rules together")

  /// From so many groups on at `from` or above, the highest level is raised.
  public let groups: Int
  public let from: WarningLevel
  public let raise: Int
}

/// Every rule there is, in its versions.
public struct WarningBook: Sendable {
  public let rules: [WarningRule]
  public let composite: CompositeRule
  let indicators: IndicatorBook

  /// What a rule is called, the composite one, too; nil for one that is there no more.
  public func label(of code: String) -> Label? {
    code == CompositeRule.code ? CompositeRule.label : rules.last { $0.code == code }?.label
  }

  /// Those in force on a day, in the order of the book.
  public func rules(on day: LegalDate) -> [WarningRule] {
    rules.filter { $0.days.contains(day) }
  }
}
