import Domain
import Postgres
import Store

extension Application {
  /// Appends to the audit trail in the transaction of the act, so that there is never the one
  /// without the other.
  ///
  /// - Parameters:
  ///   - action: `THING.DONE` in small letters, such as `pause.set`.
  ///   - subject: what it is done to, an id or `product/CODE`.
  ///   - data: an object of ids and numbers; no personal data.
  func audit(
    _ action: String, subject: String, reason: String?, data: JSON, by actor: Actor,
    at instant: Instant, _ session: any PostgresSession
  ) async throws {
    try await AuditRepository.append(
      AuditRecord(
        id: ids.next(), at: instant, actor: actor.subject, role: actor.role.rawValue,
        action: action, subject: subject, reason: reason, data: data), session)
  }

  /// What operators did, newest first.
  ///
  /// - Parameters:
  ///   - action: only this action, such as `pause.set`.
  ///   - subject: only what was done to this, such as `worker/match`.
  /// - Throws: `.forbidden` for anyone but operators of the whole country, auditors and this
  ///   service.
  public func auditEntries(
    action: String?, subject: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try requireCountryOverview(actor)
    let found = try await read {
      try await AuditRepository.list(
        action: action, subject: subject, after: page.after, limit: page.limit + 1, $0)
    }
    return Page(found, limit: page.limit, id: \.id.uuid).map { entry in
      [
        "id": .string(entry.id.text), "at": .string(entry.at.text), "actor": .string(entry.actor),
        "role": .string(entry.role), "action": .string(entry.action),
        "subject": .string(entry.subject), "reason": .optional(entry.reason), "data": entry.data,
      ]
    }
  }

  /// What concerns the service as a whole is for those who oversee all of it.
  func requireCountryOverview(_ actor: Actor) throws(ApplicationError) {
    try requireOverview(actor)
    guard AccessRules.listPrefix(asked: nil, by: actor) == "" else {
      throw .forbidden(zh: "仅限全域运营与审计角色", en: "for those who oversee the whole country")
    }
  }
}
