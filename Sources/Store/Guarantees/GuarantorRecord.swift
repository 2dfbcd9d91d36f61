import Domain

/// A guarantor, a re-guarantor or a credit insurer, as it stands.
public struct GuarantorRecord: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case guarantor
    case reGuarantor = "re_guarantor"
    case insurer
  }

  /// What the law lets it carry with its figures, in weighted fen.
  public struct Limits: Sendable, Hashable {
    /// For all borrowers, for one, and for one with its related parties.
    public var leverageFen: Int64
    public var singleFen: Int64
    public var groupFen: Int64
    /// First day of the rules that they follow.
    public var from: LegalDate

    public init(leverageFen: Int64, singleFen: Int64, groupFen: Int64, from: LegalDate) {
      self.leverageFen = leverageFen
      self.singleFen = singleFen
      self.groupFen = groupFen
      self.from = from
    }
  }

  public var code: String
  public var kind: Kind
  public var name: String
  public var region: String
  public var netAssetsFen: Int64
  /// Equity in other guarantors and re-guarantors, which does not count.
  public var equityInGuarantorsFen: Int64
  public var isMainlySmall: Bool
  /// Codes of the schemes it takes part in, sorted.
  public var schemes: [String]
  /// A year, in ppm of `feeBase`.
  public var feePpm: Int
  /// `principal` or `guaranteed`.
  public var feeBase: String
  /// Credit codes of those who control it, sorted.
  public var controllers: [String]
  /// Where the figures come from, and of which day they are.
  public var source: String
  public var asOf: LegalDate
  public var limits: Limits
  /// Weighted liability for all borrowers; counted by the database.
  public var carriedFen: Int64
  /// The ETag.
  public var version: Int
  public var updatedAt: Instant
  public var updatedBy: String

  public init(
    code: String, kind: Kind, name: String, region: String, netAssetsFen: Int64,
    equityInGuarantorsFen: Int64, isMainlySmall: Bool, schemes: [String], feePpm: Int,
    feeBase: String, controllers: [String], source: String, asOf: LegalDate, limits: Limits,
    carriedFen: Int64 = 0, version: Int = 1, updatedAt: Instant, updatedBy: String
  ) {
    self.code = code
    self.kind = kind
    self.name = name
    self.region = region
    self.netAssetsFen = netAssetsFen
    self.equityInGuarantorsFen = equityInGuarantorsFen
    self.isMainlySmall = isMainlySmall
    self.schemes = schemes
    self.feePpm = feePpm
    self.feeBase = feeBase
    self.controllers = controllers
    self.source = source
    self.asOf = asOf
    self.limits = limits
    self.carriedFen = carriedFen
    self.version = version
    self.updatedAt = updatedAt
    self.updatedBy = updatedBy
  }
}

/// What a guarantor carries, as one borrower's request meets it.
public struct CarriedRecord: Sendable, Hashable {
  /// One live guarantee of the borrower.
  public struct Live: Sendable, Hashable {
    public var kind: String
    /// What of it is outstanding.
    public var principalFen: Int64
    public var ownPpm: Int
    /// Code of the scheme that it is under.
    public var scheme: String

    public init(kind: String, principalFen: Int64, ownPpm: Int, scheme: String) {
      self.kind = kind
      self.principalFen = principalFen
      self.ownPpm = ownPpm
      self.scheme = scheme
    }
  }

  /// Weighted liability for the borrower, and for its related parties without it.
  public var borrowerFen: Int64
  public var relatedFen: Int64
  /// The borrower's live guarantees, oldest first.
  public var live: [Live]

  public init(borrowerFen: Int64, relatedFen: Int64, live: [Live]) {
    self.borrowerFen = borrowerFen
    self.relatedFen = relatedFen
    self.live = live
  }
}

/// The schemes a bank takes part in.
public struct GuaranteeBankRecord: Sendable, Hashable {
  public var institution: String
  /// Sorted.
  public var schemes: [String]
  /// The ETag.
  public var version: Int
  public var updatedAt: Instant
  public var updatedBy: String

  public init(
    institution: String, schemes: [String], version: Int = 1, updatedAt: Instant, updatedBy: String
  ) {
    self.institution = institution
    self.schemes = schemes
    self.version = version
    self.updatedAt = updatedAt
    self.updatedBy = updatedBy
  }
}
