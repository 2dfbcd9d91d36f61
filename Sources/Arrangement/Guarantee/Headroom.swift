import Catalog
import Domain

/// What a guarantor carries, as one borrower's request meets it.
public struct GuarantorBook: Hashable, Sendable {
  public let netAssets: Fen
  /// Equity in other guarantors and re-guarantors, which does not count.
  public let equityInGuarantors: Fen
  /// Whether the guarantor mainly serves small firms and farming.
  public let isMainlySmall: Bool
  /// Weighted liability for everybody but the borrower and its related parties.
  public let othersWeightedFen: Int64
  /// Weighted liability for the borrower's related parties.
  public let relatedWeightedFen: Int64
  /// In force for the borrower.
  public let borrower: [Exposure]
  /// Whether the borrower is the guarantor's controlling shareholder or actual controller.
  public let isController: Bool

  public init(
    netAssets: Fen, equityInGuarantors: Fen, isMainlySmall: Bool, othersWeightedFen: Int64,
    relatedWeightedFen: Int64, borrower: [Exposure], isController: Bool = false
  ) {
    self.netAssets = netAssets
    self.equityInGuarantors = equityInGuarantors
    self.isMainlySmall = isMainlySmall
    self.othersWeightedFen = max(0, othersWeightedFen)
    self.relatedWeightedFen = max(0, relatedWeightedFen)
    self.borrower = borrower
    self.isController = isController
  }

  /// Net assets less what does not count, never below 0.
  var countedAssets: Int64 { max(0, netAssets.value - equityInGuarantors.value) }
}

/// Whether a guarantor may carry what is asked, limit by limit.
public struct Headroom: Hashable, Sendable {
  /// In the order in which they are looked at.
  public enum Limit: String, CaseIterable, Hashable, Sendable {
    case controller
    case single
    case group
    case leverage
  }

  public struct Check: Hashable, Sendable {
    public let limit: Limit
    /// With what is asked.
    public let usedFen: Int64
    public let allowedFen: Int64
    public let citation: Citation

    /// By how much it is passed; 0 when it holds.
    public var excessFen: Int64 { max(0, usedFen - allowedFen) }
  }

  public let checks: [Check]

  /// The first limit that refuses.
  public var refusal: Check? { checks.first { $0.excessFen > 0 } }

  /// - Parameter asked: nil to look at the guarantor as it is.
  public init(_ book: GuarantorBook, asked: Exposure?, by limits: GuarantorLimits) {
    let borrower = limits.weightedFen(of: book.borrower + (asked.map { [$0] } ?? []))
    let group = borrower + book.relatedWeightedFen
    let assets = Int128(book.countedAssets)
    let million = Int128(PartsPerMillion.one)
    let leverage = book.isMainlySmall ? limits.smallLeverageMilli : limits.leverageMilli
    checks = [
      Check(
        limit: .controller, usedFen: book.isController ? asked?.principal.value ?? 0 : 0,
        allowedFen: 0, citation: limits.controller),
      Check(
        limit: .single, usedFen: borrower,
        allowedFen: Rounding.down(assets * Int128(limits.singlePPM.value), over: million),
        citation: limits.singlePPM.citation),
      Check(
        limit: .group, usedFen: group,
        allowedFen: Rounding.down(assets * Int128(limits.groupPPM.value), over: million),
        citation: limits.groupPPM.citation),
      Check(
        limit: .leverage, usedFen: group + book.othersWeightedFen,
        allowedFen: Rounding.down(assets * Int128(leverage.value), over: 1_000),
        citation: leverage.citation),
    ]
  }
}
