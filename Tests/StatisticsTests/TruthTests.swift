import Domain
import Statistics
import Testing

@Suite("Advertised and observed")
struct TruthTests {
  private func granted(_ amount: Int64, _ rate: Int64, days: Int?) throws -> ObservedCase {
    ObservedCase(
      grant: ObservedCase.Grant(
        amount: try StatisticsFixture.fen(amount), ratePPM: rate, days: days))
  }

  @Test("from twenty cases on it is said, weighted by amount; of nineteen nothing is")
  func least() throws {
    let cases = try (0..<20).map {
      try granted($0 < 10 ? 300 : 100, $0 < 10 ? 40_000 : 60_000, days: $0)
    }
    let terms = AdvertisedTerms(ratePPM: 40_000, days: 3, grantPPM: 900_000)
    let truth = ProductTruth(cases, advertised: terms, least: 20)
    #expect(truth.rate.value == 45_000)
    #expect(truth.rate.difference == 5_000)
    #expect(truth.days.value == 9_500)
    #expect(truth.days.difference == 6_500)
    #expect(truth.grants.value == 1_000_000)
    let few = ProductTruth(Array(cases.dropLast()), advertised: terms, least: 20)
    #expect(few.rate.value == nil)
    #expect(few.rate.cases == nil)
    #expect(few.rate.advertised == 40_000)
    #expect(few.rate.difference == nil)
  }

  @Test("how an institution decides is told from twenty cases on, and a count under ten never")
  func fairness() {
    func fairness(_ granted: Int64, _ declined: Int64, _ unanswered: Int64) -> Fairness {
      Fairness(
        granted: granted, declined: declined, unanswered: unanswered,
        answerDays: DayHistogram(Array(repeating: 3, count: Int(granted + declined))), least: 20,
        threshold: 10)
    }
    let many = fairness(12, 6, 6)
    #expect(many.cases == 24)
    #expect(many.declinedPPM == 250_000)
    #expect(many.unansweredPPM == 250_000)
    // Only eighteen of them were answered.
    #expect(many.answers == 18)
    #expect(many.medianMilliDays == nil)
    #expect(fairness(15, 5, 0).medianMilliDays == 3_000)
    let some = fairness(10, 5, 0)
    #expect(some.cases == 15)
    #expect(some.declinedPPM == nil)
    let few = fairness(5, 4, 0)
    #expect(few.cases == nil)
    #expect(few.answers == nil)
  }

  @Test("refusals count for the share that is granted and for nothing else")
  func refusals() throws {
    let cases =
      try (0..<20).map { _ in try granted(100, 50_000, days: nil) }
      + Array(repeating: ObservedCase(grant: nil), count: 20)
    let truth = ProductTruth(cases, advertised: AdvertisedTerms(), least: 20)
    #expect(truth.grants.value == 500_000)
    #expect(truth.grants.cases == 40)
    #expect(truth.rate.value == 50_000)
    #expect(truth.days.value == nil)
    #expect(truth.rate.difference == nil)
  }
}
