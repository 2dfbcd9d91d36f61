import Domain
import Foundation
import Testing

@Suite("What a reader sees")
struct EventLogTests {
  private static let enterprise = EnterpriseID(UUID())

  private func event(
    _ sequence: Int64, _ type: EventType = .needDecided, id: EventID = EventID(UUID()),
    run: RunID = RunID(UUID())
  ) -> Event {
    Event(
      id: id, type: type, key: Self.enterprise.text, subject: "x",
      time: Instant(microseconds: 1_795_140_000_000_000), sequence: sequence,
      data: ["run_id": .string(run.text)])
  }

  private func log(_ events: [Event]) -> EventLog {
    events.reduce(into: EventLog()) { $0.see($1) }
  }

  @Test("the same event again is neither a double nor out of order")
  func repeated() {
    let (one, two) = (event(1), event(2))
    let log = log([one, two, one, two, two])
    #expect(log.events == 2)
    #expect(log.doubled == [])
    #expect(log.disordered == [])
  }

  @Test("a gap is no fault: a broker may have lost what lay there")
  func gap() {
    #expect(log([event(1), event(5)]).disordered == [])
  }

  @Test("two events of one number are found")
  func sameNumber() {
    #expect(log([event(1), event(1)]).doubled.count == 1)
  }

  @Test("two events that tell of one run are found")
  func sameRun() {
    let run = RunID(UUID())
    #expect(log([event(1, run: run), event(2, run: run)]).doubled.count == 1)
    #expect(log([event(1, run: run), event(2, .decisionFlipped, run: run)]).doubled == [])
  }

  @Test("two events that tell of one step of a listing case are found, whatever they say of it")
  func sameStep() {
    func step(_ sequence: Int64, _ type: EventType, of seq: Int64) -> Event {
      var event = event(sequence, type)
      event.data = ["case_id": "lst_1", "seq": .int(seq)]
      return event
    }
    let first = step(1, .listingStageEntered, of: 1)
    #expect(log([first, step(2, .listingStageEntered, of: 2)]).doubled == [])
    #expect(log([first, step(2, .listingCaseEnded, of: 1)]).doubled.count == 1)
  }

  @Test("an event that comes only after its follower is found; sent again it is in order")
  func order() {
    let (one, two) = (event(1), event(2))
    #expect(log([two, one]).disordered.count == 1)
    #expect(log([two, one, two]).disordered == [])
  }
}
