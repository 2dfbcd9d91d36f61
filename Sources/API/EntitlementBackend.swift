import Application
import Domain

/// The use cases of entitlements, claims and their budgets; see ``Backend``.
public protocol EntitlementBackend: Sendable {
  /// Records a title, a stage or a contract for which governments pay: 201 with `Location` and `ETag`.
  func recordAwardEvent(
    of id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Those of one enterprise, newest first.
  func awardEvents(
    of id: EnterpriseID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// One of them.
  func awardEvent(_ id: AwardEventID, actor: Actor) async throws -> Versioned<JSON>
  /// Verifies or refuses what an enterprise reported: 200 with `ETag`.
  func decideAwardEvent(
    _ id: AwardEventID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// What an enterprise may claim, and why not the rest.
  func entitlements(of id: EnterpriseID, asOf: Instant?, actor: Actor) async throws -> JSON

  /// Claims under a clause: 201 with `Location` and `ETag`.
  func submitClaim(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Claims the caller may see, newest first.
  func claims(
    state: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// One claim with its parts, papers and steps.
  func claim(_ id: ClaimID, actor: Actor) async throws -> Versioned<JSON>
  /// Takes a step with a claim: 200 with `ETag`.
  func advanceClaim(
    _ id: ClaimID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer

  /// Limits what a level of government pays in a year: 200 with `ETag`.
  func putAwardBudget(
    level: String, region: String, year: Int, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// One such limit, with what is held and paid of it.
  func awardBudget(
    level: String, region: String, year: Int, clause: String?, actor: Actor
  ) async throws -> Versioned<JSON>
  /// Such limits of the regions that the caller oversees.
  func awardBudgets(year: Int?, region: String?, actor: Actor) async throws -> JSON
  /// Claims of a year by clause, level and state.
  func awardFigures(year: Int?, region: String?, actor: Actor) async throws -> JSON
}
