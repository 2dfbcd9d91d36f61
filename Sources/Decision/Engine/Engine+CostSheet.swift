import Catalog
import Domain
import Pricing

extension Engine {
  /// What a product costs the need, item by item, on what its decision prices: the lesser of limit
  /// and amount asked, over the tenor asked for.
  ///
  /// - Parameter code: of a product in force on the clock's day.
  /// - Returns: nil for another one, when no price is published, and for a tenor that is not priced.
  public func costSheet(_ input: DecisionInput, product code: String) -> CostSheet? {
    let view = FactView(input, table: table)
    guard let index = catalog.index(of: code), let product = days.product(index, on: view.day),
      let price = product.price,
      let request = LimitState(product.product, view).priceRequest(view)
    else { return nil }
    return price.sheet(request) { view.state($0) }
  }
}
