import Domain
import Postgres
import Store

extension Application {
  /// Lists what is of enterprises, within what the caller may see: an enterprise its own, who oversees
  /// enterprises what is asked for in its region, an institution nothing.
  ///
  /// - Parameters:
  ///   - document: what is read.
  ///   - enterprise: the one that is asked for; nil for all.
  ///   - letsInstitutions: whether they see what the database shows them.
  ///   - list: is given whose rows are meant, nil for everybody's, and the prefix of their regions, nil for
  ///     the whole country; gives whom the items tell of besides.
  func enterpriseRows<Item: Sendable>(
    _ document: ReadDocument, of enterprise: EnterpriseID? = nil, region: String?,
    as actor: Actor, letsInstitutions: Bool = false,
    _ list:
      @Sendable (EnterpriseID?, String?, any PostgresSession) async throws -> (
        Page<Item>, [EnterpriseID]
      )
  ) async throws -> Page<Item> {
    let nothing = Page<Item>(items: [], next: nil)
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else { return nothing }
    return try await readLogged(document, as: actor) { session in
      var enterprise = enterprise
      switch actor.role {
      case .liaison, .liaisonManager: guard letsInstitutions else { return (nothing, []) }
      case .enterprise:
        guard let own = try await ownEnterprise(of: actor, session)?.id,
          enterprise == nil || enterprise == own
        else { return (nothing, []) }
        enterprise = own
      case .service, .auditor, .operator: break
      }
      return try await list(enterprise, prefix.isEmpty ? nil : prefix, session)
    }
  }
}
