import Catalog
import Domain

/// What a loan-risk pool (贷款风险补偿) pays, on some days (`Schemas/arrangement/pools.yaml`).
public struct RiskPool: Hashable, Sendable {
  /// Why a loan gets more than others.
  public enum Bonus: String, CaseIterable, Hashable, Sendable {
    case firstLoan = "first_loan"
    case credit
    case ip
    case receivable
    case inventory
  }

  /// A share with its source.
  public struct Rate: Hashable, Sendable {
    public let ppm: Int64
    public let citation: Citation
  }

  /// What somebody lost.
  public struct Loss: Hashable, Sendable {
    /// What the share is of: the bad principal, or what was compensated.
    public let base: Fen
    /// What the one who is paid bears itself, what came back left out.
    public let borne: Fen
    /// Whether it was guaranteed.
    public let isGuaranteed: Bool
    public let bonus: Bonus?
    /// What pools paid for it already.
    public let paidFen: Int64

    public init(base: Fen, borne: Fen, isGuaranteed: Bool, bonus: Bonus?, paidFen: Int64) {
      self.base = base
      self.borne = borne
      self.isGuaranteed = isGuaranteed
      self.bonus = bonus
      self.paidFen = max(0, paidFen)
    }
  }

  public let code: String
  public let label: Label
  public let period: EffectivePeriod
  public let jurisdiction: RegionCode?
  /// Of the bad principal of a loan that nobody guarantees, to the bank.
  public let direct: Rate
  /// Of what was compensated, to the guarantor.
  public let guaranteed: Rate
  /// More of the same.
  public let bonus: Rate
  /// All pools together pay at most so much of what was borne.
  public let cap: Rate

  /// What one pool paid for a loss, and what of it came back to the pool.
  public struct Payment: Hashable, Sendable {
    public let paidFen: Int64
    public let returnedFen: Int64

    public init(paidFen: Int64, returnedFen: Int64) {
      self.paidFen = max(0, paidFen)
      self.returnedFen = max(0, returnedFen)
    }
  }

  /// What goes back to each pool now, so that recoveries and pools together give nobody more than was
  /// borne: of what was recovered all that is above `borne − paid`, by what each paid, less what it had
  /// back. It sums to the fen, and when all is recovered each pool has what it paid.
  ///
  /// - Parameters:
  ///   - payments: of all pools for one loss.
  ///   - borneFen: what the one who was paid bore before pools and recoveries.
  ///   - recoveredFen: what it had back of that by recoveries so far.
  /// - Returns: in the order of `payments`; never below 0.
  public static func returned(
    to payments: [Payment], borneFen: Int64, recoveredFen: Int64
  ) -> [Int64] {
    let paid = payments.reduce(0) { $0 + $1.paidFen }
    let owed = min(paid, max(0, recoveredFen + paid - borneFen))
    let now = owed - payments.reduce(0) { $0 + $1.returnedFen }
    guard now > 0 else { return payments.map { _ in 0 } }
    let claims = payments.map {
      Int128(owed) * Int128($0.paidFen) - Int128($0.returnedFen) * Int128(paid)
    }
    return Apportionment.parts(of: now, claims: claims, over: Int128(paid))
  }

  /// What the pool pays for a loss, rounded down; 0 when the cap is reached.
  public func paidFen(for loss: Loss) -> Int64 {
    let million = Int128(PartsPerMillion.one)
    let rate = (loss.isGuaranteed ? guaranteed : direct).ppm + (loss.bonus == nil ? 0 : bonus.ppm)
    let share = Rounding.down(
      Int128(loss.base.value) * Int128(min(rate, PartsPerMillion.one)), over: million)
    let most = Rounding.down(Int128(loss.borne.value) * Int128(cap.ppm), over: million)
    return max(0, min(share, most - loss.paidFen))
  }
}

/// The pools there are.
public struct RiskPools: Hashable, Sendable {
  static let maximumCount = 1_000

  public let pools: [RiskPool]

  /// The version of a pool that holds on a day.
  public func pool(_ code: String, on day: LegalDate) -> RiskPool? {
    pools.first { $0.code == code && $0.period.contains(day) }
  }

  /// From a document in the form of `Schemas/arrangement/pools.yaml`.
  ///
  /// - Throws: every fault, with pointers; besides malformed members `overlap` (two versions of one pool
  ///   on the same day).
  public init(json: JSON) throws(Faults) {
    var reader = ObjectReader(json)
    let pools = reader.requiredList("pools", maximumCount: Self.maximumCount, Self.readPool)
    var faults = reader.finish() + Nulls.faults(in: json)
    if faults.isEmpty {
      faults = Periods.overlaps(pools, name: \.code, days: \.period).map {
        .overlap("/pools/\($0)")
      }
    }
    guard faults.isEmpty else { throw Faults(faults) }
    self.pools = pools
  }

  private static func readPool(_ reader: inout ObjectReader) -> RiskPool? {
    let code = reader.requiredName("code", allowing: "-")
    let label = reader.requiredLabel("label")
    let period = reader.requiredPeriod()
    let place = reader.string("jurisdiction", maximumLength: 6)
    let jurisdiction = place.flatMap { RegionCode($0) }
    if place != nil, jurisdiction == nil {
      reader.add(.pattern(reader.path("jurisdiction"), "340000"))
    }
    let direct = readRate("direct", &reader)
    let guaranteed = readRate("guaranteed", &reader)
    let bonus = readRate("bonus", &reader)
    let cap = readRate("cap", &reader)
    guard let code, let label, let period, let direct, let guaranteed, let bonus, let cap else {
      return nil
    }
    return RiskPool(
      code: code, label: label, period: period, jurisdiction: jurisdiction, direct: direct,
      guaranteed: guaranteed, bonus: bonus, cap: cap)
  }

  private static func readRate(_ member: String, _ reader: inout ObjectReader) -> RiskPool.Rate? {
    guard reader.required(member) != nil, var nested = reader.object(member) else { return nil }
    let ppm = nested.requiredShare("ppm")
    let citation = nested.requiredCitation()
    reader.merge(nested)
    guard let ppm, let citation else { return nil }
    return RiskPool.Rate(ppm: ppm, citation: citation)
  }
}
