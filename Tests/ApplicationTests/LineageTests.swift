import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("Lineage", .serialized)
struct LineageTests {
  private static let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

  /// Every node of a tree, parents first.
  private func nodes(_ tree: JSON?) -> [JSON] {
    guard let tree else { return [] }
    return [tree] + (tree["children"]?.arrayValue ?? []).flatMap { nodes($0) }
  }

  private func nodes(_ answer: JSON, _ kind: String) -> [JSON] {
    nodes(answer["tree"]).filter { $0["kind"]?.stringValue == kind }
  }

  private func lineage(
    _ world: World, _ id: String, limits: LineageLimits = LineageLimits(),
    as actor: Actor = World.system
  ) async throws -> JSON {
    let id = try #require(LineageID(id))
    return try await world.application.lineage(id, limits: limits, actor: actor)
  }

  /// Lets time pass, so that two transactions are told apart as they are in life.
  private func later(_ world: World) { world.store.clock.advance(milliseconds: 1_000) }

  @Test("a need tells which event it came by, who handled it when, and the run with its pins")
  func ofNeed() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      let actor = Actor(subject: "op", role: .operator, traceparent: Self.trace)
      let body = Body.need(enterprise)
      let need = try #require(
        try await world.application.submitNeed(body, actor: actor).body["id"]?.stringValue)
      later(world)
      try await world.matchWaiting()
      let answer = try await lineage(world, need)
      #expect(answer["kind"] == "need" && answer["enterprise_id"] == .string(enterprise.text))
      #expect(answer["traces"] == [.string(String(Self.trace.dropFirst(3).prefix(32)))])
      let event = try #require(nodes(answer, "event").first)
      #expect(event["type"] == .string(EventType.needSubmitted.rawValue))
      #expect(event["subject"] == .string(need) && event["state"] == "applied")
      let attempt = try #require(nodes(answer, "attempt").first)
      #expect(attempt["consumer"] == "match" && attempt["attempts"] == 1)
      let run = try #require(nodes(answer, "run").first)
      #expect(run["cause"] == event["id"] && run["pins"]?["need_version"] == 1)
      #expect(run["trace_id"] == answer["traces"]?.arrayValue?.first)
      #expect(nodes(answer, "run").count == 1)
    }
  }

  @Test("an event that waits, is applied, or came of nobody's need says so, by its own number too")
  func ofEvent() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      let need = try await world.submit(enterprise)
      let event = try #require(try await world.events().last)
      let waiting = try await lineage(world, event.id.text)
      #expect(waiting["tree"]?["state"] == "waiting")
      #expect(nodes(waiting, "run").isEmpty)
      later(world)
      try await world.matchWaiting()
      let applied = try await lineage(world, event.id.text)
      #expect(
        applied["tree"]?["state"] == "applied" && applied["tree"]?["id"] == .string(event.id.text))
      #expect(nodes(applied, "run").map { $0["need_id"] } == [.string(need.text)])
      let error = await refusal {
        _ = try await lineage(world, "evt_01932a7e-5b6c-7d8e-9f10-1a2b3c4d5e6f")
      }
      #expect(error?.word == "not found lineage")
    }
  }

  @Test("changed facts are shown by version and path, never by value, and lead to the new run")
  func ofFacts() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      let need = try await world.submit(enterprise)
      later(world)
      try await world.matchWaiting()
      try await world.drain()
      later(world)
      try await world.report(enterprise, ["tax.credit_grade": "B"])
      let event = try #require(try await world.events().first { $0.type == .factsChanged })
      later(world)
      try await world.matchWaiting()
      let answer = try await lineage(world, event.id.text)
      let facts = try #require(nodes(answer, "facts").first)
      #expect(facts["version"] == 2 && facts["changed"] == ["tax.credit_grade"])
      #expect(nodes(answer, "run").count == 1, "the first run came of another event")
      #expect(nodes(answer, "run").first?["pins"]?["facts_version"] == 2)
      // The need shows both, in order.
      let whole = try await lineage(world, need.text)
      #expect(nodes(whole, "run").count == 2)
      #expect(
        nodes(whole, "event").filter { $0["state"] == "applied" }
          .compactMap { $0["type"]?.stringValue } == [
            EventType.needSubmitted.rawValue, EventType.factsChanged.rawValue,
          ])
      let text = whole.canonicalText
      #expect(!text.contains("\"B\"") && !text.contains(Body.uscc(0)) && !text.contains("样例企业"))
    }
  }

  @Test("what debtors confirm leads to the facts drawn from it, and these to the decision")
  func ofReceivable() async throws {
    try await World.with { world in
      let given = try await ReceivableCase.make(world)
      let need = try await world.submit(given.seller)
      later(world)
      try await world.matchWaiting()
      try await world.drain()
      let made = try await given.upload()
      later(world)
      try await given.drawFacts()
      later(world)
      try await world.matchWaiting()
      try await world.drain()
      later(world)
      _ = try await given.confirm(made)
      let event = try #require(try await world.events().first { $0.type == .receivableConfirmed })
      let waiting = try await lineage(world, event.id.text)
      #expect(waiting["tree"]?["state"] == "waiting" && nodes(waiting, "run").isEmpty)
      #expect(waiting["enterprise_id"] == .string(given.seller.text))
      later(world)
      try await given.drawFacts()
      let drawn = try await lineage(world, event.id.text)
      #expect(drawn["tree"]?["id"] == .string(event.id.text))
      let told = nodes(drawn, "event").map { $0["type"] }
      #expect(
        told == [event.type, .factsChanged].map { .string($0.rawValue) },
        "of two receivable events each shows its own facts")
      #expect(nodes(drawn, "run").isEmpty)
      later(world)
      try await world.matchWaiting()
      let answer = try await lineage(world, event.id.text)
      let facts = try #require(nodes(answer, "facts").first?["changed"]?.arrayValue)
      #expect(facts.contains("receivable.debtor_confirmed"))
      #expect(nodes(answer, "run").map { $0["need_id"] } == [.string(need.text)])
      // The seller sees it, the debtor does not.
      _ = try await lineage(world, event.id.text, as: given.sellerActor)
      let error = await refusal {
        _ = try await lineage(world, event.id.text, as: given.debtorActor)
      }
      #expect(error?.word == "not found lineage")
    }
  }

  @Test("what a listing case shows leads to the facts drawn from it, and these to the decision")
  func ofListing() async throws {
    try await World.with { world in
      let trip = try await ListingTrip.open(world)
      let need = try await world.submit(trip.enterprise)
      later(world)
      try await world.matchWaiting()
      later(world)
      try await trip.steps(ListingTrip.untilReplied.prefix(5))
      let event = try #require(try await world.events().last { $0.type == .listingStageEntered })
      later(world)
      _ = try await world.application.reviewListings(
        events: try await world.drain(), consumer: Consumer.listing.name)
      let drawn = try await lineage(world, event.id.text)
      #expect(
        nodes(drawn, "event").map { $0["type"] }
          == [event.type, .factsChanged].map { .string($0.rawValue) })
      #expect(nodes(drawn, "attempt").first?["consumer"] == .string(Consumer.listing.name))
      #expect(nodes(drawn, "run").isEmpty)
      later(world)
      try await world.matchWaiting()
      let answer = try await lineage(world, event.id.text)
      let facts = try #require(nodes(answer, "facts").first?["changed"]?.arrayValue)
      #expect(facts.contains("enterprise.joint_stock_since"))
      #expect(nodes(answer, "run").map { $0["need_id"] } == [.string(need.text)])
      // All that came of the enterprise's case is found by the enterprise, too, and by it alone.
      let whole = try await lineage(world, trip.enterprise.text, as: trip.owner)
      let shown = try #require(
        nodes(whole, "event").first { $0["id"] == .string(event.id.text) })
      #expect(nodes(shown).contains { $0["kind"] == "facts" })
      let other = ListingTrip.owner(of: try await world.register(1))
      let error = await refusal { _ = try await lineage(world, event.id.text, as: other) }
      #expect(error?.word == "not found lineage")
    }
  }

  @Test("what is reported leads to the facts drawn from it, and these to the decision")
  func ofReport() async throws {
    try await World.with { world in
      let given = try await MonitoringCase.make(world)
      let need = try await world.submit(given.enterprise)
      later(world)
      try await world.matchWaiting()
      later(world)
      try await given.permit("social_insurance")
      try await given.report("2026-08", ["insured_persons": 321], source: "social_insurance")
      let event = try #require(try await world.events().first { $0.type == .reportReceived })
      later(world)
      _ = try await world.application.judgeReported(
        events: try await world.drain(), consumer: Consumer.monitoring.name)
      later(world)
      try await world.matchWaiting()
      let answer = try await lineage(world, event.id.text, as: given.owner)
      #expect(nodes(answer, "attempt").first?["consumer"] == .string(Consumer.monitoring.name))
      let facts = try #require(nodes(answer, "facts").first?["changed"]?.arrayValue)
      #expect(facts.contains("enterprise.insured_persons"))
      #expect(nodes(answer, "run").map { $0["need_id"] } == [.string(need.text)])
    }
  }

  @Test("a run shows what was reserved of guarantors with it, step by step")
  func ofGuarantee() async throws {
    try await World.with { world in
      let given = try await GuaranteeCase.make(world)
      let id = try await given.reserve()
      later(world)
      try await given.confirm(id)
      let answer = try await lineage(world, given.need.text)
      let guarantee = try #require(nodes(answer, "guarantee").first)
      #expect(guarantee["id"] == .string(id.text) && guarantee["state"] == "in_force")
      #expect(
        (guarantee["children"]?.arrayValue ?? []).map { $0["action"] } == ["reserve", "confirm"])
      let event = try #require(try await world.events().first { $0.type == .guaranteeReserved })
      let told = try await lineage(world, event.id.text)
      #expect(told["tree"]?["subject"] == .string(id.text))
    }
  }

  @Test("a run shows the event behind it, and two needs decided together are each found")
  func ofRun() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      let first = try await world.submit(enterprise)
      later(world)
      let second = try await world.submit(enterprise, fen: 100_000_000)
      let events = try await world.events().filter { $0.type == .needSubmitted }
      later(world)
      try await world.matchWaiting()
      for (need, event) in zip([first, second], events) {
        let ofEvent = try await lineage(world, event.id.text)
        #expect(
          nodes(ofEvent, "run").contains { $0["need_id"] == .string(need.text) },
          "also for the event that is not the run's cause")
        let run = try await world.run(need)
        let ofRun = try await lineage(world, run.text)
        #expect(nodes(ofRun, "run").map { $0["id"] } == [.string(run.text)])
        #expect(ofRun["tree"]?["kind"] == "event" && ofRun["kind"] == "run")
      }
      #expect(nodes(try await lineage(world, first.text), "run").count == 1)
      let whole = try await lineage(world, enterprise.text)
      let runs = Set(nodes(whole, "run").compactMap { $0["id"]?.stringValue })
      #expect(runs == [try await world.run(first).text, try await world.run(second).text])
    }
  }

  @Test("a dead letter is shown with its state and what operators did, and its event with it")
  func ofDeadLetter() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      try await world.submit(enterprise)
      let event = try #require(try await world.drain().last)
      let letter: DeadLetterID = IdentifierSource().next()
      try await world.execute(
        """
        INSERT INTO dead_letter (id, consumer, event_id, topic, partition_number, partition_offset,
          headers, payload_digest, reason, detail, attempts, first_failed_at, created_at,
          enterprise_id, hold_number)
        VALUES (\(letter.uuid), 'match', \(event.id.uuid), 't', 0, 1, '{}',
          decode(repeat('ab', 32), 'hex'), 'handler_failed', 'd', 5, now(), now(),
          \(enterprise.uuid), 1)
        """)
      try await world.execute(
        """
        INSERT INTO audit_entry (id, taken_at, actor, role, action, subject, reason)
        VALUES (gen_random_uuid(), now(), 'op-7', 'operator', 'dead_letter.redrive',
          \(letter.text), 'mended')
        """)
      try await world.execute(
        """
        INSERT INTO held_event (consumer, event_id, enterprise_id, topic, key, type, subject,
          sequence, occurred_at, payload, held_at)
        VALUES ('match', gen_random_uuid(), \(enterprise.uuid), 't', \(enterprise.text),
          'cn.rongqiao.facts.changed.v1', \(enterprise.text), 9, now(), '{}', now())
        """)
      for id in [letter.text, event.id.text, enterprise.text] {
        let answer = try await lineage(world, id)
        let node = try #require(nodes(answer, "dead_letter").first, "\(id)")
        #expect(node["state"] == "open" && node["attempts"] == 5, "\(id)")
        let act = try #require(nodes(answer, "act").first)
        #expect(act["action"] == "dead_letter.redrive" && act["reason"] == "mended")
        #expect(!answer.canonicalText.contains("op-7"))
      }
      #expect(nodes(try await lineage(world, enterprise.text), "held").count == 1)
      // The enterprise itself sees that it happened, not what operators wrote.
      let own = Actor(subject: "e", role: .enterprise, organisation: enterprise.text)
      let seen = try await lineage(world, letter.text, as: own)
      #expect(nodes(seen, "act").first?["reason"] == nil)
    }
  }

  @Test("a letter that names no event and no enterprise is for those who oversee the service")
  func ofPoison() async throws {
    try await World.with { world in
      let letter: DeadLetterID = IdentifierSource().next()
      try await world.execute(
        """
        INSERT INTO dead_letter (id, consumer, topic, partition_number, partition_offset, headers,
          payload_digest, reason, detail, attempts, first_failed_at, created_at)
        VALUES (\(letter.uuid), 'match', 't', 0, 1, '{}', decode(repeat('ab', 32), 'hex'),
          'event_data', 'd', 1, now(), now())
        """)
      let answer = try await lineage(world, letter.text)
      #expect(answer["tree"]?["kind"] == "dead_letter" && answer["enterprise_id"] == .null)
      let firm = Actor(subject: "e", role: .enterprise, uscc: Body.uscc(1))
      #expect(await refusal { _ = try await lineage(world, letter.text, as: firm) } != nil)
    }
  }

  @Test("lineage is seen by those who may read the enterprise, and by nobody else")
  func access() async throws {
    try await World.with { world in
      let enterprise = try await world.register(0, region: "340104")
      let need = try await world.submit(enterprise)
      let event = try #require(try await world.events().last)
      later(world)
      try await world.matchWaiting()
      let run = try await world.run(need)
      let other = try await world.register(1)
      let blind = [
        Actor(subject: "a", role: .enterprise, organisation: other.text),
        Actor(subject: "b", role: .operator, region: "11"),
        Actor(subject: "c", role: .liaison, organisation: "bank"),
      ]
      let sighted = [
        Actor(subject: "d", role: .enterprise, organisation: enterprise.text),
        Actor(subject: "e", role: .operator, region: "3401"), Actor(subject: "f", role: .auditor),
      ]
      for id in [enterprise.text, need.text, run.text, event.id.text] {
        for actor in blind {
          let error = await refusal { _ = try await lineage(world, id, as: actor) }
          #expect(error?.word == "not found lineage", "\(id) for \(actor.role)")
        }
        for actor in sighted {
          #expect(try await lineage(world, id, as: actor)["id"] == .string(id))
        }
      }
    }
  }

  @Test("lists end at their limits, and the answer says so")
  func bounded() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      for _ in 0..<4 { try await world.submit(enterprise) }
      later(world)
      try await world.matchWaiting()
      var limits = LineageLimits()
      #expect(try await lineage(world, enterprise.text, limits: limits)["truncated"] == false)
      limits.runs = 2
      let cut = try await lineage(world, enterprise.text, limits: limits)
      #expect(cut["truncated"] == true)
      #expect(Set(nodes(cut, "run").map { $0["id"] }).count == 2)
      limits = LineageLimits()
      limits.needs = 1
      #expect(try await lineage(world, enterprise.text, limits: limits)["truncated"] == true)
    }
  }

  @Test("an identifier of another kind, or none, begins no lineage")
  func otherIdentifiers() {
    for text in [
      "", "need_", "prod_01932a7e-5b6c-7d8e-9f10-1a2b3c4d5e6f", "need_01932A7E", "flip_x",
    ] {
      #expect(LineageID(text) == nil, "\(text)")
    }
  }

  @Test("the attempt that succeeded is noted with its number")
  func attempts() async throws {
    try await World.with { world in
      let need = try await world.submit(try await world.register())
      let events = try await world.drain()
      _ = try await AttemptNumber.$current.withValue(3) {
        try await world.application.match(events: events, consumer: "match")
      }
      let answer = try await lineage(world, need.text)
      #expect(nodes(answer, "attempt").map { $0["attempts"] } == [3])
    }
  }
}
