import API
import Application
import Domain

/// Referrals, offers, capacities and consents.
extension FakeBackend {
  func referNeed(
    _ id: NeedID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("referNeed", id.text, body, actor, idempotency)
  }

  func endReferral(
    of id: NeedID, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("endReferral", id.text, nil, actor, idempotency)
  }

  func referral(of id: NeedID, actor: Actor) async throws -> Versioned<JSON> {
    try item("referral", actor, ["id": id.text])
  }

  func offers(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("offers", actor, page, ["state": state, "region": region])
  }

  func offer(_ id: OfferID, actor: Actor) async throws -> Versioned<JSON> {
    try item("offer", actor, ["id": id.text])
  }

  func identifiedData(of id: OfferID, actor: Actor) async throws -> JSON {
    try json("identifiedData", actor, ["id": id.text])
  }

  func advanceOffer(
    _ id: OfferID, _ verb: OfferVerb, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("advanceOffer", id.text, body, actor, idempotency, ["verb": verb.rawValue])
  }

  func pauseOffer(
    _ id: OfferID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("pauseOffer", id.text, body, actor, idempotency)
  }

  func offerStatistics(region: String?, actor: Actor) async throws -> JSON {
    try json("offerStatistics", actor, ["region": region])
  }

  func capacities(actor: Actor) async throws -> JSON {
    try json("capacities", actor)
  }

  func setCapacity(
    _ kind: CapacityKind, code: String, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("setCapacity", code, body, actor, idempotency, ["kind": kind.rawValue])
  }

  func grantConsent(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("grantConsent", "", body, actor, idempotency)
  }

  func revokeConsent(
    _ id: ConsentID, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("revokeConsent", id.text, nil, actor, idempotency)
  }

  func consent(_ id: ConsentID, actor: Actor) async throws -> JSON {
    try json("consent", actor, ["id": id.text])
  }

  func consents(
    of enterprise: EnterpriseID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("consents", actor, page, ["id": enterprise.text])
  }

  func accessLog(
    of enterprise: EnterpriseID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("accessLog", actor, page, ["id": enterprise.text])
  }
}
