import API
import Application
import Domain

/// Reports, sources and warnings.
extension FakeBackend {
  func submitReport(
    of id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("submitReport", id.text, body, actor, idempotency)
  }

  func reportOffer(
    _ id: OfferID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("reportOffer", id.text, body, actor, idempotency)
  }

  func reportGuarantee(
    _ id: GuaranteeID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("reportGuarantee", id.text, body, actor, idempotency)
  }

  func reports(
    of id: EnterpriseID?, source: String?, isInQuarantine: Bool, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list(
      "reports", actor, page, ["id": id?.text, "quarantine": isInQuarantine ? "true" : "false"])
  }

  func reportFile(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("reportFile", "", body, actor, idempotency)
  }

  func report(_ id: ReportID, actor: Actor) async throws -> Versioned<JSON> {
    try item("report", actor, ["id": id.text])
  }

  func reportRuns(of id: ReportID, page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try list("reportRuns", actor, page, ["report": id.text])
  }

  func sourceRuns(
    source: String?, on day: LegalDate?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("sourceRuns", actor, page, ["source": source, "on": day?.text])
  }

  func decideReport(
    _ id: ReportID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("decideReport", id.text, body, actor, idempotency)
  }

  func putReportDuty(
    _ code: String, of id: EnterpriseID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect(
      "putReportDuty", "\(id.text)/\(code)", body, actor, idempotency, version: expectedVersion)
  }

  func monitoring(of id: EnterpriseID, actor: Actor) async throws -> JSON {
    try json("monitoring", actor, ["id": id.text])
  }

  func authoriseSource(
    of id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("authoriseSource", id.text, body, actor, idempotency)
  }

  func revokeSource(
    _ id: SourceAuthorisationID, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("revokeSource", id.text, nil, actor, idempotency)
  }

  func sourceAuthorisations(
    of id: EnterpriseID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("sourceAuthorisations", actor, page, ["id": id.text])
  }

  func sourceQuality(on day: LegalDate?, region: String?, actor: Actor) async throws -> JSON {
    try json("sourceQuality", actor, ["on": day?.text, "region": region])
  }

  func qualityDays(
    source: String?, region: String?, from: LegalDate?, to: LegalDate?, actor: Actor
  ) async throws -> JSON {
    try json(
      "qualityDays", actor,
      ["source": source, "region": region, "from": from?.text, "to": to?.text])
  }

  func warnings(
    _ filter: Application.WarningFilter, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list(
      "warnings", actor, page,
      [
        "enterprise": filter.enterprise?.text, "level": filter.level, "state": filter.state,
        "region": filter.region,
      ])
  }

  func warning(_ id: WarningID, actor: Actor) async throws -> Versioned<JSON> {
    try item("warning", actor, ["id": id.text])
  }

  func advanceWarning(
    _ id: WarningID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("advanceWarning", id.text, body, actor, idempotency, version: expectedVersion)
  }

  func recheckWarning(
    _ id: WarningID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("recheckWarning", id.text, body, actor, idempotency)
  }

  func rechecks(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("rechecks", actor, page, ["state": state, "region": region])
  }

  func dryRunWarnings(
    _ warnings: JSON, after: EnterpriseID?, limit: Int, actor: Actor
  ) async throws -> JSON {
    try json(
      "dryRunWarnings", actor, ["limit": "\(limit)", "after": after?.text], body: warnings)
  }

  func warningRules(actor: Actor) async throws -> JSON { try json("warningRules", actor) }

  func putWarningRules(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("putWarningRules", "", body, actor, idempotency)
  }
}
