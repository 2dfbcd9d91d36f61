import Domain
import Testing
import Workflow

@Suite("The way of a receivable")
struct ReceivableMachineTests {
  private func make() throws -> StateMachine {
    try StateMachine(json: ArrangementFixture.document("Schemas/workflow/receivable.yaml"))
  }

  @Test("a receivable goes from the draft to the release, with what each step demands")
  func wayThrough() throws {
    let machine = try make()
    var state = machine.initial
    let steps: [(verb: String, role: String, given: Set<String>)] = [
      ("upload", "enterprise", []), ("request_confirmation", "enterprise", ["requested_on"]),
      ("confirm", "debtor", ["confirmed_fen", "version_digest"]), ("offer", "enterprise", []),
      ("notify", "liaison", ["notified_on", "voucher"]),
      ("register", "liaison", ["registry_number", "registry_queried_on"]),
      ("fund", "liaison", ["funded_fen", "funded_on"]),
      ("collect", "liaison", ["collected_fen", "collected_on"]),
      ("release", "liaison", ["debtor_told_on", "registry_cancelled_on"]),
    ]
    for step in steps {
      for demand in step.given {
        #expect(throws: StateMachine.Refusal.missing([demand])) {
          try machine.next(
            step.verb, from: state, by: step.role, given: step.given.subtracting([demand]))
        }
      }
      state = try machine.next(step.verb, from: state, by: step.role, given: step.given).to
    }
    #expect(state == "released")
  }

  @Test(
    "a release before the money came frees the receivable for another funder, and one after ends it"
  )
  func release() throws {
    let machine = try make()
    for state in ["funded", "overdue", "non_performing"] {
      #expect(machine.edge("release", from: state)?.to == "confirmed")
    }
    #expect(machine.edge("release", from: "collected")?.to == "released")
  }

  @Test("whatever is amended is asked for anew, and what resembles another waits for an operator")
  func amended() throws {
    let machine = try make()
    for state in ["uploaded", "confirm_requested", "disputed", "confirm_expired"] {
      #expect(machine.edge("amend", from: state)?.to == "uploaded")
    }
    #expect(machine.edge("amend", from: "confirmed") == nil)
    #expect(machine.edges.filter { $0.verb == "admit" }.map(\.roles) == [["operator"]])
  }

  @Test("only the debtor confirms or disputes, and nobody pays out before the registry was asked")
  func guards() throws {
    let machine = try make()
    for verb in ["confirm", "dispute"] {
      #expect(machine.edges.filter { $0.verb == verb }.allSatisfy { $0.roles == ["debtor"] })
    }
    for role in ["enterprise", "liaison", "operator", "service"] {
      #expect(throws: StateMachine.Refusal.role(role)) {
        try machine.next("confirm", from: "confirm_requested", by: role)
      }
    }
    #expect(machine.edges.filter { $0.to == "funded" }.map(\.from) == ["registered"])
    #expect(machine.edges.filter { $0.to == "registered" }.map(\.from) == ["notified"])
    // Money is out: the enterprise cannot take it back.
    for state in ["funded", "overdue", "non_performing", "collected"] {
      #expect(machine.edge("withdraw", from: state) == nil)
    }
  }

  @Test("the debtor has thirty days, then the request lapses by itself, and it may still confirm")
  func confirmationClock() throws {
    let machine = try make()
    let timer = try #require(machine.timer(in: "confirm_requested"))
    #expect(timer.limit == TimeLimit(30, .calendarDay))
    #expect(timer.steps.last?.action == .use("lapse"))
    #expect(machine.edge("lapse", from: "confirm_requested")?.to == "confirm_expired")
    #expect(machine.edge("confirm", from: "confirm_expired")?.to == "confirmed")
  }

  @Test("what the law lets run is counted the same by the machine and by the payment clock")
  func sameClock() throws {
    let calendar = try ArrangementFixture.calendar()
    let limit = try #require(try make().timer(in: "confirm_requested")?.limit)
    let clock = DeadlineClock(calendar, closesAtMinute: 1_440)
    let start = try ArrangementFixture.day("2025-12-01")
    for offset in 0..<400 {
      let day = start.adding(days: offset)
      let deadline = try #require(clock.deadline(of: limit, from: Instant(startOf: day)))
      let moved = calendar.workingDay(onOrAfter: day.adding(days: 30))
      #expect(deadline.day == moved.value, "\(day)")
    }
  }
}
