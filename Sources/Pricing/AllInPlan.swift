import Catalog
import Domain

/// What of an all-in price does not depend on a need. Such a price has no cash flows: subsidies of
/// policy packs, which are shares of cash flows, are not applied to it.
struct AllInPlan: Sendable {
  let terms: AllInTerms
  let gates: [Gate]

  init(_ terms: AllInTerms, registry: FactRegistry?) {
    self.terms = terms
    gates = terms.subsidies.map { Gate(criteria: $0.when, registry: registry) }
  }

  /// base + fees − what everyone is paid.
  var basePPM: Int64 { terms.basePPM + terms.feesPPM - terms.subsidiesPPM }

  func status(_ index: Int, _ fact: (String) -> FactState) -> CostOutcome.SubsidyUse.Status {
    switch gates[index].result(fact) {
    case .pass: terms.subsidies[index].isCertain ? .netted : .apart
    case .fail: .notApplicable
    case .unknown: .apart
    }
  }

  /// The cost after the certain subsidies.
  func effectivePPM(_ fact: (String) -> FactState) -> Int64 {
    var ppm = basePPM
    for (index, subsidy) in terms.subsidies.enumerated() where subsidy.isCertain {
      if gates[index].result(fact) == .pass { ppm -= subsidy.ppm }
    }
    return ppm
  }

  func outcome(_ request: Pricer.Request, fact: (String) -> FactState) -> CostOutcome {
    var missing: Set<String> = []
    var (after, ifAll, hasApart) = (basePPM, basePPM, false)
    let uses = terms.subsidies.enumerated().map { index, subsidy in
      let status = status(index, fact)
      missing.formUnion(gates[index].result(fact) == .unknown ? gates[index].missing(fact) : [])
      if status == .netted { after -= subsidy.ppm }
      if status == .apart { hasApart = true }
      if status == .netted || status == .apart { ifAll -= subsidy.ppm }
      return CostOutcome.SubsidyUse(id: subsidy.id, pack: nil, status: status, amountFen: nil)
    }
    return CostOutcome(
      form: .allIn, amountFen: request.amountFen, tenorMonths: request.tenorMonths,
      rateMaxPPM: terms.basePPM, rateMinPPM: nil, effectivePPM: after, nominalPPM: nil,
      beforeEffectivePPM: terms.basePPM + terms.feesPPM, beforeNominalPPM: nil,
      ifAllEffectivePPM: hasApart ? ifAll : nil, ifAllNominalPPM: nil, minEffectivePPM: nil,
      minNominalPPM: nil, subsidies: uses, parameters: [], missing: missing.sorted())
  }
}
