import Catalog
import Domain

/// One payment between the borrower and someone else, on its day.
public struct CashFlow: Hashable, Sendable {
  /// What a payment is for.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// The loan is paid out.
    case disbursement
    case principal
    case interest
    case fee
    /// A deposit is left, or comes back with its interest.
    case deposit
    case subsidy
  }

  /// Steps after the drawing: months, or days for a bridge.
  public let step: Int
  public let day: LegalDate
  public let kind: Kind
  /// Code of who is on the other side: `lender`, the payee of a fee, `government`.
  public let payee: String
  /// Which item of the cost sheet it belongs to: `interest`, the place and kind of a fee, a subsidy.
  public let item: String
  /// Seen from the borrower: received above 0, paid below.
  public let amountFen: Int64

  /// Codes and values.
  public var json: JSON {
    [
      "step": .int(Int64(step)), "day": .string(day.text), "kind": .string(kind.rawValue),
      "payee": .string(payee), "item": .string(item), "amount_fen": .int(amountFen),
    ]
  }
}

/// The dated payments of a loan in whole fen, as they would be made. Each payment is rounded half to
/// even, the last principal takes the rest.
///
/// Ranking does not go by these but by the same payments unrounded, so that a cost does not depend
/// on the amount; `rate` shows how near they are.
public struct CashFlowSchedule: Hashable, Sendable {
  /// Whether steps are months, or days.
  public enum Step: String, CaseIterable, Hashable, Sendable {
    case month
    case day
  }

  public let step: Step
  /// In the order of their days, and of `CashFlow.Kind` on one day.
  public let flows: [CashFlow]

  /// Yearly cost of these payments: the root of Σ CF_k / (1 + i)^k = 0.
  /// - Parameter isIncluded: which payments count; subsidies that are uncertain may be left out.
  /// - Returns: nil when they have none.
  public func rate(where isIncluded: (CashFlow) -> Bool = { _ in true }) -> AnnualRate? {
    let received = flows.first { $0.kind == .disbursement }?.amountFen ?? 0
    guard received > 0, let last = flows.map(\.step).max() else { return nil }
    var payments = [Double](repeating: 0, count: last + 1)
    for flow in flows where flow.kind != .disbursement && isIncluded(flow) {
      payments[flow.step] -= Double(flow.amountFen) / Double(received)
    }
    guard let rate = InternalRate.ofPeriod(payments) else { return nil }
    return step == .month ? AnnualRate(monthly: rate) : AnnualRate(daily: rate)
  }

  /// What an item costs in all: what is paid less what is received, in fen.
  public func costFen(of item: String) -> Int64 {
    -flows.filter { $0.item == item }.reduce(0) { $0 + $1.amountFen }
  }

  /// `{step, flows}`.
  public var json: JSON {
    ["step": .string(step.rawValue), "flows": .array(flows.map(\.json))]
  }
}
