import Application
import Catalog
import Domain
import Foundation
import Listing
import Postgres
import Schemas
import Store
import TestSupport
import Testing

/// An enterprise on its way to a board, and short words for the steps of its way.
struct ListingTrip: Sendable {
  let world: World
  let enterprise: EnterpriseID
  let id: ListingCaseID
  let board: Board
  let owner: Actor

  var application: Application { world.application }
  /// Who enters what exchanges and bureaus did.
  static let officer = Actor(subject: "officer-1", role: .operator)

  /// The shipped boards.
  static func boards() throws -> BoardBook {
    try BoardBook(
      SchemaFiles.names(in: .listing).filter { $0.hasPrefix("boards/") }.map { name in
        let text = try SchemaFiles.text("listing/\(name)")
        let document = YAMLDocument(SourceFile(name: name, text: text))
        return (name, try #require(document.json))
      })
  }

  /// Somebody of the institution that sponsors.
  static let broker = Actor(subject: "b-1", role: .liaison, organisation: "guoyuan")

  /// Lists an institution as one that sponsors listings.
  static func enterBroker(_ world: World, _ code: String) async throws {
    try await world.enter(
      World.firm(code).with(["kind": "broker", "services": ["listing_sponsorship"]]))
  }

  static func owner(of enterprise: EnterpriseID) -> Actor {
    Actor(
      subject: "owner-\(enterprise.text.suffix(4))", role: .enterprise,
      organisation: enterprise.text)
  }

  /// Opens a case of a new enterprise.
  static func open(
    _ world: World, _ code: String = "neeq", number: Int = 0, on: String = "2026-01-05",
    sponsor: String? = nil
  ) async throws -> ListingTrip {
    try await open(
      world, code, of: try await world.register(number), on: on, sponsor: sponsor)
  }

  static func open(
    _ world: World, _ code: String = "neeq", of enterprise: EnterpriseID,
    on: String = "2026-01-05", sponsor: String? = nil
  ) async throws -> ListingTrip {
    let owner = owner(of: enterprise)
    var body: [String: JSON] = [
      "enterprise_id": .string(enterprise.text), "board": .string(code), "on": .string(on),
    ]
    if let sponsor { body["sponsor"] = .string(sponsor) }
    let answer = try await world.application.openListingCase(.object(body), actor: owner)
    #expect(answer.status == 201)
    let day = try #require(LegalDate(on))
    return ListingTrip(
      world: world, enterprise: enterprise,
      id: try #require(answer.body["id"]?.stringValue.flatMap { ListingCaseID($0) }),
      board: try #require(try boards().board(code, on: day)), owner: owner)
  }

  func view(as actor: Actor = World.system) async throws -> JSON {
    try await application.listingCase(id, actor: actor).value
  }

  func stage() async throws -> String? { try await view()["stage"]?.stringValue }

  /// Documents of some kinds; what ages speaks up to a month before.
  func papers(_ kinds: [String], on day: LegalDate) -> JSON {
    .array(
      kinds.map { kind in
        var paper: [String: JSON] = [
          "kind": .string(kind), "document": .string("文件 \(kind)"), "issuer": "甲",
          "sha256": .string(Digest(ofBytes: Array(kind.utf8)).hexadecimal),
          "issued_on": .string(day.text),
        ]
        if board.evidenceKind(kind)?.validity != nil {
          paper["cut_off_on"] = .string(day.adding(days: -30).text)
        }
        return .object(paper)
      })
  }

  /// What is sent to take a step with all the papers that it asks for.
  func body(_ verb: String, from stage: String, on day: LegalDate) throws -> JSON {
    let edge = try #require(board.edges.first { $0.verb == verb && $0.from == stage })
    var members: [String: JSON] = [
      "verb": .string(verb), "role": .string(edge.roles.sorted().first ?? ""),
      "on": .string(day.text),
      "evidence": papers(edge.gate.flatMap { board.gate($0) }?.evidence ?? [], on: day),
    ]
    if case .stage(let to) = edge.target, let next = board.stage(to), next.kind != .step,
      let reason = next.reasons.first?.code
    {
      members["reason"] = .string(reason)
    }
    return .object(members)
  }

  @discardableResult
  func step(
    _ verb: String, on day: String = "2026-02-02", as actor: Actor = officer,
    expectedVersion: Int? = nil
  ) async throws -> JSON {
    let day = try #require(LegalDate(day))
    return try await application.advanceListingCase(
      id, expectedVersion: expectedVersion,
      try body(verb, from: try #require(try await stage()), on: day), actor: actor
    ).body
  }

  func steps(_ verbs: some Sequence<String>, on day: String = "2026-02-02") async throws {
    for verb in verbs { try await step(verb, on: day) }
  }

  /// Inquiries and replies, one after another, until so many steps were taken.
  func goToAndFro(until count: Int, on day: String = "2026-02-02") async throws {
    let taken = try await view()["seq"]?.intValue ?? 0
    for number in Int(taken)..<count {
      try await step((number - Int(taken)).isMultiple(of: 2) ? "inquire" : "reply", on: day)
    }
  }

  /// Until the case is filed, received and put on the board.
  static let untilReplied = [
    "engage", "investigate", "remedy", "reform", "resolve", "prepare", "submit_internally",
    "clear_internally", "file", "accept", "inquire", "reply",
  ]
  static let untilListed = [
    "consent", "disclose", "register_shares", "prepare_listing", "list",
  ]

  /// Until the case is on the Anhui board.
  static let untilOnLocalBoard = [
    "apply", "receive", "forward", "recommend", "confirm", "deposit", "submit", "consent",
    "prepare_listing", "list",
  ]

  /// Facts that decide on the layer of the Anhui board.
  static let localTitles: [String: JSON] = [
    "enterprise.titles": ["high_tech"], "enterprise.had_b_round": false,
    "enterprise.listing_reserve": false,
  ]

  /// Has everything happen to cases that can, so that an event of each type is written.
  static func everything(_ world: World) async throws {
    let today = world.store.clock.now.legalDate
    let (soon, later) = (today.adding(days: 10), today.adding(days: 41))
    let trip = try await open(world, number: 90)
    _ = try await trip.application.setListingTarget(
      of: trip.id, expectedVersion: nil, ["target_on": .string(soon.text)], actor: trip.owner)
    try await trip.steps(untilReplied + untilListed)
    let other = try await open(world, number: 91)
    _ = try await other.application.setListingTarget(
      of: other.id, expectedVersion: nil, ["target_on": .string(later.text)], actor: other.owner)
    try await other.step("engage")
    while try await world.application.reviewDueListings(limit: 10) > 0 {}
    try await other.step("withdraw")
    let local = try await open(world, "ah-srdi", number: 92)
    try await local.steps(untilOnLocalBoard)
    try await world.report(local.enterprise, localTitles)
    while try await world.application.reviewDueListings(limit: 10) > 0 {}
  }
}
