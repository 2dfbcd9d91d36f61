import API
import Application
import Domain

/// Reports, sources and warnings.
extension FakeBackend {
  private func effect(
    _ name: String, _ id: String, _ body: JSON, _ actor: Actor,
    _ idempotency: IdempotencyRequest?, version: Int? = nil
  ) throws -> StoredAnswer {
    try note(
      Call(
        name: name, actor: actor, body: body, idempotency: idempotency, expectedVersion: version,
        details: ["id": id])
    ).stored
  }

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

  func reports(
    of id: EnterpriseID?, source: String?, isInQuarantine: Bool, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try note(
      Call(
        name: "reports", actor: actor,
        details: ["id": id?.text ?? "", "quarantine": isInQuarantine ? "true" : "false"],
        page: page)
    ).page
  }

  func reportFile(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("reportFile", "", body, actor, idempotency)
  }

  func report(_ id: ReportID, actor: Actor) async throws -> Versioned<JSON> {
    try item(Call(name: "report", actor: actor, details: ["id": id.text]))
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
    try note(Call(name: "monitoring", actor: actor, details: ["id": id.text])).item
  }

  func authoriseSource(
    of id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("authoriseSource", id.text, body, actor, idempotency)
  }

  func revokeSource(
    _ id: SourceAuthorisationID, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("revokeSource", id.text, .null, actor, idempotency)
  }

  func sourceAuthorisations(
    of id: EnterpriseID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try note(
      Call(name: "sourceAuthorisations", actor: actor, details: ["id": id.text], page: page)
    ).page
  }

  func sourceQuality(on day: LegalDate?, region: String?, actor: Actor) async throws -> JSON {
    try note(
      Call(
        name: "sourceQuality", actor: actor,
        details: ["on": day?.text ?? "", "region": region ?? ""])
    ).item
  }

  func qualityDays(
    source: String?, region: String?, from: LegalDate?, to: LegalDate?, actor: Actor
  ) async throws -> JSON {
    try note(
      Call(
        name: "qualityDays", actor: actor,
        details: [
          "source": source ?? "", "region": region ?? "", "from": from?.text ?? "",
          "to": to?.text ?? "",
        ])
    ).item
  }

  func warnings(
    _ filter: Application.WarningFilter, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try note(
      Call(
        name: "warnings", actor: actor,
        details: [
          "enterprise": filter.enterprise?.text ?? "", "level": filter.level ?? "",
          "state": filter.state ?? "", "region": filter.region ?? "",
        ], page: page)
    ).page
  }

  func warning(_ id: WarningID, actor: Actor) async throws -> Versioned<JSON> {
    try item(Call(name: "warning", actor: actor, details: ["id": id.text]))
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
    try note(
      Call(
        name: "rechecks", actor: actor,
        details: ["state": state ?? "", "region": region ?? ""], page: page)
    ).page
  }

  func dryRunWarnings(_ warnings: JSON, limit: Int, actor: Actor) async throws -> JSON {
    try note(
      Call(name: "dryRunWarnings", actor: actor, body: warnings, details: ["limit": "\(limit)"])
    ).item
  }
}
