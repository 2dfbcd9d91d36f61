import Application
import Domain

/// The use cases of listing cases and boards; see ``Backend``.
public protocol ListingBackend: Sendable {
  /// Opens a case: 201 with `Location` and `ETag`.
  func openListingCase(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Cases the caller may see, newest first.
  func listingCases(
    state: String?, board: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest,
    actor: Actor
  ) async throws -> Page<JSON>
  /// One case with its history.
  func listingCase(_ id: ListingCaseID, actor: Actor) async throws -> Versioned<JSON>
  /// Takes a step with a case: 200 with `ETag`.
  func advanceListingCase(
    _ id: ListingCaseID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Sets what the plan of a case is counted back from: 200 with `ETag`.
  func setListingTarget(
    of id: ListingCaseID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Names the sponsor of a case, or none: 200 with `ETag`.
  func setListingSponsor(
    of id: ListingCaseID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// What remains to be done until a target, or the gate that binds.
  func listingPlan(
    of id: ListingCaseID, target: LegalDate?, actor: Actor
  ) async throws -> JSON
  /// Whether an enterprise is ready for a board by what is known of it.
  func listingReadiness(
    of id: EnterpriseID, board: String?, asOf: Instant?, actor: Actor
  ) async throws -> JSON
  /// Which titles, classes and layers an enterprise meets by what is known of it.
  func listingClassification(
    of id: EnterpriseID, asOf: Instant?, actor: Actor
  ) async throws -> JSON
  /// All boards in all their versions.
  func boards(actor: Actor) async throws -> JSON
  /// All of the version of a board in force on a day.
  func board(_ code: String, asOf: Instant?, actor: Actor) async throws -> JSON
}
