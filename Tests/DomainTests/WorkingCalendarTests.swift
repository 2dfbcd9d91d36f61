import Domain
import Seeds
import Testing

@Suite("Working calendar")
struct WorkingCalendarTests {
  @Test("holidays, moved working days and weekends are told apart")
  func kinds() throws {
    let calendar = try Reference.calendar()
    #expect(calendar.years == 2018...2026)
    for (text, working) in [
      ("2026-10-01", false), ("2026-10-08", true), ("2026-10-10", true), ("2026-10-11", false),
      ("2026-02-14", true), ("2026-02-23", false), ("2026-11-20", true), ("2026-11-21", false),
    ] {
      #expect(try calendar.isWorkingDay(day(text)) == working, "\(text)")
    }
    #expect(
      try calendar.workingDays(after: day("2025-12-31"), through: day("2026-12-31")).value == 248)
  }

  @Test("five working days after 30 September 2026 end on 13 October")
  func adding() throws {
    let calendar = try Reference.calendar()
    let answer = try #require(try calendar.adding(workingDays: 5, to: day("2026-09-30")))
    #expect(answer.value.text == "2026-10-13" && !answer.isProvisional)
    #expect(try calendar.workingDay(onOrAfter: day("2026-10-01")).value.text == "2026-10-08")
    #expect(try calendar.adding(workingDays: 0, to: day("2026-10-01"))?.value.text == "2026-10-01")
    #expect(try calendar.adding(workingDays: -1, to: day("2026-10-08"))?.value.text == "2026-09-30")
  }

  @Test("past the published years only weekends are off, with a warning")
  func provisional() throws {
    let calendar = try Reference.calendar()
    #expect(try calendar.isWorkingDay(day("2027-10-01")))
    #expect(try !calendar.isWorkingDay(day("2027-10-02")))
    #expect(try !calendar.covers(day("2027-01-01")))
    let answer = try #require(try calendar.adding(workingDays: 30, to: day("2026-12-01")))
    #expect(answer.isProvisional)
    #expect(
      try calendar.workingDays(after: day("2026-12-01"), through: day("2027-01-05")).isProvisional)
    #expect(
      try !calendar.workingDays(after: day("2026-12-01"), through: day("2026-12-31")).isProvisional)
  }

  @Test("an addition is bounded both ways")
  func bounds() throws {
    let calendar = try Reference.calendar()
    let start = try day("2026-01-01")
    #expect(calendar.adding(workingDays: WorkingCalendar.maximumWorkingDays + 1, to: start) == nil)
    #expect(calendar.adding(workingDays: .min, to: start) == nil)
    #expect(calendar.adding(workingDays: WorkingCalendar.maximumWorkingDays, to: start) != nil)
  }

  @Test("counting is counting: the formula equals a walk, and undoes an addition")
  func countEqualsWalk() throws {
    var random = SeededGenerator.announced("working days")
    let calendar = try Reference.calendar()
    let first = try day("2017-06-01")
    for _ in 0..<500 {
      let start = first.adding(days: Int.random(in: 0...3_800, using: &random))
      let length = Int.random(in: 0...400, using: &random)
      let end = start.adding(days: length)
      let walked = (0..<length).count { calendar.isWorkingDay(start.adding(days: $0 + 1)) }
      #expect(calendar.workingDays(after: start, through: end).value == walked)
      let steps = Int.random(in: -200...200, using: &random)
      let reached = try #require(calendar.adding(workingDays: steps, to: start)).value
      #expect(calendar.workingDays(after: start, through: reached).value == steps)
    }
  }

  @Test("a broken calendar is refused")
  func broken() {
    for (rows, code) in [
      ("2026-13-01,holiday,x", "date"), ("2026-01-01,feast,x", "kind"),
      ("2026-01-01,holiday,x\n2026-01-01,workday,x", "duplicate"),
      ("2024-01-01,holiday,x\n2026-01-01,holiday,x", "gap"),
    ] {
      let faults = #expect(throws: Faults.self) {
        try WorkingCalendar(csv: "date,kind,occasion\n" + rows)
      }
      #expect(faults?.list.contains { $0.code == code } == true, "\(code)")
    }
  }
}
