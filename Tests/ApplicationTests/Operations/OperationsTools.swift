import Application
import Catalog
import Domain
import Store
import TestSupport

extension World {
  static let operations = Actor(subject: "operator-1", role: .operator)

  @discardableResult
  func pause(
    _ kind: PauseKind, _ target: String, until: Instant? = nil, reason: String = "under revision"
  ) async throws -> StoredAnswer {
    try await application.setPause(
      kind, target: target, ["reason": .string(reason), "until": .optional(until?.text)],
      actor: Self.operations)
  }

  @discardableResult
  func resume(_ kind: PauseKind, _ target: String) async throws -> StoredAnswer {
    try await application.endPause(kind, target: target, actor: Self.operations)
  }

  /// Publishes the seed catalog with some of its products made to fit everybody.
  @discardableResult
  func publishFree(_ indices: Int...) async throws -> [Product] {
    let json = try SeedCatalog.catalog().json
    var products = json["products"]?.arrayValue ?? []
    for index in indices {
      products[index] = products[index].with([
        "criteria": [], "amount": nil, "tenor": nil, "limit": nil, "min_coverage_ppm": nil,
      ])
    }
    let catalog = try Catalog(json: json.with(["products": .array(products)]))
    _ = try await application.publish(catalog: catalog, policies: nil, actor: Self.system)
    return indices.map { catalog.products[$0] }
  }

  /// Products of which enterprises are told that they newly qualify, by need, in the order told.
  func gains() async throws -> [NeedID: [[String]]] {
    var gains: [NeedID: [[String]]] = [:]
    for event in try await drain() where event.type == .enterpriseNewlyQualifies {
      let codes = event.data["products"]?.arrayValue?.compactMap(\.stringValue) ?? []
      if let need = NeedID(event.subject) { gains[need, default: []].append(codes) }
    }
    return gains
  }

  /// Tells of gains until there are none left to tell of.
  @discardableResult
  func tellAll() async throws -> Int {
    var told = 0
    while case let step = try await application.tellUntoldGains(limit: 3), step > 0 { told += step }
    return told
  }
}
