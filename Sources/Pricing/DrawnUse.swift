import Catalog
import Domain

/// What a revolving credit (随借随还) would cost if it were drawn in full for some days only. It does
/// not rank: ranking takes the credit fully drawn over its term.
public struct DrawnUse: Hashable, Sendable {
  /// Days drawn, in one stretch from the first day, of the days of the term.
  public let drawnDays: Int
  public let termDays: Int
  /// Interest for the days drawn, by a year of 360 days (日利率 = 年利率 ÷ 360).
  public let interestFen: Int64
  /// Fees of the whole term: they go by the line, not by its use.
  public let feesFen: Int64
  /// On what was actually drawn, for as long as it was; nil when the flows have no rate.
  public let annual: CostSheet.Annual?

  /// Interest and fees.
  public var totalFen: Int64 { interestFen + feesFen }

  /// - Parameters:
  ///   - terms: a revolving price; anything else gives nil.
  ///   - ratePPM: yearly.
  ///   - drawnDays: 1 to the days of the term.
  init?(
    _ terms: AnnualisedTerms, amountFen: Int64, ratePPM: Int64, tenorMonths: Int64,
    start: LegalDate, drawnDays: Int
  ) {
    let end = start.adding(months: Int(tenorMonths))
    let days = Int(end.daysSinceEpoch) - Int(start.daysSinceEpoch)
    guard terms.repayment == .revolving, terms.bridge == nil, amountFen > 0,
      Fen(amountFen) != nil, (0...FenSchedule.maximumRatePPM).contains(ratePPM),
      (1...max(1, days)).contains(drawnDays)
    else { return nil }
    self.drawnDays = drawnDays
    termDays = days
    interestFen = FenMath.share(amountFen, ppm: ratePPM, steps: drawnDays, perYear: 360)
    var payments = [Double](repeating: 0, count: drawnDays + 1)
    payments[drawnDays] = 1 + Double(interestFen) / Double(amountFen)
    var fees: Int64 = 0
    for fee in terms.fees {
      guard
        let rows = FenSchedule.rows(
          of: fee, amountFen: amountFen, term: .months(Int(tenorMonths)))
      else { return nil }
      for row in rows {
        // What falls due later is owed all the same: it counts on the last day drawn.
        payments[row.index == 0 ? 0 : drawnDays] += Double(row.fen) / Double(amountFen)
        fees += row.fen
      }
    }
    feesFen = fees
    annual = InternalRate.ofPeriod(payments).flatMap(AnnualRate.init(daily:)).map {
      CostSheet.Annual(nominalPPM: $0.nominalPPM, effectivePPM: $0.effectivePPM)
    }
  }

  /// Codes and values.
  public var json: JSON {
    [
      "drawn_days": .int(Int64(drawnDays)), "term_days": .int(Int64(termDays)),
      "interest_fen": .int(interestFen), "fees_fen": .int(feesFen),
      "total_fen": .int(totalFen), "annual": annual?.json ?? .null,
    ]
  }
}

extension ProductPrice {
  /// What a revolving credit would cost if it were drawn for `days` only; nil for other products,
  /// unpublished prices and days outside the term.
  public func drawn(
    days: Int, of request: Pricer.Request, fact: (String) -> FactState
  ) -> DrawnUse? {
    guard case .annualised(let plan) = plan else { return nil }
    let request = Pricer.Request(
      amountFen: request.amountFen, tenorMonths: request.tenorMonths, day: day)
    let pricing = AnnualisedPricing(plan, request, fact: fact)
    guard let rate = pricing.rateMax, pricing.term != nil else { return nil }
    return DrawnUse(
      plan.terms, amountFen: request.amountFen, ratePPM: rate, tenorMonths: request.tenorMonths,
      start: day, drawnDays: days)
  }
}
