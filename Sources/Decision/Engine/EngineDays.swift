import Catalog
import Domain
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

  /// All products of the catalog.
  private let all: [CompiledProduct]
  private let state = Mutex<[LegalDate: Day]>([:])

  init(products: [CompiledProduct]) { all = products }

  /// See `CompiledProduct.ruleID(at:)`.
  func ruleID(product index: Int, place: Int) -> String { all[index].ruleID(at: place) }

  /// The products in force on a day, by rising index.
  func products(_ engine: Engine, on day: LegalDate) -> [CompiledProduct] {
    if let known = state.withLock({ $0[day]?.products }) { return known }
    let products = all.filter { $0.product.effective.contains(day) }
    keep(day) { $0.products = products } orNew: { Day(products: products) }
    return products
  }

  /// The kernel of a day; nil while so few needs of that day were asked for that the plain way is
  /// faster.
  func kernelIfWorthwhile(_ engine: Engine, on day: LegalDate) -> Kernel? {
    let products = products(engine, on: day)
    let (kernel, matches) = state.withLock { days in
      days[day, default: Day(products: products)].matches += 1
      return (days[day]?.kernel, days[day]?.matches ?? 0)
    }
    if kernel != nil || matches < Self.worthwhileMatches { return kernel }
    return self.kernel(engine, on: day)
  }

  /// The kernel of a day.
  func kernel(_ engine: Engine, on day: LegalDate) -> Kernel {
    if let known = state.withLock({ $0[day]?.kernel }) { return known }
    let products = products(engine, on: day)
    let kernel = Kernel(
      products: products, table: engine.table, pricer: engine.pricer, on: day)
    keep(day) { $0.kernel = kernel } orNew: { Day(products: products, kernel: kernel) }
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
