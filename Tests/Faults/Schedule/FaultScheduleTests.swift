import Testing

@Suite("Fault schedules")
struct FaultScheduleTests {
  private static func full(_ seed: UInt64) -> FaultSchedule {
    FaultSchedule(seed: seed, count: 200, lengthMilliseconds: 500_000)
  }

  @Test("the same seed gives the same schedule, another seed another one")
  func seeded() {
    #expect(Self.full(7) == Self.full(7))
    #expect(Self.full(7).faults != Self.full(8).faults)
  }

  @Test("a short schedule has as many kinds as faults allow", arguments: [1, 8, 12, 14, 40])
  func everyKindComes(count: Int) {
    let schedule = FaultSchedule(seed: 3, count: count, lengthMilliseconds: 30_000)
    #expect(schedule.faults.count == count)
    #expect(schedule.kinds.count == min(count, FaultKind.allCases.count))
  }

  @Test("kinds and connections that were left out never come")
  func leftOut() {
    let kinds = FaultKind.allCases.filter { !$0.needsOwnBroker }
    let schedule = FaultSchedule(
      seed: 3, count: 100, lengthMilliseconds: 30_000, kinds: kinds, sides: [.database])
    #expect(schedule.faults.count == 100)
    #expect(schedule.faults.allSatisfy { !$0.kind.needsOwnBroker && $0.side != .broker })
    #expect(schedule.faults.contains { $0.side == .database })
  }

  @Test("a long schedule kills and stops every process and meets every connection")
  func everyVictimIsHit() {
    let labels = Set(Self.full(11).faults.map(\.label))
    for victim in Victim.allCases {
      let hits = [FaultKind.processKilled, .processStopped].map { "\($0.rawValue) \(victim)" }
      #expect(!labels.isDisjoint(with: hits), "\(victim)")
      for side in victim.sides {
        #expect(labels.contains { $0.hasSuffix("\(victim) \(side)") }, "\(victim) \(side)")
      }
    }
  }

  @Test("faults overlap, start in order, and are over at the end", arguments: [1, 2, 3, 4, 5])
  func times(seed: UInt64) {
    let schedule = Self.full(seed)
    #expect(schedule.overlapMaximum >= 3)
    #expect(schedule.faults.map(\.number) == Array(1...200))
    let starts = schedule.faults.map(\.startMilliseconds)
    #expect(starts == starts.sorted())
    for fault in schedule.faults {
      #expect(fault.startMilliseconds >= 0)
      #expect(fault.durationMilliseconds >= 0)
      #expect(fault.endMilliseconds <= schedule.lengthMilliseconds)
    }
  }

  @Test("a schedule shorter than a fault cuts the fault")
  func shortSchedule() {
    let schedule = FaultSchedule(seed: 9, count: 30, lengthMilliseconds: 100)
    #expect(schedule.faults.allSatisfy { $0.endMilliseconds <= 100 })
  }
}
