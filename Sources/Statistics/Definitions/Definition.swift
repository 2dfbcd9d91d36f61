import Catalog
import Domain

/// What one authority means by figures of lending, such as 三个不低于.
public struct LendingDefinition: Hashable, Sendable {
  /// Which loans count.
  public struct Scope: Hashable, Sendable {
    public let sizes: Set<BorrowerSize>
    /// Greatest credit line of one borrower (单户授信), itself included; nil without such a limit.
    public let creditUpTo: Fen?
  }

  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Their balance grew at least as fast as that of all loans.
    case growth
    /// At least as many borrowers as the year before.
    case borrowers
    /// At least the share of applicants got a loan that got one the year before.
    case approval
    /// The share of bad loans is at most that of all loans and a margin.
    case badShare = "bad_share"
    /// The rate, weighted by amount, is at most that of the year before.
    case cost
  }

  public struct Indicator: Hashable, Sendable {
    public let code: String
    public let label: Label
    public let kind: Kind
    /// What a share of bad loans may lie above that of all loans; nil for other kinds.
    public let marginPPM: Int64?
  }

  public let code: String
  public let label: Label
  public let authority: Label
  public let period: EffectivePeriod
  /// Where it holds; nil for the country.
  public let jurisdiction: RegionCode?
  public let scope: Scope
  public let indicators: [Indicator]
  public let citation: Citation
}

/// Who borrows, by size.
public enum BorrowerSize: String, CaseIterable, Hashable, Sendable {
  case micro
  case small
  case medium
  case large
  /// A sole trader, or the owner of a small firm for its business (个体工商户、小微企业主).
  case owner
}

/// How small cells are held back.
public struct SuppressionRule: Hashable, Sendable {
  /// Counts below it are held back.
  public let threshold: Int64
  /// How long a combination that reveals one is looked for, in values looked at.
  public let searchSteps: Int
  /// How much is worked through for one report, in values; what is left then is held back.
  public let workSteps: Int
  public let citation: Citation
}

/// From how many cases on observed figures stand beside advertised ones.
public struct TruthRule: Hashable, Sendable {
  public let leastCases: Int64
  public let citation: Citation
}

/// What published figures mean.
public struct DefinitionBook: Hashable, Sendable {
  public let lending: [LendingDefinition]
  public let suppression: SuppressionRule
  public let truth: TruthRule
  public let report: ReportForm

  /// What of figures of lending is published.
  public var disclosure: LendingDisclosure {
    LendingDisclosure(
      threshold: suppression.threshold, largestPPM: report.lending.largestPPM,
      stepPPM: report.lending.stepPPM)
  }

  /// The definitions in force on a day at a place, in the order of the document.
  public func lending(on day: LegalDate, in region: RegionCode) -> [LendingDefinition] {
    lending.filter {
      $0.period.contains(day) && ($0.jurisdiction.map { $0.contains(region) } ?? true)
    }
  }

  /// The version of a definition in force on a day.
  public func definition(_ code: String, on day: LegalDate) -> LendingDefinition? {
    lending.first { $0.code == code && $0.period.contains(day) }
  }
}
