import Application
import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Consent", .serialized)
struct ConsentTests {
  @Test("an institution reads only what a live consent names, and every read is in the log")
  func readsWithinConsent() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      let offer = try #require(try await given.refer().first)
      let code = try offer.institution
      _ = try await given.consent(code)
      try await world.expectRefused("conflict offer_state") { _ = try await given.read(offer) }
      try await given.step(offer, .claim)
      let data = try await given.read(offer)
      #expect(data["enterprise"]?["uscc"]?.stringValue?.count == 18)
      #expect(data["need"] == .null, "the need is not named")
      let paths = data["facts"]?.arrayValue?.compactMap { $0["path"]?.stringValue } ?? []
      #expect(!paths.isEmpty && paths.allSatisfy { $0.hasPrefix("tax.") })
      _ = try await given.read(offer, by: OfferCase.manager(code))
      try await world.expectRefused("conflict offer_taken") {
        _ = try await given.read(offer, by: OfferCase.liaison(code, 2))
      }
      let log = try await world.application.accessLog(
        of: given.enterprise, page: PageRequest(), actor: given.owner)
      #expect(
        log.items.map { $0["reader"]?.stringValue } == ["\(code)-manager", "\(code)-liaison-1"])
      #expect(log.items.allSatisfy { $0["fields"] == ["registry", "tax"] })
      let now = world.store.clock.now.text
      #expect(
        log.items.allSatisfy { $0["read_at"] == .string(now) && $0["institution"] == .string(code) }
      )
    }
  }

  @Test("a revoked consent stops the very next read, and the log keeps the earlier ones")
  func revoked() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      let offer = try #require(try await given.refer().first)
      let consent = try await given.consent(try offer.institution)
      try await given.grant(offer)
      for _ in 0..<3 { _ = try await given.read(offer) }
      let answer = try await world.application.revokeConsent(consent, actor: given.owner)
      #expect(answer.body.state == "revoked" && answer.body["reads"] == 3)
      try await world.expectRefused("conflict consent_missing") { _ = try await given.read(offer) }
      try await world.expectRefused("conflict consent_revoked") {
        _ = try await world.application.revokeConsent(consent, actor: given.owner)
      }
      let log = try await world.application.accessLog(
        of: given.enterprise, page: PageRequest(), actor: given.owner)
      #expect(log.items.count == 3)
      #expect(try await given.offers().first?.state == "granted", "what is granted stays")
    }
  }

  @Test("whoever revokes waits for a read that has begun, and none begins after")
  func revokedMeanwhile() async throws {
    try await World.with(limits: .patient(12)) { world in
      let given = try await OfferCase.make(world)
      let offer = try #require(try await given.refer().first)
      let consent = try await given.consent(try offer.institution)
      try await given.grant(offer)
      let reads = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<8 {
          group.addTask {
            var count = 0
            while true {
              do {
                _ = try await given.read(offer)
                count += 1
              } catch ApplicationError.conflict(code: "consent_missing", _, _) {
                return count
              }
            }
          }
        }
        let answer = try await world.application.revokeConsent(consent, actor: given.owner)
        let atRevocation = answer.body["reads"]?.intValue ?? -1
        let sum = try await group.reduce(0, +)
        #expect(Int64(sum) == atRevocation, "no read came after")
        return sum
      }
      #expect(try await world.count("access_entry") == Int64(reads))
    }
  }

  @Test("an expired consent is none")
  func expired() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      let offer = try #require(try await given.refer().first)
      _ = try await given.consent(try offer.institution, days: 2)
      try await given.grant(offer)
      _ = try await given.read(offer)
      world.store.clock.advance(milliseconds: 2 * 86_400_000)
      try await world.expectRefused("conflict consent_missing") { _ = try await given.read(offer) }
    }
  }

  @Test("what is lost with an offer, or replaced by another consent, is over")
  func overWithItsOffer() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      let offer = try #require(try await given.refer().first)
      let first = try await given.consent(try offer.institution)
      let second = try await given.consent(try offer.institution, fields: ["registry"])
      let replaced = try await world.application.consent(first, actor: given.owner)
      #expect(replaced["revoked_for"] == "replaced")
      try await given.step(offer, .claim)
      try await given.step(offer, .decline, ["reasons": ["documents_missing"]])
      let lost = try await world.application.consent(second, actor: given.owner)
      #expect(lost["revoked_for"] == "offer_lost")
      try await world.expectRefused("conflict offer_state") { _ = try await given.read(offer) }
    }
  }

  @Test("a consent names a known institution, known fields and an end within bounds")
  func refused() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      let good: JSON = [
        "need_id": .string(given.need.text), "institution": .string(given.institutions[0]),
        "purpose": "loan_assessment", "fields": ["registry"],
        "expires_at": .string(world.store.clock.now.adding(milliseconds: 86_400_000).text),
      ]
      for bad: [String: JSON] in [
        ["institution": "nobody"], ["purpose": "marketing"], ["fields": []],
        ["fields": ["registry", "registry"]], ["fields": ["everything"]],
        ["expires_at": "2020-01-01T00:00:00+08:00"], ["expires_at": "2999-01-01T00:00:00+08:00"],
        ["expires_at": "soon"], ["extra": 1],
      ] {
        try await world.expectInvalid("\(bad)") {
          _ = try await world.application.grantConsent(good.with(bad), actor: given.owner)
        }
      }
      try await world.expectRefused("not found need") {
        _ = try await world.application.grantConsent(
          good, actor: Actor(subject: "x", role: .enterprise, organisation: "ent_other"))
      }
    }
  }

  @Test(
    "before a consent an institution sees bands, and no name, code, id or exact figure of who asks")
  func teaser() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      let offer = try #require(try await given.refer().first)
      let code = try offer.institution
      let liaison = OfferCase.liaison(code)
      let view = try await world.application.offer(try offer.offerID, actor: liaison).value
      #expect(view["teaser"]?["need.amount_fen"]?.objectValue?.isEmpty == false)
      let row = try await world.query(
        "SELECT name, uscc, id::text FROM enterprise WHERE id = \(given.enterprise.uuid)")[0]
      let need = try await world.application.need(given.need, actor: given.owner).value
      let text = view.canonicalText
      for secret in [
        try row.decode(0, as: String.self), try row.decode(1, as: String.self),
        try row.decode(2, as: String.self), "\(need["amount"]?["fen"]?.intValue ?? -1)",
        given.owner.subject,
      ] {
        #expect(!text.contains(secret), "\(secret)")
      }
      let list = try await world.application.offers(
        state: nil, region: nil, page: PageRequest(), actor: liaison)
      #expect(list.items.count == 1)
      #expect(list.items[0]["enterprise_id"] == nil && list.items[0]["why"] == nil)
    }
  }

  @Test("what belongs to another institution or enterprise does not exist for anybody else")
  func others() async throws {
    try await World.with { world in
      let cases = try await OfferCase.all(world, institutions: 2)
      let (given, stranger) = (cases[0], cases[1].owner)
      let offer = try #require(try await given.refer().first)
      let id = try offer.offerID
      let consent = try await given.consent(try offer.institution)
      let other = OfferCase.liaison("nobody")
      for actor in [stranger, other] {
        try await world.expectRefused("not found offer") {
          _ = try await world.application.offer(id, actor: actor)
        }
        try await world.expectRefused("not found consent") {
          _ = try await world.application.consent(consent, actor: actor)
        }
      }
      try await world.expectRefused("not found offer") {
        try await given.step(offer, .claim, by: other)
      }
      try await world.expectRefused("not found offer") {
        try await given.step(offer, .withdraw, by: stranger)
      }
      try await world.expectRefused("not found offer") {
        _ = try await given.read(offer, by: other)
      }
      try await world.expectRefused("not found consent") {
        _ = try await world.application.revokeConsent(consent, actor: stranger)
      }
      try await world.expectRefused("not found enterprise") {
        _ = try await world.application.accessLog(
          of: given.enterprise, page: PageRequest(), actor: stranger)
      }
      let auditor = Actor(subject: "auditor", role: .auditor)
      try await world.expectRefused("forbidden") {
        try await given.step(offer, .claim, by: auditor)
      }
    }
  }
}
