import Application
import Domain
import Postgres
import Store
import Testing

/// Everything that can become of entitlements and claims, so that an event of each type is written.
enum EntitlementEvents {
  private static let clause = "ah-srdi-award"

  static func cause(_ world: World) async throws {
    let today = WallClock.system.now().legalDate
    let enterprise = try #require(
      try await world.registerSample(1, seed: 977).first?.enterprise)
    _ = try await world.application.putAwardBudget(
      level: "province", region: "340000", year: today.year, expectedVersion: nil,
      ["limit_fen": 1_000_000_000], actor: World.actor)
    let recorded = try await world.application.recordAwardEvent(
      of: enterprise,
      ["kind": "title", "event": "srdi_province", "occurred_on": .string(today.text)],
      actor: World.actor)
    let event = try #require(recorded.body["id"]?.stringValue)
    func claim() async throws -> ClaimID {
      let answer = try await world.application.submitClaim(
        [
          "award_event_id": .string(event), "clause": .string(clause),
          "documents": [
            [
              "kind": "title_notice", "reference": "皖经信〔2026〕12号", "issuer": "甲",
              "digest": .string("sha256:" + String(repeating: "0", count: 64)),
              "issued_on": .string(today.text),
            ]
          ],
        ], actor: World.actor)
      return try #require(answer.body["id"]?.stringValue.flatMap { ClaimID($0) })
    }
    func step(_ id: ClaimID, _ body: JSON) async throws {
      _ = try await world.application.advanceClaim(
        id, expectedVersion: nil, body, actor: World.actor)
    }
    try await step(try await claim(), ["verb": "reject", "reason": "papers"])
    let paid = try await claim()
    try await step(paid, ["verb": "accept"])
    try await step(paid, ["verb": "pass"])
    try await step(
      paid,
      [
        "verb": "pay", "level": "province", "paid_on": .string(today.text), "voucher": "HZ-1",
      ])
    try await step(
      paid,
      [
        "verb": "claw_back", "amount_fen": 50_000_000, "reason": "fraud",
        "clawed_back_on": .string(today.text),
      ])
    // No shipped clause has an end: one is given an end here.
    let last = today.adding(days: 10).text
    _ = try await world.withConnection {
      try await $0.execute(
        "UPDATE entitlement_notice SET closes_on = \(last)::date, due_at = opened_at")
    }
    _ = try await world.application.tellEntitlements(limit: 100)
  }
}
