import Domain
import Postgres
import TestSupport

/// Who takes part in receivables and guarantees under load, with their access tokens.
struct ClaimParties: Sendable {
  /// Acts for every seller.
  var service: String
  /// The one enterprise that owes all of them.
  var debtor: String
  var debtorUSCC: String
  /// By the code of the institution.
  var liaisons: [String: String]

  static let funders = ["bocom", "huishang"]

  /// Has the tokens issued.
  ///
  /// - Parameter enterprise: the debtor.
  static func make(_ site: FaultSite, debtor enterprise: EnterpriseID) async throws -> ClaimParties
  {
    let uscc = try await site.pool.withConnection {
      try await $0.queryOne("SELECT uscc FROM enterprise WHERE id = \(enterprise.uuid)")
        .decode(0, as: String.self)
    }
    var liaisons: [String: String] = [:]
    for code in funders + [Books.guarantor] {
      liaisons[code] = try await site.token(of: "liaison", organisation: code)
    }
    return ClaimParties(
      service: try await site.token(of: "service"),
      debtor: try await site.token(of: "enterprise", organisation: enterprise.text),
      debtorUSCC: uscc, liaisons: liaisons)
  }
}

/// What one client does with the receivables of an enterprise and with guarantees for its needs, from the
/// upload to the release; it remembers what was accepted.
struct ClaimsUser {
  /// A confirmed receivable that nobody has advanced money on.
  private struct Free {
    var id: String
    var exVATFen: Int64
  }

  private let number: Int
  private let seller: EnterpriseID
  private let parties: ClaimParties
  private let client: SiteClient
  private let ledger: Ledger
  private var random: SplitMix
  private var free: [Free] = []
  private var uploads = 0

  /// Confirmed receivables that wait for money, at most.
  private static let freeMaximum = 8
  private static let vatFen: Int64 = 1_000_000

  init(
    _ number: Int, seed: UInt64, seller: EnterpriseID, parties: ClaimParties, client: SiteClient,
    ledger: Ledger
  ) {
    self.number = number
    self.seller = seller
    self.parties = parties
    self.client = client
    self.ledger = ledger
    random = SplitMix(seed: seed &+ UInt64(number) &* 0xC2B2_AE35 &+ 1)
  }

  // MARK: Receivables

  /// Uploads a receivable, which its debtor confirms, or has money advanced on one.
  mutating func receivable(key: String) async throws {
    if free.count < Self.freeMaximum, free.isEmpty || Bool.random(using: &random) {
      try await upload(key)
    } else {
      try await finance(key)
    }
  }

  private var today: String { WallClock.system.now().legalDate.text }

  private func day(_ offset: Int) -> JSON {
    .string(WallClock.system.now().legalDate.adding(days: offset).text)
  }

  private func post(
    _ path: String, _ body: JSON, by token: String?, key: String, version: Int? = nil
  ) async throws -> SiteClient.Answer {
    try await client.settle(
      .init(method: "POST", path: path, body: body, key: key, version: version, token: token))
  }

  private mutating func upload(_ key: String) async throws {
    uploads += 1
    let gross = Int64.random(in: 20_000_000...900_000_000, using: &random)
    let serial = String(String(1_000_000 + uploads).dropFirst())
    let body: JSON = [
      "enterprise_id": .string(seller.text), "debtor_uscc": .string(parties.debtorUSCC),
      "invoice_number": .string("24\(String(1_000 + number).dropFirst())000000000\(serial)"),
      "contract": .string("HT-\(number)-\(uploads)"), "currency": "CNY", "gross_fen": .int(gross),
      "vat_fen": .int(Self.vatFen), "invoiced_on": day(-30), "due_on": day(60),
      "signed_on": day(-90), "delivered_on": day(-35), "seller_size": "small",
      "debtor_size": "large", "is_related": false,
    ]
    let made = try await post("/v1/receivables", body, by: parties.service, key: key)
    guard made.status == 201, let id = made.body["id"]?.stringValue,
      let digest = made.body["version_digest"]
    else { return ledger.surprise("upload \(key): \(made)") }
    ledger.accepted(claim: id)
    if made.body["held"] == true {
      let seen = try await post(
        "/v1/receivables/\(id)/review", ["outcome": "admitted", "reason": "核对无误"], by: nil,
        key: key + "-review")
      guard seen.status == 200 else { return ledger.surprise("review \(key): \(seen)") }
    }
    let confirmed = try await post(
      "/v1/receivables/\(id)/confirm", ["version_digest": digest, "confirmed_fen": .int(gross)],
      by: parties.debtor, key: key + "-confirm")
    guard confirmed.status == 200, confirmed.body["state"] == "confirmed" else {
      return ledger.surprise("confirm \(key): \(confirmed)")
    }
    free.append(Free(id: id, exVATFen: gross - Self.vatFen))
    ledger.readWell()
  }

