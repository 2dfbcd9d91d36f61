import Domain
import Pricing

/// The payments of a cost sheet, one row a day.
struct CostFlowRows {
  /// Most rows that are printed; of a longer plan the first and the last are.
  static let maximumCount = 72
  /// Rows at each end of a plan that is too long.
  static let endCount = 24

  private let rows: [[String: Any]]

  init(_ schedule: CashFlowSchedule?) {
    var days: [LegalDate: [CashFlow]] = [:]
    for flow in schedule?.flows ?? [] { days[flow.day, default: []].append(flow) }
    rows = days.sorted { $0.key < $1.key }.map { day, flows in
      func sum(_ kinds: CashFlow.Kind...) -> String {
        let found = flows.filter { kinds.contains($0.kind) }
        return found.isEmpty ? "" : Fen.yuanText(found.reduce(0) { $0 + $1.amountFen })
      }
      return [
        "day": day.text, "principal": sum(.disbursement, .principal), "interest": sum(.interest),
        "fees": sum(.fee), "deposit": sum(.deposit), "subsidy": sum(.subsidy),
        "net": Fen.yuanText(flows.reduce(0) { $0 + $1.amountFen }),
      ]
    }
  }

  var values: [String: Any] {
    guard rows.count > Self.maximumCount else {
      return ["has_flows": !rows.isEmpty, "flows": rows]
    }
    return [
      "has_flows": true, "flows": Array(rows.prefix(Self.endCount)),
      "omitted": rows.count - 2 * Self.endCount, "last_flows": Array(rows.suffix(Self.endCount)),
    ]
  }
}
