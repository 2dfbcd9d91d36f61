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
    let actor = Actor.system("seed")
    if isMissing("catalog") {
      let published = try await application.publishCatalog(try SeedCatalog.catalog(), actor: actor)
      logger.notice("seed catalog published: \(published.changed.count) products")
    }
    if isMissing("policy") {
      let published = try await application.publishPolicies(
        try SeedCatalog.policies(), actor: actor)
      logger.notice("seed policies published: \(published.changed.joined(separator: ", "))")
    }
  }
}
