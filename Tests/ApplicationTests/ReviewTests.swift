import Application
import Domain
import Postgres
import TestSupport
import Testing

@Suite("Human review", .serialized)
struct ReviewTests {
  static let reason: JSON = ["reason": "社保人数登记有误,应为 23 人。", "contact": "财务室"]

  /// One decided need of an enterprise, and the people around it.
  struct Case: Sendable {
    let world: World
    let enterprise: EnterpriseID
    let need: NeedID
    let run: RunID
    /// A product the run refuses.
    let product: String
    let owner: Actor
    let officer = Actor(subject: "officer-1", role: .operator, region: "3401")

    init(_ world: World, number: Int = 0) async throws {
      self.world = world
      enterprise = try await world.register(number)
      need = try await world.submit(enterprise)
      try await world.matchWaiting()
      run = try await world.run(need)
      owner = Actor(
        subject: "owner-\(number)", role: .enterprise, organisation: enterprise.text)
      let decisions = try await world.application.decisions(of: run, actor: World.system)
      product = try #require(
        decisions["data"]?.arrayValue?.first { $0["outcome"] == "ineligible" }?["product"]?
          .stringValue)
    }

    var application: Application { world.application }

    func request(by actor: Actor? = nil) async throws -> ReviewID {
      let answer = try await application.requestReview(
        of: run, product: product, ReviewTests.reason, actor: actor ?? owner)
      return try #require(answer.body["id"]?.stringValue.flatMap { ReviewID($0) })
    }

    func assign(
      _ id: ReviewID, _ version: Int, by actor: Actor? = nil
    ) async throws -> StoredAnswer {
      try await application.assignReview(id, expectedVersion: version, actor: actor ?? officer)
    }

    func resolve(
      _ id: ReviewID, _ version: Int, _ outcome: String = "upheld", by actor: Actor? = nil
    ) async throws -> StoredAnswer {
      try await application.resolveReview(
        id, expectedVersion: version, ["outcome": .string(outcome), "note": "核对社保缴费记录。"],
        actor: actor ?? officer)
    }

