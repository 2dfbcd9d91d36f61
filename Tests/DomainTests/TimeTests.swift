import Domain
import Foundation
import Seeds
import Testing

@Suite("Days and instants")
struct TimeTests {
  private static let calendar: Calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar
  }()

  private func date(_ day: LegalDate) -> Date {
    Date(timeIntervalSince1970: Double(day.daysSinceEpoch) * 86_400)
  }

  private func legal(_ date: Date) -> LegalDate {
    LegalDate(daysSinceEpoch: Int32((date.timeIntervalSince1970 / 86_400).rounded(.down)))
  }

  private func randomDay(_ random: inout SeededGenerator) -> LegalDate {
    // 1600-03-01 to 9999-12-31.
    LegalDate(daysSinceEpoch: Int32.random(in: -135_080...2_932_896, using: &random))
  }

  @Test("a day agrees with Foundation's calendar, and its text reads back")
  func civil() {
    var random = SeededGenerator.announced("civil days")
    for _ in 0..<5_000 {
      let day = randomDay(&random)
      let parts = Self.calendar.dateComponents([.year, .month, .day], from: date(day))
      #expect(parts.year == day.year && parts.month == day.month && parts.day == day.day)
      #expect(LegalDate(day.text) == day)
      // Foundation counts from Sunday as 1.
      #expect(
        Self.calendar.component(.weekday, from: date(day)) == day.weekday % 7 + 1, "\(day)")
      #expect(LegalDate(year: day.year, month: day.month, day: day.day) == day)
    }
  }

  @Test("adding days and months agrees with Foundation's calendar")
  func arithmetic() throws {
    var random = SeededGenerator.announced("day arithmetic")
    for _ in 0..<3_000 {
      let day = LegalDate(daysSinceEpoch: Int32.random(in: -20_000...60_000, using: &random))
      let months = Int.random(in: -600...600, using: &random)
      // Adding months to a date is not taken from Foundation: across a leap year its Gregorian
      // calendar clamps to the length of February of the wrong year.
      let first = try #require(
        Self.calendar.date(
          from: DateComponents(year: day.year, month: day.month + months, day: 1)))
      let length = try #require(Self.calendar.range(of: .day, in: .month, for: first)).count
      let expected = legal(first).adding(days: min(day.day, length) - 1)
      #expect(day.adding(months: months) == expected, "\(day) + \(months)")
      let days = Int.random(in: -10_000...10_000, using: &random)
      let later = try #require(Self.calendar.date(byAdding: .day, value: days, to: date(day)))
      #expect(day.adding(days: days) == legal(later))
    }
  }

  @Test("whole months are the most months that can be added without passing the day")
  func wholeMonths() throws {
    var random = SeededGenerator.announced("whole months")
    for _ in 0..<3_000 {
      let first = LegalDate(daysSinceEpoch: Int32.random(in: 0...40_000, using: &random))
      let second = first.adding(days: Int.random(in: 0...4_000, using: &random))
      let months = second.wholeMonths(since: first)
      #expect(first.adding(months: months) <= second)
      #expect(first.adding(months: months + 1) > second)
      #expect(first.wholeMonths(since: second) == -months)
    }
    #expect(try day("2026-02-28").wholeMonths(since: day("2026-01-31")) == 1)
    #expect(try day("2026-02-27").wholeMonths(since: day("2026-01-31")) == 0)
    #expect(try day("2024-01-31").adding(months: 1).text == "2024-02-29")
  }

  @Test(
    "text that is no day is refused",
    arguments: [
      "", "2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-4-01", "20260401",
      "2026/04/01",
      "1599-12-31", "2026-04-01 ", "+026-04-01", "２０２６-04-01", "2100-02-29",
    ])
  func noDay(text: String) {
    #expect(LegalDate(text) == nil)
  }

  @Test("a period is closed at both ends")
  func periods() throws {
    let period = EffectivePeriod(from: try day("2026-01-01"), to: try day("2026-06-30"))
    #expect(try period.contains(day("2026-01-01")) && period.contains(day("2026-06-30")))
    #expect(try !period.contains(day("2026-07-01")) && !period.contains(day("2025-12-31")))
    let next = EffectivePeriod(from: try day("2026-07-01"))
    #expect(!period.overlaps(next) && !next.overlaps(period))
    #expect(try period.overlaps(EffectivePeriod(from: day("2026-06-30"))))
    #expect(try next.contains(day("9999-12-31")))
  }

  @Test("an instant's text reads back, and names the day in Shanghai")
  func instants() throws {
    var random = SeededGenerator.announced("instants")
    for _ in 0..<3_000 {
      let instant = Instant(
        microseconds: Int64.random(
          in: -2_000_000_000_000_000...20_000_000_000_000_000, using: &random))
      #expect(Instant(instant.text) == instant)
      #expect(instant.text.hasPrefix(instant.legalDate.text + "T"))
    }
    let instant = try #require(Instant("2026-03-02T01:00:00Z"))
    #expect(instant.text == "2026-03-02T09:00:00.000000+08:00")
    #expect(try #require(Instant("2026-03-01T16:00:00Z")).legalDate.text == "2026-03-02")
    #expect(try #require(Instant("2026-03-01T15:59:59.999999Z")).legalDate.text == "2026-03-01")
    #expect(Instant(microseconds: 0).text == "1970-01-01T08:00:00.000000+08:00")
  }

  @Test("one instant has many spellings")
  func spellings() throws {
    let expected = try #require(Instant("2026-03-02T09:00:00.5+08:00"))
    for text in [
      "2026-03-02T01:00:00.500Z", "2026-03-02t01:00:00.500000z", "2026-03-01T17:30:00.5-07:30",
      "2026-03-02T09:00:00.50+08:00",
    ] {
      #expect(Instant(text) == expected, "\(text)")
    }
  }

  @Test(
    "text that is no instant is refused",
    arguments: [
      "", "2026-03-02", "2026-03-02T09:00:00", "2026-03-02 09:00:00Z", "2026-03-02T24:00:00Z",
      "2026-03-02T09:60:00Z", "2026-03-02T09:00:60Z", "2026-03-02T09:00:00.Z",
      "2026-03-02T09:00:00.1234567Z", "2026-03-02T09:00:00+0800", "2026-03-02T09:00:00+24:00",
      "2026-02-30T09:00:00Z", "2026-03-02T09:00:00Zx", "2026-03-02T09:00:00.123",
      "2026-03-02T9:00:00ZZZ",
    ])
  func noInstant(text: String) {
    #expect(Instant(text) == nil)
  }

  @Test("a fixed clock stands still")
  func clock() {
    let clock = WallClock.fixed(Instant(microseconds: 5))
    #expect(clock.now() == clock.now() && clock.now().adding(milliseconds: 2).microseconds == 2_005)
  }
}
