import Domain
import TestSupport

/// What enterprises and institutions do with consents: one is given, the liaison reads by it, it is revoked, and
/// nobody reads any more.
struct ConsentUser {
  private let parties: ClaimParties
  private let client: SiteClient
  private let ledger: Ledger

  /// What may come in the way at any time: the offer was taken away, or somebody else has it.
  private static let refusals: Set<String> = [
    "offer_state", "offer_taken", "capacity_exhausted", "need_withdrawn", "consent_missing",
    "consent_revoked",
  ]

  init(parties: ClaimParties, client: SiteClient, ledger: Ledger) {
    self.parties = parties
    self.client = client
    self.ledger = ledger
  }

  /// - Parameter offers: of the need, as its referral shows them.
  func disclose(_ need: NeedID, _ offers: [JSON], key: String) async throws {
    for offer in offers where offer["state"] == "offered" {
      guard let institution = offer["institution"]?["code"]?.stringValue,
        let liaison = parties.liaisons[institution], let id = offer["id"]?.stringValue
      else { continue }
      return try await disclose(need, id, to: institution, liaison, key: key)
    }
  }

  private func disclose(
    _ need: NeedID, _ offer: String, to institution: String, _ liaison: String, key: String
  ) async throws {
    func isRefused(_ answer: SiteClient.Answer) -> Bool {
      answer.status == 409 && Self.refusals.contains(answer.body["code"]?.stringValue ?? "")
    }
    func post(
      _ path: String, _ body: JSON?, by token: String, _ step: String
    ) async throws -> SiteClient.Answer {
      try await client.settle(
        .init(method: "POST", path: path, body: body, key: "\(key)-\(step)", token: token))
    }
    let claimed = try await post("/v1/offers/\(offer)/claim", nil, by: liaison, "take")
    if isRefused(claimed) { return }
    guard claimed.status == 200 else { return ledger.surprise("take \(key): \(claimed)") }
    let until = WallClock.system.now().adding(milliseconds: 86_400_000)
    let given = try await post(
      "/v1/consents", Books.consent(need, institution: institution, until: until),
      by: parties.service, "consent")
    if isRefused(given) { return }
    guard given.status == 201, let consent = given.body["id"]?.stringValue else {
      return ledger.surprise("consent \(key): \(given)")
    }
    ledger.accepted(claim: consent)
    let path = "/v1/offers/\(offer)/enterprise"
    let read = try await client.settle(.init(method: "GET", path: path, token: liaison))
    guard read.status == 200 || isRefused(read) else {
      return ledger.surprise("read \(key): \(read)")
    }
    let revoked = try await post("/v1/consents/\(consent)/revoke", nil, by: parties.service, "end")
    guard revoked.status == 200 || isRefused(revoked) else {
      return ledger.surprise("revoke \(key): \(revoked)")
    }
    let after = try await client.settle(.init(method: "GET", path: path, token: liaison))
    guard after.status == 404 || isRefused(after) else {
      return ledger.surprise("read after the consent was revoked \(key): \(after)")
    }
    ledger.readWell()
  }
}
