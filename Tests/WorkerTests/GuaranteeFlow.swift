import Application
import Catalog
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

/// Everything that a guarantee tells of.
enum GuaranteeFlow {
  private static let guarantor = "hefei-demo"
  private static let scheme = "zhengyindan-4321"

  static func run(_ world: World) async throws {
    try await prepare(world)
    let (need, bundle) = try await bundle(world)
    let bank = try #require(bundle["bank"]?["code"]?.stringValue)
    let order: JSON = [
      "product": bundle["product"] ?? .null, "guarantor": .string(guarantor),
      "re_guarantor": "anhui-demo", "scheme": .string(scheme), "contract": "general",
    ]
    func reserve() async throws -> GuaranteeID {
      let answer = try await world.application.reserveGuarantee(
        for: need, order, actor: World.actor)
      return try #require(answer.body["id"]?.stringValue.flatMap { GuaranteeID($0) })
    }
    func step(_ id: GuaranteeID, _ by: String, _ body: JSON) async throws {
      _ = try await world.application.advanceGuarantee(
        id, body, actor: Actor(subject: "liaison-1", role: .liaison, organisation: by))
    }
    try await step(try await reserve(), guarantor, ["verb": "release"])
    let id = try await reserve()
    let now = WallClock.system.now().legalDate
    let today = JSON.string(now.text)
    try await step(
      id, guarantor,
      [
        "verb": "confirm", "signed_on": today, "contract_number": "BZ-1",
        "matures_on": .string(now.adding(days: 365).text),
      ])
    try await step(id, bank, ["verb": "repay", "repaid_fen": 1, "repaid_on": today])
    try await step(id, bank, ["verb": "mark_overdue", "overdue_on": today])
    try await step(id, bank, ["verb": "claim", "claimed_fen": 1_001, "claimed_on": today])
    try await step(id, guarantor, ["verb": "review"])
    try await step(id, guarantor, ["verb": "compensate", "compensated_on": today])
    try await step(id, guarantor, ["verb": "claim_shares"])
    try await step(
      id, guarantor,
      ["verb": "recover", "gross_fen": 100, "costs_fen": 1, "recovered_on": today])
  }

  /// A guarantor, a re-guarantor, and every bank in the scheme.
  private static func prepare(_ world: World) async throws {
    for (code, kind) in [(guarantor, "guarantor"), ("anhui-demo", "re_guarantor")] {
      _ = try await world.application.putGuarantor(
        code, expectedVersion: nil,
        [
          "kind": .string(kind), "name": "示例融资担保", "region": "340100",
          "net_assets_fen": 1_000_000_000_000, "schemes": [.string(scheme)], "fee_ppm": 8_000,
          "source": "2025年度审计报告", "as_of": "2025-12-31",
        ], actor: World.actor)
    }
    for institution in try SeedCatalog.catalog().institutions where institution.kind == .bank {
      _ = try await world.application.putGuaranteeBank(
        institution.code, ["schemes": [.string(scheme)]], actor: World.actor)
    }
  }

  /// A need with a lawful bundle of the scheme.
  private static func bundle(_ world: World) async throws -> (NeedID, JSON) {
    // The few samples of a run may ask for more than a scheme serves: more are decided first.
    try await world.submit(try await world.registerSample(20, seed: 53))
    try await eventually("all needs are decided") { try await world.waiting == 0 }
    let needs = try await world.withConnection {
      try await $0.query("SELECT id FROM need WHERE status = 'submitted' ORDER BY id").map {
        NeedID(try $0.decode(0, as: UUID.self))
      }
    }
    for need in needs {
      let found = try await world.application.bundles(for: need, asOf: nil, actor: World.actor)
      if let bundle = found["lawful"]?.arrayValue?.first(where: {
        $0["scheme"] == .string(scheme)
      }) {
        return (need, bundle)
      }
    }
    throw NoBundle()
  }

  private struct NoBundle: Error {}
}
