import Catalog
import Decision
import Domain
import Policy
import Postgres
import Store
import Synchronization

/// A catalog version with the ids its products have in the database. A class, since every call looks
/// at it and copies would count all it holds.
final class LoadedCatalog: Sendable {
  struct Entry: Sendable {
    var id: ProductID
    var version: Int
  }
  let version: Int
  let publishedAt: Instant
  let catalog: Catalog
  /// By product code.
  let entries: [String: Entry]
  /// What identifies each product, by its index; made once, since every run shows twenty.
  let summaries: [ProductSummary]
  /// The same, written.
  let texts: ProductTexts
  var registry: FactRegistry { catalog.registry }

  init(_ record: CatalogRecord) throws {
    version = record.version
    publishedAt = record.publishedAt
    catalog = try Catalog(
      json: [
        "facts": try JSONParser.parse(record.facts),
        "institutions": try JSONParser.parse(record.institutions),
        "families": try JSONParser.parse(record.families),
        "products": .array(try record.products.map { try JSONParser.parse($0.body) }),
      ])
    entries = Dictionary(
      record.products.map { ($0.code, Entry(id: $0.id, version: $0.version)) },
      uniquingKeysWith: { first, _ in first })
    let (catalog, entries) = (catalog, entries)
    let institutions = Dictionary(
      catalog.institutions.map { ($0.code, ProductView.institution($0.code, in: catalog)) },
      uniquingKeysWith: { first, _ in first })
    summaries = catalog.products.map { product in
      let entry = entries[product.code]
      return ProductSummary(
        code: .string(product.code), id: .optional(entry?.id.text),
        version: .optional(entry.map { Int64($0.version) }),
        name: ProductView.label(product.name),
        institution: institutions[product.institution]
          ?? ProductView.institution(product.institution, in: catalog),
        family: .string(product.family))
    }
    texts = ProductTexts(summaries)
    guard catalog.digest == record.digest,
      catalog.products.map(\.code) == record.products.map(\.code)
    else { throw StoredDataError(what: "catalog version \(record.version)") }
  }
}

/// What identifies a product, as it is shown with every decision.
struct ProductSummary: Sendable {
  var code: JSON
  var id: JSON
  var version: JSON
  var name: JSON
  var institution: JSON
  var family: JSON

  var members: [String: JSON] {
    [
      "product": code, "product_id": id, "product_version": version, "name": name,
      "institution": institution, "family": family,
    ]
  }
}

/// What identifies the products, in RFC 8785 form as it stands in the view of a run. All in one
/// place: whoever copies from it holds one reference, not one a product that all threads count.
struct ProductTexts: Sendable {
  struct Span {
    /// `,"family":…,"institution":…`
    var family: Range<Int>
    /// `,"name":…,"product":…,"product_id":…,"product_version":…`
    var name: Range<Int>
  }

  let bytes: [UInt8]
  /// By the index of the product.
  let spans: [Span]
  /// The longest of all.
  let longestBytes: Int

