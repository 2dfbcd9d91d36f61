import Catalog
import Domain
import Foundation
import Store

extension Application {
  /// Products of the latest catalog in the order of their codes; the page goes by product id's
  /// place in it.
  ///
  /// - Throws: `.invalid` for a family the catalog does not have.
  public func products(
    family: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    let found = try await read { (try await catalogs.latest($0), try await pausedProducts($0)) }
    guard let loaded = found.0 else { return Page(items: [], next: nil) }
    if let family, !loaded.catalog.families.contains(where: { $0.code == family }) {
      let known = loaded.catalog.families.map(\.code).joined(separator: ", ")
      throw ApplicationError.invalid([
        Fault("/family", "unknown_value", zh: "取值应为:\(known)", en: "must be one of: \(known)")
      ])
    }
    let members = loaded.catalog.products.filter { family == nil || $0.family == family }
    var start = 0
    if let after = page.after {
      guard let last = members.firstIndex(where: { loaded.entries[$0.code]?.id.uuid == after })
      else {
        throw ApplicationError.invalid([
          Fault(
            "/cursor", "cursor", zh: "产品目录已更新,请从头列出",
            en: "the catalog has changed since; start the list again")
        ])
      }
      start = last + 1
    }
    let cut = Page(
      Array(members[start...].prefix(page.limit + 1)), limit: page.limit,
      id: { loaded.entries[$0.code]?.id.uuid ?? UUID() })
    return cut.map { ProductView.json($0, in: loaded, paused: found.1) }
  }

  /// One product of the latest catalog, by `prod_…` id or code.
  public func product(_ idOrCode: String, actor: Actor) async throws -> Versioned<JSON> {
    let found = try await read { (try await catalogs.latest($0), try await pausedProducts($0)) }
    guard let loaded = found.0, let product = loaded.product(idOrCode),
      let entry = loaded.entries[product.code]
    else { throw ApplicationError.notFound(what: "product") }
    return Versioned(
      ProductView.json(product, in: loaded, paused: found.1), version: entry.version)
  }

  /// The fact registry of the latest catalog.
  public func factRegistry() async throws -> JSON {
    guard let loaded = try await read({ try await catalogs.latest($0) }) else {
      throw ApplicationError.notFound(what: "fact registry")
    }
    return loaded.registry.json
  }
}

extension LoadedCatalog {
  func product(_ idOrCode: String) -> Product? {
    if let id = ProductID(idOrCode) {
      return catalog.products.first { entries[$0.code]?.id == id }
    }
    return catalog.products.first { $0.code == idOrCode }
  }
}

/// How a product looks: its document with what identifies it, and whether it is paused.
enum ProductView {
  static func json(_ product: Product, in loaded: LoadedCatalog, paused: PausedProducts) -> JSON {
    let entry = loaded.entries[product.code]
    return [
      "id": .optional(entry?.id.text), "code": .string(product.code),
      "version": .optional(entry.map { Int64($0.version) }),
      "catalog_version": .int(Int64(loaded.version)), "name": label(product.name),
      "institution": institution(product.institution, in: loaded.catalog),
      "family": .string(product.family), "document": product.json, "paused": paused.json(product),
    ]
  }

  static func label(_ label: Label) -> JSON { ["zh": .string(label.zh), "en": .string(label.en)] }

  static func institution(_ code: String, in catalog: Catalog) -> JSON {
    let name = catalog.institutions.first { $0.code == code }?.name
    return ["code": .string(code), "name": name.map { self.label($0) } ?? .null]
  }
}
