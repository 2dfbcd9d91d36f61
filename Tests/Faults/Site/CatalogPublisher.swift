import Application
import Catalog
import Domain
import TestSupport

/// Publishes one catalog after the other, each without some of the products, so that verdicts flip
/// and sweeps go through the open needs; now and then it has all of them decided again.
struct CatalogPublisher: Sendable {
  private let application: Application
  private let seed: Catalog
  private var random: SplitMix
  private(set) var published = 0

  /// Products left out at once, at most.
  private static let leftOutMaximum = 4
  private static let attemptsMaximum = 600
  /// Every so many catalogs a sweep decides all open needs again.
  private static let fullEvery = 4

  init(_ application: Application, seed: UInt64) throws {
    self.application = application
    self.seed = try SeedCatalog.catalog()
    random = SplitMix(seed: seed)
  }

  /// - Parameter leftOut: how many products to leave out; a few by default.
  mutating func publish(leavingOut leftOut: Int? = nil) async throws {
    var products = seed.json["products"]?.arrayValue ?? []
    let count = leftOut ?? Int.random(in: 1...Self.leftOutMaximum, using: &random)
    for _ in 0..<min(count, products.count - 1) {
      products.remove(at: Int.random(in: products.indices, using: &random))
    }
    guard case .object(var members) = seed.json else { return }
    members["products"] = .array(products)
    let catalog = try Catalog(json: .object(members))
    try await persist {
      _ = try await application.publish(catalog: catalog, policies: nil, actor: Checks.actor)
    }
    published += 1
    guard published.isMultiple(of: Self.fullEvery) else { return }
    try await persist { try await application.startFullSweep(by: Checks.actor) }
  }

  private func persist(_ body: () async throws -> Void) async throws {
    var last: (any Error)?
    for _ in 0..<Self.attemptsMaximum {
      do {
        return try await body()
      } catch {
        // The database is away, or somebody else publishes.
        last = error
        await Timing.tick(milliseconds: 200)
      }
    }
    throw last ?? StoryError("nothing was tried")
  }
}
