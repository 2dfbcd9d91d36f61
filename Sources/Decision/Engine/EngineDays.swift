import Catalog
import Domain
import Policy
import Pricing
import Synchronization

/// What an engine has compiled, by legal day: which products are in force, and their kernel.
/// Sharing it changes nothing but the time it takes.
final class EngineDays: Sendable {
  /// Days remembered; past it all are forgotten and compiled anew.
  static let maximumDays = 32
  /// Needs of one day after which a kernel pays: compiling one takes about as long as judging these
  /// plainly.
  static let worthwhileMatches = 16

  private struct Day {
    var products: [CompiledProduct]
    var matches = 0
    var kernel: Kernel?
  }

  /// All products of the catalog, by index; parameters are not in place.
  private let all: [CompiledProduct]
  private let catalog: Catalog
  private let policies: PolicySet
  private let table: FactTable
  private let pricer: Pricer
  private let state = Mutex<[LegalDate: Day]>([:])

  init(
    products: [CompiledProduct], catalog: Catalog, policies: PolicySet, table: FactTable,
    pricer: Pricer
  ) {
    all = products
    self.catalog = catalog
    self.policies = policies
    self.table = table
    self.pricer = pricer
  }

  /// See `CompiledProduct.ruleID(at:)`.
  func ruleID(product index: Int, place: Int) -> String { all[index].ruleID(at: place) }

  /// The products in force on a day, by rising index.
  func products(on day: LegalDate) -> [CompiledProduct] {
    if let known = state.withLock({ $0[day]?.products }) { return known }
    let products = catalog.products.enumerated().compactMap { compile($0.element, $0.offset, day) }
    keep(day) {
      $0.products = products
    } orNew: {
      Day(products: products)
    }
    return products
  }

  /// One product on a day; nil when it is not in force. A day nobody matched on is not compiled for
  /// it: whoever looks for the day a product ripens asks for many days, each once.
  func product(_ index: Int, on day: LegalDate) -> CompiledProduct? {
    if let known = state.withLock({ $0[day]?.products }) {
      return known.first { $0.index == index }
    }
    return compile(catalog.products[index], index, day)
  }

  /// A product with its parameters and price of a day; nil when it is not in force. One whose
  /// parameter has no value that day is not in force either.
  private func compile(_ product: Product, _ index: Int, _ day: LegalDate) -> CompiledProduct? {
    guard product.effective.contains(day) else { return nil }
    let price = pricer.price(product, on: day)
    guard !product.references.isEmpty else { return all[index].priced(price) }
    let resolved = product.resolved {
      policies.value($0, on: day, in: product.jurisdiction)?.value
    }
    return resolved.flatMap { CompiledProduct($0, index: index, table: table) }?.priced(price)
  }

  /// The kernel of a day; nil while so few needs of that day were asked for that the plain way is
  /// faster.
  func kernelIfWorthwhile(on day: LegalDate) -> Kernel? {
    let products = products(on: day)
    let (kernel, matches) = state.withLock { days in
      days[day, default: Day(products: products)].matches += 1
      return (days[day]?.kernel, days[day]?.matches ?? 0)
    }
    if kernel != nil || matches < Self.worthwhileMatches { return kernel }
    return self.kernel(on: day)
  }

  /// The kernel of a day.
  func kernel(on day: LegalDate) -> Kernel {
    if let known = state.withLock({ $0[day]?.kernel }) { return known }
    let products = products(on: day)
    let kernel = Kernel(products: products, table: table, on: day)
    keep(day) {
      $0.kernel = kernel
    } orNew: {
      Day(products: products, kernel: kernel)
    }
    return kernel
  }

  private func keep(_ day: LegalDate, _ change: (inout Day) -> Void, orNew make: () -> Day) {
    state.withLock { days in
      if days[day] == nil {
        if days.count >= Self.maximumDays { days.removeAll(keepingCapacity: true) }
        days[day] = make()
      } else if var known = days[day] {
        change(&known)
        days[day] = known
      }
    }
  }
}
