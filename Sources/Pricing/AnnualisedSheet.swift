import Catalog
import Domain

/// Builds the sheet of an annualised price.
struct AnnualisedSheet {
  let product: Product
  let pricing: AnnualisedPricing
  let ceilings: FeeCeilings
  let term: LoanTerm
  let upper: LoanSchedule?
  let rates: CostRates
  let gross: FenSchedule?

  init(_ product: Product, _ pricing: AnnualisedPricing, ceilings: FeeCeilings) {
    self.product = product
    self.pricing = pricing
    self.ceilings = ceilings
    term = LoanTerm(
      pricing.plan.terms, months: pricing.request.tenorMonths, from: pricing.request.day)
    upper = pricing.upper
    rates = pricing.rates
    gross = pricing.gross
  }

  private var terms: AnnualisedTerms { pricing.plan.terms }
  private var request: Pricer.Request { pricing.request }

  var sheet: CostSheet {
    let items = items
    let totalFen =
      items.allSatisfy { $0.amountFen != nil }
      ? Exact.sum(items.compactMap(\.amountFen)) : nil
    let netted = subsidyItems(
      .netted, { pricing.standings.isNetted($0) }, rates.before, rates.after)
    let apart = subsidyItems(
      .apart, { pricing.standings.isPaidIfAll[$0] && !pricing.standings.isNetted($0) },
      rates.after, rates.ifAll)
    return CostSheet(
      productCode: product.code, productName: product.name, institution: product.institution,
      form: .annualised, amountFen: request.amountFen, tenorMonths: request.tenorMonths,
      drawnOn: request.day, endsOn: end, repayment: terms.repayment, bridge: terms.bridge,
      parameters: pricing.parameter.map { [$0] } ?? [], items: items, subsidies: netted + apart,
      before: rates.before.map(CostSheet.Annual.init),
      after: rates.after.map(CostSheet.Annual.init),
      ifAll: rates.ifAll.map(CostSheet.Annual.init), totalFen: totalFen,
      subsidyFen: gross == nil ? nil : Exact.sum(netted.compactMap(\.amountFen)),
      ifAllFen: apart.isEmpty ? nil : totalFen.flatMap(lessAllSubsidies),
      flows: gross.map { pricing.flows($0, where: pricing.standings.isNetted).schedule },
      drawnUses: drawnUses, missing: pricing.missing,
      notes: notes(hasSubsidies: !netted.isEmpty || !apart.isEmpty))
  }

  private var end: LegalDate {
    switch term {
    case .months(let months): request.day.adding(months: months)
    case .days(let days, _): request.day.adding(days: days)
    }
  }

  // MARK: Items

  private var items: [CostSheet.Item] {
    let annual = shares
    var items = [
      CostSheet.Item(
        kind: FenSchedule.interestItem, id: FenSchedule.interestItem, payee: FenSchedule.lender,
        mode: .onBalance, cycle: terms.bridge == nil ? .monthly : .onceAtEnd,
        ratePPM: pricing.rateMax,
        amountFen: gross?.schedule.costFen(of: FenSchedule.interestItem)
          ?? loneInterest, heldFen: nil, annual: annual?.first, ceilings: [],
        citation: terms.citation)
    ]
    for (index, fee) in terms.fees.enumerated() {
      let rows = FenSchedule.rows(of: fee, amountFen: request.amountFen, term: term)
      items.append(
        CostSheet.Item(
          kind: fee.kind, id: FenSchedule.feeItem(index, fee), payee: fee.payee,
          mode: fee.timing == .yearly || fee.timing == .monthly ? .shareOfLoanYearly : .shareOfLoan,
          cycle: Self.cycle(fee.timing), ratePPM: fee.maxPPM,
          amountFen: rows.flatMap { Exact.sum($0.map(\.fen)) }, heldFen: nil,
          annual: annual.map { $0[index + 1] },
          ceilings: ceilings.of(fee, tenorMonths: request.tenorMonths),
          citation: fee.citation ?? terms.citation))
    }
    if let deposit = terms.deposit {
      items.append(
        CostSheet.Item(
          kind: FenSchedule.depositItem, id: FenSchedule.depositItem, payee: FenSchedule.lender,
          mode: .deposit, cycle: .wholeTerm, ratePPM: deposit.ppm,
          amountFen: gross?.schedule.costFen(of: FenSchedule.depositItem),
          heldFen: FenMath.share(request.amountFen, ppm: deposit.ppm), annual: annual?.last,
          ceilings: [], citation: deposit.citation))
    }
    return items
  }

