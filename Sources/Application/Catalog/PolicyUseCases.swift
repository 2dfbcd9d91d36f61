import Catalog
import Domain
import Policy
import Store

/// The policy packs of one published version.
public struct PublishedPolicies: Sendable {
  public let version: Int
  public let policies: PolicySet
}

extension Application {
  /// The packs of a published version.
  ///
  /// - Parameter version: nil for the latest.
  /// - Throws: `.notFound` when there is no such version, or none at all.
  public func publishedPolicies(version: Int? = nil) async throws -> PublishedPolicies {
    try await read { session in
      var number = version
      if number == nil { number = try await PolicyRepository.latestVersion(session)?.version }
      guard let number, let document = try await PolicyRepository.find(version: number, session)
      else {
        throw ApplicationError.notFound(
          what: "policy version" + (version.map { " \($0)" } ?? ": none is published"))
      }
      return PublishedPolicies(
        version: number, policies: try PolicySet(json: try JSONParser.parse(document)))
    }
  }

  /// The catalog in force; nil before one was published.
  public func publishedCatalog() async throws -> Catalog? {
    try await read { try await catalogs.latest($0)?.catalog }
  }
}
