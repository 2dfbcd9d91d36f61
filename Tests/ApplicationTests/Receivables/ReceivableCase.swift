import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

/// A seller, a debtor and somebody else, and what they do with receivables.
struct ReceivableCase: Sendable {
  let world: World
  let seller: EnterpriseID
  let debtor: EnterpriseID
  let sellerActor: Actor
  let debtorActor: Actor

  var application: Application { world.application }
  static let funder = "huishang"
  static let face: Int64 = 100_000_000

  /// - Parameter number: of the seller; the debtor has the next one.
  static func make(_ world: World, number: Int = 20) async throws -> ReceivableCase {
    let seller = try await world.register(number)
    let debtor = try await world.register(number + 1)
    return ReceivableCase(
      world: world, seller: seller, debtor: debtor, sellerActor: actor(of: seller),
      debtorActor: actor(of: debtor))
  }

  /// The same with a debtor whose share of all claims is not limited: a strong core enterprise.
  static func makeStrong(_ world: World, number: Int = 20) async throws -> ReceivableCase {
    let given = try await make(world, number: number)
    _ = try await given.application.setCoreEnterprise(
      given.debtor, ["payer_kind": "enterprise", "strong": true], actor: officer)
    return given
  }

  static func actor(of enterprise: EnterpriseID) -> Actor {
    Actor(
      subject: "owner-\(enterprise.text.suffix(6))", role: .enterprise,
      organisation: enterprise.text)
  }

  static func liaison(_ institution: String = funder) -> Actor {
    Actor(subject: "\(institution)-liaison", role: .liaison, organisation: institution)
  }

  static let officer = Actor(subject: "officer-1", role: .operator)

  var today: LegalDate { world.store.clock.now.legalDate }
  func day(_ offset: Int) -> JSON { .string(today.adding(days: offset).text) }

  // MARK: The parties

  /// What an invoice says; its number is of 20 digits.
  func terms(_ number: Int = 1, _ changes: [String: JSON?] = [:]) -> JSON {
    let digits = String(10_000_000 + number)
    let terms: JSON = [
      "invoice_number": .string("243420000000\(digits)"), "contract": .string("HT-\(number)"),
      "currency": "CNY", "gross_fen": .int(Self.face + 13_000_000), "vat_fen": 13_000_000,
      "invoiced_on": day(-30), "due_on": day(60), "signed_on": day(-90),
      "delivered_on": day(-35), "seller_size": "small", "debtor_size": "large",
      "is_related": false,
    ]
    return terms.with(changes)
  }

