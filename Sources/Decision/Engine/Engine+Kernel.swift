import Catalog
import Domain

extension Engine {
  /// The catalog compiled for one day, for batches of needs. Compiled once a day and engine.
  public func kernel(on day: LegalDate) -> Kernel { days.kernel(on: day) }

  /// Compiles what deciding on a day takes, before it is asked for.
  public func prepare(for day: LegalDate) {
    guard catalog.products.count <= EngineDays.maximumKernelProducts else { return }
    days.withDesk(days.kernel(on: day)) { _ in }
  }

  /// The id of a rule by its place in a product; nil when there is no such product or place.
  public func ruleID(product index: Int, place: Int) -> String? {
    guard catalog.products.indices.contains(index),
      days.rulePlaces(product: index).contains(place)
    else { return nil }
    return days.ruleID(product: index, place: place)
  }

  /// What `match` says once it uses the kernel of the clock's day.
  package func kernelMatch(_ input: DecisionInput, topLimit: Int = 10) -> MatchResult {
    let view = FactView(input, table: table)
    return kernelMatch(days.kernel(on: view.day), view, topLimit: topLimit)
  }
}
