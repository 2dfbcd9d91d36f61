import API
import Application
import Domain

/// Entitlements, claims and their budgets.
extension FakeBackend {
  func recordAwardEvent(
    of id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("recordAwardEvent", id.text, body, actor, idempotency)
  }

  func awardEvents(
    of id: EnterpriseID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("awardEvents", actor, page, ["id": id.text])
  }

  func awardEvent(_ id: AwardEventID, actor: Actor) async throws -> Versioned<JSON> {
    try item("awardEvent", actor, ["id": id.text])
  }

  func decideAwardEvent(
    _ id: AwardEventID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("decideAwardEvent", id.text, body, actor, idempotency)
  }

  func entitlements(of id: EnterpriseID, asOf: Instant?, actor: Actor) async throws -> JSON {
    try json("entitlements", actor, ["id": id.text, "as_of": asOf?.text])
  }

  func submitClaim(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("submitClaim", "", body, actor, idempotency)
  }

  func claims(
    state: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list(
      "claims", actor, page, ["state": state, "enterprise": enterprise?.text, "region": region])
  }

  func claim(_ id: ClaimID, actor: Actor) async throws -> Versioned<JSON> {
    try item("claim", actor, ["id": id.text])
  }

  func advanceClaim(
    _ id: ClaimID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("advanceClaim", id.text, body, actor, idempotency, version: expectedVersion)
  }

  func putAwardBudget(
    level: String, region: String, year: Int, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect(
      "putAwardBudget", "\(level)/\(region)/\(year)", body, actor, idempotency,
      version: expectedVersion)
  }

  func awardBudget(
    level: String, region: String, year: Int, clause: String?, actor: Actor
  ) async throws -> Versioned<JSON> {
    try item("awardBudget", actor, ["id": "\(level)/\(region)/\(year)", "clause": clause])
  }

  func awardBudgets(year: Int?, region: String?, actor: Actor) async throws -> JSON {
    try json("awardBudgets", actor, ["year": year.map { String($0) }, "region": region])
  }

  func awardFigures(year: Int?, region: String?, actor: Actor) async throws -> JSON {
    try json("awardFigures", actor, ["year": year.map { String($0) }, "region": region])
  }
}
