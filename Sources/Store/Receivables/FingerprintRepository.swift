import Domain
import Foundation
import Postgres

/// Keyed fingerprints of receivables: by them the same invoice, and what resembles it, is found.
public enum FingerprintRepository {
  /// One fingerprint of a receivable.
  public struct Print: Sendable, Hashable {
    /// A word of the engine.
    public var kind: String
    /// HMAC-SHA-256 of its canonical bytes.
    public var digest: [UInt8]

    public init(kind: String, digest: [UInt8]) {
      self.kind = kind
      self.digest = digest
    }
  }

  /// Writes those of a receivable in place of the ones it had.
  ///
  /// - Throws: a unique violation of `receivable_fingerprint_exact` or `receivable_fingerprint_invoice`
  ///   when the invoice is here already.
  public static func replace(
    of receivable: ReceivableID, by prints: [Print], _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline([
      "DELETE FROM receivable_fingerprint WHERE receivable_id = \(receivable.uuid)",
      """
      INSERT INTO receivable_fingerprint (receivable_id, kind, digest, is_live)
      SELECT \(receivable.uuid), kind, digest, true
      FROM unnest(\(prints.map(\.kind)), \(prints.map(\.digest))) AS p (kind, digest)
      """,
    ])
  }

  /// A receivable that was withdrawn stands in nobody's way.
  public static func end(
    of receivable: ReceivableID, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      "UPDATE receivable_fingerprint SET is_live = false WHERE receivable_id = \(receivable.uuid)")
  }

  /// A receivable with a fingerprint that is looked for.
  public struct Match: Sendable, Hashable {
    public var receivable: ReceivableID
    public var gross: Fen
    public var invoicedOn: LegalDate
  }

  /// The receivables with some fingerprints, by digest, in the order of their identifiers.
  ///
  /// - Parameters:
  ///   - own: the receivable that is looked for others of; it is passed over.
  ///   - limit: receivables of one digest at most.
  public static func matches(
    _ digests: [[UInt8]], except own: ReceivableID, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [[UInt8]: [Match]] {
    guard !digests.isEmpty else { return [:] }
    var found: [[UInt8]: [Match]] = [:]
    for row in try await session.query(
      """
      SELECT w.digest, f.receivable_id, r.gross_fen, r.invoiced_on
      FROM unnest(\(digests)) AS w (digest)
      CROSS JOIN LATERAL (
        SELECT receivable_id FROM receivable_fingerprint
        WHERE digest = w.digest AND is_live AND receivable_id <> \(own.uuid)
        ORDER BY receivable_id LIMIT \(limit)) f
      JOIN receivable r ON r.id = f.receivable_id
      ORDER BY 1, 2
      """)
    {
      guard let gross = Fen(try row.int64(2)) else {
        throw PostgresError(kind: .decoding, reason: "the amount of a receivable is out of range")
      }
      found[try row.decode(0, as: [UInt8].self), default: []].append(
        Match(
          receivable: ReceivableID(try row.uuid(1)), gross: gross, invoicedOn: try row.day(3)))
    }
    return found
  }
}
