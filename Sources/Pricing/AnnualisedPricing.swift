import Catalog
import Domain

/// One annualised price for one request.
struct AnnualisedPricing {
  let plan: AnnualisedPlan
  let request: Pricer.Request
  /// The known grade whose band is used; nil for the general band.
  let grade: String?
  let standings: Standings
  let missing: [String]
  let parameter: CostOutcome.ParameterUse?
  /// Both ends of the yearly rate.
  let rateMax: Int64?
  let rateMin: Int64?

  init(_ plan: AnnualisedPlan, _ request: Pricer.Request, fact: (String) -> FactState) {
    self.plan = plan
    self.request = request
    let grade = plan.grade(fact)
    self.grade = grade.code
    standings = Standings(plan.lines, tenorMonths: request.tenorMonths, fact: fact)
    missing = standings.missing.union([grade.missing].compactMap { $0 }).sorted()
    let band = plan.band(grade.code)
    let parameter = band.usesLPR ? plan.lpr(tenorMonths: request.tenorMonths) : nil
    self.parameter = parameter
    rateMax = band.max.flatMap { plan.rate($0, parameter) }
    rateMin = band.min.flatMap { plan.rate($0, parameter) }
  }

  /// Nil for a tenor that is not priced.
  var term: LoanTerm? {
    guard (1...Pricer.maximumMonths).contains(request.tenorMonths) else { return nil }
    return LoanTerm(plan.terms, months: request.tenorMonths, from: request.day)
  }

  /// The upper end before subsidies; nil when the institution did not publish what it takes.
  var upper: LoanSchedule? {
    guard let rateMax, let term else { return nil }
    return plan.schedule(ratePPM: rateMax, term: term, fee: \.maxPPM)
  }

  /// The lower end before subsidies. A fee without a published lower end may be waived: "from"
  /// counts it as 0.
  private var lower: LoanSchedule? {
    guard let rateMin, let term else { return nil }
    return plan.schedule(ratePPM: rateMin, term: term) { $0.minPPM ?? 0 }
  }

  /// What a subsidy pays, as parts of the principal.
  func payments(_ index: Int, in schedule: LoanSchedule) -> [(index: Int, amount: Double)] {
    schedule.payments(
      of: plan.lines[index], cap: standings.caps[index], amountFen: request.amountFen)
  }

  /// The schedule with some subsidies taken off.
  func net(_ schedule: LoanSchedule, where isPaid: (Int) -> Bool) -> LoanSchedule {
    var copy = schedule
    for index in plan.lines.indices where isPaid(index) {
      copy.net(payments(index, in: schedule))
    }
    return copy
  }

  /// The upper end before subsidies, after the certain ones, and if all uncertain came true.
  var rates: CostRates {
    guard let upper else { return CostRates(before: nil, after: nil, ifAll: nil) }
    let before = upper.cost
    let hasNetted = plan.lines.indices.contains(where: standings.isNetted)
    let after = hasNetted ? net(upper, where: standings.isNetted).cost : before
    let hasApart = standings.statuses.contains(.apart)
    let ifAll = hasApart ? net(upper) { standings.isPaidIfAll[$0] }.cost : nil
    return CostRates(before: before, after: after, ifAll: ifAll)
  }

  var outcome: CostOutcome {
    let rates = rates
    let lowerCost = lower.flatMap { net($0, where: standings.isNetted).cost }
    let upper = upper
    let subsidies = plan.lines.enumerated().compactMap { index, line in
      standings.statuses[index].map { status in
        CostOutcome.SubsidyUse(
          id: line.id, pack: line.pack, status: status,
          amountFen: upper.flatMap { fen(payments(index, in: $0)) })
      }
    }
    return CostOutcome(
      form: .annualised, amountFen: request.amountFen, tenorMonths: request.tenorMonths,
      rateMaxPPM: rateMax, rateMinPPM: rateMin, effectivePPM: rates.after?.effectivePPM,
      nominalPPM: rates.after?.nominalPPM, beforeEffectivePPM: rates.before?.effectivePPM,
      beforeNominalPPM: rates.before?.nominalPPM, ifAllEffectivePPM: rates.ifAll?.effectivePPM,
      ifAllNominalPPM: rates.ifAll?.nominalPPM, minEffectivePPM: lowerCost?.effectivePPM,
      minNominalPPM: lowerCost?.nominalPPM, subsidies: subsidies,
      parameters: parameter.map { [$0] } ?? [], missing: missing)
  }

  private func fen(_ rows: [(index: Int, amount: Double)]) -> Int64? {
    let share = rows.reduce(0) { $0 + $1.amount }
    return Int64(exactly: (share * Double(request.amountFen)).rounded(.toNearestOrEven))
  }

  /// What ranking needs, with the shares the netted, capped subsidies pay without their caps.
  func ranked() -> CostMemo.Entry {
    guard let upper else { return CostMemo.Entry(cost: rankedCost(nil), uncapped: []) }
    let uncapped = plan.lines.indices.filter { standings.isNetted($0) && plan.lines[$0].hasCap }
      .map { index in
        CostMemo.Share(
          line: index,
          share: upper.paydays(of: plan.lines[index]).reduce(0) { $0 + $1.amount })
      }
    return CostMemo.Entry(
      cost: rankedCost(net(upper, where: standings.isNetted).cost), uncapped: uncapped)
  }

  private func rankedCost(_ rate: AnnualRate?) -> Pricer.RankedCost {
    Pricer.RankedCost(
      effectivePPM: rate?.effectivePPM,
      carriedParameter: parameter.flatMap { $0.carriedPastEnd ? $0.id : nil })
  }

  /// Whether no cap binds, by shares without caps.
  func isUncapped(_ shares: [CostMemo.Share]) -> Bool {
    shares.allSatisfy { share in
      guard let cap = standings.caps[share.line] else { return true }
      return Double(cap) / Double(request.amountFen) >= share.share
    }
  }
}

/// The cost a year of one price, at its upper end.
public struct CostRates: Hashable, Sendable {
  /// Before any subsidy; nil when the institution did not publish what it takes.
  public let before: AnnualRate?
  /// After the certain subsidies; it ranks.
  public let after: AnnualRate?
  /// If everything uncertain came true as well; nil when nothing is uncertain.
  public let ifAll: AnnualRate?
}
