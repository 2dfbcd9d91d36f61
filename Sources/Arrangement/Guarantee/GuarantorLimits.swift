import Catalog
import Domain

/// What a guarantee is for, as the risk weights tell it apart.
public enum ExposureKind: String, CaseIterable, Hashable, Sendable {
  /// 借款类, 小微企业.
  case smallLoan = "small_loan"
  /// 借款类, 农户.
  case farmLoan = "farm_loan"
  /// 住房置业担保.
  case housingLoan = "housing_loan"
  case otherLoan = "other_loan"
  /// 发行债券, 主体信用评级 AA 级以上.
  case bondAA = "bond_aa"
  case otherBond = "other_bond"
  case otherFinancing = "other_financing"
}

/// What a guarantor may carry, on some days (`Schemas/arrangement/guarantors.yaml`):
/// 融资担保公司监督管理条例 第十四条 至 第十七条, 融资担保责任余额计量办法.
public struct GuarantorLimits: Hashable, Sendable {
  /// A bound with its source.
  public struct Rule: Hashable, Sendable {
    public let value: Int64
    public let citation: Citation
  }

  /// What counts when a borrower's balance is compared with the bound of a weight.
  public enum WeightBase: String, CaseIterable, Hashable, Sendable {
    /// The guarantor's contracted share.
    case ownShare = "own_share"
    /// The whole loans.
    case principal
  }

  /// The risk weight of a kind of guarantee.
  public struct Weight: Hashable, Sendable {
    public let kind: ExposureKind
    /// For balances of one borrower up to this, inclusive; nil for any.
    public let upTo: Fen?
    public let ppm: Int64
    /// For greater balances: of the whole, not only of what is above.
    public let abovePPM: Int64
    public let citation: Citation
  }

  public let period: EffectivePeriod
  /// Liability balance to net assets, in thousandths (第十五条).
  public let leverageMilli: Rule
  /// The same for guarantors that mainly serve small firms and farming.
  public let smallLeverageMilli: Rule
  /// One guaranteed party, and one with its related parties, to net assets (第十六条).
  public let singlePPM: Rule
  public let groupPPM: Rule
  /// None for controlling shareholders and actual controllers (第十七条).
  public let controller: Citation
  public let weightBase: Setting<WeightBase>
  public let weights: [Weight]
  /// From which shares of amount and of clients a guarantor mainly serves small firms and farming.
  public let mainlySmallAmountPPM: Rule
  public let mainlySmallClientsPPM: Rule

  /// Whether a guarantor mainly serves small firms and farming.
  public func isMainlySmall(
    small: Fen, all: Fen, smallClients: Int64, allClients: Int64
  ) -> Bool {
    let million = Int128(PartsPerMillion.one)
    return all.value > 0 && allClients > 0
      && Int128(small.value) * million >= Int128(all.value) * Int128(mainlySmallAmountPPM.value)
      && Int128(smallClients) * million
        >= Int128(allClients) * Int128(mainlySmallClientsPPM.value)
  }

  /// The weighted liability of one borrower's guarantees, rounded up to the fen: a limit is never met
  /// by a rounding.
  ///
  /// A kind is weighted as a whole: when its balance passes the bound of its weight, all of it weighs
  /// more, also what was there before.
  public func weightedFen(of exposures: [Exposure]) -> Int64 {
    weights.reduce(Int64(0)) { sum, weight in
      let same = exposures.filter { $0.kind == weight.kind }
      let own = same.reduce(Int128(0)) { $0 + Int128($1.ownFen) }
      let base =
        weightBase.value == .ownShare
        ? own : same.reduce(Int128(0)) { $0 + Int128($1.principal.value) }
      let isSmall = weight.upTo.map { base <= Int128($0.value) } ?? true
      let ppm = Int128(isSmall ? weight.ppm : weight.abovePPM)
      return sum + Rounding.up(own * ppm, over: Int128(PartsPerMillion.one))
    }
  }
}

/// One guarantee in force, or one asked for.
public struct Exposure: Hashable, Sendable {
  public let kind: ExposureKind
  /// What is guaranteed of the loan.
  public let principal: Fen
  /// The guarantor's contracted share, what others bear left out.
  public let ownPPM: Int64

  public init(kind: ExposureKind, principal: Fen, ownPPM: Int64) {
    self.kind = kind
    self.principal = principal
    self.ownPPM = min(max(0, ownPPM), PartsPerMillion.one)
  }

  /// Rounded up to the fen.
  public var ownFen: Int64 {
    Rounding.up(Int128(principal.value) * Int128(ownPPM), over: Int128(PartsPerMillion.one))
  }
}

/// The limits there are, by days.
public struct GuarantorRules: Hashable, Sendable {
  public let limits: [GuarantorLimits]

  public func limits(on day: LegalDate) -> GuarantorLimits? {
    limits.first { $0.period.contains(day) }
  }
}
