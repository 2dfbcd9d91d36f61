import Catalog
import Domain
import Postgres
import Store

extension Application {
  /// Names of the states of a delivery.
  public static let webhookDeliveryStates = WebhookDeliveryState.allCases.map(\.rawValue)

  /// One webhook with its public keys.
  ///
  /// - Throws: `.notFound` also when it is somebody else's.
  public func webhook(_ id: WebhookID, actor: Actor) async throws -> Versioned<JSON> {
    let now = clock.now()
    return try await readLogged(.webhook, as: actor) { session in
      let endpoint = try await ownWebhook(id, actor, session)
      // Keys are signed with, too: nobody but the service reads where they stand.
      try await actAsService(actor, session)
      let keys = try await WebhookRepository.keys(of: [id], at: now, session)[id] ?? []
      return (
        Versioned(WebhookView.json(endpoint, keys: keys), version: endpoint.version),
        Self.enterprises(of: [endpoint])
      )
    }
  }

  /// The caller's webhooks, newest first; for those who oversee the whole service everybody's.
  public func webhooks(page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    let now = clock.now()
    return try await readLogged(.webhook, as: actor) { session in
      let scope = try await webhookScope(of: actor, session)
      if case .nothing = scope { return (Page(items: [], next: nil), []) }
      let found = try await WebhookRepository.list(
        organisation: scope.organisation, after: page.after, limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      try await actAsService(actor, session)
      let keys = try await WebhookRepository.keys(of: cut.items.map(\.id), at: now, session)
      return (
        cut.map { WebhookView.json($0, keys: keys[$0.id] ?? []) }, Self.enterprises(of: cut.items)
      )
    }
  }

  /// What was sent, or is to be sent, to one address, newest first, with every attempt.
  ///
  /// - Parameter state: one of `webhookDeliveryStates`; anything else is `.invalid`.
  public func webhookDeliveries(
    of id: WebhookID, state: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    var wanted: WebhookDeliveryState?
    if let state {
      wanted = WebhookDeliveryState(rawValue: state)
      if wanted == nil {
        let known = Self.webhookDeliveryStates.joined(separator: ", ")
        throw ApplicationError.invalid([
          Fault("/state", "unknown_value", zh: "取值应为:\(known)", en: "must be one of: \(known)")
        ])
      }
    }
    return try await readLogged(.webhook, as: actor) { [wanted] session in
      let endpoint = try await ownWebhook(id, actor, session)
      let found = try await WebhookDeliveryRepository.list(
        of: id, state: wanted, after: page.after, limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      let attempts = try await WebhookDeliveryRepository.attempts(
        at: cut.items.map(\.id), session)
      return (
        cut.map { WebhookView.delivery($0, attempts: attempts[$0.id] ?? []) },
        Self.enterprises(of: [endpoint])
      )
    }
  }

  /// Those of institutions are of none.
  private static func enterprises(of endpoints: [WebhookRecord]) -> [EnterpriseID] {
    endpoints.compactMap { EnterpriseID($0.organisation) }
  }
}

/// Whose webhooks a caller may see.
enum WebhookScope {
  case everybody
  case one(String)
  case nothing

  /// Nil for everybody's.
  var organisation: String? {
    if case .one(let organisation) = self { organisation } else { nil }
  }
}

extension Application {
  /// An enterprise has its own, a manager those of the institution; whoever oversees the whole service
  /// has all.
  func webhookScope(
    of actor: Actor, _ session: any PostgresSession
  ) async throws -> WebhookScope {
    switch actor.role {
    case .enterprise:
      guard let own = try await ownEnterprise(of: actor, session) else { return .nothing }
      // Its addresses are gone with it, and no new one may tell whose it was.
      return own.erasedAt == nil ? .one(own.id.text) : .nothing
    case .liaisonManager: return actor.organisation.map { WebhookScope.one($0) } ?? .nothing
    case .liaison:
      throw ApplicationError.forbidden(
        zh: "仅限机构管理员", en: "for the institution's manager")
    case .operator, .service, .auditor:
      try requireCountryOverview(actor)
      return .everybody
    }
  }

  /// A webhook the caller may see. One that is locked is changed by the service from there on.
  func ownWebhook(
    _ id: WebhookID, locking: Bool = false, _ actor: Actor, _ session: any PostgresSession
  ) async throws -> WebhookRecord {
    let scope = try await webhookScope(of: actor, session)
    guard let endpoint = try await WebhookRepository.find(id, locking: locking, session) else {
      throw ApplicationError.notFound(what: "webhook")
    }
    if locking { try await actAsService(actor, session) }
    switch scope {
    case .everybody: return endpoint
    case .one(let organisation) where organisation == endpoint.organisation: return endpoint
    case .one, .nothing: throw ApplicationError.notFound(what: "webhook")
    }
  }

  /// Whose a new webhook is.
  func webhookOrganisation(
    _ asked: String?, _ actor: Actor, _ session: any PostgresSession
  ) async throws -> String {
    let pointer = "/organisation"
    switch try await webhookScope(of: actor, session) {
    case .nothing:
      throw ApplicationError.forbidden(
        zh: "该身份尚无对应的企业或机构", en: "the caller stands for no enterprise or institution")
    case .one(let own):
      guard asked == nil || asked == own else {
        throw ApplicationError.invalid([
          Fault(pointer, "mismatch", zh: "应为本企业或本机构", en: "must be the caller's own")
        ])
      }
      if actor.role == .liaisonManager { try await requireOrganisation(own, session) }
      return own
    case .everybody:
      guard let asked else {
        throw ApplicationError.invalid([ObjectReader.requiredFault(pointer)])
      }
      try await requireOrganisation(asked, session)
      return asked
    }
  }

  private func requireOrganisation(
    _ name: String, _ session: any PostgresSession
  ) async throws {
    let isKnown: Bool
    if let id = EnterpriseID(name) {
      let found = try await EnterpriseRepository.find(id, session)
      isKnown = found.map { $0.erasedAt == nil } ?? false
    } else {
      isKnown =
        try await catalogs.latest(session)?.catalog.institutions.contains { $0.code == name }
        == true
    }
    guard isKnown else {
      throw ApplicationError.invalid([
        Fault(
          "/organisation", "unknown_value", zh: "应为已登记的企业编号或机构代码",
          en: "must be a registered enterprise's id or an institution's code")
      ])
    }
  }

  /// - Throws: `.forbidden` for the auditor, who only reads.
  func requireWebhookWriter(_ actor: Actor) throws(ApplicationError) {
    guard actor.role != .auditor else {
      throw .forbidden(zh: "审计角色只能查看", en: "an auditor may only read")
    }
  }
}
