import Catalog
import Domain

extension AnnualisedPricing {
  /// The payments in fen before subsidies, at the upper end; nil when some of the price is not
  /// published.
  var gross: FenSchedule? {
    guard let rateMax, let term else { return nil }
    return FenSchedule(
      plan.terms, term: term, amountFen: request.amountFen, ratePPM: rateMax, start: request.day)
  }

  /// The payments with some subsidies.
  func flows(_ gross: FenSchedule, where isPaid: (Int) -> Bool) -> FenSchedule {
    var schedule = gross
    for (index, line) in plan.lines.enumerated() where isPaid(index) {
      schedule.add(line, cap: standings.caps[index])
    }
    return schedule
  }
}

extension ProductPrice {
  /// The dated payments of a loan in whole fen, with its certain subsidies.
  /// - Parameters:
  ///   - request: amount and tenor; the loan is taken to be drawn on this price's day.
  ///   - fact: the state of a fact by its path.
  /// - Returns: nil for all-in prices, which have none, and where some of the price is not published.
  public func cashFlows(
    _ request: Pricer.Request, fact: (String) -> FactState
  ) -> CashFlowSchedule? {
    guard case .annualised(let plan) = plan else { return nil }
    let request = Pricer.Request(
      amountFen: request.amountFen, tenorMonths: request.tenorMonths, day: day)
    let pricing = AnnualisedPricing(plan, request, fact: fact)
    return pricing.gross.map {
      pricing.flows($0, where: pricing.standings.isNetted).schedule
    }
  }
}
