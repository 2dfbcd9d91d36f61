import Application
import Console
import Domain
import Synchronization

/// Use cases that remember who called what, and answer as told.
final class FakeConsole: ConsoleBackend {
  struct Call: Sendable {
    var name: String
    var actor: Actor
    var body: JSON?
    var idempotency: IdempotencyRequest?
    var details: [String: String] = [:]
  }

  struct State: Sendable {
    var sessions: [Digest: Actor] = [:]
    /// How often a session was used.
    var uses = 0
    var calls: [Call] = []
    /// Thrown by whatever writes.
    var failure: (any Error)?
    /// By the name of the function; what is not here is not found.
    var answers: [String: JSON] = [:]
    var lists: [String: [JSON]] = [:]
    /// Names of lists of which there is more after every page.
    var endless: Set<String> = []
    var stored = StoredAnswer(status: 201, body: ["id": "x"])
  }

  private let state = Mutex(State())

  var calls: [Call] { state.withLock { $0.calls } }
  var uses: Int { state.withLock { $0.uses } }
  var sessions: [Digest: Actor] { state.withLock { $0.sessions } }
  func set(_ change: (inout sending State) -> Void) { state.withLock { change(&$0) } }

  private func note(_ call: Call) -> State {
    state.withLock { state in
      state.calls.append(call)
      return state
    }
  }

  private func answer(
    _ name: String, _ actor: Actor, _ details: [String: String] = [:]
  ) throws -> JSON {
    let state = note(Call(name: name, actor: actor, details: details))
    guard let answer = state.answers[name] else {
      throw ApplicationError.notFound(what: name)
    }
    return answer
  }

  private func list(_ name: String, _ actor: Actor) -> Page<JSON> {
    let state = note(Call(name: name, actor: actor))
    return Page(
      items: state.lists[name] ?? [], next: state.endless.contains(name) ? Harness.formID : nil)
  }

  private func store(_ call: Call) throws -> StoredAnswer {
    let state = note(call)
    if let failure = state.failure { throw failure }
    return state.stored
  }

  // MARK: Sessions

  func openSession(_ keyDigest: Digest, of actor: Actor, limits: SessionLimits) async throws {
    state.withLock { $0.sessions[keyDigest] = actor }
  }

  func session(_ keyDigest: Digest, limits: SessionLimits, isUse: Bool) async throws -> Actor? {
    state.withLock { state in
      if isUse { state.uses += 1 }
      return state.sessions[keyDigest]
    }
  }

  func closeSession(_ keyDigest: Digest) async throws {
    state.withLock { $0.sessions[keyDigest] = nil }
  }

  // MARK: Enterprises and needs

  func factRegistry() async throws -> JSON { state.withLock { $0.answers["facts"] ?? [:] } }

  func createEnterprise(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try store(
      Call(name: "createEnterprise", actor: actor, body: body, idempotency: idempotency))
  }

  /// An enterprise finds itself alone: by its id, else by the USCC that it signed in with.
  func enterprises(
    region: String?, uscc: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    var found = list("enterprises", actor)
    guard actor.role == .enterprise else { return found }
    found.items = found.items.filter { one in
      actor.organisation.map { one["id"]?.stringValue == $0 }
        ?? (actor.uscc != nil && one["uscc"]?.stringValue == actor.uscc)
    }
    return found
  }

  func enterprise(_ id: EnterpriseID, actor: Actor) async throws -> Versioned<JSON> {
    Versioned(try answer("enterprise", actor, ["id": id.text]), version: 1)
  }

  func putFacts(
    _ id: EnterpriseID, expectedVersion: Int?, _ body: JSON, mode: FactsMode, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try store(Call(name: "putFacts", actor: actor, body: body, idempotency: idempotency))
  }

  func submitNeed(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try store(Call(name: "submitNeed", actor: actor, body: body, idempotency: idempotency))
  }

  func saveNeedDraft(of id: EnterpriseID, _ fields: JSON, actor: Actor) async throws {
    _ = try store(Call(name: "saveNeedDraft", actor: actor, body: fields))
    state.withLock { $0.answers["draft"] = fields }
  }

  func needDraft(of id: EnterpriseID, actor: Actor) async throws -> JSON? {
    state.withLock { $0.answers["draft"] }.map {
      ["fields": $0, "saved_at": .string(Harness.now.text)]
    }
  }

  func dropNeedDraft(of id: EnterpriseID, actor: Actor) async throws {
    state.withLock { $0.answers["draft"] = nil }
  }

