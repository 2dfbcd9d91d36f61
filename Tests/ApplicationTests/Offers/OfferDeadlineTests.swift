import Domain
import Postgres
import Store
import TestSupport
import Testing

@testable import Application

@Suite("Deadlines of offers", .serialized)
struct OfferDeadlineTests {
  /// Moves the clock to the evening of a day and takes all steps that are due then.
  private func evening(_ world: World, _ day: String) async throws -> [Event] {
    let date = try #require(LegalDate(day))
    let target = Instant(startOf: date).adding(milliseconds: 20 * 3_600_000)
    let now = world.store.clock.now
    try #require(target > now)
    world.store.clock.advance(milliseconds: (target.microseconds - now.microseconds) / 1_000)
    try await world.drain()
    while try await world.application.escalateOffers(limit: 100) > 0 {}
    return try await world.events()
  }

  private func words(_ events: [Event]) -> [String] {
    events.map { $0.data["tell"]?.stringValue ?? $0.type.rawValue }.sorted()
  }

  private func isWorkingDay(_ day: LegalDate) throws -> Bool {
    try ReferenceData.bundled().calendar.isWorkingDay(day)
  }

  /// The working day after `count` others, beginning with the one after a day.
  private func workingDay(_ count: Int, after day: LegalDate) throws -> LegalDate {
    var (day, left) = (day, count)
    while left > 0 {
      day = day.adding(days: 1)
      if try isWorkingDay(day) { left -= 1 }
    }
    return day
  }

  @Test(
    "a county that gives institutions three days to answer has them asked again after three days")
  func ownLimit() throws {
    let reference = try ReferenceData.bundled()
    let rules = try OfferRules.bundled(
      calendar: reference.calendar,
      limits: [
        "limits": [
          [
            "timer": "claim", "region": "340104", "from": "2026-01-01",
            "within": ["count": 3, "unit": "working_day"],
            "citation": ["document": "示例办法", "tag": "SEED"],
          ]
        ]
      ])
    let ids = IdentifierSource(clock: .fixed(TestStore.morning))
    let offer = OfferRecord(
      id: ids.next(), need: ids.next(), needVersion: 1, enterprise: ids.next(), run: ids.next(),
      productCode: "hefei-shuirongtong", institution: "huishang", mode: .dispatch, place: 1,
      state: "offered", why: .null, at: TestStore.morning)
    func days(_ region: String, pauses: [OfferPauseRecord] = []) throws -> [LegalDate?] {
      var offer = offer
      rules.schedule(&offer, in: region, pauses: pauses)
      return [offer.dueAt?.legalDate, offer.stepAt?.legalDate]
    }
    let today = TestStore.morning.legalDate
    let (first, third) = (try workingDay(1, after: today), try workingDay(3, after: today))
    #expect(try days("340111") == [first, first])
    #expect(try days("340104") == [third, third])
    let pause = OfferPauseRecord(
      id: ids.next(), offer: offer.id, first: first, last: first, reason: "系统升级",
      setAt: TestStore.morning, setBy: "manager")
    let later = try workingDay(4, after: today)
    #expect(try days("340104", pauses: [pause]) == [later, later])
  }

