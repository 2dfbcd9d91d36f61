import Catalog
import Domain

/// Every bundle there is for a need: the lawful ones, cheapest first, and the others with the limit that
/// refused them.
///
/// A bundle takes one subsidy or none. Those who take no part in a scheme together make no bundle, so
/// that there is nothing to refuse; nor does a guarantor or an insurer of which the scheme has no share.
public struct BundleSolver: Sendable {
  /// Most bundles that are looked at.
  public static let maximumCombinations = 10_000

  /// More bundles than are looked at: nothing is left out silently.
  public struct TooMany: Error, Hashable, Sendable {
    public let count: Int
  }

  public struct Answer: Hashable, Sendable {
    /// Cheapest first; equal costs by codes.
    public let lawful: [GuaranteeBundle]
    /// In the same order.
    public let refused: [GuaranteeBundle]
  }

  private let schemes: SchemeBook
  private let rules: GuarantorRules

  public init(_ schemes: SchemeBook, _ rules: GuarantorRules) {
    self.schemes = schemes
    self.rules = rules
  }

  /// Puts together what is in force on the need's day in its region.
  ///
  /// - Parameters:
  ///   - banks: with the schemes each takes part in, as `guarantors` and `reGuarantors`.
  ///   - subsidies: of any day; those of another one are left out.
  /// - Throws: `TooMany` before any is looked at.
  public func bundles(
    for need: BundleNeed, banks: [BankPart], guarantors: [GuarantorPart],
    reGuarantors: [ReGuarantorPart], subsidies: [SubsidyPart]
  ) throws(TooMany) -> Answer {
    let rooms = schemes.inForce(on: need.day, in: need.region).compactMap {
      Room(
        $0, banks: banks, guarantors: guarantors, reGuarantors: reGuarantors,
        subsidies: subsidies.filter { $0.period.contains(need.day) })
    }
    let count = rooms.reduce(0) { sum, room in
      // The lists are bounded by what memory holds; a product of four may still be too great.
      let (product, overflow) = room.count
      return overflow || sum > Int.max - product ? Int.max : sum + product
    }
    guard count <= Self.maximumCombinations else { throw TooMany(count: count) }
    let limits = rules.limits(on: need.day)
    let bundles = rooms.flatMap { $0.bundles(for: need, limits) }.sorted(
      by: GuaranteeBundle.precedes)
    return Answer(
      lawful: bundles.filter { $0.refusal == nil }, refused: bundles.filter { $0.refusal != nil })
  }
}

/// One scheme with those who take part in it.
private struct Room {
  let scheme: Scheme
  let table: ShareTable
  let banks: [BankPart]
  let guarantors: [GuarantorPart]
  /// One nil where the scheme has no share for a re-guarantor.
  let reGuarantors: [ReGuarantorPart?]
  /// With a nil for none.
  let subsidies: [SubsidyPart?]

  init?(
    _ scheme: Scheme, banks: [BankPart], guarantors: [GuarantorPart],
    reGuarantors: [ReGuarantorPart], subsidies: [SubsidyPart]
  ) {
    guard let table = scheme.table else { return nil }
    self.scheme = scheme
    self.table = table
    self.banks = banks.filter { $0.schemes.contains(scheme.code) }
    self.guarantors = guarantors.filter {
      $0.schemes.contains(scheme.code) && table[$0.party] > 0
    }
    let isReGuaranteed = table[.reGuarantor] + table[.nationalFund] > 0
    self.reGuarantors =
      isReGuaranteed ? reGuarantors.filter { $0.schemes.contains(scheme.code) } : [nil]
    self.subsidies =
      [nil] + subsidies.filter { $0.schemes?.contains(scheme.code) ?? true }
  }

  var count: (Int, overflow: Bool) {
    var (product, isOver) = (banks.count, false)
    for factor in [guarantors.count, reGuarantors.count, subsidies.count] {
      let (next, overflow) = product.multipliedReportingOverflow(by: factor)
      (product, isOver) = (next, isOver || overflow)
    }
    return (product, isOver)
  }

  func bundles(for need: BundleNeed, _ limits: GuarantorLimits?) -> [GuaranteeBundle] {
    let ofScheme = refusal(of: need)
    return guarantors.flatMap { guarantor in
      // The costly part, once a guarantor.
      let ofGuarantor = ofScheme == nil ? refusal(by: guarantor, need, limits) : nil
      return banks.flatMap { bank in
        let ofBank = refusal(by: bank, need)
        return reGuarantors.flatMap { reGuarantor in
          subsidies.map { subsidy in
            bundle(
              bank, guarantor, reGuarantor, subsidy, need,
              refusal: ofScheme ?? ofBank ?? ofGuarantor)
          }
        }
      }
    }
  }

