import Catalog
import Domain

/// One dated way to share the risk of guaranteed loans (4321, national 2:8 …).
public struct Scheme: Hashable, Sendable {
  /// The share of one party, and between which bounds an agreement may set another.
  public struct Share: Hashable, Sendable {
    public let party: LossParty
    /// What counts unless an agreement says otherwise.
    public let ppm: Int64
    /// The bounds of an agreement; equal to `ppm` where none is allowed.
    public let bounds: ClosedRange<Int64>
    /// Where the scheme's own citation does not say it.
    public let citation: Citation?
  }

  /// What a guarantor may charge at most, in ppm of the guaranteed amount a year.
  public struct FeeCeiling: Hashable, Sendable {
    /// For guaranteed balances of one borrower up to this, inclusive; nil for any.
    public let upTo: Fen?
    public let ppm: Int64
    public let citation: Citation
  }

  /// An amount with its source.
  public struct Cap: Hashable, Sendable {
    public let fen: Fen
    public let citation: Citation
  }

  /// A rate with its source.
  public struct Rate: Hashable, Sendable {
    public let ppm: Int64
    public let citation: Citation
  }

  /// What of an unpaid loan is compensated.
  public enum Cover: String, CaseIterable, Hashable, Sendable {
    case principal
    case principalAndInterest = "principal_and_interest"
  }

  public let code: String
  public let label: Label
  public let period: EffectivePeriod
  /// Where it is used; nil for the whole country.
  public let jurisdiction: RegionCode?
  /// In the order that decides between equal remainders.
  public let shares: [Share]
  public let cover: Cover
  /// Greatest guaranteed balance of one borrower; nil where no text gives one.
  public let borrowerMaximum: Cap?
  /// In the order of rising amounts.
  public let feeCeilings: [FeeCeiling]
  /// The compensation rate above which new business stops; nil where no text gives one.
  public let fuse: Rate?
  /// Sizes of enterprises it serves; empty for any.
  public let sizes: Set<EnterpriseSize>
  /// Whether farming households are served.
  public let servesFarmers: Bool
  /// Industries it does not serve, as section letters or code prefixes.
  public let excludedIndustries: [String]
  /// Uses it does not serve, such as `bridge`.
  public let excludedUses: [String]
  public let citation: Citation

  /// The shares where no agreement sets others.
  public var table: ShareTable? {
    ShareTable(shares.map { ShareTable.Share($0.party, ppm: $0.ppm) })
  }

  static func sumFault(_ pointer: String) -> Fault {
    Fault(
      pointer, "share_sum", zh: "各方分担比例之和须为 1000000 ppm",
      en: "the shares must sum to 1,000,000 ppm", limit: PartsPerMillion.one)
  }

  /// The ceiling for a guaranteed balance of one borrower; nil where no text gives one.
  public func feeCeiling(forBalance balance: Fen) -> FeeCeiling? {
    feeCeilings.first { balance <= $0.upTo ?? balance }
  }

  /// Whether a year's compensation rate stops new business: once it is above the fuse, by however little.
  /// At the very rate business goes on, for what texts give a number of they call a ceiling (代偿率上限).
  ///
  /// - Parameters:
  ///   - compensated: what was paid to the bank, in fen.
  ///   - ended: what the guarantor was released from, in fen; without any there is no rate.
  public func isStopped(compensated: Int64, ended: Int64) -> Bool {
    guard let fuse, ended > 0 else { return false }
    return Int128(compensated) * Int128(PartsPerMillion.one) > Int128(fuse.ppm) * Int128(ended)
  }
}

/// The schemes there are.
public struct SchemeBook: Hashable, Sendable {
  /// In the order of the document.
  public let schemes: [Scheme]

  /// The schemes in force on a day for an enterprise of a region, by code.
  public func inForce(on day: LegalDate, in region: RegionCode?) -> [Scheme] {
    schemes.filter { scheme in
      guard scheme.period.contains(day) else { return false }
      guard let jurisdiction = scheme.jurisdiction else { return true }
      return region.map(jurisdiction.contains) ?? false
    }.sorted { $0.code.utf8.lexicographicallyPrecedes($1.code.utf8) }
  }

  /// The version of a scheme that holds on a day.
  public func scheme(_ code: String, on day: LegalDate) -> Scheme? {
    schemes.first { $0.code == code && $0.period.contains(day) }
  }
}
