import Catalog
import Domain

/// What is asked of a bridge fund; nil where a fact is not known.
public struct BridgeRequest: Hashable, Sendable {
  /// A lender's promise to renew.
  public struct Commitment: Hashable, Sendable {
    public let lender: String
    public let amount: Fen
    public let isWritten: Bool
    /// Whether the lender confirms that it is processing the payoff.
    public let isInProcess: Bool

    public init(lender: String, amount: Fen, isWritten: Bool, isInProcess: Bool) {
      self.lender = lender
      self.amount = amount
      self.isWritten = isWritten
      self.isInProcess = isInProcess
    }
  }

  public let amount: Fen
  public let startsOn: LegalDate
  public let repaysOn: LegalDate
  /// Whose loan is paid off, and when it falls due.
  public let lender: String
  public let maturesOn: LegalDate
  /// Nil where there is none: that is known.
  public let commitment: Commitment?
  public let renewsDirectly: Bool?
  public let isOverdue: Bool?
  public let hasTaxArrears: Bool?
  public let region: RegionCode?

  public init(
    amount: Fen, startsOn: LegalDate, repaysOn: LegalDate, lender: String, maturesOn: LegalDate,
    commitment: Commitment?, renewsDirectly: Bool?, isOverdue: Bool?, hasTaxArrears: Bool?,
    region: RegionCode?
  ) {
    self.amount = amount
    self.startsOn = startsOn
    self.repaysOn = repaysOn
    self.lender = lender
    self.maturesOn = maturesOn
    self.commitment = commitment
    self.renewsDirectly = renewsDirectly
    self.isOverdue = isOverdue
    self.hasTaxArrears = hasTaxArrears
    self.region = region
  }

  /// Days the money is used.
  public var days: Int64 {
    Int64(repaysOn.daysSinceEpoch) - Int64(startsOn.daysSinceEpoch)
  }
}

/// What a fund's gates say of a request. What is not known is neither passed nor failed.
public struct BridgeVerdict: Hashable, Sendable {
  public struct Line: Hashable, Sendable {
    public let gate: BridgeFund.Gate
    /// Nil where a fact is missing.
    public let holds: Bool?
    public let citation: Citation
  }

  /// In the order of the fund.
  public let lines: [Line]

  /// The first gate that is shut.
  public var refusal: Line? { lines.first { $0.holds == false } }
  /// Gates that wait for a fact.
  public var open: [BridgeFund.Gate] { lines.filter { $0.holds == nil }.map(\.gate) }
  /// Whether money may be lent.
  public var isOpen: Bool { lines.allSatisfy { $0.holds == true } }

  public init(_ request: BridgeRequest, by fund: BridgeFund) {
    lines = fund.gates.map { rule in
      Line(
        gate: rule.gate, holds: Self.holds(rule.gate, request, fund), citation: rule.citation)
    }
  }

  private static func holds(
    _ gate: BridgeFund.Gate, _ request: BridgeRequest, _ fund: BridgeFund
  ) -> Bool? {
    let commitment = request.commitment
    switch gate {
    case .noDirectRenewal: return request.renewsDirectly.map { !$0 }
    case .commitment: return commitment?.isWritten ?? false
    case .sameLender: return commitment?.lender == request.lender
    case .renewalAmount: return commitment.map { $0.amount >= request.amount } ?? false
    case .inProcess: return commitment?.isInProcess ?? false
    case .maturity:
      let until =
        Int64(request.maturesOn.daysSinceEpoch) - Int64(request.startsOn.daysSinceEpoch)
      return (0...fund.windowDays.value).contains(until)
    case .noOverdue: return request.isOverdue.map { !$0 }
    case .taxesPaid: return request.hasTaxArrears.map { !$0 }
    case .local: return request.region.map(fund.jurisdiction.contains)
    case .singleMaximum: return request.amount.value <= fund.singleMaximumFen.value
    case .days: return (1...max(1, fund.maximumDays.value)).contains(request.days)
    }
  }
}
