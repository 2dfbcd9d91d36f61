import Application
import Domain
import Postgres
import Store
import TestSupport
import Testing

/// What a caller gets for one use case on one enterprise.
private enum Verdict: String {
  case allowed
  case hidden
  case forbidden
}

@Suite("Who may do what", .serialized)
struct AccessTests {
  /// An enterprise in Hefei (340104) with a decided need.
  private struct Target {
    var id: EnterpriseID
    var need: NeedID
    var run: RunID
  }

  /// Every caller there is, with what it may do with the enterprise of number 0.
  private func callers(own: EnterpriseID, other: EnterpriseID) -> [(
    name: String, actor: Actor, read: Verdict, write: Verdict, register: Verdict
  )] {
    func actor(
      _ role: Role, _ organisation: String? = nil, uscc: String? = nil, region: String? = nil
    ) -> Actor {
      Actor(
        subject: "token:\(role)", role: role, organisation: organisation, uscc: uscc,
        region: region)
    }
    let free = Body.uscc(900)
    return [
      ("service", actor(.service), .allowed, .allowed, .allowed),
      ("auditor", actor(.auditor), .allowed, .forbidden, .forbidden),
      ("operator of all", actor(.operator), .allowed, .allowed, .allowed),
      ("operator of Anhui", actor(.operator, region: "340000"), .allowed, .allowed, .allowed),
      ("operator of Hefei", actor(.operator, region: "340100"), .allowed, .allowed, .allowed),
      ("operator of Shushan", actor(.operator, region: "340104"), .allowed, .allowed, .allowed),
      ("operator of Luyang", actor(.operator, region: "340103"), .hidden, .hidden, .forbidden),
      ("operator of Wuhu", actor(.operator, region: "340200"), .hidden, .hidden, .forbidden),
      ("the enterprise", actor(.enterprise, own.text), .allowed, .allowed, .forbidden),
      (
        "the enterprise by code", actor(.enterprise, uscc: Body.uscc(0)), .allowed, .allowed,
        .forbidden
      ),
      ("another enterprise", actor(.enterprise, other.text), .hidden, .hidden, .forbidden),
      (
        "another enterprise by code", actor(.enterprise, uscc: Body.uscc(1)), .hidden, .hidden,
        .forbidden
      ),
      (
        "another enterprise that names our code",
        actor(.enterprise, other.text, uscc: Body.uscc(0)), .hidden, .hidden, .forbidden
      ),
      ("an enterprise to come", actor(.enterprise, uscc: free), .hidden, .hidden, .allowed),
      ("an enterprise of nothing", actor(.enterprise), .hidden, .hidden, .forbidden),
      (
        "an enterprise named like a need", actor(.enterprise, "need_" + own.text.dropFirst(4)),
        .hidden, .hidden, .forbidden
      ),
      ("a liaison", actor(.liaison, "icbc"), .hidden, .hidden, .forbidden),
      ("a liaison with our id", actor(.liaison, own.text), .hidden, .hidden, .forbidden),
      ("a liaison manager", actor(.liaisonManager, "icbc"), .hidden, .hidden, .forbidden),
    ]
  }

  private func decided(_ world: World, _ number: Int, region: String) async throws -> Target {
    let id = try await world.register(number, region: region)
    let need = try await world.submit(id)
    try await world.matchWaiting()
    return Target(id: id, need: need, run: try await world.run(need))
  }

  private func verdict(_ body: () async throws -> Void) async throws -> Verdict {
    switch await refusal(body) {
    case nil: .allowed
    case .notFound: .hidden
    case .forbidden: .forbidden
    case .some(let error): throw error
    }
  }

  @Test("each role reads what is its own and nothing else; what it may not see is not there")
  func reading() async throws {
    try await World.with { world in
      let target = try await decided(world, 0, region: "340104")
      let other = try await decided(world, 1, region: "340202")
      let application = world.application
      let uses: [(String, (Actor) async throws -> Void)] = [
        ("enterprise", { _ = try await application.enterprise(target.id, actor: $0) }),
        (
          "facts",
          { _ = try await application.facts(target.id, version: nil, asOf: nil, actor: $0) }
        ),
        ("need", { _ = try await application.need(target.need, actor: $0) }),
        (
          "runs", { _ = try await application.runs(of: target.need, page: .init(), actor: $0) }
        ),
        (
          "run", { _ = try await application.run(target.run, expandDecisions: false, actor: $0) }
        ),
        (
          "expanded run",
          { _ = try await application.run(target.run, expandDecisions: true, actor: $0) }
        ),
        ("decisions", { _ = try await application.decisions(of: target.run, actor: $0) }),
        (
          "decision",
          {
            _ = try await application.decision(
              of: target.run, product: "hefei-shuirongtong", actor: $0)
          }
        ), ("replay", { _ = try await application.replay(target.run, actor: $0) }),
      ]
      let before = try await world.counts()
      for caller in callers(own: target.id, other: other.id) {
        for (name, use) in uses {
          let verdict = try await verdict { try await use(caller.actor) }
          #expect(verdict == caller.read, "\(caller.name): \(name)")
        }
      }
      #expect(try await world.counts() == before)
    }
  }

