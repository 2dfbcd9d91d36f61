import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

/// An enterprise with the provincial title in a county of Wuhu, and all who pay for its listing on the
/// provincial board: the province, the city and the county.
struct ClaimCase: Sendable {
  static let province = Actor(subject: "province-1", role: .operator, region: "340000")
  static let city = Actor(subject: "city-1", role: .operator, region: "340200")
  static let county = Actor(subject: "county-1", role: .operator, region: "340281")

  let world: World
  let enterprise: EnterpriseID
  let owner: Actor

  var application: Application { world.application }
  var today: String { world.store.clock.now.legalDate.text }

  static func make(
    _ world: World, _ number: Int = 0, region: String = "340281",
    titles: [String]? = ["srdi_province"]
  ) async throws -> ClaimCase {
    let body = Body.enterprise(number, region: region).with(["industry": "3511"])
    let answer = try await world.application.createEnterprise(body, actor: World.system)
    let id = try #require(answer.body["id"]?.stringValue.flatMap { EnterpriseID($0) })
    var facts: [String: JSON] = ["enterprise.size": "small"]
    if let titles { facts["enterprise.titles"] = .array(titles.map(JSON.string)) }
    try await world.report(id, facts)
    return ClaimCase(
      world: world, enterprise: id,
      owner: Actor(subject: "owner-\(number)", role: .enterprise, organisation: id.text))
  }

  // MARK: What happens

  /// Records an event as the operator's system does, and says its id.
  @discardableResult
  func record(_ event: JSON, by actor: Actor = World.system) async throws -> AwardEventID {
    let answer = try await application.recordAwardEvent(of: enterprise, event, actor: actor)
    return try #require(answer.body["id"]?.stringValue.flatMap { AwardEventID($0) })
  }

  /// The enterprise is listed on the provincial board.
  @discardableResult
  func list() async throws -> AwardEventID { try await record(Self.listed(today)) }

  static func listed(_ day: String) -> JSON {
    ["kind": "stage", "event": "ah-srdi.listed", "occurred_on": .string(day)]
  }

  static func lease(
    _ contract: String, fen: Int64, months: Int64 = 36, on day: String, isShown: Bool = true
  ) -> JSON {
    [
      "kind": "lease", "contract": .string(contract), "occurred_on": .string(day),
      "tenor_months": .int(months), "bases": ["financed_fen": .int(fen)],
      "evidence": isShown ? proof(on: day) : .null,
    ]
  }

  static func proof(_ name: String = "合同.pdf", on day: String) -> JSON {
    [
      "reference": .string(name), "digest": .string(Digest(ofBytes: Array(name.utf8)).text),
      "issued_on": .string(day), "issuer": "示例机构",
    ]
  }

  /// Papers of these kinds.
  func documents(_ kinds: [String]) -> JSON {
    .array(kinds.map { Self.proof("\($0).pdf", on: today).with(["kind": .string($0)]) })
  }

  static let boardPapers = [
    "business_licence", "listing_notice", "listing_certificate", "application_form",
  ]

  func order(_ event: AwardEventID, _ clause: String, _ papers: [String]) -> JSON {
    [
      "award_event_id": .string(event.text), "clause": .string(clause),
      "documents": documents(papers),
    ]
  }

  /// Claims under the clause of the city.
  func claim(
    _ event: AwardEventID, _ clause: String = "wuhu-board-award",
    papers: [String] = boardPapers
  ) async throws -> ClaimID {
    let answer = try await application.submitClaim(order(event, clause, papers), actor: owner)
    return try #require(answer.body["id"]?.stringValue.flatMap { ClaimID($0) })
  }

  @discardableResult
  func step(_ id: ClaimID, _ body: JSON, by actor: Actor = World.system) async throws -> JSON {
    try await application.advanceClaim(id, expectedVersion: nil, body, actor: actor).body
  }

