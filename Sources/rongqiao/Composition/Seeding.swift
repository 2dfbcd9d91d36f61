import Application
import Domain
import Ingest
import Logging

extension Composition {
  /// Publishes the catalog and policies that ship with the program, when none are published: what
  /// an operator imported is never replaced.
  func seed() async throws {
    let readiness = await application.readiness()
    func isMissing(_ name: String) -> Bool {
      readiness.checks.contains { $0.name == name && !$0.isReady }
    }
    let published = try await application.publish(
      catalog: isMissing("catalog") ? try SeedCatalog.catalog() : nil,
      policies: isMissing("policy") ? try SeedCatalog.policies() : nil, actor: .system("seed"))
    if let catalog = published.catalog {
      logger.notice("seed catalog published: \(catalog.changed.count) products")
    }
    if let policies = published.policies {
      logger.notice("seed policies published: \(policies.changed.joined(separator: ", "))")
    }
  }
}
