import API
import Domain

/// What the yearly cost of a product consists of, in the words of a comparison; fee by fee and
/// payment by payment it stands on the cost sheet.
///
/// Interest and fees less what subsidies take off are the nominal yearly cost (12 i), and of an
/// all-in price the yearly cost itself, each of what is published at its upper end.
struct CostParts {
  /// The yearly rate before fees, as a band where it is published as one; nil when it is not
  /// published.
  let interest: String?
  /// What fees, a deposit and the way of repaying put on top of the rate.
  let fees: String?
  /// What certain subsidies take off, in a year and in all.
  let subsidies: String?
  /// What uncertain ones would take off besides; nil where none is uncertain.
  let uncertain: String?

  /// - Parameter cost: `Cost` of the API's document.
  init(_ cost: JSON, figures: Figures) {
    let measure = cost["form"] == "all_in" ? "effective_ppm" : "nominal_ppm"
    let (most, least) = (cost["rate_max_ppm"]?.intValue, cost["rate_min_ppm"]?.intValue)
    let before = cost["before_\(measure)"]?.intValue
    let after = cost[measure]?.intValue
    let ifAll = cost["if_all_\(measure)"]?.intValue
    func difference(_ high: Int64?, _ low: Int64?) -> String? {
      high.flatMap { high in low.flatMap { figures.rate(high - $0) } }
    }
    // The payments of a status together, where all of them are known.
    func paid(_ status: String) -> String {
      let uses = (cost["subsidies"]?.arrayValue ?? []).filter {
        $0["status"]?.stringValue == status
      }
      let amounts = uses.compactMap { $0["amount_fen"]?.intValue }
      guard !uses.isEmpty, amounts.count == uses.count else { return "" }
      let sum: Int64 = amounts.reduce(0, +)
      return " (\(figures.money(sum)))"
    }
    let highest = figures.rate(most)
    let isBand = least.map { $0 != most } ?? false
    interest = highest.map { isBand ? "\(figures.rate(least) ?? "") – \($0)" : $0 }
    fees = difference(before, most)
    subsidies = difference(before, after).map { $0 + paid("netted") }
    uncertain = difference(after, ifAll).map { $0 + paid("apart") }
  }
}
