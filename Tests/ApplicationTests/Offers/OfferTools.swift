import Application
import Catalog
import Decision
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

/// A decided need that several institutions fit, and the people around it.
struct OfferCase: Sendable {
  let world: World
  let need: NeedID
  let enterprise: EnterpriseID
  let owner: Actor
  /// Institutions of its best products, in their order, each once.
  let institutions: [String]

  var application: Application { world.application }

  /// - Parameter institutions: as many fit at least.
  static func all(
    _ world: World, institutions: Int, samples: Int = 60, seed: UInt64 = 41
  ) async throws -> [OfferCase] {
    try await world.decideSamples(samples, seed: seed)
    try await world.drain()
    let catalog = try SeedCatalog.catalog()
    let owners = try await world.query("SELECT id, enterprise_id FROM need ORDER BY id").map {
      (NeedID(try $0.decode(0, as: UUID.self)), EnterpriseID(try $0.decode(1, as: UUID.self)))
    }
    let runs = try await world.latestRuns()
    return owners.compactMap { need, enterprise in
      var codes: [String] = []
      for product in runs[need]?.result.top ?? [] {
        let code = catalog.products[product.product].institution
        if !codes.contains(code) { codes.append(code) }
      }
      guard codes.count >= institutions else { return nil }
      return OfferCase(
        world: world, need: need, enterprise: enterprise,
        owner: Actor(
          subject: "owner-\(need.text.suffix(4))", role: .enterprise,
          organisation: enterprise.text), institutions: codes)
    }
  }

  static func make(_ world: World, institutions: Int = 4) async throws -> OfferCase {
    try #require(
      try await all(world, institutions: institutions).first,
      "no sample fits \(institutions) institutions")
  }

  // MARK: The enterprise

  @discardableResult
  func refer(_ body: JSON = [:]) async throws -> [JSON] {
    try await application.referNeed(need, body, actor: owner).body["offers"]?.arrayValue ?? []
  }

  func offers() async throws -> [JSON] {
    try await application.referral(of: need, actor: owner).value["offers"]?.arrayValue ?? []
  }

  func consent(
    _ institution: String, fields: [String] = ["registry", "tax"], days: Int64 = 30
  ) async throws -> ConsentID {
    let until = world.store.clock.now.adding(milliseconds: days * 86_400_000)
    let answer = try await application.grantConsent(
      [
        "need_id": .string(need.text), "institution": .string(institution),
        "purpose": "loan_assessment", "fields": .array(fields.map(JSON.string)),
        "expires_at": .string(until.text),
      ], actor: owner)
    return try #require(answer.body["id"]?.stringValue.flatMap { ConsentID($0) })
  }

  // MARK: The institution

  static func liaison(_ institution: String, _ number: Int = 1) -> Actor {
    Actor(
      subject: "\(institution)-liaison-\(number)", role: .liaison, organisation: institution)
  }

  static func manager(_ institution: String) -> Actor {
    Actor(
      subject: "\(institution)-manager", role: .liaisonManager, organisation: institution)
  }

  @discardableResult
  func step(
    _ offer: JSON, _ verb: OfferVerb, _ body: JSON = [:], by actor: Actor? = nil
  ) async throws -> JSON {
    try await application.advanceOffer(
      try offer.offerID, verb, body, actor: actor ?? Self.liaison(try offer.institution)
    ).body
  }

  func read(_ offer: JSON, by actor: Actor? = nil) async throws -> JSON {
    try await application.identifiedData(
      of: try offer.offerID, actor: actor ?? Self.liaison(try offer.institution))
  }

  var today: String { world.store.clock.now.legalDate.text }

  /// Claims, contacts and grants.
  func grant(_ offer: JSON, fen: Int64 = 100_000_000) async throws {
    try await step(offer, .claim)
    try await step(offer, .contact, ["contacted_on": .string(today)])
    try await step(
      offer, .grant,
      ["granted_fen": .int(fen), "granted_rate_ppm": 39_500, "granted_on": .string(today)])
  }
}

