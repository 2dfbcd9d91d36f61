import API
import Application
import Domain

/// Entitlements, claims and their budgets.
extension FakeBackend {
  private func effect(
    _ name: String, _ id: String, _ body: JSON, _ actor: Actor,
    _ idempotency: IdempotencyRequest?, expectedVersion: Int? = nil
  ) throws -> StoredAnswer {
    try note(
      Call(
        name: name, actor: actor, body: body, idempotency: idempotency,
        expectedVersion: expectedVersion, details: ["id": id])
    ).stored
  }

  func recordAwardEvent(
    of id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("recordAwardEvent", id.text, body, actor, idempotency)
  }

  func awardEvents(
    of id: EnterpriseID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try note(Call(name: "awardEvents", actor: actor, details: ["id": id.text], page: page)).page
  }

  func awardEvent(_ id: AwardEventID, actor: Actor) async throws -> Versioned<JSON> {
    try item(Call(name: "awardEvent", actor: actor, details: ["id": id.text]))
  }

  func decideAwardEvent(
    _ id: AwardEventID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("decideAwardEvent", id.text, body, actor, idempotency)
  }

  func entitlements(of id: EnterpriseID, asOf: Instant?, actor: Actor) async throws -> JSON {
    try note(
      Call(
        name: "entitlements", actor: actor, details: ["id": id.text, "as_of": asOf?.text ?? ""])
    ).item
  }

  func submitClaim(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("submitClaim", "", body, actor, idempotency)
  }

  func claims(
    state: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try note(
      Call(
        name: "claims", actor: actor,
        details: [
          "state": state ?? "", "enterprise": enterprise?.text ?? "", "region": region ?? "",
        ], page: page)
    ).page
  }

  func claim(_ id: ClaimID, actor: Actor) async throws -> Versioned<JSON> {
    try item(Call(name: "claim", actor: actor, details: ["id": id.text]))
  }

  func advanceClaim(
    _ id: ClaimID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect(
      "advanceClaim", id.text, body, actor, idempotency, expectedVersion: expectedVersion)
  }

  func putAwardBudget(
    level: String, region: String, year: Int, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect(
      "putAwardBudget", "\(level)/\(region)/\(year)", body, actor, idempotency,
      expectedVersion: expectedVersion)
  }

  func awardBudget(
    level: String, region: String, year: Int, clause: String?, actor: Actor
  ) async throws -> Versioned<JSON> {
    try item(
      Call(
        name: "awardBudget", actor: actor,
        details: ["id": "\(level)/\(region)/\(year)", "clause": clause ?? ""]))
  }

  func awardBudgets(year: Int?, region: String?, actor: Actor) async throws -> JSON {
    try note(
      Call(
        name: "awardBudgets", actor: actor,
        details: ["year": year.map { String($0) } ?? "", "region": region ?? ""])
    ).item
  }

  func awardFigures(year: Int?, region: String?, actor: Actor) async throws -> JSON {
    try note(
      Call(
        name: "awardFigures", actor: actor,
        details: ["year": year.map { String($0) } ?? "", "region": region ?? ""])
    ).item
  }
}
