import Domain
import Listing
import Seeds
import Testing

@Suite("Random plans")
struct PlanPropertyTests {
  static let cases = 10_000

  @Test(
    "there is a plan exactly when walking forward misses nothing; it begins as late as can be, and without one the binding gate is named"
  )
  func againstWalking() throws {
    let calendar = try ListingFixture.calendar()
    let planner = Planner(calendar)
    var source = RandomProblem(seed: SeededGenerator.seed(for: "plans"))
    var planned = 0
    var extended = 0
    for number in 0..<Self.cases {
      let made = source.next()
      let problem = try #require(made)
      let choices = PlainSchedule.choices(problem, calendar)
      let fitting = choices.filter { $0.isInTime(from: problem.start) }
      switch planner.plan(problem) {
      case .plan(let plan):
        planned += 1
        extended += plan.needsExtension ? 1 : 0
        try #require(!fitting.isEmpty, "case \(number): a plan that walking forward misses")
        check(plan, problem, choices, fitting, number)
      case .none(let binding):
        try #require(fitting.isEmpty, "case \(number): no plan, but \(fitting[0])")
        check(binding, problem, choices, number)
      }
    }
    // Both sides are really tried.
    #expect(planned > Self.cases / 10 && planned < Self.cases * 9 / 10)
    #expect(extended > 0)
  }

  private func check(
    _ plan: Plan, _ problem: PlanProblem, _ choices: [PlainSchedule], _ fitting: [PlainSchedule],
    _ number: Int
  ) {
    let own = choices.first { $0.cutOff == plan.cutOff && $0.isExtended == plan.needsExtension }
    #expect(own?.isInTime(from: plan.latestStart) == true, "case \(number): begins too late")
    let later = plan.latestStart.adding(days: 1)
    let alike = choices.filter { $0.isExtended == plan.needsExtension }
    #expect(
      !alike.contains { $0.isInTime(from: later) }, "case \(number): could begin a day later")
    // An extension only where there is no other way.
    #expect(plan.needsExtension == fitting.allSatisfy(\.isExtended) || problem.statements == nil)
    let earliest = own?.done(from: problem.start) ?? [:]
    for entry in plan.entries {
      #expect(entry.earliest.done == earliest[entry.activity.code], "case \(number)")
      #expect(entry.earliest.start <= entry.latest.start && entry.latest.done <= entry.due)
      #expect(entry.slackDays >= 0)
    }
    #expect(!plan.criticalPath.isEmpty && plan.entries.count == problem.activities.count)
  }

  private func check(
    _ binding: PlanBinding, _ problem: PlanProblem, _ choices: [PlainSchedule], _ number: Int
  ) {
    #expect(binding.due < binding.earliest && binding.path.last == binding.gate)
    let own = choices.first { $0.cutOff == binding.cutOff }
    // Where no cut-off can be chosen at all nothing can be walked with.
    guard let own else { return }
    #expect(
      own.done(from: problem.start)[binding.gate] == binding.earliest, "case \(number): \(binding)")
  }
}
