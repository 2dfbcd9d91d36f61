import Catalog
import Domain
import Monitoring
import Postgres
import Store
import Synchronization

/// Rules of warnings with the document that says them.
struct WarningRulesInForce: Sendable {
  /// As they came into force; 0 for those that ship with the program.
  let version: Int
  let document: JSON
  let book: WarningBook
  let digest: Digest

  /// Whether nobody recorded any yet.
  var isShipped: Bool { version == 0 }

  /// - Throws: every fault of the document.
  init(version: Int, _ document: JSON, indicators: IndicatorBook) throws(Faults) {
    book = try WarningBook(json: document, indicators: indicators)
    digest = Digest(of: document)
    self.version = version
    self.document = document
  }
}

/// Keeps the last rules that were read: they change seldom, and every judgement asks for them.
final class WarningRulesCache: Sendable {
  private let last = Mutex<WarningRulesInForce?>(nil)

  func known(_ version: Int) -> WarningRulesInForce? {
    last.withLock { $0?.version == version ? $0 : nil }
  }

  func keep(_ rules: WarningRulesInForce) { last.withLock { $0 = rules } }
}

extension Application {
  /// The rules by which enterprises are judged now: the last that were put in force, or those that ship with the
  /// program where none were.
  func warningRulesInForce(_ session: any PostgresSession) async throws -> WarningRulesInForce {
    guard let version = try await WarningRulesRepository.latestVersion(session) else {
      return reference.monitoring.shipped
    }
    if let known = warningRulesCache.known(version) { return known }
    guard let record = try await WarningRulesRepository.find(version: version, session) else {
      throw StoredDataError(what: "warning rules \(version)")
    }
    do {
      let rules = try WarningRulesInForce(
        version: version, record.document, indicators: reference.monitoring.indicators)
      warningRulesCache.keep(rules)
      return rules
    } catch {
      throw StoredDataError(what: "warning rules \(version)")
    }
  }

  /// Records the first rules: whatever program comes later, these stay in force until others are put there.
  func record(
    _ shipped: WarningRulesInForce, at now: Instant, _ session: any PostgresSession
  ) async throws {
    try await WarningRulesRepository.insert(
      WarningRulesRecord(
        version: 1, digest: shipped.digest, document: shipped.document, inForceAt: now,
        putBy: Actor.system("monitoring").subject), session)
  }

  /// The rules in force, when and how they came to be, and those that ship with the program where these are others.
  ///
  /// - Throws: `.forbidden` for anyone but those who oversee the whole country.
  public func warningRules(actor: Actor) async throws -> JSON {
    try requireCountryOverview(actor)
    let (inForce, record) = try await read { session in
      let inForce = try await warningRulesInForce(session)
      return (inForce, try await WarningRulesRepository.find(version: inForce.version, session))
    }
    return WarningRulesView.json(inForce, record, shipped: reference.monitoring.shipped)
  }

  /// Puts rules of warnings in force: 201. Enterprises are judged anew by them, little by little.
  ///
  /// - Parameter body: `{document, override_reason}`; the document in the form of `Schemas/monitoring/warnings.yaml`,
  ///   a reason where no dry run of it went before.
  /// - Throws: `.forbidden` for anyone but operators of the whole country and their systems; `.invalid`; `.conflict`
  ///   `rules_in_force`, `rules_not_tried` without a dry run of these very rules, through its last page, against those
  ///   in force.
  public func putWarningRules(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try MonitoringAccess.requireHandling(actor)
    try requireCountryOverview(actor)
    var reader = ObjectReader(body)
    let document = reader.required("document")
    let reason = reader.string("override_reason", maximumLength: 1_000)
    var faults = reader.finish()
    var meant: WarningRulesInForce?
    if let document {
      do {
        meant = try WarningRulesInForce(
          version: 0, document, indicators: reference.monitoring.indicators)
      } catch {
        faults += error.list.map { $0.under("/document") }
      }
    }
    guard faults.isEmpty, let rules = meant else { throw ApplicationError.invalid(faults) }
    return try await answer(idempotency) { session in
      let now = clock.now()
      try await WarningRulesRepository.lock(session)
      let before = try await warningRulesInForce(session)
      guard before.digest != rules.digest else { throw WarningRulesRefusal.inForce }
      let last = try await WarningTrialRepository.latest(
        of: rules.digest, against: before.digest, session)
      let trial = last.flatMap { $0.doneAt == nil ? nil : $0.id }
      guard trial != nil || reason != nil else { throw WarningRulesRefusal.notTried }
      if before.isShipped { try await record(before, at: now, session) }
      let record = WarningRulesRecord(
        version: max(1, before.version) + 1, digest: rules.digest, document: rules.document,
        inForceAt: now, putBy: actor.subject, trial: trial,
        overrideReason: trial == nil ? reason : nil)
      guard try await WarningRulesRepository.insert(record, session) else {
        throw WarningRulesRefusal.changed
      }
      try await audit(
        trial == nil ? "warning_rules.override" : "warning_rules.put",
        subject: "warning_rules/\(record.version)", reason: record.overrideReason,
        data: ["digest": .string(rules.digest.text), "before": .string(before.digest.text)],
        by: actor, at: now, session)
      return StoredAnswer(
        status: 201,
        body: WarningRulesView.json(rules, record, shipped: reference.monitoring.shipped))
    }
  }
}

private enum WarningRulesRefusal {
  static let inForce = ApplicationError.conflict(
    code: "rules_in_force", zh: "该套预警规则已在施行", en: "these very rules are in force")

  static let changed = ApplicationError.conflict(
    code: "conflict", zh: "施行中的规则刚刚变更,请重试",
    en: "other rules came into force just now: try again")

  static let notTried = ApplicationError.conflict(
    code: "rules_not_tried", zh: "须先对该套规则试算完毕,或说明不经试算的理由",
    en: "a dry run of these very rules goes before, or a reason why none does")
}

/// How rules in force look.
private enum WarningRulesView {
  static func json(
    _ rules: WarningRulesInForce, _ record: WarningRulesRecord?, shipped: WarningRulesInForce
  ) -> JSON {
    [
      "version": .int(Int64(record?.version ?? 0)), "digest": .string(rules.digest.text),
      "in_force_at": .optional(record?.inForceAt.text), "put_by": .optional(record?.putBy),
      "is_tried": .bool(record?.trial != nil),
      "override_reason": .optional(record?.overrideReason), "document": rules.document,
      "shipped": rules.digest == shipped.digest ? .null : shipped.document,
    ]
  }
}
