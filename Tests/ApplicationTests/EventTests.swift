import Application
import Catalog
import Domain
import Foundation
import Policy
import Postgres
import Schemas
import Store
import TestSupport
import Testing

/// As much of JSON Schema as the event schemas use; a keyword it does not know is a fault.
private func faults(_ value: JSON, against schema: JSON, at place: String = "") -> [String] {
  var found: [String] = []
  for (keyword, rule) in schema.objectValue ?? [:] {
    switch keyword {
    case "$schema", "$id", "title", "description": break
    case "type": if value.kindName != rule.stringValue { found.append("\(place) type") }
    case "properties":
      for (name, inner) in rule.objectValue ?? [:] {
        if let member = value[name] {
          found += faults(member, against: inner, at: "\(place)/\(name)")
        }
      }
    case "required":
      for name in (rule.arrayValue ?? []).compactMap(\.stringValue) where value[name] == nil {
        found.append("\(place)/\(name) missing")
      }
    case "additionalProperties":
      let known = Set((schema["properties"]?.objectValue ?? [:]).keys)
      found += Set((value.objectValue ?? [:]).keys).subtracting(known).map {
        "\(place)/\($0) extra"
      }
    case "pattern":
      let pattern = rule.stringValue ?? ""
      let text = value.stringValue ?? ""
      if text.range(of: pattern, options: .regularExpression) == nil {
        found.append("\(place) pattern")
      }
    case "enum": if rule.arrayValue?.contains(value) != true { found.append("\(place) enum") }
    case "minimum":
      if (value.intValue ?? .min) < (rule.intValue ?? 0) { found.append("\(place) minimum") }
    case "items":
      for (index, element) in (value.arrayValue ?? []).enumerated() {
        found += faults(element, against: rule, at: "\(place)/\(index)")
      }
    case "minItems":
      if Int64((value.arrayValue ?? []).count) < rule.intValue ?? 0 {
        found.append("\(place) minItems")
      }
    case "maxItems":
      if Int64((value.arrayValue ?? []).count) > rule.intValue ?? 0 {
        found.append("\(place) maxItems")
      }
    case "minLength":
      if Int64(value.stringValue?.unicodeScalars.count ?? 0) < rule.intValue ?? 0 {
        found.append("\(place) minLength")
      }
    case "anyOf":
      if !(rule.arrayValue ?? []).contains(where: { faults(value, against: $0).isEmpty }) {
        found.append("\(place) anyOf")
      }
    default: found.append("\(place) unknown keyword \(keyword)")
    }
  }
  return found
}

@Suite("Events", .serialized)
struct EventTests {
  private func schema(_ type: EventType) throws -> JSON {
    try JSONParser.parse(SchemaFiles.text("events/\(type.rawValue).json"))
  }

  /// Takes the waiting events and expects each to be valid against its schema.
  private func drain(_ world: World) async throws -> [Event] {
    let events = try await world.drain()
    for event in events {
      #expect(try faults(event.data, against: schema(event.type)) == [], "\(event.type)")
    }
    return events
  }

