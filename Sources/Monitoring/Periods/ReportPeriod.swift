import Domain

/// A month or a quarter of the civil calendar of which figures are reported.
public struct ReportPeriod: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    case month
    case quarter

    var months: Int {
      switch self {
      case .month: 1
      case .quarter: 3
      }
    }

    /// Periods of a year.
    public var perYear: Int { 12 / months }
  }

  /// First and last year that is read.
  public static let years = 2000...2199

  public let kind: Kind
  public let firstDay: LegalDate

  /// The one that a day is in.
  public init(_ kind: Kind, of day: LegalDate) {
    self.kind = kind
    let back = (day.month - 1) % kind.months
    firstDay = day.adding(days: 1 - day.day).adding(months: -back)
  }

  /// From `2026-03` or `2026-Q1`; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
      let year = Self.number(parts[0]), Self.years.contains(year)
    else { return nil }
    let quarter = parts[1].first == "Q"
    guard let number = Self.number(quarter ? parts[1].dropFirst() : parts[1]),
      (1...(quarter ? 4 : 12)).contains(number),
      let day = LegalDate(year: year, month: quarter ? number * 3 - 2 : number, day: 1)
    else { return nil }
    kind = quarter ? .quarter : .month
    firstDay = day
  }

  private static func number(_ digits: Substring) -> Int? {
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(digits)
  }

  public var lastDay: LegalDate { adding(1).firstDay.adding(days: -1) }
  public var year: Int { firstDay.year }
  /// 1 to 12 of months, 1 to 4 of quarters.
  public var index: Int { (firstDay.month - 1) / kind.months + 1 }

  /// `2026-03` or `2026-Q1`.
  public var text: String {
    switch kind {
    case .month: String(firstDay.text.prefix(7))
    case .quarter: "\(firstDay.text.prefix(4))-Q\(index)"
    }
  }

  /// So many periods later, or earlier when negative.
  public func adding(_ count: Int) -> ReportPeriod {
    ReportPeriod(kind, of: firstDay.adding(months: count * kind.months))
  }

  /// Whether a day is in it.
  public func contains(_ day: LegalDate) -> Bool { firstDay <= day && day <= lastDay }

  /// The months of a quarter; a month is its own.
  public var months: [ReportPeriod] {
    (0..<kind.months).map { ReportPeriod(.month, of: firstDay.adding(months: $0)) }
  }

  /// Those of its kind from one to another, both counted; none when the second is earlier.
  public static func range(_ first: ReportPeriod, through last: ReportPeriod) -> [ReportPeriod] {
    var list: [ReportPeriod] = []
    var next = first
    while next.kind == last.kind, next.firstDay <= last.firstDay {
      list.append(next)
      next = next.adding(1)
    }
    return list
  }
}

extension ReportPeriod: Comparable {
  /// By the first day, months before the quarter that begins with them.
  public static func < (left: Self, right: Self) -> Bool {
    left.firstDay == right.firstDay
      ? left.kind == .month && right.kind == .quarter : left.firstDay < right.firstDay
  }
}

extension ReportPeriod: CustomStringConvertible {
  public var description: String { text }
}
