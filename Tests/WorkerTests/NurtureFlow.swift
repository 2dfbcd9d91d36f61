import Application
import Domain
import Foundation
import Testing

/// Everything that pools, advisers and activities tell of.
enum NurtureFlow {
  static func run(_ world: World) async throws {
    let application = world.application
    let id = try await enterprise(world)
    let text = JSON.string(id.text)
    let entered = try await application.enterPool(
      "reserve", ["enterprise_id": text], actor: World.actor)
    let member = try #require(entered.body["id"]?.stringValue.flatMap { PoolMemberID($0) })
    _ = try await application.createDirectoryEntry(
      [
        "code": "flow-firm", "kind": "law_firm", "name": ["zh": "示例律师事务所"], "regions": [],
        "services": ["legal"], "source": ["document": "示例名单", "tag": "S"],
      ], actor: World.actor)
    for verb in ["accept", "decline"] {
      let assigned = try await application.assignAdviser(
        to: member, ["kind": "law_firm", "institution": "flow-firm"], actor: World.actor)
      let assignment = try #require(
        assigned.body["id"]?.stringValue.flatMap { AdviserAssignmentID($0) })
      func step(_ body: JSON) async throws {
        _ = try await application.advanceAssignment(assignment, body, actor: World.actor)
      }
      if verb == "accept" {
        try await step(["verb": "accept"])
        try await step(["verb": "end", "reason": "换所"])
      } else {
        try await step(["verb": "decline", "reason": "人手不足"])
      }
    }
    try await invite(text, world)
    _ = try await application.advancePoolMember(
      member, ["verb": "leave", "reason": "own_wish"], actor: World.actor)
  }

  private static func enterprise(_ world: World) async throws -> EnterpriseID {
    let code =
      USCC.make(
        registration: "91", division: "340100", organisationBody: "MA9NURT1")?.text ?? ""
    let made = try await world.application.createEnterprise(
      [
        "uscc": .string(code), "name": "培育样例企业", "region": "340104", "industry": "6510",
        "registered_on": "2019-03-15",
      ], actor: World.actor)
    let id = try #require(made.body["id"]?.stringValue.flatMap { EnterpriseID($0) })
    let facts: [(String, JSON)] = [
      ("legal.dishonest_listed", false), ("enterprise.legal_form", "company"),
      ("finance.revenue_last_year_fen", 5_000_000_000),
    ]
    _ = try await world.application.putFacts(
      id, expectedVersion: nil,
      [
        "facts": .array(
          facts.map { path, value in
            [
              "path": .string(path), "value": value, "source": "tax_bureau",
              "as_of": "2025-12-31",
            ]
          })
      ], mode: .merge, actor: World.actor)
    return id
  }

  private static func invite(_ enterprise: JSON, _ world: World) async throws {
    let start = WallClock.system.now().adding(milliseconds: 86_400_000)
    let made = try await world.application.createActivity(
      [
        "kind": "training", "title": "金融培训", "region": "340100", "starts_at": .string(start.text),
        "ends_at": .string(start.adding(milliseconds: 3_600_000).text), "capacity": 10,
      ], actor: World.actor)
    let id = try #require(made.body["id"]?.stringValue.flatMap { ActivityID($0) })
    _ = try await world.application.inviteGuests(
      to: id, ["enterprises": [enterprise]], actor: World.actor)
    _ = try await world.application.cancelActivity(id, ["reason": "改期"], actor: World.actor)
  }
}
