import Domain
import Listing
import Seeds
import Workflow

/// Random plans to make: some easy, some tight, some impossible.
struct RandomProblem {
  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func next() -> PlanProblem? {
    let start = LegalDate(daysSinceEpoch: Int32(number(19_723...20_800)))
    let count = number(1...7)
    var activities: [PlanActivity] = []
    for index in 0..<count {
      let after = activities.map(\.code).filter { _ in chance(40) }
      guard
        let length = PlanLength(number(0...25), chance(50) ? .workingDay : .calendarDay)
      else { return nil }
      activities.append(
        PlanActivity(
          "a\(index)", after: after, length: length,
          notBefore: chance(20) ? start.adding(days: number(0...60)) : nil,
          notAfter: chance(15) ? start.adding(days: number(10...150)) : nil))
    }
    return PlanProblem(
      activities, from: start, to: start.adding(days: number(5...200)),
      statements: chance(60) ? statements(of: activities.map(\.code), start) : nil)
  }

  private mutating func statements(
    of codes: [String], _ start: LegalDate
  ) -> PlanProblem.Statements {
    let place = number(0...(codes.count - 1))
    var settled: Set<String> = []
    for code in codes[..<place] where chance(50) { settled.insert(code) }
    var good: Set<String> = []
    for code in codes[place...] where chance(50) { good.insert(code) }
    let isThere = chance(20)
    return PlanProblem.Statements(
      everyMonths: [1, 3, 6][number(0...2)], settled: settled,
      audited: isThere && chance(50) ? nil : codes[place], good: good, months: number(1...6),
      extensionMonths: number(0...3),
      cutOff: isThere ? start.adding(days: number(-90...30)) : nil,
      notBefore: chance(25) ? start.adding(days: number(-120...60)) : nil)
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  /// True in so many of a hundred.
  private mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }
}
