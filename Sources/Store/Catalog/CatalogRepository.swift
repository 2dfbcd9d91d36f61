import Domain
import Foundation
import Postgres

/// A content-addressed part of a catalog or policy version.
public struct StoredDocument: Sendable, Hashable {
  public enum Kind: String, Sendable { case facts, institutions, families, product, policy }
  public var kind: Kind
  public var digest: Digest
  /// RFC 8785 JSON.
  public var body: [UInt8]

  public init(kind: Kind, json: JSON) {
    self.kind = kind
    body = json.canonicalBytes
    digest = Digest(ofBytes: body)
  }
}

/// A catalog version as it is put together from its parts.
public struct CatalogRecord: Sendable {
  public struct Product: Sendable {
    public var ordinal: Int
    public var id: ProductID
    public var code: String
    public var version: Int
    public var body: [UInt8]
  }
  public var version: Int
  public var digest: Digest
  public var publishedAt: Instant
  public var facts: [UInt8]
  public var institutions: [UInt8]
  public var families: [UInt8]
  /// In the order of their ordinals.
  public var products: [Product]
}

public enum CatalogRepository {
  /// Holds off other publishers until the transaction ends, so that version numbers have no gap.
  public static func lockPublishing(_ session: any PostgresSession) async throws(PostgresError) {
    try await session.execute("LOCK TABLE catalog_version IN SHARE ROW EXCLUSIVE MODE")
  }

  /// Asks for the newest versions of the catalog and of the policies.
  static let askingVersions = prepared(
    """
    SELECT (SELECT version FROM catalog_version ORDER BY version DESC LIMIT 1),
      (SELECT version FROM policy_version ORDER BY version DESC LIMIT 1)
    """)

  /// The answer to `askingVersions`; nil before both are published.
  static func versions(_ rows: [Row]) throws(PostgresError) -> VersionPins? {
    guard let row = rows.first, !row.isNull(0), !row.isNull(1) else { return nil }
    return VersionPins(catalog: Int(try row.int32(0)), policy: Int(try row.int32(1)))
  }

  /// The versions a decision made now would be made under; nil before both are published.
  public static func inForce(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> VersionPins? {
    try versions(await session.query(askingVersions))
  }

  public static func latestVersion(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> (version: Int, digest: Digest)? {
    let rows = try await session.query(
      prepared("SELECT version, digest FROM catalog_version ORDER BY version DESC LIMIT 1"))
    guard let row = rows.first else { return nil }
    return (
      Int(try row.decode(0, as: Int32.self)), Digest(bytes: try row.decode(1, as: [UInt8].self))
    )
  }

  public static func insert(
    documents: [StoredDocument], _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO document (digest, kind, body)
      SELECT * FROM unnest(\(documents.map(\.digest.bytes)), \(documents.map(\.kind.rawValue)),
        \(documents.map(\.body)))
      ON CONFLICT (digest) DO NOTHING
      """)
  }

  /// Gives each code an id (existing codes keep theirs) and each new document of a code the next
  /// version number; an unchanged document keeps its version.
  ///
  /// - Parameter products: code, fresh id for a new code, document digest; in ordinal order.
  /// - Returns: the codes whose document is new.
  public static func insertVersion(
    _ version: Int, digest: Digest, facts: Digest, institutions: Digest, families: Digest,
    products: [(code: String, freshID: ProductID, digest: Digest)], publishedAt: Instant,
    publishedBy: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> [String] {
    let codes = products.map(\.code)
    try await session.execute(
      """
      INSERT INTO product (id, code)
      SELECT * FROM unnest(\(products.map(\.freshID.uuid)), \(codes))
      ON CONFLICT (code) DO NOTHING
      """)
    let changed = try await session.query(
      """
      INSERT INTO product_version (product_id, version, digest)
      SELECT p.id, coalesce((SELECT max(version) FROM product_version WHERE product_id = p.id), 0) + 1,
        n.digest
      FROM unnest(\(codes), \(products.map(\.digest.bytes))) AS n (code, digest)
      JOIN product p USING (code)
      WHERE n.digest IS DISTINCT FROM (
        SELECT v.digest FROM product_version v WHERE v.product_id = p.id
        ORDER BY v.version DESC LIMIT 1)
      RETURNING (SELECT code FROM product WHERE id = product_id)
      """)
    // The version before it ends where this one begins, a clock that was set back notwithstanding.
    try await session.execute(
      """
      UPDATE catalog_version SET in_force = tstzrange(lower(in_force),
        greatest(\(publishedAt.bound), lower(in_force) + interval '1 microsecond'))
      WHERE upper_inf(in_force)
      """)
    try await session.execute(
      """
      INSERT INTO catalog_version (version, digest, facts_digest, institutions_digest,
        families_digest, published_at, published_by, in_force)
      SELECT \(version), \(digest.bytes), \(facts.bytes), \(institutions.bytes),
        \(families.bytes), \(publishedAt.bound), \(publishedBy),
        tstzrange(greatest(\(publishedAt.bound), max(upper(in_force))), NULL)
      FROM catalog_version
      """)
    try await session.execute(
      """
      INSERT INTO catalog_product (catalog_version, ordinal, product_id, product_version)
      SELECT \(version), n.ordinal - 1, p.id, (
        SELECT max(v.version) FROM product_version v WHERE v.product_id = p.id)
      FROM unnest(\(codes)) WITH ORDINALITY AS n (code, ordinal)
      JOIN product p USING (code)
      """)
    var codesChanged: [String] = []
    for row in changed { codesChanged.append(try row.decode(0, as: String.self)) }
    return codesChanged
  }

  /// A whole catalog version; nil when there is no such version.
  public static func find(
    version: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> CatalogRecord? {
    let heads = try await session.query(
      """
      SELECT c.digest, c.published_at, f.body, i.body, a.body
      FROM catalog_version c
      JOIN document f ON f.digest = c.facts_digest
      JOIN document i ON i.digest = c.institutions_digest
      JOIN document a ON a.digest = c.families_digest
      WHERE c.version = \(version)
      """)
    guard let head = heads.first else { return nil }
    let members = try await session.query(
      """
      SELECT c.ordinal, p.id, p.code, v.version, d.body
      FROM catalog_product c
      JOIN product p ON p.id = c.product_id
      JOIN product_version v ON v.product_id = c.product_id AND v.version = c.product_version
      JOIN document d ON d.digest = v.digest
      WHERE c.catalog_version = \(version)
      ORDER BY c.ordinal
      """)
    var products: [CatalogRecord.Product] = []
    for row in members {
      products.append(
        CatalogRecord.Product(
          ordinal: Int(try row.decode(0, as: Int32.self)),
          id: ProductID(try row.decode(1, as: UUID.self)), code: try row.decode(2, as: String.self),
          version: Int(try row.decode(3, as: Int32.self)), body: try row.decode(4, as: [UInt8].self)
        ))
    }
    return CatalogRecord(
      version: version, digest: Digest(bytes: try head.decode(0, as: [UInt8].self)),
      publishedAt: try head.instant(1), facts: try head.decode(2, as: [UInt8].self),
      institutions: try head.decode(3, as: [UInt8].self),
      families: try head.decode(4, as: [UInt8].self), products: products)
  }
}
