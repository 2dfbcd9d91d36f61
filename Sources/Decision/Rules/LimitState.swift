import Catalog
import Domain
import Pricing

/// The limit of a product for an input, as far as it is known: the least of `amount.max_fen` and
/// the terms.
struct LimitState {
  /// The least of what is known, never below 0; nil when nothing is.
  private(set) var least: Int64?
  /// Some term waits for facts of the enterprise.
  private(set) var hasUnknownTerm = false
  /// The institution did not publish a limit, or not all that one of its terms takes.
  private(set) var isUnpublished: Bool

  init(_ product: Product, _ view: FactView) {
    least = product.amount.maxFen
    isUnpublished = product.limit == nil
    for term in product.limit ?? [] {
      switch term.value(input: { view.state($0) }) {
      case .known(let value): least = min(least ?? .max, max(0, value))
      case .unpublished: isUnpublished = true
      case .unknown: hasUnknownTerm = true
      }
    }
  }

  /// The limit in fen, when all of it is known and published.
  var fen: Int64? { hasUnknownTerm || isUnpublished ? nil : least }

  /// Greatest amount that can still come of it: the lesser of what is known and `asked`.
  func usable(asked: Int64) -> Int64 { min(least ?? asked, asked) }

  /// Whether the limit reaches `needed`: no as soon as a known term does not, yes when none is
  /// unknown. What is not published is no unknown of the enterprise.
  func reaches(_ needed: Int64, asked: Int64) -> RuleResult {
    if usable(asked: asked) < needed { return .fail }
    return hasUnknownTerm ? .unknown : .pass
  }

  /// floor(min(limit, asked) × 1,000,000 / asked); nil while the limit is not known.
  func coveragePPM(asked: Int64) -> Int64? {
    guard let fen, asked > 0 else { return nil }
    return Exact.scaled(min(fen, asked), by: PartsPerMillion.one, over: asked)
  }

  /// What to price: the lesser of limit and amount asked over the need's tenor. A limit of 0 leaves
  /// the amount asked: there is nothing else to price. Nil when nothing is asked.
  func priceRequest(_ view: FactView) -> Pricer.Request? {
    guard let asked = view.state(NeedFact.amount).integer, asked > 0,
      let months = view.state(NeedFact.tenor).integer
    else { return nil }
    let usable = usable(asked: asked)
    return Pricer.Request(
      amountFen: usable > 0 ? usable : asked, tenorMonths: months, day: view.day)
  }
}
