import Domain
import Foundation
import TestSupport

/// One client that works for some enterprises: it submits and changes their needs, puts them before
/// institutions that may read for a while, has them guaranteed, changes their facts, brings receivables, leads
/// one to a board, and reads, one thing after the other, and remembers every answer.
struct LoadUser {
  private let number: Int
  private let client: SiteClient
  private let ledger: Ledger
  private let enterprises: [EnterpriseID]
  private var random: SplitMix
  private var claims: ClaimsUser
  private var nurture: NurtureUser
  private let consents: ConsentUser
  private var needs: [EnterpriseID: [(id: NeedID, version: Int)]] = [:]
  private var facts: [EnterpriseID: Int] = [:]
  private var requests = 0

  /// Open needs of one enterprise, at most.
  private static let openMaximum = 12

  /// - Parameters:
  ///   - enterprises: at least one; the first of them is a seller of receivables.
  ///   - nurtured: one more, which is led to a board.
  init?(
    _ number: Int, seed: UInt64, enterprises: [EnterpriseID], nurtured: EnterpriseID,
    parties: ClaimParties, client: SiteClient, ledger: Ledger
  ) {
    guard let seller = enterprises.first else { return nil }
    self.number = number
    self.client = client
    self.ledger = ledger
    self.enterprises = enterprises
    random = SplitMix(seed: seed &+ UInt64(number) &* 0x9E37_79B9)
    claims = ClaimsUser(
      number, seed: seed, seller: seller, parties: parties, client: client, ledger: ledger)
    nurture = NurtureUser(
      number, seed: seed, enterprise: nurtured, parties: parties, client: client, ledger: ledger)
    consents = ConsentUser(parties: parties, client: client, ledger: ledger)
  }

  /// Does the next thing to its end.
  mutating func step() async throws {
    guard let enterprise = enterprises.randomElement(using: &random) else { return }
    requests += 1
    let open = needs[enterprise] ?? []
    switch Int.random(in: 0..<100, using: &random) {
    case ..<32 where open.count < Self.openMaximum: try await submit(enterprise)
    case ..<46: try await amend(enterprise)
    case ..<63: try await changeFacts(enterprise)
    case ..<69: try await withdraw(enterprise)
    case ..<77: try await refer(enterprise)
    case ..<82: try await claims.receivable(key: key)
    case ..<86:
      guard let need = open.randomElement(using: &random) else { return }
      try await claims.guarantee(need.id, key: key)
    case ..<92: try await nurture.step(key: key)
    case ..<94: try await nurture.claim(key: key)
    case ..<98: try await nurture.report(key: key)
    default: try await read(enterprise)
    }
  }

  private var key: String { "user-\(number)-\(requests)" }

  private mutating func submit(_ enterprise: EnterpriseID) async throws {
    let answer = try await client.settle(
      .init(
        method: "POST", path: "/v1/needs",
        body: [
          "enterprise_id": .string(enterprise.text), "amount": amount(), "tenor_months": 12,
          "purpose": "working_capital", "security": ["credit"],
        ], key: key))
    guard answer.status == 201, let id = answer.body["id"]?.stringValue.flatMap({ NeedID($0) })
    else { return ledger.surprise("submit \(key): \(answer)") }
    needs[enterprise, default: []].append((id, 1))
    ledger.accepted(id, .init(version: 1, isOpen: true))
  }

  private mutating func amend(_ enterprise: EnterpriseID) async throws {
    guard let place = (needs[enterprise] ?? []).indices.randomElement(using: &random),
      let need = needs[enterprise]?[place]
    else { return try await submit(enterprise) }
    let answer = try await client.settle(
      .init(
        method: "PATCH", path: "/v1/needs/\(need.id)", body: ["amount": amount()], key: key,
        version: need.version))
    guard answer.status == 200, let version = answer.body["version"]?.intValue.map({ Int($0) }),
      version - need.version == 1 || version == need.version
    else { return ledger.surprise("amend \(key) from \(need.version): \(answer)") }
    needs[enterprise]?[place].version = version
    ledger.accepted(need.id, .init(version: version, isOpen: true))
  }

  private mutating func withdraw(_ enterprise: EnterpriseID) async throws {
    guard let place = (needs[enterprise] ?? []).indices.randomElement(using: &random),
      let need = needs[enterprise]?[place]
    else { return try await submit(enterprise) }
    let answer = try await client.settle(
      .init(
        method: "POST", path: "/v1/needs/\(need.id)/withdraw", key: key, version: need.version))
    guard answer.status == 200 else {
      return ledger.surprise("withdraw \(key) from \(need.version): \(answer)")
    }
    needs[enterprise]?.remove(at: place)
    ledger.accepted(need.id, .init(version: need.version + 1, isOpen: false))
  }

  private mutating func changeFacts(_ enterprise: EnterpriseID) async throws {
    let answer = try await client.settle(
      .init(
        method: "PATCH", path: "/v1/enterprises/\(enterprise)/facts",
        body: [
          "facts": [
            [
              "path": "tax.paid_last_year_fen",
              "value": .int(Int64.random(in: 0...900_000_000, using: &random)),
              "source": "tax_bureau", "as_of": "2026-01-01",
            ]
          ]
        ], key: key))
    guard answer.status == 200, let version = answer.body["version"]?.intValue.map({ Int($0) }),
      version >= facts[enterprise] ?? 1
    else { return ledger.surprise("facts \(key): \(answer)") }
    facts[enterprise] = version
    ledger.accepted(factsOf: enterprise, version: version)
  }

  /// Puts a need before institutions; one that is, is taken from one of them, or is disclosed to one for a
  /// while.
  private mutating func refer(_ enterprise: EnterpriseID) async throws {
    guard let need = needs[enterprise]?.randomElement(using: &random) else { return }
    let path = "/v1/needs/\(need.id)/referral"
    let answer = try await client.settle(
      .init(method: "POST", path: path, body: ["institutions": 5], key: key))
    if answer.status == 201 { return }
    guard answer.status == 409, answer.body["code"] == "referral_active" else {
      return ledger.surprise("refer \(key): \(answer)")
    }
    let referral = try await client.settle(.init(method: "GET", path: path))
    let open = referral.body["offers"]?.arrayValue?.filter { $0["state"] == "offered" } ?? []
    if Bool.random(using: &random) {
      return try await consents.disclose(need.id, open, key: key)
    }
    guard referral.status == 200, let id = open.randomElement(using: &random)?["id"]?.stringValue
    else { return }
    let taken = try await client.settle(
      .init(
        method: "POST", path: "/v1/offers/\(id)/reassign", body: ["reasons": ["no_response"]],
        key: key + "-reassign"))
    guard taken.status == 200 || taken.body["code"] == "offer_state" else {
      return ledger.surprise("reassign \(key): \(taken)")
    }
  }

  private mutating func read(_ enterprise: EnterpriseID) async throws {
    guard let need = needs[enterprise]?.randomElement(using: &random) else { return }
    let answer = try await client.settle(.init(method: "GET", path: "/v1/needs/\(need.id)"))
    guard answer.status == 200, answer.body["version"]?.intValue == Int64(need.version) else {
      return ledger.surprise("need \(need.id) is not as accepted, \(need.version): \(answer)")
    }
    ledger.readWell()
  }

  private mutating func amount() -> JSON {
    [
      "fen": .int(Int64.random(in: 1_000_000...9_000_000_000, using: &random)),
      "currency": "CNY",
    ]
  }
}
