import API
import Application
import Domain

/// Referrals, offers, capacities and consents.
extension FakeBackend {
  private func effect(
    _ name: String, _ id: String, _ body: JSON?, _ actor: Actor,
    _ idempotency: IdempotencyRequest?, _ details: [String: String] = [:]
  ) throws -> StoredAnswer {
    try note(
      Call(
        name: name, actor: actor, body: body, idempotency: idempotency,
        details: details.merging(["id": id]) { own, _ in own })
    ).stored
  }

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
    try item(Call(name: "referral", actor: actor, details: ["id": id.text]))
  }

  func offers(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try note(
      Call(
        name: "offers", actor: actor, details: ["state": state ?? "", "region": region ?? ""],
        page: page)
    ).page
  }

  func offer(_ id: OfferID, actor: Actor) async throws -> Versioned<JSON> {
    try item(Call(name: "offer", actor: actor, details: ["id": id.text]))
  }

  func identifiedData(of id: OfferID, actor: Actor) async throws -> JSON {
    try note(Call(name: "identifiedData", actor: actor, details: ["id": id.text])).item
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
    try note(Call(name: "offerStatistics", actor: actor, details: ["region": region ?? ""])).item
  }

  func capacities(actor: Actor) async throws -> JSON {
    try note(Call(name: "capacities", actor: actor)).item
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
    try note(Call(name: "consent", actor: actor, details: ["id": id.text])).item
  }

  func consents(
    of enterprise: EnterpriseID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try note(
      Call(name: "consents", actor: actor, details: ["id": enterprise.text], page: page)
    ).page
  }

  func accessLog(
    of enterprise: EnterpriseID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try note(
      Call(name: "accessLog", actor: actor, details: ["id": enterprise.text], page: page)
    ).page
  }
}
