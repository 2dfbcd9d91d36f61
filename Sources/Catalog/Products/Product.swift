import Domain

/// A dated offer of an institution, as data (design section 5). Unset means no criterion, or not
/// published.
public struct Product: Hashable, Sendable {
  /// Where the product was read, and how sure that is.
  public struct Source: Hashable, Sendable {
    /// Address or name of the page, as it was noted.
    public let url: String
    public let tag: SourceTag
    public let observedOn: LegalDate
  }

  /// Amounts the product admits, in fen, both ends included.
  public struct AmountRange: Hashable, Sendable {
    /// Tested against the lesser of limit and amount asked.
    public let minFen: Int64?
    /// Caps the limit.
    public let max: Quantity?
    public let citation: Citation?

    /// `max` as a number; nil while it is a policy parameter.
    public var maxFen: Int64? { max?.number }
  }

  /// Tenors the product admits, in months, both ends included.
  public struct TenorRange: Hashable, Sendable {
    public let minMonths: Int64?
    public let maxMonths: Int64?
    public let citation: Citation?
  }

  /// What the product can still take.
  public struct Capacity: Hashable, Sendable {
    public let amountFen: Int64?
    public let count: Int64?
  }

  /// What the institution says of itself beside its prices, to be held against what is observed. It decides nothing.
  public struct Advertised: Hashable, Sendable {
    /// From taking up to the decision.
    public let workingDays: Int64?
    /// Of those who ask, the share that gets it.
    public let grantedPPM: Int64?
  }

  /// `^[a-z0-9][a-z0-9-]{2,63}$`; ties in a ranking go by its bytes.
  public let code: String
  public let name: Label
  /// Code of the institution.
  public let institution: String
  /// Code of the family.
  public let family: String
  /// Whose policy parameters it refers to: those of this division and the ones above it; nil for
  /// the national ones only.
  public let jurisdiction: RegionCode?
  /// The product takes part in a run only on days of this period.
  public let effective: EffectivePeriod
  public let source: Source
  public let amount: AmountRange
  public let tenor: TenorRange
  /// Least share of the amount asked that the limit must cover.
  public let minCoveragePPM: Int64
  /// All must hold.
  public let criteria: [Criterion]
  /// The limit is the least of these and `amount.maxFen`; nil when not published.
  public let limit: [LimitTerm]?
  /// Nil when not published.
  public let pricing: PricingTerms?
  public let capacity: Capacity?
  public let advertised: Advertised?
  public let notes: [Label]
  /// What it takes from policy parameters, each once, sorted by id; empty once it is resolved.
  public let references: [ParameterReference]
  /// The canonical document; reading it gives the product again.
  public let json: JSON

  /// `min_coverage_ppm` when a product does not say otherwise: one half.
  public static let defaultMinCoveragePPM: Int64 = 500_000

  /// SHA-256 of the canonical document.
  public var digest: Digest { Digest(of: json) }

  /// Stands in for the citation of a rule whose range came without one.
  public var sourceCitation: Citation {
    Citation(document: source.url, url: source.url, tag: source.tag)
  }
}
