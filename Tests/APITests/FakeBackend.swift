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
    /// Who shows which secret.
    var grants: [String: ClientGrant] = [:]

    func page(isChinese: Bool) -> PrintedPage {
      PrintedPage(
        html: "<!DOCTYPE html><title>\(isChinese ? "页" : "page")</title>",
        contentSecurityPolicy: "default-src 'none'; style-src 'sha256-x'")
    }
  }

  private let state = Mutex(State())

  var calls: [Call] { state.withLock { $0.calls } }
  func set(_ change: (inout sending State) -> Void) {
    state.withLock { change(&$0) }
  }

  func note(_ call: Call) throws -> State {
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

  func item(_ call: Call) throws -> Versioned<JSON> {
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

  func runDocument(_ id: RunID, actor: Actor) async throws -> [UInt8] {
    try note(Call(name: "run", actor: actor, details: ["expand": "false"])).item.canonicalBytes
  }

  func decisions(of run: RunID, actor: Actor) async throws -> JSON {
    try note(Call(name: "decisions", actor: actor)).item
  }

  func decision(of run: RunID, product: String, actor: Actor) async throws -> JSON {
    try note(Call(name: "decision", actor: actor, details: ["product": product])).item
  }

  func lineage(_ id: LineageID, actor: Actor) async throws -> JSON {
    try note(Call(name: "lineage", actor: actor, details: ["id": id.text])).item
  }

  func replay(_ run: RunID, actor: Actor) async throws -> JSON {
    try note(Call(name: "replay", actor: actor)).item
  }

  func diff(_ run: RunID, _ body: JSON, actor: Actor) async throws -> JSON {
    try note(Call(name: "diff", actor: actor, body: body, details: ["id": run.text])).item
  }

  func repairs(of run: RunID, product: String, actor: Actor) async throws -> JSON {
    try note(Call(name: "repairs", actor: actor, details: ["product": product])).item
  }

  func costSheet(of run: RunID, product: String, actor: Actor) async throws -> CostSheetView {
    let state = try note(Call(name: "costSheet", actor: actor, details: ["product": product]))
    return CostSheetView(json: state.item) { state.page(isChinese: true) }
  }

  func notice(of run: RunID, isChinese: Bool, actor: Actor) async throws -> PrintedPage {
    try note(Call(name: "notice", actor: actor, details: ["chinese": "\(isChinese)"]))
      .page(isChinese: isChinese)
  }

  func result(of run: RunID, actor: Actor) async throws -> JSON {
    try note(Call(name: "result", actor: actor, details: ["id": run.text])).item
  }

  func receipt(of run: RunID, actor: Actor) async throws -> JSON {
    try note(Call(name: "receipt", actor: actor, details: ["id": run.text])).item
  }

  func receiptKeys() async throws -> JSON { state.withLock { $0.item } }

  func questions(of need: NeedID, actor: Actor) async throws -> JSON {
    try note(Call(name: "questions", actor: actor, details: ["id": need.text])).item
  }

  func requestReview(
    of run: RunID, product: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try note(
      Call(
        name: "requestReview", actor: actor, body: body, idempotency: idempotency,
        details: ["id": run.text, "product": product])
    ).stored
  }

  func assignReview(
    _ id: ReviewID, expectedVersion: Int, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try step("assignReview", id, expectedVersion, nil, actor, idempotency)
  }

  func resolveReview(
    _ id: ReviewID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try step("resolveReview", id, expectedVersion, body, actor, idempotency)
  }

  func withdrawReview(
    _ id: ReviewID, expectedVersion: Int, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try step("withdrawReview", id, expectedVersion, nil, actor, idempotency)
  }

  private func step(
    _ name: String, _ id: ReviewID, _ version: Int, _ body: JSON?, _ actor: Actor,
    _ idempotency: IdempotencyRequest?
  ) throws -> StoredAnswer {
    try note(
      Call(
        name: name, actor: actor, body: body, idempotency: idempotency, expectedVersion: version,
        details: ["id": id.text])
    ).stored
  }

  func review(_ id: ReviewID, actor: Actor) async throws -> Versioned<JSON> {
    try item(Call(name: "review", actor: actor, details: ["id": id.text]))
  }

  func reviews(
    state: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try note(
      Call(
        name: "reviews", actor: actor,
        details: [
          "state": state ?? "", "enterprise": enterprise?.text ?? "", "region": region ?? "",
        ], page: page)
    ).page
  }

  func productWhatIf(
    _ code: String, _ document: JSON, byCounty: Bool, actor: Actor
  ) async throws -> JSON {
    try note(
      Call(
        name: "productWhatIf", actor: actor, body: document,
        details: ["code": code, "by": "\(byCounty)"])
    ).item
  }

  func policyWhatIf(_ body: JSON, byCounty: Bool, actor: Actor) async throws -> JSON {
    try note(
      Call(name: "policyWhatIf", actor: actor, body: body, details: ["by": "\(byCounty)"])
    ).item
  }

  func sweeps(page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try note(Call(name: "sweeps", actor: actor, page: page)).page
  }

  func sweep(_ id: SweepID, actor: Actor) async throws -> JSON {
    try note(Call(name: "sweep", actor: actor, details: ["id": id.text])).item
  }

  func flips(of sweep: SweepID, page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try note(Call(name: "sweepFlips", actor: actor, page: page)).page
  }

  func flips(of need: NeedID, page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try note(Call(name: "flips", actor: actor, page: page)).page
  }

  func setPause(
    _ kind: PauseKind, target: String, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try note(
      Call(
        name: "setPause", actor: actor, body: body, idempotency: idempotency,
        details: ["kind": kind.rawValue, "target": target])
    ).stored
  }

  func endPause(
    _ kind: PauseKind, target: String, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try note(
      Call(
        name: "endPause", actor: actor, idempotency: idempotency,
        details: ["kind": kind.rawValue, "target": target])
    ).stored
  }

  func pauses(actor: Actor) async throws -> JSON {
    try note(Call(name: "pauses", actor: actor)).item
  }

  func auditEntries(
    action: String?, subject: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try note(
      Call(
        name: "auditEntries", actor: actor,
        details: ["action": action ?? "", "subject": subject ?? ""], page: page)
    ).page
  }

  func products(family: String?, page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try note(
      Call(name: "products", actor: actor, details: ["family": family ?? ""], page: page)
    ).page
  }

  func product(_ idOrCode: String, actor: Actor) async throws -> Versioned<JSON> {
    try item(Call(name: "product", actor: actor, details: ["id": idOrCode]))
  }

  func deadLetters(
    state: String?, reason: String?, consumer: String?, enterprise: EnterpriseID?,
    page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try note(
      Call(
        name: "deadLetters", actor: actor,
        details: [
          "state": state ?? "", "reason": reason ?? "", "consumer": consumer ?? "",
          "enterprise": enterprise?.text ?? "",
        ], page: page)
    ).page
  }

  func deadLetter(_ id: DeadLetterID, actor: Actor) async throws -> JSON {
    try note(Call(name: "deadLetter", actor: actor, details: ["id": id.text])).item
  }

  func redriveDeadLetter(
    _ id: DeadLetterID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try move("redriveDeadLetter", id.text, body, actor, idempotency)
  }

  func skipDeadLetter(
    _ id: DeadLetterID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try move("skipDeadLetter", id.text, body, actor, idempotency)
  }

  func redriveDeadLetters(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try move("redriveDeadLetters", "", body, actor, idempotency)
  }

  func skipDeadLetters(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try move("skipDeadLetters", "", body, actor, idempotency)
  }

  func move(
    _ name: String, _ id: String, _ body: JSON?, _ actor: Actor, _ idempotency: IdempotencyRequest?
  ) throws -> StoredAnswer {
    try note(
      Call(name: name, actor: actor, body: body, idempotency: idempotency, details: ["id": id])
    ).stored
  }

  func factRegistry() async throws -> JSON { try note(Call(name: "factRegistry")).item }

  func readiness() async -> Readiness { state.withLock { $0.readiness } }

  func cursorSecret() async throws -> [UInt8] { state.withLock { $0.secret } }
}
