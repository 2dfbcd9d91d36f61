import API
import Application
import Domain

extension FakeBackend {
  func requestErasure(
    of id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("requestErasure", id.text, body, actor, idempotency)
  }

  func erasure(of id: EnterpriseID, actor: Actor) async throws -> JSON {
    try json("erasure", actor, ["id": id.text])
  }

  func erasures(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("erasures", actor, page, ["state": state, "region": region])
  }
}
