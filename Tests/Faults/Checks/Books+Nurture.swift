import Application
import Domain
import Foundation
import TestSupport

/// Listing cases, claims of awards, reports, consents and webhooks in the books.
extension Books {
  static let board = "ah-srdi"
  static let clause = "ah-lease-2018"
  /// Until the case is on the board.
  static let untilListed = [
    "apply", "receive", "forward", "recommend", "confirm", "deposit", "submit", "consent",
    "prepare_listing", "list",
  ]
  /// Why a step is taken that is not on the way.
  static let reasons = ["suspend": "requested", "delist": "voluntary"]
  /// What the province pays at most: claims run into it.
  static let budgetFen: Int64 = 20_000_000

  // MARK: What is sent

  /// A step of a case with the papers that it asks for, as the case itself says.
  static func step(_ offered: JSON, on day: LegalDate) -> JSON {
    let papers = (offered["evidence"]?.arrayValue ?? []).map { kind -> JSON in
      [
        "kind": kind, "document": "文件", "issuer": "示例机构", "issued_on": .string(day.text),
        "sha256": .string(Digest(ofBytes: Array("文件".utf8)).hexadecimal),
      ]
    }
    var members: [String: JSON] = [
      "verb": offered["verb"] ?? .null, "role": offered["role"] ?? .null,
      "evidence": .array(papers),
    ]
    if let reason = offered["verb"]?.stringValue.flatMap({ reasons[$0] }) {
      members["reason"] = .string(reason)
    }
    return .object(members)
  }

  private static func proof(_ name: String, on day: LegalDate) -> [String: JSON] {
    [
      "reference": .string(name), "digest": .string(Digest(ofBytes: Array(name.utf8)).text),
      "issued_on": .string(day.text), "issuer": "示例机构",
    ]
  }

  /// A lease of equipment of which the province pays a share.
  static func lease(_ contract: String, fen: Int64, on day: LegalDate) -> JSON {
    [
      "kind": "lease", "contract": .string(contract), "occurred_on": .string(day.text),
      "tenor_months": 36, "bases": ["financed_fen": .int(fen)],
      "evidence": .object(proof("合同.pdf", on: day)),
    ]
  }

  static func claim(of event: String, on day: LegalDate) -> JSON {
    let papers = ["lease_contract", "equipment_invoice"].map { kind -> JSON in
      .object(proof("\(kind).pdf", on: day).merging(["kind": .string(kind)]) { $1 })
    }
    return [
      "award_event_id": .string(event), "clause": .string(clause), "documents": .array(papers),
    ]
  }

  /// What follows a claim, to its end.
  static func claimSteps(on day: LegalDate) -> [JSON] {
    [
      ["verb": "accept"], ["verb": "pass"],
      ["verb": "pay", "level": "province", "paid_on": .string(day.text), "voucher": "HZ-1"],
      [
        "verb": "claw_back", "amount_fen": 1, "reason": "amount",
        "clawed_back_on": .string(day.text),
      ],
    ]
  }

  /// For how long a loan is overdue at the end of a month, `back` months ago.
  static func overdue(_ days: Int64, back: Int, on today: LegalDate) -> JSON {
    let month = today.year * 12 + today.month - 1 - back
    let number = String(100 + month % 12 + 1).dropFirst()
    return [
      "source": "bank", "period": .string("\(month / 12)-\(number)"),
      "figures": ["overdue_days": .int(days)], "as_of": .string(today.text), "provenance": "月报",
    ]
  }

  /// Leave to read who stands behind a need.
  static func consent(_ need: NeedID, institution: String, until: Instant) -> JSON {
    [
      "need_id": .string(need.text), "institution": .string(institution),
      "purpose": "loan_assessment", "fields": ["registry", "tax"],
      "expires_at": .string(until.text),
    ]
  }

  // MARK: Who takes part

  static func owner(_ enterprise: EnterpriseID) -> Actor {
    Actor(subject: "owner", role: .enterprise, organisation: enterprise.text)
  }

  /// Gives the province money for awards.
  static func prepareAwards(_ application: Application, year: Int) async throws {
    _ = try await application.putAwardBudget(
      level: "province", region: "340000", year: year, expectedVersion: nil,
      ["limit_fen": .int(budgetFen)], actor: Checks.actor)
  }

  /// Enters an enterprise that sets out for a board, invests, and lets banks tell of its loans.
  static func enterNurtured(
    _ application: Application, _ number: Int, today: LegalDate
  ) async throws -> EnterpriseID {
    let body = "MA2TF" + String(1_000 + number).dropFirst()
    guard
      let uscc = USCC.make(registration: "91", division: "340100", organisationBody: body)?.text
    else { throw StoryError("no code of \(body)") }
    let answer = try await application.createEnterprise(
      [
        "uscc": .string(uscc), "name": .string("挂牌企业\(number)"), "region": "340104",
        "industry": "3511", "registered_on": "2019-03-15",
      ], actor: Checks.actor)
    guard let id = answer.body["id"]?.stringValue.flatMap({ EnterpriseID($0) }) else {
      throw StoryError("\(answer)")
    }
    _ = try await application.putFacts(
      id, expectedVersion: nil,
      [
        "facts": [
          [
            "path": "enterprise.size", "value": "small", "source": "tax_bureau",
            "as_of": .string(today.adding(days: -30).text),
          ]
        ]
      ], mode: .merge, actor: Checks.actor)
    _ = try await application.authoriseSource(
      of: id, ["source": "bank", "expires_on": .string(today.adding(days: 300).text)],
      actor: owner(id))
    return id
  }

