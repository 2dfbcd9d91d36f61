import Domain
import Postgres

/// What of a catalog version is needed to read a run's bitmaps and to see what changed since: no
/// document is parsed for it.
public struct CatalogOutline: Sendable, Hashable {
  /// Product codes in the order of their ordinals.
  public var codes: [String]
  /// Of each product's document, by code.
  public var digests: [String: Digest]
  /// Of the fact registry.
  public var facts: Digest

  public init(codes: [String], digests: [String: Digest], facts: Digest) {
    self.codes = codes
    self.digests = digests
    self.facts = facts
  }
}

public enum CatalogOutlineRepository {
  /// Nil when there is no such version.
  public static func find(
    version: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> CatalogOutline? {
    let heads = try await session.query(
      "SELECT facts_digest FROM catalog_version WHERE version = \(version)")
    guard let head = heads.first else { return nil }
    let rows = try await session.query(
      """
      SELECT p.code, v.digest FROM catalog_product c
      JOIN product p ON p.id = c.product_id
      JOIN product_version v ON v.product_id = c.product_id AND v.version = c.product_version
      WHERE c.catalog_version = \(version) ORDER BY c.ordinal
      """)
    var outline = CatalogOutline(
      codes: [], digests: [:], facts: Digest(bytes: try head.decode(0, as: [UInt8].self)))
    for row in rows {
      let code = try row.decode(0, as: String.self)
      outline.codes.append(code)
      outline.digests[code] = Digest(bytes: try row.decode(1, as: [UInt8].self))
    }
    return outline
  }
}