  func pay(_ id: ClaimID, _ level: String, by actor: Actor = World.system) async throws -> JSON {
    try await step(
      id,
      [
        "verb": "pay", "level": .string(level), "paid_on": .string(today), "voucher": "HZ-1",
      ], by: actor)
  }

  /// A claim that all levels have paid.
  func paid(_ event: AwardEventID) async throws -> ClaimID {
    let id = try await claim(event)
    try await step(id, ["verb": "accept"])
    try await step(id, ["verb": "pass"])
    _ = try await pay(id, "city")
    _ = try await pay(id, "county")
    return id
  }

  // MARK: What is seen

  /// What is said of a clause.
  func entitlement(_ clause: String) async throws -> JSON? {
    try await application.entitlements(of: enterprise, asOf: nil, actor: owner)["data"]?
      .arrayValue?.first { $0["clause"]?.stringValue == clause }
  }

  func verdict(_ clause: String) async throws -> String? {
    try await entitlement(clause)?["verdict"]?.stringValue
  }

  /// Has everything happen to entitlements that tells of itself.
  static func everything(_ world: World) async throws {
    try await world.budgets()
    let given = try await make(world, 950)
    let event = try await given.list()
    let rejected = try await given.claim(event)
    try await given.step(rejected, ["verb": "reject", "reason": "papers"])
    let paid = try await given.paid(event)
    try await given.step(
      paid,
      [
        "verb": "claw_back", "amount_fen": 1, "reason": "amount",
        "clawed_back_on": .string(given.today),
      ])
    try await world.closeSoon()
  }
}

extension World {
  /// Gives the province, the city and the county money for a year.
  func budgets(
    province: Int64 = 10_000_000_000, city: Int64 = 10_000_000_000, county: Int64 = 10_000_000_000
  ) async throws {
    let year = store.clock.now.legalDate.year
    for (level, region, fen) in [
      ("province", "340000", province), ("city", "340200", city), ("county", "340281", county),
    ] {
      _ = try await application.putAwardBudget(
        level: level, region: region, year: year, expectedVersion: nil, ["limit_fen": .int(fen)],
        actor: Self.system)
    }
  }

  /// The budgets by level, as they are shown.
  func budget(_ level: String) async throws -> JSON? {
    try await application.awardBudgets(year: nil, region: nil, actor: Self.system)["data"]?
      .arrayValue?.first { $0["level"]?.stringValue == level && $0["clause"] == .null }
  }

  /// Has every window end in ten days, for no shipped clause has an end, and tells of it.
  func closeSoon() async throws {
    let day = store.clock.now.legalDate.adding(days: 10).text
    try await execute(
      """
      UPDATE entitlement_notice SET closes_on = \(day)::date, due_at = opened_at
      WHERE opened_at IS NOT NULL
      """)
    _ = try await application.tellEntitlements(limit: 100)
  }

  /// No clause counts twice for an enterprise; no budget is passed; what is taken of one is what its live
  /// parts say; a claim is paid when all of its parts are.
  func expectClaimsHold(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let wrong = try await query(
      """
      SELECT 'twice ' || clause FROM claim WHERE counts
        GROUP BY enterprise_id, clause, contract HAVING count(*) > 1
      UNION ALL
      SELECT 'account ' || a.code FROM ledger_account a WHERE a.kind = 'budget' AND (
        a.taken > a.maximum OR a.taken <> coalesce((
          SELECT sum(p.fen - p.returned_fen) FROM claim_part p JOIN claim c ON c.id = p.claim_id
          WHERE p.budget = a.code
            AND (c.state IN ('accepted', 'passed', 'paid') OR p.paid_on IS NOT NULL)), 0))
      UNION ALL
      SELECT 'claim ' || c.id FROM claim c WHERE (c.state = 'paid') <> coalesce((
        SELECT c.state IN ('passed', 'paid') AND bool_and(p.paid_on IS NOT NULL)
        FROM claim_part p WHERE p.claim_id = c.id), false)
      """
    ).map { try $0.decode(0, as: String.self) }
    #expect(wrong == [], sourceLocation: sourceLocation)
  }
}