  /// Asks for money, which is declined, advanced and given back, or left somewhere on this way.
  private mutating func finance(_ key: String) async throws {
    guard let place = free.indices.randomElement(using: &random),
      let institution = ClaimParties.funders.randomElement(using: &random)
    else { return }
    let one = free.remove(at: place)
    let made = try await post(
      "/v1/receivables/\(one.id)/financings",
      [
        "institution": .string(institution), "way": "factoring", "recourse": true,
        "amount_fen": .int(Int64.random(in: 1...(one.exVATFen / 2), using: &random)),
      ], by: parties.service, key: key)
    // What does not count any more stays as it is.
    if made.status == 409, made.body["code"] == "receivable_ineligible" { return }
    guard made.status == 201, let id = made.body["id"]?.stringValue else {
      return ledger.surprise("offer \(key): \(made)")
    }
    ledger.accepted(claim: id)
    let steps: [(verb: String, body: () -> JSON)]
    switch Int.random(in: 0..<10, using: &random) {
    case ..<3: steps = [("decline", { ["reason": "no_capacity"] })]
    case ..<8: steps = way(of: made.body["amount"]?["fen"] ?? .null)
    default: steps = Array(way(of: made.body["amount"]?["fen"] ?? .null).prefix(2))
    }
    var version = 1
    for (verb, body) in steps {
      let answer = try await post(
        "/v1/receivable-financings/\(id)/\(verb)", body(), by: parties.liaisons[institution],
        key: "\(key)-\(verb)", version: version)
      guard answer.status == 200, answer.body["version"] == .int(Int64(version + 1)) else {
        return ledger.surprise("\(verb) \(key) from \(version): \(answer)")
      }
      version += 1
      ledger.readWell()
      if ["decline", "release"].contains(verb) { free.append(one) }
    }
  }

  /// From the notice to the release, each on its day: money goes out on no day before the registration.
  private func way(of amount: JSON) -> [(verb: String, body: () -> JSON)] {
    let registry = JSON.string("R-\(number)-\(uploads)")
    func today() -> JSON { day(0) }
    return [
      ("notify", { ["notified_on": today(), "voucher": "通知书"] }),
      ("register", { ["registry_number": registry, "registry_queried_on": today()] }),
      ("fund", { ["funded_fen": amount, "funded_on": today()] }),
      ("release", { ["debtor_told_on": today(), "registry_cancelled_on": today()] }),
    ]
  }

  // MARK: Guarantees

  /// What may refuse a guarantee at any time.
  private static let refusals: Set<String> = [
    "guarantee_exists", "guarantee_refused", "headroom_exceeded", "need_undecided",
  ]

  /// Reserves headroom for a need; then lets it go, has it confirmed, or forgets it.
  mutating func guarantee(_ need: NeedID, key: String) async throws {
    let shown = try await client.settle(.init(method: "GET", path: "/v1/needs/\(need)/bundles"))
    // It may wait for its first run.
    if shown.status == 404 { return }
    let lawful = (shown.body["lawful"]?.arrayValue ?? []).filter(Books.isWanted)
    guard shown.status == 200 else { return ledger.surprise("bundles \(key): \(shown)") }
    guard let bundle = lawful.randomElement(using: &random) else { return }
    let made = try await post(
      "/v1/needs/\(need)/guarantees", Books.reservation(bundle), by: nil, key: key)
    if made.status == 409, let code = made.body["code"]?.stringValue,
      Self.refusals.contains(code)
    {
      return
    }
    guard made.status == 201, let id = made.body["id"]?.stringValue else {
      return ledger.surprise("reserve \(key): \(made)")
    }
    ledger.accepted(claim: id)
    let step: (body: JSON, token: String?)
    switch Int.random(in: 0..<10, using: &random) {
    case ..<4: step = (["verb": "release"], nil)
    case ..<8:
      step = (
        [
          "verb": "confirm", "signed_on": .string(today), "matures_on": day(365),
          "contract_number": .string("BZ-\(key)"),
        ], parties.liaisons[Books.guarantor]
      )
    default: return
    }
    let taken = try await post(
      "/v1/guarantees/\(id)/steps", step.body, by: step.token, key: key + "-step")
    // The clock of a sweeper may have been ahead.
    guard taken.status == 200 || taken.body["code"] == "guarantee_state" else {
      return ledger.surprise("step \(key): \(taken)")
    }
    ledger.readWell()
  }
}
