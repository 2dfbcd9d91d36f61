import API
import Application
import Domain

/// Periodic referral runs.
extension FakeBackend {
  func requestAllocation(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try note(Call(name: "requestAllocation", actor: actor, body: body, idempotency: idempotency))
      .stored
  }

  func allocationRuns(page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try note(Call(name: "allocationRuns", actor: actor, page: page)).page
  }

  func allocationRun(_ id: AllocationID, actor: Actor) async throws -> JSON {
    try note(Call(name: "allocationRun", actor: actor, details: ["id": id.text])).item
  }

  func allocationFairness(of id: AllocationID, actor: Actor) async throws -> JSON {
    try note(Call(name: "allocationFairness", actor: actor, details: ["id": id.text])).item
  }

  func allocationDigest(
    of id: AllocationID, institution: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try note(
      Call(
        name: "allocationDigest", actor: actor,
        details: ["id": id.text, "institution": institution ?? ""], page: page)
    ).page
  }

  func allocationList(of id: AllocationID, actor: Actor) async throws -> [UInt8] {
    try note(Call(name: "allocationList", actor: actor, details: ["id": id.text])).item
      .canonicalBytes
  }

  func replayAllocation(_ id: AllocationID, actor: Actor) async throws -> JSON {
    try note(Call(name: "replayAllocation", actor: actor, details: ["id": id.text])).item
  }
}
