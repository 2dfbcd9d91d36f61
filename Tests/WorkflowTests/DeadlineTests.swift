import Domain
import Testing

@testable import Workflow

@Suite("Deadlines in working days")
struct DeadlineTests {
  private func day(_ count: Int, _ unit: TimeLimit.Unit, from start: String, hour: Int64 = 9) throws
    -> String
  {
    let limit = try #require(TimeLimit(count, unit))
    let deadline = try #require(
      try WorkflowFixture.clock().deadline(
        of: limit, from: try WorkflowFixture.instant(start, hour: hour)))
    return deadline.day.text
  }

  /// The published holidays: 国办发明电〔2024〕12号 for 2025, 国办发明电〔2025〕7号 for 2026.
  @Test(
    "the limits of an offer over the holidays of 2025 and 2026",
    arguments: [
      // start, one, three and five working days after it
      ("2025-01-24", ["2025-01-26", "2025-02-05", "2025-02-07"]),
      ("2025-01-26", ["2025-01-27", "2025-02-06", "2025-02-08"]),
      ("2025-01-27", ["2025-02-05", "2025-02-07", "2025-02-10"]),
      ("2025-02-01", ["2025-02-05", "2025-02-07", "2025-02-10"]),
      ("2025-04-03", ["2025-04-07", "2025-04-09", "2025-04-11"]),
      ("2025-04-26", ["2025-04-27", "2025-04-29", "2025-05-06"]),
      ("2025-04-30", ["2025-05-06", "2025-05-08", "2025-05-12"]),
      ("2025-05-30", ["2025-06-03", "2025-06-05", "2025-06-09"]),
      ("2025-09-27", ["2025-09-28", "2025-09-30", "2025-10-10"]),
      ("2025-09-30", ["2025-10-09", "2025-10-11", "2025-10-14"]),
      ("2025-12-31", ["2026-01-04", "2026-01-06", "2026-01-08"]),
      ("2026-01-01", ["2026-01-04", "2026-01-06", "2026-01-08"]),
      ("2026-02-13", ["2026-02-14", "2026-02-25", "2026-02-27"]),
      ("2026-02-14", ["2026-02-24", "2026-02-26", "2026-02-28"]),
      ("2026-03-02", ["2026-03-03", "2026-03-05", "2026-03-09"]),
      ("2026-04-03", ["2026-04-07", "2026-04-09", "2026-04-13"]),
      ("2026-04-30", ["2026-05-06", "2026-05-08", "2026-05-11"]),
      ("2026-06-18", ["2026-06-22", "2026-06-24", "2026-06-26"]),
      ("2026-09-18", ["2026-09-20", "2026-09-22", "2026-09-24"]),
      ("2026-09-24", ["2026-09-28", "2026-09-30", "2026-10-09"]),
      ("2026-09-30", ["2026-10-08", "2026-10-10", "2026-10-13"]),
    ])
  func holidays(_ row: (start: String, ends: [String])) throws {
    #expect(try [1, 3, 5].map { try day($0, .workingDay, from: row.start) } == row.ends)
  }

  @Test("the day on which a limit begins does not count, whatever the hour")
  func firstDay() throws {
    for hour: Int64 in [0, 9, 18, 23] {
      #expect(try day(1, .workingDay, from: "2026-03-02", hour: hour) == "2026-03-03")
    }
    #expect(try day(1, .workingDay, from: "2026-03-07") == "2026-03-09")
  }

  @Test("calendar days run over days off, and a last day off gives way to the next working day")
  func calendarDays() throws {
    #expect(try day(5, .calendarDay, from: "2026-03-02") == "2026-03-09")
    #expect(try day(3, .calendarDay, from: "2026-03-02") == "2026-03-05")
    #expect(try day(30, .calendarDay, from: "2026-01-20") == "2026-02-24")
  }

  @Test("a deadline is the end of business on its day, in Shanghai")
  func hour() throws {
    let limit = try #require(TimeLimit(1, .workingDay))
    let start = try WorkflowFixture.instant("2026-03-02")
    #expect(
      try WorkflowFixture.clock().deadline(of: limit, from: start)?.instant.text
        == "2026-03-03T18:00:00.000000+08:00")
    #expect(
      try WorkflowFixture.clock(closesAtMinute: 24 * 60).deadline(of: limit, from: start)?.instant
        .text == "2026-03-04T00:00:00.000000+08:00")
  }

  @Test("days of a pause do not count, and one at the end is waited out")
  func pauses() throws {
    let clock = try WorkflowFixture.clock()
    let limit = try #require(TimeLimit(3, .workingDay))
    let start = try WorkflowFixture.instant("2026-03-02")
    func end(_ pauses: [(String, String)]) throws -> String? {
      let pauses = try pauses.map { from, through in
        let (first, last) = (try #require(LegalDate(from)), try #require(LegalDate(through)))
        return try #require(Pause(from: first, through: last, reason: "site visit"))
      }
      return clock.deadline(of: limit, from: start, pauses: pauses)?.day.text
    }
    #expect(try end([]) == "2026-03-05")
    #expect(try end([("2026-03-03", "2026-03-04")]) == "2026-03-09")
    #expect(try end([("2026-03-05", "2026-03-10")]) == "2026-03-11")
    #expect(try end([("2026-03-07", "2026-03-08")]) == "2026-03-05")
    #expect(try end([("2026-03-03", "2026-03-04"), ("2026-03-04", "2026-03-06")]) == "2026-03-11")
  }

  @Test("a pause has a reason and an end")
  func pauseBounds() throws {
    let first = try #require(LegalDate("2026-03-02"))
    #expect(Pause(from: first, through: first, reason: " ") == nil)
    #expect(Pause(from: first, through: first.adding(days: -1), reason: "x") == nil)
    #expect(Pause(from: first, through: first.adding(days: 366), reason: "x") == nil)
    #expect(Pause(from: first, through: first.adding(days: 365), reason: "x") != nil)
    #expect(TimeLimit(0, .workingDay) == nil)
    #expect(TimeLimit(1_001, .workingDay) == nil)
  }

  @Test("escalation moves by working days from the deadline, and what is left is counted the same")
  func escalation() throws {
    let clock = try WorkflowFixture.clock()
    let limit = try #require(TimeLimit(5, .workingDay))
    let deadline = try #require(
      clock.deadline(of: limit, from: try WorkflowFixture.instant("2026-09-18")))
    #expect(deadline.day.text == "2026-09-24")
    #expect(clock.deadline(deadline, movedBy: -1)?.day.text == "2026-09-23")
    #expect(clock.deadline(deadline, movedBy: 0) == deadline)
    #expect(clock.deadline(deadline, movedBy: 1)?.day.text == "2026-09-28")
    #expect(clock.deadline(deadline, movedBy: 4)?.day.text == "2026-10-08")
    #expect(
      clock.workingDaysLeft(deadline, at: try WorkflowFixture.instant("2026-09-18")) == 5)
    #expect(
      clock.workingDaysLeft(deadline, at: try WorkflowFixture.instant("2026-09-24", hour: 23)) == 0)
    #expect(
      clock.workingDaysLeft(deadline, at: try WorkflowFixture.instant("2026-09-28")) == -1)
  }

  @Test("past the published holidays only weekends count, and the deadline says so")
  func provisional() throws {
    let clock = try WorkflowFixture.clock()
    let limit = try #require(TimeLimit(5, .workingDay))
    let late = try #require(
      clock.deadline(of: limit, from: try WorkflowFixture.instant("2031-03-03")))
    #expect(late.isProvisional)
    let known = try #require(
      clock.deadline(of: limit, from: try WorkflowFixture.instant("2026-03-02")))
    #expect(!known.isProvisional)
  }
}
