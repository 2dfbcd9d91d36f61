import API
import Application
import Domain

/// Listing cases, boards, and what is known of an enterprise's way to them.
extension FakeBackend {
  func openListingCase(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try note(
      Call(name: "openListingCase", actor: actor, body: body, idempotency: idempotency)
    ).stored
  }

  func listingCases(
    state: String?, board: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest,
    actor: Actor
  ) async throws -> Page<JSON> {
    try note(
      Call(
        name: "listingCases", actor: actor,
        details: [
          "state": state ?? "", "board": board ?? "", "enterprise_id": enterprise?.text ?? "",
          "region": region ?? "",
        ], page: page)
    ).page
  }

  func listingCase(_ id: ListingCaseID, actor: Actor) async throws -> Versioned<JSON> {
    try item(Call(name: "listingCase", actor: actor, details: ["id": id.text]))
  }

  func advanceListingCase(
    _ id: ListingCaseID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try note(
      Call(
        name: "advanceListingCase", actor: actor, body: body, idempotency: idempotency,
        expectedVersion: expectedVersion, details: ["id": id.text])
    ).stored
  }

  func setListingTarget(
    of id: ListingCaseID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try note(
      Call(
        name: "setListingTarget", actor: actor, body: body, idempotency: idempotency,
        expectedVersion: expectedVersion, details: ["id": id.text])
    ).stored
  }

  func setListingSponsor(
    of id: ListingCaseID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try note(
      Call(
        name: "setListingSponsor", actor: actor, body: body, idempotency: idempotency,
        expectedVersion: expectedVersion, details: ["id": id.text])
    ).stored
  }

  func listingPlan(
    of id: ListingCaseID, target: LegalDate?, actor: Actor
  ) async throws -> JSON {
    try note(
      Call(
        name: "listingPlan", actor: actor,
        details: ["id": id.text, "target": target?.text ?? ""])
    ).item
  }

  func listingReadiness(
    of id: EnterpriseID, board: String?, asOf: Instant?, actor: Actor
  ) async throws -> JSON {
    try note(
      Call(
        name: "listingReadiness", actor: actor,
        details: ["id": id.text, "board": board ?? "", "as_of": asOf?.text ?? ""])
    ).item
  }

  func listingClassification(
    of id: EnterpriseID, asOf: Instant?, actor: Actor
  ) async throws -> JSON {
    try note(
      Call(
        name: "listingClassification", actor: actor,
        details: ["id": id.text, "as_of": asOf?.text ?? ""])
    ).item
  }

  func boards(actor: Actor) async throws -> JSON {
    try note(Call(name: "boards", actor: actor)).item
  }

  func board(_ code: String, asOf: Instant?, actor: Actor) async throws -> JSON {
    try note(
      Call(name: "board", actor: actor, details: ["id": code, "as_of": asOf?.text ?? ""])
    ).item
  }
}
