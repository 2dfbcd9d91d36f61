import Catalog
import Domain

/// By which receivables may be financed, and how far: every number a setting with its basis
/// (`Schemas/arrangement/receivables.yaml`).
public struct ReceivablePolicy: Hashable, Sendable {
  /// What is done with receivables of a kind.
  public enum Treatment: String, CaseIterable, Hashable, Sendable {
    case admit
    /// Counts once somebody has looked at it.
    case review
    case exclude
  }

  /// What of an invoice counts.
  public enum Face: String, CaseIterable, Hashable, Sendable {
    case withVAT = "with_vat"
    case withoutVAT = "without_vat"
  }

  /// How a receivable secures a financing.
  public enum Way: String, CaseIterable, Hashable, Sendable {
    case pledge
    case factoring
  }

  /// What binds the share of a debtor of whom the funder has a credit line (core enterprises).
  public enum LinedConcentration: String, CaseIterable, Hashable, Sendable {
    /// The line alone.
    case creditLine = "credit_line"
    /// The share as of any debtor, and the line.
    case share
  }

  /// Whether a debtor's confirmation is needed.
  public enum Confirmation: String, CaseIterable, Hashable, Sendable {
    case required
    case optional
  }

  /// Receivables with a flag.
  public struct FlagRule: Hashable, Sendable {
    public let flag: Receivable.Flag
    public let treatment: Treatment
    public let basis: Basis
    public let citation: Citation
  }

  public let code: String
  public let period: EffectivePeriod
  public let face: Setting<Face>
  /// In the order in which they are tested.
  public let flags: [FlagRule]
  public let confirmation: Setting<Confirmation>
  public let relatedParty: Setting<Treatment>
  /// Days from the invoice at most …
  public let invoiceDays: Setting<Int64>
  /// … or, for longer terms, so many times the agreed term …
  public let termMultiple: Setting<Int64>
  /// … but never more than these.
  public let invoiceDaysCeiling: Setting<Int64>
  public let pastDueDays: Setting<Int64>
  /// When so much of what a debtor owes is too old, nothing of him counts.
  public let crossAgingPPM: Setting<Int64>
  /// Greatest share of one debtor, with his group, of all that is eligible.
  public let concentrationPPM: Setting<Int64>
  /// The same for debtors that are strong core enterprises.
  public let strongConcentrationPPM: Setting<Int64>
  /// What binds where the funder has a credit line of the debtor.
  public let linedConcentration: Setting<LinedConcentration>
  /// How much of the dilution rate comes off the advance rate.
  public let dilutionDeductionPPM: Setting<Int64>
  public let advancePPM: [Way: Setting<Int64>]
  /// Above which no institution may set its own rate.
  public let advanceCeilingPPM: Setting<Int64>
  /// Fingerprints: days between two invoices of the same parties and amount that may be one.
  public let nearDays: Setting<Int64>
  /// Fingerprints: by how much the parts of a split invoice may miss the whole.
  public let splitToleranceFen: Setting<Int64>
  /// Days a look into the registry (中登网) may be old when money goes out.
  public let registryQueryDays: Setting<Int64>
}

extension ReceivablePolicy {
  /// Whether somebody has to look at a receivable before it counts (从严审查).
  ///
  /// - Parameter isRelated: nil when nobody knows; then there is nothing to look at yet.
  public func wantsReview(flags: Set<Receivable.Flag>, isRelated: Bool?) -> Bool {
    (isRelated == true && relatedParty.value == .review)
      || self.flags.contains { $0.treatment == .review && flags.contains($0.flag) }
  }
}

/// The policies there are, by days.
public struct ReceivablePolicies: Hashable, Sendable {
  public let policies: [ReceivablePolicy]

  /// The policy of a day.
  public func policy(_ code: String, on day: LegalDate) -> ReceivablePolicy? {
    policies.first { $0.code == code && $0.period.contains(day) }
  }
}
