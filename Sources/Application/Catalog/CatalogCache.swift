import Catalog
import Decision
import Domain
import Policy
import Postgres
import Store
import Synchronization

/// A catalog version with the ids its products have in the database.
struct LoadedCatalog: Sendable {
  struct Entry: Sendable {
    var id: ProductID
    var version: Int
  }
  var version: Int
  var publishedAt: Instant
  var catalog: Catalog
  /// By product code.
  var entries: [String: Entry]
  /// What identifies each product, by its index; made once, since every run shows twenty.
  let summaries: [ProductSummary]
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
    guard catalog.digest == record.digest,
      catalog.products.map(\.code) == record.products.map(\.code)
    else { throw StoredDataError(what: "catalog version \(record.version)") }
  }
}

/// What identifies a product, as it is shown with every decision.
struct ProductSummary: Sendable {
  let code: JSON
  let id: JSON
  let version: JSON
  let name: JSON
  let institution: JSON
  let family: JSON
  /// `,"family":…,"institution":…` in RFC 8785 form.
  let familyText: [UInt8]
  /// `,"name":…,"product":…,"product_id":…,"product_version":…`, likewise.
  let nameText: [UInt8]

  init(code: JSON, id: JSON, version: JSON, name: JSON, institution: JSON, family: JSON) {
    self.code = code
    self.id = id
    self.version = version
    self.name = name
    self.institution = institution
    self.family = family
    var text = CanonicalWriter()
    text.literal(#","family":"#)
    text.value(family)
    text.literal(#","institution":"#)
    text.value(institution)
    familyText = text.bytes
    text = CanonicalWriter()
    text.literal(#","name":"#)
    text.value(name)
    text.literal(#","product":"#)
    text.value(code)
    text.literal(#","product_id":"#)
    text.value(id)
    text.literal(#","product_version":"#)
    text.value(version)
    nameText = text.bytes
  }

  var members: [String: JSON] {
    [
      "product": code, "product_id": id, "product_version": version, "name": name,
      "institution": institution, "family": family,
    ]
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
    var engines: [EnginePins: Engine] = [:]
  }

  private let state = Mutex(State())

  /// The latest catalog, or nil when none was published.
  func latest(_ session: any PostgresSession) async throws -> LoadedCatalog? {
    guard let head = try await CatalogRepository.latestVersion(session) else { return nil }
    return try await catalog(head.version, session)
  }

  func catalog(_ version: Int, _ session: any PostgresSession) async throws -> LoadedCatalog {
    if let known = state.withLock({ $0.catalogs[version] }) { return known }
    guard let record = try await CatalogRepository.find(version: version, session) else {
      throw StoredDataError(what: "catalog version \(version)")
    }
    let loaded = try LoadedCatalog(record)
    state.withLock { state in
      state.catalogs[version] = loaded
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
    guard let catalog = try await CatalogRepository.latestVersion(session),
      let policy = try await PolicyRepository.latestVersion(session)
    else { return nil }
    return EnginePins(
      catalogVersion: catalog.version, policyVersion: policy.version, engineVersion: .current)
  }
}
