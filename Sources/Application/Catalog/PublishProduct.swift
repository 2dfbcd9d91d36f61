import Catalog
import Domain
import Store

extension Application {
  /// Publishes a document of a product in place of the one in force, with all else of the catalog as it is: the
  /// next version of the catalog, or none where nothing is changed. 200 with `ETag`.
  ///
  /// - Parameters:
  ///   - expectedVersion: of the product, as it was read.
  ///   - document: in the form of its file; code and institution stay what they are.
  /// - Throws: `.notFound`; `.forbidden` for anyone but a manager of the product's institution, operators of the
  ///   whole country, since a product is offered everywhere, and their systems; `.staleVersion`; `.invalid` with
  ///   pointers into the document, also when it does not fit the policies in force.
  public func publishProduct(
    _ code: String, expectedVersion: Int, _ document: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await answer(idempotency, as: actor) { session in
      // The catalog is nobody's row: who may is asked here, and the rest is done by the service.
      try await actAsService(actor, session)
      try await lockPublishing(session)
      guard let loaded = try await catalogs.latest(session), let product = loaded.product(code),
        let entry = loaded.entries[product.code]
      else { throw ApplicationError.notFound(what: "product") }
      guard Self.mayPublish(product, actor) else {
        throw ApplicationError.forbidden(
          zh: "仅产品所属机构的管理员与全国运营角色可以发布",
          en:
            "only a manager of the product's institution and operators of the country may publish it"
        )
      }
      guard entry.version == expectedVersion else {
        throw ApplicationError.staleVersion(current: entry.version)
      }
      let index = loaded.catalog.products.firstIndex { $0.code == product.code } ?? 0
      let catalog = try Self.replacing(product, at: index, by: document, in: loaded.catalog)
      do {
        let published = try await publish(catalog, nil, by: actor, session)
        guard let version = published.catalog else { throw StoredDataError(what: "catalog") }
        let after = version.isNew ? entry.version + 1 : entry.version
        return StoredAnswer(
          status: 200, headers: ["ETag": Tag.text(after)],
          body: [
            "code": .string(product.code), "version": .int(Int64(after)),
            "catalog_version": .int(Int64(version.version)), "changed": .bool(version.isNew),
          ])
      } catch ApplicationError.invalid(let faults) {
        throw ApplicationError.invalid(Self.within(index, faults))
      }
    }
  }

  private static func mayPublish(_ product: Product, _ actor: Actor) -> Bool {
    switch actor.role {
    case .liaisonManager: actor.organisation == product.institution
    case .operator: actor.region == nil
    case .service: true
    case .enterprise, .liaison, .auditor: false
    }
  }

  private static func replacing(
    _ product: Product, at index: Int, by document: JSON, in catalog: Catalog
  ) throws(ApplicationError) -> Catalog {
    var faults: [Fault] = []
    for (member, own) in [("code", product.code), ("institution", product.institution)]
    where document[member] != .string(own) {
      faults.append(
        Fault("/\(member)", "mismatch", zh: "应为 \(own),不能更改", en: "must be \(own), and stays so"))
    }
    guard faults.isEmpty, case .object(var members) = catalog.json else { throw .invalid(faults) }
    var documents = members["products"]?.arrayValue ?? []
    guard documents.indices.contains(index) else { throw .notFound(what: "product") }
    documents[index] = document
    members["products"] = .array(documents)
    do {
      return try Catalog(json: .object(members))
    } catch {
      throw .invalid(within(index, error.list))
    }
  }

  /// Faults of a catalog with pointers into one of its products.
  private static func within(_ index: Int, _ faults: [Fault]) -> [Fault] {
    let prefix = "/products/\(index)"
    return faults.map { fault in
      guard fault.pointer == prefix || fault.pointer.hasPrefix(prefix + "/") else { return fault }
      var own = fault
      own.pointer.removeFirst(prefix.utf8.count)
      return own
    }
  }
}