  @Test("each role changes what is its own; an auditor is told that it may only read")
  func writing() async throws {
    try await World.with { world in
      let target = try await decided(world, 0, region: "340104")
      let other = try await decided(world, 1, region: "340202")
      let application = world.application
      var version: Int64 = 1
      for caller in callers(own: target.id, other: other.id) {
        let need = try await world.submit(target.id)
        try await world.drain()
        let source = caller.actor.role == .enterprise ? "enterprise" : "tax_bureau"
        let known = Int(version)
        let grade: JSON = .int(version)
        let uses: [(String, () async throws -> Void)] = [
          (
            "amend",
            {
              _ = try await application.amendEnterprise(
                target.id, expectedVersion: known, ["name": .string("名称 \(caller.name)")],
                actor: caller.actor)
            }
          ),
          (
            "facts",
            {
              _ = try await application.putFacts(
                target.id, expectedVersion: nil,
                Body.facts(["tax.consecutive_years": grade], source: source), mode: .merge,
                actor: caller.actor)
            }
          ),
          (
            "submit",
            { _ = try await application.submitNeed(Body.need(target.id), actor: caller.actor) }
          ),
          (
            "amend need",
            {
              _ = try await application.amendNeed(
                need, expectedVersion: 1, ["tenor_months": 7], actor: caller.actor)
            }
          ),
          (
            "withdraw",
            {
              let expected = caller.write == .allowed ? 2 : 1
              _ = try await application.withdrawNeed(
                need, expectedVersion: expected, actor: caller.actor)
            }
          ),
        ]
        for (name, use) in uses {
          let before = try await world.counts()
          let verdict = try await verdict(use)
          #expect(verdict == caller.write, "\(caller.name): \(name)")
          #expect(
            (try await world.counts() == before) == (verdict != .allowed),
            "\(caller.name): \(name)")
        }
        if caller.write == .allowed { version += 1 }
      }
    }
  }

  @Test("only the service, an operator of the region and the enterprise itself may register it")
  func registering() async throws {
    try await World.with { world in
      let target = try await decided(world, 0, region: "340104")
      let other = try await decided(world, 1, region: "340202")
      for caller in callers(own: target.id, other: other.id) {
        let before = try await world.counts()
        let verdict = try await verdict {
          _ = try await world.application.createEnterprise(
            Body.enterprise(900), actor: caller.actor)
        }
        #expect(verdict == caller.register, "\(caller.name)")
        if verdict == .allowed {
          try await world.store.pool.withTransaction { session in
            let code = Body.uscc(900)
            try await session.execute(
              """
              DELETE FROM facts_version
              WHERE enterprise_id = (SELECT id FROM enterprise WHERE uscc = \(code))
              """)
            try await session.execute("DELETE FROM enterprise WHERE uscc = \(code)")
          }
        } else {
          #expect(try await world.counts() == before, "\(caller.name)")
        }
      }
    }
  }

  @Test("lists show each caller its own part, also when it asks for more")
  func listing() async throws {
    try await World.with { world in
      let target = try await decided(world, 0, region: "340104")
      let other = try await decided(world, 1, region: "340202")
      let application = world.application
      let page = PageRequest()
      for caller in callers(own: target.id, other: other.id) {
        let actor = caller.actor
        var visible: Set<String> = []
        if caller.read == .allowed { visible.insert(target.id.text) }
        let isOfOther =
          actor.organisation == other.id.text || actor.region == "340200"
          || (actor.organisation == nil && actor.uscc == Body.uscc(1))
        let seesAll = [.service, .auditor].contains(actor.role)
        let isWide = actor.role == .operator && [nil, "340000"].contains(actor.region)
        if seesAll || isWide || (isOfOther && actor.role != .liaison) {
          visible.insert(other.id.text)
        }
        for region in [nil, "340000", "340100", "340200", "340104"] {
          let inside = visible.filter { id in
            switch region {
            case "340100", "340104": id == target.id.text
            case "340200": id == other.id.text
            default: true
            }
          }
          let enterprises = try await application.enterprises(
            region: region, uscc: nil, page: page, actor: actor)
          #expect(
            Set(enterprises.items.compactMap { $0["id"]?.stringValue }) == inside,
            "\(caller.name) asks for enterprises of \(region ?? "everywhere")")
          let needs = try await application.needs(
            status: nil, enterprise: nil, region: region, page: page, actor: actor)
          #expect(
            Set(needs.items.compactMap { $0["enterprise_id"]?.stringValue }) == inside,
            "\(caller.name) asks for needs of \(region ?? "everywhere")")
          let named = try await application.needs(
            status: nil, enterprise: target.id, region: region, page: page, actor: actor)
          #expect(
            Set(named.items.compactMap { $0["enterprise_id"]?.stringValue })
              == inside.intersection([target.id.text]),
            "\(caller.name) asks for our needs")
        }
        let byCode = try await application.enterprises(
          region: nil, uscc: Body.uscc(0), page: page, actor: actor)
        #expect(byCode.items.count == (caller.read == .allowed ? 1 : 0), "\(caller.name)")
        let products = try await application.products(family: nil, page: page, actor: actor)
        #expect(!products.items.isEmpty, "products are public to every role")
      }
    }
  }

  @Test("an operator cannot move an enterprise out of its region")
  func moving() async throws {
    try await World.with { world in
      let id = try await world.register()
      let actor = Actor(subject: "token", role: .operator, region: "340100")
      try await world.expectRefused("forbidden") {
        _ = try await world.application.amendEnterprise(
          id, expectedVersion: 1, ["region": "340202"], actor: actor)
      }
      let moved = try await world.application.amendEnterprise(
        id, expectedVersion: 1, ["region": "340103"], actor: actor)
      #expect(moved.body["region"] == "340103")
    }
  }
}
