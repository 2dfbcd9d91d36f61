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

  // Of what is asked the details are noted, those that nothing is said of as an empty text.

  /// A change.
  func effect(
    _ name: String, _ id: String, _ body: JSON?, _ actor: Actor,
    _ idempotency: IdempotencyRequest?, version: Int? = nil, _ details: [String: String] = [:]
  ) throws -> StoredAnswer {
    try note(
      Call(
        name: name, actor: actor, body: body, idempotency: idempotency, expectedVersion: version,
        details: details.merging(["id": id]) { own, _ in own })
    ).stored
  }

  /// A question with one answer.
  func json(
    _ name: String, _ actor: Actor?, _ details: [String: String?] = [:], body: JSON? = nil
  ) throws -> JSON {
    try note(
      Call(name: name, actor: actor, body: body, details: details.mapValues { $0 ?? "" })
    ).item
  }

  /// A thing that is at some version.
  func item(
    _ name: String, _ actor: Actor, _ details: [String: String?] = [:]
  ) throws -> Versioned<JSON> {
    let state = try note(Call(name: name, actor: actor, details: details.mapValues { $0 ?? "" }))
    return Versioned(state.item, version: state.version)
  }

  /// A page of a list.
  func list(
    _ name: String, _ actor: Actor?, _ page: PageRequest, _ details: [String: String?] = [:]
  ) throws -> Page<JSON> {
    try note(Call(name: name, actor: actor, details: details.mapValues { $0 ?? "" }, page: page))
      .page
  }

  func createEnterprise(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("createEnterprise", "", body, actor, idempotency)
  }

  func amendEnterprise(
    _ id: EnterpriseID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("amendEnterprise", id.text, body, actor, idempotency, version: expectedVersion)
  }

  func putFacts(
    _ id: EnterpriseID, expectedVersion: Int?, _ body: JSON, mode: FactsMode, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect(
      "putFacts", id.text, body, actor, idempotency, version: expectedVersion, ["mode": "\(mode)"])
  }

  func submitNeed(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("submitNeed", "", body, actor, idempotency)
  }

  func amendNeed(
    _ id: NeedID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("amendNeed", id.text, body, actor, idempotency, version: expectedVersion)
  }

  func withdrawNeed(
    _ id: NeedID, expectedVersion: Int, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("withdrawNeed", id.text, nil, actor, idempotency, version: expectedVersion)
  }

  func enterprise(_ id: EnterpriseID, actor: Actor) async throws -> Versioned<JSON> {
    try item("enterprise", actor, ["id": id.text])
  }

  func enterprises(
    region: String?, uscc: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("enterprises", actor, page, ["region": region, "uscc": uscc])
  }

  func facts(
    _ id: EnterpriseID, version: Int?, asOf: Instant?, actor: Actor
  ) async throws -> Versioned<JSON> {
    try item("facts", actor, ["version": version.map { String($0) }, "as_of": asOf?.text])
  }

  func need(_ id: NeedID, actor: Actor) async throws -> Versioned<JSON> {
    try item("need", actor, ["id": id.text])
  }

  func needs(
    status: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list(
      "needs", actor, page, ["status": status, "enterprise": enterprise?.text, "region": region])
  }

  func runs(of need: NeedID, page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try list("runs", actor, page)
  }

  func run(_ id: RunID, expandDecisions: Bool, actor: Actor) async throws -> JSON {
    try json("run", actor, ["expand": "\(expandDecisions)"])
  }

  func runDocument(_ id: RunID, actor: Actor) async throws -> [UInt8] {
    try json("run", actor, ["expand": "false"]).canonicalBytes
  }

  func decisions(of run: RunID, actor: Actor) async throws -> JSON {
    try json("decisions", actor)
  }

  func decision(of run: RunID, product: String, actor: Actor) async throws -> JSON {
    try json("decision", actor, ["product": product])
  }

  func lineage(_ id: LineageID, actor: Actor) async throws -> JSON {
    try json("lineage", actor, ["id": id.text])
  }

  func replay(_ run: RunID, actor: Actor) async throws -> JSON {
    try json("replay", actor)
  }

  func diff(_ run: RunID, _ body: JSON, actor: Actor) async throws -> JSON {
    try json("diff", actor, ["id": run.text], body: body)
  }

  func repairs(of run: RunID, product: String, actor: Actor) async throws -> JSON {
    try json("repairs", actor, ["product": product])
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
    try json("result", actor, ["id": run.text])
  }

  func receipt(of run: RunID, actor: Actor) async throws -> JSON {
    try json("receipt", actor, ["id": run.text])
  }

  func receiptKeys() async throws -> JSON { state.withLock { $0.item } }

  func questions(of need: NeedID, actor: Actor) async throws -> JSON {
    try json("questions", actor, ["id": need.text])
  }

  func requestReview(
    of run: RunID, product: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("requestReview", run.text, body, actor, idempotency, ["product": product])
  }

  func assignReview(
    _ id: ReviewID, expectedVersion: Int, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("assignReview", id.text, nil, actor, idempotency, version: expectedVersion)
  }

  func resolveReview(
    _ id: ReviewID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("resolveReview", id.text, body, actor, idempotency, version: expectedVersion)
  }

  func withdrawReview(
    _ id: ReviewID, expectedVersion: Int, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("withdrawReview", id.text, nil, actor, idempotency, version: expectedVersion)
  }

  func review(_ id: ReviewID, actor: Actor) async throws -> Versioned<JSON> {
    try item("review", actor, ["id": id.text])
  }

  func reviews(
    state: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list(
      "reviews", actor, page, ["state": state, "enterprise": enterprise?.text, "region": region])
  }

  func productWhatIf(
    _ code: String, _ document: JSON, byCounty: Bool, actor: Actor
  ) async throws -> JSON {
    try json("productWhatIf", actor, ["code": code, "by": "\(byCounty)"], body: document)
  }

  func policyWhatIf(_ body: JSON, byCounty: Bool, actor: Actor) async throws -> JSON {
    try json("policyWhatIf", actor, ["by": "\(byCounty)"], body: body)
  }

  func sweeps(page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try list("sweeps", actor, page)
  }

  func sweep(_ id: SweepID, actor: Actor) async throws -> JSON {
    try json("sweep", actor, ["id": id.text])
  }

  func flips(of sweep: SweepID, page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try list("sweepFlips", actor, page)
  }

  func flips(of need: NeedID, page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try list("flips", actor, page)
  }

  func setPause(
    _ kind: PauseKind, target: String, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("setPause", "", body, actor, idempotency, ["kind": kind.rawValue, "target": target])
  }

  func endPause(
    _ kind: PauseKind, target: String, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("endPause", "", nil, actor, idempotency, ["kind": kind.rawValue, "target": target])
  }

  func pauses(actor: Actor) async throws -> JSON {
    try json("pauses", actor)
  }

  func auditEntries(
    action: String?, subject: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("auditEntries", actor, page, ["action": action, "subject": subject])
  }

  func products(family: String?, page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try list("products", actor, page, ["family": family])
  }

  func product(_ idOrCode: String, actor: Actor) async throws -> Versioned<JSON> {
    try item("product", actor, ["id": idOrCode])
  }

  func publishProduct(
    _ code: String, expectedVersion: Int, _ document: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("publishProduct", code, document, actor, idempotency, version: expectedVersion)
  }

  func deadLetters(
    state: String?, reason: String?, consumer: String?, enterprise: EnterpriseID?,
    page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list(
      "deadLetters", actor, page,
      ["state": state, "reason": reason, "consumer": consumer, "enterprise": enterprise?.text])
  }

  func deadLetter(_ id: DeadLetterID, actor: Actor) async throws -> JSON {
    try json("deadLetter", actor, ["id": id.text])
  }

  func redriveDeadLetter(
    _ id: DeadLetterID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("redriveDeadLetter", id.text, body, actor, idempotency)
  }

  func skipDeadLetter(
    _ id: DeadLetterID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("skipDeadLetter", id.text, body, actor, idempotency)
  }

  func redriveDeadLetters(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("redriveDeadLetters", "", body, actor, idempotency)
  }

  func skipDeadLetters(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("skipDeadLetters", "", body, actor, idempotency)
  }

  func factRegistry() async throws -> JSON { try json("factRegistry", nil) }

  func readiness() async -> Readiness { state.withLock { $0.readiness } }

  func cursorSecret() async throws -> [UInt8] { state.withLock { $0.secret } }
}
