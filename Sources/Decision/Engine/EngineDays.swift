import Catalog
import Domain
import Policy
import Pricing
import Synchronization

/// What an engine has compiled, by legal day: which products are in force, and their kernel.
/// Sharing it changes nothing but the time it takes.
final class EngineDays: Sendable {
  /// Days remembered; past it the one longest not asked for goes.
  static let maximumDays = 32
  /// Needs of one day after which a kernel pays: compiling one takes about as long as judging these
  /// plainly.
  static let worthwhileMatches = 16
  /// Products up to which single needs are judged by a kernel. Its rows grow with the square of the
  /// products; with more of them the plain way is slower, but bounded.
  static let maximumKernelProducts = 4_096

  private struct Day {
    var products: [CompiledProduct]
    var matches = 0
    var kernel: Kernel?
    /// Where batches of this day are decided.
    let desks = BatchDesks()
    /// Somebody compiles the kernel: everybody else goes the plain way meanwhile.
    var isCompiling = false
    var lastUse = 0
  }

  private struct State {
    var days: [LegalDate: Day] = [:]
    /// Counts what was asked for, to tell which day is the oldest.
    var uses = 0
  }

  /// All products of the catalog, by index; parameters are not in place.
  private let all: [CompiledProduct]
  private let catalog: Catalog
  private let policies: PolicySet
  private let table: FactTable
  /// Reads stored facts into the places of `table`.
  private let reader: StoredFactReader
  private let pricer: Pricer
  private let state = Mutex(State())
  private let knownFragments = Mutex<ResultFragments?>(nil)

  init(
    products: [CompiledProduct], catalog: Catalog, policies: PolicySet, table: FactTable,
    reader: StoredFactReader, pricer: Pricer
  ) {
    all = products
    self.catalog = catalog
    self.policies = policies
    self.table = table
    self.reader = reader
    self.pricer = pricer
  }

  /// See `CompiledProduct.ruleID(at:)`.
  func ruleID(product index: Int, place: Int) -> String { all[index].ruleID(at: place) }

  /// How many places for rules a product has: its criteria, then tenor, least amount and coverage.
  func rulePlaces(product index: Int) -> Range<Int> { 0..<all[index].criteria.count + 3 }

  /// The products in force on a day, by rising index.
  func products(on day: LegalDate) -> [CompiledProduct] {
    if let known = change(day, { $0.products }) { return known }
    let products = catalog.products.enumerated().compactMap { compile($0.element, $0.offset, day) }
    state.withLock { state in
      guard state.days[day] == nil else { return }
      if state.days.count >= Self.maximumDays,
        let oldest = state.days.min(by: { $0.value.lastUse < $1.value.lastUse })?.key
      {
        state.days[oldest] = nil
      }
      state.days[day] = Day(products: products, lastUse: state.uses)
    }
    return products
  }

  /// One product on a day; nil when it is not in force. A day nobody matched on is not compiled for
  /// it: whoever looks for the day a product ripens asks for many days, each once.
  func product(_ index: Int, on day: LegalDate) -> CompiledProduct? {
    if let known = change(day, { $0.products }) { return known.first { $0.index == index } }
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
  /// faster, while it is being compiled, and for catalogs beyond its bounds.
  func kernelIfWorthwhile(on day: LegalDate) -> Kernel? {
    guard all.count <= Self.maximumKernelProducts else { return nil }
    _ = products(on: day)
    let (kernel, isOurs) =
      change(day) { day -> (Kernel?, Bool) in
        day.matches += 1
        guard day.kernel == nil, !day.isCompiling, day.matches >= Self.worthwhileMatches else {
          return (day.kernel, false)
        }
        day.isCompiling = true
        return (nil, true)
      } ?? (nil, false)
    return isOurs ? self.kernel(on: day) : kernel
  }

  /// The kernel of a day.
  func kernel(on day: LegalDate) -> Kernel {
    let products = products(on: day)
    if let known = change(day, { $0.kernel }) ?? nil { return known }
    let kernel = Kernel(products: products, table: table, on: day)
    _ = change(day) { day in
      day.kernel = kernel
      day.isCompiling = false
    }
    return kernel
  }

  /// Lends a desk of the kernel's day.
  func withDesk<Result>(_ kernel: Kernel, _ body: (BatchDesk) -> Result) -> Result {
    // A day that was forgotten meanwhile has no desks to keep.
    let desks = change(kernel.day) { $0.desks } ?? BatchDesks()
    return desks.with {
      BatchDesk(kernel, productCount: all.count, reader: reader, fragments: fragments)
    } _: {
      body($0)
    }
  }

  /// Made by the first batch: most engines never see one.
  private var fragments: ResultFragments {
    knownFragments.withLock { known in
      if let known { return known }
      let made = ResultFragments(
        codes: catalog.products.map(\.code),
        rules: all.map { product in
          rulePlaces(product: product.index).map { product.ruleID(at: $0) }
        })
      known = made
      return made
    }
  }

  /// Reads or changes a day that is remembered; nil when it is not.
  private func change<Result: Sendable>(
    _ day: LegalDate, _ body: (inout Day) -> Result
  ) -> Result? {
    state.withLock { state in
      guard var known = state.days[day] else { return nil }
      state.uses += 1
      known.lastUse = state.uses
      let result = body(&known)
      state.days[day] = known
      return result
    }
  }
}