  /// The interest where only a fee is not published.
  private var loneInterest: Int64? {
    pricing.rateMax.flatMap { rate in
      let bare = AnnualisedTerms(
        rate: terms.rate, repayment: terms.repayment, bridge: terms.bridge,
        citation: terms.citation)
      return FenSchedule(
        bare, term: term, amountFen: request.amountFen, ratePPM: rate, start: request.day
      )?.schedule.costFen(of: FenSchedule.interestItem)
    }
  }

  private static func cycle(_ timing: Fee.Timing) -> CostSheet.Cycle {
    switch timing {
    case .upfront: .onceAtStart
    case .yearly: .yearlyAtStart
    case .monthly: .monthly
    case .atEnd: .onceAtEnd
    }
  }

  /// The yearly rate of interest, each fee and the deposit, in this order.
  private var shares: [CostSheet.Annual]? {
    guard let upper else { return nil }
    var rows = [upper.dues.map { (index: $0.index, amount: $0.interest) }]
    rows += upper.charges.map(\.rows)
    if let deposit = terms.deposit { rows.append(upper.rows(of: deposit)) }
    return CostShares(rows, of: upper).map { shares in
      zip(shares.nominalPPM, shares.effectivePPM).map {
        CostSheet.Annual(nominalPPM: $0, effectivePPM: $1)
      }
    }
  }

  // MARK: Subsidies

  /// What a subsidy pays in all.
  private func fen(_ index: Int) -> Int64? {
    payments(index).flatMap { Exact.sum($0.map(\.amountFen)) }
  }

  /// What a subsidy pays, payment by payment.
  private func payments(_ index: Int) -> [CashFlow]? {
    gross.map { gross in
      pricing.flows(gross) { $0 == index }.schedule.flows.filter { $0.kind == .subsidy }
    }
  }

  private func lessAllSubsidies(_ totalFen: Int64) -> Int64? {
    let paid = pricing.plan.lines.indices.filter { pricing.standings.isPaidIfAll[$0] }.map(fen)
    guard !paid.contains(nil) else { return nil }
    return Exact.sum([totalFen] + paid.compactMap { $0.map { -$0 } })
  }

  private func subsidyItems(
    _ status: CostOutcome.SubsidyUse.Status, _ isIncluded: (Int) -> Bool,
    _ from: AnnualRate?, _ to: AnnualRate?
  ) -> [CostSheet.SubsidyItem] {
    let indices = pricing.plan.lines.indices.filter(isIncluded)
    let reductions = reductions(indices, from, to)
    return indices.enumerated().map { place, index in
      let line = pricing.plan.lines[index]
      return CostSheet.SubsidyItem(
        id: line.id, pack: line.pack, label: line.label, kind: line.kind, status: status,
        ppm: line.ppm, capFen: pricing.standings.caps[index], amountFen: fen(index),
        payments: payments(index) ?? [],
        reduction: reductions?[place], citation: line.citation)
    }
  }

  /// What the rates of `indices` lower the cost by, split by the present values of what they pay.
  private func reductions(
    _ indices: [Int], _ from: AnnualRate?, _ to: AnnualRate?
  ) -> [CostSheet.Annual]? {
    guard let upper, let from, let to else { return nil }
    let weights = indices.map {
      InternalRate.presentValue(pricing.payments($0, in: upper), at: to.monthly)
    }
    let nominal = CostShares.split(from.nominalPPM - to.nominalPPM, by: weights)
    let effective = CostShares.split(from.effectivePPM - to.effectivePPM, by: weights)
    return zip(nominal, effective).map {
      CostSheet.Annual(nominalPPM: $0, effectivePPM: $1)
    }
  }

  // MARK: Words

  private var drawnUses: [DrawnUse] {
    guard let rate = pricing.rateMax else { return [] }
    let days = Int(end.daysSinceEpoch) - Int(request.day.daysSinceEpoch)
    return [days / 4, days / 2, days].compactMap {
      DrawnUse(
        terms, amountFen: request.amountFen, ratePPM: rate, tenorMonths: request.tenorMonths,
        start: request.day, drawnDays: $0)
    }
  }

  private func notes(hasSubsidies: Bool) -> [Label] {
    var notes = [CostSheetNotes.method, CostSheetNotes.rounding]
    if let bridge = terms.bridge {
      notes.append(CostSheetNotes.bridge(bridge, days: term.steps))
    } else {
      notes.append(CostSheetNotes.monthly)
    }
    if terms.repayment == .revolving { notes.append(CostSheetNotes.revolving) }
    if terms.deposit != nil { notes.append(CostSheetNotes.deposit) }
    notes += pricing.parameter.map { [CostSheetNotes.parameter($0)] } ?? []
    if hasSubsidies { notes.append(CostSheetNotes.certain) }
    notes.append(CostSheetNotes.calculation)
    return notes
  }
}
