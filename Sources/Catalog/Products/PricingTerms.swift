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
  public let subsidiesPPM: Int64
  public let citation: Citation

  public init(basePPM: Int64, feesPPM: Int64, subsidiesPPM: Int64, citation: Citation) {
    self.basePPM = basePPM
    self.feesPPM = feesPPM
    self.subsidiesPPM = subsidiesPPM
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

/// A fee of the loan, as a share of the principal.
public struct Fee: Hashable, Sendable {
  /// When it is paid. Yearly and monthly fees are given per year; yearly ones are paid at the start
  /// of each year, a last year that is not full by its months.
  public enum Timing: String, CaseIterable, Hashable, Sendable {
    case upfront
    case yearly
    case monthly
  }

  /// Code such as `guarantee_fee`.
  public let kind: String
  /// Code of who receives it, such as `guarantor`.
  public let payee: String
  public let timing: Timing
  public let minPPM: Int64?
  /// The upper end; it ranks. Nil when only a "from" was published.
  public let maxPPM: Int64?
  /// Its own; nil when the price's citation covers it.
  public let citation: Citation?

  public init(
    kind: String, payee: String, timing: Timing, minPPM: Int64?, maxPPM: Int64?,
    citation: Citation? = nil
  ) {
    self.kind = kind
    self.payee = payee
    self.timing = timing
    self.minPPM = minPPM
    self.maxPPM = maxPPM
    self.citation = citation
  }
}

/// Money a third party pays towards the cost.
public struct Subsidy: Hashable, Sendable {
  /// What a subsidy is a share of.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// A share of the interest paid.
    case interestShare = "interest_share"
    /// A share of the fees paid.
    case feeShare = "fee_share"
  }

  /// When a subsidy is paid.
  public enum Payment: String, CaseIterable, Hashable, Sendable {
    /// Together with the last repayment.
    case atEnd = "at_end"
  }

  /// Unique in the price.
  public let id: String
  public let kind: Kind
  public let ppm: Int64
  /// Greatest amount.
  public let capFen: Int64?
  public let paid: Payment
  /// Whether it is due to everyone who fulfils `fact`. What is not certain is shown, not netted.
  public let isCertain: Bool
  /// A boolean fact it hangs on.
  public let fact: String?
  public let citation: Citation

  public init(
    id: String, kind: Kind, ppm: Int64, capFen: Int64? = nil, paid: Payment = .atEnd,
    isCertain: Bool, fact: String? = nil, citation: Citation
  ) {
    self.id = id
    self.kind = kind
    self.ppm = ppm
    self.capFen = capFen
    self.paid = paid
    self.isCertain = isCertain
    self.fact = fact
    self.citation = citation
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
  public let citation: Citation

  public init(
    rate: RateBand, gradeFact: String? = nil, gradeBands: [String: RateBand] = [:],
    lprTenor: LPRTenor? = nil, repayment: Repayment, fees: [Fee] = [], subsidies: [Subsidy] = [],
    citation: Citation
  ) {
    self.rate = rate
    self.gradeFact = gradeFact
    self.gradeBands = gradeBands
    self.lprTenor = lprTenor
    self.repayment = repayment
    self.fees = fees
    self.subsidies = subsidies
    self.citation = citation
  }

  /// Whether any band refers to the LPR.
  public var usesLPR: Bool { rate.usesLPR || gradeBands.values.contains(where: \.usesLPR) }
}
