import API
import Application
import Domain

/// Guarantors, bundles, guarantees and funds.
extension FakeBackend {
  private func effect(
    _ name: String, _ id: String, _ body: JSON, _ actor: Actor,
    _ idempotency: IdempotencyRequest?, expectedVersion: Int? = nil
  ) throws -> StoredAnswer {
    try note(
      Call(
        name: name, actor: actor, body: body, idempotency: idempotency,
        expectedVersion: expectedVersion, details: ["id": id])
    ).stored
  }

  func putGuarantor(
    _ code: String, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("putGuarantor", code, body, actor, idempotency, expectedVersion: expectedVersion)
  }

  func guarantors(actor: Actor) async throws -> JSON {
    try note(Call(name: "guarantors", actor: actor)).item
  }

  func guarantor(_ code: String, actor: Actor) async throws -> Versioned<JSON> {
    try item(Call(name: "guarantor", actor: actor, details: ["id": code]))
  }

  func guarantorReport(_ code: String, year: Int?, actor: Actor) async throws -> JSON {
    try note(
      Call(
        name: "guarantorReport", actor: actor,
        details: ["id": code, "year": year.map { String($0) } ?? ""])
    ).item
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
    try note(
      Call(
        name: "bundles", actor: actor, details: ["id": need.text, "as_of": asOf?.text ?? ""])
    ).item
  }

  func reserveGuarantee(
    for id: NeedID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("reserveGuarantee", id.text, body, actor, idempotency)
  }

  func guarantees(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try note(
      Call(
        name: "guarantees", actor: actor, details: ["state": state ?? "", "region": region ?? ""],
        page: page)
    ).page
  }

  func guarantee(_ id: GuaranteeID, actor: Actor) async throws -> Versioned<JSON> {
    try item(Call(name: "guarantee", actor: actor, details: ["id": id.text]))
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
    try note(Call(name: "funds", actor: actor)).item
  }

  func fund(_ code: String, actor: Actor) async throws -> Versioned<JSON> {
    try item(Call(name: "fund", actor: actor, details: ["id": code]))
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
    try note(Call(name: "bridges", actor: actor, details: ["region": region ?? ""], page: page))
      .page
  }

  func bridge(_ id: BridgeID, actor: Actor) async throws -> Versioned<JSON> {
    try item(Call(name: "bridge", actor: actor, details: ["id": id.text]))
  }

  func advanceBridge(
    _ id: BridgeID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("advanceBridge", id.text, body, actor, idempotency)
  }

  func renewals(days: Int?, region: String?, actor: Actor) async throws -> JSON {
    try note(
      Call(
        name: "renewals", actor: actor,
        details: ["days": days.map { String($0) } ?? "", "region": region ?? ""])
    ).item
  }

  func payFromPool(
    _ code: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("payFromPool", code, body, actor, idempotency)
  }

  func fundEntries(of code: String, page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try note(Call(name: "fundEntries", actor: actor, details: ["id": code], page: page)).page
  }
}
