import Catalog
import Domain

/// Builds the sheet of an all-in price.
struct AllInSheet {
  let product: Product
  let plan: AllInPlan
  let request: Pricer.Request

  init(_ product: Product, _ plan: AllInPlan, _ request: Pricer.Request) {
    self.product = product
    self.plan = plan
    self.request = request
  }

  func sheet(fact: (String) -> FactState) -> CostSheet {
    let outcome = plan.outcome(request, fact: fact)
    let terms = plan.terms
    var items = [item(FenSchedule.interestItem, FenSchedule.lender, terms.basePPM)]
    if terms.feesPPM > 0 { items.append(item("fees", "other", terms.feesPPM)) }
    var subsidies: [CostSheet.SubsidyItem] = []
    if terms.subsidiesPPM > 0 {
      subsidies.append(subsidy("included", .netted, terms.subsidiesPPM, terms.citation))
    }
    for status in [CostOutcome.SubsidyUse.Status.netted, .apart] {
      for (use, term) in zip(outcome.subsidies, terms.subsidies) where use.status == status {
        subsidies.append(subsidy(term.id, status, term.ppm, term.citation))
      }
    }
    func annual(_ ppm: Int64?) -> CostSheet.Annual? {
      ppm.map { CostSheet.Annual(nominalPPM: nil, effectivePPM: $0) }
    }
    return CostSheet(
      productCode: product.code, productName: product.name, institution: product.institution,
      form: .allIn, amountFen: request.amountFen, tenorMonths: request.tenorMonths,
      drawnOn: request.day, endsOn: request.day.adding(months: Int(request.tenorMonths)),
      repayment: nil, bridge: nil, parameters: [], items: items, subsidies: subsidies,
      before: annual(outcome.beforeEffectivePPM), after: annual(outcome.effectivePPM),
      ifAll: annual(outcome.ifAllEffectivePPM), totalFen: nil, subsidyFen: nil, ifAllFen: nil,
      flows: nil,
      drawnUses: [], missing: outcome.missing,
      notes: [CostSheetNotes.additive]
        + (subsidies.isEmpty ? [] : [CostSheetNotes.certain]) + [CostSheetNotes.calculation])
  }

  private func item(_ kind: String, _ payee: String, _ ppm: Int64) -> CostSheet.Item {
    CostSheet.Item(
      kind: kind, id: kind, payee: payee, mode: .additive, cycle: .wholeTerm, ratePPM: ppm,
      amountFen: nil, heldFen: nil,
      annual: CostSheet.Annual(nominalPPM: nil, effectivePPM: ppm), ceilings: [],
      citation: plan.terms.citation)
  }

  private func subsidy(
    _ id: String, _ status: CostOutcome.SubsidyUse.Status, _ ppm: Int64, _ citation: Citation
  ) -> CostSheet.SubsidyItem {
    CostSheet.SubsidyItem(
      id: id, pack: nil, label: nil, kind: nil, status: status, ppm: ppm, capFen: nil,
      amountFen: nil, payments: [], reduction: CostSheet.Annual(nominalPPM: nil, effectivePPM: ppm),
      citation: citation)
  }
}