extension OfferCase {
  /// Has everything happen to offers that can.
  static func everything(_ world: World) async throws {
    let cases = try await all(world, institutions: 4)
    try #require(cases.count >= 3)
    try await cases[2].refer(["mode": "periodic"])
    try await world.allocate()
    let given = cases[0]
    let offers = try await given.refer()
    let consent = try await given.consent(try offers[0].institution)
    try await given.grant(offers[0])
    try await given.step(
      offers[0], .draw, ["drawn_fen": 1, "drawn_on": .string(given.today)])
    _ = try await world.application.revokeConsent(consent, actor: given.owner)
    try await given.grant(offers[1])
    try await given.step(offers[2], .decline, ["reasons": ["documents_missing"]])
    let next = try #require(try await given.offers().last { $0.state == "offered" })
    try await given.step(next, .withdraw, by: given.owner)
    // Nobody answers the others: first the offer is taken away, then even the granted one is over.
    try await cases[1].refer()
    for _ in 0..<2 {
      world.store.clock.advance(milliseconds: 100 * 86_400_000)
      while try await world.application.escalateOffers(limit: 100) > 0 {}
    }
  }
}

extension JSON {
  var offerID: OfferID {
    get throws { try #require(self["id"]?.stringValue.flatMap { OfferID($0) }) }
  }
  var institution: String {
    get throws { try #require(self["institution"]?["code"]?.stringValue) }
  }
  var state: String? { self["state"]?.stringValue }
}

extension World {
  /// Accounts whose taken is not what their live reservations come to, or whose room is below zero.
  private static let wrongAccounts: Statement = """
    SELECT a.kind || '/' || a.code || ': ' || a.taken || ' of ' || a.maximum
    FROM ledger_account a LEFT JOIN ledger_reservation r
      ON (r.kind, r.code) = (a.kind, a.code) AND r.state <> 'released'
    GROUP BY a.kind, a.code
    HAVING a.taken <> coalesce(sum(r.amount), 0) OR a.maximum - a.taken < 0
    """

  /// What every account has taken equals its live reservations, and no account is beyond its limit.
  func expectLedgerHolds() async throws {
    let wrong = try await query(Self.wrongAccounts).map { try $0.decode(0, as: String.self) }
    #expect(wrong == [])
  }

  /// Looks for the same on a connection of its own, again and again until it is over.
  ///
  /// - Returns: how often it looked, and what it saw.
  func watchLedger(
    until isOver: @Sendable () -> Bool
  ) async throws -> (looks: Int, wrong: Set<String>) {
    let connection = try await PostgresConnection.connect(.patient(url: store.url))
    var looks = 0
    var wrong: Set<String> = []
    do {
      repeat {
        for row in try await connection.query(Self.wrongAccounts) {
          wrong.insert(try row.decode(0, as: String.self))
        }
        looks += 1
      } while !isOver()
    } catch {
      await connection.close()
      throw error
    }
    await connection.close()
    return (looks, wrong)
  }

  /// Expects that `body` is refused as invalid input and that no table has a row more or less.
  func expectInvalid(
    _ what: String = "", sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Void
  ) async throws {
    let before = try await counts()
    let error = await refusal(body)
    #expect(
      error?.word.hasPrefix("invalid ") == true, "\(what) \(error?.word ?? "accepted")",
      sourceLocation: sourceLocation)
    #expect(try await counts() == before, "\(what)", sourceLocation: sourceLocation)
  }

  /// Limits what an account may hold.
  func limit(_ kind: CapacityKind, _ code: String, _ maximum: Int64, by actor: Actor? = nil)
    async throws
  {
    _ = try await application.setCapacity(
      kind, code: code, ["maximum": .int(maximum)], actor: actor ?? Self.system)
  }
}
