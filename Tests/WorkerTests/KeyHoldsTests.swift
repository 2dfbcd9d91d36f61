import Testing
import WorkerKit

@testable import OutboxRelay

@Suite("Records that Kafka refuses")
struct KeyHoldsTests {
  @Test(
    "a refused record pauses its key, longer each time, and no other; then it is an alert, once")
  func pauses() {
    var holds = KeyHolds(backoff: Backoff(maximumMilliseconds: 60_000), alertAfter: 3)
    var now = ContinuousClock.now
    var last = Duration.zero
    for number in 1...6 {
      let alerts = holds.note(
        [(key: "good", isRefused: nil), (key: "bad", isRefused: true)], at: now)
      #expect(alerts == (number == 3 ? [1] : []))
      #expect(holds.alerting == (number >= 3 ? 1 : 0))
      #expect(holds.held(at: now) == ["bad"])
      var pause = Duration.zero
      while holds.held(at: now + pause) != [] { pause += .milliseconds(10) }
      // Each pause is at least half of twice the one before.
      #expect(pause + .milliseconds(10) >= last / 2)
      #expect(pause <= .milliseconds(100 << (number - 1)) + .milliseconds(10))
      last = pause
      now += pause
    }
  }

  @Test("a key whose first record is taken is free; a later refusal of its batch counts anew")
  func freed() {
    var holds = KeyHolds(alertAfter: 2)
    let now = ContinuousClock.now
    _ = holds.note([(key: "k", isRefused: true)], at: now)
    _ = holds.note([(key: "k", isRefused: nil), (key: "k", isRefused: true)], at: now)
    #expect(holds.held(at: now) == ["k"])
    #expect(holds.alerting == 0)
    _ = holds.note([(key: "k", isRefused: nil)], at: now)
    #expect(holds.held(at: now) == [])
  }

  @Test(
    "what is the topic's or the broker's trouble holds up no key, and what follows a failure counts not"
  )
  func onlyRefusals() {
    var holds = KeyHolds(alertAfter: 1)
    let now = ContinuousClock.now
    let alerts = holds.note(
      [
        (key: "away", isRefused: false), (key: "away", isRefused: true),
        (key: "bad", isRefused: true), (key: "bad", isRefused: true),
      ], at: now)
    #expect(alerts == [2])
    #expect(holds.held(at: now) == ["bad"])
  }
}
