import Catalog
import Domain
import Policy

extension ProductPrice {
  /// The cost sheet of this product for a request.
  /// - Parameters:
  ///   - request: amount and tenor; the loan is taken to be drawn on this price's day.
  ///   - fact: the state of a fact by its path.
  /// - Returns: nil for an amount or a tenor that is not priced, and for terms without a product.
  public func sheet(
    _ request: Pricer.Request, fact: (String) -> FactState
  ) -> CostSheet? {
    guard let product, request.amountFen > 0, Fen(request.amountFen) != nil,
      (1...Pricer.maximumMonths).contains(request.tenorMonths)
    else { return nil }
    let request = Pricer.Request(
      amountFen: request.amountFen, tenorMonths: request.tenorMonths, day: day)
    switch plan {
    case .allIn(let plan): return AllInSheet(product, plan, request).sheet(fact: fact)
    case .annualised(let plan):
      var region: RegionCode?
      if case .known(.text(let text)) = fact(ApplicableSubsidy.regionFact) {
        region = RegionCode(text)
      }
      return AnnualisedSheet(
        product, AnnualisedPricing(plan, request, fact: fact),
        ceilings: FeeCeilings(
          policies, on: day, in: region, amountFen: request.amountFen)
      ).sheet
    }
  }
}
