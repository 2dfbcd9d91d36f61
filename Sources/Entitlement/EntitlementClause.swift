import Catalog
import Domain

/// Money an enterprise may claim from governments under one clause of a policy, as data
/// (`Schemas/entitlement/clauses.yaml`).
public struct EntitlementClause: Hashable, Sendable {
  /// What a claim begins with.
  public enum Trigger: String, CaseIterable, Hashable, Sendable {
    /// An official title or list (认定, 入库).
    case title
    /// A stage of the way to a board.
    case stage
    /// A lease of equipment (设备融资租赁).
    case lease
    /// A loan on which interest was paid.
    case loan
    /// A loan for the upgrade of technology (技术改造).
    case technologyLoan = "technology_loan"
    /// A loan for one project that is being built.
    case projectLoan = "project_loan"
    /// A pledge of intellectual property (知识产权质押).
    case ipPledge = "ip_pledge"
    /// A bond on which a year's coupon was paid; each year is reported by itself.
    case bond
  }

  /// For what a clause pays once.
  public enum Subject: String, CaseIterable, Hashable, Sendable {
    case enterprise
    /// Each contract or project.
    case contract
  }

  /// What a share is a share of.
  public enum Base: String, CaseIterable, Hashable, Sendable {
    /// The amount financed.
    case financed
    /// The interest paid.
    case interest
    /// The interest that would have been paid at the LPR of the tenor.
    case lprInterest = "lpr_interest"
    /// The interest in the rents of a lease (租息).
    case rentInterest = "rent_interest"
    /// Fees for appraisal, guarantee, insurance and the like.
    case fees
  }

  /// How much it is.
  public enum Amount: Hashable, Sendable {
    case fixed(Fen)
    /// The text says "at most": how much is for the payer to say. Of a ladder, what it paid before comes off.
    case upTo(Fen)
    case share(ppm: Int64, of: Base)
    /// What is missing to an amount after all that the ladder paid before (补齐至).
    case topUp(to: Fen)
    /// The text orders it and says no number: ask the authority.
    case unstated
  }

  /// A level of government that pays.
  public enum Level: String, CaseIterable, Hashable, Sendable {
    case nation
    case province
    case city
    case county
  }

  public struct Payer: Hashable, Sendable {
    public let level: Level
    /// Whose money it is; nil for that of the place where the enterprise is. A development zone has a
    /// treasury of its own, and its enterprises are registered in a district.
    public let region: RegionCode?
    public let ppm: Int64
  }

  /// A paper that a claim needs.
  public struct Document: Hashable, Sendable {
    public let code: String
    public let label: Label
  }

  /// The same for all its versions.
  public let code: String
  public let label: Label
  public let period: EffectivePeriod
  /// Nil for the whole country.
  public let jurisdiction: RegionCode?
  public let trigger: Trigger
  /// The title or the stage; nil for contracts.
  public let event: String?
  public let subject: Subject
  /// Of the clauses of one family only one pays for one contract, or one enterprise (不重复享受).
  public let family: String?
  /// Of the steps that are paid one after another.
  public let ladder: String?
  public let amount: Amount
  /// Greatest amount of one claim.
  public let claimCap: Fen?
  /// Greatest amount of all claims of one enterprise under the clause, with what it had of the family
  /// before.
  public let enterpriseCap: Fen?
  /// Greatest amount of an enterprise's claims in one calendar year.
  public let yearCap: Fen?
  /// Of contracts: tenor in months at least, and the first months that count.
  public let minimumTenorMonths: Int64?
  public let maximumMonths: Int64?
  /// All must hold.
  public let criteria: [Criterion]
  /// In the order that decides between equal remainders; empty when the text does not say who pays.
  public let payers: [Payer]
  public let window: ClaimWindow
  /// The text promises it without a claim (免申即享). It is shown, and claimed like all others: nothing is
  /// paid by itself.
  public let isAutomatic: Bool
  public let documents: [Document]
  public let citation: Citation

  /// Who pays: what the text says, else the level of government that made the clause.
  public var bearers: [Payer] {
    guard payers.isEmpty else { return payers }
    let level: Level =
      switch jurisdiction?.level {
      case nil: .nation
      case .province: .province
      case .prefecture: .city
      case .county: .county
      }
    return [Payer(level: level, region: nil, ppm: PartsPerMillion.one)]
  }

  /// What each level bears of an amount, in fen that sum to it; whether the text says so or not.
  public func shares(of amount: Fen) -> [(level: Level, region: RegionCode?, fen: Int64)] {
    let bearers = bearers
    let shares = Apportionment.parts(
      of: amount.value, claims: bearers.map { Int128(amount.value) * Int128($0.ppm) },
      over: Int128(PartsPerMillion.one))
    return zip(bearers, shares).map { ($0.level, $0.region, $1) }
  }
}
