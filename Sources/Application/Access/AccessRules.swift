import Domain
import Store

/// Who may see and change which enterprise. What a caller may not see does not exist for it.
enum AccessRules {
  /// - Throws: `.notFound` when the caller may not see the enterprise, `.erased` when nobody can any
  ///   more.
  static func requireRead(_ enterprise: EnterpriseRecord, by actor: Actor) throws(ApplicationError)
  {
    guard canRead(enterprise, by: actor) else { throw .notFound(what: "enterprise") }
    try requireKept(enterprise.scope)
  }

  /// To be asked after who may see it: to others an erased enterprise is as unknown as it always was.
  ///
  /// - Throws: `.erased`.
  static func requireKept(_ enterprise: EnterpriseScope) throws(ApplicationError) {
    if let at = enterprise.erasedAt { throw .erased(at: at) }
  }

  /// - Throws: `.notFound` when it may not be seen, `.forbidden` when it may only be seen; `.erased`;
  ///   `.conflict` `enterprise_frozen` while its erasure waits for the end of a legal period.
  static func requireWrite(
    _ enterprise: EnterpriseRecord, by actor: Actor
  ) throws(ApplicationError) {
    try requireRead(enterprise, by: actor)
    guard actor.role != .auditor else {
      throw .forbidden(zh: "审计角色只能查看", en: "an auditor may only read")
    }
    try requireUnfrozen(enterprise)
  }

  /// - Throws: `.conflict` `enterprise_frozen` while its erasure waits for the end of a legal period.
  static func requireUnfrozen(_ enterprise: EnterpriseRecord) throws(ApplicationError) {
    guard enterprise.frozenAt == nil else {
      throw .conflict(
        code: "enterprise_frozen", zh: "该企业已申请删除,法定保存期届满前只保存、不再处理",
        en: "the enterprise is to be erased; until a legal period ends its data are only kept")
    }
  }

  static func canRead(_ enterprise: EnterpriseRecord, by actor: Actor) -> Bool {
    canRead(enterprise.scope, by: actor)
  }

  static func canRead(_ enterprise: EnterpriseScope, by actor: Actor) -> Bool {
    switch actor.role {
    case .service, .auditor: true
    case .operator: enterprise.region.hasPrefix(regionPrefix(of: actor))
    case .enterprise:
      actor.organisation.map { $0 == enterprise.id.text } ?? (actor.uscc == enterprise.uscc)
    // An institution reads an enterprise only through a consent: `Application.identifiedData`.
    case .liaison, .liaisonManager: false
    }
  }

  /// Those who oversee see a claim where it was made, wherever its enterprise has gone since.
  static func canRead(
    _ claim: ClaimRecord, of enterprise: EnterpriseScope, by actor: Actor
  ) -> Bool {
    switch actor.role {
    case .operator: claim.region.hasPrefix(regionPrefix(of: actor))
    case .service, .auditor, .enterprise, .liaison, .liaisonManager:
      canRead(enterprise, by: actor)
    }
  }

  /// The prefix that all regions an operator may see begin with; "" for the whole country.
  static func regionPrefix(of actor: Actor) -> String { actor.region.map(stripped) ?? "" }

  /// `340100` → `3401`, `340000` → `34` (GB/T 2260: trailing 00 pairs name the whole).
  static func stripped(_ region: String) -> String {
    var digits = region
    while digits.count > 2, digits.hasSuffix("00") { digits.removeLast(2) }
    return digits
  }

  /// The prefix for a list: the asked-for region, if it lies inside what the caller may see.
  ///
  /// - Returns: nil when nothing can match.
  static func listPrefix(asked region: String?, by actor: Actor) -> String? {
    let own = actor.role == .operator ? regionPrefix(of: actor) : ""
    guard let region else { return own }
    let asked = stripped(region)
    if asked.hasPrefix(own) { return asked }
    return own.hasPrefix(asked) ? own : nil
  }
}
