import Catalog
import Domain
import Policy
import Pricing
import Testing

/// Terms and policies for prices.
enum PricingFixture {
  static let citation = Citation(document: "test", tag: .storedCopy)

  static func day(_ text: String) throws -> LegalDate { try #require(LegalDate(text)) }

  /// A national pack with a short LPR series.
  static func policies() throws -> PolicySet {
    func parameter(_ id: String, _ series: [(String, Int64)]) -> JSON {
      [
        "id": .string(id), "unit": "ppm", "label": ["zh": "LPR", "en": "LPR"],
        "citation": ["document": "test", "tag": "K"],
        "series": .array(series.map { ["from": .string($0.0), "value": .int($0.1)] }),
      ]
    }
    return try PolicySet(json: [
      "packs": [
        [
          "code": "cn", "jurisdiction": ["code": "CN", "name": ["zh": "国家", "en": "national"]],
          "parameters": [
            parameter("lpr_1y", [("2024-10-20", 31_000), ("2025-05-20", 30_000)]),
            parameter("lpr_5y", [("2024-10-20", 36_000), ("2025-05-20", 35_000)]),
          ],
        ]
      ]
    ])
  }

  static func terms(
    rate: RateBand, gradeFact: String? = nil, gradeBands: [String: RateBand] = [:],
    lprTenor: LPRTenor? = nil, repayment: Repayment = .interestMonthlyBullet, fees: [Fee] = [],
    subsidies: [Subsidy] = []
  ) -> PricingTerms {
    .annualised(
      AnnualisedTerms(
        rate: rate, gradeFact: gradeFact, gradeBands: gradeBands, lprTenor: lprTenor,
        repayment: repayment, fees: fees, subsidies: subsidies, citation: citation))
  }

  static func fixed(_ ppm: Int64) -> RateBand { RateBand(min: .fixed(ppm), max: .fixed(ppm)) }

  static func fee(_ ppm: Int64, _ timing: Fee.Timing, min: Int64? = nil) -> Fee {
    Fee(kind: "guarantee_fee", payee: "guarantor", timing: timing, minPPM: min, maxPPM: ppm)
  }

  static func subsidy(
    _ kind: Subsidy.Kind = .interestShare, ppm: Int64 = 500_000, cap: Int64? = nil,
    isCertain: Bool = true, fact: String? = nil
  ) -> Subsidy {
    Subsidy(
      id: "half", kind: kind, ppm: ppm, capFen: cap, isCertain: isCertain, fact: fact,
      citation: citation)
  }

  /// The cost of an amount (in yuan) over some months on 2025-06-01.
  static func cost(
    _ terms: PricingTerms, yuan: Int64 = 3_000_000, months: Int64 = 12,
    on day: String = "2025-06-01",
    facts: [String: FactState] = [:]
  ) throws -> CostOutcome {
    let request = Pricer.Request(
      amountFen: yuan * 100, tenorMonths: months, day: try self.day(day))
    return try Pricer(policies: policies()).cost(terms, request) { facts[$0] ?? .unknown }
  }
}
