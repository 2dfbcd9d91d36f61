import Domain
import Sealing

/// What one source says of one enterprise for one period, in one revision.
public struct ReportRecord: Sendable, Hashable {
  public var id: ReportID
  public var enterprise: EnterpriseID
  public var source: String
  /// The institution that says it of its own business with the enterprise; nil where a source speaks as one.
  public var reporter: String?
  /// `month` or `quarter`, and its first day.
  public var periodKind: String
  public var periodOn: LegalDate
  public var revision: Int
  public var asOf: LegalDate
  public var provenance: String
  /// By whose permission, where the source needs one.
  public var authorisation: SourceAuthorisationID?
  /// `accept`, `quarantine` or `reject`, by the rules of quality; and which of them it breaks.
  public var outcome: String
  public var broken: [String]
  /// Figures by indicator, sealed.
  public var figures: SealedText
  /// The last day in time; nil when nobody had to report it.
  public var dueOn: LegalDate?
  public var receivedAt: Instant
  public var receivedBy: String
  public var decision: Decision?

  /// What somebody found of a report in quarantine.
  public struct Decision: Sendable, Hashable {
    /// `accept` or `reject`.
    public var outcome: String
    public var at: Instant
    public var by: String

    public init(outcome: String, at: Instant, by: String) {
      self.outcome = outcome
      self.at = at
      self.by = by
    }
  }

  public init(
    id: ReportID, enterprise: EnterpriseID, source: String, reporter: String? = nil,
    periodKind: String, periodOn: LegalDate, revision: Int, asOf: LegalDate, provenance: String,
    authorisation: SourceAuthorisationID?, outcome: String, broken: [String], figures: SealedText,
    dueOn: LegalDate?, receivedAt: Instant, receivedBy: String
  ) {
    self.id = id
    self.enterprise = enterprise
    self.source = source
    self.reporter = reporter
    self.periodKind = periodKind
    self.periodOn = periodOn
    self.revision = revision
    self.asOf = asOf
    self.provenance = provenance
    self.authorisation = authorisation
    self.outcome = outcome
    self.broken = broken
    self.figures = figures
    self.dueOn = dueOn
    self.receivedAt = receivedAt
    self.receivedBy = receivedBy
  }

  /// What became of it.
  public var settled: String { decision?.outcome ?? outcome }
  /// Whether it waits for somebody to look at it.
  public var isInQuarantine: Bool { settled == "quarantine" }
  /// The ETag: what was said never changes, and is decided once.
  public var version: Int { decision == nil ? 1 : 2 }
}
