import API
import Application
import Domain

/// Periodic referral runs.
extension FakeBackend {
  func requestAllocation(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("requestAllocation", "", body, actor, idempotency)
  }

  func allocationRuns(page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try list("allocationRuns", actor, page)
  }

  func allocationRun(_ id: AllocationID, actor: Actor) async throws -> JSON {
    try json("allocationRun", actor, ["id": id.text])
  }

  func allocationFairness(of id: AllocationID, actor: Actor) async throws -> JSON {
    try json("allocationFairness", actor, ["id": id.text])
  }

  func allocationDigest(
    of id: AllocationID, institution: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("allocationDigest", actor, page, ["id": id.text, "institution": institution])
  }

  func allocationList(of id: AllocationID, actor: Actor) async throws -> [UInt8] {
    try json("allocationList", actor, ["id": id.text]).canonicalBytes
  }

  func replayAllocation(_ id: AllocationID, actor: Actor) async throws -> JSON {
    try json("replayAllocation", actor, ["id": id.text])
  }
}
