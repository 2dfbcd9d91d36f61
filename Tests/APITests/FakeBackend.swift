import API
import Application
import Domain
import Foundation
import Synchronization

/// A backend that remembers who called what and answers as told.
final class FakeBackend: Backend {
  struct Call: Sendable {
    var name: String
    var actor: Actor?
    var body: JSON?
    var idempotency: IdempotencyRequest?
    var expectedVersion: Int?
    var details: [String: String] = [:]
    var page: PageRequest?
  }

  struct State: Sendable {
    var calls: [Call] = []
    var failure: (any Error)?
    var stored = StoredAnswer(
      status: 201, headers: ["ETag": "\"1\"", "Location": "/v1/needs/x"], body: ["id": "x"])
    var item: JSON = ["id": "x", "match": ["state": "pending"]]
    var version = 3
    var page = Page<JSON>(items: [["id": "a"], ["id": "b"]], next: nil)
    var readiness = Readiness(checks: [
      Readiness.Check("database", isReady: true, zh: "可用", en: "reachable")
    ])
    var secret = [UInt8](repeating: 7, count: 32)
  }

  private let state = Mutex(State())

  var calls: [Call] { state.withLock { $0.calls } }
  func set(_ change: (inout sending State) -> Void) {
    state.withLock { change(&$0) }
  }

  private func note(_ call: Call) throws -> State {
    let (failure, copy) = state.withLock { state in
      state.calls.append(call)
      return (state.failure, state)
    }
    if let failure { throw failure }
    return copy
  }

  func createEnterprise(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try note(Call(name: "createEnterprise", actor: actor, body: body, idempotency: idempotency))
      .stored
  }

  func amendEnterprise(
    _ id: EnterpriseID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try note(
      Call(
        name: "amendEnterprise", actor: actor, body: body, idempotency: idempotency,
        expectedVersion: expectedVersion, details: ["id": id.text])
    ).stored
  }

  func putFacts(
    _ id: EnterpriseID, expectedVersion: Int?, _ body: JSON, mode: FactsMode, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try note(
      Call(
        name: "putFacts", actor: actor, body: body, idempotency: idempotency,
        expectedVersion: expectedVersion, details: ["id": id.text, "mode": "\(mode)"])
    ).stored
  }

  func submitNeed(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try note(Call(name: "submitNeed", actor: actor, body: body, idempotency: idempotency)).stored
  }

  func amendNeed(
    _ id: NeedID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try note(
      Call(
        name: "amendNeed", actor: actor, body: body, idempotency: idempotency,
        expectedVersion: expectedVersion, details: ["id": id.text])
    ).stored
  }

  func withdrawNeed(
    _ id: NeedID, expectedVersion: Int, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try note(
      Call(
        name: "withdrawNeed", actor: actor, idempotency: idempotency,
        expectedVersion: expectedVersion, details: ["id": id.text])
    ).stored
  }

  private func item(_ call: Call) throws -> Versioned<JSON> {
    let state = try note(call)
    return Versioned(state.item, version: state.version)
  }

  func enterprise(_ id: EnterpriseID, actor: Actor) async throws -> Versioned<JSON> {
    try item(Call(name: "enterprise", actor: actor, details: ["id": id.text]))
  }

  func enterprises(
    region: String?, uscc: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try note(
      Call(
        name: "enterprises", actor: actor, details: ["region": region ?? "", "uscc": uscc ?? ""],
        page: page)
    ).page
  }

  func facts(
    _ id: EnterpriseID, version: Int?, asOf: Instant?, actor: Actor
  ) async throws -> Versioned<JSON> {
    try item(
      Call(
        name: "facts", actor: actor,
        details: ["version": version.map(String.init) ?? "", "as_of": asOf?.text ?? ""]))
  }

  func need(_ id: NeedID, actor: Actor) async throws -> Versioned<JSON> {
    try item(Call(name: "need", actor: actor, details: ["id": id.text]))
  }

  func needs(
    status: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try note(
      Call(
        name: "needs", actor: actor,
        details: [
          "status": status ?? "", "enterprise": enterprise?.text ?? "", "region": region ?? "",
        ], page: page)
    ).page
  }

  func runs(of need: NeedID, page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try note(Call(name: "runs", actor: actor, page: page)).page
  }

  func run(_ id: RunID, expandDecisions: Bool, actor: Actor) async throws -> JSON {
    try note(Call(name: "run", actor: actor, details: ["expand": "\(expandDecisions)"])).item
  }

  func decisions(of run: RunID, actor: Actor) async throws -> JSON {
    try note(Call(name: "decisions", actor: actor)).item
  }

  func decision(of run: RunID, product: String, actor: Actor) async throws -> JSON {
    try note(Call(name: "decision", actor: actor, details: ["product": product])).item
  }

  func replay(_ run: RunID, actor: Actor) async throws -> JSON {
    try note(Call(name: "replay", actor: actor)).item
  }

  func products(family: String?, page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try note(
      Call(name: "products", actor: actor, details: ["family": family ?? ""], page: page)
    ).page
  }

  func product(_ idOrCode: String, actor: Actor) async throws -> Versioned<JSON> {
    try item(Call(name: "product", actor: actor, details: ["id": idOrCode]))
  }

  func factRegistry() async throws -> JSON { try note(Call(name: "factRegistry")).item }

  func readiness() async -> Readiness { state.withLock { $0.readiness } }

  func cursorSecret() async throws -> [UInt8] { state.withLock { $0.secret } }
}
