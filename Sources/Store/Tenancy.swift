import Domain
import Foundation
import Postgres

/// Whose rows a transaction may see. PostgreSQL keeps it by row-level security (migration 0016),
/// whatever the transaction's statements ask for.
public enum Tenancy: Sendable, Hashable {
  /// One enterprise; nil for somebody who stands for none.
  case enterprise(EnterpriseID?)
  /// The enterprise with this credit code, which may not be registered yet.
  case uscc(String)
  /// One institution; nil for somebody who stands for none.
  case institution(String?)
  /// What lies in the regions that begin so.
  case region(String)
  /// Everything that belongs to anybody.
  case country

  /// Binds the transaction from here on. Meant for its first round trip: see
  /// `PostgresSession.deferToCommit`.
  public var entering: Statement {
    let (kind, enterprise, uscc, institution, region): (String, UUID?, String, String, String) =
      switch self {
      case .enterprise(let id): ("enterprise", id?.uuid, "", "", "")
      case .uscc(let uscc): ("enterprise", nil, uscc, "", "")
      case .institution(let code): ("institution", nil, "", code ?? "", "")
      case .region(let prefix): ("region", nil, "", "", prefix)
      case .country: ("country", nil, "", "", "")
      }
    return prepared(
      """
      SELECT set_config('rongqiao.kind', \(kind), true),
        set_config('rongqiao.enterprise', coalesce(\(enterprise)::text, ''), true),
        set_config('rongqiao.uscc', \(uscc), true),
        set_config('rongqiao.institution', \(institution), true),
        set_config('rongqiao.region', \(region), true),
        set_config('role', 'rongqiao_tenant', true)
      """)
  }

  /// Lets the transaction go on as the service itself.
  public static let leaving = prepared("SET LOCAL ROLE NONE")

  /// Makes the role that transactions of tenants have, and gives it its rights: for a database that
  /// came from a backup, which has neither.
  public static func grantRights(_ session: any PostgresSession) async throws(PostgresError) {
    // A backup may be older than the migration that brings rights; migrating gives them then.
    let known = try await session.queryOne(
      "SELECT to_regprocedure('grant_tenant_rights()') IS NOT NULL")
    guard try known.decode(0, as: Bool.self) else { return }
    try await session.query("SELECT grant_tenant_rights()")
  }
}
