import Domain
import Testing

@testable import Workflow

@Suite("Slots of a schedule")
struct SlotScheduleTests {
  private static func calendar() throws -> WorkingCalendar {
    try WorkingCalendar(csv: WorkflowFixture.text("Schemas/reference/calendar-cn.csv"))
  }

  private static func daily() throws -> SlotSchedule {
    try #require(SlotSchedule(.workingDays, atMinute: 540))
  }

  private static func weekly(_ weekday: Int) throws -> SlotSchedule {
    try #require(SlotSchedule(.weekly(weekday), atMinute: 540))
  }

  private static func day(_ text: String) throws -> LegalDate { try #require(LegalDate(text)) }

  @Test(
    "over the holidays of 2026 each working day has one slot at nine, moved working days too",
    arguments: [
      ("2026-01-01", false), ("2026-01-02", false), ("2026-01-04", true), ("2026-01-05", true),
      ("2026-02-13", true), ("2026-02-14", true), ("2026-02-16", false), ("2026-02-23", false),
      ("2026-02-24", true), ("2026-02-28", true), ("2026-03-01", false), ("2026-04-06", false),
      ("2026-05-05", false), ("2026-05-09", true), ("2026-06-19", false), ("2026-09-20", true),
      ("2026-09-25", false), ("2026-10-07", false), ("2026-10-08", true), ("2026-10-10", true),
      ("2026-10-11", false),
    ])
  func workingDays(_ text: String, _ has: Bool) throws {
    let day = try Self.day(text)
    let slot = try Self.daily().slot(on: day, Self.calendar())
    #expect(slot == (has ? Instant(startOf: day).adding(milliseconds: 9 * 3_600_000) : nil))
  }

  @Test(
    "a week whose day is off has its slot on the next working day, and a week away has none",
    arguments: [
      // Mondays: 2026-02-16 and 2026-02-23 lie in one holiday, which 2026-02-24 ends for both.
      ("2026-02-09", true), ("2026-02-16", false), ("2026-02-23", false), ("2026-02-24", true),
      ("2026-02-25", false), ("2026-03-02", true), ("2026-04-06", false), ("2026-04-07", true),
      ("2026-10-05", false), ("2026-10-08", true), ("2026-10-10", false), ("2026-10-12", true),
    ])
  func weeks(_ text: String, _ has: Bool) throws {
    let slot = try Self.weekly(1).slot(on: Self.day(text), Self.calendar())
    #expect((slot != nil) == has)
  }

  @Test(
    "the last slot and the next one lie on either side of an instant, however long a holiday is")
  func around() throws {
    let calendar = try Self.calendar()
    for schedule in [try Self.daily(), try Self.weekly(1), try Self.weekly(7)] {
      var all: [Instant] = []
      for offset in 0..<365 {
        let day = try Self.day("2026-01-01").adding(days: offset)
        if let slot = schedule.slot(on: day, calendar) { all.append(slot) }
      }
      for (earlier, later) in zip(all, all.dropFirst()) {
        #expect(schedule.latest(at: earlier, calendar) == earlier)
        let before = later.adding(milliseconds: -1)
        #expect(schedule.latest(at: before, calendar) == earlier)
        #expect(schedule.next(after: earlier, calendar) == later)
        #expect(schedule.next(after: before, calendar) == later)
      }
    }
    let year = try (0..<365).compactMap {
      try Self.daily().slot(on: Self.day("2026-01-01").adding(days: $0), calendar)
    }
    let days = calendar.workingDays(
      after: try Self.day("2025-12-31"), through: try Self.day("2026-12-31"))
    #expect(year.count == days.value)
  }

  @Test("a weekday or a minute that there is not makes no schedule")
  func refused() {
    for weekday in [0, 8, -1] { #expect(SlotSchedule(.weekly(weekday), atMinute: 0) == nil) }
    for minute in [-1, 1_440] { #expect(SlotSchedule(.workingDays, atMinute: minute) == nil) }
    #expect(SlotSchedule(.weekly(7), atMinute: 1_439) != nil)
  }
}
