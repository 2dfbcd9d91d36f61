import Catalog
import Domain
import Postgres
import Store

extension Application {
  /// One client with its secrets, of which nobody is told what they are.
  ///
  /// - Throws: `.notFound` also when it is another institution's.
  public func client(_ id: ClientID, actor: Actor) async throws -> Versioned<JSON> {
    let scope = try clientScope(of: actor)
    return try await read(as: actor) { session in
      guard let client = try await ClientRepository.find(id, in: scope, session) else {
        throw ApplicationError.notFound(what: "client")
      }
      try await actAsService(actor, session)
      let secrets = try await ClientSecretRepository.list(of: [id], session)[id] ?? []
      return Versioned(ClientView.json(client, secrets: secrets), version: client.version)
    }
  }

  /// Clients of the caller's institution, or of those it oversees, newest first.
  public func clients(page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    let scope = try clientScope(of: actor)
    return try await read(as: actor) { session in
      let found = try await ClientRepository.list(
        scope, after: page.after, limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      try await actAsService(actor, session)
      let secrets = try await ClientSecretRepository.list(of: cut.items.map(\.id), session)
      return cut.map { ClientView.json($0, secrets: secrets[$0.id] ?? []) }
    }
  }

  /// Whose clients a caller sees: a manager those of the institution, an operator of a region those of
  /// institutions that serve nothing outside it, whoever oversees the whole service all.
  func clientScope(of actor: Actor) throws(ApplicationError) -> ClientScope {
    switch actor.role {
    case .liaisonManager:
      guard let own = actor.organisation else { break }
      return .institution(own)
    case .operator:
      let prefix = AccessRules.regionPrefix(of: actor)
      return prefix.isEmpty ? .everybody : .region(prefix)
    case .service, .auditor: return .everybody
    case .enterprise, .liaison: break
    }
    throw .forbidden(zh: "仅限机构管理员与运营角色", en: "for the institution's manager and operators")
  }

  /// - Throws: `.forbidden` for the auditor, who only reads, and for clients: whoever gets hold of a
  ///   secret could make clients that outlive it.
  func requireClientKeeper(_ actor: Actor) throws(ApplicationError) {
    guard actor.role != .auditor else {
      throw .forbidden(zh: "审计角色只能查看", en: "an auditor may only read")
    }
    guard ClientID(actor.subject) == nil else {
      throw .forbidden(zh: "客户端不得管理客户端", en: "a client may not manage clients")
    }
  }

  /// What the auditor reads is of everybody, so that only those who run the whole service give it away.
  func requireGrantable(_ role: ClientRole, by actor: Actor) throws(ApplicationError) {
    if role == .auditor { try requireControl(actor) }
  }

  /// Whose a new client is.
  ///
  /// - Throws: `.invalid` for what is no institution; `.notFound` for one that is not the caller's matter.
  func clientInstitution(
    _ asked: String?, _ actor: Actor, _ session: any PostgresSession
  ) async throws -> String {
    switch try clientScope(of: actor) {
    case .institution(let own):
      guard asked == nil || asked == own else {
        throw ApplicationError.notFound(what: "institution")
      }
      try await requireInstitution(own, session)
      return own
    case .region(let prefix):
      let asked = try Self.required(asked)
      guard try await ClientRepository.servesOnly(asked, prefix: prefix, session) else {
        throw ApplicationError.notFound(what: "institution")
      }
      return asked
    case .everybody:
      let asked = try Self.required(asked)
      try await requireInstitution(asked, session)
      return asked
    }
  }

  private static func required(_ institution: String?) throws(ApplicationError) -> String {
    guard let institution else { throw .invalid([ObjectReader.requiredFault("/institution")]) }
    return institution
  }

  /// In the catalog or the directory.
  private func requireInstitution(
    _ code: String, _ session: any PostgresSession
  ) async throws {
    let institutions = try await catalogs.latest(session)?.catalog.institutions ?? []
    if institutions.contains(where: { $0.code == code }) { return }
    guard try await DirectoryRepository.find(code: code, session) == nil else { return }
    throw ApplicationError.invalid([
      Fault(
        "/institution", "unknown_value", zh: "应为产品目录或名录中的机构代码",
        en: "must be an institution's code in the catalog or the directory")
    ])
  }
}
