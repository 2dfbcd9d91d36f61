import Domain
import TestSupport

/// What one client does for an enterprise on its way to a board: takes the steps of its case, claims what the
/// province pays of its leases, and reports of its loans; it remembers what was accepted.
struct NurtureUser {
  private let number: Int
  private let enterprise: EnterpriseID
  private let parties: ClaimParties
  private let client: SiteClient
  private let ledger: Ledger
  private var random: SplitMix
  private var listing: String?
  private var leases = 0

  /// Verbs that lead on; of others one is taken now and then.
  private static let onward = Set(Books.untilListed + ["resume", "delist"])
  /// Months that are reported of, one again and again.
  private static let months = 1...6

  init(
    _ number: Int, seed: UInt64, enterprise: EnterpriseID, parties: ClaimParties,
    client: SiteClient, ledger: Ledger
  ) {
    self.number = number
    self.enterprise = enterprise
    self.parties = parties
    self.client = client
    self.ledger = ledger
    random = SplitMix(seed: seed &+ UInt64(number) &* 0x1656_67B1 &+ 2)
  }

  private var today: LegalDate { WallClock.system.now().legalDate }

  private func post(
    _ path: String, _ body: JSON, by token: String?, key: String, version: Int? = nil
  ) async throws -> SiteClient.Answer {
    try await client.settle(
      .init(method: "POST", path: path, body: body, key: key, version: version, token: token))
  }

  // MARK: Listing cases

  /// Opens a case, or takes its next step; one that is over is followed by another.
  mutating func step(key: String) async throws {
    guard let id = listing else { return try await open(key) }
    let shown = try await client.settle(.init(method: "GET", path: "/v1/listing-cases/\(id)"))
    guard shown.status == 200, let version = shown.body["version"]?.intValue.map({ Int($0) }) else {
      return ledger.surprise("listing case \(key): \(shown)")
    }
    let verbs = shown.body["verbs"]?.arrayValue ?? []
    let isHeldUp = Int.random(in: 0..<8, using: &random) == 0
    let held = isHeldUp ? verbs.first { $0["verb"] == "suspend" } : nil
    let onward = verbs.first { Self.onward.contains($0["verb"]?.stringValue ?? "") }
    guard let offered = held ?? onward else {
      return ledger.surprise("nothing leads on from \(shown.body["stage"] ?? .null) of \(id)")
    }
    let taken = try await post(
      "/v1/listing-cases/\(id)/steps", Books.step(offered, on: today), by: nil, key: key,
      version: version)
    guard taken.status == 200, taken.body["version"] == .int(Int64(version + 1)) else {
      return ledger.surprise("step \(key) from \(version): \(taken)")
    }
    if taken.body["live"] == false { listing = nil }
    ledger.readWell()
  }

  private mutating func open(_ key: String) async throws {
    let answer = try await post(
      "/v1/listing-cases",
      ["enterprise_id": .string(enterprise.text), "board": .string(Books.board)],
      by: parties.service, key: key)
    // So many cases are enough.
    if answer.body["code"] == "too_many_listing_cases" { return }
    guard answer.status == 201, let id = answer.body["id"]?.stringValue else {
      return ledger.surprise("listing \(key): \(answer)")
    }
    listing = id
    ledger.accepted(claim: id)
  }

  // MARK: Awards

  /// Claims a share of one more lease; what the budget has no room for is rejected, and of the rest some is
  /// paid, and some of it taken back.
  mutating func claim(key: String) async throws {
    leases += 1
    let fen = Int64.random(in: 1_000_000...9_000_000, using: &random)
    let event = try await post(
      "/v1/enterprises/\(enterprise)/award-events",
      Books.lease("L-\(number)-\(leases)", fen: fen, on: today), by: parties.service,
      key: key + "-lease")
    guard event.status == 201, let id = event.body["id"]?.stringValue else {
      return ledger.surprise("lease \(key): \(event)")
    }
    let made = try await post(
      "/v1/claims", Books.claim(of: id, on: today), by: parties.service, key: key)
    guard made.status == 201, let claim = made.body["id"]?.stringValue else {
      return ledger.surprise("claim \(key): \(made)")
    }
    ledger.accepted(claim: claim)
    let all = Books.claimSteps(on: today)
    for (place, body) in all.prefix(Int.random(in: 0...all.count, using: &random)).enumerated() {
      let taken = try await post(
        "/v1/claims/\(claim)/steps", body, by: parties.service, key: "\(key)-\(place)")
      if place == 0, taken.status == 409, taken.body["code"] == "budget_short" {
        let refused = try await post(
          "/v1/claims/\(claim)/steps", ["verb": "reject", "reason": "other"],
          by: parties.service, key: key + "-reject")
        guard refused.status == 200 else { return ledger.surprise("reject \(key): \(refused)") }
        return
      }
      guard taken.status == 200 else {
        return ledger.surprise("step \(place) of \(key): \(taken)")
      }
      ledger.readWell()
    }
  }

  // MARK: Reports

  /// Reports of a month, for the first time or corrected; or answers what was made of it.
  mutating func report(key: String) async throws {
    if Int.random(in: 0..<4, using: &random) == 0 { return try await answer(key) }
    let days = [0, 5, 20, 45, 100].randomElement(using: &random) ?? 0
    let made = try await post(
      "/v1/enterprises/\(enterprise)/reports",
      Books.overdue(
        Int64(days), back: Int.random(in: Self.months, using: &random), on: today),
      by: parties.service, key: key)
    if made.status == 409, made.body["code"] == "report_unchanged" { return }
    guard made.status == 201, let id = made.body["id"]?.stringValue else {
      return ledger.surprise("report \(key): \(made)")
    }
    ledger.accepted(claim: id)
  }

  private mutating func answer(_ key: String) async throws {
    let shown = try await client.settle(
      .init(method: "GET", path: "/v1/warnings?enterprise_id=\(enterprise)&limit=10"))
    guard shown.status == 200 else { return ledger.surprise("warnings \(key): \(shown)") }
    let open = (shown.body["data"]?.arrayValue ?? []).filter { $0["state"] != "closed" }
    guard let id = open.randomElement(using: &random)?["id"]?.stringValue else { return }
    let step: JSON =
      Bool.random(using: &random)
      ? ["verb": "acknowledge"] : ["verb": "close", "reason": "resolved"]
    let taken = try await post("/v1/warnings/\(id)/steps", step, by: nil, key: key)
    // A worker may have closed it, or somebody may have acknowledged it before.
    guard taken.status == 200 || taken.body["code"] == "warning_state" else {
      return ledger.surprise("warning \(key): \(taken)")
    }
    ledger.readWell()
  }
}
