import Application
import Catalog
import Domain
import Foundation
import Kafka
import Policy
import Postgres
import Schemas
import Store
import Testing

@testable import WorkerKit

/// As much of JSON Schema 2020-12 as the event schemas use; a keyword it does not know is a fault.
private struct SmallSchema {
  let json: JSON

  /// What is wrong with a value, as sentences with RFC 6901 pointers; empty when it is valid.
  func faults(_ value: JSON) -> [String] { Self.faults(value, json, "") }

  private static let silent: Set<String> = ["$schema", "$id", "title", "description"]

  private static func faults(_ value: JSON, _ schema: JSON, _ place: String) -> [String] {
    guard let rules = schema.objectValue else { return ["\(place): the schema is no object"] }
    var found: [String] = []
    for (name, rule) in rules where !silent.contains(name) {
      switch name {
      case "type": if !isType(value, rule.stringValue) { found.append("\(place): type") }
      case "properties":
        for (member, inner) in rule.objectValue ?? [:] {
          if let own = value[member] { found += faults(own, inner, "\(place)/\(member)") }
        }
      case "required":
        for member in rule.arrayValue ?? [] {
          let key = member.stringValue ?? ""
          if value[key] == nil { found.append("\(place)/\(key): missing") }
        }
      case "additionalProperties":
        let known = Set((rules["properties"]?.objectValue ?? [:]).keys)
        let extra = Set((value.objectValue ?? [:]).keys).subtracting(known)
        found += extra.map { "\(place)/\($0): not known" }
      case "pattern":
        let text = value.stringValue ?? ""
        let matches = text.range(of: rule.stringValue ?? "", options: .regularExpression) != nil
        if !matches { found.append("\(place): pattern") }
      case "minLength":
        if (value.stringValue ?? "").unicodeScalars.count < rule.intValue ?? 0 {
          found.append("\(place): minLength")
        }
      case "minimum":
        if (value.intValue ?? .min) < rule.intValue ?? 0 { found.append("\(place): minimum") }
      case "items":
        for (index, element) in (value.arrayValue ?? []).enumerated() {
          found += faults(element, rule, "\(place)/\(index)")
        }
      case "minItems":
        if (value.arrayValue ?? []).count < rule.intValue ?? 0 {
          found.append("\(place): minItems")
        }
      case "maxItems":
        if (value.arrayValue ?? []).count > rule.intValue ?? 0 {
          found.append("\(place): maxItems")
        }
      case "const": if value != rule { found.append("\(place): const") }
      case "enum":
        if rule.arrayValue?.contains(value) != true { found.append("\(place): enum") }
      case "anyOf":
        let valid = (rule.arrayValue ?? []).contains { faults(value, $0, place).isEmpty }
        if !valid { found.append("\(place): anyOf") }
      default: found.append("\(place): the schema uses \(name)")
      }
    }
    return found
  }

  private static func isType(_ value: JSON, _ type: String?) -> Bool {
    switch (type, value) {
    case ("object", .object), ("array", .array), ("string", .string), ("null", .null),
      ("boolean", .bool):
      true
    case ("integer", _): value.intValue != nil
    default: false
    }
  }
}

@Suite("Events as they travel", .timeLimit(.minutes(10)))
struct EventSchemaTests {
  private static func schema(_ type: EventType) throws -> SmallSchema {
    SmallSchema(json: try JSONParser.parse(SchemaFiles.text("events/\(type.rawValue).json")))
  }

