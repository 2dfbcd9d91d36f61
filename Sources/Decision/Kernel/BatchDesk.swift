import Domain
import Synchronization

/// Where slices of needs are decided one after the other: the rows of a slice's regions, industries
/// and classes of costs are kept for the next, which mostly asks for the same ones.
///
/// Unchecked: a `Mutex` lends it to one batch at a time (see ``BatchDesks``).
final class BatchDesk: @unchecked Sendable {
  /// Values of open columns, and costs, kept; past it all are forgotten.
  private static let maximumValues = 16_384
  private static let maximumCosts = 2_000_000

  let kernel: Kernel
  let fragments: ResultFragments
  /// The products in force, as a bitmap over the catalog.
  let considered: [UInt8]
  private let factReader: StoredFactReader
  private var reader: StoredNeedReader
  /// A batch of one need of each class of costs, or of more; nil before the first.
  private var frame: PreparedBatch?

  init(
    _ kernel: Kernel, productCount: Int, reader factReader: StoredFactReader,
    fragments: ResultFragments
  ) {
    self.kernel = kernel
    self.fragments = fragments
    considered = kernel.consideredRow(of: productCount)
    self.factReader = factReader
    reader = StoredNeedReader(kernel, factReader)
  }

  /// Reads needs, and makes those that can be read a batch that is ready.
  ///
  /// - Returns: also the places of needs that only a sheet can tell; nil when the needs cannot share
  ///   one order of the products.
  func prepare(_ needs: [StoredNeed]) -> (batch: PreparedBatch, odd: [Int])? {
    if reader.count > Self.maximumValues || costCount > Self.maximumCosts {
      reader = StoredNeedReader(kernel, factReader)
      frame = nil
    }
    let (batch, odd) = reader.read(needs)
    return prepare(batch).map { ($0, odd) }
  }

  private func prepare(_ batch: NeedBatch) -> PreparedBatch? {
    if let frame, let prepared = PreparedBatch(batch, like: frame) { return prepared }
    // One need for each class there was, then this batch's: costs are kept in the kernel anyway.
    let known = frame.map { $0.batch.part($0.prices?.examples ?? []) }
    let whole = PreparedBatch(
      known.map { NeedBatch($0, batch) } ?? batch, nearMisses: true, sharingOrder: true,
      extending: frame?.failTables)
    guard whole.shared != nil else { return nil }
    // A class known by a need without a price only must not stand for another need's.
    if !whole.hasUnpricedExample { frame = whole }
    return known == nil ? whole : PreparedBatch(batch, like: whole)
  }

  private var costCount: Int {
    (frame?.prices?.examples.count ?? 0) * kernel.products.count
  }
}

extension PreparedBatch {
  /// Whether some class of costs stands for needs only whose amount has no price.
  fileprivate var hasUnpricedExample: Bool {
    let amounts = batch.codes[kernel.amountColumn]
    return (prices?.examples ?? []).contains { !(1...Fen.maximum).contains(amounts[$0]) }
  }
}

/// The desks of one day that nobody works at.
final class BatchDesks: Sendable {
  /// Desks kept; more batches at a time get new ones.
  private static let maximumIdle = 8

  private let idle = Mutex<[BatchDesk]>([])

  func with<Result>(make: () -> BatchDesk, _ body: (BatchDesk) throws -> Result) rethrows -> Result
  {
    let desk = idle.withLock { $0.popLast() } ?? make()
    defer { idle.withLock { if $0.count < Self.maximumIdle { $0.append(desk) } } }
    return try body(desk)
  }
}