  @Test("each change of an enterprise tells exactly what happened, numbered without a gap")
  func everyChange() async throws {
    try await World.with { world in
      let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
      let actor = Actor(subject: "system:test", role: .service, traceparent: trace)
      let application = world.application
      let created = try await application.createEnterprise(Body.enterprise(), actor: actor)
      let id = try #require(created.body["id"]?.stringValue.flatMap { EnterpriseID($0) })
      var all: [Event] = []
      func expect(
        _ expected: [(EventType, subject: String, JSON)],
        sourceLocation: SourceLocation = #_sourceLocation
      ) async throws {
        let events = try await drain(world)
        #expect(events.map(\.type) == expected.map(\.0), sourceLocation: sourceLocation)
        #expect(events.map(\.subject) == expected.map(\.subject), sourceLocation: sourceLocation)
        let whole = expected.map { $0.2.with(["enterprise_id": .string(id.text)]) }
        #expect(events.map(\.data) == whole, sourceLocation: sourceLocation)
        #expect(
          events.allSatisfy { $0.key == id.text && $0.time == world.store.clock.now },
          sourceLocation: sourceLocation)
        all += events
      }
      try await expect([(.enterpriseCreated, id.text, ["version": 1])])

      _ = try await application.putFacts(
        id, expectedVersion: 1, Body.facts(["tax.credit_grade": "A"]), mode: .merge, actor: actor)
      try await expect([(.factsChanged, id.text, ["facts_version": 2])])

      _ = try await application.amendEnterprise(
        id, expectedVersion: 1, ["name": "新名称"], actor: actor)
      try await expect([(.enterpriseAmended, id.text, ["version": 2])])

      _ = try await application.amendEnterprise(
        id, expectedVersion: 2, ["region": "340202"], actor: actor)
      try await expect([
        (.enterpriseAmended, id.text, ["version": 3]),
        (.factsChanged, id.text, ["facts_version": 3]),
      ])

      let submitted = try await application.submitNeed(Body.need(id), actor: actor)
      let need = try #require(submitted.body["id"]?.stringValue.flatMap { NeedID($0) })
      func about(_ version: Int64) -> JSON {
        ["need_id": .string(need.text), "need_version": .int(version)]
      }
      try await expect([(.needSubmitted, need.text, about(1))])

      _ = try await application.amendNeed(
        need, expectedVersion: 1, ["tenor_months": 6], actor: actor)
      try await expect([(.needAmended, need.text, about(2))])
      let cause = try #require(all.last)

      _ = try await application.match(events: [cause], consumer: "match")
      let run = try await world.run(need)
      let view = try await application.run(run, expandDecisions: false, actor: actor)
      let counts = try #require(view["counts"])
      try await expect([
        (
          .needDecided, need.text,
          about(2).with([
            "run_id": .string(run.text), "eligible": counts["eligible"],
            "ineligible": counts["ineligible"], "needs_info": counts["needs_info"],
          ])
        )
      ])
      #expect(all.last?.causation == cause.id.text)

      _ = try await application.withdrawNeed(need, expectedVersion: 2, actor: actor)
      try await expect([(.needWithdrawn, need.text, about(3))])

      #expect(all.map(\.sequence) == Array(1...Int64(all.count)))
      #expect(all.allSatisfy { $0.traceparent == trace })
      #expect(Set(all.map(\.id)).count == all.count)
    }
  }

  /// Applies an event of each type, and expects lineage to know whose it is by what it is about.
  private func expectOwners(of events: [Event], _ world: World) async throws {
    let now = world.store.clock.now
    // An activity is of all who are invited.
    var types: Set<EventType> = [.activityAnnounced, .activityCancelled]
    for event in events {
      guard let owner = EnterpriseID(event.key), types.insert(event.type).inserted else {
        continue
      }
      _ = try await world.store.pool.withConnection {
        try await InboxRepository.claim([event], attempt: 1, consumer: "told", at: now, $0)
      }
      let id = try #require(LineageID(event.id.text))
      let lineage = try await world.application.lineage(id, actor: World.system)
      #expect(lineage["enterprise_id"] == .string(owner.text), "\(event.type)")
      #expect(lineage["tree"]?["id"] == .string(event.id.text), "\(event.type)")
    }
  }

  @Test("every event this service can write is valid against its schema, and leads to its owner")
  func everyType() async throws {
    try await World.with { world in
      let id = try await world.register()
      let need = try await world.submit(id)
      _ = try await world.application.amendNeed(
        need, expectedVersion: 1, ["tenor_months": 6], actor: World.system)
      _ = try await world.application.amendEnterprise(
        id, expectedVersion: 1, ["region": "340202"], actor: World.system)
      try await world.matchWaiting()
      var told = try await drain(world)
      // The first ones went to the match; they are written again for the schemas.
      let other = try await world.register(1)
      let again = try await world.submit(other)
      _ = try await world.application.amendNeed(
        again, expectedVersion: 1, ["tenor_months": 6], actor: World.system)
      _ = try await world.application.amendEnterprise(
        other, expectedVersion: 1, ["region": "340202"], actor: World.system)
      told += try await drain(world)
      world.store.clock.advance(milliseconds: 60_000)
      _ = try await world.application.requestMissingMatches(
        patienceMilliseconds: 30_000, limit: 10)
      _ = try await world.application.withdrawNeed(
        again, expectedVersion: 2, actor: World.system)
      let ids = IdentifierSource()
      for event in [ids.next(), nil] as [EventID?] {
        let kept = try await world.application.keepDeadLetters([
          DeadLetterRecord(
            id: ids.next(), consumer: "match", event: event, topic: Topic.enterprise.rawValue,
            partition: 0, offset: event == nil ? 0 : 1, key: nil, headers: [:], payload: nil,
            reason: "event_data", detail: "", attempts: 1, firstFailedAt: TestStore.morning,
            createdAt: TestStore.morning)
        ])
        #expect(kept.count == 1)
      }
      told += try await drain(world)
      let held = try await LetterCase(world, number: 7)
      try await held.skip(try await held.giveUp(try await held.submit(), offset: 9))
      told += try await drain(world)
      let reviewed = try await ReviewTests.Case(world, number: 2)
      let review = try await reviewed.request()
      _ = try await reviewed.assign(review, 1)
      _ = try await reviewed.resolve(review, 2)
      _ = try await world.application.publish(
        catalog: try changedCatalog("大小"), policies: nil, actor: World.system)
      // A product for everybody, and a new pack.
      let free = try SeedCatalog.catalog().json
      let products = (free["products"]?.arrayValue ?? []).map {
        $0.with(["criteria": [], "amount": nil, "tenor": nil, "limit": nil])
      }
      let packs = try SeedCatalog.policies().json["packs"]?.arrayValue ?? []
      let pack: JSON = [
        "code": "cn-99", "overrides": "cn", "parameters": [],
        "jurisdiction": ["code": "990000", "name": ["zh": "某省", "en": "a province"]],
      ]
      _ = try await world.application.publish(
        catalog: try Catalog(json: free.with(["products": .array(products)])),
        policies: try PolicySet(json: ["packs": .array(packs + [pack])]), actor: World.system)
      try await world.sweepAll()
      told += try await drain(world)
      #expect(Set(told.map(\.type)).isDisjoint(with: offerTypes))
      try await OfferCase.everything(world)
      try await ReceivableCase.everything(world)
      try await ListingTrip.everything(world)
      told += try await drain(world)
      try await expectOwners(of: told, world)
      _ = try await world.application.requestErasure(
        of: reviewed.enterprise, ["basis": "request"], actor: World.system)
      told += try await drain(world)
      try await World.with { other in
        try await GuaranteeCase.everything(other)
        try await ClaimCase.everything(other)
        try await NurtureCase.everything(other)
        try await MonitoringCase.everything(other)
        let events = try await drain(other)
        try await expectOwners(of: events, other)
        told += events
      }
      #expect(Set(told.map(\.type)) == Set(EventType.allCases))
    }
  }

  /// What only offers, consents, receivables, guarantees, listing cases, claims, periodic runs, pools, advisers, activities,
  /// reports and warnings tell.
  private var offerTypes: [EventType] {
    EventType.allCases.filter {
      $0.rawValue.hasPrefix("cn.rongqiao.offer.") || $0.rawValue.hasPrefix("cn.rongqiao.consent.")
        || $0.rawValue.hasPrefix("cn.rongqiao.receivable.")
        || $0.rawValue.hasPrefix("cn.rongqiao.guarantee.")
        || $0.rawValue.hasPrefix("cn.rongqiao.listing.")
        || $0.rawValue.hasPrefix("cn.rongqiao.entitlement.")
        || $0.rawValue.hasPrefix("cn.rongqiao.claim.") || $0 == .allocationFinished
        || $0.rawValue.hasPrefix("cn.rongqiao.pool.")
        || $0.rawValue.hasPrefix("cn.rongqiao.adviser.")
        || $0.rawValue.hasPrefix("cn.rongqiao.activity.")
        || $0.rawValue.hasPrefix("cn.rongqiao.report.")
        || $0.rawValue.hasPrefix("cn.rongqiao.warning.") || $0 == .recheckRequested
    }
  }

  @Test("the schema check finds what is missing, extra or of another form")
  func checkCanFail() throws {
    let schema = try schema(.needSubmitted)
    let good: JSON = [
      "enterprise_id": .string(IdentifierSource().next(EnterpriseKind.self).text),
      "need_id": .string(IdentifierSource().next(NeedKind.self).text), "need_version": 1,
    ]
    #expect(faults(good, against: schema) == [])
    #expect(faults(good.with(["need_id": nil]), against: schema) == ["/need_id missing"])
    #expect(faults(good.with(["name": "x"]), against: schema) == ["/name extra"])
    #expect(faults(good.with(["need_version": 0]), against: schema) == ["/need_version minimum"])
    #expect(faults(good.with(["need_id": "need_1"]), against: schema) == ["/need_id pattern"])
    #expect(
      faults(good.with(["need_version": "1"]), against: schema).contains("/need_version type"))
  }

  @Test("a change that is refused or changes nothing tells nothing; a commit wakes the relay")
  func silence() async throws {
    let woken = Locked(0)
    let store = try await TestStore(afterCommit: { woken.withLock { $0 += 1 } })
    let world = World(store: store)
    let id = try await world.register()
    #expect(woken.withLock { $0 } == 1)
    try await world.drain()
    _ = await refusal {
      _ = try await world.application.createEnterprise(Body.enterprise(), actor: World.system)
    }
    _ = await refusal { _ = try await world.application.submitNeed([:], actor: World.system) }
    #expect(woken.withLock { $0 } == 1)
    #expect(try await world.events() == [])
    _ = try await world.application.enterprise(id, actor: World.system)
    #expect(woken.withLock { $0 } == 1, "reading wakes nobody")
    try await store.close()
  }
}