  @Test("nobody answers: the liaison is told, then the manager, then the next institution is asked")
  func silence() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      try await given.refer(["institutions": 1])
      let made = world.store.clock.now.legalDate
      let due = try workingDay(1, after: made)
      #expect(words(try await evening(world, due.text)) == ["liaison"])
      #expect(words(try await evening(world, try workingDay(1, after: due).text)) == ["manager"])
      let last = try await evening(world, try workingDay(2, after: due).text)
      #expect(
        words(last) == [
          "cn.rongqiao.offer.offered.v1", "cn.rongqiao.offer.reassigned.v1",
        ])
      let offers = try await given.offers()
      #expect(offers.map(\.state) == ["reassigned", "offered"])
      let first = try offers[0].institution
      #expect(try offers[1].institution != first)
      #expect(offers[0]["reasons"]?.arrayValue?.first?["code"] == "no_response")
      let figures = try await world.application.offerStatistics(region: nil, actor: World.system)
      let own = figures["data"]?.arrayValue?.first {
        $0["institution"]?.stringValue == first
      }
      #expect(own?["no_decision"] == 1)
    }
  }

  /// The offers that wait for an operator of a region.
  private func queue(_ world: World, of region: String = "34") async throws -> [JSON?] {
    try await world.application.offers(
      state: Application.escalated, region: nil, page: PageRequest(),
      actor: Actor(subject: "op-\(region)", role: .operator, region: region)
    ).items.map { $0["id"] }
  }

  @Test("whoever says nothing after the contact comes into the queue of operators, and out of it")
  func operators() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      let offer = try #require(try await given.refer(["institutions": 1]).first)
      try await given.step(offer, .claim)
      try await given.step(offer, .contact, ["contacted_on": .string(given.today)])
      let due = try workingDay(5, after: world.store.clock.now.legalDate)
      #expect(words(try await evening(world, due.text)) == ["liaison", "manager"])
      #expect(try await queue(world) == [])
      let told = try await evening(world, try workingDay(3, after: due).text)
      #expect(words(told) == ["operator"])
      #expect(try await queue(world) == [offer["id"]])
      #expect(try await queue(world, of: "61") == [])
      for actor in [given.owner, OfferCase.liaison(try offer.institution)] {
        try await world.expectRefused("forbidden") {
          _ = try await world.application.offers(
            state: Application.escalated, region: nil, page: PageRequest(), actor: actor)
        }
      }
      try await given.step(offer, .decline, ["reasons": ["documents_missing"]])
      #expect(try await queue(world) == [])
    }
  }

  @Test("when silence took an offer away and nobody is left to ask, it is the operators' turn")
  func nobodyLeft() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      for code in given.institutions.dropFirst() { try await world.pause(.institution, code) }
      let offer = try #require(try await given.refer(["institutions": 1]).first)
      let due = try workingDay(1, after: world.store.clock.now.legalDate)
      let last = try await evening(world, try workingDay(2, after: due).text)
      #expect(words(last).filter { $0.hasPrefix("cn.") } == [EventType.offerReassigned.rawValue])
      #expect(try await queue(world) == [offer["id"]])
      // Somebody is there again, and the need goes on by itself.
      for code in given.institutions.dropFirst() { try await world.resume(.institution, code) }
      world.store.clock.advance(milliseconds: 3 * 86_400_000)
      #expect(try await world.application.dispatchDueReferrals(limit: 10) == 1)
      #expect(try await queue(world) == [])
    }
  }

  @Test("a pause lets the deadline stand still, has a reason and an end, and is the manager's")
  func pauses() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      let offer = try #require(try await given.refer(["institutions": 1]).first)
      let today = world.store.clock.now.legalDate
      let body: JSON = [
        "from": .string(today.adding(days: 1).text),
        "through": .string(today.adding(days: 10).text),
        "reason": "等待企业补充材料",
      ]
      let code = try offer.institution
      let id = try offer.offerID
      try await world.expectRefused("forbidden") {
        _ = try await world.application.pauseOffer(
          id, body, actor: OfferCase.liaison(code))
      }
      for missing in ["from", "through", "reason"] {
        try await world.expectInvalid {
          _ = try await world.application.pauseOffer(
            id, body.with([missing: .null]), actor: OfferCase.manager(code))
        }
      }
      let paused = try await world.application.pauseOffer(
        id, body, actor: OfferCase.manager(code)
      ).body
      let due = try #require(paused["due_at"]?.stringValue.flatMap { Instant($0) })
      #expect(due.legalDate == (try workingDay(1, after: today.adding(days: 10))))
      #expect(try await evening(world, today.adding(days: 10).text) == [])
      #expect(words(try await evening(world, due.legalDate.text)) == ["liaison"])
    }
  }

  @Test(
    "an answer at the last moment stops the escalation, and the next state has its own deadline")
  func answered() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      let offer = try #require(try await given.refer(["institutions": 1]).first)
      let made = world.store.clock.now.legalDate
      _ = try await evening(world, try workingDay(1, after: made).text)
      let claimed = try await given.step(offer, .claim)
      let due = try #require(claimed["due_at"]?.stringValue.flatMap { Instant($0) })
      #expect(due.legalDate == (try workingDay(3, after: world.store.clock.now.legalDate)))
      #expect(
        try await evening(world, try workingDay(3, after: made).text).allSatisfy {
          $0.type != .offerReassigned
        })
    }
  }
}
