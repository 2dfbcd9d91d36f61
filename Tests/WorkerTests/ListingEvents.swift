import Application
import Domain
import Store
import Testing

/// Everything that can become of listing cases, so that an event of each type is written.
enum ListingEvents {
  private static var today: LegalDate { WallClock.system.now().legalDate }

  static func cause(_ world: World) async throws {
    let parties = try await world.registerSample(2, seed: 821).map(\.enterprise)
    // Samples are of all of Anhui; their facts are not those of a board.
    let facts: [(path: String, value: JSON)] = [
      ("enterprise.titles", ["high_tech"]), ("enterprise.had_b_round", false),
      ("enterprise.listing_reserve", false),
    ]
    let body: JSON = [
      "facts": .array(
        facts.map { fact in
          [
            "path": .string(fact.path), "value": fact.value, "source": "industry_bureau",
            "as_of": .string(today.text),
          ]
        })
    ]
    for enterprise in parties {
      _ = try await world.application.putFacts(
        enterprise, expectedVersion: nil, body, mode: .merge, actor: World.actor)
    }
    let local = try await open("ah-srdi", of: parties[0], world)
    try await walk(
      local,
      [
        "apply", "receive", "forward", "recommend", "confirm", "deposit", "submit", "consent",
        "prepare_listing", "list",
      ], world)
    let ended = try await open("neeq", of: parties[1], world)
    _ = try await world.application.setListingTarget(
      of: ended, expectedVersion: nil, ["target_on": .string(today.adding(days: 7).text)],
      actor: World.actor)
    while try await world.application.reviewDueListings(limit: 10) > 0 {}
    try await walk(ended, ["withdraw"], world, reason: "cost")
  }

  private static func open(
    _ board: String, of enterprise: EnterpriseID, _ world: World
  ) async throws -> ListingCaseID {
    let answer = try await world.application.openListingCase(
      ["enterprise_id": .string(enterprise.text), "board": .string(board)], actor: World.actor)
    return try #require(answer.body["id"]?.stringValue.flatMap { ListingCaseID($0) })
  }

  /// Takes steps with the documents that each asks for.
  private static func walk(
    _ id: ListingCaseID, _ verbs: [String], _ world: World, reason: String? = nil
  ) async throws {
    for verb in verbs {
      let view = try await world.application.listingCase(id, actor: World.actor).value
      let offered = try #require(
        view["verbs"]?.arrayValue?.first { $0["verb"] == .string(verb) }, "\(verb)")
      let papers = (offered["evidence"]?.arrayValue ?? []).map { kind -> JSON in
        [
          "kind": kind, "document": "doc 1", "issuer": "甲",
          "sha256": .string(String(repeating: "0", count: 64)),
          "issued_on": .string(today.text),
        ]
      }
      var body: [String: JSON] = [
        "verb": .string(verb), "role": offered["role"] ?? .null, "evidence": .array(papers),
      ]
      if let reason { body["reason"] = .string(reason) }
      _ = try await world.application.advanceListingCase(
        id, expectedVersion: nil, .object(body), actor: World.actor)
    }
  }
}
