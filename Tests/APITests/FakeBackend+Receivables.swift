import API
import Application
import Domain

/// Receivables, money on them, and core enterprises.
extension FakeBackend {
  func uploadReceivable(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("uploadReceivable", "", body, actor, idempotency)
  }

  func uploadReceivables(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("uploadReceivables", "", body, actor, idempotency)
  }

  func confirmReceivables(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("confirmReceivables", "", body, actor, idempotency)
  }

  func receivables(
    state: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list(
      "receivables", actor, page,
      ["state": state, "region": region, "enterprise": enterprise?.text])
  }

  func receivable(_ id: ReceivableID, actor: Actor) async throws -> Versioned<JSON> {
    try item("receivable", actor, ["id": id.text])
  }

  func amendReceivable(
    _ id: ReceivableID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("amendReceivable", id.text, body, actor, idempotency, version: expectedVersion)
  }

  func withdrawReceivable(
    _ id: ReceivableID, expectedVersion: Int, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("withdrawReceivable", id.text, nil, actor, idempotency, version: expectedVersion)
  }

  func reviewReceivable(
    _ id: ReceivableID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("reviewReceivable", id.text, body, actor, idempotency)
  }

  func requestConfirmation(
    of id: ReceivableID, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("requestConfirmation", id.text, nil, actor, idempotency)
  }

  func createConfirmationToken(
    of id: ReceivableID, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("createConfirmationToken", id.text, nil, actor, idempotency)
  }

  func confirmationLetter(of id: ReceivableID, actor: Actor) async throws -> LetterView {
    let state = try note(
      Call(name: "confirmationLetter", actor: actor, details: ["id": id.text]))
    return LetterView(json: state.item, page: { state.page(isChinese: true) })
  }

  func confirmReceivable(
    _ id: ReceivableID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("confirmReceivable", id.text, body, actor, idempotency)
  }

  func disputeReceivable(
    _ id: ReceivableID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("disputeReceivable", id.text, body, actor, idempotency)
  }

  func lateInterest(
    of id: ReceivableID, until: LegalDate?, actor: Actor
  ) async throws -> JSON {
    try json("lateInterest", actor, ["id": id.text, "until": until?.text])
  }

  func receivableEvidence(of id: ReceivableID, actor: Actor) async throws -> JSON {
    try json("receivableEvidence", actor, ["id": id.text])
  }

  func confirm(byToken body: JSON) async throws -> JSON {
    try json("confirmByToken", nil, body: body)
  }

  func confirmationLetter(byToken body: JSON) async throws -> JSON {
    try json("letterByToken", nil, body: body)
  }

  func offerReceivable(
    _ id: ReceivableID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("offerReceivable", id.text, body, actor, idempotency)
  }

  func financings(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("financings", actor, page, ["state": state, "region": region])
  }

  func financing(_ id: ReceivableFinancingID, actor: Actor) async throws -> Versioned<JSON> {
    try item("financing", actor, ["id": id.text])
  }

  func advanceFinancing(
    _ id: ReceivableFinancingID, _ verb: FinancingVerb, expectedVersion: Int, _ body: JSON,
    actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect(
      "advanceFinancing", id.text, body, actor, idempotency, version: expectedVersion,
      ["verb": verb.rawValue])
  }

  func uploadPayables(
    of id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("uploadPayables", id.text, body, actor, idempotency)
  }

  func borrowingBase(
    of seller: EnterpriseID, way: FinancingWay, institution: String?, actor: Actor
  ) async throws -> JSON {
    try json(
      "borrowingBase", actor, ["id": seller.text, "way": way.rawValue, "institution": institution])
  }

  func ageing(of enterprise: EnterpriseID, asDebtor: Bool, actor: Actor) async throws -> JSON {
    try json("ageing", actor, ["id": enterprise.text, "as": asDebtor ? "debtor" : "seller"])
  }

  func setCoreEnterprise(
    _ id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("setCoreEnterprise", id.text, body, actor, idempotency)
  }

  func coreEnterprise(_ id: EnterpriseID, actor: Actor) async throws -> Versioned<JSON> {
    try item("coreEnterprise", actor, ["id": id.text])
  }

  func coreEnterprises(
    region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("coreEnterprises", actor, page, ["region": region])
  }

  func setCreditLine(
    of id: EnterpriseID, institution: String, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect(
      "setCreditLine", id.text, body, actor, idempotency, ["institution": institution])
  }

  func creditLines(of id: EnterpriseID, actor: Actor) async throws -> JSON {
    try json("creditLines", actor, ["id": id.text])
  }

  func inviteSuppliers(
    of id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("inviteSuppliers", id.text, body, actor, idempotency)
  }

  func supplierInvitations(
    region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("supplierInvitations", actor, page, ["region": region])
  }
}
