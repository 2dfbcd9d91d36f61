import Catalog
import Domain

/// What a loan really costs, item by item, in the form of the list of all-in financing costs that
/// lenders lay before small firms (企业贷款综合融资成本清单, “贷款明白纸”): interest and each
/// non-interest item with its payee, mode and cycle, each as an amount in fen and as a yearly rate
/// by one method (`method`), their sum, and the same before and after subsidies.
///
/// It is a calculation from published terms at their upper ends, not an offer.
public struct CostSheet: Hashable, Sendable {
  /// How an item is charged (收取方式).
  public enum Mode: String, CaseIterable, Hashable, Sendable {
    /// A rate on what is owed.
    case onBalance = "on_balance"
    /// A share of the loan.
    case shareOfLoan = "share_of_loan"
    /// A share of the loan a year.
    case shareOfLoanYearly = "share_of_loan_yearly"
    /// Money left with the lender.
    case deposit
    /// A published rate, without cash flows.
    case additive
  }

  /// When an item is charged (收取周期).
  public enum Cycle: String, CaseIterable, Hashable, Sendable {
    case onceAtStart = "once_at_start"
    case onceAtEnd = "once_at_end"
    case monthly
    case yearlyAtStart = "yearly_at_start"
    /// Left at the start, returned at the end.
    case wholeTerm = "whole_term"
  }

  /// A yearly rate: 12 i, and (1 + i)^12 − 1 beside it (nil where no cash flows give one).
  public struct Annual: Hashable, Sendable {
    /// Nil for all-in prices.
    public let nominalPPM: Int64?
    public let effectivePPM: Int64

    public init(nominalPPM: Int64?, effectivePPM: Int64) {
      self.nominalPPM = nominalPPM
      self.effectivePPM = effectivePPM
    }
  }

  /// What a policy pack lets an item cost at most.
  public struct Ceiling: Hashable, Sendable {
    /// Such as `guarantee_fee_small_max_ppm`.
    public let parameter: String
    public let label: Label
    /// Ppm a year.
    public let ceilingPPM: Int64
    /// What the item takes a year, in ppm; what is charged once is spread over the tenor.
    public let chargedPPM: Int64
    public let isExceeded: Bool
    public let citation: Citation
    /// Whether the ceiling was checked against its source.
    public let isVerified: Bool
  }

  /// One line of the list.
  public struct Item: Hashable, Sendable {
    /// `interest`, the kind of a fee, or `deposit`; the same as `CashFlow.item` begins with.
    public let kind: String
    /// Which flows are its own: `CashFlow.item`.
    public let id: String
    /// Code of who is paid.
    public let payee: String
    public let mode: Mode
    public let cycle: Cycle
    /// The published rate at its upper end, in ppm; nil when not published.
    public let ratePPM: Int64?
    /// All of it over the term, in fen: for a deposit less than 0, the interest it earns. Nil when
    /// not published, and for all-in prices.
    public let amountFen: Int64?
    /// What a deposit keeps from use.
    public let heldFen: Int64?
    /// Its part of the yearly cost before subsidies.
    public let annual: Annual?
    public let ceilings: [Ceiling]
    public let citation: Citation
  }

  /// One subsidy that is paid, or may be.
  public struct SubsidyItem: Hashable, Sendable {
    public let id: String
    /// Code of the policy pack; nil for one of the product itself.
    public let pack: String?
    public let label: Label?
    /// Nil for all-in prices.
    public let kind: SubsidyKind?
    /// `netted` or `apart`.
    public let status: CostOutcome.SubsidyUse.Status
    public let ppm: Int64
    public let capFen: Int64?
    /// All of it, in fen; nil for all-in prices and where the price is not published.
    public let amountFen: Int64?
    /// Its payments on their days; those of a certain one stand in the sheet's flows as well.
    public let payments: [CashFlow]
    /// By how much it lowers the yearly cost: its part, by present value, of what all of its status
    /// lower it by.
    public let reduction: Annual?
    public let citation: Citation
  }

  /// What was asked for, and of which product.
  public let productCode: String
  public let productName: Label
  public let institution: String
  public let form: CostOutcome.Form
  public let amountFen: Int64
  public let tenorMonths: Int64
  /// The day the loan is taken to be drawn on, and the last payment.
  public let drawnOn: LegalDate
  public let endsOn: LegalDate
  /// Nil for all-in prices.
  public let repayment: Repayment?
  public let bridge: Bridge?
  /// LPR the rate refers to.
  public let parameters: [CostOutcome.ParameterUse]
  /// Interest first, then fees in the order of the product, then a deposit.
  public let items: [Item]
  /// Those that are paid for sure, then those that may be.
  public let subsidies: [SubsidyItem]
  /// Sum of `items`; nil when some of it is not published.
  public let before: Annual?
  /// After certain subsidies; it ranks.
  public let after: Annual?
  /// If all uncertain subsidies were paid as well; nil when none is uncertain.
  public let ifAll: Annual?
  /// Sum of the items' amounts.
  public let totalFen: Int64?
  /// Sum of the certain subsidies' amounts.
  public let subsidyFen: Int64?
  /// What is charged over the term if all uncertain subsidies were paid as well; nil when none is.
  public let ifAllFen: Int64?
  /// The dated payments, with certain subsidies; nil when some of the price is not published.
  public let flows: CashFlowSchedule?
  /// For revolving credit: what it costs when only some days are drawn.
  public let drawnUses: [DrawnUse]
  /// Facts that are unknown and would make the price more exact, sorted.
  public let missing: [String]
  /// The method and what was assumed, in words.
  public let notes: [Label]

  /// Whether some number of it was not checked against its source.
  public var hasUnverified: Bool {
    items.contains { !$0.citation.verified } || subsidies.contains { !$0.citation.verified }
      || parameters.contains { !$0.isVerified }
  }

  /// What is charged over the term after certain subsidies, in fen.
  public var netFen: Int64? { totalFen.flatMap { total in subsidyFen.map { total - $0 } } }
}
