import API
import Application
import Domain

/// Listing cases, boards, and what is known of an enterprise's way to them.
extension FakeBackend {
  func openListingCase(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("openListingCase", "", body, actor, idempotency)
  }

  func listingCases(
    state: String?, board: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest,
    actor: Actor
  ) async throws -> Page<JSON> {
    try list(
      "listingCases", actor, page,
      ["state": state, "board": board, "enterprise_id": enterprise?.text, "region": region])
  }

  func listingCase(_ id: ListingCaseID, actor: Actor) async throws -> Versioned<JSON> {
    try item("listingCase", actor, ["id": id.text])
  }

  func advanceListingCase(
    _ id: ListingCaseID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("advanceListingCase", id.text, body, actor, idempotency, version: expectedVersion)
  }

  func setListingTarget(
    of id: ListingCaseID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("setListingTarget", id.text, body, actor, idempotency, version: expectedVersion)
  }

  func setListingSponsor(
    of id: ListingCaseID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("setListingSponsor", id.text, body, actor, idempotency, version: expectedVersion)
  }

  func listingPlan(
    of id: ListingCaseID, target: LegalDate?, actor: Actor
  ) async throws -> JSON {
    try json("listingPlan", actor, ["id": id.text, "target": target?.text])
  }

  func listingReadiness(
    of id: EnterpriseID, board: String?, asOf: Instant?, actor: Actor
  ) async throws -> JSON {
    try json("listingReadiness", actor, ["id": id.text, "board": board, "as_of": asOf?.text])
  }

  func listingClassification(
    of id: EnterpriseID, asOf: Instant?, actor: Actor
  ) async throws -> JSON {
    try json("listingClassification", actor, ["id": id.text, "as_of": asOf?.text])
  }

  func boards(actor: Actor) async throws -> JSON {
    try json("boards", actor)
  }

  func board(_ code: String, asOf: Instant?, actor: Actor) async throws -> JSON {
    try json("board", actor, ["id": code, "as_of": asOf?.text])
  }
}