  private func bundle(
    _ bank: BankPart, _ guarantor: GuarantorPart, _ reGuarantor: ReGuarantorPart?,
    _ subsidy: SubsidyPart?, _ need: BundleNeed, refusal: GuaranteeBundle.Refusal?
  ) -> GuaranteeBundle {
    let million = Int128(PartsPerMillion.one)
    let base = guarantor.feeBase == .principal ? PartsPerMillion.one : guaranteedPPM
    // Costs round up and subsidies down: a bundle is never dearer than it says.
    let fee = Rounding.up(Int128(guarantor.feePPM) * Int128(base), over: million)
    let behind = table[.reGuarantor] + table[.nationalFund]
    let reFee = reGuarantor.map { part in
      part.isPaidByBorrower
        ? Rounding.up(Int128(part.feePPM) * Int128(behind), over: million) : 0
    }
    return GuaranteeBundle(
      bank: bank.code, guarantor: guarantor.code, reGuarantor: reGuarantor?.code,
      scheme: scheme.code, subsidy: subsidy?.code, bankPPM: bank.costPPM, guaranteePPM: fee,
      reGuaranteePPM: reFee ?? 0,
      subsidyPPM: subsidy.map { paid(by: $0, bank.costPPM, fee, need) } ?? 0, table: table,
      citations: [scheme.citation, bank.citation, guarantor.citation]
        + [reGuarantor?.citation, subsidy?.citation].compactMap { $0 }, refusal: refusal)
  }

  /// What the bank does not bear itself.
  private var guaranteedPPM: Int64 { PartsPerMillion.one - table[.bank] }

  private func paid(
    by subsidy: SubsidyPart, _ bankPPM: Int64, _ feePPM: Int64, _ need: BundleNeed
  ) -> Int64 {
    let million = Int128(PartsPerMillion.one)
    let base = max(0, subsidy.base == .bankCost ? bankPPM : feePPM)
    let share = Rounding.down(Int128(base) * Int128(subsidy.sharePPM), over: million)
    guard let cap = subsidy.cap, need.amount.value > 0 else { return share }
    return min(
      share, Rounding.down(Int128(cap.value) * million, over: Int128(need.amount.value)))
  }

  /// Why the scheme does not serve the need.
  private func refusal(of need: BundleNeed) -> GuaranteeBundle.Refusal? {
    func refusal(_ limit: GuaranteeBundle.Limit) -> GuaranteeBundle.Refusal {
      GuaranteeBundle.Refusal(limit: limit, excess: nil, citation: scheme.citation)
    }
    switch need.borrower {
    case .farmer: if !scheme.servesFarmers { return refusal(.size) }
    case .enterprise(let size):
      if !scheme.sizes.isEmpty, !scheme.sizes.contains(size) { return refusal(.size) }
    }
    if scheme.excludedIndustries.contains(where: {
      $0 == need.industrySection || need.industryCode.hasPrefix($0)
    }) {
      return refusal(.industry)
    }
    if let use = need.use, scheme.excludedUses.contains(use) { return refusal(.use) }
    if let maximum = scheme.borrowerMaximum, balance(of: need) > maximum.fen.value {
      return GuaranteeBundle.Refusal(
        limit: .borrowerMaximum, excess: balance(of: need) - maximum.fen.value,
        citation: maximum.citation)
    }
    return nil
  }

  /// The borrower's guaranteed balance under the scheme with what is asked.
  private func balance(of need: BundleNeed) -> Int64 {
    (need.inForce[scheme.code]?.value ?? 0) + need.amount.value
  }

  private func refusal(by bank: BankPart, _ need: BundleNeed) -> GuaranteeBundle.Refusal? {
    guard let maximum = bank.maximum, need.amount > maximum else { return nil }
    return GuaranteeBundle.Refusal(
      limit: .bankMaximum, excess: need.amount.value - maximum.value, citation: bank.citation)
  }

  private func refusal(
    by guarantor: GuarantorPart, _ need: BundleNeed, _ limits: GuarantorLimits?
  ) -> GuaranteeBundle.Refusal? {
    let balance = Fen(min(balance(of: need), Fen.maximum))
    if let ceiling = balance.flatMap(scheme.feeCeiling), guarantor.feePPM > ceiling.ppm {
      return GuaranteeBundle.Refusal(
        limit: .feeCeiling, excess: guarantor.feePPM - ceiling.ppm, citation: ceiling.citation)
    }
    guard let limits else {
      return GuaranteeBundle.Refusal(limit: .noGuarantorRules, excess: nil, citation: nil)
    }
    let asked = Exposure(
      kind: guarantor.kind, principal: need.amount, ownPPM: table[.guarantor])
    guard let check = Headroom(guarantor.book, asked: asked, by: limits).refusal else {
      return nil
    }
    let limit: GuaranteeBundle.Limit =
      switch check.limit {
      case .controller: .controller
      case .single: .single
      case .group: .group
      case .leverage: .leverage
      }
    return GuaranteeBundle.Refusal(limit: limit, excess: check.excessFen, citation: check.citation)
  }
}