    func withdraw(
      _ id: ReviewID, _ version: Int, by actor: Actor? = nil
    ) async throws -> StoredAnswer {
      try await application.withdrawReview(id, expectedVersion: version, actor: actor ?? owner)
    }
  }

  @Test("a review is taken back only by the side that asked for it")
  func withdrawal() async throws {
    try await World.with { world in
      let given = try await Case(world)
      let colleague = Actor(subject: "officer-2", role: .operator, region: "34")
      let machine = Actor(subject: "officer-1", role: .service)
      let partner = Actor(
        subject: "owner-b", role: .enterprise, organisation: given.enterprise.text)
      let asked = try await given.request()
      for actor in [given.officer, machine] {
        try await world.expectRefused("forbidden", "\(actor)") {
          _ = try await given.withdraw(asked, 1, by: actor)
        }
      }
      #expect(try await given.withdraw(asked, 1, by: partner).body["state"] == "withdrawn")
      // The operator asked on the enterprise's behalf.
      let other = try await given.request(by: given.officer)
      for actor in [colleague, machine, given.owner] {
        try await world.expectRefused("forbidden", "\(actor)") {
          _ = try await given.withdraw(other, 1, by: actor)
        }
      }
      #expect(try await given.withdraw(other, 1, by: given.officer).status == 200)
    }
  }

  @Test("a person of the operator decides a review, never a system, never who asked for it")
  func deciders() async throws {
    try await World.with { world in
      let given = try await Case(world)
      let machine = Actor(subject: "intake", role: .service)
      let id = try await given.request()
      _ = try await given.assign(id, 1, by: machine)
      try await world.expectRefused("forbidden") { _ = try await given.resolve(id, 2, by: machine) }
      _ = try await given.assign(id, 2)
      #expect(try await given.resolve(id, 3).status == 200)
      let own = try await given.request(by: given.officer)
      _ = try await given.assign(own, 1)
      try await world.expectRefused("forbidden") { _ = try await given.resolve(own, 2) }
      let colleague = Actor(subject: "officer-2", role: .operator, region: "34")
      _ = try await given.assign(own, 2, by: colleague)
      #expect(try await given.resolve(own, 3, by: colleague).status == 200)
    }
  }

  @Test(
    "how to reach who asked is shown to that side and to whoever took it, and kept nowhere else")
  func contact() async throws {
    try await World.with { world in
      let given = try await Case(world)
      let key = IdempotencyRequest(
        client: "owner-0", key: "k1", fingerprint: Digest(ofBytes: [1]))
      let answer = try await world.application.requestReview(
        of: given.run, product: given.product, Self.reason, actor: given.owner, idempotency: key)
      let id = try #require(answer.body["id"]?.stringValue.flatMap { ReviewID($0) })
      #expect(answer.body["contact"] == .null)
      let kept = try #require(
        try await world.query(
          "SELECT count(*) FROM idempotency WHERE convert_from(body, 'UTF8') LIKE '%财务室%'"
        ).first)
      #expect(try kept.decode(0, as: Int64.self) == 0)
      func shown(_ actor: Actor) async throws -> JSON? {
        let page = try await world.application.reviews(
          state: nil, enterprise: nil, region: nil, page: PageRequest(), actor: actor)
        let listed = page.items.first?["contact"]
        let read = try await world.application.review(id, actor: actor).value["contact"]
        return listed == read ? read : nil
      }
      #expect(try await shown(given.owner) == "财务室")
      #expect(try await shown(given.officer) == .null)
      _ = try await given.assign(id, 1)
      #expect(try await shown(given.officer) == "财务室")
      for subject in ["officer-2", "audit"] {
        let actor = Actor(subject: subject, role: subject == "audit" ? .auditor : .operator)
        #expect(try await shown(actor) == .null, "\(subject)")
      }
    }
  }

  @Test(
    "an enterprise asks, an operator takes it and decides; every step is kept with who and when")
  func wholeWay() async throws {
    try await World.with { world in
      let given = try await Case(world)
      let before = try await world.application.run(
        given.run, expandDecisions: false, actor: World.system)
      try await world.drain()
      let asked = try await world.application.requestReview(
        of: given.run, product: given.product, Self.reason, actor: given.owner)
      #expect(asked.status == 201 && asked.headers["ETag"] == "\"1\"")
      let id = try #require(asked.body["id"]?.stringValue.flatMap { ReviewID($0) })
      #expect(asked.headers["Location"] == "/v1/reviews/\(id)")
      #expect(asked.body["verdict"] == "ineligible" && asked.body["state"] == "requested")
      world.store.clock.advance(milliseconds: 1_000)
      let taken = try await given.assign(id, 1)
      #expect(taken.body["assignee"] == "officer-1" && taken.headers["ETag"] == "\"2\"")
      world.store.clock.advance(milliseconds: 1_000)
      let decided = try await given.resolve(id, 2, "overturned")
      #expect(decided.body["outcome"] == "overturned" && decided.body["state"] == "resolved")

      let view = try await world.application.review(id, actor: given.owner)
      #expect(view.version == 3)
      let steps = try #require(view.value["steps"]?.arrayValue)
      #expect(
        steps.compactMap { $0["state"]?.stringValue } == ["requested", "assigned", "resolved"])
      #expect(
        steps.compactMap { $0["actor"]?.stringValue } == ["owner-0", "officer-1", "officer-1"])
      #expect(steps[0]["note"] == Self.reason["reason"] && steps[2]["note"] == "核对社保缴费记录。")
      #expect(Set(steps.compactMap { $0["at"]?.stringValue }).count == 3)

      // The run stays what it was; the outcome stands beside its decision.
      let after = try await world.application.run(
        given.run, expandDecisions: false, actor: World.system)
      #expect(after == before)
      let replay = try await world.application.replay(given.run, actor: World.system)
      #expect(replay["equal"] == true)
      let decision = try await world.application.decision(
        of: given.run, product: given.product, actor: given.owner)
      #expect(decision["outcome"] == "ineligible")
      #expect(decision["review"]?["outcome"] == "overturned")
      #expect(decision["review"]?["id"]?.stringValue == id.text)
    }
  }

  @Test("asking and deciding are told once each, thin, in the enterprise's order")
  func events() async throws {
    try await World.with { world in
      let given = try await Case(world)
      let last = try await world.drain().last
      let id = try await given.request()
      _ = try await given.assign(id, 1)
      _ = try await given.resolve(id, 2, "corrected_facts")
      let other = try await given.request()
      _ = try await world.application.withdrawReview(other, expectedVersion: 1, actor: given.owner)
      let events = try await world.drain()
      #expect(events.map(\.type) == [.reviewRequested, .reviewResolved, .reviewRequested])
      #expect(events.map(\.subject) == [id.text, id.text, other.text])
      #expect(events.allSatisfy { $0.key == given.enterprise.text })
      let first = try #require(last?.sequence)
      #expect(events.map(\.sequence) == Array(first + 1...first + 3))
      let about: JSON = [
        "enterprise_id": .string(given.enterprise.text), "review_id": .string(id.text),
        "run_id": .string(given.run.text), "need_id": .string(given.need.text),
        "product": .string(given.product),
      ]
      #expect(events[0].data == about)
      #expect(events[1].data == about.with(["outcome": "corrected_facts"]))
    }
  }

  @Test("one review of a decision is open at a time, also when eight ask at once")
  func oneOpen() async throws {
    try await World.with { world in
      let given = try await Case(world)
      let outcomes = await withTaskGroup(of: String.self) { group in
        for _ in 0..<8 {
          group.addTask { await refusal { _ = try await given.request() }?.word ?? "made" }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes.count(where: { $0 == "made" }) == 1)
      #expect(outcomes.count(where: { $0 == "conflict review_open" }) == 7)
      #expect(try await world.count("review") == 1)
    }
  }

  @Test("after five reviews of one decision the facts are the way on")
  func bounded() async throws {
    try await World.with { world in
      let given = try await Case(world)
      for _ in 0..<5 {
        let taken = try await given.request()
        // One that was taken back is not counted.
        _ = try await given.withdraw(taken, 1)
        let id = try await given.request()
        _ = try await given.assign(id, 1)
        _ = try await given.resolve(id, 2)
      }
      try await world.expectRefused("conflict too_many_reviews") { _ = try await given.request() }
    }
  }

  @Test("every verb in every state is allowed or refused as the machine says")
  func machine() async throws {
    try await World.with { world in
      let verbs = ["assign", "resolve", "withdraw"]
      let expected: [String: [String: String]] = [
        "requested": [
          "assign": "assigned", "resolve": "conflict review_not_assigned", "withdraw": "withdrawn",
        ],
        "assigned": ["assign": "assigned", "resolve": "resolved", "withdraw": "withdrawn"],
        "resolved": Dictionary(uniqueKeysWithValues: verbs.map { ($0, "conflict review_closed") }),
        "withdrawn": Dictionary(uniqueKeysWithValues: verbs.map { ($0, "conflict review_closed") }),
      ]
      var number = 0
      for (state, outcomes) in expected.sorted(by: { $0.key < $1.key }) {
        for verb in verbs {
          let given = try await Case(world, number: number)
          number += 1
          let id = try await given.request()
          if state == "assigned" || state == "resolved" { _ = try await given.assign(id, 1) }
          if state == "resolved" { _ = try await given.resolve(id, 2) }
          if state == "withdrawn" {
            _ = try await world.application.withdrawReview(
              id, expectedVersion: 1, actor: given.owner)
          }
          let version = try await world.application.review(id, actor: given.owner).version
          let act: @Sendable () async throws -> StoredAnswer = {
            switch verb {
            case "assign": try await given.assign(id, version)
            case "resolve": try await given.resolve(id, version)
            default:
              try await world.application.withdrawReview(
                id, expectedVersion: version, actor: given.owner)
            }
          }
          var reached: String?
          let refused = await refusal { reached = try await act().body["state"]?.stringValue }
          #expect((refused?.word ?? reached) == outcomes[verb], "\(state) \(verb)")
        }
      }
    }
  }

  @Test("only who took a review decides it; another operator may take it over")
  func takenOver() async throws {
    try await World.with { world in
      let given = try await Case(world)
      let other = Actor(subject: "officer-2", role: .operator, region: "34")
      let id = try await given.request()
      _ = try await given.assign(id, 1)
      try await world.expectRefused("conflict review_not_assigned") {
        _ = try await given.resolve(id, 2, by: other)
      }
      let taken = try await given.assign(id, 2, by: other)
      #expect(taken.body["assignee"] == "officer-2")
      try await world.expectRefused("stale 3") { _ = try await given.resolve(id, 2) }
      #expect(try await given.resolve(id, 3, by: other).status == 200)
    }
  }

  @Test("another enterprise, another region, a liaison see nothing; an enterprise decides nothing")
  func access() async throws {
    try await World.with { world in
      let given = try await Case(world)
      let stranger = try await Case(world, number: 1)
      let id = try await given.request()
      let blind = [
        stranger.owner, Actor(subject: "b", role: .operator, region: "3402"),
        Actor(subject: "c", role: .liaison, organisation: "bank"),
      ]
      for actor in blind {
        try await world.expectRefused("not found review", "\(actor)") {
          _ = try await world.application.review(id, actor: actor)
        }
        try await world.expectRefused("not found run", "\(actor)") {
          _ = try await given.request(by: actor)
        }
        for body in [
          { _ = try await given.assign(id, 1, by: actor) },
          { _ = try await given.resolve(id, 1, by: actor) },
          {
            _ = try await world.application.withdrawReview(id, expectedVersion: 1, actor: actor)
          },
        ] as [@Sendable () async throws -> Void] {
          try await world.expectRefused("not found review", "\(actor)", body)
        }
        let page = try await world.application.reviews(
          state: nil, enterprise: given.enterprise, region: nil, page: PageRequest(), actor: actor)
        #expect(page.items.isEmpty)
      }
      try await world.expectRefused("forbidden") {
        _ = try await given.assign(id, 1, by: given.owner)
      }
      let auditor = Actor(subject: "audit", role: .auditor)
      #expect(try await world.application.review(id, actor: auditor).version == 1)
      try await world.expectRefused("forbidden") { _ = try await given.request(by: auditor) }
      try await world.expectRefused("forbidden") { _ = try await given.assign(id, 1, by: auditor) }
    }
  }

  @Test("lists go by state, enterprise and region, newest first, page by page")
  func lists() async throws {
    try await World.with { world in
      let first = try await Case(world)
      let second = try await Case(world, number: 1)
      var ids: [ReviewID] = []
      for given in [first, second, first] {
        let id = try await given.request()
        ids.append(id)
        if given.enterprise == first.enterprise, ids.count == 1 {
          _ = try await world.application.withdrawReview(id, expectedVersion: 1, actor: given.owner)
        }
      }
      func list(
        state: String? = nil, enterprise: EnterpriseID? = nil, region: String? = nil,
        limit: Int = 50, after: ReviewID? = nil, actor: Actor = World.system
      ) async throws -> [String] {
        try await world.application.reviews(
          state: state, enterprise: enterprise, region: region,
          page: PageRequest(limit: limit, after: after?.uuid), actor: actor
        ).items.compactMap { $0["id"]?.stringValue }
      }
      let all = ids.reversed().map(\.text)
      #expect(try await list() == all)
      #expect(try await list(limit: 2) == Array(all.prefix(2)))
      #expect(try await list(limit: 2, after: ids[1]) == [ids[0].text])
      #expect(try await list(state: "requested") == [ids[2].text, ids[1].text])
      #expect(try await list(state: "withdrawn", enterprise: first.enterprise) == [ids[0].text])
      #expect(try await list(actor: second.owner) == [ids[1].text])
      #expect(try await list(region: "3402") == [])
      try await world.expectRefused("invalid /state unknown_value") {
        _ = try await list(state: "x")
      }
    }
  }

  @Test("a request says why, a finding says what and why; nothing else is taken")
  func bodies() async throws {
    try await World.with { world in
      let given = try await Case(world)
      func ask(_ body: JSON) -> @Sendable () async throws -> Void {
        {
          _ = try await world.application.requestReview(
            of: given.run, product: given.product, body, actor: given.owner)
        }
      }
      try await world.expectRefused("invalid /reason required", "", ask([:]))
      try await world.expectRefused("invalid /reason empty", "", ask(["reason": ""]))
      try await world.expectRefused(
        "invalid /reason too_long", "",
        ask(["reason": .string(String(repeating: "长", count: 2_001))]))
      try await world.expectRefused(
        "invalid /extra unknown_member", "", ask(["reason": "x", "extra": 1]))
      let id = try await given.request()
      _ = try await given.assign(id, 1)
      for (body, word) in [
        ([:], "invalid /note required, /outcome required"),
        (["outcome": "approved", "note": "x"], "invalid /outcome unknown_value"),
        (["outcome": "upheld", "note": ""], "invalid /note empty"),
      ] as [(JSON, String)] {
        try await world.expectRefused(word) {
          _ = try await world.application.resolveReview(
            id, expectedVersion: 2, body, actor: given.officer)
        }
      }
      try await world.expectRefused("not found decision") {
        _ = try await world.application.requestReview(
          of: given.run, product: "no-such-product", Self.reason, actor: given.owner)
      }
    }
  }

  @Test("the same key asks once and gives the same answer again")
  func idempotent() async throws {
    try await World.with { world in
      let given = try await Case(world)
      let key = IdempotencyRequest(
        client: "owner-0", key: "k1", fingerprint: Digest(ofBytes: [1]))
      func ask() async throws -> StoredAnswer {
        try await world.application.requestReview(
          of: given.run, product: given.product, Self.reason, actor: given.owner,
          idempotency: key)
      }
      let first = try await ask()
      let second = try await ask()
      #expect(second.isReplay && second.body == first.body && second.status == 201)
      #expect(try await world.count("review") == 1)
    }
  }
}
