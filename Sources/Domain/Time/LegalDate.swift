/// A day of the civil (Gregorian) calendar in Asia/Shanghai, as laws, products and rates count it.
///
/// Periods are closed: `effective_to` is the last day in force.
public struct LegalDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01.
  public let daysSinceEpoch: Int32

  public init(daysSinceEpoch: Int32) { self.daysSinceEpoch = daysSinceEpoch }

  /// Nil when there is no such day; years 1600 to 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1600...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= LegalDate.daysInMonth(year: year, month: month)
    else { return nil }
    daysSinceEpoch = LegalDate.days(year: year, month: month, day: day)
  }

  /// From `YYYY-MM-DD`; nil for anything else.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else {
      return nil
    }
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for byte in bytes[range] {
        guard byte >= 0x30, byte <= 0x39 else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else {
      return nil
    }
    self.init(year: year, month: month, day: day)
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.daysSinceEpoch < right.daysSinceEpoch
  }

  public var year: Int { civil.year }
  public var month: Int { civil.month }
  public var day: Int { civil.day }

  /// 1 for Monday to 7 for Sunday; 1970-01-01 was a Thursday.
  public var weekday: Int { (Int(daysSinceEpoch) + 3).floorModulo(7) + 1 }

  /// `YYYY-MM-DD`.
  public var text: String {
    let (year, month, day) = civil
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  public func adding(days: Int) -> LegalDate {
    LegalDate(daysSinceEpoch: daysSinceEpoch + Int32(days))
  }

  /// The same day of the month `months` later, or that month's last day when it is shorter.
  public func adding(months: Int) -> LegalDate {
    let (year, month, day) = civil
    let index = year * 12 + (month - 1) + months
    let (newYear, newMonth) = (index.floorDivided(by: 12), index.floorModulo(12) + 1)
    let last = LegalDate.daysInMonth(year: newYear, month: newMonth)
    return LegalDate(
      daysSinceEpoch: LegalDate.days(year: newYear, month: newMonth, day: min(day, last)))
  }

  /// Whole months from `earlier` to this day: a month is full on the same day of the month, or on
  /// the last day of a shorter month (民法典 202). Negative when `earlier` is later.
  public func wholeMonths(since earlier: LegalDate) -> Int {
    if self < earlier { return -earlier.wholeMonths(since: self) }
    let (from, to) = (earlier.civil, civil)
    var months = (to.year - from.year) * 12 + to.month - from.month
    if earlier.adding(months: months) > self { months -= 1 }
    return months
  }

  var civil: (year: Int, month: Int, day: Int) {
    // Days are counted from 0000-03-01, so that the leap day ends its year.
    let shifted = Int(daysSinceEpoch) + 719_468
    let era = shifted.floorDivided(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private static func days(year: Int, month: Int, day: Int) -> Int32 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear.floorDivided(by: 400)
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(era * 146_097 + dayOfEra - 719_468)
  }

  public static func daysInMonth(year: Int, month: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension LegalDate: CustomStringConvertible {
  public var description: String { text }
}

/// A closed period of days; an open end is nil.
public struct EffectivePeriod: Hashable, Sendable {
  public let from: LegalDate
  /// The last day in force, or nil while it lasts.
  public let to: LegalDate?

  public init(from: LegalDate, to: LegalDate? = nil) {
    self.from = from
    self.to = to
  }

  public func contains(_ day: LegalDate) -> Bool { day >= from && (to.map { day <= $0 } ?? true) }

  public func overlaps(_ other: EffectivePeriod) -> Bool {
    (other.to.map { from <= $0 } ?? true) && (to.map { other.from <= $0 } ?? true)
  }
}

extension Int {
  func floorDivided(by divisor: Int) -> Int {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }

  func floorModulo(_ divisor: Int) -> Int { self - floorDivided(by: divisor) * divisor }
}
