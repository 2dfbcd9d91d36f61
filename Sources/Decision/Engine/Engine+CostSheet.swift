import Catalog
import Domain
import Pricing

extension Engine {
  /// What a product costs, item by item, for the lesser of limit and amount asked over the need's
  /// tenor (综合融资成本清单).
  ///
  /// - Returns: nil when there is no such product in force on the clock's day, it publishes no
  ///   price or one without cash flows to list, or the need does not say amount and tenor.
  public func costSheet(_ input: DecisionInput, product code: String) -> CostSheet? {
    let view = FactView(input, table: table)
    guard
      let product = days.products(on: view.day).first(where: { $0.product.code == code }),
      let price = product.price,
      let request = LimitState(product.product, view).priceRequest(view)
    else { return nil }
    return price.sheet(request) { view.state($0) }
  }
}
