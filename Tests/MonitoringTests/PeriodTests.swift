import Domain
import Monitoring
import Testing

@Suite("PeriodReport periods and duties")
struct PeriodTests {
  private typealias Fixture = MonitoringFixture

  @Test(
    "a period is written one way and read back",
    arguments: [
      ("2026-01", "2026-01-01", "2026-01-31"), ("2024-02", "2024-02-01", "2024-02-29"),
      ("2026-Q1", "2026-01-01", "2026-03-31"), ("2026-Q4", "2026-10-01", "2026-12-31"),
    ])
  func text(text: String, first: String, last: String) throws {
    let period = try Fixture.period(text)
    #expect(period.text == text)
    #expect(period.firstDay.text == first && period.lastDay.text == last)
    #expect(ReportPeriod(period.kind, of: period.lastDay) == period)
  }

  @Test(
    "what is no period is refused",
    arguments: [
      "", "2026", "2026-00", "2026-13", "2026-1", "2026-Q0", "2026-Q5", "2026-q1", "1999-12",
      "2026-01-01", "26-01", "2026-+1", "２０２６-01",
    ])
  func noPeriod(text: String) { #expect(ReportPeriod(text) == nil) }

  @Test("periods go on over the end of a year, both ways")
  func adding() throws {
    #expect(try Fixture.period("2026-11").adding(3).text == "2027-02")
    #expect(try Fixture.period("2026-Q1").adding(-1).text == "2025-Q4")
    #expect(try Fixture.period("2026-Q2").months.map(\.text) == ["2026-04", "2026-05", "2026-06"])
    let range = try ReportPeriod.range(
      Fixture.period("2025-12"), through: Fixture.period("2026-02"))
    #expect(range.map(\.text) == ["2025-12", "2026-01", "2026-02"])
  }

  @Test(
    "a monthly report is due on the 8th, or on the next working day",
    arguments: [
      // 8 March 2025 was a Saturday; 8 October 2024 the first day after the holidays.
      ("2025-02", "2025-03-10"), ("2024-09", "2024-10-08"), ("2025-03", "2025-04-08"),
    ])
  func dueOnDay(period: String, due: String) throws {
    let duty = try #require(Fixture.indicators().duty("monthly", on: Fixture.day("2025-01-01")))
    #expect(try duty.dueOn(Fixture.period(period), Fixture.calendar()).day.text == due)
  }

  @Test("a quarterly report is due fifteen working days after the quarter")
  func dueInWorkingDays() throws {
    let duty = try #require(Fixture.indicators().duty("quarterly", on: Fixture.day("2025-01-01")))
    let calendar = try Fixture.calendar()
    let due = try duty.dueOn(Fixture.period("2025-Q2"), calendar).day
    #expect(due.text == "2025-07-21")
    #expect(try calendar.workingDays(after: Fixture.day("2025-06-30"), through: due).value == 15)
  }

  @Test("on the last day it is awaited and in time, on the next missed and late")
  func standing() throws {
    let duty = try #require(Fixture.indicators().duty("monthly", on: Fixture.day("2025-01-01")))
    let (period, calendar) = (try Fixture.period("2025-03"), try Fixture.calendar())
    func standing(_ received: String?, _ today: String) throws -> ReportDuty.Standing {
      duty.standing(
        of: period, received: try received.map(Fixture.day), on: try Fixture.day(today), calendar)
    }
    #expect(try standing(nil, "2025-04-08") == .awaited)
    #expect(try standing(nil, "2025-04-09") == .missed)
    #expect(try standing("2025-04-08", "2025-04-09") == .onTime)
    #expect(try standing("2025-04-09", "2025-04-09") == .late)
  }

  @Test("an enrolment closes the periods whose last day is over, from its first to its last")
  func enrolment() throws {
    let duty = try #require(Fixture.indicators().duty("monthly", on: Fixture.day("2025-01-01")))
    let (calendar, from) = (try Fixture.calendar(), try Fixture.period("2025-01"))
    func closed(_ to: String?, _ today: String) throws -> [String] {
      ReportEnrolment(duty: duty, from: from, to: try to.map(Fixture.period))
        .closed(on: try Fixture.day(today), calendar).map(\.text)
    }
    // Saturday 8 February 2025 was a moved working day.
    #expect(try closed(nil, "2025-02-08") == [])
    #expect(try closed(nil, "2025-02-09") == ["2025-01"])
    #expect(try closed(nil, "2025-04-09") == ["2025-01", "2025-02", "2025-03"])
    #expect(try closed("2025-02", "2026-04-09") == ["2025-01", "2025-02"])
    #expect(try closed("2024-12", "2026-04-09") == [])
  }
}
