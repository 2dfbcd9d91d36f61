import Application
import Domain
import Ingest
import Postgres
import Store
import TestSupport
import Testing

/// An enterprise that is watched, and the people around it. Today is in November 2026.
struct MonitoringCase: Sendable {
  static let county = Actor(subject: "county-1", role: .operator, region: "340104")
  static let elsewhere = Actor(subject: "county-2", role: .operator, region: "340202")

  let world: World
  let enterprise: EnterpriseID
  let owner: Actor

  var application: Application { world.application }
  var today: LegalDate { world.store.clock.now.legalDate }

  static func make(_ world: World, _ number: Int = 0) async throws -> MonitoringCase {
    let id = try await world.register(number)
    return MonitoringCase(
      world: world, enterprise: id,
      owner: Actor(subject: "owner-\(number)", role: .enterprise, organisation: id.text))
  }

  // MARK: Reports

  func body(
    _ period: String, _ figures: JSON, source: String = "enterprise", asOf: String? = nil
  ) -> JSON {
    [
      "source": .string(source), "period": .string(period), "figures": figures,
      "as_of": .string(asOf ?? today.text), "provenance": "月报",
    ]
  }

  @discardableResult
  func report(
    _ period: String, _ figures: JSON, source: String = "enterprise", by actor: Actor = World.system
  ) async throws -> JSON {
    try await application.submitReport(
      of: enterprise, body(period, figures, source: source), actor: actor
    ).body
  }

  @discardableResult
  func permit(_ source: String, days: Int = 365) async throws -> SourceAuthorisationID {
    let answer = try await application.authoriseSource(
      of: enterprise,
      ["source": .string(source), "expires_on": .string(today.adding(days: days).text)],
      actor: owner)
    return try #require(answer.body["id"]?.stringValue.flatMap { SourceAuthorisationID($0) })
  }

  /// Must report every month from one on.
  func enrol(_ from: String) async throws {
    _ = try await application.putReportDuty(
      "monthly", of: enterprise, expectedVersion: nil, ["from": .string(from)],
      actor: Self.county)
  }

  /// Says that a loan is overdue by so many days.
  func overdue(_ period: String, _ days: Int64) async throws {
    try await report(period, ["overdue_days": .int(days)], source: "bank")
  }

  // MARK: Warnings

  /// Judges as the sweeper would.
  @discardableResult
  func judge() async throws -> Int { try await application.judgeDue(limit: 100) }

  func warnings(
    by actor: Actor = World.system, isOpen: Bool = true
  ) async throws -> [JSON] {
    try await application.warnings(
      .init(enterprise: enterprise, isOpen: isOpen), page: PageRequest(), actor: actor
    ).items
  }

  /// Open warnings as `rule level`, sorted.
  func open() async throws -> [String] {
    try await warnings().map {
      "\($0["rule"]?.stringValue ?? "") \($0["level"]?.stringValue ?? "")"
    }.sorted()
  }

  func id(of rule: String) async throws -> WarningID {
    let found = try await warnings(isOpen: false).first { $0["rule"] == .string(rule) }
    return try #require(found?["id"]?.stringValue.flatMap { WarningID($0) })
  }

  @discardableResult
  func step(
    _ id: WarningID, _ body: JSON, expectedVersion: Int? = nil, by actor: Actor = county
  ) async throws -> JSON {
    try await application.advanceWarning(
      id, expectedVersion: expectedVersion, body, actor: actor
    ).body
  }

  func state() async throws -> JSON {
    try await application.monitoring(of: enterprise, actor: World.system)
  }

  /// Has everything happen to reports and warnings that can.
  static func everything(_ world: World) async throws {
    let given = try await make(world, 77)
    _ = try await ListingTrip.open(world, of: given.enterprise)
    try await given.permit("bank")
    try await given.overdue("2026-09", 95)
    try await given.judge()
    try await given.step(
      try await given.id(of: "overdue"), ["verb": "close", "reason": "resolved"])
  }
}
