import Domain
import Foundation
import Postgres

/// A core enterprise asks a supplier, which may not be registered yet, to bring its claims.
public struct SupplierInvitationRecord: Sendable, Hashable {
  public var id: SupplierInvitationID
  public var debtor: EnterpriseID
  public var supplierUSCC: String
  public var createdAt: Instant
  public var createdBy: String

  public init(
    id: SupplierInvitationID, debtor: EnterpriseID, supplierUSCC: String, createdAt: Instant,
    createdBy: String
  ) {
    self.id = id
    self.debtor = debtor
    self.supplierUSCC = supplierUSCC
    self.createdAt = createdAt
    self.createdBy = createdBy
  }
}

public enum SupplierInvitationRepository {
  /// Inserts those that are not there yet.
  ///
  /// - Returns: those that are new, in the order of their identifiers, each with the supplier when it is
  ///   registered.
  @discardableResult
  public static func insert(
    _ invitations: [SupplierInvitationRecord], _ session: any PostgresSession
  ) async throws(PostgresError) -> [(id: SupplierInvitationID, supplier: EnterpriseID?)] {
    guard !invitations.isEmpty else { return [] }
    return try await session.query(
      """
      WITH fresh AS (
        INSERT INTO supplier_invitation (id, debtor_id, supplier_uscc, created_at, created_by)
        SELECT * FROM unnest(\(invitations.map(\.id.uuid)), \(invitations.map(\.debtor.uuid)),
          \(invitations.map(\.supplierUSCC)), \(invitations.map(\.createdAt.bound)),
          \(invitations.map(\.createdBy)))
        ON CONFLICT (debtor_id, supplier_uscc) DO NOTHING RETURNING id, supplier_uscc)
      SELECT f.id, s.id FROM fresh f
      LEFT JOIN enterprise s ON s.uscc = f.supplier_uscc AND s.erased_at IS NULL ORDER BY f.id
      """
    ).map { row throws(PostgresError) in
      (
        id: SupplierInvitationID(try row.uuid(0)),
        supplier: row.isNull(1) ? nil : EnterpriseID(try row.uuid(1))
      )
    }
  }

  /// Newest first, each with the supplier when it is registered.
  ///
  /// - Parameters:
  ///   - debtor: only its own, and
  ///   - supplier: those that name this code; all when both are nil.
  public static func list(
    debtor: EnterpriseID?, supplier: String?, regionPrefix: String?, after: UUID?, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [(SupplierInvitationRecord, supplier: EnterpriseID?)] {
    var statement: Statement = """
      SELECT i.id, i.debtor_id, i.supplier_uscc, i.created_at, i.created_by, s.id
      FROM supplier_invitation i LEFT JOIN enterprise s ON s.uscc = i.supplier_uscc
      """
    if let regionPrefix {
      statement =
        statement
        + " JOIN enterprise e ON e.id = i.debtor_id AND e.region ^@ \(regionPrefix)"
    }
    statement = statement + " WHERE true"
    if debtor != nil || supplier != nil {
      // What is null is equal to nothing.
      statement =
        statement
        + " AND (i.debtor_id = \(debtor?.uuid) OR i.supplier_uscc = \(supplier as String?))"
    }
    if let after { statement = statement + " AND i.id < \(after)" }
    return try await session.query(statement + " ORDER BY i.id DESC LIMIT \(limit)").map {
      row throws(PostgresError) in
      (
        SupplierInvitationRecord(
          id: SupplierInvitationID(try row.uuid(0)), debtor: EnterpriseID(try row.uuid(1)),
          supplierUSCC: try row.text(2), createdAt: try row.instant(3), createdBy: try row.text(4)),
        supplier: row.isNull(5) ? nil : EnterpriseID(try row.uuid(5))
      )
    }
  }
}