  func upload(
    _ number: Int = 1, _ changes: [String: JSON?] = [:]
  ) async throws -> JSON {
    let body = terms(number, changes).with([
      "enterprise_id": .string(seller.text),
      "debtor_uscc": .string(try #require(try await uscc(of: debtor))),
    ])
    return try await application.uploadReceivable(body, actor: sellerActor).body
  }

  func uscc(of enterprise: EnterpriseID) async throws -> String? {
    try await application.enterprise(enterprise, actor: World.system).value["uscc"]?.stringValue
  }

  func request(_ receivable: JSON) async throws -> JSON {
    try await application.requestConfirmation(
      of: try receivable.receivableID, actor: sellerActor
    ).body
  }

  func confirm(_ receivable: JSON, by actor: Actor? = nil, fen: Int64? = nil) async throws -> JSON {
    try await application.confirmReceivable(
      try receivable.receivableID,
      [
        "version_digest": receivable["version_digest"] ?? .null,
        "confirmed_fen": .int(fen ?? Self.face + 13_000_000),
      ], actor: actor ?? debtorActor
    ).body
  }

  /// One that is confirmed.
  func confirmed(_ number: Int = 1) async throws -> JSON {
    try await confirm(try await upload(number))
  }

  // MARK: Money

  @discardableResult
  func offer(
    _ receivable: JSON, fen: Int64 = 10_000_000, to institution: String = funder,
    way: String = "factoring"
  ) async throws -> JSON {
    try await application.offerReceivable(
      try receivable.receivableID,
      [
        "institution": .string(institution), "way": .string(way), "recourse": true,
        "amount_fen": .int(fen),
      ], actor: sellerActor
    ).body
  }

  func step(
    _ financing: JSON, _ verb: FinancingVerb, _ body: JSON, by actor: Actor? = nil
  ) async throws -> JSON {
    try await application.advanceFinancing(
      try financing.financingID, verb,
      expectedVersion: Int(financing["version"]?.intValue ?? 0), body,
      actor: actor ?? Self.liaison(financing["institution"]?.stringValue ?? "")
    ).body
  }

  func notified(_ financing: JSON) async throws -> JSON {
    try await step(financing, .notify, ["notified_on": day(0), "voucher": "通知书 1"])
  }

  func registered(_ financing: JSON) async throws -> JSON {
    try await register(try await notified(financing))
  }

  func register(_ financing: JSON, queried: Int = 0) async throws -> JSON {
    try await step(
      financing, .register,
      ["registry_number": "2026001", "registry_queried_on": day(queried)])
  }

  func funded(_ financing: JSON) async throws -> JSON {
    let ready = try await registered(financing)
    return try await step(
      ready, .fund,
      ["funded_fen": ready["amount"]?["fen"] ?? .null, "funded_on": day(0)])
  }

  func collected(_ financing: JSON) async throws -> JSON {
    try await step(financing, .collect, ["collected_fen": 1, "collected_on": day(0)])
  }

  func released(_ financing: JSON) async throws -> JSON {
    try await step(
      financing, .release, ["debtor_told_on": day(0), "registry_cancelled_on": day(0)])
  }

  func state(_ receivable: JSON) async throws -> String? {
    try await application.receivable(try receivable.receivableID, actor: sellerActor)
      .value["state"]?.stringValue
  }

  /// Draws facts as the worker would; then matches what waits.
  func drawFacts() async throws {
    let events = try await world.drain()
    _ = try await application.refreshReceivables(
      events: events, consumer: Consumer.receivable.name)
  }
}

extension ReceivableCase {
  /// Has everything happen to receivables that can.
  static func everything(_ world: World) async throws {
    let given = try await make(world, number: 60)
    _ = try await given.application.inviteSuppliers(
      of: given.debtor,
      ["usccs": [.string(try #require(try await given.uscc(of: given.seller)))]],
      actor: given.debtorActor)
    let first = try await given.upload(1)
    _ = try await given.application.amendReceivable(
      try first.receivableID, expectedVersion: 1, given.terms(1, ["contract": "HT-1A"]),
      actor: given.sellerActor)
    _ = try await given.application.disputeReceivable(
      try first.receivableID, ["reason": "quality"], actor: given.debtorActor)
    // Of other amounts: nobody has to look at them before they go on.
    let second = try await given.confirm(try await given.upload(2, ["gross_fen": 113_002_000]))
    _ = try await given.step(
      try await given.offer(second), .decline, ["reason": "no_capacity"])
    let funded = try await given.funded(try await given.offer(second))
    _ = try await given.released(try await given.collected(funded))
    let third = try await given.upload(3, ["gross_fen": 113_030_000])
    _ = try await given.application.withdrawReceivable(
      try third.receivableID, expectedVersion: 1, actor: given.sellerActor)
    // Nobody answers: somebody is told, and the days are over.
    _ = try await given.request(try await given.upload(4, ["gross_fen": 113_400_000]))
    world.store.clock.advance(milliseconds: 60 * 86_400_000)
    while try await given.application.escalateReceivables(limit: 100) > 0 {}
  }
}

extension JSON {
  var receivableID: ReceivableID {
    get throws { try #require(self["id"]?.stringValue.flatMap { ReceivableID($0) }) }
  }
  var financingID: ReceivableFinancingID {
    get throws { try #require(self["id"]?.stringValue.flatMap { ReceivableFinancingID($0) }) }
  }
}