  func needs(
    status: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> { list("needs", actor) }

  func need(_ id: NeedID, actor: Actor) async throws -> Versioned<JSON> {
    Versioned(try answer("need", actor, ["id": id.text]), version: 1)
  }

  func questions(of need: NeedID, actor: Actor) async throws -> JSON {
    try answer("questions", actor)
  }

  func referNeed(
    _ id: NeedID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try store(Call(name: "referNeed", actor: actor, body: body, idempotency: idempotency))
  }

  func referral(of id: NeedID, actor: Actor) async throws -> Versioned<JSON> {
    Versioned(try answer("referral", actor), version: 1)
  }

  func run(_ id: RunID, expandDecisions: Bool, actor: Actor) async throws -> JSON {
    try answer("run", actor, ["id": id.text, "expand": "\(expandDecisions)"])
  }

  func repairs(of run: RunID, product: String, actor: Actor) async throws -> JSON {
    try answer("repairs", actor, ["product": product])
  }

  func costSheet(of run: RunID, product: String, actor: Actor) async throws -> CostSheetView {
    let json = try answer("costSheet", actor, ["product": product])
    return CostSheetView(json: json) {
      PrintedPage(html: "<!DOCTYPE html><title>cost</title>", contentSecurityPolicy: "printed")
    }
  }

  func notice(of run: RunID, isChinese: Bool, actor: Actor) async throws -> PrintedPage {
    PrintedPage(
      html: "<!DOCTYPE html><title>\(isChinese)</title>", contentSecurityPolicy: "printed")
  }

  func entitlements(of id: EnterpriseID, asOf: Instant?, actor: Actor) async throws -> JSON {
    try answer("entitlements", actor)
  }

  // MARK: Consents and offers

  func grantConsent(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try store(Call(name: "grantConsent", actor: actor, body: body, idempotency: idempotency))
  }

  func revokeConsent(
    _ id: ConsentID, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try store(
      Call(
        name: "revokeConsent", actor: actor, idempotency: idempotency,
        details: ["id": id.text]))
  }

  func consents(
    of enterprise: EnterpriseID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> { list("consents", actor) }

  func accessLog(
    of enterprise: EnterpriseID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> { list("accessLog", actor) }

  func receivables(
    state: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> { list("receivables", actor) }

  func receivable(_ id: ReceivableID, actor: Actor) async throws -> Versioned<JSON> {
    Versioned(try answer("receivable", actor), version: 1)
  }

  func confirmReceivable(
    _ id: ReceivableID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try store(
      Call(name: "confirmReceivable", actor: actor, body: body, idempotency: idempotency))
  }

  func disputeReceivable(
    _ id: ReceivableID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try store(
      Call(name: "disputeReceivable", actor: actor, body: body, idempotency: idempotency))
  }

  func offers(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> { list("offers", actor) }

  func offer(_ id: OfferID, actor: Actor) async throws -> Versioned<JSON> {
    Versioned(try answer("offer", actor), version: 1)
  }

  func identifiedData(of id: OfferID, actor: Actor) async throws -> JSON {
    try answer("identifiedData", actor)
  }

  func advanceOffer(
    _ id: OfferID, _ verb: OfferVerb, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try store(
      Call(
        name: "advanceOffer", actor: actor, body: body, idempotency: idempotency,
        details: ["verb": verb.rawValue]))
  }

  func guarantor(_ code: String, actor: Actor) async throws -> Versioned<JSON> {
    Versioned(try answer("guarantor", actor, ["code": code]), version: 1)
  }

  // MARK: Listing

  func boards(actor: Actor) async throws -> JSON { try answer("boards", actor) }

  func board(_ code: String, asOf: Instant?, actor: Actor) async throws -> JSON {
    try answer("board", actor, ["code": code])
  }

  func listingCases(
    state: String?, board: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest,
    actor: Actor
  ) async throws -> Page<JSON> { list("listingCases", actor) }

  func listingCase(_ id: ListingCaseID, actor: Actor) async throws -> Versioned<JSON> {
    Versioned(try answer("listingCase", actor), version: 1)
  }

  func listingPlan(of id: ListingCaseID, target: LegalDate?, actor: Actor) async throws -> JSON {
    try answer("listingPlan", actor)
  }

  func advanceListingCase(
    _ id: ListingCaseID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try store(
      Call(name: "advanceListingCase", actor: actor, body: body, idempotency: idempotency))
  }

  func setListingTarget(
    of id: ListingCaseID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try store(Call(name: "setListingTarget", actor: actor, body: body, idempotency: idempotency))
  }

  // MARK: Overseeing

  var cellThreshold: Int64 { 10 }

  func funnel(
    by dimension: String?, from: String?, to: String?, region: String?, actor: Actor
  ) async throws -> JSON {
    // By a dimension and the region that is asked for, else by one of them, else the same everywhere.
    let name = "funnel \(dimension ?? region ?? "")"
    let state = note(
      Call(
        name: "funnel", actor: actor,
        details: ["by": dimension ?? "", "region": region ?? ""]))
    let there = state.answers["\(name) \(region ?? "")"]
    guard let answer = there ?? state.answers[name] ?? state.answers["funnel"] else {
      throw ApplicationError.notFound(what: name)
    }
    return answer
  }

  func funnelCounts(
    by dimension: String?, of places: [String?], actor: Actor
  ) async throws -> [[String: [Int64]]] {
    let stages = ["submitted", "matched", "offered", "claimed", "granted", "drawn"]
    var found: [[String: [Int64]]] = []
    for place in places {
      let told = try await funnel(by: dimension, from: nil, to: nil, region: place, actor: actor)
      found.append(
        Dictionary(
          (told["data"]?.arrayValue ?? []).map { one in
            (
              one["value"]?.stringValue ?? "",
              stages.map { one["stages"]?[$0]?.intValue ?? 0 }
            )
          }, uniquingKeysWith: { first, _ in first }))
    }
    return found
  }

  func fairness(
    by dimension: String?, from: String?, to: String?, region: String?, institution: String?,
    actor: Actor
  ) async throws -> JSON {
    try answer(
      "fairness", actor,
      ["by": dimension ?? "", "region": region ?? "", "institution": institution ?? ""])
  }

  func offerStatistics(region: String?, actor: Actor) async throws -> JSON {
    try answer("offerStatistics", actor, ["region": region ?? ""])
  }

  func listingTargets(
    year: Int?, board: String?, region: String?, after: NamePair?, actor: Actor
  ) async throws -> JSON {
    let details = ["year": year.map { String($0) } ?? "", "after": after?.text ?? ""]
    let state = note(Call(name: "listingTargets", actor: actor, details: details))
    // By where it goes on, else the same everywhere.
    let next = after.flatMap { state.answers["listingTargets \($0.text)"] }
    guard let answer = next ?? state.answers["listingTargets"] else {
      throw ApplicationError.notFound(what: "listingTargets")
    }
    return answer
  }

  func setYearlyTarget(
    _ board: String, year: Int, region: String, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try store(
      Call(
        name: "setYearlyTarget", actor: actor, body: body, idempotency: idempotency,
        details: ["board": board, "year": String(year), "region": region]))
  }

  func warnings(
    _ filter: Application.WarningFilter, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    let details = [
      "level": filter.level ?? "", "state": filter.state ?? "", "region": filter.region ?? "",
      "open": "\(filter.isOpen)", "limit": "\(page.limit)",
    ]
    let state = note(Call(name: "warnings", actor: actor, details: details))
    return Page(items: state.lists["warnings"] ?? [], next: nil)
  }

  func warning(_ id: WarningID, actor: Actor) async throws -> Versioned<JSON> {
    Versioned(try answer("warning", actor, ["id": id.text]), version: 1)
  }

  func warningRule(_ code: String) async throws -> JSON {
    guard let rule = state.withLock({ $0.answers["warningRule"] }) else {
      throw ApplicationError.notFound(what: code)
    }
    return rule
  }

  func advanceWarning(
    _ id: WarningID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try store(Call(name: "advanceWarning", actor: actor, body: body, idempotency: idempotency))
  }

  func deadLetters(
    state: String?, reason: String?, consumer: String?, enterprise: EnterpriseID?,
    page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> { list("deadLetters", actor) }

  func deadLetter(_ id: DeadLetterID, actor: Actor) async throws -> JSON {
    try answer("deadLetter", actor, ["id": id.text])
  }

  func redriveDeadLetter(
    _ id: DeadLetterID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try store(Call(name: "redriveDeadLetter", actor: actor, body: body, idempotency: idempotency))
  }

  func skipDeadLetter(
    _ id: DeadLetterID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try store(Call(name: "skipDeadLetter", actor: actor, body: body, idempotency: idempotency))
  }

  func lineage(_ id: LineageID, actor: Actor) async throws -> JSON {
    try answer("lineage", actor, ["id": id.text])
  }

  // MARK: Products

  func products(family: String?, page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    list("products", actor)
  }

  func product(_ idOrCode: String, actor: Actor) async throws -> Versioned<JSON> {
    Versioned(try answer("product", actor, ["code": idOrCode]), version: 1)
  }

  func productWhatIf(
    _ code: String, _ document: JSON, byCounty: Bool, actor: Actor
  ) async throws -> JSON {
    let state = note(Call(name: "productWhatIf", actor: actor, body: document))
    if let failure = state.failure { throw failure }
    return state.answers["productWhatIf"] ?? [:]
  }

  func publishProduct(
    _ code: String, expectedVersion: Int, _ document: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try store(
      Call(
        name: "publishProduct", actor: actor, body: document, idempotency: idempotency,
        details: ["code": code, "version": String(expectedVersion)]))
  }

  func policyChain(in region: RegionCode, actor: Actor) async throws -> JSON {
    try answer("policyChain", actor, ["region": region.text])
  }

  func policyPack(_ code: String, actor: Actor) async throws -> JSON {
    try answer("policyPack", actor, ["code": code])
  }

  func policyWhatIf(_ body: JSON, byCounty: Bool, actor: Actor) async throws -> JSON {
    let state = note(Call(name: "policyWhatIf", actor: actor, body: body))
    if let failure = state.failure { throw failure }
    return state.answers["policyWhatIf"] ?? [:]
  }
}