  /// Has an organisation told of what happens to it.
  static func enterWebhook(
    _ application: Application, _ organisation: String, url: String
  ) async throws {
    var application = application
    application.webhookOptions.allowsPrivateAddresses = true
    _ = try await application.createWebhook(
      ["url": .string(url), "types": [], "organisation": .string(organisation)],
      actor: Checks.actor)
  }

  // MARK: In the books

  /// An enterprise with an address that has been on a board and sets out again, with claims of which one is
  /// paid and one paid and clawed back, and a loan that is overdue.
  func fillNurture() async throws {
    let application = store.application
    let today = TestStore.morning.legalDate
    try await Self.prepareAwards(application, year: today.year)
    let enterprise = try await Self.enterNurtured(application, 1, today: today)
    try await Self.enterWebhook(application, enterprise.text, url: "http://127.0.0.1:9/in")
    let first = try await openCase(enterprise)
    for verb in Self.untilListed + ["delist"] { try await take(verb, first) }
    try await take("apply", try await openCase(enterprise))
    for (contract, steps) in [("L-1", 3), ("L-2", 1), ("L-3", 4)] {
      try await claim(enterprise, contract, steps: steps)
    }
    for (days, back) in [(Int64(40), 2), (95, 1), (20, 1)] {
      let answer = try await application.submitReport(
        of: enterprise, Self.overdue(days, back: back, on: today), actor: Checks.actor)
      ledger.accepted(claim: answer.body["id"]?.stringValue ?? "")
    }
    let answer = try await application.submitNeed(
      [
        "enterprise_id": .string(enterprise.text),
        "amount": ["fen": 90_000_000, "currency": "CNY"], "tenor_months": 12,
        "purpose": "equipment", "security": ["credit"],
      ], actor: Checks.actor)
    guard let need = answer.body["id"]?.stringValue.flatMap({ NeedID($0) }) else {
      throw StoryError("\(answer)")
    }
    ledger.accepted(need, .init(version: 1, isOpen: true))
    try await work()
    while try await application.recordStages(limit: 100) > 0 {}
    try await work()
    try await deliver()
  }

  private func openCase(_ enterprise: EnterpriseID) async throws -> ListingCaseID {
    let answer = try await store.application.openListingCase(
      ["enterprise_id": .string(enterprise.text), "board": .string(Self.board)],
      actor: Self.owner(enterprise))
    guard let text = answer.body["id"]?.stringValue, let id = ListingCaseID(text) else {
      throw StoryError("\(answer)")
    }
    ledger.accepted(claim: text)
    return id
  }

  private func take(_ verb: String, _ id: ListingCaseID) async throws {
    let officer = Actor(subject: "officer-1", role: .operator)
    let shown = try await store.application.listingCase(id, actor: officer).value
    guard let offered = shown["verbs"]?.arrayValue?.first(where: { $0["verb"] == .string(verb) })
    else { throw StoryError("\(verb) is not offered: \(shown["verbs"] ?? .null)") }
    _ = try await store.application.advanceListingCase(
      id, expectedVersion: nil, Self.step(offered, on: TestStore.morning.legalDate),
      actor: officer)
  }

  private func claim(_ enterprise: EnterpriseID, _ contract: String, steps: Int) async throws {
    let application = store.application
    let today = TestStore.morning.legalDate
    let event = try await application.recordAwardEvent(
      of: enterprise, Self.lease(contract, fen: 5_000_000, on: today), actor: Checks.actor)
    let made = try await application.submitClaim(
      Self.claim(of: event.body["id"]?.stringValue ?? "", on: today),
      actor: Self.owner(enterprise))
    guard let text = made.body["id"]?.stringValue, let id = ClaimID(text) else {
      throw StoryError("\(made)")
    }
    ledger.accepted(claim: text)
    for step in Self.claimSteps(on: today).prefix(steps) {
      _ = try await application.advanceClaim(id, expectedVersion: nil, step, actor: Checks.actor)
    }
  }

  /// A consent by which an offer was read and which was then revoked, and another that lasts.
  func fillConsents(_ offers: [JSON]) async throws {
    let application = store.application
    let until = TestStore.morning.adding(milliseconds: 30 * 86_400_000)
    for (place, offer) in offers.prefix(2).enumerated() {
      guard let id = offer["id"]?.stringValue.flatMap({ OfferID($0) }),
        let code = offer["institution"]?["code"]?.stringValue,
        let need = offer["need_id"]?.stringValue.flatMap({ NeedID($0) })
      else { throw StoryError("\(offer)") }
      let made = try await application.grantConsent(
        Self.consent(need, institution: code, until: until), actor: Checks.actor)
      guard let text = made.body["id"]?.stringValue, let consent = ConsentID(text) else {
        throw StoryError("\(made)")
      }
      ledger.accepted(claim: text)
      let liaison = Actor(subject: "\(code)-1", role: .liaison, organisation: code)
      _ = try await application.advanceOffer(id, .claim, [:], actor: liaison)
      _ = try await application.identifiedData(of: id, actor: liaison)
      if place == 0 { _ = try await application.revokeConsent(consent, actor: Checks.actor) }
    }
  }

  /// Has everything that is to be sent arrive.
  private func deliver() async throws {
    let application = store.application
    let owner = UUID()
    while case let turns = try await application.takeWebhookTurns(
      owner: owner, limit: 100, deliveries: 100, leaseMilliseconds: 60_000), !turns.isEmpty
    {
      for turn in turns {
        for request in turn.requests {
          ledger.received(webhook: request.event.text)
          _ = try await application.noteWebhookAttempt(
            request, at: turn.endpoint, .status(200, retryAfter: nil),
            made: TestStore.morning, milliseconds: 1)
        }
        try await application.endWebhookTurn(turn.endpoint, owner: owner)
      }
    }
  }
}