  init(_ products: [ProductSummary]) {
    var text = CanonicalWriter()
    spans = products.map { product in
      let start = text.bytes.count
      text.literal(#","family":"#)
      text.value(product.family)
      text.literal(#","institution":"#)
      text.value(product.institution)
      let middle = text.bytes.count
      text.literal(#","name":"#)
      text.value(product.name)
      text.literal(#","product":"#)
      text.value(product.code)
      text.literal(#","product_id":"#)
      text.value(product.id)
      text.literal(#","product_version":"#)
      text.value(product.version)
      return Span(family: start..<middle, name: middle..<text.bytes.count)
    }
    bytes = text.bytes
    longestBytes = spans.map { $0.family.count + $0.name.count }.max() ?? 0
  }
}

/// What a run pins besides the facts and the need.
struct EnginePins: Hashable, Sendable {
  var catalogVersion: Int
  var policyVersion: Int
  var engineVersion: EngineVersion
}

/// Catalogs and compiled engines by version. Versions never change, so what is here is never stale;
/// only which version is the latest is asked each time.
final class CatalogCache: Sendable {
  /// Versions kept of each kind; the oldest go first. Replays of old runs share the rest.
  private static let capacity = 8

  private struct State {
    var catalogs: [Int: LoadedCatalog] = [:]
    /// Versions that somebody loads just now.
    var loading: [Int: Task<LoadedCatalog, any Error>] = [:]
    var engines: [EnginePins: Engine] = [:]
  }

  private let state = Mutex(State())

  /// The latest catalog, or nil when none was published.
  func latest(_ session: any PostgresSession) async throws -> LoadedCatalog? {
    guard let head = try await CatalogRepository.latestVersion(session) else { return nil }
    return try await catalog(head.version, session)
  }

  /// A version of the catalog. Whoever comes while it is being loaded waits for that instead of
  /// loading it as well: a thousand products take a while, and after a start everybody asks at once.
  func catalog(_ version: Int, _ session: any PostgresSession) async throws -> LoadedCatalog {
    enum Way {
      case known(LoadedCatalog)
      case wait(Task<LoadedCatalog, any Error>)
      case load(Task<LoadedCatalog, any Error>)
    }
    let way: Way = state.withLock { state in
      if let known = state.catalogs[version] { return .known(known) }
      if let task = state.loading[version] { return .wait(task) }
      let task = Task { try await Self.load(version, session) }
      state.loading[version] = task
      return .load(task)
    }
    switch way {
    case .known(let catalog): return catalog
    case .wait(let task):
      if case .success(let catalog) = await task.result { return catalog }
      // What failed may have failed for the other's connection only.
      return keep(try await Self.load(version, session))
    case .load(let task):
      defer { state.withLock { $0.loading[version] = nil } }
      return keep(try await task.value)
    }
  }

  private static func load(
    _ version: Int, _ session: any PostgresSession
  ) async throws -> LoadedCatalog {
    guard let record = try await CatalogRepository.find(version: version, session) else {
      throw StoredDataError(what: "catalog version \(version)")
    }
    return try LoadedCatalog(record)
  }

  private func keep(_ loaded: LoadedCatalog) -> LoadedCatalog {
    state.withLock { state in
      state.catalogs[loaded.version] = loaded
      if state.catalogs.count > Self.capacity, let oldest = state.catalogs.keys.min() {
        state.catalogs[oldest] = nil
      }
    }
    return loaded
  }

  /// The engine compiled from pinned versions.
  func engine(_ pins: EnginePins, _ session: any PostgresSession) async throws -> Engine {
    if let known = state.withLock({ $0.engines[pins] }) { return known }
    let catalog = try await catalog(pins.catalogVersion, session).catalog
    guard let document = try await PolicyRepository.find(version: pins.policyVersion, session)
    else {
      throw StoredDataError(what: "policy version \(pins.policyVersion)")
    }
    let policies = try PolicySet(json: try JSONParser.parse(document))
    let engine = try Engine(catalog: catalog, policies: policies, version: pins.engineVersion)
    state.withLock { state in
      state.engines[pins] = engine
      if state.engines.count > Self.capacity,
        let oldest = state.engines.keys.min(by: {
          ($0.catalogVersion, $0.policyVersion) < ($1.catalogVersion, $1.policyVersion)
        })
      {
        state.engines[oldest] = nil
      }
    }
    return engine
  }

  /// The pins a decision made now would have, or nil before a catalog and policies are published.
  func currentPins(_ session: any PostgresSession) async throws -> EnginePins? {
    try await CatalogRepository.inForce(session).map(EnginePins.init(inForce:))
  }
}

extension EnginePins {
  /// With this program's engine.
  init(inForce versions: VersionPins) {
    self.init(
      catalogVersion: versions.catalog, policyVersion: versions.policy, engineVersion: .current)
  }
}
