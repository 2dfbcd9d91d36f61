import API
import Application
import Domain

/// Pools, advisers, activities, targets and tasks.
extension FakeBackend {
  func pools(region: String?, actor: Actor) async throws -> JSON {
    try json("pools", actor, ["region": region])
  }

  func enterPool(
    _ code: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("enterPool", code, body, actor, idempotency)
  }

  func screenForPool(
    _ code: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("screenForPool", code, body, actor, idempotency)
  }

  func poolMembers(
    pool: String?, state: String?, rung: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list(
      "poolMembers", actor, page,
      ["pool": pool, "state": state, "rung": rung, "region": region])
  }

  func poolMemberFile(
    pool: String?, state: String?, rung: String?, region: String?, actor: Actor
  ) async throws -> [UInt8] {
    _ = try json(
      "poolMemberFile", actor, ["pool": pool, "state": state, "rung": rung, "region": region])
    return Array("成员编号\r\n".utf8)
  }

  func poolMember(_ id: PoolMemberID, actor: Actor) async throws -> Versioned<JSON> {
    try item("poolMember", actor, ["id": id.text])
  }

  func advancePoolMember(
    _ id: PoolMemberID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("advancePoolMember", id.text, body, actor, idempotency)
  }

  func poolProposals(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("poolProposals", actor, page, ["state": state, "region": region])
  }

  func decideProposal(
    _ id: PoolProposalID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("decideProposal", id.text, body, actor, idempotency)
  }

  func advisers(kind: String?, after: NamePair?, actor: Actor) async throws -> JSON {
    try json("advisers", actor, ["kind": kind, "after": after?.text])
  }

  func setAdviser(
    _ kind: String, _ institution: String, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect(
      "setAdviser", "\(kind)/\(institution)", body, actor, idempotency, version: expectedVersion)
  }

  func assignAdviser(
    to id: PoolMemberID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("assignAdviser", id.text, body, actor, idempotency)
  }

  func dealAdvisers(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("dealAdvisers", "", body, actor, idempotency)
  }

  func adviserAssignments(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("adviserAssignments", actor, page, ["state": state, "region": region])
  }

  func adviserAssignment(
    _ id: AdviserAssignmentID, actor: Actor
  ) async throws -> Versioned<JSON> {
    try item("adviserAssignment", actor, ["id": id.text])
  }

  func advanceAssignment(
    _ id: AdviserAssignmentID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("advanceAssignment", id.text, body, actor, idempotency)
  }

  func createActivity(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("createActivity", "", body, actor, idempotency)
  }

  func activities(
    kind: String?, state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("activities", actor, page, ["kind": kind, "state": state, "region": region])
  }

  func activity(_ id: ActivityID, actor: Actor) async throws -> Versioned<JSON> {
    try item("activity", actor, ["id": id.text])
  }

  func amendActivity(
    _ id: ActivityID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("amendActivity", id.text, body, actor, idempotency, version: expectedVersion)
  }

  func cancelActivity(
    _ id: ActivityID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("cancelActivity", id.text, body, actor, idempotency)
  }

  func inviteGuests(
    to id: ActivityID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("inviteGuests", id.text, body, actor, idempotency)
  }

  func activityGuests(
    of id: ActivityID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("activityGuests", actor, page, ["id": id.text])
  }

  func advanceGuest(
    _ id: ActivityGuestID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("advanceGuest", id.text, body, actor, idempotency)
  }

  func recordOutcome(
    of id: ActivityGuestID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("recordOutcome", id.text, body, actor, idempotency)
  }

  func activityFigures(year: Int?, region: String?, actor: Actor) async throws -> JSON {
    try json("activityFigures", actor, ["year": year.map { String($0) }, "region": region])
  }

  func setYearlyTarget(
    _ board: String, year: Int, region: String, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect(
      "setYearlyTarget", "\(board)/\(year)/\(region)", body, actor, idempotency,
      version: expectedVersion)
  }

  func listingTargets(
    year: Int?, board: String?, region: String?, after: NamePair?, actor: Actor
  ) async throws -> JSON {
    try json(
      "listingTargets", actor,
      [
        "year": year.map { String($0) }, "board": board, "region": region, "after": after?.text,
      ])
  }

  func reportListings(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("reportListings", "", body, actor, idempotency)
  }

  func policyTasks(on day: LegalDate?, actor: Actor) async throws -> JSON {
    try json("policyTasks", actor, ["on": day?.text])
  }

  func reportTask(
    _ planCode: String, _ taskCode: String, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("reportTask", "\(planCode)/\(taskCode)", body, actor, idempotency)
  }

  func taskReports(
    _ planCode: String, _ taskCode: String, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("taskReports", actor, page, ["id": "\(planCode)/\(taskCode)"])
  }

  func runLadder(
    _ code: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("runLadder", code, body, actor, idempotency)
  }

  func ladderRuns(of code: String, page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try list("ladderRuns", actor, page, ["id": code])
  }

  func ladderMembers(
    of code: String, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("ladderMembers", actor, page, ["id": code, "region": region])
  }

  func ladderRun(_ id: LadderRunID, actor: Actor) async throws -> JSON {
    try json("ladderRun", actor, ["id": id.text])
  }

  func replayLadderRun(_ id: LadderRunID, actor: Actor) async throws -> JSON {
    try json("replayLadderRun", actor, ["id": id.text])
  }
}
