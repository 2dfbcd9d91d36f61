import Application
import Domain
import Store
import Testing

/// Everything that can become of reports and warnings, so that an event of each type is written.
enum MonitoringEvents {
  static func cause(_ world: World) async throws {
    let enterprise = try #require(
      try await world.registerSample(1, seed: 978).first?.enterprise)
    _ = try await world.application.openListingCase(
      ["enterprise_id": .string(enterprise.text), "board": "neeq"], actor: World.actor)
    try await report(of: enterprise, world)
    _ = try await world.application.judgeDue(limit: 1_000)
    let warnings = try await world.application.warnings(
      .init(enterprise: enterprise), page: PageRequest(), actor: World.actor)
    let id = try #require(warnings.items.first?["id"]?.stringValue.flatMap { WarningID($0) })
    _ = try await world.application.advanceWarning(
      id, expectedVersion: nil, ["verb": "close", "reason": "resolved"], actor: World.actor)
  }

  /// Something that the enterprise is to be judged by.
  static func report(of enterprise: EnterpriseID, _ world: World) async throws {
    let today = WallClock.system.now().legalDate
    _ = try await world.application.authoriseSource(
      of: enterprise, ["source": "bank", "expires_on": .string(today.text)], actor: World.actor)
    _ = try await world.application.submitReport(
      of: enterprise,
      [
        "source": "bank", "period": "2026-03", "as_of": "2026-03-31", "provenance": "test",
        "figures": ["overdue_days": 100],
      ], actor: World.actor)
  }
}
