import API
import Application
import Domain

extension FakeBackend {
  func requestErasure(
    of id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try move("requestErasure", id.text, body, actor, idempotency)
  }

  func erasure(of id: EnterpriseID, actor: Actor) async throws -> JSON {
    try note(Call(name: "erasure", actor: actor, details: ["id": id.text])).item
  }

  func erasures(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try note(
      Call(
        name: "erasures", actor: actor, details: ["state": state ?? "", "region": region ?? ""],
        page: page)
    ).page
  }
}