  @Test("the small validator finds what is missing, extra, of another type or another form")
  func validatorCanFail() throws {
    let schema = try Self.schema(.matchRequested)
    let ids = IdentifierSource()
    let good: EnterpriseID = ids.next()
    #expect(schema.faults(["enterprise_id": .string(good.text)]) == [])
    #expect(schema.faults([:]) == ["/enterprise_id: missing"])
    #expect(
      schema.faults(["enterprise_id": .string(good.text), "extra": 1]) == ["/extra: not known"])
    #expect(schema.faults(["enterprise_id": 7]).contains("/enterprise_id: type"))
    #expect(schema.faults(["enterprise_id": "ent_1"]) == ["/enterprise_id: pattern"])
    #expect(SmallSchema(json: ["oneOf": []]).faults(1) == [": the schema uses oneOf"])
    let list = SmallSchema(json: ["items": ["type": "string"], "minItems": 1, "maxItems": 2])
    #expect(list.faults(["a", "b"]) == [])
    #expect(list.faults([]) == [": minItems"])
    #expect(list.faults(["a", 1, "c"]).sorted() == ["/1: type", ": maxItems"])
  }

  @Test("every type of event is published in the form of its schema, with CloudEvents headers")
  func everyTypeFits() async throws {
    try await World.with { world in
      let readers = try Topic.allCases.map {
        try TopicReader(world, topic: $0)
      }
      try await EventWorkerTests.publish(
        [EventWorkerTests.record(world, key: "poison") { $1 = nil }], world)
      try await Self.causeEveryType(world)
      try await running([try world.relay(), world.matchWorker()]) {
        try await eventually("all needs are decided") { try await world.waiting == 0 }
        try await Self.refer(world)
        try await ReceivableEvents.cause(world)
        try await GuaranteeFlow.run(world)
        try await ListingEvents.cause(world)
        try await EntitlementEvents.cause(world)
        try await NurtureFlow.run(world)
        try await MonitoringEvents.cause(world)
        try await Self.publishSomethingForAll(world)
        try await Self.review(world)
        try await eventually("the poison is kept") { try await world.deadLetters == 1 }
        try await Self.skipALetter(world)
        try await Self.eraseSomebody(world)
        try await eventually("all is published") { try await world.outbox == 0 }
        let wanted = Set(EventType.allCases)
        do {
          try await eventually("an event of each type is read") {
            Set(readers.flatMap(\.messages).compactMap { $0.event?.type }) == wanted
          }
        } catch {
          let read = Set(readers.flatMap(\.messages).compactMap { $0.event?.type })
          Issue.record("\(error): \(wanted.subtracting(read).map(\.rawValue).sorted())")
        }
      }
      for reader in readers {
        for message in reader.messages {
          // The poison of this very test is no event.
          guard let event = message.event else { continue }
          try Self.expectForm(message, event)
        }
        await reader.close()
      }
    }
  }

  /// One event of every type there is.
  private static func causeEveryType(_ world: World) async throws {
    let actor = World.actor
    let needs = try await world.registerSample(4, seed: 31)
    try await world.submit(needs)
    let answer = try await world.application.submitNeed(needs[0].body, actor: actor)
    let id = try #require(answer.body["id"]?.stringValue.flatMap { NeedID($0) })
    _ = try await world.application.amendNeed(
      id, expectedVersion: 1, ["tenor_months": 24], actor: actor)
    _ = try await world.application.withdrawNeed(id, expectedVersion: 2, actor: actor)
    _ = try await world.application.amendEnterprise(
      needs[0].enterprise, expectedVersion: 1, ["name": "合肥样例科技有限公司"], actor: actor)
    _ = try await MatchWorkerTests.changeFacts(world)
    let published = try await world.application.publish(
      catalog: try Self.changedCatalog(), policies: nil, actor: actor)
    #expect(published.catalog?.changed.count == 1)
    // The sweeper asks only when nothing is on its way already.
    try await running([try world.relay()]) {
      try await eventually("all is published") { try await world.outbox == 0 }
    }
    let asked = try await world.application.requestMissingMatches(
      patienceMilliseconds: -1_000, limit: 10)
    #expect(asked > 0)
  }

  /// An enterprise without needs is erased at once.
  private static func eraseSomebody(_ world: World) async throws {
    let enterprise = try #require(try await world.registerSample(1, seed: 983).first?.enterprise)
    let answer = try await world.application.requestErasure(
      of: enterprise, ["basis": "request"], actor: World.actor)
    #expect(answer.body["state"] == "done", "\(answer.body)")
  }

  /// A product that fits every need, and other policies.
  private static func publishSomethingForAll(_ world: World) async throws {
    let catalog = try changedCatalog()
    guard case .object(var members) = catalog.json,
      case .array(var products)? = members["products"],
      case .object(var first)? = products.first
    else { throw Unexpected() }
    first["criteria"] = []
    for name in ["amount", "tenor", "limit", "min_coverage_ppm"] { first[name] = nil }
    products[0] = .object(first)
    members["products"] = .array(products)
    let packs = try SeedCatalog.policies().json
    guard case .object(var set) = packs, case .array(var list)? = set["packs"],
      case .object(var pack)? = list.first, case .object(var place)? = pack["jurisdiction"]
    else { throw Unexpected() }
    place["name"] = ["zh": "全国(试)", "en": "the country"]
    pack["jurisdiction"] = .object(place)
    list[0] = .object(pack)
    set["packs"] = .array(list)
    _ = try await world.application.publish(
      catalog: try Catalog(json: .object(members)), policies: try PolicySet(json: .object(set)),
      actor: World.actor)
  }

  /// Needs go to institutions by a periodic run, and everything becomes of their offers that can.
  private static func refer(_ world: World) async throws {
    let needs = try await world.withConnection {
      try await $0.query("SELECT id FROM need WHERE status = 'submitted' ORDER BY id").map {
        NeedID(try $0.decode(0, as: UUID.self))
      }
    }
    var offers: [(OfferID, institution: String, need: NeedID)] = []
    for need in needs {
      _ = try await world.application.referNeed(
        need, ["mode": "periodic", "institutions": 5], actor: World.actor)
    }
    _ = try await world.application.requestAllocation([:], actor: World.actor)
    while try await world.application.continueAllocation(limit: 3) != nil {}
    for need in needs {
      let referral = try await world.application.referral(of: need, actor: World.actor).value
      for offer in referral["offers"]?.arrayValue ?? [] {
        let id = try #require(offer["id"]?.stringValue.flatMap { OfferID($0) })
        let institution = offer["institution"]?["code"]?.stringValue
        offers.append((id, try #require(institution), need))
      }
    }
    try #require(offers.count >= 5, "the samples fit too few institutions")
    let today = WallClock.system.now().legalDate.text
    func step(_ place: Int, _ verb: OfferVerb, _ body: JSON = [:]) async throws {
      let (id, institution, _) = offers[place]
      _ = try await world.application.advanceOffer(
        id, verb, body,
        actor: Actor(subject: "liaison-1", role: .liaison, organisation: institution))
    }
    func grant(_ place: Int) async throws {
      try await step(place, .claim)
      try await step(place, .contact, ["contacted_on": .string(today)])
      try await step(
        place, .grant,
        ["granted_fen": 100, "granted_rate_ppm": 40_000, "granted_on": .string(today)])
    }
    try await grant(0)
    try await step(0, .draw, ["drawn_fen": 100, "drawn_on": .string(today)])
    try await grant(1)
    try await step(2, .decline, ["reasons": ["documents_missing"]])
    _ = try await world.application.advanceOffer(
      offers[3].0, .withdraw, [:], actor: World.actor)
    // What nobody did for long: the last step of its timer is due.
    for (place, next) in [(1, 2), (4, 0), (4, 2)] {
      let id = offers[place].0.uuid
      try await world.withConnection {
        _ = try await $0.execute(
          "UPDATE offer SET next_step = \(next), step_at = now() - interval '1 s' WHERE id = \(id)")
      }
      #expect(try await world.application.escalateOffers(limit: 10) == 1)
    }
    let (_, institution, need) = offers[0]
    let consent = try await world.application.grantConsent(
      [
        "need_id": .string(need.text), "institution": .string(institution),
        "purpose": "loan_assessment", "fields": ["registry"],
        "expires_at": .string(WallClock.system.now().adding(milliseconds: 86_400_000).text),
      ], actor: World.actor)
    let id = try #require(consent.body["id"]?.stringValue.flatMap { ConsentID($0) })
    _ = try await world.application.revokeConsent(id, actor: World.actor)
  }

  /// One verdict is asked to be reviewed, and is.
  private static func review(_ world: World) async throws {
    let run = try await world.withConnection {
      RunID(
        try await $0.queryOne("SELECT id FROM match_run ORDER BY id LIMIT 1")
          .decode(0, as: UUID.self))
    }
    let decisions = try await world.application.decisions(of: run, actor: World.actor)
    let refused = decisions["data"]?.arrayValue?.first { $0["outcome"] == "ineligible" }
    let answer = try await world.application.requestReview(
      of: run, product: try #require(refused?["product"]?.stringValue),
      ["reason": "社保人数有误,请人工复核。"], actor: World.actor)
    let id = try #require(answer.body["id"]?.stringValue.flatMap { ReviewID($0) })
    let officer = Actor(subject: "officer-1", role: .operator)
    _ = try await world.application.assignReview(id, expectedVersion: 1, actor: officer)
    _ = try await world.application.resolveReview(
      id, expectedVersion: 2, ["outcome": "upheld", "note": "核对无误。"], actor: officer)
  }

  /// A record that is no event, with an enterprise's key, holds that enterprise up until an operator
  /// lets it go on.
  private static func skipALetter(_ world: World) async throws {
    let enterprise = try await world.withConnection {
      EnterpriseID(
        try await $0.queryOne("SELECT id FROM enterprise ORDER BY id LIMIT 1")
          .decode(0, as: UUID.self))
    }
    try await EventWorkerTests.publish(
      [EventWorkerTests.record(world, key: enterprise.text) { $1 = nil }], world)
    try await eventually("the second poison is kept") { try await world.deadLetters == 2 }
    let letters = try await world.application.deadLetters(
      state: "open", reason: nil, consumer: nil, enterprise: enterprise,
      page: PageRequest(limit: 10), actor: World.actor)
    let id = try #require(letters.items.first?["id"]?.stringValue.flatMap { DeadLetterID($0) })
    _ = try await world.application.skipDeadLetter(
      id, ["reason": "来源系统已更正"], actor: World.actor)
  }

  private struct Unexpected: Error {}

  /// The seed catalog with one product's source looked at on another day.
  private static func changedCatalog() throws -> Catalog {
    var files = try SchemaFiles.texts(in: .catalog, suffix: ".yaml").map {
      SourceFile(name: $0.name, text: $0.text)
    }
    let last = try #require(files.last)
    let place = try #require(last.text.range(of: "observed_on: "))
    var text = last.text
    let end = text.index(place.upperBound, offsetBy: 10)
    text.replaceSubrange(place.upperBound..<end, with: "2026-02-03")
    files[files.count - 1] = SourceFile(name: last.name, text: text)
    return try Catalog.read(files: files)
  }

  private static func expectForm(_ message: KafkaMessage, _ event: Event) throws {
    #expect(try schema(event.type).faults(event.data) == [], "\(event.type)")
    let headers = message.texts
    #expect(headers["ce_specversion"] == "1.0")
    #expect(headers["ce_id"] == event.id.text)
    #expect(headers["ce_type"] == event.type.rawValue)
    #expect(headers["ce_source"] == "/rongqiao")
    #expect(headers["ce_dataschema"] == "/schemas/events/\(event.type.rawValue).json")
    #expect(headers["ce_subject"]?.isEmpty == false)
    #expect(headers["ce_time"].flatMap { Instant($0) } != nil)
    #expect(headers["content-type"] == "application/json")
    #expect(message.key == headers["ce_partitionkey"].map { Array($0.utf8) })
    // The bytes are canonical JSON, so that a digest of them means something.
    #expect(message.value == event.data.canonicalBytes)
  }
}
