import Arrangement
import Domain
import Logging
import Postgres
import Store
import TestSupport
import Testing

@testable import Application

@Suite("An institution's own policy of receivables", .serialized)
struct OwnPolicyTests {
  private static let own = ReceivableCase.funder

  /// The rules that ship, with a policy of one institution that factors at so much.
  private func rules(factoringPPM: Int64) throws -> ReceivableRules {
    let document = try OfferRules.document("arrangement/receivables.yaml")
    let shipped = document["policies"]?.arrayValue ?? []
    let platform = try #require(
      shipped.first { $0["code"]?.stringValue == ReceivableRules.policyCode })
    let rate = try #require(platform["advance_ppm"]?["factoring"])
    let rates = try #require(platform["advance_ppm"]).with([
      "factoring": rate.with(["value": .int(factoringPPM)])
    ])
    let policy = platform.with([
      "code": .string(Self.own), "from": "2024-01-01", "advance_ppm": rates,
    ])
    let reference = try ReferenceData.bundled()
    return try ReceivableRules(
      machine: OfferRules.document("workflow/receivable.yaml"),
      policies: document.with(["policies": .array(shipped + [policy])]),
      laws: OfferRules.document("arrangement/payment.yaml"), calendar: reference.calendar,
      clock: reference.offers.clock)
  }

  /// The application of a world under other rules.
  private func application(_ world: World, _ rules: ReceivableRules) throws -> Application {
    let shipped = try ReferenceData.bundled()
    return Application(
      pool: world.store.pool, clock: world.store.clock.wall, ids: IdentifierSource(),
      reference: ReferenceData(
        regions: shipped.regions, industries: shipped.industries, sizes: shipped.sizes,
        calendar: shipped.calendar, offers: shipped.offers, allocation: shipped.allocation,
        retention: shipped.retention, receivables: rules, guarantees: shipped.guarantees,
        listing: shipped.listing, entitlements: shipped.entitlements, nurture: shipped.nurture,
        monitoring: shipped.monitoring, statistics: shipped.statistics),
      masterKeys: TestKeys.master,
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
  }

  @Test("it is found by the institution's code from its first day on, else the platform's holds")
  func found() throws {
    let rules = try rules(factoringPPM: 500_000)
    let day = try #require(LegalDate("2026-06-01"))
    let before = try #require(LegalDate("2023-12-31"))
    #expect(try rules.policy(of: Self.own, on: day).code == Self.own)
    #expect(try rules.policy(of: Self.own, on: before).code == ReceivableRules.policyCode)
    #expect(try rules.policy(of: "bocom", on: day).code == ReceivableRules.policyCode)
    #expect(try rules.policy(on: day).code == ReceivableRules.policyCode)
  }

  @Test("no institution's rate is above the ceiling of the platform")
  func ceiling() throws {
    #expect(throws: Faults.self) { try rules(factoringPPM: 900_001) }
    #expect(throws: Never.self) { try rules(factoringPPM: 900_000) }
  }

  @Test("its financings are judged by it, those of others are not; each keeps by which version")
  func judged() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.makeStrong(world)
      let application = try application(world, rules(factoringPPM: 500_000))
      func offer(_ receivable: JSON, to institution: String) async throws -> JSON {
        try await application.offerReceivable(
          try receivable.receivableID,
          [
            "institution": .string(institution), "way": "factoring", "recourse": true,
            "amount_fen": .int(ReceivableCase.face / 10 * 6),
          ], actor: given.sellerActor
        ).body
      }
      let first = try await given.confirmed()
      try await world.expectRefused("conflict receivable_exhausted") {
        _ = try await offer(first, to: Self.own)
      }
      let other = try await offer(first, to: "bocom")
      #expect(other["policy"] == "platform" && other["policy_from"] == "2020-01-01")
      // Of another amount: nobody has to look at it before it goes on.
      let gross: Int64 = 113_030_000
      let second = try await given.confirm(
        try await given.upload(2, ["gross_fen": .int(gross)]), fen: gross)
      let own = try await application.offerReceivable(
        try second.receivableID,
        [
          "institution": .string(Self.own), "way": "factoring", "recourse": true,
          // Of half of both what the other institution has is outstanding.
          "amount_fen": .int(ReceivableCase.face / 10 * 4),
        ], actor: given.sellerActor
      ).body
      #expect(own["policy"] == .string(Self.own) && own["policy_from"] == "2024-01-01")
      for (institution, rate) in [(Self.own, 500_000), ("bocom", 800_000)] {
        let base = try await application.borrowingBase(
          of: given.seller, way: .factoring, institution: institution, actor: given.sellerActor)
        #expect(base["rate_ppm"] == .int(Int64(rate)))
      }
      let read = try await application.financing(try own.financingID, actor: World.system).value
      #expect(read["policy"] == own["policy"] && read["policy_from"] == own["policy_from"])
    }
  }
}
