import Application
import Domain

/// The use cases of pools, advisers, activities, targets and tasks; see ``Backend``.
public protocol NurtureBackend: Sendable {
  /// The pools and how many are in each.
  func pools(region: String?, actor: Actor) async throws -> JSON
  /// Lets somebody into a pool: 201 with `Location` and `ETag`.
  func enterPool(
    _ code: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Proposes enterprises of a region whose facts let them in: 200.
  func screenForPool(
    _ code: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Members the caller may see, newest first.
  func poolMembers(
    pool: String?, state: String?, rung: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// Members as a CSV file, which says when there are more.
  func poolMemberFile(
    pool: String?, state: String?, rung: String?, region: String?, actor: Actor
  ) async throws -> [UInt8]
  /// One member with its steps.
  func poolMember(_ id: PoolMemberID, actor: Actor) async throws -> Versioned<JSON>
  /// Takes a step with a member: 200 with `ETag`.
  func advancePoolMember(
    _ id: PoolMemberID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Proposals the caller may see, newest first.
  func poolProposals(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// Accepts or dismisses a proposal: 200 with `ETag`.
  func decideProposal(
    _ id: PoolProposalID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer

  /// Who advises, and on how many, from one on.
  func advisers(kind: String?, after: NamePair?, actor: Actor) async throws -> JSON
  /// Sets how many one advises at once: 200 with `ETag`.
  func setAdviser(
    _ kind: String, _ institution: String, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Gives a member an adviser: 201 with `Location` and `ETag`.
  func assignAdviser(
    to id: PoolMemberID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Deals members of a pool to advisers evenly: 200.
  func dealAdvisers(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Assignments the caller may see, newest first.
  func adviserAssignments(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// One assignment with its steps.
  func adviserAssignment(
    _ id: AdviserAssignmentID, actor: Actor
  ) async throws -> Versioned<JSON>
  /// Takes a step with an assignment: 200 with `ETag`.
  func advanceAssignment(
    _ id: AdviserAssignmentID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer

  /// Announces an activity: 201 with `Location` and `ETag`.
  func createActivity(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Activities, newest first.
  func activities(
    kind: String?, state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// One activity.
  func activity(_ id: ActivityID, actor: Actor) async throws -> Versioned<JSON>
  /// Changes an activity: 200 with `ETag`.
  func amendActivity(
    _ id: ActivityID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Cancels an activity: 200 with `ETag`.
  func cancelActivity(
    _ id: ActivityID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Invites guests: 200.
  func inviteGuests(
    to id: ActivityID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Guests the caller may see, newest first.
  func activityGuests(
    of id: ActivityID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// Takes a step with a guest: 200 with `ETag`.
  func advanceGuest(
    _ id: ActivityGuestID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Records what came of an activity: 201.
  func recordOutcome(
    of id: ActivityGuestID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// What the activities of a year came to.
  func activityFigures(year: Int?, region: String?, actor: Actor) async throws -> JSON

  /// Sets a target of listings: 200 with `ETag`.
  func setYearlyTarget(
    _ board: String, year: Int, region: String, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// Targets of a year with progress and forecast, from one on.
  func listingTargets(
    year: Int?, board: String?, region: String?, after: NamePair?, actor: Actor
  ) async throws -> JSON
  /// Tells of listings as a number: 201.
  func reportListings(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// What governments set themselves to do, with progress.
  func policyTasks(on day: LegalDate?, actor: Actor) async throws -> JSON
  /// Tells of a task: 201.
  func reportTask(
    _ planCode: String, _ taskCode: String, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// What was told of a task, newest first.
  func taskReports(
    _ planCode: String, _ taskCode: String, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>

  /// The yearly run of a ladder: 201 with `Location`; a dry one is 200.
  func runLadder(
    _ code: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer
  /// The runs of a ladder, newest first.
  func ladderRuns(of code: String, page: PageRequest, actor: Actor) async throws -> Page<JSON>
  /// Who is on a ladder, or was.
  func ladderMembers(
    of code: String, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON>
  /// One run with its lines.
  func ladderRun(_ id: LadderRunID, actor: Actor) async throws -> JSON
  /// A run decided once more, and compared.
  func replayLadderRun(_ id: LadderRunID, actor: Actor) async throws -> JSON
}
