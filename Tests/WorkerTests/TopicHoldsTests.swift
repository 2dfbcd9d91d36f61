import Testing

@testable import OutboxRelay

@Suite("Topics that Kafka does not take")
struct TopicHoldsTests {
  @Test("a refused topic pauses, longer each time, and no other topic with it")
  func refusedTopicPauses() {
    var holds = TopicHolds()
    let start = ContinuousClock.now
    var pauses: [Duration] = []
    var now = start
    for _ in 0..<8 {
      holds.note([("refused", false), ("refused", false), ("taken", true)], at: now)
      #expect(holds.held(at: now) == ["refused"])
      #expect(!holds.isEmpty)
      var pause = Duration.zero
      while holds.held(at: now + pause) != [] { pause += .milliseconds(10) }
      pauses.append(pause)
      now += pause
    }
    // Between half and the whole of 100 ms × 2^n, at most 5 s.
    for (index, pause) in pauses.enumerated() {
      let whole = Duration.milliseconds(min(5_000, 100 << index))
      #expect(pause >= whole / 2 && pause <= whole + .milliseconds(10))
    }
  }

  @Test("one record that was taken frees the topic, and its next pause is short again")
  func deliveryFrees() {
    var holds = TopicHolds()
    let now = ContinuousClock.now
    for _ in 0..<10 { holds.note([("topic", false)], at: now) }
    #expect(holds.held(at: now + .seconds(2)) == ["topic"])
    holds.note([("topic", false), ("topic", true)], at: now)
    #expect(holds.isEmpty && holds.held(at: now) == [])
    holds.note([("topic", false)], at: now)
    #expect(holds.held(at: now + .milliseconds(101)) == [])
  }
}
