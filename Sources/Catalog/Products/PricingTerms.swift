import Domain

/// What a product publishes about its price.
public enum PricingTerms: Hashable, Sendable {
  /// Rate, fees and subsidies as cash flows of a loan.
  case annualised(AnnualisedTerms)
  /// One published additive rate.
  case allIn(AllInTerms)

  /// Where the price comes from.
  public var citation: Citation {
    switch self {
    case .annualised(let terms): terms.citation
    case .allIn(let terms): terms.citation
    }
  }
}

/// base + fees − subsidies, in ppm a year, without cash flows.
public struct AllInTerms: Hashable, Sendable {
  public let basePPM: Int64
  public let feesPPM: Int64
  /// What everyone is paid.
  public let subsidiesPPM: Int64
  /// What is paid on conditions.
  public let subsidies: [AllInSubsidy]
  public let citation: Citation

  public init(
    basePPM: Int64, feesPPM: Int64, subsidiesPPM: Int64, subsidies: [AllInSubsidy] = [],
    citation: Citation
  ) {
    self.basePPM = basePPM
    self.feesPPM = feesPPM
    self.subsidiesPPM = subsidiesPPM
    self.subsidies = subsidies
    self.citation = citation
  }
}

/// Which LPR (loan prime rate) a price refers to.
public enum LPRTenor: String, CaseIterable, Hashable, Sendable {
  case oneYear = "1y"
  case fiveYears = "5y"
}

/// How principal and interest are paid back.
public enum Repayment: String, CaseIterable, Hashable, Sendable {
  /// Interest every month, principal at the end.
  case interestMonthlyBullet = "interest_monthly_bullet"
  /// The same payment every month.
  case equalInstalment = "equal_instalment"
  /// The same principal every month, and interest on what remains.
  case equalPrincipal = "equal_principal"
  /// Drawn and repaid at will; taken as fully drawn, so priced like `interestMonthlyBullet`.
  case revolving
}

/// One end of a rate band.
public enum RateEnd: Hashable, Sendable {
  /// Ppm a year.
  case fixed(Int64)
  /// LPR × `multipleMilli` / 1000 + `spreadPPM`.
  case lpr(multipleMilli: Int64, spreadPPM: Int64)
}

/// A band of yearly rates; an end that was not published is nil.
public struct RateBand: Hashable, Sendable {
  public let min: RateEnd?
  public let max: RateEnd?

  public init(min: RateEnd? = nil, max: RateEnd? = nil) {
    self.min = min
    self.max = max
  }

  /// Whether an end refers to the LPR.
  public var usesLPR: Bool {
    [min, max].contains { end in
      if case .lpr = end { true } else { false }
    }
  }
}

/// A price as cash flows.
public struct AnnualisedTerms: Hashable, Sendable {
  /// The general band, before fees.
  public let rate: RateBand
  /// Path of a grade and the bands that replace `rate` for it.
  public let gradeFact: String?
  public let gradeBands: [String: RateBand]
  /// Which LPR between 12 and 60 months.
  public let lprTenor: LPRTenor?
  public let repayment: Repayment
  public let fees: [Fee]
  public let subsidies: [Subsidy]
  /// Money left with the lender for the term.
  public let deposit: Deposit?
  /// Interest by the days used, paid with the principal in one sum.
  public let bridge: Bridge?
  public let citation: Citation

  public init(
    rate: RateBand, gradeFact: String? = nil, gradeBands: [String: RateBand] = [:],
    lprTenor: LPRTenor? = nil, repayment: Repayment, fees: [Fee] = [], subsidies: [Subsidy] = [],
    deposit: Deposit? = nil, bridge: Bridge? = nil, citation: Citation
  ) {
    self.rate = rate
    self.gradeFact = gradeFact
    self.gradeBands = gradeBands
    self.lprTenor = lprTenor
    self.repayment = repayment
    self.fees = fees
    self.subsidies = subsidies
    self.deposit = deposit
    self.bridge = bridge
    self.citation = citation
  }

  /// Whether any band refers to the LPR.
  public var usesLPR: Bool { rate.usesLPR || gradeBands.values.contains(where: \.usesLPR) }
}
