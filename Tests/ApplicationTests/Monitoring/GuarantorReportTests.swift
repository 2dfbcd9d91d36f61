import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("What sides of a guarantee report, and are told", .serialized)
struct GuarantorReportTests {
  private func letGuarantorSee(_ guaranteed: GuaranteeCase) async throws -> ConsentID {
    let until = guaranteed.world.store.clock.now.adding(milliseconds: 30 * 86_400_000)
    let answer = try await guaranteed.application.grantConsent(
      [
        "need_id": .string(guaranteed.need.text), "institution": .string(GuaranteeCase.guarantor),
        "purpose": "guarantee_assessment", "fields": ["registry"],
        "expires_at": .string(until.text),
      ], actor: guaranteed.owner)
    return try #require(answer.body["id"]?.stringValue.flatMap { ConsentID($0) })
  }

  @Test(
    "a guarantor reports of what it guarantees, while the enterprise lets it, and sees its warnings"
  )
  func guarantors() async throws {
    try await World.with { world in
      let guaranteed = try await GuaranteeCase.make(world)
      let id = try await guaranteed.reserve()
      let guarantor = GuaranteeCase.liaison(GuaranteeCase.guarantor)
      let given = MonitoringCase(
        world: world, enterprise: guaranteed.enterprise, owner: guaranteed.owner)
      func say(_ count: Int64, by actor: Actor = guarantor) async throws -> JSON {
        try await given.application.reportGuarantee(
          id, given.body("2026-09", ["compensations": .int(count)], source: "guarantor"),
          actor: actor
        ).body
      }
      try await world.expectRefused("conflict guarantee_state") { _ = try await say(0) }
      try await guaranteed.confirm(id)
      try await world.expectRefused("conflict consent_missing") { _ = try await say(0) }
      let consent = try await letGuarantorSee(guaranteed)
      try await world.expectRefused("conflict source_unauthorised") { _ = try await say(0) }
      try await given.permit("guarantor")
      try await world.expectRefused("not found guarantee") {
        _ = try await say(0, by: OfferCase.liaison("another-bank"))
      }
      try await world.expectRefused("forbidden") {
        _ = try await given.application.reportGuarantee(
          id, given.body("2026-09", ["executions": 0], source: "court"), actor: guarantor)
      }
      _ = try await world.drain()
      let told = try await say(1)
      #expect(told["reporter"] == .string(GuaranteeCase.guarantor))
      #expect(told["enterprise_id"] == nil)
      try await given.judge()
      #expect(try await given.open() == ["guarantee red"])
      // Its guarantee is to be looked at anew, and it is told.
      let asked = try await world.drain().filter { $0.type == .recheckRequested }.map(\.data)
      let own = try #require(asked.first { $0["subject_id"] == .string(id.text) })
      #expect(own["kind"] == "guarantee" && own["state"] == "in_force")
      #expect(own["institutions"] == [.string(GuaranteeCase.guarantor)])
      // It waits until somebody says what came of it, and stays as it is meanwhile.
      func open(_ actor: Actor) async throws -> [JSON?] {
        try await given.application.rechecks(
          state: "open", region: nil, page: PageRequest(), actor: actor
        ).items.flatMap { $0["rechecks"]?.arrayValue ?? [] }.map { $0["subject_id"] }
      }
      #expect(try await open(World.system).contains(.string(id.text)))
      #expect(try await open(guarantor) == [.string(id.text)])
      #expect(try await guaranteed.read(id)["state"] == "in_force")
      let warning = try await given.id(of: "guarantee")
      let view = try await given.application.warning(warning, actor: guarantor).value
      #expect(view["touched"]?.arrayValue?.map { $0["subject_id"] } == [.string(id.text)])
      #expect(view["concerns"]?.arrayValue?.map { $0["subject_id"] } == [.string(id.text)])
      // The enterprise is shown that it looked, and by which consent.
      let log = try await given.application.accessLog(
        of: given.enterprise, page: PageRequest(), actor: given.owner)
      let look = try #require(log.items.first)
      #expect(look["document"] == "warning" && look["basis"] == "consent")
      #expect(look["consent_id"] == .string(consent.text))
      #expect(look["institution"] == .string(GuaranteeCase.guarantor))
      // The bank of the loan may not see who did not let it.
      let bank = GuaranteeCase.liaison(guaranteed.bank)
      #expect(try await given.warnings(by: bank).isEmpty)
      _ = try await given.application.revokeConsent(consent, actor: given.owner)
      #expect(try await given.warnings(by: guarantor).isEmpty)
      try await world.expectRefused("conflict consent_missing") { _ = try await say(0) }
    }
  }

  @Test("what it paid for it reports of until nothing is to be recovered any more")
  func compensated() async throws {
    try await World.with { world in
      let guaranteed = try await GuaranteeCase.make(world)
      let id = try await guaranteed.compensated()
      let given = MonitoringCase(
        world: world, enterprise: guaranteed.enterprise, owner: guaranteed.owner)
      _ = try await letGuarantorSee(guaranteed)
      try await given.permit("guarantor")
      let body = given.body("2026-09", ["compensations": 1], source: "guarantor")
      let guarantor = GuaranteeCase.liaison(GuaranteeCase.guarantor)
      let told = try await given.application.reportGuarantee(id, body, actor: guarantor).body
      #expect(told["revision"] == 1)
      try await given.judge()
      #expect(try await given.open() == ["guarantee red"])
      // It is owed what it paid, and so is told.
      #expect(try await given.warnings(by: guarantor).count == 1)
    }
  }

  @Test("three groups at yellow make the whole of an enterprise orange")
  func composite() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      try await given.permit("bank")
      try await given.overdue("2026-09", 5)
      try await given.judge()
      #expect(try await given.state()["level"] == "yellow")
      try await given.report("2026-09", ["abnormal_operations": 1], source: "registry")
      try await given.judge()
      // Lists of courts and loans overdue are of one group.
      #expect(try await given.state()["level"] == "yellow")
      try await given.report(
        "2026-09", ["abnormal_operations": 1, "moves_out": 1], source: "registry")
      try await given.judge()
      #expect(try await given.state()["level"] == "yellow")
      try await given.report("2026-Q3", ["debt_ratio": 710_000], source: "enterprise")
      try await given.judge()
      #expect(
        try await given.open() == [
          "composite orange", "court yellow", "debt yellow", "move yellow", "overdue yellow",
        ])
      #expect(try await given.state()["level"] == "orange")
    }
  }

  @Test("what came of a source is shown as expired when it is good no longer")
  func expired() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      try await given.permit("bank")
      try await given.overdue("2026-08", 0)
      func shown() async throws -> [JSON?] {
        let sources = try await given.state()["sources"]?.arrayValue ?? []
        return (sources.first?["reports"]?.arrayValue ?? []).flatMap {
          [$0["good_through"], $0["is_expired"]]
        }
      }
      #expect(try await shown() == ["2027-08-31", false])
      world.store.clock.set(Instant(startOf: try #require(LegalDate("2027-08-31"))))
      #expect(try await shown() == ["2027-08-31", false])
      world.store.clock.set(Instant(startOf: try #require(LegalDate("2027-09-01"))))
      #expect(try await shown() == ["2027-08-31", true])
    }
  }
}
