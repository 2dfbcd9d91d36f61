import Catalog
import Domain
import Policy
import Pricing
import Seeds
import Testing

/// Thousands of prices in the terms of the first product documents, pinned by one digest: rates of
/// every form, grades, fees of every timing then known, subsidies with and without caps.
enum PriceSample {
  static let count = 4_000

  /// One price to compute.
  struct Case {
    let terms: PricingTerms
    let request: Pricer.Request
    let facts: [String: FactState]
  }

  /// SHA-256 of the figures of all cases, taken when these terms were all there was.
  static let digest = "sha256:b3472bc2e9eb0f78a3431f1ab0d863e6e90a74ef4c286b43c648118df05af7e1"

  /// The cases; the same ones on every machine and with every version of the standard library.
  static func cases() throws -> [Case] {
    var source = Source(random: SeededGenerator(seed: 20_251_120))
    return try (0..<count).map { _ in try source.next() }
  }

  /// The figures that must not change, of one case.
  static func figures(_ cost: CostOutcome) -> JSON {
    [
      .optional(cost.effectivePPM), .optional(cost.nominalPPM), .optional(cost.minEffectivePPM),
      .optional(cost.minNominalPPM), .optional(cost.rateMaxPPM), .optional(cost.rateMinPPM),
      .array(
        cost.subsidies.map { [.string($0.status.rawValue), .optional($0.amountFen)] }),
      .array(cost.parameters.map { [.string($0.id), .optional($0.value)] }),
      .array(cost.missing.map(JSON.string)),
    ]
  }

  private struct Source {
    var random: SeededGenerator

    mutating func pick(_ count: Int64) -> Int64 {
      Int64(random.next() % UInt64(count))
    }

    mutating func choose<T>(_ values: [T]) -> T { values[Int(pick(Int64(values.count)))] }

    mutating func end() -> RateEnd? {
      switch pick(5) {
      case 0: nil
      case 1: .fixed(0)
      case 2: .fixed(pick(120_000))
      default: .lpr(multipleMilli: choose([1_000, 1_300, 850]), spreadPPM: pick(40_001) - 20_000)
      }
    }

    mutating func fee() -> Fee {
      let max = choose([nil, Int64(0), 3_000, 10_000, 55_555])
      return Fee(
        kind: choose(["guarantee_fee", "service_fee"]), payee: choose(["guarantor", "bank"]),
        timing: choose([.upfront, .yearly, .monthly]),
        minPPM: max == nil || pick(2) == 0 ? 1_000 : nil, maxPPM: max)
    }

    mutating func subsidy(_ index: Int) -> Subsidy {
      Subsidy(
        id: "s\(index)", kind: choose([.interestShare, .feeShare]), ppm: pick(1_000_001),
        capFen: choose([nil, 1_000_000, 50_000_000]), isCertain: pick(4) > 0,
        fact: choose([nil, "listed", "srdi"]), citation: PricingFixture.citation)
    }

    mutating func terms() -> PricingTerms {
      if pick(10) == 0 {
        return .allIn(
          AllInTerms(
            basePPM: pick(90_000), feesPPM: pick(20_000), subsidiesPPM: pick(9_000),
            citation: PricingFixture.citation))
      }
      let hasGrades = pick(3) == 0
      let fees = (0..<pick(4)).map { _ in fee() }
      let subsidies = (0..<pick(4)).map { subsidy(Int($0)) }
      return .annualised(
        AnnualisedTerms(
          rate: RateBand(min: end(), max: end()), gradeFact: hasGrades ? "grade" : nil,
          gradeBands: hasGrades ? ["A": RateBand(min: end(), max: end())] : [:],
          lprTenor: choose([.oneYear, .fiveYears]),
          repayment: choose([
            .interestMonthlyBullet, .equalInstalment, .equalPrincipal, .revolving,
          ]), fees: fees, subsidies: subsidies, citation: PricingFixture.citation))
    }

    mutating func next() throws -> Case {
      let terms = terms()
      let day = try PricingFixture.day(choose(["2024-12-01", "2025-06-01", "2026-11-20"]))
      let request = Pricer.Request(
        amountFen: 1 + pick(2_000_000_000),
        tenorMonths: choose([1, 3, 6, 12, 13, 24, 36, 59, 60, 120, 600, 601]), day: day)
      let truth: [FactState] = [.unknown, .none, .known(.boolean(true)), .known(.boolean(false))]
      let facts: [String: FactState] = [
        "grade": choose([.unknown, .none, .known(.text("A")), .known(.text("B"))]),
        "listed": choose(truth), "srdi": choose(truth),
      ]
      return Case(terms: terms, request: request, facts: facts)
    }
  }
}

@Suite("Stability of prices")
struct PriceStabilityTests {
  @Test("terms that use nothing new cost what they always did, to the ppm")
  func pinned() throws {
    let pricer = Pricer(policies: try PricingFixture.policies())
    let figures = try PriceSample.cases().map { item in
      PriceSample.figures(pricer.cost(item.terms, item.request) { item.facts[$0] ?? .unknown })
    }
    #expect(Digest(of: .array(figures)).text == PriceSample.digest)
  }
}
