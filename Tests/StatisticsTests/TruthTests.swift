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
