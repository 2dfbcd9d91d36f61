import Application
import Domain
import Foundation
import Listing
import Postgres
import Seeds
import Store
import TestSupport
import Testing

@Suite("Random walks of stored cases")
struct ListingWalkTests {
  /// On each board; with `STORM=full` so many.
  private static let steps = 1_000
  private static let stepsOfFull = 100_000
  /// Steps after which a walk begins anew.
  private static let longest = 120
  /// The same for all boards.
  private static let seed = SeededGenerator.seed(for: "walks of stored cases")

  @Test(
    "on every board of the book no illegal step of a stored case succeeds, each legal one is one event, and what is stored replays",
    .timeLimit(.minutes(240)), arguments: try ListingTrip.boards().boards)
  func walk(on board: Board) async throws {
    let isFull = ProcessInfo.processInfo.environment["STORM"] == "full"
    let count = isFull ? Self.stepsOfFull : Self.steps
    try await World.with(isLong: true) { world in
      var walk = StoredWalk(board, world, seed: Self.seed)
      try await walk.run(steps: count, longest: Self.longest)
      #expect(walk.taken > count / 4)
      #expect(count - walk.taken > count / 20)
      // One for each case that was opened, one for each legal step, and no other.
      #expect(walk.told == walk.taken + walk.opened)
    }
  }
}

extension Board: CustomTestStringConvertible {
  public var testDescription: String { "\(code) \(version)" }
}

/// Goes with stored cases of one board, beside the engine.
private struct StoredWalk {
  let board: Board
  let world: World
  var random: SeededGenerator
  /// Legal steps, cases, and events that were told.
  private(set) var taken = 0
  private(set) var opened = 0
  private(set) var told = 0
  private var enterprises = 0
  /// Cases of the present enterprise, and most of one.
  private var own = 0
  private static let casesOfOne = 40

  init(_ board: Board, _ world: World, seed: UInt64) {
    self.board = board
    self.world = world
    random = SeededGenerator(seed: seed)
  }

  mutating func run(steps: Int, longest: Int) async throws {
    let begun = board.period.from
    var trip = try await open(on: begun)
    var state = CaseState(board, on: begun)
    var history: [CaseEvent] = []
    for _ in 0..<steps {
      let request = self.request(state)
      let legal = try? state.transition(request, in: board)
      let (application, id, body) = (world.application, trip.id, Self.json(request))
      let refused = await refusal {
        _ = try await application.advanceListingCase(
          id, expectedVersion: nil, body, actor: ListingTrip.officer)
      }
      #expect((refused == nil) == (legal != nil), "\(request.verb) in \(state.stage)")
      let events = try await world.drain()
      told += events.count
      #expect(events.count == (legal == nil ? 0 : 1))
      if let legal {
        #expect(events.first?.data["stage"] == .string(legal.state.stage))
        state = legal.state
        history.append(legal.event)
        taken += 1
      }
      let isOver = board.stage(state.stage)?.kind == .end
      guard isOver || history.count >= longest else { continue }
      try await compare(trip, state, history, begun)
      trip = try await open(on: begun, after: trip)
      state = CaseState(board, on: begun)
      history = []
    }
    try await compare(trip, state, history, begun)
  }

  /// Of the enterprise of the last case, while that is over and it may open more, else of a new one.
  private mutating func open(on day: LegalDate, after last: ListingTrip? = nil) async throws
    -> ListingTrip
  {
    let enterprise: EnterpriseID
    if let last, own < Self.casesOfOne, try await last.view()["live"] == false {
      enterprise = last.enterprise
      own += 1
    } else {
      enterprise = try await world.register(enterprises)
      enterprises += 1
      own = 1
    }
    try await world.drain()
    let trip = try await ListingTrip.open(world, board.code, of: enterprise, on: day.text)
    told += try await world.drain().count
    opened += 1
    return trip
  }

  private func compare(
    _ trip: ListingTrip, _ state: CaseState, _ history: [CaseEvent], _ begun: LegalDate
  ) async throws {
    #expect(try CaseHistory.replay(history, of: board, begun: begun) == state)
    // Reading it does the stored steps again, and believes them only when they lead to the row.
    let view = try await trip.view()
    #expect(view["stage"] == .string(state.stage) && view["seq"] == .int(Int64(state.count)))
    #expect(view["board_version"] == .string(board.version))
    #expect(view["steps"]?.arrayValue?.count == history.count)
    #expect(view["passed"] == .array(state.passed.sorted().map(JSON.string)))
  }

  /// Mostly what the stage offers, and something wrong now and then.
  private mutating func request(_ state: CaseState) -> CaseRequest {
    let here = board.edges.filter { $0.from == state.stage }
    let onward = here.filter { edge in
      guard case .stage(let to) = edge.target else { return true }
      return board.stage(to)?.kind != .end
    }
    let pool = onward.isEmpty || Int.random(in: 0..<30, using: &random) == 0 ? here : onward
    let isWild = Int.random(in: 0..<8, using: &random) == 0
    let edge = (isWild ? board.edges : pool).randomElement(using: &random)
    let day = state.day.adding(days: Int.random(in: 0...2, using: &random))
    var kinds = edge?.gate.flatMap { board.gate($0) }?.evidence ?? []
    if Int.random(in: 0..<12, using: &random) == 0 { kinds = Array(kinds.dropLast()) }
    var reason: String?
    if case .stage(let to)? = edge?.target, let stage = board.stage(to), stage.kind != .step {
      reason = stage.reasons.map(\.code).randomElement(using: &random)
    }
    let evidence = kinds.compactMap { kind in
      CaseEvidence(
        kind: kind, document: "file/\(kind)", digest: Digest(ofBytes: Array(kind.utf8)),
        issuedOn: day, issuer: "甲",
        cutOff: board.evidenceKind(kind)?.validity == nil ? nil : day.adding(days: -10))
    }
    let role = edge?.roles.sorted().randomElement(using: &random) ?? "operator"
    return CaseRequest(
      edge?.verb ?? "list", by: role, on: day, evidence: evidence, reason: reason)
  }

  private static func json(_ request: CaseRequest) -> JSON {
    var members: [String: JSON] = [
      "verb": .string(request.verb), "role": .string(request.role),
      "on": .string(request.on.text),
      "evidence": .array(
        request.evidence.map { one in
          var paper: [String: JSON] = [
            "kind": .string(one.kind), "document": .string(one.document),
            "issuer": .string(one.issuer), "sha256": .string(one.digest.hexadecimal),
            "issued_on": .string(one.issuedOn.text),
          ]
          if let cutOff = one.cutOff { paper["cut_off_on"] = .string(cutOff.text) }
          return .object(paper)
        }),
    ]
    if let reason = request.reason { members["reason"] = .string(reason) }
    return .object(members)
  }
}
