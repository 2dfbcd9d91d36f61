import API
import Application
import Domain

/// Guarantors, bundles, guarantees and funds.
extension FakeBackend {
  func putGuarantor(
    _ code: String, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("putGuarantor", code, body, actor, idempotency, version: expectedVersion)
  }

  func guarantors(actor: Actor) async throws -> JSON {
    try json("guarantors", actor)
  }

  func guarantor(_ code: String, actor: Actor) async throws -> Versioned<JSON> {
    try item("guarantor", actor, ["id": code])
  }

  func guarantorReport(_ code: String, year: Int?, actor: Actor) async throws -> JSON {
    try json("guarantorReport", actor, ["id": code, "year": year.map { String($0) }])
  }

  func putGuaranteeBank(
    _ code: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("putGuaranteeBank", code, body, actor, idempotency)
  }

  func putEnterpriseGroup(
    _ id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("putEnterpriseGroup", id.text, body, actor, idempotency)
  }

  func bundles(for need: NeedID, asOf: Instant?, actor: Actor) async throws -> JSON {
    try json("bundles", actor, ["id": need.text, "as_of": asOf?.text])
  }

  func reserveGuarantee(
    for id: NeedID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("reserveGuarantee", id.text, body, actor, idempotency)
  }

  func guarantees(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("guarantees", actor, page, ["state": state, "region": region])
  }

  func guarantee(_ id: GuaranteeID, actor: Actor) async throws -> Versioned<JSON> {
    try item("guarantee", actor, ["id": id.text])
  }

  func advanceGuarantee(
    _ id: GuaranteeID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("advanceGuarantee", id.text, body, actor, idempotency)
  }

  func putFund(
    _ code: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("putFund", code, body, actor, idempotency)
  }

  func funds(actor: Actor) async throws -> JSON {
    try json("funds", actor)
  }

  func fund(_ code: String, actor: Actor) async throws -> Versioned<JSON> {
    try item("fund", actor, ["id": code])
  }

  func endowFund(
    _ code: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("endowFund", code, body, actor, idempotency)
  }

  func reserveBridge(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("reserveBridge", "", body, actor, idempotency)
  }

  func bridges(region: String?, page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try list("bridges", actor, page, ["region": region])
  }

  func bridge(_ id: BridgeID, actor: Actor) async throws -> Versioned<JSON> {
    try item("bridge", actor, ["id": id.text])
  }

  func advanceBridge(
    _ id: BridgeID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("advanceBridge", id.text, body, actor, idempotency)
  }

  func renewals(days: Int?, region: String?, actor: Actor) async throws -> JSON {
    try json("renewals", actor, ["days": days.map { String($0) }, "region": region])
  }

  func payFromPool(
    _ code: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("payFromPool", code, body, actor, idempotency)
  }

  func fundEntries(of code: String, page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try list("fundEntries", actor, page, ["id": code])
  }
}
